#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* dlsym's RTLD_DEFAULT */
#endif
/* Looking closer: where what was allocated came from, and what it is. */
#include "native.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

void *loop(void)
{
    return dlsym(RTLD_DEFAULT, "_PyEval_EvalFrameDefault");
}

bool need_preload(void)
{
    if (preload == NULL) {
        PyErr_SetString(PyExc_RuntimeError,
                        "libholdfast_preload.so is not preloaded");
    }
    return preload != NULL;
}

PyObject *native_start(PyObject *Py_UNUSED(module),
                       PyObject *Py_UNUSED(nothing))
{
    if (!need_preload()) {
        return NULL;
    }
    if (!preload->start(loop())) {
        return PyErr_NoMemory();
    }
    hook();
    return hf_into_raw(hf_none());
}

PyObject *native_stop(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(nothing))
{
    if (!need_preload()) {
        return NULL;
    }
    unhook();
    preload->stop();
    return hf_into_raw(hf_none());
}

/* record(repetition): 0 is off. */
PyObject *native_record(PyObject *Py_UNUSED(module), PyObject *argument)
{
    long repetition = PyLong_AsLong(argument);
    if (!need_preload() || (repetition == -1 && PyErr_Occurred() != NULL)) {
        return NULL;
    }
    preload->record(repetition > 0, (uint32_t)repetition);
    return hf_into_raw(hf_none());
}

PyObject *native_full(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(nothing))
{
    return need_preload() ? PyBool_FromLong(preload->full()) : NULL;
}

/* A list of (stack, heap, blocks, bytes), of stacks whose blocks live. */
PyObject *native_stacks(PyObject *Py_UNUSED(module),
                        PyObject *Py_UNUSED(nothing))
{
    if (!need_preload()) {
        return NULL;
    }
    hf_auto(object, list, hf_object_from_owned(PyList_New(0)));
    const holdfast_stack *s;
    for (size_t i = 0; (s = preload->stack(i)) != NULL; i++) {
        if (s->blocks == 0) {
            continue;
        }
        hf_auto(object, row,
                hf_object_from_owned(Py_BuildValue(
                    "(nInn)", (Py_ssize_t)i, (unsigned)s->heap,
                    (Py_ssize_t)s->blocks, (Py_ssize_t)s->bytes)));
        if (hf_is_null(hf_borrow(row)) ||
            PyList_Append(hf_as_raw(hf_borrow(list)),
                          hf_as_raw(hf_borrow(row))) < 0) {
            return NULL;
        }
    }
    return hf_into_raw(hf_move(&list));
}

PyObject *list_of_places(const holdfast_stack *s)
{
    hf_auto(object, list, hf_object_from_owned(PyList_New(0)));
    for (uint32_t d = 0; s != NULL && d < s->depth; d++) {
        hf_auto(object, place,
                hf_object_from_owned(PyLong_FromVoidPtr(s->places[d])));
        if (hf_is_null(hf_borrow(place)) ||
            PyList_Append(hf_as_raw(hf_borrow(list)),
                          hf_as_raw(hf_borrow(place))) < 0) {
            return NULL;
        }
    }
    return hf_into_raw(hf_move(&list));
}

/* The places of a stack, innermost first: return addresses. */
PyObject *native_places(PyObject *Py_UNUSED(module), PyObject *argument)
{
    Py_ssize_t i = PyLong_AsSsize_t(argument);
    if (!need_preload() || (i == -1 && PyErr_Occurred() != NULL)) {
        return NULL;
    }
    return list_of_places(i < 0 ? NULL : preload->stack((size_t)i));
}

/* A managed dict, or weak references. */
static bool has_pre_header(PyTypeObject *type)
{
#if PY_VERSION_HEX >= 0x030B0000
    enum { PRE_HEADER = 3 << 3 };
    return type->tp_flags & PRE_HEADER;
#else
    (void)type;
    return false;
#endif
}

/* object_in is the object in a block of the object heap, or NULL: where its
 * type would be is the address of one of |types|, a set of numbers. Its count
 * may be 0: it was deallocated, and not freed. */
static PyObject *object_in(const holdfast_block *block, PyObject *types)
{
    static const size_t headers[] = {0, 16, 32}; /* gc, and a managed dict */
    for (size_t i = 0; i < sizeof(headers) / sizeof(*headers); i++) {
        if (block->size < headers[i] + sizeof(PyObject)) {
            break;
        }
        PyObject *object = (void *)((char *)block->address + headers[i]);
        hf_auto(object, type,
                hf_object_from_owned(PyLong_FromVoidPtr(Py_TYPE(object))));
        if (hf_is_null(hf_borrow(type))) {
            return NULL;
        }
        int known = PySet_Contains(types, hf_as_raw(hf_borrow(type)));
        if (known < 0) {
            return NULL;
        }
        if (known == 0 || Py_REFCNT(object) < 0) {
            continue;
        }
        PyTypeObject *t = Py_TYPE(object);
        size_t header = PyType_IS_GC(t) ? 16 : 0;
        header += has_pre_header(t) ? 16 : 0;
        /* A str of ASCII is shorter than its type says. */
        size_t least = t == &PyUnicode_Type ? sizeof(PyASCIIObject)
                                            : (size_t)t->tp_basicsize;
        if (header == headers[i] && block->size >= header + least) {
            return object;
        }
    }
    return NULL;
}

/* blocks(stack, repetition, types): a list of (address, size, object or None,
 * count, type or None) of some that were allocated in that repetition. */
PyObject *native_blocks(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    enum { MOST = 4096 };
    static holdfast_block found[MOST]; /* with the GIL */
    unsigned stack, repetition;
    PyObject *types;
    if (!need_preload() ||
        !PyArg_ParseTuple(arguments, "IIO!", &stack, &repetition, &PySet_Type,
                          &types)) {
        return NULL;
    }
    size_t n = preload->blocks(stack, repetition, found, MOST);
    const holdfast_stack *s = preload->stack(stack);
    hf_auto(object, list, hf_object_from_owned(PyList_New(0)));
    for (size_t i = 0; i < n; i++) {
        PyObject *object = NULL;
        if (s->heap == HOLDFAST_OBJECT) {
            object = object_in(&found[i], types);
            if (object == NULL && PyErr_Occurred() != NULL) {
                return NULL;
            }
        }
        Py_ssize_t count = object != NULL ? Py_REFCNT(object) : 0;
        PyObject *type = object != NULL ? (PyObject *)Py_TYPE(object) : Py_None;
        hf_auto(object, row,
                hf_object_from_owned(Py_BuildValue(
                    "(NnOnO)", PyLong_FromVoidPtr(found[i].address),
                    (Py_ssize_t)found[i].size, count > 0 ? object : Py_None,
                    count, type)));
        if (hf_is_null(hf_borrow(row)) ||
            PyList_Append(hf_as_raw(hf_borrow(list)),
                          hf_as_raw(hf_borrow(row))) < 0) {
            return NULL;
        }
    }
    return hf_into_raw(hf_move(&list));
}

/* next_word gives the numbers in an object's struct, some of which may be pointers;
 * |*at| is where it goes on, NULL at first. */
static void *next_word(PyObject *object, const char **at)
{
    size_t size = (size_t)Py_TYPE(object)->tp_basicsize;
    if (PyTuple_Check(object) || PyUnicode_Check(object)) {
        size = sizeof(PyVarObject); /* no more is there for sure */
    }
    const char *start = (const char *)object, *end = start + size;
    void *word = NULL;
    if (*at == NULL) {
        /* Before it may be a dict, or the values that are to be in one. */
        *at = has_pre_header(Py_TYPE(object)) ? start - 4 * sizeof(word)
                                              : start;
    }
    while (word == NULL && *at + sizeof(word) <= end) {
        bool is_head = *at >= start && *at < start + sizeof(PyObject);
        if (!is_head) {
            memcpy(&word, *at, sizeof(word));
        }
        *at += sizeof(word);
    }
    return word;
}

/* words(object): a list of the numbers in its struct. */
PyObject *native_words(PyObject *Py_UNUSED(module), PyObject *object)
{
    hf_auto(object, list, hf_object_from_owned(PyList_New(0)));
    const char *at = NULL;
    for (void *word; (word = next_word(object, &at)) != NULL;) {
        hf_auto(object, number, hf_object_from_owned(PyLong_FromVoidPtr(word)));
        if (hf_is_null(hf_borrow(number)) ||
            PyList_Append(hf_as_raw(hf_borrow(list)),
                          hf_as_raw(hf_borrow(number))) < 0) {
            return NULL;
        }
    }
    return hf_into_raw(hf_move(&list));
}

/* owner(address, things): (object, count) of the first of |things|, a list, whose
 * struct has that address, or None. The list's own reference is not counted. */
PyObject *native_owner(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *number, *things;
    if (!PyArg_ParseTuple(arguments, "O!O!", &PyLong_Type, &number,
                          &PyList_Type, &things)) {
        return NULL;
    }
    const void *address = PyLong_AsVoidPtr(number);
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(things); i++) {
        PyObject *thing = PyList_GET_ITEM(things, i);
        const char *at = NULL;
        for (void *word; (word = next_word(thing, &at)) != NULL;) {
            if (word == address) {
                return Py_BuildValue("(On)", thing, Py_REFCNT(thing) - 1);
            }
        }
    }
    Py_RETURN_NONE;
}
