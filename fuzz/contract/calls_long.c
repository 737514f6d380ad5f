/* The calls of contract.c on strs that are longer than the others: about the
 * sizes at which something else is done, or a size no longer fits. */

#include "fuzz/contract/rows.h"
#include "fuzz/engine/str_oracle.h"

#include <string.h>

static const Py_ssize_t sizes[] = {
    7,   8,   15,  16,  17,  31,   32,   33,    63,    64,    65,
    127, 128, 255, 256, 257, 1000, 4096, 65535, 65536, 65537, 131072};
enum { SIZES = sizeof(sizes) / sizeof(sizes[0]) };

/* What fills a str of each width, and what is at its end. */
static const Py_UCS4 widest[4] = {'z', 0xE9, 0x20AC, 0x1F600};

/* A text of two code points: |n| times 'a', but for |odd| at |at|, and |last| at
 * the end. It is not written down, as it may be long. */
typedef struct long_text {
    Py_ssize_t n, at;
    Py_UCS4 odd, last;
} long_text;

static Py_UCS4 code_point_of(const long_text *t, Py_ssize_t i)
{
    return i == t->n - 1 ? t->last : i == t->at ? t->odd : 'a';
}

static hf_str long_str(const long_text *t)
{
    Py_UCS4 most = t->odd > t->last ? t->odd : t->last;
    PyObject *made = fuzz_made(PyUnicode_New(t->n, most < 'a' ? 'a' : most));
    PyUnicode_Fill(made, 0, t->n, 'a');
    const Py_ssize_t others[] = {t->at, t->n - 1};
    for (int k = 0; k < 2; k++) {
        if (others[k] >= 0 && others[k] < t->n) {
            PyUnicode_WRITE(PyUnicode_KIND(made), PyUnicode_DATA(made),
                            others[k], code_point_of(t, others[k]));
        }
    }
    return hf_str_from_owned(made);
}

static int order_of(const long_text *a, const long_text *b)
{
    for (Py_ssize_t i = 0; i < a->n && i < b->n; i++) {
        Py_UCS4 x = code_point_of(a, i), y = code_point_of(b, i);
        if (x != y) {
            return x < y ? -1 : 1;
        }
    }
    return (a->n > b->n) - (a->n < b->n);
}

/* The two texts of a call: of one length or nearly, and alike or nearly. */
static void choose(const call *c, long_text *a, long_text *b)
{
    Py_ssize_t n = sizes[c->a % SIZES];
    const Py_ssize_t places[8] = {
        -1, 0, 1, n / 2, n / 4 * 3, n - 2, n - n / 8 - 1, 16};
    *a = (long_text){n, -1, 'a', widest[c->value & 3]};
    *b = (long_text){n, places[c->b & 7], 'b', widest[c->value >> 2 & 3]};
    if (c->b & 8) {
        b->odd = 'A';
    }
    if (c->b & 16) {
        b->n -= 1;
    } else if (c->b & 32) {
        b->n += 1;
    }
    b->at = b->at < b->n - 1 ? b->at : -1;
}

void equal_long(call *c)
{
    long_text a, b;
    choose(c, &a, &b);
    hf_auto(str, one, long_str(&a));
    hf_auto(str, other, long_str(&b));
    bool found = false;
    never_fails(c);
    begin(c);
    end(c, answered(hf_str_equal(hf_borrow(one), hf_borrow(other)), &found));
    expect_out(c, "whether both are equal", order_of(&a, &b) == 0, false,
               found);
}

void compare_long(call *c)
{
    long_text a, b;
    choose(c, &a, &b);
    hf_auto(str, one, long_str(&a));
    hf_auto(str, other, long_str(&b));
    int found = 77;
    never_fails(c);
    begin(c);
    end(c, hf_str_compare(hf_borrow(one), hf_borrow(other), &found));
    expect_out(c, "the order", order_of(&a, &b), 0, found);
}

void equal_utf8_long(call *c)
{
    long_text a, b;
    choose(c, &a, &b);
    hf_auto(str, one, long_str(&a));
    hf_auto(str, other, long_str(&b));
    Py_ssize_t size;
    const char *bytes = PyUnicode_AsUTF8AndSize(hf_as_raw(other), &size);
    bool found = false;
    never_fails(c);
    begin(c);
    end(c, answered(hf_str_equal_utf8_n(hf_borrow(one), bytes, size), &found));
    expect_out(c, "whether both are equal", order_of(&a, &b) == 0, false,
               found);
}

/* check_joined compares a result with |a| and then |b|. */
static void check_joined(call *c, hf_str result, const long_text *a,
                         const long_text *b)
{
    end(c, !hf_is_null(result));
    PyObject *raw = hf_as_raw(result);
    Py_ssize_t n = raw != NULL ? PyUnicode_GET_LENGTH(raw) : 0;
    int kind = raw != NULL ? (int)PyUnicode_KIND(raw) : 0;
    const void *data = raw != NULL ? PyUnicode_DATA(raw) : NULL;
    expect(c, "the length", a->n + b->n, n);
    for (Py_ssize_t i = 0; i < n; i++) {
        Py_UCS4 wanted = i < a->n ? code_point_of(a, i)
                                  : code_point_of(b, i - a->n);
        Py_UCS4 found = PyUnicode_READ(kind, data, i);
        if (wanted != found) {
            fuzz_failed("content",
                        "expected U+%04X at index %zd of %zd, found U+%04X",
                        (unsigned)wanted, i, n, (unsigned)found);
        }
    }
    if (raw != NULL && !hf_str_is_valid(hf_borrow(result), HF_DEPTH_DEEP)) {
        fuzz_failed("content",
                    "expected a valid str of length %zd, found one "
                    "that is not",
                    n);
    }
    hf_decref(result);
}

void append_long(call *c)
{
    long_text a, b;
    choose(c, &a, &b);
    hf_str self = long_str(&a);
    hf_auto(str, other, long_str(&b));
    never_fails(c);
    Py_ssize_t size;
    const char *bytes = PyUnicode_AsUTF8AndSize(hf_as_raw(other), &size);
    hf_str result;
    if (c->value & 16) { /* its own bytes; or the end of them */
        bytes = PyUnicode_AsUTF8AndSize(hf_as_raw(self), &size);
        b = a;
    }
    begin(c);
    switch (c->value >> 5 & 3) {
    case 0:
        result = hf_str_append_utf8_n(self, bytes, size);
        break;
    case 1:
        result = hf_str_concat_utf8_n(hf_borrow(self), bytes, size);
        hf_decref(self);
        break;
    case 2:
        result = c->value & 16
                     ? hf_str_concat(hf_borrow(self), hf_borrow(self))
                     : hf_str_concat(hf_borrow(self), hf_borrow(other));
        hf_decref(self);
        break;
    default:
        result = c->value & 16 ? hf_str_append_utf8_n(self, bytes, size)
                               : hf_str_append(self, hf_borrow(other));
        break;
    }
    check_joined(c, result, &a, &b);
}

/* from_utf8_long makes a str of UTF-8, or of what is none at its end. */
void from_utf8_long(call *c)
{
    long_text a = {0}, b;
    choose(c, &a, &b);
    hf_auto(str, like, long_str(&b));
    never_fails(c);
    Py_ssize_t size;
    const char *utf8 = PyUnicode_AsUTF8AndSize(hf_as_raw(like), &size);
    char *bytes = PyMem_RawMalloc((size_t)size + 1);
    memcpy(bytes, utf8, (size_t)size);
    bytes[size] = (char)0xFF;
    bool is_bad = c->value & 32;
    if (is_bad) {
        as_cpython(c, PyUnicode_DecodeUTF8(bytes, size + 1, NULL));
        begin(c);
        end_object(c, hf_into_object(hf_str_from_utf8_n(bytes, size + 1)));
    } else {
        begin(c);
        check_joined(c, hf_str_from_utf8_n(bytes, size), &(long_text){0}, &b);
    }
    PyMem_RawFree(bytes);
}

/* inner is a text without its first and its last code point: it may be narrower. */
static long_text inner(const long_text *t)
{
    return (long_text){t->n - 2, t->at - 1, t->odd, code_point_of(t, t->n - 2)};
}

/* extend adds |t|, which |like| is, by a span. */
static void extend(call *c, hf_str_builder *builder, const long_text *t,
                   hf_str_borrowed like)
{
    hf_str_span span;
    hf_str_view view;
    Py_UCS4 most = PyUnicode_MAX_CHAR_VALUE(hf_as_raw(like));
    if (!hf_str_as_view(like, &view) ||
        !hf_str_builder_extend(builder, t->n, most, &span)) {
        return;
    }
    expect(c, "the length of the view", t->n, view.length);
    expect(c, "the greatest code point of the view", most, view.maxchar);
    expect(c, "the length of the span", t->n, span.length);
    if (c->value & 128) {
        hf_str_span_copy(&span, 0, &view, 0, t->n);
        return;
    }
    for (Py_ssize_t i = 0; i < t->n; i++) {
        hf_str_span_write(&span, i, code_point_of(t, i));
    }
}

void build_longer(call *c)
{
    long_text a, b;
    choose(c, &a, &b);
    hf_auto(str, one, long_str(&a));
    hf_auto(str, other, long_str(&b));
    hf_str_builder builder = {0};
    Py_ssize_t size;
    const char *bytes = PyUnicode_AsUTF8AndSize(hf_as_raw(other), &size);
    never_fails(c);
    begin(c);
    hf_str_builder_append(&builder, hf_borrow(one));
    if (c->value & 32) {
        hf_str_builder_append_slice(&builder, hf_borrow(other), 1, b.n - 1);
        b = inner(&b);
    } else if (c->value & 16) {
        hf_str_builder_append(&builder, hf_borrow(other));
    } else if (c->value & 64) {
        extend(c, &builder, &b, hf_borrow(other));
    } else {
        hf_str_builder_append_utf8_n(&builder, bytes, size);
    }
    check_joined(c, hf_str_builder_finish(&builder), &a, &b);
}

/* count_long counts what is there all over, from near the end on. */
void count_long(call *c)
{
    long_text a, b;
    choose(c, &a, &b);
    hf_auto(str, all, long_str(&b));
    hf_auto(str, needle, hf_str_from_utf8("a"));
    Py_ssize_t start = b.n - 5, wanted = 0, found = 77;
    for (Py_ssize_t i = start; i < b.n; i++) {
        wanted += code_point_of(&b, i) == 'a';
    }
    never_fails(c);
    begin(c);
    end(c, hf_str_count(hf_borrow(all), hf_borrow(needle), start,
                        PY_SSIZE_T_MAX, &found));
    expect_out(c, "how often it is there", wanted, -1, found);
}

void find_long(call *c)
{
    long_text a, b;
    choose(c, &a, &b);
    uint32_t needle_text[2] = {b.at >= 0 ? b.odd : b.last, 'a'};
    Py_ssize_t wanted = b.at >= 0 ? b.at : b.n - 1;
    Py_ssize_t start = c->value & 16 ? wanted : -b.n, found = 77;
    hf_auto(str, all, long_str(&b));
    hf_auto(str, needle, only_reference((fuzz_text){needle_text, 1}));
    if (b.at < 0 && b.last == 'a') {
        return;
    }
    never_fails(c);
    begin(c);
    hf_lookup lookup = hf_str_find(hf_borrow(all), hf_borrow(needle), start,
                                   c->value & 32 ? PY_SSIZE_T_MAX : b.n,
                                   &found);
    end(c, !hf_failed(lookup));
    expect_out(c, "the index", wanted, -1, found);
}

void substring_long(call *c)
{
    long_text a, b;
    choose(c, &a, &b);
    hf_auto(str, all, long_str(&b));
    Py_ssize_t start = c->value & 16 ? b.n - 3 : 1, stop = b.n - 1;
    never_fails(c);
    begin(c);
    hf_str part = hf_str_substring(hf_borrow(all), start, stop);
    end(c, !hf_is_null(part));
    Py_ssize_t n = c->ok ? PyUnicode_GET_LENGTH(hf_as_raw(part)) : 0;
    expect(c, "the length", stop - start, n);
    for (Py_ssize_t i = 0; i < n; i++) {
        expect(c, "a code point of the part", code_point_of(&b, start + i),
               PyUnicode_READ_CHAR(hf_as_raw(part), i));
    }
    hf_decref(part);
}

/* ---- Bytes, and what is made of them. */

/* bytes_like are |n| times 'a', with another in the place and at the end that a call
 * says. */
static char *bytes_like(const call *c, Py_ssize_t n)
{
    const Py_ssize_t places[4] = {0, n / 2, n - n / 8 - 1, n - 2};
    char *made = PyMem_RawMalloc((size_t)n);
    if (made == NULL) {
        fuzz_failed("engine", "there is no memory for %zd bytes", n);
    }
    memset(made, 'a', (size_t)n);
    made[places[c->b & 3]] = c->b & 4 ? 'b' : 'a';
    made[n - 1] = c->b & 8 ? '\0' : 'z';
    return made;
}

static void check_bytes(call *c, hf_bytes made, const char *bytes, Py_ssize_t n,
                        Py_ssize_t times)
{
    end(c, !hf_is_null(made));
    PyObject *raw = hf_as_raw(made);
    if (raw != NULL) {
        expect(c, "the size", n * times, PyBytes_GET_SIZE(raw));
        for (Py_ssize_t i = 0; i < times; i++) {
            if (memcmp(PyBytes_AS_STRING(raw) + i * n, bytes, (size_t)n) != 0) {
                fuzz_failed("content",
                            "expected the same %zd bytes %zd times, "
                            "found others in the %zd. part",
                            n, times, i + 1);
            }
        }
    }
    hf_decref(made);
}

/* decode_long makes a str of them, as CPython does. */
static void decode_long(call *c, const char *bytes, Py_ssize_t n)
{
    const char *encoding = c->value & 4 ? "latin-1" : NULL;
    if (runs_python(c)) {
        as_cpython(c, PyUnicode_Decode(bytes, n, encoding, NULL));
    }
    begin(c);
    end_object(c, hf_into_object(hf_str_decode(bytes, n, encoding, NULL)));
}

void bytes_long(call *c)
{
    Py_ssize_t n = sizes[c->a % SIZES];
    char *bytes = bytes_like(c, n), *like = bytes_like(c, n);
    like[c->value & 8 ? 0 : n - 1] ^= c->b >> 4 & 1;
    if ((c->value & 3) == 3) {
        decode_long(c, bytes, n);
        goto done;
    }
    never_fails(c);
    hf_bytes self = hf_bytes_from(bytes, n), other = hf_bytes_from(like, n);
    bool found = false;
    hf_bytes_builder builder = {0};
    begin(c);
    switch (c->value & 3) {
    case 0:
        end(c, answered(hf_bytes_equal(hf_borrow(self), hf_borrow(other)),
                        &found));
        expect_out(c, "whether both are equal",
                   memcmp(bytes, like, (size_t)n) == 0, false, found);
        break;
    case 1:
        hf_bytes_builder_append(&builder, hf_borrow(self));
        hf_bytes_builder_append_data(&builder, bytes, n);
        hf_bytes_builder_append(&builder, hf_borrow(self));
        check_bytes(c, hf_bytes_builder_finish(&builder), bytes, n, 3);
        break;
    default:
        self = hf_bytes_append_data(hf_move(&self), bytes, n);
        check_bytes(c, hf_move(&self), bytes, n, 2);
        break;
    }
    hf_clear(&self);
    hf_decref(other);
done:
    PyMem_RawFree(bytes);
    PyMem_RawFree(like);
}
