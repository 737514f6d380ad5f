/* hf_is_null of an owned temporary: nobody would release it. */
/* gcc: an owned temporary would leak: name it first */
/* clang: an owned temporary would leak: name it first */

#include "core/holdfast.h"

bool failed();

bool failed()
{
#ifdef HF_RIGHT
    hf_auto(str, word, hf_str_from_utf8("word"));
    return hf_is_null(word);
#else
    return hf_is_null(hf_str_from_utf8("word"));
#endif
}
