/* The typed form of a verb refuses a borrowed handle too. */
/* gcc: incompatible type for argument 1 of 'hf_str_decref' */
/* gcc: expected '(struct )?hf_str' but argument is of type 'hf_str_borrowed' */
/* clang: passing 'hf_str_borrowed' .* to parameter of incompatible type 'hf_str' */

#include "core/holdfast.h"

void drop(hf_str_borrowed word);

void drop(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    hf_str_decref(hf_str_incref(word));
#else
    hf_str_decref(word);
#endif
}
