/* A handle does not convert to bool. */
/* gcc: incompatible types when initializing type '_Bool' using type 'hf_str_borrowed' */
/* clang: initializing 'bool' with an expression of incompatible type 'hf_str_borrowed' */

#include "core/holdfast.h"

bool made(hf_str_borrowed word);

bool made(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    bool ok = !hf_is_null(word);
#else
    bool ok = word;
#endif
    return ok;
}
