#include "fuzz/engine/text.h"

#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define WITH_ASAN 1
#endif
#endif
#ifdef WITH_ASAN
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#endif

/* Room for a few of the longest texts; pages that are not used cost nothing. */
enum { CODE_POINTS = 1 << 23, BYTES = 1 << 24 };

static uint32_t texts[CODE_POINTS];
static size_t texts_used;
static _Alignas(8) char bytes[BYTES];
static size_t bytes_used;

void fuzz_text_reset(void)
{
    texts_used = 0;
    if (bytes_used > 0) {
        ASAN_UNPOISON_MEMORY_REGION(bytes, bytes_used);
        bytes_used = 0;
    }
}

bool fuzz_text_has_room(void)
{
    return texts_used < CODE_POINTS - 2 * FUZZ_TEXT_LONGEST &&
           bytes_used < BYTES - 5 * FUZZ_TEXT_LONGEST;
}

static uint32_t *room(ptrdiff_t length)
{
    uint32_t *at = texts + texts_used;
    texts_used += (size_t)length;
    return at;
}

char *fuzz_room(size_t size)
{
    /* The last byte lies right before eight that must not be touched. */
    size_t end = (bytes_used + size + 7) / 8 * 8;
    bytes_used = end + 8;
    ASAN_POISON_MEMORY_REGION(bytes + end, 8);
    return bytes + end - size;
}

void *fuzz_aligned(size_t size)
{
    return fuzz_room((size + 7) / 8 * 8);
}

fuzz_text fuzz_text_concat(fuzz_text a, fuzz_text b)
{
    uint32_t *at = room(a.length + b.length);
    if (a.length > 0) { /* without text, at may be NULL */
        memcpy(at, a.at, (size_t)a.length * sizeof(*at));
    }
    if (b.length > 0) {
        memcpy(at + a.length, b.at, (size_t)b.length * sizeof(*at));
    }
    return (fuzz_text){at, a.length + b.length};
}

static ptrdiff_t clip(ptrdiff_t index, ptrdiff_t length)
{
    return index > length ? length : index;
}

fuzz_text fuzz_text_slice(fuzz_text a, ptrdiff_t start, ptrdiff_t end)
{
    start = clip(start, a.length);
    end = clip(end, a.length);
    return (fuzz_text){a.at + start, end > start ? end - start : 0};
}

fuzz_text fuzz_text_from_ascii(const char *ascii)
{
    ptrdiff_t length = (ptrdiff_t)strlen(ascii);
    uint32_t *at = room(length);
    for (ptrdiff_t i = 0; i < length; i++) {
        at[i] = (uint32_t)ascii[i];
    }
    return (fuzz_text){at, length};
}

bool fuzz_text_equal(fuzz_text a, fuzz_text b)
{
    return a.length == b.length &&
           memcmp(a.at, b.at, (size_t)a.length * sizeof(*a.at)) == 0;
}

int fuzz_text_compare(fuzz_text a, fuzz_text b)
{
    for (ptrdiff_t i = 0; i < a.length && i < b.length; i++) {
        if (a.at[i] != b.at[i]) {
            return a.at[i] < b.at[i] ? -1 : 1;
        }
    }
    return a.length < b.length ? -1 : a.length > b.length;
}

uint32_t fuzz_text_maxchar(fuzz_text a)
{
    uint32_t most = 0;
    for (ptrdiff_t i = 0; i < a.length; i++) {
        most = a.at[i] > most ? a.at[i] : most;
    }
    return most;
}

ptrdiff_t fuzz_text_find(fuzz_text a, fuzz_text b, ptrdiff_t start,
                         ptrdiff_t end)
{
    end = clip(end, a.length);
    for (ptrdiff_t i = start; i + b.length <= end; i++) {
        if (fuzz_text_equal((fuzz_text){a.at + i, b.length}, b)) {
            return i;
        }
    }
    return -1;
}

bool fuzz_text_from_utf8(const char *utf8, size_t size, fuzz_text *out)
{
    uint32_t *at = room((ptrdiff_t)size);
    ptrdiff_t length = 0;
    for (size_t i = 0; i < size;) {
        uint8_t first = (uint8_t)utf8[i++];
        size_t more = first < 0x80             ? 0
                      : (first & 0xE0) == 0xC0 ? 1
                      : (first & 0xF0) == 0xE0 ? 2
                      : (first & 0xF8) == 0xF0 ? 3
                                               : 4;
        const uint32_t least[4] = {0, 0x80, 0x800, 0x10000};
        if (more == 4 || size - i < more) {
            return false;
        }
        uint32_t c = more == 0 ? first : first & (0x3Fu >> more);
        for (size_t j = 0; j < more; j++) {
            uint8_t next = (uint8_t)utf8[i++];
            if ((next & 0xC0) != 0x80) {
                return false;
            }
            c = c << 6 | (next & 0x3F);
        }
        if (c < least[more] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
            return false;
        }
        at[length++] = c;
    }
    *out = (fuzz_text){at, length};
    return true;
}

bool fuzz_text_to_utf8(fuzz_text a, const char **utf8, size_t *size)
{
    *size = 0;
    for (ptrdiff_t i = 0; i < a.length; i++) {
        uint32_t c = a.at[i];
        if (c >= 0xD800 && c <= 0xDFFF) {
            return false;
        }
        *size += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
    char *p = fuzz_room(*size + 1);
    *utf8 = p;
    for (ptrdiff_t i = 0; i < a.length; i++) {
        uint32_t c = a.at[i];
        if (c < 0x80) {
            *p++ = (char)c;
            continue;
        }
        int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        const uint8_t mark[4] = {0, 0xC0, 0xE0, 0xF0};
        *p++ = (char)(mark[more] | c >> (6 * more));
        while (more-- > 0) {
            *p++ = (char)(0x80 | (c >> (6 * more) & 0x3F));
        }
    }
    *p = '\0';
    return true;
}

fuzz_text fuzz_text_alphabet(const uint8_t *input, size_t size, int width)
{
    /* The bounds of UTF-8's and of str's widths, and what lies between. */
    static const uint32_t wide[2][16] = {
        {'a', 'Z', 0x7F, 0x80, 0xFF, 0x100, 0x17F, 0x7FF, 0x800, 0x1234, 0x20AC,
         0x4E2D, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF},
        {'a', 0x80, 0xE9, 0xFF, 0x100, 0x7FF, 0x800, 0xFFFF, 0x10000, 0x10001,
         0x10437, 0x1F600, 0x1FFFF, 0x20000, 0xFFFFF, 0x10FFFF},
    };
    uint32_t *at = room((ptrdiff_t)size);
    for (size_t i = 0; i < size; i++) {
        at[i] = width == 0   ? input[i] & 0x7F
                : width == 1 ? input[i]
                             : wide[width == 4][input[i] & 0x0F];
    }
    return (fuzz_text){at, (ptrdiff_t)size};
}

const char *fuzz_text_fragments(const uint8_t *input, size_t size, size_t *made)
{
    static const char *const fragments[16] = {
        "a",
        "\xC3\xA9",
        "\xE2\x82\xAC",
        "\xF0\x9F\x98\x80",
        "\x80",
        "\xC3",
        "\xE2\x82",
        "\xF0\x9F\x98",
        "\xC0\x80",
        "\xE0\x9F\xBF",
        "\xED\x9F\xBF",
        "\xED\xA0\x80",
        "\xEF\xBF\xBF",
        "\xF0\x8F\xBF\xBF",
        "\xFF",
        "\xF4\x90\x80\x80",
    };
    *made = 0;
    for (size_t i = 0; i < size; i++) {
        *made += strlen(fragments[input[i] & 15]);
    }
    char *p = fuzz_room(*made + 1), *start = p;
    for (size_t i = 0; i < size; i++) {
        size_t n = strlen(fragments[input[i] & 15]);
        memcpy(p, fragments[input[i] & 15], n);
        p += n;
    }
    *p = '\0';
    return start;
}

const char *fuzz_text_copy(const uint8_t *input, size_t size)
{
    char *copy = fuzz_room(size + 1);
    memcpy(copy, input, size);
    copy[size] = '\0';
    return copy;
}

void fuzz_text_print(FILE *to, fuzz_text a)
{
    enum { MOST = 24 };
    putc('"', to);
    for (ptrdiff_t i = 0; i < a.length && i < MOST; i++) {
        uint32_t c = a.at[i];
        if (c == '"' || c == '\\') {
            fprintf(to, "\\%c", (int)c);
        } else if (c >= 0x20 && c < 0x7F) {
            putc((int)c, to);
        } else {
            fprintf(to,
                    c < 0x100     ? "\\x%02x"
                    : c < 0x10000 ? "\\u%04x"
                                  : "\\U%08x",
                    (unsigned)c);
        }
    }
    putc('"', to);
    if (a.length > MOST) {
        fprintf(to, "... (%td code points)", a.length);
    }
}

/* run_length is how often |a| repeats what it begins with. */
static ptrdiff_t run_length(fuzz_text a)
{
    ptrdiff_t n = a.length > 0;
    while (n < a.length && a.at[n] == a.at[0]) {
        n++;
    }
    return n;
}

void fuzz_text_write(FILE *to, fuzz_text a)
{
    ptrdiff_t run = run_length(a);
    if (run > FUZZ_TEXT_MOST) {
        fprintf(to, "fuzz_text_concat(fuzz_text_repeat(0x%X, %td), ",
                (unsigned)a.at[0], run);
        fuzz_text_write(to, fuzz_text_slice(a, run, a.length));
        fputs(")", to);
        return;
    }
    fputs("TEXT(", to);
    for (ptrdiff_t i = 0; i < a.length; i++) {
        const char *comma = i == 0 ? "" : i % 12 == 0 ? ",\n        " : ", ";
        fprintf(to, a.at[i] < 0x80 ? "%s%u" : "%s0x%X", comma,
                (unsigned)a.at[i]);
    }
    fputs(")", to);
}

fuzz_text fuzz_text_repeat(uint32_t code_point, ptrdiff_t length)
{
    uint32_t *at = room(length);
    for (ptrdiff_t i = 0; i < length; i++) {
        at[i] = code_point;
    }
    return (fuzz_text){at, length};
}
