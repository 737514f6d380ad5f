/* bool.h: True and False.
 *
 * hf_true and hf_false (object.h) give them as objects. Whether any object is
 * true is hf_object_truth. A bool is an int: hf_as_parent(x) lends it as one.
 */
#ifndef HF_BOOL_H
#define HF_BOOL_H

#include "object.h"

HF_BEGIN_DECLS

/* hf_bool_from gives True or False.
 *
 *   -> new
 */
HF_NODISCARD HF_INLINE hf_bool hf_bool_from(bool value);

/* hf_bool_as_bool writes whether |self| is True; false where it fails.
 *
 *   borrows self | -> worked | raises TypeError
 */
HF_NODISCARD HF_INLINE hf_worked hf_bool_as_bool(hf_bool_borrowed self,
                                                 bool *out);

/* hf_bool_check, hf_bool_cast(o), hf_bool_cast_unchecked(o): see handle.h. */
#define hf_bool_cast(o) hf_cast(bool, o)
#define hf_bool_cast_unchecked(o) hf_cast_unchecked(bool, o)

/* ---- Bodies. */

HF_INLINE hf_bool hf_bool_from(bool value)
{
    PyObject *raw = value ? Py_True : Py_False;
    Py_INCREF(raw);
    return HF_PRIVATE_AGAIN(bool, raw);
}

HF_INLINE hf_worked hf_bool_as_bool(hf_bool_borrowed self, bool *out)
{
    PyObject *raw = HF_PRIVATE_USE(self);
    *out = raw == Py_True;
    if (HF_LIKELY(raw == Py_True || raw == Py_False)) {
        return hf_worked_if(true);
    }
    return hf_worked_if(hf_private_refuse("hf_bool_as_bool", raw, "bool"));
}

HF_END_DECLS

#endif /* HF_BOOL_H */
