/* A function without a declaration takes anything and returns an int. */
/* gcc: error: implicit declaration of function 'keep' */
/* clang: error: (implicit declaration of|call to undeclared) function 'keep' */

#include "core/holdfast.h"

void store(hf_str_borrowed word);

void store(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    void keep(hf_str kept);
    keep(hf_incref(word));
#else
    keep(word);
#endif
}
