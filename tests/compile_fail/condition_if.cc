/* A handle is not a condition: hf_is_null asks. */
/* gcc: could not convert 'word' from 'hf_str' to 'bool' */
/* clang: no viable conversion from 'hf_str' to 'bool' */

#include "core/holdfast.h"

int count(hf_str word);

int count(hf_str word)
{
    int n = 0;
#ifdef HF_RIGHT
    if (!hf_is_null(word)) {
        ++n;
    }
#else
    if (word) {
        ++n;
    }
#endif
    hf_decref(word);
    return n;
}
