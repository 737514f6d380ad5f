#include "fuzz/targets/container_world.h"

#ifdef HF_PLANTED
#include "fuzz/targets/planted_containers.h"
#endif

#include "fuzz/engine/in_step.h"

/* ---- Items. They are made in C, so that no frame of Python's is needed, without
 * which CPython 3.11 aborts: any allocation may fail around them. */

typedef struct item {
    PyObject_HEAD
    int mode, number, serial;
    bool ended;
} item;

static PyTypeObject *item_class;
static PyObject *never; /* its truth raises */

static int runs;                /* of special methods, in this step */
static int ends;                /* of Items, in this program */
enum { SERIALS = 256 };
static PyObject *kept[SERIALS]; /* by their finalizers */

/* drop empties a slot that no step under way uses. */
static void drop(void)
{
    for (int i = 0; i < FUZZ_SLOTS; i++) {
        int slot = (fuzz_step_value() + i) % FUZZ_SLOTS;
        if (!fuzz_in_use(slot) && !hf_is_null(s[slot].as_object)) {
            hf_object dropped = hf_move(&s[slot].as_object);
            fuzz_left(slot);
            hf_decref(dropped);
            break;
        }
    }
}

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

/* change does to the container in slot y what the mode says, and tells the model.
 * -1: there is no memory. */
static int change(int how)
{
    if (fuzz_steps_under_way() != 1) {
        return 0;
    }
    PyObject *raw = hf_as_raw(s[fuzz_step_y()].as_object);
    int status = 0;
    if (raw != NULL && PyList_CheckExact(raw)) {
        Py_ssize_t before = PyList_GET_SIZE(raw);
        status = change_list(raw, how);
        if (PyList_GET_SIZE(raw) != before) {
            fuzz_tell(how);
        }
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
        drop();
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
    return PyBool_FromLong(is_item(right) &&
                           ((item *)right)->number == self->number);
}

static Py_hash_t item_hash(PyObject *self)
{
    return run((item *)self) ? ((item *)self)->number : -1;
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

static void item_finalize(PyObject *self)
{
    item *it = (item *)self;
    if (it->ended) {
        return;
    }
    it->ended = true;
    ends++;
    for (int slot = 0; slot < FUZZ_SLOTS; slot++) {
        if (hf_as_raw(s[slot].as_object) == self) {
            fuzz_failed("finalizer",
                        "slot s%d holds the Item at %p, which has ended", slot,
                        (void *)self);
        }
    }
    if (it->mode == RESURRECTS) {
        kept[it->serial] = Py_NewRef(self);
    } else if (it->mode == DROPS) {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        drop();
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
    PyObject *gc = PyImport_ImportModule("gc");
    collect = PyObject_GetAttrString(gc, "collect");
    youngest = PyLong_FromLong(0);
    warm_up();
    /* What is there now is not looked at, when cycles are collected. */
    Py_XDECREF(PyObject_CallMethod(gc, "freeze", NULL));
    Py_DECREF(gc);
}

void finish(int expected)
{
    /* Lists that are in themselves. What CPython keeps is kept: only a collection
     * of all generations would free that. */
    Py_XDECREF(PyObject_CallOneArg(collect, youngest));
    for (int i = 0; i < SERIALS; i++) {
        Py_CLEAR(kept[i]);
    }
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
    EACH (it, container) {                                                     \
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
