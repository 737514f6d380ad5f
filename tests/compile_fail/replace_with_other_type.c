/* hf_replace puts a str where a str was. */
/* gcc: incompatible type for argument 2 of '.*hf_replace' */
/* gcc: expected '(struct )?hf_str' but argument is of type 'hf_object' */
/* clang: passing 'hf_object' .* to parameter of incompatible type 'hf_str' */

#include "core/holdfast.h"

bool put(hf_str *place, hf_object thing);

bool put(hf_str *place, hf_object thing)
{
#ifdef HF_RIGHT
    return hf_replace(place, hf_str_cast(thing));
#else
    return hf_replace(place, thing);
#endif
}
