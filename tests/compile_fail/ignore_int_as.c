/* A conversion that failed leaves 0: whether it worked must be looked at. */
/* gcc: ignoring return value of 'hf_private_int_as_int' declared with attribute 'warn_unused_result' */
/* clang: ignoring return value of function declared with 'warn_unused_result' attribute */

#include "core/holdfast.h"

int twice(hf_int_borrowed x);

int twice(hf_int_borrowed x)
{
    int n;
#ifdef HF_RIGHT
    if (!hf_int_as(x, &n)) {
        return -1;
    }
#else
    hf_int_as(x, &n);
#endif
    return 2 * n;
}
