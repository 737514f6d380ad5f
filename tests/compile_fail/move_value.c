/* hf_move takes an address: it leaves null behind. */
/* gcc: expected 'struct this_is_not_a_holdfast_handle' but argument is of type 'hf_str' */
/* clang: passing 'hf_str' .* incompatible type 'struct this_is_not_a_holdfast_handle' */

#include "core/holdfast.h"

hf_str take(hf_str word);

hf_str take(hf_str word)
{
#ifdef HF_RIGHT
    return hf_move(&word);
#else
    return hf_move(word);
#endif
}
