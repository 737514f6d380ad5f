#include "fuzz/targets/str_world.h"

hf_str_borrowed lent[LENT];
hf_str_builder builder;
hf_str_builder lasting;
const char mixed[] = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80";
hf_object subclass;
hf_object number;

const char *long_utf8(Py_ssize_t length, int last)
{
    char *utf8 = fuzz_room((size_t)length + 1);
    memset(utf8, 'a', (size_t)length);
    utf8[length - 1] = (char)last;
    utf8[length] = '\0';
    return utf8;
}

void fuzz_world_start(void)
{
    subclass = hf_object_from_owned(PyObject_CallFunction(
        (PyObject *)&PyType_Type, "s(O){}", "S", (PyObject *)&PyUnicode_Type));
    number = hf_object_from_owned(PyLong_FromLong(1 << 20));
}

int64_t first_difference(const hf_utf8 *view, const char *utf8, Py_ssize_t size)
{
    for (Py_ssize_t i = 0; i <= Py_MIN(size, view->size); i++) {
        if (view->data[i] != utf8[i]) {
            return i;
        }
    }
    return -1;
}

void finish(int unused)
{
    (void)unused;
    hf_str_builder_clear(&lasting);
}
