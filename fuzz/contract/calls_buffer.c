/* The calls of contract.c that get the memory of objects, or show some to
 * Python. */

#include "core/internal/immortal.h"
#include "fuzz/contract/numbers.h"
#include "fuzz/contract/python.h"
#include "fuzz/contract/rows.h"

#include <string.h>
#include <sys/mman.h>

/* ---- What has a buffer, and what there is in it. */

#define MEMORY "memoryview(bytearray(range(64)))"
/* The same memory each time, from which memoryview() makes no other order. */
#define TURNED "turned(memoryview(memory)"
enum { OF_C = 32, SOURCES = 40 };
static const struct {
    const char *made_by;
    char kind;
    int size, dimensions;
} sources[SOURCES] = {
    {"b'0123456789abcdef'", 'u', 1, 1},
    {"bytearray(b'0123456789abcdef')", 'u', 1, 1},
    {MEMORY ".cast('d')", 'f', 8, 1},
    {MEMORY ".cast('i')", 'i', 4, 1},
    {MEMORY ".cast('q')[::2]", 'i', 8, 1},
    {MEMORY ".cast('H')[::-1]", 'u', 2, 1},
    {MEMORY ".cast('B', [4, 16])", 'u', 1, 2},
    {MEMORY ".cast('l')", 'i', 8, 1},
    {MEMORY ".cast('?')", 'b', 1, 1},
    {"memoryview(bytearray(range(65)))[1:].cast('i')", 'i', 4, 1},
    {MEMORY ".cast('c')", 'u', 1, 1},
    {MEMORY ".cast('f')", 'f', 4, 1},
    {"memoryview(bytes(range(64))).cast('i')", 'i', 4, 1},
    {MEMORY "[:8].cast('d', [])", 'f', 8, 0},
    {"bytearray()", 'u', 1, 1},
    {"[]", '?', 0, 0},
    /* Of which some dimensions lie close together, or all, or none. */
    {MEMORY ".cast('B', [4, 16])[::2]", 'u', 1, 2},
    {MEMORY ".cast('B', [4, 16])[::-1]", 'u', 1, 2},
    {MEMORY ".cast('B', [4, 16])[1:3]", 'u', 1, 2},
    {MEMORY ".cast('B', [4, 16])[::4]", 'u', 1, 2},
    {MEMORY ".cast('B', [1, 64])[::-1]", 'u', 1, 2},
    {MEMORY ".cast('B', [64, 1])[::2]", 'u', 1, 2},
    {MEMORY ".cast('B', [2, 4, 8])[::2]", 'u', 1, 3},
    {MEMORY ".cast('B', [4, 4, 4])[::2]", 'u', 1, 3},
    {MEMORY ".cast('B', [4, 4, 4])[3:0:-1]", 'u', 1, 3},
    {MEMORY ".cast('i', [4, 4])[::2]", 'i', 4, 2},
    {MEMORY ".cast('i', [2, 2, 4])[::-1]", 'i', 4, 3},
    {MEMORY ".cast('d', [4, 2])[1::2]", 'f', 8, 2},
    {MEMORY ".cast('B', [4, 16])[4:]", 'u', 1, 2},
    {MEMORY ".cast('H')[::-1][:1]", 'u', 2, 1},
    {MEMORY ".cast('q')[::8]", 'i', 8, 1},
    {MEMORY ".cast('q')[:0:2]", 'i', 8, 1},
    /* Whose first dimension moves fastest. */
    {TURNED ".cast('B', [4, 16]))", 'u', 1, 2},
    {TURNED ".cast('i', [4, 4]))", 'i', 4, 2},
    {TURNED ".cast('d', [4, 2]))", 'f', 8, 2},
    {TURNED ".cast('B', [2, 4, 8]))", 'u', 1, 3},
    {TURNED ".cast('q', [1, 8]))", 'i', 8, 2},
    {TURNED ".cast('?', [8, 8]))", 'b', 1, 2},
    {TURNED ".cast('i', [2, 2, 4])[::-1])", 'i', 4, 3},
    {TURNED ".cast('H', [16, 2])[::2])", 'u', 2, 2},
};

/* source_chosen is which of them a record says. */
static int source_chosen(const call *c)
{
    return c->b & 128 ? OF_C + c->a % (SOURCES - OF_C)
                      : (c->a & 15) | (c->a & 64) >> 2;
}

/* turned is a memoryview of the same memory whose dimensions are in the other order.
 * It has no owner: the memory is there for good. */
static PyObject *turned(PyObject *memory, PyObject *of)
{
    Py_buffer view = *PyMemoryView_GET_BUFFER(of);
    Py_ssize_t shape[3], strides[3];
    for (int i = 0; i < view.ndim; i++) {
        shape[i] = view.shape[view.ndim - 1 - i];
        strides[i] = view.strides[view.ndim - 1 - i];
    }
    view.shape = shape;
    view.strides = strides;
    for (Py_ssize_t i = 0; i < PyByteArray_GET_SIZE(memory); i++) {
        PyByteArray_AS_STRING(memory)[i] = (char)i;
    }
    return PyMemoryView_FromBuffer(&view);
}

static void start_turned(PyObject *globals)
{
    static PyMethodDef definition = {"turned", turned, METH_O, NULL};
    PyObject *memory = fuzz_made(PyByteArray_FromStringAndSize(NULL, 64));
    PyObject *function = fuzz_made(PyCFunction_New(&definition, memory));
    PyDict_SetItemString(globals, "memory", memory);
    PyDict_SetItemString(globals, "turned", function);
    Py_DECREF(memory);
    Py_DECREF(function);
}

static PyObject *source_of(int byte)
{
    static PyObject *globals, *code[SOURCES];
    int i = byte % SOURCES;
    if (globals == NULL) {
        globals = fuzz_made(PyDict_New());
        PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
        start_turned(globals);
        for (int k = 0; k < SOURCES; k++) { /* all, before the first input */
            code[k] = fuzz_made(
                Py_CompileString(sources[k].made_by, "source", Py_eval_input));
        }
    }
    return fuzz_made(PyEval_EvalCode(code[i], globals, globals));
}

void buffer_get(call *c)
{
    static const struct {
        const char *text;
        char kind;
        int size;
    } formats[8] = {{NULL, '?', 0}, {"d", 'f', 8},  {"i", 'i', 4}, {"@l", 'i', 8},
                    {"B", 'u', 1},  {"3x", 0, 0}, {"=q", 'i', 8}, {">q", 0, 0}};
    static const char function[] = "hf_buffer_get";
    int which = source_chosen(c), format = c->b >> 2 & 7;
    bool is_null = c->a & 16, is_held = c->a & 32;
    PyObject *raw = is_null ? NULL : source_of(which);
    hf_buffer_needs needs = {.writable = c->b & 1,
                             .contiguous = c->b & 2,
                             .format = formats[format].text,
                             .dimensions = c->b >> 5 & 3};
    int flags = PyBUF_FORMAT | PyBUF_STRIDES |
                (needs.writable ? PyBUF_WRITABLE : 0) |
                (needs.contiguous ? PyBUF_C_CONTIGUOUS : 0);
    hf_auto_buffer(b);
    hf_auto_buffer(held);
    Py_buffer view = {0};
    if (is_held) {
        PyObject *other = source_of(1);
        if (!hf_buffer_get(hf_object_from_borrowed(other), (hf_buffer_needs){0},
                           &held)) {
            fuzz_failed("engine", "no buffer of a bytearray");
        }
        Py_DECREF(other);
    }
    if (runs_python(c)) {
        needs_object(c, function, raw);
    }
    if (is_held) {
        raises(c, PyExc_SystemError,
               "hf_buffer_get: the buffer is held: release it first");
    }
    if (!is_refused(c)) {
        PyObject_GetBuffer(raw, &view, flags);
        raises_as(c);
    }
    if (!is_refused(c) && needs.dimensions > 0 &&
        needs.dimensions != view.ndim) {
        raises(c, PyExc_BufferError,
               "expected a buffer of %d dimensions, found one of %d",
               needs.dimensions, view.ndim);
    }
    if (!is_refused(c) && format > 0 && formats[format].size == 0) {
        raises(c, PyExc_SystemError,
               "hf_buffer_get: '%s' is no letter of the struct module for a "
               "number",
               needs.format);
    }
    if (!is_refused(c) && format > 0 &&
        (formats[format].kind != sources[which].kind ||
         formats[format].size != sources[which].size)) {
        raises(c, PyExc_BufferError,
               "expected a buffer of format '%s', found one of '%s'",
               needs.format, view.format != NULL ? view.format : "B");
    }
    begin(c);
    hf_buffer *into = is_held ? &held : &b;
    end(c, hf_buffer_get(hf_object_from_borrowed(raw), needs, into));
    const Py_buffer *found = hf_buffer_raw(into);
    if (!is_held && (c->ok != (found != NULL))) {
        fuzz_failed("content", "expected a buffer exactly where it worked");
    }
    if (c->ok) {
        expect(c, "the dimensions", view.ndim, hf_buffer_dimensions(into));
        expect(c, "the bytes", view.len, hf_buffer_size(into));
        expect(c, "whether it is the same memory", true, view.buf == found->buf);
        for (int i = 0; i < 3; i++) {
            expect(c, "a length", i < view.ndim ? view.shape[i] : 0,
                   hf_buffer_length(into, i));
        }
        expect(c, "a length", 0, hf_buffer_length(into, -1));
    }
    if (view.obj != NULL) {
        PyBuffer_Release(&view);
    }
    hf_buffer_release(into);
    hf_buffer_clear(into);
    if (hf_buffer_raw(into) != NULL || hf_buffer_size(into) != 0 ||
        hf_buffer_dimensions(into) != 0 || hf_buffer_length(into, 0) != 0) {
        fuzz_failed("content", "expected nothing of a buffer that is empty");
    }
    Py_XDECREF(raw);
}

/* ---- Items. */

/* X(number, type, kind, what an error calls it) */
#define ITEMS(X)                                                               \
    X(0, signed char, 'i', "signed integers")                                  \
    X(1, unsigned char, 'u', "unsigned integers")                              \
    X(2, short, 'i', "signed integers")                                        \
    X(3, unsigned short, 'u', "unsigned integers")                             \
    X(4, int, 'i', "signed integers")                                          \
    X(5, unsigned, 'u', "unsigned integers")                                   \
    X(6, int64_t, 'i', "signed integers")                                      \
    X(7, uint64_t, 'u', "unsigned integers")                                   \
    X(8, float, 'f', "floating-point numbers")                                 \
    X(9, double, 'f', "floating-point numbers")                                \
    X(10, bool, 'b', "bools")                                                  \
    X(11, long long, 'i', "signed integers")

/* How it is done: at one index, at an array of them, or as an array. */
enum { READ, WRITE, READ_AT, WRITE_AT, ARRAY, ARRAY_WRITABLE, WAYS };

void buffer_items(call *c)
{
    static const Py_ssize_t places[8] = {0, 1, 3, 7, 15, 31, 64, -1};
    int which = source_chosen(c), type = c->more % 12, way = c->b % WAYS;
    which = which == 15 ? 14 : which;
    Py_ssize_t indexes[3] = {places[c->value & 7], places[c->value >> 3 & 7],
                             places[c->value >> 6]};
    bool is_copy = c->a & 16, is_empty = c->a & 32;
    bool is_writing = way == WRITE || way == WRITE_AT || way == ARRAY_WRITABLE;
    const char *function = way >= ARRAY  ? "hf_buffer_array"
                           : is_writing ? "hf_buffer_write"
                                        : "hf_buffer_read";
    static const struct {
        const char *name;
        size_t size, alignment;
        char kind;
    } types[12] = {
#define ITEM(number, type, kind, name) {name, sizeof(type), _Alignof(type), kind},
        ITEMS(ITEM)};
    c->more = 0;
    PyObject *raw = source_of(which);
    hf_auto_buffer(b);
    if (!is_empty && !hf_buffer_get(hf_object_from_borrowed(raw),
                                    (hf_buffer_needs){0}, &b)) {
        fuzz_failed("engine", "no buffer of %s", sources[which].made_by);
    }
    hf_buffer copy = b;
    const Py_buffer *view = &copy.hf_private_view;
    const hf_buffer *self = is_copy ? &copy : &b;
    if (is_empty) {
        raises(c, PyExc_SystemError, "%s: the buffer is empty", function);
    } else if (is_copy) {
        raises(c, PyExc_SystemError,
               "%s: the buffer is a copy of one: pass its address", function);
    } else if (is_writing && view->readonly) {
        raises(c, PyExc_BufferError, "the buffer is read-only");
    } else if (types[type].kind != sources[which].kind ||
               types[type].size != (size_t)sources[which].size) {
        raises(c, PyExc_TypeError,
               "expected %s of %zu bytes, found items of format '%s'",
               types[type].name, types[type].size,
               view->format != NULL ? view->format : "B");
    } else if (way >= ARRAY &&
               (!PyBuffer_IsContiguous(view, 'C') ||
                (uintptr_t)view->buf % types[type].alignment != 0)) {
        raises(c, PyExc_BufferError,
               "the items are no C array: they have gaps, or are not aligned");
    } else if (way < READ_AT && view->ndim != 1) {
        raises(c, PyExc_IndexError, "%s: 1 index for a buffer of %d dimensions",
               function, view->ndim);
    }
    char *at = is_empty ? NULL : view->buf;
    for (int i = 0; way < ARRAY && !is_refused(c) && i < view->ndim; i++) {
        if (indexes[i] < 0 || indexes[i] >= view->shape[i]) {
            raises(c, PyExc_IndexError,
                   "%s: index %zd is out of range: dimension %d has %zd items",
                   function, indexes[i], i, view->shape[i]);
        }
        at += indexes[i] * view->strides[i];
    }
    char before[8] = {0}, after[8] = {0};
    size_t size = types[type].size;
    if (!is_refused(c) && way < ARRAY) {
        memcpy(before, at, size);
    }
    const void *array = NULL;
    Py_ssize_t n = 77;
    bool worked = false;
    begin(c);
    switch (type) {
#define DO(number, type, kind, name)                                           \
    case number: {                                                             \
        type item;                                                             \
        memset(&item, is_writing ? 1 : 0, sizeof(item));                       \
        if (way == READ) {                                                     \
            worked = hf_buffer_read(self, indexes[0], &item);                  \
        } else if (way == WRITE) {                                             \
            worked = hf_buffer_write(self, indexes[0], &item);                 \
        } else if (way == READ_AT) {                                           \
            worked = hf_buffer_read_at(self, indexes, &item);                  \
        } else if (way == WRITE_AT) {                                          \
            worked = hf_buffer_write_at(self, indexes, &item);                 \
        } else {                                                               \
            array = way == ARRAY ? hf_buffer_array(type, self, &n)             \
                                 : hf_buffer_array_writable(type, self, &n);   \
            worked = array != NULL;                                            \
        }                                                                      \
        memcpy(after, &item, sizeof(item));                                    \
        break;                                                                 \
    }
        ITEMS(DO)
    }
    end(c, worked);
    if (way >= ARRAY) {
        expect_out(c, "the number of items",
                   view->itemsize > 0 ? view->len / view->itemsize : 0, 0, n);
        bool same = array == view->buf;
#ifdef HF_CHECKED /* a copy, where the memory cannot change */
        same |= c->ok && way == ARRAY && view->readonly &&
                memcmp(array, view->buf, (size_t)view->len) == 0;
#endif
        if (c->ok && n > 0 && !same) {
            fuzz_failed("content", "expected the array to be the memory itself");
        }
    } else if (!is_writing) {
        if (types[type].kind == 'b') {
            before[0] = before[0] != 0;
        }
        if (memcmp(before, after, size) != 0) {
            fuzz_failed("content", "expected the item that is there, or zeros");
        }
    } else if (c->ok && memcmp(at, after, size) != 0) {
        fuzz_failed("content", "expected the item that was written");
    }
#ifndef HF_CHECKED /* it is a mistake */
    hf_buffer_release(&copy);
#endif
    Py_DECREF(raw);
}

/* ---- Exporters that give what they should not, or what few do. */

typedef struct lie {
    const char *format, *needed; /* by the user; NULL: anything */
    char kind;                   /* of the items: '?' is none */
    bool is_taken;
    Py_ssize_t item_size;
    int dimensions;
    bool has_shape, has_strides, has_suboffsets;
} lie;
enum { ANY_LETTER = 14 }; /* see any_letter */
static const lie lies[16] = {
    {NULL, "B", 'u', true, 1, 1, true, true, false},
    {"B", NULL, 0, false, 1, 1, true, true, true},
    {"B", NULL, 0, false, 1, 1, false, true, false},
    {"B", NULL, 0, false, 1, 1, true, false, false},
    {"B", NULL, 0, false, 1, -1, true, true, false},
    {"B", "B", 0, false, 2, 1, true, true, false},
    {"B", NULL, '?', true, 2, 1, true, true, false},
    {"!B", "B", 'u', true, 1, 1, true, true, false},
    {NULL, "d", 0, false, 1, 1, true, true, false},
    {"!q", "q", 0, false, 8, 1, true, true, false},
    {"", NULL, '?', true, 1, 1, true, true, false},
    {"=n", NULL, '?', true, 8, 1, true, true, false},
    {"dd", NULL, '?', true, 16, 1, true, true, false},
    {"<q", "q", 'i', true, 8, 1, true, true, false},
    {0},
    {"!q", NULL, '?', true, 8, 1, true, true, false},
};
static lie told;

/* Letters of formats, and what their items are; in any order of bytes, or with none
 * given, of the size that Python's own struct module says, or 0. */
static const char letters[] = "cbB?hHiIlLqQnNfde";
static const char kind_of[] = "uiubiuiuiuiuiuff?";
static const char orders[] = "@=<>!";
enum { LETTERS = sizeof(letters) - 1, ORDERS = sizeof(orders), NATIVE = 0 };
static int size_of[LETTERS][ORDERS];
static char format_of[LETTERS][ORDERS][3];

void buffer_import(void)
{
    PyObject *module = fuzz_made(PyImport_ImportModule("struct"));
    for (size_t i = 0; i < LETTERS; i++) {
        for (size_t k = 0; k < ORDERS; k++) {
            char *format = format_of[i][k];
            snprintf(format, 3, "%.1s%c", orders + k, letters[i]);
            /* Not calcsize, which keeps what it was asked for. */
            PyObject *one = PyObject_CallMethod(module, "Struct", "s", format);
            PyObject *size = one != NULL ? PyObject_GetAttrString(one, "size")
                                         : NULL;
            size_of[i][k] = size != NULL ? (int)PyLong_AsLong(size) : 0;
            PyErr_Clear(); /* "=n" has no size */
            Py_XDECREF(size);
            Py_XDECREF(one);
        }
    }
    Py_DECREF(module);
}

/* any_letter is one of the formats of one letter, and another one that is needed. */
static lie any_letter(const call *c)
{
    enum { FIRST_NEEDED = 1, ANY = 15 };
    const size_t letter = (size_t)c->a % LETTERS, order = (size_t)c->b % ORDERS;
    const size_t need = c->value / 16 % 16, needed = FIRST_NEEDED + need;
    const int size = size_of[letter][order];
    const char sign = orders[order];
    const bool is_swapped = sign == (PY_BIG_ENDIAN ? '<' : '>') ||
                            (!PY_BIG_ENDIAN && sign == '!');
    const bool is_number = size > 0 && !(is_swapped && size > 1);
    const char kind = is_number ? kind_of[letter] : '?';
    const bool is_any = need == ANY;
    return (lie){
        .format = format_of[letter][order],
        .needed = is_any ? NULL : format_of[needed][ORDERS - 1],
        .kind = kind,
        .is_taken = is_any || (kind == kind_of[needed] &&
                               size == size_of[needed][NATIVE]),
        .item_size = size > 0 ? size : 1,
        .dimensions = 1,
        .has_shape = true,
        .has_strides = true};
}

static int liar_get(PyObject *self, Py_buffer *view, int flags)
{
    static char memory[16] = "0123456789abcde";
    static Py_ssize_t shape[1], strides[1], suboffsets[1] = {-1};
    shape[0] = 16 / told.item_size;
    strides[0] = told.item_size;
    (void)flags;
    *view = (Py_buffer){
        .buf = memory,
        .obj = Py_NewRef(self),
        .len = 16,
        .itemsize = told.item_size,
        .readonly = 1,
        .ndim = told.dimensions,
        .format = (char *)(uintptr_t)told.format,
        .shape = told.has_shape ? shape : NULL,
        .strides = told.has_strides ? strides : NULL,
        .suboffsets = told.has_suboffsets ? suboffsets : NULL,
    };
    return 0;
}

static PyBufferProcs liar_buffer = {.bf_getbuffer = liar_get};
static PyTypeObject liar_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "Liar",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_as_buffer = &liar_buffer,
};

void buffer_lies(call *c)
{
    const int which = c->value & 15;
    told = which == ANY_LETTER ? any_letter(c) : lies[which];
    if (PyType_Ready(&liar_type) < 0) {
        fuzz_failed("engine", "the type of exporters is not made");
    }
    PyObject *raw = fuzz_made(PyType_GenericAlloc(&liar_type, 0));
    const char *format = told.format != NULL ? told.format : "B";
    hf_auto_buffer(b);
    runs_python(c);
    if (!is_refused(c) && !told.is_taken && told.needed != NULL) {
        raises(c, PyExc_BufferError,
               "expected a buffer of format '%s', found one of '%s'",
               told.needed, format);
    } else if (!is_refused(c) && !told.is_taken) {
        raises(c, PyExc_BufferError,
               "expected a buffer with a shape and strides");
    }
    begin(c);
    end(c, hf_buffer_get(hf_object_from_borrowed(raw),
                         (hf_buffer_needs){.format = told.needed}, &b));
    if (c->ok) {
        unsigned char byte = 77;
        int64_t whole = 77;
        bool is_byte = hf_buffer_read(&b, 1, &byte);
        PyErr_Clear();
        bool is_whole = hf_buffer_read(&b, 1, &whole);
        PyErr_Clear();
        expect(c, "whether items are bytes",
               told.kind == 'u' && told.item_size == 1, is_byte);
        expect(c, "the byte", is_byte ? '1' : 0, byte);
        expect(c, "whether items have eight",
               told.kind == 'i' && told.item_size == 8, is_whole);
    }
    hf_buffer_release(&b);
    Py_DECREF(raw);
}

/* ---- memoryview. */

/* The first one makes the type of what keeps an owner, for which there may be no
 * memory. */
static void first_memoryview(const hf_memory *memory)
{
    fail_allocation(1);
    hf_memoryview none = hf_memoryview_from_memory(hf_none(), *memory);
    if (!end_of_failure() || !hf_is_null(none) ||
        !PyErr_ExceptionMatches(PyExc_MemoryError)) {
        fuzz_failed("exception", "expected a MemoryError of the first memoryview");
    }
    PyErr_Clear();
    hf_decref(none);
}

/* seen counts the objects that a tp_traverse visits, if they are |arg|. */
typedef struct seen {
    PyObject *object;
    int times;
} seen;

static int see(PyObject *object, void *arg)
{
    seen *s = arg;
    s->times += object == s->object;
    return 0;
}

void memoryview_of_memory(call *c)
{
    static bool was_called;
    static double numbers[4] = {1, 2, 3, 4};
    static const Py_ssize_t counts[8] = {0, 1, 4, 2, -1, PY_SSIZE_T_MAX,
                                         PY_SSIZE_T_MAX / 8, 4};
    bool is_double = c->b & 1, writable = c->b & 2;
    hf_memory memory = {.data = c->b & 4 ? NULL : numbers,
                        .count = counts[c->value & 7],
                        .item_size = is_double ? 8 : 1,
                        .format = is_double ? "d" : NULL,
                        .writable = writable};
    if (c->b & 8) {
        memory.item_size = 0;
    }
    if (!was_called) {
        was_called = true;
        first_memoryview(&(hf_memory){.data = numbers, .count = 1, .item_size = 1});
    }
    operand *o = left(c);
    needs_object(c, "hf_memoryview_from_memory", o->raw);
    bool can_be = memory.count >= 0 && memory.item_size > 0 &&
                  memory.count <= PY_SSIZE_T_MAX / memory.item_size;
    if (!can_be) {
        raises(c, PyExc_OverflowError,
               "hf_memoryview_from_memory: there are no %zd items of %zd bytes",
               memory.count, memory.item_size);
    } else if (memory.data == NULL && memory.count > 0) {
        raises(c, PyExc_SystemError,
               "hf_memoryview_from_memory: the pointer is NULL");
    }
    Py_ssize_t before = o->raw != NULL ? Py_REFCNT(o->raw) : 0;
    bool is_own = o->is_last;
    begin(c);
    hf_memoryview found = hf_memoryview_from_memory(given_object(o), memory);
    end(c, !hf_is_null(found));
    if (c->ok) {
        PyObject *raw = hf_as_raw(found);
        const Py_buffer *view = PyMemoryView_GET_BUFFER(raw);
        bool is_counted = !is_own && !hf_private_is_immortal(o->raw);
        expect(c, "the references of the owner", before + is_counted,
               Py_REFCNT(o->raw));
        expect(c, "whether it is read-only", !writable, view->readonly);
        expect(c, "the bytes", memory.count * memory.item_size, view->len);
        expect(c, "where they are", true,
               memory.data != NULL ? view->buf == numbers : view->buf != NULL);
        int flags[4] = {PyBUF_SIMPLE, PyBUF_ND, PyBUF_STRIDED_RO,
                        PyBUF_FULL_RO | (writable ? PyBUF_WRITABLE : 0)};
        Py_buffer other;
        PyObject *keeper = view->obj;
        seen owner = {o->raw, 0};
        Py_TYPE(keeper)->tp_traverse(keeper, see, &owner);
        expect(c, "how often the collector sees the owner", 1, owner.times);
        for (int i = 0; i < 4; i++) {
            if (PyObject_GetBuffer(keeper, &other, flags[i]) < 0) {
                fuzz_failed("content", "expected a buffer for the flags %d",
                            flags[i]);
            }
            expect(c, "whether there is a format", i == 3, other.format != NULL);
            expect(c, "whether there is a shape", i > 0, other.shape != NULL);
            expect(c, "whether there are strides", i > 1,
                   other.strides != NULL);
            PyBuffer_Release(&other);
        }
        bool is_given = PyObject_GetBuffer(keeper, &other, PyBUF_WRITABLE) == 0;
        expect(c, "whether it can be written", writable, is_given);
        if (is_given) {
            PyBuffer_Release(&other);
        }
        PyErr_Clear();
        hf_buffer it = {0};
        if (!hf_buffer_get(hf_borrow(found), (hf_buffer_needs){0}, &it)) {
            fuzz_failed("content", "expected a buffer of the memoryview");
        }
        expect(c, "the length of its buffer", memory.count,
               hf_buffer_length(&it, 0));
        expect(c, "the size of its buffer", memory.count * memory.item_size,
               hf_buffer_size(&it));
        hf_buffer_release(&it);
        PyGC_Collect();
    }
    hf_decref(found);
}

/* ---- Memory that an int does not count: reserved, and hardly used. */

enum { FAR_KINDS = 4 };
static const Py_ssize_t far_bytes = (Py_ssize_t)7 << 30;

static char *far_memory(void)
{
    static void *at;
    if (at == NULL) {
        at = mmap(NULL, (size_t)far_bytes, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    }
    return at != MAP_FAILED ? at : NULL; /* where the system counts all of it */
}

/* far_part is each |step|th item of |view|, which it consumes. */
static PyObject *far_part(PyObject *view, Py_ssize_t step)
{
    PyObject *every = fuzz_made(PyLong_FromSsize_t(step));
    PyObject *slice = fuzz_made(PySlice_New(NULL, NULL, every));
    PyObject *part = fuzz_made(PyObject_GetItem(view, slice));
    Py_DECREF(every);
    Py_DECREF(slice);
    Py_DECREF(view);
    return part;
}

/* far_item reads the item at |i| or, |writes|, writes |item| there. */
static bool far_item(const hf_buffer *it, int kind, Py_ssize_t i, bool writes,
                     uint64_t *item)
{
#define FAR_ITEM(type)                                                         \
    do {                                                                       \
        type one = (type)*item;                                                \
        bool ok = writes ? hf_buffer_write(it, i, &one)                        \
                         : hf_buffer_read(it, i, &one);                        \
        *item = (uint64_t)one;                                                 \
        return ok;                                                             \
    } while (0)
    switch (kind) {
    case 0:
        FAR_ITEM(uint8_t);
    case 1:
        FAR_ITEM(uint16_t);
    case 2:
        FAR_ITEM(uint32_t);
    default:
        FAR_ITEM(uint64_t);
    }
}

void buffer_far(call *c)
{
    static const char *const formats[FAR_KINDS] = {NULL, "H", "I", "Q"};
    const Py_ssize_t two_to_31 = (Py_ssize_t)1 << 31;
    const Py_ssize_t offsets[8] = {0,
                                   two_to_31 - 8,
                                   two_to_31,
                                   2 * two_to_31 - 8,
                                   2 * two_to_31,
                                   2 * two_to_31 + 8,
                                   3 * two_to_31,
                                   far_bytes - 8};
    const Py_ssize_t steps[4] = {1, 3, (Py_ssize_t)1 << 20, two_to_31 / 8};
    const int kind = c->a % FAR_KINDS;
    const Py_ssize_t size = (Py_ssize_t)1 << kind, step = steps[c->b & 3];
    const Py_ssize_t i = offsets[c->value & 7] / size / step;
    const bool writes = c->value & 8;
    char *memory = far_memory();
    if (memory == NULL) {
        return;
    }
    never_pending(c);
    hf_memoryview all = hf_memoryview_from_memory(
        hf_object_from_owned(Py_NewRef(Py_None)),
        (hf_memory){memory, far_bytes / size, size, formats[kind], true});
    hf_memoryview part = hf_memoryview_from_owned(
        far_part(hf_into_raw(all), step));
    hf_buffer it = {0};
    if (!hf_buffer_get(hf_borrow(part), (hf_buffer_needs){0}, &it)) {
        fuzz_failed("prediction", "expected a buffer of what is far away");
    }
    const Py_ssize_t n = (far_bytes / size - 1) / step + 1;
    char *at = memory + i * step * size;
    uint64_t wanted = UINT64_C(0x0123456789ABCDEF) + c->value, found = 0;
    wanted = kind == 3 ? wanted : wanted & ((UINT64_C(1) << 8 * size) - 1);
    if (writes) {
        found = wanted;
    } else {
        memcpy(at, &wanted, (size_t)size);
    }
    begin(c);
    end(c, far_item(&it, kind, i, writes, &found));
    if (writes) {
        found = 0;
        memcpy(&found, at, (size_t)size);
    }
    memset(at, 0, (size_t)size);
    expect(c, "the item", (int64_t)wanted, (int64_t)found);
    expect(c, "how many items there are", n, hf_buffer_length(&it, 0));
    expect(c, "how many bytes they have", n * size, hf_buffer_size(&it));
    if (kind == 0 && step == 1) {
        Py_ssize_t found_n = 0;
        const uint8_t *array = hf_buffer_array(uint8_t, &it, &found_n);
        expect(c, "the length of the array", n, found_n);
        expect(c, "whether it is that memory", true,
               (const char *)array == memory);
    }
    hf_buffer_release(&it);
    hf_decref(part);
}

/* Whose memory it was ends when it is given back, and has other memory got into the
 * same buffer: that stays there. */
static hf_buffer *released;

void buffer_within(void)
{
    if (released != NULL) {
        hf_buffer *self = released;
        released = NULL;
        hf_bytes other = hf_bytes_from("abcde", 5);
        if (!hf_buffer_get(hf_borrow(other), (hf_buffer_needs){0}, self)) {
            fuzz_failed("prediction",
                        "expected a buffer that is released to be "
                        "free for others");
        }
        hf_decref(other);
    }
}

static void release_around(call *c)
{
    never_fails(c);
    never_pending(c);
    PyObject *exporter = fuzz_made(
        PyObject_CallFunction(python_global("Exporter"), "y", "abc"));
    hf_buffer b = {0};
    bool has = hf_buffer_get(hf_object_from_borrowed(exporter),
                             (hf_buffer_needs){0}, &b);
    Py_DECREF(exporter);
    begin(c);
    released = &b;
    hf_buffer_release(&b);
    end(c, has);
    expect(c, "whether its owner has ended", true, released == NULL);
    released = NULL;
    expect(c, "the size of the other memory", 5, hf_buffer_size(&b));
    hf_buffer_release(&b);
}

void memoryview_of_object(call *c)
{
    bool is_operand = c->b & 1;
    if (c->b & 2) {
        release_around(c);
        return;
    }
    PyObject *raw = is_operand ? Py_XNewRef(left(c)->raw) : source_of(c->a);
    if (runs_python(c)) {
        needs_object(c, "hf_memoryview_from_object", raw);
    }
    PyObject *wanted = NULL;
    if (!is_refused(c)) {
        wanted = PyMemoryView_FromObject(raw);
        raises_as(c);
    }
    begin(c);
    hf_memoryview found = hf_memoryview_from_object(hf_object_from_borrowed(raw));
    end(c, !hf_is_null(found));
    if (c->ok && PyMemoryView_GET_BUFFER(hf_as_raw(found))->buf !=
                     PyMemoryView_GET_BUFFER(wanted)->buf &&
        PyMemoryView_GET_BUFFER(wanted)->len > 0) {
        fuzz_failed("content", "expected a view of the same memory");
    }
    hf_decref(found);
    Py_XDECREF(wanted);
    Py_XDECREF(raw);
}
