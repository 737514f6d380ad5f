/* What the function writes is behind what Python gives. */
/* gcc: out\(int\) must be the last: write it behind all others */
/* clang: out\(int\) must be the last: write it behind all others */

#include "bind/module.h"

#ifdef HF_RIGHT
static hf_worked first(int n, int *out)
#else
static hf_worked first(int *out, int n)
#endif
{
    *out = n;
    return hf_worked_if(true);
}
#ifdef HF_RIGHT
HF_FUNCTION(first, none, "n.", arg(int, n), out(int))
#else
HF_FUNCTION(first, none, "n.", out(int), arg(int, n))
#endif
HF_MODULE(example, "One function.", function(first))
