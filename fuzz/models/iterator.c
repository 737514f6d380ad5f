#include "fuzz/models/iterator.h"

#include <inttypes.h>

/* What it gives is compared by the operation that asks for it. */
static void check(const fuzz_object *o)
{
    fuzz_has_type(o, o->kind->name);
}

static void print(FILE *to, const fuzz_object *o)
{
    fprintf(to, o->n_parts > 0 ? "%s" : "%s at its end", o->kind->name);
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

const fuzz_kind fuzz_list_iterator = {"list_iterator", check, print,
                                      write_value, blocks};
const fuzz_kind fuzz_tuple_iterator = {"tuple_iterator", check, print,
                                       write_value, blocks};
const fuzz_kind fuzz_dict_keyiterator = {"dict_keyiterator", check, print,
                                         write_value, blocks};
