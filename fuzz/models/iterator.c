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

/* CPython keeps those of lists and tuples, from 3.14 on. */
static Py_ssize_t blocks(PyObject *raw)
{
    bool is_kept = PY_VERSION_HEX >= 0x030E0000 &&
                   !Py_IS_TYPE(raw, &PyDictIterKey_Type);
    return is_kept ? 0 : 1;
}

const fuzz_kind fuzz_list_iterator = {"list_iterator", check, print,
                                      write_value, blocks};
const fuzz_kind fuzz_tuple_iterator = {"tuple_iterator", check, print,
                                       write_value, blocks};
const fuzz_kind fuzz_dict_keyiterator = {"dict_keyiterator", check, print,
                                         write_value, blocks};
