/* hf_incref gives a handle: it is not a statement. */
/* gcc: ignoring return value of 'hf_str_incref' declared with attribute 'warn_unused_result' \[-Werror=unused-result\] */
/* clang: ignoring return value of function declared with 'warn_unused_result' attribute \[-Werror,-Wunused-result\] */

#include "core/holdfast.h"

hf_str share(hf_str_borrowed word);

hf_str share(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    hf_str shared = hf_incref(word);
    return shared;
#else
    hf_incref(word);
    return hf_null(str);
#endif
}
