/* A cast of an owned handle consumes it: not out of an hf_auto variable. */
/* gcc: expected 'struct an_hf_auto_variable_is_released_by_its_scope_hf_move_out_of_it' but argument is of type 'hf_object_auto' */
/* clang: incompatible type 'struct an_hf_auto_variable_is_released_by_its_scope_hf_move_out_of_it' */

#include "core/holdfast.h"

hf_str narrow(hf_object thing);

hf_str narrow(hf_object thing)
{
    hf_auto(object, held, thing);
#ifdef HF_RIGHT
    return hf_str_cast(hf_move(&held));
#else
    return hf_str_cast(held);
#endif
}
