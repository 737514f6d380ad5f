/* Returning an hf_auto variable would return what its scope released. */
/* gcc: incompatible types when returning type 'hf_str_auto' but 'hf_str' was expected */
/* clang: returning 'hf_str_auto' .* from a function with incompatible result type 'hf_str' */

#include "core/holdfast.h"

hf_str make(void);

hf_str make(void)
{
    hf_auto(str, word, hf_str_from_utf8("word"));
#ifdef HF_RIGHT
    return hf_move(&word);
#else
    return word;
#endif
}
