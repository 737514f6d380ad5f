/* utf8.h: reading UTF-8, in two passes: measure, then write into a str of the
 * right size and kind. Private to core/.
 *
 * CPython's own decoder makes a str of ASCII first and widens it on the way,
 * which costs most where text is short.
 */
#ifndef HF_UTF8_H
#define HF_UTF8_H

#include "check.h"

HF_BEGIN_DECLS

/* HF_UTF8_SHORT is the size up to which the functions below are used. Longer
 * text goes through CPython's decoder, which is as fast there, and which
 * allocates first: a size that cannot be true ends in a MemoryError, not in
 * memory that is not there. */
enum { HF_UTF8_SHORT = 1 << 16 };

/* hf_utf8_extent is what a piece of text needs in a str. */
typedef struct hf_utf8_extent {
    Py_ssize_t length; /* code points */
    Py_UCS4 maxchar;   /* 0x7F, 0xFF, 0xFFFF or 0x10FFFF */
} hf_utf8_extent;

/* hf_utf8_measure measures |size| bytes at |utf8|. False where they are not
 * valid UTF-8; no exception is set. */
HF_NODISCARD bool hf_utf8_measure(const char *utf8, Py_ssize_t size,
                                  hf_utf8_extent *out);

/* hf_utf8_write writes the code points of |size| bytes of valid UTF-8 to |to|,
 * a ready str that nobody else knows, from index |at| on. It must be wide and
 * long enough. */
void hf_utf8_write(PyObject *to, Py_ssize_t at, const char *utf8,
                   Py_ssize_t size);

/* hf_utf8_matches says whether the code points of |self|, a ready str, are
 * those of |size| bytes at |utf8|. Bytes that are not UTF-8 match nothing. */
HF_NODISCARD bool hf_utf8_matches(PyObject *self, const char *utf8,
                                  Py_ssize_t size);

/* hf_private_utf8_usable says whether |utf8| and |size| can be read; otherwise
 * an exception is set. */
HF_NODISCARD bool hf_private_utf8_usable(const char *function,
                                         const char *utf8, Py_ssize_t size);

/* hf_private_utf8_decode is PyUnicode_DecodeUTF8, which also says what is
 * invalid; or null where an exception is set. */
HF_NODISCARD PyObject *hf_private_utf8_decode(const char *utf8,
                                              Py_ssize_t size);

HF_END_DECLS

#endif /* HF_UTF8_H */
