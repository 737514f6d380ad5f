/* An instance of a subclass of str, of one character, without memory for that. */
#include "shared.h"

int main(void)
{
    start();
    PyObject *subclass = value_of("type('Name', (str,), {})"),
             *k = value_of("'k'");
    for (int n = 1, done = 0; !done; n++) {
        fail(n);
        Py_XDECREF(PyObject_CallOneArg(subclass, k));
        done = ended();
    }
    return 0;
}
