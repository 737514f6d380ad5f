/* class_sequence: bound classes (bind/class.h), and Python's subclasses of them:
 * made, called, compared, shown and taken apart in any order, while memory fails;
 * in cycles, which a collector finds, and with finalizers from which some rise. The
 * count of each object is that of the slots and fields that the model knows it in.
 *
 * An input is a row of records of 5 bytes: which call, slots x and y, slot z and how
 * it is made, a value, the allocation that fails. */
#include "fuzz/class_sequence/call.h"
#include "fuzz/engine/emit.h"

const size_t fuzz_record = 5, fuzz_most_calls = 64;
const char *const fuzz_c_end = "classes_end();";

const char *fuzz_name(void)
{
    return "class_sequence";
}

const char *const *fuzz_prelude(void)
{
    static const char *const files[] = {
        "bind/module.h",
        "bind/class.c",
        "bind/function.c",
        "bind/import.c",
        "fuzz/engine/calls.h",
        "fuzz/engine/calls_run.c",
        "fuzz/class_sequence/world.h",
        "fuzz/class_sequence/call.h",
        "fuzz/class_sequence/based.h",
        "fuzz/class_sequence/call.c",
        "fuzz/class_sequence/calls_based_look.c",
        "fuzz/class_sequence/calls_based_make.c",
        "fuzz/class_sequence/calls_call.c",
        "fuzz/class_sequence/calls_field.c",
        "fuzz/class_sequence/calls_look.c",
        "fuzz/class_sequence/calls_make.c",
        "fuzz/class_sequence/calls_odd.c",
        "fuzz/class_sequence/calls_protocol.c",
        "fuzz/class_sequence/calls_slot.c",
        "fuzz/class_sequence/based.c",
        "fuzz/class_sequence/classed.c",
        "fuzz/class_sequence/model.c",
        "fuzz/class_sequence/refused.c",
        "fuzz/class_sequence/start.c",
        "fuzz/class_sequence/table.c",
        NULL};
    return files;
}

call *fuzz_call_decode(const uint8_t *record)
{
    static call c;
    c = (call){
        .x = record[1] % SLOTS,
        .y = record[1] / SLOTS % SLOTS,
        .z = record[2] % SLOTS,
        .how = record[2] / SLOTS % 4,
        .value = record[3],
        .armed = record[4] < 16 ? record[4] : 0,
    };
    return &c;
}

void fuzz_call_emit(const call *c)
{
    fuzz_emit(".x = %d, .y = %d, .z = %d, .value = %d, .how = %d, .armed = %u",
              c->x, c->y, c->z, c->value, c->how, c->armed);
}

const char *fuzz_input_begin(const uint8_t *data, size_t size)
{
    (void)data, (void)size;
    return NULL;
}

void fuzz_input_end(void)
{
    classes_end();
}
