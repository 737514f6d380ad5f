/* str.h: Python's str.
 *
 * A str is immutable to everybody but its only owner: append and append_utf8
 * consume their left-hand side, so where that was the only reference they grow
 * it in place. concat and concat_utf8 consume nothing. Both give an exact str,
 * also for operands of a subclass.
 *
 * UTF-8 goes in and out as a pointer and a number of bytes; without a number
 * it ends with a NUL byte. Invalid UTF-8 raises UnicodeDecodeError, as in
 * CPython. Lengths, and all indexes into a str, count code points. A size that
 * is negative, or a sum of sizes that no str can have, raises OverflowError.
 */
#ifndef HF_STR_H
#define HF_STR_H

#include "internal/format.h"

#include <string.h>

HF_BEGIN_DECLS

/* hf_str_from_utf8 makes a str of UTF-8.
 *
 *   -> new or null | raises UnicodeDecodeError, MemoryError, OverflowError
 */
HF_NODISCARD HF_INLINE hf_str hf_str_from_utf8(const char *utf8);
HF_NODISCARD HF_API hf_str hf_str_from_utf8_n(const char *utf8,
                                              Py_ssize_t size);

/* hf_str_from_code_point makes a str of one code point, 0 to 0x10FFFF.
 *
 *   -> new or null | raises ValueError, MemoryError
 */
HF_NODISCARD HF_API hf_str hf_str_from_code_point(Py_UCS4 code_point);

/* hf_str_format(format, ...) makes a str as PyUnicode_FromFormat does, of at
 * most 15 arguments. %S, %R, %A and %U take any handle, and raw pointers.
 *
 *   -> new or null | raises anything; SystemError where a conversion does not
 *   fit its argument | runs-python (for %S, %R)
 */
HF_NODISCARD HF_API hf_str hf_private_str_format(const char *letters,
                                                 const char *format, ...);

/* hf_str_append adds |right| to the end of |self|, in place where |self| is
 * the only reference. |right| may be |self|.
 *
 *   steals self | borrows right | -> new or null
 *   | raises MemoryError, OverflowError, TypeError
 */
HF_NODISCARD HF_API hf_str hf_str_append(hf_str self, hf_str_borrowed right);

/* hf_str_append_utf8 adds |utf8| to the end of |self|, in place where |self|
 * is the only reference. |utf8| may be a view of |self|.
 *
 *   steals self | -> new or null
 *   | raises UnicodeDecodeError, MemoryError, OverflowError, TypeError
 */
HF_NODISCARD HF_INLINE hf_str hf_str_append_utf8(hf_str self, const char *utf8);
HF_NODISCARD HF_API hf_str hf_str_append_utf8_n(hf_str self, const char *utf8,
                                                Py_ssize_t size);

/* hf_str_concat makes left + right.
 *
 *   borrows left, right | -> new or null
 *   | raises MemoryError, OverflowError, TypeError
 */
HF_NODISCARD HF_API hf_str hf_str_concat(hf_str_borrowed left,
                                         hf_str_borrowed right);

/* hf_str_concat_utf8 makes left + right, |right| being UTF-8.
 *
 *   borrows left | -> new or null
 *   | raises UnicodeDecodeError, MemoryError, OverflowError, TypeError
 */
HF_NODISCARD HF_INLINE hf_str hf_str_concat_utf8(hf_str_borrowed left,
                                                 const char *right);
HF_NODISCARD HF_API hf_str hf_str_concat_utf8_n(hf_str_borrowed left,
                                                const char *right,
                                                Py_ssize_t size);

/* hf_str_length writes the number of code points to |out|.
 *
 *   borrows self | -> worked | raises TypeError
 */
HF_NODISCARD HF_INLINE hf_worked hf_str_length(hf_str_borrowed self,
                                               Py_ssize_t *out);

/* hf_utf8 is a view of a str as UTF-8: |size| bytes at |data|, then a NUL that
 * |size| does not count. NULs may also lie within. The view is part of the
 * str it was taken from: it dies when that str does, and also when an append
 * consumes the handle, since the str may then be moved in memory. */
typedef struct hf_utf8 {
    const char *data;
    Py_ssize_t size;
} hf_utf8;

/* hf_str_as_utf8 writes a view of |self| to |out|. The first view of a str
 * that is not ASCII allocates; it is kept in the str.
 *
 *   borrows self | -> worked, and a view of self
 *   | raises UnicodeEncodeError (lone surrogates), MemoryError, TypeError
 */
HF_NODISCARD HF_API hf_worked hf_str_as_utf8(hf_str_borrowed self, hf_utf8 *out);

/* hf_str_equal answers whether both hold the same code points.
 *
 *   borrows left, right | -> answer | raises TypeError
 */
HF_NODISCARD HF_API hf_answer hf_str_equal(hf_str_borrowed left,
                                           hf_str_borrowed right);

/* hf_str_equal_utf8 answers whether |self| holds the code points of |utf8|.
 * What is not UTF-8 equals no str.
 *
 *   borrows self | -> answer | raises TypeError, OverflowError
 */
HF_NODISCARD HF_INLINE hf_answer hf_str_equal_utf8(hf_str_borrowed self,
                                                   const char *utf8);
HF_NODISCARD HF_API hf_answer hf_str_equal_utf8_n(hf_str_borrowed self,
                                                  const char *utf8,
                                                  Py_ssize_t size);

/* hf_str_compare writes -1, 0 or 1 to |out|: |left| is less than, equal to or
 * greater than |right|, by code points.
 *
 *   borrows left, right | -> worked | raises TypeError
 */
HF_NODISCARD HF_API hf_worked hf_str_compare(hf_str_borrowed left,
                                             hf_str_borrowed right, int *out);

/* hf_str_substring makes self[start:end], for 0 <= start and 0 <= end. Indexes
 * beyond the end mean the end.
 *
 *   borrows self | -> new or null | raises IndexError, MemoryError, TypeError
 */
HF_NODISCARD HF_API hf_str hf_str_substring(hf_str_borrowed self,
                                            Py_ssize_t start, Py_ssize_t end);

/* hf_str_find writes the first index at which |needle| lies within
 * self[start:end] to |out|, or -1. Indexes are clipped as in Python's
 * str.find; negative ones count from the end.
 *
 *   borrows self, needle | -> found, missing or error
 *   | raises MemoryError, TypeError
 */
HF_NODISCARD HF_API hf_lookup hf_str_find(hf_str_borrowed self,
                                          hf_str_borrowed needle,
                                          Py_ssize_t start, Py_ssize_t end,
                                          Py_ssize_t *out);

/* hf_str_is_valid is the validity predicate of a str. HF_DEPTH_CHEAP looks at the
 * object: a str, with a length and kind that fit together, and its NUL.
 * HF_DEPTH_DEEP also reads the memory: each code point fits the kind, the kind is
 * the narrowest, and a hash or UTF-8 that is kept agrees with the content. */
typedef enum hf_depth { HF_DEPTH_CHEAP, HF_DEPTH_DEEP } hf_depth;
HF_NODISCARD HF_API bool hf_str_is_valid(hf_str_borrowed self, hf_depth depth);

/* hf_str_check, hf_str_cast(o), hf_str_cast_unchecked(o): see handle.h. */
#define hf_str_cast(o) hf_cast(str, o)
#define hf_str_cast_unchecked(o) hf_cast_unchecked(str, o)

/* ---- Bodies. */

/* Before CPython 3.12 there is an API that makes strs which are not in their
 * final form yet. */
#if PY_VERSION_HEX < 0x030C0000
#define HF_PRIVATE_STR_IS_READY(raw) PyUnicode_IS_READY(raw)
#else
#define HF_PRIVATE_STR_IS_READY(raw) true
#endif

/* hf_private_str_prepare decides, off the hot path, what
 * hf_private_str_usable could not. */
HF_API __attribute__((cold)) bool hf_private_str_prepare(const char *function,
                                                  PyObject *raw);

/* hf_private_str_is_valid is hf_str_is_valid. */
HF_NODISCARD HF_API bool hf_private_str_is_valid(PyObject *raw, hf_depth depth);

/* hf_private_str_usable says whether |raw| can be worked on as a str;
 * otherwise an exception is set. */
HF_INLINE bool hf_private_str_usable(const char *function, PyObject *raw)
{
    if (HF_LIKELY(raw != NULL && PyUnicode_Check(raw) &&
                  HF_PRIVATE_STR_IS_READY(raw))) {
        HF_ASSERT_DEEP(hf_private_str_is_valid(raw, HF_DEPTH_DEEP));
        return true;
    }
    return hf_private_str_prepare(function, raw);
}

/* hf_private_utf8_size is the number of bytes before the NUL. A compiler
 * computes it for literals. NULL has none; the callee refuses it. */
HF_INLINE Py_ssize_t hf_private_utf8_size(const char *utf8)
{
    return HF_LIKELY(utf8 != NULL) ? (Py_ssize_t)strlen(utf8) : 1;
}

HF_INLINE hf_str hf_str_from_utf8(const char *utf8)
{
    return hf_str_from_utf8_n(utf8, hf_private_utf8_size(utf8));
}

HF_INLINE hf_str hf_str_append_utf8(hf_str self, const char *utf8)
{
    return hf_str_append_utf8_n(self, utf8, hf_private_utf8_size(utf8));
}

HF_INLINE hf_str hf_str_concat_utf8(hf_str_borrowed left, const char *right)
{
    return hf_str_concat_utf8_n(left, right, hf_private_utf8_size(right));
}

HF_INLINE hf_answer hf_str_equal_utf8(hf_str_borrowed self, const char *utf8)
{
    return hf_str_equal_utf8_n(self, utf8, hf_private_utf8_size(utf8));
}

HF_INLINE hf_worked hf_str_length(hf_str_borrowed self, Py_ssize_t *out)
{
    PyObject *raw = HF_PRIVATE_USE(self);
    if (HF_UNLIKELY(!hf_private_str_usable("hf_str_length", raw))) {
        *out = -1;
        return hf_worked_if(false);
    }
    *out = PyUnicode_GET_LENGTH(raw);
    return hf_worked_if(true);
}

HF_END_DECLS

#ifdef __cplusplus
template <class... A>
HF_NODISCARD HF_PRIVATE_OVERLOAD hf_str hf_str_format(const char *format,
                                                      A &&...arguments)
{
    const char letters[] = HF_PRIVATE_LETTERS(A);
    return hf_private_str_format(
        letters, format,
        HF_PRIVATE_ARGUMENTS(A, arguments));
}
#else
#define hf_str_format(...)                                                     \
    hf_private_str_format(HF_PRIVATE_ARGUMENTS(__VA_ARGS__))
#endif

#endif /* HF_STR_H */
