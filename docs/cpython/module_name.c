/* A module whose name is an instance of a subclass of str. */
#include "shared.h"

int main(void)
{
    start();
    return PyModule_NewObject(value_of("type('Name', (str,), {})('kelp')")) ==
           NULL;
}
