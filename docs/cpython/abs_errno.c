/* abs() of a complex that is not a number, where errno is left over from something else. */
#include "shared.h"
#include <errno.h>

int main(void)
{
    start();
    PyObject *number = PyComplex_FromDoubles(Py_NAN, 0);
    errno = ERANGE;
    return PyNumber_Absolute(number) == NULL; /* OverflowError */
}
