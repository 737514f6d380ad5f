/* A typed verb refuses the address of an hf_auto variable. */
/* gcc: passing argument 1 of 'hf_str_clear' from incompatible pointer type \[-W(error=)?incompatible-pointer-types\] */
/* clang: incompatible pointer types passing 'hf_str_auto \*' .* \[-Werror,-Wincompatible-pointer-types\] */

#include "core/holdfast.h"

void drop(void);

void drop(void)
{
    hf_auto(str, word, hf_str_from_utf8("word"));
#ifdef HF_RIGHT
    hf_decref(hf_move(&word));
#else
    hf_str_clear(&word);
#endif
}
