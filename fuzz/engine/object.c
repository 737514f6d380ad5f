#include "fuzz/engine/object.h"

#include "core/internal/immortal.h"

#include <string.h>

bool fuzz_is_immortal(PyObject *raw)
{
    (void)raw; /* before CPython 3.12 nothing is */
    return hf_private_is_immortal(raw);
}

void fuzz_has_type(const fuzz_object *o, const char *name)
{
    if (strcmp(Py_TYPE(o->raw)->tp_name, name) != 0) {
        fuzz_failed("content", "expected an object of type %s, found %s", name,
                    Py_TYPE(o->raw)->tp_name);
    }
}
