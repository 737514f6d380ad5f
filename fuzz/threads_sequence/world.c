/* world.c: tokens, and the objects that threads share. */
#include "fuzz/threads_sequence/bound.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn static void cannot(const char *what)
{
    fprintf(stderr, "threads_sequence: %s cannot be made\n", what);
    if (PyErr_Occurred()) {
        PyErr_Print();
    }
    exit(2);
}

/* ---- Tokens. */

typedef struct token_object {
    PyObject_HEAD uint64_t is_alive;
    int64_t number;
} token_object;

static const uint64_t alive = 0x6b656c702d616c67, freed = 0x64656164;
static int64_t n_alive, n_freed_twice;

static void token_dealloc(PyObject *self)
{
    token_object *o = (token_object *)(void *)self;
    if (o->is_alive != alive) {
        __atomic_add_fetch(&n_freed_twice, 1, __ATOMIC_RELAXED);
        return;
    }
    o->is_alive = freed;
    __atomic_sub_fetch(&n_alive, 1, __ATOMIC_RELAXED);
    PyObject_Free(self);
}

static PyTypeObject token_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "token",
    .tp_basicsize = sizeof(token_object),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = token_dealloc,
};

hf_object token(int64_t number)
{
    token_object *o = PyObject_New(token_object, &token_type);
    if (o == NULL) {
        cannot("a token");
    }
    o->is_alive = alive;
    o->number = number;
    __atomic_add_fetch(&n_alive, 1, __ATOMIC_RELAXED);
    return hf_object_from_owned((PyObject *)o);
}

int64_t number_of(hf_object o)
{
    hf_auto(object, found, o);
    if (hf_is_null(found)) {
        bool expected = PyErr_ExceptionMatches(PyExc_IndexError);
        PyErr_Clear();
        return expected ? NOTHING : FAILED;
    }
    PyObject *raw = hf_as_raw(found);
    if (raw == Py_None) {
        return NOTHING;
    }
    const token_object *made = (token_object *)(void *)raw;
    return Py_TYPE(raw) == &token_type && made->is_alive == alive ? made->number
                                                                  : NO_TOKEN;
}

int64_t tokens_alive(void)
{
    return __atomic_load_n(&n_alive, __ATOMIC_RELAXED);
}

int64_t tokens_freed_twice(void)
{
    return __atomic_load_n(&n_freed_twice, __ATOMIC_RELAXED);
}

/* ---- The world. */

void world_start(void)
{
    if (PyType_Ready(&token_type) < 0) {
        cannot("the class of tokens");
    }
}

PyObject *world_module(void)
{
    PyObject *types = PyImport_ImportModule("types");
    PyObject *space = types != NULL
                          ? PyObject_GetAttrString(types, "SimpleNamespace")
                          : NULL;
    PyObject *spec = space != NULL ? PyObject_CallNoArgs(space) : NULL;
    PyObject *name = PyUnicode_FromString("shared"), *module = NULL;
    if (spec != NULL && name != NULL &&
        PyObject_SetAttrString(spec, "name", name) == 0) {
        module = PyModule_FromDefAndSpec(shared_definition(), spec);
    }
    if (module == NULL || PyModule_ExecDef(module, shared_definition()) < 0) {
        cannot("a module");
    }
    Py_DECREF(name);
    Py_DECREF(spec);
    Py_DECREF(space);
    Py_DECREF(types);
    return module;
}

static hf_object made_by(PyObject *module, const char *name, hf_object argument)
{
    hf_auto(object, given, argument);
    const hf_object_borrowed all[] = {hf_borrow(given)};
    hf_object made = hf_object_call_method_utf8(hf_object_from_borrowed(module),
                                                name, all, !hf_is_null(given),
                                                NULL, 0);
    if (hf_is_null(made)) {
        cannot(name);
    }
    return made;
}

void world_begin(world *w)
{
    hf_auto(object, reset, made_by(w->module, "shared_reset", hf_null(object)));
    w->list = hf_list_new();
    w->queue = hf_list_new();
    w->dict = hf_dict_new();
    w->set = hf_set_new();
    w->bytes = hf_bytearray_from("aaa", 3);
    w->node = made_by(w->module, "Node", token(0));
    w->page = made_by(w->module, "Page", hf_null(object));
    for (int i = 1; i <= 3; i++) {
        if (!hf_list_append(hf_borrow(w->list), token(i)) ||
            !hf_list_append(hf_borrow(w->queue), token(i))) {
            cannot("a list");
        }
    }
    if (!hf_dict_set_utf8(hf_borrow(w->dict), "a", token(1))) {
        cannot("a dict");
    }
}

bool world_is_released(world *w)
{
    bool was_alone = hf_refcnt(w->list) == 1 && hf_refcnt(w->queue) == 1 &&
                     hf_refcnt(w->dict) == 1 && hf_refcnt(w->set) == 1 &&
                     hf_refcnt(w->bytes) == 1 && hf_refcnt(w->node) == 1 &&
                     hf_refcnt(w->page) == 1;
    hf_auto(object, reset, made_by(w->module, "shared_reset", hf_null(object)));
    hf_clear(&w->list);
    hf_clear(&w->queue);
    hf_clear(&w->dict);
    hf_clear(&w->set);
    hf_clear(&w->bytes);
    hf_clear(&w->node);
    hf_clear(&w->page);
    return was_alone;
}

int64_t hash_of(const int64_t *numbers, int n)
{
    uint64_t hash = 0xcbf29ce484222325 ^ (uint64_t)n;
    for (int i = 0; i < n; i++) {
        hash = (hash ^ (uint64_t)numbers[i]) * 0x100000001b3;
    }
    return (int64_t)(hash >> 1);
}
