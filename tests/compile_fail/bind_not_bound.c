/* What the module lists is bound before. */
/* gcc: 'hf_private_HF_FUNCTION_binds_first' undeclared here \(not in a function\) */
/* clang: use of undeclared identifier 'hf_private_HF_FUNCTION_binds_first' */

#include "bind/module.h"

#ifdef HF_RIGHT
static int first(void)
{
    return 1;
}
HF_FUNCTION(first, int, "1.")
#endif
HF_MODULE(example, "One function.", function(first))
