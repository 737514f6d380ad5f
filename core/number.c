#define HF_CORE
#include "number.h"

#include "internal/operands.h"

/* usable says whether none of the operands is null; otherwise an exception is
 * set. */
static bool usable(const char *function, PyObject *left, PyObject *right)
{
    return hf_private_is_there(function, left) &&
           hf_private_is_there(function, right);
}

#define BINARY(name, call)                                                     \
    hf_object hf_number_##name(hf_object_borrowed left,                        \
                               hf_object_borrowed right)                       \
    {                                                                          \
        PyObject *a = HF_USE(left), *b = HF_USE(right), *result = NULL;        \
        if (hf_private_may_run(a, b != NULL) && usable(__func__, a, b)) {      \
            result = call(a, b);                                               \
        }                                                                      \
        return HF_RESULT(object, result);                                      \
    }

#define IN_PLACE(name, call)                                                   \
    hf_object hf_number_##name##_in_place(hf_object left,                      \
                                          hf_object_borrowed right)            \
    {                                                                          \
        /* |right| first: it may be borrowed from |left|. */                   \
        PyObject *b = HF_USE_BESIDE(right, left), *a = HF_TAKE(left);          \
        PyObject *result = NULL;                                               \
        if (hf_private_may_run(a, b != NULL) && usable(__func__, a, b)) {      \
            result = call(a, b);                                               \
        }                                                                      \
        Py_XDECREF(a);                                                         \
        return HF_RESULT(object, result);                                      \
    }

#define UNARY(T, verb, call)                                                   \
    hf_##T hf_number_##verb(hf_object_borrowed self)                           \
    {                                                                          \
        PyObject *raw = HF_USE(self), *result = NULL;                          \
        if (hf_private_may_run(raw, true) &&                                   \
            hf_private_is_there(__func__, raw)) {                              \
            result = call(raw);                                                \
        }                                                                      \
        return HF_RESULT(T, result);                                           \
    }

#define POWER(a, b) PyNumber_Power(a, b, Py_None)
#define POWER_IN_PLACE(a, b) PyNumber_InPlacePower(a, b, Py_None)

BINARY(add, PyNumber_Add)
BINARY(subtract, PyNumber_Subtract)
BINARY(multiply, PyNumber_Multiply)
BINARY(matmul, PyNumber_MatrixMultiply)
BINARY(divide, PyNumber_TrueDivide)
BINARY(floor_divide, PyNumber_FloorDivide)
BINARY(modulo, PyNumber_Remainder)
BINARY(divmod, PyNumber_Divmod)
BINARY(power, POWER)
BINARY(lshift, PyNumber_Lshift)
BINARY(rshift, PyNumber_Rshift)
BINARY(and, PyNumber_And)
BINARY(xor, PyNumber_Xor)
BINARY(or, PyNumber_Or)

IN_PLACE(add, PyNumber_InPlaceAdd)
IN_PLACE(subtract, PyNumber_InPlaceSubtract)
IN_PLACE(multiply, PyNumber_InPlaceMultiply)
IN_PLACE(matmul, PyNumber_InPlaceMatrixMultiply)
IN_PLACE(divide, PyNumber_InPlaceTrueDivide)
IN_PLACE(floor_divide, PyNumber_InPlaceFloorDivide)
IN_PLACE(modulo, PyNumber_InPlaceRemainder)
IN_PLACE(power, POWER_IN_PLACE)
IN_PLACE(lshift, PyNumber_InPlaceLshift)
IN_PLACE(rshift, PyNumber_InPlaceRshift)
IN_PLACE(and, PyNumber_InPlaceAnd)
IN_PLACE(xor, PyNumber_InPlaceXor)
IN_PLACE(or, PyNumber_InPlaceOr)

UNARY(object, negative, PyNumber_Negative)
UNARY(object, positive, PyNumber_Positive)
UNARY(object, invert, PyNumber_Invert)
UNARY(object, absolute, PyNumber_Absolute)
UNARY(int, index, PyNumber_Index)
UNARY(int, int, PyNumber_Long)
UNARY(float, float, PyNumber_Float)

hf_object hf_number_power_modulo(hf_object_borrowed left,
                                 hf_object_borrowed right,
                                 hf_object_borrowed modulus)
{
    PyObject *a = HF_USE(left), *b = HF_USE(right), *m = HF_USE(modulus);
    PyObject *result = NULL;
    if (hf_private_may_run(a, b != NULL && m != NULL) &&
        usable(__func__, a, b) && hf_private_is_there(__func__, m)) {
        result = PyNumber_Power(a, b, m);
    }
    return HF_RESULT(object, result);
}

bool hf_private_object_as(const char *function, PyObject *raw,
                          enum hf_private_integer to, uint64_t *bits)
{
    *bits = 0;
    if (!hf_private_ready(function, raw, true)) {
        return false;
    }
    if (PyLong_Check(raw)) { /* which is its own __index__ */
        return hf_private_int_convert(raw, to, bits);
    }
    PyObject *index = PyNumber_Index(raw);
    if (index == NULL) {
        return false;
    }
    bool worked = hf_private_int_convert(index, to, bits);
    Py_DECREF(index);
    return worked;
}

hf_worked hf_object_as_double(hf_object_borrowed self, double *out)
{
    PyObject *raw = HF_USE(self);
    *out = 0;
    if (!hf_private_ready(__func__, raw, true)) {
        return hf_worked_if(false);
    }
    if (PyLong_CheckExact(raw)) { /* the error says which int it was */
        return hf_worked_if(hf_private_int_as_double(raw, out));
    }
    double value = PyFloat_AsDouble(raw);
    if (value == -1.0 && PyErr_Occurred()) {
        return hf_worked_if(false);
    }
    *out = value;
    return hf_worked_if(true);
}
