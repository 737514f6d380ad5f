/* sequence.h: the sequence protocol: what any object can do whose type says that
 * it is a sequence, by index.
 *
 * hf_object_length, hf_object_contains and the like (object.h) work on these too.
 * Here as in CPython's protocol, an index that is negative counts from the end.
 * For a list or a tuple, the functions of list.h and tuple.h say more, and take
 * less time. hf_list_from_iterable and hf_tuple_from_iterable make one of any.
 */
#ifndef HF_SEQUENCE_H
#define HF_SEQUENCE_H

#include "object.h"

HF_BEGIN_DECLS

/* hf_sequence_check says whether |self| has items by index: instances of classes
 * with __getitem__ do, dicts do not. Null is none.
 *
 *   borrows self | -> truth
 */
HF_NODISCARD HF_API bool hf_sequence_check(hf_object_borrowed self);

/* hf_sequence_length writes len(self) to |out|.
 *
 *   borrows self | -> worked | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_sequence_length(hf_object_borrowed self,
                                                 Py_ssize_t *out);

/* hf_sequence_get is self[i].
 *
 *   borrows self | -> new or null | raises IndexError, TypeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_object hf_sequence_get(hf_object_borrowed self,
                                              Py_ssize_t i);

/* hf_sequence_set is self[i] = item.
 *
 *   borrows self | steals item | -> worked | raises IndexError, TypeError,
 *   anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_sequence_set(hf_object_borrowed self,
                                              Py_ssize_t i, hf_object item);

/* hf_sequence_delete is del self[i].
 *
 *   borrows self | -> worked | raises IndexError, TypeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_sequence_delete(hf_object_borrowed self,
                                                 Py_ssize_t i);

/* hf_sequence_slice is self[start:end].
 *
 *   borrows self | -> new or null | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_object hf_sequence_slice(hf_object_borrowed self,
                                                Py_ssize_t start,
                                                Py_ssize_t end);

/* hf_sequence_set_slice is self[start:end] = items; hf_sequence_delete_slice is del
 * self[start:end].
 *
 *   borrows self, items | -> worked | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_sequence_set_slice(hf_object_borrowed self,
                                                    Py_ssize_t start,
                                                    Py_ssize_t end,
                                                    hf_object_borrowed items);
HF_NODISCARD HF_API hf_worked hf_sequence_delete_slice(hf_object_borrowed self,
                                                       Py_ssize_t start,
                                                       Py_ssize_t end);

/* hf_sequence_concat is left + right, hf_sequence_repeat is self * times.
 *
 *   borrows self, left, right | -> new or null | raises TypeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_object hf_sequence_concat(hf_object_borrowed left,
                                                 hf_object_borrowed right);
HF_NODISCARD HF_API hf_object hf_sequence_repeat(hf_object_borrowed self,
                                                 Py_ssize_t times);

/* hf_sequence_append_all is left += right: |left| may itself be the result.
 *
 *   steals left | borrows right | -> new or null | raises TypeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_object hf_sequence_append_all(hf_object left,
                                                     hf_object_borrowed right);

/* hf_sequence_count writes how many items equal |item| to |out|.
 *
 *   borrows self, item | -> worked | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_sequence_count(hf_object_borrowed self,
                                                hf_object_borrowed item,
                                                Py_ssize_t *out);

/* hf_sequence_index looks for the first item that is |item| or equals it, and
 * writes where it is to |out|, counted from 0, or -1.
 *
 *   borrows self, item | -> found, or missing, or error
 *   | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_lookup hf_sequence_index(hf_object_borrowed self,
                                                hf_object_borrowed item,
                                                Py_ssize_t *out);

/* hf_sequence_contains answers item in self.
 *
 *   borrows self, item | -> answer | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_answer hf_sequence_contains(hf_object_borrowed self,
                                                   hf_object_borrowed item);

HF_END_DECLS

/* ---- All of them may be any handle. C++ does so by itself. */
#if !defined(__cplusplus) && !defined(HF_CORE)
#define hf_sequence_check(x) hf_sequence_check(hf_as_object(x))
#define hf_sequence_length(x, out) hf_sequence_length(hf_as_object(x), out)
#define hf_sequence_get(x, i) hf_sequence_get(hf_as_object(x), i)
#define hf_sequence_set(x, i, item)                                            \
    hf_sequence_set(hf_as_object(x), i, hf_into_object(item))
#define hf_sequence_delete(x, i) hf_sequence_delete(hf_as_object(x), i)
#define hf_sequence_slice(x, start, end)                                       \
    hf_sequence_slice(hf_as_object(x), start, end)
#define hf_sequence_set_slice(x, start, end, items)                            \
    hf_sequence_set_slice(hf_as_object(x), start, end, hf_as_object(items))
#define hf_sequence_delete_slice(x, start, end)                                \
    hf_sequence_delete_slice(hf_as_object(x), start, end)
#define hf_sequence_concat(x, y)                                               \
    hf_sequence_concat(hf_as_object(x), hf_as_object(y))
#define hf_sequence_repeat(x, times) hf_sequence_repeat(hf_as_object(x), times)
#define hf_sequence_append_all(x, y)                                           \
    hf_sequence_append_all(hf_into_object(x), hf_as_object(y))
#define hf_sequence_count(x, item, out)                                        \
    hf_sequence_count(hf_as_object(x), hf_as_object(item), out)
#define hf_sequence_index(x, item, out)                                        \
    hf_sequence_index(hf_as_object(x), hf_as_object(item), out)
#define hf_sequence_contains(x, item)                                          \
    hf_sequence_contains(hf_as_object(x), hf_as_object(item))
#endif

#endif /* HF_SEQUENCE_H */
