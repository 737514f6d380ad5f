/* hf_clear is for handles: a raw pointer does not say who owns it. */
/* gcc: to incomplete type 'struct this_is_not_a_holdfast_handle' */
/* clang: to an incomplete type 'struct this_is_not_a_holdfast_handle' */

#include "core/holdfast.h"

void empty(PyObject *place);

void empty(PyObject *place)
{
#ifdef HF_RIGHT
    Py_CLEAR(place);
#else
    hf_clear(&place);
#endif
}
