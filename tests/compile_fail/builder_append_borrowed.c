/* A builder consumes its items. */
/* gcc: expected 'struct a_borrowed_handle_is_not_yours_to_consume_incref_it_first' */
/* clang: to parameter of incompatible type 'struct a_borrowed_handle_is_not_yours_to_consume_incref_it_first' */

#include "core/holdfast.h"

hf_worked keep(hf_list_builder *b, hf_object_borrowed item);

hf_worked keep(hf_list_builder *b, hf_object_borrowed item)
{
#ifdef HF_RIGHT
    return (hf_list_builder_append(b, hf_incref(item)), hf_worked_if(true));
#else
    return (hf_list_builder_append(b, item), hf_worked_if(true));
#endif
}
