/* The first calls that a ledger gets in a process. */

#include "fuzz/ledger/perform.h"
#include "fuzz/ledger/rows.h"
#include "fuzz/ledger/stacks.h"
#include "fuzz/ledger/start.h"

#include <stdlib.h>

/* check_room says whether the ledger asked for room for its handles, and for
 * half as much where that was not to be had. */
static void check_room(void)
{
    const size_t each = 48, calls = 8 * sizeof(void *);
    size_t room = 1 << 26; /* handles */
    int i = 0;
    bool right = true;
    for (; each * room > most_pages; room /= 2) {
        right &= asked[i++] == each * room;
    }
    right &= asked[i++] == each * room;
    right &= !with_stacks || asked[i++] == calls * room;
    if (!right || i != n_asked) {
        fuzz_failed("content", "the ledger asked for other room, %d times",
                    n_asked);
    }
}

/* Policies that there are not, though they begin like one that is, or one that
 * is begins like them. */
static const char *const no_policies[] = {"louder", "collected", "collec",
                                          "raise ", "",          "Collect"};
static const char *no_policy;

static bool aborts_without_policy(void)
{
    call c = {.mode = FAILS, .gil = RELEASED, .stops = true};
    setenv("HOLDFAST_LEDGER", no_policy, 1);
    perform(&c, open_object);
    c.gil = HELD;
    perform(&c, open_nothing);
    return true;
}

static bool reports_first_handle(void)
{
    objects[LIST].others = Py_REFCNT(objects[LIST].raw);
    set_mode(NAMED);
    return ends_well(ONE_OPEN);
}

/* start_in_copies looks at what a process does only once. */
static void start_in_copies(void)
{
    enum { POLICIES = sizeof(no_policies) / sizeof(no_policies[0]) };
    for (int i = 0; i < POLICIES; i++) {
        no_policy = no_policies[i];
        if (!holds_in_copy(aborts_without_policy)) {
            fuzz_failed("report",
                        "expected HOLDFAST_LEDGER=%s, which is no policy, to "
                        "abort; found that it does not",
                        no_policy);
        }
    }
    if (!holds_in_copy(reports_first_handle)) {
        fuzz_failed("report", "no leak, where the very first handle is left "
                              "open at the end of Python");
    }
}

/* open_first opens the first handle: with stacks while memory fails, for what is
 * asked for and for the list of ledgers; or else as $HOLDFAST_LEDGER wants it. */
static void open_first(void)
{
    if (with_stacks) {
        fail_allocation(1);
        hf_object o = hf_object_from_owned(Py_NewRef(in.raw));
        hf_decref(o);
        if (PyDict_GetItemString(known_to_all(), list_of_all) != NULL) {
            fuzz_failed("report", "there is a list, and memory failed");
        }
    } else {
        open_nothing();
        if (hf_ledger_reports() != 2 || PyErr_Occurred()) {
            fuzz_failed("report", "not as $HOLDFAST_LEDGER says");
        }
        if (PyDict_GetItemString(known_to_all(), list_of_all) == NULL) {
            fuzz_failed("report", "nobody entered this ledger into the list");
        }
    }
    end_of_failure();
}

void start_ledger(void)
{
    enum { DICTS = 200 };
    PyObject *dicts[DICTS]; /* CPython keeps none for later then */
    for (int i = 0; i < DICTS; i++) {
        dicts[i] = fuzz_made(PyDict_New());
    }
    in.raw = objects[LIST].raw;
    call c = {.mode = FAILS, .gil = RELEASED, .stops = true};
    set_mode(FAILS);
    start_in_copies();
    perform(&c, open_object); /* nobody else may touch the list yet */
    most_pages = with_stacks ? 1 << 20 : SIZE_MAX;
    n_asked = 0;
    open_first();
    check_room();
    most_pages = SIZE_MAX;
    n_mapped = 0;
    hf_object unwatched = HF_PRIVATE_MADE(hf_object, 0, HF_PRIVATE_IN(in.raw));
    if (hf_as_raw(hf_borrow(unwatched)) != in.raw) {
        fuzz_failed("content", "a handle that is not watched is not good");
    }
    for (int i = 0; i < DICTS; i++) {
        Py_DECREF(dicts[i]);
    }
    if (hf_ledger_first() == NULL) {
        fuzz_failed("report", "this ledger is not in the list");
    }
    if (with_stacks) { /* without $HOLDFAST_LEDGER */
        c.gil = HELD;
        perform(&c, open_nothing);
    }
}
