/* An extension module that is compiled under several names. */
#include "core/holdfast.h"

/* keep(s) leaves a handle of s open until it is called again. */
static PyObject *keep(PyObject *module, PyObject *argument)
{
    static hf_object kept;
    (void)module;
    hf_clear(&kept);
    kept = hf_incref(hf_object_from_borrowed(argument));
    Py_RETURN_NONE;
}

#ifdef HF_CHECKED
/* ledgers() lists the files of all ledgers, and how many handles are open. */
static PyObject *ledgers(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *list = PyList_New(0);
    for (hf_ledger_table *t = hf_ledger_first(); t != NULL; t = t->next) {
        PyObject *pair = Py_BuildValue("sn", t->module,
                                       (Py_ssize_t)t->count(0));
        if (pair == NULL || PyList_Append(list, pair) < 0) {
            Py_XDECREF(pair);
            Py_DECREF(list);
            return NULL;
        }
        Py_DECREF(pair);
    }
    return list;
}
#endif

static PyMethodDef methods[] = {
    {"keep", keep, METH_O, NULL},
#ifdef HF_CHECKED
    {"ledgers", ledgers, METH_NOARGS, NULL},
#endif
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "module",
    .m_methods = methods,
};

#define INIT_(name) PyInit_##name
#define INIT(name) INIT_(name)

PyMODINIT_FUNC INIT(MODULE)(void);
PyMODINIT_FUNC INIT(MODULE)(void)
{
    return PyModuleDef_Init(&definition);
}
