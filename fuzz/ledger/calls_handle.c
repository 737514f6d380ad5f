/* Handles: opened, borrowed, lent, used, consumed. */

#include "fuzz/ledger/perform.h"
#include "fuzz/ledger/rows.h"

void open_one(call *c)
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

/* made_once is an object of a kind that a report may show in a way of its own. */
static PyObject *made_once(int kind)
{
    PyObject *one, *bits, *made;
    switch (kind) {
    case 1:
        return PyLong_FromLong(LONG_MIN);
    case 2:
        return PyLong_FromLong(LONG_MAX);
    case 3:
    case 4: /* beyond a long, to either side */
        one = fuzz_made(PyLong_FromLong(kind & 1 ? 1 : -1));
        bits = fuzz_made(PyLong_FromLong(70));
        made = PyNumber_Lshift(one, bits);
        Py_DECREF(one);
        Py_DECREF(bits);
        return made;
    case 5: /* an instance of a subclass is shown as any object is */
        one = fuzz_made(PyObject_CallFunction((PyObject *)&PyType_Type,
                                              "s(O){}", "I", &PyLong_Type));
        made = PyObject_CallFunction(one, "i", 1234);
        Py_DECREF(one);
        return made;
    case 6:
        return PyComplex_FromDoubles(2.5, 1);
    default:
        return PyBytes_FromStringAndSize("bytes", 5);
    }
}

/* fresh is a new list; or the one object of another kind, which is the target's, too,
 * and so never ends: the model may look at what has ended, where CPython keeps the
 * memory of lists. */
static PyObject *fresh(int kind, Py_ssize_t *others)
{
    enum { KINDS = 8 };
    static PyObject *of_kind[KINDS];
    PyObject **kept = &of_kind[kind % KINDS];
    bool is_free = kind % KINDS != 0;
    if (is_free && *kept == NULL) {
        *kept = fuzz_made(made_once(kind % KINDS));
    }
    for (int o = 0; o < OBJECTS; o++) {
        is_free = is_free && objects[o].raw != *kept;
    }
    *others = is_free;
    return is_free ? Py_NewRef(*kept) : PyList_New(0);
}

void fresh_one(call *c)
{
    int o = new_object();
    if (o != NOTHING && n_tickets < TICKETS) {
        without_exception(c);
        Py_ssize_t others = 0;
        objects[o].raw = c->value & 2
                             ? new_that_lends_at_its_end()
                             : fuzz_made(fresh(c->value >> 4, &others));
        objects[o].others = others;
        c->o = o;
        c->value &= 0xFE;
        only_held(c);
        objects[o].held = 1;
        open_one(c);
        objects[o].held--;
        Py_DECREF(objects[o].raw);
        settle(o);
    }
}

void again_one(call *c)
{
    const handle *from = chosen(c);
    handle *to = &handles[c->x % HANDLES];
    if (!is_safe(from) || n_tickets == TICKETS) {
        return;
    }
    if (c->gil == OTHER_WITH && tickets[from->ticket].lent) {
        only_held(c); /* what is lent is a thread's own */
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

void again_typed_one(call *c)
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

void decref_one(call *c)
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

/* judge enters what is to be reported where a call ends; false: it goes no
 * further. */
static bool judge(call *c, bool failed, int o, site place)
{
    if (in_scope(c)) {
        only_held(c);
    }
    if (in_scope(c) && !scopes[n_scopes - 1].raising) {
        if (failed && c->pending == NO_EXCEPTION) {
            return mistake(c, HF_NULL_WITHOUT_EXCEPTION, 0, NOTHING, place);
        }
        if (!failed && c->pending == LOOKUP) {
            return mistake(c, HF_RESULT_WITH_EXCEPTION, 0, o, place);
        }
    }
    return true;
}

void give_one(call *c)
{
    handle *h = &handles[c->x % HANDLES];
    const bool is_open = h->ticket == 0 || tickets[h->ticket].open;
    in.handle = *h;
    bool closes = judge(c, h->names == NOTHING, is_open ? h->names : NOTHING,
                        at_give) &&
                  is_consumed(c, h, at_give);
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

void status_one(call *c)
{
    in.size = c->value % 3 - 1;
    if (!in_scope(c) && is_without_gil(c)) {
        mistake(c, HF_WITHOUT_THE_GIL, 0, NOTHING, at_status);
    }
    judge(c, in.size < 0, NOTHING, at_status);
    bool raises = in_scope(c) && !scopes[n_scopes - 1].raising &&
                  c->pending != NO_EXCEPTION;
    perform(c, status);
    Py_ssize_t wanted = raises ? -1 : in.size;
    if (!c->stops && out.number != wanted) {
        fuzz_failed("content", "expected %zd, found %zd", wanted, out.number);
    }
}

void borrow_one(call *c)
{
    borrowed[c->y % BORROWED] = handles[c->x % HANDLES];
}

void lend_one(call *c)
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

void use_one(call *c)
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

void repr_one(call *c)
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

/* call_pending_one calls an object, or a method of it, while an exception is set:
 * a mistake, but where one of the operands is null, since what made that has failed. */
void call_pending_one(call *c)
{
    enum { ARGUMENTS = 5, KEYWORDS = 3 };
    static void (*const calls[3])(void) = {call_object, call_method,
                                           call_method_utf8};
    static const site places[3] = {at_call_object, at_call_method,
                                   at_call_method_utf8};
    const handle *from = chosen(c);
    hf_object_borrowed arguments[ARGUMENTS];
    hf_keyword keywords[KEYWORDS];
    const int how = c->x % 3, n = c->x / 3 % ARGUMENTS;
    const int n_keywords = c->value >> 1 & 3, null = c->value >> 3 & 15;
    if (!is_safe(from) || from->names == LIAR || c->pending != LOOKUP) {
        return;
    }
    only_held(c);
    c->armed = 0;
    for (int i = 0; i < n + n_keywords; i++) {
        PyObject *raw = i != null ? objects[LIST].raw : NULL;
        hf_object_borrowed given = HF_PRIVATE_MADE(hf_object_borrowed, 0,
                                                   HF_PRIVATE_IN(raw));
        if (i < n) {
            arguments[i] = given;
        } else {
            keywords[i - n] = (hf_keyword){"name", given};
        }
    }
    in.handle = *from;
    in.raw = objects[LIST].raw;
    in.arguments = arguments;
    in.size = n;
    in.keywords = keywords;
    in.n_keywords = n_keywords;
    bool usable = is_usable(c, from, places[how]);
    if (!c->stops && usable && c->mistakes == 0 && null >= n + n_keywords) {
        mistake(c, HF_RUN_WITH_EXCEPTION, 0, from->names, places[how]);
    }
    perform(c, calls[how]);
    if (!c->stops && !hf_is_null(out.handle.object)) {
        wrong("a result", "none");
    }
}

/* ---- The liar, whose repr is as a call wants it. */

static int lie;

static PyObject *get_lie(PyObject *self)
{
    (void)self;
    if (lie == WITH_EXCEPTION) {
        PyException_SetTraceback(exceptions[LOOKUP], tracebacks[LOOKUP]);
        PyErr_SetObject((PyObject *)Py_TYPE(exceptions[LOOKUP]),
                        exceptions[LOOKUP]);
    }
    return lie == NULL_WITHOUT ? NULL : Py_NewRef(objects[PLAIN].raw);
}

static PyType_Slot liar_slots[] = {{Py_tp_repr, (void *)(uintptr_t)get_lie},
                                   {0, NULL}};
static PyType_Spec liar_spec = {
    .name = "fuzz.Liar", .basicsize = sizeof(PyObject), .slots = liar_slots};

PyObject *new_liar(void)
{
    PyObject *type = fuzz_made(PyType_FromSpec(&liar_spec));
    return fuzz_made(PyType_GenericAlloc((PyTypeObject *)type, 0));
}

void lie_one(call *c)
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
