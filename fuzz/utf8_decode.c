/* utf8_decode: any bytes, decoded by the layer and by CPython: the same str, or
 * the same exception.
 *
 * The first byte of an input says where it is cut in two for what decodes in
 * pieces, the second how often it is repeated: text of all lengths matters. */

#include "core/holdfast.h"
#include "core/utf8.h"
#include "fuzz/process.h"
#include "fuzz/str_oracle.h"

#include <stdlib.h>
#include <string.h>

#ifdef HF_PLANTED
#include "fuzz/planted.h"
#endif

/* How long text gets by repetition: beyond where the layer leaves it to
 * CPython. */
enum { MOST = HF_UTF8_SHORT_ASCII + 1000 };

/* The bytes that are decoded, of the very size so that a read behind them is
 * seen; and their parts. */
typedef struct span {
    const char *at;
    Py_ssize_t size;
} span;

static span whole, first, second;
static const char *doing = "";

const char *fuzz_name(void)
{
    return "utf8_decode";
}

void fuzz_where(FILE *to)
{
    fprintf(to, "%s: ", doing);
}

void fuzz_explain(FILE *to)
{
    fprintf(to, "%zd bytes, of which the first part has %zd:\n  ", whole.size,
            first.size);
    for (Py_ssize_t i = 0; i < whole.size && i < 64; i++) {
        fprintf(to, "%02x ", (uint8_t)whole.at[i]);
    }
    fprintf(to, "%s\n", whole.size > 64 ? "..." : "");
}

static void compare_errors(PyObject *found, PyObject *wanted)
{
    static const char *const fields[] = {"start", "end", "reason", "object",
                                         "encoding"};
    if (Py_TYPE(found) != Py_TYPE(wanted)) {
        fuzz_failed("exception", "expected %s, found %s",
                    Py_TYPE(wanted)->tp_name, Py_TYPE(found)->tp_name);
    }
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        PyObject *name = PyUnicode_InternFromString(fields[i]);
        PyObject *a = PyObject_GetAttr(found, name);
        PyObject *b = PyObject_GetAttr(wanted, name);
        if (PyObject_RichCompareBool(a, b, Py_EQ) != 1) {
            fuzz_failed("exception", "the exception's %s is not CPython's",
                        fields[i]);
        }
        Py_DECREF(name);
        Py_DECREF(a);
        Py_DECREF(b);
    }
}

static void trace(const char *what, PyObject *result)
{
    if (fuzz_tracing != NULL) {
        fprintf(fuzz_tracing, "%s: %s", doing, what);
        if (PyUnicode_Check(result)) {
            fprintf(fuzz_tracing, " of %zd code points, kind %d",
                    PyUnicode_GET_LENGTH(result), (int)PyUnicode_KIND(result));
        }
        putc('\n', fuzz_tracing);
    }
}

/* compare compares the layer's |result| with what CPython made, |expected|.
 * Both are consumed, and so is an exception. */
static void compare(hf_str result, hf_str expected, hf_exception error)
{
    hf_auto(str, found, result);
    hf_auto(str, right, expected);
    hf_auto(exception, wanted, error);
    if (hf_is_null(found)) {
        hf_auto(exception, raised, hf_error_fetch());
        if (hf_is_null(raised)) {
            fuzz_failed("exception", "a failure, and no exception set");
        }
        if (hf_is_null(wanted)) {
            fuzz_failed("prediction", "expected a str, found an exception");
        }
        compare_errors(hf_as_raw(raised), hf_as_raw(wanted));
        trace(Py_TYPE(hf_as_raw(raised))->tp_name, hf_as_raw(raised));
        return;
    }
    if (hf_error_occurred()) {
        fuzz_failed("exception", "a result, and an exception set with it");
    }
    if (hf_is_null(right)) {
        fuzz_failed("prediction", "expected an exception, found a str");
    }
    if (PyUnicode_Compare(hf_as_raw(found), hf_as_raw(right)) != 0) {
        fuzz_failed("content", "another str than CPython's");
    }
    if (PyUnicode_KIND(hf_as_raw(found)) != PyUnicode_KIND(hf_as_raw(right)) ||
        PyUnicode_IS_ASCII(hf_as_raw(found)) !=
            PyUnicode_IS_ASCII(hf_as_raw(right))) {
        fuzz_failed("kind", "expected %d, found %d",
                    (int)PyUnicode_KIND(hf_as_raw(right)),
                    (int)PyUnicode_KIND(hf_as_raw(found)));
    }
    if (!hf_str_is_valid(hf_borrow(found), HF_DEEP)) {
        fuzz_failed("terminator", "the str is not valid");
    }
    trace("a str", hf_as_raw(found));
}

/* decoded is what CPython makes of |bytes|; or null, and |error| is set. */
static hf_str decoded(span bytes, hf_exception *error)
{
    hf_str right = hf_str_from_owned(
        PyUnicode_DecodeUTF8(bytes.at, bytes.size, NULL));
    *error = hf_error_fetch();
    return right;
}

/* joined is what CPython makes of the parts, decoded one by one. */
static hf_str joined(hf_exception *error)
{
    hf_auto(str, a, decoded(first, error));
    if (hf_is_null(a)) {
        return hf_null(str);
    }
    hf_auto(str, b, decoded(second, error));
    if (hf_is_null(b)) {
        return hf_null(str);
    }
    return hf_str_from_owned(PyUnicode_Concat(hf_as_raw(a), hf_as_raw(b)));
}

static hf_str built(void)
{
    hf_str_builder b = {0};
    hf_str_builder_append_utf8_n(&b, first.at, first.size);
    hf_str_builder_append_utf8_n(&b, second.at, second.size);
    return hf_str_builder_finish(&b);
}

static void equality(void)
{
    hf_exception error;
    hf_auto(str, right, decoded(whole, &error));
    hf_decref(error);
    bool equal, part;
    if (hf_is_null(right)) {
        /* Nothing equals what is not UTF-8. */
        hf_auto(str, some, hf_str_from_utf8("\xC3\xA9\xF0\x9F\x98\x80"));
        if (!hf_str_equal_utf8_n(hf_borrow(some), whole.at, whole.size,
                                 &equal) ||
            equal) {
            fuzz_failed("content", "a str equals what is not UTF-8");
        }
        return;
    }
    if (!hf_str_equal_utf8_n(hf_borrow(right), whole.at, whole.size, &equal) ||
        !equal) {
        fuzz_failed("content", "a str does not equal the UTF-8 it is made of");
    }
    if (!hf_str_equal_utf8_n(hf_borrow(right), first.at, first.size, &part) ||
        part != (second.size == 0)) {
        fuzz_failed("content", "a str equals a part of its UTF-8");
    }
}

void fuzz_begin(void)
{
    /* What CPython keeps from the first exception on. */
    fuzz_once((const uint8_t *)"\0\0\xFF", 3);
}

void fuzz_once(const uint8_t *data, size_t size)
{
    if (size < 2) {
        return;
    }
    uint8_t cut = data[0];
    size_t times = data[1] < 0xFA ? 1 : (size_t)1 << (3 * (data[1] - 0xF9));
    data += 2;
    size -= 2;
    if (size > 0 && size * times > MOST) {
        times = MOST / size;
    }
    static char *bytes; /* kept until the next input, for fuzz_explain */
    free(bytes);
    bytes = malloc(size * times + (size == 0));
    if (bytes == NULL) {
        return;
    }
    for (size_t i = 0; i < times && size > 0; i++) {
        memcpy(bytes + i * size, data, size);
    }
    whole = (span){bytes, (Py_ssize_t)(size * times)};
    first = (span){bytes, (Py_ssize_t)(whole.size * cut / 256)};
    second = (span){bytes + first.size, whole.size - first.size};
    if (fuzz_tracing != NULL) {
        fuzz_explain(fuzz_tracing);
    }

    hf_exception error;
    doing = "hf_str_from_utf8_n";
    hf_str right = decoded(whole, &error);
    compare(hf_str_from_utf8_n(whole.at, whole.size), right, error);

    doing = "hf_str_append_utf8_n";
    right = joined(&error);
    hf_str left = hf_str_from_utf8_n(first.at, first.size);
    compare(hf_str_append_utf8_n(left, second.at, second.size), right, error);

    doing = "hf_str_builder";
    right = joined(&error);
    compare(built(), right, error);

    doing = "hf_str_equal_utf8_n";
    equality();
    fuzz_counted.steps += 8; /* calls of the layer */
}
