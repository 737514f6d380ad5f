#include "tests/support.h"

static hf_object an_instance(void)
{
    python_run("class Plain: pass\n");
    hf_object made = python_eval("Plain()");
    python_run("del Plain");
    return made;
}

static void get_gives_a_new_reference_or_is_missing(void)
{
    hf_object o = an_instance();
    hf_auto(weakref, weak, hf_weakref_new(o));
    assert_int_equal(hf_refcnt(o), 1);
    hf_object found;
    assert_true(hf_found(hf_weakref_get(hf_borrow(weak), &found)));
    assert_same(found, o);
    assert_int_equal(hf_refcnt(o), 2);
    hf_decref(o);
    assert_int_equal(hf_refcnt(found), 1); /* it cannot vanish meanwhile */
    hf_decref(found);
    assert_true(hf_missing(hf_weakref_get(hf_borrow(weak), &found)));
    assert_true(hf_is_null(found));
    assert_no_error();
}

static void what_is_not_weakly_referable_is_refused(void)
{
    hf_auto(object, n, number(1));
    assert_fails(hf_weakref_new(n), PyExc_TypeError, NULL);
    assert_fails(hf_weakref_new(hf_null(object_borrowed)), PyExc_SystemError,
                 no_handle("hf_weakref_new", "object"));
    hf_object found;
    assert_true(hf_failed(
        hf_weakref_get(hf_weakref_from_borrowed(hf_as_raw(n)), &found)));
    assert_raised(PyExc_TypeError, "expected weakref, found int");
}

static void callback_is_called_when_the_object_is_gone(void)
{
    python_run("gone = []\n");
    hf_auto(object, callback, python_eval("lambda weak: gone.append(weak())"));
    hf_object o = an_instance();
    hf_auto(weakref, weak, hf_weakref_new_with_callback(o, callback));
    assert_int_equal(python_long("len(gone)"), 0);
    hf_decref(o);
    assert_int_equal(python_long("gone == [None]"), 1);
    python_run("del gone");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(get_gives_a_new_reference_or_is_missing),
        TEST(what_is_not_weakly_referable_is_refused),
        TEST(callback_is_called_when_the_object_is_gone),
    };
    return RUN_TESTS(tests);
}
