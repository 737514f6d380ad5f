/* A function without a declaration would return an int. */
/* gcc: implicit declaration of function 'make_raw' */
/* gcc: \[-W(error=)?int-conversion\] */
/* clang: (implicit declaration of|call to undeclared) function 'make_raw' */
/* clang: \[(-Werror,)?-Wint-conversion\] */

#include "core/holdfast.h"

hf_object make(void);

hf_object make(void)
{
#ifdef HF_RIGHT
    PyObject *make_raw(void);
    return hf_object_from_owned(make_raw());
#else
    return hf_object_from_owned(make_raw());
#endif
}
