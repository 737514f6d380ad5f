/* range.h: range objects. To visit the numbers of one that you make yourself, count
 * in C. */
#ifndef HF_RANGE_H
#define HF_RANGE_H

#include "object.h"

HF_BEGIN_DECLS

/* hf_range_new is range(start, stop, step). With an exception set it is null.
 *
 *   -> new or null | raises ValueError (a step of 0), MemoryError
 */
HF_NODISCARD HF_API hf_range hf_range_new(Py_ssize_t start, Py_ssize_t stop,
                                          Py_ssize_t step);

/* hf_range_length writes len(self) to |out|.
 *
 *   borrows self | -> worked | raises OverflowError, TypeError | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_range_length(hf_range_borrowed self,
                                              Py_ssize_t *out);

/* hf_range_start, hf_range_stop and hf_range_step are the ints that it has, which
 * may be too large for C.
 *
 *   borrows self | -> new or null | raises TypeError | runs-python
 */
HF_NODISCARD HF_API hf_int hf_range_start(hf_range_borrowed self);
HF_NODISCARD HF_API hf_int hf_range_stop(hf_range_borrowed self);
HF_NODISCARD HF_API hf_int hf_range_step(hf_range_borrowed self);

/* hf_range_check, hf_range_cast(o), hf_range_cast_unchecked(o): see handle.h. */
#define hf_range_cast(o) hf_cast(range, o)
#define hf_range_cast_unchecked(o) hf_cast_unchecked(range, o)

HF_END_DECLS

#endif /* HF_RANGE_H */
