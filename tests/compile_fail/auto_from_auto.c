/* hf_auto takes an owned handle: another hf_auto variable is moved out of. */
/* gcc: expected '(struct )?hf_str' but argument is of type 'hf_str_auto' */
/* clang: passing 'hf_str_auto' .* to parameter of incompatible type 'hf_str' */

#include "core/holdfast.h"

void rename_it(void);

void rename_it(void)
{
    hf_auto(str, word, hf_str_from_utf8("word"));
#ifdef HF_RIGHT
    hf_auto(str, other, hf_move(&word));
#else
    hf_auto(str, other, word);
#endif
}
