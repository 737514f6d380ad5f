#define HF_CORE
#include "str.h"

#include "internal/alone.h"
#include "internal/operands.h"
#include "internal/pending.h"
#include "internal/utf8.h"

#include <stdarg.h>
#include <stdint.h>

/* The public functions take and make handles; the work is done on raw
 * pointers by the static functions before them. */

bool hf_private_str_prepare(const char *function, PyObject *raw)
{
#if PY_VERSION_HEX < 0x030C0000
    if (raw != NULL && PyUnicode_Check(raw)) {
        return PyUnicode_READY(raw) == 0;
    }
#endif
    return hf_private_refuse(function, raw, "str");
}

PyObject *hf_private_utf8_decode(const char *utf8, Py_ssize_t size)
{
    /* No memory is that large; CPython 3.14 would try to read it. */
    if (size > PY_SSIZE_T_MAX / 16) {
        return PyErr_Occurred() ? NULL : PyErr_NoMemory();
    }
    if (HF_LIKELY(!PyErr_Occurred())) {
        return PyUnicode_DecodeUTF8(utf8, size, NULL);
    }
    /* To measure first would read all of a size that is a lie. */
    hf_private_pending pending = hf_private_set_aside();
    PyObject *result = PyUnicode_DecodeUTF8(utf8, size, NULL);
    hf_private_set_again(&pending);
    return result;
}

/* is_short_ascii says whether |utf8| is best copied as it is: |least| bytes or
 * more, not too many, and all ASCII. */
static inline bool is_short_ascii(const char *utf8, Py_ssize_t size,
                                  Py_ssize_t least)
{
    return size >= least && size <= HF_UTF8_SHORT_ASCII && utf8 != NULL &&
           hf_utf8_is_ascii(utf8, size);
}

/* is_ascii_str says whether |self| is an exact str of ASCII. (An instance of a
 * subclass is never compact.) */
static inline bool is_ascii_str(PyObject *self)
{
    return self != NULL && PyUnicode_Check(self) &&
           PyUnicode_IS_COMPACT_ASCII(self);
}

HF_LOCAL hf_str from_ascii(const char *ascii, Py_ssize_t size)
{
    PyObject *result = PyUnicode_New(size, 0x7F);
    if (result != NULL) {
        hf_utf8_write_ascii(result, 0, ascii, size);
    }
    return HF_NEW(str, result);
}

/* from_utf8 is hf_str_from_utf8_n. Apart from its fast path, which saves fewer
 * registers. */
HF_LOCAL_APART hf_str from_utf8(const char *function, const char *utf8,
                                Py_ssize_t size)
{
    if (!hf_private_utf8_usable(function, utf8, size)) {
        return hf_null(str);
    }
    if (size == 0) {
        return HF_NEW(str, PyUnicode_New(0, 0)); /* |utf8| may be NULL */
    }
    hf_utf8_extent extent;
    /* CPython keeps the strs of length 1. */
    if (!hf_utf8_measure(utf8, size, &extent) || extent.length == 1) {
        return HF_NEW(str, hf_private_utf8_decode(utf8, size));
    }
    PyObject *result = PyUnicode_New(extent.length, extent.maxchar);
    if (result != NULL) {
        hf_utf8_write(result, 0, utf8, size);
    }
    return HF_NEW(str, result);
}

/* copy writes the first |length| code points of |from| to |to|, a new str that
 * is as wide or wider, from index |at| on. False: an exception is set. */
static bool copy(PyObject *to, Py_ssize_t at, PyObject *from, Py_ssize_t length)
{
    Py_ssize_t kind = (Py_ssize_t)PyUnicode_KIND(to);
    if (kind == (Py_ssize_t)PyUnicode_KIND(from)) {
        memcpy((char *)PyUnicode_DATA(to) + at * kind, PyUnicode_DATA(from),
               (size_t)(length * kind));
        return true;
    }
    return PyUnicode_CopyCharacters(to, at, from, 0, length) >= 0;
}

/* may_grow says whether |left| may be grown in place, up to |maxchar|, as far
 * as this can be seen. PyUnicode_Resize decides. */
static inline bool may_grow(PyObject *left, Py_UCS4 maxchar)
{
    return hf_private_is_only(left) && PyUnicode_CheckExact(left) &&
           maxchar <= PyUnicode_MAX_CHAR_VALUE(left);
}

/* grown gives |left|, consumed, with room for |extra| more code points at its
 * end, not yet written; or null. */
static PyObject *grown(PyObject *left, Py_ssize_t extra)
{
    if (PyUnicode_Resize(&left, PyUnicode_GET_LENGTH(left) + extra) < 0) {
        Py_CLEAR(left);
    }
    return left;
}

/* widened gives a new str that starts with |left| and has room for |extra|
 * code points up to |maxchar| at its end, not yet written; or null. |left| may
 * be released when they are: they may come from |left| itself, or be lost to
 * Python code that the release of a subclass instance runs. */
static PyObject *widened(PyObject *left, Py_ssize_t extra, Py_UCS4 maxchar)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(left);
    maxchar = Py_MAX(maxchar, PyUnicode_MAX_CHAR_VALUE(left));
    PyObject *result = PyUnicode_New(length + extra, maxchar);
    /* The result is new, and wide and long enough. */
    if (HF_NEVER(result != NULL && !copy(result, 0, left, length))) {
        Py_CLEAR(result);
    }
    return result;
}

/* exact gives |self|, consumed, as an exact str; or null. */
HF_LOCAL hf_str exact(PyObject *self)
{
    if (PyUnicode_CheckExact(self)) {
        return HF_NEW(str, self);
    }
    PyObject *copy = PyUnicode_FromObject(self);
    Py_DECREF(self);
    return HF_NEW(str, copy);
}

/* is_within says whether |utf8| points into the memory of |self|: where it lies
 * before, the difference is larger than any size. */
static bool is_within(PyObject *self, const char *utf8)
{
    uintptr_t at = (uintptr_t)utf8;
    uintptr_t data = (uintptr_t)PyUnicode_DATA(self);
    size_t size = (size_t)PyUnicode_GET_LENGTH(self) * PyUnicode_KIND(self);
    if (at - data <= size) {
        return true;
    }
#ifdef HF_SIMDUTF
    /* Long text is measured also where it is ASCII. */
    if (PyUnicode_IS_COMPACT_ASCII(self)) {
        return false;
    }
#endif
    /* To ASCII, append_ascii has added all that can be added in place. */
    if (HF_NEVER(PyUnicode_IS_COMPACT_ASCII(self))) {
        return false;
    }
    const PyCompactUnicodeObject *compact = (PyCompactUnicodeObject *)self;
    data = (uintptr_t)compact->utf8;
    return data != 0 && at - data <= (size_t)compact->utf8_length;
}

/* grown_ascii and joined_ascii are append_ascii in place, and not: functions,
 * so that each saves the registers it needs and no more. */
HF_LOCAL_APART hf_str grown_ascii(PyObject *left, const char *right,
                                  Py_ssize_t size)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(left);
    left = grown(left, size);
    if (left != NULL) {
        hf_utf8_write_ascii(left, length, right, size);
    }
    return HF_NEW(str, left);
}

HF_LOCAL_APART hf_str joined_ascii(PyObject *left, const char *right,
                                   Py_ssize_t size)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(left);
    PyObject *result = PyUnicode_New(length + size, 0x7F);
    if (result != NULL) {
        hf_utf8_write_ascii(result, 0, (char *)((PyASCIIObject *)left + 1),
                            length);
        hf_utf8_write_ascii(result, length, right, size);
    }
    Py_DECREF(left);
    return HF_NEW(str, result);
}

/* append_ascii is append where |left| is an ASCII str and |right| ASCII, not
 * empty. */
HF_LOCAL hf_str append_ascii(PyObject *left, const char *right, Py_ssize_t size)
{
    const char *data = (const char *)((PyASCIIObject *)left + 1);
    uintptr_t offset = (uintptr_t)right - (uintptr_t)data;
    if (hf_private_is_only(left) &&
        offset > (uintptr_t)PyUnicode_GET_LENGTH(left)) {
        return grown_ascii(left, right, size);
    }
    return joined_ascii(left, right, size);
}

HF_LOCAL hf_str append(const char *function, PyObject *left, PyObject *right)
{
    if (!hf_private_str_usable(function, left) ||
        !hf_private_str_usable(function, right)) {
        Py_XDECREF(left);
        return hf_null(str);
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(left);
    Py_ssize_t extra = PyUnicode_GET_LENGTH(right);
    if (extra == 0) {
        return exact(left);
    }
    if (length == 0) {
        Py_INCREF(right);
        Py_DECREF(left);
        return exact(right);
    }
    if (extra > PY_SSIZE_T_MAX - length) {
        PyErr_SetString(PyExc_OverflowError, "strings are too large to concat");
        Py_DECREF(left);
        return hf_null(str);
    }
    if (is_ascii_str(left) && is_ascii_str(right)) {
        return append_ascii(left, PyUnicode_DATA(right), extra);
    }
    Py_UCS4 maxchar = PyUnicode_MAX_CHAR_VALUE(right);
    bool in_place = left != right && may_grow(left, maxchar);
    PyObject *result = in_place ? grown(left, extra)
                                : widened(left, extra, maxchar);
    if (HF_NEVER(result != NULL && !copy(result, length, right, extra))) {
        Py_CLEAR(result);
    }
    if (!in_place) {
        Py_DECREF(left);
    }
    return HF_NEW(str, result);
}

HF_LOCAL hf_str append_utf8(const char *function, PyObject *left,
                            const char *utf8, Py_ssize_t size)
{
    if (!hf_private_str_usable(function, left) ||
        !hf_private_utf8_usable(function, utf8, size)) {
        Py_XDECREF(left);
        return hf_null(str);
    }
    if (size == 0) {
        return exact(left);
    }
    hf_utf8_extent extent;
    if (!hf_utf8_measure(utf8, size, &extent)) {
        PyObject *right = hf_private_utf8_decode(utf8, size);
        hf_str result = append(function, left, right);
        Py_XDECREF(right);
        return result;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(left);
    bool in_place = may_grow(left, extent.maxchar) && !is_within(left, utf8);
    PyObject *result = in_place ? grown(left, extent.length)
                                : widened(left, extent.length, extent.maxchar);
    if (result != NULL) {
        hf_utf8_write(result, length, utf8, size);
    }
    if (!in_place) {
        Py_DECREF(left);
    }
    return HF_NEW(str, result);
}

hf_str hf_str_from_utf8_n(const char *utf8, Py_ssize_t size)
{
    HF_NEED_GIL();
    if (is_short_ascii(utf8, size, 2)) { /* CPython keeps those of length 1 */
        return from_ascii(utf8, size);
    }
    return from_utf8(__func__, utf8, size);
}

hf_str hf_str_from_code_point(Py_UCS4 code_point)
{
    if (code_point > 0x10FFFF) {
        if (!PyErr_Occurred()) {
            PyErr_Format(PyExc_ValueError,
                         "0x%x is no code point: they end at 0x10FFFF",
                         (unsigned)code_point);
        }
        return hf_null(str);
    }
    return HF_NEW(str, PyUnicode_FromOrdinal((int)code_point));
}

hf_str hf_private_str_format(const char *letters, const char *format, ...)
{
    HF_NEED_GIL();
    if (PyErr_Occurred()) {
        return hf_null(str);
    }
    va_list arguments;
    va_start(arguments, format);
    PyObject *result = hf_private_format("hf_str_format", letters, format,
                                         arguments);
    va_end(arguments);
    return HF_NEW(str, result);
}

hf_str hf_str_append(hf_str self, hf_str_borrowed right)
{
    /* |right| first: taking |self| ends what was borrowed from it. */
    PyObject *raw = HF_USE_BESIDE(right, self);
    return append(__func__, HF_TAKE(self), raw);
}

hf_str hf_str_append_utf8_n(hf_str self, const char *utf8, Py_ssize_t size)
{
    PyObject *left = HF_TAKE_LATE(self); /* |utf8| may be a view of it */
    if (is_ascii_str(left) && is_short_ascii(utf8, size, 1)) {
        return HF_WAS_LATE(append_ascii(left, utf8, size));
    }
    return HF_WAS_LATE(append_utf8(__func__, left, utf8, size));
}

hf_str hf_str_concat(hf_str_borrowed left, hf_str_borrowed right)
{
    PyObject *raw = HF_USE(left);
    Py_XINCREF(raw);
    return append(__func__, raw, HF_USE(right));
}

hf_str hf_str_concat_utf8_n(hf_str_borrowed left, const char *right,
                            Py_ssize_t size)
{
    PyObject *raw = HF_USE(left);
    Py_XINCREF(raw);
    if (is_ascii_str(raw) && is_short_ascii(right, size, 1)) {
        return append_ascii(raw, right, size);
    }
    return append_utf8(__func__, raw, right, size);
}

hf_worked hf_str_as_utf8(hf_str_borrowed self, hf_utf8 *out)
{
    PyObject *raw = HF_USE(self);
    *out = (hf_utf8){NULL, -1};
    if (!hf_private_str_usable(__func__, raw)) {
        return hf_worked_if(false);
    }
    /* A failure to encode makes an exception: not while one is set. */
    if (!PyUnicode_IS_ASCII(raw) && PyErr_Occurred()) {
        return hf_worked_if(false);
    }
    out->data = PyUnicode_AsUTF8AndSize(raw, &out->size);
    out->data = HF_VIEW(self, out->data, out->size);
    return hf_worked_if(out->data != NULL);
}

hf_answer hf_str_equal(hf_str_borrowed left, hf_str_borrowed right)
{
    PyObject *a = HF_USE(left), *b = HF_USE(right);
    if (!hf_private_str_usable(__func__, a) ||
        !hf_private_str_usable(__func__, b)) {
        return hf_answer_failed();
    }
    if (a == b) {
        return hf_answer_yes_if(true);
    }
    /* The kind is always the narrowest, so equal strs have the same. */
    if (PyUnicode_GET_LENGTH(a) != PyUnicode_GET_LENGTH(b) ||
        PyUnicode_KIND(a) != PyUnicode_KIND(b)) {
        return hf_answer_yes_if(false);
    }
    size_t size = (size_t)PyUnicode_GET_LENGTH(a) * PyUnicode_KIND(a);
    return hf_answer_yes_if(
        memcmp(PyUnicode_DATA(a), PyUnicode_DATA(b), size) == 0);
}

hf_answer hf_str_equal_utf8_n(hf_str_borrowed self, const char *utf8,
                              Py_ssize_t size)
{
    PyObject *raw = HF_USE(self);
    if (!hf_private_str_usable(__func__, raw) ||
        !hf_private_utf8_usable(__func__, utf8, size)) {
        return hf_answer_failed();
    }
    return hf_answer_yes_if(hf_utf8_matches(raw, utf8, size));
}

hf_worked hf_str_compare(hf_str_borrowed left, hf_str_borrowed right, int *out)
{
    PyObject *a = HF_USE(left), *b = HF_USE(right);
    *out = 0;
    if (!hf_private_str_usable(__func__, a) ||
        !hf_private_str_usable(__func__, b)) {
        return hf_worked_if(false);
    }
    /* -1 is an error only for what is not a str. */
    *out = PyUnicode_Compare(a, b);
    return hf_worked_if(true);
}

hf_str hf_str_substring(hf_str_borrowed self, Py_ssize_t start, Py_ssize_t end)
{
    PyObject *raw = HF_USE(self);
    if (!hf_private_str_usable(__func__, raw) ||
        !hf_private_are_bounds(__func__, start, end)) {
        return hf_null(str);
    }
    return HF_NEW(str, PyUnicode_Substring(raw, start, end));
}

hf_lookup hf_str_find(hf_str_borrowed self, hf_str_borrowed needle,
                      Py_ssize_t start, Py_ssize_t end, Py_ssize_t *out)
{
    PyObject *a = HF_USE(self), *b = HF_USE(needle);
    *out = -1;
    if (!hf_private_str_usable(__func__, a) ||
        !hf_private_str_usable(__func__, b)) {
        return hf_lookup_failed();
    }
    Py_ssize_t found = PyUnicode_Find(a, b, start, end, 1);
    if (found == -2) {
        return hf_lookup_failed();
    }
    *out = found;
    return hf_lookup_found_if(found >= 0);
}

/* is_deeply_valid reads every code point of |raw|. */
static bool is_deeply_valid(PyObject *raw)
{
    const void *data = PyUnicode_DATA(raw);
    int kind = (int)PyUnicode_KIND(raw);
    Py_ssize_t length = PyUnicode_GET_LENGTH(raw);
    Py_UCS4 most = 0;
    for (Py_ssize_t i = 0; i < length; i++) {
        most = Py_MAX(most, PyUnicode_READ(kind, data, i));
    }
    int narrowest = most < 0x100 ? 1 : most < 0x10000 ? 2 : 4;
    if (most > 0x10FFFF || kind != narrowest ||
        (bool)PyUnicode_IS_ASCII(raw) != (most < 0x80)) {
        return false;
    }
    Py_hash_t kept_hash = ((PyASCIIObject *)raw)->hash;
    if (kept_hash != -1) {
        Py_hash_t hash = PyHash_GetFuncDef()->hash(data, length * kind);
        /* As CPython keeps it: -1 says that there is none. */
        if (kept_hash != (length == 0 ? 0 : hash - (hash == -1))) {
            return false;
        }
    }
    if (!PyUnicode_IS_COMPACT_ASCII(raw)) {
        const PyCompactUnicodeObject *compact = (PyCompactUnicodeObject *)raw;
        if (compact->utf8 != NULL &&
            !hf_utf8_matches(raw, compact->utf8, compact->utf8_length)) {
            return false;
        }
    }
    return true;
}

bool hf_private_str_is_valid(PyObject *raw, hf_depth depth)
{
    if (raw == NULL || !PyUnicode_Check(raw)) {
        return false;
    }
#if PY_VERSION_HEX < 0x030C0000 /* from then on all are ready */
    if (!PyUnicode_IS_READY(raw)) {
        return true;
    }
#endif
    int kind = (int)PyUnicode_KIND(raw);
    Py_ssize_t length = PyUnicode_GET_LENGTH(raw);
    if (length < 0 || (kind != 1 && kind != 2 && kind != 4) ||
        (PyUnicode_IS_ASCII(raw) && kind != 1) || Py_REFCNT(raw) <= 0) {
        return false;
    }
    if (PyUnicode_READ(kind, PyUnicode_DATA(raw), length) != 0) {
        return false;
    }
    return depth == HF_DEPTH_CHEAP || is_deeply_valid(raw);
}

bool hf_str_is_valid(hf_str_borrowed self, hf_depth depth)
{
    PyObject *raw = HF_USE(self);
    return hf_private_str_is_valid(raw, depth);
}
