/* planted.h: bugs, one for each thing that only contract.c's oracles see, as
 * fuzz/targets/planted.h has them for the sequences. With HF_PLANTED defined the
 * target calls these in place of the layer's functions; each does what the layer
 * does, and one thing wrong, where the environment variable names it.
 */
#ifndef FUZZ_CONTRACT_PLANTED_H
#define FUZZ_CONTRACT_PLANTED_H

#include "core/holdfast.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define UNUSED __attribute__((unused))

/* Defined in table.c and calls_run.c. */
extern bool contract_has_started;
extern int fuzz_calls_made;

/* Not while the target starts: there is no input then that could be kept. */
UNUSED static bool is_planted(const char *bug)
{
    static const char *armed;
    if (!contract_has_started) {
        return false;
    }
    if (armed == NULL) {
        armed = getenv("HF_PLANTED");
        armed = armed != NULL ? armed : "";
    }
    return strcmp(armed, bug) == 0;
}

/* ---- What Python code runs. */

UNUSED static hf_answer planted_truth(hf_object_borrowed self)
{
    PyObject *raw = hf_as_raw(self);
    if (is_planted("int_by_size") && raw != NULL && PyLong_Check(raw)) {
        PyObject *truth = PyBool_FromLong(
            PyLong_Type.tp_as_number->nb_bool(raw));
        hf_auto(object, exact, hf_object_from_owned(truth));
        return hf_object_truth(hf_borrow(exact));
    }
    return hf_object_truth(self);
}

UNUSED static hf_str planted_append(hf_str self, hf_str_borrowed right)
{
    PyObject *raw = hf_as_raw(right);
    if (is_planted("runs_str") && raw != NULL && PyUnicode_Check(raw) &&
        !hf_error_occurred()) {
        PyObject *shown = PyObject_Str(raw);
        Py_XDECREF(shown);
        PyErr_Clear();
    }
    return hf_str_append(self, right);
}

/* ---- What an exception is made of. */

UNUSED static hf_exception planted_fetch(void)
{
    hf_exception e = hf_error_fetch();
    if (is_planted("traceback_lost") && !hf_is_null(e)) {
        PyException_SetTraceback(hf_as_raw(e), Py_None);
    }
    return e;
}

UNUSED static void planted_restore(hf_exception e)
{
    PyObject *raw = hf_as_raw(e);
    if (is_planted("context_lost") && raw != NULL &&
        PyExceptionInstance_Check(raw)) {
        PyException_SetContext(raw, NULL);
    }
    if (is_planted("released_early") && raw != NULL && Py_REFCNT(raw) == 1 &&
        !PyExceptionInstance_Check(raw)) {
        hf_decref(e);
        volatile Py_ssize_t count = Py_REFCNT(raw); /* what is gone is read */
        (void)count;
        return;
    }
    hf_error_restore(e);
}

UNUSED static bool planted_matches(PyObject *type)
{
    if (is_planted("tuple_by_identity") && PyTuple_Check(type)) {
        PyObject *set = PyErr_Occurred();
        for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(type); i++) {
            if (PyTuple_GET_ITEM(type, i) == set) {
                return true;
            }
        }
        return false;
    }
    return hf_error_matches(type);
}

UNUSED static hf_str planted_substring(hf_str_borrowed self, Py_ssize_t start,
                                       Py_ssize_t end)
{
    hf_str made = hf_str_substring(self, start, end);
    if (is_planted("message_cut") && hf_is_null(made) &&
        hf_error_matches(PyExc_IndexError)) {
        PyErr_Format(PyExc_IndexError,
                     "hf_str_substring: index %d is negative",
                     (int)(start < 0 ? start : end));
    }
    return made;
}

/* ---- Operands. */

UNUSED static hf_object planted_call(hf_object_borrowed self,
                                     const hf_object_borrowed *arguments,
                                     Py_ssize_t nargs,
                                     const hf_keyword *keywords,
                                     Py_ssize_t nkeywords)
{
    if (is_planted("keywords_reversed") && nkeywords == 2 && keywords != NULL) {
        const hf_keyword other[2] = {keywords[1], keywords[0]};
        return hf_object_call(self, arguments, nargs, other, nkeywords);
    }
    return hf_object_call(self, arguments, nargs, keywords, nkeywords);
}

UNUSED static hf_object planted_getattr_utf8(hf_object_borrowed self,
                                             const char *name)
{
    static const char *last; /* of this input */
    static char kept[16];
    static int made;
    last = fuzz_calls_made >= made ? last : NULL;
    made = fuzz_calls_made;
    if (is_planted("name_by_pointer") && name != NULL && strlen(name) < 16) {
        if (name != last) {
            strcpy(kept, name);
            last = name;
        }
        return hf_object_getattr_utf8(self, kept);
    }
    return hf_object_getattr_utf8(self, name);
}

UNUSED static hf_answer planted_equal(hf_str_borrowed left,
                                      hf_str_borrowed right)
{
    PyObject *a = hf_as_raw(left), *b = hf_as_raw(right);
    if (is_planted("size_16_bits") && a != NULL && PyUnicode_Check(a) &&
        b != NULL && PyUnicode_Check(b) &&
        PyUnicode_GET_LENGTH(a) > UINT16_MAX &&
        PyUnicode_GET_LENGTH(a) == PyUnicode_GET_LENGTH(b)) {
        return hf_str_equal(left, left);
    }
    return hf_str_equal(left, right);
}

/* Some are macros that take any handle. */
#undef hf_object_truth
#undef hf_object_call
#undef hf_object_getattr_utf8
#define hf_object_truth(x) planted_truth(hf_as_object(x))
#define hf_object_call(x, ...) planted_call(hf_as_object(x), __VA_ARGS__)
#define hf_object_getattr_utf8(x, name)                                        \
    planted_getattr_utf8(hf_as_object(x), name)
#define hf_str_append planted_append
#define hf_error_fetch planted_fetch
#define hf_error_restore planted_restore
#define hf_error_matches planted_matches
#define hf_str_substring planted_substring
#define hf_str_equal planted_equal

#endif /* FUZZ_CONTRACT_PLANTED_H */
