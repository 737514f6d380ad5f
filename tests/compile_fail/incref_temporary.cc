/* hf_incref of an owned temporary: nobody would release it. */
/* gcc: an owned temporary would leak: name it first */
/* clang: an owned temporary would leak: name it first */

#include "core/holdfast.h"

hf_str copy();

hf_str copy()
{
#ifdef HF_RIGHT
    hf_auto(str, word, hf_str_from_utf8("word"));
    return hf_incref(word);
#else
    return hf_incref(hf_str_from_utf8("word"));
#endif
}
