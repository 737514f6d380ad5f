/* rows_objects.h: the part of the table of contract.c that is about exceptions
 * that are raised, any object's items, types, modules and their kin: ids 60 to
 * 99. */
#ifndef FUZZ_CONTRACT_ROWS_OBJECTS_H
#define FUZZ_CONTRACT_ROWS_OBJECTS_H

#define CONTRACT_ROWS_OBJECTS(X)                                               \
    X(60, raise_with)                                                          \
    X(61, raise_from)                                                          \
    X(62, error_chain)                                                         \
    X(63, unraisable)                                                          \
    X(64, traceback_entry)                                                     \
    X(65, new_error_type)                                                      \
    X(66, exception_parts)                                                     \
    X(67, items)                                                               \
    X(68, asks)                                                                \
    X(69, types)                                                               \
    X(70, modules)                                                             \
    X(71, weakrefs)                                                            \
    X(72, capsules)                                                            \
    X(88, asked_twice)                                                         \
    X(89, called_again)                                                        \
    X(73, frames)                                                              \
    X(74, recursion)                                                           \
    X(75, gil)                                                                 \
    X(76, str_made)                                                            \
    X(228, str_cut)                                                            \
    X(77, str_asked)                                                           \
    X(78, str_joined)                                                          \
    X(79, str_interned)                                                        \
    X(80, str_encoded)                                                         \
    X(81, str_decoded)                                                         \
    X(82, str_viewed)                                                          \
    X(83, build_slices)                                                        \
    X(84, str_written)                                                         \
    X(85, build_spans)                                                         \
    X(86, exactly)                                                             \
    X(87, supers)

/* raise_import comes before references are counted. */
void raise_import(void);
void raise_start(void);

/* codecs_import imports what the codecs are in, before anything is counted. */
void codecs_import(void);

/* collector_runs has CPython's collector run whenever something is made, or not. */
void collector_runs(bool often);
void again_start(void);
void item_start(void);
void type_start(void);

#endif /* FUZZ_CONTRACT_ROWS_OBJECTS_H */
