/* hf_decref is for handles: a raw pointer does not say who owns it. */
/* gcc: this is not a holdfast handle */
/* clang: this is not a holdfast handle */

#include "core/holdfast.h"

void drop(PyObject *raw);

void drop(PyObject *raw)
{
#ifdef HF_RIGHT
    hf_decref(hf_object_from_owned(raw));
#else
    hf_decref(raw);
#endif
}
