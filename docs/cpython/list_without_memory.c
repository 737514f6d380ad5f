/* PyList_New, without memory for the items: without a GIL, the list that it takes from the
 * free list ends with what was in it before. */
#include "shared.h"

int main(void)
{
    start();
    PyObject *item = value_of("['kelp']");
    Py_ssize_t before = Py_REFCNT(item);
    PyObject *list = PyList_New(0);
    PyList_Append(list, item);
    Py_DECREF(list);
    for (int n = 1, done = 0; !done; n++) {
        fail(n);
        Py_XDECREF(PyList_New(3));
        done = ended();
    }
    return Py_REFCNT(item) != before;
}
