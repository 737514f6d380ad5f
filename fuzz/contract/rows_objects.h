/* rows_objects.h: the rows of contract.c for exceptions that are raised, and what
 * they are made of. A part of rows.h. */
#ifndef FUZZ_CONTRACT_ROWS_OBJECTS_H
#define FUZZ_CONTRACT_ROWS_OBJECTS_H

#define CONTRACT_ROWS_OBJECTS(X)                                               \
    X(60, raise_with)                                                          \
    X(61, raise_from)                                                          \
    X(62, error_chain)                                                         \
    X(63, unraisable)                                                          \
    X(64, traceback_entry)                                                     \
    X(65, new_error_type)                                                      \
    X(66, exception_parts)

/* raise_import comes before references are counted. */
void raise_import(void);
void raise_start(void);

#endif /* FUZZ_CONTRACT_ROWS_OBJECTS_H */
