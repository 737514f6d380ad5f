/* The calls of contract.c that take UTF-8. */

#include "fuzz/contract/rows.h"
#include "fuzz/contract/utf8s.h"

#include <string.h>

/* nothing_to_add is what an append of nothing gives back. */
static PyObject *nothing_to_add(const utf8 *u, operand *o)
{
    return u->size == 0 && o->is_str && PyUnicode_CheckExact(o->raw) ? o->raw
                                                                     : NULL;
}

void from_utf8_n(call *c)
{
    const utf8 *u = utf8_chosen(c);
    needs_utf8(c, "hf_str_from_utf8_n", u);
    begin(c);
    end_str(c, hf_str_from_utf8_n(utf8_bytes(u), u->size), utf8_text(u),
            shared(utf8_text(u)));
}

void from_utf8(call *c)
{
    utf8 u = utf8_without_size(utf8_chosen(c));
    needs_utf8(c, "hf_str_from_utf8_n", &u);
    begin(c);
    end_str(c, hf_str_from_utf8(u.at), utf8_text(&u), shared(utf8_text(&u)));
}

/* ASCII is looked at many bytes at once: in each place there may be one that is
 * not. */
void one_bad_byte(call *c)
{
    enum { MOST = 70, LONGER = 256 };
    char bytes[MOST + LONGER];
    size_t size = 1 + c->value % (size_t)MOST;
    if (c->more & 1) {
        size = MOST + c->value;
    }
    size_t at = (size_t)(c->a * 24 + c->b) % size;
    memset(bytes, 'a', size);
    bytes[at] = (char)0xFF;
    Py_XDECREF(PyUnicode_DecodeUTF8(bytes, (Py_ssize_t)size, NULL));
    raises_as(c);
    begin(c);
    end_str(c,
            hf_str_from_utf8_n(handed(0, bytes, (Py_ssize_t)size),
                               (Py_ssize_t)size),
            (fuzz_text){0}, NULL);
}

void append_utf8_n(call *c)
{
    static const char function[] = "hf_str_append_utf8_n";
    const utf8 *u = utf8_chosen(c);
    operand *o = left(c);
    needs_str(c, function, o);
    needs_utf8(c, function, u);
    PyObject *same = nothing_to_add(u, o);
    begin(c);
    end_str(c, hf_str_append_utf8_n(given(o), utf8_bytes(u), u->size),
            fuzz_text_concat(o->text, utf8_text(u)), same);
}

void append_utf8(call *c)
{
    static const char function[] = "hf_str_append_utf8_n";
    utf8 u = utf8_without_size(utf8_chosen(c));
    operand *o = left(c);
    needs_str(c, function, o);
    needs_utf8(c, function, &u);
    begin(c);
    end_str(c, hf_str_append_utf8(given(o), u.at),
            fuzz_text_concat(o->text, utf8_text(&u)), NULL);
}

void concat_utf8_n(call *c)
{
    static const char function[] = "hf_str_concat_utf8_n";
    const utf8 *u = utf8_chosen(c);
    operand *o = left(c);
    needs_str(c, function, o);
    needs_utf8(c, function, u);
    begin(c);
    end_str(c, hf_str_concat_utf8_n(lent(o), utf8_bytes(u), u->size),
            fuzz_text_concat(o->text, utf8_text(u)), nothing_to_add(u, o));
}

void concat_utf8(call *c)
{
    static const char function[] = "hf_str_concat_utf8_n";
    utf8 u = utf8_without_size(utf8_chosen(c));
    operand *o = left(c);
    needs_str(c, function, o);
    needs_utf8(c, function, &u);
    begin(c);
    end_str(c, hf_str_concat_utf8(lent(o), u.at),
            fuzz_text_concat(o->text, utf8_text(&u)), NULL);
}

static bool is_text_of(const utf8 *u, operand *o)
{
    return u->flaw == FLAWLESS && fuzz_text_equal(o->text, utf8_text(u));
}

void equal_utf8_n(call *c)
{
    static const char function[] = "hf_str_equal_utf8_n";
    const utf8 *u = utf8_chosen(c);
    if (u->flaw == BOUNDLESS) { /* it is read */
        u = utf8_first();
    }
    operand *o = left(c);
    needs_str(c, function, o);
    needs_readable(c, function, u);
    bool equal = true;
    begin(c);
    end(c,
        answered(hf_str_equal_utf8_n(lent(o), utf8_bytes(u), u->size), &equal));
    expect_out(c, "whether both are equal", is_text_of(u, o), false, equal);
}

void equal_utf8(call *c)
{
    static const char function[] = "hf_str_equal_utf8_n";
    utf8 u = utf8_without_size(utf8_chosen(c));
    operand *o = left(c);
    needs_str(c, function, o);
    needs_readable(c, function, &u);
    bool equal = true;
    begin(c);
    end(c, answered(hf_str_equal_utf8(lent(o), u.at), &equal));
    expect_out(c, "whether both are equal", is_text_of(&u, o), false, equal);
}

/* The very text; or what bytes that are not valid would be; or with more NULs
 * at its end than there is memory behind the str. */
void equal_own_utf8(call *c)
{
    enum { MOST = 300 };
    const utf8 *u = utf8_chosen(c);
    char bytes[MOST] = {0};
    if (u->at == NULL || (u->flaw != FLAWLESS && u->flaw != UNDECODABLE)) {
        return;
    }
    hf_str self = only_reference(utf8_text(u));
    Py_ssize_t size = u->size + c->a;
    memcpy(bytes, u->at, (size_t)u->size);
    bool wanted = u->flaw == FLAWLESS && c->a == 0, equal = !wanted;
    never_fails(c);
    begin(c);
    end(c, answered(hf_str_equal_utf8_n(hf_borrow(self), handed(0, bytes, size),
                                        size),
                    &equal));
    expect_out(c, "whether both are equal", wanted, false, equal);
    hf_decref(self);
}

/* The bytes that are appended are those of the str itself, from the first to
 * the NUL at the end: of its memory, or of the UTF-8 that it keeps. */
void append_own_bytes(call *c)
{
    static const uint32_t texts[7][3] = {
        {'a', 'b', 'c'},       {'x', 0xE9, 'a'},        {0xE9, 'x', 'a'},
        {0x161, 0x162, 0x163}, {0x10161, 0x10162, 'a'}, {'a', 0x20AC, 'b'},
        {'a', 0x1F600, 'b'}};
    fuzz_text text = {texts[c->value % 7], 3};
    if (c->more & 1) { /* longer than what is written at once */
        for (int i = 0; i < 5; i++) {
            text = fuzz_text_concat(text, text);
        }
    }
    hf_str self = only_reference(text);
    PyObject *memory = hf_as_raw(self);
    const char *bytes = PyUnicode_DATA(memory);
    Py_ssize_t most = text.length * (int)PyUnicode_KIND(memory);
    if (c->value & 0x80) {
        bytes = PyUnicode_AsUTF8AndSize(memory, &most);
    }
    Py_ssize_t at = c->a % (most + 1), size = 1 + c->b % (most + 1 - at);
    fuzz_text added;
    if (!fuzz_text_from_utf8(bytes + at, (size_t)size, &added)) {
        hf_decref(self);
        return;
    }
    never_fails(c);
    begin(c);
    end_str(c, hf_str_append_utf8_n(self, bytes + at, size),
            fuzz_text_concat(text, added), NULL);
}

void as_utf8(call *c)
{
    const char *bytes = NULL;
    size_t size = 0;
    hf_utf8 view = {"", 77};
    operand *o = left(c);
    needs_str(c, "hf_str_as_utf8", o);
    if (o->is_str) {
        /* Not while an exception is set, unless nothing can fail. */
        bool is_ascii = fuzz_text_maxchar(o->text) < 0x80;
        if (!fuzz_text_to_utf8(o->text, &bytes, &size)) {
            Py_XDECREF(PyUnicode_AsUTF8String(o->raw));
            raises_as(c);
        } else if (c->is_pending && !is_ascii) {
            c->fails = true;
        }
    }
    /* The view is kept in the str: a copy, so that the next is the first. */
    bool is_exact = o->is_str && PyUnicode_CheckExact(o->raw);
    hf_str copy = is_exact ? only_reference(o->text) : given(o);
    if (o->is_str && !is_exact) {
        never_fails(c);
    }
    begin(c);
    end(c, hf_str_as_utf8(hf_borrow(copy), &view));
    if (!c->ok) {
        expect(c, "the size of a view, where the call fails,", -1, view.size);
        expect(c, "whether there are bytes, where the call fails,", false,
               view.data != NULL);
    } else {
        expect(c, "the size of the view", (Py_ssize_t)size, view.size);
        for (size_t i = 0; i <= size && !c->fired; i++) {
            if (view.data[i] != bytes[i]) {
                fuzz_failed("content",
                            "expected byte 0x%02X at index %zu of the view, "
                            "found 0x%02X",
                            (uint8_t)bytes[i], i, (uint8_t)view.data[i]);
            }
        }
    }
    hf_decref(copy);
}
