/* Overwriting an hf_auto variable would lose what it holds. */
/* gcc: no match for 'operator=' \(operand types are 'hf_str_auto' and 'hf_str'\) */
/* clang: no viable overloaded '=' */

#include "core/holdfast.h"

void renew();

void renew()
{
    hf_auto(str, word, hf_str_from_utf8("word"));
#ifdef HF_RIGHT
    hf_decref(hf_move(&word));
    hf_auto(str, next, hf_str_from_utf8("next"));
#else
    word = hf_str_from_utf8("next");
#endif
}
