/* calls.h: the calls that ledger.c makes, each with what is expected of
 * it. */
#ifndef FUZZ_LEDGER_CALLS_H
#define FUZZ_LEDGER_CALLS_H

#include "fuzz/ledger/run.h"

/* ---- Handles. */

static void open_one(call *c)
{
    bool as_str = c->value & 1;
    site place = as_str ? at_open_str : at_open_object;
    handle *to = &handles[c->x % HANDLES];
    int o = c->o;
    if (n_tickets == TICKETS || (o != NOTHING && is_dropped(o))) {
        return;
    }
    in.raw = Py_XNewRef(objects[o].raw);
    bool opens = o != NOTHING;
    if (o == NOTHING) {
        only_held(c);
        if (c->pending == NO_EXCEPTION) {
            mistake(c, HF_NULL_WITHOUT_EXCEPTION, 0, NOTHING, place);
        }
    } else if (is_without_gil(c)) {
        mistake(c, HF_WITHOUT_THE_GIL, 0, NOTHING, place);
        opens = false;
    }
    perform(c, as_str ? open_str : open_object);
    *to = null_handle;
    if (opens) {
        enter_ticket(to, o, as_str ? "str" : "object", place, false);
    } else {
        Py_XDECREF(in.raw);
    }
}

static void fresh_one(call *c)
{
    int o = new_object();
    if (o != NOTHING && n_tickets < TICKETS) {
        objects[o].raw = PyList_New(0);
        c->o = o;
        c->value &= 0xFE;
        without_exception(c);
        only_held(c);
        objects[o].held = 1;
        open_one(c);
        objects[o].held--;
        Py_DECREF(objects[o].raw);
        settle(o);
    }
}

static void again_one(call *c)
{
    const handle *from = chosen(c);
    handle *to = &handles[c->x % HANDLES];
    if (!is_safe(from) || n_tickets == TICKETS) {
        return;
    }
    in.handle = *from;
    int o = from->names;
    bool opens = is_usable(c, from, at_again_use);
    if (opens && is_without_gil(c)) {
        only_held(c); /* a reference would be taken first */
    }
    perform(c, again);
    *to = null_handle;
    if (opens) {
        enter_ticket(to, o, "object", at_again, false);
    } else if (!c->stops && !hf_is_null(out.handle.object)) {
        wrong("a reference", "none: the handle is not good");
    }
}

static void again_typed_one(call *c)
{
    const handle *from = chosen(c);
    handle *to = &handles[c->x % HANDLES];
    if (!is_safe(from) || n_tickets == TICKETS) {
        return;
    }
    only_held(c);
    in.handle = *from;
    int o = from->names;
    bool opens = is_usable(c, from, at_again_typed_use);
    perform(c, again_typed);
    *to = null_handle;
    if (opens) {
        enter_ticket(to, o, "str", at_again_typed, false);
    } else if (!c->stops && !hf_is_null(out.handle.str)) {
        wrong("a reference", "none: the handle is not good");
    }
}

static void decref_one(call *c)
{
    handle *h = &handles[c->x % HANDLES];
    site place = c->value & 1 ? at_decref_too : at_decref;
    in.handle = *h;
    bool closes = is_consumed(c, h, place);
    perform(c, c->value & 1 ? decref_too : decref);
    if (closes) {
        close_ticket(h->ticket, place);
        objects[h->names].held--;
        settle(h->names);
    }
}

static void give_one(call *c)
{
    handle *h = &handles[c->x % HANDLES];
    in.handle = *h;
    bool goes_on = true;
    if (in_scope(c)) {
        only_held(c);
    }
    if (in_scope(c) && !scopes[n_scopes - 1].raising) {
        if (h->names == NOTHING && c->pending == NO_EXCEPTION) {
            goes_on = mistake(c, HF_NULL_WITHOUT_EXCEPTION, 0, NOTHING,
                              at_give);
        } else if (h->names != NOTHING && c->pending == LOOKUP) {
            goes_on = mistake(c, HF_RESULT_WITH_EXCEPTION, 0, h->names,
                              at_give);
        }
    }
    bool closes = goes_on && is_consumed(c, h, at_give);
    PyObject *wanted = closes ? objects[h->names].raw : NULL;
    perform(c, give);
    if (closes) {
        close_ticket(h->ticket, at_give);
        objects[h->names].loose++;
    }
    if (!c->stops && out.raw != wanted) {
        wrong("another pointer", "the handle's");
    }
}

static void borrow_one(call *c)
{
    borrowed[c->y % BORROWED] = handles[c->x % HANDLES];
}

static void lend_one(call *c)
{
    handle *to = &borrowed[c->y % BORROWED];
    bool as_str = c->value & 1;
    site place = as_str ? at_lend_str : at_lend;
    int o = c->o;
    if (n_tickets == TICKETS || (o != NOTHING && is_dropped(o))) {
        return;
    }
    in.raw = objects[o].raw;
    bool lends = in_scope(c) && o != NOTHING;
    if (c->gil == OTHER_WITHOUT) {
        c->gil = RELEASED; /* scopes are a thread's own */
    }
    if (lends && c->gil == RELEASED) {
        mistake(c, HF_WITHOUT_THE_GIL, 0, NOTHING, place);
        lends = false;
    }
    perform(c, as_str ? lend_str : lend);
    *to = null_handle;
    if (lends) {
        enter_ticket(to, o, as_str ? "str" : "object", place, true);
    } else if (!c->stops) {
        *to = out.handle;
        to->names = o;
    }
}

static void use_one(call *c)
{
    const handle *from = chosen(c);
    bool counts = c->value & 2;
    if (!is_safe(from)) {
        return;
    }
    if (c->gil == OTHER_WITH && tickets[from->ticket].lent) {
        only_held(c); /* what is lent is a thread's own */
    }
    in.handle = *from;
    bool usable = is_usable(c, from, counts ? at_refcnt : at_use);
    const object *o = &objects[from->names];
    perform(c, counts ? refcnt : use);
    if (c->stops) {
        return;
    }
    if (counts ? out.number != (usable ? o->others + o->held + o->pins : 0)
               : out.raw != (usable ? o->raw : NULL)) {
        wrong(counts ? "another count" : "another pointer",
              usable ? "the object's" : "none: the handle is not good");
    }
}

static void repr_one(call *c)
{
    const handle *from = chosen(c);
    if (!is_safe(from) || from->names == LIAR) {
        return;
    }
    only_held(c);
    c->armed = 0; /* CPython may keep what it allocates */
    in.handle = *from;
    bool usable = is_usable(c, from, at_repr);
    if (c->stops) {
    } else if (c->pending == LOOKUP && usable && c->mistakes == 0) {
        mistake(c, HF_RUN_WITH_EXCEPTION, 0, from->names, at_repr);
    } else if (!usable && c->pending == NO_EXCEPTION) {
        c->system = true;
    }
    perform(c, repr);
    bool made = usable && c->pending == NO_EXCEPTION;
    if (!c->stops && made == hf_is_null(out.handle.str)) {
        wrong(made ? "no repr" : "a repr", made ? "one" : "none");
    }
    if (!c->stops) {
        hf_decref(out.handle.str);
    }
}

/* What the liar's repr is. */
static int lie;
enum { WITH_EXCEPTION, NULL_WITHOUT, TRUTH };

static PyObject *get_lie(PyObject *self)
{
    (void)self;
    if (lie == WITH_EXCEPTION) {
        PyException_SetTraceback(exceptions[LOOKUP], tracebacks[LOOKUP]);
        PyErr_SetObject(PyExc_LookupError, exceptions[LOOKUP]);
    }
    return lie == NULL_WITHOUT ? NULL : Py_NewRef(objects[PLAIN].raw);
}

static void lie_one(call *c)
{
    handle *to = &handles[c->x % HANDLES];
    if (n_tickets == TICKETS || n_scopes > 0) {
        return; /* to lend the liar would be one more place */
    }
    only_held(c);
    c->armed = 0;
    without_exception(c);
    lie = c->value % 3;
    in.handle.borrowed = hf_object_from_borrowed(objects[LIAR].raw);
    bool opens = lie != NULL_WITHOUT;
    if (lie == WITH_EXCEPTION) {
        c->pending = LOOKUP;   /* and stays */
        objects[PLAIN].held++; /* the result */
        opens = mistake(c, HF_RESULT_WITH_EXCEPTION, 0, PLAIN, at_repr);
        objects[PLAIN].held--;
    } else if (lie == NULL_WITHOUT) {
        mistake(c, HF_NULL_WITHOUT_EXCEPTION, 0, NOTHING, at_repr);
    }
    perform(c, repr);
    *to = null_handle;
    if (opens) {
        enter_ticket(to, PLAIN, "str", at_repr, false);
    } else if (lie == WITH_EXCEPTION) {
        Py_DECREF(objects[PLAIN].raw); /* lost where it stopped */
    }
}

/* ---- Scopes and watches. */

static void enter_one(call *c)
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

static void leave_one(call *c)
{
    if (n_scopes == 0) {
        return;
    }
    only_held(c);
    in.scope = &scopes[n_scopes - 1].scope;
    perform(c, leave);
    n_scopes--;
    for (int i = 0; i < scopes[n_scopes].n; i++) {
        ticket *t = &tickets[scopes[n_scopes].lent[i]];
        t->open = false;
        t->closed = at_leave;
        objects[t->object].pins--;
        settle(t->object);
    }
}

static void watch_one(call *c)
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

static void unwatch_one(call *c)
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
static void loose_one(call *c)
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

/* ---- Windows and reports. */

static bool is_since(int t, int first)
{
    return t >= first && tickets[t].open && !tickets[t].lent &&
           !tickets[t].kept;
}

/* keep_one says that a handle lives as long as its module. */
static void keep_one(call *c)
{
    const handle *h = chosen(c);
    HF_KEEP(h->object);
    tickets[h->ticket].kept |= tickets[h->ticket].open;
}

static void begin_one(call *c)
{
    int w = c->x % WINDOWS;
    windows[w].window = c->value & 1 ? hf_ledger_first()->begin()
                                     : hf_ledger_begin();
    windows[w].first = n_tickets;
    windows[w].begun = true;
}

static void count_one(call *c)
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
    size_t each = 48 + (WITH_STACKS ? 8 * sizeof(void *) : 0);
    if (hf_ledger_bytes() % each != 0 || hf_ledger_bytes() / each < 8192) {
        fuzz_failed("content", "%zu bytes", hf_ledger_bytes());
    }
}

static void end_one(call *c)
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

static void read_one(call *c)
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

static void forget_one(call *c)
{
    if (c->value & 1) {
        hf_ledger_first()->forget();
    } else {
        hf_ledger_forget();
    }
    n_reports = 0;
}

/* churn_one has every closed ticket used again, twice. */
static void churn_one(call *c)
{
    if (!is_rare(c)) {
        return;
    }
    only_held(c);
    in.raw = objects[LIST].raw;
    perform(c, churn);
    for (int t = 1; t < n_tickets; t++) {
        tickets[t].forgotten |= !tickets[t].open;
    }
}

static hf_private_number open_next(void)
{
    in.raw = Py_NewRef(objects[LIST].raw);
    open_object();
    in.handle = out.handle;
    return in.handle.object.hf_private_any.hf_private_ticket;
}

/* alike_one consumes a handle twice while another one has a ticket of the same
 * generation, and an index of its own. */
static void alike_one(call *c)
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

/* ---- Views. */

static void view_one(call *c)
{
    const handle *from = chosen(c);
    int v = c->x % VIEWS;
    int o = from->names;
    if (!is_safe(from) || (is_there(o) && !is_str(o))) {
        return;
    }
    only_held(c);
    c->armed = 0;
    in.handle = *from;
    bool usable = is_usable(c, from, at_view);
    bool fails = !usable;
    c->system = fails && c->pending == NO_EXCEPTION && !c->stops;
    if (usable && c->pending != NO_EXCEPTION &&
        !PyUnicode_IS_ASCII(objects[o].raw)) {
        fails = true;
    }
    if (usable && o == LONE) {
        c->encode = c->pending == NO_EXCEPTION;
        fails = true;
    }
    perform(c, view);
    if (c->stops) {
        return;
    }
    if (out.ok == fails) {
        wrong(fails ? "a view" : "no view", fails ? "none" : "one");
    }
    if (!fails) {
        Py_ssize_t size;
        const char *utf8 = PyUnicode_AsUTF8AndSize(objects[o].raw, &size);
        views[v].data = out.utf8.data;
        views[v].size = out.utf8.size;
        views[v].object = o;
        views[v].ticket = c->failing != NO_PAGES ? from->ticket : 0;
        views[v].opened = at_view;
        views[v].gone = false;
        if (size != out.utf8.size ||
            memcmp(utf8, out.utf8.data, (size_t)size + 1) != 0) {
            wrong("a view of other bytes", "one of the str's");
        }
        if ((views[v].ticket != 0) == (out.utf8.data == utf8)) {
            wrong(views[v].ticket != 0 ? "a view that is not watched"
                                       : "a view that is watched",
                  "the other");
        }
        tickets[views[v].ticket].views++;
    }
}

static bool is_view_open(int v)
{
    int t = views[v].ticket;
    return t == 0 ? is_there(views[v].object) : tickets[t].open;
}

/* last_of_pages is where the last byte is that a view has for itself. */
static Py_ssize_t last_of_pages(int v)
{
    Py_ssize_t page = sysconf(_SC_PAGESIZE);
    return (views[v].size + page) / page * page - 1;
}

static void read_view_one(call *c)
{
    int v = c->x % VIEWS;
    if (views[v].data == NULL || views[v].gone) {
        return;
    }
    int t = views[v].ticket;
    if (t == 0 && !is_view_open(v)) {
        return;
    }
    only_held(c);
    c->armed = 0;
    if (!is_view_open(v) && budget <= 0) {
        return;
    }
    const bool is_ours = views[v].opened == at_view; /* the user's file */
    if (!is_ours && c->mode == FROM_PATH) {
        return;
    }
    site place = at_read_for;
    if (c->mode == NAMED && known_place[at_read_for] != 0) {
        snprintf(inner, sizeof(inner), "0x%zx",
                 (size_t)(known_place[at_read_for] - 1 - this_image.bias));
        inner_has_name = c->y & 1;
        place = is_ours ? at_read_view : place;
    }
    bool by_python = c->mode == FROM_PATH;
    place = by_python ? at_read_by_python : place;
    if (!is_view_open(v)) {
        mistake(c, HF_VIEW_READ_TOO_LATE, 0, NOTHING, place);
        reports[n_reports - 1].opened = views[v].opened;
        reports[n_reports - 1].closed = tickets[t].closed;
        budget--;
    }
    Py_ssize_t at = c->value == 0xFF && t != 0 ? last_of_pages(v)
                                               : c->value % (views[v].size + 1);
    in.data = views[v].data + at;
    perform(c, by_python ? read_by_python : read_view);
    inner[0] = '\0';
    if (!c->stops) {
        Py_ssize_t size;
        const char *utf8 = PyUnicode_AsUTF8AndSize(objects[views[v].object].raw,
                                                   &size);
        int wanted = at <= size ? utf8[at] : 0;
        wanted = by_python ? Py_TOLOWER((unsigned char)wanted) : wanted;
        if (out.number != wanted) {
            fuzz_failed("content", "expected the byte 0x%02X, found 0x%02zX",
                        (unsigned)wanted, (size_t)out.number);
        }
    }
}

static void append_one(call *c)
{
    handle *h = &handles[c->x % HANDLES];
    int v = c->y % VIEWS;
    int o = h->names;
    if (n_tickets == TICKETS || !is_safe(h) || o == LONE ||
        (is_there(o) && !is_str(o))) {
        return;
    }
    only_held(c);
    c->armed = 0;
    without_exception(c);
    in.handle = *h;
    in.data = "more";
    in.size = 4;
    if (c->value & 1 && views[v].data != NULL && !views[v].gone &&
        is_view_open(v)) {
        in.data = views[v].data;
        in.size = views[v].size;
    }
    const bool fails = (c->value & 6) == 6; /* what is no UTF-8 */
    if (fails) {
        in.data = "\xFF";
        in.size = 1;
    }
    int made = new_object();
    if (made == NOTHING ||
        (o != NOTHING && tickets[h->ticket].open &&
         PyUnicode_GET_LENGTH(objects[o].raw) + in.size > 400)) {
        return;
    }
    bool closes = is_consumed(c, h, at_append);
    c->system = !closes && !c->stops;
    c->decode = closes && fails;
    PyObject *wanted = NULL;
    if (closes && !fails) {
        wanted = PyUnicode_DecodeUTF8(in.data, in.size, NULL);
        PyObject *left = objects[o].raw;
        PyObject *both = PyUnicode_Concat(left, wanted);
        Py_DECREF(wanted);
        wanted = both;
    }
    perform(c, append);
    if (c->stops) {
        return;
    }
    *h = null_handle;
    if (!closes) {
        if (!hf_is_null(out.handle.str)) {
            wrong("a result", "none: the handle is not good");
        }
        return;
    }
    close_ticket(in.handle.ticket, at_append);
    objects[o].held--;
    settle(o);
    if (fails) {
        if (!hf_is_null(out.handle.str)) {
            wrong("a result", "none: what was appended is no UTF-8");
        }
        return;
    }
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

/* append_own_one appends a str to itself, moved out of: what is borrowed must
 * not be of the same variable. */
static void append_own_one(call *c)
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
    {"hf_as_raw(b)", false},
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
};

static void said_one(call *c)
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

/* many_views_one uses up what there is for views. */
static void many_views_one(call *c)
{
    enum { MOST = 1024, TOO_MANY = 10 };
    int left = MOST;
    if (!is_rare(c)) {
        return;
    }
    only_held(c);
    hf_utf8 made;
    const char *data = PyUnicode_AsUTF8(objects[PLAIN].raw);
    hf_str s = hf_str_from_owned(Py_NewRef(objects[PLAIN].raw));
    for (int t = 1; t < n_tickets; t++) {
        left -= tickets[t].open ? tickets[t].views : 0;
    }
    for (; left > -TOO_MANY; left--) {
        if (!hf_str_as_utf8(hf_borrow(s), &made) ||
            strcmp(made.data, data) != 0) {
            wrong("no view, or of another str", "a view");
        }
        if ((made.data != data) != (left > 0)) {
            fuzz_failed("content", "with room for %d views left, one is %s",
                        left, left > 0 ? "not watched" : "watched");
        }
    }
    hf_decref(s);
    if (n_mapped > MOST) {
        fuzz_failed("totals", "%d views have pages", n_mapped);
    }
    for (int v = 0; v < VIEWS; v++) {
        views[v].gone |= !is_view_open(v);
    }
}

static const char *page_of_nobody; /* behind the first view */

/* fault_one reads what nobody may, and no view was; or it writes to a view. */
static void fault_one(call *c)
{
    struct sigaction ledgers;
    only_held(c);
    c->armed = 0;
    sigaction(SIGSEGV, NULL, &ledgers);
    int v = c->x % VIEWS;
    bool writes = views[v].ticket != 0 && is_view_open(v);
    in.data = writes ? views[v].data + (c->value == 0xFF ? last_of_pages(v) : 0)
                     : page_of_nobody;
    fault_is_expected = true;
    run_guarded(writes ? write_view : read_view);
    fault_is_expected = false;
    sigaction(SIGSEGV, &ledgers, NULL);
    if (!jumped) {
        wrong("a page that could be read, or written to", "a fault");
    }
}

/* ---- What the ledger is seldom given. */

/* only_reports is for what does not go through perform. */
static void only_reports(call *c)
{
    only_held(c);
    c->policy = HF_POLICY_COLLECT;
    c->failing = ALL_GOES_WELL;
    hf_ledger_set_policy(HF_POLICY_COLLECT);
}

/* told_view takes a view, as if that was at |place|. */
static void told_view(int v, const handle *h, site at, void *place)
{
    Py_ssize_t size;
    if (h->ticket == 0 || !tickets[h->ticket].open || !is_str(h->names) ||
        h->names == LONE) {
        return;
    }
    const char *utf8 = PyUnicode_AsUTF8AndSize(objects[h->names].raw, &size);
    views[v].data = hf_private_ledger_view_at(
        h->object.hf_private_any.hf_private_ticket, utf8, size, place);
    views[v].size = size;
    views[v].object = h->names;
    views[v].ticket = h->ticket;
    views[v].opened = at;
    views[v].gone = false;
    tickets[h->ticket].views++;
    if (views[v].data == utf8) {
        wrong("a view that is not watched", "one that is");
    }
}

/* told_one calls the forms that are told the place. */
static void told_one(call *c)
{
    handle *h = &handles[c->x % HANDLES], *to = &borrowed[c->y % BORROWED];
    int which = c->value & 16 ? 1 + c->y % (TOLD - 1) : 0;
    site at = (site)(at_told + which);
    void *place = (void *)told[which].place;
    int o = c->o != NOTHING && !is_dropped(c->o) ? c->o : PLAIN;
    if (n_tickets == TICKETS || (n_scopes > 0 && c->value % 6 == 4)) {
        return;
    }
    only_reports(c);
    hf_private_number t = 0;
    PyObject *wanted = NULL, *found = NULL;
    memset(&out, 0, sizeof(out));
    bool is_other = c->value & 8;
    switch (c->value % 6) {
    case 0:
    case 1:
        Py_INCREF(objects[o].raw);
        t = c->value % 6 == 0
                ? hf_private_ledger_open_at(objects[o].raw, "object", place)
                : hf_private_ledger_open_again_at(objects[o].raw, "object",
                                                  place);
        out.handle.object = HF_PRIVATE_MADE(hf_object, t,
                                            HF_PRIVATE_IN(objects[o].raw));
        enter_ticket(h, o, "object", at, false);
        break;
    case 2:
        if (c->value & 32) {
            told_view(c->x % VIEWS, h, at, place);
        } else if (h->ticket != 0) {
            wanted = is_usable(c, h, at) ? objects[h->names].raw : NULL;
            found = hf_private_ledger_use_at(
                h->object.hf_private_any.hf_private_ticket,
                HF_PRIVATE_OUT(h->object), place);
        }
        break;
    case 5:
        if (n_scopes > 0) {
            t = hf_private_ledger_lend_at(objects[o].raw, "object", place);
            out.handle.object = HF_PRIVATE_MADE(hf_object, t,
                                                HF_PRIVATE_IN(objects[o].raw));
            enter_ticket(to, o, "object", at, true);
        }
        break;
    default: {
        PyObject *raw = HF_PRIVATE_OUT(h->object);
        bool closes = is_consumed(c, h, at);
        wanted = closes ? raw : NULL;
        t = h->object.hf_private_any.hf_private_ticket;
        found = c->value % 6 == 4 ? hf_private_ledger_give_at(t, raw, place)
                : is_other ? hf_private_ledger_close_late_at(t, raw, place)
                           : hf_private_ledger_close_at(t, raw, place);
        if (is_other) {
            hf_private_ledger_seal();
        }
        if (closes) {
            close_ticket(h->ticket, at);
            objects[h->names].loose++;
        }
        break;
    }
    }
    if (found != wanted) {
        wrong("another pointer", "the handle's");
    }
}

static hf_private_number real_ticket(const handle *h)
{
    return h->object.hf_private_any.hf_private_ticket;
}

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
static void told_more_one(call *c)
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

/* foreign_one makes a handle that this ledger has never seen. */
static void foreign_one(call *c)
{
    handle *h = &handles[c->x % HANDLES];
    if (n_tickets == TICKETS) {
        return;
    }
    int o = c->o != NOTHING ? c->o : PLAIN, t = n_tickets++;
    hf_private_number forged = c->y & 1 ? (hf_private_number)0xFFFF0001 << 32 |
                                              c->value
                                        : (hf_private_number)5 << 32 |
                                              (0xFFFFFF00 + c->value);
    h->object = HF_PRIVATE_MADE(hf_object, forged,
                                HF_PRIVATE_IN(objects[o].raw));
    h->names = o;
    h->ticket = t;
    tickets[t] = (ticket){.object = o, .forgotten = true, .forged = true};
}

/* craft_one opens a handle in a call whose callers look odd. They have to be on
 * the stack, where AddressSanitizer may not put them. */
static __attribute__((no_sanitize("address"))) void craft_one(call *c)
{
    enum { FRAMES = 20 };
    const void *frames[FRAMES][2];
    handle *to = &handles[c->x % HANDLES];
    if (n_tickets == TICKETS) {
        return;
    }
    only_held(c);
    int calls = 2; /* the site, and what it was called from */
    for (int i = 0; i < FRAMES; i++) {
        frames[i][0] = i + 1 < FRAMES ? frames[i + 1] : NULL;
        frames[i][1] = (const void *)(uintptr_t)(0x100 + i);
    }
    in.data = (const char *)frames[0];
    switch (c->value % 6) {
    case 0:
        in.data++;
        break;
    case 1:
        in.data = (const char *)(UINTPTR_MAX & ~(uintptr_t)0xFFFF);
        if (c->y & 1 && n_watches == 0) { /* at the end of the stack */
            c->gil = OTHER_WITH;
            in.data = stack + STACK - sizeof(void *);
        }
        break;
    case 2:
        frames[0][1] = NULL;
        break;
    case 3:
        frames[0][0] = frames[0];
        calls = 3;
        break;
    case 4:
        frames[1][c->y & 1 ? 0 : 1] = NULL;
        calls = c->y & 1 ? 4 : 3;
        break;
    default:
        calls = 7; /* as many as are kept */
        break;
    }
    in.raw = Py_NewRef(objects[WIDE].raw);
    perform(c, open_crafted);
    enter_ticket(to, WIDE, "object", at_open_crafted, false);
    tickets[to->ticket].calls = calls;
}

/* fill_one opens more handles than a ledger with little memory has room for. */
static void fill_one(call *c)
{
    enum { MANY = 20000 };
    static hf_object many[MANY];
    if (!is_rare(c) || !WITH_STACKS) {
        return;
    }
    only_held(c);
    size_t before = hf_ledger_count(0);
    Py_ssize_t count = Py_REFCNT(objects[LIST].raw);
    for (int i = 0; i < MANY; i++) {
        open_next();
        many[i] = out.handle.object;
    }
    size_t watched = hf_ledger_count(0) - before;
    hf_private_call_scope scope; /* what is lent then is not watched, too */
    hf_private_ledger_enter(&scope);
    hf_object_borrowed more = hf_object_from_borrowed(objects[LIST].raw);
    if (hf_as_raw(more) != objects[LIST].raw) {
        wrong("another pointer", "the one that was lent");
    }
    hf_private_ledger_leave(&scope);
    if (watched < 100 || watched >= MANY) {
        fuzz_failed("content", "%zu handles of %d are watched", watched, MANY);
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

/* age has each ticket that waits used again 127 times: the next time, in eight
 * bits, its generation would be what it is now. */
static void age(void)
{
    enum { WAIT = 8193, TIMES = 127 };
    for (int i = 0; i < TIMES * WAIT + WAIT / 2; i++) {
        hf_object o = hf_object_from_owned(Py_NewRef(objects[LIST].raw));
        hf_decref(o);
    }
}

/* hold_one opens so many handles that each ticket that was closed before
 * belongs to one of them. They are told as a leak, and old tickets are used. */
static void hold_one(call *c)
{
    handle *h = &handles[c->x % HANDLES];
    if (!is_rare(c) || WITH_STACKS) {
        return;
    }
    only_reports(c);
    in.raw = objects[LIST].raw;
    if (c->y == 15) {
        age();
    }
    perform(c, hold);
    let_go(); /* now enough wait */
    hf_ledger_window window = hf_ledger_begin();
    perform(c, hold);
    for (int t = 1; t < n_tickets; t++) {
        tickets[t].forgotten |= !tickets[t].open;
    }
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
static void lend_many_one(call *c)
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
static void many_reports_one(call *c)
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

/* ---- What is done while an object is released. */

static size_t open_while_it_goes;

static void look_while_it_goes(PyObject *self)
{
    open_while_it_goes = hf_ledger_count(0);
    hf_object other = hf_object_from_owned(Py_NewRef(objects[LIST].raw));
    hf_decref(other);
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyType_Slot looker_slots[] = {
    {Py_tp_dealloc, (void *)(uintptr_t)look_while_it_goes}, {0, NULL}};
static PyType_Spec looker_spec = {.name = "fuzz.Looker",
                                  .basicsize = sizeof(PyObject),
                                  .flags = Py_TPFLAGS_DEFAULT,
                                  .slots = looker_slots};

/* goes_one consumes the only handle of an object that counts the open handles
 * while it is released: its own is none of them any more. */
static void goes_one(call *c)
{
    static PyObject *type;
    only_reports(c);
    if (type == NULL) {
        type = PyType_FromSpec(&looker_spec);
    }
    const size_t before = hf_ledger_count(0);
    in.raw = PyType_GenericAlloc((PyTypeObject *)type, 0);
    perform(c, open_object);
    in.handle = out.handle;
    perform(c, c->value & 1 ? decref_too : decref);
    if (open_while_it_goes != before) {
        fuzz_failed("content",
                    "expected %zu open handles while an object is released "
                    "with its last one, found %zu",
                    before, open_while_it_goes);
    }
}

/* ---- The list of all ledgers. */

static const char *const list_of_all = "holdfast.ledgers";
static hf_ledger_table foreign = {.version = HF_LEDGER_VERSION,
                                  .module = "foreign"};

static PyObject *known_to_all(void)
{
    return PyInterpreterState_GetDict(PyInterpreterState_Main());
}

static void put_list(hf_ledger_table *first)
{
    PyObject *capsule = PyCapsule_New(first, list_of_all, NULL);
    PyDict_SetItemString(known_to_all(), list_of_all, capsule);
    Py_DECREF(capsule);
}

static void find_first(void)
{
    out.raw = (PyObject *)(void *)hf_ledger_first();
}

static const char two_versions[] =
    "holdfast: %s and %s are compiled with ledgers of versions %d and %d: "
    "compile both with the same Holdfast\n";
enum { SAID = 8192 }; /* there is no room for more, with the NUL */

/* foreign_name is short; or such that what is said fits, just so, or not. */
static const char *foreign_name(int which)
{
    static char name[SAID];
    int rest = snprintf(NULL, 0, two_versions, "", program_path,
                        HF_LEDGER_VERSION + 1, HF_LEDGER_VERSION);
    memset(name, 'f', sizeof(name));
    name[which == 0 ? 7 : SAID - 3 - rest + which] = '\0';
    return name;
}

static int other_version(const call *c)
{
    return HF_LEDGER_VERSION + (c->value & 16 ? -1 : 1);
}

static void first_one(call *c)
{
    only_held(c);
    unsigned armed = c->armed;
    c->armed = 0;
    hf_ledger_table *wanted = hf_ledger_first();
    hf_ledger_table *next = wanted->next;
    hf_policy before = c->policy;
    foreign.version = HF_LEDGER_VERSION;
    foreign.next = NULL;
    switch (c->value % 4) {
    case 0: /* gone, as where Python ended in between */
        PyDict_DelItemString(known_to_all(), list_of_all);
        break;
    case 1: /* another module came first */
        put_list(&foreign);
        next = &foreign;
        break;
    case 2: /* it is in the list, further back */
        foreign.next = wanted;
        put_list(&foreign);
        wanted = &foreign;
        next = foreign.next;
        break;
    default:
        without_exception(c); /* it would end with the process */
        foreign.version = (uint32_t)other_version(c);
        foreign.module = foreign_name(c->value >> 2 & 3);
        put_list(&foreign);
        break;
    }
    if (c->value % 4 == 3) {
        char said[SAID];
        ends_begin(false);
        run_guarded(find_first);
        const char *text = ends_read();
        snprintf(said, sizeof(said), two_versions, foreign.module, program_path,
                 other_version(c), HF_LEDGER_VERSION);
        if (!jumped || strcmp(text, said) != 0) {
            fuzz_failed("report", "expected\n%sfound\n%s", said, text);
        }
        foreign.version = HF_LEDGER_VERSION;
        put_list(wanted);
    }
    fail_allocation(armed);
    hf_ledger_first(); /* it may be there only after the next call */
    end_of_failure();
    hf_ledger_table *first = hf_ledger_first();
    const hf_ledger_table *mine = first == &foreign ? first->next : first;
    if (first != wanted || first->next != next ||
        mine->version != HF_LEDGER_VERSION ||
        strcmp(mine->module, program_path) != 0 ||
        mine->reports() != n_reports || mine->report(KEPT, NULL) != NULL) {
        wrong("another list of ledgers", "this one behind what was put first");
    }
    if (first == &foreign) {
        put_list((hf_ledger_table *)(uintptr_t)mine);
    }
    mine->set_policy(before);
}

/* ---- The table. */

const fuzz_row fuzz_rows[] = {
    {0, "open", open_one},
    {1, "fresh", fresh_one},
    {2, "again", again_one},
    {3, "decref", decref_one},
    {4, "give", give_one},
    {5, "borrow", borrow_one},
    {6, "lend", lend_one},
    {7, "use", use_one},
    {8, "repr", repr_one},
    {9, "lie", lie_one},
    {10, "enter", enter_one},
    {11, "leave", leave_one},
    {12, "watch", watch_one},
    {13, "unwatch", unwatch_one},
    {14, "loose", loose_one},
    {15, "begin", begin_one},
    {16, "count", count_one},
    {17, "end", end_one},
    {18, "read", read_one},
    {19, "forget", forget_one},
    {20, "churn", churn_one},
    {21, "view", view_one},
    {22, "read_view", read_view_one},
    {23, "append", append_one},
    {24, "many_views", many_views_one},
    {25, "told", told_one},
    {26, "foreign", foreign_one},
    {27, "craft", craft_one},
    {28, "fill", fill_one},
    {29, "lend_many", lend_many_one},
    {30, "hold", hold_one},
    {31, "fault", fault_one},
    {32, "first", first_one},
    {33, "alike", alike_one},
    {34, "many_reports", many_reports_one},
    {35, "goes", goes_one},
    {36, "again_typed", again_typed_one},
    {37, "keep", keep_one},
    {38, "append_own", append_own_one},
    {39, "said", said_one},
    {40, "told_more", told_more_one},
};
const int fuzz_n_rows = sizeof(fuzz_rows) / sizeof(fuzz_rows[0]);

#endif /* FUZZ_LEDGER_CALLS_H */
