/* A function that borrows takes the borrowed type: the owner lends explicitly.
 * */
/* gcc: could not convert 'word' from 'hf_str' to 'hf_str_borrowed' */
/* clang: no matching function for call to 'look' */
/* clang: no known conversion from 'hf_str' to 'hf_str_borrowed' */

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
