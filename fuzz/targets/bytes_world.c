#include "fuzz/targets/bytes_world.h"

#ifdef HF_PLANTED
#include "fuzz/targets/bytes_planted.h"
#endif

#include "fuzz/engine/in_step.h"

#include <string.h>

/* ---- Exporters. They are made in C, so that no frame of Python's is needed: any
 * allocation may fail around them. */

static int ends; /* of exporters, in this program */

static bool asks(int flags, int what)
{
    return (flags & what) == what;
}

static bool is_offered(const fuzz_exporter *self, int flags)
{
    const fuzz_layout *layout = &fuzz_layouts[self->mode];
    bool has_gaps = !fuzz_layout_is_c(layout);
    if (self->mode == FUZZ_REFUSES) {
        PyErr_SetString(PyExc_ValueError, "exporter");
    } else if (asks(flags, PyBUF_WRITABLE) && layout->readonly) {
        PyErr_SetString(PyExc_BufferError, "exporter: read-only");
    } else if (has_gaps && (asks(flags, PyBUF_C_CONTIGUOUS) ||
                            !asks(flags, PyBUF_STRIDES))) {
        PyErr_SetString(PyExc_BufferError, "exporter: gaps");
    } else {
        return true;
    }
    return false;
}

static int exporter_get(PyObject *object, Py_buffer *view, int flags)
{
    static Py_ssize_t pointers[FUZZ_DIMENSIONS] = {0, 0};
    fuzz_exporter *self = (fuzz_exporter *)object;
    const fuzz_layout *layout = &fuzz_layouts[self->mode];
    view->obj = NULL;
    if (!is_offered(self, flags)) {
        return -1;
    }
    if (self->mode == FUZZ_DROPS) {
        fuzz_drop();
    } else if (self->mode == FUZZ_NESTS) {
        fuzz_nest(2);
    }
    bool shows = self->mode != FUZZ_LIES && layout->dimensions > 0;
    bool named = asks(flags, PyBUF_FORMAT) && self->mode != FUZZ_UNNAMED;
    *view = (Py_buffer){
        .buf = self->memory + layout->at,
        .obj = Py_NewRef(object),
        .len = fuzz_layout_items(layout) * layout->item_size,
        .itemsize = layout->item_size,
        .readonly = layout->readonly,
        .ndim = layout->dimensions,
        .format = named ? (char *)(uintptr_t)layout->format : NULL,
        .shape = asks(flags, PyBUF_ND) && shows
                     ? (Py_ssize_t *)(uintptr_t)layout->length
                     : NULL,
        .strides = asks(flags, PyBUF_STRIDES) && shows
                       ? (Py_ssize_t *)(uintptr_t)layout->stride
                       : NULL,
        .suboffsets = self->mode == FUZZ_POINTERS ? pointers : NULL,
    };
    self->exports++;
    return 0;
}

static void exporter_release(PyObject *object, Py_buffer *view)
{
    (void)view;
    fuzz_exporter *self = (fuzz_exporter *)object;
    self->exports--;
    if (self->mode == FUZZ_DROPS) {
        fuzz_drop();
    }
}

static void exporter_dealloc(PyObject *object)
{
    fuzz_exporter *self = (fuzz_exporter *)object;
    if (self->exports != 0) {
        fuzz_failed("references", "an exporter ends while %zd hold its buffer",
                    self->exports);
    }
    ends++;
    PyMem_Free(self->memory);
    PyObject_Free(self);
}

static PyBufferProcs exporter_as_buffer = {exporter_get, exporter_release};
static PyTypeObject exporter_class = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "Exporter",
    .tp_basicsize = sizeof(fuzz_exporter),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_dealloc = exporter_dealloc,
    .tp_as_buffer = &exporter_as_buffer,
};

hf_object exporter_new(int mode)
{
    char *memory = PyMem_Malloc(FUZZ_MEMORY);
    fuzz_exporter *made = memory != NULL
                              ? PyObject_New(fuzz_exporter, &exporter_class)
                              : NULL;
    if (made == NULL) {
        PyMem_Free(memory);
        PyErr_Clear();
        PyErr_NoMemory();
        return hf_null(object);
    }
    for (int i = 0; i < FUZZ_MEMORY; i++) {
        memory[i] = (char)(i * 7 + mode);
    }
    made->mode = mode;
    made->exports = 0;
    made->memory = memory;
    return hf_object_from_owned((PyObject *)made);
}

/* ---- Bytes. */

static hf_object subclass_of_bytes;

hf_bytes subclass(hf_bytes_borrowed y)
{
    return hf_bytes_cast_unchecked(
        hf_object_call_one_arg(hf_borrow(subclass_of_bytes), y));
}

int64_t token(const void *data, Py_ssize_t size)
{
    uint64_t sum = (uint64_t)size;
    for (Py_ssize_t i = 0; i < size; i++) {
        sum = sum * 257 + ((const uint8_t *)data)[i];
    }
    return (int64_t)sum;
}

uint8_t long_byte(Py_ssize_t i)
{
    return (uint8_t)(i * 7 + (i >> 8) * 5 + (i >> 16) * 3);
}

const char *long_data(Py_ssize_t size)
{
    static uint8_t all[LONG_MOST];
    for (Py_ssize_t i = 0; all[1] == 0 && i < LONG_MOST; i++) {
        all[i] = long_byte(i);
    }
    return memcpy(fuzz_room((size_t)size), all, (size_t)size);
}

bool read_some(hf_bytearray_borrowed y, Py_ssize_t at, Py_ssize_t size,
               int64_t *found)
{
    enum { UNWRITTEN = 0x5A };
    uint8_t *out = (uint8_t *)fuzz_room((size_t)size);
    memset(out, UNWRITTEN, (size_t)size);
    bool worked = hf_bytearray_read(y, at, out, size);
    if (worked) {
        found[0] = token(out, size);
        return true;
    }
    for (Py_ssize_t i = 0; i < size; i++) {
        found[3] |= out[i] != UNWRITTEN;
    }
    return false;
}

/* ---- Memoryviews. */

const item_of_memory memories[MEMORIES] = {{"B", 1},  {"i", 4}, {"h", 2},
                                           {"d", 8},  {"?", 1}, {"I", 4},
                                           {NULL, 1}, {"q", 8}};

hf_memory memory_in(hf_object_borrowed owner, Py_ssize_t at, Py_ssize_t count,
                    int items, bool writable)
{
    PyObject *raw = hf_as_raw(owner);
    char *memory = Py_IS_TYPE(raw, &exporter_class)
                       ? ((fuzz_exporter *)raw)->memory
                   : PyBytes_Check(raw) ? PyBytes_AS_STRING(raw)
                                        : NULL;
    return (hf_memory){.data = memory != NULL ? memory + at : NULL,
                       .count = count,
                       .item_size = memories[items].size,
                       .format = memories[items].format,
                       .writable = writable};
}

const char *const cast_formats[CAST_FORMATS] = {"B", "b", "c", "h",  "i",
                                                "q", "d", "?", "@I", "=i"};
const char *const needed_formats[NEEDED_FORMATS] = {
    NULL, "B", "b", "c", "h", "i",  "I",  "q",
    "l",  "d", "?", "f", "x", "@i", "=l", "ii"};

static PyObject *cast_name, *readonly_name, *release_name;
static PyObject *cast_format[CAST_FORMATS];
static PyObject *shapes[MOST_ROWS][MOST_COLUMNS];

hf_object view_cast(hf_object_borrowed y, int format, int rows, int columns)
{
    PyObject *shape = rows > 0 ? shapes[rows - 1][columns - 1] : NULL;
    return hf_object_from_owned(PyObject_CallMethodObjArgs(
        hf_as_raw(y), cast_name, cast_format[format], shape, NULL));
}

static PyObject *bound(int index)
{
    return index == NOWHERE ? Py_NewRef(Py_None) : PyLong_FromLong(index);
}

hf_object view_slice(hf_object_borrowed y, int start, int stop, int step)
{
    PyObject *first = bound(start), *last = bound(stop), *by = bound(step);
    PyObject *slice = PySlice_New(first, last, by);
    PyObject *made = slice != NULL ? PyObject_GetItem(hf_as_raw(y), slice)
                                   : NULL;
    Py_XDECREF(slice);
    Py_DECREF(first);
    Py_DECREF(last);
    Py_DECREF(by);
    return hf_object_from_owned(made);
}

hf_object view_readonly(hf_object_borrowed y)
{
    return hf_object_from_owned(
        PyObject_CallMethodNoArgs(hf_as_raw(y), readonly_name));
}

bool view_release(hf_object_borrowed y)
{
    PyObject *none = PyObject_CallMethodNoArgs(hf_as_raw(y), release_name);
    Py_XDECREF(none);
    return none != NULL;
}

/* ---- Buffers. */

hf_buffer buffers[BUFFERS];

hf_buffer_needs needs_of(int bits)
{
    return (hf_buffer_needs){
        .writable = bits & WRITABLE,
        .contiguous = bits & CONTIGUOUS,
        .format = needed_formats[bits / FORMAT_BITS % NEEDED_FORMATS],
        .dimensions = bits / DIMENSION_BITS,
    };
}

void pattern(int value, bool is_bool, uint8_t out[ITEM_MOST])
{
    for (int i = 0; i < ITEM_MOST; i++) {
        out[i] = (uint8_t)(is_bool ? value & 1 : value + 17 * i);
    }
}

/* What is there before shows where nothing is written. */
#define READ(number, type)                                                     \
    case number: {                                                             \
        type item = (type)1;                                                   \
        ok = by == AT_INDEX ? hf_buffer_read(b, i, &item)                      \
                            : hf_buffer_read_at(b, indexes, &item);            \
        memcpy(found, &item, sizeof(item));                                    \
        break;                                                                 \
    }
bool read_item(const hf_buffer *b, int type, place by, Py_ssize_t i,
               Py_ssize_t j, int64_t *found)
{
    const Py_ssize_t indexes[FUZZ_DIMENSIONS] = {i, j};
    bool ok = false;
    switch (type) {
        ITEM_TYPES(READ)
    }
    found[3] = !ok && found[0] != 0;
    return ok;
}

#define WRITE(number, type)                                                    \
    case number: {                                                             \
        type item;                                                             \
        memcpy(&item, bytes, sizeof(item));                                    \
        return by == AT_INDEX ? hf_buffer_write(b, i, &item)                   \
                              : hf_buffer_write_at(b, indexes, &item);         \
    }
bool write_item(const hf_buffer *b, int type, place by, Py_ssize_t i,
                Py_ssize_t j, int value)
{
    const Py_ssize_t indexes[FUZZ_DIMENSIONS] = {i, j};
    uint8_t bytes[ITEM_MOST];
    pattern(value, type == TYPES - 1, bytes);
    switch (type) {
        ITEM_TYPES(WRITE)
    }
    return false;
}

#define ARRAY(number, type)                                                    \
    case number: {                                                             \
        size = sizeof(type);                                                   \
        array = value < 0 ? (const void *)hf_buffer_array(type, b, &n)         \
                          : hf_buffer_array_writable(type, b, &n);             \
        break;                                                                 \
    }
bool look_at_array(const hf_buffer *b, int type, int value, int64_t *found)
{
    const void *array = NULL;
    size_t size = 0;
    Py_ssize_t n = -1;
    switch (type) {
        ITEM_TYPES(ARRAY)
    }
    found[0] = n;
    found[3] = array == NULL && n != 0;
    if (array == NULL) {
        return false;
    }
    if (value >= 0 && n > 0) {
        uint8_t bytes[ITEM_MOST];
        pattern(value, type == TYPES - 1, bytes);
        memcpy((void *)(uintptr_t)array, bytes, size);
    }
    found[1] = token(array, n * (Py_ssize_t)size);
    return true;
}

void look_at_buffer(const hf_buffer *b, int dimension, int64_t *found)
{
    found[0] = hf_buffer_dimensions(b);
    found[1] = hf_buffer_length(b, dimension);
    found[2] = hf_buffer_size(b);
    found[3] = hf_buffer_raw(b) != NULL;
}

bool get_buffer(hf_object_borrowed y, int needs, int which, int64_t *found)
{
    bool ok = hf_buffer_get(y, needs_of(needs), &buffers[which]);
    found[3] = hf_buffer_raw(&buffers[which]) != NULL;
    return ok;
}

bool use_copy(int which, int type, int64_t *found)
{
    hf_buffer copy = buffers[which];
#ifndef HF_CHECKED /* a mistake there, once the buffer itself is released */
    hf_buffer_release(&copy); /* does nothing: it holds nothing */
#endif
    found[3] = hf_buffer_raw(&copy) != NULL ||
               hf_buffer_dimensions(&copy) != 0 ||
               hf_buffer_length(&copy, 0) != 0 || hf_buffer_size(&copy) != 0;
    int64_t unused[4] = {0};
    return read_item(&copy, type, AT_INDEX, 0, 0, unused);
}

bool use_scoped(hf_object_borrowed y, int needs, int type, int64_t *found)
{
    hf_auto_buffer(b);
    if (!hf_buffer_get(y, needs_of(needs), &b)) {
        return false;
    }
    return read_item(&b, type, AT_INDEX, 0, 0, found);
}

/* ---- Builders. */

hf_bytes_builder builder;

bool build(hf_bytes *to, hf_bytes_borrowed y, const char *data, Py_ssize_t size,
           int how)
{
    hf_bytes_builder b = {0};
    const hf_bytes none = hf_null(bytes);
    hf_bytes_builder_append(&b, y);
    hf_bytes_builder_append_byte(&b, (uint8_t)size);
    if (how == TOO_SMALL || how == FAILED_AND_DROPPED) {
        hf_bytes_builder_append_data(&b, data, -1);
    }
    if (how == WITH_NULL) {
        hf_bytes_builder_append(&b, hf_borrow(none));
    }
    hf_bytes_builder_append_data(&b, data, size);
    hf_bytes_builder_append(&b, y);
    if (how == DROPPED || how == FAILED_AND_DROPPED) {
        hf_bytes_builder_clear(&b);
        return !hf_error_occurred();
    }
    return hf_replace(to, hf_bytes_builder_finish(&b));
}

bool add_wrong(int how)
{
    const hf_bytes none = hf_null(bytes);
    if (how == NULL_HANDLE) {
        hf_bytes_builder_append(&builder, hf_borrow(none));
    } else {
        hf_bytes_builder_append_data(&builder, "",
                                     how == NEGATIVE ? -1 : PY_SSIZE_T_MAX);
    }
    return !hf_error_occurred();
}

/* ---- Start and end. */

static const char source[] = "class B(bytes):\n"
                             "    __slots__ = ()\n";

/* warm_up fills what CPython keeps from the first use on. */
static void warm_up(void)
{
    enum { TIMES = 3 };
    for (int i = 0; i < TIMES; i++) {
        PyObject *view = fuzz_made(
            PyMemoryView_FromObject(fuzz_made(PyBytes_FromString("abcdefgh"))));
        Py_DECREF(PyMemoryView_GET_BUFFER(view)->obj);
        hf_auto(object, owned, hf_object_from_owned(view));
        hf_decref(view_cast(hf_borrow(owned), 0, 0, 0));
        hf_decref(view_cast(hf_borrow(owned), 0, 2, 4));
        hf_decref(view_slice(hf_borrow(owned), 1, NOWHERE, 2));
        hf_decref(view_readonly(hf_borrow(owned)));
        (void)view_release(hf_borrow(owned));
        hf_auto(bytes, some, hf_bytes_from("abc", 3));
        hf_decref(subclass(hf_borrow(some)));
        hf_decref(hf_memoryview_from_memory(
            hf_none(), (hf_memory){.count = 0, .item_size = 1}));
    }
}

void fuzz_world_start(void)
{
    if (PyType_Ready(&exporter_class) < 0) {
        fuzz_failed("engine", "the target does not start");
    }
    PyObject *globals = fuzz_made(PyDict_New());
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    PyDict_SetItemString(globals, "__name__",
                         fuzz_made(PyUnicode_FromString("fuzz")));
    Py_DECREF(fuzz_made(PyRun_String(source, Py_file_input, globals, globals)));
    subclass_of_bytes = hf_object_from_owned(
        fuzz_made(Py_NewRef(PyDict_GetItemString(globals, "B"))));
    cast_name = fuzz_made(PyUnicode_InternFromString("cast"));
    readonly_name = fuzz_made(PyUnicode_InternFromString("toreadonly"));
    release_name = fuzz_made(PyUnicode_InternFromString("release"));
    for (int i = 0; i < CAST_FORMATS; i++) {
        cast_format[i] = fuzz_made(PyUnicode_InternFromString(cast_formats[i]));
    }
    for (int i = 0; i < MOST_ROWS; i++) {
        for (int j = 0; j < MOST_COLUMNS; j++) {
            shapes[i][j] = fuzz_made(Py_BuildValue("(ii)", i + 1, j + 1));
        }
    }
    warm_up();
}

void fuzz_world_end(void)
{
    for (int i = 0; i < BUFFERS; i++) {
        hf_buffer_clear(&buffers[i]);
    }
    hf_bytes_builder_clear(&builder);
}

void finish(int expected)
{
    fuzz_world_end();
    if (expected >= 0 && ends != expected) {
        fuzz_failed("finalizer", "expected %d exporters to end, found %d",
                    expected, ends);
    }
    ends = 0;
}
