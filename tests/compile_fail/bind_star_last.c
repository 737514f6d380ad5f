/* As in Python, star is followed by something. */
/* gcc: star is followed by no parameter to be given by name: leave it out */
/* clang: star is followed by no parameter to be given by name: leave it out */

#include "bind/module.h"

static int first(int n)
{
    return n;
}
#ifdef HF_RIGHT
HF_FUNCTION(first, int, "n.", star, arg(int, n))
#else
HF_FUNCTION(first, int, "n.", arg(int, n), star)
#endif
HF_MODULE(example, "One function.", function(first))
