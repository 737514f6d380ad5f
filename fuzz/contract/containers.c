#include "fuzz/contract/containers.h"

#include "fuzz/contract/python.h"
#include "fuzz/contract/rows.h"
#include "fuzz/engine/calls.h"

bool needs_a(call *c, const char *function, PyObject *raw, const char *what,
             bool is)
{
    if (raw == NULL) {
        raises(c, PyExc_SystemError,
               "%s: the %s handle is null and no exception is set (was it "
               "moved out?)",
               function, what);
    } else if (!is) {
        raises(c, PyExc_TypeError, "expected %s, found %.200s", what,
               Py_TYPE(raw)->tp_name);
    }
    return !is_refused(c);
}

Py_ssize_t index_chosen(int which, Py_ssize_t length)
{
    const Py_ssize_t all[INDEXES] = {
        0, 1, length - 1, length, -1, length + 1, PY_SSIZE_T_MAX,
        PY_SSIZE_T_MIN};
    return all[which % INDEXES];
}

PyObject *edge_chosen(int which)
{
    static const struct {
        int bits, more, sign;
    } edges[EDGES] = {{0, -1, 1},  {0, 0, 1},   {1, 0, 1},    {62, 0, 1},
                      {63, -1, 1}, {63, 0, 1},  {70, 0, 1},   {0, 0, -1},
                      {1, 0, -1},  {62, 0, -1}, {63, -1, -1}, {63, 0, -1},
                      {63, 1, -1}, {70, 0, -1}, {2, 1, 1},    {31, 0, 1},
                      {15, -1, 1}, {15, 0, -1}, {16, 0, 1},   {30, -1, 1},
                      {30, 0, 1},  {31, -1, 1}, {31, 1, 1},   {31, 0, -1},
                      {32, 0, 1},  {32, 1, -1}, {60, 0, 1},   {62, -1, 1},
                      {63, 1, 1},  {64, -1, 1}, {64, 0, -1},  {1023, 0, 1}};
    const int i = which % EDGES;
    PyObject *one = fuzz_made(PyLong_FromLong(1));
    PyObject *bits = fuzz_made(PyLong_FromLong(edges[i].bits));
    PyObject *more = fuzz_made(PyLong_FromLong(edges[i].more));
    PyObject *power = fuzz_made(PyNumber_Lshift(one, bits));
    PyObject *made = fuzz_made(PyNumber_Add(power, more));
    if (edges[i].sign < 0) {
        Py_SETREF(made, fuzz_made(PyNumber_Negative(made)));
    }
    Py_DECREF(one);
    Py_DECREF(bits);
    Py_DECREF(more);
    Py_DECREF(power);
    return made;
}

/* ---- Boxes. */

/* The items of a box: at most so many that a list must allocate to delete most;
 * and such that nothing here becomes a tuple of twenty, which CPython 3.11 puts
 * into a free list that it never looks into. CPython 3.14 takes one item out of a
 * list without memory, unless the list has twenty or more and room for twice as many:
 * so there it is twenty, of a list that had ROOM. */
#if PY_VERSION_HEX >= 0x030E0000 && PY_VERSION_HEX < 0x030F0000
enum { MANY = 20, ROOM = 33 };
#else
enum { MANY = 11, ROOM = MANY };
#endif

/* make_room has a list of MANY items been one of ROOM. */
static void make_room(PyObject *list)
{
    if (PyList_GET_SIZE(list) == MANY) {
        for (int i = MANY; i < ROOM; i++) {
            PyList_Append(list, Py_None);
        }
        PyList_SetSlice(list, MANY, ROOM, NULL);
    }
}

/* A list becomes a list: the call may have made it one of twenty, see MANY. */
static PyObject *content(PyObject *raw)
{
    if (raw != NULL && PyList_Check(raw)) {
        return fuzz_made(PyList_GetSlice(raw, 0, PY_SSIZE_T_MAX));
    }
    if (raw != NULL && PyDict_Check(raw)) {
        return fuzz_made(PyDict_Copy(raw)); /* no key is asked for its hash */
    }
    return raw != NULL && PySet_Check(raw) ? fuzz_made(PyFrozenSet_New(raw))
                                           : NULL;
}

static void restore(box *b)
{
    if (b->kept != NULL && PyList_Check(b->kept)) {
        PyList_SetSlice(b->raw, 0, PY_SSIZE_T_MAX, b->kept);
        make_room(b->raw);
    } else if (b->kept != NULL && PyDict_Check(b->kept)) {
        PyDict_Clear(b->raw);
        PyDict_Update(b->raw, b->kept);
    } else if (b->kept != NULL) {
        PySet_Clear(b->raw);
        _PySet_Update(b->raw, b->kept);
    }
}

static PyObject *at_hand; /* what the newest box has, borrowed; or NULL */
static PyObject *to_add;  /* what is added to it in the middle of a call */

box box_of(PyObject *raw)
{
    box b = {.raw = raw, .kept = content(raw)};
    at_hand = b.kept != NULL ? raw : NULL;
    to_add = operand_fixed[INT].raw;
    return b;
}

void box_leave(void)
{
    at_hand = NULL;
}

void box_change(void)
{
    enum { MOST = 15 };
    if (at_hand != NULL && PyList_Check(at_hand) &&
        PyList_GET_SIZE(at_hand) < MOST) {
        PyList_Append(at_hand, to_add);
    }
}

static int number_of_items(int which)
{
    return which % 4 == 2 ? 2 : which % 4 == 3 ? MANY : 0;
}

static PyObject *all_many;

void box_start(void)
{
    enum { MOST_MANY = 70000, FIRST = 1 << 24 };
    all_many = fuzz_made(PyList_New(MOST_MANY));
    for (Py_ssize_t i = 0; i < MOST_MANY; i++) {
        PyList_SET_ITEM(all_many, i, fuzz_made(PyLong_FromSsize_t(FIRST + i)));
    }
}

/* Not with what is crafted: its own code would run for each of them. */
Py_ssize_t many_before(const call *c)
{
    static const Py_ssize_t many[4] = {65535, 65536, 65537, 70000};
    return c->is_long && c->b < CRAFTED ? many[c->a % 4] : 0;
}

PyObject *many_item(Py_ssize_t i)
{
    return PyList_GET_ITEM(all_many, i);
}

PyObject *many_listed(const call *c)
{
    return fuzz_made(PyList_GetSlice(all_many, 0, many_before(c)));
}

/* many_in_box is many_before of the box |which|. */
static Py_ssize_t many_in_box(const call *c, int which)
{
    return which % 2 == 1 ? many_before(c) : 0;
}

static PyObject *item_of_box(call *c, int i)
{
    PyObject *items[] = {operand_fixed[INT].raw, right(c)->raw, left(c)->raw,
                         operand_fixed[STRS + 6].raw};
    return items[i % 4] != NULL ? items[i % 4] : Py_None;
}

/* box_to_add_to is box_of, of a list to which what the call may be looking for is added
 * in the middle of it. */
static box box_to_add_to(call *c, PyObject *raw)
{
    box b = box_of(raw);
    if (right(c)->raw != NULL && !right(c)->is_last && c->b < CRAFTED) {
        to_add = right(c)->raw;
    }
    return b;
}

box box_list(call *c, int which)
{
    if (which % 4 == 0) {
        return box_of(Py_XNewRef(left(c)->raw));
    }
    Py_ssize_t many = many_in_box(c, which);
    PyObject *raw = many > 0 && c->a != c->b ? many_listed(c)
                                             : fuzz_made(PyList_New(0));
    for (Py_ssize_t i = PyList_GET_SIZE(raw); i < many; i++) {
        PyList_Append(raw, item_of_box(c, 2));
    }
    for (int i = 0; i < number_of_items(which); i++) {
        PyList_Append(raw, item_of_box(c, i));
    }
    make_room(raw);
    return box_to_add_to(c, raw);
}

box box_list_of_left(call *c, int n)
{
    PyObject *item = left(c)->raw != NULL ? left(c)->raw : Py_None;
    PyObject *raw = fuzz_made(PyList_New(0));
    for (int i = 0; i < n; i++) {
        PyList_Append(raw, item);
    }
    return box_to_add_to(c, raw);
}

box box_tuple(call *c, int which)
{
    box b = box_list(c, which);
    if (which % 4 != 0) {
        PyObject *list = b.raw;
        b.raw = fuzz_made(PyList_AsTuple(list));
        Py_DECREF(list);
        at_hand = NULL;
        Py_CLEAR(b.kept);
    }
    return b;
}

box box_dict(call *c, int which)
{
    if (which % 4 == 0) {
        return box_of(Py_XNewRef(left(c)->raw));
    }
    PyObject *raw = fuzz_made(PyDict_New());
    for (Py_ssize_t i = 0; i < many_in_box(c, which); i++) {
        PyDict_SetItem(raw, many_item(i), many_item(i));
    }
    for (int i = 0; i < number_of_items(which); i++) {
        PyObject *key = i < 4    ? item_of_box(c, i)
                        : i == 4 ? contract_names[0].raw
                                 : operand_fixed[STRS + i % TEXTS].raw;
        /* One of two values for each of them. */
        PyDict_SetItem(raw, key, item_of_box(c, i + 1 + which / 4 % 2));
        PyErr_Clear();
    }
    return box_of(raw);
}

box box_set(call *c, int which)
{
    if (which % 4 == 0) {
        return box_of(Py_XNewRef(left(c)->raw));
    }
    PyObject *raw = fuzz_made(PySet_New(NULL));
    for (Py_ssize_t i = 0; i < many_in_box(c, which); i++) {
        PySet_Add(raw, many_item(i));
    }
    for (int i = 0; i < number_of_items(which); i++) {
        PySet_Add(raw, item_of_box(c, i));
        PyErr_Clear();
    }
    return box_of(raw);
}

Py_ssize_t box_length(const box *b)
{
    PyObject *items = b->kept != NULL ? b->kept : b->raw;
    return items == NULL          ? 0
           : PyTuple_Check(items) ? PyTuple_GET_SIZE(items)
           : PyList_Check(items)  ? PyList_GET_SIZE(items)
                                  : 0;
}

void box_is_done(box *b)
{
    b->after = content(b->raw);
    restore(b);
    Py_DECREF(python_log()); /* a dict of another class may be asked for its keys */
}

void box_check(const call *c, box *b)
{
    PyObject *found = content(b->raw);
    expect_object(c, "what is in it", b->after, found);
    restore(b);
    at_hand = NULL;
    Py_XDECREF(found);
    Py_XDECREF(b->after);
    Py_XDECREF(b->kept);
    Py_XDECREF(b->raw);
}

void hashes_are_ints(call *c)
{
    if ((operand_overrides(c->a, "__hash__") &&
         python_returns_other(c->more & 15)) ||
        (operand_overrides(c->b, "__hash__") &&
         python_returns_other(c->more >> 4))) {
        c->more = 0;
    }
}

/* ---- Deeds. */

void gives(deed *d, PyObject *object)
{
    d->wanted.object = object;
}

void gives_lookup(deed *d, int end, PyObject *object)
{
    d->wanted.end = end;
    d->wanted.object = object;
}

bool gave(deed *d, hf_object found)
{
    d->found.object = hf_into_raw(found);
    return d->found.object != NULL;
}

bool gave_lookup(deed *d, hf_lookup found, hf_object out)
{
    d->found.object = hf_into_raw(out);
    d->found.end = hf_status(found);
    return d->found.end >= 0;
}

bool gave_answer(deed *d, hf_answer found)
{
    d->found.end = hf_status(found);
    return d->found.end >= 0;
}

bool gave_lent(deed *d, hf_object_borrowed found)
{
    d->found.object = Py_XNewRef(hf_as_raw(found));
    return d->found.object != NULL;
}

void deed_do(call *c, const deeds *of)
{
    const outcome nothing = {.number = -1, .end = -1};
    hashes_are_ints(c);
    int which = c->value / of->n;
    deed d = {.c = c, .function = c->value % of->n, .wanted = nothing,
              .found = nothing};
    d.self = of->make(c, which);
    d.item = right(c);
    d.value = left(c);
    d.key = d.item->raw;
    d.i = index_chosen(c->more, box_length(&d.self));
    d.j = index_chosen(c->more >> 4, box_length(&d.self));
    python_reset(); /* what was made ran perhaps */
    bool is_quiet = d.function < of->quiet;
    if (is_quiet || runs_python(c)) {
        of->needs(&d);
    }
    if (!is_refused(c)) {
        of->by_cpython(&d);
        if (is_quiet) {
            raises_as(c);
        } else {
            as_cpython(c, NULL);
        }
    }
    box_is_done(&d.self);
    begin(c);
    end(c, of->ours(&d));
    if (c->ok) {
        expect_object(c, "the result", d.wanted.object, d.found.object);
        expect(c, "the number", d.wanted.number, d.found.number);
        expect(c, "how it ended (0: no or missing, 1: yes or found)",
               d.wanted.end, d.found.end);
    } else if (d.found.object != NULL || d.found.number != -1 ||
               d.found.end != -1) {
        fuzz_failed("content", "expected nothing to come of a failure, found "
                               "some object, a number or an end");
    }
    Py_XDECREF(d.wanted.object);
    Py_XDECREF(d.found.object);
    box_check(c, &d.self);
}
