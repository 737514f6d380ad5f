/* There is no such form. */
/* gcc: implicit declaration of function 'HF_PRIVATE_NO_SUCH_FORM_SEE_FUNCTION_H_HF_PRIVATE_FORM_ard' */
/* clang: implicit declaration of function 'HF_PRIVATE_NO_SUCH_FORM_SEE_FUNCTION_H_HF_PRIVATE_FORM_ard' is invalid in C99 */

#include "bind/module.h"

static hf_str first(hf_str_borrowed text)
{
    return hf_incref(text);
}
#ifdef HF_RIGHT
HF_FUNCTION(first, str, "text.", arg(str, text))
#else
HF_FUNCTION(first, str, "text.", ard(str, text))
#endif
HF_MODULE(example, "One function.", function(first))
