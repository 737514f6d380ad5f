/* All parameters are forgotten. */
/* gcc: the line that binds first does not say the result and the parameters of the C function: compare the two types of the next error */
/* gcc: initialization of 'hf_private_type_of_first' from incompatible pointer type 'int \(\*\)\(int\)' */
/* clang: the line that binds first does not say the result and the parameters of the C function: compare the two types of the next error */
/* clang: incompatible function pointer types initializing 'const hf_private_type_of_first' with an expression of type 'int \(int\)' */

#include "bind/module.h"

static int first(int n)
{
    return n;
}
#ifdef HF_RIGHT
HF_FUNCTION(first, int, "n.", arg(int, n))
#else
HF_FUNCTION(first, int, "n.")
#endif
HF_MODULE(example, "One function.", function(first))
