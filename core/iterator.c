#define HF_CORE
#include "iterator.h"

#include "internal/operands.h"

HF_LOCAL bool ready(const char *function, PyObject *raw, bool others)
{
    if (!hf_private_may_run(raw, others)) {
        return false;
    }
    if (HF_LIKELY(raw != NULL && PyIter_Check(raw))) {
        return true;
    }
    return hf_refuse(function, raw, "iterator");
}

hf_iterator hf_object_iter(hf_object_borrowed self)
{
    PyObject *raw = HF_USE(self);
    bool is_ready = hf_private_may_run(raw, true) &&
                    hf_private_is_there(__func__, raw);
    return HF_RESULT(iterator, is_ready ? PyObject_GetIter(raw) : NULL);
}

hf_lookup hf_iterator_next(hf_iterator_borrowed self, hf_object *out)
{
    PyObject *raw = HF_USE(self), *item = NULL;
    int found = -1;
    if (ready(__func__, raw, true)) {
#if PY_VERSION_HEX >= 0x030E0000
        found = PyIter_NextItem(raw, &item);
#else
        item = PyIter_Next(raw);
        found = item != NULL ? 1 : PyErr_Occurred() != NULL ? -1 : 0;
#endif
    }
    *out = HF_AGAIN(object, item);
    return hf_private_lookup(found);
}

#if PY_VERSION_HEX < 0x030A0000
/* send is PyIter_Send of CPython 3.10. */
static int send(PyObject *raw, PyObject *value, PyObject **out)
{
    if (value == Py_None) {
        *out = Py_TYPE(raw)->tp_iternext(raw);
    } else {
        *out = PyObject_CallMethod(raw, "send", "O", value);
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
    /* Interned, since CPython keeps each str that is used for a name. */
    PyObject *name = PyUnicode_InternFromString("close"), *close = NULL;
    if (HF_UNLIKELY(name == NULL)) {
        return hf_worked_if(false);
    }
    close = PyObject_GetAttr(raw, name);
    Py_DECREF(name);
    if (close == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_AttributeError)) {
            return hf_worked_if(false);
        }
        PyErr_Clear();
        return hf_worked_if(true);
    }
    PyObject *result = PyObject_CallNoArgs(close);
    Py_DECREF(close);
    Py_XDECREF(result);
    return hf_worked_if(result != NULL);
}
