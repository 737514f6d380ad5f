/* HF_INTEGER_KIND is for integers. */
/* gcc: HF_INTEGER_KIND\(metres, metres\): that is no integer of at most 64 bits */
/* clang: HF_INTEGER_KIND\(metres, metres\): that is no integer of at most 64 bits */

#include "bind/module.h"

#ifdef HF_RIGHT
typedef unsigned short metres;
#else
typedef double metres;
#endif
HF_INTEGER_KIND(metres, metres)

static metres half(metres depth)
{
    return (metres)(depth / 2);
}
HF_FUNCTION(half, metres, "Half of it.", arg(metres, depth))
HF_MODULE(example, "One function.", function(half))
