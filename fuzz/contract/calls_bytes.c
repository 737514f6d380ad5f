/* The calls of contract.c that make bytes, or take them. */

#include "fuzz/contract/numbers.h"
#include "fuzz/contract/python.h"
#include "fuzz/contract/rows.h"

#include <math.h>
#include <string.h>

/* ---- Bytes to work on. */

enum { LONGEST = 300 };

/* bytes_content is what a byte stands for. */
static Py_ssize_t bytes_content(int byte, char *out)
{
    static const Py_ssize_t sizes[16] = {0,  1,  2,  3,  8,   31, 32, 33,
                                         63, 64, 65, 127, 128, 129, 255, 256};
    Py_ssize_t size = sizes[byte & 15];
    for (Py_ssize_t i = 0; i < size; i++) {
        out[i] = (char)(i * 7);
    }
    return size;
}

/* A bytes object: of the only reference, of two, of a subclass; or an operand. */
typedef struct some {
    char at[LONGEST];
    Py_ssize_t size;
    PyObject *raw, *other;
    bool is_bytes;
} some;

static PyObject *subclasses[2];

void bytes_start(void)
{
    PyTypeObject *const bases[2] = {&PyBytes_Type, &PyByteArray_Type};
    for (int i = 0; i < 2; i++) {
        subclasses[i] = fuzz_made(PyObject_CallFunctionObjArgs(
            python_global("loud"), bases[i], NULL));
    }
}

static PyObject *subclass_of(PyTypeObject *base)
{
    return subclasses[base == &PyByteArray_Type];
}

static some some_bytes(call *c, int byte, PyTypeObject *base)
{
    bool is_array = base == &PyByteArray_Type;
    some s = {.is_bytes = true};
    s.size = bytes_content(byte, s.at);
    switch (byte >> 4 & 3) {
    case 3:
        s.raw = Py_XNewRef(left(c)->raw);
        s.is_bytes = false;
        return s;
    case 2: {
        PyObject *plain = fuzz_made(PyBytes_FromStringAndSize(s.at, s.size));
        s.raw = fuzz_made(PyObject_CallOneArg(subclass_of(base), plain));
        Py_DECREF(plain);
        return s;
    }
    default:
        s.raw = fuzz_made(is_array
                              ? PyByteArray_FromStringAndSize(s.at, s.size)
                              : PyBytes_FromStringAndSize(s.at, s.size));
        s.other = byte & 16 ? Py_NewRef(s.raw) : NULL;
        return s;
    }
}

static void some_drop(some *s)
{
    Py_XDECREF(s->raw);
    Py_XDECREF(s->other);
}

static void needs_bytes_object(call *c, const char *function, const some *s)
{
    needs(c, function, s->raw, "bytes", &PyBytes_Type);
}

static void check_content(const some *s)
{
    if (s->is_bytes && PyBytes_Check(s->raw) &&
        (PyBytes_GET_SIZE(s->raw) != s->size ||
         memcmp(PyBytes_AS_STRING(s->raw), s->at, (size_t)s->size) != 0)) {
        fuzz_failed("content", "expected bytes that are as before, found others");
    }
}

/* end_bytes is end for a call that results in exact bytes. */
static void end_bytes(call *c, hf_bytes found, const char *at, Py_ssize_t size)
{
    end(c, !hf_is_null(found));
    if (c->ok) {
        PyObject *raw = hf_as_raw(found);
        if (!PyBytes_CheckExact(raw) || PyBytes_GET_SIZE(raw) != size ||
            memcmp(PyBytes_AS_STRING(raw), at, (size_t)size) != 0 ||
            PyBytes_AS_STRING(raw)[size] != '\0') {
            fuzz_failed("content", "expected %zd bytes, found others", size);
        }
        PyObject *same = fuzz_made(PyBytes_FromStringAndSize(at, size));
        expect(c, "the hash", PyObject_Hash(same), PyObject_Hash(raw));
        Py_DECREF(same);
    }
    hf_decref(found);
}

/* needs_memory notes what is wrong with a pointer and a size. */
static void needs_memory(call *c, const char *function, const void *data,
                         Py_ssize_t size)
{
    needs_size(c, function, size);
    if (data == NULL && size > 0) {
        raises(c, PyExc_SystemError, "%s: the pointer is NULL", function);
    }
}

/* memory_chosen is a pointer and a size: most are right. */
static const void *memory_chosen(int how, const char *at, Py_ssize_t *size)
{
    switch (how & 7) {
    case 5:
        *size = -1;
        break;
    case 6:
        return NULL;
    case 7:
        *size = 0;
        return NULL;
    default:
        break;
    }
    return handed(0, at, *size);
}

void bytes_from(call *c)
{
    char at[LONGEST];
    Py_ssize_t size = bytes_content(c->value, at);
    const void *data = memory_chosen(c->b, at, &size);
    needs_memory(c, "hf_bytes_from", data, size);
    if (!is_refused(c) && c->b & 8) {
        size = PY_SSIZE_T_MAX - (c->b & 64);
        if (data != NULL && size == PY_SSIZE_T_MAX) {
            raises(c, PyExc_OverflowError, "byte string is too large");
        } else if (data != NULL) {
            raises(c, PyExc_MemoryError, NULL);
        } else {
            size = 0;
        }
    }
    begin(c);
    end_bytes(c, hf_bytes_from(data, size), at, size);
}

void bytes_from_object(call *c)
{
    some s = some_bytes(c, c->value, c->b & 1 ? &PyByteArray_Type
                                               : &PyBytes_Type);
    if (runs_python(c)) {
        needs_object(c, "hf_bytes_from_object", s.raw);
    }
    if (!is_refused(c)) {
        as_cpython(c, PyBytes_FromObject(s.raw));
    }
    begin(c);
    end_object(c, hf_into_object(hf_bytes_from_object(
                      hf_object_from_borrowed(s.raw))));
    some_drop(&s);
}

void bytes_looks(call *c)
{
    some s = some_bytes(c, c->value, &PyBytes_Type);
    hf_bytes_borrowed self = hf_bytes_from_borrowed(s.raw);
    Py_ssize_t found = 77, at = (int8_t)c->more;
    uint8_t byte = 77;
    hf_bytes_view view = {"", 77};
    never_fails(c);
    switch (c->b & 3) {
    case 0:
        needs_bytes_object(c, "hf_bytes_length", &s);
        begin(c);
        end(c, hf_bytes_length(self, &found));
        expect_out(c, "the length", s.size, -1, found);
        break;
    case 1:
        c->more = 0;
        needs_bytes_object(c, "hf_bytes_get", &s);
        if (!is_refused(c) && (at < 0 || at >= s.size)) {
            raises(c, PyExc_IndexError, "hf_bytes_get: index %zd is out of range",
                   at);
        }
        begin(c);
        end(c, hf_bytes_get(self, at, &byte));
        expect_out(c, "the byte", c->ok ? (uint8_t)s.at[at] : 0, 0, byte);
        break;
    case 2:
        needs_bytes_object(c, "hf_bytes_as_view", &s);
        begin(c);
        end(c, hf_bytes_as_view(self, &view));
        expect_out(c, "the size", s.size, -1, view.size);
        if (c->ok ? memcmp(view.data, s.at, (size_t)s.size) != 0 ||
                        view.data[s.size] != '\0'
                  : view.data != NULL) {
            fuzz_failed("content", "expected a view of the bytes");
        }
        break;
    default:
        break;
    }
    check_content(&s);
    some_drop(&s);
}

void bytes_equal(call *c)
{
    some a = some_bytes(c, c->value, &PyBytes_Type);
    some b = some_bytes(c, c->b, &PyBytes_Type);
    if (b.is_bytes && b.size > 0 && c->b & 64) { /* the last one differs */
        b.at[b.size - 1] ^= 1;
        Py_SETREF(b.raw, fuzz_made(PyBytes_FromStringAndSize(b.at, b.size)));
    }
    bool found = true;
    never_fails(c);
    needs_bytes_object(c, "hf_bytes_equal", &a);
    needs_bytes_object(c, "hf_bytes_equal", &b);
    begin(c);
    end(c, answered(hf_bytes_equal(hf_bytes_from_borrowed(a.raw),
                                   hf_bytes_from_borrowed(b.raw)),
                    &found));
    expect_out(c, "whether both are equal",
               a.size == b.size && memcmp(a.at, b.at, (size_t)a.size) == 0,
               false, found);
    some_drop(&a);
    some_drop(&b);
}

void bytes_slice(call *c)
{
    some s = some_bytes(c, c->value, &PyBytes_Type);
    static const Py_ssize_t indexes[8] = {0, 1, 2, 64, 255, 256, PY_SSIZE_T_MAX, -1};
    Py_ssize_t start = indexes[c->b & 7], stop = indexes[c->b >> 3 & 7];
    needs_bytes_object(c, "hf_bytes_slice", &s);
    if (!is_refused(c) && (start < 0 || stop < 0)) {
        raises(c, PyExc_IndexError, "hf_bytes_slice: index -1 is out of range");
    }
    Py_ssize_t behind = Py_MIN(stop, s.size), first = Py_MIN(start, behind);
    begin(c);
    end_bytes(c, hf_bytes_slice(hf_bytes_from_borrowed(s.raw), start, stop),
              s.at + Py_MAX(first, 0), behind - first);
    some_drop(&s);
}

/* A bytes object that says it is as long as none can be: nobody may read it. */
static PyBytesObject longest;

void bytes_append(call *c)
{
    static const char *const functions[] = {"hf_bytes_append", "hf_bytes_concat",
                                            "hf_bytes_append_data",
                                            "hf_bytes_append_data"};
    int which = c->b & 3;
    some a = some_bytes(c, c->value, &PyBytes_Type);
    some b = some_bytes(c, c->b >> 2, &PyBytes_Type);
    bool is_itself = c->a & 32 && a.is_bytes;
    bool is_longest = c->a == 31 && which < 2 && a.is_bytes;
    char wanted[2 * LONGEST];
    Py_ssize_t size = b.size;
    const void *data = NULL;
    if (is_itself) {
        some_drop(&b);
        b = a;
        size = b.size;
        Py_XINCREF(b.raw);
        Py_XINCREF(b.other);
    }
    memcpy(wanted, a.at, (size_t)a.size);
    memcpy(wanted + a.size, b.at, (size_t)b.size);
    needs_bytes_object(c, functions[which], &a);
    if (which < 2) {
        if (!is_longest) {
            needs_bytes_object(c, functions[which], &b);
        } else {
            longest.ob_base = ((PyBytesObject *)a.raw)->ob_base;
            Py_SET_SIZE(&longest, PY_SSIZE_T_MAX);
            if (a.size > 0) {
                raises(c, PyExc_OverflowError,
                       "bytes objects are too large to concat");
            } else {
                raises(c, PyExc_OverflowError, "byte string is too large");
            }
            never_fails(c);
        }
    } else {
        data = is_itself && PyBytes_Check(a.raw)
                   ? PyBytes_AS_STRING(a.raw)
                   : memory_chosen(c->more, b.at, &size);
        if (is_itself && c->a & 64) { /* the NUL behind them alone */
            data = PyBytes_AS_STRING(a.raw) + a.size;
            size = 1;
            wanted[a.size] = '\0';
        }
        c->more = 0;
        if (!is_refused(c)) {
            needs_memory(c, functions[which], data, size);
        }
    }
    if (a.is_bytes && c->a & 128) {
        PyObject_Hash(a.raw); /* which is kept there */
    }
    /* The only reference, where there is one: it may grow in place. */
    PyObject *kept = which == 1 || a.other != NULL ? a.raw : NULL;
    PyObject *one = which == 1 ? NULL : a.raw;
    if (is_itself) {
        Py_XDECREF(b.raw); /* of which there is one reference then */
    }
    begin(c);
    hf_bytes self = one != NULL ? hf_bytes_from_owned(one) : hf_null(bytes);
    hf_bytes_borrowed right = hf_bytes_from_borrowed(
        is_longest ? (PyObject *)&longest : b.raw);
    hf_bytes found = which == 0   ? hf_bytes_append(self, right)
                     : which == 1 ? hf_bytes_concat(hf_bytes_from_borrowed(a.raw),
                                                    right)
                                  : hf_bytes_append_data(self, data, size);
    end_bytes(c, found, wanted, a.size + (which < 2 ? b.size : size));
    if (kept != NULL) {
        check_content(&a);
    }
    if (!is_itself) {
        some_drop(&b);
    } else {
        Py_XDECREF(b.other);
    }
    if (which == 1) {
        Py_XDECREF(a.raw);
    }
    Py_XDECREF(a.other);
}

/* ---- Names of files. */

void bytes_paths(call *c)
{
    some s = some_bytes(c, c->value, &PyBytes_Type);
    static const char *const names[4] = {"a", "\xc3\xa9", "\xff.txt", ""};
    const char *name = names[c->more & 3];
    Py_ssize_t size = (Py_ssize_t)strlen(name);
    PyObject *wanted = NULL;
    if (c->b & 8 && s.is_bytes) { /* without a NUL in it */
        Py_SETREF(s.raw, fuzz_made(PyBytes_FromString(name)));
    }
    switch (c->b & 3) {
    case 0:
    case 1:
        if (runs_python(c)) {
            needs_object(c, c->b & 1 ? "hf_str_from_path" : "hf_bytes_from_path",
                         s.raw);
        }
        if (!is_refused(c)) {
            c->b & 1 ? PyUnicode_FSDecoder(s.raw, &wanted)
                     : PyUnicode_FSConverter(s.raw, &wanted);
            as_cpython(c, wanted);
        }
        begin(c);
        hf_object_borrowed path = hf_object_from_borrowed(s.raw);
        end_object(c, c->b & 1 ? hf_into_object(hf_str_from_path(path))
                               : hf_into_object(hf_bytes_from_path(path)));
        break;
    default: {
        const void *data = memory_chosen(c->b >> 4, name, &size);
        needs_memory(c, "hf_str_from_path_data", data, size);
        if (!is_refused(c)) {
            as_cpython(c, PyUnicode_DecodeFSDefaultAndSize(name, size));
        }
        begin(c);
        end_object(c, hf_into_object(hf_str_from_path_data(data, size)));
        break;
    }
    }
    some_drop(&s);
}

/* ---- The builder. */

void bytes_build(call *c)
{
    hf_bytes_builder b = {0};
    char wanted[16 * LONGEST], at[LONGEST];
    Py_ssize_t all = 0;
    some s = some_bytes(c, c->b, &PyBytes_Type);
    int steps = c->a & 7;
    bool is_cleared = c->a & 64;
    static const char function[] = "hf_bytes_builder_append_data";
    /* What is noted while a step is looked at is what fails first. */
    for (int i = 0; i < steps && !is_refused(c); i++) {
        Py_ssize_t size = bytes_content(c->value + i * 3, at);
        memcpy(wanted + all, at, (size_t)size);
        all += size;
        wanted[all++] = (char)i;
    }
    if (c->a & 8) {
        needs(c, "hf_bytes_builder_append", s.raw, "bytes", &PyBytes_Type);
        if (!is_refused(c)) {
            memcpy(wanted + all, s.at, (size_t)s.size);
            all += s.size;
        }
    }
    Py_ssize_t wrong = c->a & 16 ? -1 : PY_SSIZE_T_MAX;
    if (c->a & 48) {
        needs_size(c, function, wrong);
        raises(c, PyExc_OverflowError, "the builder's bytes are too large");
    }
    bool is_forgotten =
        c->a & 128 && !is_cleared && !c->is_pending && is_refused(c);
    if (is_forgotten) {
        succeeds(c);
        raises(c, PyExc_SystemError,
               "hf_bytes_builder_finish: the builder failed before, and its "
               "exception was cleared");
    }
    begin(c);
    for (int i = 0; i < steps; i++) {
        Py_ssize_t size = bytes_content(c->value + i * 3, at);
        hf_bytes_builder_append_data(&b, at, size);
        hf_bytes_builder_append_byte(&b, (uint8_t)i);
    }
    if (c->a & 8) {
        hf_bytes_builder_append(&b, hf_bytes_from_borrowed(s.raw));
    }
    if (c->a & 48) {
        hf_bytes_builder_append_data(&b, at, wrong);
        hf_bytes_builder_append_byte(&b, 1);
        hf_bytes_builder_append(&b, hf_bytes_from_borrowed(s.raw));
        hf_bytes_builder_append_data(&b, at, 1);
    }
    if (is_cleared) {
        bool failed = PyErr_Occurred() != NULL && !c->is_pending;
        hf_bytes_builder_clear(&b);
        end(c, !failed && !c->fails);
        hf_bytes none = hf_bytes_builder_finish(&b);
        if (hf_is_null(none) || PyBytes_GET_SIZE(hf_as_raw(none)) != 0) {
            fuzz_failed("content", "expected no bytes of a cleared builder");
        }
        hf_decref(none);
    } else {
        if (is_forgotten) {
            PyErr_Clear(); /* finish says so */
        }
        end_bytes(c, hf_bytes_builder_finish(&b), wanted, all);
    }
    some_drop(&s);
}

/* ---- bytearray. */

void bytearray_from(call *c)
{
    char at[LONGEST];
    Py_ssize_t size = bytes_content(c->value, at);
    const void *data = memory_chosen(c->b, at, &size);
    needs_memory(c, "hf_bytearray_from", data, size);
    if (!is_refused(c) && c->b & 8 && data != NULL) {
        size = PY_SSIZE_T_MAX - (c->b & 64);
        raises(c, PyExc_MemoryError, NULL);
    }
    begin(c);
    hf_bytearray found = hf_bytearray_from(data, size);
    end(c, !hf_is_null(found));
    if (c->ok &&
        (PyByteArray_GET_SIZE(hf_as_raw(found)) != size ||
         memcmp(PyByteArray_AS_STRING(hf_as_raw(found)), at, (size_t)size) != 0)) {
        fuzz_failed("content", "expected a bytearray of the same bytes");
    }
    hf_decref(found);
}

void bytearray_changes(call *c)
{
    static const char *const functions[8] = {
        "hf_bytearray_length", "hf_bytearray_read",   "hf_bytearray_write",
        "hf_bytearray_resize", "hf_bytearray_append"};
    int which = (c->b & 7) % 5;
    some s = some_bytes(c, c->value, &PyByteArray_Type);
    hf_bytearray_borrowed self = hf_bytearray_from_borrowed(s.raw);
    char more[LONGEST], out[LONGEST];
    Py_ssize_t size = bytes_content(c->more, more), at = c->a & 15, found = 77;
    at = at == 15 ? -1 : at;
    const void *data = memory_chosen(c->b >> 3, more, &size);
    if (which == 3) { /* it takes a size alone */
        data = "";
    }
    if (which == 2 && c->a & 32 && s.is_bytes && s.size > 0) { /* its own */
        data = PyByteArray_AS_STRING(s.raw);
        size = s.size - 1;
        memcpy(more, s.at, (size_t)size);
    }
    void *into = data != NULL ? out : NULL;
    memset(out, 77, sizeof(out));
    needs(c, functions[which], s.raw, "bytearray", &PyByteArray_Type);
    if (which > 0 && !is_refused(c)) {
        needs_memory(c, functions[which], data, size);
    }
    if ((which == 1 || which == 2) && c->a & 64 && !is_refused(c) &&
        data != NULL) { /* with any index it is more than there can be */
        size = PY_SSIZE_T_MAX - (c->a & 16 ? 3 : 0);
    }
    if ((which == 1 || which == 2) && !is_refused(c) &&
        (at < 0 || at > s.size || size > s.size - at)) {
        raises(c, PyExc_IndexError, "%s: there are no %zd bytes at index %zd",
               functions[which], size, at);
    }
    bool is_huge = c->b & 128 && which > 2 && !is_refused(c) && data != NULL;
    if (is_huge) { /* which it says before it asks whether there is a view */
        size = PY_SSIZE_T_MAX - (c->a & 16 ? PY_SSIZE_T_MAX / 2 + 100 : 0);
        raises(c, PyExc_MemoryError, NULL);
    }
    if (which > 2 && c->a & 32 && s.is_bytes && s.size > 3) {
        s.size -= 2; /* it was longer, and so is its memory */
        PyByteArray_Resize(s.raw, s.size);
    }
    Py_buffer view = {0};
    bool is_exported = c->b & 64 && !is_refused(c);
    if (is_exported) {
        PyObject_GetBuffer(s.raw, &view, PyBUF_SIMPLE);
        bool changes = which == 3 ? size != s.size : which == 4 && size != 0;
        if (changes) {
            raises(c, PyExc_BufferError,
                   "Existing exports of data: object cannot be re-sized");
        }
    }
    begin(c);
    bool worked = false;
    switch (which) {
    case 0:
        worked = hf_bytearray_length(self, &found);
        break;
    case 1:
        worked = hf_bytearray_read(self, at, into, size);
        break;
    case 2:
        worked = hf_bytearray_write(self, at, data, size);
        break;
    case 3:
        worked = hf_bytearray_resize(self, size);
        break;
    default:
        worked = hf_bytearray_append(self, data, size);
        break;
    }
    end(c, worked);
    if (which == 0) {
        expect_out(c, "the length", s.size, -1, found);
    }
    if (c->ok && which == 1 && size > 0 &&
        (memcmp(out, s.at + at, (size_t)size) != 0 || out[size] != 77)) {
        fuzz_failed("content", "expected the bytes that are there");
    }
    if (c->ok && which == 2 && size > 0) {
        memcpy(s.at + at, more, (size_t)size);
    }
    char wanted[2 * LONGEST] = {0};
    memcpy(wanted, s.at, (size_t)s.size);
    if (c->ok && which == 3) {
        s.size = size;
        memset(wanted + s.size, 0, sizeof(wanted) - (size_t)s.size);
    } else if (c->ok && which == 4) {
        memcpy(wanted + s.size, more, (size_t)size);
        s.size += size;
    }
    if (s.is_bytes && (PyByteArray_GET_SIZE(s.raw) != s.size ||
                       memcmp(PyByteArray_AS_STRING(s.raw), wanted,
                              (size_t)s.size) != 0)) {
        fuzz_failed("content", "expected %zd bytes, found others", s.size);
    }
    if (is_exported) {
        PyBuffer_Release(&view);
    }
    some_drop(&s);
}

/* ---- complex. */

void complex_calls(call *c)
{
    hf_complex_value value = {edge_double_of(c->value), edge_double_of(c->more)};
    hf_complex_value found = {77, 77};
    PyObject *raw;
    bool is_operand = c->b & 1;
    c->more = 0;
    if (c->b & 2) {
        begin(c);
        hf_complex made = hf_complex_from(value.real, value.imag);
        end(c, !hf_is_null(made));
        if (c->ok) {
            found = (hf_complex_value){PyComplex_RealAsDouble(hf_as_raw(made)),
                                       PyComplex_ImagAsDouble(hf_as_raw(made))};
        } else {
            value = found;
        }
        hf_decref(made);
    } else {
        raw = is_operand ? Py_XNewRef(left(c)->raw)
                         : fuzz_made(PyComplex_FromDoubles(value.real, value.imag));
        if (c->b & 4) {
            if (runs_python(c)) {
                needs_object(c, "hf_object_as_complex", raw);
            }
            if (!is_refused(c)) {
                Py_complex same = PyComplex_AsCComplex(raw);
                as_cpython(c, NULL);
                value = (hf_complex_value){same.real, same.imag};
            }
            begin(c);
            end(c, hf_object_as_complex(hf_object_from_borrowed(raw), &found));
        } else {
            needs(c, "hf_complex_as_value", raw, "complex", &PyComplex_Type);
            if (raw != NULL && PyComplex_Check(raw)) {
                Py_complex same = PyComplex_AsCComplex(raw);
                value = (hf_complex_value){same.real, same.imag};
            }
            begin(c);
            end(c, hf_complex_as_value(hf_complex_from_borrowed(raw), &found));
        }
        if (!c->ok) {
            value = (hf_complex_value){0, 0};
        }
        Py_XDECREF(raw);
    }
    if (!same_double(value.real, found.real) ||
        !same_double(value.imag, found.imag)) {
        fuzz_failed("content", "expected %a and %a, found %a and %a", value.real,
                    value.imag, found.real, found.imag);
    }
}
