/* example.reef: an extension as it is written by hand, with three leaks.
 * docs/leaks.md shows how pytest --leaks finds them. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <ctype.h>
#include <string.h>

/* parse("kelp 12") is ("kelp", 12). */
static PyObject *parse(PyObject *self, PyObject *line)
{
    (void)self;
    const char *text = PyUnicode_AsUTF8(line);
    if (text == NULL) {
        return NULL;
    }
    const char *space = strchr(text, ' ');
    if (space == NULL) {
        PyErr_SetString(PyExc_ValueError, "no depth");
        return NULL;
    }
    PyObject *name = PyUnicode_FromStringAndSize(text, space - text);
    PyObject *depth = PyLong_FromString(space + 1, NULL, 10);
    if (name == NULL || depth == NULL) {
        return NULL; /* the name leaks */
    }
    return Py_BuildValue("(NN)", name, depth);
}

/* deepest([("kelp", 12), ("dulse", 3)]) is ("kelp", 12). */
static PyObject *deepest(PyObject *self, PyObject *plants)
{
    (void)self;
    PyObject *found = NULL;
    long most = -1;
    if (!PyList_Check(plants)) {
        PyErr_SetString(PyExc_TypeError, "not a list");
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(plants); i++) {
        PyObject *plant = PyList_GET_ITEM(plants, i);
        long depth = PyLong_AsLong(PyTuple_GetItem(plant, 1));
        if (depth == -1 && PyErr_Occurred()) {
            Py_XDECREF(found);
            return NULL;
        }
        if (depth > most) {
            Py_INCREF(plant);
            found = plant; /* the one found before leaks */
            most = depth;
        }
    }
    if (found == NULL) {
        PyErr_SetString(PyExc_ValueError, "an empty list");
    }
    return found;
}

/* shout("kelp") is "KELP". */
static PyObject *shout(PyObject *self, PyObject *word)
{
    (void)self;
    Py_ssize_t size;
    const char *text = PyUnicode_AsUTF8AndSize(word, &size);
    if (text == NULL) {
        return NULL;
    }
    char *loud = PyMem_Malloc((size_t)size + 1);
    if (loud == NULL) {
        return PyErr_NoMemory();
    }
    for (Py_ssize_t i = 0; i < size; i++) {
        loud[i] = (char)toupper((unsigned char)text[i]);
    }
    return PyUnicode_FromStringAndSize(loud, size); /* the buffer leaks */
}

static PyMethodDef methods[] = {
    {"parse", parse, METH_O, NULL},
    {"deepest", deepest, METH_O, NULL},
    {"shout", shout, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {
    .m_base = PyModuleDef_HEAD_INIT,
    .m_name = "example.reef",
    .m_methods = methods,
};

PyMODINIT_FUNC PyInit_reef(void);

PyMODINIT_FUNC PyInit_reef(void)
{
    return PyModule_Create(&module);
}
