/* What a container lends. */

#include "fuzz/ledger/perform.h"
#include "fuzz/ledger/rows.h"

/* So many tickets of items may be closed in one input that all that were closed are
 * still known. */
enum { LENT_MOST = 6000 };
static int n_lent;

void items_begin(void)
{
    n_lent = 0;
}

/* list_of makes a list of |n| lists, but for |it| at |k|; new. */
static PyObject *list_of(int n, int k, PyObject *it)
{
    PyObject *list = fuzz_made(PyList_New(n));
    for (int i = 0; i < n; i++) {
        PyList_SET_ITEM(list, i,
                        i == k ? Py_NewRef(it) : fuzz_made(PyList_New(0)));
    }
    return list;
}

/* lend_from borrows the item at |i| from one of two places. */
static void lend_from(call *c, const handle *list, int i, bool too)
{
    in.handle = *list;
    in.size = i;
    perform(c, too ? lend_item_too : lend_item);
}

/* Who lends: a handle that is consumed; or, in a call of its own, a borrowed one, or one
 * that has no ticket. That one lends outside of any call, too: nobody watches it then. */
typedef enum lender { OWNED, BORROWED_ONE, UNWATCHED, OF_NO_CALL } lender;

static lender lender_of(const call *c)
{
    const bool scoped = c->x & 8, bare = c->y & 8;
    return !scoped && !bare           ? OWNED
           : scoped && !bare          ? BORROWED_ONE
           : !scoped && n_scopes == 0 ? OF_NO_CALL
                                      : UNWATCHED;
}

/* handle_by is a handle to |list| of that kind. */
static handle handle_by(call *c, lender by, PyObject *list)
{
    in.raw = list;
    if (by == OWNED) {
        perform(c, open_object);
    } else if (by == BORROWED_ONE) {
        perform(c, lend);
    } else {
        out.handle = (handle){
            .object = HF_PRIVATE_MADE(hf_object, 0, HF_PRIVATE_IN(list))};
    }
    return out.handle;
}

/* check_beyond borrows what is not there. */
static void check_beyond(call *c, const handle *list, int n)
{
    lend_from(c, list, n, false);
    if (!hf_is_null(out.handle.borrowed) ||
        !PyErr_ExceptionMatches(PyExc_IndexError)) {
        wrong("an item", "an IndexError: it is beyond the end");
    }
    PyErr_Clear();
}

/* items_one borrows each item of a list, one of them once more from elsewhere, and
 * uses that when who lent it has ended. Those that are too many for a ticket each have
 * that of the list. */
void items_one(call *c)
{
    enum { MOST = 70, OWN = 64 };
    const int o = c->o, n = 1 + c->value % MOST;
    const int all[4] = {0, n / 2, n - 1, n - 1}, k = all[c->x & 3];
    const lender by = lender_of(c);
    const bool too = c->x & 4, has_own = k < OWN || by >= UNWATCHED;
    if (o == NOTHING || is_dropped(o) || n_tickets == TICKETS ||
        n_lent + n > LENT_MOST) {
        return;
    }
    const hf_policy policy =
        c->policy; /* of the last use alone: all else is right */
    only_reports(c);
    without_exception(c);
    c->armed = 0;
    n_lent += n + 2;
    hf_private_call_scope scope;
    in.scope = &scope;
    if (by == BORROWED_ONE || by == UNWATCHED) {
        perform(c, enter);
    }
    PyObject *raw = list_of(n, k, objects[o].raw);
    const handle list = handle_by(c, by, raw);
    handle *to = &borrowed[c->y % BORROWED], item = null_handle;
    for (int i = 0; i < n; i++) {
        lend_from(c, &list, i, false);
        item = i == k ? out.handle : item;
    }
    if (too) {
        lend_from(c, &list, k, true);
        item = out.handle;
    }
    check_beyond(c, &list, n);
    in.handle = item;
    perform(c, use);
    if (out.raw != objects[o].raw) {
        wrong("another item", "the one that was borrowed");
    }
    if (by == OWNED) {
        in.handle = list;
        perform(c, decref);
    } else {
        in.scope = &scope;
        if (by != OF_NO_CALL) {
            perform(c, leave);
        }
        Py_DECREF(raw);
    }
    *to = item;
    to->names = o;
    to->ticket = 0;
    if (by != OF_NO_CALL) {
        tickets[n_tickets] = (ticket){
            .handle = item.object,
            .object = o,
            .type = "object",
            .opened = has_own       ? too ? at_lend_item_too : at_lend_item
                      : by == OWNED ? at_open_object
                                    : at_lend,
            .closed = by == OWNED ? at_decref : at_leave,
            .lent = has_own || by != OWNED};
        to->ticket = n_tickets++;
    }
    c->policy = policy;
    hf_ledger_set_policy(policy);
    in.handle = *to;
    bool usable = is_usable(c, to, at_use);
    perform(c, use);
    if (!c->stops && out.raw != (usable ? objects[o].raw : NULL)) {
        wrong("another pointer",
              usable ? "the item's" : "none: the list has ended");
    }
}
