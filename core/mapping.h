/* mapping.h: the mapping protocol: what any object can do that has values by key.
 *
 * A key is borrowed, a value that is put in is consumed. A lookup has three ends:
 * missing stands for a KeyError, and for nothing else. For a dict, the functions of
 * dict.h take less time; they do not ask __getitem__ of a subclass, and these do.
 */
#ifndef HF_MAPPING_H
#define HF_MAPPING_H

#include "object.h"

HF_BEGIN_DECLS

/* hf_mapping_check says whether |self| has something like __getitem__: also lists
 * have, since they take slices. Null has none.
 *
 *   borrows self | -> truth
 */
HF_NODISCARD HF_API bool hf_mapping_check(hf_object_borrowed self);

/* hf_mapping_length writes len(self) to |out|.
 *
 *   borrows self | -> worked | raises TypeError, anything | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_mapping_length(hf_object_borrowed self,
                                                Py_ssize_t *out);

/* hf_mapping_get writes self[key] to |out|, owned, where it is found, and null
 * otherwise.
 *
 *   borrows self, key | -> new in out, or missing, or error
 *   | raises anything but KeyError | runs-python
 */
HF_NODISCARD HF_API hf_lookup hf_mapping_get(hf_object_borrowed self,
                                             hf_object_borrowed key,
                                             hf_object *out);

/* hf_mapping_contains answers whether self[key] is there. What it raises is not
 * swallowed, but for a KeyError.
 *
 *   borrows self, key | -> answer | raises anything but KeyError | runs-python
 */
HF_NODISCARD HF_API hf_answer hf_mapping_contains(hf_object_borrowed self,
                                                  hf_object_borrowed key);

/* hf_mapping_set is self[key] = value.
 *
 *   borrows self, key | steals value | -> worked | raises TypeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_mapping_set(hf_object_borrowed self,
                                             hf_object_borrowed key,
                                             hf_object value);

/* hf_mapping_delete is del self[key].
 *
 *   borrows self, key | -> worked | raises KeyError, TypeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_worked hf_mapping_delete(hf_object_borrowed self,
                                                hf_object_borrowed key);

/* hf_mapping_keys, hf_mapping_values and hf_mapping_items are lists of what
 * self.keys(), self.values() and self.items() give.
 *
 *   borrows self | -> new or null | raises AttributeError, TypeError, anything
 *   | runs-python
 */
HF_NODISCARD HF_API hf_list hf_mapping_keys(hf_object_borrowed self);
HF_NODISCARD HF_API hf_list hf_mapping_values(hf_object_borrowed self);
HF_NODISCARD HF_API hf_list hf_mapping_items(hf_object_borrowed self);

HF_END_DECLS

/* ---- All of them may be any handle. C++ does so by itself. */
#if !defined(__cplusplus) && !defined(HF_CORE)
#define hf_mapping_check(x) hf_mapping_check(hf_as_object(x))
#define hf_mapping_length(x, out) hf_mapping_length(hf_as_object(x), out)
#define hf_mapping_get(x, key, out)                                            \
    hf_mapping_get(hf_as_object(x), hf_as_object(key), out)
#define hf_mapping_contains(x, key)                                            \
    hf_mapping_contains(hf_as_object(x), hf_as_object(key))
#define hf_mapping_set(x, key, value)                                          \
    hf_mapping_set(hf_as_object(x), hf_as_object(key), hf_into_object(value))
#define hf_mapping_delete(x, key)                                              \
    hf_mapping_delete(hf_as_object(x), hf_as_object(key))
#define hf_mapping_keys(x) hf_mapping_keys(hf_as_object(x))
#define hf_mapping_values(x) hf_mapping_values(hf_as_object(x))
#define hf_mapping_items(x) hf_mapping_items(hf_as_object(x))
#endif

#endif /* HF_MAPPING_H */
