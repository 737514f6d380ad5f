#include "fuzz/models/mapping.h"

static void check_part(const fuzz_object *o, int i, PyObject *found)
{
    const char *what = i % 2 == 0 ? "key" : "value";
    if (found != o->part[i]->raw) {
        fuzz_failed("content",
                    "%s %d of the dict: expected the %s at %p, found %s at %p",
                    what, i / 2, o->part[i]->kind->name,
                    (void *)o->part[i]->raw, Py_TYPE(found)->tp_name,
                    (void *)found);
    }
}

static void check(const fuzz_object *o)
{
    fuzz_has_type(o, "dict");
    if (PyDict_GET_SIZE(o->raw) != o->n_parts / 2) {
        fuzz_failed("length", "expected a dict of %d items, found %zd",
                    o->n_parts / 2, PyDict_GET_SIZE(o->raw));
    }
    Py_ssize_t at = 0;
    PyObject *key, *value;
    for (int i = 0; PyDict_Next(o->raw, &at, &key, &value); i += 2) {
        check_part(o, i, key);
        check_part(o, i + 1, value);
    }
    fuzz_is_seen(o);
}

static void print(FILE *to, const fuzz_object *o)
{
    fprintf(to, "dict of %d", o->n_parts / 2);
}

const fuzz_kind fuzz_dict = {"dict", check, print, NULL, NULL};
