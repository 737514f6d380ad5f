/* dict_builder.h: a dict made of many items.
 *
 * Nobody gets hold of the dict before it is finished: the collector does not know
 * it, and where code of a key has got it all the same, finish gives a copy. An
 * error is sticky: the first one releases what there is, later calls do nothing,
 * and finish gives null with the exception of that first one. So a builder is
 * checked once, at its end:
 *
 *     hf_dict_builder b = {0};
 *     hf_dict_builder_set_utf8(&b, "name", hf_incref(name));
 *     hf_dict_builder_set_utf8(&b, "size", make_size());
 *     return hf_dict_builder_finish(&b);
 *
 * {0} is an empty builder. A builder that is not finished must be cleared, as
 * hf_auto_builder(dict, b) does at the end of its scope.
 */
#ifndef HF_DICT_BUILDER_H
#define HF_DICT_BUILDER_H

#include "dict.h"

HF_BEGIN_DECLS

/* hf_dict_builder: what is inside is private. */
typedef struct hf_dict_builder {
    hf_dict hf_private_dict; /* null, or of which only the builder knows */
    bool hf_private_failed;
} hf_dict_builder;

/* hf_dict_builder_set sets |key| to |value|, which is null where what made it has
 * failed. As in Python, the last value of a key counts.
 *
 *   borrows key | steals value | -> nothing | fails with TypeError, anything
 *   | runs-python
 */
HF_API void hf_dict_builder_set(hf_dict_builder *self, hf_object_borrowed key,
                                hf_object value);

/* hf_dict_builder_set_utf8 takes the key as NUL-terminated UTF-8. */
HF_API void hf_dict_builder_set_utf8(hf_dict_builder *self, const char *key,
                                     hf_object value);

/* hf_dict_builder_finish gives the dict and leaves the builder empty.
 *
 *   consumes what self holds | -> new or null | raises what failed first
 */
HF_NODISCARD HF_API hf_dict hf_dict_builder_finish(hf_dict_builder *self);

/* hf_dict_builder_clear leaves the builder empty. An exception that a failure set
 * stays set.
 *
 *   consumes what self holds | -> nothing | may run Python code: __del__
 */
HF_API void hf_dict_builder_clear(hf_dict_builder *self);

HF_END_DECLS

/* ---- Keys and values may be any handle. C++ does so by itself. */
#if !defined(__cplusplus) && !defined(HF_CORE)
#define hf_dict_builder_set(self, key, value)                                  \
    hf_dict_builder_set(self, hf_as_object(key), hf_into_object(value))
#define hf_dict_builder_set_utf8(self, key, value)                             \
    hf_dict_builder_set_utf8(self, key, hf_into_object(value))
#endif

#endif /* HF_DICT_BUILDER_H */
