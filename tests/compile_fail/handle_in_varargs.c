/* A function of the C API that takes "..." wants pointers there. */
/* gcc: accepts it */
/* clang: passing object of class type 'hf_str_borrowed' .* through variadic function */

#include "core/holdfast.h"

void refuse(hf_str_borrowed name);

void refuse(hf_str_borrowed name)
{
#ifdef HF_RIGHT
    hf_error_raise(PyExc_KeyError, "no such account: %U", name);
#else
    PyErr_Format(PyExc_KeyError, "no such account: %U", name);
#endif
}
