/* hf_into_object consumes: not what was only borrowed. */
/* gcc: a borrowed handle is not yours to consume: incref it first */
/* clang: a borrowed handle is not yours to consume: incref it first */

#include "core/holdfast.h"

hf_object widen(hf_str_borrowed word);

hf_object widen(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    return hf_into_object(hf_incref(word));
#else
    return hf_into_object(word);
#endif
}
