/* tuple.h: tuples.
 *
 * A tuple never changes, so it is made all at once: by an hf_tuple_builder
 * (tuple_builder.h), of an iterable, or of a list. What is got from it is a new
 * reference; hf_tuple_get_borrowed gives one that lives as long as the tuple.
 *
 * Indexes count from 0, and one that is negative is out of range. To visit all
 * items:
 *
 *     hf_tuple_each(item, tuple) {
 *         ...
 *     }
 */
#ifndef HF_TUPLE_H
#define HF_TUPLE_H

#include "object.h"

HF_BEGIN_DECLS

/* hf_tuple_new is (), of which CPython has only one.
 *
 *   -> new or null | raises MemoryError
 */
HF_NODISCARD HF_API hf_tuple hf_tuple_new(void);

/* hf_tuple_from_iterable is tuple(items); |items| itself, where it is a tuple.
 *
 *   borrows items | -> new or null | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_tuple hf_tuple_from_iterable(hf_object_borrowed items);

/* hf_tuple_length writes the number of items to |out|.
 *
 *   borrows self | -> worked | raises TypeError
 */
HF_NODISCARD HF_INLINE hf_worked hf_tuple_length(hf_tuple_borrowed self,
                                                 Py_ssize_t *out);

/* hf_tuple_get is the item at |i|.
 *
 *   borrows self | -> new or null | raises IndexError, TypeError
 */
HF_NODISCARD HF_INLINE hf_object hf_tuple_get(hf_tuple_borrowed self,
                                              Py_ssize_t i);

/* hf_tuple_get_borrowed is the item at |i|, which the tuple owns.
 *
 *   borrows self | -> borrowed from self, or null
 *   | raises IndexError, TypeError
 */
HF_NODISCARD HF_API hf_object_borrowed
hf_tuple_get_borrowed(hf_tuple_borrowed self, Py_ssize_t i);

/* hf_tuple_slice is self[start:end]. What is beyond the end is cut off.
 *
 *   borrows self | -> new or null | raises IndexError (negative), MemoryError,
 *   TypeError
 */
HF_NODISCARD HF_API hf_tuple hf_tuple_slice(hf_tuple_borrowed self,
                                            Py_ssize_t start, Py_ssize_t end);

/* hf_tuple_index looks for the first item that is |item| or equals it, and
 * writes where it is to |out|, or -1.
 *
 *   borrows self, item | -> found, or missing, or error | raises anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_lookup hf_tuple_index(hf_tuple_borrowed self,
                                             hf_object_borrowed item,
                                             Py_ssize_t *out);

/* hf_tuple_count writes how many items are |item| or equal it to |out|.
 *
 *   borrows self, item | -> worked | raises anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_tuple_count(hf_tuple_borrowed self,
                                             hf_object_borrowed item,
                                             Py_ssize_t *out);

/* hf_tuple_contains answers item in self.
 *
 *   borrows self, item | -> answer | raises anything | runs-python
 */
HF_NODISCARD HF_API hf_answer hf_tuple_contains(hf_tuple_borrowed self,
                                                hf_object_borrowed item);

/* hf_tuple_each(item, tuple) { ... } declares |item|, an hf_auto variable, and
 * runs the block for each item of the borrowed |tuple|. break, continue, return
 * and goto release the item. Of a tuple that is null, or none, nothing is
 * visited, and an exception is set.
 *
 *   borrows tuple | raises TypeError
 */
#define hf_tuple_each(item, tuple)                                             \
    for (hf_private_tuple_walk hf_private_walk_of_##item =                     \
             hf_private_tuple_begin(tuple);                                    \
         hf_private_tuple_goes_on(&hf_private_walk_of_##item);)                \
        for (hf_auto(object, item,                                             \
                     hf_private_tuple_visit(&hf_private_walk_of_##item));      \
             hf_private_walk_of_##item.inside;                                 \
             hf_private_walk_of_##item.inside = false)

/* hf_tuple_check, hf_tuple_cast(o), hf_tuple_cast_unchecked(o): see handle.h. */
#define hf_tuple_cast(o) hf_cast(tuple, o)
#define hf_tuple_cast_unchecked(o) hf_cast_unchecked(tuple, o)

/* ---- Bodies. */

/* hf_private_tuple_get is hf_tuple_get for what has no such item. */
HF_NODISCARD HF_API hf_object hf_private_tuple_get(PyObject *raw, Py_ssize_t i);

/* hf_private_tuple_has says that |raw| is a tuple with something at |i|. */
HF_INLINE bool hf_private_tuple_has(PyObject *raw, Py_ssize_t i)
{
    return HF_LIKELY(raw != NULL && PyTuple_Check(raw) &&
                     (size_t)i < (size_t)PyTuple_GET_SIZE(raw));
}

HF_INLINE hf_worked hf_tuple_length(hf_tuple_borrowed self, Py_ssize_t *out)
{
    PyObject *raw = HF_PRIVATE_USE(self);
    if (HF_LIKELY(raw != NULL && PyTuple_Check(raw))) {
        *out = PyTuple_GET_SIZE(raw);
        return hf_worked_if(true);
    }
    *out = -1;
    hf_private_refuse("hf_tuple_length", raw, "tuple");
    return hf_worked_if(false);
}

HF_INLINE hf_object hf_tuple_get(hf_tuple_borrowed self, Py_ssize_t i)
{
    PyObject *raw = HF_PRIVATE_USE(self);
    if (hf_private_tuple_has(raw, i)) {
        PyObject *item = PyTuple_GET_ITEM(raw, i);
        Py_INCREF(item);
        return HF_PRIVATE_AGAIN(object, item);
    }
    return hf_private_tuple_get(raw, i);
}

/* A tuple that is walked: see list.h. */
typedef struct hf_private_tuple_walk {
    hf_tuple_borrowed tuple;
    Py_ssize_t at;
    bool inside;
} hf_private_tuple_walk;

HF_INLINE hf_private_tuple_walk hf_private_tuple_begin(hf_tuple_borrowed tuple)
{
    PyObject *raw = HF_PRIVATE_USE(tuple);
    if (HF_UNLIKELY(raw == NULL || !PyTuple_Check(raw))) {
        hf_private_refuse("hf_tuple_each", raw, "tuple");
        tuple = hf_null(tuple_borrowed);
    }
    hf_private_tuple_walk walk = {tuple, 0, false};
    return walk;
}

HF_INLINE bool hf_private_tuple_goes_on(hf_private_tuple_walk *walk)
{
    if (walk->inside) {
        return false;
    }
    PyObject *raw = HF_PRIVATE_USE(walk->tuple);
    walk->inside = raw != NULL && walk->at < PyTuple_GET_SIZE(raw);
    return walk->inside;
}

HF_INLINE hf_object hf_private_tuple_visit(hf_private_tuple_walk *walk)
{
    PyObject *item = PyTuple_GET_ITEM(HF_PRIVATE_USE(walk->tuple), walk->at++);
    Py_INCREF(item);
    return HF_PRIVATE_AGAIN(object, item);
}

HF_END_DECLS

/* ---- What is looked for may be any handle. C++ does so by itself. */
#if !defined(__cplusplus) && !defined(HF_CORE)
#define hf_tuple_from_iterable(items)                                          \
    hf_tuple_from_iterable(hf_as_object(items))
#define hf_tuple_index(self, item, out)                                        \
    hf_tuple_index(self, hf_as_object(item), out)
#define hf_tuple_count(self, item, out)                                        \
    hf_tuple_count(self, hf_as_object(item), out)
#define hf_tuple_contains(self, item)                                          \
    hf_tuple_contains(self, hf_as_object(item))
#endif

#endif /* HF_TUPLE_H */
