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

/* The ways in which a builder fails; and which of them a call has. */
enum {
    NO_CODE_POINT,
    NO_STR,
    NO_UTF8,
    NO_SIZE,
    NO_BOUND,
    NO_STR_TO_SLICE,
    NO_ROOM,
    NO_LENGTH,
    NO_WIDTH,
    NO_STR_AT_ALL,
    NO_MEMORY,
    NO_ARGUMENT,
    WAYS_TO_FAIL
};

static int way_to_fail(const call *c)
{
    return ((c->value & 3) | (c->value >> 5 & 3) << 2) % WAYS_TO_FAIL;
}

/* expect_first notes what fail_first raises. */
static void expect_first(call *c)
{
    switch (way_to_fail(c)) {
    case NO_CODE_POINT:
    case NO_WIDTH:
        raises(c, PyExc_ValueError,
               "0x110000 is no code point: they end at 0x10FFFF");
        break;
    case NO_STR:
    case NO_STR_TO_SLICE:
        raises(c, PyExc_TypeError, "expected str, found int");
        break;
    case NO_UTF8:
        needs_utf8(c, "", &bad);
        break;
    case NO_SIZE:
        needs_size(c, "hf_str_builder_append_utf8_n", -1);
        break;
    case NO_BOUND:
        raises(c, PyExc_IndexError,
               "hf_str_builder_append_slice: index -1 is negative");
        break;
    case NO_ROOM:
        needs_size(c, "hf_str_builder_reserve", -1);
        break;
    case NO_LENGTH:
        needs_size(c, "hf_str_builder_extend", -1);
        break;
    case NO_STR_AT_ALL:
        needs_name(c, "hf_str_builder_append", NULL);
        break;
    case NO_MEMORY:
        raises(c, PyExc_MemoryError, NULL);
        break;
    default:
        raises(c, PyExc_SystemError,
               "hf_str_builder_append_format: %%d is given a char pointer: "
               "argument 1 of the format \"%%d\"");
        break;
    }
}

static void fail_first(const call *c, hf_str_builder *b)
{
    hf_str_span span;
    hf_worked worked = hf_worked_if(true);
    operand *no_str = &operand_fixed[INT];
    switch (way_to_fail(c)) {
    case NO_CODE_POINT:
        hf_str_builder_append_utf8(b, "abc");
        hf_str_builder_append_code_point(b, 0x110000);
        break;
    case NO_STR:
        hf_str_builder_append(b, lent(no_str));
        break;
    case NO_UTF8:
        hf_str_builder_append_utf8_n(b, bad.at, bad.size);
        break;
    case NO_SIZE:
        hf_str_builder_append_utf8_n(b, "ab", -1);
        break;
    case NO_BOUND:
        hf_str_builder_append_slice(b, lent(&operand_fixed[STRS + 2]), -1, 2);
        break;
    case NO_STR_TO_SLICE:
        hf_str_builder_append_slice(b, lent(no_str), 0, 2);
        break;
    case NO_ROOM:
        hf_str_builder_reserve(b, -1);
        break;
    case NO_LENGTH:
        worked = hf_str_builder_extend(b, -1, 'a', &span);
        break;
    case NO_WIDTH:
        worked = hf_str_builder_extend(b, 1, 0x110000, &span);
        break;
    case NO_STR_AT_ALL:
        hf_str_builder_append(b, hf_null(str_borrowed));
        break;
    case NO_MEMORY:
        hf_str_builder_reserve(b, PY_SSIZE_T_MAX / 2);
        break;
    default:
        hf_str_builder_append_format(b, "%d", "ab");
        break;
    }
    bool is_to_work = way_to_fail(c) != NO_LENGTH && way_to_fail(c) != NO_WIDTH;
    expect(c, "whether there is room", is_to_work, hf_status(worked) == 0);
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

/* The builder that a format is appended to while Python code runs; what that code
 * does to it, and how often it did, CPython's run or the layer's. */
enum { ADDS, CLEARS_IT, FAILS_IT, FINISHES_IT };
static struct {
    hf_str_builder *builder;
    int does, times;
} in_use;

void build_within(void)
{
    in_use.times++;
    if (in_use.builder == NULL) {
        return;
    }
    if (in_use.does == CLEARS_IT) {
        hf_str_builder_clear(in_use.builder);
    } else if (in_use.does == FAILS_IT) {
        hf_str_builder_append_code_point(in_use.builder, 0x110000);
        PyErr_Clear();
    } else if (in_use.does == FINISHES_IT) {
        hf_decref(hf_str_builder_finish(in_use.builder));
    }
    hf_str_builder_append_utf8(in_use.builder, "<in>");
}

/* What code adds to a builder that is in the middle of a call stands before what the
 * call adds; if it ends the builder, nothing is left of what was there; if it makes it
 * fail, the call adds nothing. */
static void build_around(call *c)
{
    PyObject *shown = left(c)->raw != NULL ? left(c)->raw : Py_None;
    hf_str_builder b = {0};
    in_use.does = c->value & 3;
    in_use.times = 0;
    if (runs_python(c)) {
        as_cpython(c, PyUnicode_FromFormat("%R!", shown));
    }
    if (in_use.does == FAILS_IT && in_use.times > 0) {
        raises(c, PyExc_SystemError,
               "hf_str_builder_finish: the builder failed before, and its "
               "exception was cleared");
    }
    begin(c);
    hf_str_builder_append_utf8(&b, "ab\xC3\xA9");
    in_use.builder = &b;
    in_use.times = 0;
    hf_str_builder_append_format(&b, "%R!", shown);
    in_use.builder = NULL;
    hf_str found = hf_str_builder_finish(&b);
    end(c, !hf_is_null(found));
    if (c->ok) {
        bool is_left = in_use.does == ADDS || in_use.times == 0;
        PyObject *wanted = fuzz_made(
            PyUnicode_FromString(is_left ? "ab\xC3\xA9" : ""));
        for (int i = 0; i < (is_left ? in_use.times : 1); i++) {
            PyUnicode_AppendAndDel(&wanted, PyUnicode_FromString("<in>"));
        }
        PyUnicode_Append(&wanted, c->result);
        expect_object(c, "what was built", wanted, hf_as_raw(found));
        Py_DECREF(wanted);
    }
    hf_decref(found);
}

void build_one(call *c)
{
    if (c->value & 0x80) {
        build_around(c);
        return;
    }
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
