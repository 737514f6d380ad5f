/* The calls of contract.c that are for tuples, and for the builders of lists and
 * tuples. */

#include "fuzz/contract/containers.h"
#include "fuzz/contract/rows.h"
#include "fuzz/engine/calls.h"

enum { NEW, LENGTH, GET, GET_BORROWED, SLICE, INDEX, COUNT, CONTAINS, FROM };
static const char *const functions[] = {
    "hf_tuple_new",          "hf_tuple_length", "hf_tuple_get",
    "hf_tuple_get_borrowed", "hf_tuple_slice",  "hf_tuple_index",
    "hf_tuple_count",        "hf_tuple_contains", "hf_tuple_from_iterable"};

static bool is_tuple(PyObject *raw)
{
    return raw != NULL && PyTuple_Check(raw);
}

static void tuple_needs(deed *d)
{
    call *c = d->c;
    const char *function = functions[d->function];
    PyObject *raw = d->self.raw;
    if (d->function == NEW) {
        return;
    }
    if (d->function == FROM) {
        needs_object(c, function, d->item->raw);
        return;
    }
    if (!needs_a(c, function, raw, "tuple", is_tuple(raw))) {
        return;
    }
    if (d->function >= INDEX) {
        needs_object(c, function, d->item->raw);
    } else if (d->function == SLICE && (d->i < 0 || d->j < 0)) {
        raises(c, PyExc_IndexError, "%s: index %zd is negative", function,
               d->i < 0 ? d->i : d->j);
    } else if ((d->function == GET || d->function == GET_BORROWED) &&
               (d->i < 0 || d->i >= PyTuple_GET_SIZE(raw))) {
        raises(c, PyExc_IndexError, "tuple index out of range");
    }
}

/* looked_for is how many items equal |item|; or, not |all|, whether one does. The
 * first is at |first|. */
static void look_for(deed *d, bool all)
{
    Py_ssize_t n = 0, first = -1;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(d->self.raw); i++) {
        int equal = PyObject_RichCompareBool(PyTuple_GET_ITEM(d->self.raw, i),
                                             d->item->raw, Py_EQ);
        if (equal < 0) {
            return;
        }
        first = equal && n == 0 ? i : first;
        n += equal;
        if (n > 0 && !all) {
            break;
        }
    }
    d->wanted.number = all ? n : d->function == INDEX ? first : -1;
    d->wanted.end = all ? -1 : n > 0;
}

static void tuple_by_cpython(deed *d)
{
    PyObject *raw = d->self.raw;
    switch (d->function) {
    case NEW:
        gives(d, PyTuple_New(0));
        break;
    case LENGTH:
        d->wanted.number = PyTuple_Size(raw);
        break;
    case GET:
    case GET_BORROWED:
        gives(d, Py_NewRef(PyTuple_GetItem(raw, d->i)));
        break;
    case SLICE:
        gives(d, PyTuple_GetSlice(raw, d->i, d->j));
        break;
    case FROM:
        gives(d, PySequence_Tuple(d->item->raw));
        break;
    default:
        look_for(d, d->function == COUNT);
        break;
    }
}

static bool by_tuple(deed *d)
{
    hf_tuple_borrowed self = hf_tuple_from_borrowed(d->self.raw);
    hf_object_borrowed item = lent_object(d->item);
    hf_lookup found;
    switch (d->function) {
    case NEW:
        return gave(d, hf_into_object(hf_tuple_new()));
    case LENGTH:
        return hf_tuple_length(self, &d->found.number);
    case GET:
        return gave(d, hf_tuple_get(self, d->i));
    case GET_BORROWED:
        return gave_lent(d, hf_tuple_get_borrowed(self, d->i));
    case SLICE:
        return gave(d, hf_into_object(hf_tuple_slice(self, d->i, d->j)));
    case FROM:
        return gave(d, hf_into_object(hf_tuple_from_iterable(item)));
    case COUNT:
        return hf_tuple_count(self, item, &d->found.number);
    case CONTAINS:
        return gave_answer(d, hf_tuple_contains(self, item));
    default:
        found = hf_tuple_index(self, item, &d->found.number);
        return gave_lookup(d, found, hf_null(object));
    }
}

void tuple_does(call *c)
{
    static const deeds of = {.n = 9, .quiet = INDEX,
                             .make = box_tuple, .needs = tuple_needs,
                             .by_cpython = tuple_by_cpython, .ours = by_tuple};
    deed_do(c, &of);
}

/* ---- A walk. */

static int walk(hf_tuple_borrowed tuple, int how, PyObject *log)
{
    hf_tuple_each(item, tuple) {
        PyList_Append(log, hf_as_raw(item));
        if (PyList_GET_SIZE(log) < 2) {
            continue;
        }
        if (how == 0) {
            return 1;
        }
        if (how == 1) {
            break;
        }
    }
    return 0;
}

void tuple_walk(call *c)
{
    int how = c->value & 3;
    box t = box_tuple(c, c->value >> 2);
    PyObject *wanted = fuzz_made(PyList_New(0));
    PyObject *found = fuzz_made(PyList_New(0));
    bool left = false;
    never_fails(c);
    if (needs_a(c, "hf_tuple_each", t.raw, "tuple", is_tuple(t.raw))) {
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(t.raw) && !left; i++) {
            PyList_Append(wanted, PyTuple_GET_ITEM(t.raw, i));
            left = i >= 1 && how <= 1;
        }
    }
    box_is_done(&t);
    begin(c);
    int ended = walk(hf_tuple_from_borrowed(t.raw), how, found);
    end(c, !hf_error_occurred() || (c->is_pending && !c->fails));
    expect(c, "where the walk ended", left && how == 0, ended);
    expect_object(c, "what was visited", wanted, found);
    Py_DECREF(wanted);
    Py_DECREF(found);
    box_check(c, &t);
}

/* ---- Builders. */

/* A builder of one sort or the other. */
typedef struct either {
    bool is_tuple;
    hf_list_builder list;
    hf_tuple_builder tuple;
} either;

static void add(either *b, hf_object item)
{
    if (b->is_tuple) {
        hf_tuple_builder_append(&b->tuple, item);
    } else {
        hf_list_builder_append(&b->list, item);
    }
}

static void reserve(either *b, Py_ssize_t more)
{
    if (b->is_tuple) {
        hf_tuple_builder_reserve(&b->tuple, more);
    } else {
        hf_list_builder_reserve(&b->list, more);
    }
}

static hf_object finish(either *b)
{
    return b->is_tuple ? hf_into_object(hf_tuple_builder_finish(&b->tuple))
                       : hf_into_object(hf_list_builder_finish(&b->list));
}

static void clear(either *b)
{
    if (b->is_tuple) {
        hf_tuple_builder_clear(&b->tuple);
    } else {
        hf_list_builder_clear(&b->list);
    }
}

/* How a call builds: bits of its value, and one of |more|. */
enum { OF_TUPLE = 1, RESERVED = 2, BADLY = 4, FORGOTTEN = 8, CLEARED = 16 };
enum { RESERVED_LATE = 64, COLLECTED = 128 };

/* new_lists_need_memory gives what is to be kept as long as an empty list is to
 * need some: CPython keeps up to 80 that were released. */
static PyObject *new_lists_need_memory(void)
{
    PyObject *all = fuzz_made(PyList_New(100));
    for (Py_ssize_t i = 0; i < 100; i++) {
        PyList_SET_ITEM(all, i, fuzz_made(PyList_New(0)));
    }
    return all;
}

/* How many there are behind those before. */
static int few_to_add(const call *c)
{
    return c->value >> 5 == 7 ? 300 : (c->value >> 5) * 9;
}

static Py_ssize_t number_to_add(const call *c)
{
    return many_before(c) + few_to_add(c);
}

static PyObject *to_add(Py_ssize_t many, Py_ssize_t i, const operand *o)
{
    return i < many ? many_item(i) : i % 2 ? operand_fixed[INT].raw : o->raw;
}

/* The last is for what needs no more, nor less. */
static Py_ssize_t to_reserve(const call *c)
{
    Py_ssize_t many = many_before(c);
    const Py_ssize_t all[] = {many / 2, many + 1,        40,
                              -1,       PY_SSIZE_T_MAX,  PY_SSIZE_T_MAX / 8,
                              290,      number_to_add(c)};
    return all[c->more % 8];
}

/* What fails, in order: what is reserved, what is added. */
static void expect_build(call *c, bool has_null)
{
    const char *append = c->value & OF_TUPLE ? "hf_tuple_builder_append"
                                             : "hf_list_builder_append";
    Py_ssize_t more = c->value & RESERVED ? to_reserve(c) : 0;
    if (more < 0) {
        raises(c, PyExc_OverflowError,
               "%s: -1 is no number of items: it is negative, or was more "
               "than a Py_ssize_t can hold",
               c->value & OF_TUPLE ? "hf_tuple_builder_reserve"
                                   : "hf_list_builder_reserve");
    } else if (more >= PY_SSIZE_T_MAX / 8) {
        raises(c, PyExc_MemoryError, NULL);
    } else if (has_null) {
        needs_object(c, append, NULL);
    }
}

void sequence_build(call *c)
{
    Py_ssize_t n = number_to_add(c), many = many_before(c);
    c->is_last = false; /* it is added many times */
    operand *o = right(c);
    bool has_null = (o->raw == NULL && few_to_add(c) > 0) ||
                    (c->value & BADLY && n > 0);
    either b = {.is_tuple = c->value & OF_TUPLE};
    if (c->value & (FORGOTTEN | CLEARED)) {
        never_pending(c);
    }
    c->armed = c->value & (FORGOTTEN | CLEARED) ? 0
                                                 : (unsigned)c->more >> 4 & 3;
    expect_build(c, has_null);
    if (!is_refused(c)) {
        PyObject *items = many_listed(c);
        for (Py_ssize_t i = many; i < n; i++) {
            PyList_Append(items, to_add(many, i, o));
        }
        c->result = b.is_tuple ? PyList_AsTuple(items) : Py_NewRef(items);
        Py_DECREF(items);
    }
    PyObject *lists = c->armed > 0 ? new_lists_need_memory() : NULL;
    begin(c);
    /* It never has to do anything: see raise_import. */
    if (c->more & COLLECTED) {
        PyGC_Enable();
    }
    if (c->value & RESERVED) {
        reserve(&b, to_reserve(c));
    }
    for (Py_ssize_t i = 0; i < n; i++) {
        if (c->more & RESERVED_LATE && i == n / 2) {
            reserve(&b, 1);
        }
        bool is_bad = c->value & BADLY && i == n / 2;
        PyObject *item = is_bad ? NULL : to_add(many, i, o);
        add(&b, hf_incref(hf_object_from_borrowed(item)));
    }
    if (b.is_tuple && b.tuple.hf_private_kept.tuple != NULL) {
        expect(c, "whether the collector sees what is being built", false,
               PyObject_GC_IsTracked(b.tuple.hf_private_kept.tuple));
    }
    if (c->value & FORGOTTEN && is_refused(c) && hf_error_occurred()) {
        PyErr_Clear();
        succeeds(c);
        raises(c, PyExc_SystemError,
               "%s: the builder failed before, and its exception was cleared",
               b.is_tuple ? "hf_tuple_builder_finish"
                          : "hf_list_builder_finish");
        add(&b, given_object(&operand_fixed[INT]));
        reserve(&b, 1);
    } else if (c->value & CLEARED && !is_refused(c) && !hf_error_occurred()) {
        clear(&b);
        Py_CLEAR(c->result);
        c->result = b.is_tuple ? PyTuple_New(0) : PyList_New(0);
    }
    hf_object made = finish(&b);
    bool is_collected = PyGC_IsEnabled();
    PyGC_Disable();
    end_object(c, made);
    expect(c, "whether the collector is enabled", (c->more & COLLECTED) != 0,
           is_collected);
    Py_XDECREF(lists);
    /* Finished, it is empty. */
    hf_auto(object, again, finish(&b));
    expect(c, "the length of what an empty builder makes", 0,
           hf_is_null(again) ? -1 : PyObject_Size(hf_as_raw(again)));
}
