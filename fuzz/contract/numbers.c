#include "fuzz/contract/numbers.h"

#include "fuzz/contract/compare.h"

#include <float.h>
#include <math.h>
#include <string.h>

edge edge_of(uint8_t byte)
{
    static const int powers[16] = {0,  7,  8,  15, 16, 29,  30,   31,
                                   32, 53, 60, 63, 64, 120, 1023, 1024};
    static const int deltas[4] = {0, -1, 1, -2};
    edge e = {.power = powers[byte & 15],
              .delta = deltas[byte >> 4 & 3],
              .sign = byte & 0x80 ? -1 : 1};
    e.fits = e.power <= 120;
    if (e.fits) {
        e.value = e.sign * (((int128)1 << e.power) + e.delta);
    }
    return e;
}

hf_int edge_int(edge e)
{
    PyObject *parts[4] = {
        fuzz_made(PyLong_FromLong(1)), fuzz_made(PyLong_FromLong(e.power)),
        fuzz_made(PyLong_FromLong(e.delta)), fuzz_made(PyLong_FromLong(e.sign))};
    PyObject *power = fuzz_made(PyNumber_Lshift(parts[0], parts[1]));
    PyObject *sum = fuzz_made(PyNumber_Add(power, parts[2]));
    PyObject *all = fuzz_made(PyNumber_Multiply(sum, parts[3]));
    Py_DECREF(power);
    Py_DECREF(sum);
    for (int i = 0; i < 4; i++) {
        Py_DECREF(parts[i]);
    }
    return hf_int_from_owned(all);
}

double edge_double(edge e)
{
    /* From 2**1023 on, a delta is less than half of a double's last digit; and
     * 2**1024 - 2 is as near to 2**1024. */
    return e.fits             ? (double)e.value
           : e.power <= 1023  ? e.sign * ldexp(1.0, e.power)
                              : e.sign * (double)INFINITY;
}

double edge_double_of(uint8_t byte)
{
    static const double others[32] = {
        -0.0,      0.5,       2.5,         DBL_MIN,
        DBL_MAX,   DBL_TRUE_MIN, (double)NAN, (double)INFINITY,
        0.1,       -1.5,      0x1p31 + .5, 0x1p32 - .5,
        1e9 + .25, 0x1p52 + .5, 0x1p53 - 1, 0x1p53 + 2,
        -0x1p52 - .5, 0x1p63 - 1024, 0x1p64, 1e16,
        1e22,      1e23,      0x1p24 + 1,  0x1p24 + .5,
        1e15 + .5, 1e300,     -1e-300,     0x1.fffffffffffffp51,
        65535.5,   -255.5,    0x1p48 + .5, 3.5e38};
    edge e = edge_of(byte);
    bool is_other = e.power == 1024 || byte & 0x40;
    int which = (byte & 7) | (byte >> 1 & 0x18); /* 0x08 says the power, too */
    return is_other ? e.sign * others[which] : edge_double(e);
}

bool same_double(double a, double b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof(a)) == 0;
}

void needs(call *c, const char *function, PyObject *raw, const char *name,
           PyTypeObject *type)
{
    if (raw == NULL) {
        raises(c, PyExc_SystemError,
               "%s: the %s handle is null and no exception is set (was it "
               "moved out?)",
               function, name);
    } else if (!PyObject_TypeCheck(raw, type)) {
        raises(c, PyExc_TypeError, "expected %s, found %.200s", name,
               Py_TYPE(raw)->tp_name);
    }
}

void overflows(call *c, edge e, PyObject *raw, const char *what)
{
    if (isinf(edge_double(e))) {
        raises(c, PyExc_OverflowError,
               "an int of 1024 bits or more is out of range for %s", what);
    } else {
        raises(c, PyExc_OverflowError, "%S is out of range for %s", raw, what);
    }
}

void end_exact(call *c, hf_object found, PyObject *wanted)
{
    end(c, !hf_is_null(found));
    if (!hf_is_null(found)) {
        expect_object(c, "the result", wanted, hf_as_raw(found));
    }
    hf_decref(found);
    Py_XDECREF(wanted);
}

number number_of(call *c, bool is_operand)
{
    number n = {.e = edge_of(c->value)};
    if (is_operand) {
        n.raw = left(c)->raw;
        if (n.raw != NULL && PyLong_Check(n.raw)) {
            n.e = (edge){.fits = true, .value = PyLong_AsLongLong(n.raw)};
        }
    } else {
        n.made = edge_int(n.e);
        n.raw = hf_as_raw(n.made);
    }
    n.lent = hf_int_from_borrowed(n.raw);
    return n;
}

#define C_TYPE(number, type, as, least, most, prefix, name)                    \
    {#type, least, most, prefix "int_" name, prefix "object_" name},
const c_type c_types[C_TYPES] = {C_INTEGERS(C_TYPE)};

void overflows_type(call *c, edge e, PyObject *raw, int type)
{
    const c_type *t = &c_types[type];
    if (!is_refused(c) &&
        (!e.fits || e.value < t->least || e.value > t->most)) {
        char what[100];
        snprintf(what, sizeof(what), "%s (%lld to %llu)", t->name,
                 (long long)t->least, (unsigned long long)t->most);
        overflows(c, e, raw, what);
    }
}
