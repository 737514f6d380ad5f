/* A parameter is forgotten. */
/* gcc: the line that binds first does not say the result and the parameters of the C function: compare the two types of the next error */
/* gcc: initialization of 'hf_private_type_of_first' from incompatible pointer type 'int \(\*\)\(int,  int\)' */
/* clang: the line that binds first does not say the result and the parameters of the C function: compare the two types of the next error */
/* clang: incompatible function pointer types initializing 'const hf_private_type_of_first' with an expression of type 'int \(int, int\)' */

#include "bind/module.h"

static int first(int n, int m)
{
    return n + m;
}
#ifdef HF_RIGHT
HF_FUNCTION(first, int, "n + m.", arg(int, n), arg(int, m))
#else
HF_FUNCTION(first, int, "n + m.", arg(int, n))
#endif
HF_MODULE(example, "One function.", function(first))
