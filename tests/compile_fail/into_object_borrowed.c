/* hf_into_object consumes: a borrowed handle has hf_as_object. */
/* gcc: expected 'struct a_borrowed_handle_is_not_yours_to_consume_incref_it_first' */
/* clang: to parameter of incompatible type 'struct a_borrowed_handle_is_not_yours_to_consume_incref_it_first' */

#include "core/holdfast.h"

hf_object widen(hf_str_borrowed word);

hf_object widen(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    return hf_into_object(hf_incref(word));
#else
    return hf_into_object(word);
#endif
}
