/* hf_move takes the address of an owned variable. */
/* gcc: expected 'struct a_borrowed_handle_is_not_yours_to_consume_incref_it_first' */
/* clang: incompatible type 'struct a_borrowed_handle_is_not_yours_to_consume_incref_it_first' */

#include "core/holdfast.h"

hf_str take(hf_str_borrowed word);

hf_str take(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    return hf_incref(word);
#else
    return hf_move(&word);
#endif
}
