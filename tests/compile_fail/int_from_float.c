/* A float is no int, also where both are numbers: convert, or cast. */
/* gcc: incompatible type for argument 1 of 'hf_private_int_as_int' */
/* clang: passing 'hf_float_borrowed' .* to parameter of incompatible type 'hf_int_borrowed' */

#include "core/holdfast.h"

hf_worked rounds(hf_float_borrowed x, hf_int_borrowed y, int *out);

hf_worked rounds(hf_float_borrowed x, hf_int_borrowed y, int *out)
{
    (void)x, (void)y;
#ifdef HF_RIGHT
    return hf_int_as(y, out);
#else
    return hf_int_as(x, out);
#endif
}
