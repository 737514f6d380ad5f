/* complex.h: Python's complex, two doubles. */
#ifndef HF_COMPLEX_H
#define HF_COMPLEX_H

#include "object.h"

HF_BEGIN_DECLS

/* hf_complex_value is real + imag * 1j. */
typedef struct hf_complex_value {
    double real, imag;
} hf_complex_value;

/* hf_complex_from makes a complex.
 *
 *   -> new or null | raises MemoryError
 */
HF_NODISCARD HF_INLINE hf_complex hf_complex_from(double real, double imag);

/* hf_complex_as_value writes the value of |self|; 0 where it fails. It runs no
 * Python code.
 *
 *   borrows self | -> worked | raises TypeError
 */
HF_NODISCARD HF_INLINE hf_worked hf_complex_as_value(hf_complex_borrowed self,
                                                     hf_complex_value *out);

/* hf_object_as_complex writes the complex that |self| is, by __complex__,
 * __float__ or __index__; 0 where it fails.
 *
 *   borrows self | -> worked | raises OverflowError, TypeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_object_as_complex(hf_object_borrowed self,
                                                   hf_complex_value *out);

/* hf_complex_check, hf_complex_cast(o), hf_complex_cast_unchecked(o): see
 * handle.h. */
#define hf_complex_cast(o) hf_cast(complex, o)
#define hf_complex_cast_unchecked(o) hf_cast_unchecked(complex, o)

/* ---- Bodies. */

HF_INLINE hf_complex hf_complex_from(double real, double imag)
{
    return HF_PRIVATE_NEW(complex, PyComplex_FromDoubles(real, imag));
}

HF_INLINE hf_worked hf_complex_as_value(hf_complex_borrowed self,
                                        hf_complex_value *out)
{
    PyObject *raw = HF_PRIVATE_USE(self);
    if (HF_LIKELY(raw != NULL && PyComplex_Check(raw))) {
        out->real = ((PyComplexObject *)raw)->cval.real;
        out->imag = ((PyComplexObject *)raw)->cval.imag;
        return hf_worked_if(true);
    }
    out->real = out->imag = 0;
    return hf_worked_if(
        hf_private_refuse("hf_complex_as_value", raw, "complex"));
}

HF_END_DECLS

#if !defined(__cplusplus) && !defined(HF_CORE)
#define hf_object_as_complex(x, out) hf_object_as_complex(hf_as_object(x), out)
#endif

#endif /* HF_COMPLEX_H */
