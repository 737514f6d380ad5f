/* A str is no exception. */
/* gcc: incompatible type for argument 1 of 'hf_error_restore' */
/* gcc: expected '(struct )?hf_exception' but argument is of type 'hf_str' */
/* clang: passing 'hf_str' .* to parameter of incompatible type 'hf_exception' */

#include "core/holdfast.h"

void blame(hf_str word);

void blame(hf_str word)
{
#ifdef HF_RIGHT
    hf_error_restore(hf_exception_cast(hf_into_object(word)));
#else
    hf_error_restore(word);
#endif
}
