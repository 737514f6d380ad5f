/* grove.c: few mistakes, each of which many tests show. test_causes.py says what
 * the report must make of them; a comment marks the line of each. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *leaf(Py_ssize_t number)
{
    return PyUnicode_FromFormat("leaf %zd of what is grown", number);
}

/* grow(n) leaks a list of n strs. */
static PyObject *grow(PyObject *module, PyObject *number)
{
    (void)module;
    Py_ssize_t size = PyLong_AsSsize_t(number);
    if (size == -1 && PyErr_Occurred()) {
        return NULL;
    }
    PyObject *list = PyList_New(0); /* grow */
    for (Py_ssize_t i = 0; list != NULL && i < size; i++) {
        PyObject *item = leaf(i);
        if (item == NULL || PyList_Append(list, item) < 0) {
            Py_XDECREF(item);
            return NULL;
        }
        Py_DECREF(item);
    }
    Py_RETURN_NONE;
}

/* prune(n) leaks n bytes. */
static PyObject *prune(PyObject *module, PyObject *number)
{
    (void)module;
    Py_ssize_t size = PyLong_AsSsize_t(number);
    if (size == -1 && PyErr_Occurred()) {
        return NULL;
    }
    char *bytes = PyMem_Malloc((size_t)size); /* prune */
    if (bytes == NULL) {
        return PyErr_NoMemory();
    }
    bytes[0] = 0;
    Py_RETURN_NONE;
}

/* graft(x) keeps a reference to x. */
static PyObject *graft(PyObject *module, PyObject *thing)
{
    (void)module;
    Py_INCREF(thing); /* graft */
    Py_RETURN_NONE;
}

/* Calls itself, so that each depth has a stack of its own. */
static PyObject *branched(Py_ssize_t depth)
{
    if (depth > 0) {
        PyObject *found = branched(depth - 1);
        return found;
    }
    PyObject *fruit = PyBytes_FromStringAndSize("fruit", 5); /* branch */
    if (fruit == NULL) {
        return NULL;
    }
    return PyLong_FromSsize_t(PyBytes_GET_SIZE(fruit));
}

static PyObject *branch(PyObject *module, PyObject *number)
{
    (void)module;
    Py_ssize_t depth = PyLong_AsSsize_t(number);
    if (depth == -1 && PyErr_Occurred()) {
        return NULL;
    }
    return branched(depth);
}

/* look(x) is x. */
static PyObject *look(PyObject *module, PyObject *thing)
{
    (void)module;
    Py_INCREF(thing);
    return thing;
}

/* ---- An instance that is lost, and with it what it holds. */

typedef struct {
    PyObject_HEAD
    PyObject *fruit;
} Tree;

static int tree_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((Tree *)self)->fruit);
    return 0;
}

static int tree_clear(PyObject *self)
{
    Py_CLEAR(((Tree *)self)->fruit);
    return 0;
}

static void tree_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    tree_clear(self);
    PyObject_GC_Del(self);
}

static PyTypeObject tree_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "grove.Tree",
    .tp_basicsize = sizeof(Tree),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC,
    .tp_traverse = tree_traverse,
    .tp_clear = tree_clear,
    .tp_dealloc = tree_dealloc,
};

/* plant(x) leaks a Tree that holds x. */
static PyObject *plant(PyObject *module, PyObject *thing)
{
    (void)module;
    Tree *tree = PyObject_GC_New(Tree, &tree_type); /* plant */
    if (tree == NULL) {
        return NULL;
    }
    Py_INCREF(thing); /* planted */
    tree->fruit = thing;
    PyObject_GC_Track((PyObject *)tree);
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"grow", grow, METH_O, NULL},
    {"prune", prune, METH_O, NULL},
    {"graft", graft, METH_O, NULL},
    {"branch", branch, METH_O, NULL},
    {"look", look, METH_O, NULL},
    {"plant", plant, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, .m_name = "grove", .m_size = -1, .m_methods = methods,
};

PyMODINIT_FUNC PyInit_grove(void);
PyMODINIT_FUNC PyInit_grove(void)
{
    if (PyType_Ready(&tree_type) < 0) {
        return NULL;
    }
    return PyModule_Create(&definition);
}
