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
    X(206, list_walk)

#endif /* FUZZ_CONTRACT_ROWS_CONTAINERS_H */
