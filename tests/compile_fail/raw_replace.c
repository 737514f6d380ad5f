/* hf_replace is for handles: a raw pointer does not say who owns it. */
/* gcc: to incomplete type 'struct this_is_not_a_holdfast_handle' */
/* clang: to an incomplete type 'struct this_is_not_a_holdfast_handle' */

#include "core/holdfast.h"

bool put(hf_object thing);

bool put(hf_object thing)
{
#ifdef HF_RIGHT
    static hf_object place;
    return hf_replace(&place, thing);
#else
    static PyObject *place;
    return hf_replace(&place, thing);
#endif
}
