/* error_planted.h: bugs of the kinds that error_sequence is there for: see
 * planted.h. */
#ifndef FUZZ_ERROR_PLANTED_H
#define FUZZ_ERROR_PLANTED_H

#include "fuzz/targets/planted.h"

/* Each looks at what is set by CPython's own functions. */
typedef struct planted_set {
    PyObject *type, *value, *traceback;
} planted_set;

static planted_set planted_take(void)
{
    planted_set set;
    PyErr_Fetch(&set.type, &set.value, &set.traceback);
    PyErr_NormalizeException(&set.type, &set.value, &set.traceback);
    return set;
}

UNUSED static void planted_restore(hf_exception e)
{
    PyObject *raw = hf_as_raw(e);
    bool is_one = raw != NULL && PyExceptionInstance_Check(raw);
    PyObject *context = is_one ? PyException_GetContext(raw) : NULL;
    PyObject *traceback = is_one ? PyException_GetTraceback(raw) : NULL;
    bool lost = planted("traceback_of_context_lost") && context != NULL;
    Py_XDECREF(context);
    PyObject *type, *handled, *entries;
    PyErr_GetExcInfo(&type, &handled, &entries);
    lost |= planted("nested_restore_lost") && is_one && handled != NULL &&
            handled != Py_None;
    Py_XDECREF(type);
    Py_XDECREF(handled);
    Py_XDECREF(entries);
    hf_error_restore(e);
    if (lost && traceback != NULL) {
        planted_set set = planted_take();
        Py_CLEAR(set.traceback);
#if PY_VERSION_HEX >= 0x030C0000 /* nowhere else is it then; to restore keeps it */
        PyException_SetTraceback(set.value, Py_None);
#endif
        PyErr_Restore(set.type, set.value, NULL);
    }
    Py_XDECREF(traceback);
}

UNUSED static hf_exception planted_fetch(void)
{
    if (planted("grown_traceback_lost") && hf_error_occurred()) {
        planted_set set = planted_take();
        PyObject *kept = set.value != NULL ? PyException_GetTraceback(set.value)
                                           : NULL;
        bool grew = kept != NULL && kept != set.traceback;
        PyErr_Restore(set.type, set.value, grew ? kept : set.traceback);
        if (grew) {
            Py_XDECREF(set.traceback);
        } else {
            Py_XDECREF(kept);
        }
    }
    hf_exception e = hf_error_fetch();
    if (planted("another_comes_back") && !hf_is_null(e) &&
        ((PyBaseExceptionObject *)hf_as_raw(e))->cause != NULL) {
        PyObject *cause = PyException_GetCause(hf_as_raw(e));
        hf_decref(e);
        return hf_exception_from_owned(cause);
    }
    return e;
}

UNUSED static void planted_chain(hf_exception e)
{
    if (planted("context_lost") && hf_error_occurred()) {
        hf_decref(e);
        return;
    }
    hf_error_chain(e);
}

UNUSED static hf_worked planted_set_cause(hf_exception_borrowed self,
                                          hf_exception cause)
{
    hf_worked ok = hf_exception_set_cause(self, cause);
    if (planted("context_shown") && ok) {
        ((PyBaseExceptionObject *)hf_as_raw(self))->suppress_context = 0;
    }
    return ok;
}

static void planted_lose_notes(PyObject *raw)
{
    PyObject *dict = PyExceptionInstance_Check(raw)
                         ? ((PyBaseExceptionObject *)raw)->dict
                         : NULL;
    PyObject *notes = dict != NULL ? PyDict_GetItemString(dict, "__notes__")
                                   : NULL;
    if (notes != NULL) {
        PyList_SetSlice(notes, 0, PyList_GET_SIZE(notes), NULL);
    }
}

/* PyDict_GetItemString clears what is set, so it is for this bug alone. */
UNUSED static hf_worked planted_add_note(hf_exception_borrowed self,
                                         hf_str_borrowed note)
{
    if (planted("notes_lost") && !hf_error_occurred()) {
        planted_lose_notes(hf_as_raw(self));
    }
    return hf_exception_add_note(self, note);
}

UNUSED static void planted_add_traceback(const char *function, const char *file,
                                         int line)
{
    if (planted("traceback_grew") && hf_error_occurred()) {
        hf_error_add_traceback(function, file, line);
    }
    hf_error_add_traceback(function, file,
                           line - (planted("line_before") && line > 1));
}

UNUSED static bool planted_matches(PyObject *type)
{
    if (planted("tuple_by_identity") && hf_error_occurred() &&
        PyTuple_Check(type)) {
        bool found = false;
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(type); i++) {
            found |= PyTuple_GET_ITEM(type, i) == PyErr_Occurred();
        }
        return found;
    }
    return hf_error_matches(type);
}

#define hf_error_restore planted_restore
#define hf_error_fetch planted_fetch
#define hf_error_chain planted_chain
#define hf_exception_set_cause planted_set_cause
#define hf_exception_add_note planted_add_note
#define hf_error_add_traceback planted_add_traceback
#define hf_error_matches planted_matches

#endif /* FUZZ_ERROR_PLANTED_H */
