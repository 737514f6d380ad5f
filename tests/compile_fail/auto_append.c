/* An hf_auto variable is not an owned handle: append cannot steal it. */
/* gcc: incompatible type for argument 1 of 'hf_str_append_utf8' */
/* gcc: expected '(struct )?hf_str' but argument is of type 'hf_str_auto' */
/* clang: passing 'hf_str_auto' .* to parameter of incompatible type 'hf_str' */

#include "core/holdfast.h"

hf_str extend(void);

hf_str extend(void)
{
    hf_auto(str, word, hf_str_from_utf8("word"));
#ifdef HF_RIGHT
    return hf_str_append_utf8(hf_move(&word), "s");
#else
    return hf_str_append_utf8(word, "s");
#endif
}
