#include "tests/support.h"

static const Py_UCS4 WIDTHS[] = {0x7F, 0xFF, 0xFFFF, 0x10FFFF};

static void what_is_written_is_the_str(void)
{
    for (size_t i = 0; i < COUNT(WIDTHS); i++) {
        hf_str_span to;
        hf_auto(str, s, hf_str_new(3, WIDTHS[i], &to));
        assert_int_equal(to.length, 3);
        hf_str_span_write(&to, 0, 'a');
        hf_str_span_write(&to, 1, WIDTHS[i]);
        hf_str_span_write(&to, 2, 'z');
        hf_str_view view;
        assert_true(hf_str_as_view(hf_borrow(s), &view));
        assert_int_equal(view.kind, to.kind);
        assert_int_equal(view.maxchar, WIDTHS[i]);
        assert_int_equal(hf_str_view_read(&view, 0), 'a');
        assert_int_equal(hf_str_view_read(&view, 1), WIDTHS[i]);
        assert_int_equal(hf_str_view_read(&view, 2), 'z');
        assert_true(hf_str_is_valid(hf_borrow(s), HF_DEPTH_DEEP));
        assert_int_equal(hf_refcnt(s), 1);
    }
}

/* From each width to each that is as wide or wider. */
static void code_points_are_copied(void)
{
    for (size_t i = 0; i < COUNT(WIDTHS); i++) {
        hf_str_builder b = {0};
        hf_str_builder_append_utf8(&b, "abc");
        hf_str_builder_append_code_point(&b, WIDTHS[i]);
        hf_auto(str, from, hf_str_builder_finish(&b));
        hf_str_view view;
        assert_true(hf_str_as_view(hf_borrow(from), &view));
        for (size_t k = i; k < COUNT(WIDTHS); k++) {
            hf_str_span to;
            hf_auto(str, s, hf_str_new(5, WIDTHS[k], &to));
            hf_str_span_write(&to, 0, WIDTHS[k]);
            hf_str_span_copy(&to, 1, &view, 1, 3);
            hf_str_span_copy(&to, 4, &view, 0, 1);
            hf_str_span_copy(&to, 5, &view, 4, 0);
            hf_str_view made;
            assert_true(hf_str_as_view(hf_borrow(s), &made));
            const Py_UCS4 wanted[] = {WIDTHS[k], 'b', 'c', WIDTHS[i], 'a'};
            for (Py_ssize_t n = 0; n < 5; n++) {
                assert_int_equal(hf_str_view_read(&made, n), wanted[n]);
            }
        }
    }
}

static void no_str_has_such_a_length_or_width(void)
{
    hf_str_span to;
    assert_fails(hf_str_new(-1, 0x7F, &to), PyExc_SystemError, NULL);
    assert_null(to.data);
    assert_int_equal(to.length, 0);
    assert_fails(hf_str_new(1, 0x110000, &to), PyExc_SystemError, NULL);
    assert_fails(hf_str_new(PY_SSIZE_T_MAX, 0x7F, &to), PyExc_MemoryError,
                 NULL);
    assert_makes(hf_str_new(0, 0x7F, &to), "");
}

static void a_builder_is_extended(void)
{
    hf_str_builder b = {0};
    hf_str_span to;
    hf_auto(str, euro, text("\xe2\x82\xac"));
    assert_true(hf_str_builder_extend(&b, 2, 0x7F, &to));
    hf_str_span_write(&to, 0, 'a');
    hf_str_span_write(&to, 1, 'b');
    hf_str_builder_append(&b, hf_borrow(euro));
    assert_true(hf_str_builder_extend(&b, 1, 0x7F, &to));
    assert_int_equal(to.length, 1);
    assert_int_equal(to.kind, 2); /* that of what is there */
    hf_str_span_write(&to, 0, 'c');
    assert_true(hf_str_builder_extend(&b, 1, 0x10FFFF, &to));
    hf_str_span_write(&to, 0, 0x1F600);
    assert_true(hf_str_builder_extend(&b, 0, 0x7F, &to));
    assert_int_equal(to.length, 0);
    assert_makes(hf_str_builder_finish(&b), "ab\xe2\x82\xac"
                                            "c\xf0\x9f\x98\x80");
    assert_true(hf_str_builder_extend(&b, 0, 0x7F, &to));
    assert_makes(hf_str_builder_finish(&b), "");
}

/* The first piece is often the only one. */
static void an_empty_builder_makes_room_for_that_alone(void)
{
    hf_str_builder b = {0};
    hf_str_span to;
    assert_true(hf_str_builder_extend(&b, 1000, 0x7F, &to));
    void *data = to.data;
    for (Py_ssize_t i = 0; i < 1000; i++) {
        hf_str_span_write(&to, i, '-');
    }
    hf_auto(str, made, hf_str_builder_finish(&b));
    hf_str_view view;
    assert_true(hf_str_as_view(hf_borrow(made), &view));
    assert_int_equal(view.length, 1000);
    assert_ptr_equal(PyUnicode_DATA(hf_as_raw(made)),
                     data); /* it did not move */
}

static void what_no_str_can_have_fails_the_builder(void)
{
    hf_str_builder b = {0};
    hf_str_span to;
    assert_false(hf_str_builder_extend(&b, -1, 0x7F, &to));
    assert_null(to.data);
    assert_false(hf_str_builder_extend(&b, 1, 0x7F, &to)); /* it is sticky */
    assert_fails(hf_str_builder_finish(&b), PyExc_OverflowError, NULL);
    assert_false(hf_str_builder_extend(&b, 1, 0x110000, &to));
    assert_fails(hf_str_builder_finish(&b), PyExc_ValueError, NULL);
    assert_false(hf_str_builder_extend(&b, PY_SSIZE_T_MAX, 0x7F, &to));
    assert_fails(hf_str_builder_finish(&b), PyExc_MemoryError, NULL);
    hf_str_builder_append_utf8(&b, "x");
    assert_false(hf_str_builder_extend(&b, PY_SSIZE_T_MAX, 0x7F, &to));
    assert_fails(hf_str_builder_finish(&b), PyExc_OverflowError, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_written_is_the_str),
        TEST(code_points_are_copied),
        TEST(no_str_has_such_a_length_or_width),
        TEST(a_builder_is_extended),
        TEST(an_empty_builder_makes_room_for_that_alone),
        TEST(what_no_str_can_have_fails_the_builder),
    };
    return RUN_TESTS(tests);
}
