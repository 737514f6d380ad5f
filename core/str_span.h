/* str_span.h: the code points of a str, written where they are to be.
 *
 * For a str whose length and width are known before it is made:
 *
 *     hf_str_span to;
 *     hf_auto(str, line, hf_str_new(n, 0x7F, &to));
 *     if (hf_is_null(line)) {
 *         return hf_null(str);
 *     }
 *     for (Py_ssize_t i = 0; i < n; i++) {
 *         hf_str_span_write(&to, i, '-');
 *     }
 *     return hf_move(&line);
 *
 * |maxchar| is 0x7F, 0xFF, 0xFFFF or 0x10FFFF, as a view (str_view.h) has it: no
 * code point may be above it, and one at least must need it. All are written before
 * anything else is done with the str: until then it is no str that Python could
 * bear to see. What is written by code that does so is not checked further than
 * HF_ASSERT_LEVEL says; but the checked build reports what these functions are to write
 * when the str was given away, or the builder has gone on.
 */
#ifndef HF_STR_SPAN_H
#define HF_STR_SPAN_H

#include "str_view.h"

HF_BEGIN_DECLS

/* hf_str_span is room for |length| code points at |data|, each of |kind| bytes: 1,
 * 2 or 4. It is part of the str, or of the builder, that gave it. */
typedef struct hf_str_span {
    void *data;
    Py_ssize_t length;
    int kind;
#ifdef HF_CHECKED
    hf_private_number hf_private_ticket; /* of whose memory it is; or 0 */
    Py_ssize_t hf_private_written; /* how much a builder has with it; or -1 */
#endif
} hf_str_span;

/* hf_str_new makes a str of |length| code points, which the caller writes to |out|.
 *
 *   -> new or null, and a span of it | raises MemoryError, SystemError (there is no
 *   such length or maxchar)
 */
HF_NODISCARD HF_INLINE hf_str hf_str_new(Py_ssize_t length, Py_UCS4 maxchar,
                                         hf_str_span *out);

/* hf_str_span_write puts a code point at |index|, hf_str_span_copy the |n| code
 * points of |from| that begin at |start|. Both are asserted to lie within
 * (HF_ASSERT_LEVEL 1), and what is written to be no wider than the span.
 */
HF_INLINE void hf_str_span_write(const hf_str_span *self, Py_ssize_t index,
                                 Py_UCS4 code_point);
HF_INLINE void hf_str_span_copy(const hf_str_span *self, Py_ssize_t index,
                                const hf_str_view *from, Py_ssize_t start,
                                Py_ssize_t n);

/* ---- Bodies. */

/* hf_private_str_span_widen is hf_str_span_copy where the kinds differ. */
HF_API void hf_private_str_span_widen(const hf_str_span *self, Py_ssize_t index,
                                      const hf_str_view *from, Py_ssize_t start,
                                      Py_ssize_t n);

HF_INLINE hf_str hf_str_new(Py_ssize_t length, Py_UCS4 maxchar,
                            hf_str_span *out)
{
    HF_PRIVATE_NEED_GIL();
    PyObject *raw = PyUnicode_New(length, maxchar);
    out->data = raw != NULL ? PyUnicode_DATA(raw) : NULL;
    out->length = raw != NULL ? length : 0;
    out->kind = raw != NULL ? (int)PyUnicode_KIND(raw) : 1;
#ifdef HF_CHECKED
    hf_str made = HF_PRIVATE_NEW(str, raw);
    out->hf_private_ticket = HF_PRIVATE_TICKET(made);
    out->hf_private_written = -1;
    return made;
#else
    return HF_PRIVATE_NEW(str, raw);
#endif
}

/* hf_private_str_span_is_lent says whether |self| may still be written; otherwise that
 * is reported, and nothing is. */
#ifdef HF_CHECKED
HF_API bool hf_private_str_span_is_lent(const hf_str_span *self);
#define HF_PRIVATE_SPAN_IS_LENT(self)                                          \
    if (!hf_private_str_span_is_lent(self)) {                                  \
        return;                                                                \
    }
#else
#define HF_PRIVATE_SPAN_IS_LENT(self)
#endif

/* By memcpy: the type differs by the kind. */
HF_INLINE void hf_str_span_write(const hf_str_span *self, Py_ssize_t index,
                                 Py_UCS4 code_point)
{
    HF_ASSERT(index >= 0 && index < self->length);
    HF_ASSERT(self->kind == 4 || code_point >> self->kind * 8 == 0);
    HF_PRIVATE_SPAN_IS_LENT(self)
    char *at = (char *)self->data + index * self->kind;
    if (self->kind == 1) {
        *(unsigned char *)at = (unsigned char)code_point;
    } else if (self->kind == 2) {
        const Py_UCS2 two = (Py_UCS2)code_point;
        memcpy(at, &two, sizeof(two));
    } else {
        memcpy(at, &code_point, sizeof(code_point));
    }
}

HF_INLINE void hf_str_span_copy(const hf_str_span *self, Py_ssize_t index,
                                const hf_str_view *from, Py_ssize_t start,
                                Py_ssize_t n)
{
    HF_ASSERT(index >= 0 && n >= 0 && n <= self->length - index);
    HF_ASSERT(start >= 0 && n <= from->length - start);
    HF_PRIVATE_SPAN_IS_LENT(self)
    if (HF_LIKELY(self->kind == from->kind)) {
        memcpy((char *)self->data + index * self->kind,
               (const char *)from->data + start * from->kind,
               (size_t)(n * from->kind));
    } else {
        hf_private_str_span_widen(self, index, from, start, n);
    }
}

HF_END_DECLS

#endif /* HF_STR_SPAN_H */
