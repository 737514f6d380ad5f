/* A borrowed handle is not a result: results are owned. */
/* gcc: could not convert 'word' from 'hf_str_borrowed' to 'hf_str' */
/* clang: no viable conversion from returned value of type 'hf_str_borrowed' to function return type 'hf_str' */

#include "core/holdfast.h"

hf_str same(hf_str_borrowed word);

hf_str same(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    return hf_incref(word);
#else
    return word;
#endif
}
