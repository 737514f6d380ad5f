/* An hf_auto variable is released by its scope: the module cannot have it. */
/* gcc: an_hf_auto_variable_is_released_by_its_scope_hf_move_out_of_it */
/* clang: an_hf_auto_variable_is_released_by_its_scope_hf_move_out_of_it */

#include "core/holdfast.h"

hf_worked fill(hf_module_borrowed module);

hf_worked fill(hf_module_borrowed module)
{
    hf_auto(str, text, hf_str_from_utf8("text"));
#ifdef HF_RIGHT
    return hf_module_add(module, "text", hf_move(&text));
#else
    return hf_module_add(module, "text", text);
#endif
}
