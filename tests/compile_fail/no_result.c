/* The end of a function that gives a handle is no null handle. */
/* gcc: control reaches end of non-void function \[-Werror=return-type\] */
/* clang: non-void function does not return a value in all control paths \[-Werror,-Wreturn-type\] */

#include "core/holdfast.h"

hf_str make(bool really);

hf_str make(bool really)
{
    if (really) {
        return hf_str_from_utf8("made");
    }
#ifdef HF_RIGHT
    return hf_null(str);
#else

#endif
}
