/* A bool is no int of C: hf_bool_from makes True or False. */
/* gcc: '_Generic' selector of type '_Bool' is not compatible with any association */
/* clang: controlling expression type 'bool' not compatible with any generic association type */

#include "core/holdfast.h"

hf_int count(bool is_one);

hf_int count(bool is_one)
{
#ifdef HF_RIGHT
    return hf_int_from(is_one ? 1 : 0);
#else
    return hf_int_from(is_one);
#endif
}
