/* contract.h: what contract.c does with an input. */
#ifndef FUZZ_CONTRACT_H
#define FUZZ_CONTRACT_H

#include "fuzz/targets/contract_object.h"
#include "fuzz/targets/contract_str.h"
#include "fuzz/targets/contract_valid.h"

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
    {"append_in_place", append_in_place},
    {"append_own_bytes", append_own_bytes},
    {"equal_own_utf8", equal_own_utf8},
    {"one_bad_byte", one_bad_byte},
    {"append_attribute", append_attribute},
    {"equal_memory", equal_memory},
};
enum { CALLS = sizeof(table) / sizeof(table[0]) };

/* ---- A call. */

static const char *doing = "";
static int n_calls; /* of this input, so far */

void fuzz_where(FILE *to)
{
    fprintf(to, "%s: ", doing);
}

static inline void print_call(FILE *to, int number, const char *name,
                              const call *c)
{
    fprintf(to, "%5d  %-18s a=%d, b=%d, value=%d%s", number, name, c->a, c->b,
            c->value, c->is_pending ? ", an exception is set" : "");
    if (c->armed) {
        fprintf(to, ", allocation %u fails", c->armed);
    }
    fputc('\n', to);
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

static void one_call(const char *name, void (*act)(call *c), call c)
{
    doing = name;
    fuzz_text_reset();
    if (fuzz_tracing != NULL) {
        print_call(fuzz_tracing, n_calls, name, &c);
        fflush(fuzz_tracing);
    }
    n_calls++;
    act(&c);
    fuzz_counted.steps++;
    if (PyErr_Occurred()) {
        fuzz_failed("exception", "one was left behind");
    }
    check_operands();
    if (fuzz_tracing != NULL) {
        fprintf(fuzz_tracing, "       -> %s\n", c.ok ? "ok" : "fails");
    }
}

/* What CPython keeps from the first time on is there before the first input. */
void fuzz_begin(void)
{
    start_operands();
    for (int which = 0; which < CALLS; which++) {
        for (int a = 0; a < OBJECTS; a++) {
            for (uint8_t value = 0; value < 10; value++) {
                one_call(table[which].name, table[which].act,
                         (call){.a = a, .b = 1, .value = value});
            }
        }
    }
    n_calls = 0;
    fuzz_counted.steps = 0;
}

#endif /* FUZZ_CONTRACT_H */
