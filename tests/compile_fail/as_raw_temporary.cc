/* hf_as_raw of an owned temporary: nobody would release it. */
/* gcc: an owned temporary would leak: name it first */
/* clang: an owned temporary would leak: name it first */

#include "core/holdfast.h"

int add(PyObject *list);

int add(PyObject *list)
{
#ifdef HF_RIGHT
    hf_auto(str, word, hf_str_from_utf8("word"));
    return PyList_Append(list, hf_as_raw(word));
#else
    return PyList_Append(list, hf_as_raw(hf_str_from_utf8("word")));
#endif
}
