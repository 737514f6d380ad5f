/* contract: each function of the layer on its own, also at the edges of its
 * contract: null handles, other types, an exception that is set already, sizes
 * and indexes out of range, memory that fails, operands that mean well and
 * differ. str_sequence and object_sequence see what comes of calls in a row,
 * this what each one refuses, and how.
 *
 * An input is a row of records of six bytes: which call, two operands, how the
 * call is made, a value, how the operands behave. What CPython does with the
 * same operands is the model of what runs Python code. */

#include "fuzz/contract/python.h"
#include "fuzz/contract/rows.h"
#include "fuzz/engine/emit.h"

#include <string.h>

const size_t fuzz_record = 6, fuzz_most_calls = 64;
const char *const fuzz_c_end = NULL;

const char *fuzz_name(void)
{
    return "contract";
}

const char *const *fuzz_prelude(void)
{
    static const char *const files[] = {
        "fuzz/engine/text.h",
        "fuzz/engine/text.c",
        "fuzz/engine/ends.h",
        "fuzz/engine/ends.c",
        "fuzz/engine/calls.h",
        "fuzz/engine/calls_run.c",
        "fuzz/contract/operands.h",
        "fuzz/contract/python.h",
        "fuzz/contract/compare.h",
        "fuzz/contract/call.h",
        "fuzz/contract/utf8s.h",
        "fuzz/contract/numbers.h",
        "fuzz/contract/rows_containers.h",
        "fuzz/contract/rows_numbers.h",
        "fuzz/contract/containers.h",
        "fuzz/contract/rows_objects.h",
        "fuzz/contract/rows.h",
        "fuzz/contract/python.c",
        "fuzz/contract/operands.c",
        "fuzz/contract/compare.c",
        "fuzz/contract/call.c",
        "fuzz/contract/utf8s.c",
        "fuzz/contract/numbers.c",
        "fuzz/contract/containers.c",
        "fuzz/contract/calls_again.c",
        "fuzz/contract/calls_assert.c",
        "fuzz/contract/calls_attribute.c",
        "fuzz/contract/calls_buffer.c",
        "fuzz/contract/calls_builder.c",
        "fuzz/contract/calls_bytes.c",
        "fuzz/contract/calls_call.c",
        "fuzz/contract/calls_dict.c",
        "fuzz/contract/calls_error.c",
        "fuzz/contract/calls_handle.c",
        "fuzz/contract/calls_int.c",
        "fuzz/contract/calls_list.c",
        "fuzz/contract/calls_item.c",
        "fuzz/contract/calls_long.c",
        "fuzz/contract/calls_number.c",
        "fuzz/contract/calls_object.c",
        "fuzz/contract/calls_order.c",
        "fuzz/contract/calls_raise.c",
        "fuzz/contract/calls_str.c",
        "fuzz/contract/calls_str_methods.c",
        "fuzz/contract/calls_type.c",
        "fuzz/contract/calls_protocol.c",
        "fuzz/contract/calls_set.c",
        "fuzz/contract/calls_tuple.c",
        "fuzz/contract/calls_utf8.c",
        "fuzz/contract/calls_valid.c",
        "fuzz/contract/calls_within.c",
        "fuzz/contract/table.c",
        NULL};
    return files;
}

fuzz_call *fuzz_call_decode(const uint8_t *record)
{
    static fuzz_call c;
    bool is_long = record[3] == HOW_LONG;
    uint8_t how = is_long ? 0 : record[3];
    c = (fuzz_call){
        .a = record[1],
        .b = record[2],
        .value = record[4],
        .more = record[5],
        .is_pending = how & HOW_PENDING,
        .is_lazy = how & HOW_LAZY,
        .is_last = how & HOW_LAST,
        .is_long = is_long,
        .within = how / HOW_WITHIN,
        .armed = how / HOW_ARMED & HOW_ARMED_MOST,
    };
    return &c;
}

static void prepare_operand(int byte, int behaviour)
{
    operand o = operand_make(byte, behaviour, false);
    operand_drop(&o);
}

/* Crafted classes are made when they are asked for first. What they are made of
 * comes out of CPython's free lists. */
void fuzz_prepare(const uint8_t *data, size_t size)
{
    static Py_ssize_t n_classes = -1;
    for (size_t n = 0; size >= fuzz_record && n < fuzz_most_calls; n++) {
        const fuzz_call *c = fuzz_call_decode(data);
        prepare_operand(c->a, c->more & 15);
        prepare_operand(c->a, 0); /* a row may ask for no other behaviour */
        prepare_operand(c->b, c->more >> 4);
        data += fuzz_record;
        size -= fuzz_record;
    }
    if (n_classes != python_classes()) {
        n_classes = python_classes();
        operand_fill_free_lists();
    }
}

void fuzz_call_emit(const fuzz_call *c)
{
    fuzz_emit(".a = %d, .b = %d, .value = %d, .more = %d", c->a, c->b, c->value,
              c->more);
    fuzz_emit("%s%s%s%s", c->is_pending ? ", .is_pending = true" : "",
              c->is_lazy ? ", .is_lazy = true" : "",
              c->is_last ? ", .is_last = true" : "",
              c->is_long ? ", .is_long = true" : "");
    if (c->within) {
        fuzz_emit(", .within = %d", c->within);
    }
    if (c->armed) {
        fuzz_emit(", .armed = %u", c->armed);
    }
}

const char *fuzz_input_begin(const uint8_t *data, size_t size)
{
    (void)data, (void)size;
    return NULL;
}

void fuzz_input_end(void)
{
}
