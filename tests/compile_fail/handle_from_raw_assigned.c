/* Nor is a raw pointer assigned to a handle. */
/* gcc: incompatible types when assigning to type 'hf_str' from type 'PyObject \*' */
/* clang: assigning to 'hf_str' .* from incompatible type 'PyObject \*' */

#include "core/holdfast.h"

void hold(hf_str *place, PyObject *raw);

void hold(hf_str *place, PyObject *raw)
{
#ifdef HF_RIGHT
    *place = hf_str_from_owned(raw);
#else
    *place = raw;
#endif
}
