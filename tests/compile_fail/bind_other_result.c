/* The result of the line is not that of the function. */
/* gcc: the line that binds first does not say the result and the parameters of the C function: compare the two types of the next error */
/* gcc: initialization of 'hf_private_type_of_first' from incompatible pointer type 'hf_str \(\*\)\(void\)' */
/* clang: the line that binds first does not say the result and the parameters of the C function: compare the two types of the next error */
/* clang: incompatible function pointer types initializing 'const hf_private_type_of_first' with an expression of type 'hf_str \(void\)' */

#include "bind/module.h"

static hf_str first(void)
{
    return hf_str_from_utf8("");
}
#ifdef HF_RIGHT
HF_FUNCTION(first, str, "Nothing.")
#else
HF_FUNCTION(first, object, "Nothing.")
#endif
HF_MODULE(example, "One function.", function(first))
