/* The calls of contract.c that ask whether a str is valid: one that is, and one
 * that should not be. */

#include "fuzz/contract/rows.h"

#include <string.h>

/* with_nul is a str of |text| with a NUL somewhere in it, which keeps all that a str
 * may keep: its UTF-8, if it has one, and its hash. */
static PyObject *with_nul(fuzz_text text, int where)
{
    enum { LONGEST = 80 };
    Py_UCS4 at[LONGEST + 1] = {0};
    const Py_ssize_t n = where % (text.length + 1);
    memcpy(at, text.at, (size_t)n * sizeof(*at));
    memcpy(at + n + 1, text.at + n, (size_t)(text.length - n) * sizeof(*at));
    PyObject *made = fuzz_made(
        PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, at, text.length + 1));
    PyUnicode_AsUTF8(made);
    PyErr_Clear();
    PyObject_Hash(made);
    return made;
}

void valid(call *c)
{
    operand *o = left(c);
    hf_depth depth = c->value & 1 ? HF_DEPTH_DEEP : HF_DEPTH_CHEAP;
    PyObject *raw = o->is_str && c->value & 2 ? with_nul(o->text, c->value >> 2)
                                              : Py_XNewRef(o->raw);
    begin(c);
    bool found = hf_str_is_valid(hf_str_from_borrowed(raw), depth);
    end(c, true);
    expect(c, "whether it is a valid str", o->is_str, found);
    Py_XDECREF(raw);
}

/* A str that is to be spoilt, and what is left to be written to it. */
typedef struct spoilt {
    PyASCIIObject *ascii; /* what all strs begin with */
    PyCompactUnicodeObject *compact; /* what those begin with that are not */
    void *data;
    fuzz_text text;
    int kind;
    bool is_ascii;
    PyASCIIObject kept;
    Py_UCS4 first, terminator;
    bool cheap, deep; /* whether it is valid, each way */
} spoilt;

static void look_at(spoilt *s, PyObject *copy)
{
    s->ascii = (PyASCIIObject *)copy;
    s->compact = (PyCompactUnicodeObject *)copy;
    s->kept = *s->ascii;
    s->data = PyUnicode_DATA(copy);
    s->kind = (int)PyUnicode_KIND(copy);
    s->is_ascii = s->kept.state.ascii;
}

/* put writes a code point where CPython's own macro would refuse it. */
static void put(const spoilt *s, ptrdiff_t at, uint32_t c)
{
    if (s->kind == 1) {
        ((Py_UCS1 *)s->data)[at] = (Py_UCS1)c;
    } else if (s->kind == 2) {
        ((Py_UCS2 *)s->data)[at] = (Py_UCS2)c;
    } else {
        ((Py_UCS4 *)s->data)[at] = c;
    }
}

static void fill(const spoilt *s, uint32_t c)
{
    for (ptrdiff_t i = 0; i < s->text.length; i++) {
        put(s, i, c);
    }
}

/* Each way to spoil a str. */

static void no_terminator(spoilt *s, uint8_t value)
{
    (void)value;
    s->terminator = 'x';
    s->cheap = false; /* seen without reading the whole */
}

static void negative_length(spoilt *s, uint8_t value)
{
    (void)value;
    s->ascii->length = -1;
    s->cheap = false;
}

static void no_kind(spoilt *s, uint8_t value)
{
    /* Reads as the widest. */
    s->ascii->state.kind = value & 0x20 ? 0 : value & 0x40 ? 5 : 3;
    s->cheap = false;
}

static void wide_ascii(spoilt *s, uint8_t value)
{
    (void)value;
    if (s->is_ascii) {
        s->ascii->state.kind = 2;
        s->cheap = false;
    }
    s->deep = !s->is_ascii;
}

static void not_the_narrowest(spoilt *s, uint8_t value)
{
    (void)value;
    if (s->kind == 1) {
        Py_DECREF(s->ascii);
        look_at(s, PyUnicode_New(s->text.length, 0xFFFF));
        for (ptrdiff_t i = 0; i < s->text.length; i++) {
            put(s, i, s->text.at[i]);
        }
    } else {
        s->first = s->kind == 2 ? 0xFF : 0xFFFF;
        fill(s, s->first);
    }
}

static void beyond_its_kind(spoilt *s, uint8_t value)
{
    (void)value;
    if (s->kind == 4) {
        s->first = 0x110000;
    } else if (s->is_ascii) {
        s->first = 0x80;
    } else if (s->kind == 1) { /* all ASCII, and no flag */
        s->first = 'a';
        fill(s, s->first);
    } else {
        s->deep = true;
    }
}

static void other_hash(spoilt *s, uint8_t value)
{
    if (value & 0x40) {
        hf_auto(str, exact, hf_str_from_owned((PyObject *)s->ascii));
        look_at(s, fuzz_made(PyObject_CallOneArg(operand_subclass(),
                                                 hf_as_raw(exact))));
    }
    s->ascii->hash = value & 0x20 ? -4711 : 4711;
}

static void zero_hash(spoilt *s, uint8_t value)
{
    (void)value;
    s->ascii->hash = 0;
}

static void its_hash(spoilt *s, uint8_t value)
{
    (void)value;
    PyObject_Hash((PyObject *)s->ascii);
    s->deep = true;
}

static void no_references(spoilt *s, uint8_t value)
{
    (void)value;
    s->ascii->ob_base.ob_refcnt = 0;
    s->cheap = false;
}

static void other_utf8(spoilt *s, uint8_t value)
{
    (void)value;
    if (!s->is_ascii) {
        s->compact->utf8 = (char *)"ab";
        s->compact->utf8_length = 2;
    }
    s->deep = s->is_ascii;
}

static void its_utf8(spoilt *s, uint8_t value)
{
    (void)value;
    PyUnicode_AsUTF8((PyObject *)s->ascii);
    PyErr_Clear();
    s->deep = true;
}

static void last_of_its_kind(spoilt *s, uint8_t value)
{
    (void)value;
    s->first = s->kind == 4   ? 0x10FFFF
               : s->kind == 2 ? 0xFFFF
               : !s->is_ascii ? 0xFF
                              : 0x7F;
    s->deep = true;
}

static void first_of_its_kind(spoilt *s, uint8_t value)
{
    (void)value;
    if (!s->is_ascii) {
        fill(s, 'a');
    }
    s->first = s->kind == 4   ? 0x10000
               : s->kind == 2 ? 0x100
               : s->is_ascii  ? 0
                              : 0x80;
    s->deep = true;
}

static void nothing_wrong(spoilt *s, uint8_t value)
{
    (void)value;
    s->deep = true;
}

static const struct {
    const char *what;
    void (*spoil)(spoilt *s, uint8_t value);
} spoilings[16] = {
    {"whether a str without a NUL at its end is valid", no_terminator},
    {"whether a str of length -1 is valid", negative_length},
    {"whether a str of no kind is valid", no_kind},
    {"whether ASCII of two bytes a code point is valid", wide_ascii},
    {"whether a str that is wider than need be is valid", not_the_narrowest},
    {"whether a str with a code point beyond its kind is valid",
     beyond_its_kind},
    {"whether a str with the hash of another is valid", other_hash},
    {"whether a str with the hash 0 is valid", zero_hash},
    {"whether a str with its hash is valid", its_hash},
    {"whether a str without references is valid", no_references},
    {"whether a str with the UTF-8 of another is valid", other_utf8},
    {"whether a str with its UTF-8 is valid", its_utf8},
    {"whether a str with the last code point of its kind is valid",
     last_of_its_kind},
    {"whether a str with the first code point of its kind is valid",
     first_of_its_kind},
    {"whether a str is valid", nothing_wrong},
    {"whether a str is valid", nothing_wrong},
};

/* mend gives a str back what it is released by. */
static void mend(spoilt *s)
{
    s->ascii->length = s->kept.length;
    s->ascii->state = s->kept.state;
    s->ascii->hash = -1;
    s->ascii->ob_base.ob_refcnt = 1;
    if (!s->is_ascii && s->compact->utf8 != NULL &&
        strcmp(s->compact->utf8, "ab") == 0) {
        s->compact->utf8 = NULL;
        s->compact->utf8_length = 0;
    }
    put(s, s->text.length, 0);
    Py_DECREF(s->ascii);
}

/* invalid spoils a copy of a str in one way. */
void invalid(call *c)
{
    int way = c->value >> 1 & 15;
    never_pending(c);
    operand *o = left(c);
    if (!o->is_str || o->text.length < 2) {
        return;
    }
    spoilt s = {.text = o->text, .first = o->text.at[0], .cheap = true};
    look_at(&s, fuzz_made(PyUnicode_FromKindAndData(
                    PyUnicode_4BYTE_KIND, o->text.at, o->text.length)));
    spoilings[way].spoil(&s, c->value);
    if (s.ascii->length >= 0 && s.ascii->state.kind == s.kept.state.kind) {
        put(&s, s.text.length, s.terminator);
        put(&s, 0, s.first);
    }
    bool is_deep = c->value & 1;
    begin(c);
    bool found = hf_str_is_valid(hf_str_from_borrowed((PyObject *)s.ascii),
                                 is_deep ? HF_DEPTH_DEEP : HF_DEPTH_CHEAP);
    mend(&s);
    end(c, true);
    expect(c, spoilings[way].what, is_deep ? s.cheap && s.deep : s.cheap, found);
}
