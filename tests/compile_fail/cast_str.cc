/* A cast goes from object to str: a str needs none. */
/* gcc: only an object handle can be cast */
/* clang: only an object handle can be cast */

#include "core/holdfast.h"

hf_str_borrowed narrow(hf_str_borrowed word);

hf_str_borrowed narrow(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    return word;
#else
    return hf_str_cast(word);
#endif
}
