/* A function that consumes gets an hf_auto variable moved out. */
/* gcc: incompatible type for argument 1 of 'keep' */
/* gcc: expected '(struct )?hf_str' but argument is of type 'hf_str_auto' */
/* clang: passing 'hf_str_auto' .* to parameter of incompatible type 'hf_str' */

#include "core/holdfast.h"

void keep(hf_str word);
void store(void);

void store(void)
{
    hf_auto(str, word, hf_str_from_utf8("word"));
#ifdef HF_RIGHT
    keep(hf_move(&word));
#else
    keep(word);
#endif
}
