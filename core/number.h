/* number.h: what Python's operators and conversions do with any objects that
 * have them. All of it may run Python code.
 *
 * The operators borrow both sides. Their forms in place, x += y, consume the left
 * side, as hf_str_append does, since where it can be changed it is, and is the
 * result; and where it cannot, nobody needs it any more:
 *
 *     total = hf_number_add_in_place(total, item);
 *
 * hf_object_as_i64 and its kin are for arguments that may be any integer: an int,
 * or what has an __index__, and no float. What is out of range raises as for an
 * int (int.h).
 */
#ifndef HF_NUMBER_H
#define HF_NUMBER_H

#include "float.h"
#include "int.h"
#include "object.h"

HF_BEGIN_DECLS

/* left + right, - , *, @, /, //, %, divmod(left, right), <<, >>, &, ^, |.
 *
 *   borrows left, right | -> new or null | raises TypeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_object hf_number_add(hf_object_borrowed left,
                                            hf_object_borrowed right);
HF_NODISCARD HF_API hf_object hf_number_subtract(hf_object_borrowed left,
                                                 hf_object_borrowed right);
HF_NODISCARD HF_API hf_object hf_number_multiply(hf_object_borrowed left,
                                                 hf_object_borrowed right);
HF_NODISCARD HF_API hf_object hf_number_matmul(hf_object_borrowed left,
                                               hf_object_borrowed right);
HF_NODISCARD HF_API hf_object hf_number_divide(hf_object_borrowed left,
                                               hf_object_borrowed right);
HF_NODISCARD HF_API hf_object hf_number_floor_divide(hf_object_borrowed left,
                                                     hf_object_borrowed right);
HF_NODISCARD HF_API hf_object hf_number_modulo(hf_object_borrowed left,
                                               hf_object_borrowed right);
HF_NODISCARD HF_API hf_object hf_number_divmod(hf_object_borrowed left,
                                               hf_object_borrowed right);
HF_NODISCARD HF_API hf_object hf_number_lshift(hf_object_borrowed left,
                                               hf_object_borrowed right);
HF_NODISCARD HF_API hf_object hf_number_rshift(hf_object_borrowed left,
                                               hf_object_borrowed right);
HF_NODISCARD HF_API hf_object hf_number_and(hf_object_borrowed left,
                                            hf_object_borrowed right);
HF_NODISCARD HF_API hf_object hf_number_xor(hf_object_borrowed left,
                                            hf_object_borrowed right);
HF_NODISCARD HF_API hf_object hf_number_or(hf_object_borrowed left,
                                           hf_object_borrowed right);

/* hf_number_power is left ** right; hf_number_power_modulo is
 * pow(left, right, modulus).
 *
 *   borrows left, right, modulus | -> new or null | raises TypeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_object hf_number_power(hf_object_borrowed left,
                                              hf_object_borrowed right);
HF_NODISCARD HF_API hf_object hf_number_power_modulo(
    hf_object_borrowed left, hf_object_borrowed right,
    hf_object_borrowed modulus);

/* left += right, -=, *=, @=, /=, //=, %=, **=, <<=, >>=, &=, ^=, |=: the result is
 * what left is afterwards.
 *
 *   steals left | borrows right | -> new or null | raises TypeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_object hf_number_add_in_place(hf_object left,
                                                     hf_object_borrowed right);
HF_NODISCARD HF_API hf_object
hf_number_subtract_in_place(hf_object left, hf_object_borrowed right);
HF_NODISCARD HF_API hf_object
hf_number_multiply_in_place(hf_object left, hf_object_borrowed right);
HF_NODISCARD HF_API hf_object
hf_number_matmul_in_place(hf_object left, hf_object_borrowed right);
HF_NODISCARD HF_API hf_object
hf_number_divide_in_place(hf_object left, hf_object_borrowed right);
HF_NODISCARD HF_API hf_object
hf_number_floor_divide_in_place(hf_object left, hf_object_borrowed right);
HF_NODISCARD HF_API hf_object
hf_number_modulo_in_place(hf_object left, hf_object_borrowed right);
HF_NODISCARD HF_API hf_object
hf_number_power_in_place(hf_object left, hf_object_borrowed right);
HF_NODISCARD HF_API hf_object
hf_number_lshift_in_place(hf_object left, hf_object_borrowed right);
HF_NODISCARD HF_API hf_object
hf_number_rshift_in_place(hf_object left, hf_object_borrowed right);
HF_NODISCARD HF_API hf_object hf_number_and_in_place(hf_object left,
                                                     hf_object_borrowed right);
HF_NODISCARD HF_API hf_object hf_number_xor_in_place(hf_object left,
                                                     hf_object_borrowed right);
HF_NODISCARD HF_API hf_object hf_number_or_in_place(hf_object left,
                                                    hf_object_borrowed right);

/* -self, +self, ~self, abs(self).
 *
 *   borrows self | -> new or null | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_object hf_number_negative(hf_object_borrowed self);
HF_NODISCARD HF_API hf_object hf_number_positive(hf_object_borrowed self);
HF_NODISCARD HF_API hf_object hf_number_invert(hf_object_borrowed self);
HF_NODISCARD HF_API hf_object hf_number_absolute(hf_object_borrowed self);

/* hf_number_index is the int that |self| is, by __index__; hf_number_int is
 * int(self), and hf_number_float float(self), which also read text, and round.
 *
 *   borrows self | -> new or null | raises TypeError, ValueError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_int hf_number_index(hf_object_borrowed self);
HF_NODISCARD HF_API hf_int hf_number_int(hf_object_borrowed self);
HF_NODISCARD HF_API hf_float hf_number_float(hf_object_borrowed self);

/* hf_object_as(x, &n) writes the integer that |x| is, by __index__, to any C
 * integer that is no bool; 0 where it fails. hf_object_as_i8 and its kin write it
 * to one of that type.
 *
 *   borrows self | -> worked | raises OverflowError, TypeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_INLINE hf_worked hf_object_as_i8(hf_object_borrowed self,
                                                 int8_t *out);
HF_NODISCARD HF_INLINE hf_worked hf_object_as_u8(hf_object_borrowed self,
                                                 uint8_t *out);
HF_NODISCARD HF_INLINE hf_worked hf_object_as_i16(hf_object_borrowed self,
                                                  int16_t *out);
HF_NODISCARD HF_INLINE hf_worked hf_object_as_u16(hf_object_borrowed self,
                                                  uint16_t *out);
HF_NODISCARD HF_INLINE hf_worked hf_object_as_i32(hf_object_borrowed self,
                                                  int32_t *out);
HF_NODISCARD HF_INLINE hf_worked hf_object_as_u32(hf_object_borrowed self,
                                                  uint32_t *out);
HF_NODISCARD HF_INLINE hf_worked hf_object_as_i64(hf_object_borrowed self,
                                                  int64_t *out);
HF_NODISCARD HF_INLINE hf_worked hf_object_as_u64(hf_object_borrowed self,
                                                  uint64_t *out);
HF_NODISCARD HF_INLINE hf_worked hf_object_as_size(hf_object_borrowed self,
                                                   Py_ssize_t *out);

/* hf_object_as_double writes the double that |self| is, by __float__ or
 * __index__; 0 where it fails.
 *
 *   borrows self | -> worked | raises OverflowError, TypeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_object_as_double(hf_object_borrowed self,
                                                  double *out);

/* ---- Bodies. */

/* hf_private_object_as is hf_private_int_convert, by __index__. */
HF_API bool hf_private_object_as(const char *function, PyObject *raw,
                                 enum hf_private_integer to, uint64_t *bits);

#define HF_PRIVATE_OBJECT_AS(prefix, name, type, least, most)                  \
    HF_NODISCARD HF_PRIVATE_INLINE hf_worked prefix##object_as_##name(         \
        hf_object_borrowed hf_self_, type *hf_out_)                            \
    {                                                                          \
        uint64_t hf_bits_;                                                     \
        bool hf_worked_ = hf_private_object_as(                                \
            #prefix "object_as_" #name, HF_PRIVATE_USE(hf_self_),              \
            HF_PRIVATE_INTEGER_##name, &hf_bits_);                             \
        *hf_out_ = (type)hf_bits_;                                             \
        return hf_worked_if(hf_worked_);                                       \
    }
HF_PRIVATE_INTEGERS(HF_PRIVATE_OBJECT_AS)

HF_END_DECLS

#ifdef __cplusplus
#define HF_PRIVATE_OBJECT_BY_TYPE(prefix, name, type, least, most)             \
    HF_PRIVATE_OBJECT_BY##prefix(name, type)
#define HF_PRIVATE_OBJECT_BYhf_(name, type)
#define HF_PRIVATE_OBJECT_BYhf_private_(name, type)                            \
    HF_NODISCARD HF_PRIVATE_OVERLOAD hf_worked hf_object_as(                   \
        hf_object_borrowed self, type *out)                                    \
    {                                                                          \
        return hf_private_object_as_##name(self, out);                         \
    }
HF_PRIVATE_INTEGERS(HF_PRIVATE_OBJECT_BY_TYPE)
hf_worked hf_object_as(hf_object_borrowed, bool *) = delete;
#else
#define hf_object_as(x, place)                                                 \
    _Generic((place), char *: hf_private_object_as_char,                       \
             signed char *: hf_private_object_as_signed_char,                  \
             unsigned char *: hf_private_object_as_unsigned_char,              \
             short *: hf_private_object_as_short,                              \
             unsigned short *: hf_private_object_as_unsigned_short,            \
             int *: hf_private_object_as_int,                                  \
             unsigned *: hf_private_object_as_unsigned,                        \
             long *: hf_private_object_as_long,                                \
             unsigned long *: hf_private_object_as_unsigned_long,              \
             long long *: hf_private_object_as_long_long,                      \
             unsigned long long *: hf_private_object_as_unsigned_long_long)(   \
        hf_as_object(x), place)
#endif

/* ---- Any handle is an object. C++ knows so by itself. */
#if !defined(__cplusplus) && !defined(HF_CORE)
#define hf_number_add(x, y) hf_number_add(hf_as_object(x), hf_as_object(y))
#define hf_number_subtract(x, y)                                               \
    hf_number_subtract(hf_as_object(x), hf_as_object(y))
#define hf_number_multiply(x, y)                                               \
    hf_number_multiply(hf_as_object(x), hf_as_object(y))
#define hf_number_matmul(x, y)                                                 \
    hf_number_matmul(hf_as_object(x), hf_as_object(y))
#define hf_number_divide(x, y)                                                 \
    hf_number_divide(hf_as_object(x), hf_as_object(y))
#define hf_number_floor_divide(x, y)                                           \
    hf_number_floor_divide(hf_as_object(x), hf_as_object(y))
#define hf_number_modulo(x, y)                                                 \
    hf_number_modulo(hf_as_object(x), hf_as_object(y))
#define hf_number_divmod(x, y)                                                 \
    hf_number_divmod(hf_as_object(x), hf_as_object(y))
#define hf_number_lshift(x, y)                                                 \
    hf_number_lshift(hf_as_object(x), hf_as_object(y))
#define hf_number_rshift(x, y)                                                 \
    hf_number_rshift(hf_as_object(x), hf_as_object(y))
#define hf_number_and(x, y) hf_number_and(hf_as_object(x), hf_as_object(y))
#define hf_number_xor(x, y) hf_number_xor(hf_as_object(x), hf_as_object(y))
#define hf_number_or(x, y) hf_number_or(hf_as_object(x), hf_as_object(y))
#define hf_number_power(x, y) hf_number_power(hf_as_object(x), hf_as_object(y))
#define hf_number_power_modulo(x, y, z)                                        \
    hf_number_power_modulo(hf_as_object(x), hf_as_object(y), hf_as_object(z))
#define hf_number_add_in_place(x, y)                                           \
    hf_number_add_in_place(hf_into_object(x), hf_as_object(y))
#define hf_number_subtract_in_place(x, y)                                      \
    hf_number_subtract_in_place(hf_into_object(x), hf_as_object(y))
#define hf_number_multiply_in_place(x, y)                                      \
    hf_number_multiply_in_place(hf_into_object(x), hf_as_object(y))
#define hf_number_matmul_in_place(x, y)                                        \
    hf_number_matmul_in_place(hf_into_object(x), hf_as_object(y))
#define hf_number_divide_in_place(x, y)                                        \
    hf_number_divide_in_place(hf_into_object(x), hf_as_object(y))
#define hf_number_floor_divide_in_place(x, y)                                  \
    hf_number_floor_divide_in_place(hf_into_object(x), hf_as_object(y))
#define hf_number_modulo_in_place(x, y)                                        \
    hf_number_modulo_in_place(hf_into_object(x), hf_as_object(y))
#define hf_number_power_in_place(x, y)                                         \
    hf_number_power_in_place(hf_into_object(x), hf_as_object(y))
#define hf_number_lshift_in_place(x, y)                                        \
    hf_number_lshift_in_place(hf_into_object(x), hf_as_object(y))
#define hf_number_rshift_in_place(x, y)                                        \
    hf_number_rshift_in_place(hf_into_object(x), hf_as_object(y))
#define hf_number_and_in_place(x, y)                                           \
    hf_number_and_in_place(hf_into_object(x), hf_as_object(y))
#define hf_number_xor_in_place(x, y)                                           \
    hf_number_xor_in_place(hf_into_object(x), hf_as_object(y))
#define hf_number_or_in_place(x, y)                                            \
    hf_number_or_in_place(hf_into_object(x), hf_as_object(y))
#define hf_number_negative(x) hf_number_negative(hf_as_object(x))
#define hf_number_positive(x) hf_number_positive(hf_as_object(x))
#define hf_number_invert(x) hf_number_invert(hf_as_object(x))
#define hf_number_absolute(x) hf_number_absolute(hf_as_object(x))
#define hf_number_index(x) hf_number_index(hf_as_object(x))
#define hf_number_int(x) hf_number_int(hf_as_object(x))
#define hf_number_float(x) hf_number_float(hf_as_object(x))
#define hf_object_as_i8(x, out) hf_object_as_i8(hf_as_object(x), out)
#define hf_object_as_u8(x, out) hf_object_as_u8(hf_as_object(x), out)
#define hf_object_as_i16(x, out) hf_object_as_i16(hf_as_object(x), out)
#define hf_object_as_u16(x, out) hf_object_as_u16(hf_as_object(x), out)
#define hf_object_as_i32(x, out) hf_object_as_i32(hf_as_object(x), out)
#define hf_object_as_u32(x, out) hf_object_as_u32(hf_as_object(x), out)
#define hf_object_as_i64(x, out) hf_object_as_i64(hf_as_object(x), out)
#define hf_object_as_u64(x, out) hf_object_as_u64(hf_as_object(x), out)
#define hf_object_as_size(x, out) hf_object_as_size(hf_as_object(x), out)
#define hf_object_as_double(x, out) hf_object_as_double(hf_as_object(x), out)
#endif

#endif /* HF_NUMBER_H */
