#include "fuzz/contract/utf8s.h"

#include <string.h>

/* All that is valid ends with a NUL where it should. */
static const utf8 utf8s[] = {
    {"abc", 3, FLAWLESS, {'a', 'b', 'c'}, 3},
    {"", 0, FLAWLESS, {0}, 0},
    {NULL, 0, FLAWLESS, {0}, 0},
    {"a", 1, FLAWLESS, {'a'}, 1},
    {"\xC3\xA9", 2, FLAWLESS, {0xE9}, 1},
    {"a\xC3\xA9", 3, FLAWLESS, {'a', 0xE9}, 2},
    {"\xE2\x82\xAC", 3, FLAWLESS, {0x20AC}, 1},
    {"\xF0\x9F\x98\x80", 4, FLAWLESS, {0x1F600}, 1},
    {"abd", 3, FLAWLESS, {'a', 'b', 'd'}, 3},
    {"x\xC3\xA9"
     "a",
     4,
     FLAWLESS,
     {'x', 0xE9, 'a'},
     3},
    {"\xE2\x82\xAC"
     "a\xEF\xBF\xBF",
     7,
     FLAWLESS,
     {0x20AC, 'a', 0xFFFF},
     3},
    {"\xF0\x9F\x98\x80"
     "a\xF4\x8F\xBF\xBF",
     9,
     FLAWLESS,
     {0x1F600, 'a', 0x10FFFF},
     3},
    {"abc", -1, NEGATIVE, {0}, 0},
    {"abc", PY_SSIZE_T_MIN, NEGATIVE, {0}, 0},
    {NULL, -1, NEGATIVE, {0}, 0},
    {NULL, 1, NO_BYTES, {0}, 0},
    {NULL, 5, NO_BYTES, {0}, 0},
    {NULL, 100, NO_BYTES, {0}, 0},
    {"abc", PY_SSIZE_T_MAX, BOUNDLESS, {0}, 0},
    /* The bounds of each width. */
    {"\xC2\x80\xDF\xBF\xE0\xA0\x80\xED\x9F\xBF",
     10,
     FLAWLESS,
     {0x80, 0x7FF, 0x800, 0xD7FF},
     4},
    {"\xEE\x80\x80\xEF\xBF\xBF\xF0\x90\x80\x80\xF4\x8F\xBF\xBF",
     14,
     FLAWLESS,
     {0xE000, 0xFFFF, 0x10000, 0x10FFFF},
     4},
    /* What is not valid, with what it would be if it were. */
    {"\xFF", 1, UNDECODABLE, {0xFF}, 1},
    {"\x80", 1, UNDECODABLE, {0x80}, 1},
    {"\xC3", 1, UNDECODABLE, {0xC0}, 1},
    {"\xC1\xBF", 2, UNDECODABLE, {0x7F}, 1},
    {"\xC3(", 2, UNDECODABLE, {0xE8}, 1},
    {"\xE0\x9F\xBF", 3, UNDECODABLE, {0x7FF}, 1},
    {"ab\xED\xA0\x80", 5, UNDECODABLE, {'a', 'b', 0xD800}, 3},
    {"\xE2(\xAC", 3, UNDECODABLE, {0x2A2C}, 1},
    {"\xE2\x82(", 3, UNDECODABLE, {0x20A8}, 1},
    {"\xE2\x82", 2, UNDECODABLE, {0x2080}, 1},
    {"\xF0\x8F\xBF\xBF", 4, UNDECODABLE, {0xFFFF}, 1},
    {"\xF0(\x8C\x80", 4, UNDECODABLE, {0x28300}, 1},
    {"\xF0\x90(\x80", 4, UNDECODABLE, {0x10A00}, 1},
    {"\xF0\x90\x8C(", 4, UNDECODABLE, {0x10328}, 1},
    {"\xF0\x90\x8C", 3, UNDECODABLE, {0x10300}, 1},
    {"\xF4\x90\x80\x80", 4, UNDECODABLE, {0}, 0},
    {"\xF5\x80\x80\x80", 4, UNDECODABLE, {0}, 0},
};

const utf8 *utf8_first(void)
{
    return &utf8s[0];
}

const utf8 *utf8_chosen(const call *c)
{
    return &utf8s[c->value % (sizeof(utf8s) / sizeof(utf8s[0]))];
}

fuzz_text utf8_text(const utf8 *u)
{
    return (fuzz_text){u->text, u->length};
}

static bool is_lie(const utf8 *u)
{
    return u->flaw == NEGATIVE || u->flaw == BOUNDLESS;
}

const char *utf8_bytes(const utf8 *u)
{
    return u->at == NULL || is_lie(u) ? u->at : handed(0, u->at, u->size);
}

utf8 utf8_without_size(const utf8 *u)
{
    utf8 z = *u;
    if (u->at == NULL) {
        z.flaw = NO_BYTES;
    } else if (is_lie(u)) {
        z = utf8s[0];
    }
    if (z.at != NULL) {
        z.at = handed_name(0, z.at);
    }
    return z;
}

void needs_readable(call *c, const char *function, const utf8 *u)
{
    if (u->flaw == NEGATIVE) {
        needs_size(c, function, u->size);
    } else if (u->flaw == NO_BYTES) {
        needs_bytes(c, function);
    }
}

void needs_utf8(call *c, const char *function, const utf8 *u)
{
    needs_readable(c, function, u);
    if (u->flaw == BOUNDLESS) {
        raises(c, PyExc_MemoryError, NULL);
    } else if (u->flaw == UNDECODABLE) {
        Py_XDECREF(PyUnicode_DecodeUTF8(u->at, u->size, NULL));
        raises_as(c);
    }
}
