/* hf_replace is for owned variables. */
/* gcc: an hf_auto variable is released by its scope: hf_move out of it */
/* clang: an hf_auto variable is released by its scope: hf_move out of it */

#include "core/holdfast.h"

bool renew(hf_str word);

bool renew(hf_str word)
{
    static hf_str place;
#ifdef HF_RIGHT
    return hf_replace(&place, word);
#else
    hf_auto(str, name, hf_move(&place));
    return hf_replace(&name, word);
#endif
}
