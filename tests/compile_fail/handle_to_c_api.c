/* CPython's functions take raw pointers: hf_as_raw lends one. */
/* gcc: incompatible type for argument 2 of 'PyList_Append' */
/* clang: passing 'hf_str_borrowed' .* to parameter of incompatible type 'PyObject \*' */

#include "core/holdfast.h"

int add(PyObject *list, hf_str_borrowed word);

int add(PyObject *list, hf_str_borrowed word)
{
#ifdef HF_RIGHT
    return PyList_Append(list, hf_as_raw(word));
#else
    return PyList_Append(list, word);
#endif
}
