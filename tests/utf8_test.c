#include "tests/support.h"

#include "core/internal/utf8.h"

#include <stdlib.h>
#include <string.h>

/* utf8_size is how many bytes the code points of |s| take. */
static Py_ssize_t utf8_size(PyObject *s)
{
    Py_ssize_t size = 0;
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(s); i++) {
        Py_UCS4 c = PyUnicode_READ_CHAR(s, i);
        size += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }
    return size;
}

/* holds says whether |s|, consumed, is |before|, if not 0, and |expected|. */
static bool holds(hf_str s, Py_UCS4 before, PyObject *expected)
{
    PyObject *raw = hf_as_raw(s);
    Py_ssize_t length = PyUnicode_GET_LENGTH(expected), start = before != 0;
    bool ok = raw != NULL && PyUnicode_GET_LENGTH(raw) == start + length &&
              PyUnicode_READ_CHAR(raw, start + length) == 0 &&
              (before == 0 || PyUnicode_READ_CHAR(raw, 0) == before);
    for (Py_ssize_t at = 0; ok && at < length; at++) {
        ok = PyUnicode_READ_CHAR(raw, start + at) ==
             PyUnicode_READ_CHAR(expected, at);
    }
    hf_decref(s);
    return ok;
}

/* is_decoded says whether the text is written rightly: alone, and to the end
 * of a str of each kind. */
static bool is_decoded(const char *utf8, Py_ssize_t size, PyObject *expected)
{
    const Py_UCS4 lefts[] = {0x7F, 0xFF, 0xFFFF, 0x10FFFF};
    bool ok = holds(hf_str_from_utf8_n(utf8, size), 0, expected);
    for (size_t i = 0; ok && i < COUNT(lefts); i++) {
        PyObject *left = PyUnicode_New(1, lefts[i]);
        PyUnicode_WRITE(PyUnicode_KIND(left), PyUnicode_DATA(left), 0,
                        lefts[i]);
        hf_str s = hf_str_from_owned(left);
        ok = holds(hf_str_append_utf8_n(s, utf8, size), lefts[i], expected);
    }
    return ok;
}

/* agrees says whether the decoder does with these bytes what CPython does. */
static bool agrees(const char *utf8, Py_ssize_t size)
{
    /* Much faster than to raise: what is not valid is left out. */
    PyObject *expected = PyUnicode_DecodeUTF8(utf8, size, "ignore");
    assert_non_null(expected);
    bool valid = utf8_size(expected) == size, equal;
    bool ok = answered(hf_str_equal_utf8_n(hf_str_from_borrowed(expected), utf8, size), &equal) &&
              equal == valid;
    hf_utf8_extent extent = {-1, 1};
    if (ok && size <= HF_UTF8_SHORT) {
        ok = hf_utf8_measure(utf8, size, &extent) == valid &&
             (!valid || (extent.length == PyUnicode_GET_LENGTH(expected) &&
                         extent.maxchar == PyUnicode_MAX_CHAR_VALUE(expected)));
    }
    if (ok && valid) {
        ok = is_decoded(utf8, size, expected);
    } else if (ok && size > HF_UTF8_SHORT) {
        hf_str s = hf_str_from_utf8_n(utf8, size);
        ok = hf_is_null(s);
        hf_decref(s);
        PyErr_Clear();
    }
    Py_DECREF(expected);
    return ok;
}

static void require_agreement(const char *utf8, Py_ssize_t size)
{
    if (!agrees(utf8, size)) {
        print_error("other than CPython:");
        for (Py_ssize_t i = 0; i < size && i < 40; i++) {
            print_error(" %02x", (unsigned char)utf8[i]);
        }
        print_error("\n");
        fail();
    }
}

static void all_sequences_of_one_and_two_bytes_decode_as_in_cpython(void)
{
    for (int i = 0; i < 0x10000; i++) {
        const char bytes[] = {(char)(i >> 8), (char)i};
        require_agreement(bytes, 2);
        require_agreement(bytes, 1);
    }
}

/* With HOLDFAST_PART=k/n (testing/parts.py) it is each n-th of them. */
static void all_sequences_of_three_bytes_decode_as_in_cpython(void)
{
    int first = 0, step = 1;
    const char *part = getenv("HOLDFAST_PART");
    if (part != NULL) {
        assert_int_equal(sscanf(part, "%d/%d", &first, &step), 2);
        assert_true(0 <= first && first < step);
    }
    for (int i = first; i < 0x1000000; i += warming_up ? 257 : step) {
        const char bytes[] = {(char)(i >> 16), (char)(i >> 8), (char)i};
        require_agreement(bytes, 3);
    }
}

/* The bytes at which some rule begins or ends, and their neighbours. */
static const unsigned char edge_bytes[] = {
    0x00, 0x41, 0x7F, 0x80, 0x81, 0x8F, 0x90, 0x91, 0x9F, 0xA0,
    0xBF, 0xC0, 0xC1, 0xC2, 0xC3, 0xC4, 0xDF, 0xE0, 0xE1, 0xEC,
    0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xF8, 0xFF,
};

static void sequences_of_four_edges_decode_as_in_cpython(void)
{
    const size_t n = COUNT(edge_bytes);
    for (size_t i = 0; i < n * n * n * n; i++) {
        const char bytes[] = {(char)edge_bytes[i / (n * n * n)],
                              (char)edge_bytes[i / (n * n) % n],
                              (char)edge_bytes[i / n % n],
                              (char)edge_bytes[i % n]};
        require_agreement(bytes, 4);
    }
}

/* The decoder reads eight bytes of ASCII at a time. */
static void position_among_ascii_makes_no_difference(void)
{
    const char *sequences[] = {
        "\xc3\xa9",
        "\xe2\x82\xac",
        "\xf0\x9f\x98\x80",
        "\x80",
        "\xc3",
        "\xe2\x82",
        "\xed\xa0\x80",
        "\xc3\xa9\xff",
        "\xff",
        "\xc0\x80",
        "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80",
    };
    for (size_t i = 0; i < COUNT(sequences); i++) {
        size_t size = strlen(sequences[i]);
        for (size_t before = 0; before < 20; before++) {
            for (size_t after = 0; after < 20; after++) {
                /* Of exact size, so that a sanitizer sees a read beyond it. */
                char *bytes = malloc(before + size + after);
                assert_non_null(bytes);
                memset(bytes, 'a', before + size + after);
                memcpy(bytes + before, sequences[i], size);
                bool ok = agrees(bytes, (Py_ssize_t)(before + size + after));
                free(bytes);
                assert_true(ok);
            }
        }
    }
}

/* A bad byte at each place of ASCII of each size, and in none. */
static void bad_byte_in_ascii_is_seen_wherever_it_is(void)
{
    for (Py_ssize_t size = 1; size < 80; size++) {
        for (Py_ssize_t bad = 0; bad <= size; bad++) {
            char *bytes = malloc((size_t)size); /* of exact size, again */
            assert_non_null(bytes);
            memset(bytes, 'a', (size_t)size);
            if (bad < size) {
                bytes[bad] = (char)(0x80 | bad);
            }
            bool ok = agrees(bytes, size);
            free(bytes);
            assert_true(ok);
        }
    }
}

/* Where the text around it is long. */
static void position_in_long_text_makes_no_difference(void)
{
    const char *sequences[] = {
        "",     "\xc3\xbf",     "\xc4\x80", "\xef\xbf\xbf", "\xf0\x90\x80\x80",
        "\xff", "\xed\xa0\x80",
    };
    const char *letters[] = {"a", "\xc3\xa9", "\xe2\x82\xac"};
    for (size_t i = 0; i < COUNT(sequences) * COUNT(letters); i++) {
        const char *sequence = sequences[i % COUNT(sequences)];
        const char *letter = letters[i / COUNT(sequences)];
        size_t size = strlen(sequence), whole = strlen(letter);
        /* So long that simdutf is used, and some bytes more than whole words. */
        size_t around = 273 / whole * whole;
        for (size_t before = 0; before <= around; before += whole) {
            char *bytes = malloc(around + size); /* of exact size, again */
            assert_non_null(bytes);
            for (size_t at = 0; at < around; at++) {
                bytes[at < before ? at : at + size] = letter[at % whole];
            }
            memcpy(bytes + before, sequence, size);
            bool ok = agrees(bytes, (Py_ssize_t)(around + size));
            free(bytes);
            assert_true(ok);
        }
    }
}

/* mixtures requires agreement on |times| mixtures of up to |most| pieces. */
static void mixtures(int times, int most)
{
    const char *pieces[] = {"a",
                            "abcdefghi",
                            "\xc2\x80",
                            "\xc3\xbf",
                            "\xc4\x80",
                            "\xdf\xbf",
                            "\xe2\x82\xac",
                            "\xef\xbf\xbf",
                            "\xf0\x90\x80\x80",
                            "\xf4\x8f\xbf\xbf",
                            "\x80",
                            "\xed\xa0\x80"};
    uint32_t random = 1;
    for (int i = 0; i < times; i++) {
        char bytes[2000] = "";
        int count = i % (most + 1);
        /* The last two are invalid: in every other mixture alone. */
        unsigned choice = i % 2 ? COUNT(pieces) : COUNT(pieces) - 2;
        while (count-- > 0) {
            random = random * 1664525 + 1013904223;
            strcat(bytes, pieces[(random >> 16) % choice]);
        }
        require_agreement(bytes, (Py_ssize_t)strlen(bytes));
    }
}

static void mixtures_decode_as_in_cpython(void)
{
    mixtures(200000, 15);
}

static void long_mixtures_decode_as_in_cpython(void)
{
    mixtures(4000, 200);
}

static void equality_needs_the_same_length_and_each_code_point(void)
{
    const char *texts[] = {"",
                           "a",
                           "ab",
                           "b",
                           "\xc3\xa9",
                           "\xc3\xa9z",
                           "\xc3\xa8",
                           "\xe2\x82\xac",
                           "\xe2\x82\xad",
                           "\xf0\x9f\x98\x80",
                           "\xf0\x9f\x98\x81",
                           "a\xc3\xa9",
                           "\xe9",
                           "\xc3"};
    for (size_t i = 0; i < COUNT(texts) - 2; i++) {
        hf_auto(str, s, text(texts[i]));
        for (size_t j = 0; j < COUNT(texts); j++) {
            bool equal;
            assert_true(answered(hf_str_equal_utf8(hf_borrow(s), texts[j]), &equal));
            assert_int_equal(equal, i == j);
        }
    }
}

/* Through the layer, which leaves text beyond some size to CPython. */
static void long_text_decodes_as_in_cpython(void)
{
    const char *letters[] = {"a", "\xc3\xa9", "\xe2\x82\xac",
                             "\xf0\x9f\x98\x80"};
    const Py_ssize_t edges[] = {
        HF_UTF8_SHORT,
        HF_UTF8_SHORT_ASCII,
#ifdef HF_SIMDUTF
        HF_UTF8_LONG,
#endif
    };
    for (size_t i = 0; i < COUNT(letters) * COUNT(edges); i++) {
        const char *letter = letters[i % COUNT(letters)];
        Py_ssize_t edge = edges[i / COUNT(letters)];
        Py_ssize_t whole = (Py_ssize_t)strlen(letter);
        for (Py_ssize_t size = edge - 9; size < edge + 9; size++) {
            char *bytes = malloc((size_t)size);
            assert_non_null(bytes);
            for (Py_ssize_t at = 0; at < size; at++) {
                bytes[at] = letter[at % whole];
            }
            hf_str s = hf_str_from_utf8_n(bytes, size);
            if (size % whole == 0) {
                assert_makes_n(s, bytes, size);
            } else { /* it ends within a sequence */
                assert_fails(s, PyExc_UnicodeDecodeError, NULL);
            }
            free(bytes);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(all_sequences_of_one_and_two_bytes_decode_as_in_cpython),
        TEST(all_sequences_of_three_bytes_decode_as_in_cpython),
        TEST(sequences_of_four_edges_decode_as_in_cpython),
        TEST(position_among_ascii_makes_no_difference),
        TEST(bad_byte_in_ascii_is_seen_wherever_it_is),
        TEST(position_in_long_text_makes_no_difference),
        TEST(mixtures_decode_as_in_cpython),
        TEST(long_mixtures_decode_as_in_cpython),
        TEST(equality_needs_the_same_length_and_each_code_point),
        TEST(long_text_decodes_as_in_cpython),
    };
    return RUN_TESTS(tests);
}
