/* One function or type for each way to be right or wrong, as their names say: what
 * is not marked is right. test_kinds.py has what is to be said of each. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* ---- Right: references that come unseen. */

static PyObject *by_slot(PyObject *function, PyObject *argument)
{
    PyObject *args = PyTuple_Pack(1, argument);
    PyObject *result = NULL;
    if (args != NULL) {
        result = Py_TYPE(function)->tp_call(function, args, NULL);
    }
    Py_XDECREF(args);
    return result;
}

static PyObject *unseen_then_iterated(PyObject *module, PyObject *range)
{
    (void)module;
    PyObject *made = by_slot((PyObject *)&PyEnum_Type, range);
    if (made == NULL) {
        return NULL;
    }
    PyObject *itself = PyObject_GetIter(made);
    Py_DECREF(made);
    Py_XDECREF(itself);
    Py_RETURN_NONE;
}

static PyObject *unseen_and_returned(PyObject *module, PyObject *text)
{
    (void)module;
    return by_slot((PyObject *)&PyList_Type, text);
}

static PyObject *unseen_number(PyObject *module, PyObject *number)
{
    (void)module;
    PyObject *sum = Py_TYPE(number)->tp_as_number->nb_add(number, number);
    if (sum == NULL) {
        return NULL;
    }
    PyObject *itself = PyNumber_Long(sum);
    Py_DECREF(sum);
    return itself;
}

/* After more borrowed ones than are remembered. */
static PyObject *unseen_among_many(PyObject *module, PyObject *list)
{
    (void)module;
    for (Py_ssize_t i = 0; i < PyList_Size(list); i++) {
        (void)PyList_GetItem(list, i);
    }
    PyObject *made = by_slot((PyObject *)&PyEnum_Type, list);
    Py_XDECREF(made);
    Py_RETURN_NONE;
}

static PyObject *unseen_none(PyObject *module, PyObject *function)
{
    PyObject *none = by_slot(function, module);
    Py_XDECREF(none);
    Py_RETURN_TRUE;
}

static PyObject *unseen_in_a_member(PyObject *module, PyObject *list)
{
    (void)module;
    if (PyList_GET_SIZE(list) == 0) {
        Py_RETURN_NONE;
    }
    /* As an optimized list.pop() does: the list's own reference moves. */
    Py_ssize_t last = PyList_GET_SIZE(list) - 1;
    PyObject *item = PyList_GET_ITEM(list, last);
    Py_SET_SIZE(list, last);
    return item;
}

static PyObject *swapped(PyObject *module, PyObject *list)
{
    (void)module;
    PyObject **items = ((PyListObject *)list)->ob_item;
    PyObject *first = items[0];
    items[0] = Py_NewRef(Py_None);
    return first;
}

/* ---- Conversions: the name is lost where the number does not convert. */

static PyObject *decoded(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *name;
    if (!PyUnicode_FSDecoder(PyTuple_GET_ITEM(args, 0), &name)) { /* decoded */
        return NULL;
    }
    long number = PyLong_AsLong(PyTuple_GET_ITEM(args, 1));
    if (number == -1 && PyErr_Occurred()) {
        return NULL;
    }
    Py_DECREF(name);
    Py_RETURN_NONE;
}

static PyObject *converted(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *name;
    if (!PyUnicode_FSConverter(PyTuple_GET_ITEM(args, 0), &name)) { /* converted */
        return NULL;
    }
    long number = PyLong_AsLong(PyTuple_GET_ITEM(args, 1));
    if (number == -1 && PyErr_Occurred()) {
        return NULL;
    }
    Py_DECREF(name);
    Py_RETURN_NONE;
}

static PyObject *parsed(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *name, *number;
    if (!PyArg_ParseTuple(args, "O&O", PyUnicode_FSConverter, &name, /* parsed */
                          &number)) {
        return NULL;
    }
    if (!PyLong_Check(number)) {
        PyErr_SetString(PyExc_TypeError, "not a number");
        return NULL;
    }
    Py_DECREF(name);
    Py_RETURN_NONE;
}

/* ---- Released, and then looked at by a function that gives or lends. */

static PyObject *gone_lends(PyObject *module, PyObject *argument)
{
    (void)module;
    PyObject *tuple = Py_BuildValue("(OO)", argument, argument);
    Py_DECREF(tuple);
    return Py_XNewRef(PyTuple_GetItem(tuple, 1));
}

static PyObject *gone_gives(PyObject *module, PyObject *argument)
{
    (void)module;
    PyObject *slice = PySlice_New(argument, argument, argument);
    Py_DECREF(slice);
    return PyObject_Repr(slice);
}

static PyObject *gone_built(PyObject *module, PyObject *argument)
{
    (void)module;
    PyObject *list = PySequence_List(argument);
    Py_DECREF(list);
    return Py_BuildValue("(iO)", 1, list);
}

static PyObject *gone_packed(PyObject *module, PyObject *argument)
{
    (void)module;
    PyObject *list = PySequence_List(argument);
    Py_DECREF(list);
    return PyTuple_Pack(2, argument, list);
}

/* Right, but where memory is short. */
static PyObject *released_twice(PyObject *module, PyObject *argument)
{
    (void)module;
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    PyObject *text = PyUnicode_FromFormat("%S and %S", argument, argument);
    if (text == NULL) {
        Py_DECREF(list);
        goto failed;
    }
    int appended = PyList_Append(list, text);
    Py_DECREF(text);
    if (appended < 0) {
        goto failed;
    }
    return list;
failed:
    Py_DECREF(list); /* released_twice */
    return NULL;
}

/* ---- A reference too few of what everybody holds, given to what steals. */

static PyObject *built_of_none(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return Py_BuildValue("(Ni)", Py_None, 7); /* built_of_none */
}

/* ---- A callback's result that nobody releases. */

static PyObject *callback_dropped(PyObject *module, PyObject *function)
{
    (void)module;
    PyObject_CallFunction(function, "i", 7); /* callback_dropped */
    PyErr_Clear();
    Py_RETURN_NONE;
}

/* ---- Used after its release. */

static PyObject *first_used(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *list = PyTuple_GET_ITEM(args, 0);
    PyObject *item = PyList_GET_ITEM(list, 0);
    PyObject *done = PyObject_CallNoArgs(PyTuple_GET_ITEM(args, 1));
    Py_XDECREF(done);
    Py_INCREF(item); /* first_used */
    Py_DECREF(item);
    Py_RETURN_NONE;
}

static PyObject *first_measured(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *list = PyTuple_GET_ITEM(args, 0);
    PyObject *item = PyList_GET_ITEM(list, 0);
    PyObject *done = PyObject_CallNoArgs(PyTuple_GET_ITEM(args, 1));
    Py_XDECREF(done);
    (void)PyTuple_GET_SIZE(item); /* first_measured */
    Py_RETURN_NONE;
}

static PyObject *first_length(PyObject *module, PyObject *args)
{
    (void)module;
    PyObject *list = PyTuple_GET_ITEM(args, 0);
    PyObject *item = PyList_GET_ITEM(list, 0);
    PyObject *done = PyObject_CallNoArgs(PyTuple_GET_ITEM(args, 1));
    Py_XDECREF(done);
    (void)PyUnicode_GetLength(item); /* first_length */
    PyErr_Clear();
    Py_RETURN_NONE;
}

/* ---- Called while an exception is set. */

#define PENDING(name, call)                                                    \
    static PyObject *name(PyObject *module, PyObject *o)                       \
    {                                                                          \
        (void)module;                                                          \
        (void)o;                                                               \
        PyErr_SetString(PyExc_KeyError, "left");                               \
        call;                                                                  \
        PyErr_Clear();                                                         \
        Py_RETURN_NONE;                                                        \
    }
PENDING(pending_getattr, Py_XDECREF(PyObject_GetAttrString(o, "name")))
PENDING(pending_truth, (void)PyObject_IsTrue(o))
PENDING(pending_length, (void)PyObject_Size(o))
PENDING(pending_setattr, (void)PyObject_SetAttrString(o, "name", Py_None))
PENDING(pending_compare, (void)PyObject_RichCompareBool(o, module, Py_EQ))
PENDING(pending_import, Py_XDECREF(PyImport_ImportModule("sys")))
PENDING(pending_long, (void)PyLong_AsLong(o))
PENDING(pending_double, (void)PyFloat_AsDouble(o))
PENDING(pending_format, Py_XDECREF(PyUnicode_FromFormat("<%d %.50R>", 7, o)))
PENDING(pending_sort, (void)PyList_Sort(o))
/* Which runs no code of Python's. */
PENDING(harmless_long, (void)PyLong_AsLong(o))
PENDING(harmless_double, (void)PyFloat_AsDouble(o))
PENDING(harmless_format, Py_XDECREF(PyUnicode_FromFormat("%%R %d %s", 7, "kelp")))
PENDING(harmless_sort, (void)PyList_Sort(o))

/* ---- Holes. */

static PyObject *list_with_holes(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *list = PyList_New(3);
    if (list != NULL) {
        PyList_SET_ITEM(list, 0, PyLong_FromLong(70000));
    }
    return list;
}

static PyObject *tuple_with_holes(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return PyTuple_New(2);
}

static PyObject *list_of_nulls(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return PyList_New(1);
}

static PyObject *list_without_holes(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *list = PyList_New(1);
    if (list != NULL) {
        PyList_SET_ITEM(list, 0, PyLong_FromLong(70000));
    }
    return list;
}

/* The small ints, of which this process holds many, given to a list unseen. */
static PyObject *small_ints(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *list = PyList_New(200);
    for (Py_ssize_t i = 0; list != NULL && i < 200; i++) {
        ((PyListObject *)list)->ob_item[i] = PyLong_FromSsize_t(i);
    }
    return list;
}

/* Called, and only then filled. */
static PyObject *called_with_holes(PyObject *module, PyObject *function)
{
    (void)module;
    PyObject *list = PyList_New(1);
    PyObject *r = PyObject_CallOneArg(function, list); /* called_with_holes */
    PyList_SET_ITEM(list, 0, PyLong_FromLong(70001));
    Py_DECREF(list);
    return r;
}

static PyObject *called_with_holes_in_an_array(PyObject *module,
                                               PyObject *function)
{
    (void)module;
    PyObject *tuple = PyTuple_New(2);
    PyObject *all[] = {NULL, tuple};
    PyObject *r = PyObject_Vectorcall(function, all + 1, 1, NULL); /* called_with_holes_in_an_array */
    Py_DECREF(tuple);
    return r;
}

static PyObject *attribute_with_holes(PyObject *module, PyObject *object)
{
    (void)module;
    PyObject *t = PyTuple_New(2);
    int set = PyObject_SetAttrString(object, "t", t); /* attribute_with_holes */
    Py_DECREF(t);
    return set < 0 ? NULL : Py_NewRef(Py_None);
}

static PyObject *nested_holes(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return Py_BuildValue("[i(N)]", 1, PyTuple_New(1));
}

/* An attribute, and then filled, before Python runs. */
static PyObject *filled_later(PyObject *module, PyObject *object)
{
    (void)module;
    PyObject *list = PyList_New(1);
    if (PyObject_SetAttrString(object, "filled", list) < 0) {
        Py_DECREF(list);
        return NULL;
    }
    PyList_SET_ITEM(list, 0, PyLong_FromLong(70002));
    PyObject *outer = Py_BuildValue("(O)", list);
    Py_DECREF(list);
    return outer;
}

/* ---- Threads. */

static PyObject *shared_object;

static void *unlocked_worker(void *unused)
{
    (void)unused;
    Py_INCREF(shared_object); /* in_a_thread */
    Py_DECREF(shared_object);
    return NULL;
}

static void *locked_worker(void *unused)
{
    (void)unused;
    PyGILState_STATE state = PyGILState_Ensure();
    Py_INCREF(shared_object);
    Py_DECREF(shared_object);
    PyGILState_Release(state);
    return NULL;
}

static PyObject *in_thread(PyObject *object, void *(*worker)(void *))
{
    pthread_t thread;
    shared_object = object;
    Py_BEGIN_ALLOW_THREADS
    if (pthread_create(&thread, NULL, worker, NULL) == 0) {
        pthread_join(thread, NULL);
    }
    Py_END_ALLOW_THREADS
    Py_RETURN_NONE;
}

static PyObject *in_a_thread(PyObject *module, PyObject *object)
{
    (void)module;
    return in_thread(object, unlocked_worker);
}

static PyObject *in_a_locked_thread(PyObject *module, PyObject *object)
{
    (void)module;
    return in_thread(object, locked_worker);
}

static PyObject *made_unlocked(PyObject *module, PyObject *object)
{
    (void)module;
    Py_INCREF(object);
    PyThreadState *state = PyEval_SaveThread();
    Py_DECREF(object); /* made_unlocked */
    PyEval_RestoreThread(state);
    Py_RETURN_NONE;
}

static PyObject *read_unlocked(PyObject *module, PyObject *list)
{
    (void)module;
    Py_ssize_t size;
    Py_BEGIN_ALLOW_THREADS
    size = PyList_Size(list); /* read_unlocked */
    Py_END_ALLOW_THREADS
    return PyLong_FromSsize_t(size);
}

/* ---- Capsules. */

static void right_destructor(PyObject *capsule)
{
    free(PyCapsule_GetPointer(capsule, "right"));
}

static void wrong_destructor(PyObject *capsule)
{
    free(PyCapsule_GetPointer(capsule, "another")); /* wrong_capsule */
}

static PyObject *right_capsule(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return PyCapsule_New(malloc(64), "right", right_destructor);
}

static PyObject *wrong_capsule(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    return PyCapsule_New(malloc(64), "wrong", wrong_destructor);
}

static PyObject *own_destructor(PyObject *module, PyObject *capsule)
{
    (void)module;
    return PyBool_FromLong(PyCapsule_GetDestructor(capsule) == right_destructor);
}

/* ---- A stack that nobody can follow beyond a call, as of a library that switches
 * stacks: what its caller's frame is found by is not there. */

static void *volatile lost;

__attribute__((used)) static void lose(void)
{
    lost = malloc(64); /* lost_on_an_odd_stack */
}

#if defined(__x86_64__)
__asm__(".text\n"
        ".type odd_stack, @function\n"
        "odd_stack:\n"
        "    .cfi_startproc\n"
        "    push %rbx\n"
        "    mov %rbp, %rbx\n"
        "    mov $64, %ebp\n"
        "    .cfi_def_cfa %rbp, 16\n"
        "    call lose\n"
        "    mov %rbx, %rbp\n"
        "    pop %rbx\n"
        "    ret\n"
        "    .cfi_endproc\n"
        ".size odd_stack, . - odd_stack\n");
void odd_stack(void);
#else
static void odd_stack(void)
{
    lose();
}
#endif

static PyObject *on_an_odd_stack(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    odd_stack();
    Py_RETURN_NONE;
}

/* ---- Slots that return a number. */

static int fail(PyObject *o)
{
    if (!PyUnicode_Check(o)) {
        PyErr_SetString(PyExc_TypeError, "a str is wanted");
        return -1;
    }
    return 0;
}

static int wrong_contains(PyObject *self, PyObject *key)
{
    (void)self;
    (void)fail(key);
    return 0;
}
static Py_hash_t wrong_hash(PyObject *self)
{
    fail(self);
    return 7;
}
static int wrong_init(PyObject *self, PyObject *args, PyObject *keywords)
{
    (void)self;
    (void)keywords;
    if (PyTuple_GET_SIZE(args) > 0) {
        fail(PyTuple_GET_ITEM(args, 0));
    }
    return 0;
}
static int wrong_bool(PyObject *self)
{
    (void)self;
    return -1;
}
static int wrong_store(PyObject *self, PyObject *key, PyObject *value)
{
    (void)self;
    (void)value;
    fail(key);
    return 0;
}
static int wrong_set(PyObject *self, PyObject *value, void *closure)
{
    (void)self;
    (void)closure;
    fail(value);
    return 0;
}
static Py_ssize_t wrong_length(PyObject *self)
{
    fail(self);
    return 3;
}
static PySequenceMethods wrong_sequence = {.sq_contains = wrong_contains,
                                           .sq_length = wrong_length};
static PyMappingMethods wrong_mapping = {.mp_ass_subscript = wrong_store};
static int wrong_buffer(PyObject *self, Py_buffer *view, int flags)
{
    static char memory[4];
    int failed = PyBuffer_FillInfo(view, self, memory, 4, 0, flags);
    fail(self);
    return failed;
}
static PyBufferProcs wrong_buffers = {wrong_buffer, NULL};
static PyObject *wrong_await(PyObject *self)
{
    (void)self;
    return NULL;
}
static PyAsyncMethods wrong_async = {.am_await = wrong_await};
static PyNumberMethods wrong_number = {.nb_bool = wrong_bool};
static PyGetSetDef wrong_getset[] = {{"field", NULL, wrong_set, NULL, NULL},
                                     {NULL, NULL, NULL, NULL, NULL}};
static PyTypeObject Wrong = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "kinds.Wrong",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
    .tp_init = wrong_init,
    .tp_hash = wrong_hash,
    .tp_getset = wrong_getset,
    .tp_as_sequence = &wrong_sequence,
    .tp_as_mapping = &wrong_mapping,
    .tp_as_number = &wrong_number,
    .tp_as_buffer = &wrong_buffers,
    .tp_as_async = &wrong_async,
};

static int right_contains(PyObject *self, PyObject *key)
{
    (void)self;
    return fail(key);
}
static int right_bool(PyObject *self)
{
    (void)self;
    return 1;
}
static PySequenceMethods right_sequence = {.sq_contains = right_contains};
static PyNumberMethods right_number = {.nb_bool = right_bool};
static PyTypeObject Right = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "kinds.Right",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
    .tp_as_sequence = &right_sequence,
    .tp_as_number = &right_number,
};

/* ---- A field, and weak references. */

typedef struct box {
    PyObject_HEAD
    PyObject *held;
    PyObject *weak;
} box;

static PyObject *box_get(PyObject *self, void *closure)
{
    (void)closure;
    PyObject *held = ((box *)self)->held;
    if (held == NULL) {
        Py_RETURN_NONE;
    }
    return Py_NewRef(held); /* old_value_first */
}
static PyObject *box_pack(PyObject *self, void *closure)
{
    (void)closure;
    PyObject *held = ((box *)self)->held;
    if (held == NULL) {
        Py_RETURN_NONE;
    }
    return PyTuple_Pack(1, held); /* old_value_packed */
}
static int box_set(PyObject *self, PyObject *value, void *closure)
{
    (void)closure;
    Py_XINCREF(value);
    Py_XSETREF(((box *)self)->held, value);
    return 0;
}
static int box_set_wrong(PyObject *self, PyObject *value, void *closure)
{
    (void)closure;
    box *b = (box *)self;
    Py_XINCREF(value);
    Py_XDECREF(b->held);
    b->held = value;
    return 0;
}
static void box_dealloc(PyObject *self)
{
    if (((box *)self)->weak != NULL) {
        PyObject_ClearWeakRefs(self);
    }
    Py_CLEAR(((box *)self)->held);
    Py_TYPE(self)->tp_free(self);
}
static void box_dealloc_wrong(PyObject *self)
{
    Py_CLEAR(((box *)self)->held);
    Py_TYPE(self)->tp_free(self);
}
static void box_dealloc_clears(PyObject *self)
{
    PyErr_Clear();
    Py_CLEAR(((box *)self)->held);
    Py_TYPE(self)->tp_free(self);
}
static PyGetSetDef box_getset[] = {{"held", box_get, box_set, NULL, NULL},
                                   {"wrong", box_get, box_set_wrong, NULL, NULL},
                                   {"packed", box_pack, NULL, NULL, NULL},
                                   {NULL, NULL, NULL, NULL, NULL}};
#define BOX(Name, dealloc_)                                                    \
    static PyTypeObject Name = {                                               \
        PyVarObject_HEAD_INIT(NULL, 0).tp_name = "kinds." #Name,               \
        .tp_basicsize = sizeof(box),                                           \
        .tp_flags = Py_TPFLAGS_DEFAULT,                                        \
        .tp_weaklistoffset = offsetof(box, weak),                              \
        .tp_new = PyType_GenericNew,                                           \
        .tp_dealloc = dealloc_,                                                \
        .tp_getset = box_getset,                                               \
    };
static int tracked_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((box *)self)->held);
    return 0;
}
static int tracked_clear(PyObject *self)
{
    Py_CLEAR(((box *)self)->held);
    return 0;
}
static void tracked_dealloc_wrong(PyObject *self)
{
    Py_CLEAR(((box *)self)->held);
    Py_TYPE(self)->tp_free(self);
}
static void tracked_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    Py_CLEAR(((box *)self)->held);
    Py_TYPE(self)->tp_free(self);
}
#define TRACKED(Name, dealloc_)                                                \
    static PyTypeObject Name = {                                               \
        PyVarObject_HEAD_INIT(NULL, 0).tp_name = "kinds." #Name,               \
        .tp_basicsize = sizeof(box),                                           \
        .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC |                  \
                    Py_TPFLAGS_BASETYPE,                                       \
        .tp_new = PyType_GenericNew,                                           \
        .tp_traverse = tracked_traverse,                                       \
        .tp_clear = tracked_clear,                                             \
        .tp_dealloc = dealloc_,                                                \
        .tp_getset = box_getset,                                               \
    };
TRACKED(Tracked, tracked_dealloc)
TRACKED(StillTracked, tracked_dealloc_wrong)
BOX(Box, box_dealloc)
BOX(WeakLeft, box_dealloc_wrong)
BOX(Clearing, box_dealloc_clears)

/* An exception is set while the box dies. */
static PyObject *dies_while_raising(PyObject *module, PyObject *type)
{
    (void)module;
    PyObject *made = PyObject_CallNoArgs(type);
    PyErr_SetString(PyExc_KeyError, "wanted");
    Py_XDECREF(made);
    if (!PyErr_Occurred()) {
        Py_RETURN_NONE;
    }
    return NULL;
}

/* ---- Types on the heap. */

static void heap_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    type->tp_free(self);
    Py_DECREF(type);
}
static void heap_dealloc_wrong(PyObject *self)
{
    Py_TYPE(self)->tp_free(self);
}
static PyType_Slot heap_slots[] = {{Py_tp_dealloc, heap_dealloc},
                                   {Py_tp_new, PyType_GenericNew},
                                   {0, NULL}};
static PyType_Slot heap_slots_wrong[] = {{Py_tp_dealloc, heap_dealloc_wrong},
                                         {Py_tp_new, PyType_GenericNew},
                                         {0, NULL}};
static PyType_Spec heap_spec = {"kinds.Heap", sizeof(PyObject), 0,
                                Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
                                heap_slots};
static PyType_Spec heap_spec_wrong = {"kinds.HeapWrong", sizeof(PyObject), 0,
                                      Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
                                      heap_slots_wrong};

/* ---- Bound methods, NULL, and one of several. */

static PyObject *keeps(PyObject *self, PyObject *argument)
{
    (void)self;
    Py_INCREF(argument); /* keeps */
    return PyLong_FromLong(1);
}
static PyObject *gives(PyObject *self, PyObject *argument)
{
    (void)self;
    return Py_NewRef(argument);
}
static PyMethodDef methodical_methods[] = {{"keeps", keeps, METH_O, NULL},
                                           {"gives", gives, METH_O, NULL},
                                           {NULL, NULL, 0, NULL}};
static PyTypeObject Methodical = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "kinds.Methodical",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
    .tp_methods = methodical_methods,
};

static PyObject *null_released(PyObject *module, PyObject *text)
{
    (void)module;
    PyObject *number = PyNumber_Index(text);
    Py_DECREF(number); /* null_released */
    return number == NULL ? NULL : Py_NewRef(Py_None);
}

static PyObject *keeps_and_raises(PyObject *module, PyObject *argument)
{
    (void)module;
    Py_INCREF(argument); /* keeps_and_raises */
    PyErr_SetString(PyExc_ValueError, "kept");
    return NULL;
}

/* More objects of one place than are looked at in a small table, each of which holds
 * what everybody holds. */
static PyObject *keeps_many(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *list = PyList_New(0); /* keeps_many */
    for (long i = 0; list != NULL && i < 100; i++) {
        PyObject *pair = Py_BuildValue("(ll)", i, i);
        if (pair != NULL) {
            PyList_Append(list, pair);
        }
        Py_XDECREF(pair);
    }
    Py_RETURN_NONE;
}

/* Its tp_new leaks one, and what add takes is released with it. */
typedef struct shelf {
    PyObject_HEAD
    PyObject *held[4];
    int n;
} shelf;

static PyObject *shelf_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    (void)kwargs;
    if (args != NULL && PyTuple_GET_SIZE(args) == 1) {
        Py_INCREF(PyTuple_GET_ITEM(args, 0)); /* shelf_new */
    }
    return type->tp_alloc(type, 0);
}

static int shelf_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    (void)self;
    (void)args;
    (void)kwargs;
    return 0;
}

static void shelf_dealloc(PyObject *self)
{
    for (int i = 0; i < ((shelf *)self)->n; i++) {
        Py_DECREF(((shelf *)self)->held[i]);
    }
    Py_TYPE(self)->tp_free(self);
}

static PyObject *shelf_add(PyObject *self, PyObject *thing)
{
    shelf *this = (shelf *)self;
    if (this->n < 4) {
        this->held[this->n++] = Py_NewRef(thing);
    }
    Py_RETURN_NONE;
}

static PyMethodDef shelf_methods[] = {{"add", shelf_add, METH_O, NULL},
                                      {NULL, NULL, 0, NULL}};

static PyTypeObject Shelf = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "kinds.Shelf",
    .tp_basicsize = sizeof(shelf),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = shelf_new,
    .tp_init = shelf_init,
    .tp_dealloc = shelf_dealloc,
    .tp_methods = shelf_methods,
};

/* Its tp_dealloc leaks one, and gives back what add took. */
static PyObject *spilling_new(PyTypeObject *type, PyObject *args,
                              PyObject *kwargs)
{
    (void)kwargs;
    PyObject *self = type->tp_alloc(type, 0);
    if (self != NULL) {
        ((shelf *)self)->held[3] = PyTuple_GET_ITEM(args, 0);
    }
    return self;
}

static void spilling_dealloc(PyObject *self)
{
    Py_INCREF(((shelf *)self)->held[3]);
    shelf_dealloc(self);
}

static PyTypeObject Spilling = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "kinds.Spilling",
    .tp_basicsize = sizeof(shelf),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = spilling_new,
    .tp_init = shelf_init,
    .tp_dealloc = spilling_dealloc,
    .tp_methods = shelf_methods,
};

/* As tp_call does, but with no arguments at all. */
static PyObject *made_by_hand(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *made = PyType_GenericNew(&Shelf, NULL, NULL);
    if (made != NULL && Shelf.tp_init(made, NULL, NULL) < 0) {
        Py_CLEAR(made);
    }
    return made;
}

static PyObject *one_of_two(PyObject *module, PyObject *argument)
{
    (void)module;
    Py_INCREF(argument); /* one_of_two: first */
    Py_INCREF(argument); /* one_of_two: second */
    Py_DECREF(argument);
    Py_RETURN_NONE;
}

/* At one of two places, of which the other function has one. */
static void counted(PyObject *object)
{
    Py_INCREF(object); /* counted */
}

static PyObject *counts_twice(PyObject *module, PyObject *argument)
{
    (void)module;
    counted(argument);
    Py_INCREF(argument);
    Py_DECREF(argument);
    Py_RETURN_NONE;
}

static PyObject *counts_once(PyObject *module, PyObject *argument)
{
    (void)module;
    counted(argument);
    Py_RETURN_NONE;
}

/* It looks at itself when it dies, where another object was before. */
static void looking_dealloc(PyObject *self)
{
    (void)PyObject_IsTrue(self);
    Py_TYPE(self)->tp_free(self);
}
static PyTypeObject Looking = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "kinds.Looking",
    .tp_basicsize = 96,
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
    .tp_dealloc = looking_dealloc,
};

static PyObject *frees_as_much(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    Py_ssize_t size = 96 - (Py_ssize_t)sizeof(PyBytesObject);
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, size);
    Py_XDECREF(bytes);
    Py_RETURN_NONE;
}

#define METHOD(name, flags) {#name, name, flags, NULL}
static PyMethodDef methods[] = {
    METHOD(unseen_then_iterated, METH_O), METHOD(unseen_and_returned, METH_O),
    METHOD(unseen_number, METH_O), METHOD(unseen_in_a_member, METH_O),
    METHOD(unseen_among_many, METH_O), METHOD(keeps_and_raises, METH_O),
    METHOD(keeps_many, METH_NOARGS), METHOD(unseen_none, METH_O),
    METHOD(made_by_hand, METH_NOARGS),
    METHOD(swapped, METH_O), METHOD(decoded, METH_VARARGS),
    METHOD(converted, METH_VARARGS), METHOD(parsed, METH_VARARGS),
    METHOD(callback_dropped, METH_O), METHOD(first_used, METH_VARARGS),
    METHOD(first_measured, METH_VARARGS), METHOD(first_length, METH_VARARGS),
    METHOD(pending_getattr, METH_O), METHOD(pending_truth, METH_O),
    METHOD(pending_length, METH_O), METHOD(pending_setattr, METH_O),
    METHOD(pending_compare, METH_O), METHOD(pending_import, METH_O),
    METHOD(list_with_holes, METH_NOARGS), METHOD(tuple_with_holes, METH_NOARGS),
    METHOD(list_of_nulls, METH_NOARGS), METHOD(list_without_holes, METH_NOARGS),
    METHOD(small_ints, METH_NOARGS),
    METHOD(in_a_thread, METH_O), METHOD(in_a_locked_thread, METH_O),
    METHOD(made_unlocked, METH_O), METHOD(read_unlocked, METH_O),
    METHOD(right_capsule, METH_NOARGS), METHOD(wrong_capsule, METH_NOARGS),
    METHOD(own_destructor, METH_O), METHOD(dies_while_raising, METH_O),
    METHOD(null_released, METH_O), METHOD(one_of_two, METH_O),
    METHOD(pending_long, METH_O), METHOD(pending_double, METH_O),
    METHOD(pending_format, METH_O), METHOD(pending_sort, METH_O),
    METHOD(harmless_long, METH_O), METHOD(harmless_double, METH_O),
    METHOD(harmless_format, METH_O), METHOD(harmless_sort, METH_O),
    METHOD(called_with_holes, METH_O),
    METHOD(called_with_holes_in_an_array, METH_O),
    METHOD(attribute_with_holes, METH_O), METHOD(nested_holes, METH_NOARGS),
    METHOD(filled_later, METH_O), METHOD(gone_lends, METH_O),
    METHOD(gone_gives, METH_O), METHOD(gone_built, METH_O),
    METHOD(on_an_odd_stack, METH_NOARGS), METHOD(frees_as_much, METH_NOARGS),
    METHOD(counts_twice, METH_O), METHOD(counts_once, METH_O),
    METHOD(released_twice, METH_O), METHOD(gone_packed, METH_O), METHOD(built_of_none, METH_NOARGS),
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "kinds", NULL, -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_kinds(void);
PyMODINIT_FUNC PyInit_kinds(void)
{
    PyTypeObject *types[] = {&Wrong, &Right, &Box, &WeakLeft, &Clearing,
                             &Methodical, &Tracked, &StillTracked, &Looking,
                             &Shelf, &Spilling};
    PyObject *module = PyModule_Create(&definition);
    for (size_t i = 0; module != NULL && i < sizeof(types) / sizeof(*types);
         i++) {
        const char *name = strchr(types[i]->tp_name, '.') + 1;
        if (PyType_Ready(types[i]) < 0 ||
            PyObject_SetAttrString(module, name, (PyObject *)types[i]) < 0) {
            Py_CLEAR(module);
        }
    }
    PyType_Spec *specs[] = {&heap_spec, &heap_spec_wrong};
    for (size_t i = 0; module != NULL && i < 2; i++) {
        PyObject *type = PyType_FromSpec(specs[i]);
        const char *name = strchr(specs[i]->name, '.') + 1;
        if (type == NULL || PyObject_SetAttrString(module, name, type) < 0) {
            Py_CLEAR(module);
        }
        Py_XDECREF(type);
    }
    return module;
}
