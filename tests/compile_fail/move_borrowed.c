/* hf_move takes the address of an owned variable. */
/* gcc: expected 'struct this_is_not_a_holdfast_handle' but argument is of type 'hf_str_borrowed \*' */
/* clang: passing 'hf_str_borrowed \*' .* incompatible type 'struct this_is_not_a_holdfast_handle' */

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
