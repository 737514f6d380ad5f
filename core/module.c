#define HF_CORE
#include "module.h"

#include "internal/operands.h"
#include "internal/pending.h"

static bool usable_text(const char *function, const char *text)
{
    return HF_LIKELY(text != NULL) ? true
                                   : hf_private_refuse(function, NULL, "str");
}

hf_object hf_module_import(hf_str_borrowed name)
{
    PyObject *raw = HF_USE(name);
    if (!hf_private_may_run(raw, true) || !hf_private_is_a_str(__func__, raw)) {
        return hf_null(object);
    }
    return HF_RESULT(object, PyImport_Import(raw));
}

hf_object hf_module_import_utf8(const char *name)
{
    if (!hf_private_may_run_alone() || !usable_text(__func__, name)) {
        return hf_null(object);
    }
    return HF_RESULT(object, PyImport_ImportModule(name));
}

static PyObject *new_module(PyObject *name)
{
#if PY_VERSION_HEX >= 0x030D0000 && PY_VERSION_HEX < 0x030E0000
    /* CPython 3.13 ends the process: with such a name the module's dict is tracked
     * by the collector, and then is to be tracked again. */
    if (!PyUnicode_CheckExact(name)) {
        PyObject *plain = PyUnicode_FromObject(name);
        PyObject *made = plain != NULL ? PyModule_NewObject(plain) : NULL;
        Py_XDECREF(plain);
        if (made != NULL && PyDict_SetItemString(PyModule_GetDict(made),
                                                 "__name__", name) < 0) {
            Py_CLEAR(made);
        }
        return made;
    }
#endif
    return PyModule_NewObject(name);
}

hf_module hf_module_new(hf_str_borrowed name)
{
    PyObject *raw = HF_USE(name);
    if (!hf_private_is_a_str(__func__, raw)) {
        return hf_null(module);
    }
    return HF_NEW(module, new_module(raw));
}

hf_module hf_module_from_source(const char *name, const char *source,
                                const char *filename)
{
    if (!hf_private_may_run_alone() || !usable_text(__func__, name) ||
        !usable_text(__func__, source) || !usable_text(__func__, filename)) {
        return hf_null(module);
    }
    PyObject *made = PyModule_New(name);
    PyObject *globals = made != NULL ? PyModule_GetDict(made) : NULL;
    PyObject *code = NULL, *none = NULL;
    if (globals != NULL &&
        PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins()) ==
            0 &&
        PyModule_AddStringConstant(made, "__file__", filename) == 0) {
        code = Py_CompileString(source, filename, Py_file_input);
    }
    if (code != NULL) {
        none = PyEval_EvalCode(code, globals, globals);
        Py_DECREF(code);
    }
    if (none == NULL) {
        Py_CLEAR(made);
#if PY_VERSION_HEX < 0x030E0000 /* its parser says nothing without memory */
        if (PyErr_Occurred() == NULL) {
            PyErr_NoMemory();
        }
#endif
    }
    Py_XDECREF(none);
    return HF_RESULT(module, made);
}

hf_str hf_module_name(hf_module_borrowed self)
{
    PyObject *raw = HF_USE(self);
    if (!hf_private_is_a_module(__func__, raw)) {
        return hf_null(str);
    }
    hf_private_pending pending = hf_private_set_aside();
    PyObject *name = PyModule_GetNameObject(raw);
    hf_private_set_again(&pending);
    return HF_AGAIN(str, name);
}

hf_str hf_module_filename(hf_module_borrowed self)
{
    PyObject *raw = HF_USE(self);
    if (!hf_private_is_a_module(__func__, raw)) {
        return hf_null(str);
    }
    hf_private_pending pending = hf_private_set_aside();
    PyObject *name = PyModule_GetFilenameObject(raw);
    hf_private_set_again(&pending);
    return HF_AGAIN(str, name);
}

hf_dict hf_module_dict(hf_module_borrowed self)
{
    PyObject *raw = HF_USE(self);
    if (!hf_private_is_a_module(__func__, raw)) {
        return hf_null(dict);
    }
    PyObject *dict = PyModule_GetDict(raw);
    Py_INCREF(dict);
    return HF_AGAIN(dict, dict);
}

hf_lookup hf_module_get_state(hf_module_borrowed self, void **out)
{
    PyObject *raw = HF_USE(self);
    *out = NULL;
    if (!hf_private_is_a_module(__func__, raw)) {
        return hf_lookup_failed();
    }
    *out = PyModule_GetState(raw);
    return hf_lookup_found_if(*out != NULL);
}

hf_worked hf_module_add(hf_module_borrowed self, const char *name,
                        hf_object value)
{
    PyObject *raw = HF_USE_BESIDE(self, value), *item = HF_TAKE(value);
    bool worked = false;
    if (hf_private_is_a_module(__func__, raw) && usable_text(__func__, name) &&
        hf_private_is_there(__func__, item)) {
        hf_private_pending pending = hf_private_set_aside();
        worked = PyDict_SetItemString(PyModule_GetDict(raw), name, item) == 0;
        hf_private_set_again(&pending);
    }
    Py_XDECREF(item);
    return hf_worked_if(worked);
}
