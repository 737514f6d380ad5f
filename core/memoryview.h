/* memoryview.h: memory of C, shown to Python without a copy.
 *
 * hf_memoryview_from_memory makes a memoryview over memory that belongs to some
 * object, and consumes a reference to that: so it lives as long as the view does,
 * or whatever Python makes of the view, slices and casts. Where memory belongs to
 * no object, make it belong to a capsule that frees it.
 */
#ifndef HF_MEMORYVIEW_H
#define HF_MEMORYVIEW_H

#include "object.h"

HF_BEGIN_DECLS

/* hf_memory is |count| items of |item_size| bytes each, close together, at |data|.
 * |format| says in the words of the struct module what they are, and must live as
 * long: a literal does. NULL is for bytes. */
typedef struct hf_memory {
    void *data;
    Py_ssize_t count, item_size;
    const char *format;
    bool writable;
} hf_memory;

/* hf_memoryview_from_memory makes a memoryview over |memory|, which |owner| keeps.
 *
 *   steals owner | -> new or null | raises MemoryError, OverflowError, SystemError
 */
HF_NODISCARD HF_API hf_memoryview hf_memoryview_from_memory(hf_object owner,
                                                            hf_memory memory);

/* hf_memoryview_from_object is memoryview(source).
 *
 *   borrows source | -> new or null | raises TypeError, BufferError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_memoryview hf_memoryview_from_object(
    hf_object_borrowed source);

/* hf_memoryview_check, hf_memoryview_cast(o), hf_memoryview_cast_unchecked(o): see
 * handle.h. */
#define hf_memoryview_cast(o) hf_cast(memoryview, o)
#define hf_memoryview_cast_unchecked(o) hf_cast_unchecked(memoryview, o)

HF_END_DECLS

#if !defined(__cplusplus) && !defined(HF_CORE)
#define hf_memoryview_from_memory(owner, ...)                                  \
    hf_memoryview_from_memory(hf_into_object(owner), __VA_ARGS__)
#define hf_memoryview_from_object(x) hf_memoryview_from_object(hf_as_object(x))
#endif

#endif /* HF_MEMORYVIEW_H */
