/* As in Python, there is one star, or one rest. */
/* gcc: redeclaration of enumerator 'hf_private_one_star_or_rest_in_first' */
/* clang: redefinition of enumerator 'hf_private_one_star_or_rest_in_first' */

#include "bind/module.h"

static int first(int n, int m)
{
    return n + m;
}
#ifdef HF_RIGHT
HF_FUNCTION(first, int, "n + m.", star, arg(int, n), arg(int, m))
#else
HF_FUNCTION(first, int, "n + m.", star, arg(int, n), star, arg(int, m))
#endif
HF_MODULE(example, "One function.", function(first))
