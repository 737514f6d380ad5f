#include "fuzz/models/memory.h"

#include "fuzz/models/bytes.h"

#include <inttypes.h>
#include <string.h>

/* ---- Layouts. */

Py_ssize_t fuzz_layout_items(const fuzz_layout *layout)
{
    Py_ssize_t n = 1;
    for (int i = 0; i < layout->dimensions; i++) {
        n *= layout->length[i];
    }
    return n;
}

bool fuzz_layout_is_c(const fuzz_layout *layout)
{
    Py_ssize_t wanted = layout->item_size;
    if (fuzz_layout_items(layout) == 0) {
        return true;
    }
    for (int i = layout->dimensions - 1; i >= 0; i--) {
        if (layout->length[i] > 1 && layout->stride[i] != wanted) {
            return false;
        }
        wanted *= layout->length[i];
    }
    return true;
}

enum { NUMBERS = 8, LETTERS = 4 };

fuzz_text fuzz_layout_to_text(const fuzz_layout *layout)
{
    const Py_ssize_t numbers[NUMBERS] = {layout->dimensions, layout->length[0],
                                         layout->length[1],  layout->stride[0],
                                         layout->stride[1],  layout->at,
                                         layout->item_size,  layout->readonly};
    uint32_t *at = fuzz_aligned((NUMBERS + LETTERS) * sizeof(*at));
    for (int i = 0; i < NUMBERS; i++) {
        at[i] = (uint32_t)numbers[i];
    }
    for (int i = 0; i < LETTERS; i++) {
        at[NUMBERS + i] = (uint32_t)layout->format[i];
    }
    return (fuzz_text){at, NUMBERS + LETTERS};
}

fuzz_layout fuzz_layout_from_text(fuzz_text text)
{
    fuzz_layout layout = {.dimensions = 0};
    Py_ssize_t n[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) {
        n[i] = (int32_t)text.at[i];
    }
    layout.dimensions = (int)n[0];
    layout.length[0] = n[1];
    layout.length[1] = n[2];
    layout.stride[0] = n[3];
    layout.stride[1] = n[4];
    layout.at = n[5];
    layout.item_size = n[6];
    layout.readonly = n[7] != 0;
    for (int i = 0; i < LETTERS; i++) {
        layout.format[i] = (char)text.at[NUMBERS + i];
    }
    return layout;
}

/* ---- Exporters. */

#if PY_BIG_ENDIAN
#define NATIVE ">"
#define SWAPPED "<"
#else
#define NATIVE "<"
#define SWAPPED ">"
#endif

#define BYTES(its_mode)                                                        \
    [its_mode] = {.dimensions = 1,                                             \
                  .length = {FUZZ_MEMORY},                                     \
                  .stride = {1},                                               \
                  .item_size = 1,                                              \
                  .format = "B"}
const fuzz_layout fuzz_layouts[FUZZ_MODES] = {
    BYTES(FUZZ_PLAIN),
    [FUZZ_CONST] = {1, {12}, {4}, 0, 4, true, "i"},
    [FUZZ_GRID] = {2, {3, 8}, {16, 2}, 0, 2, false, "h"},
    [FUZZ_FORTRAN] = {2, {3, 4}, {4, 12}, 0, 4, false, "@i"},
    [FUZZ_BACKWARDS] = {1, {6}, {-8}, 40, 8, false, "q"},
    [FUZZ_SCALAR] = {0, {0}, {0}, 8, 8, false, "d"},
    [FUZZ_UNALIGNED] = {1, {11}, {4}, 1, 4, false, "I"},
    [FUZZ_SWAPPED] = {1, {12}, {4}, 0, 4, false, SWAPPED "i"},
    [FUZZ_BOOLS] = {1, {FUZZ_MEMORY}, {1}, 0, 1, false, "?"},
    [FUZZ_STRUCTS] = {1, {6}, {8}, 0, 8, false, "ii"},
    [FUZZ_STANDARD] = {1, {6}, {8}, 0, 8, false, NATIVE "q"},
    BYTES(FUZZ_UNNAMED),
    [FUZZ_GAPS] = {1, {16}, {3}, 0, 1, false, "B"},
    BYTES(FUZZ_DROPS),
    BYTES(FUZZ_NESTS),
    BYTES(FUZZ_REFUSES),
    [FUZZ_TORN] = {1, {24}, {2}, 0, 2, false, "i"},
    BYTES(FUZZ_LIES),
    BYTES(FUZZ_POINTERS),
    [FUZZ_PADDED] = {2, {3, 4}, {16, 2}, 0, 2, false, "h"},
    [FUZZ_COLUMNS] = {2, {3, 4}, {16, 4}, 0, 2, false, "h"},
    [FUZZ_UPWARDS] = {2, {3, 8}, {-16, 2}, 32, 2, false, "h"},
};

static void check_exports(const fuzz_object *o, int64_t wanted,
                          Py_ssize_t found)
{
    if (found != wanted) {
        fuzz_failed("references",
                    "expected %" PRId64 " to hold the buffer of the %s, "
                    "found %zd",
                    wanted, o->kind->name, found);
    }
}

static void check_exporter(const fuzz_object *o)
{
    fuzz_has_type(o, "Exporter");
    const fuzz_exporter *exporter = (const fuzz_exporter *)o->raw;
    check_exports(o, o->number, exporter->exports);
    fuzz_check_memory(o, exporter->memory, o->text);
}

static void print_exporter(FILE *to, const fuzz_object *o)
{
    fprintf(to, "Exporter, mode %d, %" PRId64 " hold its buffer", o->mark,
            o->number);
}

static void write_exporter(FILE *to, const fuzz_object *o)
{
    fprintf(to, ".number = %" PRId64 ", .text = ", o->number);
    fuzz_text_write(to, o->text);
}

static Py_ssize_t blocks_of_exporter(PyObject *raw)
{
    (void)raw;
    return 2;
}

const fuzz_kind fuzz_Exporter = {"Exporter", check_exporter, print_exporter,
                                 write_exporter, blocks_of_exporter};

/* ---- Memoryviews. */

const char *fuzz_memory_at(const fuzz_object *o)
{
    return o->kind == &fuzz_bytes       ? PyBytes_AS_STRING(o->raw)
           : o->kind == &fuzz_bytearray ? PyByteArray_AS_STRING(o->raw)
           : o->kind == &fuzz_Exporter ? ((const fuzz_exporter *)o->raw)->memory
                                       : NULL;
}

static void expect_number(const char *what, Py_ssize_t wanted, Py_ssize_t found)
{
    if (found != wanted) {
        fuzz_failed("content", "%s of the memoryview: expected %zd, found %zd",
                    what, wanted, found);
    }
}

/* check_owner looks at the buffer that it is a view of, and at who holds that. */
static void check_owner(const fuzz_object *o)
{
    const _PyManagedBufferObject *of = ((PyMemoryViewObject *)o->raw)->mbuf;
    int64_t live = FUZZ_VIEW_LIVE(o->number);
    check_exports(o, FUZZ_VIEW_VIEWS(o->number), Py_REFCNT(of));
    check_exports(o, live, of->exports);
    PyObject *found = of->master.obj;
    if (live == 0 || o->part[0] == NULL) {
        return;
    }
    if (!FUZZ_VIEW_KEPT(o->number)) {
        if (found != o->part[0]->raw) {
            fuzz_failed("content", "it is not a view of the %s at %p",
                        o->part[0]->kind->name, (void *)o->part[0]->raw);
        }
    } else if (strcmp(Py_TYPE(found)->tp_name, "holdfast.memory") != 0 ||
               Py_REFCNT(found) != 1) {
        fuzz_failed("references",
                    "expected a keeper with 1 reference, found a %s with %zd",
                    Py_TYPE(found)->tp_name, Py_REFCNT(found));
    }
}

static void check_layout(const fuzz_object *o)
{
    const Py_buffer *view = &((PyMemoryViewObject *)o->raw)->view;
    fuzz_layout wanted = fuzz_layout_from_text(o->text);
    expect_number("dimensions", wanted.dimensions, view->ndim);
    for (int i = 0; i < wanted.dimensions; i++) {
        expect_number("a length", wanted.length[i], view->shape[i]);
        expect_number("a stride", wanted.stride[i], view->strides[i]);
    }
    expect_number("the items' size", wanted.item_size, view->itemsize);
    expect_number("all its size", fuzz_layout_items(&wanted) * wanted.item_size,
                  view->len);
    expect_number("that it is read-only", wanted.readonly, view->readonly);
    if (strcmp(view->format, wanted.format) != 0) {
        fuzz_failed("content", "expected the format %s, found %s",
                    wanted.format, view->format);
    }
    /* A bytearray that is the owner lends no memory. */
    bool lent = !(FUZZ_VIEW_KEPT(o->number) &&
                  o->part[0]->kind == &fuzz_bytearray);
    const char *memory = lent ? fuzz_memory_at(o->part[0]) : NULL;
    if (memory != NULL) {
        expect_number("the place", wanted.at, (char *)view->buf - memory);
    }
}

static void check_memoryview(const fuzz_object *o)
{
    fuzz_has_type(o, "memoryview");
    const PyMemoryViewObject *found = (PyMemoryViewObject *)o->raw;
    bool released = o->mark & FUZZ_RELEASED;
    expect_number("that it is released", released,
                  (found->flags & _Py_MEMORYVIEW_RELEASED) != 0);
    check_exports(o, FUZZ_VIEW_EXPORTS(o->number), found->exports);
    check_owner(o);
    if (!released) {
        check_layout(o);
    }
}

static void print_memoryview(FILE *to, const fuzz_object *o)
{
    if (o->mark & FUZZ_RELEASED) {
        fputs("memoryview, released", to);
        return;
    }
    fuzz_layout layout = fuzz_layout_from_text(o->text);
    fprintf(to, "memoryview of a %s: %zd items of '%s'",
            o->part[0] != NULL ? o->part[0]->kind->name : "-",
            fuzz_layout_items(&layout), layout.format);
}

static void write_memoryview(FILE *to, const fuzz_object *o)
{
    fprintf(to, ".number = %" PRId64 ", .text = ", o->number);
    fuzz_text_write(to, o->text);
}

/* What it is a view of is the target's to count, since several have it. */
static Py_ssize_t blocks_of_memoryview(PyObject *raw)
{
    (void)raw;
    return 1;
}

const fuzz_kind fuzz_memoryview = {"memoryview", check_memoryview,
                                   print_memoryview, write_memoryview,
                                   blocks_of_memoryview};
