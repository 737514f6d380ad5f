/* sweep_error_test: exceptions, each allocation failing in turn: see sweep.h. */
#include "tests/sweep.h"

#include <errno.h>

ALLOCATES(raise, 1)
{
    arm();
    hf_error_raise(PyExc_ValueError, "%d %s", 12, "twelve");
    refusal(false, PyExc_ValueError);
}

/* Before CPython 3.12 what is set is not an instance yet. */
SCENARIO(fetch, 1, PY_VERSION_HEX < 0x030C0000)
{
    PyErr_SetString(PyExc_ValueError, "text");
    arm();
    hf_exception e = hf_error_fetch();
    disarm();
    assert_no_error();
    assert_false(hf_is_null(e)); /* for that would mean that none was set */
    hf_error_restore(e);
    refusal(false, PyExc_ValueError);
}

ALLOCATES_NOT(fetch_and_restore_of_an_instance, 1)
{
    hf_error_raise(PyExc_ValueError, "%d", 12);
    hf_error_restore(hf_error_fetch());
    arm();
    hf_exception e = hf_error_fetch();
    bool none = !hf_error_occurred();
    hf_error_restore(e);
    disarm();
    assert_true(none);
    assert_raised(PyExc_ValueError, "12");
}

/* raises: the call has set an exception, of |type| or for want of memory. */
static void raises(PyObject *type)
{
    refusal(false, type);
}

CALLS(raising)
{
    hf_auto(object, key, number(1));
    hf_auto(object, filename, python_eval("''.join(['kelp', '.py'])"));
    hf_auto(exception, cause,
            hf_exception_cast(python_eval("OSError('cause')")));
    CALL(hf_raise(KeyError, "%R", key); raises(PyExc_KeyError));
    CALL(hf_error_raise_from(hf_incref(cause), PyExc_KeyError, "%R", key);
         raises(PyExc_KeyError));
    CALL(hf_error_raise_with(PyExc_ValueError, key); raises(PyExc_ValueError));
    CALL(hf_error_raise_key(key); raises(PyExc_KeyError));
    CALL(hf_error_raise_stop_iteration(key); raises(PyExc_StopIteration));
    CALL(errno = ENOENT; hf_error_raise_errno(PyExc_OSError);
         raises(PyExc_FileNotFoundError));
    CALL(errno = EACCES;
         hf_error_raise_errno_with_filename(PyExc_OSError, filename);
         raises(PyExc_PermissionError));
    READ(hf_error_no_memory(); raises(PyExc_MemoryError));
    hf_decref(hf_move(&cause));
    assert_int_equal(hf_refcnt(key), 1);
    assert_int_equal(hf_refcnt(filename), 1);
}

CALLS(what_is_set)
{
    hf_auto(exception, e, hf_exception_cast(python_eval("KeyError('kelp')")));
    hf_auto(exception, earlier, hf_exception_cast(python_eval("OSError('e')")));
    python_run("import sys\n"
               "stderr, sys.stderr = sys.stderr, None\n");
    READ(outcome(!hf_error_occurred() && !hf_error_matches(PyExc_KeyError)));
    READ(hf_error_restore(hf_incref(e)); raises(PyExc_KeyError));
    READ(hf_error_restore(hf_incref(e)); hf_error_clear();
         outcome(!hf_error_occurred()));
    READ(hf_error_restore(hf_incref(e)); hf_error_chain(hf_incref(earlier));
         raises(PyExc_KeyError));
    CALL(hf_error_restore(hf_incref(e)); hf_error_here();
         raises(PyExc_KeyError));
    CALL(hf_error_restore(hf_incref(e));
         hf_error_add_traceback("kelp", "kelp.c", 7); raises(PyExc_KeyError));
    CALL(hf_error_restore(hf_incref(e));
         hf_error_write_unraisable(hf_null(object_borrowed));
         outcome(!hf_error_occurred()));
    python_run("sys.stderr = stderr\n");
}

CALLS(exception)
{
    hf_auto(exception, e, hf_exception_cast(python_eval("KeyError('kelp')")));
    hf_auto(exception, other, hf_exception_cast(python_eval("OSError('o')")));
    hf_auto(str, note, text("a note"));
    hf_exception out = hf_null(exception);
    hf_object traceback = hf_null(object);
    CALL(gives(hf_error_new_type("reef.Wilted", "It wilts.", PyExc_KeyError),
               "<class 'reef.Wilted'>"));
    READ(outcome(hf_exception_matches(hf_borrow(e), PyExc_LookupError)));
    READ(finds(hf_exception_get_cause(hf_borrow(e), &out), out, NULL));
    READ(finds(hf_exception_get_context(hf_borrow(e), &out), out, NULL));
    READ(finds(hf_exception_get_traceback(hf_borrow(e), &traceback), traceback,
               NULL));
    READ(outcome((bool)hf_exception_set_cause(hf_borrow(e), hf_incref(other))));
    READ(outcome(
        (bool)hf_exception_set_context(hf_borrow(e), hf_incref(other))));
    READ(outcome((bool)hf_exception_suppress_context(hf_borrow(e))));
#if PY_VERSION_HEX >= 0x030B0000
    CALL(outcome((bool)hf_exception_add_note(hf_borrow(e), hf_borrow(note))));
#endif
    hf_decref(hf_move(&e));
    assert_int_equal(hf_refcnt(other), 1);
    assert_int_equal(hf_refcnt(note), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(raise),
        TEST(fetch),
        TEST(fetch_and_restore_of_an_instance),
        TEST(raising),
        TEST(what_is_set),
        TEST(exception),
    };
    return RUN_TESTS(tests);
}
