/* An int shifted by one that no Py_ssize_t holds, without memory. */
#include "shared.h"

int main(void)
{
    start();
    PyObject *one = PyLong_FromLong(1), *huge = value_of("1 << 100");
    for (int n = 1, done = 0; !done; n++) {
        fail(n);
        Py_XDECREF(PyNumber_Rshift(one, huge));
        done = ended();
    }
    return 0;
}
