/* numbers.h: ints at the edges of what a type of C can hold, and what they are
 * by C's own arithmetic. */
#ifndef FUZZ_CONTRACT_NUMBERS_H
#define FUZZ_CONTRACT_NUMBERS_H

#include "fuzz/contract/call.h"

__extension__ typedef __int128 int128;

/* An edge is what a byte stands for: 2 to some power, a bit more or less, with
 * either sign. Those that |fits| are of at most 120 bits. */
typedef struct edge {
    bool fits;
    int128 value;
    int power, delta, sign;
} edge;
edge edge_of(uint8_t byte);

/* edge_int is a new int of an edge. */
hf_int edge_int(edge e);

/* edge_double is the nearest double, or an infinity. */
double edge_double(edge e);

/* edge_double_of is a double that a byte stands for: at those edges, between two
 * ints, NaN, infinite, denormal. */
double edge_double_of(uint8_t byte);

/* same_double says whether both are the same double, to the bit; but all NaNs are
 * one. */
bool same_double(double a, double b);

/* needs notes that |raw| is null, or is not |type|, which its name is said for. */
void needs(call *c, const char *function, PyObject *raw, const char *name,
           PyTypeObject *type);

/* overflows notes that |raw| is out of range for |what|. */
void overflows(call *c, edge e, PyObject *raw, const char *what);

/* end_exact is end for a call that results in an object of exactly that type,
 * equal to |wanted|, which it consumes; |wanted| may be NULL. */
void end_exact(call *c, hf_object found, PyObject *wanted);

/* ---- An int to work on: the left operand, or one at the edge that the value of
 * the call says. Only what was |made| is to be released. */

typedef struct number {
    hf_int made;
    hf_int_borrowed lent;
    PyObject *raw;
    edge e;
} number;
number number_of(call *c, bool is_operand);

/* ---- The integers of C: X(number, type, the end of what is called, least, most,
 * beginning and end of what an error calls it). */

#define C_INTEGERS(X)                                                          \
    X(0, int8_t, as_i8, INT8_MIN, INT8_MAX, "hf_", "as_i8")                    \
    X(1, uint8_t, as_u8, 0, UINT8_MAX, "hf_", "as_u8")                         \
    X(2, int16_t, as_i16, INT16_MIN, INT16_MAX, "hf_", "as_i16")               \
    X(3, uint16_t, as_u16, 0, UINT16_MAX, "hf_", "as_u16")                     \
    X(4, int32_t, as_i32, INT32_MIN, INT32_MAX, "hf_", "as_i32")               \
    X(5, uint32_t, as_u32, 0, UINT32_MAX, "hf_", "as_u32")                     \
    X(6, int64_t, as_i64, INT64_MIN, INT64_MAX, "hf_", "as_i64")               \
    X(7, uint64_t, as_u64, 0, UINT64_MAX, "hf_", "as_u64")                     \
    X(8, Py_ssize_t, as_size, PY_SSIZE_T_MIN, PY_SSIZE_T_MAX, "hf_", "as_size")\
    X(9, char, as, CHAR_MIN, CHAR_MAX, "hf_private_", "as_char")               \
    X(10, signed char, as, SCHAR_MIN, SCHAR_MAX, "hf_private_",                \
      "as_signed_char")                                                        \
    X(11, unsigned char, as, 0, UCHAR_MAX, "hf_private_", "as_unsigned_char")  \
    X(12, short, as, SHRT_MIN, SHRT_MAX, "hf_private_", "as_short")            \
    X(13, unsigned short, as, 0, USHRT_MAX, "hf_private_",                     \
      "as_unsigned_short")                                                     \
    X(14, int, as, INT_MIN, INT_MAX, "hf_private_", "as_int")                  \
    X(15, unsigned, as, 0, UINT_MAX, "hf_private_", "as_unsigned")             \
    X(16, long, as, LONG_MIN, LONG_MAX, "hf_private_", "as_long")              \
    X(17, unsigned long, as, 0, ULONG_MAX, "hf_private_", "as_unsigned_long")  \
    X(18, long long, as, LLONG_MIN, LLONG_MAX, "hf_private_", "as_long_long")  \
    X(19, unsigned long long, as, 0, ULLONG_MAX, "hf_private_",                \
      "as_unsigned_long_long")
enum { C_TYPES = 20 };
typedef struct c_type {
    const char *name;
    int128 least, most;
    const char *int_as, *object_as;
} c_type;
extern const c_type c_types[C_TYPES];

/* overflows_type notes that |raw|, which is |e|, does not fit such a type, if it
 * does not, and if nothing was noted before. */
void overflows_type(call *c, edge e, PyObject *raw, int type);

#endif /* FUZZ_CONTRACT_NUMBERS_H */
