/* planted.h: bugs, one for each thing that only contract.c's oracles see, as
 * fuzz/targets/planted.h has them for the sequences. With HF_PLANTED defined
 * the target calls these in place of the layer's functions; each does what the
 * layer does, and one thing wrong, where the environment variable names it.
 */
#ifndef FUZZ_CONTRACT_PLANTED_H
#define FUZZ_CONTRACT_PLANTED_H

#include "core/holdfast.h"
#include "testing/allocator.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define UNUSED __attribute__((unused))

/* Defined in table.c and calls_run.c. */
extern bool contract_has_started;
extern unsigned fuzz_inputs_begun;

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
    if (is_planted("collector_enabled")) {
        PyGC_Enable();
    }
    return hf_object_truth(self);
}

UNUSED static hf_str planted_append(hf_str self, hf_str_borrowed right)
{
    PyObject *raw = hf_as_raw(right);
    /* Not while an allocation is to fail: if that is one of a method in Python, CPython
     * 3.14 asserts before an oracle sees that the method ran. */
    if (is_planted("runs_str") && raw != NULL && PyUnicode_Check(raw) &&
        !hf_error_occurred() && !failure_is_armed()) {
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

UNUSED static void planted_add_traceback(const char *function, const char *file,
                                         int line)
{
    if (!is_planted("place_lost")) {
        hf_error_add_traceback(function, file, line);
    }
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
        PyErr_Format(PyExc_IndexError, "hf_str_substring: index %d is negative",
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
    static unsigned input;
    last = fuzz_inputs_begun == input ? last : NULL;
    input = fuzz_inputs_begun;
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

/* ---- Exceptions that are raised. */

UNUSED static void planted_raise_with(PyObject *type, hf_object_borrowed value)
{
    if (is_planted("key_unpacked") && type != NULL &&
        hf_as_raw(value) != NULL) {
        PyErr_SetObject(type, hf_as_raw(value));
        return;
    }
    hf_error_raise_with(type, value);
}

UNUSED static void planted_chain(hf_exception earlier)
{
    if (is_planted("earlier_dropped") && hf_error_occurred()) {
        hf_decref(earlier);
        return;
    }
    hf_error_chain(earlier);
}

/* ---- What is consumed, also on failure. */

UNUSED static hf_worked planted_setitem(hf_object_borrowed self,
                                        hf_object_borrowed key, hf_object value)
{
    PyObject *raw = hf_as_raw(value);
    hf_worked worked = hf_object_setitem(self, key, value);
    if (is_planted("value_kept") && !worked) {
        Py_XINCREF(raw);
    }
    return worked;
}

UNUSED static hf_worked planted_add(hf_module_borrowed self, const char *name,
                                    hf_object value)
{
    PyObject *raw = hf_as_raw(value);
    hf_worked worked = hf_module_add(self, name, value);
    if (is_planted("added_only_on_success") && !worked) {
        Py_XINCREF(raw);
    }
    return worked;
}

UNUSED static hf_capsule planted_capsule(void *pointer, const char *name,
                                         void (*destroy)(void *))
{
    hf_capsule made = hf_capsule_new(pointer, name, destroy);
    if (is_planted("destructor_lost") && !hf_is_null(made)) {
        PyCapsule_SetDestructor(hf_as_raw(made), NULL);
    }
    return made;
}

/* ---- What is looked up and read. */

UNUSED static hf_lookup planted_weakref_get(hf_weakref_borrowed self,
                                            hf_object *out)
{
    hf_lookup found = hf_weakref_get(self, out);
    if (is_planted("referent_lent") && hf_found(found)) {
        Py_DECREF(hf_as_raw(*out));
    }
    return found;
}

UNUSED static Py_UCS4 planted_view_read(const hf_str_view *view, Py_ssize_t i)
{
    Py_UCS4 read = hf_str_view_read(view, i);
    return is_planted("view_16_bits") ? (Py_UCS2)read : read;
}

UNUSED static hf_str planted_intern(hf_str self)
{
    return is_planted("not_interned") && !hf_is_null(self)
               ? self
               : hf_str_intern(self);
}

UNUSED static hf_str planted_decode(const char *data, Py_ssize_t size,
                                    const char *encoding, const char *errors)
{
    return hf_str_decode(data, size, encoding,
                         is_planted("errors_ignored") ? NULL : errors);
}

UNUSED static hf_answer planted_isinstance(hf_object_borrowed self,
                                           hf_object_borrowed type)
{
    PyObject *raw = hf_as_raw(self), *of = hf_as_raw(type);
    if (is_planted("class_not_asked") && raw != NULL && of != NULL &&
        PyType_Check(of) && !hf_error_occurred()) {
        return hf_answer_yes_if(PyObject_TypeCheck(raw, (PyTypeObject *)of));
    }
    return hf_object_isinstance(self, type);
}

UNUSED static hf_tuple planted_tuple_finish(hf_tuple_builder *self)
{
    hf_tuple made = hf_tuple_builder_finish(self);
    PyObject *raw = hf_as_raw(made);
    if (is_planted("tuple_not_seen") && raw != NULL &&
        PyObject_GC_IsTracked(raw)) {
        PyObject_GC_UnTrack(raw);
    }
    return made;
}

/* A list says that it has room where its memory has ended. */
UNUSED static hf_list planted_list_finish(hf_list_builder *self)
{
    hf_list made = hf_list_builder_finish(self);
    PyObject *raw = hf_as_raw(made);
    if (is_planted("room_behind") && raw != NULL && PyList_GET_SIZE(raw) > 0) {
        ((PyListObject *)raw)->allocated++;
    }
    return made;
}

/* What refers to the object already is given again, whatever it calls then. */
UNUSED static hf_weakref planted_weakref(hf_object_borrowed referent)
{
    PyObject *raw = hf_as_raw(referent);
    if (is_planted("weakref_of_another") && raw != NULL &&
        !hf_error_occurred() && PyType_SUPPORTS_WEAKREFS(Py_TYPE(raw))) {
        Py_ssize_t offset = Py_TYPE(raw)->tp_weaklistoffset;
        PyObject *there;
        memcpy(&there, (char *)raw + offset, sizeof(there));
        if (there != NULL && PyWeakref_CheckRefExact(there)) {
            return hf_weakref_from_owned(Py_NewRef(there));
        }
    }
    return hf_weakref_new(referent);
}

/* Of a builder that has not failed yet, none is made where there is no memory alone. */
UNUSED static hf_bytes planted_bytes_finish(hf_bytes_builder *self)
{
    bool is_pending = hf_error_occurred(), had_failed = self->hf_private_failed;
    hf_bytes made = hf_bytes_builder_finish(self);
    if (is_planted("pending_replaced") && is_pending && !had_failed &&
        hf_is_null(made)) {
        PyErr_NoMemory();
    }
    return made;
}

/* ---- What is asked by a text, or by a base. */

/* A capsule that was right is right again by the same pointer to a name. */
UNUSED static hf_worked planted_pointer(hf_capsule_borrowed self,
                                        const char *name, void **out)
{
    static PyObject *last; /* of this input */
    static const char *last_name;
    static unsigned input;
    PyObject *raw = hf_as_raw(self);
    bool is_again = fuzz_inputs_begun == input && raw == last &&
                    name == last_name;
    if (is_planted("capsule_by_pointer") && is_again && raw != NULL) {
        name = PyCapsule_GetName(raw);
    }
    hf_worked worked = hf_capsule_pointer(self, name, out);
    last = worked ? raw : NULL;
    last_name = name;
    input = fuzz_inputs_begun;
    return worked;
}

UNUSED static hf_answer planted_is_subtype(hf_type_borrowed self,
                                           hf_type_borrowed other)
{
    PyObject *raw = hf_as_raw(self);
    hf_answer answer = hf_type_is_subtype(self, other);
    if (is_planted("along_tp_base") && hf_yes(answer)) {
        const PyTypeObject *type = (PyTypeObject *)raw;
        while (type != NULL && (PyObject *)type != hf_as_raw(other)) {
            type = type->tp_base;
        }
        return hf_answer_yes_if(type != NULL);
    }
    return answer;
}

UNUSED static hf_str planted_module_name(hf_module_borrowed self)
{
    hf_str made = hf_module_name(self);
    if (is_planted("name_through_c") && !hf_is_null(made)) {
        const char *text = PyUnicode_AsUTF8(hf_as_raw(made));
        hf_str cut = text != NULL ? hf_str_from_utf8(text) : hf_null(str);
        hf_decref(made);
        return cut;
    }
    return made;
}

UNUSED static hf_worked planted_compare(hf_str_borrowed left,
                                        hf_str_borrowed right, int *out)
{
    PyObject *a = hf_as_raw(left), *b = hf_as_raw(right);
    hf_worked worked = hf_str_compare(left, right, out);
    if (is_planted("order_to_nul") && worked && PyUnicode_IS_ASCII(a) &&
        PyUnicode_IS_ASCII(b)) {
        int order = strcmp((char *)PyUnicode_DATA(a),
                           (char *)PyUnicode_DATA(b));
        *out = order < 0 ? -1 : order > 0;
    }
    return worked;
}

UNUSED static hf_worked planted_as_double(hf_object_borrowed self, double *out)
{
    PyObject *raw = hf_as_raw(self);
    if (is_planted("float_of_int_not_asked") && raw != NULL &&
        PyLong_Check(raw) && !hf_error_occurred()) {
        return hf_int_as_double(hf_int_from_borrowed(raw), out);
    }
    return hf_object_as_double(self, out);
}

/* A type is called what it was called when it was asked before. */
UNUSED static hf_str planted_type_name(hf_type_borrowed self)
{
    static PyObject *last; /* of this input */
    static char kept[16];
    static unsigned input;
    PyObject *raw = hf_as_raw(self);
    hf_str made = hf_type_name(self);
    if (is_planted("type_name_kept") && !hf_is_null(made)) {
        const char *text = PyUnicode_AsUTF8(hf_as_raw(made));
        if (raw == last && fuzz_inputs_begun == input) {
            hf_decref(made);
            return hf_str_from_utf8(kept);
        }
        bool fits = text != NULL && strlen(text) < sizeof(kept);
        last = fits ? raw : NULL;
        strcpy(kept, fits ? text : "");
        input = fuzz_inputs_begun;
    }
    return made;
}

/* Nobody looks whether code of a key has changed what is read. */
UNUSED static hf_worked planted_update(hf_dict_borrowed self,
                                       hf_object_borrowed other)
{
    PyObject *into = hf_as_raw(self), *from = hf_as_raw(other);
    if (is_planted("change_not_seen") && into != NULL && PyDict_Check(into) &&
        from != NULL && PyDict_CheckExact(from) && !hf_error_occurred()) {
        PyObject *items = PyDict_Copy(from), *key, *value;
        Py_ssize_t at = 0;
        bool worked = items != NULL;
        while (worked && PyDict_Next(items, &at, &key, &value)) {
            worked = PyDict_SetItem(into, key, value) == 0;
        }
        Py_XDECREF(items);
        return hf_worked_if(worked);
    }
    return hf_dict_update(self, other);
}

/* Items end one by one, and those behind find each other still there. */
UNUSED static hf_worked planted_set_delete_all(hf_set_borrowed self)
{
    PyObject *raw = hf_as_raw(self);
    if (is_planted("set_emptied_in_turn") && raw != NULL && PySet_Check(raw)) {
        Py_ssize_t left = PySet_GET_SIZE(raw);
        while (left-- > 0 && PySet_GET_SIZE(raw) > 0) {
            hf_object_decref(hf_set_pop(self));
        }
    }
    return hf_set_delete_all(self);
}

/* Of a static type, what stands behind the first dot. */
UNUSED static hf_str planted_qualified_name(hf_type_borrowed self)
{
    PyObject *raw = hf_as_raw(self);
    if (is_planted("name_behind_first_dot") && raw != NULL &&
        PyType_Check(raw) &&
        !PyType_HasFeature((PyTypeObject *)raw, Py_TPFLAGS_HEAPTYPE)) {
        const char *name = ((PyTypeObject *)raw)->tp_name;
        const char *dot = strchr(name, '.');
        return hf_str_from_utf8(dot != NULL ? dot + 1 : name);
    }
    return hf_type_qualified_name(self);
}

UNUSED static hf_object planted_super(hf_type_borrowed self,
                                      hf_object_borrowed of)
{
    PyObject *raw = hf_as_raw(self), *instance = hf_as_raw(of);
    if (is_planted("super_of_instances_alone") && raw != NULL &&
        PyType_Check(raw) && instance != NULL && PyType_Check(instance) &&
        !hf_error_occurred() &&
        !PyType_IsSubtype(Py_TYPE(instance), (PyTypeObject *)raw)) {
        PyErr_SetString(PyExc_TypeError, "it is no instance");
        return hf_null(object);
    }
    return hf_type_super(self, of);
}

/* Some are macros that take any handle. */
#define hf_set_delete_all planted_set_delete_all
#define hf_type_qualified_name planted_qualified_name
#undef hf_type_super
#define hf_type_super(self, of) planted_super(self, hf_as_object(of))
#undef hf_dict_update
#define hf_dict_update(self, other) planted_update(self, hf_as_object(other))
#define hf_type_name planted_type_name
#undef hf_object_as_double
#define hf_object_as_double(x, out) planted_as_double(hf_as_object(x), out)
#define hf_capsule_pointer planted_pointer
#define hf_type_is_subtype planted_is_subtype
#define hf_module_name planted_module_name
#define hf_str_compare planted_compare
#undef hf_error_raise_with
#undef hf_object_setitem
#undef hf_module_add
#undef hf_object_isinstance
#define hf_error_raise_with(type, value)                                       \
    planted_raise_with(type, hf_as_object(value))
#define hf_object_setitem(x, key, value)                                       \
    planted_setitem(hf_as_object(x), hf_as_object(key), hf_into_object(value))
#define hf_module_add(self, name, value)                                       \
    planted_add(self, name, hf_into_object(value))
#define hf_object_isinstance(x, type)                                          \
    planted_isinstance(hf_as_object(x), hf_as_object(type))
#define hf_error_chain planted_chain
#define hf_capsule_new planted_capsule
#define hf_weakref_get planted_weakref_get
#undef hf_weakref_new
#define hf_weakref_new(x) planted_weakref(hf_as_object(x))
#define hf_str_view_read planted_view_read
#define hf_str_intern planted_intern
#define hf_str_decode planted_decode
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
#define hf_error_add_traceback planted_add_traceback
#define hf_error_matches planted_matches
#define hf_str_substring planted_substring
#define hf_str_equal planted_equal
#define hf_list_builder_finish planted_list_finish
#define hf_tuple_builder_finish planted_tuple_finish
#define hf_bytes_builder_finish planted_bytes_finish

#endif /* FUZZ_CONTRACT_PLANTED_H */
