/* The table, and what is done around each call. */

#include "fuzz/engine/ends.h"
#include "fuzz/ledger/compare.h"
#include "fuzz/ledger/rows.h"

#define LEDGER_ROW(id, name) {id, #name, name##_one},
const fuzz_row fuzz_rows[] = {LEDGER_ROWS(LEDGER_ROW)};
const int fuzz_n_rows = sizeof(fuzz_rows) / sizeof(fuzz_rows[0]);

void fuzz_call_print(FILE *to, const fuzz_call *c)
{
    static const char *const policies[] = {"abort", "raise", "collect"};
    static const char *const gils[] = {"", ", without the GIL",
                                       ", in another thread without the GIL",
                                       ", in another thread"};
    fprintf(to, "a=%d, b=%d, object=%d, value=%d, %s, %s%s%s", c->x, c->y, c->o,
            c->value, mode_name[c->mode], policies[c->policy], gils[c->gil],
            c->is_lazy ? ", an exception is set that is no instance yet"
            : c->pending == LOOKUP    ? ", an exception is set"
            : c->pending == OWNERSHIP ? ", a report is set"
                                      : "");
    static const char *const failings[] = {
        "",           ", no pages", ", no text",        ", no pipe",
        ", no child", ", no stack", ", little at once", ", writing breaks"};
    fprintf(to, "%s", failings[c->failing]);
    if (c->armed) {
        fprintf(to, ", allocation %u fails", c->armed);
    }
}

const char *fuzz_call_ended(const fuzz_call *c)
{
    return c->stops ? "stops" : c->mistakes > 0 ? "reports" : "ok";
}

/* fuzz_call_settle leaves out what the ledger or the model cannot do now. */
void fuzz_call_settle(fuzz_call *c)
{
    if (!is_there(c->o)) {
        c->o = NOTHING;
    }
    if (budget <= 0) {
        c->policy = HF_POLICY_COLLECT;
        c->gil = HELD;
    }
    if (c->gil != HELD) {
        c->policy = c->gil == OTHER_WITH ? HF_POLICY_COLLECT : c->policy;
        c->pending = NO_EXCEPTION;
        c->is_lazy = false;
        c->gil = c->gil == OTHER_WITH && n_watches > 0 ? HELD : c->gil;
    }
    if (c->policy != HF_POLICY_RAISE) {
        c->armed = 0;
    }
    if (c->failing == NO_STACK && c->gil != OTHER_WITH) {
        c->failing = ALL_GOES_WELL; /* it is asked for once in each thread */
    }
    if (c->failing == NO_PIPE || c->failing == NO_CHILD) {
        c->mode = FAILS; /* so it looks */
    }
    if (c->failing == LITTLE && c->mode == UNWAITED) {
        c->failing = ALL_GOES_WELL; /* no other child would wait */
    }
}

void fuzz_call_make(const fuzz_row *row, fuzz_call *c)
{
    thread_is_bare = c->failing == NO_STACK;
    n_batches++;
    hf_ledger_set_policy(c->policy);
    set_mode(c->mode);
    if (c->is_lazy) { /* as C code leaves it that Python code has called */
        PyErr_Restore(Py_NewRef(Py_TYPE(exceptions[LOOKUP])),
                      Py_NewRef(lazy_value), Py_NewRef(tracebacks[LOOKUP]));
    } else if (c->pending != NO_EXCEPTION) {
        /* As C raises it: only who catches it gives it its traceback. */
        PyException_SetTraceback(exceptions[c->pending], Py_None);
        PyErr_Restore(Py_NewRef(Py_TYPE(exceptions[c->pending])),
                      Py_NewRef(exceptions[c->pending]),
                      Py_XNewRef(tracebacks[c->pending]));
    }
    row->act(c);
    budget -= c->mistakes > 0 && (c->policy != HF_POLICY_COLLECT || c->stops);
    check_raised(c);
    check_objects();
}

void fuzz_give_back(void)
{
    ends_give_back();
}
