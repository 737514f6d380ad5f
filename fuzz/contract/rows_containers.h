/* rows_containers.h: the calls of contract.c that are for containers and what
 * goes through them. */
#ifndef FUZZ_CONTRACT_ROWS_CONTAINERS_H
#define FUZZ_CONTRACT_ROWS_CONTAINERS_H

#define CONTRACT_ROWS_CONTAINERS(X)                                            \
    X(200, list_make)                                                          \
    X(201, list_look)                                                          \
    X(202, list_put)                                                           \
    X(203, list_take)                                                          \
    X(204, list_run)                                                           \
    X(205, list_find)                                                          \
    X(206, list_walk)                                                          \
    X(207, sequence_build)                                                     \
    X(208, tuple_does)                                                         \
    X(209, tuple_walk)                                                         \
    X(210, dict_does)                                                          \
    X(211, dict_walk)                                                          \
    X(212, dict_build)                                                         \
    X(213, set_does)                                                           \
    X(214, iterator_does)                                                      \
    X(215, sequence_does)                                                      \
    X(216, mapping_does)                                                       \
    X(217, slice_does)                                                         \
    X(218, range_does)                                                         \
    X(219, short_of_memory)                                                    \
    X(220, dict_build_again)                                                   \
    X(221, ends_in_order)                                                      \
    X(222, sequence_by_kind)                                                   \
    X(223, mapping_by_kind)                                                    \
    X(229, length_by_kind)                                                     \
    X(231, sequence_find)                                                      \
    X(232, dict_from)                                                          \
    X(233, updated_within)

void box_start(void);
void dict_start(void);
void iterator_start(void);
void protocol_start(void);

#endif /* FUZZ_CONTRACT_ROWS_CONTAINERS_H */
