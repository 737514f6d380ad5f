/* The function would be given 4294967295. */
/* gcc: def\(unsigned, limit, -1\): C would make another value of it than help\(\) shows: write one that fits unsigned, or opt\(unsigned, limit\) for none */
/* clang: def\(unsigned, limit, -1\): C would make another value of it than help\(\) shows: write one that fits unsigned, or opt\(unsigned, limit\) for none */

#include "bind/module.h"

static unsigned least(unsigned limit)
{
    return limit;
}
#ifdef HF_RIGHT
HF_FUNCTION(least, unsigned, "The least.", def(unsigned, limit, UINT_MAX))
#else
HF_FUNCTION(least, unsigned, "The least.", def(unsigned, limit, -1))
#endif
HF_MODULE(example, "One function.", function(least))
