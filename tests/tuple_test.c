#include "tests/support.h"

static hf_tuple tuple_of(const char *expression)
{
    return hf_tuple_cast(python_eval(expression));
}

static void tuples_are_what_python_makes(void)
{
    hf_auto(tuple, empty, hf_tuple_new());
    hf_auto(object, items, python_eval("[300, 'a', None]"));
    hf_auto(tuple, tuple, hf_tuple_from_iterable(items));
    Py_ssize_t n;
    assert_true(hf_tuple_length(hf_borrow(empty), &n));
    assert_int_equal(n, 0);
    assert_true(hf_tuple_length(hf_borrow(tuple), &n));
    assert_int_equal(n, 3);
    hf_auto(object, first, hf_tuple_get(hf_borrow(tuple), 0));
    assert_int_equal(PyLong_AsLong(hf_as_raw(first)), 300);
    assert_same(hf_tuple_get_borrowed(hf_borrow(tuple), 0), first);
    hf_auto(tuple, same, hf_tuple_from_iterable(tuple));
    assert_same(same, tuple);
    hf_auto(tuple, tail, hf_tuple_slice(hf_borrow(tuple), 1, 99));
    assert_true(hf_tuple_length(hf_borrow(tail), &n));
    assert_int_equal(n, 2);
}

static void indexes_out_of_range_raise_index_error(void)
{
    const Py_ssize_t wrong[] = {-1, 2, PY_SSIZE_T_MAX, PY_SSIZE_T_MIN};
    hf_auto(tuple, tuple, tuple_of("(1, 2)"));
    for (size_t i = 0; i < COUNT(wrong); i++) {
        assert_fails(hf_tuple_get(hf_borrow(tuple), wrong[i]),
                     PyExc_IndexError, "tuple index out of range");
        assert_refused(
            !hf_is_null(hf_tuple_get_borrowed(hf_borrow(tuple), wrong[i])),
            PyExc_IndexError, "tuple index out of range");
    }
    assert_fails(hf_tuple_slice(hf_borrow(tuple), -1, 1), PyExc_IndexError,
                 "hf_tuple_slice: index -1 is negative");
}

static void what_is_no_tuple_is_refused(void)
{
    hf_object none = number(1);
    hf_tuple_borrowed lie = hf_tuple_from_borrowed(hf_as_raw(none));
    Py_ssize_t n;
    assert_refused(hf_tuple_length(lie, &n), PyExc_TypeError,
                   "expected tuple, found int");
    assert_fails(hf_tuple_get(lie, 0), PyExc_TypeError,
                 "expected tuple, found int");
    assert_fails(hf_tuple_get(hf_null(tuple_borrowed), 0), PyExc_SystemError,
                 no_handle("hf_tuple_get", "tuple"));
    hf_tuple_each(item, lie) {
        fail();
    }
    assert_raised(PyExc_TypeError, "expected tuple, found int");
    hf_decref(none);
}

static void index_count_and_contains_agree_with_python(void)
{
    hf_auto(tuple, tuple, tuple_of("(1, 2.0, True)"));
    hf_auto(object, one, python_eval("1.0"));
    hf_auto(object, nine, python_eval("9"));
    Py_ssize_t n;
    assert_true(hf_found(hf_tuple_index(hf_borrow(tuple), one, &n)));
    assert_int_equal(n, 0);
    assert_true(hf_tuple_count(hf_borrow(tuple), one, &n));
    assert_int_equal(n, 2);
    assert_true(hf_no(hf_tuple_contains(hf_borrow(tuple), nine)));
    assert_true(hf_missing(hf_tuple_index(hf_borrow(tuple), nine, &n)));
    assert_int_equal(n, -1);
}

static void each_visits_all_and_releases_on_break(void)
{
    hf_auto(tuple, tuple, tuple_of("(300, int('1000000'), 700)"));
    hf_auto(object, middle, hf_tuple_get(hf_borrow(tuple), 1));
    long sum = 0;
    hf_tuple_each(item, hf_borrow(tuple)) {
        sum += PyLong_AsLong(hf_as_raw(item));
    }
    assert_int_equal(sum, 1001000);
    hf_tuple_each(item, hf_borrow(tuple)) {
        if (hf_as_raw(item) == hf_as_raw(middle)) {
            break;
        }
    }
    assert_int_equal(hf_refcnt(middle), 2);
}

/* ---- The builder. */

static void builder_makes_a_tuple_of_all_items(void)
{
    hf_tuple_builder b = {0};
    for (long i = 0; i < 100; i++) {
        hf_tuple_builder_append(&b, number(i));
    }
    hf_auto(tuple, tuple, hf_tuple_builder_finish(&b));
    python_set("t", hf_as_object(tuple));
    assert_int_equal(python_long("t == tuple(range(10**6, 10**6 + 100))"), 1);
    hf_auto(tuple, again, hf_tuple_builder_finish(&b));
    assert_int_equal(PyTuple_GET_SIZE(hf_as_raw(again)), 0);
}

static void builder_keeps_its_first_error(void)
{
    hf_tuple_builder b = {0};
    hf_auto(object, item, number(1));
    hf_tuple_builder_append(&b, hf_incref(item));
    hf_tuple_builder_append(&b, hf_null(object));
    assert_int_equal(hf_refcnt(item), 1); /* let go at once */
    hf_tuple_builder_append(&b, hf_incref(item));
    hf_tuple_builder_reserve(&b, -1);
    assert_int_equal(hf_refcnt(item), 1);
    assert_fails(hf_tuple_builder_finish(&b), PyExc_SystemError,
                 no_handle("hf_tuple_builder_append", "object"));
    hf_tuple_builder_append(&b, hf_incref(item));
    hf_tuple_builder_clear(&b);
    assert_int_equal(hf_refcnt(item), 1);
}

/* An item that is asked for __del__ on the way finds no half-built tuple. */
static void nobody_sees_what_the_builder_has(void)
{
    python_run("import gc\n"
               "def seen():\n"
               "    return sum(1 for o in gc.get_objects()\n"
               "               if type(o) in (list, tuple) and any(\n"
               "                   x is mark for x in o))\n"
               "mark = object()\n");
    hf_auto(object, mark, python_eval("mark"));
    hf_tuple_builder b = {0};
    hf_tuple_builder_append(&b, hf_incref(mark));
    hf_tuple_builder_append(&b, hf_incref(mark));
    assert_int_equal(python_long("seen()"), 0);
    hf_auto(tuple, tuple, hf_tuple_builder_finish(&b));
    assert_int_equal(python_long("seen()"), 1);
}

/* The room that was reserved is the tuple, is too much, or too little. */
static void reserved_builder_makes_the_same_tuple(void)
{
    const Py_ssize_t reserved[] = {1, 99, 100, 101, 1000, 100000};
    for (size_t i = 0; i < COUNT(reserved); i++) {
        hf_tuple_builder b = {0};
        hf_tuple_builder_reserve(&b, reserved[i]);
        for (long n = 0; n < 100; n++) {
            hf_tuple_builder_append(&b, number(n));
            if (n == 0) {
                hf_tuple_builder_reserve(&b, 1);
            }
        }
        hf_auto(tuple, tuple, hf_tuple_builder_finish(&b));
        python_set("t", hf_as_object(tuple));
        assert_int_equal(
            python_long("t == tuple(range(10**6, 10**6 + 100))"), 1);
        python_run("import gc; assert gc.is_tracked(t)");
    }
    hf_tuple_builder none = {0};
    hf_tuple_builder_reserve(&none, 5);
    hf_auto(tuple, empty, hf_tuple_builder_finish(&none));
    assert_int_equal(PyTuple_GET_SIZE(hf_as_raw(empty)), 0);
}

static void each_allocation_of_a_reserved_builder_may_fail(void)
{
    int failures = 0;
    for (unsigned k = 1; k < 6; k++) {
        hf_tuple_builder b = {0};
        fail_allocation(k);
        hf_tuple_builder_reserve(&b, 30);
        for (int i = 0; i < 40; i++) {
            hf_tuple_builder_append(&b, hf_none());
        }
        hf_tuple tuple = hf_tuple_builder_finish(&b);
        bool fired = end_of_failure();
        if (hf_is_null(tuple)) {
            assert_true(fired);
            assert_raised(PyExc_MemoryError, NULL);
            failures++;
        } else { /* where there is no tuple to reserve, an array will do */
            assert_int_equal(PyTuple_GET_SIZE(hf_as_raw(tuple)), 40);
        }
        hf_decref(tuple);
    }
    assert_true(failures >= 2);
}

/* A builder that the collector's work comes to, while room is reserved. */
static hf_tuple_builder met_again;

static void append_number(void *builder)
{
    hf_tuple_builder_append(builder, number(7));
}

static void what_comes_while_room_is_reserved_is_kept(void)
{
    hf_capsule capsule = hf_capsule_new(&met_again, "again", append_number);
    python_set("again", hf_as_object(hf_borrow(capsule)));
    hf_decref(capsule);
    python_run("import gc\n"
               "l = [again]\n"
               "l.append(l)\n"
               "old = gc.get_threshold()\n"
               "del again, l\n"
               "gc.enable()\n"
               "gc.set_threshold(1)\n");
    hf_tuple_builder_reserve(&met_again, 30);
    python_run("gc.set_threshold(*old)\n"
               "gc.collect()\n");
    hf_tuple_builder_append(&met_again, number(8));
    hf_auto(tuple, tuple, hf_tuple_builder_finish(&met_again));
    python_set("t", hf_as_object(tuple));
    assert_int_equal(python_long("t == (10**6 + 7, 10**6 + 8)"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(tuples_are_what_python_makes),
        TEST(indexes_out_of_range_raise_index_error),
        TEST(what_is_no_tuple_is_refused),
        TEST(index_count_and_contains_agree_with_python),
        TEST(each_visits_all_and_releases_on_break),
        TEST(builder_makes_a_tuple_of_all_items),
        TEST(builder_keeps_its_first_error),
        TEST(nobody_sees_what_the_builder_has),
        TEST(reserved_builder_makes_the_same_tuple),
        TEST(each_allocation_of_a_reserved_builder_may_fail),
        TEST(what_comes_while_room_is_reserved_is_kept),
    };
    return RUN_TESTS(tests);
}
