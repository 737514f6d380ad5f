/* help() would show 1.5, and the function be given 1. */
/* gcc: def\(int, times, 1.5\): C would make another value of it than help\(\) shows: write one that fits int, or opt\(int, times\) for none */
/* clang: def\(int, times, 1.5\): C would make another value of it than help\(\) shows: write one that fits int, or opt\(int, times\) for none */

#include "bind/module.h"

static int twice(int times)
{
    return 2 * times;
}
#ifdef HF_RIGHT
HF_FUNCTION(twice, int, "Twice.", def(int, times, 15))
#else
HF_FUNCTION(twice, int, "Twice.", def(int, times, 1.5))
#endif
HF_MODULE(example, "One function.", function(twice))
