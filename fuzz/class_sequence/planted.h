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

/* How many layouts a class has: its own, that of the class that it inherits from,
 * and that of object. */
enum { PLANTED_DEPTH = 2 };

/* planted_layout writes a copy of |layout|, without the fields of the class itself
 * where the first bug is planted; without those of the class that it inherits from
 * where the second is. */
UNUSED static const struct hf_private_layout *planted_layout(
    const struct hf_private_layout *layout, const char *own, const char *base,
    struct hf_private_layout copies[PLANTED_DEPTH])
{
    static const struct hf_private_field none[] = {{HF_PRIVATE_NO_MORE, 0}};
    copies[0] = *layout;
    if (is_planted(own)) {
        copies[0].fields = none;
    }
    if (is_planted(base) && layout->base->name != NULL) {
        copies[1] = *layout->base;
        copies[1].fields = none;
        copies[0].base = &copies[1];
    }
    return copies;
}

UNUSED static const struct hf_private_layout *planted_root(
    const struct hf_private_layout *layout)
{
    return layout->base->name != NULL ? planted_root(layout->base) : layout;
}

/* planted_end_layout is that for what ends the fields, where a struct behind an
 * extended class may be taken to begin before it does: there, what is on the right
 * is not released. */
UNUSED static const struct hf_private_layout *planted_end_layout(
    const struct hf_private_layout *layout,
    struct hf_private_layout copies[PLANTED_DEPTH])
{
    static size_t before;
    const struct hf_private_layout *root = planted_root(layout);
    planted_layout(layout, "fields_not_released", "fields_of_base_not_released",
                   copies);
    if (root->extends != NULL && is_planted("start_of_extending_wrong")) {
        before = *root->start - sizeof(void *);
        if (layout != root) {
            copies[1] = *layout->base;
            copies[0].base = &copies[1];
        }
        copies[layout != root].start = &before;
    }
    return copies;
}

/* planted_visits visits all but one object. */
static visitproc planted_visit;
static PyObject *planted_skipped;
UNUSED static int planted_visits(PyObject *o, void *arg)
{
    return o == planted_skipped ? 0 : planted_visit(o, arg);
}

UNUSED static int planted_traverse(PyObject *o,
                                   const struct hf_private_layout *layout,
                                   visitproc visit, void *arg)
{
    struct hf_private_layout copies[PLANTED_DEPTH];
    const struct hf_private_layout *root = planted_root(layout);
    if (root->extends != NULL && is_planted("extended_not_visited")) {
        char *data = (char *)o + *root->start;
        Py_VISIT(Py_TYPE(o));
        for (; layout->name != NULL; layout = layout->base) {
            int status = hf_private_visit(layout->fields, data, visit, arg);
            if (status != 0) {
                return status;
            }
        }
        return 0;
    }
    if (is_planted("type_not_visited")) {
        planted_visit = visit;
        planted_skipped = (PyObject *)Py_TYPE(o);
        visit = planted_visits;
    }
    return hf_private_traverse(o,
                               planted_layout(layout, "traverse_misses_fields",
                                              "traverse_misses_base", copies),
                               visit, arg);
}

UNUSED static int planted_clear_instance(PyObject *o,
                                         const struct hf_private_layout *layout)
{
    struct hf_private_layout copies[PLANTED_DEPTH];
    return hf_private_clear_instance(o, planted_end_layout(layout, copies));
}

UNUSED static void planted_dealloc(PyObject *o,
                                   const struct hf_private_layout *layout)
{
    struct hf_private_layout copies[PLANTED_DEPTH];
    if (is_planted("type_not_released")) {
        Py_INCREF(Py_TYPE(o));
    }
    if (is_planted("weak_references_kept") &&
        Py_TYPE(o)->tp_weaklistoffset > 0) {
        *(PyObject **)(void *)((char *)o +
                               Py_TYPE(o)->tp_weaklistoffset) = NULL;
    }
    if (is_planted("fields_end_first") && Py_TYPE(o)->tp_finalize == NULL) {
        hf_private_clear_instance(o, layout);
    }
    hf_private_dealloc(o, planted_end_layout(layout, copies));
}

UNUSED static PyObject *planted_construct(
    const struct hf_private_layout *layout,
    const struct hf_private_called *base, const struct hf_private_called *fill,
    PyTypeObject *type, PyObject *args, PyObject *keywords)
{
    bool extends = planted_root(layout)->extends != NULL;
    if (extends && is_planted("extended_gets_no_arguments")) {
        base = NULL;
    }
    PyObject *made = hf_private_construct(layout, base, fill, type, args,
                                          keywords);
    if (made == NULL && extends && PyErr_ExceptionMatches(PyExc_TypeError) &&
        is_planted("extended_may_fail")) {
        PyErr_Clear();
        made = hf_private_instance(layout, (PyObject *)type);
    }
    return made;
}

/* A class without its bases of Python. */
UNUSED static bool planted_add_class(PyObject *module,
                                     const struct hf_private_content *content)
{
    const struct hf_private_class *made = content->told;
    if (!is_planted("bases_forgotten")) {
        return hf_private_add_class(module, content);
    }
    struct hf_private_class lone = *made;
    PyType_Slot slots[100];
    int n = 0;
    for (const PyType_Slot *slot = made->slots; slot->slot != 0; slot++) {
        if (slot->slot != HF_PRIVATE_SLOT_OF_A_BASE) {
            slots[n++] = *slot;
        }
    }
    slots[n] = (PyType_Slot){0, NULL};
    lone.slots = slots;
    struct hf_private_content other = *content;
    other.told = &lone;
    return hf_private_add_class(module, &other);
}

/* A submodule is found, or what is to be one, before it is made. */
UNUSED static bool planted_add_submodule(
    PyObject *module, const struct hf_private_content *content)
{
    if (is_planted("found_half_made")) {
        hf_auto(str, name,
                hf_private_full_name(module, content->submodule->m_name));
        if (hf_is_null(name) || PyDict_SetItem(PyImport_GetModuleDict(),
                                               hf_as_raw(name), module) < 0) {
            return false;
        }
    }
    return hf_private_add_submodule(module, content);
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
    if (status == 0 && view->shape != NULL && is_planted("one_shape")) {
        static Py_ssize_t count;
        count = view->len / view->itemsize;
        view->shape = &count;
    }
    return status;
}

#define hf_private_traverse planted_traverse
#define hf_private_clear_instance planted_clear_instance
#define hf_private_dealloc planted_dealloc
#define hf_private_finalize planted_finalize
#define hf_private_show planted_show
#define hf_private_construct planted_construct
#define hf_private_add_class planted_add_class
#define hf_private_add_submodule planted_add_submodule

#endif /* FUZZ_CLASS_SEQUENCE_PLANTED_H */
