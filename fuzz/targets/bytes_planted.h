/* bytes_planted.h: bugs in what bytes_sequence calls, as planted.h has them for the
 * other sequences: each does what the layer does, and one thing wrong, where the
 * environment variable HF_PLANTED names it.
 */
#ifndef FUZZ_BYTES_PLANTED_H
#define FUZZ_BYTES_PLANTED_H

#include "fuzz/targets/planted.h"

/* ---- Buffers. */

/* forgives says that a call has just failed so, and clears that. */
static bool forgives(PyObject *type)
{
    if (PyErr_Occurred() == NULL || !PyErr_ExceptionMatches(type)) {
        return false;
    }
    PyErr_Clear();
    return true;
}

/* What is got, and refused then, stays held. */
static void get_and_lose(PyObject *raw)
{
    static Py_buffer lost;
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    if (PyObject_GetBuffer(raw, &lost, PyBUF_FULL_RO) < 0) {
        PyErr_Clear();
    }
    PyErr_Restore(type, value, traceback);
}

UNUSED static hf_worked planted_buffer_get(hf_object_borrowed source,
                                           hf_buffer_needs needs,
                                           hf_buffer *self)
{
    needs.contiguous = needs.contiguous && !planted("gaps_not_seen");
    needs.writable = needs.writable && !planted("writable_not_asked");
    needs.format = planted("format_not_asked") ? NULL : needs.format;
    hf_worked worked = hf_buffer_get(source, needs, self);
    if (planted("refused_and_held") && !worked &&
        PyErr_ExceptionMatches(PyExc_BufferError)) {
        get_and_lose(hf_as_raw(source));
    }
    return worked;
}

UNUSED static void planted_buffer_clear(hf_buffer *self)
{
    bool is_held = self->hf_private_self == self;
    if (planted("not_released") && is_held) {
        *self = (hf_buffer){.hf_private_self = NULL};
    }
    if (planted("released_twice") && is_held) {
        PyObject *raw = self->hf_private_view.obj;
        if (is_counted(raw) && Py_REFCNT(raw) > 2) {
            Py_DECREF(raw);
        }
    }
    hf_buffer_clear(self);
}

/* place_by is where an item would be by its index and |stride| alone; NULL where no
 * buffer of one dimension is held, or there is no such index up to |most|. */
static char *place_by(const hf_buffer *self, int n, const Py_ssize_t *indexes,
                      Py_ssize_t stride, Py_ssize_t most)
{
    const Py_buffer *view = hf_buffer_raw(self);
    if (n != 1 || view == NULL || view->ndim != 1 || indexes[0] < 0 ||
        indexes[0] > most) {
        return NULL;
    }
    return (char *)view->buf + indexes[0] * stride;
}

UNUSED static hf_worked planted_buffer_read(const hf_buffer *self, int n,
                                            const Py_ssize_t *indexes,
                                            void *item, size_t size, char kind)
{
    hf_worked worked = hf_private_buffer_read(self, n, indexes, item, size,
                                              kind);
    Py_ssize_t length = hf_buffer_length(self, 0);
    const Py_buffer *view = hf_buffer_raw(self);
    Py_ssize_t item_size = view != NULL ? view->itemsize : 0;
    const char *packed = place_by(self, n, indexes, item_size, length - 1);
    if (planted("strides_ignored") && worked && packed != NULL &&
        view->strides[0] > 0) {
        memcpy(item, packed, size);
    }
    if (planted("size_not_checked") && !worked && packed != NULL &&
        size < (size_t)item_size && forgives(PyExc_TypeError)) {
        return hf_worked_if(true);
    }
    if (planted("one_too_far") && !worked && view != NULL && n == 1 &&
        view->ndim == 1 && indexes[0] == length && forgives(PyExc_IndexError)) {
        return hf_worked_if(true);
    }
    if (planted("not_zeroed") && !worked) {
        memset(item, 1, size);
    }
    return worked;
}

UNUSED static hf_worked planted_buffer_write(const hf_buffer *self, int n,
                                             const Py_ssize_t *indexes,
                                             const void *item, size_t size,
                                             char kind)
{
    hf_worked worked = hf_private_buffer_write(self, n, indexes, item, size,
                                               kind);
    const Py_buffer *view = hf_buffer_raw(self);
    char *at = view != NULL ? place_by(self, n, indexes, view->itemsize,
                                       hf_buffer_length(self, 0) - 1)
                            : NULL;
    if (planted("read_only_written") && !worked && at != NULL &&
        size <= (size_t)view->itemsize && forgives(PyExc_BufferError)) {
        memcpy(at, item, size);
        return hf_worked_if(true);
    }
    return worked;
}

UNUSED static void *planted_buffer_array(const hf_buffer *self, bool writable,
                                         size_t size, size_t alignment,
                                         char kind, Py_ssize_t *n)
{
    size_t asked = planted("alignment_not_asked") ? 1 : alignment;
    return hf_private_buffer_array(self, writable, size, asked, kind, n);
}

/* ---- Bytes and bytearrays. */

UNUSED static hf_bytes planted_bytes_append(hf_bytes self,
                                            hf_bytes_borrowed right)
{
    PyObject *raw = hf_as_raw(self);
    bool is_bytes = raw != NULL && PyBytes_CheckExact(raw) &&
                    PyBytes_GET_SIZE(raw) > 1;
    if (planted("held_and_grown") && is_bytes && Py_REFCNT(raw) == 2 &&
        hf_as_raw(right) != raw) {
        Py_DECREF(raw);
    }
    return hf_bytes_append(self, right);
}

UNUSED static hf_worked planted_bytearray_resize(hf_bytearray_borrowed self,
                                                 Py_ssize_t size)
{
    PyObject *raw = hf_as_raw(self);
    bool is_bytearray = raw != NULL && PyByteArray_Check(raw);
    Py_ssize_t before = is_bytearray ? PyByteArray_GET_SIZE(raw) : 0;
    hf_worked worked = hf_bytearray_resize(self, size);
    if (planted("added_unset") && worked && size > before) {
        memset(PyByteArray_AS_STRING(raw) + before, 0xAA,
               (size_t)(size - before));
    }
    if (planted("export_overlooked") && !worked && is_bytearray &&
        size < before && forgives(PyExc_BufferError)) {
        return hf_worked_if(true);
    }
    return worked;
}

/* ---- Memoryviews. */

UNUSED static hf_memoryview planted_from_memory(hf_object owner,
                                                hf_memory memory)
{
    PyObject *raw = hf_as_raw(owner);
    bool keeps = planted("owner_not_consumed") && is_counted(raw);
    if (keeps) {
        Py_INCREF(raw);
    }
    hf_memoryview made = hf_memoryview_from_memory(owner, memory);
    if (keeps && !hf_is_null(made)) {
        Py_DECREF(raw);
    }
    if (planted("owner_lost") && !hf_is_null(made) && is_counted(raw) &&
        Py_REFCNT(raw) > 1) {
        Py_DECREF(raw);
    }
    return made;
}

/* ---- Builders. */

UNUSED static void planted_builder_append_data(hf_bytes_builder *self,
                                               const void *data,
                                               Py_ssize_t size)
{
    if (planted("error_not_sticky") && self->hf_private_failed) {
        self->hf_private_failed = false;
    }
    hf_bytes_builder_append_data(self, data, size);
}

UNUSED static hf_bytes planted_builder_finish(hf_bytes_builder *self)
{
    if (planted("last_byte_lost") && self->hf_private_length > 1) {
        self->hf_private_length--;
    }
    return hf_bytes_builder_finish(self);
}

/* From here on the target calls the functions above. */
#undef hf_buffer_get
#define hf_buffer_get(x, ...) planted_buffer_get(hf_as_object(x), __VA_ARGS__)
#define hf_buffer_clear planted_buffer_clear
#define hf_private_buffer_read planted_buffer_read
#define hf_private_buffer_write planted_buffer_write
#define hf_private_buffer_read_one(self, i, ...)                               \
    planted_buffer_read(self, 1, (const Py_ssize_t[1]){i}, __VA_ARGS__)
#define hf_private_buffer_write_one(self, i, ...)                              \
    planted_buffer_write(self, 1, (const Py_ssize_t[1]){i}, __VA_ARGS__)
#define hf_private_buffer_array planted_buffer_array
#define hf_bytes_append planted_bytes_append
#define hf_bytearray_resize planted_bytearray_resize
#undef hf_memoryview_from_memory
#define hf_memoryview_from_memory(owner, ...)                                  \
    planted_from_memory(hf_into_object(owner), __VA_ARGS__)
#define hf_bytes_builder_append_data planted_builder_append_data
#define hf_bytes_builder_finish planted_builder_finish

#endif /* FUZZ_BYTES_PLANTED_H */
