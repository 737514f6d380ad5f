#include "fuzz/ledger/call.h"

PyObject *exceptions[EXCEPTIONS], *tracebacks[EXCEPTIONS], *lazy_value;
int budget;

handle *chosen(const call *c)
{
    return c->value & 1 ? &borrowed[c->y % BORROWED] : &handles[c->y % HANDLES];
}

bool in_scope(const call *c)
{
    return n_scopes > 0 && c->gil != OTHER_WITH;
}

bool is_without_gil(const call *c)
{
    return c->gil == RELEASED || c->gil == OTHER_WITHOUT;
}

bool is_rare(const call *c)
{
    return c->value == 0x77 && takes_long;
}

void only_held(call *c)
{
    c->gil = HELD;
    thread_is_bare = false;
    c->failing = c->failing != NO_STACK ? c->failing : ALL_GOES_WELL;
}

void only_reports(call *c)
{
    only_held(c);
    c->policy = HF_POLICY_COLLECT;
    c->failing = ALL_GOES_WELL;
    hf_ledger_set_policy(HF_POLICY_COLLECT);
}

void without_exception(call *c)
{
    c->pending = NO_EXCEPTION;
    c->is_lazy = false;
    PyErr_Clear();
}

bool mistake(call *c, hf_mistake kind, int t, int o, site place)
{
    expect(kind, t, o, place);
    c->mistakes++;
    bool always = kind == HF_WITHOUT_THE_GIL || kind == HF_VIEW_READ_TOO_LATE;
    c->stops = always || c->policy == HF_POLICY_ABORT;
    if (c->stops || c->policy == HF_POLICY_RAISE) {
        modes[n_reports - 1] = (int)c->mode;
    }
    lost[n_reports - 1] = c->failing == NO_TEXT;
    if (c->failing == NO_STACK) {
        reports[n_reports - 1].place_calls = NONE;
    }
    return !c->stops;
}

/* is_good says whether a call at |place| gets what the handle is; if not, it
 * enters why. */
static bool is_good(call *c, const handle *h, bool consumes, site place)
{
    const ticket *t = &tickets[h->ticket];
    const object *o = &objects[h->names];
    if (h->names == NOTHING || h->ticket == 0) {
        return h->names != NOTHING;
    }
    if (is_without_gil(c)) {
        mistake(c, HF_WITHOUT_THE_GIL, 0, NOTHING, place);
        return false;
    }
    bool dropped = t->lent && is_dropped(h->names) &&
                   (o->pins == 1 || o->pins == pins_seen(h->names));
    if (t->open && (consumes || !dropped)) {
        return true;
    }
    if (t->forged) {
        mistake(c, HF_NEVER_INITIALISED, 0, NOTHING, place);
        return false;
    }
    mistake(c,
            consumes                   ? HF_CONSUMED_TWICE
            : t->open                  ? HF_OWNER_DROPPED_IT
            : t->lent && !t->forgotten ? HF_BORROWED_TOO_LONG
                                       : HF_USED_AFTER_CONSUMED,
            h->ticket, h->names, place);
    return false;
}

bool is_usable(call *c, const handle *h, site place)
{
    return is_good(c, h, false, place);
}

bool is_consumed(call *c, const handle *h, site place)
{
    return is_good(c, h, true, place);
}

void wrong(const char *found, const char *wanted)
{
    fuzz_failed("content", "expected %s, found %s", wanted, found);
}
