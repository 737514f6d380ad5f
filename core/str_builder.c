#define HF_CORE
#include "str_builder.h"

#include "internal/builder.h"
#include "internal/operands.h"
#include "internal/utf8.h"

#include <stdarg.h>
#include <string.h>

/* ROOM is the least capacity of a buffer, in code points. */
enum { ROOM = 64 };

HF_LOCAL void fail(hf_str_builder *self)
{
    hf_str_clear(&self->hf_private_buffer);
    self->hf_private_length = 0;
    self->hf_private_failed = true;
}

/* goes_on says whether the builder takes more. */
HF_LOCAL bool goes_on(hf_str_builder *self)
{
#ifdef HF_CHECKED
    HF_NEED_GIL();
    if (!hf_private_builder_is_good(
            HF_PRIVATE_TICKET(self->hf_private_buffer),
            HF_IS_NULL(self->hf_private_buffer), self->hf_private_length,
            &self->hf_private_failed, __builtin_return_address(0))) {
        *self = (hf_str_builder){.hf_private_failed = true};
    }
#endif
    return !self->hf_private_failed;
}

/* count sets how much is written. */
HF_LOCAL void count(hf_str_builder *self, Py_ssize_t length)
{
    self->hf_private_length = length;
#ifdef HF_CHECKED
    hf_private_builder_count(HF_PRIVATE_TICKET(self->hf_private_buffer),
                             length);
#endif
}

/* grown gives a buffer for |capacity| code points up to |maxchar| that holds
 * the first |length| of |buffer|, which it consumes; or null. */
static PyObject *grown(PyObject *buffer, Py_ssize_t length, Py_ssize_t capacity,
                       Py_UCS4 maxchar)
{
    if (buffer == NULL) {
        return PyUnicode_New(capacity, maxchar);
    }
    PyObject *result = NULL;
    if (maxchar <= PyUnicode_MAX_CHAR_VALUE(buffer)) {
        if (PyUnicode_Resize(&buffer, capacity) == 0) {
            return buffer;
        }
    } else {
        result = PyUnicode_New(capacity, maxchar);
        /* The result is new, and wide and long enough. */
        if (HF_NEVER(result != NULL && PyUnicode_CopyCharacters(
                                           result, 0, buffer, 0, length) < 0)) {
            Py_CLEAR(result);
        }
    }
    Py_DECREF(buffer);
    return result;
}

/* grow replaces the buffer by one that has room for |extra| more code points
 * up to |maxchar|, and gives it; or null, and the builder has failed. */
HF_LOCAL_APART PyObject *grow(hf_str_builder *self, Py_ssize_t extra,
                              Py_UCS4 maxchar)
{
    Py_ssize_t length = self->hf_private_length;
    Py_ssize_t capacity = 0;
    if (extra > PY_SSIZE_T_MAX - length) {
        PyErr_SetString(PyExc_OverflowError,
                        "the builder's string is too large");
        fail(self);
        return NULL;
    }
    PyObject *buffer = HF_TAKE(self->hf_private_buffer);
    if (buffer != NULL) {
        capacity = PyUnicode_GET_LENGTH(buffer);
        maxchar = Py_MAX(maxchar, PyUnicode_MAX_CHAR_VALUE(buffer));
    }
    Py_ssize_t wanted = length + extra;
    if (wanted > capacity) {
        capacity = wanted > PY_SSIZE_T_MAX / 2 ? wanted : wanted * 2;
        capacity = Py_MAX(capacity, ROOM);
    }
    buffer = grown(buffer, length, capacity, maxchar);
    self->hf_private_buffer = HF_AGAIN(str, buffer);
    if (buffer == NULL) {
        fail(self);
    }
    count(self, self->hf_private_length); /* of the new buffer */
    return buffer;
}

/* reserve gives the buffer, with room for |extra| more code points up to
 * |maxchar|, and counts them in; or null, and the builder has failed. */
HF_INLINE PyObject *reserve(hf_str_builder *self, Py_ssize_t extra,
                            Py_UCS4 maxchar)
{
    PyObject *buffer = HF_USE(self->hf_private_buffer);
    if (HF_UNLIKELY(buffer == NULL ||
                    extra > PyUnicode_GET_LENGTH(buffer) -
                                self->hf_private_length ||
                    maxchar > PyUnicode_MAX_CHAR_VALUE(buffer))) {
        buffer = grow(self, extra, maxchar);
        if (buffer == NULL) {
            return NULL;
        }
    }
    count(self, self->hf_private_length + extra);
    return buffer;
}

HF_LOCAL void append(hf_str_builder *self, const char *function,
                     PyObject *right)
{
    if (!hf_private_str_usable(function, right)) {
        fail(self);
        return;
    }
    Py_ssize_t at = self->hf_private_length;
    Py_ssize_t extra = PyUnicode_GET_LENGTH(right);
    if (extra == 0) {
        return;
    }
    PyObject *buffer = reserve(self, extra, PyUnicode_MAX_CHAR_VALUE(right));
    if (buffer == NULL) {
        return;
    }
    const Py_ssize_t kind = (Py_ssize_t)PyUnicode_KIND(buffer);
    if (kind == (Py_ssize_t)PyUnicode_KIND(right)) {
        memcpy((char *)PyUnicode_DATA(buffer) + at * kind,
               PyUnicode_DATA(right), (size_t)(extra * kind));
    } else if (HF_NEVER(PyUnicode_CopyCharacters(buffer, at, right, 0, extra) <
                        0)) {
        fail(self);
    }
}

/* is_code_point says whether a str may have |c|; otherwise an exception is set. */
HF_LOCAL bool is_code_point(Py_UCS4 c)
{
    if (HF_LIKELY(c <= 0x10FFFF)) {
        return true;
    }
    hf_str_decref(hf_str_from_code_point(c)); /* raises */
    return false;
}

void hf_str_builder_append(hf_str_builder *self, hf_str_borrowed right)
{
    PyObject *raw = HF_USE(right);
    if (goes_on(self)) {
        append(self, __func__, raw);
    }
}

/* widest gives the largest of the code points of |from| from |start| to |end|.
 */
static Py_UCS4 widest(PyObject *from, Py_ssize_t start, Py_ssize_t end)
{
    if (PyUnicode_IS_ASCII(from)) {
        return 0x7F;
    }
    const int kind = (int)PyUnicode_KIND(from);
    const void *data = PyUnicode_DATA(from);
    Py_UCS4 most = 0;
    for (Py_ssize_t i = start; i < end; i++) {
        most = Py_MAX(most, PyUnicode_READ(kind, data, i));
    }
    return most;
}

void hf_str_builder_append_slice(hf_str_builder *self, hf_str_borrowed right,
                                 Py_ssize_t start, Py_ssize_t end)
{
    PyObject *raw = HF_USE(right);
    if (!goes_on(self)) {
        return;
    }
    if (!hf_private_str_usable(__func__, raw)) {
        fail(self);
        return;
    }
    if (!hf_private_are_bounds(__func__, start, end)) {
        fail(self);
        return;
    }
    end = Py_MIN(end, PyUnicode_GET_LENGTH(raw));
    if (start >= end) {
        return;
    }
    Py_ssize_t at = self->hf_private_length;
    PyObject *buffer = reserve(self, end - start, widest(raw, start, end));
    if (HF_NEVER(buffer != NULL &&
                 PyUnicode_CopyCharacters(buffer, at, raw, start, end - start) <
                     0)) {
        fail(self);
    }
}

void hf_str_builder_reserve(hf_str_builder *self, Py_ssize_t extra)
{
    if (!goes_on(self)) {
        return;
    }
    if (!hf_private_utf8_usable(__func__, "", extra)) {
        fail(self);
        return;
    }
    PyObject *buffer = HF_USE(self->hf_private_buffer);
    Py_ssize_t room = buffer != NULL ? PyUnicode_GET_LENGTH(buffer) -
                                           self->hf_private_length
                                     : 0;
    if (extra > room) {
        grow(self, extra, 0x7F);
    }
}

hf_worked hf_str_builder_extend(hf_str_builder *self, Py_ssize_t extra,
                                Py_UCS4 maxchar, hf_str_span *out)
{
    *out = (hf_str_span){.kind = 1};
    if (!goes_on(self)) {
        return hf_worked_if(false);
    }
    if (!hf_private_utf8_usable(__func__, "", extra)) {
        fail(self);
        return hf_worked_if(false);
    }
    if (!is_code_point(maxchar)) {
        fail(self);
        return hf_worked_if(false);
    }
    if (extra != 0 && HF_USE(self->hf_private_buffer) == NULL) {
        self->hf_private_buffer = HF_AGAIN(str, PyUnicode_New(extra, maxchar));
        if (HF_IS_NULL(self->hf_private_buffer)) {
            fail(self);
            return hf_worked_if(false);
        }
    }
    Py_ssize_t at = self->hf_private_length;
    PyObject *buffer = reserve(self, extra, maxchar);
    if (buffer == NULL) {
        return hf_worked_if(false);
    }
    out->kind = (int)PyUnicode_KIND(buffer);
    out->data = (char *)PyUnicode_DATA(buffer) + at * out->kind;
    out->length = extra;
#ifdef HF_CHECKED
    out->hf_private_ticket = HF_PRIVATE_TICKET(self->hf_private_buffer);
    out->hf_private_written = self->hf_private_length;
#endif
    return hf_worked_if(true);
}

void hf_str_builder_append_utf8_n(hf_str_builder *self, const char *utf8,
                                  Py_ssize_t size)
{
    if (!goes_on(self)) {
        return;
    }
    if (!hf_private_utf8_usable(__func__, utf8, size)) {
        fail(self);
        return;
    }
    if (size == 0) {
        return;
    }
    Py_ssize_t at = self->hf_private_length;
    PyObject *buffer = HF_USE(self->hf_private_buffer);
    if (buffer != NULL && size <= PyUnicode_GET_LENGTH(buffer) - at &&
        PyUnicode_IS_COMPACT_ASCII(buffer) && hf_utf8_is_ascii(utf8, size)) {
        count(self, at + size);
        hf_utf8_write_ascii(buffer, at, utf8, size);
        return;
    }
    hf_utf8_extent extent;
    if (!hf_utf8_measure(utf8, size, &extent)) {
        PyObject *right = hf_private_utf8_decode(utf8, size);
        append(self, __func__, right);
        Py_XDECREF(right);
        return;
    }
    buffer = reserve(self, extent.length, extent.maxchar);
    if (buffer != NULL) {
        hf_utf8_write(buffer, at, utf8, size);
    }
}

void hf_str_builder_append_code_point(hf_str_builder *self, Py_UCS4 code_point)
{
    if (!goes_on(self)) {
        return;
    }
    if (!is_code_point(code_point)) {
        fail(self);
        return;
    }
    Py_ssize_t at = self->hf_private_length;
    PyObject *buffer = reserve(self, 1, code_point);
    if (buffer != NULL) {
        PyUnicode_WRITE(PyUnicode_KIND(buffer), PyUnicode_DATA(buffer), at,
                        code_point);
    }
}

void hf_private_str_builder_append_format(hf_str_builder *self,
                                          const char *letters,
                                          const char *format, ...)
{
    if (!goes_on(self)) {
        return;
    }
    PyObject *right = NULL;
    if (!PyErr_Occurred()) {
        va_list arguments;
        va_start(arguments, format);
        right = hf_private_format("hf_str_builder_append_format", letters,
                                  format, arguments);
        va_end(arguments);
    }
    if (goes_on(self)) { /* what is shown may have run, and come to it, too */
        append(self, __func__, right);
    }
    Py_XDECREF(right);
}

hf_str hf_str_builder_finish(hf_str_builder *self)
{
    (void)goes_on(self); /* a copy that was left behind is told, and has failed */
    PyObject *buffer = HF_TAKE(self->hf_private_buffer);
    Py_ssize_t length = self->hf_private_length;
    bool failed = self->hf_private_failed;
    *self = (hf_str_builder){0};

    if (failed) {
        hf_private_builder_has_failed(__func__);
        return hf_null(str);
    }
    if (buffer == NULL) {
        return HF_NEW(str, PyUnicode_New(0, 0));
    }
    if (PyUnicode_Resize(&buffer, length) < 0) {
        Py_CLEAR(buffer);
    }
    /* What the caller wrote to a span, too. */
    HF_ASSERT_DEEP(buffer == NULL ||
                   hf_private_str_is_valid(buffer, HF_DEPTH_DEEP));
    return HF_NEW(str, buffer);
}

void hf_str_builder_clear(hf_str_builder *self)
{
    hf_str_clear(&self->hf_private_buffer);
    *self = (hf_str_builder){0};
}
