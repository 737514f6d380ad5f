/* str_builder.h: a str made of many pieces.
 *
 * The buffer grows geometrically, so n pieces cost O(n), where n appends to a
 * str may copy it n times. An error is sticky: the first one releases the
 * buffer, later calls do nothing, and finish gives null with the exception of
 * that first one. So a builder is checked once, at its end:
 *
 *     hf_str_builder b = {0};
 *     hf_str_builder_append_utf8(&b, "x = ");
 *     hf_str_builder_append_format(&b, "%d", x);
 *     return hf_str_builder_finish(&b);
 *
 * {0} is an empty builder. A builder that is not finished must be cleared, as
 * hf_auto_builder(str, b) does at the end of its scope.
 */
#ifndef HF_STR_BUILDER_H
#define HF_STR_BUILDER_H

#include "str_span.h"

HF_BEGIN_DECLS

/* hf_str_builder: what is inside is private. */
typedef struct hf_str_builder {
    hf_str hf_private_buffer;     /* null, or a str of which only the builder
                                   * knows, as long as its capacity */
    Py_ssize_t hf_private_length; /* code points written to it */
    bool hf_private_failed;
} hf_str_builder;

/* hf_str_builder_append adds a str.
 *
 *   borrows right | -> nothing | fails with MemoryError, OverflowError,
 *   TypeError
 */
HF_API void hf_str_builder_append(hf_str_builder *self, hf_str_borrowed right);

/* hf_str_builder_append_slice adds right[start:end], for 0 <= start and 0 <= end,
 * with nothing made in between. Indexes beyond the end mean the end.
 *
 *   borrows right | -> nothing | fails with IndexError, MemoryError,
 *   OverflowError, TypeError
 */
HF_API void hf_str_builder_append_slice(hf_str_builder *self,
                                        hf_str_borrowed right, Py_ssize_t start,
                                        Py_ssize_t end);

/* hf_str_builder_reserve makes room for |extra| more code points, so that what
 * follows need not. Where they turn out to be wider than what is there, room is
 * made again.
 *
 *   -> nothing | fails with MemoryError, OverflowError
 */
HF_API void hf_str_builder_reserve(hf_str_builder *self, Py_ssize_t extra);

/* hf_str_builder_append_utf8 adds UTF-8.
 *
 *   -> nothing | fails with UnicodeDecodeError, MemoryError, OverflowError
 */
HF_INLINE void hf_str_builder_append_utf8(hf_str_builder *self,
                                          const char *utf8);
HF_API void hf_str_builder_append_utf8_n(hf_str_builder *self, const char *utf8,
                                         Py_ssize_t size);

/* hf_str_builder_append_code_point adds one code point, 0 to 0x10FFFF.
 *
 *   -> nothing | fails with ValueError, MemoryError, OverflowError
 */
HF_API void hf_str_builder_append_code_point(hf_str_builder *self,
                                             Py_UCS4 code_point);

/* hf_str_builder_extend adds |extra| code points that the caller writes to |out|,
 * all of them, before the next thing that is done to the builder: the span dies
 * with that. str_span.h says what |maxchar| is. A builder that is empty makes room
 * for these alone.
 *
 *   -> worked, and a span | fails with ValueError, MemoryError, OverflowError
 */
HF_NODISCARD HF_API hf_worked hf_str_builder_extend(hf_str_builder *self,
                                                    Py_ssize_t extra,
                                                    Py_UCS4 maxchar,
                                                    hf_str_span *out);

/* hf_str_builder_append_format(self, format, ...) adds what hf_str_format makes.
 *
 *   -> nothing | fails with anything | runs-python (for %S, %R)
 */
HF_API void hf_private_str_builder_append_format(hf_str_builder *self,
                                                 const char *letters,
                                                 const char *format, ...);

/* hf_str_builder_finish gives the str and leaves the builder empty.
 *
 *   consumes what self holds | -> new or null | raises what failed first
 */
HF_NODISCARD HF_API hf_str hf_str_builder_finish(hf_str_builder *self);

/* hf_str_builder_clear leaves the builder empty. An exception that a failure
 * set stays set.
 *
 *   consumes what self holds | -> nothing
 */
HF_API void hf_str_builder_clear(hf_str_builder *self);

/* ---- Bodies. */

HF_INLINE void hf_str_builder_append_utf8(hf_str_builder *self,
                                          const char *utf8)
{
    hf_str_builder_append_utf8_n(self, utf8, hf_private_utf8_size(utf8));
}

HF_END_DECLS

#ifdef __cplusplus
template <class... A>
HF_PRIVATE_OVERLOAD void hf_str_builder_append_format(hf_str_builder *self,
                                                      const char *format,
                                                      A &&...arguments)
{
    const char letters[] = HF_PRIVATE_LETTERS(A);
    hf_private_str_builder_append_format(self, letters, format,
                                         HF_PRIVATE_ARGUMENTS(A, arguments));
}
#else
#define hf_str_builder_append_format(self, ...)                                \
    hf_private_str_builder_append_format(self,                                 \
                                         HF_PRIVATE_ARGUMENTS(__VA_ARGS__))
#endif

#endif /* HF_STR_BUILDER_H */
