/* A function that can fail gives a bool, which must be used. */
/* gcc: ignoring return value of 'hf_str_length' declared with attribute 'warn_unused_result' \[-Werror=unused-result\] */
/* clang: ignoring return value of function declared with 'warn_unused_result' attribute \[-Werror,-Wunused-result\] */

#include "core/holdfast.h"

Py_ssize_t measure(hf_str_borrowed word);

Py_ssize_t measure(hf_str_borrowed word)
{
    Py_ssize_t length = 0;
#ifdef HF_RIGHT
    if (!hf_str_length(word, &length)) {
        return -1;
    }
#else
    hf_str_length(word, &length);
#endif
    return length;
}
