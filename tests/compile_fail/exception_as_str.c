/* An exception is no str. */
/* gcc: incompatible type for argument 1 of 'hf_str_append_utf8' */
/* gcc: expected '(struct )?hf_str' but argument is of type 'hf_exception' */
/* clang: passing 'hf_exception' .* to parameter of incompatible type 'hf_str' */

#include "core/holdfast.h"

hf_str describe(hf_exception failure);

hf_str describe(hf_exception failure)
{
#ifdef HF_RIGHT
    return hf_str_append_utf8(hf_str_cast(hf_into_object(failure)), "!");
#else
    return hf_str_append_utf8(failure, "!");
#endif
}
