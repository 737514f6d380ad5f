/* contract: each function of the layer on its own, also at the edges of its
 * contract: null handles, other types, an exception that is set already, sizes
 * and indexes out of range, memory that fails. str_sequence and object_sequence
 * see what comes of calls in a row, this what each one refuses, and how.
 *
 * An input is a row of records of four bytes: which call, its operands, a
 * value. The operands are the same objects all the time; after each call their
 * content and their counts must be what they were. What CPython does is the
 * model of what runs Python code. */

#include "fuzz/contract_object.h"
#include "fuzz/contract_str.h"
#include "fuzz/contract_valid.h"

/* ---- The table. */

static const struct {
    const char *name;
    void (*act)(call *c);
} table[] = {
    {"from_utf8_n", from_utf8_n},
    {"from_utf8", from_utf8},
    {"append_utf8_n", append_utf8_n},
    {"append_utf8", append_utf8},
    {"concat_utf8_n", concat_utf8_n},
    {"concat_utf8", concat_utf8},
    {"equal_utf8_n", equal_utf8_n},
    {"equal_utf8", equal_utf8},
    {"append", append},
    {"concat", concat},
    {"concat_longest", concat_longest},
    {"length", length},
    {"as_utf8", as_utf8},
    {"equal", equal},
    {"compare", compare},
    {"substring", substring},
    {"find", find},
    {"from_code_point", from_code_point},
    {"format", format},
    {"unready", unready},
    {"valid", valid},
    {"invalid", invalid},
    {"build", build},
    {"build_on", build_on},
    {"build_one", build_one},
    {"build_long", build_long},
    {"build_longest", build_longest},
    {"verbs", verbs},
    {"singletons", singletons},
    {"casts", casts},
    {"assertions", assertions},
    {"errors", errors},
    {"tracebacks", tracebacks},
    {"type_name", type_name},
    {"repr", repr},
    {"compare_objects", compare_objects},
    {"truth", truth},
    {"hash", hash},
    {"getattr", getattr},
    {"getattr_optional", getattr_optional},
    {"setattr", setattr},
    {"calls_it", calls_it},
};
enum { RECORD = 4, MOST = 64, CALLS = sizeof(table) / sizeof(table[0]) };

static call calls[MOST]; /* of this input, so far */
static const char *names[MOST];
static int n_calls;
static const char *doing = "";

const char *fuzz_name(void)
{
    return "contract";
}

/* The calls do not build on each other: what --replay says of the last one is
 * all there is to it. */
const char *const *fuzz_prelude(void)
{
    return NULL;
}

static void print_call(FILE *to, int i)
{
    const call *c = &calls[i];
    fprintf(to, "%5d  %-18s a=%d, b=%d, value=%d%s", i, names[i], c->a, c->b,
            c->value, c->is_pending ? ", an exception is set" : "");
    if (c->armed) {
        fprintf(to, ", allocation %u fails", c->armed);
    }
    fputc('\n', to);
}

void fuzz_explain(FILE *to)
{
    fprintf(to, "the calls, up to the one that failed:\n");
    for (int i = 0; i < n_calls; i++) {
        print_call(to, i);
    }
}

void fuzz_where(FILE *to)
{
    fprintf(to, "%s: ", doing);
}

/* check_operands: whatever a call does, it leaves its operands as they were. */
static void check_operands(void)
{
    for (int i = 1; i < OBJECTS; i++) {
        Py_ssize_t count = Py_REFCNT(operand[i].raw);
        if (count != operand[i].count && i != NONE) {
            fuzz_failed("references",
                        "expected %zd references to operand %d, found %zd",
                        operand[i].count, i, count);
        }
        if (operand[i].is_str) {
            fuzz_check_str(operand[i].raw, operand[i].text);
        }
    }
}

static void one_call(int which, call c)
{
    fuzz_text_reset();
    calls[n_calls] = c;
    doing = names[n_calls++] = table[which].name;
    if (fuzz_tracing != NULL) {
        print_call(fuzz_tracing, n_calls - 1);
    }
    table[which].act(&calls[n_calls - 1]);
    fuzz_counted.steps++;
    if (PyErr_Occurred()) {
        fuzz_failed("exception", "one was left behind");
    }
    check_operands();
}

/* What CPython keeps from the first time on is there before the first input. */
void fuzz_begin(void)
{
    start_operands();
    for (int which = 0; which < CALLS; which++) {
        for (int a = 0; a < OBJECTS; a++) {
            for (uint8_t value = 0; value < 10; value++) {
                n_calls = 0;
                one_call(which, (call){.a = a, .b = 1, .value = value});
            }
        }
    }
    n_calls = 0;
    fuzz_counted.steps = 0;
}

void fuzz_once(const uint8_t *data, size_t size)
{
    n_calls = 0;
    for (; size >= RECORD && n_calls < MOST; data += RECORD, size -= RECORD) {
        one_call(
            data[0] % CALLS,
            (call){.a = data[1] % OBJECTS,
                   .b = (data[2] & 0x3F) % OBJECTS,
                   .value = data[3],
                   .is_pending = data[2] & 0x40,
                   .armed = data[2] & 0x80 ? 1 + data[1] / OBJECTS % 4u : 0});
    }
}
