/* A str where an object is wanted needs an upcast. */
/* gcc: could not convert 'word' from 'hf_str_borrowed' to 'hf_object_borrowed' */
/* clang: no matching function for call to 'hf_object_repr' */
/* clang: no known conversion from 'hf_str_borrowed' to 'hf_object_borrowed' */

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
