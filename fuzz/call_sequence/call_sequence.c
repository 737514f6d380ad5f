/* call_sequence: bound functions (bind/function.h) of every shape and of every
 * kind, called with any arguments and any names, which fit or do not. What each
 * call gives or raises is what a function of Python with the same parameters does.
 *
 * An input is a row of records of 15 bytes: which function; how it is called, and
 * which allocation fails; how many arguments, and how many of them with names; the
 * names; what each argument is, and how it behaves (fuzz/contract/operands.h). */
#include "fuzz/call_sequence/call.h"
#include "fuzz/contract/python.h"
#include "fuzz/engine/emit.h"

#include <string.h>

enum { ROW, HOW, COUNTS, NAMES_AT, OPERANDS = NAMES_AT + CALL_NAMED };
enum { BEHAVIOURS_AT = OPERANDS + CALL_ARGUMENTS };
const size_t fuzz_record = BEHAVIOURS_AT + CALL_ARGUMENTS / 2;
const size_t fuzz_most_calls = 64;
const char *const fuzz_c_end = NULL;

const char *fuzz_name(void)
{
    return "call_sequence";
}

const char *const *fuzz_prelude(void)
{
    static const char *const files[] = {"bind/module.h",
                                        "bind/class.c",
                                        "bind/function.c",
                                        "bind/import.c",
                                        "fuzz/engine/text.h",
                                        "fuzz/engine/text.c",
                                        "fuzz/engine/calls.h",
                                        "fuzz/engine/calls_run.c",
                                        "fuzz/contract/operands.h",
                                        "fuzz/contract/python.h",
                                        "fuzz/contract/compare.h",
                                        "fuzz/contract/operands.c",
                                        "fuzz/contract/python.c",
                                        "fuzz/contract/compare.c",
                                        "fuzz/call_sequence/call.h",
                                        "fuzz/call_sequence/bound.c",
                                        "fuzz/call_sequence/call.c",
                                        "fuzz/call_sequence/model.c",
                                        NULL};
    return files;
}

static int min(int a, int b)
{
    return a < b ? a : b;
}

fuzz_call *fuzz_call_decode(const uint8_t *record)
{
    static fuzz_call c;
    c = (fuzz_call){
        .n = record[COUNTS] % 16 % (CALL_ARGUMENTS + 1),
        .way = record[HOW] & 3,
        .armed = record[HOW] >> 2 & 15,
    };
    c.n_named = min(record[COUNTS] >> 4 & 3, c.n);
    for (int i = 0; i < CALL_NAMED; i++) {
        c.name[i] = record[NAMES_AT + i] % CALL_NAMES;
    }
    for (int i = 0; i < CALL_ARGUMENTS; i++) {
        c.operand[i] = record[OPERANDS + i];
        c.behaviour[i] = record[BEHAVIOURS_AT + i / 2] >> 4 * (i % 2) & 15;
    }
    return &c;
}

/* Crafted classes are made when they are asked for first. What they are made of
 * comes out of CPython's free lists. */
void fuzz_prepare(const uint8_t *data, size_t size)
{
    static Py_ssize_t n_classes = -1;
    for (size_t n = 0; size >= fuzz_record && n < fuzz_most_calls; n++) {
        const fuzz_call *c = fuzz_call_decode(data);
        for (int i = 0; i < c->n; i++) {
            operand o = call_operand(c->operand[i], c->behaviour[i]);
            operand_drop(&o);
        }
        data += fuzz_record;
        size -= fuzz_record;
    }
    if (n_classes != python_classes()) {
        n_classes = python_classes();
        operand_fill_free_lists();
    }
}

static void emit_ints(const char *field, const int *all, int n)
{
    for (int i = 0; i < n; i++) {
        fuzz_emit("%s%d%s", i == 0 ? field : ", ", all[i],
                  i == n - 1 ? "}" : "");
    }
}

void fuzz_call_emit(const fuzz_call *c)
{
    fuzz_emit(".n = %d, .n_named = %d, .way = %d, .armed = %u", c->n,
              c->n_named, c->way, c->armed);
    emit_ints(", .name = {", c->name, c->n_named);
    emit_ints(", .operand = {", c->operand, c->n);
    emit_ints(", .behaviour = {", c->behaviour, c->n);
}

const char *fuzz_input_begin(const uint8_t *data, size_t size)
{
    (void)data, (void)size;
    calls_reset();
    /* fuzz_prepare, where the classes are made by the first of several runs. */
    return "calls_reset(), operand_fill_free_lists();";
}

void fuzz_input_end(void)
{
}
