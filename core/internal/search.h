/* search.h: an item among those of a list or tuple. Private to core/.
 *
 * An item is found where it is the same object, or is equal: so Python code may
 * run, and the list may have changed when it is back. */
#ifndef HF_SEARCH_H
#define HF_SEARCH_H

#include "../result.h"

HF_BEGIN_DECLS

/* hf_private_index_of writes where the first such item is to |out|, or -1;
 * hf_private_count_of how many there are; hf_private_is_in answers whether
 * there is one. |raw| is a list or a tuple, and no exception is set. */
HF_NODISCARD HF_API hf_lookup hf_private_index_of(PyObject *raw, PyObject *item,
                                                  Py_ssize_t *out);
HF_NODISCARD HF_API hf_worked hf_private_count_of(PyObject *raw, PyObject *item,
                                                  Py_ssize_t *out);
HF_NODISCARD HF_API hf_answer hf_private_is_in(PyObject *raw, PyObject *item);

HF_END_DECLS

#endif /* HF_SEARCH_H */
