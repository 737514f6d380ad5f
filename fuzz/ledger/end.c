/* How Python ends, and what the ledger says then. */

#include "core/ledger/report.h"
#include "fuzz/engine/ends.h"
#include "fuzz/ledger/input.h"
#include "fuzz/ledger/perform.h"
#include "fuzz/ledger/rows.h"
#include "fuzz/ledger/said.h"
#include "fuzz/ledger/stacks.h"
#include "fuzz/ledger/start.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static void finalize(void)
{
    Py_FinalizeEx();
}

static void leave_open(void)
{
    in.raw = Py_NewRef(objects[LIST].raw);
    open_object();
    enter_ticket(&handles[0], LIST, "object", at_open_object, false);
    expect(HF_LEAK, 1, LIST, NOWHERE);
}

static void give_away(void)
{
    HF_CALL_SCOPE;
    in.raw = fuzz_made(PyFloat_FromDouble(2.5));
    objects[FIXED] = (object){.raw = in.raw};
    open_object();
    enter_ticket(&handles[0], FIXED, "object", at_open_object, false);
    in.handle = handles[0];
    use();
    decref();
    close_ticket(1, at_decref);
    objects[FIXED].held--;
    Py_DECREF(in.raw);
    expect(HF_GIVEN_NOT_OWNED, 1, FIXED, at_use);
}

bool ends_well(at_end what)
{
    const char head[] = "holdfast: at the end of Python 1 handles are open:\n";
    const bool says_open = what == ONE_OPEN &&
                           with_stacks; /* $HOLDFAST_LEDGER_EXIT is set */
    const bool says = says_open || what == ONE_GIVEN;
    begin_input(true);
    n_batches++;
    if (what == ONE_OPEN) {
        leave_open();
    } else if (what == ONE_GIVEN) {
        give_away();
    }
    ends_begin(false);
    run_guarded(finalize);
    const char *text = ends_read();
    const char *rest = says_open ? match(text, head) : text;
    if (says && rest != NULL) {
        rest = match_any(rest, n_batches, NAMED);
    }
    bool right = rest != NULL && *rest == '\0' && jumped == says;
    if (!right) {
        fprintf(stderr,
                "\n== holdfast: ledger: the report oracle ==\nat the end of "
                "Python, with %s, found\n%s\n",
                what == NOTHING_OPEN ? "nothing open"
                : what == ONE_OPEN   ? "a handle open"
                                     : "a pointer that was given away",
                text);
    }
    return right;
}

static bool opens_next(void)
{
    open_next(); /* the other process has a ledger of its own */
    return true;
}

static bool ends_with_nothing_open(void)
{
    return ends_well(NOTHING_OPEN);
}

static bool ends_with_one_given(void)
{
    return !HF_HOLDS_SHOWN || ends_well(ONE_GIVEN);
}

static pid_t started_by;

/* end_python ends Python: in a copy of this process, with nothing open, and
 * then with a handle. */
static void end_python(void)
{
    if (getpid() != started_by) {
        return;
    }
    set_mode(NAMED);
    hf_ledger_set_policy(HF_POLICY_COLLECT);
    size_t open = hf_ledger_count(0);
    if (!holds_in_copy(opens_next) || hf_ledger_count(0) != open ||
        !holds_in_copy(ends_with_nothing_open) ||
        !holds_in_copy(ends_with_one_given) || !ends_well(ONE_OPEN)) {
        signal(SIGABRT, SIG_DFL); /* the fuzzer has ended */
        abort();
    }
}

void end_at_exit(void)
{
    started_by = getpid();
    atexit(end_python);
}
