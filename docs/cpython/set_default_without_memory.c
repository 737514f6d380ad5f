/* PyDict_SetDefault without memory for a larger table: the dict counts an item that it
 * does not have, and the call says that it worked. */
#include "shared.h"

int main(void)
{
    start();
    PyObject *key = value_of("'key'");
    for (int n = 1, done = 0; !done; n++) {
        PyObject *d = value_of("{str(i): i for i in range(5)}");
        fail(n);
        PyDict_SetDefault(d, key, Py_None);
        done = ended();
        Py_ssize_t length = PyDict_Size(d);
        if (length != 5 + (PyDict_GetItem(d, key) != NULL)) {
            return 1;
        }
        Py_DECREF(d);
    }
    return 0;
}
