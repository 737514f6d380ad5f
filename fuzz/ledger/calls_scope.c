/* Calls that lend, counts that are watched, references that no handle has. */

#include "fuzz/ledger/perform.h"
#include "fuzz/ledger/rows.h"

#include <string.h>

void enter_one(call *c)
{
    if (n_scopes == SCOPES) {
        return;
    }
    if (c->gil >= OTHER_WITHOUT) {
        only_held(c);
    }
    in.scope = &scopes[n_scopes].scope;
    memset(in.scope, 0xA5, sizeof(*in.scope));
    if (c->gil == RELEASED) {
        mistake(c, HF_WITHOUT_THE_GIL, 0, NOTHING, at_enter);
    }
    perform(c, enter);
    if (!c->stops) {
        scopes[n_scopes].raising = c->pending != NO_EXCEPTION;
        scopes[n_scopes].n = 0;
        n_scopes++;
    }
}

static bool is_last_left, was_lent;

/* What ends when the outermost call is left may run code, for which there is no call
 * any more that could lend it anything. */
static void lends_at_its_end(PyObject *capsule)
{
    (void)capsule;
    if (is_last_left) {
        handle lent = {
            .object = HF_PRIVATE_WITH(
                hf_object,
                hf_object_from_borrowed(objects[INT].raw).hf_private_any)};
        was_lent |= real_ticket(&lent) != 0;
    }
}

PyObject *new_that_lends_at_its_end(void)
{
    PyObject *list = fuzz_made(PyList_New(1));
    PyList_SET_ITEM(list, 0,
                    fuzz_made(PyCapsule_New(list, NULL, lends_at_its_end)));
    return list;
}

void leave_one(call *c)
{
    if (n_scopes == 0) {
        return;
    }
    only_held(c);
    in.scope = &scopes[n_scopes - 1].scope;
    is_last_left = n_scopes == 1;
    was_lent = false;
    perform(c, leave);
    is_last_left = false;
    n_scopes--;
    if (was_lent) {
        fuzz_failed("content",
                    "expected what ends with a call to be outside of it, "
                    "found that it is lent something by that call");
    }
    for (int i = 0; i < scopes[n_scopes].n; i++) {
        ticket *t = &tickets[scopes[n_scopes].lent[i]];
        t->open = false;
        t->closed = at_leave;
        objects[t->object].pins--;
        settle(t->object);
    }
}

void watch_one(call *c)
{
    int o = c->o;
    if (n_watches == WATCHES || (o != NOTHING && is_dropped(o))) {
        return;
    }
    only_held(c);
    in.neutral = &watches[n_watches].neutral;
    memset(in.neutral, 0xA5, sizeof(*in.neutral));
    in.raw = objects[o].raw;
    perform(c, watch);
    watches[n_watches].object = o;
    watches[n_watches].expected = objects[o].held;
    objects[o].pins += o != NOTHING;
    n_watches++;
}

void unwatch_one(call *c)
{
    if (n_watches == 0) {
        return;
    }
    only_held(c);
    in.neutral = &watches[n_watches - 1].neutral;
    int o = watches[n_watches - 1].object;
    object *it = &objects[o];
    Py_ssize_t missing = watches[n_watches - 1].expected - it->held;
    if (o != NOTHING && missing != 0) {
        mistake(c, HF_COUNT_CHANGED, 0, o, at_unwatch);
    }
    perform(c, unwatch);
    if (c->stops) {
        return; /* it is watched still */
    }
    if (o != NOTHING && missing > 0) { /* they are given back */
        it->held += missing;
        it->loose += missing;
    }
    it->pins -= o != NOTHING;
    n_watches--;
    settle(o);
}

/* loose_one takes or drops a reference that no handle has. */
void loose_one(call *c)
{
    object *o = &objects[c->o];
    if (c->o == NOTHING) {
        return;
    }
    const int most = c->value & 2 ? 3 : 1; /* at once */
    for (int i = 0; i < most; i++) {
        if (c->value & 1 ? o->loose == 0 : is_dropped(c->o)) {
            return;
        }
        int change = c->value & 1 ? -1 : 1;
        PyObject *raw = o->raw;
        o->held += change;
        o->loose += change;
        settle(c->o);
        if (change > 0) {
            Py_INCREF(raw);
        } else {
            Py_DECREF(raw);
        }
    }
}
