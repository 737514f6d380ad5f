/* hf_decref consumes: not what was only borrowed. */
/* gcc: a borrowed handle is not yours to consume: incref it first */
/* clang: a borrowed handle is not yours to consume: incref it first */

#include "core/holdfast.h"

void drop(hf_str_borrowed word);

void drop(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    hf_decref(hf_incref(word));
#else
    hf_decref(word);
#endif
}
