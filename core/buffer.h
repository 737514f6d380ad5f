/* buffer.h: the memory of other objects: bytes, bytearray, array, memoryview, what
 * numpy has.
 *
 * Say what is needed and get it, or an exception that says what is there instead:
 *
 *     hf_auto_buffer(b);
 *     if (!hf_buffer_get(x, (hf_buffer_needs){.format = "d", .dimensions = 1},
 *                        &b)) {
 *         return hf_null(float);
 *     }
 *     double sum = 0, item;
 *     for (Py_ssize_t i = 0; i < hf_buffer_length(&b, 0); i++) {
 *         if (!hf_buffer_read(&b, i, &item)) {
 *             return hf_null(float);
 *         }
 *         sum += item;
 *     }
 *
 * hf_auto_buffer declares a buffer that is released when its scope ends. One that
 * is declared as hf_buffer b = {0}; is to be released, once; or to be cleared, as
 * often as you like, which is for those in fields and globals. A buffer must stay
 * where it is: its parts point to each other, so a copy of it is refused.
 *
 * In the checked build a buffer is a ticket in the ledger, as a handle is: one that
 * is not released is a leak, one that is released again was consumed twice, also
 * through a copy, and one that is read later was used after it was consumed. HF_KEEP
 * says of one in a global that it is no leak. An array of the memory of a bytes
 * object is a copy then, and is a view that was read too late where it is read after
 * the buffer was released.
 *
 * hf_buffer_read and hf_buffer_write check everything each time: that the index
 * is in bounds, and that the items are of the type of the variable. Items may lie
 * anywhere, also where that type could not: they are copied. hf_buffer_array gives
 * a C array once, where there is one: one that lies close together, is aligned, and
 * whose items are of that type.
 *
 * As long as a buffer is held its owner lives, and does not move the memory. What
 * is in it others may change whenever Python code runs.
 */
#ifndef HF_BUFFER_H
#define HF_BUFFER_H

#include "object.h"

#include <string.h>

HF_BEGIN_DECLS

/* hf_buffer_needs says what a buffer must be; what is 0 or NULL may be anything.
 * |format| is one letter of the struct module, for its size and kind in native
 * order: "i" also takes items of "l" where both have four bytes. A buffer that has
 * no format is one of bytes, "B". |contiguous| is for memory without gaps, in the
 * order of C. */
typedef struct hf_buffer_needs {
    bool writable, contiguous;
    const char *format;
    int dimensions;
} hf_buffer_needs;

/* hf_buffer: what is inside is private. */
typedef struct hf_buffer {
    Py_buffer hf_private_view;
    const struct hf_buffer *hf_private_self; /* where it is, or NULL: empty */
    char hf_private_kind;                    /* of the items: see buffer.c */
#ifdef HF_CHECKED
    hf_private_inside hf_private_any; /* its ticket, and whose memory it is */
    const void *hf_private_array; /* what was lent of fixed memory, or NULL */
#endif
} hf_buffer;

/* hf_buffer_get gets the memory of |source| into |self|, which is empty: {0},
 * released or cleared. Where that fails it is empty as {0} is.
 *
 *   borrows source | -> worked
 *   | raises BufferError (it is not what is needed), TypeError (it has none),
 *   SystemError, anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_buffer_get(hf_object_borrowed source,
                                            hf_buffer_needs needs,
                                            hf_buffer *self);

/* hf_buffer_release gives the memory back; it does nothing to one that is {0}, or
 * that could not be got. To release again what was released, with nothing got in
 * between, is a mistake, though only a copy can do harm by it.
 *
 *   consumes what self holds | -> nothing | may run Python code: __del__
 */
HF_API void hf_buffer_release(hf_buffer *self);

/* hf_buffer_clear gives the memory back and leaves |self| empty as {0} is; it does
 * nothing to one that is empty, also where that was released.
 *
 *   consumes what self holds | -> nothing | may run Python code: __del__
 */
#ifdef HF_CHECKED
HF_API void hf_buffer_clear(hf_buffer *self);
#else
HF_INLINE void hf_buffer_clear(hf_buffer *self)
{
    hf_buffer_release(self);
}
#endif

/* hf_buffer_raw is the Py_buffer, with all there is to know of it, lent by |self|;
 * or NULL where that is empty. */
HF_NODISCARD HF_API const Py_buffer *hf_buffer_raw(const hf_buffer *self);

/* hf_buffer_dimensions is how many dimensions there are, 0 for a single item;
 * hf_buffer_length how many items along one of them; hf_buffer_size how many bytes
 * all items have. An empty buffer has none, nor has a dimension that is not there.
 */
HF_NODISCARD HF_API int hf_buffer_dimensions(const hf_buffer *self);
HF_NODISCARD HF_API Py_ssize_t hf_buffer_length(const hf_buffer *self,
                                                int dimension);
HF_NODISCARD HF_API Py_ssize_t hf_buffer_size(const hf_buffer *self);

/* hf_buffer_read(self, i, &item) copies the item at |i| of a buffer of one
 * dimension; hf_buffer_read_at(self, indexes, &item) that at an array of as many
 * indexes as there are dimensions. |item| is a variable of a type of C: an integer,
 * float, double, or bool. hf_buffer_write and hf_buffer_write_at copy it to there.
 *
 *   -> worked | raises IndexError, TypeError (the items are not of that type),
 *   BufferError (it is read-only), SystemError
 */
#define hf_buffer_read(self, i, item)                                          \
    hf_private_buffer_read_one(self, i, item, sizeof(*(item)),                 \
                               HF_PRIVATE_KIND_OF(*(item)))
#define hf_buffer_read_at(self, indexes, item)                                 \
    hf_private_buffer_read(self, -1, indexes, item, sizeof(*(item)),           \
                           HF_PRIVATE_KIND_OF(*(item)))
#define hf_buffer_write(self, i, item)                                         \
    hf_private_buffer_write_one(self, i, item, sizeof(*(item)),                \
                                HF_PRIVATE_KIND_OF(*(item)))
#define hf_buffer_write_at(self, indexes, item)                                \
    hf_private_buffer_write(self, -1, indexes, item, sizeof(*(item)),          \
                            HF_PRIVATE_KIND_OF(*(item)))

/* hf_buffer_array(double, self, &n) is a const double *, lent by |self|, to the
 * first of |n| items; hf_buffer_array_writable a double *. NULL where there is no
 * such array; and not NULL where it has no items.
 *
 *   -> an array, lent by self, or NULL | raises TypeError, BufferError, SystemError
 */
#define hf_buffer_array(type, self, n)                                         \
    ((const type *)hf_private_buffer_array(self, false, sizeof(type),          \
                                           HF_PRIVATE_ALIGNMENT(type),         \
                                           HF_PRIVATE_KIND_OF((type)0), n))
#define hf_buffer_array_writable(type, self, n)                                \
    ((type *)hf_private_buffer_array(self, true, sizeof(type),                 \
                                     HF_PRIVATE_ALIGNMENT(type),               \
                                     HF_PRIVATE_KIND_OF((type)0), n))

/* hf_auto_buffer(name); declares an empty buffer, released when its scope ends. */
#define hf_auto_buffer(name)                                                   \
    __attribute__((cleanup(hf_buffer_clear))) hf_buffer name =                 \
        HF_PRIVATE_NO_BUFFER
#ifdef __cplusplus
#define HF_PRIVATE_NO_BUFFER {}
#else
#define HF_PRIVATE_NO_BUFFER {0}
#endif

/* ---- Bodies. */

HF_NODISCARD HF_API hf_worked hf_private_buffer_read(
    const hf_buffer *self, int n, const Py_ssize_t *indexes, void *item,
    size_t size, char kind);
HF_NODISCARD HF_API hf_worked hf_private_buffer_write(
    const hf_buffer *self, int n, const Py_ssize_t *indexes, const void *item,
    size_t size, char kind);

#ifndef HF_CHECKED
/* hf_private_buffer_at is where the item at |i| of a buffer of one dimension is, if
 * it can be copied as it is; or NULL, without an exception. */
HF_INLINE char *hf_private_buffer_at(const hf_buffer *self, Py_ssize_t i,
                                     size_t size, char kind)
{
    const Py_buffer *view = &self->hf_private_view;
    /* Where a bool is any byte may be. */
    if (HF_LIKELY(self->hf_private_self == self && kind != 'b' &&
                  self->hf_private_kind == kind &&
                  (size_t)view->itemsize == size && view->ndim == 1 &&
                  (size_t)i < (size_t)view->shape[0])) {
        return (char *)view->buf + i * view->strides[0];
    }
    return NULL;
}
#endif

HF_NODISCARD HF_INLINE hf_worked hf_private_buffer_read_one(
    const hf_buffer *self, Py_ssize_t i, void *item, size_t size, char kind)
{
#ifndef HF_CHECKED
    const char *at = hf_private_buffer_at(self, i, size, kind);
    if (HF_LIKELY(at != NULL)) {
        memcpy(item, at, size);
        return hf_worked_if(true);
    }
#endif
    return hf_private_buffer_read(self, 1, &i, item, size, kind);
}

HF_NODISCARD HF_INLINE hf_worked
hf_private_buffer_write_one(const hf_buffer *self, Py_ssize_t i,
                            const void *item, size_t size, char kind)
{
#ifndef HF_CHECKED
    char *at = hf_private_buffer_at(self, i, size, kind);
    if (HF_LIKELY(at != NULL && !self->hf_private_view.readonly)) {
        memcpy(at, item, size);
        return hf_worked_if(true);
    }
#endif
    return hf_private_buffer_write(self, 1, &i, item, size, kind);
}

HF_NODISCARD HF_API void *hf_private_buffer_array(const hf_buffer *self,
                                                  bool writable, size_t size,
                                                  size_t alignment, char kind,
                                                  Py_ssize_t *n);

HF_END_DECLS

/* The kind of a type of C: 'i' signed, 'u' unsigned, 'f' floating, 'b' bool. */
#ifdef __cplusplus
#define HF_PRIVATE_ALIGNMENT(type) alignof(type)
template <class T> constexpr char hf_private_kind_of_type(T)
{
    static_assert(T(1) / 2 * 2 == T(1) || T(1) / 2 == T(0), "a type of C");
    return T(1) / 2 != T(0) ? 'f' : T(-1) < T(0) ? 'i' : 'u';
}
constexpr char hf_private_kind_of_type(bool)
{
    return 'b';
}
#define HF_PRIVATE_KIND_OF(x) hf_private_kind_of_type(x)
#else
#define HF_PRIVATE_ALIGNMENT(type) _Alignof(type)
#define HF_PRIVATE_KIND_OF(x)                                                  \
    _Generic((x), bool: 'b', float: 'f', double: 'f',                          \
             char: (CHAR_MIN < 0 ? 'i' : 'u'), signed char: 'i', short: 'i',   \
             int: 'i', long: 'i', long long: 'i', unsigned char: 'u',          \
             unsigned short: 'u', unsigned: 'u', unsigned long: 'u',           \
             unsigned long long: 'u')
#endif

#if !defined(__cplusplus) && !defined(HF_CORE)
#define hf_buffer_get(x, ...) hf_buffer_get(hf_as_object(x), __VA_ARGS__)
#endif

#endif /* HF_BUFFER_H */
