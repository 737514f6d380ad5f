/* bytes_views.c: the rows of memoryviews, of hashes, and of what is equal. */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/bytes_planted.h"
#endif

#include "fuzz/targets/bytes_model.h"
#include "fuzz/targets/bytes_tables.h"

#include <string.h>

/* ---- New ones. */

static void predict_memoryview(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    if (!offers(step, y, false, false)) {
        return;
    }
    step->inapplicable = is_odd(y);
    fuzz_layout layout = layout_of(y);
    makes_view(step, root_of(y), &layout);
}

static void effect_memoryview(fuzz_step *step)
{
    view_is_made(step, is_view(step->oy) ? step->oy : NULL, false);
}

/* The value says what items, and where the first is; z how many. */
static void predict_memory(fuzz_step *step)
{
    static const Py_ssize_t counts[FUZZ_SLOTS] = {0, 1,  2,
                                                  4, -1, PY_SSIZE_T_MAX};
    fuzz_object *y = step->oy;
    int items = step->value % MEMORIES, at = step->value / MEMORIES % 8;
    Py_ssize_t count = counts[step->z], size = memories[items].size;
    bool writable = step->value & 0x80 && y->kind == &fuzz_Exporter;
    bool has_memory = y->kind == &fuzz_bytes || y->kind == &fuzz_Exporter;
    step->n[0] = at;
    step->n[1] = count;
    step->n[2] = items;
    step->n[3] = writable;
    if (count < 0 || (count == PY_SSIZE_T_MAX && size > 1)) {
        raises_saying(step, PyExc_OverflowError,
                      "hf_memoryview_from_memory: there are no %zd items of "
                      "%zd bytes",
                      count, size);
        return;
    }
    if (count == PY_SSIZE_T_MAX ||
        (has_memory && at + count * size > y->text.length)) {
        step->inapplicable = true;
        return;
    }
    if (!has_memory && count > 0) {
        fuzz_raises(step, PyExc_SystemError,
                    "hf_memoryview_from_memory: the pointer is NULL");
        return;
    }
    fuzz_layout layout = {.dimensions = 1,
                          .length = {count},
                          .stride = {size},
                          .at = has_memory ? at : 0,
                          .item_size = size,
                          .readonly = !writable};
    strcpy(layout.format,
           memories[items].format != NULL ? memories[items].format : "B");
    makes_view(step, y, &layout);
}

static void predict_memory_moved(fuzz_step *step)
{
    predict_memory(step);
    step->inapplicable |= step->x == step->y;
}

static void effect_memory(fuzz_step *step)
{
    if (step->ok) {
        fuzz_keep(step, step->oy);
    }
    view_is_made(step, NULL, true);
}

/* ---- What Python makes of them. */

static bool is_byte(char letter)
{
    return letter == 'B' || letter == 'b' || letter == 'c';
}

/* native is the letter of a format that cast() takes, or NUL. */
static char native(const char *format)
{
    format += *format == '@';
    return format[0] != '\0' && strchr("<>=", format[0]) == NULL &&
                   format[1] == '\0'
               ? format[0]
               : '\0';
}

static Py_ssize_t size_of(char letter)
{
    switch (letter) {
    case 'h':
        return sizeof(short);
    case 'i':
    case 'I':
        return sizeof(int);
    case 'q':
        return sizeof(long long);
    case 'd':
        return sizeof(double);
    default:
        return 1;
    }
}

/* casts makes |layout| what a cast makes of it. False: it raises. */
static bool casts(fuzz_step *step, const fuzz_object *o, int format, bool grid,
                  fuzz_layout *layout)
{
    if (is_released(o)) {
        step->raises = PyExc_ValueError;
        return false;
    }
    *layout = layout_of(o);
    char from = native(layout->format), to = native(cast_formats[format]);
    bool is_array = layout->dimensions == 1
                        ? layout->length[0] == 1 ||
                              layout->stride[0] == layout->item_size
                        : fuzz_layout_is_c(layout);
    bool is_none = fuzz_layout_items(layout) == 0;
    if (!is_array || ((grid || layout->dimensions != 1) && is_none)) {
        step->raises = PyExc_TypeError;
        return false;
    }
    if (grid && layout->dimensions != 1) {
        step->raises = PyExc_TypeError;
        return false;
    }
    if (to == '\0') {
        step->raises = PyExc_ValueError;
        return false;
    }
    Py_ssize_t all = fuzz_layout_items(layout) * layout->item_size;
    if ((!is_byte(from) && !is_byte(to)) || all % size_of(to) != 0) {
        step->raises = PyExc_TypeError;
        return false;
    }
    layout->item_size = size_of(to);
    strcpy(layout->format, cast_formats[format]);
    layout->dimensions = 1;
    layout->length[0] = all / layout->item_size;
    layout->stride[0] = layout->item_size;
    layout->length[1] = layout->stride[1] = 0;
    return true;
}

static void predict_cast(fuzz_step *step)
{
    fuzz_layout layout;
    step->n[0] = step->value % CAST_FORMATS;
    if (casts(step, step->oy, (int)step->n[0], false, &layout)) {
        makes_view(step, root_of(step->oy), &layout);
    }
}

/* A shape has as many items as there are, at times. */
static void predict_cast_grid(fuzz_step *step)
{
    fuzz_layout layout;
    int rows = 1 + step->z % MOST_ROWS;
    int columns = 1 + step->value / 16 % MOST_COLUMNS;
    step->n[0] = step->value % 16 % CAST_FORMATS;
    step->n[1] = rows;
    step->n[2] = columns;
    if (!casts(step, step->oy, (int)step->n[0], true, &layout)) {
        return;
    }
    if (step->value & 0x80) {
        columns = (int)(layout.length[0] / rows);
        columns = columns < 1              ? 1
                  : columns > MOST_COLUMNS ? MOST_COLUMNS
                                           : columns;
        step->n[2] = columns;
    }
    if (rows * columns != layout.length[0]) {
        step->raises = PyExc_TypeError;
        return;
    }
    layout.dimensions = 2;
    layout.length[0] = rows;
    layout.length[1] = columns;
    layout.stride[1] = layout.item_size;
    layout.stride[0] = layout.item_size * columns;
    makes_view(step, root_of(step->oy), &layout);
}

/* cut is what CPython makes of the bounds of a slice, of |n| items. */
static Py_ssize_t cut(Py_ssize_t index, Py_ssize_t n, Py_ssize_t step,
                      Py_ssize_t where_none)
{
    if (index == NOWHERE) {
        return where_none;
    }
    Py_ssize_t least = step < 0 ? -1 : 0, most = step < 0 ? n - 1 : n;
    index += index < 0 ? n : 0;
    return index < least ? least : index > most ? most : index;
}

static void predict_view_slice(fuzz_step *step)
{
    static const int steps[FUZZ_SLOTS] = {NOWHERE, 1, 2, -1, 3, -2};
    fuzz_object *y = step->oy;
    int start = step->value % 16, stop = step->value / 16;
    step->n[0] = start == 15 ? NOWHERE : start - 2;
    step->n[1] = stop == 15 ? NOWHERE : stop - 2;
    step->n[2] = steps[step->z];
    if (is_released(y)) {
        step->raises = PyExc_ValueError;
        return;
    }
    fuzz_layout layout = layout_of(y);
    if (layout.dimensions == 0) {
        step->raises = PyExc_TypeError;
        return;
    }
    Py_ssize_t n = layout.length[0];
    Py_ssize_t by = step->n[2] == NOWHERE ? 1 : step->n[2];
    Py_ssize_t first = cut(step->n[0], n, by, by < 0 ? n - 1 : 0);
    Py_ssize_t last = cut(step->n[1], n, by, by < 0 ? -1 : n);
    Py_ssize_t length = by < 0 ? (first - last - by - 1) / -by
                               : (last - first + by - 1) / by;
    bool is_empty = by < 0 ? last >= first : first >= last;
    layout.at += first * layout.stride[0];
    layout.length[0] = is_empty ? 0 : length;
    layout.stride[0] *= by;
    makes_view(step, root_of(y), &layout);
}

static void predict_view_readonly(fuzz_step *step)
{
    if (is_released(step->oy)) {
        step->raises = PyExc_ValueError;
        return;
    }
    fuzz_layout layout = layout_of(step->oy);
    layout.readonly = true;
    makes_view(step, root_of(step->oy), &layout);
}

static void effect_view_beside(fuzz_step *step)
{
    view_is_made(step, step->oy, false);
}

static void predict_view_release(fuzz_step *step)
{
    if (!is_released(step->oy) && exports_of(step->oy) > 0) {
        step->raises = PyExc_BufferError;
    }
}

static void effect_view_release(fuzz_step *step)
{
    if (step->ok) {
        view_is_released(step->oy);
    }
}

/* ---- Hashes, and what is equal. */

static int64_t hash_of_text(fuzz_text text)
{
    char *data = fuzz_room((size_t)text.length + 1);
    for (ptrdiff_t i = 0; i < text.length; i++) {
        data[i] = (char)text.at[i];
    }
    return fuzz_hash_of(data, text.length);
}

static void predict_view_hash(fuzz_step *step, fuzz_object *o)
{
    fuzz_layout layout = layout_of(o);
    if (o->mark & FUZZ_HASHED) {
        /* What it was then; the memory may be another by now. */
        step->inapplicable = true;
    } else if (is_released(o) || !layout.readonly ||
               !is_byte(native(layout.format))) {
        step->raises = PyExc_ValueError;
    } else if (o->part[0]->kind == &fuzz_bytearray &&
               !FUZZ_VIEW_KEPT(o->number)) {
        step->raises = PyExc_TypeError;
    } else {
        fuzz_expect(step, 0, "the hash",
                    hash_of_text(content_of(root_of(o), &layout)));
    }
}

static void predict_hash(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    if (y->kind == &fuzz_bytes) {
        fuzz_expect(step, 0, "the hash", hash_of_text(y->text));
    } else if (y->kind == &fuzz_bytearray) {
        step->raises = PyExc_TypeError;
    } else if (is_view(y)) {
        predict_view_hash(step, y);
    } else {
        step->inapplicable = true;
    }
}

static void effect_hash(fuzz_step *step)
{
    if (step->ok && is_view(step->oy)) {
        step->oy->mark |= FUZZ_HASHED;
    }
}

/* has_bytes says that |o| is compared by its bytes, and no more. */
static bool has_bytes(const fuzz_object *o)
{
    if (is_view(o) && !is_released(o)) {
        fuzz_layout layout = layout_of(o);
        return layout.dimensions == 1 && strcmp(layout.format, "B") == 0;
    }
    return o->kind == &fuzz_bytes || o->kind == &fuzz_bytearray;
}

static void predict_equal(fuzz_step *step)
{
    fuzz_object *y = step->oy, *z = step->oz;
    step->inapplicable = !has_bytes(y) || !has_bytes(z);
    if (!step->inapplicable) {
        fuzz_layout of_y = layout_of(y), of_z = layout_of(z);
        bool equal = fuzz_text_equal(content_of(root_of(y), &of_y),
                                     content_of(root_of(z), &of_z));
        fuzz_expect(step, 0, "that they are equal", equal);
    }
}

/* ---- Actions. */

FUZZ_ACT(hash, {
    Py_hash_t hash = 0;
    ok = hf_object_hash(hf_borrow(s[$y].as_object), &hash);
    found[0] = ok ? hash : 0;
})

FUZZ_ACT(equal, {
    hf_answer answer = hf_object_equal(hf_borrow(s[$y].as_object),
                                       hf_borrow(s[$z].as_object));
    ok = !hf_failed(answer);
    found[0] = hf_yes(answer);
})

FUZZ_ACT(memoryview,
         ok = hf_replace(&s[$x].as_memoryview,
                         hf_memoryview_from_object(hf_borrow(s[$y].as_object))))

FUZZ_ACT(memory, ok = hf_replace(&s[$x].as_memoryview,
                                 hf_memoryview_from_memory(
                                     hf_incref(s[$y].as_object),
                                     memory_in(hf_borrow(s[$y].as_object), $0,
                                               $1, (int)$2, $3))))

FUZZ_ACT(memory_moved, {
    hf_memory memory = memory_in(hf_borrow(s[$y].as_object), $0, $1, (int)$2,
                                 $3);
    ok = hf_replace(
        &s[$x].as_memoryview,
        hf_memoryview_from_memory(hf_move(&s[$y].as_object), memory));
})

FUZZ_ACT(view_cast,
         ok = hf_replace(&s[$x].as_object,
                         view_cast(hf_borrow(s[$y].as_object), (int)$0, 0, 0)))

FUZZ_ACT(view_cast_grid, ok = hf_replace(&s[$x].as_object,
                                         view_cast(hf_borrow(s[$y].as_object),
                                                   (int)$0, (int)$1, (int)$2)))

FUZZ_ACT(view_slice, ok = hf_replace(&s[$x].as_object,
                                     view_slice(hf_borrow(s[$y].as_object),
                                                (int)$0, (int)$1, (int)$2)))

FUZZ_ACT(view_readonly,
         ok = hf_replace(&s[$x].as_object,
                         view_readonly(hf_borrow(s[$y].as_object))))

FUZZ_ACT(view_release, ok = view_release(hf_borrow(s[$y].as_object)))

/* ---- The table. */

/* What is asked of a memoryview by name, others do not know: FUZZ_EXACT. */
static const fuzz_op ops[] = {
    FUZZ_OP(17, hash, Y, predict_hash, .effect = effect_hash),
    FUZZ_OP(18, equal, Y | Z, predict_equal),
    FUZZ_OP(50, memoryview, Y | TO_X, predict_memoryview,
            .effect = effect_memoryview),
    FUZZ_OP(51, memory, Y | TO_X, predict_memory, .effect = effect_memory),
    FUZZ_OP(52, memory_moved, Y | FUZZ_TAKES_Y | TO_X, predict_memory_moved,
            .effect = effect_memory),
    FUZZ_OP(53, view_cast, Y | TO_X | FUZZ_EXACT, predict_cast, VIEW,
            .effect = effect_view_beside),
    FUZZ_OP(54, view_cast_grid, Y | TO_X | FUZZ_EXACT, predict_cast_grid, VIEW,
            .effect = effect_view_beside),
    FUZZ_OP(55, view_slice, Y | TO_X | FUZZ_EXACT, predict_view_slice, VIEW,
            .effect = effect_view_beside),
    FUZZ_OP(56, view_readonly, Y | TO_X | FUZZ_EXACT, predict_view_readonly,
            VIEW, .effect = effect_view_beside),
    FUZZ_OP(57, view_release, CHANGES | FUZZ_EXACT, predict_view_release, VIEW,
            .effect = effect_view_release),
};

const fuzz_table bytes_views = FUZZ_TABLE(ops);
