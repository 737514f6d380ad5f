/* str.replace, without memory to widen the str that is looked into. */
#include "shared.h"

int main(void)
{
    start();
    PyObject *self = value_of("'kelp' * 9"), *old = value_of("'el'");
    PyObject *wide = value_of("'\\u20ac\\u20ac'");
    for (int n = 1, done = 0; !done; n++) {
        fail(n);
        Py_XDECREF(PyUnicode_Replace(self, old, wide, -1));
        done = ended();
    }
    return 0;
}
