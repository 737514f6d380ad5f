/* hf_auto takes an owned handle: who owns a raw pointer must be said. */
/* gcc: could not convert 'raw' from 'PyObject\*' .* to 'hf_str' */
/* clang: no known conversion from 'PyObject \*' .*to 'hf_str' */

#include "core/holdfast.h"

void hold(PyObject *raw);

void hold(PyObject *raw)
{
#ifdef HF_RIGHT
    hf_auto(str, word, hf_str_from_owned(raw));
#else
    hf_auto(str, word, raw);
#endif
}
