/* The tables by which Python gets to know functions: of methods, of getters, of
 * slots. Each is replaced by a copy that names the wrapped ones. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* dladdr */
#endif
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdbool.h>
#include <string.h>

#include <dlfcn.h>

#include "events.h"
#include "memory.h"
#include "wrappers.h"

/* Tables may be constant, and are made use of again: each has one copy, until
 * it says something else. */
typedef struct copy {
    const void *of;
    void *was;
    void *made;
    size_t size;
    struct copy *next;
} copy;
static copy *copies;

/* What is not part of a library, some code has made up: it is left. */
static bool is_static(const void *table)
{
    Dl_info its;
    return dladdr(table, &its) != 0;
}

static void *copy_of(const void *table, size_t size, bool *fresh)
{
    *fresh = false;
    for (copy *c = copies; c != NULL; c = c->next) {
        if (c->made == table) {
            return c->made;
        }
        if (c->of == table && c->size == size &&
            memcmp(c->was, table, size) == 0) {
            return c->made;
        }
    }
    copy *c = take(sizeof(copy));
    *c = (copy){table, take(size), take(size), size, copies};
    memcpy(c->was, table, size);
    memcpy(c->made, table, size);
    copies = c;
    *fresh = true;
    return c->made;
}

PyMethodDef *holdfast_watch_methods(PyMethodDef *methods, const char *owner)
{
    if (!running || methods == NULL || !is_static(methods)) {
        return methods;
    }
    size_t n = 0;
    while (methods[n].ml_name != NULL) {
        n++;
    }
    bool fresh;
    PyMethodDef *made = copy_of(methods, (n + 1) * sizeof(*methods), &fresh);
    for (size_t i = 0; fresh && i < n; i++) {
        made[i].ml_meth = wrap(made[i].ml_meth, owner, made[i].ml_name,
                               made[i].ml_flags);
    }
    return made;
}

PyMethodDef *holdfast_watch_method(PyMethodDef *method)
{
    if (!running || method == NULL || !is_static(method)) {
        return method;
    }
    bool fresh;
    PyMethodDef *made = copy_of(method, sizeof(*method), &fresh);
    if (fresh) {
        made->ml_meth = wrap(made->ml_meth, NULL, made->ml_name,
                             made->ml_flags);
    }
    return made;
}

PyModuleDef *holdfast_watch_module(PyModuleDef *definition)
{
    if (running && is_static(definition)) {
        definition->m_methods = holdfast_watch_methods(definition->m_methods,
                                                       definition->m_name);
    }
    return definition;
}

static PyGetSetDef *watch_getters(PyGetSetDef *getters, const char *owner)
{
    size_t n = 0;
    while (getters[n].name != NULL) {
        n++;
    }
    bool fresh;
    PyGetSetDef *made = copy_of(getters, (n + 1) * sizeof(*getters), &fresh);
    for (size_t i = 0; fresh && i < n; i++) {
        made[i].get = (getter)(void (*)(void))wrap(
            (PyCFunction)(void (*)(void))made[i].get, owner, made[i].name,
            METH_NOARGS);
        made[i].set = (setter)(void (*)(void))wrap(
            (PyCFunction)(void (*)(void))made[i].set, owner, made[i].name,
            METH_O | METH_INT);
    }
    return made;
}

PyCapsule_Destructor holdfast_watch_destructor(PyCapsule_Destructor its)
{
    return !running ? its
                    : (PyCapsule_Destructor)(void (*)(void))wrap(
                          (PyCFunction)(void (*)(void))its, NULL,
                          "the destructor of a capsule", METH_VOID);
}

/* The slots, which arguments they have, and what they return. tp_dealloc is not
 * among them. */
#define TYPE_SLOTS(X)                                                          \
    X(tp_repr, METH_NOARGS)                                                    \
    X(tp_str, METH_NOARGS)                                                     \
    X(tp_iter, METH_NOARGS)                                                    \
    X(tp_iternext, METH_NOARGS | METH_NEXT)                                    \
    X(tp_getattro, METH_O)                                                     \
    X(tp_richcompare, METH_O)                                                  \
    X(tp_descr_get, METH_NOARGS)                                               \
    X(tp_call, METH_VARARGS | METH_KEYWORDS)                                   \
    X(tp_new, METH_VARARGS | METH_KEYWORDS)                                    \
    X(tp_init, METH_VARARGS | METH_KEYWORDS | METH_INT)                        \
    X(tp_hash, METH_NOARGS | METH_SIZE)                                        \
    X(tp_getattr, METH_NOARGS)                                                 \
    X(tp_setattr, METH_NOARGS | METH_INT)                                      \
    X(tp_setattro, METH_O | METH_INT)                                          \
    X(tp_descr_set, METH_O | METH_INT)                                         \
    X(tp_finalize, METH_VOID)
#define NUMBER_SLOTS(X)                                                        \
    X(nb_add, METH_O)                                                          \
    X(nb_subtract, METH_O)                                                     \
    X(nb_multiply, METH_O)                                                     \
    X(nb_remainder, METH_O)                                                    \
    X(nb_divmod, METH_O)                                                       \
    X(nb_power, METH_O)                                                        \
    X(nb_negative, METH_NOARGS)                                                \
    X(nb_positive, METH_NOARGS)                                                \
    X(nb_absolute, METH_NOARGS)                                                \
    X(nb_invert, METH_NOARGS)                                                  \
    X(nb_bool, METH_NOARGS | METH_INT)                                         \
    X(nb_lshift, METH_O)                                                       \
    X(nb_rshift, METH_O)                                                       \
    X(nb_and, METH_O)                                                          \
    X(nb_xor, METH_O)                                                          \
    X(nb_or, METH_O)                                                           \
    X(nb_int, METH_NOARGS)                                                     \
    X(nb_float, METH_NOARGS)                                                   \
    X(nb_inplace_add, METH_O)                                                  \
    X(nb_inplace_subtract, METH_O)                                             \
    X(nb_inplace_multiply, METH_O)                                             \
    X(nb_inplace_remainder, METH_O)                                            \
    X(nb_inplace_power, METH_O)                                                \
    X(nb_inplace_lshift, METH_O)                                               \
    X(nb_inplace_rshift, METH_O)                                               \
    X(nb_inplace_and, METH_O)                                                  \
    X(nb_inplace_xor, METH_O)                                                  \
    X(nb_inplace_or, METH_O)                                                   \
    X(nb_floor_divide, METH_O)                                                 \
    X(nb_true_divide, METH_O)                                                  \
    X(nb_inplace_floor_divide, METH_O)                                         \
    X(nb_inplace_true_divide, METH_O)                                          \
    X(nb_index, METH_NOARGS)                                                   \
    X(nb_matrix_multiply, METH_O)                                              \
    X(nb_inplace_matrix_multiply, METH_O)
#define SEQUENCE_SLOTS(X)                                                      \
    X(sq_concat, METH_O)                                                       \
    X(sq_repeat, METH_NOARGS)                                                  \
    X(sq_item, METH_NOARGS)                                                    \
    X(sq_contains, METH_O | METH_INT)                                          \
    X(sq_length, METH_NOARGS | METH_SIZE)                                      \
    X(sq_ass_item, METH_NOARGS | METH_INT)                                     \
    X(sq_inplace_concat, METH_O)                                               \
    X(sq_inplace_repeat, METH_NOARGS)
#define MAPPING_SLOTS(X)                                                       \
    X(mp_subscript, METH_O)                                                    \
    X(mp_length, METH_NOARGS | METH_SIZE)                                      \
    X(mp_ass_subscript, METH_O | METH_INT)

#define BUFFER_SLOTS(X)                                                        \
    X(bf_getbuffer, METH_NOARGS | METH_INT)                                    \
    X(bf_releasebuffer, METH_VOID)
#define ASYNC_SLOTS(X)                                                         \
    X(am_await, METH_NOARGS)                                                   \
    X(am_aiter, METH_NOARGS)                                                   \
    X(am_anext, METH_NOARGS)

static const struct slot {
    int id;
    const char *name;
    int flags;
} object_slots[] = {
#define SLOT(name, flags) {Py_##name, #name, flags},
    TYPE_SLOTS(SLOT) NUMBER_SLOTS(SLOT) SEQUENCE_SLOTS(SLOT) MAPPING_SLOTS(SLOT)
        BUFFER_SLOTS(SLOT) ASYNC_SLOTS(SLOT)
#undef SLOT
};

/* CPython's own functions are left: it asks which ones a type has. */
static void *wrap_slot(void *function, const void *of, const char *owner,
                       const char *name, int flags)
{
    Dl_info theirs, its;
    if (function == NULL || !dladdr(function, &theirs) || !dladdr(of, &its) ||
        theirs.dli_fbase != its.dli_fbase) {
        return function;
    }
    PyCFunction any;
    memcpy(&any, &function, sizeof(any));
    PyCFunction made = wrap(any, owner, name, flags);
    memcpy(&function, &made, sizeof(function));
    return function;
}

#define WRAP_IN(suite, slot, flags_)                                           \
    do {                                                                       \
        void *function;                                                        \
        memcpy(&function, &(suite)->slot, sizeof(function));                   \
        function = wrap_slot(function, type, type->tp_name, #slot, flags_);    \
        memcpy(&(suite)->slot, &function, sizeof(function));                   \
    } while (0);
#define IN_TYPE(slot, flags_) WRAP_IN(type, slot, flags_)
#define IN_NUMBER(slot, flags_) WRAP_IN(type->tp_as_number, slot, flags_)
#define IN_SEQUENCE(slot, flags_) WRAP_IN(type->tp_as_sequence, slot, flags_)
#define IN_MAPPING(slot, flags_) WRAP_IN(type->tp_as_mapping, slot, flags_)
#define IN_BUFFER(slot, flags_) WRAP_IN(type->tp_as_buffer, slot, flags_)
#define IN_ASYNC(slot, flags_) WRAP_IN(type->tp_as_async, slot, flags_)

/* A type's suites may be constant. */
static void copy_suites(PyTypeObject *type)
{
    bool fresh;
    if (type->tp_as_number != NULL) {
        type->tp_as_number = copy_of(type->tp_as_number,
                                     sizeof(PyNumberMethods), &fresh);
    }
    if (type->tp_as_sequence != NULL) {
        type->tp_as_sequence = copy_of(type->tp_as_sequence,
                                       sizeof(PySequenceMethods), &fresh);
    }
    if (type->tp_as_mapping != NULL) {
        type->tp_as_mapping = copy_of(type->tp_as_mapping,
                                      sizeof(PyMappingMethods), &fresh);
    }
    if (type->tp_as_buffer != NULL) {
        type->tp_as_buffer = copy_of(type->tp_as_buffer, sizeof(PyBufferProcs),
                                     &fresh);
    }
    if (type->tp_as_async != NULL) {
        type->tp_as_async = copy_of(type->tp_as_async, sizeof(PyAsyncMethods),
                                    &fresh);
    }
}

static void watch_slots(PyTypeObject *type)
{
    copy_suites(type);
    TYPE_SLOTS(IN_TYPE)
    if (type->tp_as_number != NULL) {
        NUMBER_SLOTS(IN_NUMBER)
    }
    if (type->tp_as_sequence != NULL) {
        SEQUENCE_SLOTS(IN_SEQUENCE)
    }
    if (type->tp_as_mapping != NULL) {
        MAPPING_SLOTS(IN_MAPPING)
    }
    if (type->tp_as_buffer != NULL) {
        BUFFER_SLOTS(IN_BUFFER)
    }
    if (type->tp_as_async != NULL) {
        ASYNC_SLOTS(IN_ASYNC)
    }
}

PyTypeObject *holdfast_watch_type(PyTypeObject *type, int dealloc)
{
    if (running && is_static(type) && !(type->tp_flags & Py_TPFLAGS_READY)) {
        if (type->tp_methods != NULL) {
            type->tp_methods = holdfast_watch_methods(type->tp_methods,
                                                      type->tp_name);
        }
        if (type->tp_getset != NULL) {
            type->tp_getset = watch_getters(type->tp_getset, type->tp_name);
        }
        watch_slots(type);
        if (dealloc) {
            WRAP_IN(type, tp_dealloc, METH_VOID | METH_DEALLOC)
        }
    }
    return type;
}

static void watch_slot(PyType_Slot *slot, const PyType_Spec *spec, bool dealloc)
{
    if (slot->slot == Py_tp_dealloc && dealloc) {
        slot->pfunc = wrap_slot(slot->pfunc, spec, spec->name, "tp_dealloc",
                                METH_VOID | METH_DEALLOC | METH_HEAP);
    }

    if (slot->slot == Py_tp_methods) {
        slot->pfunc = holdfast_watch_methods(slot->pfunc, spec->name);
        return;
    }
    if (slot->slot == Py_tp_getset) {
        slot->pfunc = watch_getters(slot->pfunc, spec->name);
        return;
    }
    for (size_t i = 0; i < sizeof(object_slots) / sizeof(*object_slots); i++) {
        const struct slot *known = &object_slots[i];
        if (slot->slot == known->id) {
            slot->pfunc = wrap_slot(slot->pfunc, spec, spec->name, known->name,
                                    known->flags);
        }
    }
}

PyType_Spec *holdfast_watch_spec(PyType_Spec *spec, int dealloc)
{
    if (!running || spec == NULL || !is_static(spec) || spec->slots == NULL) {
        return spec;
    }
    size_t n = 0;
    while (spec->slots[n].slot != 0) {
        n++;
    }
    bool fresh;
    PyType_Spec *made = copy_of(spec, sizeof(*spec), &fresh);
    if (fresh) {
        made->slots = copy_of(spec->slots, (n + 1) * sizeof(PyType_Slot),
                              &fresh);
        for (size_t i = 0; fresh && i < n; i++) {
            watch_slot(&made->slots[i], spec, dealloc != 0);
        }
    }
    return made;
}
