#define HF_CORE
#include "iterator.h"

#include "internal/operands.h"

HF_LOCAL bool ready(const char *function, PyObject *raw, bool others)
{
    return hf_private_may_run(raw, others) &&
           hf_private_is_a_iterator(function, raw);
}

int hf_private_iterator_ended(PyObject *raw)
{
    PyObject *raised = PyErr_Occurred();
    if (raised != NULL && !PyIter_Check(raw)) { /* its class says it is none */
        PyErr_Clear();
        hf_private_refuse("hf_iterator_next", raw, "iterator");
        return -1;
    }
    if (raised != NULL && !PyErr_ExceptionMatches(PyExc_StopIteration)) {
        return -1;
    }
    PyErr_Clear();
    return 0;
}

void hf_private_iterator_refuse(PyObject *raw)
{
    if (hf_private_may_run(raw, true)) {
        hf_private_refuse("hf_iterator_next", raw, "iterator");
    }
}

hf_iterator hf_object_iter(hf_object_borrowed self)
{
    PyObject *raw = HF_USE(self);
    bool is_ready = hf_private_ready(__func__, raw, true);
    return HF_RESULT(iterator, is_ready ? PyObject_GetIter(raw) : NULL);
}

#if PY_VERSION_HEX < 0x030A0000
/* send is PyIter_Send of CPython 3.10. */
static int send(PyObject *raw, PyObject *value, PyObject **out)
{
    if (value == Py_None) {
        *out = Py_TYPE(raw)->tp_iternext(raw);
    } else {
        /* By one argument: of a tuple "O" makes all arguments. */
        PyObject *name = PyUnicode_InternFromString("send");
        *out = name != NULL ? PyObject_CallMethodOneArg(raw, name, value)
                            : NULL;
        Py_XDECREF(name);
    }
    if (*out != NULL) {
        return 1;
    }
    return _PyGen_FetchStopIterationValue(out) == 0 ? 0 : -1;
}
#else
static int send(PyObject *raw, PyObject *value, PyObject **out)
{
    PySendResult result = PyIter_Send(raw, value, out);
    return result == PYGEN_NEXT ? 1 : result == PYGEN_RETURN ? 0 : -1;
}
#endif

hf_lookup hf_iterator_send(hf_iterator_borrowed self, hf_object_borrowed value,
                           hf_object *out)
{
    PyObject *raw = HF_USE(self), *sent = HF_USE(value), *item = NULL;
    int found = ready(__func__, raw, sent != NULL) &&
                        hf_private_is_there(__func__, sent)
                    ? send(raw, sent, &item)
                    : -1;
    *out = HF_AGAIN(object, item);
    return hf_private_lookup(found);
}

hf_worked hf_iterator_close(hf_iterator_borrowed self)
{
    PyObject *raw = HF_USE(self);
    if (!ready(__func__, raw, true)) {
        return hf_worked_if(false);
    }
    hf_object close;
    hf_lookup found = hf_object_getattr_optional_utf8(
        HF_RECAST(object_borrowed, self), "close", &close);
    if (!hf_found(found)) {
        return hf_worked_if(hf_missing(found));
    }
    PyObject *called = HF_TAKE(close), *result = PyObject_CallNoArgs(called);
    Py_DECREF(called);
    Py_XDECREF(result);
    return hf_worked_if(result != NULL);
}
