/* append steals its left side: a borrowed handle cannot be given away. */
/* gcc: incompatible type for argument 1 of 'hf_str_append' */
/* clang: passing 'hf_str_borrowed' .* to parameter of incompatible type 'hf_str' */

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
