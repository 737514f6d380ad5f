/* number_world.h: what the operations of number_sequence use, beside the slots:
 * objects whose special methods lie, raise, drop references or do the next steps of
 * the program.
 *
 * I, F and C are subclasses of int, float and complex, whose __int__, __index__,
 * __float__, __complex__ and __repr__ lie. A Hook is a number by its special
 * methods, and has a mode: what they do. Its __add__, and what is like it, gives
 * the other operand, its __radd__ and its __iadd__ give the Hook itself.
 */
#ifndef FUZZ_NUMBER_WORLD_H
#define FUZZ_NUMBER_WORLD_H

#include "fuzz/engine/slots.h"
#include "fuzz/models/float.h"
#include "fuzz/models/instance.h"
#include "fuzz/models/int.h"
#include "fuzz/models/singletons.h"
#include "fuzz/models/str.h"

/* What a Hook does. One that is wrong is no number after all; one that is almost
 * right gives an instance of a subclass. */
typedef enum mode {
    QUIET,
    RAISES,
    INTERRUPTS,
    DROPS,
    WRONG,
    ALMOST,
    NESTS,
    MODES
} mode;

/* What a Hook is: one of so many numbers. */
enum { HOOKS = 8 };
fuzz_whole hook_value(int i);
hf_object hook(int what, int i);

/* What the methods of I, F and C give. */
#define LIES_INT 42
#define LIES_FLOAT 0.5

/* subclass makes an I, F or C of what |y| is. */
hf_object subclass(hf_object_borrowed y);

/* take_runs is how often special methods ran, since it was called last. */
int take_runs(void);

/* ---- The integers of C: X(number, type, the end of what is called). */

#define TO_TYPES(X)                                                            \
    X(0, int8_t, as_i8, INT8_MIN, INT8_MAX)                                    \
    X(1, uint8_t, as_u8, 0, UINT8_MAX)                                         \
    X(2, int16_t, as_i16, INT16_MIN, INT16_MAX)                                \
    X(3, uint16_t, as_u16, 0, UINT16_MAX)                                      \
    X(4, int32_t, as_i32, INT32_MIN, INT32_MAX)                                \
    X(5, uint32_t, as_u32, 0, UINT32_MAX)                                      \
    X(6, int64_t, as_i64, INT64_MIN, INT64_MAX)                                \
    X(7, uint64_t, as_u64, 0, UINT64_MAX)                                      \
    X(8, Py_ssize_t, as_size, PY_SSIZE_T_MIN, PY_SSIZE_T_MAX)                  \
    X(9, char, as, CHAR_MIN, CHAR_MAX)                                         \
    X(10, signed char, as, SCHAR_MIN, SCHAR_MAX)                               \
    X(11, unsigned char, as, 0, UCHAR_MAX)                                     \
    X(12, short, as, SHRT_MIN, SHRT_MAX)                                       \
    X(13, unsigned short, as, 0, USHRT_MAX)                                    \
    X(14, int, as, INT_MIN, INT_MAX)                                           \
    X(15, unsigned, as, 0, UINT_MAX)                                           \
    X(16, long, as, LONG_MIN, LONG_MAX)                                        \
    X(17, unsigned long, as, 0, ULONG_MAX)                                     \
    X(18, long long, as, LLONG_MIN, LLONG_MAX)                                 \
    X(19, unsigned long long, as, 0, ULLONG_MAX)
enum { TYPES = 20 };

#define FROM_TYPES(X)                                                          \
    X(0, int64_t, from_i64)                                                    \
    X(1, uint64_t, from_u64)                                                   \
    X(2, Py_ssize_t, from_size)                                                \
    X(3, char, from)                                                           \
    X(4, signed char, from)                                                    \
    X(5, unsigned char, from)                                                  \
    X(6, short, from)                                                          \
    X(7, unsigned short, from)                                                 \
    X(8, int, from)                                                            \
    X(9, unsigned, from)                                                       \
    X(10, long, from)                                                          \
    X(11, unsigned long, from)                                                 \
    X(12, long long, from)                                                     \
    X(13, unsigned long long, from)
enum { FROMS = 14 };

/* from_type makes an int of |bits| as a value of that type; int_as and object_as
 * write its value, and see that one that fails writes 0. */
hf_int from_type(int type, int64_t bits);
bool int_as(hf_int_borrowed y, int type, int64_t *out);
bool object_as(hf_object_borrowed y, int type, int64_t *out);

/* int_as_while_pending is int_as while an exception is set, which must be left
 * as it is. */
bool int_as_while_pending(hf_int_borrowed y, int type, int64_t *out);

/* The same of doubles, which are written as their bits, of what is in a slot. */
typedef enum double_of { AS_INT, AS_FLOAT, AS_OBJECT, DOUBLES } double_of;
bool as_double(int slot, double_of as, int64_t *bits);
bool as_complex(int slot, bool by_value, int64_t *real, int64_t *imaginary);

/* as_bytes writes an int to |size| bytes, and gives the first that is not as
 * expected; -1: none. */
bool as_bytes(hf_int_borrowed y, Py_ssize_t size, int layout,
              const char *expected, int64_t *difference);

/* ---- The operators, by number: in place there are but those before DIVMOD. */
typedef enum operation {
    ADD,
    SUBTRACT,
    MULTIPLY,
    MATMUL,
    DIVIDE,
    FLOOR_DIVIDE,
    MODULO,
    POWER,
    LSHIFT,
    RSHIFT,
    AND,
    XOR,
    OR,
    DIVMOD,
    OPERATORS
} operation;
hf_object operate(int op, hf_object_borrowed y, hf_object_borrowed z);
hf_object operate_in_place(int op, hf_object x, hf_object_borrowed z);

/* divided gives one of the two numbers of divmod; or what is no tuple. */
hf_object divided(int which, hf_object_borrowed y, hf_object_borrowed z);

typedef enum unary { NEGATIVE, POSITIVE, INVERT, ABSOLUTE, UNARIES } unary;
hf_object operate_on(int op, hf_object_borrowed y);

typedef enum conversion { TO_INDEX, TO_INT, TO_FLOAT, CONVERSIONS } conversion;
hf_object convert(int to, hf_object_borrowed y);

/* The casts, and which of the checks say yes, a bit each. */
enum { IS_INT, IS_BOOL, IS_FLOAT, IS_COMPLEX, CASTS };
hf_object cast(int to, hf_object x);
int checks(hf_object_borrowed y);

#endif /* FUZZ_NUMBER_WORLD_H */
