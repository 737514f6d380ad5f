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

#endif /* FUZZ_CONTRACT_NUMBERS_H */
