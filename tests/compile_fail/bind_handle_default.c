/* A handle has no default that C could write down. */
/* gcc: def\(str, text, \.\.\.\): a handle has no default in C: write opt\(str, text\), which is null where it is not given */
/* clang: def\(str, text, \.\.\.\): a handle has no default in C: write opt\(str, text\), which is null where it is not given */

#include "bind/module.h"

static hf_str first(hf_str_borrowed text)
{
    return hf_is_null(text) ? hf_str_from_utf8("") : hf_incref(text);
}
#ifdef HF_RIGHT
HF_FUNCTION(first, str, "text.", opt(str, text))
#else
HF_FUNCTION(first, str, "text.", def(str, text, ""))
#endif
HF_MODULE(example, "One function.", function(first))
