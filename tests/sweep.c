#include "tests/sweep.h"

#include <string.h>

static size_t failing; /* the allocation that fails; 0 for none */
static bool has_fired;
int variant;

/* Of a scenario of CALLS: how many calls there have been so far, and which it is. */
static struct {
    int calls;
    const char *running;
    bool allocates;
} turn;

void arm(void)
{
    has_fired = false;
    fail_allocation(failing);
}

void disarm(void)
{
    has_fired = end_of_failure();
}

bool fired(void)
{
    return has_fired;
}

/* same_totals runs |scenario| between two counts. */
static bool same_totals(test_body scenario, totals *before, totals *after)
{
    *before = totals_now();
    scenario();
    assert_no_error();
    *after = totals_now();
    return after->references == before->references &&
           after->blocks == before->blocks;
}

/* sweep_one gives the number of failures that were injected. */
static size_t sweep_one(test_body scenario)
{
    totals before, after;
    failing = 0;
    scenario(); /* warms caches */
    scenario();
    for (failing = 1;; failing++) {
        bool same = same_totals(scenario, &before, &after);
        /* A leak shows each time, and a free list that fills up does not. */
        for (int i = 0; !same && i < 4; i++) {
            same = same_totals(scenario, &before, &after);
        }
        if (!same) {
            fail_msg("variant %d%s%s: failure of allocation %zu leaves %+zd "
                     "references and %+zd blocks",
                     variant, turn.running != NULL ? ", " : "",
                     turn.running != NULL ? turn.running : "", failing,
                     after.references - before.references,
                     after.blocks - before.blocks);
        }
        if (!has_fired) {
            return failing - 1;
        }
    }
}

void sweep(test_body scenario, int variants, bool allocates)
{
    SKIP_WHERE_CPYTHON_NEEDS_MEMORY();
    size_t injected = 0;
    turn.running = NULL;
    for (variant = 0; variant < variants; variant++) {
        injected += sweep_one(scenario);
    }
    if ((injected > 0) != allocates) {
        fail_msg("%zu failures were injected", injected);
    }
}

static test_body called;

static void run_calls(void)
{
    turn.calls = 0;
    called();
}

void sweep_calls(test_body scenario)
{
    SKIP_WHERE_CPYTHON_NEEDS_MEMORY();
    called = scenario;
    variant = 0;
    do {
        turn.running = NULL;
        size_t injected = sweep_one(run_calls);
        assert_non_null(turn.running);
        if ((injected > 0) != turn.allocates) {
            fail_msg("%s: %zu failures were injected", turn.running, injected);
        }
    } while (++variant < turn.calls);
}

bool is_turn(const char *call, bool allocates)
{
    if (turn.calls++ != variant) {
        return false;
    }
    turn.running = call;
    turn.allocates = allocates;
    settle();
    return true;
}

void outcome(bool ok)
{
    disarm();
    if (ok || !has_fired) {
        assert_no_error();
        assert_true(ok);
    } else {
        assert_raised(PyExc_MemoryError, NULL);
    }
}

void refusal(bool ok, PyObject *type)
{
    disarm();
    assert_false(ok);
    if (has_fired && hf_error_matches(PyExc_MemoryError)) {
        hf_error_clear();
    } else {
        assert_raised(type, NULL);
    }
}

void makes_n(hf_str result, const char *utf8, Py_ssize_t size)
{
    bool ok = !hf_is_null(result);
    outcome(ok);
    if (ok) {
        assert_makes_n(result, utf8, size);
    }
}

void makes(hf_str result, const char *utf8)
{
    makes_n(result, utf8, (Py_ssize_t)strlen(utf8));
}

static void assert_repr(hf_object_borrowed self, const char *expected)
{
    if (*expected == '\0') { /* ANY */
        return;
    }
    hf_auto(str, repr, hf_object_repr(self));
    assert_content_n(repr, expected, (Py_ssize_t)strlen(expected));
}

void lends(hf_object_borrowed result, const char *repr)
{
    bool ok = !hf_is_null(result);
    outcome(ok);
    if (ok) {
        assert_repr(result, repr);
    }
}

void gives_object(hf_object result, const char *repr)
{
    lends(hf_borrow(result), repr);
    hf_decref(result);
}

void answers(hf_answer answer, bool yes)
{
    outcome(!hf_failed(answer));
    if (!hf_failed(answer)) {
        assert_int_equal(hf_yes(answer), yes);
    }
}

void looks_up(hf_lookup lookup, bool found)
{
    outcome(!hf_failed(lookup));
    if (!hf_failed(lookup)) {
        assert_int_equal(hf_found(lookup), found);
    }
}

void finds_object(hf_lookup lookup, hf_object out, const char *repr)
{
    outcome(!hf_failed(lookup));
    bool found = !hf_failed(lookup) && repr != NULL;
    assert_int_equal(hf_found(lookup), found);
    assert_int_equal(!hf_is_null(out), found);
    if (found) {
        assert_repr(hf_borrow(out), repr);
    }
    hf_decref(out);
}

void changes_object(bool ok, hf_object_borrowed self, const char *before,
                    const char *after)
{
    outcome(ok);
    assert_repr(self, ok ? after : before);
}

void refuses_object(hf_object result, PyObject *type)
{
    bool ok = !hf_is_null(result);
    hf_decref(result);
    refusal(ok, type);
}
