/* A bytearray without memory for its bytes ends before its count of exports is set: by
 * chance a SystemError is printed, that it has some. */
#include "shared.h"

int main(void)
{
    start();
    for (int n = 1, done = 0; !done; n++) {
        fail(n);
        Py_XDECREF(PyByteArray_FromStringAndSize(NULL, 100));
        done = ended();
    }
    return PySys_GetObject("last_type") != NULL;
}
