/* What an hf_auto variable holds leaves it by hf_move. */
/* gcc: expected 'struct an_hf_auto_variable_is_released_by_its_scope_hf_move_out_of_it' */
/* clang: incompatible type 'struct an_hf_auto_variable_is_released_by_its_scope_hf_move_out_of_it' */

#include "core/holdfast.h"

PyObject *give(void);

PyObject *give(void)
{
    hf_auto(str, word, hf_str_from_utf8("word"));
#ifdef HF_RIGHT
    return hf_into_raw(hf_move(&word));
#else
    return hf_into_raw(word);
#endif
}
