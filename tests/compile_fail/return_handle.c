/* A PyCFunction returns a raw pointer: hf_into_raw gives it away. */
/* gcc: incompatible types when returning type 'hf_str' but 'PyObject \*' .* was expected */
/* clang: returning 'hf_str' .* from a function with incompatible result type 'PyObject \*' */

#include "core/holdfast.h"

PyObject *method(PyObject *module, PyObject *argument);

PyObject *method(PyObject *module, PyObject *argument)
{
    (void)module;
    hf_str_borrowed word = hf_str_cast(hf_object_from_borrowed(argument));
#ifdef HF_RIGHT
    return hf_into_raw(hf_str_concat_utf8(word, "!"));
#else
    return hf_str_concat_utf8(word, "!");
#endif
}
