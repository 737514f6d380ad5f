/* The calls that //bench:ledger measures, compiled twice: release, checked. */
#include "core/holdfast.h"

static PyObject *noop(PyObject *Py_UNUSED(module), PyObject *argument)
{
    return hf_into_raw(hf_incref(hf_object_from_borrowed(argument)));
}

static PyObject *append(PyObject *Py_UNUSED(module), PyObject *left)
{
    hf_str_borrowed self = hf_str_cast(hf_object_from_borrowed(left));
    return hf_into_raw(hf_str_append_utf8(hf_incref(self), "right"));
}

static PyObject *chain(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(unused))
{
    hf_str s = hf_str_from_utf8("Hello ");
    s = hf_str_append_utf8(s, "1, ");
    s = hf_str_append_utf8(s, "2, ");
    s = hf_str_append_utf8(s, "3");
    return hf_into_raw(s);
}

/* live(n) is what the ledger has allocated more when n handles are open. */
static PyObject *live(PyObject *Py_UNUSED(module), PyObject *number)
{
    Py_ssize_t n = PyLong_AsSsize_t(number);
    hf_object *handles = n < 0 ? NULL : PyMem_Malloc((size_t)n * sizeof(hf_object));
    if (handles == NULL) {
        return PyErr_Occurred() ? NULL : PyErr_NoMemory();
    }
    size_t bytes = 0;
#ifdef HF_CHECKED
    bytes -= hf_ledger_bytes();
#endif
    for (Py_ssize_t i = 0; i < n; i++) {
        handles[i] = hf_none();
    }
#ifdef HF_CHECKED
    bytes += hf_ledger_bytes();
#endif
    for (Py_ssize_t i = 0; i < n; i++) {
        hf_decref(handles[i]);
    }
    PyMem_Free(handles);
    return PyLong_FromSize_t(bytes);
}

static PyMethodDef methods[] = {
    {"noop", noop, METH_O, NULL},
    {"append", append, METH_O, NULL},
    {"chain", chain, METH_NOARGS, NULL},
    {"live", live, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "ledger_cases",
    .m_methods = methods,
};

#ifdef HF_CHECKED
#define INIT PyInit_ledger_cases_checked
#else
#define INIT PyInit_ledger_cases
#endif
PyMODINIT_FUNC INIT(void);
PyMODINIT_FUNC INIT(void)
{
    return PyModuleDef_Init(&definition);
}
