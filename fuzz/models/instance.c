#include "fuzz/models/instance.h"

#include <inttypes.h>

static void check(const fuzz_object *o)
{
    fuzz_has_type(o, o->kind->name);
}

static void print(FILE *to, const fuzz_object *o)
{
    fprintf(to, "a %s", o->kind->name);
}

static void print_hook(FILE *to, const fuzz_object *o)
{
    fprintf(to, "Hook %d, mode %d", o->mark % 8, o->mark / 8);
}

static void print_error(FILE *to, const fuzz_object *o)
{
    fprintf(to, "%s('%" PRId64 "')", o->kind->name, o->number);
}

static void write_error(FILE *to, const fuzz_object *o)
{
    fprintf(to, ".number = %" PRId64, o->number);
}

const fuzz_kind fuzz_Plain = {"Plain", check, print, NULL, NULL};
const fuzz_kind fuzz_Hook = {"Hook", check, print_hook, NULL, NULL};
const fuzz_kind fuzz_ValueError = {"ValueError", check, print_error,
                                   write_error, NULL};
