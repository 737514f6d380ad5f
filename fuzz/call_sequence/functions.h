/* functions.h: the functions that call_sequence calls: of bound.c in C, and in
 * model.c in Python.
 *
 * CALL_KINDS(X) is X(id, kind, type) for each kind of bind/kinds.h: there is a
 * function echo_KIND that gives back what it is given. CALL_SHAPES(X) is
 * X(id, name, signature, result): what Python has in the parentheses, with kinds
 * for types; and an expression, in which |given| is what the function is given.
 * An id is that of a row for good: see fuzz/engine/calls.h. */
#ifndef FUZZ_CALL_SEQUENCE_FUNCTIONS_H
#define FUZZ_CALL_SEQUENCE_FUNCTIONS_H

#include <uchar.h>

#define CALL_HANDLE_KINDS(X)                                                   \
    X(100, object, object)                                                     \
    X(101, exception, exception)                                               \
    X(102, type, type)                                                         \
    X(103, hf_int, int)                                                        \
    X(104, hf_bool, bool)                                                      \
    X(105, hf_float, float)                                                    \
    X(106, hf_complex, complex)                                                \
    X(107, str, str)                                                           \
    X(108, bytes, bytes)                                                       \
    X(109, bytearray, bytearray)                                               \
    X(110, memoryview, memoryview)                                             \
    X(111, list, list)                                                         \
    X(112, tuple, tuple)                                                       \
    X(113, dict, dict)                                                         \
    X(114, set, set)                                                           \
    X(115, frozenset, frozenset)                                               \
    X(116, range, range)                                                       \
    X(117, slice, slice)                                                       \
    X(118, iterator, iterator)                                                 \
    X(119, module, module)                                                     \
    X(120, code, code)                                                         \
    X(121, frame, frame)                                                       \
    X(122, capsule, capsule)                                                   \
    X(123, weakref, weakref)

/* And what a message says of what is out of range. */
#define CALL_INT_KINDS(X)                                                      \
    X(130, char, char, "char")                                                 \
    X(131, signed_char, signed char, "signed char")                            \
    X(132, unsigned_char, unsigned char, "unsigned char")                      \
    X(133, short, short, "short")                                              \
    X(134, unsigned_short, unsigned short, "unsigned short")                   \
    X(135, int, int, "int")                                                    \
    X(136, unsigned, unsigned, "unsigned")                                     \
    X(137, unsigned_int, unsigned int, "unsigned")                             \
    X(138, long, long, "long")                                                 \
    X(139, unsigned_long, unsigned long, "unsigned long")                      \
    X(140, long_long, long long, "long long")                                  \
    X(141, unsigned_long_long, unsigned long long, "unsigned long long")       \
    X(142, int8_t, int8_t, "int8_t")                                           \
    X(143, uint8_t, uint8_t, "uint8_t")                                        \
    X(144, int16_t, int16_t, "int16_t")                                        \
    X(145, uint16_t, uint16_t, "uint16_t")                                     \
    X(146, int32_t, int32_t, "int32_t")                                        \
    X(147, uint32_t, uint32_t, "uint32_t")                                     \
    X(148, int64_t, int64_t, "int64_t")                                        \
    X(149, uint64_t, uint64_t, "uint64_t")                                     \
    X(150, Py_ssize_t, Py_ssize_t, "Py_ssize_t")                               \
    X(151, Py_hash_t, Py_hash_t, "Py_ssize_t")                                 \
    X(152, size_t, size_t, "uint64_t")                                         \
    X(153, ptrdiff_t, ptrdiff_t, "Py_ssize_t")                                 \
    X(154, intptr_t, intptr_t, "Py_ssize_t")                                   \
    X(155, uintptr_t, uintptr_t, "uint64_t")                                   \
    X(156, intmax_t, intmax_t, "int64_t")                                      \
    X(157, uintmax_t, uintmax_t, "uint64_t")                                   \
    X(158, ssize_t, ssize_t, "Py_ssize_t")                                     \
    X(159, off_t, off_t, "int64_t")                                            \
    X(164, wchar_t, wchar_t, "int32_t")                                        \
    X(165, char16_t, char16_t, "uint16_t")

#define CALL_VALUE_KINDS(X)                                                    \
    X(160, double, double)                                                     \
    X(161, float, float)                                                       \
    X(162, utf8, hf_utf8)                                                      \
    X(163, pair, pair)

#define CALL_SHAPES(X)                                                         \
    X(0, nothing, "", "given")                                                 \
    X(1, one, "a: object, /", "given")                                         \
    X(2, one_int, "a: int, /", "given")                                        \
    X(3, a, "a: object", "given")                                              \
    X(4, two, "a: object, b: int, /", "given")                                 \
    X(5, maybe_one, "a: int = 7, /", "given")                                  \
    X(6, one_or_two, "a: str, b: int = 7, /", "given")                         \
    X(7, rest, "*rest", "given")                                               \
    X(8, one_and_rest, "a: object, /, *rest", "given")                         \
    X(9, ab, "a: object, b: int", "given")                                     \
    X(10, abc, "a: str, b: object, c: double", "given")                        \
    X(11, ab_default, "a: object, b: int = 7", "given")                        \
    X(12, a_star_b, "a: object, *, b: int", "given")                           \
    X(13, star_abc, "*, a: object, b: int = 7, c: object", "given")            \
    X(14, a_slash_b_star_c, "a: object, /, b: object, *, c: object", "given")  \
    X(15, ab_slash_c, "a: object, b: object, /, c: object", "given")           \
    X(16, a_slash_bc_star_de,                                                  \
      "a: object, /, b: int = 7, c: int = 8, *, d: object, e: int = 9",        \
      "given")                                                                 \
    X(17, rest_b, "*rest, b: int = 7", "given")                                \
    X(18, a_rest_b, "a: object, *rest, b: object", "given")                    \
    X(19, names_only, "**names", "given")                                      \
    X(20, a_slash_names, "a: object, /, **names", "given")                     \
    X(21, everything,                                                          \
      "a: object, /, b: object, c: int = 7, *rest, d: object, e: int = 8, "    \
      "**names",                                                               \
      "given")                                                                 \
    X(22, defaults,                                                            \
      "a: int = -3, b: double = 1.5, c: truth = True, d: utf8 = ', ', "        \
      "e: pair = (0.0, 0.0)",                                                  \
      "given")                                                                 \
    X(23, options,                                                             \
      "a: opt_str = None, b: opt_utf8 = None, *, c: opt_int = None, "          \
      "d: opt_object = None, e: opt_double = None",                            \
      "given")                                                                 \
    X(24, options_slash, "a: opt_str = None, b: opt_list = None, /", "given")  \
    X(25, abcde,                                                               \
      "a: uint8_t, b: str, c: truth, d: double, e: utf8, ab: int = 1",         \
      "given")                                                                 \
    X(30, echo_truth, "x: truth", "given[0]")                                  \
    X(31, unit, "", "'m'")                                                     \
    X(32, works, "a: truth", "works(given)")                                   \
    X(33, answers, "a: truth, fail: truth = False", "answers(given)")          \
    X(34, length, "text: str, /", "str.__len__(given[0])")                     \
    X(35, twice, "text: str, fail: truth = False", "twice(given)")             \
    X(36, the_module, "", "the_module")                                        \
    X(37, count, "add: int8_t = 1, /", "count(given)")                         \
    X(38, stateless, "", "stateless()")                                        \
    X(39, third, "*rest", "third(given[0])")                                   \
    X(40, mirrored, "a: pair, about: pair = (0.0, 0.0)", "mirrored(given)")

#endif /* FUZZ_CALL_SEQUENCE_FUNCTIONS_H */
