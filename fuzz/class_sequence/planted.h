/* planted.h: bugs in what HF_CLASS and HF_FIELDS make, as fuzz/targets/planted.h
 * has them for the sequences. With HF_PLANTED defined the macros and functions of
 * bind/ that a class consists of are these; each does what bind/'s does, and one
 * thing wrong, where the environment variable names it.
 */
#ifndef FUZZ_CLASS_SEQUENCE_PLANTED_H
#define FUZZ_CLASS_SEQUENCE_PLANTED_H

#include "bind/module.h"

#include <stdlib.h>
#include <string.h>

#define UNUSED __attribute__((unused))

/* Defined in start.c. */
extern bool classes_have_started;

/* Not while the target starts: there is no input then that could be kept. */
UNUSED static bool is_planted(const char *bug)
{
    static const char *armed;
    if (!classes_have_started) {
        return false;
    }
    if (armed == NULL) {
        armed = getenv("HF_PLANTED");
        armed = armed != NULL ? armed : "";
    }
    return strcmp(armed, bug) == 0;
}

/* The layout, or the same without the fields of the class itself. */
UNUSED static struct hf_private_layout planted_layout(
    const struct hf_private_layout *layout, const char *bug)
{
    static const struct hf_private_field none[] = {{HF_PRIVATE_NO_MORE, 0}};
    struct hf_private_layout other = *layout;
    if (is_planted(bug)) {
        other.fields = none;
    }
    return other;
}

UNUSED static int planted_traverse(PyObject *o,
                                   const struct hf_private_layout *layout,
                                   visitproc visit, void *arg)
{
    struct hf_private_layout other = planted_layout(layout,
                                                    "traverse_misses_fields");
    return hf_private_traverse(o, &other, visit, arg);
}

UNUSED static int planted_clear_instance(PyObject *o,
                                         const struct hf_private_layout *layout)
{
    struct hf_private_layout other = planted_layout(layout,
                                                    "fields_not_released");
    return hf_private_clear_instance(o, &other);
}

UNUSED static void planted_dealloc(PyObject *o,
                                   const struct hf_private_layout *layout)
{
    struct hf_private_layout other = planted_layout(layout,
                                                    "fields_not_released");
    if (is_planted("type_not_released")) {
        Py_INCREF(Py_TYPE(o));
    }
    hf_private_dealloc(o, &other);
}

UNUSED static void planted_finalize(PyObject *o, void (*finalizes)(PyObject *o))
{
    if (is_planted("finalizer_of_subclass_lost") &&
        PyType_HasFeature(Py_TYPE(o), Py_TPFLAGS_HEAPTYPE) &&
        strchr(Py_TYPE(o)->tp_name, '.') == NULL) {
        return;
    }
    hf_private_finalize(o, finalizes);
}

UNUSED static int planted_show(PyObject *o, Py_buffer *view, int flags,
                               const hf_exported *exported)
{
    int status = hf_private_show(o, view, flags, exported);
    if (status == 0 && is_planted("items_of_one_byte")) {
        view->itemsize = 1;
    }
    return status;
}

#define hf_private_traverse planted_traverse
#define hf_private_clear_instance planted_clear_instance
#define hf_private_dealloc planted_dealloc
#define hf_private_finalize planted_finalize
#define hf_private_show planted_show

#endif /* FUZZ_CLASS_SEQUENCE_PLANTED_H */
