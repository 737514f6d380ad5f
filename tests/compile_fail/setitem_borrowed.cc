/* What is put in is consumed: a borrowed value is not the caller's to give. */
/* gcc: could not convert 'value' from 'hf_str_borrowed' to 'hf_object' */
/* clang: no matching function for call to 'hf_object_setitem' */

#include "core/holdfast.h"

hf_worked put(hf_object_borrowed place, hf_str_borrowed key,
              hf_str_borrowed value);

hf_worked put(hf_object_borrowed place, hf_str_borrowed key,
              hf_str_borrowed value)
{
#ifdef HF_RIGHT
    return hf_object_setitem(place, key, hf_incref(value));
#else
    return hf_object_setitem(place, key, value);
#endif
}
