/* kinds.h: what a parameter or a result of a function may be.
 *
 * A kind is a word. As a parameter, and as a result, it is in C and in Python:
 *
 *   kind               parameter        result        in Python
 *   str, object, ...   hf_str_borrowed  hf_str        a str, anything, ...
 *   hf_int, hf_bool,   the handles      of these      int, bool, float,
 *   hf_float, ...                                     complex
 *   int, int64_t,      the C type       the C type    an int
 *   size_t, long,
 *   unsigned_char,
 *   off_t, wchar_t, ...
 *   double, float      the C type       the C type    a float
 *   bool               bool             bool          anything, by its truth
 *   utf8               hf_utf8, a view  hf_utf8       a str
 *   none                                hf_worked     None
 *   answer                              hf_answer     True or False
 *   text                                const char *  a str
 *
 * A class is a kind, too (class.h).
 *
 * A word that C has is C's type, so int is C's int, and hf_int the handle.
 * Types of two words are written with a _, as in unsigned_char. What an int
 * kind cannot hold raises OverflowError; an __index__ is asked, as Python's own
 * functions do. char and wchar_t are integers to C, so they are an int in Python,
 * and not a str of one character. A view is valid until the function returns.
 *
 * An integer type of another header becomes a kind by one line:
 *
 *     HF_INTEGER_KIND(time_t, time_t)
 *
 * A kind of one's own needs, before the line that uses it, what HF_KIND makes
 * and one or two functions:
 *
 *     typedef struct point { double x, y; } point;
 *     HF_KIND(point, point, "a pair of floats", "tuple[float, float]")
 *
 *     static hf_answer hf_from_point(hf_object_borrowed o, point *out) {...}
 *     static hf_object hf_to_point(point value) {...}
 *
 * hf_from_point converts what arg(point, p) is given: yes, and *out is written;
 * no, which makes the call a TypeError, "f() argument 'p' must be a pair of
 * floats, not int"; or failed, and an exception is set. hf_to_point converts a
 * result; each is needed only where it is used.
 */
#ifndef HF_BIND_KINDS_H
#define HF_BIND_KINDS_H

#include "core/holdfast.h"

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "core/internal/shorthand.h"

HF_BEGIN_DECLS

#ifdef __cplusplus
#define HF_PRIVATE_MUST_BE(condition, message)                                 \
    static_assert(condition, message);
#define HF_PRIVATE_SAME(T, U) __is_same(T, U)
#else
#define HF_PRIVATE_MUST_BE(condition, message)                                 \
    _Static_assert(condition, message);
#define HF_PRIVATE_SAME(T, U) _Generic((T *)0, U * : 1, default : 0)
#endif

/* hf_private_about is what is said of a kind: by a TypeError, "must be str",
 * and in a stub. */
struct hf_private_about {
    const char *expected;
    const char *annotation;
};

/* What the default of a kind is: an integer and a text are looked at by the compiler,
 * since help() shows what the line says, and not what C makes of it. */
enum {
    HF_PRIVATE_NO_DEFAULT,
    HF_PRIVATE_ANY_DEFAULT,
    HF_PRIVATE_INTEGER_DEFAULT,
    HF_PRIVATE_TEXT_DEFAULT
};

/* HF_KIND(K, type, expected, annotation) declares the kind K, of that C type:
 * as a parameter, as a result, and as a default. */
#define HF_KIND(K, type, expected, annotation)                                 \
    HF_PRIVATE_KIND(K, type, expected, annotation, HF_PRIVATE_ANY_DEFAULT)
#define HF_PRIVATE_KIND(K, type, expected, annotation, has_default)            \
    typedef type hf_kind_##K;                                                  \
    typedef type hf_result_##K;                                                \
    HF_PRIVATE_ABOUT(K, expected, annotation)                                  \
    enum { hf_private_has_default_##K = has_default };                         \
    HF_PRIVATE_INLINE type hf_private_default_##K(type value)                  \
    {                                                                          \
        return value;                                                          \
    }
#define HF_PRIVATE_ABOUT(K, expected, annotation)                              \
    static const struct hf_private_about hf_private_about_##K                  \
        __attribute__((unused)) = {expected, annotation};

/* HF_HANDLE_KIND(K, T) makes a kind of a handle type: arg(K, x) is then an
 * hf_T_borrowed, and a result an hf_T. Those of core/ have theirs below; it is
 * for types of HF_HANDLE. */
#define HF_HANDLE_KIND(K, T, name)                                             \
    typedef hf_##T##_borrowed hf_kind_##K;                                     \
    typedef hf_##T hf_result_##K;                                              \
    HF_PRIVATE_ABOUT(K, name, name)                                            \
    enum { hf_private_has_default_##K = HF_PRIVATE_NO_DEFAULT };               \
    HF_PRIVATE_INLINE hf_answer hf_from_##K(hf_object_borrowed hf_o_,          \
                                            hf_##T##_borrowed *hf_out_)        \
    {                                                                          \
        *hf_out_ = HF_PRIVATE_AS(hf_##T##_borrowed, hf_o_);                    \
        return hf_answer_yes_if(hf_##T##_check(hf_o_));                        \
    }                                                                          \
    HF_PRIVATE_INLINE hf_object hf_to_##K(hf_##T hf_value_)                    \
    {                                                                          \
        return hf_##T##_into_object(hf_value_);                                \
    }

HF_HANDLE_KIND(object, object, "object")
HF_HANDLE_KIND(exception, exception, "BaseException")
HF_HANDLE_KIND(type, type, "type")
HF_HANDLE_KIND(hf_int, int, "int")
HF_HANDLE_KIND(hf_bool, bool, "bool")
HF_HANDLE_KIND(hf_float, float, "float")
HF_HANDLE_KIND(hf_complex, complex, "complex")
HF_HANDLE_KIND(str, str, "str")
HF_HANDLE_KIND(bytes, bytes, "bytes")
HF_HANDLE_KIND(bytearray, bytearray, "bytearray")
HF_HANDLE_KIND(memoryview, memoryview, "memoryview")
HF_HANDLE_KIND(list, list, "list")
HF_HANDLE_KIND(tuple, tuple, "tuple")
HF_HANDLE_KIND(dict, dict, "dict")
HF_HANDLE_KIND(set, set, "set")
HF_HANDLE_KIND(frozenset, frozenset, "frozenset")
HF_HANDLE_KIND(range, range, "range")
HF_HANDLE_KIND(slice, slice, "slice")
HF_HANDLE_KIND(iterator, iterator, "iterator")
HF_HANDLE_KIND(module, module, "module")
HF_HANDLE_KIND(code, code, "code")
HF_HANDLE_KIND(frame, frame, "frame")
HF_HANDLE_KIND(capsule, capsule, "PyCapsule")
HF_HANDLE_KIND(weakref, weakref, "weakref")

/* ---- C's integers. */

/* hf_private_from_index asks what is no int for its __index__. */
HF_API hf_answer hf_private_from_index(PyObject *raw,
                                       enum hf_private_integer to,
                                       uint64_t *bits);

#define HF_PRIVATE_INT_KIND(K, integer, type, least, most, make)               \
    HF_PRIVATE_KIND(K, type, "int", "int", HF_PRIVATE_INTEGER_DEFAULT)         \
    HF_PRIVATE_INLINE hf_answer hf_from_##K(hf_object_borrowed hf_o_,          \
                                            type *hf_out_)                     \
    {                                                                          \
        PyObject *hf_raw_ = HF_PRIVATE_USE(hf_o_);                             \
        uint64_t hf_bits_ = 0;                                                 \
        if (HF_PRIVATE_UNLIKELY(!PyLong_Check(hf_raw_))) {                     \
            hf_answer hf_answer_ = hf_private_from_index(hf_raw_, integer,     \
                                                         &hf_bits_);           \
            *hf_out_ = (type)hf_bits_;                                         \
            return hf_answer_;                                                 \
        }                                                                      \
        bool hf_fits_ = hf_private_int_as(hf_raw_, integer, least, most,       \
                                          &hf_bits_);                          \
        *hf_out_ = (type)hf_bits_;                                             \
        return HF_PRIVATE_LIKELY(hf_fits_) ? hf_answer_yes_if(true)            \
                                           : hf_answer_failed();               \
    }                                                                          \
    HF_PRIVATE_INLINE hf_object hf_to_##K(type hf_value_)                      \
    {                                                                          \
        return HF_PRIVATE_NEW(object, make(hf_value_));                        \
    }
#define HF_PRIVATE_SIGNED_KIND(K, integer, type, least, most)                  \
    HF_PRIVATE_INT_KIND(K, HF_PRIVATE_INTEGER_##integer, type, least, most,    \
                        PyLong_FromLongLong)
#define HF_PRIVATE_UNSIGNED_KIND(K, integer, type, most)                       \
    HF_PRIVATE_INT_KIND(K, HF_PRIVATE_INTEGER_##integer, type, 0, most,        \
                        PyLong_FromUnsignedLongLong)

HF_PRIVATE_SIGNED_KIND(char, char, char, CHAR_MIN, CHAR_MAX)
HF_PRIVATE_SIGNED_KIND(signed_char, signed_char, signed char, SCHAR_MIN,
                       SCHAR_MAX)
HF_PRIVATE_SIGNED_KIND(short, short, short, SHRT_MIN, SHRT_MAX)
HF_PRIVATE_SIGNED_KIND(int, int, int, INT_MIN, INT_MAX)
HF_PRIVATE_SIGNED_KIND(long, long, long, LONG_MIN, LONG_MAX)
HF_PRIVATE_SIGNED_KIND(long_long, long_long, long long, LLONG_MIN, LLONG_MAX)
HF_PRIVATE_UNSIGNED_KIND(unsigned_char, unsigned_char, unsigned char, UCHAR_MAX)
HF_PRIVATE_UNSIGNED_KIND(unsigned_short, unsigned_short, unsigned short,
                         USHRT_MAX)
HF_PRIVATE_UNSIGNED_KIND(unsigned, unsigned, unsigned, UINT_MAX)
HF_PRIVATE_UNSIGNED_KIND(unsigned_int, unsigned, unsigned, UINT_MAX)
HF_PRIVATE_UNSIGNED_KIND(unsigned_long, unsigned_long, unsigned long, ULONG_MAX)
HF_PRIVATE_UNSIGNED_KIND(unsigned_long_long, unsigned_long_long,
                         unsigned long long, ULLONG_MAX)
HF_PRIVATE_SIGNED_KIND(int8_t, i8, int8_t, INT8_MIN, INT8_MAX)
HF_PRIVATE_SIGNED_KIND(int16_t, i16, int16_t, INT16_MIN, INT16_MAX)
HF_PRIVATE_SIGNED_KIND(int32_t, i32, int32_t, INT32_MIN, INT32_MAX)
HF_PRIVATE_SIGNED_KIND(int64_t, i64, int64_t, INT64_MIN, INT64_MAX)
HF_PRIVATE_UNSIGNED_KIND(uint8_t, u8, uint8_t, UINT8_MAX)
HF_PRIVATE_UNSIGNED_KIND(uint16_t, u16, uint16_t, UINT16_MAX)
HF_PRIVATE_UNSIGNED_KIND(uint32_t, u32, uint32_t, UINT32_MAX)
HF_PRIVATE_UNSIGNED_KIND(uint64_t, u64, uint64_t, UINT64_MAX)
HF_PRIVATE_SIGNED_KIND(intmax_t, i64, intmax_t, INTMAX_MIN, INTMAX_MAX)
HF_PRIVATE_UNSIGNED_KIND(uintmax_t, u64, uintmax_t, UINTMAX_MAX)
HF_PRIVATE_SIGNED_KIND(Py_ssize_t, size, Py_ssize_t, PTRDIFF_MIN, PTRDIFF_MAX)
HF_PRIVATE_SIGNED_KIND(Py_hash_t, size, Py_hash_t, PTRDIFF_MIN, PTRDIFF_MAX)
HF_PRIVATE_SIGNED_KIND(ssize_t, size, ssize_t, PTRDIFF_MIN, PTRDIFF_MAX)
HF_PRIVATE_SIGNED_KIND(ptrdiff_t, size, ptrdiff_t, PTRDIFF_MIN, PTRDIFF_MAX)
HF_PRIVATE_SIGNED_KIND(intptr_t, size, intptr_t, INTPTR_MIN, INTPTR_MAX)

/* HF_INTEGER_KIND(K, type) makes a kind of an integer type whose size and sign the
 * platform decides. A range error calls it by the type of stdint.h that is alike. */
#define HF_INTEGER_KIND(K, type)                                               \
    HF_PRIVATE_MUST_BE(HF_PRIVATE_CAN_BE_INT(type),                            \
                       "HF_INTEGER_KIND(" #K ", " #type                        \
                       "): that is no integer of at most 64 bits")             \
    HF_PRIVATE_INT_KIND(K, HF_PRIVATE_INTEGER_LIKE(type), type,                \
                        HF_PRIVATE_LEAST_OF(type), HF_PRIVATE_MOST_OF(type),   \
                        HF_PRIVATE_INT_OF)
#define HF_PRIVATE_CAN_BE_INT(type)                                            \
    (__builtin_classify_type((type)0) == __builtin_classify_type(0) &&         \
     !HF_PRIVATE_SAME(type, bool) && sizeof(type) <= sizeof(uint64_t))
#define HF_PRIVATE_IS_SIGNED(type) ((type)-1 < (type)1)
/* By how many bits it is shorter than the longest. */
#define HF_PRIVATE_BITS_OVER(type) (64 - CHAR_BIT * sizeof(type))
#define HF_PRIVATE_MOST_OF(type)                                               \
    (UINT64_MAX >> HF_PRIVATE_BITS_OVER(type) >> HF_PRIVATE_IS_SIGNED(type))
#define HF_PRIVATE_LEAST_OF(type)                                              \
    (HF_PRIVATE_IS_SIGNED(type) ? -(int64_t)HF_PRIVATE_MOST_OF(type) - 1 : 0)
#define HF_PRIVATE_BY_SIZE(type, of_1, of_2, of_4, of_8)                       \
    (sizeof(type) == 1   ? HF_PRIVATE_INTEGER_##of_1                           \
     : sizeof(type) == 2 ? HF_PRIVATE_INTEGER_##of_2                           \
     : sizeof(type) == 4 ? HF_PRIVATE_INTEGER_##of_4                           \
                         : HF_PRIVATE_INTEGER_##of_8)
#define HF_PRIVATE_INTEGER_LIKE(type)                                          \
    (HF_PRIVATE_IS_SIGNED(type) ? HF_PRIVATE_BY_SIZE(type, i8, i16, i32, i64)  \
                                : HF_PRIVATE_BY_SIZE(type, u8, u16, u32, u64))
#define HF_PRIVATE_INT_OF(value)                                               \
    (HF_PRIVATE_IS_SIGNED(__typeof__(value))                                   \
         ? PyLong_FromLongLong((long long)(value))                             \
         : PyLong_FromUnsignedLongLong((unsigned long long)(value)))

HF_INTEGER_KIND(size_t, size_t)
HF_INTEGER_KIND(uintptr_t, uintptr_t)
HF_INTEGER_KIND(off_t, off_t)
HF_INTEGER_KIND(wchar_t, wchar_t)

/* ---- Floats: an int will do, and an object with a __float__. */

/* hf_private_from_float asks what is no float. */
HF_API hf_answer hf_private_from_float(PyObject *raw, double *out);

HF_KIND(double, double, "real number", "float")
HF_INLINE hf_answer hf_from_double(hf_object_borrowed o, double *out)
{
    PyObject *raw = HF_PRIVATE_USE(o);
    if (HF_LIKELY(PyFloat_CheckExact(raw))) {
        *out = PyFloat_AS_DOUBLE(raw);
        return hf_answer_yes_if(true);
    }
    return hf_private_from_float(raw, out);
}
HF_INLINE hf_object hf_to_double(double value)
{
    return HF_PRIVATE_NEW(object, PyFloat_FromDouble(value));
}

HF_KIND(float, float, "real number", "float")
HF_INLINE hf_answer hf_from_float(hf_object_borrowed o, float *out)
{
    double wide = 0;
    hf_answer answer = hf_from_double(o, &wide);
    *out = (float)wide;
    return answer;
}
HF_INLINE hf_object hf_to_float(float value)
{
    return hf_to_double((double)value);
}

/* ---- Truth. In C11 bool is a macro, so what is pasted is bool or _Bool, by
 * how many macros it went through. */

HF_PRIVATE_KIND(truth, bool, "bool", "bool", HF_PRIVATE_INTEGER_DEFAULT)
HF_INLINE hf_answer hf_from_truth(hf_object_borrowed o, bool *out)
{
    PyObject *raw = HF_PRIVATE_USE(o);
    /* True and False, which most arguments are, are not asked. */
    int truth = raw == Py_True ? 1 : raw == Py_False ? 0 : PyObject_IsTrue(raw);
    *out = truth > 0;
    return truth >= 0 ? hf_answer_yes_if(true) : hf_answer_failed();
}
HF_INLINE hf_object hf_to_truth(bool value)
{
    return HF_PRIVATE_NEW(object, PyBool_FromLong(value));
}
#define hf_kind_bool hf_kind_truth
#define hf_kind__Bool hf_kind_truth
#define hf_result_bool hf_result_truth
#define hf_result__Bool hf_result_truth
#define hf_from_bool hf_from_truth
#define hf_from__Bool hf_from_truth
#define hf_to_bool hf_to_truth
#define hf_to__Bool hf_to_truth
#define hf_private_about_bool hf_private_about_truth
#define hf_private_about__Bool hf_private_about_truth
#define hf_private_has_default_bool hf_private_has_default_truth
#define hf_private_has_default__Bool hf_private_has_default_truth
#define hf_private_default_bool hf_private_default_truth
#define hf_private_default__Bool hf_private_default_truth

/* For def(bool, name, True): true would be shown as 1 by help(). */
#if !defined(False) && !defined(True) /* of X11 */
enum { False = 0, True = 1 };
#endif

/* ---- Texts. */

typedef hf_utf8 hf_kind_utf8;
typedef hf_utf8 hf_result_utf8;
HF_PRIVATE_ABOUT(utf8, "str", "str")
HF_INLINE hf_answer hf_from_utf8(hf_object_borrowed o, hf_utf8 *out)
{
    if (HF_UNLIKELY(!hf_str_check(o))) {
        return hf_answer_yes_if(false);
    }
    return hf_str_as_utf8(HF_PRIVATE_AS(hf_str_borrowed, o), out)
               ? hf_answer_yes_if(true)
               : hf_answer_failed();
}
HF_INLINE hf_object hf_to_utf8(hf_utf8 value)
{
    return hf_str_into_object(hf_str_from_utf8_n(value.data, value.size));
}
enum { hf_private_has_default_utf8 = HF_PRIVATE_TEXT_DEFAULT };
HF_INLINE hf_utf8 hf_private_default_utf8(const char *value)
{
    hf_utf8 view = {value, hf_private_utf8_size(value)};
    return view;
}

/* Static text, as a result and as a constant. */
typedef const char *hf_result_text;
HF_PRIVATE_ABOUT(text, "str", "str")
HF_INLINE hf_object hf_to_text(const char *value)
{
    return hf_str_into_object(hf_str_from_utf8(value));
}

/* ---- Results that are no value. */

typedef hf_worked hf_result_none;
HF_PRIVATE_ABOUT(none, "None", "None")
HF_INLINE hf_object hf_to_none(hf_worked worked)
{
    return HF_LIKELY(worked) ? hf_none() : hf_null(object);
}

typedef hf_answer hf_result_answer;
HF_PRIVATE_ABOUT(answer, "bool", "bool")
HF_INLINE hf_object hf_to_answer(hf_answer answer)
{
    if (HF_UNLIKELY(hf_failed(answer))) {
        return hf_null(object);
    }
    return hf_to_truth(hf_yes(answer));
}

HF_END_DECLS

#include "core/internal/end_shorthand.h"

#endif /* HF_BIND_KINDS_H */
