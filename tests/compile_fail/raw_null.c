/* NULL is not a handle. */
/* gcc: to incomplete type 'struct this_is_not_a_holdfast_handle' */
/* clang: to an incomplete type 'struct this_is_not_a_holdfast_handle' */

#include "core/holdfast.h"

void nothing(void);

void nothing(void)
{
#ifdef HF_RIGHT
    hf_decref(hf_null(object));
#else
    hf_decref(NULL);
#endif
}
