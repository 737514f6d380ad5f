/* planted.h: bugs, one for each thing that an oracle must see. A target that is
 * compiled with HF_PLANTED calls these in place of the layer's functions; each
 * does what the layer does, and then one thing wrong, where the environment
 * variable HF_PLANTED names it. test_planted.py says which oracle must see
 * which.
 */
#ifndef FUZZ_PLANTED_H
#define FUZZ_PLANTED_H

#include "core/holdfast.h"
#include "testing/allocator.h"

#include <stdlib.h>
#include <string.h>

#define UNUSED __attribute__((unused))

static bool planted(const char *bug)
{
    static const char *armed;
    if (armed == NULL) {
        armed = getenv("HF_PLANTED");
        armed = armed != NULL ? armed : "";
    }
    return strcmp(armed, bug) == 0;
}

/* remade gives a copy of |text|, which it consumes: |less| code points shorter,
 * and as wide as |maxchar| asks for. */
static hf_str remade(hf_str text, Py_ssize_t less, Py_UCS4 maxchar)
{
    PyObject *old = hf_into_raw(text);
    Py_ssize_t length = PyUnicode_GET_LENGTH(old) - less;
    PyObject *made = PyUnicode_New(length, maxchar);
    if (made != NULL) {
        PyUnicode_CopyCharacters(made, 0, old, 0, length);
    }
    Py_DECREF(old);
    return hf_str_from_owned(made);
}

/* is_counted says that the count of |raw| means something to the model. */
static bool is_counted(PyObject *raw)
{
    return raw != NULL && Py_REFCNT(raw) < 100;
}

/* The verbs, which are the same for all types. */

static PyObject *planted_raw(hf_private_inside x)
{
    return HF_PRIVATE_OUT(HF_PRIVATE_WITH(hf_object, x));
}

UNUSED static hf_private_inside planted_incref(hf_object_borrowed x, int row)
{
    if (planted("lost_reference") && is_counted(hf_object_as_raw(x))) {
        Py_INCREF(hf_object_as_raw(x));
    }
    return hf_private_incref(x, row);
}

/* free_one_of frees one of the |most| blocks that the first call makes. */
static void free_one_of(int most)
{
    static struct store {
        struct store *next;
    } * store;
    static int made;
    for (; made < most; made++) {
        struct store *more = PyMem_Malloc(sizeof(*more));
        more->next = store;
        store = more;
    }
    struct store *top = store;
    store = top != NULL ? top->next : NULL;
    PyMem_Free(top);
}

UNUSED static void planted_decref(hf_private_inside x)
{
    PyObject *raw = planted_raw(x);
    if (planted("freed_each_time")) {
        free_one_of(100 * RUNS_FEWER);
    } else if (planted("store_emptied")) { /* is no bug */
        free_one_of(RUNS_FEWER / 4);
    }
    if (planted("double_decref") && is_counted(raw) && Py_REFCNT(raw) > 2) {
        Py_DECREF(raw);
    }
    if (planted("finalizer_lost") && raw != NULL && Py_REFCNT(raw) == 1) {
        return;
    }
    hf_private_decref(x);
}

UNUSED static hf_private_inside planted_move(hf_private_inside *place)
{
    return planted("not_moved_out") ? *place : hf_private_move(place);
}

UNUSED static hf_worked planted_replace(hf_private_inside *place,
                                        hf_private_inside value)
{
    if ((planted("replace_forgets_old") || planted("object_leak")) &&
        planted_raw(value) != NULL) {
        *place = value;
        return hf_worked_if(true);
    }
    return hf_private_replace(place, value);
}

UNUSED static hf_str planted_from_utf8_n(const char *utf8, Py_ssize_t size)
{
    hf_str made = hf_str_from_utf8_n(utf8, size);
    if (planted("lost_on_error_path") && hf_is_null(made)) {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        PyObject *lost = PyUnicode_New(5, 127);
        (void)lost;
        PyErr_Restore(type, value, traceback);
    }
    if (planted("surrogates_decoded") && hf_is_null(made) &&
        PyErr_ExceptionMatches(PyExc_UnicodeDecodeError)) {
        PyErr_Clear();
        hf_decref(made);
        return hf_str_from_owned(
            PyUnicode_DecodeUTF8(utf8, size, "surrogatepass"));
    }
    if (planted("wrong_position") && hf_is_null(made) &&
        PyErr_ExceptionMatches(PyExc_UnicodeDecodeError)) {
        hf_exception e = hf_error_fetch();
        PyUnicodeDecodeError_SetStart(hf_as_raw(e), 0);
        hf_error_restore(e);
    }
    return made;
}

UNUSED static hf_str planted_append(hf_str self, hf_str_borrowed right)
{
    PyObject *left_raw = hf_as_raw(self), *right_raw = hf_as_raw(right);
    if (!PyUnicode_Check(left_raw)) {
        return hf_str_append(self, right);
    }
    bool shared = Py_REFCNT(left_raw) > 1;
    Py_hash_t hash = ((PyASCIIObject *)left_raw)->hash;
    if (planted("append_alias") && !shared && left_raw == right_raw) {
        PyUnicode_Append(&left_raw, right_raw);
        return hf_str_from_owned(left_raw);
    }
    if (planted("wrong_type_accepted") && right_raw != NULL &&
        !PyUnicode_Check(right_raw)) {
        return self;
    }
    if (planted("count_changed") && is_counted(right_raw) &&
        PyUnicode_Check(right_raw) && right_raw != left_raw) {
        Py_INCREF(right_raw);
    }
    bool changes = right_raw != NULL && PyUnicode_Check(right_raw) &&
                   PyUnicode_GET_LENGTH(right_raw) > 0 &&
                   PyUnicode_GET_LENGTH(left_raw) > 0;
    hf_str made = hf_str_append(self, right);
    PyObject *raw = hf_as_raw(made);
    if (raw == NULL) {
        if (planted("lost_when_memory_fails") &&
            PyErr_ExceptionMatches(PyExc_MemoryError)) {
            PyObject *lost = PyUnicode_New(5, 127);
            (void)lost;
        }
        return made;
    }
    if (planted("use_after_steal") && !shared && raw != left_raw) {
        /* volatile, or nothing is read. */
        volatile Py_ssize_t length = PyUnicode_GET_LENGTH(left_raw);
        (void)length;
    }
    if (planted("missing_terminator") && changes) {
        PyUnicode_WRITE(PyUnicode_KIND(raw), PyUnicode_DATA(raw),
                        PyUnicode_GET_LENGTH(raw), 'x');
    }
    if (planted("borrowed_changed") && changes && right_raw != left_raw &&
        is_counted(right_raw) && PyUnicode_IS_ASCII(right_raw)) {
        ((char *)PyUnicode_DATA(right_raw))[0] ^= 1;
    }
    if (planted("interned_result") && changes) {
        ((PyASCIIObject *)raw)->state.interned = 1;
    }
    if (planted("stale_hash") && changes && hash != -1) {
        ((PyASCIIObject *)raw)->hash = hash;
    }
    return made;
}

UNUSED static hf_str planted_append_utf8_n(hf_str self, const char *utf8,
                                           Py_ssize_t size)
{
    if (planted("self_not_consumed")) {
        hf_str kept = hf_incref(self);
        hf_str made = hf_str_append_utf8_n(self, utf8, size);
        if (!hf_is_null(made)) {
            hf_decref(kept);
        }
        return made;
    }
    hf_str made = hf_str_append_utf8_n(self, utf8, size);
    if (planted("null_without_exception") && hf_is_null(made)) {
        PyErr_Clear();
    }
    return made;
}

UNUSED static hf_str planted_concat(hf_str_borrowed left, hf_str_borrowed right)
{
    hf_str made = hf_str_concat(left, right);
    if (hf_is_null(made)) {
        return made;
    }
    if (planted("result_with_exception")) {
        PyErr_SetString(PyExc_ValueError, "planted");
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(hf_as_raw(made));
    Py_UCS4 maxchar = PyUnicode_MAX_CHAR_VALUE(hf_as_raw(made));
    if (planted("copy_not_same") && length > 1) {
        return remade(made, 0, maxchar);
    }
    if (planted("wrong_kind") && length > 1) {
        return remade(made, 0, 0x10FFFF);
    }
    if (planted("length_off_by_one") && length > 2) {
        return remade(made, 1, maxchar);
    }
    return made;
}

UNUSED static hf_worked planted_length(hf_str_borrowed self, Py_ssize_t *out)
{
    hf_worked ok = hf_str_length(self, out);
    *out += planted("number_off_by_one");
    return ok;
}

UNUSED static hf_worked planted_as_utf8(hf_str_borrowed self, hf_utf8 *out)
{
    hf_worked ok = hf_str_as_utf8(self, out);
    if (planted("wrong_exception") && !ok) {
        PyErr_SetString(PyExc_ValueError, "planted");
    }
    return ok;
}

UNUSED static void planted_builder_append_utf8_n(hf_str_builder *self,
                                                 const char *utf8,
                                                 Py_ssize_t size)
{
    hf_str_builder_append_utf8_n(self, utf8,
                                 size - (planted("piece_cut") && size > 3));
}

UNUSED static hf_answer planted_equal_utf8_n(hf_str_borrowed self,
                                             const char *utf8, Py_ssize_t size)
{
    hf_answer equal = hf_str_equal_utf8_n(self, utf8, size);
    if (planted("all_equal") && !hf_failed(equal)) {
        return hf_answer_yes_if(true);
    }
    if (planted("overlong_equal") && hf_no(equal) && size >= 2 &&
        (utf8[size - 2] & 0xFE) == 0xC0 && (utf8[size - 1] & 0xC0) == 0x80) {
        PyObject *raw = hf_as_raw(self);
        Py_ssize_t n = PyUnicode_GET_LENGTH(raw);
        Py_UCS4 last = (Py_UCS4)(utf8[size - 2] & 1) << 6 |
                       (utf8[size - 1] & 0x3F);
        return hf_answer_yes_if(n > 0 &&
                                PyUnicode_READ_CHAR(raw, n - 1) == last);
    }
    if (planted("remembers")) {
        /* No oracle sees this; test_determinism.py does. */
        static bool again;
        again = !again;
        equal = again ? equal : hf_str_equal_utf8_n(self, utf8, size);
    }
    return equal;
}

/* For object_sequence. */

UNUSED static hf_answer planted_hasattr(hf_object_borrowed self,
                                        hf_str_borrowed name)
{
    hf_answer found = hf_object_hasattr(self, name);
    if (planted("error_swallowed") && hf_failed(found)) {
        PyErr_Clear();
        return hf_answer_yes_if(false);
    }
    return found;
}

UNUSED static hf_str planted_repr(hf_object_borrowed self)
{
    if (planted("runs_while_pending") && hf_error_occurred()) {
        hf_exception pending = hf_error_fetch();
        hf_str_decref(hf_object_repr(self));
        hf_error_restore(pending);
        return hf_null(str);
    }
    return hf_object_repr(self);
}

/* From here on the target calls the functions above. */
#define hf_private_incref planted_incref
#define hf_private_decref planted_decref
#define hf_private_move planted_move
#define hf_private_replace planted_replace
#define hf_str_from_utf8_n planted_from_utf8_n
#define hf_str_append planted_append
#define hf_str_append_utf8_n planted_append_utf8_n
#define hf_str_concat planted_concat
#define hf_str_length planted_length
#define hf_str_as_utf8 planted_as_utf8
#define hf_str_equal_utf8_n planted_equal_utf8_n
#define hf_str_builder_append_utf8_n planted_builder_append_utf8_n
#undef hf_object_hasattr
#define hf_object_hasattr planted_hasattr
#undef hf_object_repr
#define hf_object_repr planted_repr

#endif /* FUZZ_PLANTED_H */
