/* Two parameters have one name. */
/* gcc: redeclaration of enumerator 'hf_private_parameter_n_of_first' */
/* clang: redefinition of enumerator 'hf_private_parameter_n_of_first' */

#include "bind/module.h"

static int first(int n, int m)
{
    return n + m;
}
#ifdef HF_RIGHT
HF_FUNCTION(first, int, "n + m.", arg(int, n), arg(int, m))
#else
HF_FUNCTION(first, int, "n + m.", arg(int, n), arg(int, n))
#endif
HF_MODULE(example, "One function.", function(first))
