/* An owned result must be used: nobody would release it. */
/* gcc: ignoring return value of 'hf_str_append_utf8' declared with attribute 'warn_unused_result' \[-Werror=unused-result\] */
/* clang: ignoring return value of function declared with 'warn_unused_result' attribute \[-Werror,-Wunused-result\] */

#include "core/holdfast.h"

hf_str extend(hf_str word);

hf_str extend(hf_str word)
{
#ifdef HF_RIGHT
    word = hf_str_append_utf8(word, "s");
#else
    hf_str_append_utf8(word, "s");
#endif
    return word;
}
