/* The calls of contract.c that take strs. */

#include "fuzz/contract/rows.h"
#include "fuzz/engine/str_oracle.h"

#include <string.h>

static const char *const equal_is = "whether both are equal";

static bool is_exact(const operand *o)
{
    return o->is_str && PyUnicode_CheckExact(o->raw);
}

/* one_of is the operand that is the result, where the other one is empty. */
static PyObject *one_of(const operand *a, const operand *b)
{
    const operand *same = b->text.length == 0   ? a
                          : a->text.length == 0 ? b
                                                : NULL;
    return same != NULL && is_exact(same) ? same->raw : NULL;
}

void append(call *c)
{
    operand *a = left(c), *b = right(c);
    needs_str(c, "hf_str_append", a);
    needs_str(c, "hf_str_append", b);
    PyObject *same = one_of(a, b);
    begin(c);
    end_str(c, hf_str_append(given(a), lent(b)),
            fuzz_text_concat(a->text, b->text), same);
}

void concat(call *c)
{
    operand *a = left(c), *b = right(c);
    needs_str(c, "hf_str_concat", a);
    needs_str(c, "hf_str_concat", b);
    begin(c);
    end_str(c, hf_str_concat(lent(a), lent(b)),
            fuzz_text_concat(a->text, b->text), one_of(a, b));
}

static int width_of(fuzz_text text)
{
    uint32_t most = fuzz_text_maxchar(text);
    return most < 0x80 ? 0 : most < 0x100 ? 1 : most < 0x10000 ? 2 : 4;
}

/* What has the only reference grows in place, also where it keeps its UTF-8: it
 * is resized, and nothing is allocated beside it. */
void append_in_place(call *c)
{
    fuzz_text self_text = operand_fixed[STRS + c->value % TEXTS].text;
    operand *o = right(c);
    const char *bytes;
    size_t size;
    bool by_bytes = c->value & 0x80;
    if (self_text.length < 2 || !o->is_str ||
        !fuzz_text_to_utf8(o->text, &bytes, &size) || size > 64) {
        return; /* shared, refused, or left to CPython */
    }
    bool in_place = o->text.length > 0 &&
                    width_of(o->text) <= width_of(self_text);
    never_fails(c);
    hf_str self = only_reference(self_text);
    if (c->value & 0x40 && PyUnicode_AsUTF8(hf_as_raw(self)) == NULL) {
        PyErr_Clear(); /* a surrogate */
    }
    bool was_hashed = c->more & 1;
    if (was_hashed) {
        PyObject_Hash(hf_as_raw(self));
        in_place = o->text.length > 0 && in_place;
    }
    begin(c);
    size_t made = allocations_made(), resized = reallocations_made();
    hf_str found = by_bytes
                       ? hf_str_append_utf8_n(self, bytes, (Py_ssize_t)size)
                       : hf_str_append(self, lent(o));
    made = allocations_made() - made;
    resized = reallocations_made() - resized;
    end_str(c, found, fuzz_text_concat(self_text, o->text), NULL);
    if (o->text.length > 0 && !was_hashed &&
        in_place != (made == 0)) {
        fuzz_failed("memory",
                    "expected to be appended %s, found %zu blocks allocated "
                    "and %zu resized",
                    in_place ? "in place" : "to a copy",
                    made, resized);
    }
}

/* What is appended dies with what it is appended to: it is an attribute of an
 * instance of a subclass. */
void append_attribute(call *c)
{
    fuzz_text self_text = operand_fixed[STRS + c->value % TEXTS].text;
    operand *o = right(c);
    if (!o->is_str) {
        return;
    }
    hf_auto(str, exact, only_reference(self_text));
    hf_str self = hf_str_from_owned(fuzz_made(
        PyObject_CallOneArg(operand_subclass(), hf_as_raw(exact))));
    hf_str only = only_reference(o->text);
    PyObject *kept = hf_as_raw(only);
    if (PyObject_SetAttr(hf_as_raw(self), contract_names[0].raw, kept) < 0) {
        fuzz_failed("engine", "no attribute can be set");
    }
    hf_decref(only);
    Py_ssize_t size;
    const char *bytes = c->value & 0x80 ? PyUnicode_AsUTF8AndSize(kept, &size)
                                        : NULL;
    PyErr_Clear(); /* a surrogate */
    begin(c);
    end_str(c,
            bytes != NULL ? hf_str_append_utf8_n(self, bytes, size)
                          : hf_str_append(self, hf_str_from_borrowed(kept)),
            fuzz_text_concat(self_text, o->text), NULL);
}

/* A str that says it is as long as none can be: nobody may read it. */
static PyASCIIObject longest;

/* No sum of lengths may wrap around. */
void concat_longest(call *c)
{
    longest = *(PyASCIIObject *)operand_fixed[STRS + 2].raw;
    longest.length = PY_SSIZE_T_MAX - 2;
    hf_str_borrowed other = hf_str_from_borrowed((PyObject *)&longest);
    hf_str_borrowed three = lent(&operand_fixed[STRS + 2]);
    hf_str_borrowed wide = lent(&operand_fixed[STRS + 6]);
    hf_str_borrowed two = lent(&operand_fixed[STRS + 8]);
    never_pending(c);
    /* With two more it is as long as a str may be, were there memory for it. */
    if (c->value % 4 == 3) {
        raises(c, PyExc_MemoryError, NULL);
    } else {
        raises(c, PyExc_OverflowError, "strings are too large to concat");
    }
    begin(c);
    hf_str result;
    if (c->value % 4 == 0) {
        result = hf_str_concat(other, three);
    } else if (c->value % 4 == 1) {
        result = hf_str_concat(wide, other);
    } else if (c->value % 4 == 2) {
        result = hf_str_concat(other, other);
    } else {
        result = hf_str_concat(other, two);
    }
    end_str(c, result, (fuzz_text){0}, NULL);
}

void length(call *c)
{
    operand *o = left(c);
    needs_str(c, "hf_str_length", o);
    Py_ssize_t found = 77;
    begin(c);
    end(c, hf_str_length(lent(o), &found));
    expect_out(c, "the length", o->text.length, -1, found);
}

void equal(call *c)
{
    operand *a = left(c), *b = right(c);
    needs_str(c, "hf_str_equal", a);
    needs_str(c, "hf_str_equal", b);
    bool found = true;
    begin(c);
    end(c, answered(hf_str_equal(lent(a), lent(b)), &found));
    expect_out(c, equal_is, fuzz_text_equal(a->text, b->text), false, found);
}

/* Strs of one length whose memory begins alike, of other widths. */
void equal_memory(call *c)
{
    static const uint32_t texts[6][2] = {{0x61, 1}, {0x161, 1}, {0x10161, 1},
                                         {0xE1, 1}, {0x1E1, 1}, {0x101E1, 1}};
    fuzz_text a = {texts[c->value % 6], 2}, b = {texts[c->value / 6 % 6], 2};
    hf_auto(str, one, only_reference(a));
    hf_auto(str, other, only_reference(b));
    bool found = false;
    never_fails(c);
    begin(c);
    end(c, answered(hf_str_equal(hf_borrow(one), hf_borrow(other)), &found));
    expect_out(c, equal_is, fuzz_text_equal(a, b), false, found);
}

void compare(call *c)
{
    operand *a = left(c), *b = right(c);
    needs_str(c, "hf_str_compare", a);
    needs_str(c, "hf_str_compare", b);
    int found = 77;
    begin(c);
    end(c, hf_str_compare(lent(a), lent(b), &found));
    expect_out(c, "the order", fuzz_text_compare(a->text, b->text), 0, found);
}

static Py_ssize_t index_of(uint8_t value)
{
    static const Py_ssize_t indexes[16] = {
        0,  1,  2,   3,   4,   8,   69,  70,
        71, -1, -2,  -8,  -70, -71, PY_SSIZE_T_MAX, PY_SSIZE_T_MIN};
    return indexes[value & 15];
}

void substring(call *c)
{
    Py_ssize_t start = index_of(c->value), stop = index_of(c->value >> 4);
    operand *o = left(c);
    needs_str(c, "hf_str_substring", o);
    if (start < 0 || stop < 0) {
        char digits[30];
        snprintf(digits, sizeof(digits), "%lld",
                 (long long)(start < 0 ? start : stop));
        raises(c, PyExc_IndexError, "hf_str_substring: index %s is negative",
               digits);
    }
    fuzz_text part = {0};
    if (!is_refused(c)) {
        part = fuzz_text_slice(o->text, start, stop);
    }
    begin(c);
    end_str(c, hf_str_substring(lent(o), start, stop), part, NULL);
}

static Py_ssize_t clipped(Py_ssize_t index, ptrdiff_t all)
{
    return index > all    ? all + 1
           : index >= 0   ? index
           : index < -all ? 0
                          : index + all;
}

/* index_near is an index that depends on how long a str is: up to a bit more
 * than twice its length, to both sides. */
static Py_ssize_t index_near(uint8_t byte, ptrdiff_t all)
{
    Py_ssize_t bound = 2 * all + 2;
    return byte % (2 * bound + 1) - bound;
}

void find(call *c)
{
    operand *a = left(c), *b = right(c);
    ptrdiff_t all = a->text.length;
    bool is_near = c->more & 1 && all < 20;
    Py_ssize_t start = is_near ? index_near(c->value, all)
                               : index_of(c->value);
    Py_ssize_t stop = is_near ? index_near((uint8_t)(c->value * 37 + c->more),
                                           all)
                              : index_of(c->value >> 4);
    needs_str(c, "hf_str_find", a);
    needs_str(c, "hf_str_find", b);
    ptrdiff_t wanted = -1;
    if (!is_refused(c)) {
        wanted = fuzz_text_find(a->text, b->text, clipped(start, all),
                                clipped(stop, all));
    }
    Py_ssize_t found = 77;
    begin(c);
    hf_lookup lookup = hf_str_find(lent(a), lent(b), start, stop, &found);
    end(c, !hf_failed(lookup));
    expect_out(c, "the index", wanted, -1, found);
    expect_out(c, "how the search ended", wanted >= 0, -1,
               hf_status(lookup));
}

void from_code_point(call *c)
{
    static const uint32_t points[8] = {
        0, 'a', 0xE9, 0x20AC, 0x10FFFF, 0x110000, 0x80000000, UINT32_MAX};
    uint32_t point = points[c->value & 7];
    if (point > 0x10FFFF) {
        raises(c, PyExc_ValueError,
               "0x%x is no code point: they end at 0x10FFFF", point);
    }
    begin(c);
    fuzz_text text = {&point, 1};
    end_str(c, hf_str_from_code_point(point), text,
            !is_refused(c) ? shared(text) : NULL);
}

/* What a conversion says that is given something else. */
static void refuses(call *c, const char *format, char letter, const char *given,
                    int number)
{
    raises(c, PyExc_SystemError,
           "hf_str_format: %%%c is given %s: argument %d of the format \"%s\"",
           letter, given, number, format);
}

/* FITS tries a format that is right, REFUSED one that is not. */
#define FITS(...)                                                              \
    do {                                                                       \
        as_cpython(c, PyUnicode_FromFormat(__VA_ARGS__));                      \
        begin(c);                                                              \
        end_object(c, hf_into_object(hf_str_format(__VA_ARGS__)));             \
    } while (0)
#define REFUSED(letter, given, number, format, ...)                            \
    do {                                                                       \
        refuses(c, format, letter, given, number);                             \
        begin(c);                                                              \
        end_object(c, hf_into_object(hf_str_format(format, __VA_ARGS__)));     \
    } while (0)

#define NULL_ARGUMENT "NULL (was it moved out, or not given?)"

/* A handle where an object is wanted, and elsewhere. */
static void format_handle(call *c, bool is_right)
{
    hf_object_borrowed object = hf_object_from_borrowed(operand_fixed[INT].raw);
    if (!is_right) {
        REFUSED('s', "an object (%S is str(x), %R is repr(x))", 1, "%s!", object);
        return;
    }
    as_cpython(c, PyUnicode_FromFormat("%R %S", operand_fixed[INT].raw,
                                       operand_fixed[INT].raw));
    begin(c);
    end_object(c, hf_into_object(hf_str_format("%R %S", object, object)));
}

/* A format of three pieces, with a conversion between each two, or none. */
enum { BY_STR, BY_BUILDER, BY_ERROR };

static void format_of_pieces(call *c, int by)
{
    static const char *const pieces[16] = {"",
                                           "n",
                                           "\xC3\xA9",
                                           "\xFF",
                                           "%%",
                                           "%",
                                           "\xE2\x82\xAC",
                                           "{}",
                                           "\x80",
                                           "\x01",
                                           "\xF0\x9F\x98\x80",
                                           "\xED\xA0\x80",
                                           "%q",
                                           "%-",
                                           "\xC3",
                                           "no conversion at all \x7F"};
    char of[64];
    const char *first = pieces[c->a & 15];
    int has = c->value & 3;
    /* A % that is open takes the %d for its own: the %s would get its argument. */
    if (has == 3 && strcmp(first, "%") == 0) {
        has = 2;
    }
    snprintf(of, sizeof(of), "%s%s%s%s%s", first,
             has & 1 ? "%d" : "", pieces[c->b & 15], has & 2 ? "%s" : "",
             pieces[c->value >> 2 & 15]);
#define WITH_ARGUMENTS(DO)                                                     \
    (has == 0   ? DO(of)                                                       \
     : has == 1 ? DO(of, 7)                                                    \
     : has == 2 ? DO(of, "text")                                               \
                : DO(of, 7, "text"))
#define APPENDED(...) (hf_str_builder_append_format(&b, __VA_ARGS__), 0)
#define RAISED(...) (hf_error_raise(PyExc_ValueError, __VA_ARGS__), 0)
    if (by == BY_ERROR) { /* what is set before goes */
        never_pending(c);
        succeeds(c);
    }
    PyObject *made = WITH_ARGUMENTS(PyUnicode_FromFormat);
    if (by == BY_ERROR && made != NULL) {
        raises(c, PyExc_ValueError, "%U", made);
        Py_CLEAR(made);
    }
    as_cpython(c, made);
    begin(c);
    if (by == BY_STR) {
        end_object(c, hf_into_object(WITH_ARGUMENTS(hf_str_format)));
    } else if (by == BY_BUILDER) {
        hf_str_builder b = {0};
        (void)WITH_ARGUMENTS(APPENDED);
        end_object(c, hf_into_object(hf_str_builder_finish(&b)));
    } else {
        (void)WITH_ARGUMENTS(RAISED);
        end(c, false);
    }
#undef WITH_ARGUMENTS
#undef APPENDED
#undef RAISED
}

void format(call *c)
{
    uint32_t text[2] = {'n', '0' + c->value % 8u};
    PyObject *object = operand_fixed[INT].raw, *name = operand_fixed[NAME].raw;
    runs_python(c);
    switch (c->more % 32) {
    case 1:
        FITS("%-5s|%.2s|%05d|%x|%c|%%", "ab", "cde", 7, 255u, 'x');
        break;
    case 2:
        FITS("%ld %lld %zu %li", -1L, -2LL, (size_t)3, 4L);
        break;
    case 3:
        FITS("%p %A %V %V", (void *)c, object, name, "", NULL, "text");
        break;
    case 4:
        FITS("%*d|%.*s", 4, 5, 1, "ab");
        break;
    case 5:
        format_handle(c, true);
        break;
    case 6:
        format_handle(c, false);
        break;
    case 7:
        REFUSED('d', "a long", 1, "%d", -1L);
        break;
    case 8:
        REFUSED('d', "a long", 2, "%d %d", 1, 2LL);
        break;
    case 9:
        REFUSED('d', "an int", 1, "%ld", 1);
        break;
    case 10:
        REFUSED('S', "a char pointer", 1, "%S", "text");
        break;
    case 11:
        REFUSED('R', "a double", 1, "%R", 1.5);
        break;
    case 12:
        REFUSED('d', "nothing", 2, "%d %d", 1);
        break;
    case 13:
        REFUSED('V', "an int", 2, "%V", name, 1);
        break;
    case 14:
        if (c->value & 8) {
            REFUSED('d', "a char pointer", 2, "%d%% %12% %d", 1, "ab");
        } else {
            REFUSED('d', "a char pointer", 1, "%*d", "ab", 3);
        }
        break;
    case 15:
        REFUSED('d', "a pointer", 1, "%d", (void *)c);
        break;
    case 16:
        FITS("%d%", 1); /* what that is says CPython */
        break;
    case 17:
        FITS("%d %q", 1);
        break;
    case 18:
        FITS("%p", object);
        break;
    case 19:
        format_of_pieces(c, BY_STR);
        break;
    case 20:
        format_of_pieces(c, BY_BUILDER);
        break;
    case 21:
        format_of_pieces(c, BY_ERROR);
        break;
    case 22:
        REFUSED('U', NULL_ARGUMENT, 1, "%U", hf_null(str));
        break;
    case 23:
        REFUSED('S', NULL_ARGUMENT, 3, "%d %lld %S", 1, 2LL, (PyObject *)NULL);
        break;
    case 24:
        REFUSED('s', NULL_ARGUMENT, 2, "%ld %s", 1L, (const char *)NULL);
        break;
    case 25:
        FITS("%p", (void *)NULL);
        break;
    default:
        begin(c);
        end_str(c, hf_str_format("%s%d", "n", c->value % 8),
                (fuzz_text){text, 2}, NULL);
        break;
    }
}

/* A str that is not in its final form yet; CPython 3.12 has none. */
void unready(call *c)
{
#if PY_VERSION_HEX < 0x030C0000
    static const wchar_t wide[] = L"ab\xE9";
    c->is_pending = false;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    PyObject *old = PyUnicode_FromUnicode(NULL, 3);
#pragma GCC diagnostic pop
    memcpy(((PyASCIIObject *)old)->wstr, wide, sizeof(wide));
    expect(c, "whether a str that is not ready is valid", true,
           hf_str_is_valid(hf_str_from_borrowed(old), HF_DEPTH_DEEP));
    Py_ssize_t found = 77;
    begin(c);
    end(c, hf_str_length(hf_str_from_borrowed(old), &found));
    expect_out(c, "the length", 3, -1, found);
    if (c->ok) {
        fuzz_check_str(old, (fuzz_text){(uint32_t[]){'a', 'b', 0xE9}, 3});
    }
    Py_DECREF(old);
#else
    (void)c;
#endif
}
