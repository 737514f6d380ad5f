/* Nor can one hf_auto variable be assigned to another. */
/* gcc: use of deleted function 'hf_str_auto& hf_str_auto::operator= */
/* clang: copy assignment operator is implicitly deleted */

#include "core/holdfast.h"

void renew();

void renew()
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
