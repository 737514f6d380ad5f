#include "tests/support.h"

#include <string.h>

static void empty_builder_finishes_as_the_empty_str(void)
{
    hf_str_builder b = {0};
    assert_makes(hf_str_builder_finish(&b), "");
    hf_str_builder_append_utf8(&b, "");
    hf_str_builder_append_utf8_n(&b, NULL, 0);
    hf_auto(str, empty, text(""));
    hf_str_builder_append(&b, hf_borrow(empty));
    assert_makes(hf_str_builder_finish(&b), "");
}

static void pieces_of_each_sort_are_joined(void)
{
    hf_str_builder b = {0};
    hf_auto(str, s, text("h\xc3\xa9"));
    hf_str_builder_append_utf8(&b, "ab");
    hf_str_builder_append_utf8_n(&b, "c\0d", 3);
    hf_str_builder_append(&b, hf_borrow(s));
    hf_str_builder_append_code_point(&b, 0x20AC);
    hf_str_builder_append_code_point(&b, 0xD800);
    hf_str_builder_append_format(&b, "%d%U", 12, hf_as_raw(s));
    hf_str_builder_append_code_point(&b, 0x1F600);
    hf_str_builder_append_code_point(&b, 0);
    assert_int_equal(hf_refcnt(s), 1);
    assert_makes(hf_str_builder_finish(&b),
                 "abc\0dh\xc3\xa9\xe2\x82\xac\xed\xa0\x80"
                 "12h\xc3\xa9\xf0\x9f\x98\x80\0");
}

static void result_is_fresh_and_the_only_reference(void)
{
    hf_str_builder b = {0};
    hf_str_builder_append_utf8(&b, "ab");
    hf_str s = hf_str_builder_finish(&b);
    assert_int_equal(hf_refcnt(s), 1);
    s = hf_str_append_utf8(s, "cd"); /* nobody else knows it */
    assert_makes(s, "abcd");
}

/* Each piece in each form, by each function, after and before each other. */
static void widening_keeps_what_was_there(void)
{
    const char *pieces[] = {"ab", "\xc3\xa9", "\xe2\x82\xac",
                            "\xf0\x9f\x98\x80"};
    const Py_UCS4 code_points[] = {'z', 0xE9, 0x20AC, 0x1F600};
    for (int mix = 0; mix < 4 * 4 * 4 * 4; mix++) {
        for (int how = 0; how < 2 + TEXT_FORMS; how++) {
            char expected[8000] = "";
            hf_str_builder b = {0};
            for (int i = 0, left = mix; i < 4; i++, left /= 4) {
                const char *piece = pieces[left % 4];
                /* Beyond the first capacity now and then. */
                for (int n = 0; n < (i % 2 ? 33 : 1); n++) {
                    if (how == 0) {
                        hf_str_builder_append_utf8(&b, piece);
                    } else if (how == 1) {
                        hf_str_builder_append_code_point(&b,
                                                         code_points[left % 4]);
                        piece = left % 4 ? pieces[left % 4] : "z";
                    } else {
                        hf_auto(str, s,
                                text_as((text_form)(how - 2), piece,
                                        (Py_ssize_t)strlen(piece)));
                        hf_str_builder_append(&b, hf_borrow(s));
                    }
                    strcat(expected, piece);
                }
            }
            assert_makes_n(hf_str_builder_finish(&b), expected,
                           (Py_ssize_t)strlen(expected));
        }
    }
}

static void buffer_grows_geometrically(void)
{
    const char *pieces[] = {"abcd", "\xe2\x82\xac"};
    for (size_t i = 0; i < COUNT(pieces); i++) {
        hf_str_builder b = {0};
        size_t before = allocations_made() + reallocations_made();
        for (int n = 0; n < 100000; n++) {
            hf_str_builder_append_utf8(&b, pieces[i]);
        }
        hf_auto(str, s, hf_str_builder_finish(&b));
        /* From 64 to 400000, at least by a half each time: 22. */
        size_t made = allocations_made() + reallocations_made() - before;
        assert_true(made >= 2 && made <= 24);
    }
}

static void finished_and_cleared_builders_start_again(void)
{
    hf_str_builder b = {0};
    hf_str_builder_append_utf8(&b, "\xf0\x9f\x98\x80");
    assert_makes(hf_str_builder_finish(&b), "\xf0\x9f\x98\x80");
    hf_str_builder_append_utf8(&b, "ab");
    hf_str_builder_clear(&b);
    hf_str_builder_clear(&b);
    hf_str_builder_append_utf8(&b, "cd");
    assert_makes(hf_str_builder_finish(&b), "cd");
}

/* ---- Failures. */

typedef void failing_step(hf_str_builder *b);

static PyObject *not_a_str;
static void add_no_str(hf_str_builder *b)
{
    hf_str_builder_append(b, hf_str_from_borrowed(not_a_str));
}
static void add_null(hf_str_builder *b)
{
    hf_str_builder_append(b, hf_null(str_borrowed));
}
static void add_invalid_utf8(hf_str_builder *b)
{
    hf_str_builder_append_utf8(b, "ab\xff");
}
static void add_negative_size(hf_str_builder *b)
{
    hf_str_builder_append_utf8_n(b, "ab", -1);
}
static void add_impossible_size(hf_str_builder *b)
{
    hf_str_builder_append_utf8_n(b, "ab", PY_SSIZE_T_MAX);
}
static void add_null_pointer(hf_str_builder *b)
{
    hf_str_builder_append_utf8_n(b, NULL, 3);
}
static void add_null_utf8(hf_str_builder *b)
{
    const char *volatile null = NULL;
    hf_str_builder_append_utf8(b, null);
}
static void add_no_code_point(hf_str_builder *b)
{
    hf_str_builder_append_code_point(b, 0x110000);
}
static PyObject *raises_in_repr;
static void add_failing_format(hf_str_builder *b)
{
    hf_str_builder_append_format(b, "%R", raises_in_repr);
}

static const struct {
    failing_step *step;
    PyObject **type;
    const char *message;
} failures[] = {
    {add_no_str, &PyExc_TypeError, "expected str, found int"},
    {add_null, &PyExc_SystemError, NULL},
    {add_invalid_utf8, &PyExc_UnicodeDecodeError,
     "'utf-8' codec can't decode byte 0xff in position 2: invalid start byte"},
    {add_negative_size, &PyExc_OverflowError, NULL},
    {add_impossible_size, &PyExc_MemoryError, NULL},
    {add_null_pointer, &PyExc_SystemError,
     "hf_str_builder_append_utf8_n: the UTF-8 pointer is NULL"},
    {add_null_utf8, &PyExc_SystemError,
     "hf_str_builder_append_utf8_n: the UTF-8 pointer is NULL"},
    {add_no_code_point, &PyExc_ValueError,
     "0x110000 is no code point: they end at 0x10FFFF"},
    {add_failing_format, &PyExc_OSError, "repr"},
};

static hf_object make_failing_operands(hf_object_borrowed n)
{
    not_a_str = hf_as_raw(n);
    python_run("ran = 0\n"
               "class C:\n"
               "    def __repr__(self):\n"
               "        global ran\n"
               "        ran += 1\n"
               "        raise OSError('repr')\n");
    hf_object c = python_eval("C()");
    raises_in_repr = hf_as_raw(c);
    return c;
}

static void first_failure_sticks_and_later_steps_do_nothing(void)
{
    hf_auto(object, n, number(1));
    hf_auto(object, c, make_failing_operands(hf_borrow(n)));
    for (size_t i = 0; i < COUNT(failures); i++) {
        for (int empty = 0; empty < 2; empty++) {
            hf_str_builder b = {0};
            if (!empty) {
                hf_str_builder_append_utf8(&b, "h\xc3\xa9");
            }
            failures[i].step(&b);
            assert_true(hf_error_matches(*failures[i].type));
            hf_auto(exception, first, hf_error_fetch());
            python_run("ran = 0\n");
            hf_error_restore(hf_incref(first));
            size_t made = allocations_made();
            for (size_t j = 0; j < COUNT(failures); j++) {
                failures[j].step(&b);
            }
            hf_str_builder_append_utf8(&b, "ab");
            hf_str_builder_append_code_point(&b, 'a');
            assert_int_equal(allocations_made(), made);
            hf_auto(str, result, hf_str_builder_finish(&b));
            assert_true(hf_is_null(result));
            hf_auto(exception, last, hf_error_fetch());
            assert_same(last, first);
            assert_int_equal(python_long("ran"), 0);
        }
    }
    assert_int_equal(hf_refcnt(n), 1);
}

static void failures_raise_what_they_say(void)
{
    hf_auto(object, n, number(1));
    hf_auto(object, c, make_failing_operands(hf_borrow(n)));
    for (size_t i = 0; i < COUNT(failures); i++) {
        hf_str_builder b = {0};
        hf_str_builder_append_utf8(&b, "ab");
        failures[i].step(&b);
        assert_fails(hf_str_builder_finish(&b), *failures[i].type,
                     failures[i].message);
        hf_str_builder_append_utf8(&b, "cd"); /* it is empty again */
        assert_makes(hf_str_builder_finish(&b), "cd");
    }
    hf_str_builder b = {0};
    add_null(&b);
    assert_fails(hf_str_builder_finish(&b), PyExc_SystemError,
                 no_handle("hf_str_builder_append", "str"));
}

static void failure_releases_the_buffer_at_once(void)
{
    hf_str_builder b = {0};
    totals before = totals_now();
    hf_str_builder_append_utf8(&b, "ab");
    assert_int_equal(totals_now().blocks, before.blocks + 1);
    pend();
    totals pending = totals_now();
    add_null(&b);
    assert_int_equal(totals_now().blocks, pending.blocks - 1);
    hf_str_builder_clear(&b);
    assert_pending();
}

static void failures_keep_what_is_pending(void)
{
    hf_auto(object, n, number(1));
    hf_auto(object, c, make_failing_operands(hf_borrow(n)));
    for (size_t i = 0; i < COUNT(failures); i++) {
        hf_str_builder b = {0};
        hf_str_builder_append_utf8(&b, "ab");
        pend();
        failures[i].step(&b);
        hf_auto(str, result, hf_str_builder_finish(&b));
        assert_true(hf_is_null(result));
        assert_pending();
    }
    assert_int_equal(python_long("ran"), 0);
}

static void finish_after_a_cleared_failure_raises_system_error(void)
{
    hf_str_builder b = {0};
    add_invalid_utf8(&b);
    hf_error_clear();
    assert_fails(hf_str_builder_finish(&b), PyExc_SystemError,
                 "hf_str_builder_finish: the builder failed before, and its "
                 "exception was cleared");
    assert_makes(hf_str_builder_finish(&b), "");
}

static void clear_releases_and_keeps_the_exception(void)
{
    hf_str_builder b = {0};
    hf_str_builder_append_utf8(&b, "ab");
    pend();
    hf_str_builder_clear(&b);
    add_null(&b);
    hf_str_builder_clear(&b);
    assert_pending();
    assert_makes(hf_str_builder_finish(&b), "");
}

static void pieces_are_added_while_an_exception_is_pending(void)
{
    hf_auto(str, s, text("h\xc3\xa9"));
    hf_str_builder b = {0};
    pend();
    hf_str_builder_append_utf8(&b, "ab");
    hf_str_builder_append(&b, hf_borrow(s));
    hf_str_builder_append_code_point(&b, 0x1F600);
    assert_pending();
    assert_makes(hf_str_builder_finish(&b), "abh\xc3\xa9\xf0\x9f\x98\x80");
}

/* A builder whose format runs Python code that adds to the same builder. */
static hf_str_builder reentered;

static PyObject *reenter(PyObject *self, PyObject *arguments)
{
    (void)self;
    (void)arguments;
    for (int i = 0; i < 100; i++) { /* so that the buffer moves */
        hf_str_builder_append_utf8(&reentered, "\xe2\x82\xac");
    }
    return PyUnicode_FromString("outer");
}

static void format_may_add_to_the_same_builder(void)
{
    static PyMethodDef method = {"reenter", reenter, METH_NOARGS, NULL};
    python_hook(&method);
    python_run("class C:\n"
               "    def __repr__(self): return reenter()\n");
    hf_auto(object, c, python_eval("C()"));
    char expected[400] = "ab";
    for (int i = 0; i < 100; i++) {
        strcat(expected, "\xe2\x82\xac");
    }
    strcat(expected, "outer");
    hf_str_builder_append_utf8(&reentered, "ab");
    hf_str_builder_append_format(&reentered, "%R", hf_as_raw(c));
    assert_makes_n(hf_str_builder_finish(&reentered), expected,
                   (Py_ssize_t)strlen(expected));
}

static PyObject *reenter_and_fail(PyObject *self, PyObject *arguments)
{
    (void)self;
    (void)arguments;
    hf_str_builder_append_code_point(&reentered, 0x110000);
    PyErr_Clear();
    return PyUnicode_FromString("a str that is not kept anywhere else");
}

static void format_may_make_the_same_builder_fail(void)
{
    static PyMethodDef method = {"reenter_and_fail", reenter_and_fail,
                                 METH_NOARGS, NULL};
    python_hook(&method);
    python_run("class F:\n"
               "    def __str__(self): return reenter_and_fail()\n");
    hf_auto(object, f, python_eval("F()"));
    totals before = totals_now();
    hf_str_builder_append_utf8(&reentered, "ab");
    hf_str_builder_append_format(&reentered, "%S", hf_as_raw(f));
    assert_fails(hf_str_builder_finish(&reentered), PyExc_SystemError,
                 "hf_str_builder_finish: the builder failed before, and its "
                 "exception was cleared");
    assert_int_equal(totals_now().blocks, before.blocks);
}

static void long_pieces_are_added(void)
{
    static char utf8[3 + (1 << 16) + 9] = "ab";
    memset(utf8 + 2, 'c', sizeof(utf8) - 3);
    const Py_ssize_t edges[] = {1 << 6, 1 << 8, 1 << 12, 1 << 16};
    for (size_t i = 0; i < COUNT(edges); i++) {
        for (Py_ssize_t size = edges[i] - 1; size < edges[i] + 8; size++) {
            hf_str_builder b = {0};
            hf_str_builder_append_utf8(&b, "ab");
            hf_str_builder_append_utf8_n(&b, utf8 + 2, size);
            assert_makes_n(hf_str_builder_finish(&b), utf8, 2 + size);
        }
    }
}

static void append_slice_adds_as_wide_as_the_slice_is(void)
{
    hf_auto(str, s, text("ab\xe2\x82\xac\xc3\xa9"));
    hf_str_builder b = {0};
    hf_str_builder_append_slice(&b, hf_borrow(s), 0, 2);
    hf_str_builder_append_slice(&b, hf_borrow(s), 3, PY_SSIZE_T_MAX);
    hf_str_builder_append_slice(&b, hf_borrow(s), 4, 9);
    hf_str_builder_append_slice(&b, hf_borrow(s), 2, 1);
    /* Deeply valid: the euro, which would be wider, is not in it. */
    assert_makes(hf_str_builder_finish(&b), "ab\xc3\xa9");
    hf_str_builder_append_slice(&b, hf_borrow(s), -1, 2);
    hf_str_builder_append_slice(&b, hf_borrow(s), 0, 2);
    assert_fails(hf_str_builder_finish(&b), PyExc_IndexError,
                 "hf_str_builder_append_slice: index -1 is negative");
    hf_str_builder_append_slice(&b, hf_null(str_borrowed), 0, 2);
    assert_fails(hf_str_builder_finish(&b), PyExc_SystemError,
                 no_handle("hf_str_builder_append_slice", "str"));
}

static void reserve_makes_room_once(void)
{
    hf_str_builder b = {0};
    hf_str_builder_reserve(&b, 1000);
    size_t before = allocations_made() + reallocations_made();
    for (int i = 0; i < 1000; i++) {
        hf_str_builder_append_utf8(&b, "x");
    }
    assert_int_equal(allocations_made() + reallocations_made() - before, 0);
    hf_auto(str, made, hf_str_builder_finish(&b));
    Py_ssize_t length;
    assert_true(hf_str_length(hf_borrow(made), &length));
    assert_int_equal(length, 1000);
}

static void reserve_refuses_what_no_str_can_have(void)
{
    hf_str_builder b = {0};
    hf_str_builder_reserve(&b, -1);
    assert_fails(hf_str_builder_finish(&b), PyExc_OverflowError, NULL);
    hf_str_builder_reserve(&b, PY_SSIZE_T_MAX);
    assert_fails(hf_str_builder_finish(&b), PyExc_MemoryError, NULL);
    hf_str_builder_append_utf8(&b, "x");
    hf_str_builder_reserve(&b, PY_SSIZE_T_MAX);
    assert_fails(hf_str_builder_finish(&b), PyExc_OverflowError, NULL);
    hf_str_builder_reserve(&b, 10);
    assert_makes(hf_str_builder_finish(&b), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(empty_builder_finishes_as_the_empty_str),
        TEST(pieces_of_each_sort_are_joined),
        TEST(result_is_fresh_and_the_only_reference),
        TEST(widening_keeps_what_was_there),
        TEST(buffer_grows_geometrically),
        TEST(finished_and_cleared_builders_start_again),
        TEST(first_failure_sticks_and_later_steps_do_nothing),
        TEST(failures_raise_what_they_say),
        TEST(failure_releases_the_buffer_at_once),
        TEST(failures_keep_what_is_pending),
        TEST(finish_after_a_cleared_failure_raises_system_error),
        TEST(clear_releases_and_keeps_the_exception),
        TEST(pieces_are_added_while_an_exception_is_pending),
        TEST(format_may_add_to_the_same_builder),
        TEST(format_may_make_the_same_builder_fail),
        TEST(long_pieces_are_added),
        TEST(append_slice_adds_as_wide_as_the_slice_is),
        TEST(reserve_makes_room_once),
        TEST(reserve_refuses_what_no_str_can_have),
    };
    return RUN_TESTS(tests);
}
