/* A typed verb refuses the address of a handle of another type. */
/* gcc: passing argument 1 of 'hf_object_borrow' from incompatible pointer type \[-W(error=)?incompatible-pointer-types\] */
/* clang: incompatible pointer types passing 'hf_str \*' .* \[-Werror,-Wincompatible-pointer-types\] */

#include "core/holdfast.h"

hf_answer test(hf_str *word);

hf_answer test(hf_str *word)
{
#ifdef HF_RIGHT
    return hf_object_truth(hf_as_object(*word));
#else
    return hf_object_truth(hf_object_borrow(word));
#endif
}
