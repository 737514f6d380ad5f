/* A handle becomes a raw pointer by hf_into_raw or hf_as_raw. */
/* gcc: incompatible types when initializing type 'PyObject \*' .* using type 'hf_str' */
/* clang: initializing 'PyObject \*' .* with an expression of incompatible type 'hf_str' */

#include "core/holdfast.h"

PyObject *give(hf_str word);

PyObject *give(hf_str word)
{
#ifdef HF_RIGHT
    PyObject *raw = hf_into_raw(word);
#else
    PyObject *raw = word;
#endif
    return raw;
}
