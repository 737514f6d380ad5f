/* str_view.h: the code points of a str, read where they are.
 *
 *     hf_str_view view;
 *     if (!hf_str_as_view(s, &view)) {
 *         return hf_null(str);
 *     }
 *     for (Py_ssize_t i = 0; i < view.length; i++) {
 *         Py_UCS4 c = hf_str_view_read(&view, i);
 *
 * Lone surrogates are code points like others. A view dies as an hf_utf8 does:
 * with its str, and with the handle that an append consumes.
 */
#ifndef HF_STR_VIEW_H
#define HF_STR_VIEW_H

#include "str.h"

HF_BEGIN_DECLS

/* hf_str_view is |length| code points at |data|, each of |kind| bytes: 1, 2 or
 * 4, the narrowest that fits all. None is above |maxchar|: 0x7F, 0xFF, 0xFFFF or
 * 0x10FFFF, the least that is so. */
typedef struct hf_str_view {
    const void *data;
    Py_ssize_t length;
    int kind;
    Py_UCS4 maxchar;
} hf_str_view;

/* hf_str_as_view writes a view of |self| to |out|. It copies nothing.
 *
 *   borrows self | -> worked, and a view of self | raises TypeError
 */
#ifdef HF_CHECKED
HF_NODISCARD HF_API hf_worked hf_str_as_view(hf_str_borrowed self,
                                             hf_str_view *out);
#else
HF_NODISCARD HF_INLINE hf_worked hf_str_as_view(hf_str_borrowed self,
                                                hf_str_view *out);
#endif

/* hf_str_view_read is the code point at |index|, which is asserted to be within
 * (HF_ASSERT_LEVEL 1). */
HF_NODISCARD HF_INLINE Py_UCS4 hf_str_view_read(const hf_str_view *self,
                                                Py_ssize_t index);

/* ---- Bodies. */

#ifndef HF_CHECKED
HF_INLINE hf_worked hf_str_as_view(hf_str_borrowed self, hf_str_view *out)
{
    PyObject *raw = HF_PRIVATE_USE(self);
    if (HF_UNLIKELY(!hf_private_str_usable("hf_str_as_view", raw))) {
        out->data = NULL;
        out->length = 0;
        out->kind = 1;
        out->maxchar = 0x7F;
        return hf_worked_if(false);
    }
    out->length = PyUnicode_GET_LENGTH(raw);
    out->kind = (int)PyUnicode_KIND(raw);
    out->maxchar = PyUnicode_MAX_CHAR_VALUE(raw);
    out->data = PyUnicode_DATA(raw);
    return hf_worked_if(true);
}
#endif

/* By memcpy: the checked build's copies need not be aligned. */
HF_INLINE Py_UCS4 hf_str_view_read(const hf_str_view *self, Py_ssize_t index)
{
    HF_ASSERT(index >= 0 && index < self->length);
    const char *at = (const char *)self->data + index * self->kind;
    if (self->kind == 1) {
        return *(const unsigned char *)at;
    }
    if (self->kind == 2) {
        Py_UCS2 two;
        memcpy(&two, at, sizeof(two));
        return two;
    }
    Py_UCS4 four;
    memcpy(&four, at, sizeof(four));
    return four;
}

HF_END_DECLS

#endif /* HF_STR_VIEW_H */
