#include "fuzz/ledger/input.h"

#include "fuzz/ledger/compare.h"
#include "fuzz/ledger/rows.h"
#include "fuzz/ledger/stacks.h"

#include <string.h>

void make(const char *name, call c)
{
    fuzz_do(fuzz_row_named(name), &c);
}

void begin_input(bool long_one)
{
    takes_long = long_one;
    memset(handles, 0, sizeof(handles));
    memset(borrowed, 0, sizeof(borrowed));
    memset(windows, 0, sizeof(windows));
    memset(views, 0, sizeof(views));
    memset(buffers, 0, sizeof(buffers));
    memset(objects + FIXED, 0, (OBJECTS - FIXED) * sizeof(object));
    n_tickets = 1;
    fuzz_calls_made = 0;
    n_reports = 0;
    n_batches = 0;
    compare_begin();
    items_begin();
    budget = with_stacks ? 2 : 4;
}

/* release_ticket releases what has the open ticket |t|. */
static void release_ticket(int t)
{
    if (tickets[t].what != A_BUFFER) {
        in.handle.object = tickets[t].handle;
        decref();
        return;
    }
    for (int i = 0; i < BUFFERS; i++) {
        if (buffers[i][0].held_by.ticket == t) {
            in.buffer = &buffers[i][0].at;
            release_buffer();
        }
    }
}

void end_input(void)
{
    fuzz_doing = "the end";
    hf_ledger_set_policy(HF_POLICY_COLLECT);
    while (n_watches > 0) {
        make("unwatch", (call){.policy = HF_POLICY_COLLECT});
    }
    while (n_scopes > 0) {
        make("leave", (call){.policy = HF_POLICY_COLLECT});
    }
    for (int t = 1; t < n_tickets; t++) {
        if (tickets[t].open) {
            if (tickets[t].copy_released && n_reports < REPORTS) {
                expect(HF_CONSUMED_TWICE, t, tickets[t].object,
                       at_release_buffer);
            }
            release_ticket(t);
            objects[tickets[t].object].held--;
        }
    }
    for (int o = PLAIN; o < OBJECTS; o++) {
        for (; objects[o].loose > 0; objects[o].loose--) {
            objects[o].held--;
            Py_DECREF(objects[o].raw);
        }
        settle(o);
    }
    hf_ledger_end(hf_ledger_begin()); /* what is held is released */
    check_objects();
    hf_ledger_forget();
    reset_environment();
    hf_ledger_set_policy(HF_POLICY_ABORT);
}
