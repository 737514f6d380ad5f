#include "fuzz/engine/str_oracle.h"

FUZZ_DOES_NOT_GUIDE

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif

/* Reads that are not looked at one by one: the whole memory was, before. */
#ifdef WITH_ASAN
#define UNCHECKED_READS __attribute__((no_sanitize("address")))
#else
#define UNCHECKED_READS
#endif

#ifdef WITH_ASAN
void __asan_get_shadow_mapping(size_t *scale, size_t *offset);

/* is_own says that no byte of the memory is poisoned. AddressSanitizer has such
 * a function, which is made for large regions: each str is looked at after each
 * step. A byte of the shadow stands for eight, and says how many of them are
 * good, from the first on; 0: all. */
UNCHECKED_READS static bool is_own(const void *at, size_t size)
{
    static size_t scale, offset;
    if (scale == 0) {
        __asan_get_shadow_mapping(&scale, &offset);
    }
    const uintptr_t last = (uintptr_t)at + size - 1;
    const int8_t *shadow = (const int8_t *)(((uintptr_t)at >> scale) + offset);
    const int8_t *end = (const int8_t *)((last >> scale) + offset);
    int all = 0;
    for (; shadow < end; shadow++) {
        all |= *shadow;
    }
    return all == 0 &&
           (*end == 0 || *end > (int)(last & (((uintptr_t)1 << scale) - 1)));
}
#else
static bool is_own(const void *at, size_t size)
{
    (void)at, (void)size;
    return true;
}
#endif

/* FIRST_DIFFERENCE compares all at once before it looks which it is: that is
 * done many units at a time. */
#define FIRST_DIFFERENCE(unit)                                                 \
    UNCHECKED_READS static ptrdiff_t first_difference_##unit(const void *data, \
                                                             fuzz_text text)   \
    {                                                                          \
        const unit *found = data;                                              \
        uint32_t differ = 0;                                                   \
        for (ptrdiff_t i = 0; i < text.length; i++) {                          \
            differ |= found[i] ^ text.at[i];                                   \
        }                                                                      \
        ptrdiff_t at = differ == 0 ? text.length : 0;                          \
        while (at < text.length && found[at] == text.at[at]) {                 \
            at++;                                                              \
        }                                                                      \
        return at;                                                             \
    }
FIRST_DIFFERENCE(Py_UCS1)
FIRST_DIFFERENCE(Py_UCS2)
FIRST_DIFFERENCE(Py_UCS4)

/* first_difference is the index of the first code point that differs, or the
 * length. */
static ptrdiff_t first_difference(const void *data, int kind, fuzz_text text)
{
    return kind == 1   ? first_difference_Py_UCS1(data, text)
           : kind == 2 ? first_difference_Py_UCS2(data, text)
                       : first_difference_Py_UCS4(data, text);
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
    if (!is_own(data, (size_t)((length + 1) * kind))) {
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

FUZZ_GUIDES
