/* str_sequence: all that can be done with strs, in any order.
 *
 * The table is at the end. Before it, each operation has its two functions:
 * what must happen (predict_), told from the model, and what does (act_). */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/planted.h"
#endif

#include "fuzz/targets/str_sequence.h"

/* The slots that lend what is in |lent|. */
enum { NOBODY = -1 };
static int lender[LENT];

static void start_all(void)
{
    start();
    for (int i = 0; i < LENT; i++) {
        lender[i] = NOBODY;
    }
}

static void left(int slot)
{
    for (int i = 0; i < LENT; i++) {
        lender[i] = lender[i] == slot ? NOBODY : lender[i];
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
    step->n[0] = (Py_ssize_t)c;
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

/* Names that CPython may have interned for itself: of variables, and those like
 * "<module>", ".0" and "utf-8". */
static bool is_like_a_name(fuzz_text text)
{
    for (ptrdiff_t i = 0; i < text.length; i++) {
        uint32_t c = text.at[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
              (c >= '0' && c <= '9') ||
              (c > 0 && c < 0x7F && strchr("_.<>-{},% \n", (char)c) != NULL))) {
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
    step->n[0] = step->value % LENT;
    step->y = lender[step->n[0]];
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

/* Of a view, a part is appended: it may cut a sequence in two. */
static void predict_append_view(fuzz_step *step)
{
    const char *utf8;
    size_t size;
    if (!fuzz_text_to_utf8(step->oy->text, &utf8, &size)) {
        raises(step, PyExc_UnicodeEncodeError);
        return;
    }
    Py_ssize_t from = Py_MIN(step->value & 15, (Py_ssize_t)size);
    Py_ssize_t most = (Py_ssize_t)size - from;
    step->size = step->value >= 0xF0 ? most : Py_MIN(step->value >> 4, most);
    step->n[0] = from;
    step->valid = fuzz_text_from_utf8(utf8 + from, (size_t)step->size,
                                      &step->text);
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

static void predict_borrow(fuzz_step *step)
{
    step->n[0] = step->value % LENT;
    lender[step->n[0]] = step->y;
}

static void predict_substring(fuzz_step *step)
{
    uint8_t v = step->value;
    Py_ssize_t start = v >= 0xF8 ? -1 : v & 15;
    Py_ssize_t end = v >= 0xE0 ? PY_SSIZE_T_MAX : (v & 15) + (v >> 4) - 1;
    step->n[0] = start;
    step->n[1] = end;
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

static void predict_find(fuzz_step *step)
{
    step->n[0] = step->value & 7;
    step->n[1] = step->value >= 0x80 ? PY_SSIZE_T_MAX : step->value >> 3;
    ptrdiff_t index = fuzz_text_find(step->oy->text, step->oz->text, step->n[0],
                                     step->n[1]);
    /* Both in one number: what the lookup says, and where. */
    step->expected = (index >= 0) * 100000 + index;
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

static void predict_equal_text_z(fuzz_step *step)
{
    cut_at_nul(step);
    predict_equal_text(step);
}

/* Its last code point, by a pointer into the memory of the str itself. */
static void predict_append_own(fuzz_step *step)
{
    fuzz_text text = step->ox->text;
    uint32_t maxchar = fuzz_text_maxchar(text);
    if (maxchar < 0x80 || maxchar > 0xFF || text.at[text.length - 1] >= 0x80) {
        step->inapplicable = true;
        return;
    }
    makes(step, fuzz_text_concat(
                    text, fuzz_text_slice(text, text.length - 1, text.length)));
}

static void predict_refcnt(fuzz_step *step)
{
    step->n[0] = !step->oy->uncounted;
    step->expected = step->n[0] ? step->oy->held + step->oy->base : 0;
}

/* ---- The builder: a few pieces, chosen by the value. */

#define EACH_PIECE(X)                                                          \
    X(PIECE_Y, hf_str_builder_append(&builder, hf_borrow(s[$y])))              \
    X(PIECE_Z, hf_str_builder_append(&builder, hf_borrow(s[$z])))              \
    X(PIECE_TEXT, hf_str_builder_append_utf8_n(&builder, $utf8, $size))        \
    X(PIECE_TEXTS, /* the buffer grows */                                      \
      for (int i = 0; i < 20; i++)                                             \
          hf_str_builder_append_utf8_n(&builder, $utf8, $size))                \
    X(PIECE_CODE_POINT,                                                        \
      hf_str_builder_append_code_point(&builder, (uint32_t)$0))                \
    X(PIECE_FORMAT, hf_str_builder_append_format(&builder, "<%d>", $value))    \
    X(PIECE_ASCII, hf_str_builder_append_utf8(&builder, "ascii"))              \
    X(PIECE_MIXED, hf_str_builder_append_utf8(&builder, mixed))

#define PIECE_NAME(piece, ...) piece,
typedef enum piece { EACH_PIECE(PIECE_NAME) } piece;

/* Each piece's code, as text and as it is run. */
#define PIECE_C(piece, ...) #__VA_ARGS__,
static const char *const piece_c[] = {EACH_PIECE(PIECE_C)};

#define PIECE_CASE(piece, ...)                                                 \
    case piece:                                                                \
        __VA_ARGS__;                                                           \
        break;
#define $pieces                                                                \
    for (int n = 0; n < FUZZ_PIECES; n++) {                                    \
        switch (piece_of(step, n)) {                                           \
            EACH_PIECE(PIECE_CASE)                                             \
        }                                                                      \
    }

static piece piece_of(const fuzz_step *step, int i)
{
    return (piece)((step->value * 2654435761u >> (3 * i + 8)) & 7);
}

static void predict_build(fuzz_step *step)
{
    static const uint32_t mixed_text[4] = {'a', 0xE9, 0x20AC, 0x1F600};
    fuzz_text all = {0};
    step->n[0] = (Py_ssize_t)chosen_code_point(step->value);
    for (int i = 0; i < FUZZ_PIECES; i++) {
        step->piece[i] = piece_c[piece_of(step, i)];
    }
    for (int i = 0; i < FUZZ_PIECES; i++) {
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

static void predict_build_dropped(fuzz_step *step)
{
    /* Only that nothing is left over. */
    predict_build(step);
    step->identity = FUZZ_NONE;
}

/* ---- Actions. */

FUZZ_ACT(create, ok = hf_replace(&s[$x], hf_str_from_utf8_n($utf8, $size)))

FUZZ_ACT(create_z, ok = hf_replace(&s[$x], hf_str_from_utf8($utf8)))

FUZZ_ACT(code_point,
         ok = hf_replace(&s[$x], hf_str_from_code_point((uint32_t)$0)))

FUZZ_ACT(format,
         ok = hf_replace(&s[$x],
                         hf_str_format("%U<%d>", hf_as_raw(s[$y]), $value)))

FUZZ_ACT(subclass, ok = hf_replace(&s[$x], hf_str_cast(hf_object_call_one_arg(
                                               hf_borrow(subclass),
                                               hf_as_object(s[$y])))))

FUZZ_ACT(intern, {
    PyObject *interned = hf_into_raw(hf_move(&s[$x]));
    PyUnicode_InternInPlace(&interned);
    s[$x] = hf_str_from_owned(interned);
})

FUZZ_ACT(hash, {
    Py_hash_t unused;
    ok = hf_object_hash(hf_as_object(s[$y]), &unused);
})

FUZZ_ACT(append, s[$x] = hf_str_append(s[$x], hf_borrow(s[$y])))

FUZZ_ACT(append_auto, {
    hf_auto(str, right, hf_incref(s[$y]));
    s[$x] = hf_str_append(s[$x], hf_borrow(right));
})

FUZZ_ACT(append_lent, s[$x] = hf_str_append(s[$x], lent[$0]))

FUZZ_ACT(append_text, s[$x] = hf_str_append_utf8_n(s[$x], $utf8, $size))

FUZZ_ACT(append_text_z, s[$x] = hf_str_append_utf8(s[$x], $utf8))

FUZZ_ACT(append_view, {
    hf_utf8 view;
    if (hf_str_as_utf8(hf_borrow(s[$y]), &view)) {
        s[$x] = hf_str_append_utf8_n(s[$x], view.data + $0, $size);
    } else {
        hf_clear(&s[$x]);
    }
})

FUZZ_ACT(append_wrong,
         s[$x] = hf_str_append(s[$x], hf_str_from_borrowed(hf_as_raw(number))))

FUZZ_ACT(append_null, s[$x] = hf_str_append(s[$x], hf_null(str_borrowed)))

FUZZ_ACT(append_pending, {
    hf_error_raise(PyExc_ValueError, "pending");
    s[$x] = hf_str_append(s[$x], hf_null(str_borrowed));
})

FUZZ_ACT(concat, ok = hf_replace(&s[$x], hf_str_concat(hf_borrow(s[$y]),
                                                       hf_borrow(s[$z]))))

FUZZ_ACT(concat_text,
         ok = hf_replace(&s[$x],
                         hf_str_concat_utf8_n(hf_borrow(s[$y]), $utf8, $size)))

FUZZ_ACT(concat_text_z,
         ok = hf_replace(&s[$x], hf_str_concat_utf8(hf_borrow(s[$y]), $utf8)))

FUZZ_ACT(incref, ok = hf_replace(&s[$x], hf_incref(s[$y])))

FUZZ_ACT(decref, hf_decref(hf_move(&s[$x])))

FUZZ_ACT(clear, hf_clear(&s[$x]))

FUZZ_ACT(move, ok = hf_replace(&s[$x], hf_move(&s[$y])))

FUZZ_ACT(replace_null, found = !!hf_replace(&s[$x], hf_null(str)))

FUZZ_ACT(borrow, lent[$0] = hf_borrow(s[$y]))

FUZZ_ACT(cast, s[$x] = hf_str_cast(hf_into_object(s[$x])))

FUZZ_ACT(cast_wrong, ok = hf_replace(&s[$x], hf_str_cast(hf_incref(number))))

FUZZ_ACT(substring,
         ok = hf_replace(&s[$x], hf_str_substring(hf_borrow(s[$y]), $0, $1)))

FUZZ_ACT(length, {
    Py_ssize_t length;
    ok = hf_str_length(hf_borrow(s[$y]), &length);
    found = length;
})

FUZZ_ACT(compare, {
    int order;
    ok = hf_str_compare(hf_borrow(s[$y]), hf_borrow(s[$z]), &order);
    found = order;
})

FUZZ_ACT(equal, {
    hf_answer equal = hf_str_equal(hf_borrow(s[$y]), hf_borrow(s[$z]));
    ok = !hf_failed(equal);
    found = hf_yes(equal);
})

FUZZ_ACT(equal_text, {
    hf_answer equal = hf_str_equal_utf8_n(hf_borrow(s[$y]), $utf8, $size);
    ok = !hf_failed(equal);
    found = hf_yes(equal);
})

FUZZ_ACT(find, {
    Py_ssize_t index;
    hf_lookup lookup = hf_str_find(hf_borrow(s[$y]), hf_borrow(s[$z]), $0, $1,
                                   &index);
    ok = !hf_failed(lookup);
    found = hf_status(lookup) * 100000 + index;
})

FUZZ_ACT(as_utf8, {
    hf_utf8 view;
    ok = hf_str_as_utf8(hf_borrow(s[$y]), &view);
    found = ok && view.size == $size &&
            memcmp(view.data, $utf8, (size_t)view.size + 1) == 0;
})

FUZZ_ACT(build, {
    builder = (hf_str_builder){0};
    $pieces;
    ok = hf_replace(&s[$x], hf_str_builder_finish(&builder));
})

FUZZ_ACT(build_dropped, {
    builder = (hf_str_builder){0};
    $pieces;
    ok = !hf_error_occurred();
    hf_str_builder_clear(&builder);
})

FUZZ_ACT(equal_text_z, {
    hf_answer equal = hf_str_equal_utf8(hf_borrow(s[$y]), $utf8);
    ok = !hf_failed(equal);
    found = hf_yes(equal);
})

FUZZ_ACT(append_own, {
    const char *own = PyUnicode_DATA(hf_as_raw(s[$x]));
    Py_ssize_t last = PyUnicode_GET_LENGTH(hf_as_raw(s[$x])) - 1;
    s[$x] = hf_str_append_utf8_n(s[$x], own + last, 1);
})

FUZZ_ACT(auto_moved, {
    hf_auto(str, t, hf_incref(s[$y]));
    ok = hf_replace(&s[$x], hf_move(&t));
})

FUZZ_ACT(cast_unchecked, s[$x] = hf_str_cast_unchecked(hf_into_object(s[$x])))

FUZZ_ACT(refcnt, {
    hf_object_borrowed up = hf_as_object(hf_str_borrow(&s[$y]));
    hf_str_borrowed same = hf_str_cast_unchecked(up);
    found = $0 ? hf_refcnt(same) : hf_refcnt(hf_null(str_borrowed));
})

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
    {"create", c_create, TEXT | TO_X, predict_text, act_create},
    {"create_z", c_create_z, TEXT | TO_X, predict_text_z, act_create_z},
    {"code_point", c_code_point, TO_X, predict_code_point, act_code_point},
    {"format", c_format, Y | TO_X, predict_format, act_format},
    /* CPython 3.11 asserts when it drops the half-made instance. */
    {"subclass", c_subclass, Y | TO_X | FUZZ_NO_OOM, predict_subclass,
     act_subclass},
    {"intern", c_intern, ONTO_X | FUZZ_NO_OOM, predict_intern,
     act_intern}, /* CPython gives up in silence */
    {"hash", c_hash, Y, NULL, act_hash},
    {"append", c_append, ONTO_X | Y, predict_append, act_append},
    {"append_auto", c_append_auto, ONTO_X | Y, predict_append, act_append_auto},
    {"append_lent", c_append_lent, ONTO_X, predict_append_lent,
     act_append_lent},
    {"append_text", c_append_text, ONTO_X | TEXT, predict_append_text,
     act_append_text},
    {"append_text_z", c_append_text_z, ONTO_X | TEXT, predict_append_text_z,
     act_append_text_z},
    {"append_view", c_append_view, ONTO_X | Y, predict_append_view,
     act_append_view},
    {"append_wrong", c_append_wrong, ONTO_X, predict_type_error,
     act_append_wrong},
    {"append_null", c_append_null, ONTO_X, predict_system_error,
     act_append_null},
    {"append_pending", c_append_pending, ONTO_X, predict_value_error,
     act_append_pending},
    {"concat", c_concat, Y | Z | TO_X, predict_concat, act_concat},
    {"concat_text", c_concat_text, Y | TEXT | TO_X, predict_concat_text,
     act_concat_text},
    {"concat_text_z", c_concat_text_z, Y | TEXT | TO_X, predict_concat_text_z,
     act_concat_text_z},
    {"incref", c_incref, Y | TO_X, predict_same_y, act_incref},
    {"decref", c_decref, X | FUZZ_TAKES_X, NULL, act_decref},
    {"clear", c_clear, X | FUZZ_TAKES_X, NULL, act_clear},
    {"move", c_move, Y | FUZZ_TAKES_Y | TO_X, predict_move, act_move},
    {"replace_null", c_replace_null, X, NULL, act_replace_null},
    {"borrow", c_borrow, Y, predict_borrow, act_borrow},
    {"cast", c_cast, ONTO_X, predict_same_x, act_cast},
    {"cast_wrong", c_cast_wrong, TO_X, predict_type_error, act_cast_wrong},
    {"substring", c_substring, Y | TO_X, predict_substring, act_substring},
    {"length", c_length, Y, predict_length, act_length},
    {"compare", c_compare, Y | Z, predict_compare, act_compare},
    {"equal", c_equal, Y | Z, predict_equal, act_equal},
    {"equal_text", c_equal_text, Y | TEXT, predict_equal_text, act_equal_text},
    {"find", c_find, Y | Z, predict_find, act_find},
    {"as_utf8", c_as_utf8, Y, predict_as_utf8, act_as_utf8},
    {"build", c_build, Y | Z | TEXT | TO_X, predict_build, act_build},
    {"build_dropped", c_build_dropped, Y | Z | TEXT, predict_build_dropped,
     act_build_dropped},
    {"arm", NULL, FUZZ_ARMS, NULL, NULL},
    {"equal_text_z", c_equal_text_z, Y | TEXT, predict_equal_text_z,
     act_equal_text_z},
    {"append_own", c_append_own, ONTO_X, predict_append_own, act_append_own},
    {"auto_moved", c_auto_moved, Y | TO_X, predict_same_y, act_auto_moved},
    {"cast_unchecked", c_cast_unchecked, ONTO_X, predict_same_x,
     act_cast_unchecked},
    {"refcnt", c_refcnt, Y, predict_refcnt, act_refcnt},
};

const fuzz_target fuzz_this = {
    .name = "str_sequence",
    .prelude = "fuzz/targets/str_sequence.h",
    .ops = ops,
    .n_ops = sizeof(ops) / sizeof(ops[0]),
    .start = start_all,
    .raw = raw,
    .clear = clear,
    .check = check,
    .left = left,
    .text_kinds = 1 << EXACT | 1 << SUBCLASS,
};
