/* An extension module that is compiled under several names. */
#include "core/holdfast.h"

/* keep(s) leaves a handle of s open until it is called again. */
static PyObject *keep(PyObject *module, PyObject *argument)
{
    static hf_object kept;
    (void)module;
    hf_clear(&kept);
    kept = hf_incref(hf_object_from_borrowed(argument)); /* kept */
    Py_RETURN_NONE;
}

typedef struct state {
    hf_object held;
} state;

/* hold(s) puts a handle of s into the state of the module, which releases it at
 * its end. */
static PyObject *hold(PyObject *module, PyObject *argument)
{
    state *self = PyModule_GetState(module);
    hf_object value = hf_incref(hf_object_from_borrowed(argument));
    return hf_replace(&self->held, value) ? Py_NewRef(Py_None) : NULL;
}

static void release(void *module)
{
    state *self = PyModule_GetState(module);
    if (self != NULL) {
        hf_clear(&self->held);
    }
}

/* keep_for_ever(s) leaves a handle open in a global, and says so. */
static PyObject *keep_for_ever(PyObject *module, PyObject *argument)
{
    static hf_object kept;
    (void)module;
    hf_clear(&kept);
    kept = hf_incref(hf_object_from_borrowed(argument));
    HF_KEEP(kept);
    Py_RETURN_NONE;
}

/* give_away(s) returns s + "!" wrongly: its only reference is released. */
static PyObject *give_away(PyObject *module, PyObject *argument)
{
    HF_CALL_SCOPE;
    (void)module;
    hf_auto(str, s, hf_str_concat_utf8(hf_str_from_borrowed(argument), "!"));
    return hf_as_raw(s); /* shown */
}

/* give_another(s) returns it rightly, as it would be written by hand. */
static PyObject *give_another(PyObject *module, PyObject *argument)
{
    HF_CALL_SCOPE;
    (void)module;
    hf_auto(str, s, hf_str_concat_utf8(hf_str_from_borrowed(argument), "!"));
    return Py_XNewRef(hf_as_raw(s));
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
    {"keep_for_ever", keep_for_ever, METH_O, NULL},
    {"hold", hold, METH_O, NULL},
    {"give_away", give_away, METH_O, NULL},
    {"give_another", give_another, METH_O, NULL},
#ifdef HF_CHECKED
    {"ledgers", ledgers, METH_NOARGS, NULL},
#endif
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "module",
    .m_methods = methods,
    .m_size = sizeof(state),
    .m_free = release,
};

#define INIT_(name) PyInit_##name
#define INIT(name) INIT_(name)

PyMODINIT_FUNC INIT(MODULE)(void);
PyMODINIT_FUNC INIT(MODULE)(void)
{
    return PyModuleDef_Init(&definition);
}
