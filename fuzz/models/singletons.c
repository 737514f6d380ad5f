#include "fuzz/models/singletons.h"

/* expect_at compares with the one object that it can be. */
static void expect_at(const fuzz_object *o, PyObject *raw, const char *name)
{
    if (o->raw != raw) {
        fuzz_failed("content", "expected %s, found an object of type %s", name,
                    Py_TYPE(o->raw)->tp_name);
    }
}

static void check_none(const fuzz_object *o)
{
    expect_at(o, Py_None, "None");
}

static void print_none(FILE *to, const fuzz_object *o)
{
    (void)o;
    fputs("None", to);
}

static void check_bool(const fuzz_object *o)
{
    expect_at(o, o->number ? Py_True : Py_False, o->number ? "True" : "False");
}

static void print_bool(FILE *to, const fuzz_object *o)
{
    fputs(o->number ? "True" : "False", to);
}

static void write_bool(FILE *to, const fuzz_object *o)
{
    fprintf(to, ".number = %d", (int)o->number);
}

const fuzz_kind fuzz_NoneType = {"NoneType", check_none, print_none, NULL,
                                 NULL};
const fuzz_kind fuzz_bool = {"bool", check_bool, print_bool, write_bool, NULL};
