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

void fuzz_is_seen(const fuzz_object *o)
{
    for (int i = 0; i < o->n_parts && !PyObject_GC_IsTracked(o->raw); i++) {
        PyObject *part = o->part[i]->raw;
        /* A tuple that the collector has put aside holds nothing of it. */
        if (PyObject_IS_GC(part) &&
            (!PyTuple_CheckExact(part) || PyObject_GC_IsTracked(part))) {
            fuzz_failed("content",
                        "expected the collector to know the %s, with the %s at "
                        "%p in it",
                        o->kind->name, o->part[i]->kind->name, (void *)part);
        }
    }
}
