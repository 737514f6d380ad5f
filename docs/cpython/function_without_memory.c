/* A function made by Python code, without memory for it: its code is released twice. */
#include "shared.h"

int main(void)
{
    start();
    PyRun_SimpleString("def outer():\n"
                       "    return lambda: 'kelp'\n");
    PyObject *outer = value_of("outer");
    PyObject *code = value_of("outer().__code__");
    Py_ssize_t before = Py_REFCNT(code);
    for (int n = 1, done = 0; !done; n++) {
        fail(n);
        Py_XDECREF(PyObject_CallNoArgs(outer));
        done = ended();
    }
    return Py_REFCNT(code) != before;
}
