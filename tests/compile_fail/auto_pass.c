/* An hf_auto variable is lent by hf_borrow, like any other. */
/* gcc: incompatible type for argument 1 of 'look' */
/* gcc: expected '(struct )?hf_str_borrowed' but argument is of type 'hf_str_auto' */
/* clang: passing 'hf_str_auto' .* to parameter of incompatible type 'hf_str_borrowed' */

#include "core/holdfast.h"

void look(hf_str_borrowed word);
void show(void);

void show(void)
{
    hf_auto(str, word, hf_str_from_utf8("word"));
#ifdef HF_RIGHT
    look(hf_borrow(word));
#else
    look(word);
#endif
}
