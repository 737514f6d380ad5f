/* The calls of contract.c that are for the builder of strs. */

#include "fuzz/contract/rows.h"
#include "fuzz/contract/utf8s.h"
#include "fuzz/engine/str_oracle.h"

void build(call *c)
{
    static const char function[] = "hf_str_builder_append";
    const utf8 *u = utf8_chosen(c);
    operand *a = left(c), *b = right(c);
    hf_str_builder builder = {0};
    fuzz_text text = a->text;
    bool by_bytes = c->value & 0x80;
    needs_str(c, function, a);
    if (by_bytes) {
        needs_utf8(c, "hf_str_builder_append_utf8_n", u);
    } else {
        needs_str(c, function, b);
    }
    begin(c);
    hf_str_builder_append(&builder, lent(a));
    if (by_bytes) {
        hf_str_builder_append_utf8_n(&builder, utf8_bytes(u), u->size);
        text = fuzz_text_concat(text, utf8_text(u));
    } else {
        hf_str_builder_append(&builder, lent(b));
        text = fuzz_text_concat(text, b->text);
    }
    end_str(c, hf_str_builder_finish(&builder), text, NULL);
}

static const utf8 bad = {"ab\xFF", 3, UNDECODABLE, {0}, 0};

/* expect_first notes what fail_first raises: a builder fails in one way or
 * another. */
static void expect_first(call *c)
{
    switch (c->value & 3) {
    case 0:
        raises(c, PyExc_ValueError,
               "0x110000 is no code point: they end at 0x10FFFF");
        break;
    case 1:
        raises(c, PyExc_TypeError, "expected str, found int");
        break;
    case 2:
        needs_utf8(c, "", &bad);
        break;
    default:
        needs_size(c, "hf_str_builder_append_utf8_n", -1);
        break;
    }
}

static void fail_first(const call *c, hf_str_builder *b)
{
    switch (c->value & 3) {
    case 0:
        hf_str_builder_append_utf8(b, "abc");
        hf_str_builder_append_code_point(b, 0x110000);
        break;
    case 1:
        hf_str_builder_append(b, lent(&operand_fixed[INT]));
        break;
    case 2:
        hf_str_builder_append_utf8_n(b, bad.at, bad.size);
        break;
    default:
        hf_str_builder_append_utf8_n(b, "ab", -1);
        break;
    }
}

static void append_all(hf_str_builder *b)
{
    hf_str_builder_append_code_point(b, 'a');
    hf_str_builder_append(b, lent(&operand_fixed[STRS + 2]));
    hf_str_builder_append(b, hf_null(str_borrowed));
    hf_str_builder_append_utf8(b, "abc");
    hf_str_builder_append_utf8_n(b, "abc", -1);
    hf_str_builder_append_format(b, "%d", 1);
    hf_str_builder_append_code_point(b, 0x110000);
}

/* The first error is the one that is raised, and it is so for all that comes
 * behind. What a builder holds it lets go where it fails. */
void build_on(call *c)
{
    hf_str_builder b = {0};
    never_pending(c);
    expect_first(c);
    if (c->value & 4) {
        c->armed = 0; /* what is expected is made meanwhile */
    }
    begin(c);
    if (c->value & 16) {
        hf_str_builder_append(&b, lent(&operand_fixed[STRS + 6]));
    }
    fail_first(c, &b);
    PyObject *buffer = hf_as_raw(b.hf_private_buffer);
    if (buffer != NULL) {
        fuzz_failed("totals",
                    "expected a builder that failed to hold nothing, found a "
                    "buffer of %zd code points",
                    PyUnicode_GET_LENGTH(buffer));
    }
    append_all(&b);
    if (c->value & 4) { /* its exception is gone */
        PyErr_Clear();
        succeeds(c);
        raises(c, PyExc_SystemError,
               "hf_str_builder_finish: the builder failed before, and its "
               "exception was cleared");
        append_all(&b);
    }
    if (c->value & 8) {
        hf_str_builder_clear(&b);
        if (!(c->value & 4) && !PyErr_Occurred()) {
            fuzz_failed("exception", "expected the exception to stay where the "
                                     "builder is cleared, found none");
        }
        PyErr_Clear();
        succeeds(c); /* it is empty now */
    }
    end_str(c, hf_str_builder_finish(&b), (fuzz_text){0}, NULL);
    /* Finished, it is empty. */
    hf_str_builder_append_utf8(&b, "ab");
    hf_str again = hf_str_builder_finish(&b);
    fuzz_check_str(hf_as_raw(again), (fuzz_text){(uint32_t[]){'a', 'b'}, 2});
    hf_decref(again);
}

void build_one(call *c)
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
void build_long(call *c)
{
    hf_str_builder b = {0};
    fuzz_text text = {0};
    operand *one = &operand_fixed[STRS + c->value % TEXTS];
    operand *other = &operand_fixed[STRS + (c->value >> 4) % TEXTS];
    int times = 1 + c->a % FIXED;
    for (int i = 0; i < 2 * times; i++) {
        text = fuzz_text_concat(text, i < times ? one->text : other->text);
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
    size_t most = 3;
    for (ptrdiff_t room = 64; room < text.length; room *= 2) {
        most++;
    }
    if (made + resized > most && !c->fired) {
        fuzz_failed("memory",
                    "expected a builder of %td code points to allocate %zu "
                    "times at most, found %zu",
                    text.length, most, made + resized);
    }
    /* A buffer is as wide as what was added: it grows where it is, but for what
     * is wider. */
    if (made > 2) {
        fuzz_failed("memory", "expected two buffers, found %zu", made);
    }
}

/* No sum of lengths may wrap around. */
void build_longest(call *c)
{
    hf_str_builder b = {.hf_private_length = PY_SSIZE_T_MAX - 2};
    never_pending(c);
    raises(c, PyExc_OverflowError, "the builder's string is too large");
    begin(c);
    hf_str_builder_append(&b, lent(&operand_fixed[STRS + 2]));
    end_str(c, hf_str_builder_finish(&b), (fuzz_text){0}, NULL);
}
