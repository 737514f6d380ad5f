/* number_sequence: all that can be done with numbers, in any order: at the edges of
 * every type of C, with ints that no type of C holds, and with objects that are
 * numbers by methods of their own.
 *
 * What ints do is told by whole.h, what doubles do by C. What CPython does
 * differently from version to version, or what takes long, is inapplicable. */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/number_planted.h"
#endif

#include "fuzz/engine/engine.h"
#include "fuzz/targets/number_model.h"
#include "fuzz/targets/number_operators.h"
#include "fuzz/targets/number_world.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* ---- New objects. */

/* two are the bits of a record that say no slots. */
static int two(const fuzz_step *step)
{
    return step->y + FUZZ_SLOTS * step->z;
}

static uint64_t edge_bits(uint8_t value)
{
    uint64_t power = (uint64_t)1 << (value >> 2);
    return (value & 2 ? 0 - power : power) - (value & 1);
}

static void predict_from_type(fuzz_step *step)
{
    int64_t bits = (int64_t)edge_bits(step->value);
    fuzz_whole value = {.n = 0};
    step->n[0] = two(step) % FROMS;
    step->n[1] = bits;
    switch (step->n[0]) {
#define FROM_VALUE(number, type, from)                                         \
    case number:                                                               \
        value = (type)-1 < (type)1                                             \
                    ? fuzz_whole_from_i64((int64_t)(type)bits)                 \
                    : fuzz_whole_from_u64((uint64_t)(type)bits);               \
        break;
        FROM_TYPES(FROM_VALUE)
    }
    makes_int(step, &value);
}

static fuzz_whole big_edge(uint8_t value)
{
    static const int powers[32] = {0,   3,   7,   8,   15,   16,   29,   30,
                                   31,  32,  45,  59,  60,   61,   62,   63,
                                   64,  65,  89,  90,  119,  120,  127,  128,
                                   255, 256, 511, 512, 1022, 1023, 1024, 1090};
    static const int deltas[4] = {-1, 0, 1, -2};
    fuzz_whole one = fuzz_whole_from_i64(1);
    fuzz_whole delta = fuzz_whole_from_i64(deltas[value & 3]);
    fuzz_whole power = fuzz_whole_shift(&one, powers[value >> 3]);
    fuzz_whole sum = fuzz_whole_add(&power, &delta);
    return value & 4 ? fuzz_whole_negate(sum) : sum;
}

static char *reversed(const char *data, Py_ssize_t size)
{
    char *copy = fuzz_room((size_t)size + 1);
    for (Py_ssize_t i = 0; i < size; i++) {
        copy[i] = data[size - 1 - i];
    }
    copy[size] = '\0';
    return copy;
}

/* What is signed has room for the sign, and some bytes more. */
static void predict_edge(fuzz_step *step)
{
    fuzz_whole value = big_edge(step->value);
    Py_ssize_t size = fuzz_whole_bits(&value) / 8 + 1 + step->z;
    char *data = fuzz_room((size_t)size + 1);
    fuzz_whole_to_bytes(&value, (uint8_t *)data, (size_t)size, true);
    data[size] = '\0';
    step->n[0] = HF_INT_SIGNED | (step->y & HF_INT_BIG);
    step->utf8 = step->n[0] & HF_INT_BIG ? reversed(data, size) : data;
    step->size = size;
    makes_int(step, &value);
}

static void predict_from_bytes(fuzz_step *step)
{
    step->n[0] = two(step) & (HF_INT_BIG | HF_INT_SIGNED);
    const char *data = step->n[0] & HF_INT_BIG
                           ? reversed(step->utf8, step->size)
                           : step->utf8;
    fuzz_whole value = fuzz_whole_from_bytes(
        (const uint8_t *)data, (size_t)step->size, step->n[0] & HF_INT_SIGNED);
    makes_int(step, &value);
}

/* double_edge is a double at the edges of what ints and floats can be. */
static double double_edge(int value)
{
    static const double edges[32] = {
        0.0,        -0.0,          1.0,          -1.0,     0.5,
        -0.5,       1.5,           -2.5,         0x1p53,   -0x1p53,
        0x1p53 + 2, 0x1p53 - 1,    0x1p52 + 0.5, 0x1p63,   -0x1p63,
        0x1p64,     0x1p63 - 1024, -0x1p64,      DBL_MAX,  -DBL_MAX,
        DBL_MIN,    DBL_TRUE_MIN,  (double)NAN,  INFINITY, -(double)INFINITY,
        0.1,        1e22,          3.0,          -7.0,     1e-5,
        1e200,      0x1p-600};
    return value < 32 ? edges[value] : (value - 144) * 0.25;
}

static void predict_from_double(fuzz_step *step)
{
    double value = double_edge(step->value);
    step->n[0] = fuzz_bits_of(value);
    if (isnan(value)) {
        fuzz_raises(step, PyExc_ValueError,
                    "cannot convert float NaN to integer");
    } else if (isinf(value)) {
        fuzz_raises(step, PyExc_OverflowError,
                    "cannot convert float infinity to integer");
    } else if (trunc(value) != value) {
        char digits[64];
        snprintf(digits, sizeof(digits), "%.4g", value);
        bool is_short = strtod(digits, NULL) == value && fabs(value) >= 1e-4;
        raises_naming(step, PyExc_ValueError,
                      is_short ? "%s is no integer: say by trunc(), floor() or "
                                 "round() what becomes of its fraction"
                               : NULL,
                      kept(digits), NULL);
    } else {
        fuzz_whole whole = fuzz_whole_from_double(value);
        makes_int(step, &whole);
    }
}

static void predict_float(fuzz_step *step)
{
    double value = double_edge(step->value);
    step->n[0] = fuzz_bits_of(value);
    makes_float(step, value);
}

static void predict_complex(fuzz_step *step)
{
    double real = double_edge(step->value);
    double imaginary = double_edge(two(step));
    step->n[0] = fuzz_bits_of(real);
    step->n[1] = fuzz_bits_of(imaginary);
    makes_complex(step, real, imaginary);
}

static void predict_bool(fuzz_step *step)
{
    step->n[0] = step->value & 1;
    makes_bool(step, step->n[0]);
}

static void predict_none(fuzz_step *step)
{
    fuzz_makes(step, &fuzz_NoneType)->uncounted = true;
    step->identity = FUZZ_EITHER;
}

static void predict_hook(fuzz_step *step)
{
    int mark = step->value % (8 * MODES);
    step->n[0] = mark / 8;
    step->n[1] = mark % 8;
    fuzz_makes(step, &fuzz_Hook)->mark = mark;
}

static void predict_subclass(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    step->inapplicable = !is_number(y) || is_subclass(y);
    fuzz_object *made = fuzz_makes(step, is_int(y) ? &fuzz_int : y->kind);
    made->mark = is_int(y) ? FUZZ_INT_SUBCLASS : FUZZ_FLOAT_SUBCLASS;
    made->number = y->number;
    made->text = y->text;
}

/* ---- Text. */

/* literal_of makes text that is a literal, or nearly, of the step's text; or
 * leaves it as it is. */
static void make_literal(fuzz_step *step)
{
    static const char letters[33] = "0123456789abcdefxXoOzZ_-+ \n19Ff8";
    if (step->y == FUZZ_SLOTS - 1) {
        return;
    }
    char *literal = fuzz_room((size_t)step->size + 1);
    for (Py_ssize_t i = 0; i < step->size; i++) {
        literal[i] = letters[step->utf8[i] & 31];
    }
    literal[step->size] = '\0';
    step->utf8 = literal;
    step->valid = true;
    step->text = fuzz_text_from_ascii(literal);
}

static bool is_ascii(fuzz_text text)
{
    return fuzz_text_maxchar(text) < 0x80;
}

static void ascii_of(fuzz_text text, char *out)
{
    for (ptrdiff_t i = 0; i < text.length; i++) {
        out[i] = (char)text.at[i];
    }
}

/* is_shown_as_it_is says so of repr(). */
static bool is_shown_as_it_is(fuzz_text text)
{
    for (ptrdiff_t i = 0; i < text.length; i++) {
        if (text.at[i] < 0x20 || text.at[i] > 0x7E || text.at[i] == '\'' ||
            text.at[i] == '"' || text.at[i] == '\\') {
            return false;
        }
    }
    return text.length < 150;
}

/* reads predicts int(text, base). */
static void reads(fuzz_step *step, fuzz_text text, int base)
{
    char *ascii = fuzz_room((size_t)text.length + 1);
    fuzz_whole value;
    if (base == 1 || base < 0 || base > 36) {
        fuzz_raises(step, PyExc_ValueError,
                    "int() arg 2 must be >= 2 and <= 36");
        return;
    }
    if (!is_ascii(text)) { /* other digits than these, and spaces */
        step->inapplicable = true;
        return;
    }
    ascii_of(text, ascii);
    ascii[text.length] = '\0';
    if (fuzz_whole_from_text(ascii, (size_t)text.length, base, &value)) {
        makes_int(step, &value);
        return;
    }
    char words[8];
    snprintf(words, sizeof(words), "%d", base);
    raises_naming(step, PyExc_ValueError,
                  is_shown_as_it_is(text)
                      ? "invalid literal for int() with base %s: '%s'"
                      : NULL,
                  kept(words), ascii);
}

static const int text_bases[12] = {10, 0, 16, 2, 8, 36, 3, 7, 1, 37, -1, 10};

static void predict_from_text(fuzz_step *step)
{
    make_literal(step);
    step->n[0] = text_bases[step->z * 2 + (step->value & 1)];
    if (!step->valid) {
        fuzz_raises(step, PyExc_UnicodeDecodeError, NULL);
    } else {
        reads(step, step->text, (int)step->n[0]);
    }
}

static void predict_from_text_z(fuzz_step *step)
{
    make_literal(step);
    step->n[0] = text_bases[step->z * 2 + (step->value & 1)];
    step->size = (Py_ssize_t)strlen(step->utf8);
    step->valid = fuzz_text_from_utf8(step->utf8, (size_t)step->size,
                                      &step->text);
    if (!step->valid) {
        fuzz_raises(step, PyExc_UnicodeDecodeError, NULL);
    } else {
        reads(step, step->text, (int)step->n[0]);
    }
}

static void predict_str(fuzz_step *step)
{
    make_literal(step);
    if (!step->valid) {
        fuzz_raises(step, PyExc_UnicodeDecodeError, NULL);
    } else {
        fuzz_makes(step, &fuzz_str)->text = step->text;
        step->identity = step->text.length < 2 ? FUZZ_EITHER : FUZZ_FRESH;
    }
}

static void predict_from_str(fuzz_step *step)
{
    step->n[0] = text_bases[step->value % 12];
    reads(step, step->oy->text, (int)step->n[0]);
}

/* refused predicts that what is no int is refused. */
static bool refused(fuzz_step *step, const fuzz_object *o)
{
    if (!is_int(o)) {
        fuzz_refuses(step, "int", o);
    }
    return !is_int(o);
}

static void predict_to_str(fuzz_step *step)
{
    static const int bases[8] = {10, 16, 2, 8, 10, 7, 0, 36};
    static const char *const prefixes[8] = {"", "0x", "0b", "0o", ""};
    char digits[FUZZ_WHOLE_TEXT], text[FUZZ_WHOLE_TEXT + 4];
    int which = step->value % 8;
    step->n[0] = bases[which];
    if (refused(step, step->oy)) {
        return;
    }
    if (which > 4) {
        snprintf(text, sizeof(text), "%d", bases[which]);
        raises_naming(step, PyExc_ValueError,
                      "the base is %s, and not 2, 8, 10 or 16", kept(text),
                      NULL);
        return;
    }
    fuzz_whole value = fuzz_int_get(step->oy);
    fuzz_whole_to_text(&value, bases[which], digits);
    snprintf(text, sizeof(text), "%s%s%s", value.negative ? "-" : "",
             prefixes[which], digits + value.negative);
    makes_str(step, text);
}

/* A literal of what is in a slot, which is read again in the same base. */
static void predict_read_again(fuzz_step *step)
{
    char digits[FUZZ_WHOLE_TEXT];
    int base = 2 + step->value % 35;
    step->n[0] = base;
    if (!is_int(step->oy)) {
        step->inapplicable = true;
        return;
    }
    fuzz_whole value = fuzz_int_get(step->oy);
    step->size = (Py_ssize_t)fuzz_whole_to_text(&value, base, digits);
    step->utf8 = kept(digits);
    makes_int(step, &value);
}

/* ---- To C. */

typedef struct c_type {
    const char *name;
    int64_t least;
    uint64_t most;
} c_type;
#define TYPE_ROW(number, type, as, least, most) {#type, least, most},
static const c_type types[TYPES] = {TO_TYPES(TYPE_ROW)};

static void expect_value(fuzz_step *step, const fuzz_whole *value, int type)
{
    int64_t bits;
    uint64_t size;
    const c_type *t = &types[type];
    bool fits = fuzz_whole_as_i64(value, &bits)
                    ? bits >= t->least &&
                          (bits < 0 || (uint64_t)bits <= t->most)
                    : fuzz_whole_as_u64(value, &size) && size <= t->most;
    if (fits) {
        fuzz_whole_as_u64(value, &size); /* its low bits, where it has more */
        fuzz_expect(step, 0, "the value",
                    value->negative ? bits : (int64_t)size);
    } else {
        char what[100];
        snprintf(what, sizeof(what), "%s (%lld to %llu)", t->name,
                 (long long)t->least, (unsigned long long)t->most);
        out_of_range(step, value, what);
    }
}

static void predict_int_as(fuzz_step *step)
{
    step->n[0] = step->value % TYPES;
    if (!refused(step, step->oy)) {
        fuzz_whole value = fuzz_int_get(step->oy);
        expect_value(step, &value, (int)step->n[0]);
    }
}

static void predict_pending(fuzz_step *step)
{
    predict_int_as(step);
    if (step->raises != NULL) {
        fuzz_raises(step, PyExc_LookupError, "pending");
    }
}

/* What CPython says of a method that returns a str. */
#if PY_VERSION_HEX >= 0x030F0000
#define NO_INT(method) "fuzz.Hook." method "() must return an int, not str"
#define NO_FLOAT(method) "fuzz.Hook." method "() must return a float, not str"
#else
#define NO_INT(method) method " returned non-int (type str)"
#define NO_FLOAT(method) "Hook." method " returned non-float (type str)"
#endif

/* index_of predicts that |o| is asked for an int, and says whether it has one. */
static bool index_of(fuzz_step *step, const fuzz_object *o, fuzz_whole *out)
{
    if (is_int(o)) {
        *out = fuzz_int_get(o);
        return true;
    }
    if (is_hook(o)) {
        *out = hook_number(o);
        return is_right(step, o, NO_INT("__index__"));
    }
    raises_naming(step, PyExc_TypeError,
                  "'%s' object cannot be interpreted as an integer", type_of(o),
                  NULL);
    return false;
}

static void predict_object_as(fuzz_step *step)
{
    fuzz_whole value;
    step->n[0] = step->value % TYPES;
    if (index_of(step, step->oy, &value)) {
        expect_value(step, &value, (int)step->n[0]);
    }
}

static void expect_double(fuzz_step *step, double value)
{
    fuzz_expect(step, 0, "the bits of the double", fuzz_bits_of(value));
}

/* double_of_object predicts what |o| is by __float__, and says whether it is
 * that. */
static bool double_of_object(fuzz_step *step, const fuzz_object *o, double *out)
{
    if (is_hook(o)) {
        fuzz_whole number = hook_number(o);
        *out = fuzz_whole_as_double(&number);
        return is_right(step, o, NO_FLOAT("__float__"));
    }
    if (o->kind == &fuzz_int && is_subclass(o)) {
        lies(step);
        *out = LIES_FLOAT;
        return true;
    }
    if (is_int(o)) {
        fuzz_whole number = fuzz_int_get(o);
        *out = fuzz_whole_as_double(&number);
        if (isinf(*out)) {
            too_large_for_float(step);
        }
        return !isinf(*out);
    }
    if (o->kind == &fuzz_float) {
        *out = fuzz_real(o);
        return true;
    }
    wrong_type(step);
    return false;
}

static void predict_as_double(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    double value;
    step->n[0] = step->value % DOUBLES;
    if (step->n[0] == AS_FLOAT && y->kind != &fuzz_float) {
        fuzz_refuses(step, "float", y);
    } else if (step->n[0] == AS_FLOAT) {
        expect_double(step, fuzz_real(y));
    } else if (step->n[0] == AS_INT && refused(step, y)) {
        return;
    } else if (step->n[0] == AS_INT || is_exact(y, &fuzz_int)) {
        fuzz_whole number = fuzz_int_get(y);
        value = fuzz_whole_as_double(&number);
        if (isinf(value)) {
            out_of_range(step, &number, "double");
        } else {
            expect_double(step, value);
        }
    } else if (double_of_object(step, y, &value)) {
        expect_double(step, value);
    }
}

static void expect_complex(fuzz_step *step, double real, double imaginary)
{
    fuzz_expect(step, 0, "the bits of the real part", fuzz_bits_of(real));
    fuzz_expect(step, 1, "the bits of the imaginary part",
                fuzz_bits_of(imaginary));
}

static void predict_as_complex(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    double value;
    step->n[0] = step->value & 1; /* by value */
    if (y->kind == &fuzz_complex) {
        expect_complex(step, fuzz_real(y), fuzz_imaginary(y));
    } else if (step->n[0]) {
        fuzz_refuses(step, "complex", y);
    } else if (is_hook(y)) {
        fuzz_whole number = hook_number(y);
        if (is_right(step, y, NULL)) {
            expect_complex(step, fuzz_whole_as_double(&number), 0);
        }
    } else if (double_of_object(step, y, &value)) {
        expect_complex(step, value, 0);
    }
}

static void predict_as_bool(fuzz_step *step)
{
    if (step->oy->kind == &fuzz_bool) {
        fuzz_expect(step, 0, "the bool", step->oy->number);
    } else {
        fuzz_refuses(step, "bool", step->oy);
    }
}

static void predict_bits(fuzz_step *step)
{
    if (!refused(step, step->oy)) {
        fuzz_whole value = fuzz_int_get(step->oy);
        fuzz_expect(step, 0, "the bits", fuzz_whole_bits(&value));
    }
}

/* Exactly as many bytes as there must be, or one less, or others. */
static void predict_as_bytes(fuzz_step *step)
{
    step->n[0] = step->value >> 6; /* the layout */
    bool is_signed = step->n[0] & HF_INT_SIGNED;
    int choice = step->value & 63;
    fuzz_whole value = {.n = 0};
    step->size = choice;
    if (!refused(step, step->oy)) {
        value = fuzz_int_get(step->oy);
        int bits = fuzz_whole_bits(&value);
        step->size = choice < 32   ? choice
                     : choice < 48 ? bits / 8
                                   : bits / 8 + 1 + (choice & 1);
    }
    char *data = fuzz_room((size_t)step->size + 1);
    bool fits = fuzz_whole_to_bytes(&value, (uint8_t *)data, (size_t)step->size,
                                    is_signed);
    data[step->size] = '\0';
    step->utf8 = step->n[0] & HF_INT_BIG ? reversed(data, step->size) : data;
    fuzz_expect(step, 0, "the first byte that differs", -1);
    if (step->raises == NULL && !fits) {
        char what[64];
        snprintf(what, sizeof(what), "%zd bytes (%ssigned)", step->size,
                 is_signed ? "" : "un");
        out_of_range(step, &value, what);
    }
}

/* ---- With one operand. */

static void unary_int(fuzz_step *step, fuzz_object *y, int op)
{
    fuzz_whole value = fuzz_int_get(y), one = fuzz_whole_from_i64(1);
    if (op == POSITIVE || (op == ABSOLUTE && !value.negative)) {
        copies_int(step, y);
        return;
    }
    value = fuzz_whole_negate(value);
    if (op == INVERT) {
        value = fuzz_whole_subtract(&value, &one);
    }
    makes_int(step, &value);
}

static void predict_unary(fuzz_step *step)
{
    static const char *const names[UNARIES] = {"-", "+", "~", "abs()"};
    fuzz_object *y = step->oy;
    int op = step->value % UNARIES;
    step->n[0] = op;
    if (is_hook(y)) {
        if (hooked(step, y, 1)) {
            fuzz_gives(step, y);
        }
    } else if (is_int(y)) {
        unary_int(step, y, op);
    } else if (op == POSITIVE && is_number(y) && !is_subclass(y)) {
        fuzz_gives(step, y);
    } else if (y->kind == &fuzz_float && op != INVERT) {
        double value = fuzz_real(y);
        makes_float(step, op == NEGATIVE   ? -value
                          : op == ABSOLUTE ? fabs(value)
                                           : value);
    } else if (y->kind == &fuzz_complex && op == ABSOLUTE) {
        double size = hypot(fuzz_real(y), fuzz_imaginary(y));
        if (isinf(size) && isfinite(fuzz_real(y)) &&
            isfinite(fuzz_imaginary(y))) {
            fuzz_raises(step, PyExc_OverflowError, "absolute value too large");
        } else {
            makes_float(step, size);
        }
        step->inapplicable = isnan(size); /* it reads an old errno: gh-155526 */
    } else if (y->kind == &fuzz_complex && op != INVERT) {
        int sign = op == NEGATIVE ? -1 : 1;
        makes_complex(step, sign * fuzz_real(y), sign * fuzz_imaginary(y));
    } else {
        raises_naming(step, PyExc_TypeError,
                      op == ABSOLUTE ? "bad operand type for %s: '%s'"
                                     : "bad operand type for unary %s: '%s'",
                      names[op], type_of(y));
    }
}

static void converts_to_index(fuzz_step *step, fuzz_object *y)
{
    fuzz_whole value;
    if (is_exact(y, &fuzz_int)) {
        fuzz_gives(step, y);
    } else if (index_of(step, y, &value)) {
        may_share(step, &value); /* the number that a Hook has */
        step->made.uncounted |= is_hook(y);
#if PY_VERSION_HEX < 0x030A0000
        step->inapplicable = true; /* it may be an instance of a subclass */
#endif
    }
}

static void converts_to_int(fuzz_step *step, fuzz_object *y)
{
    if (is_hook(y)) {
        fuzz_whole value = hook_number(y);
        if (is_right(step, y, NO_INT("__int__"))) {
            may_share(step, &value);
            step->made.uncounted = true;
        }
    } else if (is_subclass(y) && y->kind != &fuzz_complex) {
        lies(step);
        makes_i64(step, LIES_INT);
    } else if (is_int(y)) {
        copies_int(step, y);
    } else if (y->kind == &fuzz_str) {
        reads(step, y->text, 10);
    } else if (y->kind != &fuzz_float) {
        wrong_type(step);
    } else if (isnan(fuzz_real(y))) {
        fuzz_raises(step, PyExc_ValueError,
                    "cannot convert float NaN to integer");
    } else if (isinf(fuzz_real(y))) {
        fuzz_raises(step, PyExc_OverflowError,
                    "cannot convert float infinity to integer");
    } else {
        fuzz_whole value = fuzz_whole_from_double(fuzz_real(y));
        makes_int(step, &value);
    }
}

static bool has_minus(fuzz_text text)
{
    for (ptrdiff_t i = 0; i < text.length; i++) {
        if (text.at[i] == '-') {
            return true;
        }
    }
    return false;
}

static void converts_to_float(fuzz_step *step, fuzz_object *y)
{
    double value = LIES_FLOAT;
    if (y->kind == &fuzz_str) {
        reads(step, y->text, 10); /* those that are ints alone */
        fuzz_whole number = fuzz_int_get(&step->made);
        step->inapplicable |= step->raises != NULL;
        step->no_oom = true; /* ValueError: docs/cpython/float_without_memory.c */
        value = fuzz_whole_as_double(&number);
        makes_float(step, value == 0 && has_minus(y->text) ? -0.0 : value);
    } else if (is_exact(y, &fuzz_float)) {
        fuzz_gives(step, y);
    } else if (y->kind == &fuzz_float || double_of_object(step, y, &value)) {
        makes_float(step, value);
        if (is_subclass(y)) { /* its method has it as a constant */
            lies(step);
            step->made.uncounted = true;
            step->identity = FUZZ_EITHER;
        }
    }
}

static void predict_convert(fuzz_step *step)
{
    step->n[0] = step->value % CONVERSIONS;
    if (step->n[0] == TO_INDEX) {
        converts_to_index(step, step->oy);
    } else if (step->n[0] == TO_INT) {
        converts_to_int(step, step->oy);
    } else {
        converts_to_float(step, step->oy);
    }
}

static int casts_of(const fuzz_object *o)
{
    return is_int(o) << IS_INT | (o->kind == &fuzz_bool) << IS_BOOL |
           (o->kind == &fuzz_float) << IS_FLOAT |
           (o->kind == &fuzz_complex) << IS_COMPLEX;
}

static void predict_checks(fuzz_step *step)
{
    fuzz_expect(step, 0, "the checks that say yes", casts_of(step->oy));
}

static void predict_cast(fuzz_step *step)
{
    static const char *const names[CASTS] = {"int", "bool", "float", "complex"};
    step->n[0] = step->value % CASTS;
    if (casts_of(step->ox) >> step->n[0] & 1) {
        fuzz_gives(step, step->ox);
    } else {
        fuzz_refuses(step, names[step->n[0]], step->ox);
    }
}

/* ---- Order. */

enum { UNORDERED = 2 };

/* order_of compares two real numbers: -1, 0, 1, or that they have none. */
static int order_of(const fuzz_object *y, const fuzz_object *z)
{
    fuzz_whole a = {.n = 0}, b = {.n = 0};
    double x = fuzz_double_of(y->number), w = fuzz_double_of(z->number);
    if (is_int(y)) {
        a = fuzz_int_get(y);
    }
    if (is_int(z)) {
        b = fuzz_int_get(z);
    }
    if ((!is_int(y) && isnan(x)) || (!is_int(z) && isnan(w))) {
        return UNORDERED;
    }
    return is_int(y) && is_int(z) ? fuzz_whole_compare(&a, &b)
           : is_int(y)            ? fuzz_whole_compare_double(&a, w)
           : is_int(z)            ? -fuzz_whole_compare_double(&b, x)
                                  : (x > w) - (x < w);
}

static double imaginary_of(const fuzz_object *o)
{
    return o->kind == &fuzz_complex ? fuzz_imaginary(o) : 0;
}

static void predict_compare(fuzz_step *step)
{
    fuzz_object *y = step->oy, *z = step->oz;
    int op = step->value % 6;
    step->n[0] = op;
    if (!is_number(y) || !is_number(z)) {
        step->inapplicable = true;
        return;
    }
    bool equality = op == Py_EQ || op == Py_NE;
    bool is_complex = y->kind == &fuzz_complex || z->kind == &fuzz_complex;
    if (is_complex && !equality) {
        wrong_type(step);
        return;
    }
    int order = order_of(y, z);
    if (imaginary_of(y) != imaginary_of(z)) {
        order = UNORDERED;
    }
    bool answer = op == Py_NE          ? order != 0
                  : op == Py_EQ        ? order == 0
                  : order == UNORDERED ? false
                  : op == Py_LT        ? order < 0
                  : op == Py_LE        ? order <= 0
                  : op == Py_GT        ? order > 0
                                       : order >= 0;
    fuzz_expect(step, 0, "the comparison", answer);
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

/* ---- Actions. */

FUZZ_ACT(from_type, ok = hf_replace(&s[$x].as_int, from_type((int)$0, $1)))

FUZZ_ACT(edge, ok = hf_replace(&s[$x].as_int,
                               hf_int_from_bytes($utf8, $size, (int)$0)))

FUZZ_ACT(from_bytes, ok = hf_replace(&s[$x].as_int,
                                     hf_int_from_bytes($utf8, $size, (int)$0)))

FUZZ_ACT(from_double,
         ok = hf_replace(&s[$x].as_int, hf_int_from_double(fuzz_double_of($0))))

FUZZ_ACT(float, ok = hf_replace(&s[$x].as_float,
                                hf_float_from_double(fuzz_double_of($0))))

FUZZ_ACT(complex, ok = hf_replace(&s[$x].as_complex,
                                  hf_complex_from(fuzz_double_of($0),
                                                  fuzz_double_of($1))))

FUZZ_ACT(bool, ok = hf_replace(&s[$x].as_bool, hf_bool_from($0)))

FUZZ_ACT(none, ok = hf_replace(&s[$x].as_object, hf_none()))

FUZZ_ACT(str, ok = hf_replace(&s[$x].as_str, hf_str_from_utf8_n($utf8, $size)))

FUZZ_ACT(hook, ok = hf_replace(&s[$x].as_object, hook((int)$0, (int)$1)))

FUZZ_ACT(subclass, ok = hf_replace(&s[$x].as_object,
                                   subclass(hf_borrow(s[$y].as_object))))

FUZZ_ACT(incref, ok = hf_replace(&s[$x].as_object, hf_incref(s[$y].as_object)))

FUZZ_ACT(decref, hf_decref(hf_move(&s[$x].as_object)))

FUZZ_ACT(clear, hf_clear(&s[$x].as_object))

FUZZ_ACT(move, ok = hf_replace(&s[$x].as_object, hf_move(&s[$y].as_object)))

FUZZ_ACT(from_text, ok = hf_replace(&s[$x].as_int,
                                    hf_int_from_utf8_n($utf8, $size, (int)$0)))

FUZZ_ACT(from_text_z,
         ok = hf_replace(&s[$x].as_int, hf_int_from_utf8($utf8, (int)$0)))

FUZZ_ACT(read_again, ok = hf_replace(&s[$x].as_int,
                                     hf_int_from_utf8_n($utf8, $size, (int)$0)))

FUZZ_ACT(from_str,
         ok = hf_replace(&s[$x].as_int,
                         hf_int_from_str(hf_borrow(s[$y].as_str), (int)$0)))

FUZZ_ACT(to_str,
         ok = hf_replace(&s[$x].as_str,
                         hf_int_to_str(hf_borrow(s[$y].as_int), (int)$0)))

FUZZ_ACT(int_as, ok = int_as(hf_borrow(s[$y].as_int), (int)$0, &found[0]))

FUZZ_ACT(pending,
         ok = int_as_while_pending(hf_borrow(s[$y].as_int), (int)$0, &found[0]))

FUZZ_ACT(object_as, {
    ok = object_as(hf_borrow(s[$y].as_object), (int)$0, &found[0]);
    found[3] = take_runs();
})

FUZZ_ACT(as_double, {
    ok = as_double($y, (double_of)$0, &found[0]);
    found[3] = take_runs();
})

FUZZ_ACT(as_complex, {
    ok = as_complex($y, $0, &found[0], &found[1]);
    found[3] = take_runs();
})

FUZZ_ACT(as_bool, {
    bool value = true;
    ok = hf_bool_as_bool(hf_borrow(s[$y].as_bool), &value);
    found[0] = value;
})

FUZZ_ACT(bits, {
    Py_ssize_t bits = 77;
    ok = hf_int_bit_length(hf_borrow(s[$y].as_int), &bits);
    found[0] = bits;
})

FUZZ_ACT(as_bytes, ok = as_bytes(hf_borrow(s[$y].as_int), $size, (int)$0, $utf8,
                                 &found[0]))

FUZZ_ACT(operator, {
    ok = hf_replace(&s[$x].as_object,
                    operate((int)$0, hf_borrow(s[$y].as_object),
                            hf_borrow(s[$z].as_object)));
    found[3] = take_runs();
})

FUZZ_ACT(in_place, {
    hf_object_borrowed right = hf_borrow(s[$z].as_object);
    s[$x].as_object = operate_in_place((int)$0, s[$x].as_object, right);
    found[3] = take_runs();
})

FUZZ_ACT(divmod, {
    ok = hf_replace(&s[$x].as_object,
                    divided((int)$0, hf_borrow(s[$y].as_object),
                            hf_borrow(s[$z].as_object)));
    found[3] = take_runs();
})

FUZZ_ACT(power_modulo, {
    ok = hf_replace(&s[$x].as_object,
                    hf_number_power_modulo(hf_borrow(s[$y].as_object),
                                           hf_borrow(s[$z].as_object),
                                           hf_borrow(s[$x].as_object)));
    found[3] = take_runs();
})

FUZZ_ACT(unary, {
    ok = hf_replace(&s[$x].as_object,
                    operate_on((int)$0, hf_borrow(s[$y].as_object)));
    found[3] = take_runs();
})

FUZZ_ACT(convert, {
    ok = hf_replace(&s[$x].as_object,
                    convert((int)$0, hf_borrow(s[$y].as_object)));
    found[3] = take_runs();
})

FUZZ_ACT(checks, found[0] = checks(hf_borrow(s[$y].as_object)))

FUZZ_ACT(cast, s[$x].as_object = cast((int)$0, s[$x].as_object))

FUZZ_ACT(compare, {
    hf_answer answer = hf_object_compare(hf_borrow(s[$y].as_object),
                                         hf_borrow(s[$z].as_object), (int)$0);
    ok = !hf_failed(answer);
    found[0] = hf_yes(answer);
    found[3] = take_runs();
})

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
    FUZZ_OP(0, from_type, TO_X, predict_from_type),
    FUZZ_OP(1, edge, TO_X, predict_edge),
    FUZZ_OP(2, from_bytes, TEXT | TO_X, predict_from_bytes),
    FUZZ_OP(3, from_double, TO_X, predict_from_double),
    FUZZ_OP(4, float, TO_X, predict_float),
    FUZZ_OP(5, complex, TO_X, predict_complex),
    FUZZ_OP(6, bool, TO_X, predict_bool),
    FUZZ_OP(7, none, TO_X, predict_none),
    FUZZ_OP(8, str, TEXT | TO_X, predict_str),
    FUZZ_OP(9, hook, TO_X | FUZZ_NO_OOM, predict_hook),
    /* Of an instance of such a class it is made by Python code. */
    FUZZ_OP(10, subclass, Y | TO_X | FUZZ_NO_OOM, predict_subclass),
    FUZZ_OP(11, incref, Y | TO_X, predict_same_y),
    FUZZ_OP(12, decref, X | FUZZ_TAKES_X, NULL),
    FUZZ_OP(13, clear, X | FUZZ_TAKES_X, NULL),
    FUZZ_OP(14, move, Y | FUZZ_TAKES_Y | TO_X, predict_move),
    FUZZ_ARM(15),
    FUZZ_OP(16, from_text, TEXT | TO_X, predict_from_text),
    FUZZ_OP(17, from_text_z, TEXT | TO_X, predict_from_text_z),
    FUZZ_OP(18, read_again, Y | TO_X, predict_read_again),
    FUZZ_OP(19, from_str, Y | TO_X, predict_from_str, .y = &fuzz_str),
    FUZZ_OP(20, to_str, Y | TO_X, predict_to_str),
    FUZZ_OP(21, int_as, Y, predict_int_as),
    FUZZ_OP(22, pending, Y, predict_pending),
    FUZZ_OP(23, object_as, Y, predict_object_as),
    FUZZ_OP(24, as_double, Y, predict_as_double),
    FUZZ_OP(25, as_complex, Y, predict_as_complex),
    FUZZ_OP(26, as_bool, Y, predict_as_bool),
    FUZZ_OP(27, bits, Y, predict_bits),
    FUZZ_OP(28, as_bytes, Y, predict_as_bytes),
    FUZZ_OP(29, operator, Y | Z | TO_X, predict_operator),
    FUZZ_OP(30, in_place, ONTO_X | Z, predict_in_place),
    FUZZ_OP(31, divmod, Y | Z | TO_X, predict_divmod),
    FUZZ_OP(32, power_modulo, X | Y | Z | TO_X, predict_power_modulo),
    FUZZ_OP(33, unary, Y | TO_X, predict_unary),
    FUZZ_OP(34, convert, Y | TO_X, predict_convert),
    FUZZ_OP(35, checks, Y, predict_checks),
    FUZZ_OP(36, cast, ONTO_X, predict_cast),
    FUZZ_OP(37, compare, Y | Z, predict_compare),
};

static const char *const world[] = {"fuzz/targets/number_world.h",
                                    "fuzz/targets/number_world.c", NULL};

const fuzz_target fuzz_this = {
    .name = "number_sequence",
    .world = world,
    .tables = FUZZ_ONE_TABLE(ops),
    .start = fuzz_world_start,
    .no_oom = no_oom,
};
