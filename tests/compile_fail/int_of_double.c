/* What becomes of a fraction is to be said: hf_int_from_double takes none. */
/* gcc: '_Generic' selector of type 'double' is not compatible with any association */
/* clang: controlling expression type 'double' not compatible with any generic association type */

#include "core/holdfast.h"

hf_int whole(double x);

hf_int whole(double x)
{
#ifdef HF_RIGHT
    return hf_int_from_double(x);
#else
    return hf_int_from(x);
#endif
}
