/* Whether they are equal is not whether the comparison worked. */
/* gcc: could not convert .* from 'hf_answer' to 'bool' */
/* clang: value of type 'hf_answer' is not contextually convertible to 'bool' */

#include "core/holdfast.h"

bool is_yes(hf_str_borrowed word);

bool is_yes(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    if (hf_yes(hf_str_equal_utf8(word, "yes"))) {
#else
    if (hf_str_equal_utf8(word, "yes")) {
#endif
        return true;
    }
    return false;
}
