/* Whether they are equal is not whether the comparison worked. */
/* gcc: used struct type value where scalar is required */
/* clang: statement requires expression of scalar type \('hf_answer' invalid\) */

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
