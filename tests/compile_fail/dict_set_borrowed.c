/* hf_dict_set consumes the value: what a container lends cannot be put into one. */
/* gcc: expected 'struct a_borrowed_handle_is_not_yours_to_consume_incref_it_first' */
/* clang: to parameter of incompatible type 'struct a_borrowed_handle_is_not_yours_to_consume_incref_it_first' */

#include "core/holdfast.h"

hf_worked keep(hf_dict_borrowed dict, hf_list_borrowed list);

hf_worked keep(hf_dict_borrowed dict, hf_list_borrowed list)
{
#ifdef HF_RIGHT
    return hf_dict_set_utf8(dict, "k", hf_list_get(list, 0));
#else
    return hf_dict_set_utf8(dict, "k", hf_list_get_borrowed(list, 0));
#endif
}
