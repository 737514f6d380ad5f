#include "tests/support.h"

static void builder_makes_a_list_of_all_items(void)
{
    hf_list_builder b = {0};
    hf_list_builder_reserve(&b, 5);
    for (long i = 0; i < 100; i++) {
        hf_list_builder_append(&b, number(i));
    }
    hf_auto(list, list, hf_list_builder_finish(&b));
    python_set("l", hf_as_object(list));
    assert_int_equal(python_long("l == list(range(10**6, 10**6 + 100))"), 1);
    python_run("l.append(1); del l[:50]\n"); /* like any list */
    hf_auto(list, again, hf_list_builder_finish(&b));
    assert_int_equal(PyList_GET_SIZE(hf_as_raw(again)), 0);
}

static void builder_keeps_its_first_error(void)
{
    hf_list_builder b = {0};
    hf_auto(object, item, number(1));
    hf_list_builder_append(&b, hf_incref(item));
    hf_list_builder_reserve(&b, -1);
    assert_int_equal(hf_refcnt(item), 1);
    hf_list_builder_append(&b, hf_null(object));
    assert_fails(hf_list_builder_finish(&b), PyExc_OverflowError, NULL);
    hf_list_builder_append(&b, hf_null(object));
    PyErr_Clear();
    assert_fails(hf_list_builder_finish(&b), PyExc_SystemError,
                 "hf_list_builder_finish: the builder failed before, and its "
                 "exception was cleared");
}

static void sizes_that_no_memory_has_raise_memory_error(void)
{
    const Py_ssize_t sizes[] = {PY_SSIZE_T_MAX, PY_SSIZE_T_MAX / 8};
    for (size_t i = 0; i < COUNT(sizes); i++) {
        hf_list_builder b = {0};
        hf_list_builder_append(&b, number(1));
        hf_list_builder_reserve(&b, sizes[i]);
        assert_fails(hf_list_builder_finish(&b), PyExc_MemoryError, NULL);
    }
}

static void cleared_builder_keeps_what_is_pending(void)
{
    hf_list_builder b = {0};
    hf_list_builder_append(&b, number(1));
    pend();
    hf_list_builder_append(&b, number(2)); /* no Python code: it works */
    hf_list_builder_clear(&b);
    assert_pending();
}

/* The end of an item comes to the builder that it was in. */
static hf_list_builder met_again;

static void append_number(void *builder)
{
    hf_list_builder_append(builder, number(7));
}

static hf_object coming_again(void)
{
    return hf_into_object(hf_capsule_new(&met_again, "again", append_number));
}

static void builder_that_fails_keeps_nothing_of_what_comes_meanwhile(void)
{
    hf_list_builder_append(&met_again, coming_again());
    hf_list_builder_reserve(&met_again, -1);
    assert_fails(hf_list_builder_finish(&met_again), PyExc_OverflowError, NULL);
}

static void builder_is_empty_before_its_items_end(void)
{
    hf_list_builder_append(&met_again, coming_again());
    hf_list_builder_clear(&met_again);
    hf_auto(list, list, hf_list_builder_finish(&met_again));
    assert_int_equal(PyList_GET_SIZE(hf_as_raw(list)), 1);
}

static void each_allocation_may_fail(void)
{
    SKIP_WHERE_CPYTHON_NEEDS_MEMORY();
    int failures = 0;
    for (unsigned k = 1; k < 6; k++) {
        hf_list_builder b = {0};
        fail_allocation(k);
        for (int i = 0; i < 40; i++) {
            hf_list_builder_append(&b, hf_none());
        }
        hf_list list = hf_list_builder_finish(&b);
        bool fired = end_of_failure();
        if (hf_is_null(list)) {
            assert_true(fired);
            assert_raised(PyExc_MemoryError, NULL);
            failures++;
        } else { /* it may do with more room than it needs */
            assert_int_equal(PyList_GET_SIZE(hf_as_raw(list)), 40);
        }
        hf_decref(list);
    }
    assert_true(failures >= 2);
}

/* What is appended afterwards fits, whatever room was reserved. */
static void list_is_no_larger_than_lists_are(void)
{
    const Py_ssize_t reserved[] = {0, 1, 40, 1000};
    for (size_t i = 0; i < COUNT(reserved); i++) {
        hf_list_builder b = {0};
        hf_list_builder_reserve(&b, reserved[i]);
        for (int n = 0; n < 40; n++) {
            hf_list_builder_append(&b, number(n));
        }
        hf_auto(list, list, hf_list_builder_finish(&b));
        python_set("l", hf_as_object(list));
        assert_int_equal(
            python_long("l.__sizeof__() <= [].__sizeof__() + 8 * 51"), 1);
        python_run("l.extend(range(100))");
        assert_int_equal(python_long("len(l)"), 140);
    }
}

static void nothing_appended_makes_an_empty_list(void)
{
    hf_list_builder b = {0};
    hf_list_builder_reserve(&b, 40);
    hf_auto(list, list, hf_list_builder_finish(&b));
    assert_int_equal(PyList_GET_SIZE(hf_as_raw(list)), 0);
    python_set("l", hf_as_object(list));
    assert_int_equal(python_long("l.__sizeof__() == [].__sizeof__()"), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(builder_makes_a_list_of_all_items),
        TEST(builder_keeps_its_first_error),
        TEST(sizes_that_no_memory_has_raise_memory_error),
        TEST(cleared_builder_keeps_what_is_pending),
        TEST(builder_that_fails_keeps_nothing_of_what_comes_meanwhile),
        TEST(builder_is_empty_before_its_items_end),
        TEST(each_allocation_may_fail),
        TEST(list_is_no_larger_than_lists_are),
        TEST(nothing_appended_makes_an_empty_list),
    };
    return RUN_TESTS(tests);
}
