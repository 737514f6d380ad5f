/* A handle is not an operand of && or ||. */
/* gcc: invalid operands to binary && \(have 'int' and 'hf_str_borrowed'\) */
/* clang: invalid operands to binary expression \('bool' and 'hf_str_borrowed' */

#include "core/holdfast.h"

bool both(bool ready, hf_str_borrowed word);

bool both(bool ready, hf_str_borrowed word)
{
#ifdef HF_RIGHT
    return ready && !hf_is_null(word);
#else
    return ready && word;
#endif
}
