/* hf_as_object of an owned temporary: nobody would release it. */
/* gcc: an owned temporary would leak: name it first */
/* clang: an owned temporary would leak: name it first */

#include "core/holdfast.h"

bool test(bool *out);

bool test(bool *out)
{
#ifdef HF_RIGHT
    hf_auto(str, word, hf_str_from_utf8("word"));
    return hf_object_truth(hf_as_object(word), out);
#else
    return hf_object_truth(hf_as_object(hf_str_from_utf8("word")), out);
#endif
}
