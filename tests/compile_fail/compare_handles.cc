/* Two handles are not compared with ==: equal, or the same object? */
/* gcc: no match for 'operator==' */
/* clang: invalid operands to binary expression */

#include "core/holdfast.h"

bool same(hf_str_borrowed one, hf_str_borrowed other);

bool same(hf_str_borrowed one, hf_str_borrowed other)
{
#ifdef HF_RIGHT
    return hf_as_raw(one) == hf_as_raw(other);
#else
    return one == other;
#endif
}
