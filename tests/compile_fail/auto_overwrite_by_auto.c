/* Nor can one hf_auto variable be assigned to another. */
/* gcc: assignment of read-only variable 'word' */
/* clang: cannot assign to variable 'word' with const-qualified data member */

#include "core/holdfast.h"

void renew(void);

void renew(void)
{
    hf_auto(str, word, hf_str_from_utf8("word"));
    hf_auto(str, next, hf_str_from_utf8("next"));
#ifdef HF_RIGHT
    hf_decref(hf_move(&word));
    hf_auto(str, last, hf_move(&next));
#else
    word = next;
#endif
}
