/* An exception type is a raw pointer or a handle, and no name in quotes. */
/* gcc: request for member 'hf_private_kind' in something not a structure or union */
/* clang: member reference (type 'char \*'|base type '.*') */

#include "core/holdfast.h"

void complain(void);

void complain(void)
{
#ifdef HF_RIGHT
    hf_raise(ValueError, "%d", 1);
#else
    hf_error_raise("ValueError", "%d", 1);
#endif
}
