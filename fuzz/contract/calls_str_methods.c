/* The calls of contract.c that are for methods of str, codecs, views of the
 * code points, spans to write them to, slices that a builder adds, and which type
 * it is exactly. */

#include "fuzz/contract/compare.h"
#include "fuzz/contract/rows.h"

#include <string.h>

/* ---- Methods. CPython's functions do the same first. */

enum {
    SPLIT,
    RSPLIT,
    SPLIT_SPACE,
    RSPLIT_SPACE,
    LINES,
    PARTITION,
    RPARTITION,
    REPLACE,
    MADE_METHODS
};

static const char *const made_functions[MADE_METHODS] = {
    "hf_str_split",
    "hf_str_rsplit",
    "hf_str_split_whitespace",
    "hf_str_rsplit_whitespace",
    "hf_str_splitlines",
    "hf_str_partition",
    "hf_str_rpartition",
    "hf_str_replace_all"};

static PyObject *made_by_cpython(int what, PyObject *self, PyObject *other,
                                 PyObject *third, Py_ssize_t most)
{
    switch (what) {
    case SPLIT:
        return PyUnicode_Split(self, other, most);
    case RSPLIT:
        return PyUnicode_RSplit(self, other, most);
    case SPLIT_SPACE:
        return PyUnicode_Split(self, NULL, most);
    case RSPLIT_SPACE:
        return PyUnicode_RSplit(self, NULL, most);
    case LINES:
        return PyUnicode_Splitlines(self, most > 0);
    case PARTITION:
        return PyUnicode_Partition(self, other);
    case RPARTITION:
        return PyUnicode_RPartition(self, other);
    default:
        return PyUnicode_Replace(self, other, third, most);
    }
}

static hf_object made_by_it(int what, hf_str_borrowed self,
                            hf_str_borrowed other, hf_str_borrowed third,
                            Py_ssize_t most)
{
    switch (what) {
    case SPLIT:
        return hf_into_object(hf_str_split(self, other, most));
    case RSPLIT:
        return hf_into_object(hf_str_rsplit(self, other, most));
    case SPLIT_SPACE:
        return hf_into_object(hf_str_split_whitespace(self, most));
    case RSPLIT_SPACE:
        return hf_into_object(hf_str_rsplit_whitespace(self, most));
    case LINES:
        return hf_into_object(hf_str_splitlines(self, most > 0));
    case PARTITION:
        return hf_into_object(hf_str_partition(self, other));
    case RPARTITION:
        return hf_into_object(hf_str_rpartition(self, other));
    default:
        return hf_into_object(hf_str_replace_all(self, other, third, most));
    }
}

static bool takes_other(int what)
{
    return what != SPLIT_SPACE && what != RSPLIT_SPACE && what != LINES;
}

static int kind_of(const operand *o)
{
    return (int)PyUnicode_KIND(o->raw);
}

void str_made(call *c)
{
    int what = c->value % MADE_METHODS;
    Py_ssize_t most = bound_chosen(c->more);
    operand *a = left(c), *b = right(c);
    operand third = operand_fixed[c->value >> 5]; /* nothing, ..., an echo */
    third = c->value >> 5 == ECHO ? operand_fixed[NAME] : third;
    third = c->more & 0x40 ? c->more & 0x80 ? *a : *b : third;
    const char *function = made_functions[what];
    needs_str(c, function, a);
    if (takes_other(what)) {
        needs_str(c, function, b);
    }
    if (what == REPLACE) {
        needs_str(c, function, &third);
    }
    if (what == REPLACE && !is_refused(c) &&
        (kind_of(a) != kind_of(b) || kind_of(a) != kind_of(&third))) {
        c->armed = 0; /* where it cannot widen one, a debug CPython aborts */
    }
    if (!is_refused(c)) {
        c->result = made_by_cpython(what, a->raw, b->raw, third.raw, most);
        raises_as(c);
    }
    begin(c);
    end_object(c, made_by_it(what, lent(a), lent(b),
                             hf_str_from_borrowed(third.raw), most));
}

/* str_cut is str_made of a text that has many places to be cut at. */
void str_cut(call *c)
{
    int what = c->value % MADE_METHODS;
    Py_ssize_t most = bound_chosen(c->more);
    PyObject *text = fuzz_made(
        PyUnicode_FromString("a b  c\nd e\r\nf,g,h,,i j\v k"));
    PyObject *comma = fuzz_made(PyUnicode_FromString(","));
    PyObject *other = fuzz_made(PyUnicode_FromString(", "));
    never_fails(c);
    c->result = made_by_cpython(what, text, comma, other, most);
    raises_as(c);
    begin(c);
    end_object(c, made_by_it(what, hf_str_from_borrowed(text),
                             hf_str_from_borrowed(comma),
                             hf_str_from_borrowed(other), most));
    Py_DECREF(other);
    Py_DECREF(comma);
    Py_DECREF(text);
}

enum { CONTAINS, STARTS, ENDS, COUNT };

void str_asked(call *c)
{
    static const char *const functions[] = {"hf_str_contains",
                                            "hf_str_starts_with",
                                            "hf_str_ends_with", "hf_str_count"};
    int what = c->value & 3;
    Py_ssize_t start = bound_chosen(c->more), end_ = bound_chosen(c->more >> 4);
    operand *a = left(c), *b = right(c);
    Py_ssize_t wanted = -1, count = 77;
    needs_str(c, functions[what], a);
    needs_str(c, functions[what], b);
    if (!is_refused(c)) {
        wanted = what == CONTAINS ? PyUnicode_Contains(a->raw, b->raw)
                 : what == COUNT
                     ? PyUnicode_Count(a->raw, b->raw, start, end_)
                     : PyUnicode_Tailmatch(a->raw, b->raw, 0, PY_SSIZE_T_MAX,
                                           what == STARTS ? -1 : 1);
    }
    hf_str_borrowed self = lent(a), part = lent(b);
    begin(c);
    if (what == COUNT) {
        end(c, hf_str_count(self, part, start, end_, &count));
        expect_out(c, "the count", wanted, -1, count);
        return;
    }
    bool found = true;
    end(c, answered(what == CONTAINS ? hf_str_contains(self, part)
                    : what == STARTS ? hf_str_starts_with(self, part)
                                     : hf_str_ends_with(self, part),
                    &found));
    expect_out(c, "the answer", wanted > 0, false, found);
}

void str_joined(call *c)
{
    static const char function[] = "hf_str_join";
    operand *a = left(c), *b = right(c);
    PyObject *strs = c->value & 1
                         ? fuzz_made(PyTuple_Pack(2,
                                                  operand_fixed[STRS + 5].raw,
                                                  operand_fixed[STRS + 2].raw))
                         : Py_XNewRef(b->raw);
    if (runs_python(c)) {
        needs_str(c, function, a);
        needs_object(c, function, strs);
    }
    if (!is_refused(c)) {
        as_cpython(c, PyUnicode_Join(a->raw, strs));
    }
    begin(c);
    end_object(
        c, hf_into_object(hf_str_join(lent(a), hf_object_from_borrowed(strs))));
    Py_XDECREF(strs);
}

/* A str that CPython keeps already, or one that is nobody's name. */
void str_interned(call *c)
{
    operand *o = left(c);
    bool is_name = c->value & 1;
    PyObject *raw = is_name ? fuzz_made(PyUnicode_FromString("kelp"))
                            : Py_XNewRef(o->raw);
    bool stays = !is_name && (raw == NULL || !PyUnicode_CheckExact(raw));
    if (!is_name && !stays) { /* CPython would keep it for good */
        Py_DECREF(raw);
        raw = fuzz_made(PyUnicode_FromString("kelp"));
    }
    if (stays) {
        needs_str(c, "hf_str_intern", o);
    }
    PyObject *same = stays ? raw : operand_fixed[NAME].raw;
    if (stays) { /* maybe the last reference */
        Py_XDECREF(raw);
    }
    begin(c);
    hf_str found = hf_str_intern(stays ? given(o) : hf_str_from_owned(raw));
    end(c, !hf_is_null(found));
    if (c->ok) {
        expect(c, "whether it is the str that is kept", true,
               hf_as_raw(found) == same);
    }
    hf_decref(found);
}

/* ---- Codecs. */

static const char *const encodings[16] = {
    NULL, "ascii", "latin-1", "utf-8", "utf-16", "utf-32", "no such", "ascii",
    /* Other names of these, and what begins as they do. */
    "utf-8-sig", "UTF-8", "utf8", "utf-16-le", "utf-7", "latin1", "Utf_8",
    "utf-80"};
static const char *const handlers[8] = {NULL,      "surrogateescape", "replace",
                                        "no such", "surrogatepass",   "ignore",
                                        "strict",  "surrogate"};

void codecs_import(void)
{
    PyObject *lone = fuzz_made(PyUnicode_FromOrdinal(0xD800));
    for (int i = 0; i < 16 * 8; i++) {
        const char *encoding = encodings[i % 16], *errors = handlers[i / 16];
        Py_XDECREF(PyUnicode_Decode("a\xFF", 2, encoding, errors));
        PyErr_Clear();
        Py_XDECREF(PyUnicode_AsEncodedString(lone, encoding, errors));
        PyErr_Clear();
    }
    Py_DECREF(lone);
}

/* used_before hands another encoding where the next one will be, and before that
 * somewhere else: what a function keeps by its address is not that of the next. */
static void used_before(const call *c, operand *o, const char *errors,
                        bool encodes)
{
    enum { ELSEWHERE = HANDS - 1 };
    if (c->value >> 5 == 0 || is_refused(c)) {
        return;
    }
    errors = handed_name(1, errors);
    for (int hand = ELSEWHERE; hand >= 0; hand -= ELSEWHERE) {
        const char *encoding = handed_name(hand, encodings[c->value >> 5]);
        if (encodes) {
            hf_decref(hf_str_encode(lent(o), encoding, errors));
        } else {
            hf_decref(hf_str_decode("ab", 2, encoding, errors));
        }
        PyErr_Clear();
    }
}

void str_encoded(call *c)
{
    operand *o = left(c);
    const char *encoding = encodings[(c->value & 7) | (c->b & 8)];
    const char *errors = handlers[(c->value >> 3 & 3) | (c->b >> 2 & 4)];
    if (runs_python(c)) {
        needs_str(c, "hf_str_encode", o);
    }
    if (!is_refused(c)) {
        as_cpython(c, PyUnicode_AsEncodedString(o->raw, encoding, errors));
    }
    used_before(c, o, errors, true);
    begin(c);
    end_object(c,
               hf_into_object(hf_str_encode(lent(o), handed_name(0, encoding),
                                            handed_name(1, errors))));
}

void str_decoded(call *c)
{
    static const char function[] = "hf_str_decode";
    static const char plain[] = "ab\xC3\xA9\xFF\x00z";
    static const char marked[] = "\xEF\xBB\xBF"
                                 "a\x00+A";
    const char *data = c->a & 16 ? marked : plain;
    const char *encoding = encodings[(c->value & 7) | (c->a & 8)];
    const char *errors = handlers[(c->value >> 3 & 3) | (c->a >> 3 & 4)];
    Py_ssize_t size = c->b % 10 - 1;
    size = size > 7 ? PY_SSIZE_T_MIN : size;
    const char *bytes = c->value & 0x20 ? NULL : data;
    if (runs_python(c)) {
        needs_size(c, function, size);
        if (bytes == NULL && size != 0) {
            needs_bytes(c, function);
        }
    }
    if (!is_refused(c)) {
        as_cpython(c, PyUnicode_Decode(bytes != NULL ? bytes : "", size,
                                       encoding, errors));
    }
    if (bytes != NULL) {
        used_before(c, NULL, errors, false);
    }
    begin(c);
    end_object(c, hf_into_object(hf_str_decode(handed(2, bytes, size), size,
                                               handed_name(0, encoding),
                                               handed_name(1, errors))));
}

/* ---- Views. */

void str_viewed(call *c)
{
    operand *o = left(c);
    never_fails(c);
    needs_str(c, "hf_str_as_view", o);
    hf_str_view view = {"", 77, 77, 77};
    begin(c);
    bool ok = hf_str_as_view(lent(o), &view);
    end(c, ok);
    expect_out(c, "the length", o->text.length, 0, view.length);
    for (Py_ssize_t i = 0; i < view.length; i++) {
        expect(c, "a code point", o->text.at[i], hf_str_view_read(&view, i));
    }
}

/* ---- Slices that a builder adds. */

void build_slices(call *c)
{
    static const char function[] = "hf_str_builder_append_slice";
    operand *o = left(c);
    Py_ssize_t room = (c->b & 7) == 7   ? -1
                      : (c->b & 7) == 6 ? PY_SSIZE_T_MAX
                                        : (c->b & 7) * 20;
    Py_ssize_t start = (c->value & 7) - 1, end_ = (c->value >> 3 & 7) - 1;
    bool before = c->value & 0x40, again = c->value & 0x80;
    end_ = end_ == 6 ? PY_SSIZE_T_MAX : end_;
    if (room == PY_SSIZE_T_MAX) {
        c->is_pending = false; /* the MemoryError takes its place */
    }
    needs_size(c, "hf_str_builder_reserve", room);
    if (room == PY_SSIZE_T_MAX) {
        raises(c, before ? PyExc_OverflowError : PyExc_MemoryError,
               before ? "the builder's string is too large" : NULL);
    }
    needs_str(c, function, o);
    if (start < 0 || end_ < 0) {
        raises(c, PyExc_IndexError, "%s: index %zd is negative", function,
               start < 0 ? start : end_);
    }
    PyObject *wanted = NULL;
    if (!is_refused(c)) {
        wanted = fuzz_made(PyUnicode_Substring(o->raw, start, end_));
        PyObject *head = fuzz_made(PyUnicode_FromString(before ? "<" : ""));
        PyObject *all = PyUnicode_Concat(head, wanted);
        if (again) {
            PyObject *twice = fuzz_made(PyUnicode_Concat(all, wanted));
            Py_SETREF(all, twice);
        }
        Py_DECREF(head);
        Py_SETREF(wanted, all);
    }
    c->result = wanted;
    begin(c);
    hf_str_builder b = {0};
    if (before) {
        hf_str_builder_append_code_point(&b, '<');
    }
    hf_str_builder_reserve(&b, room);
    hf_str_builder_append_slice(&b, lent(o), start, end_);
    if (again) {
        hf_str_builder_append_slice(&b, lent(o), start, end_);
        hf_str_builder_reserve(&b, 1);
    }
    end_object(c, hf_into_object(hf_str_builder_finish(&b)));
}

/* ---- Spans. What is written is the left operand, or it twice. */

static void write_spans(const hf_str_span *to, operand *o, bool by_one)
{
    hf_str_view view;
    if (by_one || !hf_str_as_view(lent(o), &view)) {
        for (Py_ssize_t i = 0; i < to->length; i++) {
            hf_str_span_write(to, i, o->text.at[i]);
        }
    } else {
        hf_str_span_copy(to, 0, &view, 0, to->length);
    }
}

static Py_UCS4 widest_of(fuzz_text text)
{
    Py_UCS4 most = 0x7F;
    for (ptrdiff_t i = 0; i < text.length; i++) {
        most |= text.at[i];
    }
    return most > 0xFFFF ? 0x10FFFF
           : most > 0xFF ? 0xFFFF
           : most > 0x7F ? 0xFF
                         : 0x7F;
}

/* greatest_of is its greatest code point, or the greatest of the same width. */
static Py_UCS4 greatest_of(const call *c, fuzz_text text)
{
    Py_UCS4 most = 0;
    for (ptrdiff_t i = 0; i < text.length; i++) {
        most = Py_MAX(most, text.at[i]);
    }
    return c->b & 32 ? most : widest_of(text);
}

void str_written(call *c)
{
    operand *o = &operand_fixed[STRS + c->value % TEXTS];
    bool no_length = (c->b & 7) == 6; /* of no length any width will do */
    bool no_width = (c->b & 7) == 7 && o->text.length != 0;
    if (no_length || no_width) {
        never_pending(c); /* it is a mistake, and takes its place */
    }
    if (no_length) {
        raises(c, PyExc_SystemError, "Negative size passed to PyUnicode_New");
    } else if (no_width) {
        raises(c, PyExc_SystemError,
               "invalid maximum character passed to PyUnicode_New");
    }
    begin(c);
    hf_str_span to;
    hf_str made = hf_str_new(no_length ? -1 : o->text.length,
                             no_width ? 0x110000 : widest_of(o->text), &to);
    if (!hf_is_null(made)) {
        write_spans(&to, o, c->value & 0x80);
    }
    end_str(c, made, o->text, NULL);
}

void build_spans(call *c)
{
    operand *one = &operand_fixed[STRS + c->value % TEXTS];
    operand *other = &operand_fixed[STRS + (c->value >> 4) % TEXTS];
    const Py_ssize_t wrong = (c->b & 7) == 7   ? -1
                             : (c->b & 7) == 6 ? PY_SSIZE_T_MAX
                                               : 0;
    bool no_width = (c->b & 7) == 5;
    c->is_pending = false;
    if (wrong == -1) {
        needs_size(c, "hf_str_builder_extend", -1);
    } else if (wrong != 0) {
        raises(
            c, one->text.length == 0 ? PyExc_MemoryError : PyExc_OverflowError,
            one->text.length == 0 ? NULL : "the builder's string is too large");
    } else if (no_width) {
        raises(c, PyExc_ValueError,
               "0x110000 is no code point: they end at 0x10FFFF");
    }
    begin(c);
    hf_str_builder b = {0};
    hf_str_span to;
    hf_worked first = hf_str_builder_extend(&b, one->text.length,
                                            greatest_of(c, one->text), &to);
    if (first) {
        expect(c, "the length of the span", one->text.length, to.length);
        write_spans(&to, one, c->b & 8);
    }
    hf_worked second = hf_str_builder_extend(
        &b, wrong != 0 ? wrong : other->text.length,
        no_width ? 0x110000 : greatest_of(c, other->text), &to);
    if (second) {
        expect(c, "the length of the span", other->text.length, to.length);
        write_spans(&to, other, c->b & 16);
    }
    end_str(c, hf_str_builder_finish(&b),
            fuzz_text_concat(one->text, other->text), NULL);
    if (!c->fired) {
        expect(c, "whether there is room", true, hf_status(first) == 0);
        expect(c, "whether there is more room", wrong == 0 && !no_width,
               hf_status(second) == 0);
    }
}

/* ---- Exact types. */

void exactly(call *c)
{
    operand *o = left(c);
    never_fails(c);
    begin(c);
    const bool found[3] = {hf_check_exact(str, lent_object(o)),
                           hf_check_exact(int, lent_object(o)),
                           hf_check_exact(list, lent_object(o))};
    end(c, true);
    PyTypeObject *const types[3] = {&PyUnicode_Type, &PyLong_Type,
                                    &PyList_Type};
    for (int i = 0; i < 3; i++) {
        expect(c, "whether it is exactly that",
               o->raw != NULL && Py_TYPE(o->raw) == types[i], found[i]);
    }
}
