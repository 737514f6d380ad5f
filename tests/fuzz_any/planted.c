/* planted.c: one mistake for each function, each of a kind of its own.
 *
 * test_planted.py says which each is, and that the fuzzer finds it. Every
 * function has the name of its mistake. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <structmember.h>
#include <unistd.h>

#define UNUSED __attribute__((unused))

/* ---- What is left. */

/* A new reference is not given back. */
static PyObject *new_reference_left(PyObject *m UNUSED, PyObject *nothing UNUSED)
{
    PyObject *list = PyList_New(3);
    if (list == NULL) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *argument_increfd(PyObject *m UNUSED, PyObject *argument)
{
    Py_INCREF(argument);
    Py_RETURN_NONE;
}

static PyObject *none_increfd(PyObject *m UNUSED, PyObject *nothing UNUSED)
{
    Py_INCREF(Py_None);
    Py_RETURN_NONE;
}

static PyObject *malloc_left(PyObject *m UNUSED, PyObject *nothing UNUSED)
{
    char *volatile memory = malloc(100);
    if (memory == NULL) {
        return PyErr_NoMemory();
    }
    memory[0] = 0;
    Py_RETURN_NONE;
}

static PyObject *pymem_left(PyObject *m UNUSED, PyObject *argument)
{
    long n = PyLong_AsLong(argument);
    char *volatile memory = PyMem_Malloc(64);
    if (memory == NULL) {
        return PyErr_NoMemory();
    }
    if (n == -1 && PyErr_Occurred() != NULL) {
        return NULL; /* memory */
    }
    PyMem_Free(memory);
    return PyLong_FromLong(n);
}

/* Only where the argument is too short. */
static PyObject *left_on_error(PyObject *m UNUSED, PyObject *argument)
{
    PyObject *list = PySequence_List(argument);
    if (list == NULL) {
        return NULL;
    }
    if (PyList_GET_SIZE(list) < 2) {
        PyErr_SetString(PyExc_ValueError, "too short");
        return NULL;
    }
    return list;
}

/* Only where the callback raises. */
static PyObject *left_when_callback_raises(PyObject *m UNUSED, PyObject *function)
{
    PyObject *one = PyUnicode_FromFormat("%d and more", 12345);
    if (one == NULL) {
        return NULL;
    }
    PyObject *result = PyObject_CallOneArg(function, one);
    if (result == NULL) {
        return NULL;
    }
    Py_DECREF(one);
    return result;
}

/* An int beyond 64 bits: the exception of PyLong_AsLongLong is cleared, and
 * what was made for it stays. */
static PyObject *left_when_int_is_large(PyObject *m UNUSED, PyObject *argument)
{
    if (!PyLong_Check(argument)) {
        PyErr_SetString(PyExc_TypeError, "argument 1 must be int");
        return NULL;
    }
    int overflow;
    long long n = PyLong_AsLongLongAndOverflow(argument, &overflow);
    if (overflow != 0) {
        PyObject *text = PyObject_Str(argument);
        return text == NULL ? NULL : PyUnicode_FromString("large");
    }
    return PyLong_FromLongLong(n);
}

static PyObject *buffer_left(PyObject *m UNUSED, PyObject *argument)
{
    Py_buffer view;
    if (PyObject_GetBuffer(argument, &view, PyBUF_SIMPLE) < 0) {
        return NULL;
    }
    return PyLong_FromSsize_t(view.len);
}

/* The iterator is released when it ends, and not when it raises. */
static PyObject *iterator_left_when_it_raises(PyObject *m UNUSED, PyObject *argument)
{
    PyObject *iterator = PyObject_GetIter(argument), *item;
    if (iterator == NULL) {
        return NULL;
    }
    long n = 0;
    while ((item = PyIter_Next(iterator)) != NULL) {
        Py_DECREF(item);
        n++;
    }
    if (PyErr_Occurred() != NULL) {
        return NULL;
    }
    Py_DECREF(iterator);
    return PyLong_FromLong(n);
}

/* PyDict_SetItemString keeps a reference of its own. */
static PyObject *value_set_and_left(PyObject *m UNUSED, PyObject *dict)
{
    if (!PyDict_Check(dict)) {
        PyErr_SetString(PyExc_TypeError, "argument 1 must be dict");
        return NULL;
    }
    PyObject *value = PyUnicode_FromFormat("value %d", 12345);
    if (value == NULL || PyDict_SetItemString(dict, "key", value) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* ---- References that were not there to be given. */

static PyObject *argument_dropped(PyObject *m UNUSED, PyObject *argument)
{
    Py_DECREF(argument);
    Py_RETURN_NONE;
}

static PyObject *borrowed_item_returned(PyObject *m UNUSED, PyObject *list)
{
    if (!PyList_Check(list)) {
        PyErr_SetString(PyExc_TypeError, "argument 1 must be list");
        return NULL;
    }
    return PyList_GetItem(list, 0);
}

/* The count of a dead object is lowered: nothing shows in a plain release
 * build. */
static PyObject *dead_object_decrefd(PyObject *m UNUSED, PyObject *nothing UNUSED)
{
    PyObject *bytes = PyBytes_FromStringAndSize(NULL, 100);
    if (bytes == NULL) {
        return NULL;
    }
    Py_DECREF(bytes);
    *(volatile Py_ssize_t *)&bytes->ob_refcnt -= 1;
    Py_RETURN_NONE;
}

static PyObject *written_after_free(PyObject *m UNUSED, PyObject *nothing UNUSED)
{
    char *volatile memory = malloc(200);
    if (memory == NULL) {
        return PyErr_NoMemory();
    }
    volatile char *volatile again = memory;
    free(memory);
    again[100] = 1;
    Py_RETURN_NONE;
}

static PyObject *written_beyond_its_end(PyObject *m UNUSED, PyObject *argument)
{
    Py_ssize_t size;
    const char *text = PyUnicode_AsUTF8AndSize(argument, &size);
    if (text == NULL) {
        return NULL;
    }
    char *volatile copy = malloc((size_t)size);
    if (copy == NULL) {
        return PyErr_NoMemory();
    }
    for (Py_ssize_t i = 0; i <= size; i++) { /* and its end */
        copy[i] = text[i];
    }
    free(copy);
    Py_RETURN_NONE;
}

static PyObject *freed_twice(PyObject *m UNUSED, PyObject *argument)
{
    Py_buffer view;
    if (PyObject_GetBuffer(argument, &view, PyBUF_SIMPLE) < 0) {
        return NULL;
    }
    char *volatile memory = malloc(3000);
    char *volatile again = memory;
    free(memory);
    if (view.len == 0) {
        free(again);
    }
    PyBuffer_Release(&view);
    Py_RETURN_NONE;
}

/* The items are borrowed while their __eq__ may empty the list. */
static PyObject *list_emptied_while_it_is_read(PyObject *m UNUSED, PyObject *list)
{
    if (!PyList_Check(list)) {
        PyErr_SetString(PyExc_TypeError, "argument 1 must be list");
        return NULL;
    }
    Py_ssize_t n = PyList_GET_SIZE(list), equal = 0;
    for (Py_ssize_t i = 0; i < n; i++) {
        PyObject *item = PyList_GET_ITEM(list, i);
        int same = PyObject_RichCompareBool(item, Py_Ellipsis, Py_EQ);
        if (same < 0) {
            return NULL;
        }
        equal += same;
    }
    return PyLong_FromSsize_t(equal);
}

/* The dict is changed by the callback while PyDict_Next goes on. */
static PyObject *value_kept_over_a_callback(PyObject *m UNUSED, PyObject *arguments)
{
    PyObject *dict, *function;
    if (!PyArg_ParseTuple(arguments, "O!O", &PyDict_Type, &dict, &function)) {
        return NULL;
    }
    PyObject *value = PyDict_GetItemString(dict, "a");
    if (value == NULL) {
        PyErr_SetString(PyExc_KeyError, "a");
        return NULL;
    }
    PyObject *result = PyObject_CallNoArgs(function);
    if (result == NULL) {
        return NULL;
    }
    Py_DECREF(result);
    return PyObject_Str(value);
}

/* The buffer is released before its index is asked for, which may take its
 * memory away. */
static PyObject *view_used_after_release(PyObject *m UNUSED, PyObject *arguments)
{
    Py_buffer view;
    PyObject *index;
    if (!PyArg_ParseTuple(arguments, "w*O", &view, &index)) {
        return NULL;
    }
    char *bytes = view.buf;
    Py_ssize_t n = view.len;
    PyBuffer_Release(&view);
    Py_ssize_t i = PyNumber_AsSsize_t(index, NULL);
    if (i == -1 && PyErr_Occurred() != NULL) {
        return NULL;
    }
    if (i < 0 || i >= n) {
        PyErr_SetString(PyExc_IndexError, "index");
        return NULL;
    }
    bytes[i] = 'x';
    Py_RETURN_NONE;
}

/* ---- Exceptions. */

static PyObject *null_without_exception(PyObject *m UNUSED, PyObject *argument)
{
    if (PyBytes_Check(argument)) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *result_with_exception(PyObject *m UNUSED, PyObject *argument)
{
    long n = PyLong_AsLong(argument);
    return PyLong_FromLong(n);
}

/* NULL of PyObject_GetIter is not looked at. */
static PyObject *unchecked_null(PyObject *m UNUSED, PyObject *argument)
{
    PyObject *iterator = PyObject_GetIter(argument);
    PyObject *first = Py_TYPE(iterator)->tp_iternext != NULL ? PyIter_Next(iterator) : NULL;
    Py_DECREF(iterator);
    if (first == NULL && PyErr_Occurred() == NULL) {
        Py_RETURN_NONE;
    }
    return first;
}

/* The argument is taken for a list. */
static PyObject *wrong_type(PyObject *m UNUSED, PyObject *arguments)
{
    PyObject *list;
    if (!PyArg_ParseTuple(arguments, "O", &list)) {
        return NULL;
    }
    Py_ssize_t n = PyList_Size(list); /* -1, and an exception */
    PyErr_Clear();
    return n >= 0 ? PyLong_FromSsize_t(n) : PyList_GetItem(list, 0);
}

static PyObject *divided_by_zero(PyObject *m UNUSED, PyObject *arguments)
{
    long a, b;
    if (!PyArg_ParseTuple(arguments, "ll", &a, &b)) {
        return NULL;
    }
    if (b == -1) {
        return PyLong_FromLong(-a);
    }
    return PyLong_FromLong(a / b);
}

static PyObject *recursion_without_end(PyObject *m, PyObject *argument)
{
    volatile char room[256];
    room[0] = 1;
    if (!PyList_Check(argument) || PyList_GET_SIZE(argument) == 0) {
        return PyLong_FromLong(room[0]);
    }
    PyObject *inner =
        recursion_without_end(m, PyList_GET_ITEM(argument, 0));
    if (inner == NULL) {
        return NULL;
    }
    Py_DECREF(inner);
    return PyLong_FromLong(room[0]);
}

/* ---- Allocations that fail. */

static PyObject *allocation_not_checked(PyObject *m UNUSED, PyObject *nothing UNUSED)
{
    PyObject *list = PyList_New(1);
    PyObject *zero = PyLong_FromLong(123456789);
    PyList_SET_ITEM(list, 0, zero);
    return list;
}

static PyObject *left_when_allocation_fails(PyObject *m UNUSED, PyObject *nothing UNUSED)
{
    PyObject *left = PyBytes_FromStringAndSize(NULL, 50);
    if (left == NULL) {
        return NULL;
    }
    PyObject *right = PyBytes_FromStringAndSize(NULL, 60);
    if (right == NULL) {
        return NULL; /* left */
    }
    Py_DECREF(left);
    return right;
}

/* ---- Types. */

typedef struct thing {
    PyObject_HEAD
    PyObject *held;
    char *memory;
} thing;

static int init_twice(PyObject *self, PyObject *arguments UNUSED, PyObject *names UNUSED)
{
    ((thing *)self)->memory = malloc(10); /* what was there */
    return 0;
}

static void free_memory(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    free(((thing *)self)->memory);
    type->tp_free(self);
    Py_DECREF(type);
}

static PyType_Slot InitTwice_slots[] = {
    {Py_tp_init, init_twice},
    {Py_tp_dealloc, free_memory},
    {0, NULL},
};

/* The type is not given back. */
static void forget_type(PyObject *self)
{
    Py_TYPE(self)->tp_free(self);
}

static PyType_Slot TypeForgotten_slots[] = {
    {Py_tp_dealloc, forget_type},
    {0, NULL},
};

/* tp_new leaves it half-built: its methods crash. */
static int build(PyObject *self, PyObject *arguments UNUSED, PyObject *names UNUSED)
{
    char *memory = ((thing *)self)->memory;
    if (memory == NULL) {
        memory = calloc(1, 10);
    }
    ((thing *)self)->memory = memory;
    if (memory == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    return 0;
}

static PyObject *first(PyObject *self, PyObject *nothing UNUSED)
{
    return PyLong_FromLong(*(volatile char *)((thing *)self)->memory);
}

static PyMethodDef HalfBuilt_methods[] = {
    {"first", first, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot HalfBuilt_slots[] = {
    {Py_tp_init, build},
    {Py_tp_dealloc, free_memory},
    {Py_tp_methods, HalfBuilt_methods},
    {0, NULL},
};

/* It does not tell the collector what it holds. */
static int hold(PyObject *self, PyObject *arguments, PyObject *names UNUSED)
{
    PyObject *held = NULL;
    if (!PyArg_ParseTuple(arguments, "|O", &held)) {
        return -1;
    }
    Py_XINCREF(held);
    Py_XSETREF(((thing *)self)->held, held);
    return 0;
}

static void release_held(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    PyObject_GC_UnTrack(self);
    Py_CLEAR(((thing *)self)->held);
    type->tp_free(self);
    Py_DECREF(type);
}

static int visit_type_only(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    return 0;
}

static PyMemberDef NotVisited_members[] = {
    {"held", T_OBJECT, offsetof(thing, held), 0, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot NotVisited_slots[] = {
    {Py_tp_init, hold},
    {Py_tp_dealloc, release_held},
    {Py_tp_traverse, visit_type_only},
    {Py_tp_members, NotVisited_members},
    {0, NULL},
};

/* The field is replaced while its old value's __del__ may see it: used after
 * release. */
static PyObject *set_held(PyObject *self, PyObject *value)
{
    thing *t = (thing *)self;
    PyObject *old = t->held;
    Py_XDECREF(old); /* may run code, which may call it again */
    Py_INCREF(value);
    t->held = value;
    Py_RETURN_NONE;
}

static PyObject *get_held(PyObject *self, PyObject *nothing UNUSED)
{
    thing *t = (thing *)self;
    PyObject *held = t->held != NULL ? t->held : Py_None;
    return PyObject_Repr(held);
}

static int visit_held(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(self));
    Py_VISIT(((thing *)self)->held);
    return 0;
}

static int clear_held(PyObject *self)
{
    Py_CLEAR(((thing *)self)->held);
    return 0;
}

static PyMethodDef SetTooEarly_methods[] = {
    {"set", set_held, METH_O, NULL},
    {"get", get_held, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot SetTooEarly_slots[] = {
    {Py_tp_dealloc, release_held},
    {Py_tp_traverse, visit_held},
    {Py_tp_clear, clear_held},
    {Py_tp_methods, SetTooEarly_methods},
    {0, NULL},
};

/* A slot that leaves an exception behind. */
static Py_ssize_t bad_length(PyObject *self UNUSED)
{
    PyErr_SetString(PyExc_ValueError, "but the length is 3");
    return 3;
}

static PyType_Slot SlotWithException_slots[] = {
    {Py_sq_length, bad_length},
    {0, NULL},
};

#define SPEC(name, flags)                                                   \
    static PyType_Spec name##_spec = {                                      \
        "planted." #name, sizeof(thing), 0,                                 \
        Py_TPFLAGS_DEFAULT | (flags), name##_slots,                         \
    }
SPEC(InitTwice, 0);
SPEC(TypeForgotten, 0);
SPEC(HalfBuilt, 0);
SPEC(NotVisited, Py_TPFLAGS_HAVE_GC);
SPEC(SetTooEarly, Py_TPFLAGS_HAVE_GC);
SPEC(SlotWithException, 0);

/* ---- The module. */

#define FUNCTION(name, kind) {#name, name, kind, NULL}
static PyMethodDef methods[] = {
    FUNCTION(new_reference_left, METH_NOARGS),
    FUNCTION(argument_increfd, METH_O),
    FUNCTION(none_increfd, METH_NOARGS),
    FUNCTION(malloc_left, METH_NOARGS),
    FUNCTION(pymem_left, METH_O),
    FUNCTION(left_on_error, METH_O),
    FUNCTION(left_when_callback_raises, METH_O),
    FUNCTION(left_when_int_is_large, METH_O),
    FUNCTION(buffer_left, METH_O),
    FUNCTION(iterator_left_when_it_raises, METH_O),
    FUNCTION(value_set_and_left, METH_O),
    FUNCTION(argument_dropped, METH_O),
    FUNCTION(borrowed_item_returned, METH_O),
    FUNCTION(dead_object_decrefd, METH_NOARGS),
    FUNCTION(written_after_free, METH_NOARGS),
    FUNCTION(written_beyond_its_end, METH_O),
    FUNCTION(freed_twice, METH_O),
    FUNCTION(list_emptied_while_it_is_read, METH_O),
    FUNCTION(value_kept_over_a_callback, METH_VARARGS),
    FUNCTION(view_used_after_release, METH_VARARGS),
    FUNCTION(null_without_exception, METH_O),
    FUNCTION(result_with_exception, METH_O),
    FUNCTION(unchecked_null, METH_O),
    FUNCTION(wrong_type, METH_VARARGS),
    FUNCTION(divided_by_zero, METH_VARARGS),
    FUNCTION(recursion_without_end, METH_O),
    FUNCTION(allocation_not_checked, METH_NOARGS),
    FUNCTION(left_when_allocation_fails, METH_NOARGS),
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "planted", NULL, -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_planted(void);
PyMODINIT_FUNC PyInit_planted(void)
{
    PyType_Spec *const specs[] = {
        &InitTwice_spec,  &TypeForgotten_spec, &HalfBuilt_spec,
        &NotVisited_spec, &SetTooEarly_spec,   &SlotWithException_spec,
    };
    PyObject *module = PyModule_Create(&definition);
    for (size_t i = 0; module != NULL && i < sizeof(specs) / sizeof(*specs); i++) {
        PyObject *type = PyType_FromSpec(specs[i]);
        if (type == NULL ||
            PyModule_AddObject(module, specs[i]->name + sizeof("planted"), type) < 0) {
            Py_XDECREF(type);
            Py_CLEAR(module);
        }
    }
    return module;
}
