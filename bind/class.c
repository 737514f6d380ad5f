/* class.c: what classes need that is not worth inlining. */
#define HF_CORE
#include "core/internal/pending.h"
#include "module.h"

#include <string.h>
#include <structmember.h>

const struct hf_private_layout hf_private_layout_of_object = {
    NULL, NULL, NULL, NULL, 0, NULL, NULL};

/* layout_in gives the class of that layout which |type| is or inherits from; or
 * NULL. */
static PyTypeObject *layout_in(const struct hf_private_layout *layout,
                               PyTypeObject *type)
{
    while (type != NULL && type->tp_dealloc != layout->dealloc) {
        type = type->tp_base;
    }
    return type;
}

/* root_of is the first layout that it inherits from: that alone may extend a
 * class. */
static const struct hf_private_layout *root_of(
    const struct hf_private_layout *layout)
{
    while (layout->base->name != NULL) {
        layout = layout->base;
    }
    return layout;
}

/* extended_by is the class that |type| extends in the end; or NULL. */
static PyTypeObject *extended_by(const struct hf_private_layout *layout,
                                 PyTypeObject *type)
{
    const struct hf_private_layout *root = root_of(layout);
    return root->extends != NULL ? layout_in(root, type)->tp_base : NULL;
}

/* start_of is where the struct begins in an instance. */
static size_t start_of(const struct hf_private_layout *layout)
{
    const struct hf_private_layout *root = root_of(layout);
    return root->extends != NULL
               ? __atomic_load_n(root->start, __ATOMIC_RELAXED)
               : root->data;
}

/* ---- Calls by a tuple and a dict. */

/* bind_names is hf_private_bind for a dict. The values of |slots| are kept by it. */
static bool bind_names(const struct hf_private_function *f, PyObject *args,
                       PyObject *keywords, PyObject **slots, PyObject **others)
{
    Py_ssize_t nargs = PyTuple_GET_SIZE(args), n = PyDict_GET_SIZE(keywords);
    PyObject **row = PyMem_Malloc((size_t)(nargs + n) * sizeof(PyObject *));
    PyObject *names = row != NULL ? PyTuple_New(n) : NULL;
    PyObject *name, *value;
    if (names == NULL) {
        PyMem_Free(row);
        if (row == NULL) {
            PyErr_NoMemory();
        }
        return false;
    }
    for (Py_ssize_t i = 0; i < nargs; i++) {
        row[i] = PyTuple_GET_ITEM(args, i);
    }
    for (Py_ssize_t i = 0, at = 0; PyDict_Next(keywords, &at, &name, &value);
         i++) {
        Py_INCREF(name);
        PyTuple_SET_ITEM(names, i, name);
        row[nargs + i] = value;
    }
    bool bound = hf_private_bind(f, row, nargs, names, slots, others);
    Py_DECREF(names);
    PyMem_Free(row);
    return bound;
}

PyObject *hf_private_call_by_dict(const struct hf_private_called *called,
                                  PyObject *self, PyObject *args,
                                  PyObject *keywords)
{
    const struct hf_private_function *f = called->function;
    Py_ssize_t nargs = PyTuple_GET_SIZE(args);
    PyObject *const *given = ((PyTupleObject *)(void *)args)->ob_item;
    PyObject *slots[HF_PRIVATE_MOST], *others = NULL;
    PyObject *const *found = given;
    if (keywords != NULL && PyDict_GET_SIZE(keywords) > 0) {
        if (!bind_names(f, args, keywords, slots, &others)) {
            return NULL;
        }
        found = slots;
    } else if (nargs != f->count || f->count != f->star || f->names) {
        if (!hf_private_bind(f, given, nargs, NULL, slots, &others)) {
            return NULL;
        }
        found = slots;
    }
    PyObject *result = called->call(self, found, f->count, given + f->star,
                                    nargs - f->star, others);
    Py_XDECREF(others);
    return result;
}

/* ---- Instances. */

/* made_by_object is an instance as object.__new__ makes it: all of its fields are
 * zero, and of an abstract class there is none. */
static PyObject *made_by_object(PyTypeObject *type)
{
    if (!PyType_HasFeature(type, Py_TPFLAGS_IS_ABSTRACT)) {
        return type->tp_alloc(type, 0);
    }
    hf_auto(object, none, HF_NEW(object, PyTuple_New(0)));
    return hf_is_null(none)
               ? NULL
               : PyBaseObject_Type.tp_new(type, hf_as_raw(none), NULL);
}

/* new_extending is an instance whose part of |base| is made by that class. */
static PyObject *new_extending(PyTypeObject *base, PyTypeObject *type,
                               PyObject *args, PyObject *keywords)
{
    if (base->tp_new == PyBaseObject_Type.tp_new ||
        PyType_HasFeature(type, Py_TPFLAGS_IS_ABSTRACT)) {
        return made_by_object(type);
    }
    if (base->tp_new == NULL) {
        return hf_private_no_construct(base, args, keywords);
    }
    hf_auto(object, self, HF_NEW(object, base->tp_new(type, args, keywords)));
    if (!hf_is_null(self) && !PyObject_TypeCheck(hf_as_raw(self), type)) {
        hf_error_raise(
            PyExc_TypeError, "'%s' made '%s' in place of an instance of '%s'",
            base->tp_name, Py_TYPE(hf_as_raw(self))->tp_name, type->tp_name);
        return NULL;
    }
    return hf_into_raw(hf_move(&self));
}

/* made_extending is the same as a call of |base| makes it, with what |call| gives
 * for arguments, where it is there. */
static PyObject *made_extending(PyTypeObject *base,
                                const struct hf_private_called *call,
                                PyTypeObject *type, PyObject *args,
                                PyObject *keywords)
{
    PyObject *arguments = call != NULL
                              ? hf_private_call_by_dict(call, (PyObject *)type,
                                                        args, keywords)
                              : PyTuple_New(0);
    hf_auto(object, given, HF_NEW(object, arguments));
    if (hf_is_null(given)) {
        return NULL;
    }
    hf_auto(object, self,
            HF_NEW(object, new_extending(base, type, hf_as_raw(given), NULL)));
    /* That of object has nothing to do, and takes no arguments. */
    if (!hf_is_null(self) && base->tp_init != PyBaseObject_Type.tp_init &&
        base->tp_init(hf_as_raw(self), hf_as_raw(given), NULL) < 0) {
        return NULL;
    }
    return hf_into_raw(hf_move(&self));
}

PyObject *hf_private_construct(const struct hf_private_layout *layout,
                               const struct hf_private_called *base,
                               const struct hf_private_called *fill,
                               PyTypeObject *type, PyObject *args,
                               PyObject *keywords)
{
    PyTypeObject *extended = extended_by(layout, type);
    PyObject *self = extended != NULL
                         ? made_extending(extended, base, type, args, keywords)
                         : made_by_object(type);
    if (self == NULL) {
        return NULL;
    }
    /* So gc.get_objects() does not show it half-made. */
    bool is_gc = PyType_IS_GC(type);
    if (is_gc) {
        PyObject_GC_UnTrack(self);
    }
    PyObject *none = hf_private_call_by_dict(fill, self, args, keywords);
    if (none == NULL) {
        Py_DECREF(self); /* tracked by is_over if its finalizer keeps it */
        return NULL;
    }
    Py_DECREF(none);
    if (is_gc) {
        PyObject_GC_Track(self);
    }
    return self;
}

PyObject *hf_private_construct_empty(const struct hf_private_layout *layout,
                                     PyTypeObject *type, PyObject *args,
                                     PyObject *keywords)
{
    PyTypeObject *extended = extended_by(layout, type);
    return extended != NULL ? new_extending(extended, type, args, keywords)
                            : made_by_object(type);
}

/* ignores_arguments is __init__ where __new__ has done it all: that of the class
 * which is extended would take the arguments for its own. */
static int ignores_arguments(PyObject *self, PyObject *args, PyObject *keywords)
{
    (void)self, (void)args, (void)keywords;
    return 0;
}

PyObject *hf_private_no_construct(PyTypeObject *type, PyObject *args,
                                  PyObject *keywords)
{
    (void)args, (void)keywords;
    hf_error_raise(PyExc_TypeError, "cannot create '%s' instances",
                   type->tp_name);
    return NULL;
}

PyObject *hf_private_instance(const struct hf_private_layout *layout,
                              PyObject *type)
{
    if (type == NULL) {
        if (!PyErr_Occurred()) {
            hf_error_raise(PyExc_SystemError,
                           "HF_INSTANCE: the type handle is null and no "
                           "exception is set (was it moved out?)");
        }
        return NULL;
    }
    PyTypeObject *of = (PyTypeObject *)(void *)type;
    if (!PyType_Check(type) || layout_in(layout, of) == NULL) {
        if (!PyErr_Occurred()) {
            hf_error_raise(PyExc_TypeError,
                           "HF_INSTANCE: %R is not the class '%s', and does "
                           "not inherit from it",
                           type, layout->name);
        }
        return NULL;
    }
    PyTypeObject *extended = extended_by(layout, of);
    return extended != NULL ? made_extending(extended, NULL, of, NULL, NULL)
                            : made_by_object(of);
}

/* ---- Fields. */

int hf_private_visit(const struct hf_private_field *fields, void *data,
                     visitproc visit, void *arg)
{
    for (; fields->kept != HF_PRIVATE_NO_MORE; fields++) {
        void *field = (char *)data + fields->offset;
        if (fields->kept == HF_PRIVATE_OWNED) {
            Py_VISIT(HF_PRIVATE_OUT(*(hf_object *)field));
        } else if (fields->kept == HF_PRIVATE_ATTRIBUTES) {
            Py_VISIT(*(PyObject **)field);
        }
    }
    return 0;
}

/* A field is nulled before what it held is released: Python code that runs then
 * finds nothing half-gone. */
HF_LOCAL void empty_fields(const struct hf_private_field *fields, void *data)
{
    for (; fields->kept != HF_PRIVATE_NO_MORE; fields++) {
        void *field = (char *)data + fields->offset;
        if (fields->kept == HF_PRIVATE_OWNED) {
            hf_private_clear(field);
        } else if (fields->kept == HF_PRIVATE_ATTRIBUTES) {
            Py_CLEAR(*(PyObject **)field);
        }
    }
}

void hf_private_empty(const struct hf_private_field *fields, void *data)
{
    empty_fields(fields, data);
}

/* The fields of an instance are those of the classes that it inherits from, the
 * first one's first, and then its class's own. */
HF_LOCAL void empty(const struct hf_private_layout *layout, PyObject *o)
{
    char *data = (char *)o + start_of(layout);
    const struct hf_private_layout *done = root_of(layout)->base, *next;
    for (; done != layout; done = next) {
        for (next = layout; next->base != done; next = next->base) {
        }
        empty_fields(next->fields, data);
    }
}

int hf_private_traverse(PyObject *o, const struct hf_private_layout *layout,
                        visitproc visit, void *arg)
{
    PyTypeObject *extended = extended_by(layout, Py_TYPE(o));
    /* A class of the heap visits the type of its instances. */
    if (extended == NULL || extended->tp_traverse == NULL ||
        !PyType_HasFeature(extended, Py_TPFLAGS_HEAPTYPE)) {
        Py_VISIT(Py_TYPE(o));
    }
    int status = extended != NULL && extended->tp_traverse != NULL
                     ? extended->tp_traverse(o, visit, arg)
                     : 0;
    char *data = (char *)o + start_of(layout);
    for (; status == 0 && layout->name != NULL; layout = layout->base) {
        status = hf_private_visit(layout->fields, data, visit, arg);
    }
    return status;
}

int hf_private_clear_instance(PyObject *o,
                              const struct hf_private_layout *layout)
{
    PyTypeObject *extended = extended_by(layout, Py_TYPE(o));
    empty(layout, o);
    return extended != NULL && extended->tp_clear != NULL
               ? extended->tp_clear(o)
               : 0;
}

/* ---- The end of an instance. */

/* is_over calls the finalizer of what the collector does not see any more; false
 * where that has kept it. */
static bool is_over(PyObject *o, bool is_gc)
{
    if (Py_TYPE(o)->tp_finalize == NULL) {
        return true;
    }
    if (is_gc) {
        PyObject_GC_Track(o); /* as it is if it stays */
    }
    if (PyObject_CallFinalizerFromDealloc(o) < 0) {
        return false;
    }
    if (is_gc) {
        PyObject_GC_UnTrack(o);
    }
    return true;
}

static void free_instance(PyObject *o, const struct hf_private_layout *layout)
{
    PyTypeObject *type = Py_TYPE(o), *extended = extended_by(layout, type);
    /* As in subtype_dealloc: a class of the heap releases the type itself. */
    bool keeps_type = true;
    if (extended == NULL) {
        type->tp_free(o);
    } else {
        keeps_type = !PyType_HasFeature(extended, Py_TPFLAGS_HEAPTYPE);
        if (PyType_IS_GC(extended)) {
            PyObject_GC_Track(o);
        }
        extended->tp_dealloc(o);
    }
    if (keeps_type) {
        Py_DECREF(type);
    }
}

HF_LOCAL void end(PyObject *o, const struct hf_private_layout *layout,
                  bool is_gc)
{
    if (!is_over(o, is_gc)) {
        return;
    }
    Py_ssize_t at = Py_TYPE(o)->tp_weaklistoffset;
    PyObject **weakrefs = (PyObject **)(void *)((char *)o + at);
    if (at > 0 && *weakrefs != NULL) {
        PyObject_ClearWeakRefs(o);
    }
    empty(layout, o);
    free_instance(o, layout);
}

/* That |layout| is given keeps linkers from making one of two deallocs, which
 * layout_in compares. What the collector does not see is in no chain that is too
 * long to be released. */
void hf_private_dealloc(PyObject *o, const struct hf_private_layout *layout)
{
    if (!PyType_IS_GC(Py_TYPE(o))) {
        end(o, layout, false);
        return;
    }
    PyObject_GC_UnTrack(o);
    Py_TRASHCAN_BEGIN(o, layout->dealloc) end(o, layout, true);
    Py_TRASHCAN_END
}

void hf_private_finalize(PyObject *o, void (*call)(PyObject *o))
{
    hf_private_pending pending = hf_private_set_aside();
    call(o);
    if (PyErr_Occurred()) {
        PyErr_WriteUnraisable((PyObject *)Py_TYPE(o));
    }
    hf_private_set_again(&pending);
}

/* ---- Attributes. */

PyObject *hf_private_no_attribute(void)
{
    if (!PyErr_ExceptionMatches(PyExc_AttributeError)) {
        return NULL;
    }
    hf_exception error = hf_error_fetch();
    return HF_TAKE(error);
}

void hf_private_attribute_ends(PyObject *error, int status)
{
    hf_exception kept = HF_NEW(exception, error);
    if (status == 0) {
        hf_error_restore(kept);
    } else {
        hf_decref(kept);
    }
}

/* ---- What is refused. */

int hf_private_bad_value(PyObject *o, const char *name,
                         const struct hf_private_about *kind, PyObject *value,
                         hf_answer answer)
{
    if (hf_failed(answer)) {
        return -1;
    }
    const char *of = Py_TYPE(o)->tp_name;
    if (value == NULL) {
        hf_error_raise(PyExc_AttributeError,
                       "property '%s' of '%.100s' object has no deleter", name,
                       of);
    } else {
        hf_error_raise(PyExc_TypeError, "%.100s %s must be %s, not %.50s", of,
                       name, kind->expected,
                       value == Py_None ? "None" : Py_TYPE(value)->tp_name);
    }
    return -1;
}

/* CPython has a subclass that is written in Python take the slot of __iadd__ for
 * sq_inplace_concat, too, and takes what that gives for the result of +=, also
 * NotImplemented. So the whole of what is left to do is done here then. */
PyObject *hf_private_not_in_place(PyObject *o, PyObject *other, binaryfunc slot)
{
    PySequenceMethods *sequence = Py_TYPE(o)->tp_as_sequence;
    if (sequence != NULL && sequence->sq_inplace_concat == slot) {
        return PyNumber_Add(o, other);
    }
    Py_RETURN_NOTIMPLEMENTED;
}

int hf_private_no_delitem(PyObject *o)
{
    hf_error_raise(PyExc_TypeError,
                   "'%.200s' object doesn't support item deletion",
                   Py_TYPE(o)->tp_name);
    return -1;
}

Py_ssize_t hf_private_checked_length(Py_ssize_t length)
{
    if (length < 0) {
        hf_error_raise(PyExc_ValueError, "__len__() should return >= 0");
        return -1;
    }
    return length;
}

/* ---- Buffers. */

int hf_private_show(PyObject *o, Py_buffer *view, int flags,
                    const hf_exported *exported)
{
    if (exported == NULL) {
        view->obj = NULL;
        return -1;
    }
    if (PyBuffer_FillInfo(view, o, exported->data, exported->size,
                          exported->is_readonly, flags) < 0) {
        return -1;
    }
    if (exported->itemsize > 0) {
        view->itemsize = exported->itemsize;
        /* Where the number of items is kept as long as the view. */
        view->internal = (void *)(exported->size / exported->itemsize);
        if (view->shape != NULL) {
            view->shape = (Py_ssize_t *)(void *)&view->internal;
        }
    }
    if (exported->format != NULL && view->format != NULL) {
        view->format = (char *)(uintptr_t)exported->format;
    }
    return 0;
}

/* ---- The class. */

PyObject *hf_private_module_of(const struct hf_private_layout *layout,
                               PyTypeObject *type)
{
    type = layout_in(layout, type);
    if (type == NULL) {
        hf_error_raise(PyExc_SystemError, "no class '%s' is here",
                       layout->name);
        return NULL;
    }
    return PyType_GetModule(type);
}

PyObject *hf_private_static_method_has_no_module(void)
{
    hf_error_raise(PyExc_SystemError,
                   "a static method has no module and no state: make it a "
                   "class method");
    return NULL;
}

/* base_in gives the class of the module that has that layout. */
static PyObject *base_in(PyObject *module, const struct hf_private_layout *base,
                         const char *name)
{
    hf_auto(object, found,
            HF_NEW(object, PyObject_GetAttrString(module, base->name)));
    if (!hf_is_null(found) && PyType_Check(hf_as_raw(found)) &&
        ((PyTypeObject *)(void *)hf_as_raw(found))->tp_dealloc ==
            base->dealloc) {
        return hf_into_raw(hf_move(&found));
    }
    if (!hf_is_null(found) || PyErr_ExceptionMatches(PyExc_AttributeError)) {
        hf_error_clear();
        hf_error_raise(
            PyExc_SystemError,
            "the class '%s' inherits from '%s', which is not there: list "
            "it before, in the same HF_MODULE, and without a base",
            name, base->name);
    }
    return NULL;
}

static char *documented(const struct hf_private_class *made)
{
    hf_str text = hf_null(str);
    if (made->signature == NULL) {
        text = hf_str_from_utf8(made->help);
    } else {
        text = hf_str_format("%s(%s)\n--\n\n%s", made->layout->name,
                             made->signature, made->help);
    }
    hf_utf8 view;
    char *copy = NULL;
    if (hf_str_as_utf8(hf_borrow(text), &view)) {
        copy = PyMem_Malloc((size_t)view.size + 1);
        if (copy != NULL) {
            memcpy(copy, view.data, (size_t)view.size + 1);
        } else {
            PyErr_NoMemory();
        }
    }
    hf_decref(text);
    return copy;
}

/* MOST is how many slots there are in all; MEMBERS those that say where weak
 * references and attributes are, and the end. */
enum { MOST = 100, MEMBERS = 3 };

/* write_members writes them for CPython; true where an instance owns anything. */
static bool write_members(const struct hf_private_layout *layout,
                          PyMemberDef *members)
{
    const struct hf_private_field *field = layout->fields;
    const Py_ssize_t start = (Py_ssize_t)start_of(layout);
    bool owns = false;
    for (; field->kept != HF_PRIVATE_NO_MORE; field++) {
        owns = owns || field->kept != HF_PRIVATE_WEAKREFS;
        if (field->kept != HF_PRIVATE_OWNED) {
            *members++ = (PyMemberDef){
                field->kept == HF_PRIVATE_WEAKREFS ? "__weaklistoffset__"
                                                   : "__dictoffset__",
                T_PYSSIZET, start + (Py_ssize_t)field->offset, READONLY, NULL};
        }
    }
    *members = (PyMemberDef){NULL, 0, 0, 0, NULL};
    return owns;
}

static bool add_slots(PyType_Slot *all, int *n, const PyType_Slot *some)
{
    for (; some->slot != 0; some++) {
        if (some->slot == HF_PRIVATE_SLOT_OF_A_BASE) {
            continue;
        }
        if (*n == MOST) {
            hf_error_raise(PyExc_SystemError, "a class has too many slots");
            return false;
        }
        all[(*n)++] = *some;
    }
    all[*n] = (PyType_Slot){0, NULL};
    return true;
}

/* ---- Classes of other modules. */

/* imported gives what "module.Name" says, or "Name" of a builtin. */
static hf_object imported(const char *path)
{
    const char *dot = strrchr(path, '.'), *name = dot != NULL ? dot + 1 : path;
    PyObject *module = dot != NULL
                           ? PyUnicode_FromStringAndSize(path, dot - path)
                           : PyUnicode_FromString("builtins");
    hf_auto(object, from, HF_NEW(object, module));
    if (hf_is_null(from)) {
        return hf_null(object);
    }
    hf_auto(object, in, HF_NEW(object, PyImport_Import(hf_as_raw(from))));
    return hf_is_null(in)
               ? hf_null(object)
               : HF_NEW(object, PyObject_GetAttrString(hf_as_raw(in), name));
}

/* all_bases is |type| and what |slots| name. */
static hf_tuple all_bases(hf_type_borrowed type, const PyType_Slot *slots)
{
    hf_auto(object, all, HF_NEW(object, PyList_New(0)));
    if (hf_is_null(all) || PyList_Append(hf_as_raw(all), hf_as_raw(type)) < 0) {
        return hf_null(tuple);
    }
    for (; slots->slot != 0; slots++) {
        if (slots->slot == HF_PRIVATE_SLOT_OF_A_BASE) {
            hf_auto(object, base, imported((const char *)slots->pfunc));
            if (hf_is_null(base) ||
                PyList_Append(hf_as_raw(all), hf_as_raw(base)) < 0) {
                return hf_null(tuple);
            }
        }
    }
    return HF_NEW(tuple, PyList_AsTuple(hf_as_raw(all)));
}

static bool set_in(PyObject *mapping, const char *name, PyObject *value)
{
    hf_auto(object, kept, HF_NEW(object, value));
    return !hf_is_null(kept) &&
           PyMapping_SetItemString(mapping, name, hf_as_raw(kept)) == 0;
}

/* with_bases gives the class that inherits from |type|, which has the struct,
 * and from the bases among |slots|: as a class statement makes it. */
static hf_type with_bases(hf_type type, PyObject *module, const char *name,
                          const PyType_Slot *slots)
{
    hf_auto(type, own, type);
    hf_auto(tuple, bases, all_bases(hf_borrow(own), slots));
    if (hf_is_null(bases)) {
        return hf_null(type);
    }
    hf_auto(object, types, HF_NEW(object, PyImport_ImportModule("types")));
    if (hf_is_null(types)) {
        return hf_null(type);
    }
    /* The metaclass, the namespace, and no keywords. */
    hf_auto(
        object, ready,
        HF_NEW(object, PyObject_CallMethod(hf_as_raw(types), "prepare_class",
                                           "sO", name, hf_as_raw(bases))));
    if (hf_is_null(ready)) {
        return hf_null(type);
    }
    PyObject *meta = PyTuple_GetItem(hf_as_raw(ready), 0);
    PyObject *names = PyTuple_GetItem(hf_as_raw(ready), 1);
    /* No instance gets a __dict__ that nobody asked for. */
    if (names == NULL || !set_in(names, "__slots__", PyTuple_New(0)) ||
        !set_in(names, "__module__", PyModule_GetNameObject(module)) ||
        !set_in(names, "__doc__",
                PyObject_GetAttrString(hf_as_raw(own), "__doc__"))) {
        return hf_null(type);
    }
    return HF_NEW(type, PyObject_CallFunction(meta, "sOO", name,
                                              hf_as_raw(bases), names));
}

static bool has_bases(const PyType_Slot *slots)
{
    while (slots->slot != 0 && slots->slot != HF_PRIVATE_SLOT_OF_A_BASE) {
        slots++;
    }
    return slots->slot != 0;
}

/* ---- What a class extends. */

/* refuse_extending raises where no class can extend |base|; why says it. */
static bool refuse_extending(const char *name, const char *path,
                             const char *why)
{
    hf_error_raise(PyExc_TypeError, "'%s' cannot extend '%s': %s", name, path,
                   why);
    return false;
}

static bool can_extend(const char *name, const char *path,
                       hf_object_borrowed base)
{
    PyTypeObject *type = (PyTypeObject *)(void *)hf_as_raw(base);
    if (!hf_check(type, base)) {
        return refuse_extending(name, path, "it is no class");
    }
    if (type->tp_itemsize != 0) {
        return refuse_extending(name, path, "its instances vary in size");
    }
    if (!Py_IS_TYPE(type, &PyType_Type)) {
        return refuse_extending(name, path, "it has a metaclass");
    }
    /* The dealloc of all classes that a class statement made. It looks for
     * the next one along tp_base, and would find itself. */
    hf_auto(object, statement, imported("abc.ABC"));
    if (hf_is_null(statement)) {
        return false;
    }
    if (type->tp_dealloc ==
        ((PyTypeObject *)(void *)hf_as_raw(statement))->tp_dealloc) {
        return refuse_extending(name, path,
                                "it has no layout of C; base(...) in HF_CLASS "
                                "is for such classes");
    }
    return true;
}

/* found_to_extend gives the class that is extended, and writes where the struct
 * of those that extend it begins. */
static hf_object found_to_extend(const struct hf_private_layout *layout)
{
    hf_auto(object, base, imported(layout->extends));
    if (hf_is_null(base) ||
        !can_extend(layout->name, layout->extends, hf_borrow(base))) {
        return hf_null(object);
    }
    const size_t aligned = _Alignof(max_align_t);
    PyTypeObject *type = (PyTypeObject *)(void *)hf_as_raw(base);
    size_t start = ((size_t)type->tp_basicsize + aligned - 1) & ~(aligned - 1);
    size_t before = 0;
    /* One interpreter may have it already: of the same class, surely. */
    if (!__atomic_compare_exchange_n(layout->start, &before, start, false,
                                     __ATOMIC_RELAXED, __ATOMIC_RELAXED) &&
        before != start) {
        refuse_extending(layout->name, layout->extends,
                         "its size is another one than before");
        return hf_null(object);
    }
    return hf_move(&base);
}

/* give_init sees to it that a class which extends another has an __init__. */
static bool give_init(PyType_Slot *slots, int *n)
{
    for (int i = 0; i < *n; i++) {
        if (slots[i].slot == Py_tp_init) {
            return true;
        }
    }
    return add_slots(
        slots, n,
        (PyType_Slot[]){{Py_tp_init, (void *)ignores_arguments}, {0, NULL}});
}

hf_type hf_private_make_class(PyObject *module,
                              const struct hf_private_class *made)
{
    const struct hf_private_layout *base = made->layout->base;
    const struct hf_private_layout *root = root_of(made->layout);
    PyObject *bases = NULL, *type = NULL;
    unsigned flags = made->flags;
    if (base->name != NULL || root->extends != NULL) {
        PyObject *found = base->name != NULL
                              ? base_in(module, base, made->layout->name)
                              : hf_object_into_raw(
                                    found_to_extend(made->layout));
        /* Where the collector sees a class, it sees those that inherit from it. */
        if (found != NULL && PyType_IS_GC((PyTypeObject *)(void *)found)) {
            flags |= Py_TPFLAGS_HAVE_GC;
        }
        bases = found != NULL ? PyTuple_Pack(1, found) : NULL;
        Py_XDECREF(found);
        if (bases == NULL) {
            return hf_null(type);
        }
    }
    hf_auto(str, name, hf_private_full_name(module, made->layout->name));
    hf_utf8 full;
    char *help = NULL;
    PyType_Slot slots[MOST + 1];
    PyMemberDef members[MEMBERS];
    int n = 0;
    /* An instance that owns nothing is in no cycle. */
    if (write_members(made->layout, members) || root->extends != NULL) {
        flags |= Py_TPFLAGS_HAVE_GC;
    }
    if (hf_str_as_utf8(hf_borrow(name), &full) &&
        (help = documented(made)) != NULL &&
        add_slots(slots, &n,
                  (PyType_Slot[]){{Py_tp_doc, help},
                                  {Py_tp_members, members},
                                  {0, NULL}}) &&
        add_slots(slots, &n, made->construct) &&
        add_slots(slots, &n, made->slots) &&
        (root->extends == NULL || give_init(slots, &n))) {
#if PY_VERSION_HEX < 0x030B0000
        /* The type keeps the pointer, for good. */
        full.data = strdup(full.data);
#endif
        int size = made->size + (int)(start_of(root) - root->data);
        PyType_Spec spec = {full.data, size, 0, flags, slots};
        type = PyType_FromModuleAndSpec(module, &spec, bases);
        if (type == NULL && !PyErr_Occurred()) {
            /* CPython does not raise where it has no memory for the name: gh-151126. */
            PyErr_NoMemory();
        }
    }
    PyMem_Free(help);
    Py_XDECREF(bases);
    hf_type finished = HF_NEW(type, type);
    return !hf_is_null(finished) && has_bases(made->slots)
               ? with_bases(finished, module, made->layout->name, made->slots)
               : finished;
}
