/* hf_is_null is for handles: a raw pointer does not say who owns it. */
/* gcc: to incomplete type 'struct this_is_not_a_holdfast_handle' */
/* clang: to an incomplete type 'struct this_is_not_a_holdfast_handle' */

#include "core/holdfast.h"

bool failed(PyObject *raw);

bool failed(PyObject *raw)
{
#ifdef HF_RIGHT
    return raw == NULL;
#else
    return hf_is_null(raw);
#endif
}
