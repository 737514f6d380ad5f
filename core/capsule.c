#define HF_CORE
#include "capsule.h"

#include "internal/operands.h"
#include "internal/pending.h"

#include <string.h>

/* The function that destroys what a capsule owns is its context. */
typedef void destroyer(void *pointer);

static void end(PyObject *capsule)
{
    const char *name = PyCapsule_GetName(capsule);
    void *context = PyCapsule_GetContext(capsule);
    destroyer *destroy;
    memcpy(&destroy, &context, sizeof(destroy));
    hf_private_pending pending = hf_private_set_aside();
    destroy(PyCapsule_GetPointer(capsule, name));
    hf_private_set_again(&pending);
}

hf_capsule hf_capsule_new(void *pointer, const char *name,
                          void (*destroy)(void *pointer))
{
    HF_NEED_GIL();
    hf_private_pending pending = hf_private_set_aside();
    PyObject *made = PyCapsule_New(pointer, name, destroy != NULL ? end : NULL);
    if (made != NULL) {
        void *context;
        memcpy(&context, &destroy, sizeof(context));
        PyCapsule_SetContext(made, context);
    } else if (pointer != NULL && destroy != NULL) {
        hf_private_pending failed = hf_private_set_aside();
        destroy(pointer);
        hf_private_set_again(&failed);
    }
    hf_private_set_again(&pending);
    return HF_AGAIN(capsule, made);
}

hf_worked hf_capsule_pointer(hf_capsule_borrowed self, const char *name,
                             void **out)
{
    PyObject *raw = HF_USE(self);
    *out = NULL;
    if (!hf_private_is_a_capsule(__func__, raw)) {
        return hf_worked_if(false);
    }
    hf_private_pending pending = hf_private_set_aside();
    *out = PyCapsule_GetPointer(raw, name);
    hf_private_set_again(&pending);
    return hf_worked_if(*out != NULL);
}

hf_worked hf_capsule_name(hf_capsule_borrowed self, const char **out)
{
    PyObject *raw = HF_USE(self);
    *out = NULL;
    if (!hf_private_is_a_capsule(__func__, raw)) {
        return hf_worked_if(false);
    }
    *out = PyCapsule_GetName(raw);
    return hf_worked_if(true);
}

/* attribute_of imports the module that |name| has before its last dot, and
 * gives the attribute behind it, new; or NULL. Not PyCapsule_Import: that
 * leaves an entry in CPython's type cache for each call, and imports the first
 * part alone. */
static PyObject *attribute_of(const char *name, const char *dot)
{
    PyObject *module_name = PyUnicode_FromStringAndSize(name, dot - name);
    if (module_name == NULL) {
        return NULL;
    }
    PyObject *module = PyImport_Import(module_name);
    Py_DECREF(module_name);
    if (module == NULL) {
        return NULL;
    }
    PyObject *key = PyUnicode_InternFromString(dot + 1);
    PyObject *found = key != NULL ? PyObject_GetAttr(module, key) : NULL;
    Py_XDECREF(key);
    Py_DECREF(module);
    return found;
}

hf_worked hf_capsule_import(const char *name, void **out)
{
    *out = NULL;
    if (!hf_private_may_run_alone()) {
        return hf_worked_if(false);
    }
    if (HF_UNLIKELY(name == NULL)) {
        return hf_worked_if(hf_private_refuse(__func__, NULL, "str"));
    }
    const char *dot = strrchr(name, '.');
    if (HF_UNLIKELY(dot == NULL)) {
        PyErr_Format(PyExc_ImportError, "%s: no module is named before \"%s\"",
                     __func__, name);
        return hf_worked_if(false);
    }
    PyObject *capsule = attribute_of(name, dot);
    if (capsule != NULL && hf_private_is_a_capsule(__func__, capsule)) {
        *out = PyCapsule_GetPointer(capsule, name);
    }
    Py_XDECREF(capsule);
    return hf_worked_if(*out != NULL);
}
