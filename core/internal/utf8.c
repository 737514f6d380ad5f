#define HF_CORE
#include "utf8.h"

#ifdef HF_SIMDUTF
#include <simdutf_c.h>
#endif

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The bytes of a sequence after the first: 10xxxxxx. */
#define IS_TAIL(byte) (((byte)&0xC0) == 0x80)

/* ascii_end is the first byte from |p| on that is not ASCII, or |end|. */
static inline const unsigned char *ascii_end(const unsigned char *p,
                                             const unsigned char *end)
{
    while (end - p >= 8) {
        uint64_t word;
        memcpy(&word, p, 8);
        word &= UINT64_C(0x8080808080808080);
        if (word != 0) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
            return p + __builtin_ctzll(word) / 8;
#else
            return p + __builtin_clzll(word) / 8;
#endif
        }
        p += 8;
    }
    while (p < end && *p < 0x80) {
        p++;
    }
    return p;
}

/* sequence_size is the number of bytes of the sequence at |p| that is not
 * ASCII, or 0 where it is not valid: a wrong byte, more bytes than the code
 * point needs, a surrogate, beyond 0x10FFFF, or cut short. */
static inline int sequence_size(const unsigned char *p,
                                const unsigned char *end)
{
    ptrdiff_t left = end - p;
    if (p[0] < 0xE0) {
        return p[0] >= 0xC2 && left >= 2 && IS_TAIL(p[1]) ? 2 : 0;
    }
    if (p[0] < 0xF0) {
        if (left < 3 || !IS_TAIL(p[1]) || !IS_TAIL(p[2]) ||
            (p[0] == 0xE0 && p[1] < 0xA0) || (p[0] == 0xED && p[1] >= 0xA0)) {
            return 0;
        }
        return 3;
    }
    if (p[0] > 0xF4 || left < 4 || !IS_TAIL(p[1]) || !IS_TAIL(p[2]) ||
        !IS_TAIL(p[3]) || (p[0] == 0xF0 && p[1] < 0x90) ||
        (p[0] == 0xF4 && p[1] >= 0x90)) {
        return 0;
    }
    return 4;
}

/* code_point is what the sequence of |size| bytes at |p| stands for. */
static inline Py_UCS4 code_point(const unsigned char *p, int size)
{
    switch (size) {
    case 2:
        return (Py_UCS4)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    case 3:
        return (Py_UCS4)(p[0] & 0x0F) << 12 | (Py_UCS4)(p[1] & 0x3F) << 6 |
               (p[2] & 0x3F);
    default:
        return (Py_UCS4)(p[0] & 0x07) << 18 | (Py_UCS4)(p[1] & 0x3F) << 12 |
               (Py_UCS4)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
    }
}

#ifdef HF_SIMDUTF
/* is_latin1 says whether no code point of |size| bytes, which are valid, is
 * beyond 0xFF: those begin with C4 or more. */
static bool is_latin1(const char *utf8, Py_ssize_t size)
{
    const char *p = utf8, *end = utf8 + size;
    for (; end - p >= 8; p += 8) {
        /* In each byte the highest bit: 11xxxxxx, and one of the next four. */
        uint64_t word = hf_private_8(p);
        uint64_t begins = word & word << 1;
        uint64_t beyond = word << 2 | word << 3 | word << 4 | word << 5;
        if ((begins & beyond & HF_PRIVATE_HIGH_BITS) != 0) {
            return false;
        }
    }
    for (; p < end; p++) {
        if ((unsigned char)*p >= 0xC4) {
            return false;
        }
    }
    return true;
}

/* measure_long is hf_utf8_measure by simdutf. */
static bool measure_long(const char *utf8, Py_ssize_t size, hf_utf8_extent *out)
{
    size_t bytes = (size_t)size;
    if (size > HF_UTF8_MOST || !simdutf_validate_utf8(utf8, bytes)) {
        return false;
    }
    size_t length = simdutf_utf32_length_from_utf8(utf8, bytes);
    out->length = (Py_ssize_t)length;
    out->maxchar = length == bytes         ? 0x7F
                   : is_latin1(utf8, size) ? 0xFF
                   : simdutf_utf16_length_from_utf8(utf8, bytes) == length
                       ? 0xFFFF
                       : 0x10FFFF;
    return true;
}

/* write_long is hf_utf8_write by simdutf. */
static void write_long(PyObject *to, Py_ssize_t at, const char *utf8,
                       Py_ssize_t size)
{
    size_t bytes = (size_t)size;
    if (PyUnicode_IS_COMPACT_ASCII(to)) {
        hf_utf8_write_ascii(to, at, utf8, size);
        return;
    }
    switch ((int)PyUnicode_KIND(to)) {
    case 1:
        simdutf_convert_valid_utf8_to_latin1(
            utf8, bytes, (char *)PyUnicode_1BYTE_DATA(to) + at);
        break;
    case 2:
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
        simdutf_convert_valid_utf8_to_utf16le(utf8, bytes,
                                              PyUnicode_2BYTE_DATA(to) + at);
#else
        simdutf_convert_valid_utf8_to_utf16be(utf8, bytes,
                                              PyUnicode_2BYTE_DATA(to) + at);
#endif
        break;
    default:
        simdutf_convert_valid_utf8_to_utf32(utf8, bytes,
                                            PyUnicode_4BYTE_DATA(to) + at);
        break;
    }
}
#endif

bool hf_utf8_measure(const char *utf8, Py_ssize_t size, hf_utf8_extent *out)
{
    if (size > HF_UTF8_SHORT) {
#ifdef HF_SIMDUTF
        return size > HF_UTF8_LONG && measure_long(utf8, size, out);
#else
        return false;
#endif
    }
    const unsigned char *p = (const unsigned char *)utf8;
    const unsigned char *end = p + size;
    Py_ssize_t length = size;
    unsigned char most = 0; /* the greatest first byte */

    while ((p = ascii_end(p, end)) < end) {
        do {
            int bytes = sequence_size(p, end);
            if (bytes == 0) {
                return false;
            }
            most = Py_MAX(most, p[0]);
            length -= bytes - 1;
            p += bytes;
        } while (p < end && *p >= 0x80);
    }
    out->length = length;
    out->maxchar = most == 0     ? 0x7F
                   : most < 0xC4 ? 0xFF
                   : most < 0xF0 ? 0xFFFF
                                 : 0x10FFFF;
    return true;
}

/* write_as is hf_utf8_write for one unit of memory per code point; compiled
 * once for each kind. */
#define WRITE_AS(unit)                                                         \
    static void write_as_##unit(unit *to, const unsigned char *p,              \
                                const unsigned char *end)                      \
    {                                                                          \
        while (p < end) {                                                      \
            if (*p < 0x80) {                                                   \
                *to++ = (unit)*p++;                                            \
            } else {                                                           \
                int bytes = *p < 0xE0 ? 2 : *p < 0xF0 ? 3 : 4;                 \
                *to++ = (unit)code_point(p, bytes);                            \
                p += bytes;                                                    \
            }                                                                  \
        }                                                                      \
    }

WRITE_AS(Py_UCS1)
WRITE_AS(Py_UCS2)
WRITE_AS(Py_UCS4)

void hf_utf8_write(PyObject *to, Py_ssize_t at, const char *utf8,
                   Py_ssize_t size)
{
#ifdef HF_SIMDUTF
    if (size > HF_UTF8_LONG) {
        write_long(to, at, utf8, size);
        return;
    }
#endif
    const unsigned char *p = (const unsigned char *)utf8;
    const unsigned char *end = p + size;
    switch ((int)PyUnicode_KIND(to)) {
    case 1:
        write_as_Py_UCS1(PyUnicode_1BYTE_DATA(to) + at, p, end);
        break;
    case 2:
        write_as_Py_UCS2(PyUnicode_2BYTE_DATA(to) + at, p, end);
        break;
    default:
        write_as_Py_UCS4(PyUnicode_4BYTE_DATA(to) + at, p, end);
        break;
    }
}

bool hf_utf8_matches(PyObject *self, const char *utf8, Py_ssize_t size)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(self);
    if (size == 0) {
        return length == 0; /* |utf8| may be NULL */
    }
    const unsigned char *p = (const unsigned char *)utf8;
    const unsigned char *end = p + size;
    if (PyUnicode_IS_ASCII(self)) {
        return length == size &&
               memcmp(PyUnicode_DATA(self), p, (size_t)size) == 0;
    }
    const void *data = PyUnicode_DATA(self);
    int kind = (int)PyUnicode_KIND(self);
    Py_ssize_t at = 0;
    while (p < end && at < length) {
        int bytes = *p < 0x80 ? 1 : sequence_size(p, end);
        if (bytes == 0) {
            return false;
        }
        Py_UCS4 here = bytes == 1 ? *p : code_point(p, bytes);
        if (PyUnicode_READ(kind, data, at) != here) {
            return false;
        }
        p += bytes;
        at++;
    }
    return p == end && at == length;
}
