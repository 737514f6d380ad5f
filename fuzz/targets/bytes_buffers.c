/* bytes_buffers.c: the rows of buffers. */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/bytes_planted.h"
#endif

#include "fuzz/targets/bytes_model.h"
#include "fuzz/targets/bytes_tables.h"

#include <string.h>

/* What each of the buffers holds, and how the items lie in its memory. */
static struct held {
    fuzz_object *of; /* NULL: it is empty */
    bool is_got;     /* by a step that is under way */
    fuzz_layout layout;
} held[BUFFERS];

void forget_buffers(void)
{
    memset(held, 0, sizeof(held));
}

/* ---- Formats, and the types that they stand for. */

typedef struct item {
    char kind; /* i, u, f, b as in core/buffer.h; or '?' */
    Py_ssize_t size;
} item;

/* Of a format with a letter in front the sizes are those of the struct module. */
static item item_of(const char *format)
{
    static const struct {
        const char *format;
        item is;
    } known[] = {
        {"B", {'u', 1}},
        {"c", {'u', 1}},
        {"b", {'i', 1}},
        {"?", {'b', sizeof(bool)}},
        {"h", {'i', sizeof(short)}},
        {"i", {'i', sizeof(int)}},
        {"@i", {'i', sizeof(int)}},
        {"I", {'u', sizeof(unsigned)}},
        {"@I", {'u', sizeof(unsigned)}},
        {"l", {'i', sizeof(long)}},
        {"=l", {'i', 4}},
        {"q", {'i', sizeof(long long)}},
        {PY_BIG_ENDIAN ? ">q" : "<q", {'i', 8}},
        {"f", {'f', sizeof(float)}},
        {"d", {'f', sizeof(double)}},
    };
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (strcmp(known[i].format, format) == 0) {
            return known[i].is;
        }
    }
    return (item){'?', 0};
}

#define TYPE_ROW(number, type) {HF_PRIVATE_KIND_OF((type)0), sizeof(type)},
static const item types[TYPES] = {ITEM_TYPES(TYPE_ROW)};
#define ALIGNMENT(number, type) _Alignof(type),
static const Py_ssize_t alignments[TYPES] = {ITEM_TYPES(ALIGNMENT)};

static bool is_same(item a, item b)
{
    return a.kind == b.kind && a.size == b.size;
}

/* ---- Getting one. */

/* gets predicts that |y| is got, with what is needed; false: it raises. */
static bool gets(fuzz_step *step, fuzz_object *y, int bits)
{
    const char *format = needed_formats[bits / FORMAT_BITS % NEEDED_FORMATS];
    int dimensions = bits / DIMENSION_BITS;
    if (!offers(step, y, bits & WRITABLE, bits & CONTIGUOUS)) {
        return false;
    }
    fuzz_layout layout = layout_of(y);
    if (dimensions > 0 && dimensions != layout.dimensions) {
        raises_saying(step, PyExc_BufferError,
                      "expected a buffer of %d dimensions, found one of %d",
                      dimensions, layout.dimensions);
        return false;
    }
    if (format != NULL) {
        item wanted = item_of(format), found = item_of(layout.format);
        if (wanted.kind == '?') {
            raises_saying(step, PyExc_SystemError,
                          "hf_buffer_get: '%s' is no letter of the struct "
                          "module for a number",
                          format);
            return false;
        }
        if (!is_same(wanted, found) || found.size != layout.item_size) {
            raises_saying(step, PyExc_BufferError,
                          "expected a buffer of format '%s', found one of '%s'",
                          format, layout.format);
            return false;
        }
    }
    if (y->kind == &fuzz_Exporter &&
        (y->mark == FUZZ_LIES || y->mark == FUZZ_POINTERS)) {
        fuzz_raises(step, PyExc_BufferError,
                    "expected a buffer with a shape and strides");
        return false;
    }
    return true;
}

static struct held *chosen(fuzz_step *step)
{
    step->n[0] = step->z % BUFFERS;
    return &held[step->n[0]];
}

static void predict_buffer_get(fuzz_step *step)
{
    struct held *into = chosen(step);
    bool was_held = into->of != NULL;
    if (into->is_got) {
        /* It is of another call, and in no state to be used in this one. */
        step->inapplicable = true;
        return;
    }
    into->is_got = true;
    step->n[1] = step->value;
    if (was_held) {
        fuzz_raises(step, PyExc_SystemError,
                    "hf_buffer_get: the buffer is held: release it first");
    } else {
        gets(step, step->oy, step->value);
    }
    fuzz_expect(step, 3, "that it is held", was_held || step->raises == NULL);
}

static void effect_buffer_get(fuzz_step *step)
{
    struct held *into = &held[step->n[0]];
    into->is_got = false;
    if (step->ok) {
        into->of = step->oy;
        into->layout = layout_of(step->oy);
        fuzz_hold(into->of);
        is_exported(into->of, 1);
    }
}

static void predict_buffer_release(fuzz_step *step)
{
    chosen(step);
    fuzz_expect(step, 3, "that it is held", false);
}

/* What it held is looked at, if it is held by others. */
static void effect_buffer_release(fuzz_step *step)
{
    struct held *from = &held[step->n[0]];
    if (from->of != NULL) {
        step->oy = from->of;
        is_exported(from->of, -1);
        fuzz_release(from->of);
        from->of = NULL;
    }
}

/* ---- Looking at one. */

static void predict_buffer_look(fuzz_step *step)
{
    const struct held *from = chosen(step);
    const fuzz_layout *layout = &from->layout;
    int dimension = step->value % 4 - 1;
    bool is_held = from->of != NULL;
    step->n[1] = dimension;
    bool is_there = is_held && dimension >= 0 && dimension < layout->dimensions;
    fuzz_expect(step, 0, "dimensions", is_held ? layout->dimensions : 0);
    fuzz_expect(step, 1, "a length", is_there ? layout->length[dimension] : 0);
    fuzz_expect(step, 2, "the size",
                is_held ? fuzz_layout_items(layout) * layout->item_size : 0);
    fuzz_expect(step, 3, "that it is held", is_held);
}

/* is_of predicts what asks for items of that type. */
static bool is_of(fuzz_step *step, const char *function,
                  const struct held *from, int type, bool writable)
{
    const fuzz_layout *layout = &from->layout;
    item wanted = types[type];
    if (from->of == NULL) {
        raises_saying(step, PyExc_SystemError, "%s: the buffer is empty",
                      function);
        return false;
    }
    item found = item_of(layout->format);
    bool matches = is_same(wanted, found) && found.size == layout->item_size;
    if (writable && layout->readonly) {
        fuzz_raises(step, PyExc_BufferError, "the buffer is read-only");
        return false;
    }
    if (!matches) {
        raises_saying(step, PyExc_TypeError,
                      "expected %s of %zd bytes, found items of format '%s'",
                      wanted.kind == 'f'   ? "floating-point numbers"
                      : wanted.kind == 'i' ? "signed integers"
                      : wanted.kind == 'u' ? "unsigned integers"
                                           : "bools",
                      wanted.size, layout->format);
        return false;
    }
    return true;
}

/* place_of is where the item is, in the memory of what is held; -1: it raises. */
static Py_ssize_t place_of(fuzz_step *step, const char *function,
                           const fuzz_layout *layout, place by,
                           const Py_ssize_t *indexes)
{
    Py_ssize_t at = layout->at;
    if (by == AT_INDEX && layout->dimensions != 1) {
        raises_saying(step, PyExc_IndexError,
                      "%s: 1 index for a buffer of %d dimensions", function,
                      layout->dimensions);
        return -1;
    }
    for (int i = 0; i < layout->dimensions; i++) {
        if (indexes[i] < 0 || indexes[i] >= layout->length[i]) {
            raises_saying(step, PyExc_IndexError,
                          "%s: index %zd is out of range: dimension %d has "
                          "%zd items",
                          function, indexes[i], i, layout->length[i]);
            return -1;
        }
        at += indexes[i] * layout->stride[i];
    }
    return at;
}

/* item_at chooses a buffer, a type and an index, and predicts where that item is:
 * -1: it raises. Mostly the type is that of the items. */
static Py_ssize_t item_at(fuzz_step *step, place by, bool writable)
{
    static const Py_ssize_t edges[4] = {-1, PY_SSIZE_T_MIN, PY_SSIZE_T_MAX, 50};
    const char *function = writable ? "hf_buffer_write" : "hf_buffer_read";
    struct held *from = chosen(step);
    int type = step->value % 16;
    for (int i = 0; type >= TYPES && i < TYPES; i++) {
        if (from->of != NULL &&
            is_same(types[i], item_of(from->layout.format))) {
            type = i;
        }
    }
    type %= TYPES;
    Py_ssize_t i = step->value / 16 + (step->z >= BUFFERS ? 16 : 0);
    i = i >= 28 ? edges[i % 4] : i;
    step->n[1] = type;
    step->n[2] = by == AT_INDEXES ? step->value / 16 % 4 - 1 : i;
    step->n[3] = by == AT_INDEXES ? step->y + (step->z >= BUFFERS ? 5 : -1) : 0;
    if (!is_of(step, function, from, type, writable)) {
        return -1;
    }
    return place_of(step, function, &from->layout, by, step->n + 2);
}

/* The item's bytes, the first one lowest; a bool is one of two. */
static int64_t bits_at(fuzz_object *o, Py_ssize_t at, item it)
{
    uint8_t bytes[ITEM_MOST] = {0};
    for (Py_ssize_t i = 0; i < it.size; i++) {
        bytes[i] = (uint8_t)root_of(o)->text.at[at + i];
    }
    bytes[0] = it.kind == 'b' ? bytes[0] != 0 : bytes[0];
    int64_t bits;
    memcpy(&bits, bytes, sizeof(bits));
    return bits;
}

static void reads(fuzz_step *step, place by)
{
    Py_ssize_t at = item_at(step, by, false);
    if (at >= 0) {
        fuzz_expect(step, 0, "the item",
                    bits_at(held[step->n[0]].of, at, types[step->n[1]]));
    }
    fuzz_expect(step, 3, "that a failure writes something", 0);
}

static void predict_buffer_read(fuzz_step *step)
{
    reads(step, AT_INDEX);
}

static void predict_buffer_read_at(fuzz_step *step)
{
    reads(step, AT_INDEXES);
}

/* What is written depends on the value, and goes into the memory of what is held. */
static struct {
    fuzz_object *to;
    Py_ssize_t at, size;
    uint8_t bytes[ITEM_MOST];
} writing;

static void will_write(fuzz_step *step, Py_ssize_t at)
{
    item it = types[step->n[1]];
    writing.to = root_of(held[step->n[0]].of);
    writing.at = at;
    writing.size = it.size;
    pattern(step->value, it.kind == 'b', writing.bytes);
}

/* is_written does it to the model; whose memory it is, is looked at afterwards. */
static void is_written(fuzz_step *step)
{
    overwrite(writing.to, writing.at, writing.bytes, writing.size);
    step->oy = writing.to;
}

static void predict_buffer_write(fuzz_step *step)
{
    Py_ssize_t at = item_at(step, AT_INDEX, true);
    if (at >= 0) {
        will_write(step, at);
    }
}

static void predict_buffer_write_at(fuzz_step *step)
{
    Py_ssize_t at = item_at(step, AT_INDEXES, true);
    if (at >= 0) {
        will_write(step, at);
    }
}

static void effect_buffer_write(fuzz_step *step)
{
    if (step->ok) {
        is_written(step);
    }
}

/* ---- Arrays. */

/* arrays predicts an array of what is held. False: it raises, or has no items. */
static bool arrays(fuzz_step *step, bool writable)
{
    struct held *from = chosen(step);
    const fuzz_layout *layout = &from->layout;
    item_at(step, AT_INDEX, writable); /* for the type */
    step->raises = NULL;
    step->says = NULL;
    int type = (int)step->n[1];
    step->n[2] = writable ? step->value : -1;
    fuzz_expect(step, 3, "that a failure gives a number", 0);
    if (!is_of(step, "hf_buffer_array", from, type, writable)) {
        return false;
    }
    Py_ssize_t n = fuzz_layout_items(layout);
    fuzz_object *root = root_of(from->of);
    /* The memory of all objects is aligned for all types; but of a bytearray that has
     * none. */
    step->inapplicable = root->kind == &fuzz_bytearray &&
                         root->text.length == 0;
    if (!fuzz_layout_is_c(layout) || layout->at % alignments[type] != 0) {
        fuzz_raises(step, PyExc_BufferError,
                    "the items are no C array: they have gaps, or are not "
                    "aligned");
        return false;
    }
    fuzz_expect(step, 0, "how many items", n);
    fuzz_text content = content_of(root, layout);
    if (writable && n > 0) {
        will_write(step, layout->at);
        uint32_t *changed = fuzz_aligned((size_t)content.length *
                                         sizeof(*changed));
        memcpy(changed, content.at, (size_t)content.length * sizeof(*changed));
        for (Py_ssize_t i = 0; i < writing.size; i++) {
            changed[i] = writing.bytes[i];
        }
        content.at = changed;
    }
    fuzz_expect(step, 1, "the items", token_of_text(content));
    return n > 0;
}

static void predict_buffer_array(fuzz_step *step)
{
    arrays(step, false);
}

static void predict_buffer_array_write(fuzz_step *step)
{
    writing.size = 0;
    arrays(step, true);
}

static void effect_buffer_array_write(fuzz_step *step)
{
    if (step->ok && writing.size > 0) {
        is_written(step);
    }
}

/* ---- Copies, and buffers of a scope. */

static void predict_buffer_copy(fuzz_step *step)
{
    const struct held *from = chosen(step);
    step->n[1] = step->value % TYPES;
    fuzz_raises(step, PyExc_SystemError,
                from->of == NULL
                    ? "hf_buffer_read: the buffer is empty"
                    : "hf_buffer_read: the buffer is a copy of one: pass its "
                      "address");
    fuzz_expect(step, 3, "that a copy has something", false);
}

static void predict_buffer_scoped(fuzz_step *step)
{
    int bits = step->value;
    fuzz_object *y = step->oy;
    step->n[0] = bits;
    step->n[1] = step->z % TYPES;
    if (!gets(step, y, bits)) {
        return;
    }
    /* What other steps write meanwhile is not known yet. */
    step->inapplicable = nests(y);
    const struct held scoped = {.of = y, .layout = layout_of(y)};
    const Py_ssize_t first[FUZZ_DIMENSIONS] = {0, 0};
    item it = item_of(scoped.layout.format);
    for (int i = 0; step->z >= BUFFERS && i < TYPES; i++) {
        step->n[1] = is_same(types[i], it) ? i : step->n[1];
    }
    Py_ssize_t at = -1;
    if (is_of(step, "hf_buffer_read", &scoped, (int)step->n[1], false)) {
        at = place_of(step, "hf_buffer_read", &scoped.layout, AT_INDEX, first);
    }
    if (at >= 0) {
        fuzz_expect(step, 0, "the item", bits_at(y, at, types[step->n[1]]));
    }
    fuzz_expect(step, 3, "that a failure writes something", 0);
}

/* ---- Actions. */

FUZZ_ACT(buffer_get,
         ok = get_buffer(hf_borrow(s[$y].as_object), (int)$1, (int)$0, found))

FUZZ_ACT(buffer_release, {
    hf_buffer_clear(&buffers[$0]);
    found[3] = hf_buffer_raw(&buffers[$0]) != NULL;
})

FUZZ_ACT(buffer_look, look_at_buffer(&buffers[$0], (int)$1, found))

FUZZ_ACT(buffer_read,
         ok = read_item(&buffers[$0], (int)$1, AT_INDEX, $2, 0, found))

FUZZ_ACT(buffer_read_at,
         ok = read_item(&buffers[$0], (int)$1, AT_INDEXES, $2, $3, found))

FUZZ_ACT(buffer_write,
         ok = write_item(&buffers[$0], (int)$1, AT_INDEX, $2, 0, $value))

FUZZ_ACT(buffer_write_at,
         ok = write_item(&buffers[$0], (int)$1, AT_INDEXES, $2, $3, $value))

FUZZ_ACT(buffer_array,
         ok = look_at_array(&buffers[$0], (int)$1, (int)$2, found))

FUZZ_ACT(buffer_array_write,
         ok = look_at_array(&buffers[$0], (int)$1, (int)$2, found))

FUZZ_ACT(buffer_copy, ok = use_copy((int)$0, (int)$1, found))

FUZZ_ACT(buffer_scoped,
         ok = use_scoped(hf_borrow(s[$y].as_object), (int)$0, (int)$1, found))

/* ---- The table. */

static const fuzz_op ops[] = {
    FUZZ_OP(70, buffer_get, Y, predict_buffer_get, .effect = effect_buffer_get),
    FUZZ_OP(71, buffer_release, 0, predict_buffer_release,
            .effect = effect_buffer_release),
    FUZZ_OP(72, buffer_look, 0, predict_buffer_look),
    FUZZ_OP(73, buffer_read, 0, predict_buffer_read),
    FUZZ_OP(74, buffer_read_at, 0, predict_buffer_read_at),
    FUZZ_OP(75, buffer_write, 0, predict_buffer_write,
            .effect = effect_buffer_write),
    FUZZ_OP(76, buffer_write_at, 0, predict_buffer_write_at,
            .effect = effect_buffer_write),
    FUZZ_OP(77, buffer_array, 0, predict_buffer_array),
    FUZZ_OP(78, buffer_array_write, 0, predict_buffer_array_write,
            .effect = effect_buffer_array_write),
    FUZZ_OP(79, buffer_copy, 0, predict_buffer_copy),
    FUZZ_OP(80, buffer_scoped, Y, predict_buffer_scoped),
};

const fuzz_table bytes_buffers = FUZZ_TABLE(ops);
