/* hf_auto takes an owned handle: who owns a raw pointer must be said. */
/* gcc: expected '(struct )?hf_str' but argument is of type 'PyObject \*' */
/* clang: passing 'PyObject \*' .* incompatible type 'hf_str' */

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
