/* float.h: floats and complexes. Their doubles are kept as 64 bits: number, and
 * of a complex the imaginary part as a text of two halves. All NaNs are one.
 */
#ifndef FUZZ_MODELS_FLOAT_H
#define FUZZ_MODELS_FLOAT_H

#include "fuzz/engine/object.h"

/* A mark: an instance of a subclass, which the target calls F, or C. */
enum { FUZZ_FLOAT_SUBCLASS = 1 };

extern const fuzz_kind fuzz_float;
extern const fuzz_kind fuzz_complex;

int64_t fuzz_bits_of(double value);
double fuzz_double_of(int64_t bits);

/* The value of a float, or the real part of a complex; and the imaginary one. */
static inline double fuzz_real(const fuzz_object *o)
{
    return fuzz_double_of(o->number);
}
double fuzz_imaginary(const fuzz_object *o);
void fuzz_float_set(fuzz_object *o, double value);
void fuzz_complex_set(fuzz_object *o, double real, double imaginary);

#endif /* FUZZ_MODELS_FLOAT_H */
