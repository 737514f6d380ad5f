/* hf_into_raw consumes: not what was only borrowed. */
/* gcc: a borrowed handle is not yours to consume: incref it first */
/* clang: a borrowed handle is not yours to consume: incref it first */

#include "core/holdfast.h"

PyObject *give(hf_str_borrowed word);

PyObject *give(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    return hf_into_raw(hf_incref(word));
#else
    return hf_into_raw(word);
#endif
}
