/* A __hash__ that returns no int: TypeError, and what it returned is not released. */
#include "shared.h"

int main(void)
{
    start();
    PyRun_SimpleString("class Returns:\n"
                       "    def __hash__(self): return wrong\n"
                       "wrong = ['kelp']; o = Returns()\n");
    PyObject *wrong = value_of("wrong"), *o = value_of("o");
    Py_ssize_t before = Py_REFCNT(wrong);
    PyObject_Hash(o);
    PyErr_Clear();
    return Py_REFCNT(wrong) != before;
}
