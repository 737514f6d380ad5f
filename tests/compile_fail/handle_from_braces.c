/* A handle is not made by hand. */
/* gcc: handles_are_made_by_from_owned_and_from_borrowed */
/* clang: handles_are_made_by_from_owned_and_from_borrowed */

#include "core/holdfast.h"

hf_str wrap(PyObject *raw);

hf_str wrap(PyObject *raw)
{
#ifdef HF_RIGHT
    return hf_str_from_owned(raw);
#else
    hf_str word = {raw};
    return word;
#endif
}
