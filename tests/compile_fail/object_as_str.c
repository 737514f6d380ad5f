/* An object where a str is wanted needs a cast, which asks. */
/* gcc: incompatible type for argument 1 of 'hf_str_concat_utf8' */
/* gcc: expected '(struct )?hf_str_borrowed\w*' but argument is of type 'hf_object_borrowed' */
/* clang: passing 'hf_object_borrowed' .* to parameter of incompatible type 'hf_str_borrowed' */

#include "core/holdfast.h"

hf_str call_out(hf_object_borrowed word);

hf_str call_out(hf_object_borrowed word)
{
#ifdef HF_RIGHT
    return hf_str_concat_utf8(hf_str_cast(word), "!");
#else
    return hf_str_concat_utf8(word, "!");
#endif
}
