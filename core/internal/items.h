/* items.h: the items that a builder of lists or tuples has so far, in an array
 * of C that nobody else sees. Private to core/.
 */
#ifndef HF_ITEMS_H
#define HF_ITEMS_H

#include "../object.h"

HF_BEGIN_DECLS

/* {0} is empty. Where something has failed nothing is kept, and |failed|. */
typedef struct hf_private_items {
    PyObject **at;
    Py_ssize_t length, room;
    bool failed;
} hf_private_items;

/* hf_private_items_add consumes |item|; hf_private_items_add_slowly is the
 * same, also where there is no item, no room, or a failure. |function| is named
 * in errors. The checked build looks first whether |self| was ever set. */
HF_API void hf_private_items_add_slowly(hf_private_items *self,
                                        const char *function, PyObject *item);
HF_INLINE void hf_private_items_add(hf_private_items *self,
                                    const char *function, PyObject *item)
{
#ifndef HF_CHECKED
    if (HF_LIKELY(item != NULL && self->length < self->room)) {
        self->at[self->length++] = item;
        return;
    }
#endif
    hf_private_items_add_slowly(self, function, item);
}

/* hf_private_items_reserve makes room for |more| items. */
HF_API void hf_private_items_reserve(hf_private_items *self,
                                     const char *function, Py_ssize_t more);

/* hf_private_items_move writes all items to |to| and is empty afterwards. Only
 * the array itself is freed. */
HF_API void hf_private_items_move(hf_private_items *self, PyObject **to);

/* hf_private_items_finished says whether a builder may be finished; otherwise
 * an exception is set, and it is empty again. */
HF_API bool hf_private_items_finished(hf_private_items *self,
                                      const char *function);

/* hf_private_items_clear releases all items. */
HF_API void hf_private_items_clear(hf_private_items *self);

HF_END_DECLS

#endif /* HF_ITEMS_H */
