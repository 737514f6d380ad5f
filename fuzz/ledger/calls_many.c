/* Handles by the thousand: tickets that are used again, and none left. */

#include "fuzz/ledger/perform.h"
#include "fuzz/ledger/rows.h"
#include "fuzz/ledger/stacks.h"

/* churn_one has every closed ticket used again, twice. */
void churn_one(call *c)
{
    if (!is_rare(c)) {
        return;
    }
    only_held(c);
    in.raw = objects[LIST].raw;
    perform(c, churn);
    forget_closed();
}

hf_private_number open_next(void)
{
    in.raw = Py_NewRef(objects[LIST].raw);
    open_object();
    in.handle = out.handle;
    return real_ticket(&in.handle);
}

/* alike_one consumes a handle twice while another one has a ticket of the same
 * generation, and an index of its own. */
void alike_one(call *c)
{
    const uint32_t index = c->y & 1 ? 0x7F : 0;
    handle *h = &handles[c->x % HANDLES];
    int left = 2 * CHURN;
    if (!is_rare(c) || n_tickets + 2 > TICKETS) {
        return;
    }
    churn_one(c);
    hf_private_number one = open_next(), other;
    while ((uint32_t)one != index && left-- > 0) {
        decref();
        one = open_next();
    }
    enter_ticket(&handles[(c->x + 1) % HANDLES], LIST, "object", at_open_object,
                 false);
    other = open_next();
    while (other >> 32 != one >> 32 && left-- > 0) {
        decref();
        other = open_next();
    }
    enter_ticket(h, LIST, "object", at_open_object, false);
    decref();
    close_ticket(h->ticket, at_decref);
    objects[LIST].held--;
    is_consumed(c, h, at_decref);
    perform(c, decref);
}

/* check_lends_unwatched lends what there is no room for either: by a call, and by
 * |list|, which is watched. */
static void check_lends_unwatched(hf_object list)
{
    hf_private_call_scope scope;
    hf_private_ledger_enter(&scope);
    hf_object_borrowed more = hf_object_from_borrowed(objects[LIST].raw);
    if (hf_as_raw(more) != objects[LIST].raw) {
        wrong("another pointer", "the one that was lent");
    }
    hf_private_ledger_leave(&scope);
    PyList_Append(objects[LIST].raw, objects[INT].raw);
    hf_object_borrowed item = hf_list_get_borrowed(
        HF_PRIVATE_AS(hf_list_borrowed, list), 0);
    if (hf_as_raw(item) != objects[INT].raw) {
        wrong("another pointer", "the one that the list lent");
    }
    PyList_SetSlice(objects[LIST].raw, 0, 1, NULL);
}

/* fill_one opens more handles than a ledger with little memory has room for. */
void fill_one(call *c)
{
    enum { MANY = 20000 };
    static hf_object many[MANY];
    if (!is_rare(c) || !with_stacks) {
        return;
    }
    only_held(c);
    size_t before = hf_ledger_count(0);
    Py_ssize_t count = Py_REFCNT(objects[LIST].raw);
    for (int i = 0; i < MANY; i++) {
        open_next();
        many[i] = out.handle.object;
    }
    size_t n_watched = hf_ledger_count(0) - before;
    check_lends_unwatched(many[0]);
    if (n_watched < 100 || n_watched >= MANY) {
        fuzz_failed("content", "%zu handles of %d are watched", n_watched, MANY);
    }
    for (int i = 0; i < MANY; i++) {
        if (hf_as_raw(many[i]) != objects[LIST].raw) {
            wrong("that a handle which is not watched is not good",
                  "that it is");
        }
        hf_decref(many[i]);
    }
    if (Py_REFCNT(objects[LIST].raw) != count) {
        wrong("another count", "the one before");
    }
    churn_one(c);
}

static void let_go(void)
{
    for (int i = 0; i < HELD_AT_ONCE; i++) {
        hf_decref(held_at_once[i]);
    }
}

/* age has the closed ticket of |h| used again 127 times: the next time, in eight
 * bits, its generation would be what it is now. */
static void age(const handle *h)
{
    enum { TIMES = 127, MANY = 2 * (TIMES + 1) * HELD_AT_ONCE };
    const uint32_t index = (uint32_t)real_ticket(h);
    for (int i = 0, times = 0; i < MANY && times < TIMES; i++) {
        times += (uint32_t)open_next() == index;
        decref();
    }
}

/* hold_one opens so many handles that each ticket that was closed before
 * belongs to one of them. They are told as a leak, and old tickets are used. */
void hold_one(call *c)
{
    handle *h = &handles[c->x % HANDLES];
    if (!is_rare(c) || with_stacks) {
        return;
    }
    only_reports(c);
    in.raw = objects[LIST].raw;
    if (c->y == 15 && h->ticket != 0 && !tickets[h->ticket].open) {
        age(h);
    }
    perform(c, hold);
    let_go(); /* now enough wait */
    hf_ledger_window window = hf_ledger_begin();
    perform(c, hold);
    forget_closed();
    objects[LIST].held += HELD_AT_ONCE;
    mistake(c, HF_LEAK, 0, LIST, NOWHERE);
    objects[LIST].held -= HELD_AT_ONCE;
    reports[n_reports - 1].opened = at_hold;
    reports[n_reports - 1].times = HELD_AT_ONCE;
    if (hf_ledger_end(window) != HELD_AT_ONCE) {
        wrong("another number of leaks", "all handles");
    }
    if (h->ticket != 0 && !tickets[h->ticket].open) {
        in.handle = *h;
        is_usable(c, h, at_use);
        perform(c, use);
        is_consumed(c, h, at_decref);
        perform(c, decref);
    }
    let_go();
}

/* lend_many_one lends more than the ledger looks at; the first borrowed handle
 * stays. */
void lend_many_one(call *c)
{
    if (!is_rare(c) || n_scopes == 0 || n_tickets + 70 > TICKETS) {
        return;
    }
    only_held(c);
    int o = c->o != NOTHING && !is_dropped(c->o) ? c->o : LIST;
    for (int i = 0; i < 70; i++) {
        in.raw = objects[o].raw;
        perform(c, lend);
        enter_ticket(&borrowed[1 + i % (BORROWED - 1)], o, "object", at_lend,
                     true);
    }
}

/* many_reports_one makes one mistake so often that not all reports are kept. */
void many_reports_one(call *c)
{
    const int many = 90 + c->value % 30;
    handle *h = &handles[c->x % HANDLES];
    if (h->ticket == 0 || tickets[h->ticket].open ||
        n_reports + 120 > REPORTS) {
        return;
    }
    only_reports(c);
    in.handle = *h;
    for (int i = 0; i < many; i++) {
        /* Not the same each time, so that one cannot stand for another. */
        n_batches++;
        if (i % 2 == 0) {
            is_consumed(c, h, at_decref);
            perform(c, decref);
        } else {
            is_usable(c, h, at_use);
            perform(c, use);
        }
    }
}
