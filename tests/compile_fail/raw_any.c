/* An object may be any handle, and no raw pointer. */
/* gcc: to incomplete type 'struct this_is_not_a_holdfast_handle' */
/* clang: to an incomplete type 'struct this_is_not_a_holdfast_handle' */

#include "core/holdfast.h"

hf_str quote(PyObject *raw);

hf_str quote(PyObject *raw)
{
#ifdef HF_RIGHT
    return hf_object_repr(hf_object_from_borrowed(raw));
#else
    return hf_object_repr(raw);
#endif
}
