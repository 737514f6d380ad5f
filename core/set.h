/* set.h: sets and frozensets.
 *
 * Items of a set are what keys of a dict are: a set borrows what is added, since
 * one that equals it may be there already. Their __hash__ and __eq__ may run
 * Python code. A lookup has three ends. hf_iterator_each (iterator.h) visits all
 * items.
 */
#ifndef HF_SET_H
#define HF_SET_H

#include "object.h"

HF_BEGIN_DECLS

/* hf_set_new is set(), hf_frozenset_new is frozenset().
 *
 *   -> new or null | raises MemoryError
 */
HF_NODISCARD HF_API hf_set hf_set_new(void);
HF_NODISCARD HF_API hf_frozenset hf_frozenset_new(void);

/* hf_set_from_iterable is set(items), hf_frozenset_from_iterable is
 * frozenset(items).
 *
 *   borrows items | -> new or null | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_set hf_set_from_iterable(hf_object_borrowed items);
HF_NODISCARD HF_API hf_frozenset hf_frozenset_from_iterable(
    hf_object_borrowed items);

/* hf_set_length and hf_frozenset_length write the number of items to |out|.
 *
 *   borrows self | -> worked | raises TypeError
 */
HF_NODISCARD HF_API hf_worked hf_set_length(hf_set_borrowed self,
                                            Py_ssize_t *out);
HF_NODISCARD HF_API hf_worked hf_frozenset_length(hf_frozenset_borrowed self,
                                                  Py_ssize_t *out);

/* hf_set_contains and hf_frozenset_contains answer item in self.
 *
 *   borrows self, item | -> answer | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_answer hf_set_contains(hf_set_borrowed self,
                                              hf_object_borrowed item);
HF_NODISCARD HF_API hf_answer hf_frozenset_contains(hf_frozenset_borrowed self,
                                                    hf_object_borrowed item);

/* hf_set_add is self.add(item).
 *
 *   borrows self, item | -> worked | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_set_add(hf_set_borrowed self,
                                         hf_object_borrowed item);

/* hf_set_discard takes |item| out, if it is there.
 *
 *   borrows self, item | -> found, or missing, or error
 *   | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_lookup hf_set_discard(hf_set_borrowed self,
                                             hf_object_borrowed item);

/* hf_set_delete is self.remove(item).
 *
 *   borrows self, item | -> worked | raises KeyError, TypeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_set_delete(hf_set_borrowed self,
                                            hf_object_borrowed item);

/* hf_set_pop takes some item out.
 *
 *   borrows self | -> new or null | raises KeyError, TypeError
 */
HF_NODISCARD HF_API hf_object hf_set_pop(hf_set_borrowed self);

/* hf_set_delete_all is self.clear(). (hf_set_clear(&x) empties a variable.)
 *
 *   borrows self | -> worked | raises TypeError
 *   | may run Python code: __del__
 */
HF_NODISCARD HF_API hf_worked hf_set_delete_all(hf_set_borrowed self);

/* hf_set_update is self.update(items). Where an item cannot be had, those before
 * it were added.
 *
 *   borrows self, items | -> worked | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_set_update(hf_set_borrowed self,
                                            hf_object_borrowed items);

/* hf_set_copy is a set of the same items.
 *
 *   borrows self | -> new or null | raises MemoryError, TypeError | runs-python
 */
HF_NODISCARD HF_API hf_set hf_set_copy(hf_set_borrowed self);

/* hf_set_check, hf_set_cast(o) and the others: see handle.h. */
#define hf_set_cast(o) hf_cast(set, o)
#define hf_set_cast_unchecked(o) hf_cast_unchecked(set, o)
#define hf_frozenset_cast(o) hf_cast(frozenset, o)
#define hf_frozenset_cast_unchecked(o) hf_cast_unchecked(frozenset, o)

HF_END_DECLS

/* ---- Items may be any handle. C++ does so by itself. */
#if !defined(__cplusplus) && !defined(HF_CORE)
#define hf_set_from_iterable(items) hf_set_from_iterable(hf_as_object(items))
#define hf_frozenset_from_iterable(items)                                      \
    hf_frozenset_from_iterable(hf_as_object(items))
#define hf_set_contains(self, item) hf_set_contains(self, hf_as_object(item))
#define hf_frozenset_contains(self, item)                                      \
    hf_frozenset_contains(self, hf_as_object(item))
#define hf_set_add(self, item) hf_set_add(self, hf_as_object(item))
#define hf_set_discard(self, item) hf_set_discard(self, hf_as_object(item))
#define hf_set_delete(self, item) hf_set_delete(self, hf_as_object(item))
#define hf_set_update(self, items) hf_set_update(self, hf_as_object(items))
#endif

#endif /* HF_SET_H */
