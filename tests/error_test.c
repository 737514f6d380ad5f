#include "tests/support.h"

#include <errno.h>
#include <stdio.h>
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

static void raise_refuses_what_is_null(void)
{
    hf_str moved = hf_null(str);
    hf_error_raise(PyExc_KeyError, "no %U", moved);
    assert_raised(PyExc_SystemError,
                  "hf_error_raise: %U is given NULL (was it moved out, or not "
                  "given?): argument 1 of the format \"no %U\"");
}

/* ---- Built-in exceptions, by name. */

#define BUILT_IN(X)                                                            \
    X(BaseException) X(Exception) X(ArithmeticError) X(AssertionError)         \
    X(AttributeError) X(BlockingIOError) X(BrokenPipeError) X(BufferError)     \
    X(BytesWarning) X(ChildProcessError) X(ConnectionAbortedError)             \
    X(ConnectionError) X(ConnectionRefusedError) X(ConnectionResetError)       \
    X(DeprecationWarning) X(EOFError) X(FileExistsError) X(FileNotFoundError)  \
    X(FloatingPointError) X(FutureWarning) X(GeneratorExit) X(ImportError)     \
    X(ImportWarning) X(IndentationError) X(IndexError) X(InterruptedError)     \
    X(IsADirectoryError) X(KeyError) X(KeyboardInterrupt) X(LookupError)       \
    X(MemoryError) X(ModuleNotFoundError) X(NameError) X(NotADirectoryError)   \
    X(NotImplementedError) X(OSError) X(OverflowError)                         \
    X(PendingDeprecationWarning) X(PermissionError) X(ProcessLookupError)      \
    X(RecursionError) X(ReferenceError) X(ResourceWarning) X(RuntimeError)     \
    X(RuntimeWarning) X(StopAsyncIteration) X(StopIteration) X(SyntaxError)    \
    X(SyntaxWarning) X(SystemError) X(SystemExit) X(TabError)                  \
    X(TimeoutError) X(TypeError) X(UnboundLocalError) X(UnicodeError)          \
    X(UnicodeWarning) X(UserWarning) X(ValueError) X(Warning)                  \
    X(ZeroDivisionError)

static void raise_by_name_raises_that_exception(void)
{
#define RAISE(name)                                                            \
    hf_raise(name, "%d", 7);                                                   \
    assert_raised(PyExc_##name, NULL);
    BUILT_IN(RAISE)
#undef RAISE
}

static void all_of_the_builtins_are_in_the_list(void)
{
    python_run("import builtins\n"
               "known = {'UnicodeDecodeError', 'UnicodeEncodeError',\n"
               "    'UnicodeTranslateError', 'BaseExceptionGroup',\n"
               "    'ExceptionGroup', 'EncodingWarning',\n"
               "    'PythonFinalizationError', '_IncompleteInputError',\n"
               "    'ImportCycleError'}\n");
#define KNOW(name) python_run("known.add('" #name "')\n");
    BUILT_IN(KNOW)
#undef KNOW
    assert_int_equal(
        python_long("len([n for n, t in vars(builtins).items()\n"
                    " if isinstance(t, type) and issubclass(t, BaseException)\n"
                    " and t.__name__ not in known])"),
        0);
}

static void raise_takes_the_handle_of_a_type(void)
{
    hf_auto(type, made, hf_error_new_type("sea.Wave", "High.", PyExc_OSError));
    hf_error_raise(made, "%d m", 9);
    assert_raised((PyObject *)hf_as_raw(made), "9 m");
    hf_type_borrowed lent = hf_borrow(made);
    hf_error_raise(lent, "%d m", 8);
    assert_raised(hf_as_raw(made), "8 m");
}

static void raise_of_a_moved_out_type_raises_system_error(void)
{
    hf_error_raise(hf_null(type_borrowed), "x");
    assert_raised(PyExc_SystemError, no_handle("hf_error_raise", "type"));
    pend();
    hf_error_raise(hf_null(type_borrowed), "x");
    assert_pending();
}

static void new_type_has_its_module_base_and_documentation(void)
{
    hf_auto(type, made, hf_error_new_type("sea.Wave", "High.", PyExc_OSError));
    python_set("Wave", hf_as_object(made));
    assert_int_equal(python_long("issubclass(Wave, OSError) and "
                                 "Wave.__module__ == 'sea' and "
                                 "Wave.__name__ == 'Wave' and "
                                 "Wave.__doc__ == 'High.'"),
                     1);
    python_run("del Wave");
}

static void new_type_without_a_module_raises_system_error(void)
{
    assert_fails(hf_error_new_type("Wave", NULL, NULL), PyExc_SystemError, NULL);
    assert_fails(hf_error_new_type(NULL, NULL, NULL), PyExc_SystemError,
                 "hf_error_new_type: the name is NULL");
}

/* ---- With what they are about. */

static hf_exception fetched(PyObject *type)
{
    hf_exception e = hf_error_fetch();
    assert_false(hf_is_null(e));
    assert_ptr_equal(Py_TYPE(hf_as_raw(e)), type);
    return e;
}

static long about(hf_exception e, const char *expression)
{
    python_set("e", hf_as_object(e));
    long value = python_long(expression);
    python_run("del e");
    hf_decref(e);
    return value;
}

static void raise_key_has_the_key_also_where_it_is_a_tuple(void)
{
    hf_auto(object, key, python_eval("(1, 2)"));
    hf_error_raise_key(key);
    assert_int_equal(about(fetched(PyExc_KeyError), "e.args == ((1, 2),)"), 1);
    hf_auto(str, name, text("name"));
    hf_error_raise_key(name);
    assert_int_equal(about(fetched(PyExc_KeyError), "e.args == ('name',)"), 1);
}

static void raise_stop_iteration_has_the_value(void)
{
    hf_auto(object, value, python_eval("(1, 2)"));
    hf_error_raise_stop_iteration(value);
    assert_int_equal(about(fetched(PyExc_StopIteration), "e.value == (1, 2)"),
                     1);
    hf_auto(object, error, python_eval("KeyError('k')"));
    hf_error_raise_stop_iteration(error);
    assert_int_equal(
        about(fetched(PyExc_StopIteration), "type(e.value) is KeyError"), 1);
}

static void raise_with_null_raises_system_error(void)
{
    hf_error_raise_key(hf_null(object_borrowed));
    assert_raised(PyExc_SystemError, no_handle("hf_error_raise_with", "object"));
    pend();
    hf_error_raise_key(hf_null(object_borrowed));
    assert_pending();
    hf_raise(OSError, "old");
    hf_auto(object, key, number(7));
    hf_error_raise_key(key);
    assert_raised(PyExc_KeyError, NULL);
}

static void raise_errno_has_number_and_filename(void)
{
    errno = ENOENT;
    hf_error_raise_errno(PyExc_OSError);
    assert_int_equal(about(fetched(PyExc_FileNotFoundError),
                           "e.errno == 2 and e.filename is None"),
                     1);
    hf_auto(str, name, text("no such"));
    errno = EACCES;
    hf_error_raise_errno_with_filename(PyExc_OSError, name);
    assert_int_equal(about(fetched(PyExc_PermissionError),
                           "e.filename == 'no such'"),
                     1);
    errno = EACCES;
    hf_error_raise_errno_with_filename(PyExc_OSError, hf_null(str_borrowed));
    assert_raised(PyExc_SystemError, NULL);
}

static void what_was_set_before_does_not_change_errno(void)
{
    python_run("import os\n"
               "class Noisy(Exception):\n"
               "    def __del__(self):\n"
               "        try: os.stat('/no such')\n"
               "        except OSError: pass\n");
    hf_auto(object, type, python_eval("Noisy"));
    hf_error_raise(hf_as_raw(type), "x");
    errno = EACCES;
    hf_error_raise_errno(PyExc_OSError);
    hf_decref(fetched(PyExc_PermissionError));
    python_run("del Noisy");
}

static void no_memory_raises_memory_error(void)
{
    hf_error_no_memory();
    assert_raised(PyExc_MemoryError, NULL);
}

/* ---- Causes, contexts, notes. */

static hf_exception an_error(void)
{
    hf_raise(KeyError, "first");
    return hf_error_fetch();
}

static void raise_from_has_cause_and_context(void)
{
    hf_exception first = an_error();
    hf_auto(exception, kept, hf_incref(first));
    hf_error_raise_from(first, PyExc_ValueError, "%s", "second");
    hf_auto(exception, second, fetched(PyExc_ValueError));
    hf_exception cause, context;
    hf_lookup found = hf_exception_get_cause(hf_borrow(second), &cause);
    assert_true(hf_found(found));
    found = hf_exception_get_context(hf_borrow(second), &context);
    assert_true(hf_found(found));
    assert_same(cause, kept);
    assert_same(context, kept);
    hf_decref(cause);
    hf_decref(context);
    assert_int_equal(hf_refcnt(kept), 3);
}

static void raise_from_consumes_what_it_refuses(void)
{
    hf_auto(object, n, number(1));
    hf_error_raise_from(hf_exception_from_owned(hf_into_raw(hf_incref(n))),
                        PyExc_ValueError, "x");
    assert_raised(PyExc_TypeError, "expected BaseException, found int");
    assert_int_equal(hf_refcnt(n), 1);
    hf_error_raise_from(hf_null(exception), PyExc_ValueError, "x");
    assert_raised(PyExc_SystemError,
                  no_handle("hf_error_raise_from", "BaseException"));
}

static void parts_are_missing_where_they_are_none(void)
{
    hf_auto(exception, e, an_error());
    hf_exception part;
    hf_object traceback;
    assert_true(hf_missing(hf_exception_get_cause(hf_borrow(e), &part)));
    assert_true(hf_is_null(part));
    assert_true(hf_missing(hf_exception_get_context(hf_borrow(e), &part)));
    assert_true(
        hf_missing(hf_exception_get_traceback(hf_borrow(e), &traceback)));
    assert_true(hf_is_null(traceback));
    PyException_SetTraceback(hf_as_raw(e), Py_None);
    assert_true(
        hf_missing(hf_exception_get_traceback(hf_borrow(e), &traceback)));
}

static void set_cause_and_context_consume(void)
{
    hf_auto(exception, e, an_error());
    hf_auto(exception, other, an_error());
    assert_true(hf_exception_set_cause(hf_borrow(e), hf_incref(other)));
    assert_true(hf_exception_set_context(hf_borrow(e), hf_incref(other)));
    assert_int_equal(hf_refcnt(other), 3);
    assert_true(hf_exception_suppress_context(hf_borrow(e)));
    assert_int_equal(hf_refcnt(other), 2);
    assert_refused(hf_exception_set_cause(hf_null(exception_borrowed),
                                          hf_incref(other)),
                   PyExc_SystemError,
                   no_handle("hf_exception_set_cause", "BaseException"));
    assert_refused(hf_exception_set_cause(hf_borrow(e), hf_null(exception)),
                   PyExc_SystemError,
                   no_handle("hf_exception_set_cause", "BaseException"));
    assert_int_equal(hf_refcnt(other), 2);
}

static void chain_gives_what_is_set_a_context(void)
{
    hf_exception first = an_error();
    hf_auto(exception, kept, hf_incref(first));
    hf_raise(OSError, "while cleaning up");
    hf_error_chain(first);
    hf_auto(exception, now, fetched(PyExc_OSError));
    hf_exception context;
    assert_true(hf_found(hf_exception_get_context(hf_borrow(now), &context)));
    assert_same(context, kept);
    hf_decref(context);
}

static void chain_restores_where_nothing_is_set(void)
{
    hf_error_chain(an_error());
    assert_raised(PyExc_KeyError, "'first'");
    hf_error_chain(hf_null(exception));
    assert_no_error();
}

#if PY_VERSION_HEX >= 0x030B0000
static void add_note_adds_a_line(void)
{
    hf_exception e = an_error();
    hf_auto(str, note, text("at noon"));
    assert_true(hf_exception_add_note(hf_borrow(e), hf_borrow(note)));
    assert_true(hf_exception_add_note(hf_borrow(e), hf_borrow(note)));
    assert_refused(hf_exception_add_note(hf_borrow(e), hf_null(str_borrowed)),
                   PyExc_SystemError,
                   no_handle("hf_exception_add_note", "str"));
    assert_int_equal(about(e, "e.__notes__ == ['at noon', 'at noon']"), 1);
}
#endif

static void matches_asks_a_given_exception(void)
{
    hf_auto(exception, e, an_error());
    assert_true(hf_exception_matches(hf_borrow(e), PyExc_LookupError));
    assert_false(hf_exception_matches(hf_borrow(e), PyExc_OSError));
    assert_false(hf_exception_matches(hf_null(exception_borrowed),
                                      PyExc_BaseException));
}

/* ---- Where, and to whom. */

static void add_traceback_adds_the_function_and_line(void)
{
    hf_error_add_traceback("nothing", "is.c", 1);
    assert_no_error();
    hf_raise(ValueError, "x");
    hf_error_add_traceback("inner", "sea.c", 12);
    int line = __LINE__ + 1;
    hf_error_here();
    char expression[200];
    snprintf(expression, sizeof(expression),
             "[(t.tb_lineno, t.tb_frame.f_code.co_name) for t in\n"
             " (e.__traceback__, e.__traceback__.tb_next)] == [\n"
             " (%d, 'add_traceback_adds_the_function_and_line'),\n"
             " (12, 'inner')]",
             line);
    assert_int_equal(about(fetched(PyExc_ValueError), expression), 1);
}

static void write_unraisable_hands_it_to_the_hook(void)
{
    python_run("import sys\n"
               "seen = []\n"
               "before, sys.unraisablehook = sys.unraisablehook, lambda u:\\\n"
               "    seen.append((u.exc_type, u.object))\n");
    hf_auto(str, where, text("here"));
    hf_error_write_unraisable(where); /* nothing is set */
    hf_raise(OSError, "x");
    hf_error_write_unraisable(where);
    assert_no_error();
    hf_raise(KeyError, "x");
    hf_error_write_unraisable(hf_null(object_borrowed));
    assert_int_equal(
        python_long("seen == [(OSError, 'here'), (KeyError, None)]"), 1);
    python_run("sys.unraisablehook = before\n"
               "del before, seen\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(raise_takes_handles_for_objects),
        TEST(raise_refuses_a_conversion_that_does_not_fit),
        TEST(raise_refuses_what_is_null),
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
        TEST(raise_by_name_raises_that_exception),
        TEST(all_of_the_builtins_are_in_the_list),
        TEST(raise_takes_the_handle_of_a_type),
        TEST(raise_of_a_moved_out_type_raises_system_error),
        TEST(new_type_has_its_module_base_and_documentation),
        TEST(new_type_without_a_module_raises_system_error),
        TEST(raise_key_has_the_key_also_where_it_is_a_tuple),
        TEST(raise_stop_iteration_has_the_value),
        TEST(raise_with_null_raises_system_error),
        TEST(raise_errno_has_number_and_filename),
        TEST(what_was_set_before_does_not_change_errno),
        TEST(no_memory_raises_memory_error),
        TEST(raise_from_has_cause_and_context),
        TEST(raise_from_consumes_what_it_refuses),
        TEST(parts_are_missing_where_they_are_none),
        TEST(set_cause_and_context_consume),
        TEST(chain_gives_what_is_set_a_context),
        TEST(chain_restores_where_nothing_is_set),
        TEST(matches_asks_a_given_exception),
        TEST(add_traceback_adds_the_function_and_line),
        TEST(write_unraisable_hands_it_to_the_hook),
#if PY_VERSION_HEX >= 0x030B0000
        TEST(add_note_adds_a_line),
#endif
    };
    return RUN_TESTS(tests);
}
