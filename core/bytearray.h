/* bytearray.h: Python's bytearray.
 *
 * It can change, and moves in memory when its size does: so bytes are read out
 * of it and written to it, by their indexes, and there is no view of it. An
 * hf_buffer (buffer.h) gives its memory; as long as one is held, the size
 * cannot change. Indexes count from 0.
 */
#ifndef HF_BYTEARRAY_H
#define HF_BYTEARRAY_H

#include "bytes.h"

HF_BEGIN_DECLS

/* hf_bytearray_from makes a bytearray of a copy of the |size| bytes at |data|.
 *
 *   -> new or null | raises MemoryError, OverflowError
 */
HF_NODISCARD HF_API hf_bytearray hf_bytearray_from(const void *data,
                                                   Py_ssize_t size);

/* hf_bytearray_length writes the number of bytes to |out|.
 *
 *   borrows self | -> worked | raises TypeError
 */
HF_NODISCARD HF_INLINE hf_worked hf_bytearray_length(hf_bytearray_borrowed self,
                                                     Py_ssize_t *out);

/* hf_bytearray_read copies the |size| bytes from index |at| on to |out|, all of
 * them or none. hf_bytearray_write copies as many from |data| to there.
 *
 *   borrows self | -> worked | raises IndexError, OverflowError, TypeError
 */
HF_NODISCARD HF_INLINE hf_worked hf_bytearray_read(hf_bytearray_borrowed self,
                                                   Py_ssize_t at, void *out,
                                                   Py_ssize_t size);
HF_NODISCARD HF_INLINE hf_worked hf_bytearray_write(hf_bytearray_borrowed self,
                                                    Py_ssize_t at,
                                                    const void *data,
                                                    Py_ssize_t size);

/* hf_bytearray_resize makes it |size| bytes long: what is added is zeros.
 * hf_bytearray_append adds the |size| bytes at |data|, which may not be its own.
 *
 *   borrows self | -> worked | raises BufferError (somebody holds its buffer),
 *   MemoryError, OverflowError, TypeError
 */
HF_NODISCARD HF_API hf_worked hf_bytearray_resize(hf_bytearray_borrowed self,
                                                  Py_ssize_t size);
HF_NODISCARD HF_API hf_worked hf_bytearray_append(hf_bytearray_borrowed self,
                                                  const void *data,
                                                  Py_ssize_t size);

/* hf_bytearray_check, hf_bytearray_cast(o), hf_bytearray_cast_unchecked(o): see
 * handle.h. */
#define hf_bytearray_cast(o) hf_cast(bytearray, o)
#define hf_bytearray_cast_unchecked(o) hf_cast_unchecked(bytearray, o)

/* ---- Bodies. */

HF_INLINE bool hf_private_bytearray_usable(const char *function, PyObject *raw)
{
    if (HF_LIKELY(raw != NULL && PyByteArray_Check(raw))) {
        return true;
    }
    return hf_private_refuse(function, raw, "bytearray");
}

HF_INLINE hf_worked hf_bytearray_length(hf_bytearray_borrowed self,
                                        Py_ssize_t *out)
{
    PyObject *raw = HF_PRIVATE_USE(self);
    if (HF_UNLIKELY(!hf_private_bytearray_usable("hf_bytearray_length", raw))) {
        *out = -1;
        return hf_worked_if(false);
    }
#ifdef Py_GIL_DISABLED
    *out = __atomic_load_n(&((PyVarObject *)raw)->ob_size, __ATOMIC_RELAXED);
#else
    *out = PyByteArray_GET_SIZE(raw);
#endif
    return hf_worked_if(true);
}

/* hf_private_bytearray_read and hf_private_bytearray_write are hf_bytearray_read
 * and hf_bytearray_write for what is seldom. */
HF_NODISCARD HF_API hf_worked hf_private_bytearray_read(PyObject *raw,
                                                        Py_ssize_t at,
                                                        void *out,
                                                        Py_ssize_t size);
HF_NODISCARD HF_API hf_worked hf_private_bytearray_write(PyObject *raw,
                                                         Py_ssize_t at,
                                                         const void *data,
                                                         Py_ssize_t size);

#ifndef Py_GIL_DISABLED
/* hf_private_bytearray_at is where the |size| bytes from |at| on are, if |raw| is
 * a bytearray that has them, and there are some; or NULL, without an exception. */
HF_INLINE char *hf_private_bytearray_at(PyObject *raw, Py_ssize_t at,
                                        Py_ssize_t size)
{
    if (HF_LIKELY(raw != NULL && PyByteArray_Check(raw) && size > 0 &&
                  at >= 0 && size <= PyByteArray_GET_SIZE(raw) &&
                  at <= PyByteArray_GET_SIZE(raw) - size)) {
        return PyByteArray_AS_STRING(raw) + at;
    }
    return NULL;
}
#endif

HF_INLINE hf_worked hf_bytearray_read(hf_bytearray_borrowed self, Py_ssize_t at,
                                      void *out, Py_ssize_t size)
{
    PyObject *raw = HF_PRIVATE_USE(self);
#ifndef Py_GIL_DISABLED
    const char *from = hf_private_bytearray_at(raw, at, size);
    if (HF_LIKELY(from != NULL && out != NULL)) {
        memcpy(out, from, (size_t)size);
        return hf_worked_if(true);
    }
#endif
    return hf_private_bytearray_read(raw, at, out, size);
}

HF_INLINE hf_worked hf_bytearray_write(hf_bytearray_borrowed self,
                                       Py_ssize_t at, const void *data,
                                       Py_ssize_t size)
{
    PyObject *raw = HF_PRIVATE_USE(self);
#ifndef Py_GIL_DISABLED
    char *to = hf_private_bytearray_at(raw, at, size);
    if (HF_LIKELY(to != NULL && data != NULL)) {
        memmove(to, data, (size_t)size);
        return hf_worked_if(true);
    }
#endif
    return hf_private_bytearray_write(raw, at, data, size);
}

HF_END_DECLS

#endif /* HF_BYTEARRAY_H */
