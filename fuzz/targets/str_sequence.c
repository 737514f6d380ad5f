/* str_sequence: all that can be done with strs, in any order.
 *
 * The table is at the end. Before it, each operation has its two functions:
 * what must happen (predict_), told from the model, and what does (act_). */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/planted.h"
#endif

#include "fuzz/engine/engine.h"
#include "fuzz/targets/str_world.h"

/* The slots that lend what is in |lent|. */
enum { NOBODY = -1 };
static int lender[LENT];

static void start(void)
{
    fuzz_world_start();
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

static bool is_long(const fuzz_object *o)
{
    return o != NULL && o->kind == &fuzz_str && o->text.length > FUZZ_TEXT_MOST;
}

/* most_of is how long the result may get: longer where an operand is. */
static ptrdiff_t most_of(const fuzz_step *step)
{
    bool grows = is_long(step->ox) || is_long(step->oy) || is_long(step->oz);
    return grows ? FUZZ_TEXT_LONGEST : FUZZ_TEXT_MOST;
}

static void makes(fuzz_step *step, fuzz_text text)
{
    if (text.length > most_of(step)) {
        step->inapplicable = true;
    }
    fuzz_makes(step, &fuzz_str)->text = text;
    /* CPython shares the empty str and those of one Latin-1 character. */
    step->identity = text.length < 2 ? FUZZ_EITHER : FUZZ_FRESH;
}

static void gives(fuzz_step *step, fuzz_object *same)
{
    fuzz_gives(step, same);
}

/* copies predicts |o| as an exact str: itself, or a copy. */
static void copies(fuzz_step *step, fuzz_object *o)
{
    if (!(o->mark & FUZZ_SUBCLASS)) {
        gives(step, o);
    } else {
        makes(step, o->text);
    }
}

static void raises(fuzz_step *step, PyObject *type)
{
    fuzz_raises(step, type, NULL);
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
    uint32_t *at = (uint32_t *)(void *)fuzz_room(sizeof(*at) * 2);
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
    step->made.mark = FUZZ_SUBCLASS;
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
    if (step->ox->mark & FUZZ_SUBCLASS) {
        return;
    }
    for (int i = 0; i < FUZZ_SLOTS; i++) {
        fuzz_object *o = fuzz_slot[i];
        if (o != NULL && (o->mark & FUZZ_INTERNED) &&
            fuzz_text_equal(o->text, step->ox->text)) {
            gives(step, o);
            return;
        }
    }
    step->ox->mark |= FUZZ_INTERNED;
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
    if (step->oy->kind != &fuzz_str) {
        fuzz_refuses(step, "str", step->oy);
        return;
    }
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
    if (is_long(step->oy)) {
        step->inapplicable = true;
        return;
    }
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
    fuzz_expect(step, 0, "the length", step->oy->text.length);
}

static void predict_compare(fuzz_step *step)
{
    fuzz_expect(step, 0, "the order",
                fuzz_text_compare(step->oy->text, step->oz->text));
}

static void predict_equal(fuzz_step *step)
{
    fuzz_expect(step, 0, "equal",
                fuzz_text_equal(step->oy->text, step->oz->text));
}

static void predict_equal_text(fuzz_step *step)
{
    fuzz_expect(step, 0, "equal",
                step->valid && fuzz_text_equal(step->oy->text, step->text));
}

static void predict_find(fuzz_step *step)
{
    step->n[0] = step->value & 7;
    step->n[1] = step->value >= 0x80 ? PY_SSIZE_T_MAX : step->value >> 3;
    ptrdiff_t index = fuzz_text_find(step->oy->text, step->oz->text, step->n[0],
                                     step->n[1]);
    fuzz_expect(step, 0, "found", index >= 0);
    fuzz_expect(step, 1, "the index", index);
}

static void predict_as_utf8(fuzz_step *step)
{
    size_t size;
    if (is_long(step->oy)) {
        step->inapplicable = true; /* it would be in the program's text */
        return;
    }
    if (!fuzz_text_to_utf8(step->oy->text, &step->utf8, &size)) {
        raises(step, PyExc_UnicodeEncodeError);
    } else {
        step->size = (Py_ssize_t)size;
        fuzz_expect(step, 0, "the size of the view", step->size);
        fuzz_expect(step, 1, "the first byte that differs", -1);
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
    fuzz_expect(step, 0, "the count",
                step->n[0] ? step->oy->held + step->oy->base : 0);
}

/* ---- The builder: a few pieces, chosen by the value. */

#define EACH_PIECE(X)                                                          \
    X(PIECE_Y, hf_str_builder_append(&builder, hf_borrow(s[$y].as_str)))       \
    X(PIECE_Z, hf_str_builder_append(&builder, hf_borrow(s[$z].as_str)))       \
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

/* ---- Other sizes, other types. */

static void predict_int(fuzz_step *step)
{
    step->n[0] = FUZZ_INT_OWN + step->value;
    fuzz_makes(step, &fuzz_int)->number = step->n[0];
}

/* Where a size that is cut to 16 bits, or a copy in parts, goes wrong. Only for
 * some values: such a program takes a hundred times as long. */
static void predict_create_long(fuzz_step *step)
{
    static const Py_ssize_t lengths[4] = {65535, 65536, 65537, 1 << 20};
    step->inapplicable = step->value < 0xE0;
    step->n[0] = lengths[step->value & 3];
    step->n[1] = 'a' + (step->value >> 2 & 1);
    if (!step->inapplicable) {
        fuzz_text text = fuzz_text_concat(fuzz_text_repeat('a', step->n[0] - 1),
                                          one((uint32_t)step->n[1]));
        fuzz_makes(step, &fuzz_str)->text = text;
    }
}

/* ---- A builder that is used by several steps. */

enum { KEPT_MOST = 100 }; /* code points: longer ones are build's */

static struct {
    fuzz_text text;
    bool used, failed;
} in_kept;

static void forget_kept(void)
{
    in_kept.text = (fuzz_text){0};
    in_kept.used = in_kept.failed = false;
}

/* A builder that has failed has let go of its buffer. */
static Py_ssize_t builder_blocks(void)
{
    return in_kept.used && !in_kept.failed ? -1 : 0;
}

static void add_to_kept(fuzz_step *step, fuzz_text text)
{
    step->made.text = fuzz_text_concat(in_kept.text, text);
    step->inapplicable = step->made.text.length > KEPT_MOST;
}

static void predict_keep(fuzz_step *step)
{
    if (in_kept.failed) {
        step->inapplicable = true;
    } else if (step->oy->kind != &fuzz_str) {
        fuzz_refuses(step, "str", step->oy);
    } else {
        add_to_kept(step, step->oy->text);
    }
}

static void predict_keep_text(fuzz_step *step)
{
    if (in_kept.failed) {
        step->inapplicable = true;
    } else if (!step->valid) {
        raises(step, PyExc_UnicodeDecodeError);
    } else {
        add_to_kept(step, step->text);
    }
}

static void keep_in_mind(fuzz_step *step)
{
    in_kept.used = true;
    in_kept.failed = !step->ok;
    in_kept.text = step->ok ? step->made.text : in_kept.text;
}

static void predict_kept_finish(fuzz_step *step)
{
    step->inapplicable = in_kept.failed; /* its exception is gone */
    makes(step, in_kept.text);
}

static void forget(fuzz_step *step)
{
    (void)step;
    forget_kept();
}

static int nothing_expected(void)
{
    forget_kept();
    return 0;
}

/* ---- Actions. */

FUZZ_ACT(create,
         ok = hf_replace(&s[$x].as_str, hf_str_from_utf8_n($utf8, $size)))

FUZZ_ACT(create_z, ok = hf_replace(&s[$x].as_str, hf_str_from_utf8($utf8)))

FUZZ_ACT(code_point,
         ok = hf_replace(&s[$x].as_str, hf_str_from_code_point((uint32_t)$0)))

FUZZ_ACT(format,
         ok = hf_replace(&s[$x].as_str,
                         hf_str_format("%U<%d>", hf_as_raw(s[$y].as_str),
                                       $value)))

FUZZ_ACT(subclass,
         ok = hf_replace(&s[$x].as_str,
                         hf_str_cast(hf_object_call_one_arg(
                             hf_borrow(subclass), hf_as_object(s[$y].as_str)))))

FUZZ_ACT(intern, {
    PyObject *interned = hf_into_raw(hf_move(&s[$x].as_str));
    PyUnicode_InternInPlace(&interned);
    s[$x].as_str = hf_str_from_owned(interned);
})

FUZZ_ACT(hash, {
    Py_hash_t unused;
    ok = hf_object_hash(hf_borrow(s[$y].as_object), &unused);
})

FUZZ_ACT(append,
         s[$x].as_str = hf_str_append(s[$x].as_str, hf_borrow(s[$y].as_str)))

FUZZ_ACT(append_auto, {
    hf_auto(str, right, hf_incref(s[$y].as_str));
    s[$x].as_str = hf_str_append(s[$x].as_str, hf_borrow(right));
})

FUZZ_ACT(append_lent, s[$x].as_str = hf_str_append(s[$x].as_str, lent[$0]))

FUZZ_ACT(append_text,
         s[$x].as_str = hf_str_append_utf8_n(s[$x].as_str, $utf8, $size))

FUZZ_ACT(append_text_z, s[$x].as_str = hf_str_append_utf8(s[$x].as_str, $utf8))

FUZZ_ACT(append_view, {
    hf_utf8 view;
    if (!hf_check(str, hf_borrow(s[$x].as_object))) {
        s[$x].as_str = hf_str_append_utf8(s[$x].as_str, "");
    } else if (hf_str_as_utf8(hf_borrow(s[$y].as_str), &view)) {
        s[$x].as_str = hf_str_append_utf8_n(s[$x].as_str, view.data + $0,
                                            $size);
    } else {
        hf_clear(&s[$x].as_str);
    }
})

FUZZ_ACT(append_wrong,
         s[$x].as_str = hf_str_append(s[$x].as_str,
                                      hf_str_from_borrowed(hf_as_raw(number))))

FUZZ_ACT(append_null,
         s[$x].as_str = hf_str_append(s[$x].as_str, hf_null(str_borrowed)))

FUZZ_ACT(append_pending, {
    hf_error_raise(PyExc_ValueError, "pending");
    s[$x].as_str = hf_str_append(s[$x].as_str, hf_null(str_borrowed));
})

FUZZ_ACT(concat,
         ok = hf_replace(&s[$x].as_str, hf_str_concat(hf_borrow(s[$y].as_str),
                                                      hf_borrow(s[$z].as_str))))

FUZZ_ACT(concat_text,
         ok = hf_replace(&s[$x].as_str,
                         hf_str_concat_utf8_n(hf_borrow(s[$y].as_str), $utf8,
                                              $size)))

FUZZ_ACT(concat_text_z,
         ok = hf_replace(&s[$x].as_str,
                         hf_str_concat_utf8(hf_borrow(s[$y].as_str), $utf8)))

FUZZ_ACT(incref, ok = hf_replace(&s[$x].as_str, hf_incref(s[$y].as_str)))

FUZZ_ACT(decref, hf_decref(hf_move(&s[$x].as_str)))

FUZZ_ACT(clear, hf_clear(&s[$x].as_str))

FUZZ_ACT(move, ok = hf_replace(&s[$x].as_str, hf_move(&s[$y].as_str)))

FUZZ_ACT(replace_null, found[0] = !!hf_replace(&s[$x].as_str, hf_null(str)))

FUZZ_ACT(borrow, lent[$0] = hf_borrow(s[$y].as_str))

FUZZ_ACT(cast, s[$x].as_str = hf_str_cast(s[$x].as_object))

FUZZ_ACT(cast_wrong,
         ok = hf_replace(&s[$x].as_str, hf_str_cast(hf_incref(number))))

FUZZ_ACT(substring,
         ok = hf_replace(&s[$x].as_str,
                         hf_str_substring(hf_borrow(s[$y].as_str), $0, $1)))

FUZZ_ACT(length, {
    Py_ssize_t length;
    ok = hf_str_length(hf_borrow(s[$y].as_str), &length);
    found[0] = length;
})

FUZZ_ACT(compare, {
    int order;
    ok = hf_str_compare(hf_borrow(s[$y].as_str), hf_borrow(s[$z].as_str),
                        &order);
    found[0] = order;
})

FUZZ_ACT(equal, {
    hf_answer equal = hf_str_equal(hf_borrow(s[$y].as_str),
                                   hf_borrow(s[$z].as_str));
    ok = !hf_failed(equal);
    found[0] = hf_yes(equal);
})

FUZZ_ACT(equal_text, {
    hf_answer equal = hf_str_equal_utf8_n(hf_borrow(s[$y].as_str), $utf8,
                                          $size);
    ok = !hf_failed(equal);
    found[0] = hf_yes(equal);
})

FUZZ_ACT(find, {
    Py_ssize_t index;
    hf_lookup lookup = hf_str_find(hf_borrow(s[$y].as_str),
                                   hf_borrow(s[$z].as_str), $0, $1, &index);
    ok = !hf_failed(lookup);
    found[0] = hf_found(lookup);
    found[1] = index;
})

FUZZ_ACT(as_utf8, {
    hf_utf8 view;
    ok = hf_str_as_utf8(hf_borrow(s[$y].as_str), &view);
    found[0] = view.size;
    found[1] = ok ? first_difference(&view, $utf8, $size) : 0;
})

FUZZ_ACT(build, {
    builder = (hf_str_builder){0};
    $pieces;
    ok = hf_replace(&s[$x].as_str, hf_str_builder_finish(&builder));
})

FUZZ_ACT(build_dropped, {
    builder = (hf_str_builder){0};
    $pieces;
    ok = !hf_error_occurred();
    hf_str_builder_clear(&builder);
})

FUZZ_ACT(equal_text_z, {
    hf_answer equal = hf_str_equal_utf8(hf_borrow(s[$y].as_str), $utf8);
    ok = !hf_failed(equal);
    found[0] = hf_yes(equal);
})

FUZZ_ACT(append_own, {
    const char *own = PyUnicode_DATA(hf_as_raw(s[$x].as_str));
    Py_ssize_t last = PyUnicode_GET_LENGTH(hf_as_raw(s[$x].as_str)) - 1;
    s[$x].as_str = hf_str_append_utf8_n(s[$x].as_str, own + last, 1);
})

FUZZ_ACT(auto_moved, {
    hf_auto(str, t, hf_incref(s[$y].as_str));
    ok = hf_replace(&s[$x].as_str, hf_move(&t));
})

FUZZ_ACT(cast_unchecked, s[$x].as_str = hf_str_cast_unchecked(s[$x].as_object))

FUZZ_ACT(refcnt, {
    hf_object_borrowed up = hf_as_object(hf_str_borrow(&s[$y].as_str));
    hf_str_borrowed same = hf_str_cast_unchecked(up);
    found[0] = $0 ? hf_refcnt(same) : hf_refcnt(hf_null(str_borrowed));
})

FUZZ_ACT(int, ok = hf_replace(&s[$x].as_object,
                              hf_object_from_owned(PyLong_FromLong($0))))

FUZZ_ACT(create_long,
         ok = hf_replace(&s[$x].as_str,
                         hf_str_from_utf8_n(long_utf8($0, (int)$1), $0)))

FUZZ_ACT(keep, {
    hf_str_builder_append(&lasting, hf_borrow(s[$y].as_str));
    ok = !hf_error_occurred();
})

FUZZ_ACT(keep_text, {
    hf_str_builder_append_utf8_n(&lasting, $utf8, $size);
    ok = !hf_error_occurred();
})

FUZZ_ACT(kept_finish,
         ok = hf_replace(&s[$x].as_str, hf_str_builder_finish(&lasting)))

FUZZ_ACT(kept_clear, hf_str_builder_clear(&lasting))

/* ---- The table. */

enum {
    X = FUZZ_X,
    Y = FUZZ_Y,
    Z = FUZZ_Z,
    TEXT = FUZZ_TEXT,
    TO_X = FUZZ_GIVES_X,
    ONTO_X = FUZZ_ONTO_X
};

static const fuzz_op ops[] = {
    FUZZ_OP(0, create, TEXT | TO_X, predict_text),
    FUZZ_OP(1, create_z, TEXT | TO_X, predict_text_z),
    FUZZ_OP(2, code_point, TO_X, predict_code_point),
    FUZZ_OP(3, format, Y | TO_X | FUZZ_EXACT, predict_format, .y = &fuzz_str),
    /* A debug CPython asserts when it drops one that is half made: gh-151763. */
    FUZZ_OP(4, subclass, Y | TO_X | FUZZ_NO_OOM | FUZZ_EXACT, predict_subclass,
            .y = &fuzz_str),
    /* CPython gives up in silence. */
    FUZZ_OP(5, intern, ONTO_X | FUZZ_NO_OOM | FUZZ_EXACT, predict_intern,
            .x = &fuzz_str),
    FUZZ_OP(6, hash, Y, NULL),
    FUZZ_OP(7, append, ONTO_X | Y, predict_append, .x = &fuzz_str,
            .y = &fuzz_str),
    FUZZ_OP(8, append_auto, ONTO_X | Y, predict_append, .x = &fuzz_str,
            .y = &fuzz_str),
    FUZZ_OP(9, append_lent, ONTO_X | FUZZ_EXACT, predict_append_lent,
            .x = &fuzz_str),
    FUZZ_OP(10, append_text, ONTO_X | TEXT, predict_append_text,
            .x = &fuzz_str),
    FUZZ_OP(11, append_text_z, ONTO_X | TEXT, predict_append_text_z,
            .x = &fuzz_str),
    FUZZ_OP(12, append_view, ONTO_X | Y, predict_append_view, .x = &fuzz_str,
            .y = &fuzz_str),
    FUZZ_OP(13, append_wrong, ONTO_X, predict_type_error, .x = &fuzz_str),
    FUZZ_OP(14, append_null, ONTO_X, predict_system_error, .x = &fuzz_str),
    FUZZ_OP(15, append_pending, ONTO_X, predict_value_error),
    FUZZ_OP(16, concat, Y | Z | TO_X, predict_concat, .y = &fuzz_str,
            .z = &fuzz_str),
    FUZZ_OP(17, concat_text, Y | TEXT | TO_X, predict_concat_text,
            .y = &fuzz_str),
    FUZZ_OP(18, concat_text_z, Y | TEXT | TO_X, predict_concat_text_z,
            .y = &fuzz_str),
    FUZZ_OP(19, incref, Y | TO_X, predict_same_y),
    FUZZ_OP(20, decref, X | FUZZ_TAKES_X, NULL),
    FUZZ_OP(21, clear, X | FUZZ_TAKES_X, NULL),
    FUZZ_OP(22, move, Y | FUZZ_TAKES_Y | TO_X, predict_move),
    FUZZ_OP(23, replace_null, X, NULL),
    FUZZ_OP(24, borrow, Y, predict_borrow),
    FUZZ_OP(25, cast, ONTO_X, predict_same_x, .x = &fuzz_str),
    FUZZ_OP(26, cast_wrong, TO_X, predict_type_error),
    FUZZ_OP(27, substring, Y | TO_X, predict_substring, .y = &fuzz_str),
    FUZZ_OP(28, length, Y, predict_length, .y = &fuzz_str),
    FUZZ_OP(29, compare, Y | Z, predict_compare, .y = &fuzz_str,
            .z = &fuzz_str),
    FUZZ_OP(30, equal, Y | Z, predict_equal, .y = &fuzz_str, .z = &fuzz_str),
    FUZZ_OP(31, equal_text, Y | TEXT, predict_equal_text, .y = &fuzz_str),
    FUZZ_OP(32, find, Y | Z, predict_find, .y = &fuzz_str, .z = &fuzz_str),
    FUZZ_OP(33, as_utf8, Y, predict_as_utf8, .y = &fuzz_str),
    FUZZ_OP(34, build, Y | Z | TEXT | TO_X | FUZZ_EXACT, predict_build,
            .y = &fuzz_str, .z = &fuzz_str),
    FUZZ_OP(35, build_dropped, Y | Z | TEXT | FUZZ_EXACT, predict_build_dropped,
            .y = &fuzz_str, .z = &fuzz_str),
    FUZZ_ARM(36),
    FUZZ_OP(37, equal_text_z, Y | TEXT, predict_equal_text_z, .y = &fuzz_str),
    FUZZ_OP(38, append_own, ONTO_X | FUZZ_EXACT, predict_append_own,
            .x = &fuzz_str),
    FUZZ_OP(39, auto_moved, Y | TO_X, predict_same_y),
    FUZZ_OP(40, cast_unchecked, ONTO_X | FUZZ_EXACT, predict_same_x,
            .x = &fuzz_str),
    FUZZ_OP(41, refcnt, Y | FUZZ_EXACT, predict_refcnt, .y = &fuzz_str),
    FUZZ_OP(42, int, TO_X, predict_int),
    FUZZ_OP(43, create_long, TO_X, predict_create_long),
    FUZZ_OP(44, keep, Y, predict_keep, .effect = keep_in_mind),
    FUZZ_OP(45, keep_text, TEXT, predict_keep_text, .effect = keep_in_mind),
    FUZZ_OP(46, kept_finish, TO_X, predict_kept_finish, .effect = forget),
    FUZZ_OP(47, kept_clear, 0, NULL, .effect = forget),
};

static const char *const world[] = {"fuzz/targets/str_world.h",
                                    "fuzz/targets/str_world.c", NULL};

const fuzz_target fuzz_this = {
    .name = "str_sequence",
    .world = world,
    .tables = FUZZ_ONE_TABLE(ops),
    .start = start,
    .left = left,
    .finish = finish,
    .expected = nothing_expected,
    .blocks = builder_blocks,
};
