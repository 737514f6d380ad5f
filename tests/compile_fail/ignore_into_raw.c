/* What hf_into_raw gives has to be handed on. */
/* gcc: ignoring return value of 'hf_private_into_raw' declared with attribute 'warn_unused_result' \[-Werror=unused-result\] */
/* clang: ignoring return value of function declared with 'warn_unused_result' attribute \[-Werror,-Wunused-result\] */

#include "core/holdfast.h"

PyObject *give(hf_str word);

PyObject *give(hf_str word)
{
#ifdef HF_RIGHT
    return hf_into_raw(word);
#else
    hf_into_raw(word);
    return NULL;
#endif
}
