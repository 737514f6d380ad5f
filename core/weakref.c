#define HF_CORE
#include "weakref.h"

#include "internal/operands.h"
#include "internal/pending.h"

HF_LOCAL hf_weakref make(PyObject *referent, PyObject *callback)
{
    hf_private_pending pending = hf_private_set_aside();
    PyObject *made = PyWeakref_NewRef(referent, callback);
    hf_private_set_again(&pending);
    return HF_AGAIN(weakref, made);
}

hf_weakref hf_weakref_new(hf_object_borrowed referent)
{
    PyObject *raw = HF_USE(referent);
    if (!hf_private_is_there(__func__, raw)) {
        return hf_null(weakref);
    }
    return make(raw, NULL);
}

hf_weakref hf_weakref_new_with_callback(hf_object_borrowed referent,
                                        hf_object_borrowed callback)
{
    PyObject *raw = HF_USE(referent), *called = HF_USE(callback);
    if (!hf_private_is_there(__func__, raw) ||
        !hf_private_is_there(__func__, called)) {
        return hf_null(weakref);
    }
    return make(raw, called);
}

/* referent is the object, new; or NULL where it is gone. */
static PyObject *referent(PyObject *weakref)
{
#if PY_VERSION_HEX >= 0x030D0000
    PyObject *found;
    PyWeakref_GetRef(weakref, &found); /* it is a weak reference */
    return found;
#else
    PyObject *found = PyWeakref_GetObject(weakref);
    if (found == Py_None) {
        return NULL;
    }
    Py_INCREF(found);
    return found;
#endif
}

hf_lookup hf_weakref_get(hf_weakref_borrowed self, hf_object *out)
{
    PyObject *raw = HF_USE(self);
    *out = hf_null(object);
    if (!hf_private_is_a_weakref(__func__, raw)) {
        return hf_lookup_failed();
    }
    PyObject *found = referent(raw);
    *out = HF_AGAIN(object, found);
    return hf_lookup_found_if(found != NULL);
}
