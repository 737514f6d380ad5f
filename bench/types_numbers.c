/* types_numbers.c: numbers, bytes and buffers for //bench:types. */
#include "bench/types_cases.h"

#include <math.h>

#if PY_VERSION_HEX < 0x030B0000
#include <longintrepr.h>
#endif

/* The other types of numbers. */
#define N_i8(side, name, call) TYPES_SUM(side, name, int8_t, call)
#define N_u8(side, name, call) TYPES_SUM(side, name, uint8_t, call)
#define N_i16(side, name, call) TYPES_SUM(side, name, int16_t, call)
#define N_u16(side, name, call) TYPES_SUM(side, name, uint16_t, call)
#define N_i32(side, name, call) TYPES_SUM(side, name, int32_t, call)
#define N_u32(side, name, call) TYPES_SUM(side, name, uint32_t, call)
#define N_i64(side, name, call) TYPES_SUM(side, name, int64_t, call)
#define N_u64(side, name, call) TYPES_SUM(side, name, uint64_t, call)
#define N_double(side, name, call) TYPES_SUM(side, name, double, call)
#define N_bool(side, name, call) TYPES_SUM(side, name, bool, call)
#define N_complex(side, name, call)                                            \
    TYPES_OPERATION(                                                           \
        side, name, in->real = 0; REPEAT {                                     \
            hf_complex_value n;                                                \
            if (!(call)) {                                                     \
                return false;                                                  \
            }                                                                  \
            in->real += n.real;                                                \
        })
#define N_i8_RAW N_i8
#define N_u8_RAW N_u8
#define N_i16_RAW N_i16
#define N_u16_RAW N_u16
#define N_i32_RAW N_i32
#define N_u32_RAW N_u32
#define N_i64_RAW N_i64
#define N_u64_RAW N_u64
#define N_double_RAW N_double
#define N_bool_RAW N_bool
#define N_complex_RAW N_complex

/* TEXT is a number, a name and some bytes. */
#define TEXT "12345678"
enum { SIZE = sizeof(TEXT) - 1, AT = 7 };

/* ---- By hand. GOT: |value| goes to |n|, and is no error. */

#define GOT(value, error)                                                      \
    __extension__({                                                            \
        n = (value);                                                           \
        !(n == (error) && PyErr_Occurred());                                   \
    })
#define SIZE_OF(value)                                                         \
    __extension__({                                                            \
        n = (value);                                                           \
        n >= 0;                                                                \
    })

/* beyond is always false, which the compiler sees. */
APART bool beyond(void)
{
    PyErr_SetString(PyExc_OverflowError, "it does not fit");
    return false;
}

APART bool fits(PyObject *x, long least, long most, long *value)
{
    *value = PyLong_AsLong(x);
    if (*value == -1 && PyErr_Occurred()) {
        return false;
    }
    return (*value >= least && *value <= most) || beyond();
}
#define FITS(type, least, most)                                                \
    __extension__({                                                            \
        long hand;                                                             \
        bool worked = fits(X_, least, most, &hand);                            \
        n = (type)hand;                                                        \
        worked;                                                                \
    })

APART bool index_fits(PyObject *x, long least, long most, long *value)
{
    PyObject *index = PyNumber_Index(x);
    if (index == NULL) {
        *value = 0;
        return false;
    }
    bool worked = fits(index, least, most, value);
    Py_DECREF(index);
    return worked;
}
#define INDEX_FITS(type, least, most)                                          \
    __extension__({                                                            \
        long hand;                                                             \
        bool worked = index_fits(X_, least, most, &hand);                      \
        n = (type)hand;                                                        \
        worked;                                                                \
    })

APART bool hand_index_u64(PyObject *x, uint64_t *n)
{
    PyObject *index = PyNumber_Index(x);
    if (index == NULL) {
        return false;
    }
    *n = PyLong_AsUnsignedLongLong(index);
    Py_DECREF(index);
    return !(*n == (uint64_t)-1 && PyErr_Occurred());
}

APART PyObject *hand_whole(double value)
{
    if (value != floor(value)) {
        beyond();
        return NULL;
    }
    return PyLong_FromDouble(value);
}

/* It consumes |text|, which may be NULL. */
APART PyObject *hand_int_of(PyObject *text)
{
    if (text == NULL) {
        return NULL;
    }
    PyObject *made = PyLong_FromUnicodeObject(text, 10);
    Py_DECREF(text);
    return made;
}

APART bool hand_as_bytes(PyObject *x, uint64_t *n)
{
    if (!PyLong_Check(x)) {
        PyErr_BadArgument();
        return false;
    }
#if PY_VERSION_HEX >= 0x030D0000
    return PyLong_AsNativeBytes(x, n, sizeof(*n),
                                Py_ASNATIVEBYTES_LITTLE_ENDIAN |
                                    Py_ASNATIVEBYTES_UNSIGNED_BUFFER |
                                    Py_ASNATIVEBYTES_REJECT_NEGATIVE) >= 0;
#else
    return _PyLong_AsByteArray((PyLongObject *)x, (unsigned char *)n,
                               sizeof(*n), 1, 0) == 0;
#endif
}

APART bool hand_bits(PyObject *x, Py_ssize_t *n)
{
    if (!PyLong_Check(x)) {
        PyErr_BadArgument();
        return false;
    }
    *n = (Py_ssize_t)_PyLong_NumBits(x);
    return *n >= 0;
}

APART bool hand_bool(PyObject *x, bool *n)
{
    if (!PyBool_Check(x)) {
        PyErr_BadArgument();
        return false;
    }
    *n = x == Py_True;
    return true;
}

APART bool hand_complex(PyObject *x, hf_complex_value *n)
{
    Py_complex value = PyComplex_AsCComplex(x);
    *n = (hf_complex_value){value.real, value.imag};
    return !(value.real == -1.0 && PyErr_Occurred());
}

/* |left| is one's own, and given up. */
APART PyObject *hand_in_place(binaryfunc call, PyObject *left, PyObject *right)
{
    Py_INCREF(left);
    PyObject *made = call(left, right);
    Py_DECREF(left);
    return made;
}

APART PyObject *hand_power_in_place(PyObject *left, PyObject *right)
{
    return PyNumber_InPlacePower(left, right, Py_None);
}

APART PyObject *hand_bytes_append(PyObject *left, PyObject *right)
{
    Py_INCREF(left);
    PyBytes_Concat(&left, right);
    return left;
}

APART PyObject *hand_bytes_append_data(PyObject *left, const char *data,
                                       Py_ssize_t size)
{
    PyBytes_ConcatAndDel(&left, PyBytes_FromStringAndSize(data, size));
    return left;
}

APART bool hand_byte(PyObject *x, Py_ssize_t at, uint8_t *n)
{
    char *data;
    Py_ssize_t size;
    if (PyBytes_AsStringAndSize(x, &data, &size) < 0) {
        return false;
    }
    if (at < 0 || at >= size) {
        return beyond();
    }
    *n = (uint8_t)data[at];
    return true;
}

APART bool ours_view(hf_bytes_borrowed x, Py_ssize_t *n)
{
    hf_bytes_view view;
    if (!hf_bytes_as_view(x, &view)) {
        return false;
    }
    *n = view.size + view.data[0];
    return true;
}

APART bool hand_view(PyObject *x, Py_ssize_t *n)
{
    char *data;
    Py_ssize_t size;
    if (PyBytes_AsStringAndSize(x, &data, &size) < 0) {
        return false;
    }
    *n = size + data[0];
    return true;
}

APART PyObject *hand_converted(int (*convert)(PyObject *, void *), PyObject *x)
{
    PyObject *made;
    return convert(x, &made) ? made : NULL;
}

APART char *hand_bytes_at(PyObject *x, Py_ssize_t at, Py_ssize_t size)
{
    if (!PyByteArray_Check(x)) {
        PyErr_BadArgument();
        return NULL;
    }
    if (at < 0 || at > PyByteArray_GET_SIZE(x) ||
        size > PyByteArray_GET_SIZE(x) - at) {
        beyond();
        return NULL;
    }
    return PyByteArray_AS_STRING(x) + at;
}

APART bool hand_read(PyObject *x, Py_ssize_t at, void *out, Py_ssize_t size)
{
    char *place = hand_bytes_at(x, at, size);
    if (place == NULL) {
        return false;
    }
    memcpy(out, place, (size_t)size);
    return true;
}

APART bool hand_write(PyObject *x, Py_ssize_t at, const void *data,
                      Py_ssize_t size)
{
    char *place = hand_bytes_at(x, at, size);
    if (place == NULL) {
        return false;
    }
    memcpy(place, data, (size_t)size);
    return true;
}

/* What is added is zeros. */
APART bool hand_resize(PyObject *x, Py_ssize_t size)
{
    if (!PyByteArray_Check(x)) {
        PyErr_BadArgument();
        return false;
    }
    Py_ssize_t n = PyByteArray_GET_SIZE(x);
    if (PyByteArray_Resize(x, size) < 0) {
        return false;
    }
    if (size > n) {
        memset(PyByteArray_AS_STRING(x) + n, 0, (size_t)(size - n));
    }
    return true;
}

APART bool hand_append(PyObject *x, const void *data, Py_ssize_t size)
{
    if (!PyByteArray_Check(x)) {
        PyErr_BadArgument();
        return false;
    }
    Py_ssize_t n = PyByteArray_GET_SIZE(x);
    if (PyByteArray_Resize(x, n + size) < 0) {
        return false;
    }
    memcpy(PyByteArray_AS_STRING(x) + n, data, (size_t)size);
    return true;
}

/* A buffer of doubles is got, looked at, and given back. */
APART bool ours_buffer(hf_object_borrowed x, Py_ssize_t *n)
{
    hf_auto_buffer(b);
    if (!hf_buffer_get(x, (hf_buffer_needs){.format = "d", .dimensions = 1},
                       &b)) {
        return false;
    }
    *n = hf_buffer_length(&b, 0);
    return true;
}

static bool are_doubles(const Py_buffer *view)
{
    if (view->ndim == 1 && view->itemsize == sizeof(double) &&
        view->format != NULL && strcmp(view->format, "d") == 0) {
        return true;
    }
    PyErr_SetString(PyExc_BufferError, "these are no doubles");
    return false;
}

APART bool hand_buffer(PyObject *x, Py_ssize_t *n)
{
    Py_buffer view;
    if (PyObject_GetBuffer(x, &view, PyBUF_FORMAT | PyBUF_STRIDES) < 0) {
        return false;
    }
    bool worked = are_doubles(&view);
    *n = worked ? view.shape[0] : 0;
    PyBuffer_Release(&view);
    return worked;
}

/* ---- The items of a buffer, one after the other. */

static bool ours_buffer_read(input *in, Py_ssize_t times)
{
    hf_auto_buffer(b);
    if (!hf_buffer_get(LENT(object, x),
                       (hf_buffer_needs){.format = "d", .dimensions = 1}, &b)) {
        return false;
    }
    REPEAT {
        in->real = 0;
        for (Py_ssize_t at = 0; at < hf_buffer_length(&b, 0); at++) {
            double item;
            if (!hf_buffer_read(&b, at, &item)) {
                return false;
            }
            in->real += item;
        }
    }
    return true;
}

static bool raw_buffer_read(input *in, Py_ssize_t times)
{
    Py_buffer view;
    if (PyObject_GetBuffer(X_, &view, PyBUF_FORMAT | PyBUF_STRIDES) < 0) {
        return false;
    }
    bool worked = are_doubles(&view);
    if (worked) {
        REPEAT {
            in->real = 0;
            for (Py_ssize_t at = 0; at < view.shape[0]; at++) {
                double item;
                memcpy(&item, (char *)view.buf + at * view.strides[0],
                       sizeof(item));
                in->real += item;
            }
        }
    }
    PyBuffer_Release(&view);
    return worked;
}

static bool ours_buffer_write(input *in, Py_ssize_t times)
{
    hf_auto_buffer(b);
    if (!hf_buffer_get(
            LENT(object, x),
            (hf_buffer_needs){.writable = true, .format = "d", .dimensions = 1},
            &b)) {
        return false;
    }
    REPEAT {
        for (Py_ssize_t at = 0; at < hf_buffer_length(&b, 0); at++) {
            if (!hf_buffer_write(&b, at, &in->real)) {
                return false;
            }
        }
    }
    return true;
}

static bool raw_buffer_write(input *in, Py_ssize_t times)
{
    Py_buffer view;
    if (PyObject_GetBuffer(X_, &view,
                           PyBUF_FORMAT | PyBUF_STRIDES | PyBUF_WRITABLE) < 0) {
        return false;
    }
    bool worked = are_doubles(&view);
    if (worked) {
        REPEAT {
            for (Py_ssize_t at = 0; at < view.shape[0]; at++) {
                memcpy((char *)view.buf + at * view.strides[0], &in->real,
                       sizeof(in->real));
            }
        }
    }
    PyBuffer_Release(&view);
    return worked;
}

static bool ours_buffer_array(input *in, Py_ssize_t times)
{
    hf_auto_buffer(b);
    if (!hf_buffer_get(LENT(object, x), (hf_buffer_needs){.contiguous = true},
                       &b)) {
        return false;
    }
    REPEAT {
        Py_ssize_t n;
        const double *items = hf_buffer_array(double, &b, &n);
        if (items == NULL) {
            return false;
        }
        in->real = items[n - 1];
    }
    return true;
}

static bool raw_buffer_array(input *in, Py_ssize_t times)
{
    Py_buffer view;
    if (PyObject_GetBuffer(X_, &view, PyBUF_FORMAT | PyBUF_ND) < 0) {
        return false;
    }
    bool worked = true;
    REPEAT {
        worked = are_doubles(&view) && PyBuffer_IsContiguous(&view, 'C') &&
                 (uintptr_t)view.buf % _Alignof(double) == 0;
        if (!worked) {
            break;
        }
        in->real = ((double *)view.buf)[view.len / view.itemsize - 1];
    }
    PyBuffer_Release(&view);
    return worked;
}

/* ---- All that are one call. */

#define NUMBERS(X)                                                             \
    X(N_i8, int_as_i8, hf_int_as_i8(LENT(int, x), &n),                         \
      FITS(int8_t, INT8_MIN, INT8_MAX))                                        \
    X(N_u8, int_as_u8, hf_int_as_u8(LENT(int, x), &n),                         \
      FITS(uint8_t, 0, UINT8_MAX))                                             \
    X(N_i16, int_as_i16, hf_int_as_i16(LENT(int, x), &n),                      \
      FITS(int16_t, INT16_MIN, INT16_MAX))                                     \
    X(N_u16, int_as_u16, hf_int_as_u16(LENT(int, x), &n),                      \
      FITS(uint16_t, 0, UINT16_MAX))                                           \
    X(N_i32, int_as_i32, hf_int_as_i32(LENT(int, x), &n),                      \
      FITS(int32_t, INT32_MIN, INT32_MAX))                                     \
    X(N_u32, int_as_u32, hf_int_as_u32(LENT(int, x), &n),                      \
      FITS(uint32_t, 0, UINT32_MAX))                                           \
    X(N_u64, int_as_u64, hf_int_as_u64(LENT(int, x), &n),                      \
      GOT(PyLong_AsUnsignedLongLong(X_), (uint64_t)-1))                        \
    X(COUNTS, int_as_size, hf_int_as_size(LENT(int, x), &n),                   \
      GOT(PyLong_AsSsize_t(X_), -1))                                           \
    X(N_double, int_as_double, hf_int_as_double(LENT(int, x), &n),             \
      GOT(PyLong_AsDouble(X_), -1.0))                                          \
    X(GIVES, int_from_u64, hf_int_from_u64((uint64_t)in->number),              \
      PyLong_FromUnsignedLongLong((uint64_t)in->number))                       \
    X(GIVES, int_from_size, hf_int_from_size((Py_ssize_t)in->number),          \
      PyLong_FromSsize_t((Py_ssize_t)in->number))                              \
    X(GIVES, int_from_double, hf_int_from_double(in->real),                    \
      hand_whole(in->real))                                                    \
    X(GIVES, int_from_utf8, hf_int_from_utf8(TEXT, 10),                        \
      PyLong_FromString(TEXT, NULL, 10))                                       \
    X(GIVES, int_from_utf8_n, hf_int_from_utf8_n(TEXT, SIZE, 10),              \
      hand_int_of(PyUnicode_DecodeUTF8(TEXT, SIZE, NULL)))                     \
    X(GIVES, int_from_str, hf_int_from_str(LENT(str, x), 10),                  \
      PyLong_FromUnicodeObject(X_, 10))                                        \
    X(GIVES, int_to_str, hf_int_to_str(LENT(int, x), 10),                      \
      PyNumber_ToBase(X_, 10))                                                 \
    X(GIVES, int_from_bytes, hf_int_from_bytes(TEXT, SIZE, HF_INT_LITTLE),     \
      _PyLong_FromByteArray((const unsigned char *)TEXT, SIZE, 1, 0))          \
    X(N_u64, int_as_bytes,                                                     \
      hf_int_as_bytes(LENT(int, x), &n, sizeof(n), HF_INT_LITTLE),             \
      hand_as_bytes(X_, &n))                                                   \
    X(COUNTS, int_bit_length, hf_int_bit_length(LENT(int, x), &n),             \
      hand_bits(X_, &n))                                                       \
    X(GIVES, bool_from, hf_bool_from(in->number),                              \
      PyBool_FromLong(in->number != 0))                                        \
    X(N_bool, bool_as_bool, hf_bool_as_bool(LENT(bool, x), &n),                \
      hand_bool(X_, &n))                                                       \
    X(GIVES, complex_from, hf_complex_from(in->real, 1),                       \
      PyComplex_FromDoubles(in->real, 1))                                      \
    X(N_complex, complex_as_value, hf_complex_as_value(LENT(complex, x), &n),  \
      hand_complex(X_, &n))                                                    \
    X(N_complex, object_as_complex, hf_object_as_complex(LENT(object, x), &n), \
      hand_complex(X_, &n))                                                    \
    X(N_double, object_as_double, hf_object_as_double(LENT(object, x), &n),    \
      GOT(PyFloat_AsDouble(X_), -1.0))                                         \
    X(N_i8, object_as_i8, hf_object_as_i8(LENT(object, x), &n),                \
      INDEX_FITS(int8_t, INT8_MIN, INT8_MAX))                                  \
    X(N_u8, object_as_u8, hf_object_as_u8(LENT(object, x), &n),                \
      INDEX_FITS(uint8_t, 0, UINT8_MAX))                                       \
    X(N_i16, object_as_i16, hf_object_as_i16(LENT(object, x), &n),             \
      INDEX_FITS(int16_t, INT16_MIN, INT16_MAX))                               \
    X(N_u16, object_as_u16, hf_object_as_u16(LENT(object, x), &n),             \
      INDEX_FITS(uint16_t, 0, UINT16_MAX))                                     \
    X(N_i32, object_as_i32, hf_object_as_i32(LENT(object, x), &n),             \
      INDEX_FITS(int32_t, INT32_MIN, INT32_MAX))                               \
    X(N_u32, object_as_u32, hf_object_as_u32(LENT(object, x), &n),             \
      INDEX_FITS(uint32_t, 0, UINT32_MAX))                                     \
    X(N_i64, object_as_i64, hf_object_as_i64(LENT(object, x), &n),             \
      INDEX_FITS(int64_t, INT64_MIN, INT64_MAX))                               \
    X(N_u64, object_as_u64, hf_object_as_u64(LENT(object, x), &n),             \
      hand_index_u64(X_, &n))                                                  \
    X(COUNTS, object_as_size, hf_object_as_size(LENT(object, x), &n),          \
      GOT(PyNumber_AsSsize_t(X_, PyExc_OverflowError), -1))                    \
    X(GIVES, number_add, hf_number_add(LENT(object, x), LENT(object, y)),      \
      PyNumber_Add(X_, Y_))                                                    \
    X(GIVES, number_subtract,                                                  \
      hf_number_subtract(LENT(object, x), LENT(object, y)),                    \
      PyNumber_Subtract(X_, Y_))                                               \
    X(GIVES, number_multiply,                                                  \
      hf_number_multiply(LENT(object, x), LENT(object, y)),                    \
      PyNumber_Multiply(X_, Y_))                                               \
    X(GIVES, number_matmul,                                                    \
      hf_number_matmul(LENT(object, x), LENT(object, y)),                      \
      PyNumber_MatrixMultiply(X_, Y_))                                         \
    X(GIVES, number_divide,                                                    \
      hf_number_divide(LENT(object, x), LENT(object, y)),                      \
      PyNumber_TrueDivide(X_, Y_))                                             \
    X(GIVES, number_floor_divide,                                              \
      hf_number_floor_divide(LENT(object, x), LENT(object, y)),                \
      PyNumber_FloorDivide(X_, Y_))                                            \
    X(GIVES, number_modulo,                                                    \
      hf_number_modulo(LENT(object, x), LENT(object, y)),                      \
      PyNumber_Remainder(X_, Y_))                                              \
    X(GIVES, number_divmod,                                                    \
      hf_number_divmod(LENT(object, x), LENT(object, y)),                      \
      PyNumber_Divmod(X_, Y_))                                                 \
    X(GIVES, number_lshift,                                                    \
      hf_number_lshift(LENT(object, x), LENT(object, y)),                      \
      PyNumber_Lshift(X_, Y_))                                                 \
    X(GIVES, number_rshift,                                                    \
      hf_number_rshift(LENT(object, x), LENT(object, y)),                      \
      PyNumber_Rshift(X_, Y_))                                                 \
    X(GIVES, number_and, hf_number_and(LENT(object, x), LENT(object, y)),      \
      PyNumber_And(X_, Y_))                                                    \
    X(GIVES, number_xor, hf_number_xor(LENT(object, x), LENT(object, y)),      \
      PyNumber_Xor(X_, Y_))                                                    \
    X(GIVES, number_or, hf_number_or(LENT(object, x), LENT(object, y)),        \
      PyNumber_Or(X_, Y_))                                                     \
    X(GIVES, number_power, hf_number_power(LENT(object, x), LENT(object, y)),  \
      PyNumber_Power(X_, Y_, Py_None))                                         \
    X(GIVES, number_power_modulo,                                              \
      hf_number_power_modulo(LENT(object, x), LENT(object, y),                 \
                             LENT(object, x)),                                 \
      PyNumber_Power(X_, Y_, X_))                                              \
    X(GIVES, number_add_in_place,                                              \
      hf_number_add_in_place(hf_incref(LENT(object, x)), LENT(object, y)),     \
      hand_in_place(PyNumber_InPlaceAdd, X_, Y_))                              \
    X(GIVES, number_subtract_in_place,                                         \
      hf_number_subtract_in_place(hf_incref(LENT(object, x)),                  \
                                  LENT(object, y)),                            \
      hand_in_place(PyNumber_InPlaceSubtract, X_, Y_))                         \
    X(GIVES, number_multiply_in_place,                                         \
      hf_number_multiply_in_place(hf_incref(LENT(object, x)),                  \
                                  LENT(object, y)),                            \
      hand_in_place(PyNumber_InPlaceMultiply, X_, Y_))                         \
    X(GIVES, number_matmul_in_place,                                           \
      hf_number_matmul_in_place(hf_incref(LENT(object, x)), LENT(object, y)),  \
      hand_in_place(PyNumber_InPlaceMatrixMultiply, X_, Y_))                   \
    X(GIVES, number_divide_in_place,                                           \
      hf_number_divide_in_place(hf_incref(LENT(object, x)), LENT(object, y)),  \
      hand_in_place(PyNumber_InPlaceTrueDivide, X_, Y_))                       \
    X(GIVES, number_floor_divide_in_place,                                     \
      hf_number_floor_divide_in_place(hf_incref(LENT(object, x)),              \
                                      LENT(object, y)),                        \
      hand_in_place(PyNumber_InPlaceFloorDivide, X_, Y_))                      \
    X(GIVES, number_modulo_in_place,                                           \
      hf_number_modulo_in_place(hf_incref(LENT(object, x)), LENT(object, y)),  \
      hand_in_place(PyNumber_InPlaceRemainder, X_, Y_))                        \
    X(GIVES, number_lshift_in_place,                                           \
      hf_number_lshift_in_place(hf_incref(LENT(object, x)), LENT(object, y)),  \
      hand_in_place(PyNumber_InPlaceLshift, X_, Y_))                           \
    X(GIVES, number_rshift_in_place,                                           \
      hf_number_rshift_in_place(hf_incref(LENT(object, x)), LENT(object, y)),  \
      hand_in_place(PyNumber_InPlaceRshift, X_, Y_))                           \
    X(GIVES, number_and_in_place,                                              \
      hf_number_and_in_place(hf_incref(LENT(object, x)), LENT(object, y)),     \
      hand_in_place(PyNumber_InPlaceAnd, X_, Y_))                              \
    X(GIVES, number_xor_in_place,                                              \
      hf_number_xor_in_place(hf_incref(LENT(object, x)), LENT(object, y)),     \
      hand_in_place(PyNumber_InPlaceXor, X_, Y_))                              \
    X(GIVES, number_or_in_place,                                               \
      hf_number_or_in_place(hf_incref(LENT(object, x)), LENT(object, y)),      \
      hand_in_place(PyNumber_InPlaceOr, X_, Y_))                               \
    X(GIVES, number_power_in_place,                                            \
      hf_number_power_in_place(hf_incref(LENT(object, x)), LENT(object, y)),   \
      hand_in_place(hand_power_in_place, X_, Y_))                              \
    X(GIVES, number_negative, hf_number_negative(LENT(object, x)),             \
      PyNumber_Negative(X_))                                                   \
    X(GIVES, number_positive, hf_number_positive(LENT(object, x)),             \
      PyNumber_Positive(X_))                                                   \
    X(GIVES, number_invert, hf_number_invert(LENT(object, x)),                 \
      PyNumber_Invert(X_))                                                     \
    X(GIVES, number_absolute, hf_number_absolute(LENT(object, x)),             \
      PyNumber_Absolute(X_))                                                   \
    X(GIVES, number_index, hf_number_index(LENT(object, x)),                   \
      PyNumber_Index(X_))                                                      \
    X(GIVES, number_int, hf_number_int(LENT(object, x)), PyNumber_Long(X_))    \
    X(GIVES, number_float, hf_number_float(LENT(object, x)),                   \
      PyNumber_Float(X_))                                                      \
    X(GIVES, bytes_from, hf_bytes_from(TEXT, SIZE),                            \
      PyBytes_FromStringAndSize(TEXT, SIZE))                                   \
    X(GIVES, bytes_from_object, hf_bytes_from_object(LENT(object, x)),         \
      PyBytes_FromObject(X_))                                                  \
    X(COUNTS, bytes_length, hf_bytes_length(LENT(bytes, x), &n),               \
      SIZE_OF(PyBytes_Size(X_)))                                               \
    X(N_u8, bytes_get, hf_bytes_get(LENT(bytes, x), AT, &n),                   \
      hand_byte(X_, AT, &n))                                                   \
    X(COUNTS, bytes_as_view, ours_view(LENT(bytes, x), &n), hand_view(X_, &n)) \
    X(GIVES, bytes_append,                                                     \
      hf_bytes_append(hf_incref(LENT(bytes, x)), LENT(bytes, y)),              \
      hand_in_place(hand_bytes_append, X_, Y_))                                \
    X(GIVES, bytes_append_data,                                                \
      hf_bytes_append_data(hf_bytes_from(TEXT, SIZE), TEXT, SIZE),             \
      hand_bytes_append_data(PyBytes_FromStringAndSize(TEXT, SIZE), TEXT,      \
                             SIZE))                                            \
    X(GIVES, bytes_concat, hf_bytes_concat(LENT(bytes, x), LENT(bytes, y)),    \
      PySequence_Concat(X_, Y_))                                               \
    X(GIVES, bytes_slice, hf_bytes_slice(LENT(bytes, x), 1, AT),               \
      PySequence_GetSlice(X_, 1, AT))                                          \
    X(ASKS, bytes_equal, hf_bytes_equal(LENT(bytes, x), LENT(bytes, y)),       \
      PyObject_RichCompareBool(X_, Y_, Py_EQ))                                 \
    X(GIVES, bytes_from_path, hf_bytes_from_path(LENT(object, x)),             \
      hand_converted(PyUnicode_FSConverter, X_))                               \
    X(GIVES, str_from_path, hf_str_from_path(LENT(object, x)),                 \
      hand_converted(PyUnicode_FSDecoder, X_))                                 \
    X(GIVES, str_from_path_data, hf_str_from_path_data(TEXT, SIZE),            \
      PyUnicode_DecodeFSDefaultAndSize(TEXT, SIZE))                            \
    X(GIVES, bytearray_from, hf_bytearray_from(TEXT, SIZE),                    \
      PyByteArray_FromStringAndSize(TEXT, SIZE))                               \
    X(COUNTS, bytearray_length, hf_bytearray_length(LENT(bytearray, x), &n),   \
      SIZE_OF(PyByteArray_Size(X_)))                                           \
    X(N_u64, bytearray_read,                                                   \
      hf_bytearray_read(LENT(bytearray, x), AT, &n, sizeof(n)),                \
      hand_read(X_, AT, &n, sizeof(n)))                                        \
    X(DOES, bytearray_write,                                                   \
      hf_bytearray_write(LENT(bytearray, x), AT, TEXT, SIZE),                  \
      hand_write(X_, AT, TEXT, SIZE))                                          \
    X(DOES, bytearray_resize,                                                  \
      hf_bytearray_resize(LENT(bytearray, x), 40) &&                           \
          hf_bytearray_resize(LENT(bytearray, x), 32),                         \
      hand_resize(X_, 40) && hand_resize(X_, 32))                              \
    X(DOES, bytearray_append,                                                  \
      hf_bytearray_append(LENT(bytearray, x), TEXT, SIZE) &&                   \
          hf_bytearray_resize(LENT(bytearray, x), 32),                         \
      hand_append(X_, TEXT, SIZE) && hand_resize(X_, 32))                      \
    X(COUNTS, buffer_get, ours_buffer(LENT(object, x), &n),                    \
      hand_buffer(X_, &n))                                                     \
    X(WRITTEN, buffer_write, , )                                               \
    X(WRITTEN, buffer_read, , )                                                \
    X(WRITTEN, buffer_array, , )

TYPES_TABLE(types_numbers, NUMBERS)
