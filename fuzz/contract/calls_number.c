/* The calls of contract.c that are for bools and floats, and for what operators
 * work on: they do what CPython's own functions do. */

#include "fuzz/contract/numbers.h"
#include "fuzz/contract/python.h"
#include "fuzz/contract/rows.h"

#include <math.h>

void bool_from(call *c)
{
    bool value = c->value & 1;
    never_fails(c);
    begin(c);
    end_exact(c, hf_into_object(hf_bool_from(value)),
              Py_NewRef(value ? Py_True : Py_False));
}

void bool_as(call *c)
{
    PyObject *raw = c->value & 1   ? Py_True
                    : c->value & 2 ? Py_False
                                   : left(c)->raw;
    bool found = true;
    needs(c, "hf_bool_as_bool", raw, "bool", &PyBool_Type);
    begin(c);
    end(c, hf_bool_as_bool(hf_bool_from_borrowed(raw), &found));
    expect_out(c, "the bool", raw == Py_True, false, found);
}

void float_from(call *c)
{
    double value = edge_double_of(c->value);
    never_fails(c); /* CPython keeps the memory of floats */
    begin(c);
    hf_float found = hf_float_from_double(value);
    end(c, !hf_is_null(found));
    double same = PyFloat_AS_DOUBLE(hf_as_raw(found));
    if (!PyFloat_CheckExact(hf_as_raw(found)) || !same_double(same, value)) {
        fuzz_failed("content", "expected the float %a, found %a", value, same);
    }
    hf_decref(found);
}

static void expect_double(const call *c, double wanted, double found)
{
    wanted = c->ok ? wanted : 0.0;
    if (!same_double(wanted, found)) {
        fuzz_failed("content", "expected the double %a, found %a", wanted,
                    found);
    }
}

void float_as(call *c)
{
    double value = edge_double_of(c->value), found = 77;
    bool is_operand = c->b & 1;
    PyObject *raw = is_operand ? Py_XNewRef(left(c)->raw)
                               : fuzz_made(PyFloat_FromDouble(value));
    needs(c, "hf_float_as_double", raw, "float", &PyFloat_Type);
    if (is_operand && !is_refused(c)) {
        value = PyFloat_AS_DOUBLE(raw);
    }
    begin(c);
    end(c, hf_float_as_double(hf_float_from_borrowed(raw), &found));
    expect_double(c, value, found);
    Py_XDECREF(raw);
}

/* ---- Operators. */

static PyObject *cpython_power(PyObject *a, PyObject *b)
{
    return PyNumber_Power(a, b, Py_None);
}

static PyObject *cpython_power_in_place(PyObject *a, PyObject *b)
{
    return PyNumber_InPlacePower(a, b, Py_None);
}

typedef PyObject *cpython_binary(PyObject *, PyObject *);
static const struct {
    const char *name, *in_place_name;
    cpython_binary *cpython, *cpython_in_place;
    hf_object (*ours)(hf_object_borrowed, hf_object_borrowed);
    hf_object (*ours_in_place)(hf_object, hf_object_borrowed);
} operators[] = {
#define OPERATOR(name, cpython, in_place)                                      \
    {"hf_number_" #name, "hf_number_" #name "_in_place", cpython, in_place,    \
     (hf_number_##name), (hf_number_##name##_in_place)}
    OPERATOR(add, PyNumber_Add, PyNumber_InPlaceAdd),
    OPERATOR(subtract, PyNumber_Subtract, PyNumber_InPlaceSubtract),
    OPERATOR(multiply, PyNumber_Multiply, PyNumber_InPlaceMultiply),
    OPERATOR(matmul, PyNumber_MatrixMultiply, PyNumber_InPlaceMatrixMultiply),
    OPERATOR(divide, PyNumber_TrueDivide, PyNumber_InPlaceTrueDivide),
    OPERATOR(floor_divide, PyNumber_FloorDivide, PyNumber_InPlaceFloorDivide),
    OPERATOR(modulo, PyNumber_Remainder, PyNumber_InPlaceRemainder),
    OPERATOR(power, cpython_power, cpython_power_in_place),
    OPERATOR(lshift, PyNumber_Lshift, PyNumber_InPlaceLshift),
    OPERATOR(rshift, PyNumber_Rshift, PyNumber_InPlaceRshift),
    OPERATOR(and, PyNumber_And, PyNumber_InPlaceAnd),
    OPERATOR(xor, PyNumber_Xor, PyNumber_InPlaceXor),
    OPERATOR(or, PyNumber_Or, PyNumber_InPlaceOr),
    {"hf_number_divmod", NULL, PyNumber_Divmod, NULL, (hf_number_divmod), NULL},
};
enum {
    OPERATORS = sizeof(operators) / sizeof(operators[0]),
    MULTIPLY = 2,
    POWER = 7,
    LSHIFT = 8
};

/* is_large says whether the result could take very long to make. */
static bool is_large(call *c, int op)
{
    return (op == MULTIPLY || op == POWER || op == LSHIFT) &&
           (c->a == INT || c->b == INT ||
            (c->a < CRAFTED && c->a % FIXED == INT) ||
            (c->b < CRAFTED && c->b % FIXED == INT));
}

void number_binary(call *c)
{
    int op = c->value % OPERATORS;
    if (is_large(c, op)) {
        op = 0;
    }
    operand *a = left(c), *b = right(c);
    if (runs_python(c)) {
        needs_object(c, operators[op].name, a->raw);
        needs_object(c, operators[op].name, b->raw);
    }
    if (!is_refused(c)) {
        as_cpython(c, operators[op].cpython(a->raw, b->raw));
    }
    begin(c);
    end_object(c, operators[op].ours(lent_object(a), lent_object(b)));
}

/* in_log puts |other| where |log| has |one| among the arguments of a method. */
static void in_log(PyObject *log, PyObject *one, PyObject *other)
{
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(log); i++) {
        PyObject *entry = PyList_GET_ITEM(log, i);
        PyObject *values = PyTuple_GET_SIZE(entry) > 1 ? PyTuple_GET_ITEM(entry, 1)
                                                       : entry;
        for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(values); k++) {
            if (PyTuple_GET_ITEM(values, k) == one) {
                PyTuple_SET_ITEM(values, k, Py_NewRef(other));
                Py_DECREF(one);
            }
        }
    }
}

/* What is changed in place, and no instance of a subclass of that. */
static const char *const mutable[4] = {"[1, None]", "{1, 3}",
                                       "bytearray(b'ab')", "{1: 2}"};

/* on_mutable changes one, which is then as CPython left its twin, also where that
 * broke off. */
static void on_mutable(call *c, int op)
{
    const int kind = c->value / (OPERATORS - 1);
    const char *name = operators[op].in_place_name;
    operand *b = right(c);
    PyObject *items[2];
    for (int i = 0; i < 2; i++) {
        items[i] = kind & 4 ? python_value("broken_off()")
                            : Py_XNewRef(b->raw);
    }
    PyObject *one = python_value(mutable[kind & 3]);
    PyObject *twin = python_value(mutable[kind & 3]);
    if (runs_python(c)) {
        needs_object(c, name, items[0]);
    }
    if (!is_refused(c)) {
        PyObject *result = operators[op].cpython_in_place(twin, items[1]);
        if (result == twin) {
            Py_SETREF(result, Py_NewRef(one));
        }
        as_cpython(c, result);
        in_log(c->log, twin, one);
    }
    begin(c);
    hf_object made = operators[op].ours_in_place(
        hf_object_from_owned(Py_NewRef(one)),
        hf_object_from_borrowed(items[0]));
    PyObject *raw = hf_as_raw(made);
    end_object(c, made);
    if (c->ok) {
        expect(c, "whether it is the left side", c->result == one, raw == one);
    }
    expect_object(c, "the left side", twin, one);
    Py_DECREF(one);
    Py_DECREF(twin);
    Py_XDECREF(items[0]);
    Py_XDECREF(items[1]);
}

/* What is changed in place is not what it was when CPython did the same: so that
 * works on one that is made like it. */
void number_in_place(call *c)
{
    int op = c->value % (OPERATORS - 1);
    if (is_large(c, op)) {
        op = 0;
    }
    if (c->within == LEFT_WITHIN) { /* its twin is none: another container is */
        c->within = NOT_WITHIN;
        on_mutable(c, op);
        return;
    }
    operand *a = left(c), *b = right(c);
    bool is_same = a == b;
    const char *name = operators[op].in_place_name;
    if (runs_python(c)) {
        needs_object(c, name, a->raw);
        needs_object(c, name, b->raw);
    }
    /* Somebody else has it, too: it is held by the call all the same. */
    const bool is_watched = c->is_last && !is_refused(c);
    Py_ssize_t counted = 0;
    python_counted = 0;
    if (!is_refused(c)) {
        operand twin = operand_make(c->a, c->more & 15, true);
        python_watched = is_watched ? Py_XNewRef(twin.raw) : NULL;
        PyObject *result = operators[op].cpython_in_place(
            twin.raw, is_same ? twin.raw : b->raw);
        counted = python_counted;
        Py_CLEAR(python_watched);
        if (result != NULL && result == twin.raw) {
            Py_DECREF(result);
            result = Py_NewRef(a->raw);
        }
        as_cpython(c, result);
        in_log(c->log, twin.raw, a->raw);
        operand_drop(&twin);
    }
    begin(c);
    python_watched = is_watched ? Py_XNewRef(a->raw) : NULL;
    python_counted = 0;
    hf_object made = operators[op].ours_in_place(
        given_object(a), hf_object_from_borrowed(b->raw));
    Py_ssize_t found = python_counted;
    Py_CLEAR(python_watched);
    end_object(c, made);
    expect(c, "how many references there are to the left side meanwhile",
           counted, found);
}

static hf_object ours_index(hf_object_borrowed x)
{
    return hf_into_object(hf_number_index(x));
}

static hf_object ours_int(hf_object_borrowed x)
{
    return hf_into_object(hf_number_int(x));
}

static hf_object ours_float(hf_object_borrowed x)
{
    return hf_into_object(hf_number_float(x));
}

void number_unary(call *c)
{
    static const struct {
        const char *name;
        PyObject *(*cpython)(PyObject *);
        hf_object (*ours)(hf_object_borrowed);
    } unary[] = {
        {"hf_number_negative", PyNumber_Negative, (hf_number_negative)},
        {"hf_number_positive", PyNumber_Positive, (hf_number_positive)},
        {"hf_number_invert", PyNumber_Invert, (hf_number_invert)},
        {"hf_number_absolute", PyNumber_Absolute, (hf_number_absolute)},
        {"hf_number_index", PyNumber_Index, ours_index},
        {"hf_number_int", PyNumber_Long, ours_int},
        {"hf_number_float", PyNumber_Float, ours_float},
    };
    size_t op = c->value % (sizeof(unary) / sizeof(unary[0]));
    operand *o = left(c);
    if (runs_python(c)) {
        needs_object(c, unary[op].name, o->raw);
    }
    if (!is_refused(c)) {
        as_cpython(c, unary[op].cpython(o->raw));
    }
    begin(c);
    end_object(c, unary[op].ours(lent_object(o)));
}

void number_power_modulo(call *c)
{
    static const char function[] = "hf_number_power_modulo";
    PyObject *third = c->value & 1 ? NULL
                      : c->value & 2
                          ? Py_NewRef(Py_None)
                          : fuzz_made(PyLong_FromLong(c->value - 40));
    if (is_large(c, POWER)) {
        c->b = NONE;
        c->a = PLAIN;
    }
    operand *a = left(c), *b = right(c);
    if (runs_python(c)) {
        needs_object(c, function, a->raw);
        needs_object(c, function, b->raw);
        needs_object(c, function, third);
    }
    if (!is_refused(c)) {
        as_cpython(c, PyNumber_Power(a->raw, b->raw, third));
    }
    begin(c);
    end_object(c, hf_number_power_modulo(lent_object(a), lent_object(b),
                                         hf_object_from_borrowed(third)));
    Py_XDECREF(third);
}

/* ---- Conversions by __index__ and __float__. */

void object_as(call *c)
{
    int type = (c->b >> 1) % C_TYPES;
    bool is_operand = c->b & 1, worked = false;
    number n = {.raw = NULL};
    if (is_operand) {
        n.raw = left(c)->raw;
    } else {
        n = number_of(c, false);
    }
    int128 found = 77;
    if (runs_python(c)) {
        needs_object(c, c_types[type].object_as, n.raw);
    }
    if (!is_refused(c)) {
        PyObject *index = PyNumber_Index(n.raw);
        as_cpython(c, index);
        if (index != NULL && is_operand) {
            n.e = (edge){.fits = true, .value = PyLong_AsLongLong(index)};
        }
        overflows_type(c, n.e, index, type);
    }
    begin(c);
    switch (type) {
#define AS(number, type, as, least, most, prefix, name)                        \
    case number: {                                                             \
        type value = 77;                                                       \
        worked = hf_object_##as(hf_object_from_borrowed(n.raw), &value);       \
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

void object_as_double(call *c)
{
    double found = 77, wanted = 0;
    number n = {.raw = NULL};
    PyObject *made = NULL;
    bool is_operand = c->b & 1, is_float = c->b & 2;
    if (is_operand) {
        n.raw = left(c)->raw;
    } else if (is_float) {
        wanted = edge_double_of(c->value);
        n.raw = made = fuzz_made(PyFloat_FromDouble(wanted));
    } else {
        n = number_of(c, false);
        wanted = edge_double(n.e);
    }
    if (runs_python(c)) {
        needs_object(c, "hf_object_as_double", n.raw);
    }
    if (!is_refused(c) && is_operand) {
        wanted = PyFloat_AsDouble(n.raw);
        as_cpython(c, NULL);
    } else if (!is_refused(c) && !is_float && isinf(wanted)) {
        overflows(c, n.e, n.raw, "double");
    }
    begin(c);
    end(c, hf_object_as_double(hf_object_from_borrowed(n.raw), &found));
    expect_double(c, wanted, found);
    hf_decref(n.made);
    Py_XDECREF(made);
}
