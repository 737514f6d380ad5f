/* A handle is not compared with NULL: hf_is_null asks. */
/* gcc: invalid operands to binary == \(have 'hf_str_borrowed' and 'void \*'\) */
/* clang: invalid operands to binary expression \('hf_str_borrowed' .* and 'void \*'\) */

#include "core/holdfast.h"

bool failed(hf_str_borrowed word);

bool failed(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    return hf_is_null(word);
#else
    return word == NULL;
#endif
}
