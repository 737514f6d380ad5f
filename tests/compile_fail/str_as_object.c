/* A function of one's own that takes an object wants an upcast. */
/* gcc: incompatible type for argument 1 of 'look' */
/* gcc: expected '(struct )?hf_object_borrowed' but argument is of type 'hf_str_borrowed' */
/* clang: passing 'hf_str_borrowed' .* to parameter of incompatible type 'hf_object_borrowed' */

#include "core/holdfast.h"

void look(hf_object_borrowed thing);
void show(hf_str_borrowed word);

void show(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    look(hf_as_object(word));
#else
    look(word);
#endif
}
