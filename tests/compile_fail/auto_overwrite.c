/* Overwriting an hf_auto variable would lose what it holds. */
/* gcc: assignment of read-only variable 'word' */
/* clang: cannot assign to variable 'word' with const-qualified data member */

#include "core/holdfast.h"

void renew(void);

void renew(void)
{
    hf_auto(str, word, hf_str_from_utf8("word"));
#ifdef HF_RIGHT
    hf_decref(hf_move(&word));
    hf_auto(str, next, hf_str_from_utf8("next"));
#else
    word = hf_str_from_utf8("next");
#endif
}
