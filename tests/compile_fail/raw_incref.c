/* hf_incref is for handles: a raw pointer does not say who owns it. */
/* gcc: to incomplete type 'struct this_is_not_a_holdfast_handle' */
/* clang: to an incomplete type 'struct this_is_not_a_holdfast_handle' */

#include "core/holdfast.h"

void share(PyObject *raw, hf_object *out);

void share(PyObject *raw, hf_object *out)
{
#ifdef HF_RIGHT
    *out = hf_incref(hf_object_from_borrowed(raw));
#else
    *out = hf_incref(raw);
#endif
}
