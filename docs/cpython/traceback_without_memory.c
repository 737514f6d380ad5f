/* An exception that leaves two functions of Python, without memory for its traceback:
 * the MemoryError is cleared, and the outer function fails with nothing set. */
#include "shared.h"

int main(void)
{
    start();
    PyRun_SimpleString("def inner(): raise ValueError('kelp')\n"
                       "def outer(): inner()\n");
    PyObject *outer = value_of("outer");
    for (int n = 1, done = 0; !done; n++) {
        fail(n);
        Py_XDECREF(PyObject_CallNoArgs(outer));
        if (PyErr_ExceptionMatches(PyExc_SystemError)) {
            return 1;
        }
        done = ended();
    }
    return 0;
}
