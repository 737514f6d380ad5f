/* hf_auto takes an owned handle: a borrowed one is not to be released. */
/* gcc: expected '(struct )?hf_str' but argument is of type 'hf_str_borrowed' */
/* clang: passing 'hf_str_borrowed' .* to parameter of incompatible type 'hf_str' */

#include "core/holdfast.h"

void hold(hf_str_borrowed lent);

void hold(hf_str_borrowed lent)
{
#ifdef HF_RIGHT
    hf_auto(str, word, hf_incref(lent));
#else
    hf_auto(str, word, lent);
#endif
}
