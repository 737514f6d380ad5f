/* A function that borrows takes the borrowed type: the owner lends explicitly.
 * */
/* gcc: incompatible type for argument 1 of 'look' */
/* gcc: expected '(struct )?hf_str_borrowed' but argument is of type 'hf_str' */
/* clang: passing 'hf_str' .* to parameter of incompatible type 'hf_str_borrowed' */

#include "core/holdfast.h"

void look(hf_str_borrowed word);
void show(hf_str word);

void show(hf_str word)
{
#ifdef HF_RIGHT
    look(hf_borrow(word));
#else
    look(word);
#endif
    hf_decref(word);
}
