/* int.h: Python's int, from and to the integers of C.
 *
 * A conversion gives the value or fails. None truncates, none wraps around: what
 * does not fit raises OverflowError, which says the value and the type,
 * "300 is out of range for uint8_t (0 to 255)". None runs Python code, so an int
 * is wanted, or an instance of a subclass, and nothing that has an __index__
 * (number.h has those). And none takes an exception that is set already for one
 * of its own.
 *
 * hf_int_from(n) and hf_int_as(x, &n) go by the type of the C variable, which is
 * any of char, short, int, long, long long, signed or not, and what is defined as
 * one of these: size_t, int64_t, ... The others say the type in their name.
 *
 * What a failed conversion writes is 0.
 */
#ifndef HF_INT_H
#define HF_INT_H

#include "str.h"

#include <limits.h>
#include <stdint.h>
#if PY_VERSION_HEX < 0x030B0000
#include <longintrepr.h>
#endif

HF_BEGIN_DECLS

/* hf_int_from(n) makes an int of any C integer that is no bool.
 * hf_int_from_i64 and its kin make one of a type that their argument converts to.
 *
 *   -> new or null | raises MemoryError
 */
HF_NODISCARD HF_INLINE hf_int hf_int_from_i64(int64_t value);
HF_NODISCARD HF_INLINE hf_int hf_int_from_u64(uint64_t value);
HF_NODISCARD HF_INLINE hf_int hf_int_from_size(Py_ssize_t value);

/* hf_int_from_double makes an int of a double that is one: say by trunc(),
 * floor() or round() of math.h what shall become of a fraction.
 *
 *   -> new or null | raises ValueError (a fraction, NaN),
 *   OverflowError (an infinity), MemoryError
 */
HF_NODISCARD HF_API hf_int hf_int_from_double(double value);

/* hf_int_from_utf8 makes an int of a literal in |base|, as int(text, base) does:
 * 2 to 36; or 0 for what its prefix says. Space around it is skipped.
 *
 *   -> new or null | raises ValueError (also of sys.set_int_max_str_digits),
 *   UnicodeDecodeError, MemoryError, OverflowError (the size)
 */
HF_NODISCARD HF_INLINE hf_int hf_int_from_utf8(const char *utf8, int base);
HF_NODISCARD HF_API hf_int hf_int_from_utf8_n(const char *utf8, Py_ssize_t size,
                                              int base);

/* hf_int_from_str is hf_int_from_utf8 for what a str holds.
 *
 *   borrows text | -> new or null | raises ValueError, TypeError, MemoryError
 */
HF_NODISCARD HF_API hf_int hf_int_from_str(hf_str_borrowed text, int base);

/* hf_int_to_str makes the literal of an int, in |base| 2, 8, 10 or 16: "-0x1f",
 * as bin(), oct(), str() and hex() do. A subclass' own methods are not asked.
 *
 *   borrows self | -> new or null | raises ValueError (another base; more digits
 *   than sys.set_int_max_str_digits allows), TypeError, MemoryError
 */
HF_NODISCARD HF_API hf_str hf_int_to_str(hf_int_borrowed self, int base);

/* How a number lies in memory: HF_INT_LITTLE or HF_INT_BIG (the byte that
 * counts most comes last, or first) or HF_INT_NATIVE; and | HF_INT_SIGNED for
 * two's complement, whose first bit is the sign. */
typedef enum hf_int_layout {
    HF_INT_LITTLE = 0,
    HF_INT_BIG = 1,
    HF_INT_NATIVE = PY_BIG_ENDIAN,
    HF_INT_SIGNED = 2
} hf_int_layout;

/* hf_int_from_bytes makes an int of the |size| bytes at |data|. None are 0.
 *
 *   -> new or null | raises OverflowError (the size), MemoryError
 */
HF_NODISCARD HF_API hf_int hf_int_from_bytes(const void *data, Py_ssize_t size,
                                             int layout);

/* hf_int_as_bytes writes an int to all of the |size| bytes at |data|; zeros
 * where it fails.
 *
 *   borrows self | -> worked
 *   | raises OverflowError (the int, or the size), TypeError, MemoryError
 */
HF_NODISCARD HF_API hf_worked hf_int_as_bytes(hf_int_borrowed self, void *data,
                                              Py_ssize_t size, int layout);

/* hf_int_bit_length writes how many bits |self| has without its sign. It needs
 * (bits + 7) / 8 bytes, or with HF_INT_SIGNED at most bits / 8 + 1.
 *
 *   borrows self | -> worked | raises TypeError, MemoryError, OverflowError
 */
HF_NODISCARD HF_API hf_worked hf_int_bit_length(hf_int_borrowed self,
                                                Py_ssize_t *out);

/* hf_int_as(x, &n) writes the value of |x| to any C integer that is no bool.
 * hf_int_as_i8 and its kin write it to one of that type.
 *
 *   borrows self | -> worked | raises OverflowError, TypeError, MemoryError
 */
HF_NODISCARD HF_INLINE hf_worked hf_int_as_i8(hf_int_borrowed self, int8_t *out);
HF_NODISCARD HF_INLINE hf_worked hf_int_as_u8(hf_int_borrowed self,
                                              uint8_t *out);
HF_NODISCARD HF_INLINE hf_worked hf_int_as_i16(hf_int_borrowed self,
                                               int16_t *out);
HF_NODISCARD HF_INLINE hf_worked hf_int_as_u16(hf_int_borrowed self,
                                               uint16_t *out);
HF_NODISCARD HF_INLINE hf_worked hf_int_as_i32(hf_int_borrowed self,
                                               int32_t *out);
HF_NODISCARD HF_INLINE hf_worked hf_int_as_u32(hf_int_borrowed self,
                                               uint32_t *out);
HF_NODISCARD HF_INLINE hf_worked hf_int_as_i64(hf_int_borrowed self,
                                               int64_t *out);
HF_NODISCARD HF_INLINE hf_worked hf_int_as_u64(hf_int_borrowed self,
                                               uint64_t *out);
HF_NODISCARD HF_INLINE hf_worked hf_int_as_size(hf_int_borrowed self,
                                                Py_ssize_t *out);

/* hf_int_as_double writes the double that is nearest to |self|.
 *
 *   borrows self | -> worked | raises OverflowError, TypeError, MemoryError
 */
HF_NODISCARD HF_INLINE hf_worked hf_int_as_double(hf_int_borrowed self,
                                                  double *out);

/* hf_int_check, hf_int_cast(o), hf_int_cast_unchecked(o): see handle.h. */
#define hf_int_cast(o) hf_cast(int, o)
#define hf_int_cast_unchecked(o) hf_cast_unchecked(int, o)

/* ---- Bodies. */

/* X(prefix, name, type, least, most): those that have functions, and those that
 * hf_int_as goes by. */
#define HF_PRIVATE_INTEGERS(X)                                                 \
    X(hf_, i8, int8_t, INT8_MIN, INT8_MAX)                                     \
    X(hf_, u8, uint8_t, 0, UINT8_MAX)                                          \
    X(hf_, i16, int16_t, INT16_MIN, INT16_MAX)                                 \
    X(hf_, u16, uint16_t, 0, UINT16_MAX)                                       \
    X(hf_, i32, int32_t, INT32_MIN, INT32_MAX)                                 \
    X(hf_, u32, uint32_t, 0, UINT32_MAX)                                       \
    X(hf_, i64, int64_t, INT64_MIN, INT64_MAX)                                 \
    X(hf_, u64, uint64_t, 0, UINT64_MAX)                                       \
    X(hf_, size, Py_ssize_t, PTRDIFF_MIN, PTRDIFF_MAX)                         \
    X(hf_private_, char, char, CHAR_MIN, CHAR_MAX)                             \
    X(hf_private_, signed_char, signed char, SCHAR_MIN, SCHAR_MAX)             \
    X(hf_private_, unsigned_char, unsigned char, 0, UCHAR_MAX)                 \
    X(hf_private_, short, short, SHRT_MIN, SHRT_MAX)                           \
    X(hf_private_, unsigned_short, unsigned short, 0, USHRT_MAX)               \
    X(hf_private_, int, int, INT_MIN, INT_MAX)                                 \
    X(hf_private_, unsigned, unsigned, 0, UINT_MAX)                            \
    X(hf_private_, long, long, LONG_MIN, LONG_MAX)                             \
    X(hf_private_, unsigned_long, unsigned long, 0, ULONG_MAX)                 \
    X(hf_private_, long_long, long long, LLONG_MIN, LLONG_MAX)                 \
    X(hf_private_, unsigned_long_long, unsigned long long, 0, ULLONG_MAX)

#define HF_PRIVATE_INTEGER(prefix, name, type, least, most)                    \
    HF_PRIVATE_INTEGER_##name,
enum hf_private_integer {
    HF_PRIVATE_INTEGERS(HF_PRIVATE_INTEGER) HF_PRIVATE_N_INTEGERS
};

/* hf_private_int_convert is hf_private_int_as, without a fast path. */
HF_API bool hf_private_int_convert(PyObject *raw,
                                   enum hf_private_integer to, uint64_t *bits);

/* hf_private_int_as_double is hf_int_as_double, without a fast path. */
HF_API bool hf_private_int_as_double(PyObject *raw, double *out);

/* hf_private_int_is_small says whether an int is one that |value| can hold
 * without a look at more than a word of it. */
HF_INLINE bool hf_private_int_is_small(PyObject *raw, Py_ssize_t *value)
{
    PyLongObject *self = (PyLongObject *)raw;
#if PY_VERSION_HEX >= 0x030C0000
    if (PyUnstable_Long_IsCompact(self)) {
        *value = PyUnstable_Long_CompactValue(self);
        return true;
    }
#else
    Py_ssize_t sign = Py_SIZE(self);
    if (sign >= -1 && sign <= 1) {
#if PY_VERSION_HEX < 0x030B0000
        *value = sign != 0 ? sign * (Py_ssize_t)self->ob_digit[0] : 0;
#else
        *value = sign * (Py_ssize_t)self->ob_digit[0]; /* also of 0 */
#endif
        return true;
    }
#endif
    return false;
}

/* hf_private_int_as writes the value of |raw| to |bits|, in two's complement,
 * if it is of |least| to |most|, the bounds of the type |to|. */
HF_INLINE bool hf_private_int_as(PyObject *raw, enum hf_private_integer to,
                                 int64_t least, uint64_t most, uint64_t *bits)
{
    Py_ssize_t value;
    if (HF_LIKELY(raw != NULL && PyLong_Check(raw) &&
                  hf_private_int_is_small(raw, &value) && value >= least &&
                  (value < 0 || (uint64_t)value <= most))) {
        *bits = (uint64_t)value;
        return true;
    }
    return hf_private_int_convert(raw, to, bits);
}

#define HF_PRIVATE_INT_AS(prefix, name, type, least, most)                     \
    HF_NODISCARD HF_PRIVATE_INLINE hf_worked prefix##int_as_##name(            \
        hf_int_borrowed hf_self_, type *hf_out_)                               \
    {                                                                          \
        uint64_t hf_bits_;                                                     \
        bool hf_worked_ = hf_private_int_as(HF_PRIVATE_USE(hf_self_),          \
                                            HF_PRIVATE_INTEGER_##name, least,  \
                                            most, &hf_bits_);                  \
        *hf_out_ = (type)hf_bits_;                                             \
        return hf_worked_if(hf_worked_);                                       \
    }
HF_PRIVATE_INTEGERS(HF_PRIVATE_INT_AS)

HF_INLINE hf_worked hf_int_as_double(hf_int_borrowed self, double *out)
{
    PyObject *raw = HF_PRIVATE_USE(self);
    Py_ssize_t value;
    if (HF_LIKELY(raw != NULL && PyLong_Check(raw) &&
                  hf_private_int_is_small(raw, &value))) {
        *out = (double)value;
        return hf_worked_if(true);
    }
    return hf_worked_if(hf_private_int_as_double(raw, out));
}

HF_INLINE hf_int hf_int_from_utf8(const char *utf8, int base)
{
    return hf_int_from_utf8_n(utf8, hf_private_utf8_size(utf8), base);
}

HF_INLINE hf_int hf_int_from_i64(int64_t value)
{
    return HF_PRIVATE_NEW(int, PyLong_FromLongLong(value));
}

HF_INLINE hf_int hf_int_from_u64(uint64_t value)
{
    return HF_PRIVATE_NEW(int, PyLong_FromUnsignedLongLong(value));
}

HF_INLINE hf_int hf_int_from_size(Py_ssize_t value)
{
    return HF_PRIVATE_NEW(int, PyLong_FromSsize_t(value));
}

HF_END_DECLS

#ifdef __cplusplus
/* bool is none of these, and does not compile. */
#define HF_PRIVATE_INT_BY_TYPE(name, type, from)                               \
    HF_NODISCARD HF_PRIVATE_OVERLOAD hf_int hf_int_from(type value)            \
    {                                                                          \
        return from(value);                                                    \
    }                                                                          \
    HF_NODISCARD HF_PRIVATE_OVERLOAD hf_worked hf_int_as(hf_int_borrowed self, \
                                                         type *out)            \
    {                                                                          \
        return hf_private_int_as_##name(self, out);                            \
    }
HF_PRIVATE_INT_BY_TYPE(char, char, hf_int_from_i64)
HF_PRIVATE_INT_BY_TYPE(signed_char, signed char, hf_int_from_i64)
HF_PRIVATE_INT_BY_TYPE(unsigned_char, unsigned char, hf_int_from_u64)
HF_PRIVATE_INT_BY_TYPE(short, short, hf_int_from_i64)
HF_PRIVATE_INT_BY_TYPE(unsigned_short, unsigned short, hf_int_from_u64)
HF_PRIVATE_INT_BY_TYPE(int, int, hf_int_from_i64)
HF_PRIVATE_INT_BY_TYPE(unsigned, unsigned, hf_int_from_u64)
HF_PRIVATE_INT_BY_TYPE(long, long, hf_int_from_i64)
HF_PRIVATE_INT_BY_TYPE(unsigned_long, unsigned long, hf_int_from_u64)
HF_PRIVATE_INT_BY_TYPE(long_long, long long, hf_int_from_i64)
HF_PRIVATE_INT_BY_TYPE(unsigned_long_long, unsigned long long, hf_int_from_u64)
hf_int hf_int_from(bool) = delete;
hf_int hf_int_from(double) = delete;
hf_worked hf_int_as(hf_int_borrowed, bool *) = delete;
#else
/* A type that is none of these, as bool or double, does not compile. */
#define hf_int_from(n)                                                         \
    _Generic((n), char: hf_int_from_i64, signed char: hf_int_from_i64,         \
             short: hf_int_from_i64, int: hf_int_from_i64,                     \
             long: hf_int_from_i64, long long: hf_int_from_i64,                \
             unsigned char: hf_int_from_u64, unsigned short: hf_int_from_u64,  \
             unsigned: hf_int_from_u64, unsigned long: hf_int_from_u64,        \
             unsigned long long: hf_int_from_u64)(n)
#define hf_int_as(x, place)                                                    \
    _Generic((place), char *: hf_private_int_as_char,                          \
             signed char *: hf_private_int_as_signed_char,                     \
             unsigned char *: hf_private_int_as_unsigned_char,                 \
             short *: hf_private_int_as_short,                                 \
             unsigned short *: hf_private_int_as_unsigned_short,               \
             int *: hf_private_int_as_int,                                     \
             unsigned *: hf_private_int_as_unsigned,                           \
             long *: hf_private_int_as_long,                                   \
             unsigned long *: hf_private_int_as_unsigned_long,                 \
             long long *: hf_private_int_as_long_long,                         \
             unsigned long long *: hf_private_int_as_unsigned_long_long)(      \
        x, place)
#endif

#endif /* HF_INT_H */
