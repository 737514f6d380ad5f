/* A str where an object is wanted needs an upcast. */
/* gcc: incompatible type for argument 1 of 'hf_object_repr' */
/* gcc: expected '(struct )?hf_object_borrowed' but argument is of type 'hf_str_borrowed' */
/* clang: passing 'hf_str_borrowed' .* to parameter of incompatible type 'hf_object_borrowed' */

#include "core/holdfast.h"

hf_str quote(hf_str_borrowed word);

hf_str quote(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    return hf_object_repr(hf_as_object(word));
#else
    return hf_object_repr(word);
#endif
}
