/* float.h: Python's float, which is a double.
 *
 * hf_float_as_double takes a float, or an instance of a subclass, and runs no
 * Python code; hf_object_as_double (number.h) takes all that has a __float__.
 */
#ifndef HF_FLOAT_H
#define HF_FLOAT_H

#include "handle.h"

HF_BEGIN_DECLS

/* hf_float_from_double makes a float.
 *
 *   -> new or null | raises MemoryError
 */
HF_NODISCARD HF_INLINE hf_float hf_float_from_double(double value);

/* hf_float_as_double writes the value of |self|; 0 where it fails.
 *
 *   borrows self | -> worked | raises TypeError
 */
HF_NODISCARD HF_INLINE hf_worked hf_float_as_double(hf_float_borrowed self,
                                                    double *out);

/* hf_float_check, hf_float_cast(o), hf_float_cast_unchecked(o): see handle.h. */
#define hf_float_cast(o) hf_cast(float, o)
#define hf_float_cast_unchecked(o) hf_cast_unchecked(float, o)

/* ---- Bodies. */

HF_INLINE hf_float hf_float_from_double(double value)
{
    return HF_PRIVATE_NEW(float, PyFloat_FromDouble(value));
}

HF_INLINE hf_worked hf_float_as_double(hf_float_borrowed self, double *out)
{
    PyObject *raw = HF_PRIVATE_USE(self);
    if (HF_LIKELY(raw != NULL && PyFloat_Check(raw))) {
        *out = PyFloat_AS_DOUBLE(raw);
        return hf_worked_if(true);
    }
    *out = 0;
    return hf_worked_if(hf_private_refuse("hf_float_as_double", raw, "float"));
}

HF_END_DECLS

#endif /* HF_FLOAT_H */
