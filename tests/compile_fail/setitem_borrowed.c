/* What is put in is consumed: a borrowed value is not the caller's to give. */
/* gcc: incompatible type for argument 1 of 'hf_private_refused_borrowed' */
/* gcc: a_borrowed_handle_is_not_yours_to_consume_incref_it_first */
/* clang: a_borrowed_handle_is_not_yours_to_consume_incref_it_first */

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
