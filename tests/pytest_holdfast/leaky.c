/* leaky.c: one planted bug for each function, and the right way beside it.
 *
 * The table in test_table.py says what each depth must report. A comment names
 * the place that it reports: the bug, and the depths that name this line.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- References that are lost. */

static PyObject *new_reference_lost(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *list = PyList_New(3); /* new_reference_lost: A B */
    if (list == NULL) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *argument_increfd(PyObject *module, PyObject *argument)
{
    (void)module;
    Py_INCREF(argument); /* argument_increfd: B */
    Py_RETURN_NONE;
}

static PyObject *appended_and_lost(PyObject *module, PyObject *list)
{
    (void)module;
    PyObject *item =
        PyUnicode_FromFormat("item %zd", PyList_GET_SIZE(list)); /* appended_and_lost: A B */
    if (item == NULL || PyList_Append(list, item) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *error_path(PyObject *module, PyObject *argument)
{
    (void)module;
    PyObject *copy = PySequence_List(argument); /* error_path: A B */
    if (copy == NULL) {
        return NULL;
    }
    if (PyList_GET_SIZE(copy) < 2) {
        PyErr_SetString(PyExc_ValueError, "too short");
        return NULL;
    }
    return copy;
}

static PyObject *second_call(PyObject *module, PyObject *unused)
{
    static PyObject *cache;
    (void)module;
    (void)unused;
    /* On the second call, the first one's list is forgotten. */
    cache = PyList_New(5); /* second_call: A */
    Py_XINCREF(cache);     /* second_call: B */
    return cache;
}

static PyObject *put_into_a_static(PyObject *module, PyObject *argument)
{
    static PyObject *last;
    (void)module;
    Py_INCREF(argument); /* put_into_a_static: B */
    last = argument;
    return PyBool_FromLong(last != NULL);
}

static PyObject *none_increfd(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    Py_INCREF(Py_None); /* none_increfd: B */
    Py_RETURN_NONE;
}

static PyObject *small_int_increfd(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *seven = PyLong_FromLong(7);
    Py_XINCREF(seven); /* small_int_increfd: B */
    return seven;
}

/* PyTuple_Pack took references of its own. */
static PyObject *packed_and_lost(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *half = PyBytes_FromString("half"); /* packed_and_lost: A B */
    return half != NULL ? PyTuple_Pack(1, half) : NULL;
}

static PyObject *only_when_allocation_fails(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *left = PyBytes_FromString("left, "); /* only_when_allocation_fails: A B */
    if (left == NULL) {
        return NULL;
    }
    PyObject *right = PyBytes_FromString("right");
    if (right == NULL) {
        return NULL; /* left */
    }
    PyObject *result = PySequence_Concat(left, right);
    Py_DECREF(left);
    Py_DECREF(right);
    return result;
}

/* It crashes then, and is right otherwise. */
static PyObject *clean_unless_memory_fails(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *made = PyBytes_FromString("made");
    PyBytes_AS_STRING(made)[0] = 'M'; /* clean_unless_memory_fails: A */
    return made;
}

/* ---- Memory. */

static PyObject *raw_malloc(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    char *volatile memory = (char *)malloc(100); /* raw_malloc: A */
    if (memory == NULL) {
        return PyErr_NoMemory();
    }
    memory[0] = 0;
    Py_RETURN_NONE;
}

static PyObject *pymem_malloc(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    char *volatile memory = (char *)PyMem_Malloc(100); /* pymem_malloc: A */
    if (memory == NULL) {
        return PyErr_NoMemory();
    }
    memory[0] = 0;
    Py_RETURN_NONE;
}

static PyObject *buffer_not_released(PyObject *module, PyObject *argument)
{
    Py_buffer view;
    (void)module;
    if (PyObject_GetBuffer(argument, &view, PyBUF_SIMPLE) < 0) { /* buffer_not_released: B */
        return NULL;
    }
    return PyLong_FromSsize_t(view.len);
}

static PyObject *parsed_buffer_not_released(PyObject *module, PyObject *args)
{
    Py_buffer view;
    (void)module;
    if (!PyArg_ParseTuple(args, "y*", &view)) { /* parsed_buffer_not_released: B */
        return NULL;
    }
    return PyLong_FromSsize_t(view.len);
}

static PyObject *thread_state_left(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    if (PyThreadState_New(PyInterpreterState_Get()) == NULL) { /* thread_state_left: A */
        return PyErr_NoMemory();
    }
    Py_RETURN_NONE;
}

static PyObject *descriptor_left(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    if (open("/dev/null", O_RDONLY | O_CLOEXEC) < 0) {
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    Py_RETURN_NONE;
}

/* ---- References that were not there to be given. */

static PyObject *argument_dropped(PyObject *module, PyObject *argument)
{
    (void)module;
    Py_DECREF(argument); /* argument_dropped: B */
    Py_RETURN_NONE;
}

static PyObject *borrowed_returned(PyObject *module, PyObject *list)
{ /* borrowed_returned: B */
    (void)module;
    return PyList_GetItem(list, 0);
}

static PyObject *argument_returned(PyObject *module, PyObject *argument)
{ /* argument_returned: B */
    (void)module;
    return argument;
}

static PyObject *used_after_free(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *string = PyUnicode_FromFormat("%d and more", 12345);
    if (string == NULL) {
        return NULL;
    }
    Py_DECREF(string);
    Py_INCREF(string); /* used_after_free: B */
    Py_RETURN_NONE;
}

static PyObject *stale_item(PyObject *module, PyObject *list)
{
    (void)module;
    PyObject *item = PyList_GET_ITEM(list, 0);
    if (PyList_SetItem(list, 0, Py_BuildValue("s", "another one")) < 0) {
        return NULL;
    }
    Py_INCREF(item); /* stale_item: B */
    Py_RETURN_NONE;
}

static PyObject *decref_after_failed_steal(PyObject *module, PyObject *list)
{
    (void)module;
    PyObject *item = PyUnicode_FromFormat("%d and more", 12345);
    if (item == NULL) {
        return NULL;
    }
    if (PyList_SetItem(list, 99, item) < 0) {
        PyErr_Clear();
        Py_DECREF(item); /* decref_after_failed_steal: B */
    }
    Py_RETURN_NONE;
}

/* ---- Exceptions. */

static PyObject *null_without_exception(PyObject *module, PyObject *dict)
{ /* null_without_exception: B */
    (void)module;
    PyObject *value = PyDict_GetItemString(dict, "missing");
    Py_XINCREF(value);
    return value;
}

static PyObject *result_with_exception(PyObject *module, PyObject *unused)
{ /* result_with_exception: B */
    (void)module;
    (void)unused;
    PyErr_SetString(PyExc_ValueError, "forgotten");
    Py_RETURN_NONE;
}

static PyObject *swallowed_error(PyObject *module, PyObject *dict)
{
    (void)module;
    /* A dict without that item: the KeyError stays set. */
    (void)PyObject_DelItemString(dict, "missing");
    PyObject *text = PyObject_Str(Py_None); /* swallowed_error: B */
    PyErr_Clear();
    return text;
}

/* ---- Types. */

typedef struct {
    PyObject_HEAD
    PyObject *held;
} box;

static int box_init(PyObject *self, PyObject *args, PyObject *keywords)
{
    PyObject *held = NULL;
    (void)keywords;
    if (!PyArg_ParseTuple(args, "|O", &held)) {
        return -1;
    }
    Py_XINCREF(held); /* missing_traverse: B */ /* dealloc_forgets_field: B */
    Py_XSETREF(((box *)self)->held, held);
    return 0;
}

static PyObject *box_new(PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    (void)args;
    (void)keywords;
    return type->tp_alloc(type, 0); /* missing_traverse: A */ /* dealloc_forgets_free: A */
}

static int box_clear(PyObject *self)
{
    Py_CLEAR(((box *)self)->held); /* member_returned: B */
    return 0;
}

static int box_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((box *)self)->held);
    return 0;
}

static int type_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return 0;
}

static void box_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    box_clear(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static void dealloc_without_field(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    type->tp_free(self);
    Py_DECREF(type);
}

static void dealloc_without_free(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    box_clear(self);
    Py_DECREF(type);
}

static void dealloc_without_type(PyObject *self)
{ /* dealloc_forgets_type: B */
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    box_clear(self);
    type->tp_free(self);
}

static PyObject *box_get(PyObject *self, void *closure)
{
    PyObject *held = ((box *)self)->held;
    (void)closure;
    if (held == NULL) {
        held = Py_None;
    }
    Py_INCREF(held);
    return held;
}

/* Nothing to release, and nothing is. */
static PyObject *box_get_increfd(PyObject *self, void *closure)
{
    PyObject *held = box_get(self, closure);
    Py_XINCREF(held); /* getter_increfs: B */
    return held;
}

/* self keeps its reference, and the caller has none. Noticed in box_clear, which
 * has nothing left to release. */
static PyObject *box_positive(PyObject *self)
{
    return ((box *)self)->held;
}

static PyObject *box_negative(PyObject *self)
{ /* slot_null_without_exception: B */
    PyObject *found = PyDict_GetItem(PyEval_GetBuiltins(), self);
    Py_XINCREF(found);
    return found;
}

static PyGetSetDef getters[] = {
    {"held", box_get, NULL, NULL, NULL},
    {"held_increfd", box_get_increfd, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

#define BOX(name, traverse, dealloc)                                           \
    static PyType_Slot name##_slots[] = {                                      \
        {Py_tp_new, (void *)box_new},                                          \
        {Py_tp_init, (void *)box_init},                                        \
        {Py_tp_traverse, (void *)traverse},                                    \
        {Py_tp_clear, (void *)box_clear},                                      \
        {Py_tp_dealloc, (void *)dealloc},                                      \
        {Py_tp_getset, getters},                                               \
        {Py_nb_positive, (void *)box_positive},                                \
        {Py_nb_negative, (void *)box_negative},                                \
        {0, NULL},                                                             \
    };                                                                         \
    static PyType_Spec name##_spec = {                                         \
        "leaky." #name,                                                        \
        sizeof(box),                                                           \
        0,                                                                     \
        Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_BASETYPE,         \
        name##_slots,                                                          \
    };

BOX(Box, box_traverse, box_dealloc)
BOX(MissingTraverse, type_traverse, box_dealloc)
BOX(DeallocForgetsField, box_traverse, dealloc_without_field)
BOX(DeallocForgetsFree, box_traverse, dealloc_without_free)
BOX(DeallocForgetsType, box_traverse, dealloc_without_type)

/* ---- The same, done right. */

static PyObject *clean_new_reference(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *list = PyList_New(3);
    if (list == NULL) {
        return NULL;
    }
    Py_DECREF(list);
    Py_RETURN_NONE;
}

static PyObject *clean_append(PyObject *module, PyObject *list)
{
    (void)module;
    PyObject *item = PyUnicode_FromFormat("item %zd", PyList_GET_SIZE(list));
    if (item == NULL) {
        return NULL;
    }
    int result = PyList_Append(list, item);
    Py_DECREF(item);
    if (result < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *clean_set_item(PyObject *module, PyObject *list)
{
    (void)module;
    PyObject *item = PyUnicode_FromFormat("%d and more", 12345);
    if (item == NULL) {
        return NULL;
    }
    if (PyList_SetItem(list, 99, item) < 0) {
        PyErr_Clear();
    }
    Py_RETURN_NONE;
}

static PyObject *clean_static(PyObject *module, PyObject *argument)
{
    static PyObject *last;
    (void)module;
    Py_INCREF(argument);
    Py_XSETREF(last, argument);
    Py_INCREF(last);
    return last;
}

static PyObject *clean_cache(PyObject *module, PyObject *unused)
{
    static PyObject *cache;
    (void)module;
    (void)unused;
    if (cache == NULL) {
        cache = PyList_New(5);
        for (Py_ssize_t i = 0; cache != NULL && i < 5; i++) {
            Py_INCREF(Py_None);
            PyList_SET_ITEM(cache, i, Py_None);
        }
    }
    Py_XINCREF(cache);
    return cache;
}

static PyObject *clean_item(PyObject *module, PyObject *list)
{
    (void)module;
    PyObject *item = PyList_GetItem(list, 0);
    Py_XINCREF(item);
    return item;
}

static PyObject *clean_buffer(PyObject *module, PyObject *args)
{
    Py_buffer view;
    (void)module;
    if (!PyArg_ParseTuple(args, "y*", &view)) {
        return NULL;
    }
    Py_ssize_t size = view.len;
    PyBuffer_Release(&view);
    return PyLong_FromSsize_t(size);
}

static PyObject *clean_error(PyObject *module, PyObject *dict)
{
    (void)module;
    if (PyObject_DelItemString(dict, "missing") < 0) {
        if (!PyErr_ExceptionMatches(PyExc_KeyError)) {
            return NULL;
        }
        PyErr_Clear();
    }
    return PyObject_Str(dict);
}

/* self and its own reference to it: what a call releases it may have owned. */
static PyObject *clean_take_back(PyObject *module, PyObject *argument)
{
    PyObject *box_type = PyObject_GetAttrString(module, "Box");
    if (box_type == NULL) {
        return NULL;
    }
    PyObject *made = PyObject_CallFunctionObjArgs(box_type, argument, NULL);
    Py_DECREF(box_type);
    if (made == NULL) {
        return NULL;
    }
    box_clear(made);
    Py_DECREF(made);
    Py_RETURN_NONE;
}

/* Where they were, CPython makes others: of a tuple it keeps the memory itself. */
static PyObject *clean_forget(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *pair = Py_BuildValue("(s#i)", "a string", (Py_ssize_t)8, 2);
    PyObject *text = PyUnicode_FromFormat("%d and more", 12345);
    Py_XDECREF(pair);
    Py_XDECREF(text);
    Py_RETURN_NONE;
}

static PyObject *clean_hold(PyObject *module, PyObject *argument)
{
    (void)module;
    Py_INCREF(argument);
    PyObject *type = PyObject_Type(argument);
    Py_DECREF(argument);
    return type;
}

static PyObject *counted(void *object)
{
    Py_INCREF((PyObject *)object);
    return (PyObject *)object;
}

/* The addresses of items that there are not. */
static PyObject *clean_ends(PyObject *module, PyObject *tuple)
{
    (void)module;
    PyObject **first = &PyTuple_GET_ITEM(tuple, 0);
    PyObject **last = &PyTuple_GET_ITEM(tuple, PyTuple_GET_SIZE(tuple));
    return PyLong_FromSsize_t(last - first);
}

/* Nobody sees the reference go. */
static PyObject *clean_converter(PyObject *module, PyObject *argument)
{
    (void)module;
    return Py_BuildValue("(O&)", counted, (void *)argument);
}

/* ---- The module. */

static PyMethodDef methods[] = {
    {"new_reference_lost", new_reference_lost, METH_NOARGS, NULL},
    {"argument_increfd", argument_increfd, METH_O, NULL},
    {"appended_and_lost", appended_and_lost, METH_O, NULL},
    {"error_path", error_path, METH_O, NULL},
    {"second_call", second_call, METH_NOARGS, NULL},
    {"put_into_a_static", put_into_a_static, METH_O, NULL},
    {"none_increfd", none_increfd, METH_NOARGS, NULL},
    {"small_int_increfd", small_int_increfd, METH_NOARGS, NULL},
    {"packed_and_lost", packed_and_lost, METH_NOARGS, NULL},
    {"only_when_allocation_fails", only_when_allocation_fails, METH_NOARGS,
     NULL},
    {"raw_malloc", raw_malloc, METH_NOARGS, NULL},
    {"pymem_malloc", pymem_malloc, METH_NOARGS, NULL},
    {"buffer_not_released", buffer_not_released, METH_O, NULL},
    {"parsed_buffer_not_released", parsed_buffer_not_released, METH_VARARGS,
     NULL},
    {"thread_state_left", thread_state_left, METH_NOARGS, NULL},
    {"descriptor_left", descriptor_left, METH_NOARGS, NULL},
    {"argument_dropped", argument_dropped, METH_O, NULL},
    {"borrowed_returned", borrowed_returned, METH_O, NULL},
    {"argument_returned", argument_returned, METH_O, NULL},
    {"used_after_free", used_after_free, METH_NOARGS, NULL},
    {"stale_item", stale_item, METH_O, NULL},
    {"decref_after_failed_steal", decref_after_failed_steal, METH_O, NULL},
    {"null_without_exception", null_without_exception, METH_O, NULL},
    {"result_with_exception", result_with_exception, METH_NOARGS, NULL},
    {"swallowed_error", swallowed_error, METH_O, NULL},
    {"clean_unless_memory_fails", clean_unless_memory_fails, METH_NOARGS, NULL},
    {"clean_new_reference", clean_new_reference, METH_NOARGS, NULL},
    {"clean_append", clean_append, METH_O, NULL},
    {"clean_set_item", clean_set_item, METH_O, NULL},
    {"clean_static", clean_static, METH_O, NULL},
    {"clean_cache", clean_cache, METH_NOARGS, NULL},
    {"clean_item", clean_item, METH_O, NULL},
    {"clean_buffer", clean_buffer, METH_VARARGS, NULL},
    {"clean_error", clean_error, METH_O, NULL},
    {"clean_take_back", clean_take_back, METH_O, NULL},
    {"clean_forget", clean_forget, METH_NOARGS, NULL},
    {"clean_hold", clean_hold, METH_O, NULL},
    {"clean_ends", clean_ends, METH_O, NULL},
    {"clean_converter", clean_converter, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "leaky", NULL, -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_leaky(void);
PyMODINIT_FUNC PyInit_leaky(void)
{
    PyType_Spec *const specs[] = {
        &Box_spec,
        &MissingTraverse_spec,
        &DeallocForgetsField_spec,
        &DeallocForgetsFree_spec,
        &DeallocForgetsType_spec,
    };
    PyObject *module = PyModule_Create(&definition);
    if (module == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof(specs) / sizeof(specs[0]); i++) {
        PyObject *type = PyType_FromSpec(specs[i]);
        if (type == NULL ||
            PyModule_AddObject(module, specs[i]->name + sizeof("leaky"), type) <
                0) {
            Py_XDECREF(type);
            Py_DECREF(module);
            return NULL;
        }
    }
    return module;
}
