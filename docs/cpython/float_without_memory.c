/* Floats of texts of many digits, without memory to read them. */
#include "shared.h"

int main(void)
{
    start();
    /* CPython begins with some blocks for digits. Printing uses them up. */
    Py_XDECREF(value_of("['%.*f' % (digits, number) for digits in range(0, 500, 10)"
                        " for number in (1e300, 1e-300)]"));
    int wrong = 0;
    for (int exponent = -330; exponent <= 300; exponent++) {
        PyObject *text = PyUnicode_FromFormat("1234567890123456789e%d", exponent);
        fail(1);
        PyObject *number = PyFloat_FromString(text);
        wrong |= number == NULL && PyErr_ExceptionMatches(PyExc_ValueError);
        ended();
        Py_XDECREF(number);
        Py_DECREF(text);
    }
    return wrong;
}
