/* A list of a tuple, without memory for the items: the tuple is not released. */
#include "shared.h"

int main(void)
{
    start();
    PyObject *tuple = value_of("tuple(range(1000, 1003))");
    Py_ssize_t before = Py_REFCNT(tuple);
    for (int n = 1, done = 0; !done; n++) {
        fail(n);
        Py_XDECREF(PySequence_List(tuple));
        done = ended();
    }
    return Py_REFCNT(tuple) != before;
}
