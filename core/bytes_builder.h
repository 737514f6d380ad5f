/* bytes_builder.h: a bytes object made of many pieces.
 *
 * The buffer grows geometrically, so n pieces cost O(n). An error is sticky: the
 * first one releases the buffer, later calls do nothing, and finish gives null
 * with the exception of that first one. So a builder is checked once, at its end:
 *
 *     hf_bytes_builder b = {0};
 *     hf_bytes_builder_append_byte(&b, 0x7F);
 *     hf_bytes_builder_append_data(&b, "ELF", 3);
 *     return hf_bytes_builder_finish(&b);
 *
 * {0} is an empty builder. A builder that is not finished must be cleared, as
 * hf_auto_builder(bytes, b) does at the end of its scope.
 */
#ifndef HF_BYTES_BUILDER_H
#define HF_BYTES_BUILDER_H

#include "bytes.h"

HF_BEGIN_DECLS

/* hf_bytes_builder: what is inside is private. */
typedef struct hf_bytes_builder {
    hf_bytes hf_private_buffer;   /* null, or bytes of which only the builder
                                   * knows, as long as its capacity */
    Py_ssize_t hf_private_length; /* bytes written to it */
    bool hf_private_failed;
} hf_bytes_builder;

/* hf_bytes_builder_append adds a bytes object, hf_bytes_builder_append_data the
 * |size| bytes at |data|, hf_bytes_builder_append_byte one.
 *
 *   borrows right | -> nothing | fails with MemoryError, OverflowError, TypeError
 */
HF_API void hf_bytes_builder_append(hf_bytes_builder *self,
                                    hf_bytes_borrowed right);
HF_API void hf_bytes_builder_append_data(hf_bytes_builder *self,
                                         const void *data, Py_ssize_t size);
HF_API void hf_bytes_builder_append_byte(hf_bytes_builder *self, uint8_t byte);

/* hf_bytes_builder_finish gives the bytes and leaves the builder empty.
 *
 *   consumes what self holds | -> new or null | raises what failed first
 */
HF_NODISCARD HF_API hf_bytes hf_bytes_builder_finish(hf_bytes_builder *self);

/* hf_bytes_builder_clear leaves the builder empty. An exception that a failure
 * set stays set.
 *
 *   consumes what self holds | -> nothing
 */
HF_API void hf_bytes_builder_clear(hf_bytes_builder *self);

HF_END_DECLS

#endif /* HF_BYTES_BUILDER_H */
