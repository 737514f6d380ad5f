#define HF_CORE
#include "int.h"

#include "internal/operands.h"
#include "internal/pending.h"
#include "internal/utf8.h"

#include <string.h>

#define HF_PRIVATE_INTEGER_ROW(prefix, name, type, least, most)                \
    {#prefix "int_as_" #name, #type, least, most},
static const struct {
    const char *function, *type;
    int64_t least;
    uint64_t most;
} integers[HF_PRIVATE_N_INTEGERS] = {
    HF_PRIVATE_INTEGERS(HF_PRIVATE_INTEGER_ROW)};

/* out_of_range raises for an int that does not fit |what|. An exception that is
 * set already stays. Always false. */
static bool out_of_range(PyObject *raw, const char *what)
{
    if (PyErr_Occurred()) {
        return false;
    }
    /* The digits of a long one take long, or are not to be had. */
    if (PyLong_AsDouble(raw) == -1.0 && PyErr_Occurred()) {
        PyErr_Clear();
        PyErr_Format(PyExc_OverflowError,
                     "an int of 1024 bits or more is out of range for %s",
                     what);
        return false;
    }
    PyObject *digits = PyLong_Type.tp_repr(raw); /* no subclass' own */
    if (digits != NULL) {
        PyErr_Format(PyExc_OverflowError, "%U is out of range for %s", digits,
                     what);
        Py_DECREF(digits);
    }
    return false;
}

/* as_u64 writes what is 2**63 or more, if it is less than 2**64. */
static bool as_u64(PyObject *raw, uint64_t *out)
{
    hf_private_pending pending = hf_private_set_aside();
    *out = PyLong_AsUnsignedLongLong(raw);
    bool worked = *out != UINT64_MAX || PyErr_Occurred() == NULL;
    PyErr_Clear();
    hf_private_set_again(&pending);
    return worked;
}

bool hf_private_int_convert(PyObject *raw, enum hf_private_integer to,
                            uint64_t *bits)
{
    *bits = 0;
    if (!hf_private_is_a_int(integers[to].function, raw)) {
        return false;
    }
    int64_t least = integers[to].least;
    uint64_t most = integers[to].most;
    int beyond = 0;
    Py_ssize_t small;
    long long value = hf_private_int_is_small(raw, &small)
                          ? small
                          : PyLong_AsLongLongAndOverflow(raw, &beyond);
    if (beyond == 0 && value >= least &&
        (value < 0 || (uint64_t)value <= most)) {
        *bits = (uint64_t)value;
        return true;
    }
    if (beyond > 0 && most == UINT64_MAX && as_u64(raw, bits)) {
        return true;
    }
    *bits = 0;
    char what[96];
    PyOS_snprintf(what, sizeof(what), "%s (%lld to %llu)", integers[to].type,
                  (long long)least, (unsigned long long)most);
    return out_of_range(raw, what);
}

bool hf_private_int_as_double(PyObject *raw, double *out)
{
    *out = 0;
    if (!hf_private_is_a_int("hf_int_as_double", raw)) {
        return false;
    }
    hf_private_pending pending = hf_private_set_aside();
    double value = PyLong_AsDouble(raw);
    bool worked = value != -1.0 || PyErr_Occurred() == NULL;
    PyErr_Clear();
    hf_private_set_again(&pending);
    if (!worked) {
        return out_of_range(raw, "double");
    }
    *out = value;
    return true;
}

hf_int hf_int_from_double(double value)
{
    hf_private_pending pending = hf_private_set_aside();
    PyObject *result = NULL;
    /* From 2**53 on there are no fractions. NaN is not less than anything. */
    if (value > -0x1p53 && value < 0x1p53 && (double)(int64_t)value != value) {
        char *digits = PyOS_double_to_string(value, 'r', 0, 0, NULL);
        if (digits != NULL) {
            PyErr_Format(PyExc_ValueError,
                         "%s is no integer: say by trunc(), floor() or round() "
                         "what becomes of its fraction",
                         digits);
            PyMem_Free(digits);
        }
    } else {
        result = PyLong_FromDouble(value);
    }
    hf_private_set_again(&pending);
    return HF_NEW(int, result);
}

/* ---- Text. */

/* from_text makes an int of a str, which it consumes and which may be null. */
static PyObject *from_text(PyObject *text, int base)
{
    if (text == NULL) {
        return NULL;
    }
    hf_private_pending pending = hf_private_set_aside();
    PyObject *result = PyLong_FromUnicodeObject(text, base);
    hf_private_set_again(&pending);
    Py_DECREF(text);
    return result;
}

hf_int hf_int_from_utf8_n(const char *utf8, Py_ssize_t size, int base)
{
    if (!hf_private_utf8_usable(__func__, utf8, size)) {
        return hf_null(int);
    }
    return HF_NEW(int, from_text(hf_private_utf8_decode(utf8, size), base));
}

hf_int hf_int_from_str(hf_str_borrowed text, int base)
{
    PyObject *raw = HF_USE(text);
    if (!hf_private_str_usable(__func__, raw)) {
        return hf_null(int);
    }
    /* The error shows the literal: an instance of a subclass by a method that
     * is its own. */
    return HF_NEW(int, from_text(PyUnicode_FromObject(raw), base));
}

hf_str hf_int_to_str(hf_int_borrowed self, int base)
{
    PyObject *raw = HF_USE(self), *result = NULL;
    if (!hf_private_is_a_int(__func__, raw)) {
        return hf_null(str);
    }
    hf_private_pending pending = hf_private_set_aside();
    if (base != 2 && base != 8 && base != 10 && base != 16) {
        PyErr_Format(PyExc_ValueError, "the base is %d, and not 2, 8, 10 or 16",
                     base);
    } else {
        result = PyNumber_ToBase(raw, base);
    }
    hf_private_set_again(&pending);
    return HF_NEW(str, result);
}

/* ---- Bytes. */

/* usable_bytes says whether such bytes can be read or written; otherwise an
 * exception is set. */
static bool usable_bytes(const char *function, const void *data,
                         Py_ssize_t size, int layout)
{
    if (!hf_private_memory_usable(function, data, size)) {
        return false;
    }
    if (HF_LIKELY((layout & ~(HF_INT_BIG | HF_INT_SIGNED)) == 0)) {
        return true;
    }
    if (PyErr_Occurred() == NULL) {
        PyErr_Format(PyExc_SystemError, "%s: %d is no layout", function,
                     layout);
    }
    return false;
}

hf_int hf_int_from_bytes(const void *data, Py_ssize_t size, int layout)
{
    if (!usable_bytes(__func__, data, size, layout)) {
        return hf_null(int);
    }
    if (size > PY_SSIZE_T_MAX / 16) { /* no memory is that large */
        PyErr_Occurred() ? NULL : PyErr_NoMemory();
        return hf_null(int);
    }
    bool is_little = (layout & HF_INT_BIG) == 0;
    bool is_signed = (layout & HF_INT_SIGNED) != 0;
    return HF_NEW(
        int, _PyLong_FromByteArray(data, (size_t)size, is_little, is_signed));
}

/* write_bytes gives false where they are too few; no exception is set by that.
 */
static bool write_bytes(PyObject *raw, unsigned char *data, Py_ssize_t size,
                        bool is_little, bool is_signed)
{
    hf_private_pending pending = hf_private_set_aside();
#if PY_VERSION_HEX >= 0x030D0000
    int flags = is_little ? Py_ASNATIVEBYTES_LITTLE_ENDIAN
                          : Py_ASNATIVEBYTES_BIG_ENDIAN;
    if (!is_signed) {
        flags |= Py_ASNATIVEBYTES_UNSIGNED_BUFFER |
                 Py_ASNATIVEBYTES_REJECT_NEGATIVE;
    }
    Py_ssize_t needed = PyLong_AsNativeBytes(raw, data, size, flags);
    bool worked = needed >= 0 && needed <= size;
#else
    bool worked = _PyLong_AsByteArray((PyLongObject *)raw, data, (size_t)size,
                                      is_little, is_signed) == 0;
#endif
    if (HF_UNLIKELY(!worked)) {
        PyErr_Clear();
    }
    hf_private_set_again(&pending);
    return worked;
}

hf_worked hf_int_as_bytes(hf_int_borrowed self, void *data, Py_ssize_t size,
                          int layout)
{
    PyObject *raw = HF_USE(self);
    bool is_signed = (layout & HF_INT_SIGNED) != 0;
    if (!usable_bytes(__func__, data, size, layout)) {
        return hf_worked_if(false);
    }
    if (hf_private_is_a_int(__func__, raw)) {
        /* CPython finds that -1 fits 0 bytes. */
        int beyond = 0;
        if (size > 0 ? write_bytes(raw, data, size, (layout & HF_INT_BIG) == 0,
                                   is_signed)
                     : PyLong_AsLongLongAndOverflow(raw, &beyond) == 0) {
            return hf_worked_if(true);
        }
        char what[64];
        PyOS_snprintf(what, sizeof(what), "%zd bytes (%s)", size,
                      is_signed ? "signed" : "unsigned");
        out_of_range(raw, what);
    }
    if (size > 0) {
        memset(data, 0, (size_t)size);
    }
    return hf_worked_if(false);
}

#if PY_VERSION_HEX >= 0x030E0000
/* The method is not called: CPython keeps a str that a method is asked for by. */
static Py_ssize_t bit_length(PyObject *raw)
{
    hf_private_pending pending = hf_private_set_aside();
    PyLongExport as = {0};
    PyLong_Export(raw, &as); /* of an int it cannot fail */
    Py_ssize_t below = 0;
    uint64_t top = as.value < 0 ? -(uint64_t)as.value : (uint64_t)as.value;
    if (as.digits != NULL) {
        below = (as.ndigits - 1) * PyLong_SHIFT;
        top = ((const digit *)as.digits)[as.ndigits - 1];
        PyLong_FreeExport(&as);
    }
    hf_private_set_again(&pending);
    return below + (top != 0 ? 64 - __builtin_clzll(top) : 0);
}
#else
static Py_ssize_t bit_length(PyObject *raw)
{
    return (Py_ssize_t)_PyLong_NumBits(raw);
}
#endif

hf_worked hf_int_bit_length(hf_int_borrowed self, Py_ssize_t *out)
{
    PyObject *raw = HF_USE(self);
    *out = 0;
    if (!hf_private_is_a_int(__func__, raw)) {
        return hf_worked_if(false);
    }
    *out = bit_length(raw);
    return hf_worked_if(true);
}
