/* hf_list_append consumes the item: a borrowed one is not yours to give away. */
/* gcc: expected 'struct a_borrowed_handle_is_not_yours_to_consume_incref_it_first' */
/* clang: to parameter of incompatible type 'struct a_borrowed_handle_is_not_yours_to_consume_incref_it_first' */

#include "core/holdfast.h"

hf_worked keep(hf_list_borrowed list, hf_object_borrowed item);

hf_worked keep(hf_list_borrowed list, hf_object_borrowed item)
{
#ifdef HF_RIGHT
    return hf_list_append(list, hf_incref(item));
#else
    return hf_list_append(list, item);
#endif
}
