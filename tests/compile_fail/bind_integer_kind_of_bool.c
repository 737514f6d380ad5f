/* HF_INTEGER_KIND is for numbers, and not for truth: that is the kind bool. */
/* gcc: HF_INTEGER_KIND\(loud, loud\): that is no integer of at most 64 bits */
/* clang: HF_INTEGER_KIND\(loud, loud\): that is no integer of at most 64 bits */

#include "bind/module.h"

#ifdef HF_RIGHT
typedef unsigned short loud;
#else
typedef bool loud;
#endif
HF_INTEGER_KIND(loud, loud)

static loud same(loud l)
{
    return l;
}
HF_FUNCTION(same, loud, "The same.", arg(loud, l))
HF_MODULE(example, "One function.", function(same))
