/* A raw pointer has to be owned or borrowed before it is cast. */
/* gcc: expected 'struct only_an_object_handle_can_be_cast' but argument is of type 'PyObject \*' */
/* clang: passing 'PyObject \*' .* incompatible type 'struct only_an_object_handle_can_be_cast' */

#include "core/holdfast.h"

hf_str_borrowed narrow(PyObject *raw);

hf_str_borrowed narrow(PyObject *raw)
{
#ifdef HF_RIGHT
    return hf_str_cast(hf_object_from_borrowed(raw));
#else
    return hf_str_cast(raw);
#endif
}
