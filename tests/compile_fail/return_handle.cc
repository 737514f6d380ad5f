/* A PyCFunction returns a raw pointer: hf_into_raw gives it away. */
/* gcc: cannot convert 'hf_str' to 'PyObject\*' .* in return */
/* clang: no viable conversion from returned value of type 'hf_str' to function return type 'PyObject \*' */

#include "core/holdfast.h"

PyObject *method(PyObject *, PyObject *argument);

PyObject *method(PyObject *, PyObject *argument)
{
    hf_str_borrowed word = hf_str_cast(hf_object_from_borrowed(argument));
#ifdef HF_RIGHT
    return hf_into_raw(hf_str_concat_utf8(word, "!"));
#else
    return hf_str_concat_utf8(word, "!");
#endif
}
