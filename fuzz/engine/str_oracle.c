#include "fuzz/engine/str_oracle.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#define NOT_POISONED(at, size) (__asan_region_is_poisoned(at, size) == NULL)
#define UNCHECKED_READS __attribute__((no_sanitize("address")))
#endif
#endif
#ifndef UNCHECKED_READS
#define NOT_POISONED(at, size) ((void)(at), (void)(size), true)
#define UNCHECKED_READS
#endif

/* first_difference is the index of the first code point that differs, or the
 * length. One check of the whole memory takes the place of one for each
 * read. */
UNCHECKED_READS static ptrdiff_t first_difference(const void *data, int kind,
                                                  fuzz_text text)
{
    ptrdiff_t i = 0;
    switch (kind) {
    case 1:
        while (i < text.length && ((const Py_UCS1 *)data)[i] == text.at[i]) {
            i++;
        }
        break;
    case 2:
        while (i < text.length && ((const Py_UCS2 *)data)[i] == text.at[i]) {
            i++;
        }
        break;
    default:
        while (i < text.length && ((const Py_UCS4 *)data)[i] == text.at[i]) {
            i++;
        }
        break;
    }
    return i;
}

UNCHECKED_READS static uint32_t maxchar(fuzz_text text)
{
    uint32_t all = 0;
    for (ptrdiff_t i = 0; i < text.length; i++) {
        all |= text.at[i];
    }
    return all;
}

void fuzz_check_str(PyObject *raw, fuzz_text text)
{
    if (!PyUnicode_Check(raw)) {
        fuzz_failed("content", "expected a str, found %s",
                    Py_TYPE(raw)->tp_name);
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(raw);
    if (length != text.length) {
        fuzz_failed("length", "expected %td code points, found %zd",
                    text.length, length);
    }
    uint32_t most = maxchar(text);
    int expected = most < 0x100 ? 1 : most < 0x10000 ? 2 : 4;
    int kind = (int)PyUnicode_KIND(raw);
    if (kind != expected) {
        fuzz_failed("kind", "expected %d bytes a code point, found %d",
                    expected, kind);
    }
    if ((most < 0x80) != (bool)PyUnicode_IS_ASCII(raw)) {
        fuzz_failed("kind", "the ASCII flag is wrong");
    }
    const void *data = PyUnicode_DATA(raw);
    if (!NOT_POISONED((void *)data, (size_t)((length + 1) * kind))) {
        fuzz_failed("content", "the memory of the str is not its own");
    }
    ptrdiff_t at = first_difference(data, kind, text);
    if (at < length) {
        fuzz_failed("content", "expected U+%04X at index %td, found U+%04X",
                    (unsigned)text.at[at], at,
                    (unsigned)PyUnicode_READ(kind, data, at));
    }
    if (PyUnicode_READ(kind, data, length) != 0) {
        fuzz_failed("terminator", "there is no NUL at the end");
    }
    Py_hash_t hash = ((PyASCIIObject *)raw)->hash;
    if (hash != -1 && PyUnicode_CheckExact(raw)) {
        Py_hash_t right = PyHash_GetFuncDef()->hash(data, length * kind);
        right = length == 0 ? 0 : right == -1 ? -2 : right;
        if (hash != right) {
            fuzz_failed("hash", "the hash that is kept is of other content");
        }
    }
}
