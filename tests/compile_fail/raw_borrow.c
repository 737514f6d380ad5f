/* hf_borrow is for handles: a raw pointer does not say who owns it. */
/* gcc: to incomplete type 'struct this_is_not_a_holdfast_handle' */
/* clang: to an incomplete type 'struct this_is_not_a_holdfast_handle' */

#include "core/holdfast.h"

hf_object_borrowed lend(PyObject *raw);

hf_object_borrowed lend(PyObject *raw)
{
#ifdef HF_RIGHT
    return hf_object_from_borrowed(raw);
#else
    return hf_borrow(raw);
#endif
}
