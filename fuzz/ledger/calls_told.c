/* The forms that are told the place, or of what expression a handle is made. */

#include "fuzz/ledger/perform.h"
#include "fuzz/ledger/rows.h"

#include <string.h>

/* told_view takes a view, as if that was at |place|. */
static void told_view(int v, const handle *h, site at, void *place)
{
    Py_ssize_t size;
    if (h->ticket == 0 || !tickets[h->ticket].open || !is_str(h->names) ||
        h->names == LONE) {
        return;
    }
    const char *utf8 = PyUnicode_AsUTF8AndSize(objects[h->names].raw, &size);
    views[v] = (viewed){
        .data = hf_private_ledger_view_at(real_ticket(h), utf8, size, place),
        .size = size,
        .object = h->names,
        .ticket = h->ticket,
        .opened = at};
    tickets[h->ticket].views++;
    if (views[v].data == utf8) {
        wrong("a view that is not watched", "one that is");
    }
}

/* told_open opens a handle to |o|. */
static void told_open(handle *h, int o, bool again, site at, void *place)
{
    Py_INCREF(objects[o].raw);
    hf_private_number t = again ? hf_private_ledger_open_again_at(
                                      objects[o].raw, "object", place)
                                : hf_private_ledger_open_at(objects[o].raw,
                                                            "object", place);
    out.handle.object = HF_PRIVATE_MADE(hf_object, t,
                                        HF_PRIVATE_IN(objects[o].raw));
    enter_ticket(h, o, "object", at, false);
}

/* told_use uses |h|. */
static void told_use(call *c, const handle *h, site at, void *place)
{
    PyObject *wanted = is_usable(c, h, at) ? objects[h->names].raw : NULL;
    if (hf_private_ledger_use_at(real_ticket(h), HF_PRIVATE_OUT(h->object),
                                 place) != wanted) {
        wrong("another pointer", "the handle's");
    }
}

/* told_close consumes |h|, in one way or another. */
static void told_close(call *c, const handle *h, site at, void *place)
{
    PyObject *raw = HF_PRIVATE_OUT(h->object), *found;
    const hf_private_number t = real_ticket(h);
    const bool is_late = c->value & 8;
    bool closes = is_consumed(c, h, at);
    found = c->value % 6 == 4 ? hf_private_ledger_give_at(t, raw, place)
            : is_late         ? hf_private_ledger_close_late_at(t, raw, place)
                              : hf_private_ledger_close_at(t, raw, place);
    if (is_late) {
        hf_private_ledger_seal();
    }
    if (closes) {
        close_ticket(h->ticket, at);
        objects[h->names].loose++;
    }
    if (found != (closes ? raw : NULL)) {
        wrong("another pointer", "the handle's");
    }
}

/* told_lend lends |o|. */
static void told_lend(handle *to, int o, site at, void *place)
{
    hf_private_number t = hf_private_ledger_lend_at(objects[o].raw, "object",
                                                    place);
    out.handle.object = HF_PRIVATE_MADE(hf_object, t,
                                        HF_PRIVATE_IN(objects[o].raw));
    enter_ticket(to, o, "object", at, true);
}

/* told_one calls the forms that are told the place. */
void told_one(call *c)
{
    handle *h = &handles[c->x % HANDLES];
    const int what = c->value % 6;
    int which = c->value & 16 ? 1 + c->y % (TOLD - 1) : 0;
    site at = (site)(at_told + which);
    void *place = (void *)told[which].place;
    int o = c->o != NOTHING && !is_dropped(c->o) ? c->o : PLAIN;
    if (n_tickets == TICKETS || (n_scopes > 0 && what == 4)) {
        return;
    }
    only_reports(c);
    memset(&out, 0, sizeof(out));
    if (what < 2) {
        told_open(h, o, what == 1, at, place);
    } else if (what == 2 && c->value & 32) {
        told_view(c->x % VIEWS, h, at, place);
    } else if (what == 2 && h->ticket != 0) {
        told_use(c, h, at, place);
    } else if (what == 5 && n_scopes > 0) {
        told_lend(&borrowed[c->y % BORROWED], o, at, place);
    } else if (what == 3 || what == 4) {
        told_close(c, h, at, place);
    }
}

/* ---- More of them. */

/* is_set_at asks whether a variable was ever set. */
static void is_set_at(call *c, const handle *h, site at)
{
    const bool is_null = c->value & 32;
    const bool wanted = h->ticket == 0 ? is_null : !tickets[h->ticket].forged;
    if (!wanted) {
        mistake(c, HF_NEVER_INITIALISED, 0, NOTHING, at);
    }
    if (hf_private_ledger_is_set_at(real_ticket(h), is_null,
                                    (void *)told[at - at_told].place) !=
        wanted) {
        wrong("another answer", wanted ? "that it is set" : "that it is not");
    }
}

/* use_beside uses |b| in a call that consumes |h|. */
static void use_beside(call *c, const handle *b, const handle *h, site at)
{
    const bool moved = c->value & 32;
    hf_private_number taken = moved ? hf_private_moved(real_ticket(h))
                                    : real_ticket(h);
    PyObject *wanted = HF_PRIVATE_OUT(b->object);
    if (b->ticket != 0 && b->ticket == h->ticket && moved &&
        tickets[b->ticket].open) {
        mistake(c, HF_MOVED_AND_BORROWED, b->ticket, b->names, at);
        wanted = NULL;
    } else if (b->ticket != 0 && !is_usable(c, b, at)) {
        wanted = NULL;
    }
    PyObject *found = hf_private_ledger_use_beside_at(
        real_ticket(b), HF_PRIVATE_OUT(b->object), taken,
        (void *)told[at - at_told].place);
    if (found != wanted) {
        wrong("another pointer", "the handle's, or none");
    }
}

/* told_more_one calls more of the forms that are told the place. */
void told_more_one(call *c)
{
    handle *h = &handles[c->x % HANDLES];
    const site at = (site)(at_told +
                           (c->value & 16 ? 1 + c->y % (TOLD - 1) : 0));
    int o = c->o != NOTHING && !is_dropped(c->o) ? c->o : PLAIN;
    if (n_tickets == TICKETS || !is_safe(chosen(c))) {
        return;
    }
    only_reports(c);
    if (c->value % 3 == 0) {
        is_set_at(c, h, at);
    } else if (c->value % 3 == 1) {
        use_beside(c, chosen(c), h, at);
    } else {
        enum { ROW_OF_OBJECT = 0 };
        memset(&out, 0, sizeof(out));
        hf_private_number t = hf_private_ledger_open_more_at(
            Py_NewRef(objects[o].raw), ROW_OF_OBJECT,
            (void *)told[at - at_told].place);
        out.handle.object = HF_PRIVATE_MADE(hf_object, t,
                                            HF_PRIVATE_IN(objects[o].raw));
        enter_ticket(h, o, "object", at, false);
    }
}

/* ---- The latest call that began without an exception. */

static void needs_gil_at(site at)
{
    hf_private_ledger_need_gil_at((void *)told[at - at_told].place);
}

/* calls_within makes so many calls from Python, one in the other. */
static void calls_within(int n, site at)
{
    hf_private_call_scope scope;
    hf_private_ledger_enter(&scope);
    needs_gil_at(at);
    if (n > 1) {
        calls_within(n - 1, at);
    }
    hf_private_ledger_leave(&scope);
}

/* none_yet_one has Python code asked for while an exception is set: the report says
 * which call was the last that saw none, and that is none within a call that is
 * over. */
void none_yet_one(call *c)
{
    const site last = (site)(at_told + 1 + c->x % (TOLD - 1));
    const site other = (site)(at_told + 1 + c->y % (TOLD - 1));
    const site asks = (site)(at_told + 1 + c->value % (TOLD - 1));
    const int within = c->value >> 4 & 3;
    int o = c->o != NOTHING && !is_dropped(c->o) ? c->o : PLAIN;
    only_reports(c);
    without_exception(c);
    needs_gil_at(last);
    if (within > 0) {
        calls_within(within, other);
    }
    PyErr_SetNone(PyExc_LookupError);
    needs_gil_at(other);
    mistake(c, HF_RUN_WITH_EXCEPTION, 0, o, asks);
    reports[n_reports - 1].none_yet = last;
    hf_private_ledger_pending_at(objects[o].raw,
                                 (void *)told[asks - at_told].place);
    PyErr_Clear();
}

/* ---- Expressions. */

/* What handles are said to be made of, and whether it is a mistake. */
typedef struct expression {
    const char *text;
    bool is_mistake;
} expression;

static const expression said_owned[] = {
    {"hf_object_as_raw(b)", true},
    {"hf_str_as_raw(b)", true},
    {"(PyObject *)hf_str_as_raw(b)", true},
    {"(PyObject *)(void *)hf_object_as_raw(b)", true},
    {" ((hf_str_as_raw(b)))", true},
    {"hf_object_as_raw", false},
    {"(hf_object_as_raw", false},
    {"hf_as_raw(b)", true},
    {"_as_raw(b)", false},
    {"my_object_as_raw(b)", false},
    {"hf_object_into_raw(b)", false},
    {"((*p)->hf_object_as_raw(b))", false},
    {"raw", false},
};
static const expression said_borrowed[] = {
    {"PyObject_Repr(x)", true},
    {"PyUnicode_FromString(text)", true},
    {"(PyObject *)PyObject_Repr(x)", true},
    {"(PyObject_Repr((PyObject *)x))", true},
    {"PyObject_Repr", false},
    {"PyObject_Rep(x)", false},
    {"PyObject_Xepr(x)", false},
    {"PyTuple_GetItem(x, 0)", false},
    {"MyObject_Repr(x)", false},
    {"hf_into_raw(x)", true},
    {"hf_str_into_raw(x)", true},
    {"hf_into_raw", false},
    {"my_into_raw(x)", false},
    {"hf_as_raw(x)", false},
};

void said_one(call *c)
{
    enum {
        OWNED = sizeof(said_owned) / sizeof(said_owned[0]),
        LENT = sizeof(said_borrowed) / sizeof(said_borrowed[0])
    };
    const bool owned = c->value & 1;
    const int i = c->value / 2;
    const expression *it = owned ? &said_owned[i % OWNED]
                                 : &said_borrowed[i % LENT];
    const int o = c->o;
    if (o != NOTHING && is_dropped(o)) {
        return;
    }
    only_held(c);
    in.raw = objects[o].raw;
    in.data = it->text;
    const bool reports_it = it->is_mistake && o != NOTHING;
    if (reports_it) {
        mistake(c, owned ? HF_LENT_NOT_OWNED : HF_NEW_NOT_OWNED, 0, o,
                owned ? at_say_owned : at_say_borrowed);
    }
    perform(c, owned ? say_owned : say_borrowed);
    if (c->stops) {
        return;
    }
    if (owned && reports_it) { /* who owns it wrongly gets a reference */
        objects[o].held++;
        objects[o].loose++;
    }
    if (out.raw != in.raw) {
        wrong("another pointer", "the one that was given");
    }
}
