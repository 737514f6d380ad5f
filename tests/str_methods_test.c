#include "tests/support.h"

/* equals says whether the owned |made| equals a Python expression. */
static bool equals(hf_object made, const char *expression)
{
    hf_auto(object, found, made);
    assert_false(hf_is_null(found));
    hf_auto(object, wanted, python_eval(expression));
    return hf_yes(hf_object_equal(found, wanted));
}
#define assert_equals(made, expression)                                        \
    assert_true(equals(hf_into_object(made), expression))

static void split_and_its_kin_are_those_of_python(void)
{
    hf_auto(str, s, text("a, b,\xc3\xa9 , c"));
    hf_auto(str, comma, text(","));
    hf_str_borrowed t = hf_borrow(s), by = hf_borrow(comma);
    assert_equals(hf_str_split(t, by, -1), "['a', ' b', '\\xe9 ', ' c']");
    assert_equals(hf_str_split(t, by, 1), "['a', ' b,\\xe9 , c']");
    assert_equals(hf_str_rsplit(t, by, 1), "['a, b,\\xe9 ', ' c']");
    assert_equals(hf_str_split_whitespace(t, -1),
                  "['a,', 'b,\\xe9', ',', 'c']");
    assert_equals(hf_str_rsplit_whitespace(t, 1), "['a, b,\\xe9 ,', 'c']");
    assert_equals(hf_str_partition(t, by), "('a', ',', ' b,\\xe9 , c')");
    assert_equals(hf_str_rpartition(t, by), "('a, b,\\xe9 ', ',', ' c')");
    hf_auto(str, lines, text("one\ntwo\r\n"));
    assert_equals(hf_str_splitlines(hf_borrow(lines), false), "['one', 'two']");
    assert_equals(hf_str_splitlines(hf_borrow(lines), true),
                  "['one\\n', 'two\\r\\n']");
}

static void an_empty_separator_raises_value_error(void)
{
    hf_auto(str, s, text("ab"));
    hf_auto(str, none, text(""));
    assert_fails(hf_str_split(hf_borrow(s), hf_borrow(none), -1),
                 PyExc_ValueError, "empty separator");
    assert_fails(hf_str_partition(hf_borrow(s), hf_borrow(none)),
                 PyExc_ValueError, "empty separator");
    pend();
    hf_list made = hf_str_split(hf_borrow(s), hf_borrow(none), -1);
    assert_true(hf_is_null(made));
    assert_pending();
}

static void a_null_separator_is_not_white_space(void)
{
    hf_auto(str, s, text("a b"));
    assert_fails(hf_str_split(hf_borrow(s), hf_null(str_borrowed), -1),
                 PyExc_SystemError, no_handle("hf_str_split", "str"));
    hf_auto(object, n, number(1));
    assert_fails(
        hf_str_split_whitespace(hf_str_from_borrowed(hf_as_raw(n)), -1),
        PyExc_TypeError, "expected str, found int");
}

static void join_takes_any_iterable_of_strs(void)
{
    hf_auto(str, by, text(", "));
    hf_auto(object, all, python_eval("(c for c in 'xyz')"));
    assert_makes(hf_str_join(hf_borrow(by), all), "x, y, z");
    hf_auto(object, wrong, python_eval("['a', 1]"));
    assert_fails(hf_str_join(hf_borrow(by), wrong), PyExc_TypeError, NULL);
    hf_auto(object, raises, python_eval("(1 // 0 for c in 'xyz')"));
    assert_fails(hf_str_join(hf_borrow(by), raises), PyExc_ZeroDivisionError,
                 NULL);
}

static void replace_all_replaces_as_often_as_told(void)
{
    hf_auto(str, s, text("aXbXc"));
    hf_auto(str, x, text("X"));
    hf_auto(str, wide, text("\xe2\x82\xac"));
    assert_makes(
        hf_str_replace_all(hf_borrow(s), hf_borrow(x), hf_borrow(wide), -1),
        "a\xe2\x82\xac"
        "b\xe2\x82\xac"
        "c");
    assert_makes(
        hf_str_replace_all(hf_borrow(s), hf_borrow(x), hf_borrow(wide), 1),
        "a\xe2\x82\xac"
        "bXc");
}

static void questions_are_answered_as_in_python(void)
{
    hf_auto(str, s, text("banana"));
    hf_auto(str, an, text("an"));
    hf_auto(str, ba, text("ba"));
    hf_auto(str, na, text("na"));
    hf_str_borrowed t = hf_borrow(s);
    Py_ssize_t count;
    assert_true(hf_yes(hf_str_contains(t, hf_borrow(an))));
    assert_true(hf_yes(hf_str_starts_with(t, hf_borrow(ba))));
    assert_true(hf_no(hf_str_starts_with(t, hf_borrow(an))));
    assert_true(hf_yes(hf_str_ends_with(t, hf_borrow(na))));
    assert_true(hf_no(hf_str_ends_with(t, hf_borrow(ba))));
    assert_true(hf_str_count(t, hf_borrow(na), 0, PY_SSIZE_T_MAX, &count));
    assert_int_equal(count, 2);
    assert_true(hf_str_count(t, hf_borrow(na), 3, PY_SSIZE_T_MAX, &count));
    assert_int_equal(count, 1);
    assert_refused(
        hf_str_count(hf_null(str_borrowed), hf_borrow(na), 0, 1, &count),
        PyExc_SystemError, no_handle("hf_str_count", "str"));
    assert_int_equal(count, -1);
}

static void intern_gives_the_one_str_with_this_content(void)
{
    hf_str first = hf_str_intern(text("an interned str of the tests"));
    hf_str second = hf_str_intern(text("an interned str of the tests"));
    assert_same(first, second);
    hf_decref(first);
    hf_decref(second);
    assert_fails(hf_str_intern(hf_null(str)), PyExc_SystemError,
                 no_handle("hf_str_intern", "str"));
}

static void encode_and_decode_go_both_ways(void)
{
    hf_auto(str, s, text("h\xc3\xa9"));
    assert_equals(hf_str_encode(hf_borrow(s), NULL, NULL), "b'h\\xc3\\xa9'");
    assert_equals(hf_str_encode(hf_borrow(s), "latin-1", NULL), "b'h\\xe9'");
    assert_equals(hf_str_encode(hf_borrow(s), "ascii", "replace"), "b'h?'");
    assert_fails(hf_str_encode(hf_borrow(s), "ascii", NULL),
                 PyExc_UnicodeEncodeError, NULL);
    assert_fails(hf_str_encode(hf_borrow(s), "no such", NULL),
                 PyExc_LookupError, NULL);
    assert_makes(hf_str_decode("h\xe9", 2, "latin-1", NULL), "h\xc3\xa9");
    assert_fails(hf_str_decode("h\xe9", 2, NULL, NULL),
                 PyExc_UnicodeDecodeError, NULL);
    assert_fails(hf_str_decode("h", -1, NULL, NULL), PyExc_OverflowError, NULL);
    assert_fails(hf_str_decode(NULL, 1, NULL, NULL), PyExc_SystemError, NULL);
}

static void surrogateescape_gives_the_bytes_back(void)
{
    hf_auto(str, s, hf_str_decode("a\xff", 2, "utf-8", "surrogateescape"));
    assert_equals(hf_incref(s), "'a\\udcff'");
    assert_equals(hf_str_encode(hf_borrow(s), "utf-8", "surrogateescape"),
                  "b'a\\xff'");
    assert_fails(hf_str_encode(hf_borrow(s), "utf-8", NULL),
                 PyExc_UnicodeEncodeError, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(split_and_its_kin_are_those_of_python),
        TEST(an_empty_separator_raises_value_error),
        TEST(a_null_separator_is_not_white_space),
        TEST(join_takes_any_iterable_of_strs),
        TEST(replace_all_replaces_as_often_as_told),
        TEST(questions_are_answered_as_in_python),
        TEST(intern_gives_the_one_str_with_this_content),
        TEST(encode_and_decode_go_both_ways),
        TEST(surrogateescape_gives_the_bytes_back),
    };
    return RUN_TESTS(tests);
}
