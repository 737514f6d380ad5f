/* Where there is a result, out would be a second one. */
/* gcc: out\(int\) goes with the result none: write none, or leave out\(int\) out */
/* clang: out\(int\) goes with the result none: write none, or leave out\(int\) out */

#include "bind/module.h"

#ifdef HF_RIGHT
static hf_worked first(int *out)
{
    *out = 1;
    return hf_worked_if(true);
}
#else
static int first(int *out)
{
    *out = 1;
    return 1;
}
#endif
#ifdef HF_RIGHT
HF_FUNCTION(first, none, "1.", out(int))
#else
HF_FUNCTION(first, int, "1.", out(int))
#endif
HF_MODULE(example, "One function.", function(first))
