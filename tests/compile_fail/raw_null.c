/* NULL is not a handle. */
/* gcc: expected 'struct this_is_not_a_holdfast_handle' */
/* clang: to parameter of incompatible type 'struct this_is_not_a_holdfast_handle' */

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
