/* rows_numbers.h: the part of the table of contract.c that is about numbers and
 * bytes, ids 100 to 199. */
#ifndef FUZZ_CONTRACT_ROWS_NUMBERS_H
#define FUZZ_CONTRACT_ROWS_NUMBERS_H

#define CONTRACT_ROWS_NUMBERS(X)                                               \
    X(100, int_from)                                                           \
    X(101, int_as)                                                             \
    X(102, int_as_double)                                                      \
    X(103, int_from_double)                                                    \
    X(104, int_from_text)                                                      \
    X(105, int_to_str)                                                         \
    X(106, int_from_bytes)                                                     \
    X(107, int_as_bytes)                                                       \
    X(108, int_bit_length)                                                     \
    X(109, bool_from)                                                          \
    X(110, bool_as)                                                            \
    X(111, float_from)                                                         \
    X(112, float_as)                                                           \
    X(113, number_binary)                                                      \
    X(114, number_in_place)                                                    \
    X(115, number_unary)                                                       \
    X(116, number_power_modulo)                                                \
    X(117, object_as)                                                          \
    X(118, object_as_double)                                                   \
    X(119, bytes_from)                                                         \
    X(120, bytes_from_object)                                                  \
    X(121, bytes_looks)                                                        \
    X(122, bytes_append)                                                       \
    X(123, bytes_equal)                                                        \
    X(124, bytes_slice)                                                        \
    X(125, bytes_paths)                                                        \
    X(126, bytes_build)                                                        \
    X(127, bytearray_from)                                                     \
    X(128, bytearray_changes)                                                  \
    X(129, complex_calls)                                                      \
    X(130, buffer_get)                                                         \
    X(131, buffer_items)                                                       \
    X(132, memoryview_of_memory)                                               \
    X(135, bytes_long)                                                         \
    X(133, memoryview_of_object)                                               \
    X(134, buffer_lies)                                                        \
    X(136, buffer_far)

void bytes_start(void);

/* buffer_import asks Python for the sizes of formats, before anything is counted. */
void buffer_import(void);

#endif /* FUZZ_CONTRACT_ROWS_NUMBERS_H */
