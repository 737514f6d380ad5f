/* An owned result handed on to a function that borrows would have no owner. */
/* gcc: incompatible type for argument 1 of 'look' */
/* gcc: expected '(struct )?hf_str_borrowed' but argument is of type 'hf_str' */
/* clang: passing 'hf_str' .* to parameter of incompatible type 'hf_str_borrowed' */

#include "core/holdfast.h"

void look(hf_str_borrowed word);
void show(void);

void show(void)
{
#ifdef HF_RIGHT
    hf_auto(str, word, hf_str_from_utf8("word"));
    look(hf_borrow(word));
#else
    look(hf_str_from_utf8("word"));
#endif
}
