/* str_sequence: all that can be done with strs, in any order.
 *
 * The table is at the end. Before it, each operation has its two functions:
 * what must happen (predict_), told from the model, and what does (act_). */

#include "core/holdfast.h"
#include "fuzz/engine.h"
#include "fuzz/str_oracle.h"

#include <string.h>

#ifdef HF_PLANTED
#include "fuzz/planted.h"
#endif

enum { EXACT, SUBCLASS };    /* kind */
enum { ORDINARY, INTERNED }; /* mark */

static hf_str s[FUZZ_SLOTS];
static hf_object subclass;
static hf_object number; /* not a str */

/* Borrowed handles that outlive the step that borrowed them, and the slots
 * that lend them. */
enum { LENT = 2, NOBODY = -1 };
static hf_str_borrowed lent[LENT];
static int lender[LENT];

static void start(void)
{
    subclass = hf_object_from_owned(PyObject_CallFunction(
        (PyObject *)&PyType_Type, "s(O){}", "S", (PyObject *)&PyUnicode_Type));
    number = hf_object_from_owned(PyLong_FromLong(1 << 20));
    for (int i = 0; i < LENT; i++) {
        lender[i] = NOBODY;
    }
}

static PyObject *raw(int slot)
{
    return hf_as_raw(s[slot]);
}

static void clear(int slot)
{
    hf_clear(&s[slot]);
}

static void left(int slot)
{
    for (int i = 0; i < LENT; i++) {
        lender[i] = lender[i] == slot ? NOBODY : lender[i];
    }
}

static void check(const fuzz_object *o)
{
    if (PyUnicode_CheckExact(o->raw) != (o->kind == EXACT)) {
        fuzz_failed("content", "expected %s",
                    o->kind == EXACT ? "an exact str"
                                     : "a str of the subclass");
    }
    fuzz_check_str(o->raw, o->text);
    bool interned = PyUnicode_CHECK_INTERNED(o->raw) != 0;
    if (interned != (o->mark == INTERNED) && o->text.length > 1) {
        fuzz_failed("interned", "expected a str that is %sinterned",
                    interned ? "not " : "");
    }
}

/* ---- Predictions. */

static void makes(fuzz_step *step, fuzz_text text)
{
    if (text.length > FUZZ_TEXT_MOST) {
        step->inapplicable = true;
    }
    step->made.text = text;
    /* CPython shares the empty str and those of one Latin-1 character. */
    step->identity = text.length < 2 ? FUZZ_EITHER : FUZZ_FRESH;
}

static void gives(fuzz_step *step, fuzz_object *same)
{
    step->same = same;
    step->made.text = same->text;
    step->identity = FUZZ_SAME;
}

/* copies predicts |o| as an exact str: itself, or a copy. */
static void copies(fuzz_step *step, fuzz_object *o)
{
    if (o->kind == EXACT) {
        gives(step, o);
    } else {
        makes(step, o->text);
    }
}

static void raises(fuzz_step *step, PyObject *type)
{
    step->raises = type;
}

static void predict_text(fuzz_step *step)
{
    if (!step->valid) {
        raises(step, PyExc_UnicodeDecodeError);
    } else {
        makes(step, step->text);
    }
}

/* cut_at_nul is for the functions that take no size. */
static void cut_at_nul(fuzz_step *step)
{
    step->size = (Py_ssize_t)strlen(step->utf8);
    step->valid = fuzz_text_from_utf8(step->utf8, (size_t)step->size,
                                      &step->text);
}

static void predict_text_z(fuzz_step *step)
{
    cut_at_nul(step);
    predict_text(step);
}

static uint32_t chosen_code_point(uint8_t value)
{
    static const uint32_t special[16] = {
        0x100,    0x7FF,    0x800,      0xD7FF,    0xD800,  0xDBFF,
        0xDC00,   0xDFFF,   0xE000,     0xFFFF,    0x10000, 0x1F600,
        0x10FFFF, 0x110000, 0x7FFFFFFF, UINT32_MAX};
    return value < 0xF0 ? value : special[value - 0xF0];
}

static fuzz_text one(uint32_t code_point)
{
    uint32_t *at = (uint32_t *)(void *)fuzz_bytes(sizeof(*at) * 2);
    at[0] = code_point;
    return (fuzz_text){at, 1};
}

static void predict_code_point(fuzz_step *step)
{
    uint32_t c = chosen_code_point(step->value);
    if (c > 0x10FFFF) {
        raises(step, PyExc_ValueError);
    } else {
        makes(step, one(c));
    }
}

static fuzz_text formatted(int value)
{
    char buffer[32];
    snprintf(buffer, sizeof(buffer), "<%d>", value);
    return fuzz_text_from_ascii(buffer);
}

static void predict_format(fuzz_step *step)
{
    makes(step, fuzz_text_concat(step->oy->text, formatted(step->value)));
}

static void predict_subclass(fuzz_step *step)
{
    makes(step, step->oy->text);
    step->made.kind = SUBCLASS;
    step->identity = FUZZ_FRESH;
}

/* A name that CPython may have interned for itself. */
static bool is_like_a_name(fuzz_text text)
{
    for (ptrdiff_t i = 0; i < text.length; i++) {
        uint32_t c = text.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
              (c >= '0' && c <= '9') || c == '_')) {
            return false;
        }
    }
    return true;
}

static void predict_intern(fuzz_step *step)
{
    if (is_like_a_name(step->ox->text) || step->ox->text.length < 2) {
        step->inapplicable = true;
        return;
    }
    gives(step, step->ox);
    if (step->ox->kind == SUBCLASS) {
        return;
    }
    for (int i = 0; i < FUZZ_SLOTS; i++) {
        fuzz_object *o = fuzz_slot[i];
        if (o != NULL && o->mark == INTERNED &&
            fuzz_text_equal(o->text, step->ox->text)) {
            gives(step, o);
            return;
        }
    }
    step->ox->mark = INTERNED;
}

/* joins predicts a + b: where one is empty, the other itself. */
static void joins(fuzz_step *step, fuzz_object *a, fuzz_object *b)
{
    if (b->text.length == 0) {
        copies(step, a);
    } else if (a->text.length == 0) {
        copies(step, b);
    } else {
        makes(step, fuzz_text_concat(a->text, b->text));
    }
}

static void predict_append(fuzz_step *step)
{
    joins(step, step->ox, step->oy);
}

static void predict_append_lent(fuzz_step *step)
{
    step->y = lender[step->value % LENT];
    if (step->y == NOBODY) {
        step->y = 0;
        step->inapplicable = true;
        return;
    }
    step->oy = fuzz_slot[step->y];
    predict_append(step);
}

static void add_text(fuzz_step *step, fuzz_object *to)
{
    if (step->size == 0) {
        copies(step, to);
    } else if (!step->valid) {
        raises(step, PyExc_UnicodeDecodeError);
    } else {
        makes(step, fuzz_text_concat(to->text, step->text));
    }
}

static void predict_append_text(fuzz_step *step)
{
    add_text(step, step->ox);
}

static void predict_append_text_z(fuzz_step *step)
{
    cut_at_nul(step);
    add_text(step, step->ox);
}

/* The part of a view that is appended: it may cut a sequence in two. */
static Py_ssize_t view_start(uint8_t value, Py_ssize_t size)
{
    return Py_MIN(value & 15, size);
}

static Py_ssize_t view_size(uint8_t value, Py_ssize_t size)
{
    Py_ssize_t left = size - view_start(value, size);
    return value >= 0xF0 ? left : Py_MIN(value >> 4, left);
}

static void predict_append_view(fuzz_step *step)
{
    const char *utf8;
    size_t size;
    if (!fuzz_text_to_utf8(step->oy->text, &utf8, &size)) {
        raises(step, PyExc_UnicodeEncodeError);
        return;
    }
    utf8 += view_start(step->value, (Py_ssize_t)size);
    step->size = view_size(step->value, (Py_ssize_t)size);
    step->valid = fuzz_text_from_utf8(utf8, (size_t)step->size, &step->text);
    add_text(step, step->ox);
}

static void predict_concat(fuzz_step *step)
{
    joins(step, step->oy, step->oz);
}

static void predict_concat_text(fuzz_step *step)
{
    add_text(step, step->oy);
}

static void predict_concat_text_z(fuzz_step *step)
{
    cut_at_nul(step);
    add_text(step, step->oy);
}

static void predict_same_x(fuzz_step *step)
{
    gives(step, step->ox);
}

static void predict_same_y(fuzz_step *step)
{
    gives(step, step->oy);
}

static void predict_move(fuzz_step *step)
{
    step->inapplicable = step->x == step->y;
    gives(step, step->oy);
}

static Py_ssize_t slice_start(uint8_t value)
{
    return value >= 0xF8 ? -1 : value & 15;
}

static Py_ssize_t slice_end(uint8_t value)
{
    return value >= 0xE0 ? PY_SSIZE_T_MAX : (value & 15) + (value >> 4) - 1;
}

static void predict_substring(fuzz_step *step)
{
    Py_ssize_t start = slice_start(step->value), end = slice_end(step->value);
    if (start < 0 || end < 0) {
        raises(step, PyExc_IndexError);
    } else if (start == 0 && end >= step->oy->text.length) {
        copies(step, step->oy);
    } else {
        makes(step, fuzz_text_slice(step->oy->text, start, end));
    }
}

static void predict_length(fuzz_step *step)
{
    step->expected = step->oy->text.length;
}

static void predict_compare(fuzz_step *step)
{
    step->expected = fuzz_text_compare(step->oy->text, step->oz->text);
}

static void predict_equal(fuzz_step *step)
{
    step->expected = fuzz_text_equal(step->oy->text, step->oz->text);
}

static void predict_equal_text(fuzz_step *step)
{
    step->expected = step->valid && fuzz_text_equal(step->oy->text, step->text);
}

/* both_of folds what a lookup says and where into one number. */
static int64_t both_of(hf_lookup lookup, Py_ssize_t index)
{
    return (int64_t)lookup * 100000 + index;
}

static void predict_find(fuzz_step *step)
{
    ptrdiff_t end = step->value >= 0x80 ? PTRDIFF_MAX : step->value >> 3;
    ptrdiff_t index = fuzz_text_find(step->oy->text, step->oz->text,
                                     step->value & 7, end);
    step->expected = both_of(index < 0 ? HF_MISSING : HF_FOUND, index);
}

static void predict_as_utf8(fuzz_step *step)
{
    size_t size;
    step->expected = 1;
    if (!fuzz_text_to_utf8(step->oy->text, &step->utf8, &size)) {
        raises(step, PyExc_UnicodeEncodeError);
    } else {
        step->size = (Py_ssize_t)size;
    }
}

static void predict_type_error(fuzz_step *step)
{
    raises(step, PyExc_TypeError);
}

static void predict_system_error(fuzz_step *step)
{
    raises(step, PyExc_SystemError);
}

static void predict_value_error(fuzz_step *step)
{
    raises(step, PyExc_ValueError);
}

/* ---- The builder: a few pieces, chosen by the value. */

enum { PIECES = 6 };
typedef enum piece {
    PIECE_Y,
    PIECE_Z,
    PIECE_TEXT,
    PIECE_TEXTS, /* many times: the buffer grows */
    PIECE_CODE_POINT,
    PIECE_FORMAT,
    PIECE_ASCII,
    PIECE_MIXED
} piece;

static const char mixed[] = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80";

static piece piece_of(const fuzz_step *step, int i)
{
    return (piece)((step->value * 2654435761u >> (3 * i + 8)) & 7);
}

static void predict_build(fuzz_step *step)
{
    static const uint32_t mixed_text[4] = {'a', 0xE9, 0x20AC, 0x1F600};
    fuzz_text all = {0};
    for (int i = 0; i < PIECES; i++) {
        fuzz_text next = {0};
        int times = 1;
        switch (piece_of(step, i)) {
        case PIECE_Y:
            next = step->oy->text;
            break;
        case PIECE_Z:
            next = step->oz->text;
            break;
        case PIECE_TEXTS:
            times = 20;
            /* fall through */
        case PIECE_TEXT:
            if (!step->valid) {
                raises(step, PyExc_UnicodeDecodeError);
                return;
            }
            next = step->text;
            break;
        case PIECE_CODE_POINT:
            if (chosen_code_point(step->value) > 0x10FFFF) {
                raises(step, PyExc_ValueError);
                return;
            }
            next = one(chosen_code_point(step->value));
            break;
        case PIECE_FORMAT:
            next = formatted(step->value);
            break;
        case PIECE_ASCII:
            next = fuzz_text_from_ascii("ascii");
            break;
        case PIECE_MIXED:
            next = (fuzz_text){mixed_text, 4};
            break;
        }
        while (times-- > 0) {
            all = fuzz_text_concat(all, next);
            if (all.length > FUZZ_TEXT_MOST || !fuzz_text_has_room()) {
                step->inapplicable = true;
                return;
            }
        }
    }
    makes(step, all);
}

static void fill(hf_str_builder *b, const fuzz_step *step)
{
    for (int i = 0; i < PIECES; i++) {
        switch (piece_of(step, i)) {
        case PIECE_Y:
            hf_str_builder_append(b, hf_borrow(s[step->y]));
            break;
        case PIECE_Z:
            hf_str_builder_append(b, hf_borrow(s[step->z]));
            break;
        case PIECE_TEXT:
            hf_str_builder_append_utf8_n(b, step->utf8, step->size);
            break;
        case PIECE_TEXTS:
            for (int n = 0; n < 20; n++) {
                hf_str_builder_append_utf8_n(b, step->utf8, step->size);
            }
            break;
        case PIECE_CODE_POINT:
            hf_str_builder_append_code_point(b, chosen_code_point(step->value));
            break;
        case PIECE_FORMAT:
            hf_str_builder_append_format(b, "<%d>", step->value);
            break;
        case PIECE_ASCII:
            hf_str_builder_append_utf8(b, "ascii");
            break;
        case PIECE_MIXED:
            hf_str_builder_append_utf8(b, mixed);
            break;
        }
    }
}

static void predict_build_dropped(fuzz_step *step)
{
    /* Only that nothing is left over. */
    predict_build(step);
    step->identity = FUZZ_NONE;
}

/* ---- Actions. */

/* put replaces slot x, which keeps its value where |result| is null. */
static void put(fuzz_step *step, hf_str result)
{
    step->ok = hf_replace(&s[step->x], result);
}

/* became notes the result of an operation that consumed slot x. */
static void became(fuzz_step *step, hf_str result)
{
    s[step->x] = result;
    step->ok = !hf_is_null(s[step->x]);
}

static void act_text(fuzz_step *step)
{
    put(step, hf_str_from_utf8_n(step->utf8, step->size));
}

static void act_text_z(fuzz_step *step)
{
    put(step, hf_str_from_utf8(step->utf8));
}

static void act_code_point(fuzz_step *step)
{
    put(step, hf_str_from_code_point(chosen_code_point(step->value)));
}

static void act_format(fuzz_step *step)
{
    put(step, hf_str_format("%U<%d>", hf_as_raw(s[step->y]), step->value));
}

static void act_subclass(fuzz_step *step)
{
    put(step, hf_str_cast(hf_object_call_one_arg(hf_borrow(subclass),
                                                 hf_as_object(s[step->y]))));
}

static void act_intern(fuzz_step *step)
{
    PyObject *interned = hf_into_raw(hf_move(&s[step->x]));
    PyUnicode_InternInPlace(&interned);
    became(step, hf_str_from_owned(interned));
}

static void act_hash(fuzz_step *step)
{
    Py_hash_t unused;
    step->ok = hf_object_hash(hf_as_object(s[step->y]), &unused);
}

static void act_append(fuzz_step *step)
{
    became(step, hf_str_append(s[step->x], hf_borrow(s[step->y])));
}

static void act_append_auto(fuzz_step *step)
{
    hf_auto(str, right, hf_incref(s[step->y]));
    became(step, hf_str_append(s[step->x], hf_borrow(right)));
}

static void act_append_lent(fuzz_step *step)
{
    became(step, hf_str_append(s[step->x], lent[step->value % LENT]));
}

static void act_append_text(fuzz_step *step)
{
    became(step, hf_str_append_utf8_n(s[step->x], step->utf8, step->size));
}

static void act_append_text_z(fuzz_step *step)
{
    became(step, hf_str_append_utf8(s[step->x], step->utf8));
}

static void act_append_view(fuzz_step *step)
{
    hf_utf8 view;
    if (!hf_str_as_utf8(hf_borrow(s[step->y]), &view)) {
        hf_clear(&s[step->x]);
        step->ok = false;
        return;
    }
    became(step, hf_str_append_utf8_n(
                     s[step->x], view.data + view_start(step->value, view.size),
                     view_size(step->value, view.size)));
}

static void act_append_wrong(fuzz_step *step)
{
    became(step,
           hf_str_append(s[step->x], hf_str_from_borrowed(hf_as_raw(number))));
}

static void act_append_null(fuzz_step *step)
{
    became(step, hf_str_append(s[step->x], hf_null(str_borrowed)));
}

static void act_append_pending(fuzz_step *step)
{
    hf_error_raise(PyExc_ValueError, "pending");
    became(step, hf_str_append(s[step->x], hf_null(str_borrowed)));
}

static void act_concat(fuzz_step *step)
{
    put(step, hf_str_concat(hf_borrow(s[step->y]), hf_borrow(s[step->z])));
}

static void act_concat_text(fuzz_step *step)
{
    put(step,
        hf_str_concat_utf8_n(hf_borrow(s[step->y]), step->utf8, step->size));
}

static void act_concat_text_z(fuzz_step *step)
{
    put(step, hf_str_concat_utf8(hf_borrow(s[step->y]), step->utf8));
}

static void act_incref(fuzz_step *step)
{
    put(step, hf_incref(s[step->y]));
}

static void act_decref(fuzz_step *step)
{
    hf_decref(hf_move(&s[step->x]));
}

static void act_clear(fuzz_step *step)
{
    hf_clear(&s[step->x]);
}

static void act_move(fuzz_step *step)
{
    put(step, hf_move(&s[step->y]));
}

static void act_replace_null(fuzz_step *step)
{
    step->found = hf_replace(&s[step->x], hf_null(str));
}

static void act_borrow(fuzz_step *step)
{
    lent[step->value % LENT] = hf_borrow(s[step->y]);
    lender[step->value % LENT] = step->y;
}

static void act_cast(fuzz_step *step)
{
    became(step, hf_str_cast(hf_into_object(s[step->x])));
}

static void act_cast_wrong(fuzz_step *step)
{
    put(step, hf_str_cast(hf_incref(number)));
}

static void act_substring(fuzz_step *step)
{
    put(step, hf_str_substring(hf_borrow(s[step->y]), slice_start(step->value),
                               slice_end(step->value)));
}

static void act_length(fuzz_step *step)
{
    Py_ssize_t length;
    step->ok = hf_str_length(hf_borrow(s[step->y]), &length);
    step->found = length;
}

static void act_compare(fuzz_step *step)
{
    int order;
    step->ok = hf_str_compare(hf_borrow(s[step->y]), hf_borrow(s[step->z]),
                              &order);
    step->found = order;
}

static void act_equal(fuzz_step *step)
{
    bool equal;
    step->ok = hf_str_equal(hf_borrow(s[step->y]), hf_borrow(s[step->z]),
                            &equal);
    step->found = equal;
}

static void act_equal_text(fuzz_step *step)
{
    bool equal;
    step->ok = hf_str_equal_utf8_n(hf_borrow(s[step->y]), step->utf8,
                                   step->size, &equal);
    step->found = equal;
}

static void act_find(fuzz_step *step)
{
    Py_ssize_t index,
        end = step->value >= 0x80 ? PY_SSIZE_T_MAX : step->value >> 3;
    hf_lookup lookup = hf_str_find(hf_borrow(s[step->y]), hf_borrow(s[step->z]),
                                   step->value & 7, end, &index);
    step->ok = lookup != HF_ERROR;
    step->found = both_of(lookup, index);
}

static void act_as_utf8(fuzz_step *step)
{
    hf_utf8 view;
    step->ok = hf_str_as_utf8(hf_borrow(s[step->y]), &view);
    step->found = step->ok && view.size == step->size &&
                  memcmp(view.data, step->utf8, (size_t)view.size + 1) == 0;
}

static void act_build(fuzz_step *step)
{
    hf_str_builder b = {0};
    fill(&b, step);
    put(step, hf_str_builder_finish(&b));
}

static void act_build_dropped(fuzz_step *step)
{
    hf_str_builder b = {0};
    fill(&b, step);
    step->ok = !hf_error_occurred();
    hf_str_builder_clear(&b);
}

/* ---- The table. */

enum {
    X = FUZZ_X,
    Y = FUZZ_Y,
    Z = FUZZ_Z,
    TEXT = FUZZ_TEXT,
    TO_X = FUZZ_GIVES_X,
    ONTO_X = FUZZ_X | FUZZ_TAKES_X | FUZZ_GIVES_X
};

static const fuzz_op ops[] = {
    {"create", "hf_replace(&s$x, hf_str_from_utf8_n($text));", TEXT | TO_X,
     predict_text, act_text},
    {"create_z", "hf_replace(&s$x, hf_str_from_utf8($text));", TEXT | TO_X,
     predict_text_z, act_text_z},
    {"code_point", "hf_replace(&s$x, hf_str_from_code_point(choice $v));", TO_X,
     predict_code_point, act_code_point},
    {"format",
     "hf_replace(&s$x, hf_str_format(\"%U<%d>\", hf_as_raw(s$y), "
     "$v));",
     Y | TO_X, predict_format, act_format},
    /* CPython 3.11 asserts when it drops the half-made instance. */
    {"subclass", "hf_replace(&s$x, subclass(s$y));", Y | TO_X | FUZZ_NO_OOM,
     predict_subclass, act_subclass},
    {"intern", "PyUnicode_InternInPlace(&s$x);", ONTO_X | FUZZ_NO_OOM,
     predict_intern, act_intern}, /* CPython gives up in silence */
    {"hash", "hf_object_hash(hf_as_object(s$y), &number);", Y, NULL, act_hash},
    {"append", "s$x = hf_str_append(s$x, hf_borrow(s$y));", ONTO_X | Y,
     predict_append, act_append},
    {"append_auto",
     "hf_auto(str, t, hf_incref(s$y)); s$x = hf_str_append(s$x, "
     "hf_borrow(t));",
     ONTO_X | Y, predict_append, act_append_auto},
    {"append_lent", "s$x = hf_str_append(s$x, borrowed from s$y);", ONTO_X,
     predict_append_lent, act_append_lent},
    {"append_text", "s$x = hf_str_append_utf8_n(s$x, $text);", ONTO_X | TEXT,
     predict_append_text, act_append_text},
    {"append_text_z", "s$x = hf_str_append_utf8(s$x, $text);", ONTO_X | TEXT,
     predict_append_text_z, act_append_text_z},
    {"append_view",
     "s$x = hf_str_append_utf8_n(s$x, part $v of the view of "
     "s$y);",
     ONTO_X | Y, predict_append_view, act_append_view},
    {"append_wrong", "s$x = hf_str_append(s$x, an int);", ONTO_X,
     predict_type_error, act_append_wrong},
    {"append_null", "s$x = hf_str_append(s$x, hf_null(str_borrowed));", ONTO_X,
     predict_system_error, act_append_null},
    {"append_pending",
     "ValueError; s$x = hf_str_append(s$x, "
     "hf_null(str_borrowed));",
     ONTO_X, predict_value_error, act_append_pending},
    {"concat",
     "hf_replace(&s$x, hf_str_concat(hf_borrow(s$y), "
     "hf_borrow(s$z)));",
     Y | Z | TO_X, predict_concat, act_concat},
    {"concat_text",
     "hf_replace(&s$x, hf_str_concat_utf8_n(hf_borrow(s$y), "
     "$text));",
     Y | TEXT | TO_X, predict_concat_text, act_concat_text},
    {"concat_text_z",
     "hf_replace(&s$x, hf_str_concat_utf8(hf_borrow(s$y), "
     "$text));",
     Y | TEXT | TO_X, predict_concat_text_z, act_concat_text_z},
    {"incref", "hf_replace(&s$x, hf_incref(s$y));", Y | TO_X, predict_same_y,
     act_incref},
    {"decref", "hf_decref(hf_move(&s$x));", X | FUZZ_TAKES_X, NULL, act_decref},
    {"clear", "hf_clear(&s$x);", X | FUZZ_TAKES_X, NULL, act_clear},
    {"move", "hf_replace(&s$x, hf_move(&s$y));", Y | FUZZ_TAKES_Y | TO_X,
     predict_move, act_move},
    {"replace_null", "hf_replace(&s$x, hf_null(str));", X, NULL,
     act_replace_null},
    {"borrow", "borrowed = hf_borrow(s$y);", Y, NULL, act_borrow},
    {"cast", "s$x = hf_str_cast(hf_into_object(s$x));", ONTO_X, predict_same_x,
     act_cast},
    {"cast_wrong", "hf_replace(&s$x, hf_str_cast(an int));", TO_X,
     predict_type_error, act_cast_wrong},
    {"substring",
     "hf_replace(&s$x, hf_str_substring(hf_borrow(s$y), part "
     "$v));",
     Y | TO_X, predict_substring, act_substring},
    {"length", "hf_str_length(hf_borrow(s$y), &number);", Y, predict_length,
     act_length},
    {"compare", "hf_str_compare(hf_borrow(s$y), hf_borrow(s$z), &number);",
     Y | Z, predict_compare, act_compare},
    {"equal", "hf_str_equal(hf_borrow(s$y), hf_borrow(s$z), &number);", Y | Z,
     predict_equal, act_equal},
    {"equal_text", "hf_str_equal_utf8_n(hf_borrow(s$y), $text, &number);",
     Y | TEXT, predict_equal_text, act_equal_text},
    {"find", "hf_str_find(hf_borrow(s$y), hf_borrow(s$z), part $v, &number);",
     Y | Z, predict_find, act_find},
    {"as_utf8", "hf_str_as_utf8(hf_borrow(s$y), &view);", Y, predict_as_utf8,
     act_as_utf8},
    {"build", "hf_replace(&s$x, build($v, s$y, s$z, $text));",
     Y | Z | TEXT | TO_X, predict_build, act_build},
    {"build_dropped", "hf_str_builder_clear(build($v, s$y, s$z, $text));",
     Y | Z | TEXT, predict_build_dropped, act_build_dropped},
    {"arm", "", FUZZ_ARMS, NULL, NULL},
};

const fuzz_target fuzz_this = {
    .name = "str_sequence",
    .ops = ops,
    .n_ops = sizeof(ops) / sizeof(ops[0]),
    .start = start,
    .raw = raw,
    .clear = clear,
    .check = check,
    .left = left,
};
