/* A function that consumes takes the owned type, also one of the user's. */
/* gcc: incompatible type for argument 1 of 'keep' */
/* gcc: expected '(struct )?hf_str' but argument is of type 'hf_str_borrowed' */
/* clang: passing 'hf_str_borrowed' .* to parameter of incompatible type 'hf_str' */

#include "core/holdfast.h"

void keep(hf_str word);
void lose(hf_str_borrowed word);

void lose(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    keep(hf_incref(word));
#else
    keep(word);
#endif
}
