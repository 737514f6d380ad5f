#include "tests/support.h"

#include <string.h>

static void raise_formats_the_message(void)
{
    hf_error_raise(PyExc_ValueError, "%d of %s", 3, "four");
    assert_true(hf_error_occurred());
    assert_raised(PyExc_ValueError, "3 of four");
    assert_false(hf_error_occurred());
}

static void raise_takes_raw_objects(void)
{
    hf_auto(str, s, text("h\xc3\xa9"));
    hf_error_raise(PyExc_KeyError, "%U", hf_as_raw(s));
    assert_raised(PyExc_KeyError, "'h\xc3\xa9'"); /* as KeyErrors show */
    hf_error_raise(PyExc_ValueError, "%R", hf_as_raw(s));
    assert_raised(PyExc_ValueError, "'h\xc3\xa9'");
    assert_int_equal(hf_refcnt(s), 1);
}

static void raise_replaces_the_pending_exception(void)
{
    hf_error_raise(PyExc_OSError, "old");
    hf_error_raise(PyExc_ValueError, "new");
    assert_raised(PyExc_ValueError, "new");
}

static void raise_sets_what_repr_raises_where_it_fails(void)
{
    python_run("class C:\n"
               "    def __repr__(self): raise OSError('inner')\n");
    hf_auto(object, o, python_eval("C()"));
    hf_error_raise(PyExc_ValueError, "%R", hf_as_raw(o));
    assert_raised(PyExc_OSError, "inner");
}

static void raise_of_no_exception_type_raises_system_error(void)
{
    hf_error_raise((PyObject *)&PyLong_Type, "message");
    assert_raised(PyExc_SystemError, NULL);
}

static void matches_subclasses_and_tuples(void)
{
    assert_false(hf_error_matches(PyExc_BaseException));
    hf_auto(object, both, python_eval("(KeyError, OSError)"));
    hf_auto(object, none, python_eval("()"));
    hf_error_raise(PyExc_FileNotFoundError, "x");
    assert_true(hf_error_matches(PyExc_FileNotFoundError));
    assert_true(hf_error_matches(PyExc_OSError));
    assert_true(hf_error_matches(hf_as_raw(both)));
    assert_false(hf_error_matches(hf_as_raw(none)));
    assert_false(hf_error_matches(PyExc_KeyError));
    assert_raised(PyExc_FileNotFoundError, "x");
}

static void fetch_takes_the_exception(void)
{
    hf_error_raise(PyExc_ValueError, "x");
    hf_exception e = hf_error_fetch();
    assert_no_error();
    assert_ptr_equal(Py_TYPE(hf_as_raw(e)), PyExc_ValueError);
    assert_int_equal(hf_refcnt(e), 1);
    assert_true(hf_exception_check(hf_as_object(e)));
    hf_decref(e);
}

static void fetch_gives_null_where_none_is_set(void)
{
    hf_exception e = hf_error_fetch();
    assert_true(hf_is_null(e));
    assert_no_error();
    hf_decref(e);
}

static void fetch_makes_an_instance_of_a_bare_type(void)
{
    PyErr_SetNone(PyExc_KeyError);
    hf_exception e = hf_error_fetch();
    assert_ptr_equal(Py_TYPE(hf_as_raw(e)), PyExc_KeyError);
    hf_decref(e);
}

static void fetch_gives_what_making_the_instance_raised(void)
{
    python_run("class E(Exception):\n"
               "    def __init__(self, x): raise OSError(x)\n");
    hf_auto(object, type, python_eval("E"));
    hf_error_raise(hf_as_raw(type), "inner");
    hf_exception e = hf_error_fetch();
    assert_no_error();
    assert_ptr_equal(Py_TYPE(hf_as_raw(e)), PyExc_OSError);
    hf_decref(e);
}

/* raise_in_python leaves an exception with a traceback. */
static void raise_in_python(void)
{
    python_run("def f(): raise ValueError('from f')\n");
    hf_auto(object, f, python_eval("f"));
    hf_auto(object, result, hf_object_call_no_args(hf_borrow(f)));
    assert_true(hf_is_null(result));
}

static PyObject *traceback_of(hf_exception_borrowed e)
{
    PyObject *traceback = PyException_GetTraceback(hf_as_raw(e));
    assert_non_null(traceback);
    Py_DECREF(traceback); /* the exception holds it */
    return traceback;
}

static void fetch_and_restore_keep_instance_and_traceback(void)
{
    raise_in_python();
    hf_exception e = hf_error_fetch();
    PyObject *raw = hf_as_raw(e);
    PyObject *traceback = traceback_of(hf_borrow(e));
    Py_ssize_t count = hf_refcnt(e);
    hf_error_restore(e);
    hf_exception again = hf_error_fetch();
    assert_ptr_equal(hf_as_raw(again), raw);
    assert_ptr_equal(traceback_of(hf_borrow(again)), traceback);
    assert_int_equal(hf_refcnt(again), count);
    hf_decref(again);
}

static void restore_consumes_and_replaces(void)
{
    hf_error_raise(PyExc_ValueError, "first");
    hf_exception e = hf_error_fetch();
    hf_auto(exception, kept, hf_incref(e));
    hf_error_raise(PyExc_OSError, "second");
    hf_error_restore(e);
    assert_raised(PyExc_ValueError, "first");
    assert_int_equal(hf_refcnt(kept), 1);
}

static void restore_of_null_clears(void)
{
    hf_error_raise(PyExc_OSError, "old");
    hf_error_restore(hf_null(exception));
    assert_no_error();
    hf_error_restore(hf_null(exception));
    assert_no_error();
}

static void restore_refuses_what_is_no_exception(void)
{
    hf_auto(object, n, number(1));
    hf_error_restore(hf_exception_from_owned(hf_into_raw(hf_incref(n))));
    assert_raised(PyExc_TypeError, "expected BaseException, found int");
    pend();
    hf_error_restore(hf_exception_from_owned(hf_into_raw(hf_incref(n))));
    assert_pending();
    assert_int_equal(hf_refcnt(n), 1);
}

static void fetch_and_restore_shelter_what_lies_between(void)
{
    for (int with_error = 0; with_error < 2; with_error++) {
        if (with_error) {
            pend();
        }
        hf_exception pending = hf_error_fetch();
        raise_in_python();
        hf_error_clear();
        hf_error_restore(pending);
        assert_int_equal(hf_error_occurred(), with_error);
        if (with_error) {
            assert_pending();
        }
    }
}

static void clear_drops_the_exception(void)
{
    hf_error_raise(PyExc_ValueError, "x");
    hf_error_clear();
    assert_no_error();
    hf_error_clear();
    assert_no_error();
}

static void raise_takes_handles_for_objects(void)
{
    hf_auto(str, key, text("ky"));
    hf_str owned = text("o");
    hf_object_borrowed up = hf_as_object(key);
    hf_error_raise(PyExc_KeyError, "%U %R %S %A %s %d", owned, key, up, up, "s",
                   3);
    assert_raised(PyExc_KeyError, "\"o 'ky' ky 'ky' s 3\"");
    assert_int_equal(hf_refcnt(key), 1);
    hf_decref(owned);
}

static void raise_refuses_a_conversion_that_does_not_fit(void)
{
    hf_auto(str, key, text("k"));
    hf_error_raise(PyExc_KeyError, "no %d: %s", 3, key);
    assert_raised(PyExc_SystemError,
                  "hf_error_raise: %s is given an object (%S is str(x), %R is "
                  "repr(x)): argument 2 of the format \"no %d: %s\"");
    hf_error_raise(PyExc_KeyError, "%s", hf_as_raw(key));
    assert_raised(PyExc_SystemError, NULL);
    hf_error_raise(PyExc_KeyError, "%d %d", 1);
    assert_raised(PyExc_SystemError, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(raise_takes_handles_for_objects),
        TEST(raise_refuses_a_conversion_that_does_not_fit),
        TEST(raise_formats_the_message),
        TEST(raise_takes_raw_objects),
        TEST(raise_replaces_the_pending_exception),
        TEST(raise_sets_what_repr_raises_where_it_fails),
        TEST(raise_of_no_exception_type_raises_system_error),
        TEST(matches_subclasses_and_tuples),
        TEST(fetch_takes_the_exception),
        TEST(fetch_gives_null_where_none_is_set),
        TEST(fetch_makes_an_instance_of_a_bare_type),
        TEST(fetch_gives_what_making_the_instance_raised),
        TEST(fetch_and_restore_keep_instance_and_traceback),
        TEST(restore_consumes_and_replaces),
        TEST(restore_of_null_clears),
        TEST(restore_refuses_what_is_no_exception),
        TEST(fetch_and_restore_shelter_what_lies_between),
        TEST(clear_drops_the_exception),
    };
    return RUN_TESTS(tests);
}
