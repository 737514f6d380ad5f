/* Returning an hf_auto variable would return what its scope released. */
/* gcc: could not convert 'word' from 'hf_str_auto' to 'hf_str' */
/* clang: no viable conversion from returned value of type 'hf_str_auto' to function return type 'hf_str' */

#include "core/holdfast.h"

hf_str make();

hf_str make()
{
    hf_auto(str, word, hf_str_from_utf8("word"));
#ifdef HF_RIGHT
    return hf_move(&word);
#else
    return word;
#endif
}
