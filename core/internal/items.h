/* items.h: the items that a builder of lists or tuples has so far, in memory that
 * nobody else sees. Private to core/.
 *
 * What may run Python code runs on a copy, when the builder is in its next state
 * already: that code may come to the same builder. And only copies are given to
 * functions that are not inline, so that a compiler can keep the builder of a loop
 * in registers.
 */
#ifndef HF_ITEMS_H
#define HF_ITEMS_H

#include "../object.h"

HF_BEGIN_DECLS

/* {0} is empty. Where something has failed nothing is kept, and |failed|. */
typedef struct hf_private_items {
    PyObject **at, **next, **end; /* the first; behind the last; of the room */
    PyObject *tuple;              /* what |at| lies in; or NULL, and it is an array */
    bool failed;
#ifdef HF_CHECKED
    hf_private_number ticket; /* since there is memory; 0 where there is none */
#endif
} hf_private_items;

/* In the checked build, hf_private_items_look looks whether |self| was ever set,
 * and has not ended, as a copy may have; hf_private_items_begin is where it was
 * given its memory, hf_private_items_count where it was given an item, and
 * hf_private_items_end where it ends. What is wrong is told, and then it has failed. */
#ifdef HF_CHECKED
#define HF_PRIVATE_NO_TICKET , 0
HF_API void hf_private_items_look(hf_private_items *self);
HF_API void hf_private_items_begin(hf_private_items *self);
HF_API void hf_private_items_end(hf_private_items *self);
HF_API void hf_private_items_count(const hf_private_items *self);
#else
#define HF_PRIVATE_NO_TICKET
#define hf_private_items_look(self) ((void)(self))
#define hf_private_items_begin(self) ((void)(self))
#define hf_private_items_end(self) ((void)(self))
#define hf_private_items_count(self) ((void)(self))
#endif

/* hf_private_items_grow makes room for |more|. It runs no Python code. False:
 * there is no memory, |more| is negative, or it had failed; no exception is set,
 * and nothing has changed. */
HF_API bool hf_private_items_grow(hf_private_items *self, Py_ssize_t more);

/* hf_private_items_add_failed and hf_private_items_reserve_failed say why, of a
 * call of |function|, unless it had failed, and release what |old| holds, and
 * |item|. */
HF_API void hf_private_items_add_failed(hf_private_items *old,
                                        const char *function, PyObject *item);
HF_API void hf_private_items_reserve_failed(hf_private_items *old,
                                            const char *function,
                                            Py_ssize_t more);

/* hf_private_items_release releases what |old| holds. */
HF_API void hf_private_items_release(hf_private_items *old);

/* hf_private_items_tuple gives a tuple with room for |n| items, which only its
 * owner knows; or NULL, without an exception. It runs no Python code. */
HF_API PyObject *hf_private_items_tuple(Py_ssize_t n);

/* hf_private_items_list_of and hf_private_items_tuple_of make a container of all
 * items, which they consume; or NULL. |function| is named where it had failed. */
HF_API PyObject *hf_private_items_list_of(hf_private_items *all,
                                          const char *function);
HF_API PyObject *hf_private_items_tuple_of(hf_private_items *all,
                                           const char *function);

/* How many there is room for at first, and by how many times it grows then. */
enum { HF_PRIVATE_ITEMS_ROOM = 16, HF_PRIVATE_ITEMS_MORE = 3 };

/* hf_private_items_taken empties |self|, and gives what it held. */
HF_INLINE hf_private_items hf_private_items_taken(hf_private_items *self)
{
    hf_private_items_end(self);
    hf_private_items all = *self;
    hf_private_items none = {NULL, NULL, NULL, NULL, false HF_PRIVATE_NO_TICKET};
    *self = none;
    return all;
}

/* hf_private_items_fail leaves |self| failed, and gives what it held. */
HF_INLINE hf_private_items hf_private_items_fail(hf_private_items *self)
{
    hf_private_items_end(self);
    hf_private_items old = *self;
    hf_private_items failed = {NULL, NULL, NULL, NULL, true HF_PRIVATE_NO_TICKET};
    *self = failed;
    return old;
}

/* hf_private_items_add consumes |item|. */
HF_INLINE void hf_private_items_add(hf_private_items *self,
                                    const char *function, PyObject *item)
{
    hf_private_items_look(self);
    if (HF_LIKELY(item != NULL && self->next < self->end)) {
        *self->next++ = item;
        hf_private_items_count(self);
        return;
    }
    hf_private_items now = *self;
    Py_ssize_t length = now.next - now.at, more = HF_PRIVATE_ITEMS_ROOM;
    if (length > 0) {
        more = HF_PRIVATE_ITEMS_MORE * length;
    }
    if (item != NULL && hf_private_items_grow(&now, more)) {
        *now.next++ = item;
        *self = now;
        hf_private_items_count(self);
    } else {
        now = hf_private_items_fail(self);
        hf_private_items_add_failed(&now, function, item);
    }
}

/* hf_private_items_reserve makes room for |more| items. */
HF_INLINE void hf_private_items_reserve(hf_private_items *self,
                                        const char *function, Py_ssize_t more)
{
    hf_private_items_look(self);
    if (more >= 0 && more <= self->end - self->next) {
        return;
    }
    hf_private_items now = *self;
    if (hf_private_items_grow(&now, more)) {
        *self = now;
    } else {
        now = hf_private_items_fail(self);
        hf_private_items_reserve_failed(&now, function, more);
    }
}

/* hf_private_items_begin_tuple makes what is empty lie in a tuple of |n|, so that
 * nothing needs to be copied where it becomes one of |n| items. */
HF_INLINE void hf_private_items_begin_tuple(hf_private_items *self,
                                            Py_ssize_t n)
{
    hf_private_items_look(self);
    if (self->at != NULL || self->failed) {
        return;
    }
    PyObject *tuple = hf_private_items_tuple(n);
    if (tuple != NULL) {
        self->at = self->next = ((PyTupleObject *)tuple)->ob_item;
        self->end = self->at + n;
        self->tuple = tuple;
        hf_private_items_begin(self);
    }
}

HF_END_DECLS

#endif /* HF_ITEMS_H */
