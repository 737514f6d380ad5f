#define HF_CORE
#include "type.h"

#include "internal/operands.h"
#include "internal/pending.h"

#include <string.h>

PyObject *hf_private_type_name(PyTypeObject *type)
{
#if PY_VERSION_HEX >= 0x030B0000
    return PyType_GetName(type);
#else
    if (type->tp_flags & Py_TPFLAGS_HEAPTYPE) {
        PyObject *name = ((PyHeapTypeObject *)type)->ht_name;
        Py_INCREF(name);
        return name;
    }
    const char *dot = strrchr(type->tp_name, '.');
    return PyUnicode_FromString(dot ? dot + 1 : type->tp_name);
#endif
}

static PyObject *qualified_name(PyTypeObject *type)
{
#if PY_VERSION_HEX >= 0x030B0000
    return PyType_GetQualName(type);
#else
    if (type->tp_flags & Py_TPFLAGS_HEAPTYPE) {
        PyObject *name = ((PyHeapTypeObject *)type)->ht_qualname;
        Py_INCREF(name);
        return name;
    }
    return hf_private_type_name(type);
#endif
}

hf_str hf_type_name(hf_type_borrowed self)
{
    PyObject *raw = HF_USE(self);
    if (!hf_private_is_a_type(__func__, raw)) {
        return hf_null(str);
    }
    return HF_NEW(str, hf_private_type_name((PyTypeObject *)raw));
}

hf_str hf_type_qualified_name(hf_type_borrowed self)
{
    PyObject *raw = HF_USE(self);
    if (!hf_private_is_a_type(__func__, raw)) {
        return hf_null(str);
    }
    return HF_NEW(str, qualified_name((PyTypeObject *)raw));
}

hf_module hf_type_module(hf_type_borrowed self)
{
    PyObject *raw = HF_USE(self);
    if (!hf_private_is_a_type(__func__, raw)) {
        return hf_null(module);
    }
    hf_private_pending pending = hf_private_set_aside();
    PyObject *module = PyType_GetModule((PyTypeObject *)raw);
    Py_XINCREF(module);
    hf_private_set_again(&pending);
    return HF_AGAIN(module, module);
}

hf_worked hf_type_flags(hf_type_borrowed self, unsigned long *out)
{
    PyObject *raw = HF_USE(self);
    *out = 0;
    if (!hf_private_is_a_type(__func__, raw)) {
        return hf_worked_if(false);
    }
    *out = PyType_GetFlags((PyTypeObject *)raw);
    return hf_worked_if(true);
}

hf_answer hf_type_has_feature(hf_type_borrowed self, unsigned long flags)
{
    PyObject *raw = HF_USE(self);
    if (!hf_private_is_a_type(__func__, raw)) {
        return hf_answer_failed();
    }
    return hf_answer_yes_if((PyType_GetFlags((PyTypeObject *)raw) & flags) !=
                            0);
}

hf_answer hf_type_is_subtype(hf_type_borrowed self, hf_type_borrowed other)
{
    PyObject *raw = HF_USE(self), *of = HF_USE(other);
    if (!hf_private_is_a_type(__func__, raw) ||
        !hf_private_is_a_type(__func__, of)) {
        return hf_answer_failed();
    }
    return hf_answer_yes_if(
        PyType_IsSubtype((PyTypeObject *)raw, (PyTypeObject *)of));
}

/* mro_of is that, new; or NULL where the type has none yet. */
static PyObject *mro_of(PyTypeObject *type)
{
#ifdef Py_GIL_DISABLED
    /* Another thread may give the type other bases, and CPython alone has the lock
     * for that: what type.__mro__ calls takes it. */
    const PyGetSetDef *found = PyType_Type.tp_getset;
    while (found->name != NULL && strcmp(found->name, "__mro__") != 0) {
        found++;
    }
    return type->tp_mro != NULL && found->name != NULL
               ? found->get((PyObject *)type, found->closure)
               : NULL;
#else
    Py_XINCREF(type->tp_mro);
    return type->tp_mro;
#endif
}

hf_tuple hf_type_mro(hf_type_borrowed self)
{
    PyObject *raw = HF_USE(self);
    if (!hf_private_is_a_type(__func__, raw)) {
        return hf_null(tuple);
    }
    PyObject *mro = mro_of((PyTypeObject *)raw);
    if (HF_UNLIKELY(mro == NULL)) {
        hf_private_refuse(__func__, raw, "a type that is ready");
        return hf_null(tuple);
    }
    return HF_AGAIN(tuple, mro);
}

hf_lookup hf_type_slot(hf_type_borrowed self, int slot, void **out)
{
    PyObject *raw = HF_USE(self);
    *out = NULL;
    if (!hf_private_is_a_type(__func__, raw)) {
        return hf_lookup_failed();
    }
    hf_private_pending pending = hf_private_set_aside();
    *out = PyType_GetSlot((PyTypeObject *)raw, slot);
    bool failed = *out == NULL && PyErr_Occurred() != NULL;
    hf_private_set_again(&pending);
    return failed ? hf_lookup_failed() : hf_lookup_found_if(*out != NULL);
}

hf_object hf_type_super(hf_type_borrowed self, hf_object_borrowed instance)
{
    PyObject *raw = HF_USE(self), *of = HF_USE(instance);
    if (!hf_private_may_run(raw, of != NULL) ||
        !hf_private_is_a_type(__func__, raw) ||
        !hf_private_is_there(__func__, of)) {
        return hf_null(object);
    }
    return HF_RESULT(object, PyObject_CallFunctionObjArgs(
                                 (PyObject *)&PySuper_Type, raw, of, NULL));
}
