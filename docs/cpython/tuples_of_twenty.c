/* The memory of a tuple of 20 items is kept for the next one, which never takes it. */
#include "shared.h"

int main(void)
{
    start();
    Py_XDECREF(PyTuple_New(20));
    long before = blocks;
    for (int i = 0; i < 100; i++) {
        Py_XDECREF(PyTuple_New(20));
    }
    return blocks != before;
}
