/* The calls of contract.c that are for the protocols of sequences, mappings and
 * iterators, and for slices and ranges. */

#include "fuzz/contract/containers.h"
#include "fuzz/contract/python.h"
#include "fuzz/contract/rows.h"
#include "fuzz/engine/calls.h"

/* ---- Sequences. */

enum {
    S_LENGTH,
    S_GET,
    S_SET,
    S_DELETE,
    S_SLICE,
    S_SET_SLICE,
    S_DELETE_SLICE,
    S_CONCAT,
    S_REPEAT,
    S_APPEND_ALL,
    S_COUNT,
    S_CONTAINS,
    S_FUNCTIONS
};
static const char *const sequence_functions[S_FUNCTIONS] = {
    "hf_sequence_length",       "hf_sequence_get",
    "hf_sequence_set",          "hf_sequence_delete",
    "hf_sequence_slice",        "hf_sequence_set_slice",
    "hf_sequence_delete_slice", "hf_sequence_concat",
    "hf_sequence_repeat",       "hf_sequence_append_all",
    "hf_sequence_count",        "hf_sequence_contains"};

static bool has_item(int function)
{
    return function == S_SET || function == S_SET_SLICE ||
           function == S_CONCAT || function == S_APPEND_ALL ||
           function >= S_COUNT;
}

static void sequence_needs(deed *d)
{
    const char *function = sequence_functions[d->function];
    needs_object(d->c, function, d->self.raw);
    if (has_item(d->function)) {
        needs_object(d->c, function, d->item->raw);
    }
}

/* A number of times is small, or one that is refused. */
static Py_ssize_t times_of(const deed *d)
{
    return d->i > 3 && d->i < PY_SSIZE_T_MAX ? 3 : d->i;
}

static void sequence_by_cpython(deed *d)
{
    PyObject *raw = d->self.raw, *item = d->item->raw;
    switch (d->function) {
    case S_LENGTH:
        d->wanted.number = PySequence_Size(raw);
        break;
    case S_GET:
        gives(d, PySequence_GetItem(raw, d->i));
        break;
    case S_SET:
        PySequence_SetItem(raw, d->i, item);
        break;
    case S_DELETE:
        PySequence_DelItem(raw, d->i);
        break;
    case S_SLICE:
        gives(d, PySequence_GetSlice(raw, d->i, d->j));
        break;
    case S_SET_SLICE:
        PySequence_SetSlice(raw, d->i, d->j, item);
        break;
    case S_DELETE_SLICE:
        PySequence_DelSlice(raw, d->i, d->j);
        break;
    case S_CONCAT:
        gives(d, PySequence_Concat(raw, item));
        break;
    case S_REPEAT:
        gives(d, PySequence_Repeat(raw, times_of(d)));
        break;
    case S_APPEND_ALL:
        gives(d, PySequence_InPlaceConcat(raw, item));
        /* Not the list itself, which is to be put back. */
        if (d->wanted.object == raw && PyList_Check(raw)) {
            d->wanted.object = PyList_GetSlice(raw, 0, PY_SSIZE_T_MAX);
            Py_DECREF(raw);
        }
        break;
    case S_COUNT:
        d->wanted.number = PySequence_Count(raw, item);
        break;
    default:
        d->wanted.end = PySequence_Contains(raw, item);
        break;
    }
}

static bool by_sequence(deed *d)
{
    hf_object_borrowed self = hf_object_from_borrowed(d->self.raw);
    hf_object_borrowed item = lent_object(d->item);
    PyObject *raw = d->self.raw;
    bool worked;
    switch (d->function) {
    case S_LENGTH:
        return hf_sequence_length(self, &d->found.number);
    case S_GET:
        return gave(d, hf_sequence_get(self, d->i));
    case S_SET:
        return hf_sequence_set(self, d->i, given_object(d->item));
    case S_DELETE:
        return hf_sequence_delete(self, d->i);
    case S_SLICE:
        return gave(d, hf_sequence_slice(self, d->i, d->j));
    case S_SET_SLICE:
        return hf_sequence_set_slice(self, d->i, d->j, item);
    case S_DELETE_SLICE:
        return hf_sequence_delete_slice(self, d->i, d->j);
    case S_CONCAT:
        return gave(d, hf_sequence_concat(self, item));
    case S_REPEAT:
        return gave(d, hf_sequence_repeat(self, times_of(d)));
    case S_APPEND_ALL:
        worked = gave(d, hf_sequence_append_all(
                             raw != NULL ? hf_object_from_owned(Py_NewRef(raw))
                                         : hf_null(object),
                             item));
        if (d->found.object == raw && raw != NULL && PyList_Check(raw)) {
            d->found.object = PyList_GetSlice(raw, 0, PY_SSIZE_T_MAX);
            Py_DECREF(raw);
        }
        return worked;
    case S_COUNT:
        return hf_sequence_count(self, item, &d->found.number);
    default:
        return gave_answer(d, hf_sequence_contains(self, item));
    }
}

static void check_kinds(call *c)
{
    hashes_are_ints(c); /* before the left operand is made */
    PyObject *raw = left(c)->raw;
    expect(c, "whether it is a sequence", raw != NULL && PySequence_Check(raw),
           hf_sequence_check(hf_object_from_borrowed(raw)));
    expect(c, "whether it is a mapping", raw != NULL && PyMapping_Check(raw),
           hf_mapping_check(hf_object_from_borrowed(raw)));
}

void sequence_does(call *c)
{
    static const deeds of = {.n = S_FUNCTIONS, .make = box_list,
                             .needs = sequence_needs,
                             .by_cpython = sequence_by_cpython,
                             .ours = by_sequence};
    check_kinds(c);
    deed_do(c, &of);
}

/* ---- Mappings. */

enum {
    M_LENGTH,
    M_KEYS,
    M_VALUES,
    M_ITEMS,
    M_GET,
    M_CONTAINS,
    M_SET,
    M_DELETE,
    M_FUNCTIONS
};
static const char *const mapping_functions[M_FUNCTIONS] = {
    "hf_mapping_length", "hf_mapping_keys",     "hf_mapping_values",
    "hf_mapping_items",  "hf_mapping_get",      "hf_mapping_contains",
    "hf_mapping_set",    "hf_mapping_delete"};

static void mapping_needs(deed *d)
{
    const char *function = mapping_functions[d->function];
    needs_object(d->c, function, d->self.raw);
    if (d->function >= M_GET) {
        needs_object(d->c, function, d->key);
    }
    if (d->function == M_SET) {
        needs_object(d->c, function, d->value->raw);
    }
}

static void look_up(deed *d)
{
    PyObject *value = PyObject_GetItem(d->self.raw, d->key);
    if (value != NULL) {
        gives_lookup(d, 1, value);
    } else if (PyErr_ExceptionMatches(PyExc_KeyError)) {
        PyErr_Clear();
        d->wanted.end = 0;
    }
    if (d->function == M_CONTAINS) {
        Py_CLEAR(d->wanted.object);
    }
}

static void mapping_by_cpython(deed *d)
{
    PyObject *raw = d->self.raw;
    switch (d->function) {
    case M_LENGTH:
        d->wanted.number = PyMapping_Size(raw);
        break;
    case M_KEYS:
        gives(d, PyMapping_Keys(raw));
        break;
    case M_VALUES:
        gives(d, PyMapping_Values(raw));
        break;
    case M_ITEMS:
        gives(d, PyMapping_Items(raw));
        break;
    case M_SET:
        PyObject_SetItem(raw, d->key, d->value->raw);
        break;
    case M_DELETE:
        PyObject_DelItem(raw, d->key);
        break;
    default:
        look_up(d);
        break;
    }
}

static bool by_mapping(deed *d)
{
    hf_object_borrowed self = hf_object_from_borrowed(d->self.raw);
    hf_object_borrowed key = hf_object_from_borrowed(d->key);
    hf_object out = hf_null(object);
    hf_lookup found;
    switch (d->function) {
    case M_LENGTH:
        return hf_mapping_length(self, &d->found.number);
    case M_KEYS:
        return gave(d, hf_into_object(hf_mapping_keys(self)));
    case M_VALUES:
        return gave(d, hf_into_object(hf_mapping_values(self)));
    case M_ITEMS:
        return gave(d, hf_into_object(hf_mapping_items(self)));
    case M_GET:
        found = hf_mapping_get(self, key, &out);
        return gave_lookup(d, found, out);
    case M_CONTAINS:
        return gave_answer(d, hf_mapping_contains(self, key));
    case M_SET:
        return hf_mapping_set(self, key, given_object(d->value));
    default:
        return hf_mapping_delete(self, key);
    }
}

void mapping_does(call *c)
{
    static const deeds of = {.n = M_FUNCTIONS, .make = box_dict,
                             .needs = mapping_needs,
                             .by_cpython = mapping_by_cpython,
                             .ours = by_mapping};
    deed_do(c, &of);
}

/* ---- Objects of one protocol alone, or of a part of both. None is changed by what is
 * done to it. */

enum { KINDS = 8 };
static PyObject *of_kind[KINDS];

static Py_ssize_t length_three(PyObject *self)
{
    (void)self;
    return 3;
}

/* Cut to 32 bits it is 3. */
static Py_ssize_t length_beyond(PyObject *self)
{
    (void)self;
    return ((Py_ssize_t)1 << 32) + 3;
}

static PyObject *item_of_three(PyObject *self, Py_ssize_t i)
{
    (void)self;
    if (i < 0 || i > 2) {
        PyErr_SetString(PyExc_IndexError, "one of three");
        return NULL;
    }
    return PyLong_FromSsize_t(i);
}

static PyObject *value_of_key(PyObject *self, PyObject *key)
{
    (void)self;
    return Py_NewRef(key);
}

static PyObject *length_hinted(PyObject *self, PyObject *none)
{
    (void)self, (void)none;
    return PyLong_FromLong(3);
}

static PyObject *instance_by(PyType_Slot *slots, const char *name)
{
    PyType_Spec spec = {.name = name,
                        .basicsize = sizeof(PyObject),
                        .flags = Py_TPFLAGS_DEFAULT,
                        .slots = slots};
    PyObject *type = fuzz_made(PyType_FromSpec(&spec));
    PyObject *made = fuzz_made(PyType_GenericAlloc((PyTypeObject *)type, 0));
    Py_DECREF(type);
    return made;
}

void protocol_start(void)
{
    static PyType_Slot of_sequence[] = {
        {Py_sq_length, (void *)(uintptr_t)length_three},
        {Py_sq_item, (void *)(uintptr_t)item_of_three},
        {0, NULL}};
    static PyType_Slot of_mapping[] = {
        {Py_mp_length, (void *)(uintptr_t)length_beyond},
        {Py_mp_subscript, (void *)(uintptr_t)value_of_key},
        {0, NULL}};
    /* What has a __length_hint__ has no length yet. */
    static PyMethodDef hint[] = {
        {"__length_hint__", length_hinted, METH_NOARGS, NULL},
        {NULL, NULL, 0, NULL}};
    static PyType_Slot of_items[] = {
        {Py_sq_item, (void *)(uintptr_t)item_of_three},
        {Py_tp_methods, hint},
        {0, NULL}};
    static const char *const sources[] = {"frozenset((1, 2))", "type.__dict__",
                                          "{1: 2, 3: 4}.keys()", "range(3)",
                                          "slice(1, 2)"};
    of_kind[0] = instance_by(of_sequence, "f.Sequence");
    of_kind[1] = instance_by(of_mapping, "f.Mapping");
    of_kind[2] = instance_by(of_items, "f.Items");
    for (int i = 3; i < KINDS; i++) {
        of_kind[i] = python_value(sources[i - 3]);
    }
}

static box box_by_kind(call *c, int which)
{
    (void)which;
    return box_of(Py_NewRef(of_kind[c->a % KINDS]));
}

void sequence_by_kind(call *c)
{
    static const deeds of = {.n = S_FUNCTIONS,
                             .make = box_by_kind,
                             .needs = sequence_needs,
                             .by_cpython = sequence_by_cpython,
                             .ours = by_sequence};
    deed_do(c, &of);
}

/* What has a length of the one kind alone has one for all that. */
void length_by_kind(call *c)
{
    PyObject *raw = of_kind[c->value % KINDS];
    Py_ssize_t found = 77, wanted = PyObject_Size(raw);
    raises_as(c);
    never_pending(c);
    begin(c);
    end(c, hf_object_length(hf_object_from_borrowed(raw), &found));
    expect_out(c, "the length", wanted, -1, found);
}

/* A list, the left operand, or an object of one protocol. */
static box box_to_search(call *c, int which)
{
    return which % 3 == 0 ? box_by_kind(c, which) : box_list(c, which / 3);
}

static void search_needs(deed *d)
{
    needs_object(d->c, "hf_sequence_index", d->self.raw);
    needs_object(d->c, "hf_sequence_index", d->item->raw);
}

/* Not by PySequence_Index: its ValueError may as well be that of a comparison. */
static void search_by_cpython(deed *d)
{
    PyObject *iterator = PyObject_GetIter(d->self.raw), *other;
    int equal = iterator != NULL ? 0 : -1;
    for (Py_ssize_t i = 0; equal == 0; i++) {
        other = PyIter_Next(iterator);
        if (other == NULL) {
            d->wanted.end = PyErr_Occurred() != NULL ? -1 : 0;
            break;
        }
        equal = PyObject_RichCompareBool(other, d->item->raw, Py_EQ);
        Py_DECREF(other);
        if (equal > 0) {
            d->wanted.number = i;
            d->wanted.end = 1;
        }
    }
    Py_XDECREF(iterator);
}

static bool by_search(deed *d)
{
    hf_object_borrowed self = hf_object_from_borrowed(d->self.raw);
    d->found.number = 77; /* it is written in any case */
    d->found.end = hf_status(
        hf_sequence_index(self, lent_object(d->item), &d->found.number));
    return d->found.end >= 0;
}

void sequence_find(call *c)
{
    static const deeds of = {.n = 1,
                             .make = box_to_search,
                             .needs = search_needs,
                             .by_cpython = search_by_cpython,
                             .ours = by_search};
    deed_do(c, &of);
}

void mapping_by_kind(call *c)
{
    static const deeds of = {.n = M_FUNCTIONS,
                             .make = box_by_kind,
                             .needs = mapping_needs,
                             .by_cpython = mapping_by_cpython,
                             .ours = by_mapping};
    deed_do(c, &of);
}

/* ---- Iterators: that of a list, of the left operand, or a generator. */

enum { I_ITER, I_NEXT, I_SEND, I_CLOSE, I_WALK, I_FUNCTIONS };
static const char *const iterator_functions[I_FUNCTIONS] = {
    "hf_object_iter", "hf_iterator_next", "hf_iterator_send",
    "hf_iterator_close", "hf_object_iter"};

enum { GENERATORS = 20 };
static PyObject *generators[GENERATORS]; /* functions that make them */
static PyObject *close_name, *range_names[3];

void iterator_start(void)
{
    static const char *const sources[GENERATORS] = {
        "echo", "(lambda: (i for i in ()))",
        "(lambda: (1 // 0 for i in (1, 2)))", "closing", "stubborn", "ending",
        "(lambda: zip((1, 2), (3, 4)))", "(lambda: iter({1: 2}))",
        /* What is swallowed where it is looked up is raised there, and by what was
         * found. */
        "lacking", "lacking_within", "missing_below", "by_getattr",
        "uncallable", "alike", "answering", "stopping",
        /* What is returned is told by StopIteration, or not. */
        "returning", "returning_more", "returning_error", "sending"};
    PyObject *globals = fuzz_made(PyDict_New());
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    Py_DECREF(fuzz_made(PyRun_String(
        "class closing:\n"
        "    def __iter__(self): return self\n"
        "    def __next__(self): raise StopIteration\n"
        "    @property\n"
        "    def close(self): raise KeyError('close')\n"
        "class Ended(StopIteration): pass\n"
        "class ending:\n"
        "    def __iter__(self): return self\n"
        "    def __next__(self): raise Ended\n"
        "class stubborn(closing):\n"
        "    def close(self): raise RuntimeError('close')\n"
        "class Missing(AttributeError): pass\n"
        "class lacking(closing):\n"
        "    @property\n"
        "    def close(self): raise AttributeError('close')\n"
        "class lacking_within(closing):\n"
        "    def close(self): raise AttributeError('within')\n"
        "class missing_below(closing):\n"
        "    def close(self): raise Missing('below')\n"
        "    def __next__(self): raise AttributeError('next')\n"
        "class by_getattr(ending):\n"
        "    def __getattr__(self, name): raise Missing(name)\n"
        "class uncallable(closing): close = 5\n"
        "class alike(closing):\n"
        "    def close(self):\n"
        "        e = AttributeError('close')\n"
        "        e.name, e.obj = 'close', self\n"
        "        try: raise e\n"
        "        finally: del e\n"
        "class answering(closing):\n"
        "    def close(self): return NotImplemented\n"
        "    def __next__(self): raise KeyError('next')\n"
        "class stopping(closing):\n"
        "    def close(self): raise StopIteration('close')\n"
        "    def __next__(self): raise GeneratorExit\n"
        "def returning():\n"
        "    return 1000\n"
        "    yield\n"
        "def returning_more():\n"
        "    return ('returned', None)\n"
        "    yield\n"
        "def returning_error():\n"
        "    return StopIteration('returned')\n"
        "    yield\n"
        "class sending(closing):\n"
        "    def __next__(self): raise StopIteration(1000)\n"
        "    def send(self, value): raise StopIteration((value,))\n"
        "def echo():\n"
        "    got = 1000\n"
        "    while got is not None and got != 1 << 20: got = yield got\n"
        "    return 'ended'\n",
        Py_file_input, globals, globals)));
    for (int i = 0; i < GENERATORS; i++) {
        generators[i] = fuzz_made(
            PyRun_String(sources[i], Py_eval_input, globals, globals));
    }
    Py_DECREF(globals);
    /* Other names would be kept, each of them. */
    close_name = fuzz_made(PyUnicode_InternFromString("close"));
    range_names[0] = fuzz_made(PyUnicode_InternFromString("start"));
    range_names[1] = fuzz_made(PyUnicode_InternFromString("stop"));
    range_names[2] = fuzz_made(PyUnicode_InternFromString("step"));
}

/* make gives what is iterated, or an iterator of it. A second one for the layer
 * is made by again. */
static PyObject *iterable_of(call *c, int which)
{
    switch (which % 8) {
    case 0:
    case 1:
        return Py_XNewRef(left(c)->raw);
    case 2:
    case 3: {
        box b = box_list(c, 2 + which % 2);
        Py_XDECREF(b.kept);
        box_leave(); /* an iterator that has ended lets go of it */
        return b.raw;
    }
    default:
        return PyObject_CallNoArgs(generators[which % 4 + which / 8 % 5 * 4]);
    }
}

static PyObject *iterator_of(call *c, int which)
{
    PyObject *of = iterable_of(c, which);
    PyObject *iterator = NULL;
    if (of != NULL && c->value % I_FUNCTIONS != I_ITER &&
        c->value % I_FUNCTIONS != I_WALK && which % 8 != 0) {
        iterator = PyObject_GetIter(of);
        PyErr_Clear();
    }
    if (iterator != NULL) {
        Py_DECREF(of);
        of = iterator;
    }
    python_reset();
    return of;
}

static box make_iterator(call *c, int which)
{
    box b = {.raw = iterator_of(c, which)};
    return b;
}

static void iterator_needs(deed *d)
{
    const char *function = iterator_functions[d->function];
    PyObject *raw = d->self.raw;
    if (d->function == I_ITER || d->function == I_WALK) {
        needs_object(d->c, function, raw);
        return;
    }
    needs_a(d->c, function, raw, "iterator", raw != NULL && PyIter_Check(raw));
    if (d->function == I_SEND) {
        needs_object(d->c, function, d->item->raw);
    }
}

/* walked_by_hand lists what is iterated, up to nine. */
static PyObject *walked_by_hand(deed *d)
{
    PyObject *items = fuzz_made(PyList_New(0)), *item;
    PyObject *iterator = PyObject_GetIter(d->self.raw);
    while (iterator != NULL && (item = PyIter_Next(iterator)) != NULL) {
        PyList_Append(items, item);
        Py_DECREF(item);
        if (PyList_GET_SIZE(items) == 9) {
            break;
        }
    }
    Py_XDECREF(iterator);
    if (PyErr_Occurred()) {
        Py_CLEAR(items);
    }
    return items;
}

/* kind_of says what iterator was made: of which type, or the object itself. */
static PyObject *kind_of(PyObject *raw, PyObject *made)
{
    return made == NULL  ? NULL
           : made == raw ? Py_NewRef(Py_True)
                         : Py_NewRef(Py_TYPE(made));
}

static void iterator_by_cpython(deed *d)
{
    PyObject *raw = d->self.raw, *result = NULL;
    if (d->function == I_ITER) {
        PyObject *made = PyObject_GetIter(raw);
        gives(d, kind_of(raw, made));
        Py_XDECREF(made);
    } else if (d->function == I_NEXT) {
        result = PyIter_Next(raw);
        if (!PyErr_Occurred()) {
            gives_lookup(d, result != NULL, result);
        }
    } else if (d->function == I_SEND) {
        PySendResult how = PyIter_Send(raw, d->item->raw, &result);
        if (how != PYGEN_ERROR) {
            gives_lookup(d, how == PYGEN_NEXT, result);
        }
    } else if (d->function == I_CLOSE) {
        PyObject *close = PyObject_GetAttr(raw, close_name);
        if (close != NULL) {
            Py_XDECREF(PyObject_CallNoArgs(close));
            Py_DECREF(close);
        } else if (PyErr_ExceptionMatches(PyExc_AttributeError)) {
            PyErr_Clear();
        }
    } else {
        gives(d, walked_by_hand(d));
    }
}

/* walked is the same by a walk. */
static PyObject *walked(hf_object_borrowed of)
{
    PyObject *items = fuzz_made(PyList_New(0));
    hf_iterator_each(item, of) {
        PyList_Append(items, hf_as_raw(item));
        if (PyList_GET_SIZE(items) == 9) {
            break;
        }
    }
    if (PyErr_Occurred()) {
        Py_CLEAR(items);
    }
    return items;
}

static bool by_iterator(deed *d)
{
    PyObject *raw = d->self.raw;
    hf_iterator_borrowed self = hf_iterator_from_borrowed(raw);
    hf_object out = hf_null(object);
    hf_lookup found;
    switch (d->function) {
    case I_ITER: {
        hf_iterator made = hf_object_iter(hf_object_from_borrowed(raw));
        d->found.object = kind_of(raw, hf_as_raw(made));
        hf_decref(made);
        return d->found.object != NULL;
    }
    case I_NEXT:
        found = hf_iterator_next(self, &out);
        return gave_lookup(d, found, out);
    case I_SEND:
        found = hf_iterator_send(self, lent_object(d->item), &out);
        return gave_lookup(d, found, out);
    case I_CLOSE:
        return hf_iterator_close(self);
    default:
        d->found.object = walked(hf_object_from_borrowed(raw));
        return d->found.object != NULL;
    }
}

/* CPython wants an iterator of its own. */
static void by_cpython_on_another(deed *d)
{
    PyObject *own = d->self.raw;
    d->self.raw = iterator_of(d->c, d->c->value / I_FUNCTIONS);
    iterator_by_cpython(d);
    Py_XDECREF(d->self.raw);
    d->self.raw = own;
}

void iterator_does(call *c)
{
    static const deeds of = {.n = I_FUNCTIONS, .make = make_iterator,
                             .needs = iterator_needs,
                             .by_cpython = by_cpython_on_another,
                             .ours = by_iterator};
    deed_do(c, &of);
}

/* ---- Slices and ranges. */

enum { L_NEW, L_START, L_STOP, L_STEP, L_UNPACK, L_OF_LENGTH, L_FUNCTIONS };
static const char *const slice_functions[L_FUNCTIONS] = {
    "hf_slice_new",  "hf_slice_start",  "hf_slice_stop",
    "hf_slice_step", "hf_slice_unpack", "hf_slice_of_length"};

/* A slice of the operands, or of ints; or the left operand itself. */
static box make_slice(call *c, int which)
{
    box b = {0};
    PyObject *x = left(c)->raw, *y = right(c)->raw;
    if (which % 4 == 0) {
        b.raw = Py_XNewRef(x);
    } else if (which % 4 == 1) {
        b.raw = PySlice_New(x, y, which & 4 ? x : NULL);
    } else {
        static const int steps[8] = {1, -1, 2, -2, 3, -3, 7, 0};
        bool at_edges = which % 4 == 3 && which & 8;
        PyObject *n = at_edges ? edge_chosen(c->more & 15)
                               : fuzz_made(PyLong_FromLong((c->more & 15) - 7));
        PyObject *m = at_edges ? edge_chosen(c->more >> 4)
                               : fuzz_made(PyLong_FromLong((c->more >> 4) - 7));
        PyObject *step = at_edges
                             ? edge_chosen(c->b)
                             : fuzz_made(PyLong_FromLong(steps[c->b & 7]));
        b.raw = PySlice_New(n, m, which & 4 ? step : NULL);
        Py_DECREF(n);
        Py_DECREF(m);
        Py_DECREF(step);
    }
    return b;
}

static PyObject *step_of(const deed *d)
{
    return d->c->more & 1 ? NULL : d->value->raw;
}

static void slice_needs(deed *d)
{
    const char *function = slice_functions[d->function];
    PyObject *raw = d->self.raw;
    if (d->function == L_NEW) {
        needs_object(d->c, function, d->value->raw);
        needs_object(d->c, function, d->item->raw);
        needs_object(d->c, function, step_of(d));
        return;
    }
    needs_a(d->c, function, raw, "slice", raw != NULL && PySlice_Check(raw));
    if (d->c->a % 3 != 0) { /* a slice has no length, about which others would be */
        d->i = bound_chosen(d->c->a / 3);
    }
    if (d->function == L_OF_LENGTH && d->i < 0 && !is_refused(d->c)) {
        char digits[30];
        snprintf(digits, sizeof(digits), "%lld", (long long)d->i);
        raises(d->c, PyExc_OverflowError,
               "hf_slice_of_length: %s is no length: it is negative, or was "
               "more than a Py_ssize_t can hold",
               digits);
    }
}

static PyObject *three(Py_ssize_t a, Py_ssize_t b, Py_ssize_t c)
{
    return Py_BuildValue("nnn", a, b, c);
}

static void slice_by_cpython(deed *d)
{
    PySliceObject *slice = (PySliceObject *)d->self.raw;
    Py_ssize_t start, stop, step;
    switch (d->function) {
    case L_NEW:
        gives(d, PySlice_New(d->value->raw, d->item->raw, step_of(d)));
        break;
    case L_START:
        gives(d, Py_NewRef(slice->start));
        break;
    case L_STOP:
        gives(d, Py_NewRef(slice->stop));
        break;
    case L_STEP:
        gives(d, Py_NewRef(slice->step));
        break;
    default:
        if (PySlice_Unpack(d->self.raw, &start, &stop, &step) < 0) {
            break;
        }
        if (d->function == L_OF_LENGTH) {
            Py_ssize_t n = PySlice_AdjustIndices(d->i, &start, &stop, step);
            gives(d, three(start, step, n));
        } else {
            gives(d, three(start, stop, step));
        }
        break;
    }
}

/* check_parts compares what a slice is of short lengths, by its own step and by others:
 * all that its ends may lie before, between and behind. */
static void check_parts(Py_ssize_t start, Py_ssize_t stop, Py_ssize_t own)
{
    const Py_ssize_t steps[4] = {own, 1, -1, -2};
    for (int at = 0; at < 36; at++) {
        Py_ssize_t length = at / 4, step = steps[at % 4], i = start, j = stop;
        Py_ssize_t n = PySlice_AdjustIndices(length, &i, &j, step);
        hf_slice_part part = hf_slice_part_of(length, start, stop, step);
        if (part.start != i || part.step != step || part.count != n) {
            fuzz_failed("content",
                        "expected %zd items from %zd on by %zd, found %zd "
                        "from %zd on by %zd, of %zd by (%zd, %zd, %zd)",
                        n, i, step, part.count, part.start, part.step, length,
                        start, stop, step);
        }
    }
}

static bool by_slice(deed *d)
{
    hf_slice_borrowed self = hf_slice_from_borrowed(d->self.raw);
    hf_object_borrowed value = lent_object(d->value);
    Py_ssize_t start = 7, stop = 7, step = 7;
    hf_slice_part part;
    bool worked;
    switch (d->function) {
    case L_NEW:
        return gave(d, hf_into_object(
                           hf_slice_new(value, lent_object(d->item),
                                        hf_object_from_borrowed(step_of(d)))));
    case L_START:
        return gave(d, hf_slice_start(self));
    case L_STOP:
        return gave(d, hf_slice_stop(self));
    case L_STEP:
        return gave(d, hf_slice_step(self));
    case L_UNPACK:
        worked = hf_slice_unpack(self, &start, &stop, &step);
        if (worked) {
            check_parts(start, stop, step);
        }
        break;
    default:
        worked = hf_slice_of_length(self, d->i, &part);
        start = part.start;
        stop = part.step;
        step = part.count;
        break;
    }
    if (worked) {
        d->found.object = three(start, stop, step);
    } else if (start != 0 || stop != 0 || step != 0) {
        d->found.number = 1; /* they are 0 then */
    }
    return worked;
}

void slice_does(call *c)
{
    static const deeds of = {.n = L_FUNCTIONS, .quiet = L_UNPACK,
                             .make = make_slice, .needs = slice_needs,
                             .by_cpython = slice_by_cpython, .ours = by_slice};
    deed_do(c, &of);
}

enum { R_NEW, R_LENGTH, R_START, R_STOP, R_STEP, R_FUNCTIONS };
static const char *const range_functions[R_FUNCTIONS] = {
    "hf_range_new", "hf_range_length", "hf_range_start", "hf_range_stop",
    "hf_range_step"};

/* range_at_edges begins at an edge; it ends at another, or some steps from there, by
 * steps of 1, 2 or of an edge, to either side. */
static PyObject *range_at_edges(const call *c, int which)
{
    PyObject *start = edge_chosen(c->b), *stop = NULL;
    PyObject *by = fuzz_made(PyLong_FromLong(c->more >> 6 ? 1 : 2));
    PyObject *step = which % 3 == 2 ? edge_chosen(c->a) : Py_NewRef(by);
    if (PyObject_Not(step)) {
        Py_SETREF(step, Py_NewRef(by));
    }
    if (c->more & 32) {
        Py_SETREF(step, PyNumber_Negative(step));
    }
    if (which % 3 == 0) {
        stop = edge_chosen(c->more & 31);
    } else {
        PyObject *times = fuzz_made(PyLong_FromLong(c->more & 31));
        PyObject *all = fuzz_made(PyNumber_Multiply(times, step));
        stop = fuzz_made(PyNumber_Add(start, all));
        Py_DECREF(times);
        Py_DECREF(all);
    }
    PyObject *made = fuzz_made(PyObject_CallFunctionObjArgs(
        (PyObject *)&PyRange_Type, start, stop, step, NULL));
    Py_DECREF(start);
    Py_DECREF(stop);
    Py_DECREF(step);
    Py_DECREF(by);
    return made;
}

static box make_range(call *c, int which)
{
    box b = {0};
    if (which % 4 == 0) {
        b.raw = Py_XNewRef(left(c)->raw);
    } else if (which & 4) {
        b.raw = range_at_edges(c, which / 8);
    } else {
        b.raw = fuzz_made(PyObject_CallFunction(
            (PyObject *)&PyRange_Type, "nnn", (Py_ssize_t)0,
            which % 4 == 1 ? PY_SSIZE_T_MAX : (Py_ssize_t)300 + c->more,
            (Py_ssize_t)1 + c->more % 3));
        if (which % 4 == 3) { /* more than a Py_ssize_t can say */
            Py_DECREF(b.raw);
            b.raw = fuzz_made(PyObject_CallFunction(
                (PyObject *)&PyRange_Type, "Nn",
                PyLong_FromSsize_t(PY_SSIZE_T_MIN), PY_SSIZE_T_MAX));
        }
    }
    return b;
}

/* A step is small, or one that is another when it is cut to an int. */
static Py_ssize_t range_step(const deed *d)
{
    return d->c->value / R_FUNCTIONS & 1 ? bound_chosen(d->c->b)
                                         : (Py_ssize_t)d->c->more - 2;
}

static void range_needs(deed *d)
{
    PyObject *raw = d->self.raw;
    if (d->function != R_NEW) {
        needs_a(d->c, range_functions[d->function], raw, "range",
                raw != NULL && PyRange_Check(raw));
    }
}

static void range_by_cpython(deed *d)
{
    PyObject *raw = d->self.raw;
    if (d->function == R_NEW) {
        gives(d, PyObject_CallFunction((PyObject *)&PyRange_Type, "nnn", d->i,
                                       d->j, range_step(d)));
    } else if (d->function == R_LENGTH) {
        d->wanted.number = PyObject_Size(raw);
    } else {
        gives(d, PyObject_GetAttr(raw, range_names[d->function - R_START]));
    }
}

static bool by_range(deed *d)
{
    hf_range_borrowed self = hf_range_from_borrowed(d->self.raw);
    switch (d->function) {
    case R_NEW:
        return gave(
            d, hf_into_object(hf_range_new(d->i, d->j, range_step(d))));
    case R_LENGTH:
        return hf_range_length(self, &d->found.number);
    case R_START:
        return gave(d, hf_into_object(hf_range_start(self)));
    case R_STOP:
        return gave(d, hf_into_object(hf_range_stop(self)));
    default:
        return gave(d, hf_into_object(hf_range_step(self)));
    }
}

void range_does(call *c)
{
    static const deeds of = {.n = R_FUNCTIONS, .make = make_range,
                             .needs = range_needs,
                             .by_cpython = range_by_cpython, .ours = by_range};
    deed_do(c, &of);
}

/* ---- What else needs memory where no Python code runs. */

static PyObject *by_dict_builder(bool sets)
{
    hf_dict_builder b = {0};
    if (sets) {
        hf_dict_builder_set_utf8(&b, handed_name(0, "k"),
                                 given_object(&operand_fixed[INT]));
    }
    return hf_into_raw(hf_dict_builder_finish(&b));
}

static PyObject *by_tuple_builder(void)
{
    hf_tuple_builder b = {0};
    hf_tuple_builder_reserve(&b, 30);
    for (int i = 0; i < 30; i++) {
        hf_tuple_builder_append(&b, given_object(&operand_fixed[INT]));
    }
    return hf_into_raw(hf_tuple_builder_finish(&b));
}

enum { PARTS = 7 };

/* part gives something where it worked. |self| is a dict, a range, an iterator
 * and a set, each for those that want it. */
static PyObject *part(int which, PyObject *const self[4])
{
    bool worked;
    switch (which) {
    case 0:
        worked = hf_dict_set_utf8(hf_dict_from_borrowed(self[0]),
                                  handed_name(0, "key"),
                                  given_object(&operand_fixed[INT]));
        break;
    case 1:
        return by_dict_builder(true);
    case 2:
        return by_dict_builder(false);
    case 3:
        return hf_into_raw(hf_range_start(hf_range_from_borrowed(self[1])));
    case 4:
        worked = hf_iterator_close(hf_iterator_from_borrowed(self[2]));
        break;
    case 5:
        worked = hf_set_delete(hf_set_from_borrowed(self[3]),
                               lent_object(&operand_fixed[INT]));
        break;
    default:
        return by_tuple_builder();
    }
    return worked ? Py_NewRef(Py_None) : NULL;
}

void short_of_memory(call *c)
{
    int which = c->value % PARTS;
    unsigned armed = c->armed;
    PyObject *list = fuzz_made(PyList_New(0));
    PyObject *self[4] = {
        fuzz_made(PyDict_New()),
        fuzz_made(PyObject_CallFunction((PyObject *)&PyRange_Type, "n",
                                        (Py_ssize_t)c->more)),
        fuzz_made(PyObject_GetIter(list)), fuzz_made(PySet_New(NULL))};
    for (int i = 0; i < 5; i++) { /* it grows with the next one */
        PyDict_SetItem(self[0], operand_fixed[STRS + i].raw, Py_None);
    }
    never_pending(c);
    c->armed = armed;
    if (which == 5) {
        PyObject *none = PyObject_CallOneArg(PyExc_KeyError,
                                             operand_fixed[INT].raw);
        PyErr_SetObject(PyExc_KeyError, none);
        Py_XDECREF(none);
        raises_as(c);
    }
    /* As many dicts as CPython keeps: then a new one needs memory. */
    enum { FREE = 80 };
    PyObject *dicts[FREE] = {NULL};
    for (int i = 0; i < FREE && (which == 1 || which == 2); i++) {
        dicts[i] = fuzz_made(PyDict_New());
    }
    begin(c);
    PyObject *made = part(which, self);
    end(c, made != NULL);
    for (int i = 0; i < FREE; i++) {
        Py_XDECREF(dicts[i]);
    }
    Py_XDECREF(made);
    for (int i = 0; i < 4; i++) {
        Py_DECREF(self[i]);
    }
    Py_DECREF(list);
}
