/* bytes.h: Python's bytes, and the names of files.
 *
 * A bytes object is immutable to everybody but its only owner: append and
 * append_data consume their left side, so where that was the only reference
 * they grow it in place. Sizes and indexes count bytes. Memory goes in and out
 * as a pointer and a size, and NULs mean nothing; a size that is negative, or a
 * sum of sizes that no bytes object can have, raises OverflowError.
 *
 * What is made of many pieces is best made by an hf_bytes_builder
 * (bytes_builder.h). What offers its memory to others, as a bytearray or an
 * array, is read through an hf_buffer (buffer.h).
 */
#ifndef HF_BYTES_H
#define HF_BYTES_H

#include "str.h"

HF_BEGIN_DECLS

/* hf_bytes_from makes a copy of the |size| bytes at |data|.
 *
 *   -> new or null | raises MemoryError, OverflowError
 */
HF_NODISCARD HF_API hf_bytes hf_bytes_from(const void *data, Py_ssize_t size);

/* hf_bytes_from_object is a copy of what a bytes-like object or an iterable of
 * ints from 0 to 255 holds; exact bytes themselves.
 *
 *   borrows source | -> new or null | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_bytes hf_bytes_from_object(hf_object_borrowed source);

/* hf_bytes_length writes the number of bytes to |out|.
 *
 *   borrows self | -> worked | raises TypeError
 */
HF_NODISCARD HF_INLINE hf_worked hf_bytes_length(hf_bytes_borrowed self,
                                                 Py_ssize_t *out);

/* hf_bytes_get writes the byte at |i|, which counts from 0; 0 where it fails.
 *
 *   borrows self | -> worked | raises IndexError, TypeError
 */
HF_NODISCARD HF_API hf_worked hf_bytes_get(hf_bytes_borrowed self, Py_ssize_t i,
                                           uint8_t *out);

/* hf_bytes_view is the memory of a bytes object: |size| bytes at |data|, then a
 * NUL that |size| does not count. It dies when the bytes do, and also when an
 * append consumes the handle, since they may then be moved in memory. */
typedef struct hf_bytes_view {
    const char *data;
    Py_ssize_t size;
} hf_bytes_view;

/* hf_bytes_as_view writes a view of |self| to |out|.
 *
 *   borrows self | -> worked, and a view of self | raises TypeError
 */
HF_NODISCARD HF_API hf_worked hf_bytes_as_view(hf_bytes_borrowed self,
                                               hf_bytes_view *out);

/* hf_bytes_append adds |right| to the end of |self|, in place where |self| is
 * the only reference. |right| may be |self|. hf_bytes_append_data adds the
 * |size| bytes at |data|, which may be a view of |self|.
 *
 *   steals self | borrows right | -> new or null
 *   | raises MemoryError, OverflowError, TypeError
 */
HF_NODISCARD HF_API hf_bytes hf_bytes_append(hf_bytes self,
                                             hf_bytes_borrowed right);
HF_NODISCARD HF_API hf_bytes hf_bytes_append_data(hf_bytes self,
                                                  const void *data,
                                                  Py_ssize_t size);

/* hf_bytes_concat makes left + right.
 *
 *   borrows left, right | -> new or null
 *   | raises MemoryError, OverflowError, TypeError
 */
HF_NODISCARD HF_API hf_bytes hf_bytes_concat(hf_bytes_borrowed left,
                                             hf_bytes_borrowed right);

/* hf_bytes_slice makes self[start:end], for 0 <= start and 0 <= end. Indexes
 * beyond the end mean the end.
 *
 *   borrows self | -> new or null | raises IndexError, MemoryError, TypeError
 */
HF_NODISCARD HF_API hf_bytes hf_bytes_slice(hf_bytes_borrowed self,
                                            Py_ssize_t start, Py_ssize_t end);

/* hf_bytes_equal answers whether both hold the same bytes.
 *
 *   borrows left, right | -> answer | raises TypeError
 */
HF_NODISCARD HF_API hf_answer hf_bytes_equal(hf_bytes_borrowed left,
                                             hf_bytes_borrowed right);

/* ---- The names of files. |path| is a str, bytes, or what has an __fspath__, in
 * the encoding of os.fsencode; what has a NUL in it is no name. */

/* hf_bytes_from_path is os.fsencode(path), for functions of C.
 *
 *   borrows path | -> new or null | raises TypeError, ValueError,
 *   UnicodeEncodeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_bytes hf_bytes_from_path(hf_object_borrowed path);

/* hf_str_from_path is os.fsdecode(path).
 *
 *   borrows path | -> new or null | raises TypeError, ValueError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_str hf_str_from_path(hf_object_borrowed path);

/* hf_str_from_path_data is os.fsdecode of the |size| bytes at |data|, which C
 * has for a name: what is no text in that encoding is kept by surrogates.
 *
 *   -> new or null | raises MemoryError, OverflowError
 */
HF_NODISCARD HF_API hf_str hf_str_from_path_data(const char *data,
                                                 Py_ssize_t size);

/* hf_bytes_check, hf_bytes_cast(o), hf_bytes_cast_unchecked(o): see handle.h. */
#define hf_bytes_cast(o) hf_cast(bytes, o)
#define hf_bytes_cast_unchecked(o) hf_cast_unchecked(bytes, o)

/* ---- Bodies. */

HF_INLINE bool hf_private_bytes_usable(const char *function, PyObject *raw)
{
    if (HF_LIKELY(raw != NULL && PyBytes_Check(raw))) {
        return true;
    }
    return hf_private_refuse(function, raw, "bytes");
}

HF_INLINE hf_worked hf_bytes_length(hf_bytes_borrowed self, Py_ssize_t *out)
{
    PyObject *raw = HF_PRIVATE_USE(self);
    if (HF_UNLIKELY(!hf_private_bytes_usable("hf_bytes_length", raw))) {
        *out = -1;
        return hf_worked_if(false);
    }
    *out = PyBytes_GET_SIZE(raw);
    return hf_worked_if(true);
}

HF_END_DECLS

#if !defined(__cplusplus) && !defined(HF_CORE)
#define hf_bytes_from_object(x) hf_bytes_from_object(hf_as_object(x))
#define hf_bytes_from_path(x) hf_bytes_from_path(hf_as_object(x))
#define hf_str_from_path(x) hf_str_from_path(hf_as_object(x))
#endif

#endif /* HF_BYTES_H */
