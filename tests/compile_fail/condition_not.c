/* A handle cannot be negated. */
/* gcc: wrong type argument to unary exclamation mark */
/* clang: invalid argument type 'hf_str_borrowed' .* to unary expression */

#include "core/holdfast.h"

bool failed(hf_str_borrowed word);

bool failed(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    return hf_is_null(word);
#else
    return !word;
#endif
}
