/* Windows, and what was reported. */

#include "fuzz/ledger/perform.h"
#include "fuzz/ledger/rows.h"
#include "fuzz/ledger/said.h"
#include "fuzz/ledger/stacks.h"

#include <string.h>

static bool is_since(int t, int first)
{
    return t >= first && tickets[t].open && !tickets[t].lent &&
           !tickets[t].kept;
}

/* keep_one says that a handle lives as long as its module. */
void keep_one(call *c)
{
    const handle *h = chosen(c);
    HF_KEEP(h->object);
    tickets[h->ticket].kept |= tickets[h->ticket].open;
}

void begin_one(call *c)
{
    int w = c->x % WINDOWS;
    windows[w].window = c->value & 1 ? hf_ledger_first()->begin()
                                     : hf_ledger_begin();
    windows[w].first = n_tickets;
    windows[w].begun = true;
}

void count_one(call *c)
{
    int w = c->x % WINDOWS;
    size_t wanted = 0;
    int first = windows[w].begun ? windows[w].first : 1;
    hf_ledger_window window = windows[w].begun ? windows[w].window : 0;
    for (int t = 1; t < n_tickets; t++) {
        wanted += is_since(t, first);
    }
    size_t n = c->value & 1 ? hf_ledger_first()->count(window)
                            : hf_ledger_count(window);
    if (n != wanted) {
        fuzz_failed("content", "expected %zu open handles, found %zu", wanted,
                    n);
    }
    size_t each = 48 + (with_stacks ? 8 * sizeof(void *) : 0);
    if (hf_ledger_bytes() % each != 0 || hf_ledger_bytes() / each < 8192) {
        fuzz_failed("content", "%zu bytes", hf_ledger_bytes());
    }
}

void end_one(call *c)
{
    int w = c->x % WINDOWS;
    if (!windows[w].begun) {
        return;
    }
    only_held(c);
    c->armed = 0;
    report *of_site[N_SITES] = {NULL};
    Py_ssize_t total = 0;
    for (int t = 1; t < n_tickets; t++) {
        if (!is_since(t, windows[w].first)) {
            continue;
        }
        total++;
        site s = tickets[t].opened;
        if (of_site[s] == NULL) {
            mistake(c, HF_LEAK, t, tickets[t].object, NOWHERE);
            of_site[s] = &reports[n_reports - 1];
        } else {
            of_site[s]->times++;
            if (of_site[s]->calls != tickets[t].calls) {
                of_site[s]->calls = NONE_OR_SOME; /* one of them has some */
            }
            describe_other(of_site[s], tickets[t].object, tickets[t].type);
        }
    }
    in.size = (Py_ssize_t)windows[w].window;
    perform(c, c->value & 1 ? end_window_of_table : end_window);
    if (!c->stops && out.number != total) {
        fuzz_failed("content", "expected %zd leaks, found %zd", total,
                    out.number);
    }
}

static bool has_places(const report *r)
{
    return r->opened != NOWHERE || r->closed != NOWHERE || r->place != NOWHERE;
}

void read_one(call *c)
{
    size_t i = c->value % (KEPT + 2);
    hf_mistake kind = HF_MISTAKES;
    if (budget <= 0 && i < n_reports) {
        return;
    }
    budget--;
    only_held(c);
    failing_now = c->failing;
    const char *text = hf_ledger_report(i, c->x & 1 ? &kind : NULL);
    failing_now = ALL_GOES_WELL;
    if (i >= n_reports || i >= KEPT) {
        if (text != NULL || kind != HF_MISTAKES) {
            wrong("a report", "none: so many were not made, or not kept");
        }
        return;
    }
    bool is_new = modes[i] < 0;
    const char *rest;
    if (lost[i]) { /* what is left to say is what kind it was */
        rest = strchr(words[reports[i].kind].head, ':') + 2;
        rest = strcmp(text, rest) == 0 ? "" : NULL;
    } else if (is_new && c->failing == NO_TEXT && has_places(&reports[i])) {
        rest = strchr(text, '\001') != NULL ? "" : NULL; /* as it was kept */
    } else {
        modes[i] = is_new ? (int)c->mode : modes[i];
        rest = match_any(text, reports[i].batch, (mode)modes[i]);
    }
    if (rest == NULL || *rest != '\0') {
        wrong_report(text, reports[i].batch);
    }
    if (c->x & 1 && kind != reports[i].kind) {
        fuzz_failed("content", "expected the mistake %d, found %d",
                    (int)reports[i].kind, (int)kind);
    }
}

void forget_one(call *c)
{
    if (c->value & 1) {
        hf_ledger_first()->forget();
    } else {
        hf_ledger_forget();
    }
    n_reports = 0;
}
