/* A handle is not the condition of ?:. */
/* gcc: used struct type value where scalar is required */
/* clang: used type 'hf_str_borrowed' .* where arithmetic or pointer type is required */

#include "core/holdfast.h"

int count(hf_str_borrowed word);

int count(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    return hf_is_null(word) ? 0 : 1;
#else
    return word ? 1 : 0;
#endif
}
