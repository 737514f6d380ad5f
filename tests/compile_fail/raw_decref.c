/* hf_decref is for handles: a raw pointer does not say who owns it. */
/* gcc: to incomplete type 'struct this_is_not_a_holdfast_handle' */
/* clang: to an incomplete type 'struct this_is_not_a_holdfast_handle' */

#include "core/holdfast.h"

void drop(PyObject *raw);

void drop(PyObject *raw)
{
#ifdef HF_RIGHT
    hf_decref(hf_object_from_owned(raw));
#else
    hf_decref(raw);
#endif
}
