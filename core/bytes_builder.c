#define HF_CORE
#include "bytes_builder.h"

#include "internal/builder.h"
#include "internal/pending.h"

#include <string.h>

/* ROOM is the least capacity of a buffer. */
enum { ROOM = 64 };

HF_LOCAL void fail(hf_bytes_builder *self)
{
    hf_bytes_clear(&self->hf_private_buffer);
    self->hf_private_length = 0;
    self->hf_private_failed = true;
}

/* goes_on says whether the builder takes more. */
HF_LOCAL bool goes_on(hf_bytes_builder *self)
{
#ifdef HF_CHECKED
    HF_NEED_GIL();
    if (!hf_private_builder_is_good(
            HF_PRIVATE_TICKET(self->hf_private_buffer),
            HF_IS_NULL(self->hf_private_buffer), self->hf_private_length,
            &self->hf_private_failed, __builtin_return_address(0))) {
        *self = (hf_bytes_builder){.hf_private_failed = true};
    }
#endif
    return !self->hf_private_failed;
}

/* count sets how much is written. */
HF_LOCAL void count(hf_bytes_builder *self, Py_ssize_t length)
{
    self->hf_private_length = length;
#ifdef HF_CHECKED
    hf_private_builder_count(HF_PRIVATE_TICKET(self->hf_private_buffer),
                             length);
#endif
}

/* resized is |buffer|, consumed, with that capacity; or null. */
static PyObject *resized(PyObject *buffer, Py_ssize_t capacity)
{
    hf_private_pending pending = hf_private_set_aside();
    if (buffer == NULL) {
        buffer = PyBytes_FromStringAndSize(NULL, capacity);
    } else {
        _PyBytes_Resize(&buffer, capacity);
    }
    hf_private_set_again(&pending);
    return buffer;
}

/* add writes |size| bytes, which are not of the builder. */
HF_LOCAL void add(hf_bytes_builder *self, const void *data, Py_ssize_t size)
{
    Py_ssize_t length = self->hf_private_length;
    PyObject *buffer = HF_USE(self->hf_private_buffer);
    if (size == 0) {
        return;
    }
    if (buffer == NULL || size > PyBytes_GET_SIZE(buffer) - length) {
        if (size > PY_SSIZE_T_MAX / 4 - length) { /* no memory is that large */
            if (PyErr_Occurred() == NULL) {
                PyErr_SetString(PyExc_OverflowError,
                                "the builder's bytes are too large");
            }
            fail(self);
            return;
        }
        buffer = resized(HF_TAKE(self->hf_private_buffer),
                         Py_MAX((length + size) * 2, ROOM));
        self->hf_private_buffer = HF_AGAIN(bytes, buffer);
        if (buffer == NULL) {
            fail(self);
            return;
        }
    }
    memcpy(PyBytes_AS_STRING(buffer) + length, data, (size_t)size);
    count(self, length + size);
}

void hf_bytes_builder_append(hf_bytes_builder *self, hf_bytes_borrowed right)
{
    PyObject *raw = HF_USE(right);
    if (!goes_on(self)) {
        return;
    }
    if (!hf_private_bytes_usable(__func__, raw)) {
        fail(self);
        return;
    }
    add(self, PyBytes_AS_STRING(raw), PyBytes_GET_SIZE(raw));
}

void hf_bytes_builder_append_data(hf_bytes_builder *self, const void *data,
                                  Py_ssize_t size)
{
    if (!goes_on(self)) {
        return;
    }
    if (!hf_private_memory_usable(__func__, data, size)) {
        fail(self);
        return;
    }
    add(self, data, size);
}

void hf_bytes_builder_append_byte(hf_bytes_builder *self, uint8_t byte)
{
    if (goes_on(self)) {
        add(self, &byte, 1);
    }
}

hf_bytes hf_bytes_builder_finish(hf_bytes_builder *self)
{
    (void)goes_on(self); /* a copy that was left behind is told, and has failed */
    PyObject *buffer = HF_TAKE(self->hf_private_buffer);
    Py_ssize_t length = self->hf_private_length;
    bool failed = self->hf_private_failed;
    *self = (hf_bytes_builder){0};

    if (failed) {
        hf_private_builder_has_failed(__func__);
        return hf_null(bytes);
    }
    if (buffer == NULL) {
        return HF_NEW(bytes, PyBytes_FromStringAndSize(NULL, 0));
    }
    return HF_NEW(bytes, resized(buffer, length));
}

void hf_bytes_builder_clear(hf_bytes_builder *self)
{
    hf_bytes_clear(&self->hf_private_buffer);
    *self = (hf_bytes_builder){0};
}
