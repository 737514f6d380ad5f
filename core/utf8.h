/* utf8.h: reading UTF-8, in two passes: measure, then write into a str of the
 * right size and kind. Private to core/.
 *
 * CPython's own decoder makes a str of ASCII first and widens it on the way,
 * which costs most where text is short.
 */
#ifndef HF_UTF8_H
#define HF_UTF8_H

#include "check.h"

#include <stdint.h>
#include <string.h>

HF_BEGIN_DECLS

/* Longer text goes through CPython's decoder, which is as fast there, and
 * which allocates first: a size that cannot be true ends in a MemoryError, not
 * in memory that is not there. */
enum {
    HF_UTF8_SHORT = 1 << 8,       /* of any text */
    HF_UTF8_SHORT_ASCII = 1 << 12 /* of ASCII alone */
};

/* hf_utf8_extent is what a piece of text needs in a str. */
typedef struct hf_utf8_extent {
    Py_ssize_t length; /* code points */
    Py_UCS4 maxchar;   /* 0x7F, 0xFF, 0xFFFF or 0x10FFFF */
} hf_utf8_extent;

/* hf_utf8_measure measures |size| bytes at |utf8|. False where CPython's
 * decoder is to be used: the text is long, or not valid. No exception is
 * set. */
HF_NODISCARD HF_INLINE bool hf_utf8_measure(const char *utf8, Py_ssize_t size,
                                            hf_utf8_extent *out);

/* hf_utf8_write writes |size| bytes that were measured to |to|, a ready str
 * that nobody else knows, from index |at| on. It must be wide and long
 * enough. */
HF_INLINE void hf_utf8_write(PyObject *to, Py_ssize_t at, const char *utf8,
                             Py_ssize_t size, const hf_utf8_extent *extent);

/* hf_utf8_matches says whether the code points of |self|, a ready str, are
 * those of |size| bytes at |utf8|. Bytes that are not UTF-8 match nothing. */
HF_NODISCARD HF_API bool hf_utf8_matches(PyObject *self, const char *utf8,
                                         Py_ssize_t size);

/* hf_private_utf8_usable says whether |utf8| and |size| can be read; otherwise
 * an exception is set. */
HF_NODISCARD HF_API bool hf_private_utf8_usable(const char *function,
                                                const char *utf8,
                                                Py_ssize_t size);

/* hf_private_utf8_decode is PyUnicode_DecodeUTF8, which also says what is
 * invalid; or null where an exception is set. */
HF_NODISCARD HF_API PyObject *hf_private_utf8_decode(const char *utf8,
                                                     Py_ssize_t size);

/* ---- Bodies: what ASCII needs. The rest is in utf8.c. */

HF_NODISCARD HF_API bool hf_private_utf8_measure(const char *utf8,
                                                 Py_ssize_t size,
                                                 hf_utf8_extent *out);
HF_API void hf_private_utf8_write(PyObject *to, Py_ssize_t at, const char *utf8,
                                  Py_ssize_t size);

HF_INLINE bool hf_private_is_ascii(const char *p, Py_ssize_t size)
{
    uint64_t eight;
    uint32_t four;
    for (; size >= 8; p += 8, size -= 8) {
        memcpy(&eight, p, 8);
        if ((eight & UINT64_C(0x8080808080808080)) != 0) {
            return false;
        }
    }
    if (size >= 4) {
        memcpy(&four, p, 4);
        if ((four & UINT32_C(0x80808080)) != 0) {
            return false;
        }
        p += 4;
        size -= 4;
    }
    for (; size > 0; p++, size--) {
        if ((*p & 0x80) != 0) {
            return false;
        }
    }
    return true;
}

HF_INLINE bool hf_utf8_measure(const char *utf8, Py_ssize_t size,
                               hf_utf8_extent *out)
{
    if (size <= HF_UTF8_SHORT_ASCII && hf_private_is_ascii(utf8, size)) {
        *out = (hf_utf8_extent){size, 0x7F};
        return true;
    }
    return size <= HF_UTF8_SHORT && hf_private_utf8_measure(utf8, size, out);
}

HF_INLINE void hf_utf8_write(PyObject *to, Py_ssize_t at, const char *utf8,
                             Py_ssize_t size, const hf_utf8_extent *extent)
{
    if (extent->maxchar == 0x7F && PyUnicode_KIND(to) == 1) {
        memcpy(PyUnicode_1BYTE_DATA(to) + at, utf8, (size_t)size);
    } else {
        hf_private_utf8_write(to, at, utf8, size);
    }
}

HF_END_DECLS

#endif /* HF_UTF8_H */
