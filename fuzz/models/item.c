#include "fuzz/models/item.h"

#include <inttypes.h>

static void check(const fuzz_object *o)
{
    fuzz_has_type(o, "Item");
}

static void print(FILE *to, const fuzz_object *o)
{
    int mark = o->mark % FUZZ_ITEM_ENDED;
    fprintf(to, "Item %d, mode %d%s", mark % FUZZ_ITEM_MODE,
            mark / FUZZ_ITEM_MODE,
            o->mark & FUZZ_ITEM_ENDED ? ", which has ended once" : "");
}

static void write_value(FILE *to, const fuzz_object *o)
{
    fprintf(to, ".number = %" PRId64, o->number);
}

static Py_ssize_t blocks(PyObject *raw)
{
    (void)raw;
    return 1;
}

const fuzz_kind fuzz_Item = {"Item", check, print, write_value, blocks};
