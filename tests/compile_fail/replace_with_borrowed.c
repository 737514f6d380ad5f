/* hf_replace consumes its value, which must be owned. */
/* gcc: incompatible type for argument 2 of '.*hf_replace' */
/* gcc: expected '(struct )?hf_str' but argument is of type 'hf_str_borrowed' */
/* clang: passing 'hf_str_borrowed' .* to parameter of incompatible type 'hf_str' */

#include "core/holdfast.h"

bool put(hf_str *place, hf_str_borrowed word);

bool put(hf_str *place, hf_str_borrowed word)
{
#ifdef HF_RIGHT
    return hf_replace(place, hf_incref(word));
#else
    return hf_replace(place, word);
#endif
}
