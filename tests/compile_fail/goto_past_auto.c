/* Past an hf_auto variable it would be released, and was never set. */
/* gcc: jump skips variable initialization \[-Werror=jump-misses-init\] */
/* clang: cannot jump from this goto statement to its label */

#include "core/holdfast.h"

hf_str shout(hf_str_borrowed word, bool loud);

hf_str shout(hf_str_borrowed word, bool loud)
{
    hf_str result = hf_null(str);
#ifdef HF_RIGHT
    hf_auto(str, text, hf_null(str));
    if (!loud) {
        goto done;
    }
#else
    if (!loud) {
        goto done;
    }
    hf_auto(str, text, hf_str_concat_utf8(word, "!"));
#endif
    (void)word;
    result = hf_incref(text);
done:
    return result;
}
