/* append steals its left side: a borrowed handle cannot be given away. */
/* gcc: could not convert 'left' from 'hf_str_borrowed' to 'hf_str' */
/* clang: no matching function for call to 'hf_str_append' */
/* clang: no known conversion from 'hf_str_borrowed' to 'hf_str' */

#include "core/holdfast.h"

hf_str greet(hf_str_borrowed left, hf_str_borrowed right);

hf_str greet(hf_str_borrowed left, hf_str_borrowed right)
{
#ifdef HF_RIGHT
    return hf_str_append(hf_incref(left), right);
#else
    return hf_str_append(left, right);
#endif
}
