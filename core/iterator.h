/* iterator.h: iterators and generators.
 *
 * hf_object_iter makes an iterator of an iterable, hf_iterator_next has three
 * ends: an item, the end, or an exception. To visit all items of any iterable:
 *
 *     hf_iterator_each(item, iterable) {
 *         ...
 *     }
 *     if (hf_error_occurred()) {
 *         ...
 *     }
 */
#ifndef HF_ITERATOR_H
#define HF_ITERATOR_H

#include "object.h"

HF_BEGIN_DECLS

/* hf_object_iter is iter(self).
 *
 *   borrows self | -> new or null | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_iterator hf_object_iter(hf_object_borrowed self);

/* hf_iterator_next writes the next item to |out|, owned; or null, where there is
 * none: that is missing.
 *
 *   borrows self | -> new in out, or missing, or error
 *   | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_INLINE hf_lookup hf_iterator_next(hf_iterator_borrowed self,
                                                  hf_object *out);

/* hf_iterator_send is self.send(value), of a generator or what has such a method;
 * with None it is next() of any iterator. What it yields is found and in |out|,
 * owned; where it has ended that is missing, and |out| is what it returned.
 *
 *   borrows self, value | -> new in out, or error
 *   | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_lookup hf_iterator_send(hf_iterator_borrowed self,
                                               hf_object_borrowed value,
                                               hf_object *out);

/* hf_iterator_close is self.close(), where there is such a method: that ends a
 * generator. To release the last reference does so, too, but what is raised by it
 * is lost.
 *
 *   borrows self | -> worked | raises anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_iterator_close(hf_iterator_borrowed self);

/* hf_iterator_each(item, iterable) { ... } declares |item|, an hf_auto variable,
 * and runs the block for each item of the borrowed |iterable|. break, continue,
 * return and goto release the item and the iterator. Where an item cannot be had,
 * or the block ends with an exception set, the walk ends: so ask hf_error_occurred
 * behind it.
 *
 *   borrows iterable | raises TypeError, anything | runs-python
 */
#define hf_iterator_each(item, iterable)                                       \
    for (__attribute__((cleanup(hf_private_iterator_end), unused))             \
         hf_private_iterator_walk hf_private_walk_of_##item =                  \
             hf_private_iterator_begin(iterable);                              \
         hf_private_iterator_goes_on(&hf_private_walk_of_##item);)             \
        for (hf_auto(object, item,                                             \
                     hf_object_move(&hf_private_walk_of_##item.next));         \
             hf_private_walk_of_##item.inside;                                 \
             hf_private_walk_of_##item.inside = false)

/* hf_iterator_check, hf_iterator_cast(o), hf_iterator_cast_unchecked(o): see
 * handle.h. */
#define hf_iterator_cast(o) hf_cast(iterator, o)
#define hf_iterator_cast_unchecked(o) hf_cast_unchecked(iterator, o)

/* ---- Bodies. */

/* hf_private_iterator_ended says why a tp_iternext gave nothing: 0 at the end, or
 * -1. hf_private_iterator_refuse is for where none is called: an exception is set,
 * or |raw| is no iterator. */
HF_API int hf_private_iterator_ended(PyObject *raw);
HF_API __attribute__((cold)) void hf_private_iterator_refuse(PyObject *raw);

/* PyIter_Check and PyIter_Next are calls, and ask the same again. */
HF_INLINE hf_lookup hf_iterator_next(hf_iterator_borrowed self, hf_object *out)
{
    PyObject *raw = HF_PRIVATE_USE(self), *item = NULL;
    int found = -1;
    if (HF_LIKELY(PyErr_Occurred() == NULL && raw != NULL &&
                  Py_TYPE(raw)->tp_iternext != NULL)) {
        item = Py_TYPE(raw)->tp_iternext(raw);
        found = HF_LIKELY(item != NULL) ? 1 : hf_private_iterator_ended(raw);
    } else {
        hf_private_iterator_refuse(raw);
    }
    *out = HF_PRIVATE_AGAIN(object, item);
    return HF_PRIVATE_RESULT_IS(hf_lookup, found);
}

/* What is walked: see list.h. */
typedef struct hf_private_iterator_walk {
    hf_iterator iterator;
    hf_object next;
    bool inside;
} hf_private_iterator_walk;

HF_INLINE hf_private_iterator_walk hf_private_iterator_begin(
    hf_object_borrowed iterable)
{
    hf_private_iterator_walk walk = {hf_object_iter(iterable), hf_null(object),
                                     false};
    return walk;
}

HF_INLINE bool hf_private_iterator_goes_on(hf_private_iterator_walk *walk)
{
    if (walk->inside || HF_PRIVATE_IS_NULL(walk->iterator)) {
        return false;
    }
    walk->inside = hf_found(hf_iterator_next(
        hf_iterator_borrow(&walk->iterator), &walk->next));
    return walk->inside;
}

HF_INLINE void hf_private_iterator_end(hf_private_iterator_walk *walk)
{
    hf_iterator_decref(walk->iterator);
}

HF_END_DECLS

/* ---- An iterable may be any handle. C++ does so by itself. */
#if !defined(__cplusplus) && !defined(HF_CORE)
#define hf_object_iter(x) hf_object_iter(hf_as_object(x))
#define hf_iterator_send(self, value, out)                                     \
    hf_iterator_send(self, hf_as_object(value), out)
#define hf_private_iterator_begin(x) hf_private_iterator_begin(hf_as_object(x))
#endif

#endif /* HF_ITERATOR_H */
