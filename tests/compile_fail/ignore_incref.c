/* hf_incref gives a handle: it is not a statement. */
/* gcc: value computed is not used \[-Werror=unused-value\] */
/* clang: expression result unused \[-Werror,-Wunused-value\] */

#include "core/holdfast.h"

hf_str share(hf_str_borrowed word);

hf_str share(hf_str_borrowed word)
{
#ifdef HF_RIGHT
    hf_str shared = hf_incref(word);
    return shared;
#else
    hf_incref(word);
    return hf_null(str);
#endif
}
