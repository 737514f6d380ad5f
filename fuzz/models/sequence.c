#include "fuzz/models/sequence.h"

static void check_item(const fuzz_object *o, int i, PyObject *found)
{
    if (found != o->part[i]->raw) {
        fuzz_failed(
            "content",
            "item %d of the %s: expected the %s at %p, found %s at %p", i,
            o->kind->name, o->part[i]->kind->name, (void *)o->part[i]->raw,
            found != NULL ? Py_TYPE(found)->tp_name : "nothing", (void *)found);
    }
}

static void check_size(const fuzz_object *o, Py_ssize_t size)
{
    if (size != o->n_parts) {
        fuzz_failed("length", "expected a %s of %d items, found %zd",
                    o->kind->name, o->n_parts, size);
    }
}

static void check_list(const fuzz_object *o)
{
    fuzz_has_type(o, "list");
    check_size(o, PyList_GET_SIZE(o->raw));
    for (int i = 0; i < o->n_parts; i++) {
        check_item(o, i, PyList_GET_ITEM(o->raw, i));
    }
}

static void check_tuple(const fuzz_object *o)
{
    fuzz_has_type(o, "tuple");
    check_size(o, PyTuple_GET_SIZE(o->raw));
    for (int i = 0; i < o->n_parts; i++) {
        check_item(o, i, PyTuple_GET_ITEM(o->raw, i));
    }
    fuzz_is_seen(o);
}

static void print(FILE *to, const fuzz_object *o)
{
    enum { MOST = 4 };
    fprintf(to, "%s of %d:", o->kind->name, o->n_parts);
    for (int i = 0; i < o->n_parts && i < MOST; i++) {
        /* What is gone by now is not there any more. */
        const char *name = o->part[i] != NULL ? o->part[i]->kind->name : "-";
        fprintf(to, i > 0 ? ", %s" : " %s", name);
    }
    fputs(o->n_parts > MOST ? ", ..." : "", to);
}

/* The object itself is taken from those that CPython keeps, of which a target
 * that uses these makes enough at its start (fuzz/targets/container_world.c). */
static Py_ssize_t list_blocks(PyObject *raw)
{
    return ((PyListObject *)raw)->ob_item != NULL;
}

static Py_ssize_t tuple_blocks(PyObject *raw)
{
    enum { KEPT = 20 };
    return PyTuple_GET_SIZE(raw) < KEPT ? 0 : -1;
}

const fuzz_kind fuzz_list = {"list", check_list, print, NULL, list_blocks};
const fuzz_kind fuzz_tuple = {"tuple", check_tuple, print, NULL, tuple_blocks};
