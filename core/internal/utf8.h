/* utf8.h: reading UTF-8, in two passes: measure, then write into a str of the
 * right size and kind. Private to core/.
 *
 * CPython's own decoder makes a str of ASCII first and widens it on the way,
 * which costs most where text is short.
 */
#ifndef HF_UTF8_H
#define HF_UTF8_H

#include "../check.h"

#include <stdint.h>
#include <string.h>

#include "shorthand.h"

HF_BEGIN_DECLS

/* Longer text goes through CPython's decoder, which is as fast there, and
 * which allocates first: a size that cannot be true ends in a MemoryError, not
 * in memory that is not there. */
enum {
    HF_UTF8_SHORT = 1 << 6,       /* of any text */
    HF_UTF8_SHORT_ASCII = 1 << 12 /* of ASCII alone */
};

#ifdef HF_SIMDUTF
/* Text of more than HF_UTF8_LONG bytes is measured and written by the library
 * simdutf, which is the faster one from about that size on. Text of more than
 * HF_UTF8_MOST bytes is not, since it is read before memory is allocated. */
enum { HF_UTF8_LONG = 1 << 8, HF_UTF8_MOST = 1 << 30 };
#endif

/* hf_utf8_extent is what a piece of text needs in a str. */
typedef struct hf_utf8_extent {
    Py_ssize_t length; /* code points */
    Py_UCS4 maxchar;   /* 0x7F, 0xFF, 0xFFFF or 0x10FFFF */
} hf_utf8_extent;

/* hf_utf8_is_ascii says whether |size| bytes at |utf8| are all ASCII. */
HF_NODISCARD HF_INLINE bool hf_utf8_is_ascii(const char *utf8, Py_ssize_t size);

/* hf_utf8_measure measures |size| bytes at |utf8|. False where CPython's
 * decoder is to be used: the text is longer than HF_UTF8_SHORT and not
 * simdutf's, or not valid. No exception is set. */
HF_NODISCARD HF_API bool hf_utf8_measure(const char *utf8, Py_ssize_t size,
                                         hf_utf8_extent *out);

/* hf_utf8_write writes |size| bytes that were measured to |to|, a ready str
 * that nobody else knows, from index |at| on. It must be wide and long
 * enough. */
HF_API void hf_utf8_write(PyObject *to, Py_ssize_t at, const char *utf8,
                          Py_ssize_t size);

/* hf_utf8_write_ascii is hf_utf8_write for bytes that are ASCII and a |to|
 * that is a compact ASCII str. */
HF_INLINE void hf_utf8_write_ascii(PyObject *to, Py_ssize_t at,
                                   const char *ascii, Py_ssize_t size);

/* hf_utf8_matches says whether the code points of |self|, a ready str, are
 * those of |size| bytes at |utf8|. Bytes that are not UTF-8 match nothing. */
HF_NODISCARD HF_API bool hf_utf8_matches(PyObject *self, const char *utf8,
                                         Py_ssize_t size);

/* hf_private_utf8_usable says whether |utf8| and |size| can be read; otherwise
 * an exception is set. */
HF_NODISCARD HF_INLINE bool hf_private_utf8_usable(const char *function,
                                                   const char *utf8,
                                                   Py_ssize_t size);

/* hf_private_utf8_decode is PyUnicode_DecodeUTF8, which also says what is
 * invalid; or null where an exception is set. */
HF_NODISCARD HF_API PyObject *hf_private_utf8_decode(const char *utf8,
                                                     Py_ssize_t size);

/* ---- Bodies: what ASCII needs. The rest is in utf8.c. */

HF_INLINE bool hf_private_utf8_usable(const char *function, const char *utf8,
                                      Py_ssize_t size)
{
    return HF_LIKELY(size >= 0 && (utf8 != NULL || size == 0)) ||
           HF_NEVER(hf_private_refuse_memory(function, "UTF-8 pointer", size));
}

/* hf_private_ascii_4 to _32 ask for so many bytes at once. */
HF_INLINE bool hf_private_ascii_4(const char *p)
{
    uint32_t bytes;
    memcpy(&bytes, p, sizeof(bytes));
    return (bytes & UINT32_C(0x80808080)) == 0;
}

HF_INLINE uint64_t hf_private_8(const char *p)
{
    uint64_t bytes;
    memcpy(&bytes, p, sizeof(bytes));
    return bytes;
}

#define HF_PRIVATE_HIGH_BITS UINT64_C(0x8080808080808080)

HF_INLINE bool hf_private_ascii_8(const char *p)
{
    return (hf_private_8(p) & HF_PRIVATE_HIGH_BITS) == 0;
}

HF_INLINE bool hf_private_ascii_16(const char *p)
{
    return ((hf_private_8(p) | hf_private_8(p + 8)) & HF_PRIVATE_HIGH_BITS) ==
           0;
}

HF_INLINE bool hf_private_ascii_32(const char *p)
{
    return ((hf_private_8(p) | hf_private_8(p + 8) | hf_private_8(p + 16) |
             hf_private_8(p + 24)) &
            HF_PRIVATE_HIGH_BITS) == 0;
}

HF_INLINE bool hf_utf8_is_ascii(const char *utf8, Py_ssize_t size)
{
    /* As many at once as can be; the last ones overlap those before. */
    const char *p = utf8, *end = utf8 + size;
    if (size < 4) {
        for (; p < end; p++) {
            if ((*p & 0x80) != 0) {
                return false;
            }
        }
        return true;
    }
    if (size < 8) {
        return hf_private_ascii_4(p) && hf_private_ascii_4(end - 4);
    }
    if (HF_LIKELY(size <= 16)) {
        return hf_private_ascii_8(p) && hf_private_ascii_8(end - 8);
    }
    if (size <= 32) {
        return hf_private_ascii_16(p) && hf_private_ascii_16(end - 16);
    }
    for (; p < end - 32; p += 32) {
        if (!hf_private_ascii_32(p)) {
            return false;
        }
    }
    return hf_private_ascii_32(end - 32);
}

HF_INLINE void hf_utf8_write_ascii(PyObject *to, Py_ssize_t at,
                                   const char *ascii, Py_ssize_t size)
{
    /* Two moves of a fixed size, which may overlap, take less time than a call
     * of memmove. (And memmove less than memcpy: where gcc knows a limit of
     * |size| it makes a "rep movs" of that, which is slow to begin.) */
    char *out = (char *)((PyASCIIObject *)to + 1) + at;
    if (size < 4 || size > 32) {
        memmove(out, ascii, (size_t)size);
    } else if (size <= 8) {
        memcpy(out, ascii, 4);
        memcpy(out + size - 4, ascii + size - 4, 4);
    } else if (size <= 16) {
        memcpy(out, ascii, 8);
        memcpy(out + size - 8, ascii + size - 8, 8);
    } else {
        memcpy(out, ascii, 16);
        memcpy(out + size - 16, ascii + size - 16, 16);
    }
}

HF_END_DECLS

#include "end_shorthand.h"

#endif /* HF_UTF8_H */
