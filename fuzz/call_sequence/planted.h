/* planted.h: bugs in what HF_FUNCTION makes of a line, as fuzz/targets/planted.h
 * has them for the sequences. With HF_PLANTED defined the macros of bind/ that a
 * line consists of are these; each does what bind/'s does, and one thing wrong,
 * where the environment variable names it.
 */
#ifndef FUZZ_CALL_SEQUENCE_PLANTED_H
#define FUZZ_CALL_SEQUENCE_PLANTED_H

#include "bind/module.h"

#include <stdlib.h>
#include <string.h>

#define UNUSED __attribute__((unused))

/* Defined in call.c. */
extern bool calls_have_started;

/* Not while the target starts: there is no input then that could be kept. */
UNUSED static bool is_planted(const char *bug)
{
    static const char *armed;
    if (!calls_have_started) {
        return false;
    }
    if (armed == NULL) {
        armed = getenv("HF_PLANTED");
        armed = armed != NULL ? armed : "";
    }
    return strcmp(armed, bug) == 0;
}

/* ---- Which argument is for which parameter. */

/* lengthened is |names|, each of which that begins as a parameter's name does, and
 * is shorter, is that name. */
UNUSED static PyObject *lengthened(const struct hf_private_function *f,
                                   PyObject *names)
{
    PyObject *all = PyTuple_New(PyTuple_GET_SIZE(names));
    for (Py_ssize_t n = 0; n < PyTuple_GET_SIZE(names); n++) {
        PyObject *name = PyTuple_GET_ITEM(names, n);
        PyObject *found = Py_NewRef(name);
        Py_ssize_t size = 0;
        const char *text = PyUnicode_Check(name)
                               ? PyUnicode_AsUTF8AndSize(name, &size)
                               : NULL;
        for (int i = 0; text != NULL && i < f->count; i++) {
            const struct hf_private_parameter *p = &f->parameters[i];
            if (size > 0 && size < p->size &&
                memcmp(text, p->name, (size_t)size) == 0) {
                Py_DECREF(found);
                found = PyUnicode_FromString(p->name);
            }
        }
        PyTuple_SET_ITEM(all, n, found);
    }
    return all;
}

UNUSED static bool planted_bind(const struct hf_private_function *f,
                                PyObject *const *args, Py_ssize_t nargs,
                                PyObject *kwnames, PyObject **slots,
                                PyObject **others)
{
    PyObject *names = is_planted("keyword_by_prefix") && kwnames != NULL
                          ? lengthened(f, kwnames)
                          : Py_XNewRef(kwnames);
    bool bound = hf_private_bind(f, args, nargs, names, slots, others);
    Py_XDECREF(names);
    if (bound && is_planted("argument_released_twice") && f->count > 0 &&
        slots[0] != NULL) {
        Py_DECREF(slots[0]);
    }
    if (bound && others != NULL && is_planted("names_kept")) {
        Py_XINCREF(*others);
    }
    return bound;
}

UNUSED static hf_rest planted_rest(PyObject *const *items, Py_ssize_t size)
{
    return hf_private_make_rest(items,
                                size - (is_planted("rest_cut") && size > 3));
}

UNUSED static PyObject *planted_bad_argument(
    const struct hf_private_function *f, int i, PyObject *argument,
    hf_answer answer)
{
    return hf_private_bad_argument(
        f, is_planted("other_argument_named") ? 0 : i, argument, answer);
}

/* ---- What arguments and results become. */

UNUSED static PyObject *planted_end_call(PyObject *result)
{
    if (is_planted("result_kept")) {
        Py_XINCREF(result);
    }
    return HF_PRIVATE_END_CALL(result);
}

#undef HF_PRIVATE_CONVERT_filled
#define HF_PRIVATE_CONVERT_filled(f, kind, name, value)                        \
    hf_kind_##kind hf_c_##name = HF_PRIVATE_ZERO;                              \
    if (!is_planted("default_not_applied")) {                                  \
        hf_c_##name = hf_private_default_##kind(value);                        \
    }                                                                          \
    HF_PRIVATE_CONVERT_IF(f, kind, name, true)
#undef HF_PRIVATE_CONVERT_maybe
#define HF_PRIVATE_CONVERT_maybe(f, kind, name, value)                         \
    hf_kind_##kind hf_c_##name = HF_PRIVATE_ZERO;                              \
    HF_PRIVATE_CONVERT_IF(f, kind, name,                                       \
                          (hf_raw != Py_None || is_planted("none_converted")))
#undef HF_PRIVATE_WRITTEN_out
#define HF_PRIVATE_WRITTEN_out(f, kind, name, value)                           \
    if (!HF_PRIVATE_IS_NULL(hf_result)) {                                      \
        if (!is_planted("none_kept")) {                                        \
            hf_object_decref(hf_result);                                       \
        }                                                                      \
        hf_result = hf_to_##kind(hf_written);                                  \
    }
#undef HF_PRIVATE_END_CALL
#define HF_PRIVATE_END_CALL(result) planted_end_call(result)
#define hf_private_bind planted_bind
#define hf_private_make_rest planted_rest
#define hf_private_bad_argument planted_bad_argument

#endif /* FUZZ_CALL_SEQUENCE_PLANTED_H */
