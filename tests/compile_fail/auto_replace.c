/* hf_replace is for owned variables. */
/* gcc: expected 'struct an_hf_auto_variable_is_released_by_its_scope_hf_move_out_of_it' */
/* clang: incompatible type 'struct an_hf_auto_variable_is_released_by_its_scope_hf_move_out_of_it' */

#include "core/holdfast.h"

bool renew(hf_str word);

bool renew(hf_str word)
{
    static hf_str place;
#ifdef HF_RIGHT
    return hf_replace(&place, word);
#else
    hf_auto(str, name, hf_move(&place));
    return hf_replace(&name, word);
#endif
}
