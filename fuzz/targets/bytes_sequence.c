/* bytes_sequence: all that can be done with bytes, bytearrays, their builder, the
 * buffers of objects, and memoryviews, in any order: so a bytearray is resized while
 * its buffer is held, and memory is looked at when all else that had it is gone.
 *
 * Left out are the casts without a check, which promise what the others find out, and
 * the protocols of sequences and numbers, which have targets of their own. */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/bytes_planted.h"
#endif

#include "fuzz/targets/bytes_model.h"
#include "fuzz/targets/bytes_tables.h"

#include <string.h>

static const uint32_t nothing[1]; /* where a text of no bytes is */

/* ---- New objects. */

static int n_made;      /* exporters of this program */
static bool some_nests; /* one of them does steps of it */

static void predict_bytes(fuzz_step *step)
{
    makes_bytes(step, text_of_data(step->utf8, step->size));
}

static void predict_bytearray(fuzz_step *step)
{
    fuzz_makes(step, &fuzz_bytearray)->text = text_of_data(step->utf8,
                                                           step->size);
}

/* Where a size or a place that is cut to 16 bits goes wrong. Only for few values:
 * such a program takes a hundred times as long. */
static Py_ssize_t long_size(fuzz_step *step)
{
    static const Py_ssize_t sizes[4] = {65535, 65536, 65537, LONG_MOST};
    step->inapplicable = step->value < 0xFF || step->y < 4;
    return step->n[0] = sizes[step->z & 3];
}

static void predict_long_bytes(fuzz_step *step)
{
    Py_ssize_t size = long_size(step);
    if (!step->inapplicable) {
        makes_bytes(step, long_text(size));
    }
}

static void predict_long_bytearray(fuzz_step *step)
{
    Py_ssize_t size = long_size(step);
    if (!step->inapplicable) {
        fuzz_makes(step, &fuzz_bytearray)->text = long_text(size);
    }
}

/* wrong_size is one that nothing has. */
static void wrong_size(fuzz_step *step, PyObject *too_large)
{
    bool negative = step->value & 1;
    step->n[0] = negative ? -1 : PY_SSIZE_T_MAX;
    step->raises = negative ? PyExc_OverflowError : too_large;
}

static void predict_bytes_wrong(fuzz_step *step)
{
    wrong_size(step, PyExc_OverflowError);
}

static void predict_bytearray_wrong(fuzz_step *step)
{
    wrong_size(step, PyExc_MemoryError);
}

/* mode_of gives few values to the modes that came last: the others say what they
 * did before. */
static int mode_of(uint8_t value)
{
    enum { EACH = 4, FEW = 242, END = FEW + EACH * (FUZZ_MODES - FUZZ_PADDED) };
    return value >= FEW && value < END ? FUZZ_PADDED + (value - FEW) / EACH
                                       : value % FUZZ_PADDED;
}

static void predict_exporter(fuzz_step *step)
{
    uint32_t *memory = fuzz_aligned(FUZZ_MEMORY * sizeof(*memory));
    fuzz_object *made = fuzz_makes(step, &fuzz_Exporter);
    made->mark = (int)(step->n[0] = mode_of(step->value));
    for (int i = 0; i < FUZZ_MEMORY; i++) {
        memory[i] = (uint8_t)(i * 7 + made->mark);
    }
    made->text = (fuzz_text){memory, FUZZ_MEMORY};
}

static void effect_exporter(fuzz_step *step)
{
    n_made += step->ok;
    some_nests |= nests(&step->made);
}

static void predict_int(fuzz_step *step)
{
    step->n[0] = FUZZ_INT_OWN + step->value;
    fuzz_makes(step, &fuzz_int)->number = step->n[0];
}

static void predict_str(fuzz_step *step)
{
    step->inapplicable = !step->valid;
    fuzz_makes(step, &fuzz_str)->text = step->text;
    step->identity = step->text.length < 2 ? FUZZ_EITHER : FUZZ_FRESH;
}

static void predict_subclass(fuzz_step *step)
{
    fuzz_object *made = fuzz_makes(step, &fuzz_bytes);
    made->text = step->oy->text;
    made->mark = FUZZ_BYTES_SUBCLASS;
}

static void predict_same_x(fuzz_step *step)
{
    fuzz_gives(step, step->ox);
}

static void predict_same_y(fuzz_step *step)
{
    fuzz_gives(step, step->oy);
}

static void predict_move(fuzz_step *step)
{
    step->inapplicable = step->x == step->y;
    fuzz_gives(step, step->oy);
}

static void predict_checks(fuzz_step *step)
{
    const fuzz_kind *kind = step->oy->kind;
    fuzz_expect(step, 0, "bytes", kind == &fuzz_bytes);
    fuzz_expect(step, 1, "bytearray", kind == &fuzz_bytearray);
    fuzz_expect(step, 2, "memoryview", kind == &fuzz_memoryview);
}

/* ---- Bytes. */

static bool is_exact(const fuzz_object *o)
{
    return o->kind == &fuzz_bytes && !(o->mark & FUZZ_BYTES_SUBCLASS);
}

static void predict_from_object(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    if (is_exact(y)) {
        fuzz_gives(step, y);
    } else if (offers(step, y, false, false)) {
        step->inapplicable = is_odd(y);
        fuzz_layout layout = layout_of(y);
        makes_bytes(step, step->inapplicable ? y->text
                                             : content_of(root_of(y), &layout));
    }
}

/* Steps within this one may have written there. */
static void effect_from_object(fuzz_step *step)
{
    if (step->ok && nests(step->oy)) {
        fuzz_layout layout = layout_of(step->oy);
        step->made.text = content_of(step->oy, &layout);
    }
}

static void predict_length(fuzz_step *step)
{
    fuzz_expect(step, 0, "the length", step->oy->text.length);
}

/* Cut to 32 bits it is 1. */
static const Py_ssize_t beyond_32_bits = (Py_ssize_t)1 << 32 | 1;

static void predict_get(fuzz_step *step)
{
    const Py_ssize_t edges[4] = {-1, beyond_32_bits, PY_SSIZE_T_MIN,
                                 PY_SSIZE_T_MAX};
    fuzz_text text = step->oy->text;
    Py_ssize_t from = near_end(step->oy);
    Py_ssize_t i = step->value >= 0xFC
                       ? edges[step->value & 3]
                       : from + step->value % (text.length - from + 2);
    step->n[0] = i;
    bool is_in = i >= 0 && i < text.length;
    fuzz_expect(step, 3, "that a failure writes something", 0);
    if (is_in) {
        fuzz_expect(step, 0, "the byte", text.at[i]);
    } else {
        raises_saying(step, PyExc_IndexError,
                      "hf_bytes_get: index %zd is out of range", i);
    }
}

static void predict_view(fuzz_step *step)
{
    fuzz_expect(step, 0, "the size", step->oy->text.length);
    fuzz_expect(step, 1, "what is there", token_of_text(step->oy->text));
    fuzz_expect(step, 2, "the NUL behind it", 0);
}

/* appends predicts that |right| is behind what is in slot x. */
static void appends(fuzz_step *step, fuzz_text right)
{
    fuzz_object *x = step->ox;
    if (right.length == 0 && is_exact(x)) {
        fuzz_gives(step, x);
    } else if (is_short(step, x->text.length + right.length)) {
        makes_bytes(step, fuzz_text_concat(x->text, right));
    }
}

static void predict_append(fuzz_step *step)
{
    appends(step, step->oy->text);
}

static void predict_append_data(fuzz_step *step)
{
    appends(step, text_of_data(step->utf8, step->size));
}

/* A part of its own memory. */
static void predict_append_view(fuzz_step *step)
{
    ptrdiff_t n = step->ox->text.length;
    step->n[0] = n > 0 ? two(step) % n : 0;
    step->n[1] = step->value % (n - step->n[0] + 1);
    appends(step, fuzz_text_slice(step->ox->text, step->n[0],
                                  step->n[0] + step->n[1]));
}

static void predict_concat(fuzz_step *step)
{
    fuzz_text y = step->oy->text, z = step->oz->text;
    if (is_short(step, y.length + z.length)) {
        makes_bytes(step, fuzz_text_concat(y, z));
    }
}

static void predict_slice(fuzz_step *step)
{
    uint8_t v = step->value;
    Py_ssize_t from = near_end(step->oy);
    step->n[0] = v >= 0xF8 ? -1 : (v & 7) + (step->z & 1 ? from : 0);
    step->n[1] = v & 0x80 ? PY_SSIZE_T_MAX : (v >> 3 & 15) + from;
    if (v >= 0xF0 && v < 0xF8) {
        step->n[step->z & 1] = beyond_32_bits;
    }
    if (step->n[0] < 0) {
        raises_saying(step, PyExc_IndexError,
                      "hf_bytes_slice: index -1 is out of range");
        return;
    }
    makes_bytes(step, fuzz_text_slice(step->oy->text, step->n[0], step->n[1]));
}

static void predict_bytes_equal(fuzz_step *step)
{
    fuzz_expect(step, 0, "that they are equal",
                fuzz_text_equal(step->oy->text, step->oz->text));
}

/* ---- Names of files: of bytes and of text that every encoding of CPython's that
 * is a superset of ASCII makes the same of. */

enum { SURROGATES = 0xDC00 };

static bool has_nul(fuzz_text text)
{
    for (ptrdiff_t i = 0; i < text.length; i++) {
        if (text.at[i] == 0) {
            return true;
        }
    }
    return false;
}

/* decoded is false where it depends. Bytes that only go on with a character are
 * none in UTF-8 without its first one. */
static bool decoded(fuzz_text bytes, fuzz_text *out)
{
    uint32_t *at = fuzz_aligned((size_t)bytes.length * sizeof(*at));
    for (ptrdiff_t i = 0; i < bytes.length; i++) {
        uint32_t byte = bytes.at[i];
        if (byte >= 0xC0) {
            return false;
        }
        at[i] = byte < 0x80 ? byte : SURROGATES + byte;
    }
    *out = (fuzz_text){at, bytes.length};
    return true;
}

static bool encoded(fuzz_text text, fuzz_text *out)
{
    uint32_t *at = fuzz_aligned((size_t)text.length * sizeof(*at));
    for (ptrdiff_t i = 0; i < text.length; i++) {
        uint32_t c = text.at[i];
        bool is_byte = c >= SURROGATES + 0x80 && c <= SURROGATES + 0xFF;
        if (c >= 0x80 && !is_byte) {
            return false;
        }
        at[i] = c < 0x80 ? c : c - SURROGATES;
    }
    *out = (fuzz_text){at, text.length};
    return true;
}

static void makes_str(fuzz_step *step, fuzz_text text)
{
    fuzz_makes(step, &fuzz_str)->text = text;
    step->identity = text.length < 2 ? FUZZ_EITHER : FUZZ_FRESH;
}

static void predict_from_path(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    fuzz_text made;
    if (y->kind == &fuzz_bytes) {
        fuzz_gives(step, y);
    } else if (y->kind != &fuzz_str) {
        step->raises = PyExc_TypeError;
        return;
    } else if (encoded(y->text, &made)) {
        makes_bytes(step, made);
    } else {
        step->inapplicable = true;
    }
    if (has_nul(y->text)) {
        step->raises = PyExc_ValueError;
    }
}

static void predict_str_from_path(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    fuzz_text made;
    if (y->kind == &fuzz_str) {
        fuzz_gives(step, y);
    } else if (y->kind == &fuzz_int) {
        step->raises = PyExc_TypeError;
        return;
    } else if (y->kind == &fuzz_bytes && decoded(y->text, &made)) {
        makes_str(step, made);
    } else {
        step->inapplicable = true; /* with others that have a buffer it warns */
    }
    if (has_nul(y->text)) {
        step->raises = PyExc_ValueError;
    }
}

static void predict_path_data(fuzz_step *step)
{
    fuzz_text made = {nothing, 0};
    step->inapplicable = !decoded(text_of_data(step->utf8, step->size), &made);
    makes_str(step, made);
}

/* ---- Bytearrays. */

/* has predicts that there are |size| bytes at |at|. */
static bool has(fuzz_step *step, const char *function, Py_ssize_t at,
                Py_ssize_t size)
{
    Py_ssize_t all = step->oy->text.length;
    if (at >= 0 && at <= all && size <= all - at) {
        return true;
    }
    raises_saying(step, PyExc_IndexError,
                  "%s: there are no %zd bytes at index %zd", function, size,
                  at);
    return false;
}

static void predict_read(fuzz_step *step)
{
    Py_ssize_t at = step->value % 16 - 1, size = step->value / 16 + step->z;
    Py_ssize_t from = near_end(step->oy);
    if (at == 14) {
        at = beyond_32_bits;
    } else if (step->z & 1) {
        at += from;
    } else {
        size += from;
    }
    step->n[0] = at;
    step->n[1] = size;
    bool is_there = has(step, "hf_bytearray_read", at, size);
    if (is_there) {
        fuzz_text read = fuzz_text_slice(step->oy->text, at, at + size);
        fuzz_expect(step, 0, "what is read", token_of_text(read));
    }
    fuzz_expect(step, 3, "that a failure writes something", 0);
}

static void predict_write(fuzz_step *step)
{
    const Py_ssize_t places[FUZZ_SLOTS] = {
        0, near_end(step->oy) + 1, 3, beyond_32_bits, -1, PY_SSIZE_T_MAX};
    step->n[0] = places[step->z];
    has(step, "hf_bytearray_write", step->n[0], step->size);
}

static void effect_write(fuzz_step *step)
{
    if (step->ok) {
        overwrite(step->oy, step->n[0], (const uint8_t *)step->utf8,
                  step->size);
    }
}

/* Of as many bytes as are there, or one more. */
static void predict_write_long(fuzz_step *step)
{
    step->n[0] = step->value & 1;
    step->n[1] = step->oy->text.length - (step->value >> 1 & 1);
    step->inapplicable = !is_long(step->oy) || step->n[1] > LONG_MOST;
    has(step, "hf_bytearray_write", step->n[0], step->n[1]);
}

static void effect_write_long(fuzz_step *step)
{
    if (step->ok) {
        fuzz_text old = step->oy->text;
        fuzz_text head = fuzz_text_concat(fuzz_text_slice(old, 0, step->n[0]),
                                          long_text(step->n[1]));
        step->oy->text = fuzz_text_concat(
            head, fuzz_text_slice(old, head.length, old.length));
    }
}

/* moves predicts that the size changes, if nobody holds the buffer. */
static void moves(fuzz_step *step, Py_ssize_t size)
{
    if (size != step->oy->text.length && step->oy->number > 0) {
        step->raises = PyExc_BufferError;
    }
}

static void predict_resize(fuzz_step *step)
{
    static const Py_ssize_t edges[2] = {-1, PY_SSIZE_T_MAX};
    Py_ssize_t n = step->oy->text.length;
    if (step->value >= 0xFC) {
        step->n[0] = edges[step->value & 1];
        step->raises = step->n[0] < 0 ? PyExc_OverflowError : PyExc_MemoryError;
        return;
    }
    step->n[0] = step->z == 5 ? n : step->value % (2 * n + 16);
    step->n[0] += step->z & 1 && step->z < 5 ? near_end(step->oy) : 0;
    if (is_short(step, step->n[0])) {
        moves(step, step->n[0]);
    }
}

static void effect_resize(fuzz_step *step)
{
    if (step->ok) {
        fuzz_object *y = step->oy;
        fuzz_text zeros = fuzz_text_repeat(0, step->n[0]);
        fuzz_text both = fuzz_text_concat(y->text, zeros);
        y->text = fuzz_text_slice(both, 0, step->n[0]);
    }
}

static void predict_bytearray_append(fuzz_step *step)
{
    Py_ssize_t size = step->oy->text.length + step->size;
    if (is_short(step, size)) {
        moves(step, size);
    }
}

static void effect_bytearray_append(fuzz_step *step)
{
    if (step->ok) {
        step->oy->text = fuzz_text_concat(step->oy->text,
                                          text_of_data(step->utf8, step->size));
    }
}

static void predict_append_long(fuzz_step *step)
{
    Py_ssize_t size = long_size(step);
    moves(step, step->oy->text.length + size);
    step->inapplicable |= step->oy->text.length > 2 * FUZZ_TEXT_MOST;
}

static void effect_append_long(fuzz_step *step)
{
    if (step->ok) {
        step->oy->text = fuzz_text_concat(step->oy->text,
                                          long_text(step->n[0]));
    }
}

static void predict_bytearray_append_wrong(fuzz_step *step)
{
    wrong_size(step, PyExc_MemoryError);
}

/* ---- Actions. */

FUZZ_ACT(bytes, ok = hf_replace(&s[$x].as_bytes, hf_bytes_from($utf8, $size)))

FUZZ_ACT(bytearray,
         ok = hf_replace(&s[$x].as_bytearray, hf_bytearray_from($utf8, $size)))

FUZZ_ACT(long_bytes,
         ok = hf_replace(&s[$x].as_bytes, hf_bytes_from(long_data($0), $0)))

FUZZ_ACT(long_bytearray, ok = hf_replace(&s[$x].as_bytearray,
                                         hf_bytearray_from(long_data($0), $0)))

FUZZ_ACT(bytes_wrong, ok = hf_replace(&s[$x].as_bytes, hf_bytes_from("", $0)))

FUZZ_ACT(bytearray_wrong,
         ok = hf_replace(&s[$x].as_bytearray, hf_bytearray_from("", $0)))

FUZZ_ACT(exporter, ok = hf_replace(&s[$x].as_object, exporter_new((int)$0)))

FUZZ_ACT(int, ok = hf_replace(&s[$x].as_object,
                              hf_object_from_owned(PyLong_FromLong($0))))

FUZZ_ACT(str, ok = hf_replace(&s[$x].as_str, hf_str_from_utf8_n($utf8, $size)))

FUZZ_ACT(subclass,
         ok = hf_replace(&s[$x].as_bytes, subclass(hf_borrow(s[$y].as_bytes))))

FUZZ_ACT(incref, ok = hf_replace(&s[$x].as_object, hf_incref(s[$y].as_object)))

FUZZ_ACT(decref, hf_decref(hf_move(&s[$x].as_object)))

FUZZ_ACT(clear, hf_clear(&s[$x].as_object))

FUZZ_ACT(move, ok = hf_replace(&s[$x].as_object, hf_move(&s[$y].as_object)))

FUZZ_ACT(checks, {
    found[0] = hf_bytes_check(hf_borrow(s[$y].as_object));
    found[1] = hf_bytearray_check(hf_borrow(s[$y].as_object));
    found[2] = hf_memoryview_check(hf_borrow(s[$y].as_object));
})

FUZZ_ACT(cast_bytes, s[$x].as_bytes = hf_bytes_cast(hf_move(&s[$x].as_object)))

FUZZ_ACT(cast_bytearray,
         s[$x].as_bytearray = hf_bytearray_cast(hf_move(&s[$x].as_object)))

FUZZ_ACT(cast_memoryview,
         s[$x].as_memoryview = hf_memoryview_cast(hf_move(&s[$x].as_object)))

FUZZ_ACT(from_object,
         ok = hf_replace(&s[$x].as_bytes,
                         hf_bytes_from_object(hf_borrow(s[$y].as_object))))

FUZZ_ACT(length, {
    Py_ssize_t length;
    ok = hf_bytes_length(hf_borrow(s[$y].as_bytes), &length);
    found[0] = length;
})

FUZZ_ACT(get, {
    uint8_t byte = 77;
    ok = hf_bytes_get(hf_borrow(s[$y].as_bytes), $0, &byte);
    found[0] = byte;
    found[3] = !ok && byte != 0;
})

FUZZ_ACT(view, {
    hf_bytes_view view;
    ok = hf_bytes_as_view(hf_borrow(s[$y].as_bytes), &view);
    if (ok) {
        found[0] = view.size;
        found[1] = token(view.data, view.size);
        found[2] = view.data[view.size];
    }
})

FUZZ_ACT(append, s[$x].as_bytes = hf_bytes_append(s[$x].as_bytes,
                                                  hf_borrow(s[$y].as_bytes)))

FUZZ_ACT(append_data,
         s[$x].as_bytes = hf_bytes_append_data(s[$x].as_bytes, $utf8, $size))

FUZZ_ACT(append_wrong,
         s[$x].as_bytes = hf_bytes_append_data(s[$x].as_bytes, "", $0))

FUZZ_ACT(append_view, {
    hf_bytes_view view;
    bool has_view = hf_bytes_as_view(hf_borrow(s[$x].as_bytes), &view);
    s[$x].as_bytes = hf_bytes_append_data(s[$x].as_bytes,
                                          has_view ? view.data + $0 : NULL, $1);
})

FUZZ_ACT(concat, ok = hf_replace(&s[$x].as_bytes,
                                 hf_bytes_concat(hf_borrow(s[$y].as_bytes),
                                                 hf_borrow(s[$z].as_bytes))))

FUZZ_ACT(slice,
         ok = hf_replace(&s[$x].as_bytes,
                         hf_bytes_slice(hf_borrow(s[$y].as_bytes), $0, $1)))

FUZZ_ACT(bytes_equal, {
    hf_answer answer = hf_bytes_equal(hf_borrow(s[$y].as_bytes),
                                      hf_borrow(s[$z].as_bytes));
    ok = !hf_failed(answer);
    found[0] = hf_yes(answer);
})

FUZZ_ACT(from_path,
         ok = hf_replace(&s[$x].as_bytes,
                         hf_bytes_from_path(hf_borrow(s[$y].as_object))))

FUZZ_ACT(str_from_path,
         ok = hf_replace(&s[$x].as_str,
                         hf_str_from_path(hf_borrow(s[$y].as_object))))

FUZZ_ACT(path_data,
         ok = hf_replace(&s[$x].as_str, hf_str_from_path_data($utf8, $size)))

FUZZ_ACT(bytearray_length, {
    Py_ssize_t length;
    ok = hf_bytearray_length(hf_borrow(s[$y].as_bytearray), &length);
    found[0] = length;
})

FUZZ_ACT(read, ok = read_some(hf_borrow(s[$y].as_bytearray), $0, $1, found))

FUZZ_ACT(write, ok = hf_bytearray_write(hf_borrow(s[$y].as_bytearray), $0,
                                        $utf8, $size))

FUZZ_ACT(write_long, ok = hf_bytearray_write(hf_borrow(s[$y].as_bytearray), $0,
                                             long_data($1), $1))

FUZZ_ACT(append_long, ok = hf_bytearray_append(hf_borrow(s[$y].as_bytearray),
                                               long_data($0), $0))

FUZZ_ACT(resize, ok = hf_bytearray_resize(hf_borrow(s[$y].as_bytearray), $0))

FUZZ_ACT(bytearray_append,
         ok = hf_bytearray_append(hf_borrow(s[$y].as_bytearray), $utf8, $size))

FUZZ_ACT(bytearray_append_wrong,
         ok = hf_bytearray_append(hf_borrow(s[$y].as_bytearray), "", $0))

/* ---- The table. */

static const fuzz_op ops[] = {
    FUZZ_OP(0, bytes, TEXT | TO_X, predict_bytes),
    FUZZ_OP(1, bytearray, TEXT | TO_X, predict_bytearray),
    FUZZ_OP(2, exporter, TO_X, predict_exporter, .effect = effect_exporter),
    FUZZ_OP(3, int, TO_X, predict_int),
    FUZZ_OP(4, str, TEXT | TO_X, predict_str),
    FUZZ_OP(5, incref, Y | TO_X, predict_same_y),
    FUZZ_OP(6, decref, X | FUZZ_TAKES_X, NULL),
    FUZZ_OP(7, clear, X | FUZZ_TAKES_X, NULL),
    FUZZ_OP(8, move, Y | FUZZ_TAKES_Y | TO_X, predict_move),
    FUZZ_ARM(9),
    FUZZ_OP(10, subclass, Y | TO_X | FUZZ_EXACT, predict_subclass, BYTES),
    FUZZ_OP(11, bytes_wrong, TO_X, predict_bytes_wrong),
    FUZZ_OP(12, bytearray_wrong, TO_X, predict_bytearray_wrong),
    FUZZ_OP(13, checks, Y, predict_checks),
    FUZZ_OP(14, cast_bytes, FUZZ_ONTO_X, predict_same_x, .x = &fuzz_bytes),
    FUZZ_OP(15, cast_bytearray, FUZZ_ONTO_X, predict_same_x,
            .x = &fuzz_bytearray),
    FUZZ_OP(16, cast_memoryview, FUZZ_ONTO_X, predict_same_x,
            .x = &fuzz_memoryview),
    FUZZ_OP(20, from_object, Y | TO_X, predict_from_object,
            .effect = effect_from_object),
    FUZZ_OP(21, length, Y, predict_length, BYTES),
    FUZZ_OP(22, get, Y, predict_get, BYTES),
    FUZZ_OP(23, view, Y, predict_view, BYTES),
    FUZZ_OP(24, append, FUZZ_ONTO_X | Y, predict_append, BYTES,
            .x = &fuzz_bytes),
    FUZZ_OP(25, append_data, FUZZ_ONTO_X | TEXT, predict_append_data,
            .x = &fuzz_bytes),
    FUZZ_OP(26, append_wrong, FUZZ_ONTO_X, predict_bytes_wrong,
            .x = &fuzz_bytes),
    FUZZ_OP(27, append_view, FUZZ_ONTO_X, predict_append_view,
            .x = &fuzz_bytes),
    FUZZ_OP(28, concat, Y | Z | TO_X, predict_concat, BYTES, .z = &fuzz_bytes),
    FUZZ_OP(29, slice, Y | TO_X, predict_slice, BYTES),
    FUZZ_OP(30, bytes_equal, Y | Z, predict_bytes_equal, BYTES,
            .z = &fuzz_bytes),
    FUZZ_OP(31, from_path, Y | TO_X, predict_from_path),
    FUZZ_OP(32, str_from_path, Y | TO_X, predict_str_from_path),
    FUZZ_OP(33, path_data, TEXT | TO_X, predict_path_data),
    FUZZ_OP(34, long_bytes, TO_X, predict_long_bytes),

    FUZZ_OP(40, bytearray_length, Y, predict_length, BYTEARRAY),
    FUZZ_OP(41, read, Y, predict_read, BYTEARRAY),
    FUZZ_OP(42, write, CHANGES | TEXT, predict_write, BYTEARRAY,
            .effect = effect_write),
    FUZZ_OP(43, resize, CHANGES, predict_resize, BYTEARRAY,
            .effect = effect_resize),
    FUZZ_OP(44, bytearray_append, CHANGES | TEXT, predict_bytearray_append,
            BYTEARRAY, .effect = effect_bytearray_append),
    FUZZ_OP(45, bytearray_append_wrong, Y, predict_bytearray_append_wrong,
            BYTEARRAY),
    FUZZ_OP(46, write_long, CHANGES, predict_write_long, BYTEARRAY,
            .effect = effect_write_long),
    FUZZ_OP(47, append_long, CHANGES, predict_append_long, BYTEARRAY,
            .effect = effect_append_long),
    FUZZ_OP(48, long_bytearray, TO_X, predict_long_bytearray),
};

static Py_ssize_t blocks(void)
{
    return blocks_of_views() + blocks_of_builder();
}

static bool no_oom(void)
{
    return some_nests;
}

static int expected_of_program(void)
{
    int n = n_made;
    n_made = 0;
    some_nests = false;
    forget_builder();
    forget_buffers();
    forget_views();
    return n;
}

static const char *const world[] = {"fuzz/targets/bytes_world.h",
                                    "fuzz/targets/bytes_world.c", NULL};

static const fuzz_table table = FUZZ_TABLE(ops);
static const fuzz_table *const tables[] = {&table, &bytes_views, &bytes_builder,
                                           &bytes_buffers, NULL};

const fuzz_target fuzz_this = {
    .name = "bytes_sequence",
    .world = world,
    .tables = tables,
    .start = fuzz_world_start,
    .gone = gone,
    .no_oom = no_oom,
    .finish = finish,
    .expected = expected_of_program,
    .blocks = blocks,
};
