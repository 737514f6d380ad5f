/* calls_by_hand: what calls_bound.c has, written on the C API alone, as one would
 * write it for speed. */
#include <Python.h>
#include <structmember.h>

static int is_str(PyObject *o, const char *function)
{
    if (!PyUnicode_Check(o)) {
        PyErr_Format(PyExc_TypeError, "%s() argument must be str, not %.50s",
                     function, Py_TYPE(o)->tp_name);
        return 0;
    }
    return 1;
}

static PyObject *noop(PyObject *module, PyObject *s)
{
    (void)module;
    if (!is_str(s, "noop")) {
        return NULL;
    }
    Py_INCREF(s);
    return s;
}

static PyObject *append(PyObject *module, PyObject *left)
{
    (void)module;
    if (!is_str(left, "append")) {
        return NULL;
    }
    PyObject *right = PyUnicode_FromString("right");
    if (right == NULL) {
        return NULL;
    }
    Py_INCREF(left);
    PyUnicode_Append(&left, right);
    Py_DECREF(right);
    return left;
}

static PyObject *concat(PyObject *module, PyObject *left)
{
    (void)module;
    if (!is_str(left, "concat")) {
        return NULL;
    }
    PyObject *right = PyUnicode_FromString("right");
    if (right == NULL) {
        return NULL;
    }
    PyObject *both = PyUnicode_Concat(left, right);
    Py_DECREF(right);
    return both;
}

static PyObject *chain(PyObject *module, PyObject *none)
{
    (void)module;
    (void)none;
    static const char *const parts[] = {"1, ", "2, ", "3"};
    PyObject *s = PyUnicode_FromString("Hello ");
    for (size_t i = 0; i < 3 && s != NULL; i++) {
        PyUnicode_AppendAndDel(&s, PyUnicode_FromString(parts[i]));
    }
    return s;
}

static PyObject *add(PyObject *module, PyObject *const *args, Py_ssize_t nargs)
{
    (void)module;
    if (nargs != 2) {
        PyErr_Format(PyExc_TypeError, "add expected 2 arguments, got %zd",
                     nargs);
        return NULL;
    }
    long long a = PyLong_AsLongLong(args[0]);
    if (a == -1 && PyErr_Occurred()) {
        return NULL;
    }
    long long b = PyLong_AsLongLong(args[1]);
    if (b == -1 && PyErr_Occurred()) {
        return NULL;
    }
    return PyLong_FromLongLong(a + b);
}

static PyObject *flag(PyObject *module, PyObject *const *args, Py_ssize_t nargs,
                      PyObject *kwnames)
{
    (void)module;
    Py_ssize_t named = kwnames != NULL ? PyTuple_GET_SIZE(kwnames) : 0;
    int loud = 1;
    if (nargs != 1 || named > 1 || !is_str(args[0], "flag")) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_TypeError, "flag(s, *, loud=True)");
        }
        return NULL;
    }
    if (named == 1) {
        if (PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(kwnames, 0),
                                             "loud") != 0) {
            PyErr_SetString(PyExc_TypeError, "flag(s, *, loud=True)");
            return NULL;
        }
        loud = PyObject_IsTrue(args[1]);
        if (loud < 0) {
            return NULL;
        }
    }
    return PyLong_FromLong(loud);
}

typedef struct point {
    PyObject_HEAD double x, y;
    PyObject *name;
} point;

static int point_traverse(PyObject *o, visitproc visit, void *arg)
{
    Py_VISIT(Py_TYPE(o));
    Py_VISIT(((point *)o)->name);
    return 0;
}

static int point_clear(PyObject *o)
{
    Py_CLEAR(((point *)o)->name);
    return 0;
}

static void point_dealloc(PyObject *o)
{
    PyTypeObject *type = Py_TYPE(o);
    PyObject_GC_UnTrack(o);
    Py_TRASHCAN_BEGIN(o, point_dealloc) point_clear(o);
    type->tp_free(o);
    Py_DECREF(type);
    Py_TRASHCAN_END
}

static PyObject *point_new(PyTypeObject *type, PyObject *args,
                           PyObject *keywords)
{
    static char x_name[] = "x", y_name[] = "y", name_name[] = "name";
    static char *names[] = {x_name, y_name, name_name, NULL};
    double x, y;
    PyObject *name;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "ddU", names, &x, &y,
                                     &name)) {
        return NULL;
    }
    point *self = (point *)type->tp_alloc(type, 0);
    if (self != NULL) {
        self->x = x;
        self->y = y;
        Py_INCREF(name);
        self->name = name;
    }
    return (PyObject *)self;
}

static PyObject *point_name(PyObject *o, void *closure)
{
    (void)closure;
    Py_INCREF(((point *)o)->name);
    return ((point *)o)->name;
}

static int point_set_name(PyObject *o, PyObject *name, void *closure)
{
    (void)closure;
    if (name == NULL) {
        PyErr_SetString(PyExc_AttributeError, "name cannot be deleted");
        return -1;
    }
    if (!is_str(name, "name")) {
        return -1;
    }
    PyObject *old = ((point *)o)->name;
    Py_INCREF(name);
    ((point *)o)->name = name;
    Py_XDECREF(old);
    return 0;
}

static PyObject *point_sum(PyObject *o, PyObject *none)
{
    (void)none;
    return PyFloat_FromDouble(((point *)o)->x + ((point *)o)->y);
}

static PyMethodDef point_methods[] = {{"sum", point_sum, METH_NOARGS, "x + y."},
                                      {NULL, NULL, 0, NULL}};
static PyGetSetDef point_properties[] = {
    {"name", point_name, point_set_name, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL}};
static PyMemberDef point_members[] = {
    {"x", T_DOUBLE, offsetof(point, x), 0, NULL}, {NULL, 0, 0, 0, NULL}};
static PyType_Slot point_slots[] = {{Py_tp_dealloc, (void *)point_dealloc},
                                    {Py_tp_traverse, (void *)point_traverse},
                                    {Py_tp_clear, (void *)point_clear},
                                    {Py_tp_new, (void *)point_new},
                                    {Py_tp_methods, point_methods},
                                    {Py_tp_getset, point_properties},
                                    {Py_tp_members, point_members},
                                    {0, NULL}};
static PyType_Spec point_spec = {
    "calls_by_hand.Point", sizeof(point), 0,
    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, point_slots};

static PyMethodDef methods[] = {
    {"noop", noop, METH_O, "s."},
    {"append", append, METH_O, "left + 'right'."},
    {"concat", concat, METH_O, "left + 'right'."},
    {"chain", chain, METH_NOARGS, "A str made by three appends."},
    {"add", (PyCFunction)(void (*)(void))add, METH_FASTCALL, "a + b."},
    {"flag", (PyCFunction)(void (*)(void))flag, METH_FASTCALL | METH_KEYWORDS,
     "Whether it is loud."},
    {NULL, NULL, 0, NULL}};

static int begin(PyObject *module)
{
    PyObject *made = PyType_FromModuleAndSpec(module, &point_spec, NULL);
    int status = made != NULL ? PyModule_AddObjectRef(module, "Point", made)
                              : -1;
    Py_XDECREF(made);
    return status;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, (void *)begin}, {0, NULL}};
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT,
                                        "calls_by_hand",
                                        "By hand.",
                                        0,
                                        methods,
                                        slots,
                                        NULL,
                                        NULL,
                                        NULL};

PyMODINIT_FUNC PyInit_calls_by_hand(void);
PyMODINIT_FUNC PyInit_calls_by_hand(void)
{
    return PyModuleDef_Init(&definition);
}
