/* contract_str.h: the calls of contract.c that are for strs and their builder.
 */
#ifndef FUZZ_CONTRACT_STR_H
#define FUZZ_CONTRACT_STR_H

#include "fuzz/targets/contract_call.h"

/* ---- UTF-8, as it should be and not. */

typedef struct utf8 {
    const char *at;
    Py_ssize_t size;
    PyObject **raises;
    uint32_t text[4];
    ptrdiff_t length;
} utf8;

/* All that is valid ends with a NUL where it should. */
static const utf8 utf8s[] = {
    {"abc", 3, NULL, {'a', 'b', 'c'}, 3},
    {"", 0, NULL, {0}, 0},
    {NULL, 0, NULL, {0}, 0},
    {"a", 1, NULL, {'a'}, 1},
    {"\xC3\xA9", 2, NULL, {0xE9}, 1},
    {"a\xC3\xA9", 3, NULL, {'a', 0xE9}, 2},
    {"\xE2\x82\xAC", 3, NULL, {0x20AC}, 1},
    {"\xF0\x9F\x98\x80", 4, NULL, {0x1F600}, 1},
    {"abd", 3, NULL, {'a', 'b', 'd'}, 3},
    {"x\xC3\xA9"
     "a",
     4,
     NULL,
     {'x', 0xE9, 'a'},
     3},
    {"\xE2\x82\xAC"
     "a\xEF\xBF\xBF",
     7,
     NULL,
     {0x20AC, 'a', 0xFFFF},
     3},
    {"\xF0\x9F\x98\x80"
     "a\xF4\x8F\xBF\xBF",
     9,
     NULL,
     {0x1F600, 'a', 0x10FFFF},
     3},
    {"abc", -1, &PyExc_OverflowError, {0}, 0},
    {"abc", PY_SSIZE_T_MIN, &PyExc_OverflowError, {0}, 0},
    {NULL, -1, &PyExc_OverflowError, {0}, 0},
    {NULL, 1, &PyExc_SystemError, {0}, 0},
    {NULL, 5, &PyExc_SystemError, {0}, 0},
    {NULL, 100, &PyExc_SystemError, {0}, 0},
    {"abc", PY_SSIZE_T_MAX, &PyExc_MemoryError, {0}, 0},
    /* The bounds of each width. */
    {"\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF",
     10,
     NULL,
     {0x80, 0x7FF, 0x800, 0xD7FF},
     4},
    {"\xEE\x80\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF",
     14,
     NULL,
     {0xE000, 0xFFFF, 0x10000, 0x10FFFF},
     4},
    /* What is not valid, with what it would be if it were. */
    {"\xFF", 1, &PyExc_UnicodeDecodeError, {0xFF}, 1},
    {"\x80", 1, &PyExc_UnicodeDecodeError, {0x80}, 1},
    {"\xC3", 1, &PyExc_UnicodeDecodeError, {0xC0}, 1},
    {"\xC1\xBF", 2, &PyExc_UnicodeDecodeError, {0x7F}, 1},
    {"\xC3(", 2, &PyExc_UnicodeDecodeError, {0xE8}, 1},
    {"\xE0\x9F\xBF", 3, &PyExc_UnicodeDecodeError, {0x7FF}, 1},
    {"ab\xED\xA0\x80", 5, &PyExc_UnicodeDecodeError, {'a', 'b', 0xD800}, 3},
    {"\xE2(\xAC", 3, &PyExc_UnicodeDecodeError, {0x2A2C}, 1},
    {"\xE2\x82(", 3, &PyExc_UnicodeDecodeError, {0x20A8}, 1},
    {"\xE2\x82", 2, &PyExc_UnicodeDecodeError, {0x2080}, 1},
    {"\xF0\x8F\xBF\xBF", 4, &PyExc_UnicodeDecodeError, {0xFFFF}, 1},
    {"\xF0(\x8C\x80", 4, &PyExc_UnicodeDecodeError, {0x28300}, 1},
    {"\xF0\x90(\x80", 4, &PyExc_UnicodeDecodeError, {0x10A00}, 1},
    {"\xF0\x90\x8C(", 4, &PyExc_UnicodeDecodeError, {0x10328}, 1},
    {"\xF0\x90\x8C", 3, &PyExc_UnicodeDecodeError, {0x10300}, 1},
    {"\xF4\x90\x80\x80", 4, &PyExc_UnicodeDecodeError, {0}, 0},
    {"\xF5\x80\x80\x80", 4, &PyExc_UnicodeDecodeError, {0}, 0},
};

static const utf8 *chosen(call *c)
{
    return &utf8s[c->value % (sizeof(utf8s) / sizeof(utf8s[0]))];
}

static fuzz_text text_in(const utf8 *u)
{
    return (fuzz_text){u->text, u->length};
}

/* bytes_of are the bytes of |u|, and behind them memory that may not be read.
 */
static const char *bytes_of(const utf8 *u)
{
    if (u->at == NULL || u->size < 0 || u->size > 100) {
        return u->at;
    }
    return memcpy(fuzz_bytes((size_t)u->size), u->at, (size_t)u->size);
}

/* needs_utf8 notes what |u| raises; without a size, what its bytes do. */
static void needs_utf8(call *c, const utf8 *u)
{
    if (u->raises != NULL) {
        raises(c, *u->raises);
    }
}

/* without_size is |u| for functions that take none: sizes that are a lie become
 * the bytes themselves. */
static utf8 without_size(const utf8 *u)
{
    utf8 z = *u;
    if (u->at == NULL) {
        z.raises = &PyExc_SystemError;
    } else if (u->size < 0 || u->size > 100) {
        z = utf8s[0];
    }
    return z;
}

/* nothing_to_add is the operand that an append of nothing gives back. */
static PyObject *nothing_to_add(int i)
{
    return operand[i].is_str && PyUnicode_CheckExact(raw(i)) ? raw(i) : NULL;
}

static void from_utf8_n(call *c)
{
    const utf8 *u = chosen(c);
    needs_utf8(c, u);
    begin(c);
    end_str(c, hf_str_from_utf8_n(bytes_of(u), u->size), text_in(u),
            shared(text_in(u)));
}

static void from_utf8(call *c)
{
    utf8 u = without_size(chosen(c));
    needs_utf8(c, &u);
    begin(c);
    end_str(c, hf_str_from_utf8(u.at), text_in(&u), shared(text_in(&u)));
}

/* ASCII is looked at many bytes at once: in each place there may be one that is
 * not. */
static void one_bad_byte(call *c)
{
    size_t size = 1 + c->value % 70u, at = (size_t)(c->a * 24 + c->b) % size;
    char *bytes = memset(fuzz_bytes(size), 'a', size);
    bytes[at] = (char)0xFF;
    raises(c, PyExc_UnicodeDecodeError);
    begin(c);
    end_str(c, hf_str_from_utf8_n(bytes, (Py_ssize_t)size), (fuzz_text){0},
            NULL);
}

static void append_utf8_n(call *c)
{
    const utf8 *u = chosen(c);
    needs_str(c, c->a);
    needs_utf8(c, u);
    hf_str self = given(c->a);
    begin(c);
    end_str(c, hf_str_append_utf8_n(self, bytes_of(u), u->size),
            fuzz_text_concat(text_of(c->a), text_in(u)),
            u->size == 0 ? nothing_to_add(c->a) : NULL);
}

static void append_utf8(call *c)
{
    utf8 u = without_size(chosen(c));
    needs_str(c, c->a);
    needs_utf8(c, &u);
    hf_str self = given(c->a);
    begin(c);
    end_str(c, hf_str_append_utf8(self, u.at),
            fuzz_text_concat(text_of(c->a), text_in(&u)), NULL);
}

static void concat_utf8_n(call *c)
{
    const utf8 *u = chosen(c);
    needs_str(c, c->a);
    needs_utf8(c, u);
    begin(c);
    end_str(c, hf_str_concat_utf8_n(lent(c->a), bytes_of(u), u->size),
            fuzz_text_concat(text_of(c->a), text_in(u)),
            u->size == 0 ? nothing_to_add(c->a) : NULL);
}

static void concat_utf8(call *c)
{
    utf8 u = without_size(chosen(c));
    needs_str(c, c->a);
    needs_utf8(c, &u);
    begin(c);
    end_str(c, hf_str_concat_utf8(lent(c->a), u.at),
            fuzz_text_concat(text_of(c->a), text_in(&u)), NULL);
}

/* What is not UTF-8 equals nothing, and is no error here. */
static void needs_readable(call *c, const utf8 *u)
{
    if (u->raises == &PyExc_OverflowError || u->raises == &PyExc_SystemError) {
        raises(c, *u->raises);
    }
}

static void equal_utf8_n(call *c)
{
    const utf8 *u = chosen(c);
    if (u->size > 100) { /* it is read */
        u = &utf8s[0];
    }
    needs_str(c, c->a);
    needs_readable(c, u);
    bool equal = true;
    begin(c);
    end(c, hf_str_equal_utf8_n(lent(c->a), bytes_of(u), u->size, &equal));
    expect_out(c,
               u->raises == NULL && fuzz_text_equal(text_of(c->a), text_in(u)),
               false, equal);
}

/* The very text; or what bytes that are not valid would be; or with more NULs
 * at its end than there is memory behind the str. */
static void equal_own_utf8(call *c)
{
    const utf8 *u = chosen(c);
    if (u->at == NULL || u->size < 0 || u->size > 100) {
        return;
    }
    hf_str self = hf_str_from_owned(
        PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, u->text, u->length));
    Py_ssize_t size = u->size + c->a;
    char *bytes = memset(fuzz_bytes((size_t)size), 0, (size_t)size);
    memcpy(bytes, u->at, (size_t)u->size);
    bool wanted = u->raises == NULL && c->a == 0, equal = !wanted;
    c->armed = 0;
    begin(c);
    end(c, hf_str_equal_utf8_n(hf_borrow(self), bytes, size, &equal));
    expect_out(c, wanted, false, equal);
    hf_decref(self);
}

static void equal_utf8(call *c)
{
    utf8 u = without_size(chosen(c));
    needs_str(c, c->a);
    needs_readable(c, &u);
    bool equal = true;
    begin(c);
    end(c, hf_str_equal_utf8(lent(c->a), u.at, &equal));
    expect_out(c,
               u.raises == NULL && fuzz_text_equal(text_of(c->a), text_in(&u)),
               false, equal);
}

/* ---- Strs. */

static PyObject *one_of(int a, int b)
{
    bool a_empty = text_of(a).length == 0, b_empty = text_of(b).length == 0;
    return b_empty ? nothing_to_add(a) : a_empty ? nothing_to_add(b) : NULL;
}

static void append(call *c)
{
    needs_str(c, c->a);
    needs_str(c, c->b);
    hf_str self = given(c->a);
    begin(c);
    end_str(c, hf_str_append(self, lent(c->b)),
            fuzz_text_concat(text_of(c->a), text_of(c->b)), one_of(c->a, c->b));
}

static void concat(call *c)
{
    needs_str(c, c->a);
    needs_str(c, c->b);
    begin(c);
    end_str(c, hf_str_concat(lent(c->a), lent(c->b)),
            fuzz_text_concat(text_of(c->a), text_of(c->b)), one_of(c->a, c->b));
}

static int width_of(fuzz_text text)
{
    uint32_t most = fuzz_text_maxchar(text);
    return most < 0x80 ? 0 : most < 0x100 ? 1 : most < 0x10000 ? 2 : 4;
}

/* only_reference is a copy of a text that nobody else knows. */
static hf_str only_reference(fuzz_text text)
{
    return hf_str_from_owned(
        PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, text.at, text.length));
}

/* What has the only reference grows in place, also where it keeps its UTF-8: it
 * is resized, and nothing is allocated beside it. */
static void append_in_place(call *c)
{
    fuzz_text left = text_of(STRS + c->value % TEXTS), right = text_of(c->b);
    const char *bytes;
    size_t size;
    bool by_bytes = c->value & 0x80;
    if (left.length < 2 || !operand[c->b].is_str ||
        !fuzz_text_to_utf8(right, &bytes, &size) || size > 64) {
        return; /* shared, refused, or left to CPython */
    }
    bool in_place = right.length > 0 && width_of(right) <= width_of(left);
    c->armed = 0;
    hf_str self = only_reference(left);
    if (c->value & 0x40 && PyUnicode_AsUTF8(hf_as_raw(self)) == NULL) {
        PyErr_Clear(); /* a surrogate */
    }
    begin(c);
    size_t made = allocations_made();
    hf_str found = by_bytes
                       ? hf_str_append_utf8_n(self, bytes, (Py_ssize_t)size)
                       : hf_str_append(self, lent(c->b));
    made = allocations_made() - made;
    end_str(c, found, fuzz_text_concat(left, right), NULL);
    if (right.length > 0 && in_place != (made == 0)) {
        fuzz_failed("memory", "expected to be appended %s",
                    in_place ? "in place" : "to a copy");
    }
}

/* The bytes that are appended are those of the str itself, from the first to
 * the NUL at the end: of its memory, or of the UTF-8 that it keeps. */
static void append_own_bytes(call *c)
{
    static const uint32_t texts[7][3] = {
        {'a', 'b', 'c'},       {'x', 0xE9, 'a'},        {0xE9, 'x', 'a'},
        {0x161, 0x162, 0x163}, {0x10161, 0x10162, 'a'}, {'a', 0x20AC, 'b'},
        {'a', 0x1F600, 'b'}};
    fuzz_text text = {texts[c->value % 7], 3};
    hf_str self = only_reference(text);
    PyObject *memory = hf_as_raw(self);
    const char *bytes = PyUnicode_DATA(memory);
    Py_ssize_t most = 3 * (int)PyUnicode_KIND(memory);
    if (c->value & 0x80) {
        bytes = PyUnicode_AsUTF8AndSize(memory, &most);
    }
    Py_ssize_t at = c->a % (most + 1), size = 1 + c->b % (most + 1 - at);
    fuzz_text added;
    if (!fuzz_text_from_utf8(bytes + at, (size_t)size, &added)) {
        hf_decref(self);
        return;
    }
    c->armed = 0;
    begin(c);
    end_str(c, hf_str_append_utf8_n(self, bytes + at, size),
            fuzz_text_concat(text, added), NULL);
}

/* What is appended dies with what it is appended to: it is an attribute of an
 * instance of a subclass. */
static void append_attribute(call *c)
{
    fuzz_text left = text_of(STRS + c->value % TEXTS), right = text_of(c->b);
    if (!operand[c->b].is_str) {
        return;
    }
    hf_auto(str, exact, only_reference(left));
    PyObject *type = (PyObject *)Py_TYPE(raw(STRS + TEXTS));
    hf_str self = hf_str_from_owned(
        made(PyObject_CallOneArg(type, hf_as_raw(exact))));
    hf_str only = only_reference(right);
    PyObject *kept = hf_as_raw(only);
    if (PyObject_SetAttr(hf_as_raw(self), names_of[0].raw, kept) < 0) {
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
            fuzz_text_concat(left, right), NULL);
}

/* No sum of lengths may wrap around. */
static void concat_longest(call *c)
{
    hf_str_borrowed other = hf_str_from_borrowed((PyObject *)&longest);
    c->armed = 0;
    c->is_pending = false;
    /* With two more it is as long as a str may be, were there memory for it. */
    raises(c, c->value % 4 == 3 ? PyExc_MemoryError : PyExc_OverflowError);
    begin(c);
    hf_str result;
    if (c->value % 4 == 0) {
        result = hf_str_concat(other, lent(STRS + 2));
    } else if (c->value % 4 == 1) {
        result = hf_str_concat(lent(STRS + 6), other);
    } else if (c->value % 4 == 2) {
        result = hf_str_concat(other, other);
    } else {
        result = hf_str_concat(other, lent(STRS + 8));
    }
    end_str(c, result, (fuzz_text){0}, NULL);
}

static void length(call *c)
{
    needs_str(c, c->a);
    Py_ssize_t found = 77;
    begin(c);
    end(c, hf_str_length(lent(c->a), &found));
    expect_out(c, text_of(c->a).length, -1, found);
}

static void as_utf8(call *c)
{
    const char *bytes = NULL;
    size_t size = 0;
    hf_utf8 view = {"", 77};
    needs_str(c, c->a);
    if (operand[c->a].is_str) {
        /* Not while an exception is set, unless nothing can fail. */
        bool is_ascii = fuzz_text_maxchar(text_of(c->a)) < 0x80;
        if (!fuzz_text_to_utf8(text_of(c->a), &bytes, &size)) {
            raises(c, PyExc_UnicodeEncodeError);
        } else if (c->is_pending && !is_ascii) {
            raises(c, PyExc_LookupError);
        }
    }
    /* The view is kept in the str: a copy, so that the next is the first. */
    hf_str copy = given(c->a);
    if (operand[c->a].is_str && PyUnicode_CheckExact(raw(c->a))) {
        hf_decref(copy);
        copy = hf_str_from_owned(PyUnicode_FromKindAndData(
            PyUnicode_4BYTE_KIND, text_of(c->a).at, text_of(c->a).length));
    } else if (operand[c->a].is_str) {
        c->armed = 0;
    }
    begin(c);
    end(c, hf_str_as_utf8(hf_borrow(copy), &view));
    if (!c->ok) {
        if (view.data != NULL || view.size != -1) {
            fuzz_failed("content", "a view, and a failure");
        }
    } else if (view.size != (Py_ssize_t)size ||
               memcmp(view.data, bytes, size + 1) != 0) {
        fuzz_failed("content", "the view has other bytes");
    }
    hf_decref(copy);
}

static void equal(call *c)
{
    needs_str(c, c->a);
    needs_str(c, c->b);
    bool found = true;
    begin(c);
    end(c, hf_str_equal(lent(c->a), lent(c->b), &found));
    expect_out(c, fuzz_text_equal(text_of(c->a), text_of(c->b)), false, found);
}

/* Strs of one length whose memory begins alike, of other widths. */
static void equal_memory(call *c)
{
    static const uint32_t texts[6][2] = {{0x61, 1}, {0x161, 1}, {0x10161, 1},
                                         {0xE1, 1}, {0x1E1, 1}, {0x101E1, 1}};
    fuzz_text a = {texts[c->value % 6], 2}, b = {texts[c->value / 6 % 6], 2};
    hf_auto(str, left, only_reference(a));
    hf_auto(str, right, only_reference(b));
    bool found = false;
    c->armed = 0;
    begin(c);
    end(c, hf_str_equal(hf_borrow(left), hf_borrow(right), &found));
    expect_out(c, fuzz_text_equal(a, b), false, found);
}

static void compare(call *c)
{
    needs_str(c, c->a);
    needs_str(c, c->b);
    int found = 77;
    begin(c);
    end(c, hf_str_compare(lent(c->a), lent(c->b), &found));
    expect_out(c, fuzz_text_compare(text_of(c->a), text_of(c->b)), 0, found);
}

static Py_ssize_t index_of(uint8_t value)
{
    static const Py_ssize_t indexes[16] = {0,
                                           1,
                                           2,
                                           3,
                                           4,
                                           8,
                                           69,
                                           70,
                                           71,
                                           -1,
                                           -2,
                                           -8,
                                           -70,
                                           -71,
                                           PY_SSIZE_T_MAX,
                                           PY_SSIZE_T_MIN};
    return indexes[value & 15];
}

static void substring(call *c)
{
    Py_ssize_t start = index_of(c->value), stop = index_of(c->value >> 4);
    needs_str(c, c->a);
    if (start < 0 || stop < 0) {
        raises(c, PyExc_IndexError);
    }
    fuzz_text part = {0};
    if (c->raises == NULL) {
        part = fuzz_text_slice(text_of(c->a), start, stop);
    }
    begin(c);
    end_str(c, hf_str_substring(lent(c->a), start, stop), part, NULL);
}

static Py_ssize_t clipped(Py_ssize_t index, ptrdiff_t all)
{
    return index > all    ? all + 1
           : index >= 0   ? index
           : index < -all ? 0
                          : index + all;
}

static void find(call *c)
{
    Py_ssize_t start = index_of(c->value), stop = index_of(c->value >> 4);
    needs_str(c, c->a);
    needs_str(c, c->b);
    ptrdiff_t wanted = -1;
    if (c->raises == NULL) {
        ptrdiff_t all = text_of(c->a).length;
        wanted = fuzz_text_find(text_of(c->a), text_of(c->b),
                                clipped(start, all), clipped(stop, all));
    }
    Py_ssize_t found = 77;
    begin(c);
    hf_lookup lookup = hf_str_find(lent(c->a), lent(c->b), start, stop, &found);
    end(c, lookup != HF_ERROR);
    expect_out(c, wanted, -1, found);
    expect_out(c, wanted < 0 ? HF_MISSING : HF_FOUND, HF_ERROR, lookup);
}

static void from_code_point(call *c)
{
    static const uint32_t points[8] = {
        0, 'a', 0xE9, 0x20AC, 0x10FFFF, 0x110000, 0x80000000, UINT32_MAX};
    uint32_t point = points[c->value & 7];
    if (point > 0x10FFFF) {
        raises(c, PyExc_ValueError);
    }
    begin(c);
    fuzz_text text = {&point, 1};
    end_str(c, hf_str_from_code_point(point), text,
            c->raises == NULL ? shared(text) : NULL);
}

static void format(call *c)
{
    runs_python(c);
    begin(c);
    end_str(c, hf_str_format("%s%d", "n", c->value % 8),
            (fuzz_text){(uint32_t[]){'n', '0' + c->value % 8u}, 2}, NULL);
}

/* A str that is not in its final form yet; CPython 3.12 has none. */
static void unready(call *c)
{
#if PY_VERSION_HEX < 0x030C0000
    static const wchar_t wide[] = L"ab\xE9";
    c->is_pending = false;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    PyObject *old = PyUnicode_FromUnicode(NULL, 3);
#pragma GCC diagnostic pop
    memcpy(((PyASCIIObject *)old)->wstr, wide, sizeof(wide));
    if (hf_str_is_valid(hf_str_from_borrowed(old), HF_DEEP) != true) {
        fuzz_failed("content", "a str that is not ready is valid");
    }
    Py_ssize_t found = 77;
    begin(c);
    end(c, hf_str_length(hf_str_from_borrowed(old), &found));
    expect_out(c, 3, -1, found);
    if (c->ok) {
        fuzz_check_str(old, (fuzz_text){(uint32_t[]){'a', 'b', 0xE9}, 3});
    }
    Py_DECREF(old);
#else
    (void)c;
#endif
}

/* ---- The builder. */

static void build(call *c)
{
    const utf8 *u = chosen(c);
    hf_str_builder b = {0};
    fuzz_text text = text_of(c->a);
    needs_str(c, c->a);
    begin(c);
    hf_str_builder_append(&b, lent(c->a));
    if (c->value & 0x80) {
        needs_utf8(c, u);
        hf_str_builder_append_utf8_n(&b, bytes_of(u), u->size);
        text = fuzz_text_concat(text, text_in(u));
    } else {
        needs_str(c, c->b);
        hf_str_builder_append(&b, lent(c->b));
        text = fuzz_text_concat(text, text_of(c->b));
    }
    end_str(c, hf_str_builder_finish(&b), text, NULL);
}

/* The first error is the one that is raised, and it is so for all that comes
 * behind. */
static void build_on(call *c)
{
    hf_str_builder b = {0};
    c->armed = 0;
    c->is_pending = false;
    switch (c->value & 3) {
    case 0:
        raises(c, PyExc_ValueError);
        hf_str_builder_append_utf8(&b, "abc");
        hf_str_builder_append_code_point(&b, 0x110000);
        break;
    case 1:
        raises(c, PyExc_TypeError);
        hf_str_builder_append(&b, lent(INT));
        break;
    case 2:
        raises(c, PyExc_UnicodeDecodeError);
        hf_str_builder_append_utf8_n(&b, "ab\xFF", 3);
        break;
    default:
        raises(c, PyExc_OverflowError);
        hf_str_builder_append_utf8_n(&b, "ab", -1);
        break;
    }
    begin(c);
    for (int i = 0; i < 2; i++) {
        if (i == 1 && c->value & 4) { /* its exception is gone */
            PyErr_Clear();
            c->raises = PyExc_SystemError;
        }
        hf_str_builder_append_code_point(&b, 'a');
        hf_str_builder_append(&b, lent(STRS + 2));
        hf_str_builder_append(&b, hf_null(str_borrowed));
        hf_str_builder_append_utf8(&b, "abc");
        hf_str_builder_append_utf8_n(&b, "abc", -1);
        hf_str_builder_append_format(&b, "%d", 1);
        hf_str_builder_append_code_point(&b, 0x110000);
    }
    if (c->value & 8) {
        hf_str_builder_clear(&b);
        PyErr_Clear();
        c->raises = NULL; /* it is empty now */
    }
    hf_str result = hf_str_builder_finish(&b);
    end_str(c, result, (fuzz_text){0}, NULL);
    /* Finished, it is empty. */
    hf_str_builder_append_utf8(&b, "ab");
    hf_str again = hf_str_builder_finish(&b);
    fuzz_check_str(hf_as_raw(again), (fuzz_text){(uint32_t[]){'a', 'b'}, 2});
    hf_decref(again);
}

static void build_one(call *c)
{
    hf_str_builder b = {0};
    uint32_t text[3] = {'n', '0' + c->value % 8u, 0};
    static const uint32_t points[8] = {'z',  0xE9,  0xFFFF, 0x10000,
                                       0x7F, 0x100, 0x80,   0x10FFFF};
    bool is_format = c->value & 0x40;
    if (is_format) {
        runs_python(c);
    }
    text[2] = points[c->value >> 3 & 7];
    begin(c);
    if (is_format) {
        hf_str_builder_append_format(&b, "n%d", c->value % 8);
    } else {
        hf_str_builder_append_code_point(&b, text[0]);
        hf_str_builder_append_code_point(&b, text[1]);
    }
    hf_str_builder_append_code_point(&b, text[2]);
    end_str(c, hf_str_builder_finish(&b), (fuzz_text){text, 3}, NULL);
}

/* The buffer is as wide as need be and grows to what was said: more and more
 * pieces of one width, then of others. */
static void build_long(call *c)
{
    hf_str_builder b = {0};
    fuzz_text text = {0};
    int one = STRS + c->value % TEXTS, other = STRS + (c->value >> 4) % TEXTS;
    int times = 1 + c->a;
    for (int i = 0; i < times; i++) {
        text = fuzz_text_concat(text, text_of(one));
    }
    for (int i = 0; i < times; i++) {
        text = fuzz_text_concat(text, text_of(other));
    }
    begin(c);
    size_t made = allocations_made(), resized = reallocations_made();
    for (int i = 0; i < 2 * times; i++) {
        hf_str_builder_append(&b, lent(i < times ? one : other));
    }
    hf_str found = hf_str_builder_finish(&b);
    made = allocations_made() - made;
    resized = reallocations_made() - resized;
    end_str(c, found, text, NULL);
    /* One for the first 64 code points, one whenever there are twice as many,
     * one for wider ones, and one at the end. */
    Py_ssize_t most = 3;
    for (ptrdiff_t room = 64; room < text.length; room *= 2) {
        most++;
    }
    Py_ssize_t calls_made = (Py_ssize_t)(made + resized);
    if (calls_made > most && !c->fired) {
        fuzz_failed("memory", "expected to allocate %zd times, found %zd", most,
                    calls_made);
    }
    /* A buffer is as wide as what was added: it grows where it is, but for what
     * is wider. */
    if (made > 2) {
        fuzz_failed("memory", "expected two buffers, found %zd",
                    (Py_ssize_t)made);
    }
}

/* As above: no sum of lengths may wrap around. */
static void build_longest(call *c)
{
    hf_str_builder b = {.hf_private_length = PY_SSIZE_T_MAX - 2};
    c->armed = 0;
    c->is_pending = false;
    raises(c, PyExc_OverflowError);
    begin(c);
    hf_str_builder_append(&b, lent(STRS + 2));
    end_str(c, hf_str_builder_finish(&b), (fuzz_text){0}, NULL);
}

#endif /* FUZZ_CONTRACT_STR_H */
