/* A handle is not the condition of a loop. */
/* gcc: used struct type value where scalar is required */
/* clang: statement requires expression of scalar type \('hf_str' */

#include "core/holdfast.h"

void drain(hf_str (*next)(void));

void drain(hf_str (*next)(void))
{
    hf_str word = next();
#ifdef HF_RIGHT
    while (!hf_is_null(word)) {
#else
    while (word) {
#endif
        hf_decref(word);
        word = next();
    }
}
