/* hf_replace may not have replaced: its result must be used. */
/* gcc: ignoring return value of 'hf_private_replace' declared with attribute 'warn_unused_result' \[-Werror=unused-result\] */
/* clang: ignoring return value of function declared with 'warn_unused_result' attribute \[-Werror,-Wunused-result\] */

#include "core/holdfast.h"

bool put(hf_str *place, hf_str word);

bool put(hf_str *place, hf_str word)
{
#ifdef HF_RIGHT
    return hf_replace(place, word);
#else
    hf_replace(place, word);
    return true;
#endif
}
