/* hf_as_object of an owned temporary: nobody would release it. */
/* gcc: an owned temporary would leak: name it first */
/* clang: an owned temporary would leak: name it first */

#include "core/holdfast.h"

hf_answer test(void);

hf_answer test(void)
{
#ifdef HF_RIGHT
    hf_auto(str, word, hf_str_from_utf8("word"));
    return hf_object_truth(hf_as_object(word));
#else
    return hf_object_truth(hf_as_object(hf_str_from_utf8("word")));
#endif
}
