/* The calls of contract.c that make ints, or take them. C's own arithmetic says
 * what they hold. */

#include "fuzz/contract/numbers.h"
#include "fuzz/contract/rows.h"
#include "fuzz/contract/utf8s.h"

#include <math.h>
#include <string.h>

static void needs_int(call *c, const char *function, PyObject *raw)
{
    needs(c, function, raw, "int", &PyLong_Type);
}

/* edge_value is an edge whose value is known. */
static edge edge_value(int128 value)
{
    edge e = {.fits = true, .value = value, .sign = value < 0 ? -1 : 1};
    int128 size = value < 0 ? -value : value;
    while (size >> e.power > 1) {
        e.power++;
    }
    return e;
}

/* int_from_value is a new int of any value, by two halves. */
static PyObject *int_from_value(int128 value)
{
    PyObject *high = fuzz_made(PyLong_FromLongLong((int64_t)(value >> 64)));
    PyObject *low = fuzz_made(PyLong_FromUnsignedLongLong((uint64_t)value));
    PyObject *by = fuzz_made(PyLong_FromLong(64));
    PyObject *shifted = fuzz_made(PyNumber_Lshift(high, by));
    PyObject *all = fuzz_made(PyNumber_Or(shifted, low));
    Py_DECREF(high);
    Py_DECREF(low);
    Py_DECREF(by);
    Py_DECREF(shifted);
    return all;
}

/* ---- From C. */

void int_from(call *c)
{
    int128 value = edge_of(c->value).value;
    hf_int found;
    begin(c);
    switch (c->b % 8) {
    case 0:
        found = hf_int_from_i64((int64_t)value);
        value = (int64_t)value;
        break;
    case 1:
        found = hf_int_from_u64((uint64_t)value);
        value = (uint64_t)value;
        break;
    case 2:
        found = hf_int_from_size((Py_ssize_t)value);
        value = (Py_ssize_t)value;
        break;
    case 3:
        found = hf_int_from((signed char)value);
        value = (signed char)value;
        break;
    case 4:
        found = hf_int_from((unsigned short)value);
        value = (unsigned short)value;
        break;
    case 5:
        found = hf_int_from((int)value);
        value = (int)value;
        break;
    case 6:
        found = hf_int_from((unsigned)value);
        value = (unsigned)value;
        break;
    default:
        found = hf_int_from((unsigned long long)value);
        value = (unsigned long long)value;
        break;
    }
    bool was_made = !hf_is_null(found);
    end(c, was_made);
    if (was_made) {
        PyObject *wanted = int_from_value(value);
        expect_object(c, "the int", wanted, hf_as_raw(found));
        Py_DECREF(wanted);
    }
    hf_decref(found);
}

void int_from_double(call *c)
{
    double value = edge_double_of(c->value);
    if (isnan(value)) {
        raises(c, PyExc_ValueError, "cannot convert float NaN to integer");
    } else if (isinf(value)) {
        raises(c, PyExc_OverflowError,
               "cannot convert float infinity to integer");
    } else if (floor(value) != value) {
        PyObject *shown = fuzz_made(PyFloat_FromDouble(value));
        raises(c, PyExc_ValueError,
               "%S is no integer: say by trunc(), floor() or round() what "
               "becomes of its fraction",
               shown);
        Py_DECREF(shown);
    }
    PyObject *wanted = is_refused(c) ? NULL
                                     : fuzz_made(PyLong_FromDouble(value));
    begin(c);
    end_exact(c, hf_into_object(hf_int_from_double(value)), wanted);
}

/* ---- To C. */

void int_as(call *c)
{
    int type = (c->b >> 1) % C_TYPES;
    number n = number_of(c, c->b & 1);
    int128 found = 77;
    bool worked = false;
    needs_int(c, c_types[type].int_as, n.raw);
    overflows_type(c, n.e, n.raw, type);
    begin(c);
    switch (type) {
#define AS(number, type, as, least, most, prefix, name)                        \
    case number: {                                                             \
        type value = 77;                                                       \
        worked = hf_int_##as(n.lent, &value);                                  \
        found = value;                                                         \
        break;                                                                 \
    }
        C_INTEGERS(AS)
    }
    end(c, worked);
    expect_out(c, "the sign and the high bits", (int64_t)(n.e.value >> 64), 0,
               (int64_t)(found >> 64));
    expect_out(c, "the value", (int64_t)n.e.value, 0, (int64_t)found);
    hf_decref(n.made);
}

void int_as_double(call *c)
{
    number n = number_of(c, c->b & 1);
    double found = 77, wanted = edge_double(n.e);
    needs_int(c, "hf_int_as_double", n.raw);
    if (!is_refused(c) && isinf(wanted)) {
        overflows(c, n.e, n.raw, "double");
    }
    begin(c);
    end(c, hf_int_as_double(n.lent, &found));
    if (!same_double(found, c->ok ? wanted : 0.0)) {
        fuzz_failed("content", "expected the double %a, found %a",
                    c->ok ? wanted : 0.0, found);
    }
    hf_decref(n.made);
}

/* ---- Text. */

void int_from_text(call *c)
{
    static const char *const texts[32] = {
        "0",     "12",   " -0x_ff\n", "0b101", "zz",   "",      "1_000", "1__0",
        "\xc3\xa9", "12x", "-",       "\xd9\xa3", "+7", "1\xff", "9223372036854775808",
        "-340282366920938463463374607431768211456",
        /* What a shortcut for short digits would take, or not. */
        "010",   "00",   "-00",   "0_0",   "017",  "0o17",  "0B1",   "0b2",
        "0x",    "1 2",  "- 1",   "--1",   "\x1c" "12",    "\xc2\xa0" "12\xc2\xa0",
        "999999999999999999", "00000000000000000000000000000000000000001"};
    static const int bases[8] = {10, 0, 16, 2, 36, 37, 1, -1};
    const char *at = texts[(c->value & 15) | (c->b & 16)];
    int base = bases[c->value >> 4 & 7];
    Py_ssize_t size = (Py_ssize_t)strlen(at);
    PyObject *wanted = NULL, *decoded;
    hf_int found;
    operand *o = c->b & 1 ? left(c) : NULL;
    if (o != NULL) {
        needs_str(c, "hf_int_from_str", o);
        /* The error shows an exact str. */
        decoded = is_refused(c) ? NULL : fuzz_made(PyUnicode_FromObject(o->raw));
    } else {
        if (c->b & 2) {
            needs_size(c, "hf_int_from_utf8_n", size = c->b & 4 ? -1 : 0);
            at = c->b & 8 ? NULL : at;
        } else if (c->b & 8) {
            needs_bytes(c, "hf_int_from_utf8_n");
            at = NULL;
        }
        decoded = is_refused(c) ? NULL : PyUnicode_DecodeUTF8(at, size, NULL);
        raises_as(c);
    }
    if (decoded != NULL) {
        wanted = PyLong_FromUnicodeObject(decoded, base);
        raises_as(c);
        Py_DECREF(decoded);
    }
    if (o == NULL) {
        at = c->b & 2 ? handed(0, at, size) : handed_name(0, at);
    }
    begin(c);
    found = o != NULL     ? hf_int_from_str(lent(o), base)
            : c->b & 2    ? hf_int_from_utf8_n(at, size, base)
                          : hf_int_from_utf8(at, base);
    end_exact(c, hf_into_object(found), wanted);
}

void int_to_str(call *c)
{
    static const int bases[8] = {2, 8, 10, 16, 0, 36, -10, 3};
    int base = bases[c->b >> 1 & 7];
    number n = number_of(c, c->b & 1);
    PyObject *wanted = NULL;
    needs_int(c, "hf_int_to_str", n.raw);
    if (!is_refused(c) && (c->b >> 1 & 7) > 3) {
        raises(c, PyExc_ValueError,
               "the base is %d, and not 2, 8, 10 or 16", base);
    }
    if (!is_refused(c)) {
        wanted = fuzz_made(PyNumber_ToBase(n.raw, base));
    }
    begin(c);
    end_exact(c, hf_into_object(hf_int_to_str(n.lent, base)), wanted);
    hf_decref(n.made);
}

/* ---- Bytes. */

enum { MOST = 140, LARGE = 1 << 16 };

/* large_size is about as many as no longer fit 16 bits. */
static Py_ssize_t large_size(const call *c)
{
    return LARGE - 1 + (c->value & 3);
}

static Py_ssize_t size_of(uint8_t byte)
{
    static const Py_ssize_t sizes[16] = {0, 1,  2,  3,  4,   7,   8,   9,
                                         15, 16, 17, 127, 128, 129, -1, PY_SSIZE_T_MIN};
    return sizes[byte & 15];
}

/* needs_layout notes what is wrong with such bytes. */
static void needs_layout(call *c, const char *function, const void *data,
                         Py_ssize_t size, int layout)
{
    needs_size(c, function, size);
    if (data == NULL && size > 0) {
        raises(c, PyExc_SystemError, "%s: the pointer is NULL", function);
    }
    if (layout > 3) {
        raises(c, PyExc_SystemError, "%s: %d is no layout", function, layout);
    }
}

/* put_sign has bytes begin, or end, with zeros or ones, beside a bit that would be the
 * sign without them. */
static void put_sign(unsigned char *bytes, Py_ssize_t size, int how, int n)
{
    const int fill = how & 1 ? 0xFF : 0;
    for (Py_ssize_t i = 0; i < size && i <= n; i++) {
        Py_ssize_t at = how & 2 ? size - 1 - i : i;
        bytes[at] = (unsigned char)(i < n ? fill : fill ^ (how & 4 ? 0x80 : 0));
    }
}

void int_from_bytes(call *c)
{
    static const char function[] = "hf_int_from_bytes";
    unsigned char bytes[MOST];
    Py_ssize_t size = size_of((uint8_t)c->b);
    int layout = c->b >> 4 & 7;
    for (int i = 0; i < MOST; i++) {
        bytes[i] = (unsigned char)(c->value * (i + 1) + c->more);
    }
    if (c->a & 8) {
        put_sign(bytes, Py_MIN(size, MOST), c->more >> 5, 1 + c->more % 3);
    }
    const void *data = c->a & 1 ? NULL : bytes;
    PyObject *wanted = NULL;
    bool is_large = (c->a & 7) == 4;
    if (is_large) { /* beyond 16 bits */
        static unsigned char many[LARGE + 3];
        size = large_size(c);
        memset(many, c->more, (size_t)size);
        data = many;
    }
    needs_layout(c, function, data, size, layout);
    if (!is_refused(c) && c->a & 2) {
        size = PY_SSIZE_T_MAX - c->value;
        raises(c, PyExc_MemoryError, NULL);
        if (data == NULL) {
            needs_layout(c, function, data, size, layout);
            data = bytes;
        }
    }
    if (!is_refused(c)) {
        wanted = fuzz_made(
            _PyLong_FromByteArray(is_large ? data : bytes, (size_t)size,
                                  !(layout & HF_INT_BIG), layout / 2));
    }
    if (data != NULL && size <= MOST) {
        data = handed(0, data, size);
    }
    begin(c);
    end_exact(c, hf_into_object(hf_int_from_bytes(data, size, layout)), wanted);
}

/* fits_bytes says whether an edge has a place in that many bytes. */
static bool fits_bytes(edge e, Py_ssize_t size, bool is_signed)
{
    if (!e.fits) {
        /* 2**power + delta: its bits without the sign; a power of two needs none
         * for it. */
        Py_ssize_t bits = e.power + (e.delta < 0 ? 0 : 1);
        if (is_signed) {
            bits += e.sign < 0 && e.delta == 0 ? 0 : 1;
        }
        return (is_signed || e.sign > 0) && bits <= size * 8;
    }
    if (size == 0 || (!is_signed && e.value < 0)) {
        return e.value == 0;
    }
    if (size > 15) {
        return true;
    }
    int128 end = (int128)1 << (size * 8 - is_signed);
    return e.value < end && e.value >= -end;
}

void int_as_bytes(call *c)
{
    static const char function[] = "hf_int_as_bytes";
    static unsigned char bytes[LARGE + 3];
    bool is_large = (c->b & 28) == 28;
    Py_ssize_t size = is_large ? large_size(c) : size_of(c->more);
    int layout = c->more >> 4 & 7;
    bool is_signed = layout & HF_INT_SIGNED, is_big = layout & HF_INT_BIG;
    c->more = 0; /* operands do what their base does */
    number n = number_of(c, c->b & 1);
    void *data = c->b & 2 ? NULL : bytes;
    memset(bytes, 77, (size_t)(size > MOST ? size : MOST) + 1);
    needs_layout(c, function, data, size, layout);
    bool can_write = !is_refused(c);
    needs_int(c, function, n.raw);
    if (!is_refused(c) && !fits_bytes(n.e, size, is_signed)) {
        char what[64];
        snprintf(what, sizeof(what), "%zd bytes (%s)", size,
                 is_signed ? "signed" : "unsigned");
        overflows(c, n.e, n.raw, what);
    }
    begin(c);
    end(c, hf_int_as_bytes(n.lent, data, size, layout));
    for (Py_ssize_t i = 0; can_write && i < size; i++) {
        Py_ssize_t place = is_big ? size - 1 - i : i;
        if (!c->ok) {
            expect_out(c, "a byte", 0, 0, bytes[place]);
        } else if (n.e.fits) {
            int128 rest = n.e.value >> (i < 16 ? i * 8 : 127);
            expect(c, "a byte", (unsigned char)rest, bytes[place]);
        }
    }
    if (c->ok && !n.e.fits && size > 0) {
        hf_auto(int, same, hf_int_from_bytes(bytes, size, layout));
        expect_object(c, "what the bytes are", n.raw, hf_as_raw(same));
    }
    expect(c, "the byte behind them", 77, bytes[can_write ? size : 0]);
    hf_decref(n.made);
}

void int_bit_length(call *c)
{
    number n = number_of(c, c->b & 1);
    Py_ssize_t found = 77, wanted = 0;
    needs_int(c, "hf_int_bit_length", n.raw);
    if (n.e.fits) {
        wanted = n.e.value == 0 ? 0 : edge_value(n.e.value).power + 1;
    } else {
        wanted = n.e.power + (n.e.delta < 0 ? 0 : 1);
    }
    begin(c);
    end(c, hf_int_bit_length(n.lent, &found));
    expect_out(c, "the number of bits", wanted, 0, found);
    hf_decref(n.made);
}
