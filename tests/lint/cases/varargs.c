/* Handles in varargs: it compiles, and is wrong. Each line that a "wrong"
 * comment ends must be reported, and no other. */
#include "core/holdfast.h"

#include <stdio.h>

#define REPORT(x) PyErr_Format(PyExc_ValueError, "%U", x)

void varargs(hf_str_borrowed borrowed, const hf_str owned);
void takes_handle_then_more(hf_str_borrowed first, ...);
void takes_a_type(PyObject *type, const char *format, ...);

void varargs(hf_str_borrowed borrowed, const hf_str owned)
{
    hf_auto(object, scoped, hf_none());
    hf_str_builder b = {0};
    hf_str_builder *p = &b;
    hf_utf8 view = {"", 0};
    void (*indirect)(PyObject *, const char *, ...) = takes_a_type;

    hf_error_raise(PyExc_ValueError, "%U", borrowed);
    hf_error_raise(PyExc_ValueError, "%U", hf_as_raw(borrowed));
    PyErr_Format(PyExc_ValueError, "%S %U", Py_None, owned); /* wrong */
    hf_decref(hf_str_format("%R", scoped));
    hf_decref(hf_str_format("%R %s", hf_as_raw(scoped), view.data));
    hf_str_builder_append_format(p, "%U", hf_borrow(owned));
    indirect(PyExc_ValueError, "%U", borrowed); /* wrong */
    printf("%p", (void *)p);
    printf("%p", scoped); /* wrong */
    REPORT(borrowed);     /* wrong */
    REPORT(hf_as_raw(borrowed));
    hf_str_decref(hf_str_from_owned(PyUnicode_FromFormat(
        "%U%U", hf_as_raw(owned), hf_str_from_owned(NULL)))); /* wrong */
    takes_handle_then_more(borrowed, hf_as_raw(owned));
    takes_handle_then_more(borrowed, owned); /* wrong */
}
