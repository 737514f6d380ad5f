#include "fuzz/models/int.h"

#include <inttypes.h>

static void check(const fuzz_object *o)
{
    fuzz_has_type(o, "int");
    int overflows;
    long long found = PyLong_AsLongLongAndOverflow(o->raw, &overflows);
    if (overflows != 0 || found != o->number) {
        fuzz_failed("content", "expected the int %" PRId64 ", found %lld%s",
                    o->number, found, overflows != 0 ? " (it is larger)" : "");
    }
}

static void print(FILE *to, const fuzz_object *o)
{
    fprintf(to, "%" PRId64, o->number);
}

static void write_value(FILE *to, const fuzz_object *o)
{
    if (o->number == INT64_MIN) {
        fprintf(to, ".number = INT64_MIN");
    } else {
        fprintf(to, ".number = %" PRId64, o->number);
    }
}

static Py_ssize_t blocks(PyObject *raw)
{
    (void)raw;
    return 1;
}

const fuzz_kind fuzz_int = {"int", check, print, write_value, blocks};
