/* A number is no object. */
/* gcc: error: passing argument 1 of 'hf_object_from_owned' makes pointer from integer */
/* clang: error: incompatible integer to pointer conversion passing 'long' */

#include "core/holdfast.h"

hf_object make(long number);

hf_object make(long number)
{
#ifdef HF_RIGHT
    return hf_object_from_owned(PyLong_FromLong(number));
#else
    return hf_object_from_owned(number);
#endif
}
