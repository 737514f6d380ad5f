#include "fuzz/models/slice.h"

static void check(const fuzz_object *o)
{
    static const char *const what[3] = {"start", "stop", "step"};
    fuzz_has_type(o, "slice");
    PySliceObject *slice = (PySliceObject *)o->raw;
    PyObject *const found[3] = {slice->start, slice->stop, slice->step};
    for (int i = 0; i < 3; i++) {
        if (found[i] != o->part[i]->raw) {
            fuzz_failed("content",
                        "%s of the slice: expected the %s at %p, "
                        "found %s at %p",
                        what[i], o->part[i]->kind->name,
                        (void *)o->part[i]->raw, Py_TYPE(found[i])->tp_name,
                        (void *)found[i]);
        }
    }
}

static void print(FILE *to, const fuzz_object *o)
{
    (void)o;
    fputs("a slice", to);
}

const fuzz_kind fuzz_slice = {"slice", check, print, NULL, NULL};
