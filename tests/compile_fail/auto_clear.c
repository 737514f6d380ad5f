/* hf_clear is for owned variables: an hf_auto variable is moved out of. */
/* gcc: expected 'struct an_hf_auto_variable_is_released_by_its_scope_hf_move_out_of_it' */
/* clang: incompatible type 'struct an_hf_auto_variable_is_released_by_its_scope_hf_move_out_of_it' */

#include "core/holdfast.h"

void drop(void);

void drop(void)
{
    hf_auto(str, word, hf_str_from_utf8("word"));
#ifdef HF_RIGHT
    hf_decref(hf_move(&word));
#else
    hf_clear(&word);
#endif
}
