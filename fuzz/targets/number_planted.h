/* number_planted.h: bugs in what number_sequence calls, beside those of planted.h.
 * Each does what the layer does, and one thing wrong, where the environment
 * variable HF_PLANTED names it.
 */
#ifndef FUZZ_NUMBER_PLANTED_H
#define FUZZ_NUMBER_PLANTED_H

#include "fuzz/targets/planted.h"

#include <math.h>

static bool is_of_ints(hf_object_borrowed left, hf_object_borrowed right)
{
    return PyLong_Check(hf_as_raw(left)) && PyLong_Check(hf_as_raw(right));
}

/* is_exact_double says that |x|, an int, is one. */
static bool is_exact_double(hf_object_borrowed x)
{
    int overflow;
    long value = PyLong_AsLongAndOverflow(hf_as_raw(x), &overflow);
    return overflow == 0 && labs(value) < 1L << 53;
}

/* ---- To C. */

UNUSED static hf_worked planted_as_u8(hf_int_borrowed self, uint8_t *out)
{
    int64_t whole;
    if (planted("number_truncated") && PyLong_Check(hf_as_raw(self)) &&
        hf_int_as_i64(self, &whole)) {
        *out = (uint8_t)whole;
        return hf_worked_if(true);
    }
    if (planted("number_truncated")) {
        PyErr_Clear();
    }
    return hf_int_as_u8(self, out);
}

UNUSED static hf_worked planted_as_i16(hf_int_borrowed self, int16_t *out)
{
    hf_worked worked = hf_int_as_i16(self, out);
    if (planted("not_zeroed") && !worked) {
        *out = 77;
    }
    return worked;
}

UNUSED static hf_worked planted_as_i32(hf_int_borrowed self, int32_t *out)
{
    if (planted("pending_lost")) {
        PyErr_Clear();
    }
    return hf_int_as_i32(self, out);
}

UNUSED static hf_worked planted_as_i64(hf_int_borrowed self, int64_t *out)
{
    hf_worked worked = hf_int_as_i64(self, out);
    if (planted("minus_one_fails") && worked && *out == -1 &&
        !hf_error_occurred()) {
        *out = 0;
        PyErr_SetString(PyExc_OverflowError, "-1");
        return hf_worked_if(false);
    }
    return worked;
}

UNUSED static hf_worked planted_as_u64(hf_int_borrowed self, uint64_t *out)
{
    PyObject *raw = hf_as_raw(self);
    hf_worked worked = hf_int_as_u64(self, out);
    if (planted("repr_asked") && !worked && PyLong_Check(raw) &&
        PyErr_ExceptionMatches(PyExc_OverflowError)) {
        PyErr_Clear();
        PyErr_Format(PyExc_OverflowError,
                     "%R is out of range for uint64_t (0 to "
                     "18446744073709551615)",
                     raw);
    }
    return worked;
}

UNUSED static hf_worked planted_object_as_i64(hf_object_borrowed self,
                                              int64_t *out)
{
    PyObject *raw = hf_object_as_raw(self);
    if (planted("floats_truncated") && PyFloat_Check(raw)) {
        hf_auto(object, whole, hf_object_from_owned(PyNumber_Long(raw)));
        *out = 0;
        return hf_worked_if(!hf_is_null(whole) && hf_object_as_i64(whole, out));
    }
    return hf_object_as_i64(self, out);
}

UNUSED static hf_worked planted_as_bytes(hf_int_borrowed self, void *data,
                                         Py_ssize_t size, int layout)
{
    hf_worked worked = hf_int_as_bytes(self, data, size, layout);
    if (planted("last_byte_unwritten") && worked && size > 8) {
        ((char *)data)[size - 1] = 77;
    }
    return worked;
}

/* ---- From C. */

UNUSED static hf_int planted_from_bytes(const void *data, Py_ssize_t size,
                                        int layout)
{
    if (planted("sign_lost") && size == 8) {
        layout &= HF_INT_BIG;
    }
    return hf_int_from_bytes(data, size, layout);
}

UNUSED static hf_int planted_from_double(double value)
{
    bool cut = planted("fraction_dropped") && isfinite(value);
    return hf_int_from_double(cut ? trunc(value) : value);
}

UNUSED static hf_float planted_float_from_double(double value)
{
    return hf_float_from_double(planted("minus_zero_lost") ? value + 0.0
                                                           : value);
}

UNUSED static hf_str planted_int_to_str(hf_int_borrowed self, int base)
{
    hf_str made = hf_int_to_str(self, base);
    if (planted("lost_when_memory_fails") && hf_is_null(made) &&
        PyErr_ExceptionMatches(PyExc_MemoryError)) {
        PyObject *lost = PyUnicode_New(5, 127);
        (void)lost;
    }
    return made;
}

/* ---- Operators. */

UNUSED static hf_object planted_add_in_place(hf_object left,
                                             hf_object_borrowed right)
{
    if (planted("left_lost") && hf_is_none(right)) {
        hf_object lost = hf_incref(left);
        (void)lost;
    }
    return hf_number_add_in_place(left, right);
}

UNUSED static hf_object planted_subtract_in_place(hf_object left,
                                                  hf_object_borrowed right)
{
    if (planted("operands_swapped") && is_of_ints(hf_borrow(left), right)) {
        hf_object difference = hf_number_subtract(right, left);
        hf_decref(left);
        return difference;
    }
    return hf_number_subtract_in_place(left, right);
}

UNUSED static hf_object planted_multiply_in_place(hf_object left,
                                                  hf_object_borrowed right)
{
    if (planted("not_in_place")) {
        hf_object product = hf_number_multiply(left, right);
        hf_decref(left);
        return product;
    }
    return hf_number_multiply_in_place(left, right);
}

UNUSED static hf_object planted_floor_divide(hf_object_borrowed left,
                                             hf_object_borrowed right)
{
    if (planted("divides_as_c") && is_of_ints(left, right) &&
        is_exact_double(left) && is_exact_double(right)) {
        PyObject *ratio = PyNumber_TrueDivide(hf_as_raw(left),
                                              hf_as_raw(right));
        if (ratio != NULL) {
            double value = trunc(PyFloat_AS_DOUBLE(ratio));
            Py_DECREF(ratio);
            return hf_object_from_owned(PyLong_FromDouble(value));
        }
        PyErr_Clear();
    }
    return hf_number_floor_divide(left, right);
}

UNUSED static hf_object planted_power_modulo(hf_object_borrowed left,
                                             hf_object_borrowed right,
                                             hf_object_borrowed modulus)
{
    if (planted("modulus_dropped") && is_of_ints(right, modulus) &&
        PyLong_AsDouble(hf_as_raw(right)) == 2) {
        return hf_number_power(left, right);
    }
    return hf_number_power_modulo(left, right, modulus);
}

UNUSED static hf_object planted_positive(hf_object_borrowed self)
{
    PyObject *raw = hf_object_as_raw(self);
    if (planted("copied") && PyFloat_CheckExact(raw)) {
        return hf_object_from_owned(PyFloat_FromDouble(PyFloat_AS_DOUBLE(raw)));
    }
    return hf_number_positive(self);
}

/* From here on the target calls the functions above. */
#undef hf_number_add_in_place
#undef hf_number_subtract_in_place
#undef hf_number_multiply_in_place
#undef hf_number_floor_divide
#undef hf_number_power_modulo
#undef hf_number_positive
#undef hf_object_as_i64
#define hf_number_add_in_place planted_add_in_place
#define hf_number_subtract_in_place planted_subtract_in_place
#define hf_number_multiply_in_place planted_multiply_in_place
#define hf_number_floor_divide planted_floor_divide
#define hf_number_power_modulo planted_power_modulo
#define hf_number_positive planted_positive
#define hf_object_as_i64 planted_object_as_i64
#define hf_int_as_u8 planted_as_u8
#define hf_int_as_i16 planted_as_i16
#define hf_int_as_i32 planted_as_i32
#define hf_int_as_i64 planted_as_i64
#define hf_int_as_u64 planted_as_u64
#define hf_int_as_bytes planted_as_bytes
#define hf_int_from_bytes planted_from_bytes
#define hf_int_from_double planted_from_double
#define hf_float_from_double planted_float_from_double
#define hf_int_to_str planted_int_to_str

#endif /* FUZZ_NUMBER_PLANTED_H */
