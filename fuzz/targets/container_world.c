#include "fuzz/targets/container_world.h"

#ifdef HF_PLANTED
#include "fuzz/targets/container_planted.h"
#endif

#include "fuzz/engine/in_step.h"

/* ---- Items. They are made in C, so that no frame of Python's is needed, without
 * which CPython 3.11 aborts: any allocation may fail around them. */

typedef struct item {
    PyObject_HEAD int mode, number, serial;
    bool ended;
} item;

static PyTypeObject *item_class;
static PyObject *never; /* its truth raises */
static PyObject *popitem;

static int runs; /* of special methods, in this step */
static int ends; /* of Items, in this program */
enum { SERIALS = 256 };
static PyObject *kept[SERIALS]; /* by their finalizers */

static void nest(void)
{
    int outer_runs = take_runs();
    fuzz_nest(2);
    runs = outer_runs;
}

static int change_list(PyObject *list, int how)
{
    Py_ssize_t n = PyList_GET_SIZE(list);
    if (how == EMPTIES) {
        return PyList_SetSlice(list, 0, n, NULL);
    }
    if (how == POPS) {
        return n > 0 ? PyList_SetSlice(list, n - 1, n, NULL) : 0;
    }
    if (n == 0 || n >= ITEMS_MOST) {
        return 0;
    }
    PyObject *first = PyList_GET_ITEM(list, 0);
    Py_INCREF(first);
    int status = PyList_Append(list, first);
    Py_DECREF(first);
    return status;
}

static int change_dict(PyObject *dict, int how)
{
    if (how == EMPTIES) {
        PyDict_Clear(dict);
    } else if (how == POPS && PyDict_GET_SIZE(dict) > 0) {
        /* Which asks for no hash. */
        PyObject *pair = PyObject_CallMethodNoArgs(dict, popitem);
        Py_XDECREF(pair);
        return pair != NULL ? 0 : -1;
    }
    return 0;
}

static Py_ssize_t length_of(PyObject *raw)
{
    return PyList_CheckExact(raw)   ? PyList_GET_SIZE(raw)
           : PyDict_CheckExact(raw) ? PyDict_GET_SIZE(raw)
                                    : PySet_GET_SIZE(raw);
}

/* change does to the container in slot y what the mode says, and tells the model.
 * -1: there is no memory. */
static int change(int how)
{
    if (fuzz_steps_under_way() != 1) {
        return 0;
    }
    PyObject *raw = hf_as_raw(s[fuzz_step_y()].as_object);
    if (raw == NULL || !(PyList_CheckExact(raw) || PyDict_CheckExact(raw) ||
                         PySet_CheckExact(raw))) {
        return 0;
    }
    Py_ssize_t before = length_of(raw);
    int status = PyList_CheckExact(raw)   ? change_list(raw, how)
                 : PyDict_CheckExact(raw) ? change_dict(raw, how)
                 : how == EMPTIES         ? PySet_Clear(raw)
                                          : 0;
    if (length_of(raw) != before) {
        fuzz_tell(how);
    }
    return status;
}

/* run is what each special method does first; false: it raises. */
static bool run(item *self)
{
    runs++;
    switch ((mode)self->mode) {
    case RAISES:
        PyErr_SetString(PyExc_ValueError, "item");
        return false;
    case INTERRUPTS:
        PyErr_SetNone(PyExc_KeyboardInterrupt);
        return false;
    case DROPS:
        fuzz_drop();
        return true;
    case NESTS:
        nest();
        return true;
    case EMPTIES:
    case POPS:
    case ADDS:
        return change(self->mode) == 0;
    case QUIET:
    case WRONG:
    case RESURRECTS:
    case MODES:
        break;
    }
    return true;
}

static bool is_item(PyObject *raw)
{
    return Py_TYPE(raw) == item_class;
}

static PyObject *ordered(item *self, item *other, int op)
{
    /* Both, since sort asks only one of each two, whichever it has to. */
    if (!run(self) || !run(other)) {
        return NULL;
    }
    if (self->mode == WRONG || other->mode == WRONG) {
        return Py_NewRef(never);
    }
    bool less = op == Py_LT ? self->number < other->number
                            : self->number > other->number;
    return PyBool_FromLong(less);
}

static PyObject *item_richcompare(PyObject *left, PyObject *right, int op)
{
    item *self = (item *)left;
    if (op == Py_LT || op == Py_GT) {
        if (!is_item(right)) {
            Py_RETURN_NOTIMPLEMENTED;
        }
        return ordered(self, (item *)right, op);
    }
    if (op != Py_EQ) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    if (!run(self)) {
        return NULL;
    }
    if (self->mode == WRONG) {
        return Py_NewRef(never);
    }
    if (!is_item(right)) { /* so that |left| is looked at once more */
        Py_RETURN_NOTIMPLEMENTED;
    }
    return PyBool_FromLong(((item *)right)->number == self->number);
}

/* No other key of a program has such a hash: "" has 0. */
static Py_hash_t item_hash(PyObject *self)
{
    return run((item *)self) ? 50 + ((item *)self)->number : -1;
}

static PyObject *item_repr(PyObject *self)
{
    if (!run((item *)self)) {
        return NULL;
    }
    if (((item *)self)->mode == WRONG) {
        return PyLong_FromLong(5);
    }
    return PyUnicode_FromFormat("item %d", ((item *)self)->number);
}

/* is_within says whether the list or tuple |raw| has |self| in it. */
static bool is_within(PyObject *raw, PyObject *self)
{
    if (raw == NULL || !(PyList_Check(raw) || PyTuple_Check(raw))) {
        return false;
    }
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(raw); i++) {
        if (PySequence_Fast_GET_ITEM(raw, i) == self) {
            return true;
        }
    }
    return false;
}

static void item_finalize(PyObject *self)
{
    item *it = (item *)self;
    if (it->ended) {
        return;
    }
    it->ended = true;
    ends++;
    for (int slot = 0; slot < FUZZ_SLOTS; slot++) {
        PyObject *raw = hf_as_raw(s[slot].as_object);
        if (raw == self || is_within(raw, self)) {
            fuzz_failed("finalizer", "slot s%d holds the Item at %p, which has "
                                     "ended",
                        slot, (void *)self);
        }
    }
    if (it->mode == RESURRECTS) {
        kept[it->serial] = Py_NewRef(self);
    } else if (it->mode == DROPS) {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        fuzz_drop();
        PyErr_Restore(type, value, traceback);
    }
}

static void item_dealloc(PyObject *self)
{
    if (PyObject_CallFinalizerFromDealloc(self) == 0) {
        PyTypeObject *type = Py_TYPE(self);
        type->tp_free(self);
        Py_DECREF(type);
    }
}

static int never_true(PyObject *self)
{
    (void)self;
    PyErr_SetString(PyExc_ValueError, "no truth");
    return -1;
}

static PyObject *class_of(const char *name, size_t size, PyType_Slot *slots)
{
    PyType_Spec spec = {name, (int)size, 0, Py_TPFLAGS_DEFAULT, slots};
    PyObject *made = PyType_FromSpec(&spec);
    if (made == NULL) {
        PyErr_Print();
        fuzz_failed("engine", "the target does not start");
    }
    return made;
}

hf_object item_new(int does, int number, int serial)
{
    item *made = PyObject_New(item, item_class);
    if (made != NULL) {
        made->mode = does;
        made->number = number;
        made->serial = serial;
        made->ended = false;
    }
    return hf_object_from_owned((PyObject *)made);
}

hf_object take_kept(int serial)
{
    PyObject *taken = kept[serial];
    kept[serial] = NULL;
    return hf_object_from_owned(taken);
}

int take_runs(void)
{
    int n = runs;
    runs = 0;
    return n;
}

/* ---- Builders. */

hf_list_builder list_builder;
hf_dict_builder dict_builder;

#define BUILD(T)                                                               \
    bool build_##T(hf_##T *to, hf_object_borrowed y, hf_object_borrowed z,     \
                   int n, int how)                                             \
    {                                                                          \
        hf_##T##_builder builder = {0};                                        \
        if (how == WITH_ROOM) {                                                \
            hf_##T##_builder_reserve(&builder, n);                             \
        }                                                                      \
        for (int i = 0; i < n; i++) {                                          \
            hf_##T##_builder_append(&builder, hf_incref(i % 2 ? z : y));       \
        }                                                                      \
        if (how == WITH_NULL) {                                                \
            hf_##T##_builder_append(&builder, hf_null(object));                \
        }                                                                      \
        if (how == TOO_MANY) {                                                 \
            hf_##T##_builder_reserve(&builder, -1);                            \
        }                                                                      \
        if (how == DROPPED) {                                                  \
            hf_##T##_builder_clear(&builder);                                  \
            return !hf_error_occurred();                                       \
        }                                                                      \
        return hf_replace(to, hf_##T##_builder_finish(&builder));              \
    }
BUILD(list)
BUILD(tuple)

/* ---- Start and end. */

static PyObject *collect, *youngest; /* gc.collect, and 0 */

/* warm_up fills the lists of objects that CPython keeps, and takes from first: so
 * that there are as many blocks after a program as before. */
static void warm_up(void)
{
    enum { AT_ONCE = 80, LONGEST = 20 };
    static PyObject *made[AT_ONCE][LONGEST + 2];
    PyObject *key = PyUnicode_InternFromString("key");
    for (int i = 0; i < AT_ONCE; i++) {
        for (int n = 0; n < LONGEST; n++) {
            made[i][n] = PyTuple_New(n);
        }
        made[i][LONGEST] = PyList_New(0);
        made[i][LONGEST + 1] = PyDict_New();
        PyDict_SetItem(made[i][LONGEST + 1], key, Py_None);
    }
    for (int i = 0; i < AT_ONCE; i++) {
        for (int n = 0; n < LONGEST + 2; n++) {
            Py_DECREF(made[i][n]);
        }
    }
}

void fuzz_world_start(void)
{
    static PyType_Slot item_slots[] = {
        {Py_tp_richcompare, item_richcompare},
        {Py_tp_hash, item_hash},
        {Py_tp_repr, item_repr},
        {Py_tp_finalize, item_finalize},
        {Py_tp_dealloc, item_dealloc},
        {0, NULL},
    };
    static PyType_Slot never_slots[] = {{Py_nb_bool, never_true}, {0, NULL}};
    item_class = (PyTypeObject *)class_of("Item", sizeof(item), item_slots);
    PyObject *never_class = class_of("Never", sizeof(PyObject), never_slots);
    never = PyObject_CallNoArgs(never_class);
    Py_DECREF(never_class);
    popitem = PyUnicode_InternFromString("popitem");
    PyObject *gc = PyImport_ImportModule("gc");
    collect = PyObject_GetAttrString(gc, "collect");
    youngest = PyLong_FromLong(0);
    warm_up();
    /* What is there now is not looked at, when cycles are collected. */
    Py_XDECREF(PyObject_CallMethod(gc, "freeze", NULL));
    Py_DECREF(gc);
}

void fuzz_world_end(void)
{
    hf_list_builder_clear(&list_builder);
    hf_dict_builder_clear(&dict_builder);
    /* Lists that are in themselves. What CPython keeps is kept: only a collection
     * of all generations would free that. */
    Py_XDECREF(PyObject_CallOneArg(collect, youngest));
    for (int i = 0; i < SERIALS; i++) {
        Py_CLEAR(kept[i]);
    }
}

void finish(int expected)
{
    fuzz_world_end();
    if (expected >= 0 && ends != expected) {
        fuzz_failed("finalizer", "expected %d Items to end, found %d", expected,
                    ends);
    }
    ends = runs = 0;
}

/* ---- Walks. */

int64_t token_of_name(const char *type)
{
    return (int64_t)strlen(type) + 10;
}

int64_t token(PyObject *raw)
{
    if (is_item(raw)) {
        return 100 + ((item *)raw)->number;
    }
    if (PyLong_CheckExact(raw)) {
        return PyLong_AsLong(raw);
    }
    if (PyUnicode_CheckExact(raw)) {
        return 3000 + PyUnicode_GET_LENGTH(raw);
    }
    return token_of_name(Py_TYPE(raw)->tp_name);
}

/* look adds |raw| to what a walk has found, as found[1], after found[0] others. */
static void look(int64_t *found, PyObject *raw)
{
    found[1] = (found[1] * 31 + token(raw)) % 1000003;
}

/* A walk is written once, for each of the for-each macros: its block may end in
 * all ways that a block can. */
#define WALK(EACH, container, on_item)                                         \
    EACH(it, container)                                                        \
    {                                                                          \
        found[0]++;                                                            \
        if (found[0] == 2 && how == BREAKS) {                                  \
            break;                                                             \
        }                                                                      \
        if (found[0] == 2 && how == CONTINUES) {                               \
            continue;                                                          \
        }                                                                      \
        if (found[0] == 2 && how == RETURNS) {                                 \
            return;                                                            \
        }                                                                      \
        if (found[0] == 2 && how == LEAVES) {                                  \
            goto left;                                                         \
        }                                                                      \
        on_item;                                                               \
        look(found, hf_as_raw(it));                                            \
    }                                                                          \
    found[1]++; /* it got here, but not by goto */                             \
    left:                                                                      \
    (void)0

void walk_list(hf_list_borrowed list, int how, hf_object_borrowed other,
               int64_t *found)
{
    Py_ssize_t n = 0;
    WALK(hf_list_each, list, {
        if (how == TAKES_LAST) {
            hf_decref(hf_list_pop(list));
        }
        if (how == ADDS_OTHER && found[0] == 1 && hf_list_length(list, &n) &&
            n < ITEMS_MOST && !hf_list_append(list, hf_incref(other))) {
            return;
        }
    });
}

void walk_tuple(hf_tuple_borrowed tuple, int how, int64_t *found)
{
    WALK(hf_tuple_each, tuple, );
}

#define EACH_KEY(it, dict) hf_dict_each(it, value_of_##it, dict)

void walk_dict(hf_dict_borrowed dict, int how, hf_object_borrowed other,
               int64_t *found)
{
    WALK(EACH_KEY, dict, {
        look(found, hf_as_raw(it));
        look(found, hf_as_raw(value_of_it));
        if (how == TAKES_LAST && !hf_dict_delete_all(dict)) {
            return;
        }
        if (how == ADDS_OTHER && !is_item(hf_as_raw(it)) &&
            !hf_dict_set(dict, hf_borrow(it), hf_incref(other))) {
            return;
        }
        continue; /* it was looked at */
    });
}

void walk_any(hf_object_borrowed iterable, int how, bool in_order,
              int64_t *found)
{
    int64_t sum = 0;
    WALK(hf_iterator_each, iterable, sum += token(hf_as_raw(it)));
    found[1] = in_order ? found[1] : sum + 1;
}

bool look_at_pairs(hf_list pairs, int64_t *found)
{
    hf_auto(list, all, pairs);
    if (hf_is_null(all)) {
        return false;
    }
    hf_list_each(pair, hf_borrow(all))
    {
        hf_tuple_borrowed both = hf_tuple_cast(hf_borrow(pair));
        hf_tuple_each(it, both)
        {
            found[0]++;
            look(found, hf_as_raw(it));
        }
    }
    return !hf_error_occurred();
}

bool ended(hf_lookup lookup, hf_object *slot, hf_object value, int64_t *found)
{
    found[0] = hf_found(lookup);
    found[3] = take_runs();
    if (!!hf_replace(slot, value) != hf_found(lookup)) {
        fuzz_failed("exception", "a value exactly when it is found");
    }
    return !hf_failed(lookup);
}
