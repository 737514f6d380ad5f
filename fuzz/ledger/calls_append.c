/* What consumes a str and gives another. */

#include "fuzz/ledger/perform.h"
#include "fuzz/ledger/rows.h"

/* choose_bytes says what is appended: an own text, a view, or what is no UTF-8. */
static void choose_bytes(const call *c, bool fails)
{
    int v = c->y % VIEWS;
    in.data = "more";
    in.size = 4;
    if (c->value & 1 && views[v].data != NULL && !views[v].gone &&
        is_view_open(v)) {
        in.data = views[v].data;
        in.size = views[v].size;
    }
    if (fails) {
        in.data = "\xFF";
        in.size = 1;
    }
}

/* both is what an object and what is appended make. */
static PyObject *both(int o)
{
    PyObject *right = PyUnicode_DecodeUTF8(in.data, in.size, NULL);
    PyObject *all = PyUnicode_Concat(objects[o].raw, right);
    Py_DECREF(right);
    return all;
}

/* enter_appended puts what came out into |h|: |made|, or |o| again. It consumes
 * |wanted|. */
static void enter_appended(handle *h, int o, int made, PyObject *wanted)
{
    PyObject *raw = hf_as_raw(out.handle.str);
    int found = PyUnicode_Compare(raw, wanted);
    Py_DECREF(wanted);
    if (found != 0) {
        wrong("another str", "both, one after the other");
    }
    if (raw == objects[o].raw && !objects[o].gone) {
        made = o; /* nothing was to be appended */
    } else {
        objects[made] = (object){.raw = raw};
    }
    enter_ticket(h, made, "str", at_append, false);
    /* CPython keeps UTF-8 with the str: now, and not with the first view. */
    PyUnicode_AsUTF8(raw);
}

void append_one(call *c)
{
    enum { MOST = 400 }; /* how long a str gets */
    handle *h = &handles[c->x % HANDLES];
    int o = h->names;
    if (n_tickets == TICKETS || !is_safe(h) || o == LONE ||
        (is_there(o) && !is_str(o))) {
        return;
    }
    only_held(c);
    c->armed = 0;
    without_exception(c);
    const bool fails = (c->value & 6) == 6; /* what is no UTF-8 */
    in.handle = *h;
    choose_bytes(c, fails);
    int made = new_object();
    if (made == NOTHING ||
        (o != NOTHING && tickets[h->ticket].open &&
         PyUnicode_GET_LENGTH(objects[o].raw) + in.size > MOST)) {
        return;
    }
    bool closes = is_consumed(c, h, at_append);
    c->system = !closes && !c->stops;
    c->decode = closes && fails;
    PyObject *wanted = closes && !fails ? both(o) : NULL;
    perform(c, append);
    if (c->stops) {
        return;
    }
    *h = null_handle;
    if (wanted == NULL && !hf_is_null(out.handle.str)) {
        wrong("a result", closes ? "none: what was appended is no UTF-8"
                                 : "none: the handle is not good");
    }
    if (closes) {
        close_ticket(in.handle.ticket, at_append);
        objects[o].held--;
        settle(o);
    }
    if (wanted != NULL) {
        enter_appended(h, o, made, wanted);
    }
}

/* append_own_one appends a str to itself, moved out of: what is borrowed must
 * not be of the same variable. */
void append_own_one(call *c)
{
    handle *h = &handles[c->x % HANDLES];
    int o = h->names;
    if (!is_safe(h) || (is_there(o) && !is_str(o))) {
        return;
    }
    only_held(c);
    in.handle = *h;
    if (tickets[h->ticket].open) {
        mistake(c, HF_MOVED_AND_BORROWED, h->ticket, o, at_append_own);
    } else {
        is_usable(c, h, at_append_own);
    }
    bool closes = !c->stops && is_consumed(c, h, at_append_own);
    c->system = !c->stops && c->pending == NO_EXCEPTION;
    perform(c, append_own);
    if (c->stops) {
        return;
    }
    *h = null_handle;
    if (!hf_is_null(out.handle.str)) {
        wrong("a result", "none: what is appended is not good");
    }
    if (closes) {
        close_ticket(in.handle.ticket, at_append_own);
        objects[o].held--;
        settle(o);
    }
}
