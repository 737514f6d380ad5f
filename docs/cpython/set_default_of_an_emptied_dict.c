/* PyDict_SetDefault of a key whose __eq__ empties the dict: what is no str comes into a
 * table of strs, where nothing finds it. */
#include "shared.h"

int main(void)
{
    start();
    PyRun_SimpleString("class Key:\n"
                       "    def __hash__(self): return 1\n"
                       "    def __eq__(self, other): d.clear(); return False\n"
                       "d = {1: 'kelp'}; key = Key()\n");
    PyObject *d = value_of("d"), *key = value_of("key");
    PyDict_SetDefault(d, key, Py_None);
    return PyDict_GetItem(d, key) != Py_None;
}
