/* hf_into_raw consumes: not what was only borrowed. */
/* gcc: expected 'struct a_borrowed_handle_is_not_yours_to_consume_incref_it_first' */
/* clang: to parameter of incompatible type 'struct a_borrowed_handle_is_not_yours_to_consume_incref_it_first' */

#include "core/holdfast.h"

PyObject *give(hf_str_borrowed word);

PyObject *give(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    return hf_into_raw(hf_incref(word));
#else
    return hf_into_raw(word);
#endif
}
