/* There is no such kind. */
/* gcc: 'hf_kind_strr' undeclared here \(not in a function\) */
/* clang: use of undeclared identifier 'hf_kind_strr' */

#include "bind/module.h"

static hf_str first(hf_str_borrowed text)
{
    return hf_incref(text);
}
#ifdef HF_RIGHT
HF_FUNCTION(first, str, "text.", arg(str, text))
#else
HF_FUNCTION(first, str, "text.", arg(strr, text))
#endif
HF_MODULE(example, "One function.", function(first))
