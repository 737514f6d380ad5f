#include "tests/support.h"

static void view_reads_code_points_of_each_kind(void)
{
    static const struct {
        const char *utf8;
        int kind;
        Py_UCS4 last;
    } rows[] = {{"abc", 1, 'c'},
                {"ab\xc3\xa9", 1, 0xE9},
                {"ab\xe2\x82\xac", 2, 0x20AC},
                {"ab\xf0\x9f\x98\x80", 4, 0x1F600}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        hf_auto(str, s, text(rows[i].utf8));
        hf_str_view view;
        assert_true(hf_str_as_view(hf_borrow(s), &view));
        assert_int_equal(view.length, 3);
        assert_int_equal(view.kind, rows[i].kind);
        assert_int_equal(hf_str_view_read(&view, 0), 'a');
        assert_int_equal(hf_str_view_read(&view, 2), rows[i].last);
    }
}

static void lone_surrogates_pass_through(void)
{
    hf_auto(str, s, text("a\xed\xb3\xbf"));
    hf_str_view view;
    assert_true(hf_str_as_view(hf_borrow(s), &view));
    assert_int_equal(hf_str_view_read(&view, 1), 0xDCFF);
    hf_str_builder b = {0};
    for (Py_ssize_t i = 0; i < view.length; i++) {
        hf_str_builder_append_code_point(&b, hf_str_view_read(&view, i));
    }
    hf_auto(str, made, hf_str_builder_finish(&b));
    assert_true(hf_yes(hf_str_equal(hf_borrow(made), hf_borrow(s))));
}

static void what_is_no_str_has_no_view(void)
{
    hf_auto(object, n, number(1));
    hf_str_view view;
    assert_refused(hf_str_as_view(hf_str_from_borrowed(hf_as_raw(n)), &view),
                   PyExc_TypeError, "expected str, found int");
    assert_null(view.data);
    assert_int_equal(view.length, 0);
    assert_refused(hf_str_as_view(hf_null(str_borrowed), &view),
                   PyExc_SystemError, no_handle("hf_str_as_view", "str"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(view_reads_code_points_of_each_kind),
        TEST(lone_surrogates_pass_through),
        TEST(what_is_no_str_has_no_view),
    };
    return RUN_TESTS(tests);
}
