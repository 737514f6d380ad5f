#include "fuzz/targets/utf8_decode_world.h"

#ifdef HF_PLANTED
#include "fuzz/targets/planted.h"
#endif

#include "fuzz/engine/process.h"
#include "fuzz/engine/str_oracle.h"

#include <stdlib.h>
#include <string.h>

static char *taken;
span whole, first, second;
static const char *doing = "";

void fuzz_where(FILE *to)
{
    fprintf(to, "%s: ", doing);
}

void take(const char *piece, size_t size, size_t times, size_t cut)
{
    taken = malloc(size * times + (size == 0));
    if (taken == NULL) {
        abort();
    }
    for (size_t i = 0; i < times && size > 0; i++) {
        memcpy(taken + i * size, piece, size);
    }
    whole = (span){taken, (Py_ssize_t)(size * times)};
    first = (span){taken, (Py_ssize_t)cut};
    second = (span){taken + cut, whole.size - first.size};
}

void give_back(void)
{
    free(taken);
    whole = first = second = (span){NULL, 0};
}

/* ---- The layer's results and CPython's. */

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
    if (!hf_str_is_valid(hf_borrow(found), HF_DEPTH_DEEP)) {
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

/* ---- The checks. */

void check_from_utf8(void)
{
    doing = "hf_str_from_utf8_n";
    hf_exception error;
    hf_str right = decoded(whole, &error);
    compare(hf_str_from_utf8_n(whole.at, whole.size), right, error);
}

void check_append(void)
{
    doing = "hf_str_append_utf8_n";
    hf_exception error;
    hf_str right = joined(&error);
    hf_str left = hf_str_from_utf8_n(first.at, first.size);
    compare(hf_str_append_utf8_n(left, second.at, second.size), right, error);
}

void check_builder(void)
{
    doing = "hf_str_builder";
    hf_exception error;
    hf_str right = joined(&error);
    compare(built(), right, error);
}

/* taken_as_it_comes is what |bytes| would be to who looks at the first byte of each
 * sequence, and not whether the rest is right; or NULL, where a str has no such code
 * point. */
static PyObject *taken_as_it_comes(span bytes)
{
    Py_UCS4 *all = malloc(((size_t)bytes.size + 1) * sizeof(*all));
    bool is_str = all != NULL;
    Py_ssize_t length = 0;
    for (Py_ssize_t at = 0; is_str && at < bytes.size;) {
        const uint8_t lead = (uint8_t)bytes.at[at++];
        const int more = lead < 0xC0   ? 0
                         : lead < 0xE0 ? 1
                         : lead < 0xF0 ? 2
                                       : 3;
        Py_UCS4 code_point = more > 0 ? lead & (0x3FU >> more) : lead;
        for (int i = 0; i < more; i++) {
            code_point <<= 6;
            code_point |= at < bytes.size ? (uint8_t)bytes.at[at++] & 0x3F : 0;
        }
        is_str = code_point <= 0x10FFFF;
        all[length++] = code_point;
    }
    PyObject *made = is_str ? PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND,
                                                        all, length)
                            : NULL;
    free(all);
    return made;
}

static void check_unequal(hf_str_borrowed some)
{
    if (!hf_no(hf_str_equal_utf8_n(some, whole.at, whole.size))) {
        fuzz_failed("content", "a str equals what is not UTF-8");
    }
}

void check_equal(void)
{
    doing = "hf_str_equal_utf8_n";
    hf_exception error;
    hf_auto(str, right, decoded(whole, &error));
    hf_decref(error);
    if (hf_is_null(right)) {
        /* Nothing equals what is not UTF-8. */
        hf_auto(str, some, hf_str_from_utf8("\xC3\xA9\xF0\x9F\x98\x80"));
        check_unequal(hf_borrow(some));
        PyObject *lax = taken_as_it_comes(whole);
        if (lax != NULL) {
            check_unequal(hf_str_from_borrowed(lax));
            Py_DECREF(lax);
        }
        return;
    }
    if (!hf_yes(hf_str_equal_utf8_n(hf_borrow(right), whole.at, whole.size))) {
        fuzz_failed("content", "a str does not equal the UTF-8 it is made of");
    }
    if (hf_status(hf_str_equal_utf8_n(hf_borrow(right), first.at,
                                      first.size)) != (second.size == 0)) {
        fuzz_failed("content", "a str equals a part of its UTF-8");
    }
}

void fuzz_begin(void)
{
    /* What CPython keeps from the first exception on. */
    hf_exception once, again;
    take("\xFF", 1, 1, 0);
    hf_decref(decoded(whole, &once));
    hf_decref(decoded(whole, &again));
    compare_errors(hf_as_raw(once), hf_as_raw(again));
    hf_decref(once);
    hf_decref(again);
    give_back();
}
