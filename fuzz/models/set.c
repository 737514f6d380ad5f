#include "fuzz/models/set.h"

static bool has_part(const fuzz_object *o, const PyObject *raw)
{
    bool found = false;
    for (int i = 0; i < o->n_parts; i++) {
        found |= o->part[i]->raw == raw;
    }
    return found;
}

/* As many as there should be, and each of them is right: none is missing. */
static void check(const fuzz_object *o)
{
    fuzz_has_type(o, o->kind->name);
    if (PySet_GET_SIZE(o->raw) != o->n_parts) {
        fuzz_failed("length", "expected a %s of %d items, found %zd",
                    o->kind->name, o->n_parts, PySet_GET_SIZE(o->raw));
    }
    PyObject *iterator = PyObject_GetIter(o->raw), *item;
    while ((item = PyIter_Next(iterator)) != NULL) {
        if (!has_part(o, item)) {
            fuzz_failed("content", "the %s has a %s at %p, which nobody put in",
                        o->kind->name, Py_TYPE(item)->tp_name, (void *)item);
        }
        Py_DECREF(item);
    }
    Py_DECREF(iterator);
}

static void print(FILE *to, const fuzz_object *o)
{
    fprintf(to, "%s of %d", o->kind->name, o->n_parts);
}

static Py_ssize_t blocks(PyObject *raw)
{
    PySetObject *set = (PySetObject *)raw;
    return 1 + (set->table != set->smalltable);
}

const fuzz_kind fuzz_set = {"set", check, print, NULL, blocks};
const fuzz_kind fuzz_frozenset = {"frozenset", check, print, NULL, blocks};
