/* A bool is no int of C: hf_bool_from makes True or False. */
/* gcc: use of deleted function 'hf_int hf_int_from\(bool\)' */
/* clang: call to deleted function 'hf_int_from' */

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
