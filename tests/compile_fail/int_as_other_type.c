/* hf_int_as_i64 writes 64 bits: a variable of another type would be overrun. */
/* gcc: passing argument 2 of 'hf_int_as_i64' from incompatible pointer type */
/* clang: incompatible pointer types passing 'int \*' to parameter of type 'int64_t \*' */

#include "core/holdfast.h"

hf_worked read_number(hf_int_borrowed x, int *out);

hf_worked read_number(hf_int_borrowed x, int *out)
{
#ifdef HF_RIGHT
    return hf_int_as(x, out);
#else
    return hf_int_as_i64(x, out);
#endif
}
