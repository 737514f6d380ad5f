/* hf_decref consumes: not what was only borrowed. */
/* gcc: expected 'struct a_borrowed_handle_is_not_yours_to_consume_incref_it_first' */
/* clang: to parameter of incompatible type 'struct a_borrowed_handle_is_not_yours_to_consume_incref_it_first' */

#include "core/holdfast.h"

void drop(hf_str_borrowed word);

void drop(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    hf_decref(hf_incref(word));
#else
    hf_decref(word);
#endif
}
