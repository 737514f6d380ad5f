/* rows.h: the calls of contract.c, one function each, and what several of them
 * share. */
#ifndef FUZZ_CONTRACT_ROWS_H
#define FUZZ_CONTRACT_ROWS_H

#include "fuzz/contract/call.h"
#include "fuzz/contract/rows_containers.h"
#include "fuzz/contract/rows_numbers.h"
#include "fuzz/contract/rows_objects.h"

/* CONTRACT_ROWS(X) is the table: X(id, name) for each call. */
#define CONTRACT_ROWS(X)                                                       \
    X(0, from_utf8_n)                                                          \
    X(1, from_utf8)                                                            \
    X(2, append_utf8_n)                                                        \
    X(3, append_utf8)                                                          \
    X(4, concat_utf8_n)                                                        \
    X(5, concat_utf8)                                                          \
    X(6, equal_utf8_n)                                                         \
    X(7, equal_utf8)                                                           \
    X(44, equal_own_utf8)                                                      \
    X(45, one_bad_byte)                                                        \
    X(43, append_own_bytes)                                                    \
    X(12, as_utf8)                                                             \
    X(8, append)                                                               \
    X(9, concat)                                                               \
    X(10, concat_longest)                                                      \
    X(42, append_in_place)                                                     \
    X(46, append_attribute)                                                    \
    X(11, length)                                                              \
    X(13, equal)                                                               \
    X(47, equal_memory)                                                        \
    X(14, compare)                                                             \
    X(15, substring)                                                           \
    X(16, find)                                                                \
    X(17, from_code_point)                                                     \
    X(18, format)                                                              \
    X(19, unready)                                                             \
    X(48, equal_long)                                                          \
    X(49, compare_long)                                                        \
    X(50, equal_utf8_long)                                                     \
    X(51, append_long)                                                         \
    X(52, build_longer)                                                        \
    X(53, find_long)                                                           \
    X(54, substring_long)                                                      \
    X(227, from_utf8_long)                                                     \
    X(230, count_long)                                                         \
    X(20, valid)                                                               \
    X(21, invalid)                                                             \
    X(22, build)                                                               \
    X(23, build_on)                                                            \
    X(24, build_one)                                                           \
    X(25, build_long)                                                          \
    X(26, build_longest)                                                       \
    X(27, verbs)                                                               \
    X(59, typed_verbs)                                                         \
    X(28, singletons)                                                          \
    X(29, casts)                                                               \
    X(55, looks)                                                               \
    X(30, assertions)                                                          \
    X(31, errors)                                                              \
    X(32, error_program)                                                       \
    X(56, error_matches)                                                       \
    X(57, error_restore)                                                       \
    X(33, type_name)                                                           \
    X(34, repr)                                                                \
    X(35, compare_objects)                                                     \
    X(36, truth)                                                               \
    X(37, hash)                                                                \
    X(38, getattr)                                                             \
    X(39, getattr_optional)                                                    \
    X(40, setattr)                                                             \
    X(58, delattr)                                                             \
    X(41, calls_it)                                                            \
    CONTRACT_ROWS_NUMBERS(X)                                                   \
    CONTRACT_ROWS_CONTAINERS(X)                                                \
    CONTRACT_ROWS_OBJECTS(X)

#define CONTRACT_DECLARE(id, name) void name(call *c);
CONTRACT_ROWS(CONTRACT_DECLARE)

/* ---- Names of attributes: one that is there, one that is not, one that is
 * there and can be called, none, and one that cannot be a name. */
enum { NAMES = 5 };
typedef struct contract_name {
    PyObject *raw;
    const char *utf8;
} contract_name;
extern contract_name contract_names[NAMES];

/* A name as a call gets it: as a handle or, |by_utf8|, as UTF-8. */
typedef struct name_operand {
    PyObject *raw;
    hf_str_borrowed key;
    const char *utf8, *wanted_utf8;
    bool by_utf8, is_good;
} name_operand;

/* name_given hands the name |which|, in the first hand. */
void name_given(name_operand *n, int which, bool by_utf8);

/* needs_attribute notes why an attribute of |o| cannot be asked for; false:
 * something was noted. */
bool needs_attribute(call *c, const char *function, operand *o,
                     const name_operand *n);

/* build_within changes the builder that a call uses: code of an operand does so. */
void build_within(void);

/* buffer_within gets other memory into the buffer that is just released. */
void buffer_within(void);

void attribute_start(void);
void error_start(void);
void call_it_start(void);

#endif /* FUZZ_CONTRACT_ROWS_H */
