/* list.h: lists.
 *
 * What a list keeps it consumes, also on failure: hf_list_append(l, x) ends x.
 * What is got from a list is a new reference; hf_list_get_borrowed says in its
 * name that it is not, and is for code that can see that nobody changes the list
 * meanwhile: nobody but you holds it, and you call nothing that may run Python.
 *
 * Indexes count from 0, and one that is negative is out of range: here is no -1
 * that means the last item, but where a comment says so. Lists may change at any
 * time that Python code may run, and their length with them.
 *
 * A list of many items is best made by an hf_list_builder (list_builder.h). To
 * visit all items:
 *
 *     hf_list_each(item, list) {
 *         ...
 *     }
 */
#ifndef HF_LIST_H
#define HF_LIST_H

#include "object.h"

HF_BEGIN_DECLS

/* hf_list_new is [].
 *
 *   -> new or null | raises MemoryError
 */
HF_NODISCARD HF_API hf_list hf_list_new(void);

/* hf_list_from_iterable is list(items).
 *
 *   borrows items | -> new or null | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_list hf_list_from_iterable(hf_object_borrowed items);

/* hf_list_length writes the number of items to |out|.
 *
 *   borrows self | -> worked | raises TypeError
 */
HF_NODISCARD HF_INLINE hf_worked hf_list_length(hf_list_borrowed self,
                                                Py_ssize_t *out);

/* hf_list_get is the item at |i|.
 *
 *   borrows self | -> new or null | raises IndexError, TypeError
 */
HF_NODISCARD HF_INLINE hf_object hf_list_get(hf_list_borrowed self,
                                             Py_ssize_t i);

#ifndef Py_GIL_DISABLED
/* hf_list_get_borrowed is the item at |i|, which the list owns: it is valid as
 * long as |self| is, and the item is in the list. There is none such without
 * the GIL, where another thread may take the item out at any time.
 *
 *   borrows self | -> borrowed from self, or null
 *   | raises IndexError, TypeError
 */
HF_NODISCARD HF_API hf_object_borrowed
hf_list_get_borrowed(hf_list_borrowed self, Py_ssize_t i);
#endif

/* hf_list_set puts |item| at |i|, in place of what is there.
 *
 *   borrows self | steals item | -> worked | raises IndexError, TypeError
 *   | may run Python code: __del__
 */
#ifdef HF_CHECKED
HF_NODISCARD HF_API hf_worked hf_list_set(hf_list_borrowed self, Py_ssize_t i,
                                          hf_object item);
#else
HF_NODISCARD HF_INLINE hf_worked hf_list_set(hf_list_borrowed self,
                                             Py_ssize_t i, hf_object item);
#endif

/* hf_list_append puts |item| behind the last one.
 *
 *   borrows self | steals item | -> worked | raises MemoryError, TypeError
 */
HF_NODISCARD HF_API hf_worked hf_list_append(hf_list_borrowed self,
                                             hf_object item);

/* hf_list_insert puts |item| before the one at |i|. As in Python, an |i| that
 * is negative counts from the end, and one beyond either end is that end.
 *
 *   borrows self | steals item | -> worked | raises MemoryError, TypeError
 */
HF_NODISCARD HF_API hf_worked hf_list_insert(hf_list_borrowed self,
                                             Py_ssize_t i, hf_object item);

/* hf_list_pop takes the last item out; hf_list_pop_at the one at |i|.
 *
 *   borrows self | -> new or null | raises IndexError, MemoryError, TypeError
 */
HF_NODISCARD HF_API hf_object hf_list_pop(hf_list_borrowed self);
HF_NODISCARD HF_API hf_object hf_list_pop_at(hf_list_borrowed self,
                                             Py_ssize_t i);

/* hf_list_delete is del self[i].
 *
 *   borrows self | -> worked | raises IndexError, MemoryError, TypeError
 *   | may run Python code: __del__
 */
HF_NODISCARD HF_API hf_worked hf_list_delete(hf_list_borrowed self,
                                             Py_ssize_t i);

/* hf_list_delete_all is self.clear(). (hf_list_clear(&x) empties a variable.)
 *
 *   borrows self | -> worked | raises TypeError
 *   | may run Python code: __del__
 */
HF_NODISCARD HF_API hf_worked hf_list_delete_all(hf_list_borrowed self);

/* hf_list_slice is self[start:end]. What is beyond the end is cut off.
 *
 *   borrows self | -> new or null | raises IndexError (negative), MemoryError,
 *   TypeError
 */
HF_NODISCARD HF_API hf_list hf_list_slice(hf_list_borrowed self,
                                          Py_ssize_t start, Py_ssize_t end);

/* hf_list_set_slice is self[start:end] = items, for any iterable, which may be
 * |self|. What is beyond the end is cut off. Where an item cannot be had, the
 * list stays as it was.
 *
 *   borrows self, items | -> worked | raises IndexError (negative), TypeError,
 *   anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_list_set_slice(hf_list_borrowed self,
                                                Py_ssize_t start,
                                                Py_ssize_t end,
                                                hf_object_borrowed items);

/* hf_list_delete_slice is del self[start:end].
 *
 *   borrows self | -> worked | raises IndexError (negative), MemoryError,
 *   TypeError | may run Python code: __del__
 */
HF_NODISCARD HF_API hf_worked hf_list_delete_slice(hf_list_borrowed self,
                                                   Py_ssize_t start,
                                                   Py_ssize_t end);

/* hf_list_extend is self.extend(items). Where an item cannot be had, the list
 * stays as it was.
 *
 *   borrows self, items | -> worked | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_list_extend(hf_list_borrowed self,
                                             hf_object_borrowed items);

/* hf_list_sort is self.sort(). To Python code that runs meanwhile the list looks
 * empty.
 *
 *   borrows self | -> worked | raises TypeError, ValueError (it was changed),
 *   anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_list_sort(hf_list_borrowed self);

/* hf_list_reverse is self.reverse().
 *
 *   borrows self | -> worked | raises TypeError
 */
HF_NODISCARD HF_API hf_worked hf_list_reverse(hf_list_borrowed self);

/* hf_list_index looks for the first item that is |item| or equals it, and writes
 * where it is to |out|, or -1.
 *
 *   borrows self, item | -> found, or missing, or error | raises anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_lookup hf_list_index(hf_list_borrowed self,
                                            hf_object_borrowed item,
                                            Py_ssize_t *out);

/* hf_list_count writes how many items are |item| or equal it to |out|.
 *
 *   borrows self, item | -> worked | raises anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_list_count(hf_list_borrowed self,
                                            hf_object_borrowed item,
                                            Py_ssize_t *out);

/* hf_list_contains answers item in self.
 *
 *   borrows self, item | -> answer | raises anything | runs-python
 */
HF_NODISCARD HF_API hf_answer hf_list_contains(hf_list_borrowed self,
                                               hf_object_borrowed item);

/* hf_list_copy is self[:].
 *
 *   borrows self | -> new or null | raises MemoryError, TypeError
 */
HF_NODISCARD HF_API hf_list hf_list_copy(hf_list_borrowed self);

/* hf_list_to_tuple is a tuple of the items.
 *
 *   borrows self | -> new or null | raises MemoryError, TypeError
 */
HF_NODISCARD HF_API hf_tuple hf_list_to_tuple(hf_list_borrowed self);

/* hf_list_each(item, list) { ... } declares |item|, an hf_auto variable, and
 * runs the block for each item of the borrowed |list|, from the first to the
 * last that there is when it is reached: the block may change the list. break,
 * continue, return and goto release the item. Of a list that is null, or none,
 * nothing is visited, and an exception is set.
 *
 *   borrows list | raises TypeError
 */
#define hf_list_each(item, list)                                               \
    for (hf_private_list_walk hf_private_walk_of_##item =                      \
             hf_private_list_begin(list);                                      \
         hf_private_list_goes_on(&hf_private_walk_of_##item);)                 \
        for (hf_auto(object, item,                                             \
                     hf_private_list_visit(&hf_private_walk_of_##item));       \
             hf_private_walk_of_##item.inside;                                 \
             hf_private_walk_of_##item.inside = false)

/* hf_list_check, hf_list_cast(o), hf_list_cast_unchecked(o): see handle.h. */
#define hf_list_cast(o) hf_cast(list, o)
#define hf_list_cast_unchecked(o) hf_cast_unchecked(list, o)

/* ---- Bodies. */

/* hf_private_list_get is hf_list_get for what is seldom. */
HF_NODISCARD HF_API hf_object hf_private_list_get(PyObject *raw, Py_ssize_t i);

/* hf_private_list_set is hf_list_set for what is seldom: it consumes |value|. */
HF_NODISCARD HF_API bool hf_private_list_set(PyObject *raw, Py_ssize_t i,
                                             PyObject *value);

/* hf_private_list_has says that |raw| is a list with something at |i|. */
HF_INLINE bool hf_private_list_has(PyObject *raw, Py_ssize_t i)
{
    return HF_LIKELY(raw != NULL && PyList_Check(raw) &&
                     (size_t)i < (size_t)PyList_GET_SIZE(raw));
}

HF_INLINE hf_worked hf_list_length(hf_list_borrowed self, Py_ssize_t *out)
{
    PyObject *raw = HF_PRIVATE_USE(self);
    if (HF_LIKELY(raw != NULL && PyList_Check(raw))) {
        *out = PyList_GET_SIZE(raw);
        return hf_worked_if(true);
    }
    *out = -1;
    hf_private_refuse("hf_list_length", raw, "list");
    return hf_worked_if(false);
}

HF_INLINE hf_object hf_list_get(hf_list_borrowed self, Py_ssize_t i)
{
    PyObject *raw = HF_PRIVATE_USE(self);
#ifndef Py_GIL_DISABLED
    if (hf_private_list_has(raw, i)) {
        PyObject *item = PyList_GET_ITEM(raw, i);
        Py_INCREF(item);
        return HF_PRIVATE_AGAIN(object, item);
    }
#endif
    return hf_private_list_get(raw, i);
}

/* hf_private_list_put is hf_list_set on pointers. */
HF_INLINE bool hf_private_list_put(PyObject *raw, Py_ssize_t i, PyObject *value)
{
#ifndef Py_GIL_DISABLED
    if (hf_private_list_has(raw, i) && HF_LIKELY(value != NULL)) {
        PyObject *old = PyList_GET_ITEM(raw, i);
        PyList_SET_ITEM(raw, i, value);
        Py_XDECREF(old);
        return true;
    }
#endif
    return hf_private_list_set(raw, i, value);
}

#ifndef HF_CHECKED
HF_INLINE hf_worked hf_list_set(hf_list_borrowed self, Py_ssize_t i,
                                hf_object item)
{
    PyObject *raw = HF_PRIVATE_USE(self), *value = HF_PRIVATE_TAKE(item);
    return hf_worked_if(hf_private_list_put(raw, i, value));
}
#endif

/* A list that is walked: |inside| is true while the block runs, so that it is
 * true afterwards exactly where the block was left by break. */
typedef struct hf_private_list_walk {
    hf_list_borrowed list;
    Py_ssize_t at;
    bool inside;
} hf_private_list_walk;

HF_INLINE hf_private_list_walk hf_private_list_begin(hf_list_borrowed list)
{
    PyObject *raw = HF_PRIVATE_USE(list);
    if (HF_UNLIKELY(raw == NULL || !PyList_Check(raw))) {
        hf_private_refuse("hf_list_each", raw, "list");
        list = hf_null(list_borrowed);
    }
    hf_private_list_walk walk = {list, 0, false};
    return walk;
}

HF_INLINE bool hf_private_list_goes_on(hf_private_list_walk *walk)
{
    if (walk->inside) {
        return false;
    }
    PyObject *raw = HF_PRIVATE_USE(walk->list);
    walk->inside = raw != NULL && walk->at < PyList_GET_SIZE(raw);
    return walk->inside;
}

HF_INLINE hf_object hf_private_list_visit(hf_private_list_walk *walk)
{
#ifdef Py_GIL_DISABLED
    /* Null where another thread has made it shorter: then that was the end. */
    PyObject *item = PyList_GetItemRef(HF_PRIVATE_USE(walk->list), walk->at++);
    if (item == NULL) {
        PyErr_Clear();
        walk->inside = false;
        walk->at = PY_SSIZE_T_MAX;
    }
#else
    PyObject *item = PyList_GET_ITEM(HF_PRIVATE_USE(walk->list), walk->at++);
    Py_INCREF(item);
#endif
    return HF_PRIVATE_AGAIN(object, item);
}

HF_END_DECLS

/* ---- What is put in, or looked for, may be any handle. C++ does so by itself.
 * */
#if !defined(__cplusplus) && !defined(HF_CORE)
#define hf_list_from_iterable(items) hf_list_from_iterable(hf_as_object(items))
#define hf_list_set(self, i, item) hf_list_set(self, i, hf_into_object(item))
#define hf_list_append(self, item) hf_list_append(self, hf_into_object(item))
#define hf_list_insert(self, i, item)                                          \
    hf_list_insert(self, i, hf_into_object(item))
#define hf_list_set_slice(self, start, end, items)                             \
    hf_list_set_slice(self, start, end, hf_as_object(items))
#define hf_list_extend(self, items) hf_list_extend(self, hf_as_object(items))
#define hf_list_index(self, item, out)                                         \
    hf_list_index(self, hf_as_object(item), out)
#define hf_list_count(self, item, out)                                         \
    hf_list_count(self, hf_as_object(item), out)
#define hf_list_contains(self, item) hf_list_contains(self, hf_as_object(item))
#endif

#endif /* HF_LIST_H */
