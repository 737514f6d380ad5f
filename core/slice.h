/* slice.h: slice objects, as x[start:stop:step] makes them. */
#ifndef HF_SLICE_H
#define HF_SLICE_H

#include "object.h"

HF_BEGIN_DECLS

/* hf_slice_new is slice(start, stop, step). None stands for what is left out.
 *
 *   borrows start, stop, step | -> new or null | raises MemoryError
 */
HF_NODISCARD HF_API hf_slice hf_slice_new(hf_object_borrowed start,
                                          hf_object_borrowed stop,
                                          hf_object_borrowed step);

/* hf_slice_start, hf_slice_stop and hf_slice_step are what it was made of.
 *
 *   borrows self | -> new or null | raises TypeError
 */
HF_NODISCARD HF_API hf_object hf_slice_start(hf_slice_borrowed self);
HF_NODISCARD HF_API hf_object hf_slice_stop(hf_slice_borrowed self);
HF_NODISCARD HF_API hf_object hf_slice_step(hf_slice_borrowed self);

/* hf_slice_part is which part of something a slice names: |count| items, at
 * |start|, |start| + |step| and so on, all of them within it. */
typedef struct hf_slice_part {
    Py_ssize_t start, step, count;
} hf_slice_part;

/* hf_slice_of_length writes which part of |length| items it names. Ask for the
 * length last: __index__ of what the slice was made of may change it. So there is
 * hf_slice_unpack, which runs that, and hf_slice_part_of, which does not.
 *
 *   borrows self | -> worked | raises TypeError, ValueError (a step of 0),
 *   anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_slice_of_length(hf_slice_borrowed self,
                                                 Py_ssize_t length,
                                                 hf_slice_part *out);

/* hf_slice_unpack writes what it was made of as numbers, cut to what a Py_ssize_t
 * holds.
 *
 *   borrows self | -> worked | raises TypeError, ValueError (a step of 0),
 *   anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_slice_unpack(hf_slice_borrowed self,
                                              Py_ssize_t *start,
                                              Py_ssize_t *stop,
                                              Py_ssize_t *step);

/* hf_slice_part_of is which part of |length| items such numbers name.
 *
 *   -> the part
 */
HF_NODISCARD HF_INLINE hf_slice_part hf_slice_part_of(Py_ssize_t length,
                                                      Py_ssize_t start,
                                                      Py_ssize_t stop,
                                                      Py_ssize_t step);

/* hf_slice_check, hf_slice_cast(o), hf_slice_cast_unchecked(o): see handle.h. */
#define hf_slice_cast(o) hf_cast(slice, o)
#define hf_slice_cast_unchecked(o) hf_cast_unchecked(slice, o)

/* ---- Bodies. */

HF_INLINE hf_slice_part hf_slice_part_of(Py_ssize_t length, Py_ssize_t start,
                                         Py_ssize_t stop, Py_ssize_t step)
{
    Py_ssize_t count = PySlice_AdjustIndices(length, &start, &stop, step);
    hf_slice_part part = {start, step, count};
    return part;
}

HF_END_DECLS

/* ---- What a slice is made of may be any handle. C++ does so by itself. */
#if !defined(__cplusplus) && !defined(HF_CORE)
#define hf_slice_new(start, stop, step)                                        \
    hf_slice_new(hf_as_object(start), hf_as_object(stop), hf_as_object(step))
#endif

#endif /* HF_SLICE_H */
