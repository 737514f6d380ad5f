/* sweep_str_test: str and its builder, each allocation failing in turn: see sweep.h. */
#include "tests/sweep.h"

#include <string.h>

/* ---- str. */

static const char *const texts[] = {"ab", "h\xc3\xa9", "\xe2\x82\xac\xdf\xbf",
                                    "\xf0\x9f\x98\x80!", ""};
enum { TEXTS = 4, TEXTS_AND_EMPTY = 5 };

/* make_long fills long_text, with ASCII and |last|, and gives its size. */
static char long_text[1 << 17];
static Py_ssize_t make_long(const char *last)
{
    Py_ssize_t size = (1 << 16) + 10;
    memset(long_text, 'a', (size_t)size);
    strcpy(long_text + size, last);
    return size + (Py_ssize_t)strlen(last);
}

ALLOCATES(from_utf8, TEXTS)
{
    arm();
    makes(hf_str_from_utf8(texts[variant]), texts[variant]);
}

ALLOCATES(from_long_utf8, TEXTS)
{
    Py_ssize_t size = make_long(texts[variant]);
    arm();
    makes_n(hf_str_from_utf8_n(long_text, size), long_text, size);
}

ALLOCATES(from_invalid_utf8, 2)
{
    Py_ssize_t size = make_long("\xff");
    const char *utf8 = long_text + (variant == 0 ? size - 3 : 0);
    arm();
    refuses(hf_str_from_utf8(utf8), PyExc_UnicodeDecodeError);
}

ALLOCATES(from_code_point, 2)
{
    arm();
    makes(hf_str_from_code_point(variant ? 0x1F600 : 0x20AC),
          variant ? "\xf0\x9f\x98\x80" : "\xe2\x82\xac");
}

ALLOCATES(from_no_code_point, 1)
{
    arm();
    refuses(hf_str_from_code_point(0x110000), PyExc_ValueError);
}

ALLOCATES(format, 1)
{
    hf_auto(str, s, text(texts[1]));
    arm();
    makes(hf_str_format("%d %U %R", 12, hf_as_raw(s), hf_as_raw(s)),
          "12 h\xc3\xa9 'h\xc3\xa9'");
    assert_int_equal(hf_refcnt(s), 1);
}

/* A left and a right operand, in every mixture of form and kind, the left one
 * being the only reference or not. */
typedef struct pair {
    hf_str left, other, right;
    const char *left_utf8, *right_utf8;
    char both[20];
    bool shared, counted;
} pair;
enum { PAIRS = TEXT_FORMS * TEXTS_AND_EMPTY * TEXTS_AND_EMPTY * 2 };

static pair make_pair(void)
{
    pair p = {.shared = variant % 2};
    int n = variant / 2;
    p.left_utf8 = texts[n % TEXTS_AND_EMPTY];
    n /= TEXTS_AND_EMPTY;
    p.right_utf8 = texts[n % TEXTS_AND_EMPTY];
    text_form form = (text_form)(n / TEXTS_AND_EMPTY);
    p.left = text_as(form, p.left_utf8, (Py_ssize_t)strlen(p.left_utf8));
    p.other = p.shared ? hf_incref(p.left) : hf_null(str);
    p.right = text(p.right_utf8);
    p.counted = form != INTERNED && *p.left_utf8 != '\0';
    strcpy(p.both, p.left_utf8);
    strcat(p.both, p.right_utf8);
    return p;
}

/* end_pair checks what is left of the operands. */
static void end_pair(pair *p)
{
    hf_clear(&p->left);
    if (p->shared) {
        assert_content_n(p->other, p->left_utf8,
                         (Py_ssize_t)strlen(p->left_utf8));
        if (p->counted) {
            assert_int_equal(hf_refcnt(p->other), 1);
        }
    }
    assert_content_n(p->right, p->right_utf8,
                     (Py_ssize_t)strlen(p->right_utf8));
    if (*p->right_utf8 != '\0') {
        assert_int_equal(hf_refcnt(p->right), 1);
    }
    hf_clear(&p->other);
    hf_clear(&p->right);
}

ALLOCATES(append, PAIRS)
{
    pair p = make_pair();
    arm();
    makes(hf_str_append(hf_move(&p.left), hf_borrow(p.right)), p.both);
    end_pair(&p);
}

ALLOCATES(append_utf8, PAIRS)
{
    pair p = make_pair();
    arm();
    makes(hf_str_append_utf8(hf_move(&p.left), p.right_utf8), p.both);
    end_pair(&p);
}

ALLOCATES(concat, PAIRS)
{
    pair p = make_pair();
    arm();
    makes(hf_str_concat(hf_borrow(p.left), hf_borrow(p.right)), p.both);
    assert_content_n(p.left, p.left_utf8, (Py_ssize_t)strlen(p.left_utf8));
    end_pair(&p);
}

ALLOCATES(concat_utf8, PAIRS)
{
    pair p = make_pair();
    arm();
    makes(hf_str_concat_utf8(hf_borrow(p.left), p.right_utf8), p.both);
    assert_content_n(p.left, p.left_utf8, (Py_ssize_t)strlen(p.left_utf8));
    end_pair(&p);
}

ALLOCATES(append_of_itself, TEXTS * 2)
{
    const char *utf8 = texts[variant / 2];
    char both[20];
    strcpy(both, utf8);
    strcat(both, utf8);
    hf_str s = text(utf8);
    hf_auto(str, other, variant % 2 ? hf_incref(s) : hf_null(str));
    hf_str_borrowed alias = hf_borrow(s);
    arm();
    makes(hf_str_append(s, alias), both);
    if (variant % 2) {
        assert_content_n(other, utf8, (Py_ssize_t)strlen(utf8));
    }
}

ALLOCATES(append_of_a_view_of_itself, TEXTS)
{
    char both[20];
    strcpy(both, texts[variant]);
    strcat(both, texts[variant]);
    hf_str s = text(texts[variant]);
    hf_utf8 view;
    assert_true(hf_str_as_utf8(hf_borrow(s), &view));
    arm();
    makes(hf_str_append_utf8_n(s, view.data, view.size), both);
}

ALLOCATES(append_of_long_utf8, TEXTS * 2)
{
    Py_ssize_t size = make_long(texts[variant / 2]);
    hf_str s = text_n(long_text, 3);
    hf_auto(str, other, variant % 2 ? hf_incref(s) : hf_null(str));
    arm();
    makes_n(hf_str_append_utf8_n(s, long_text + 3, size - 3), long_text, size);
}

ALLOCATES(append_of_invalid_utf8, 4)
{
    Py_ssize_t size = make_long("\xff");
    const char *utf8 = long_text + (variant % 2 ? size - 3 : 0);
    hf_auto(str, s, text("ab"));
    arm();
    refuses(variant < 2 ? hf_str_append_utf8(hf_incref(s), utf8)
                        : hf_str_concat_utf8(hf_borrow(s), utf8),
            PyExc_UnicodeDecodeError);
    assert_int_equal(hf_refcnt(s), 1);
    assert_text(s, "ab");
}

ALLOCATES(append_of_no_str, 4)
{
    hf_auto(str, s, text("ab"));
    hf_auto(object, n, number(1));
    hf_str_borrowed bad = hf_str_from_borrowed(variant % 2 ? hf_as_raw(n)
                                                           : NULL);
    arm();
    refuses(variant < 2 ? hf_str_append(hf_incref(s), bad)
                        : hf_str_concat(bad, hf_borrow(s)),
            variant % 2 ? PyExc_TypeError : PyExc_SystemError);
    assert_int_equal(hf_refcnt(s), 1);
    assert_int_equal(hf_refcnt(n), 1);
}

ALLOCATES(as_utf8, TEXT_FORMS *TEXTS)
{
    const char *utf8 = texts[variant % TEXTS];
    hf_auto(
        str, s,
        text_as((text_form)(variant / TEXTS), utf8, (Py_ssize_t)strlen(utf8)));
    hf_utf8 view;
    arm();
    bool ok = hf_str_as_utf8(hf_borrow(s), &view);
    outcome(ok);
    if (ok) {
        assert_string_equal(view.data, utf8);
    } else {
        assert_null(view.data);
        assert_int_equal(view.size, -1);
    }
    assert_content_n(s, utf8, (Py_ssize_t)strlen(utf8));
}

ALLOCATES(as_utf8_of_surrogates, 1)
{
    hf_auto(str, s, text("\xed\xa0\x80z"));
    hf_utf8 view;
    arm();
    refusal(hf_str_as_utf8(hf_borrow(s), &view), PyExc_UnicodeEncodeError);
    assert_text(s, "\xed\xa0\x80z");
}

ALLOCATES_NOT(length_equal_and_compare, TEXTS *TEXTS)
{
    hf_auto(str, a, text(texts[variant % TEXTS]));
    hf_auto(str, b, text(texts[variant / TEXTS]));
    Py_ssize_t length;
    int order = 7;
    bool equal[2] = {false, false};
    arm();
    outcome(hf_str_length(hf_borrow(a), &length) &&
            answered(hf_str_equal(hf_borrow(a), hf_borrow(b)), &equal[0]) &&
            answered(hf_str_equal_utf8(hf_borrow(a), texts[variant / TEXTS]),
                     &equal[1]) &&
            hf_str_compare(hf_borrow(a), hf_borrow(b), &order));
    assert_int_equal(equal[0], variant % TEXTS == variant / TEXTS);
    assert_int_equal(equal[1], equal[0]);
    assert_int_equal(order == 0, equal[0]);
}

ALLOCATES(substring, TEXTS)
{
    const char *utf8 = texts[variant];
    hf_auto(str, s, hf_str_format("%s%s", utf8, utf8));
    arm();
    makes(hf_str_substring(hf_borrow(s), 0, 2), utf8);
    assert_int_equal(hf_refcnt(s), 1);
}

ALLOCATES(find, TEXTS *TEXTS)
{
    const char *utf8 = texts[variant / TEXTS], *last = texts[variant % TEXTS];
    hf_auto(str, s, hf_str_format("%s%s!!", utf8, last));
    hf_auto(str, needle, text(last));
    Py_ssize_t at;
    arm();
    hf_lookup found = hf_str_find(hf_borrow(s), hf_borrow(needle), 0, 99, &at);
    outcome(!hf_failed(found));
    if (hf_failed(found)) {
        assert_int_equal(at, -1);
    } else {
        assert_int_equal(hf_status(found), FOUND);
        assert_int_equal(at, utf8 == last ? 0 : 2);
    }
    assert_int_equal(hf_refcnt(needle), 1);
}

SCENARIO(length_of_what_is_not_ready, TEXTS, PY_VERSION_HEX < 0x030C0000)
{
    const char *utf8 = texts[variant];
    hf_auto(str, s, text_as(UNREADY, utf8, (Py_ssize_t)strlen(utf8)));
    Py_ssize_t length;
    arm();
    bool ok = hf_str_length(hf_borrow(s), &length);
    outcome(ok);
    assert_int_equal(length, ok ? 2 : -1);
    assert_content_n(s, utf8, (Py_ssize_t)strlen(utf8));
}

/* ---- The builder. */

ALLOCATES(builder, TEXTS *TEXTS)
{
    const char *first = texts[variant % TEXTS];
    const char *second = texts[variant / TEXTS];
    char expected[1000] = "";
    for (int i = 0; i < 40; i++) {
        strcat(expected, first);
        strcat(expected, second);
    }
    strcat(expected, "z7");
    hf_auto(str, s, text(second));
    hf_str_builder b = {0};
    arm();
    for (int i = 0; i < 40; i++) {
        hf_str_builder_append_utf8(&b, first);
        hf_str_builder_append(&b, hf_borrow(s));
    }
    hf_str_builder_append_code_point(&b, 'z');
    hf_str_builder_append_format(&b, "%d", 7);
    makes(hf_str_builder_finish(&b), expected);
    assert_int_equal(hf_refcnt(s), 1);
}

ALLOCATES(builder_of_long_pieces, TEXTS)
{
    Py_ssize_t size = make_long(texts[variant]);
    hf_str_builder b = {0};
    arm();
    hf_str_builder_append_utf8_n(&b, long_text, 3);
    hf_str_builder_append_utf8_n(&b, long_text + 3, size - 3);
    makes_n(hf_str_builder_finish(&b), long_text, size);
}

ALLOCATES(builder_of_a_format, 1)
{
    hf_str_builder b = {0};
    arm();
    hf_str_builder_append_format(&b, "%d %s", 12, "twelve");
    makes(hf_str_builder_finish(&b), "12 twelve");
}

ALLOCATES(builder_that_fails, 1)
{
    hf_str_builder b = {0};
    arm();
    hf_str_builder_append_utf8(&b, "ab");
    hf_str_builder_append_utf8(&b, "\xff");
    hf_str_builder_append_utf8(&b, "cd");
    refuses(hf_str_builder_finish(&b), PyExc_UnicodeDecodeError);
}

ALLOCATES(builder_that_is_cleared, 1)
{
    hf_str_builder b = {0};
    arm();
    hf_str_builder_append_utf8(&b, "ab");
    hf_str_builder_append_utf8(&b, "\xe2\x82\xac");
    hf_str_builder_clear(&b);
    outcome(!hf_error_occurred());
    assert_makes(hf_str_builder_finish(&b), "");
}

ALLOCATES(builder_of_slices_and_spans, TEXTS)
{
    const char *utf8 = texts[variant];
    hf_auto(str, s, hf_str_format("..%s..", utf8));
    hf_str_view view;
    assert_true(hf_str_as_view(hf_borrow(s), &view));
    hf_str_span to;
    hf_str_builder b = {0};
    arm();
    hf_str_builder_reserve(&b, 3);
    hf_str_builder_append_slice(&b, hf_borrow(s), 2, 4);
    if (hf_str_builder_extend(&b, 2, view.maxchar, &to)) {
        hf_str_span_write(&to, 0, '-');
        hf_str_span_copy(&to, 1, &view, 3, 1);
    }
    hf_str_builder_append_slice(&b, hf_borrow(s), 4, 6);
    hf_str result = hf_str_builder_finish(&b);
    outcome(!hf_is_null(result));
    if (!hf_is_null(result)) {
        hf_auto(str, start, hf_str_format("%s-", utf8));
        hf_auto(str, end, hf_str_substring(hf_borrow(s), 3, 6));
        hf_auto(str, expected, hf_str_concat(hf_borrow(start), hf_borrow(end)));
        assert_true(
            hf_yes(hf_str_equal(hf_borrow(result), hf_borrow(expected))));
    }
    hf_decref(result);
    assert_int_equal(hf_refcnt(s), 1);
}

/* ---- Methods. */

CALLS(methods)
{
    hf_auto(str, s, text("ab,cd ef,ab"));
    hf_auto(str, wide, text("ab,\xe2\x82\xac"));
    hf_auto(str, comma, text(","));
    hf_auto(str, part, text("ab"));
    hf_auto(str, other, text("xyz"));
    hf_auto(object, strs, python_eval("['c', 'd' * 9]"));
    Py_ssize_t n;
    CALL(gives(hf_str_split(hf_borrow(s), hf_borrow(comma), -1),
               "['ab', 'cd ef', 'ab']"));
    CALL(gives(hf_str_rsplit(hf_borrow(s), hf_borrow(comma), 1),
               "['ab,cd ef', 'ab']"));
    CALL(
        gives(hf_str_split_whitespace(hf_borrow(s), -1), "['ab,cd', 'ef,ab']"));
    CALL(gives(hf_str_rsplit_whitespace(hf_borrow(s), -1),
               "['ab,cd', 'ef,ab']"));
    CALL(gives(hf_str_splitlines(hf_borrow(s), true), "['ab,cd ef,ab']"));
    CALL(gives(hf_str_partition(hf_borrow(s), hf_borrow(comma)),
               "('ab', ',', 'cd ef,ab')"));
    CALL(gives(hf_str_rpartition(hf_borrow(s), hf_borrow(comma)),
               "('ab,cd ef', ',', 'ab')"));
    CALL(makes(
        hf_str_replace_all(hf_borrow(s), hf_borrow(part), hf_borrow(other), -1),
        "xyz,cd ef,xyz"));
    CALL(makes(hf_str_join(hf_borrow(comma), strs), "c,ddddddddd"));
    CALL(gives(hf_str_encode(hf_borrow(part), "latin-1", NULL), "b'ab'"));
    CALL(makes(hf_str_decode("ab\xe9", 3, "latin-1", NULL), "ab\xc3\xa9"));
    CALL(refuses(hf_str_encode(hf_borrow(wide), "ascii", NULL),
                 PyExc_UnicodeEncodeError));
    CALL(refuses(hf_str_encode(hf_borrow(wide), "no-codec", NULL),
                 PyExc_LookupError));
    CALL(refuses(hf_str_decode("\xff", 1, "ascii", NULL),
                 PyExc_UnicodeDecodeError));
    READ(answers(hf_str_contains(hf_borrow(s), hf_borrow(part)), true));
    READ(answers(hf_str_starts_with(hf_borrow(s), hf_borrow(part)), true));
    READ(answers(hf_str_ends_with(hf_borrow(s), hf_borrow(comma)), false));
    READ(outcome(hf_str_count(hf_borrow(s), hf_borrow(part), 0, 99, &n) &&
                 n == 2));
    /* The part is widened first. */
    CALL(answers(hf_str_contains(hf_borrow(wide), hf_borrow(part)), true));
    CALL(outcome(hf_str_count(hf_borrow(wide), hf_borrow(part), 0, 99, &n) &&
                 n == 1));
    assert_int_equal(hf_refcnt(s), 1);
    assert_int_equal(hf_refcnt(part), 1);
    assert_int_equal(hf_refcnt(other), 1);
    assert_int_equal(hf_refcnt(strs), 1);
}

static hf_str spanned(void)
{
    hf_str_span to;
    hf_str made = hf_str_new(2, 0xFFFF, &to);
    if (!hf_is_null(made)) {
        hf_str_span_write(&to, 0, 'a');
        hf_str_span_write(&to, 1, 0x20AC);
    }
    return made;
}

CALLS(contents)
{
    hf_auto(str, s, text("ab"));
    hf_auto(str, interned, text_as(INTERNED, "swept_name", 10));
    hf_auto(str, same, text("swept_name"));
    hf_str_view view;
    CALL(makes(spanned(), "a\xe2\x82\xac"));
    CALL(makes(hf_str_concat_utf8_n(hf_borrow(s), "cd", 1), "abc"));
    CALL(refuses(hf_str_from_utf8_n("ab", -1), PyExc_OverflowError));
    CALL(refuses(hf_str_substring(hf_borrow(s), -1, 1), PyExc_IndexError));
    READ(outcome(hf_str_as_view(hf_borrow(s), &view) &&
                 hf_str_view_read(&view, 1) == 'b'));
    READ(answers(hf_str_equal_utf8_n(hf_borrow(s), "abc", 2), true));
    READ(outcome(hf_str_is_valid(hf_borrow(s), HF_DEPTH_DEEP)));
    READ(makes(hf_str_intern(hf_move(&same)), "swept_name"));
    assert_int_equal(hf_refcnt(s), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(from_utf8),
        TEST(from_long_utf8),
        TEST(from_invalid_utf8),
        TEST(from_code_point),
        TEST(from_no_code_point),
        TEST(format),
        TEST(append),
        TEST(append_utf8),
        TEST(concat),
        TEST(concat_utf8),
        TEST(append_of_itself),
        TEST(append_of_a_view_of_itself),
        TEST(append_of_long_utf8),
        TEST(append_of_invalid_utf8),
        TEST(append_of_no_str),
        TEST(as_utf8),
        TEST(as_utf8_of_surrogates),
        TEST(length_equal_and_compare),
        TEST(substring),
        TEST(find),
        TEST(length_of_what_is_not_ready),
        TEST(builder),
        TEST(builder_of_long_pieces),
        TEST(builder_of_a_format),
        TEST(builder_that_fails),
        TEST(builder_that_is_cleared),
        TEST(builder_of_slices_and_spans),
        TEST(methods),
        TEST(contents),
    };
    return RUN_TESTS(tests);
}
