/* A borrowed handle is not a result: results are owned. */
/* gcc: incompatible types when returning type 'hf_str_borrowed' but 'hf_str' was expected */
/* clang: returning 'hf_str_borrowed' .* from a function with incompatible result type 'hf_str' */

#include "core/holdfast.h"

hf_str same(hf_str_borrowed word);

hf_str same(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    return hf_incref(word);
#else
    return word;
#endif
}
