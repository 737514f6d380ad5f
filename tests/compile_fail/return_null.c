/* NULL is not a handle: hf_null(str) is the null handle. */
/* gcc: incompatible types when returning type 'void \*' but 'hf_str' was expected */
/* clang: returning 'void \*' from a function with incompatible result type 'hf_str' */

#include "core/holdfast.h"

hf_str fail(void);

hf_str fail(void)
{
#ifdef HF_RIGHT
    return hf_null(str);
#else
    return NULL;
#endif
}
