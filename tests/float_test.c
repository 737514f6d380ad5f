#include "tests/support.h"

#include <math.h>

/* ---- bool. */

static void a_bool_is_one_of_two_objects(void)
{
    hf_auto(bool, yes, hf_bool_from(true));
    hf_auto(bool, no, hf_bool_from(false));
    assert_ptr_equal(hf_as_raw(yes), Py_True);
    assert_ptr_equal(hf_as_raw(no), Py_False);
    bool found = false;
    assert_true(hf_bool_as_bool(hf_borrow(yes), &found));
    assert_true(found);
    assert_true(hf_bool_as_bool(hf_borrow(no), &found));
    assert_false(found);
}

static void only_a_bool_is_a_bool(void)
{
    hf_auto(object, n, number(1));
    bool found = true;
    assert_refused(hf_bool_as_bool(hf_bool_from_borrowed(hf_as_raw(n)), &found),
                   PyExc_TypeError, "expected bool, found int");
    assert_false(found);
    found = true;
    assert_refused(hf_bool_as_bool(hf_null(bool_borrowed), &found),
                   PyExc_SystemError, no_handle("hf_bool_as_bool", "bool"));
    assert_false(found);
    assert_fails(hf_bool_cast(hf_incref(n)), PyExc_TypeError,
                 "expected bool, found int");
    hf_auto(bool, one, hf_bool_cast(hf_true()));
    assert_no_error();
}

static void a_bool_is_taken_and_given_with_an_exception_set(void)
{
    pend();
    hf_auto(bool, yes, hf_bool_from(true));
    bool found = false;
    assert_true(hf_bool_as_bool(hf_borrow(yes), &found));
    assert_true(found);
    assert_pending();
}

/* ---- float. */

static void a_float_holds_each_double(void)
{
    static const double values[] = {0.0, -0.0, 1.5, -1.0, 0x1p-1074, 0x1p1023,
                                    (double)INFINITY};
    for (size_t i = 0; i < COUNT(values); i++) {
        hf_auto(float, x, hf_float_from_double(values[i]));
        assert_true(PyFloat_CheckExact(hf_as_raw(x)));
        double found = 77;
        assert_true(hf_float_as_double(hf_borrow(x), &found));
        assert_memory_equal(&found, &values[i], sizeof(found));
    }
    hf_auto(float, nan, hf_float_from_double((double)NAN));
    double found = 77;
    assert_true(hf_float_as_double(hf_borrow(nan), &found));
    assert_true(isnan(found));
}

static void as_double_of_minus_one_is_no_error(void)
{
    pend();
    hf_auto(float, x, hf_float_from_double(-1.0));
    double found = 77;
    assert_true(hf_float_as_double(hf_borrow(x), &found));
    assert_true(found == -1.0);
    assert_pending();
}

static void the_methods_of_a_subclass_are_not_asked(void)
{
    python_run("class Sub(float):\n"
               "    def __float__(self): raise SystemExit\n");
    hf_auto(object, o, python_eval("Sub(2.5)"));
    double found = 77;
    assert_true(hf_float_as_double(hf_float_cast(hf_borrow(o)), &found));
    assert_true(found == 2.5);
}

static void an_int_is_no_float(void)
{
    hf_auto(object, n, number(1));
    double found = 77;
    assert_refused(
        hf_float_as_double(hf_float_from_borrowed(hf_as_raw(n)), &found),
        PyExc_TypeError, "expected float, found int");
    assert_true(found == 0);
    assert_refused(hf_float_as_double(hf_null(float_borrowed), &found),
                   PyExc_SystemError, no_handle("hf_float_as_double", "float"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_bool_is_one_of_two_objects),
        TEST(only_a_bool_is_a_bool),
        TEST(a_bool_is_taken_and_given_with_an_exception_set),
        TEST(a_float_holds_each_double),
        TEST(as_double_of_minus_one_is_no_error),
        TEST(the_methods_of_a_subclass_are_not_asked),
        TEST(an_int_is_no_float),
    };
    return RUN_TESTS(tests);
}
