/* tuple_builder.h: a tuple made of many items.
 *
 * The items are kept in an array that Python cannot see, and the tuple is made when
 * all are there: nobody sees one with empty places. An error is sticky: the first
 * one releases the items, later calls do nothing, and finish gives null with the
 * exception of that first one. So a builder is checked once, at its end:
 *
 *     hf_tuple_builder b = {0};
 *     for (int i = 0; i < n; i++) {
 *         hf_tuple_builder_append(&b, make_item(i));
 *     }
 *     return hf_tuple_builder_finish(&b);
 *
 * {0} is an empty builder. A builder that is not finished must be cleared, as
 * hf_auto_builder(tuple, b) does at the end of its scope.
 */
#ifndef HF_TUPLE_BUILDER_H
#define HF_TUPLE_BUILDER_H

#include "internal/items.h"

HF_BEGIN_DECLS

/* hf_tuple_builder: what is inside is private. */
typedef struct hf_tuple_builder {
    hf_private_items hf_private_kept;
} hf_tuple_builder;

/* hf_tuple_builder_append adds |item|, which is null where what made it has failed.
 *
 *   steals item | -> nothing | fails with MemoryError
 */
HF_INLINE void hf_tuple_builder_append(hf_tuple_builder *self, hf_object item);

/* hf_tuple_builder_reserve makes room for |more| items at once. It is not needed.
 *
 *   -> nothing | fails with MemoryError, OverflowError
 */
HF_INLINE void hf_tuple_builder_reserve(hf_tuple_builder *self,
                                       Py_ssize_t more);

/* hf_tuple_builder_finish gives the tuple and leaves the builder empty.
 *
 *   consumes what self holds | -> new or null | raises what failed first
 */
HF_NODISCARD HF_INLINE hf_tuple hf_tuple_builder_finish(hf_tuple_builder *self);

/* hf_tuple_builder_clear leaves the builder empty. An exception that a failure set
 * stays set.
 *
 *   consumes what self holds | -> nothing | may run Python code: __del__
 */
HF_INLINE void hf_tuple_builder_clear(hf_tuple_builder *self);

/* ---- Bodies. */

HF_INLINE void hf_tuple_builder_append(hf_tuple_builder *self, hf_object item)
{
    PyObject *raw = HF_PRIVATE_TAKE(item);
    hf_private_items_add(&self->hf_private_kept, "hf_tuple_builder_append", raw);
}

HF_INLINE void hf_tuple_builder_reserve(hf_tuple_builder *self, Py_ssize_t more)
{
    hf_private_items_begin_tuple(&self->hf_private_kept, more);
    hf_private_items_reserve(&self->hf_private_kept,
                             "hf_tuple_builder_reserve", more);
}

HF_INLINE hf_tuple hf_tuple_builder_finish(hf_tuple_builder *self)
{
    hf_private_items all = hf_private_items_taken(&self->hf_private_kept);
    return HF_PRIVATE_NEW(tuple, hf_private_items_tuple_of(
                                   &all, "hf_tuple_builder_finish"));
}

HF_INLINE void hf_tuple_builder_clear(hf_tuple_builder *self)
{
    hf_private_items all = hf_private_items_taken(&self->hf_private_kept);
    hf_private_items_release(&all);
}

HF_END_DECLS

/* ---- An item may be any handle. C++ does so by itself. */
#if !defined(__cplusplus) && !defined(HF_CORE)
#define hf_tuple_builder_append(self, item)                                      \
    hf_tuple_builder_append(self, hf_into_object(item))
#endif

#endif /* HF_TUPLE_BUILDER_H */
