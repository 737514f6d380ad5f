/* The item of a walk is released by the walk, so it must be moved out to be given away. */
/* gcc: expected 'struct an_hf_auto_variable_is_released_by_its_scope_hf_move_out_of_it' */
/* clang: to parameter of incompatible type 'struct an_hf_auto_variable_is_released_by_its_scope_hf_move_out_of_it' */

#include "core/holdfast.h"

hf_worked put_all(hf_list_borrowed to, hf_list_borrowed from);

hf_worked put_all(hf_list_borrowed to, hf_list_borrowed from)
{
    hf_list_each(item, from)
    {
#ifdef HF_RIGHT
        if (!hf_list_append(to, hf_move(&item))) {
#else
        if (!hf_list_append(to, item)) {
#endif
            return hf_worked_if(false);
        }
    }
    return hf_worked_if(true);
}
