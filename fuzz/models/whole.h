/* whole.h: whole numbers of any size, as the model knows them: a sign, and digits
 * of 32 bits, the least first. Nothing here uses CPython, or the layer: what the
 * model says is right because it is simple.
 */
#ifndef FUZZ_MODELS_WHOLE_H
#define FUZZ_MODELS_WHOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* FUZZ_WHOLE_BITS is how many bits a number of a program may have: more than a
 * double takes. What is in between, a product of two and what is divided by
 * fuzz_whole_ratio, fits the digits too. */
enum { FUZZ_WHOLE_BITS = 1100, FUZZ_WHOLE_DIGITS = 74 };

typedef struct fuzz_whole {
    bool negative; /* not 0 */
    int n;         /* digits; the last is not 0 */
    uint32_t digit[FUZZ_WHOLE_DIGITS];
} fuzz_whole;

fuzz_whole fuzz_whole_from_i64(int64_t value);
fuzz_whole fuzz_whole_from_u64(uint64_t value);

/* These are false where |a| does not fit. */
bool fuzz_whole_as_i64(const fuzz_whole *a, int64_t *out);
bool fuzz_whole_as_u64(const fuzz_whole *a, uint64_t *out);

int fuzz_whole_bits(const fuzz_whole *a); /* without the sign */
int fuzz_whole_compare(const fuzz_whole *a, const fuzz_whole *b);
bool fuzz_whole_is_odd(const fuzz_whole *a);

fuzz_whole fuzz_whole_negate(fuzz_whole a);
fuzz_whole fuzz_whole_add(const fuzz_whole *a, const fuzz_whole *b);
fuzz_whole fuzz_whole_subtract(const fuzz_whole *a, const fuzz_whole *b);
fuzz_whole fuzz_whole_multiply(const fuzz_whole *a, const fuzz_whole *b);

/* fuzz_whole_divide divides by what is not 0, and rounds down: the remainder has
 * the sign of |b|, and may go where |a| is. */
void fuzz_whole_divide(const fuzz_whole *a, const fuzz_whole *b,
                       fuzz_whole *quotient, fuzz_whole *remainder);

/* a * 2**n, and that rounded down for a negative |n|. */
fuzz_whole fuzz_whole_shift(const fuzz_whole *a, int n);

/* fuzz_whole_bitwise is & or | or ^, of two's complement. */
fuzz_whole fuzz_whole_bitwise(const fuzz_whole *a, const fuzz_whole *b,
                              char op);

/* fuzz_whole_as_double is the double that is nearest to |a|, or an infinity;
 * fuzz_whole_ratio that nearest to a / b, if it is no denormal.
 * fuzz_whole_from_double leaves the fraction away. */
double fuzz_whole_as_double(const fuzz_whole *a);
double fuzz_whole_ratio(const fuzz_whole *a, const fuzz_whole *b);
fuzz_whole fuzz_whole_from_double(double finite);

/* fuzz_whole_compare_double compares with what is no NaN. */
int fuzz_whole_compare_double(const fuzz_whole *a, double b);

/* fuzz_whole_to_text writes the digits in |base|, and a NUL; it gives how many
 * characters that are. FUZZ_WHOLE_TEXT is room enough. */
enum { FUZZ_WHOLE_TEXT = FUZZ_WHOLE_BITS + 8 };
size_t fuzz_whole_to_text(const fuzz_whole *a, int base,
                          char out[FUZZ_WHOLE_TEXT]);

/* fuzz_whole_from_text reads a literal of Python's in ASCII, in |base| 2 to 36,
 * or 0: as its prefix says. False: it is none. What has more than
 * FUZZ_WHOLE_BITS is any number that has. */
bool fuzz_whole_from_text(const char *text, size_t size, int base,
                          fuzz_whole *out);

/* Bytes, the least first. fuzz_whole_to_bytes is false where they are too few. */
fuzz_whole fuzz_whole_from_bytes(const uint8_t *data, size_t size,
                                 bool is_signed);
bool fuzz_whole_to_bytes(const fuzz_whole *a, uint8_t *data, size_t size,
                         bool is_signed);

#endif /* FUZZ_MODELS_WHOLE_H */
