#include "tests/support.h"

static void import_gives_the_module_of_the_full_name(void)
{
    hf_auto(str, name, text("os.path"));
    hf_auto(object, module, hf_module_import(hf_borrow(name)));
    hf_auto(object, same, hf_module_import_utf8("os.path"));
    assert_same(module, same);
    hf_auto(object, join, hf_object_getattr_utf8(module, "join"));
    assert_false(hf_is_null(join));
    assert_fails(hf_module_import_utf8(NULL), PyExc_SystemError,
                 no_handle("hf_module_import_utf8", "str"));
    python_run("import sys\n"
               "sys.modules['blocked'] = None\n");
    assert_fails(hf_module_import_utf8("blocked"), PyExc_ModuleNotFoundError,
                 NULL);
    python_run("del sys.modules['blocked']\n");
}

static hf_module a_module(void)
{
    hf_auto(str, name, text("kelp"));
    hf_module module = hf_module_new(hf_borrow(name));
    assert_false(hf_is_null(module));
    return module;
}

static void new_module_has_its_name_and_no_file(void)
{
    hf_auto(module, module, a_module());
    assert_makes(hf_module_name(hf_borrow(module)), "kelp");
    assert_fails(hf_module_filename(hf_borrow(module)), PyExc_SystemError,
                 NULL);
    hf_auto(dict, globals, hf_module_dict(hf_borrow(module)));
    assert_ptr_equal(hf_as_raw(globals), PyModule_GetDict(hf_as_raw(module)));
}

/* Trap 21: PyModule_AddObject steals only on success. */
static void add_consumes_on_success_and_on_failure(void)
{
    hf_auto(module, module, a_module());
    hf_auto(object, value, number(1));
    assert_true(hf_module_add(hf_borrow(module), "a", hf_incref(value)));
    assert_int_equal(hf_refcnt(value), 2);
    assert_refused(hf_module_add(hf_borrow(module), "\xff", hf_incref(value)),
                   PyExc_UnicodeDecodeError, NULL);
    assert_refused(hf_module_add(hf_borrow(module), NULL, hf_incref(value)),
                   PyExc_SystemError, no_handle("hf_module_add", "str"));
    assert_refused(
        hf_module_add(hf_null(module_borrowed), "a", hf_incref(value)),
        PyExc_SystemError, no_handle("hf_module_add", "module"));
    assert_int_equal(hf_refcnt(value), 2);
    assert_refused(hf_module_add(hf_borrow(module), "a", hf_null(object)),
                   PyExc_SystemError, no_handle("hf_module_add", "object"));
    pend();
    hf_auto(str, other, text("any handle"));
    assert_true(hf_module_add(hf_borrow(module), "b", hf_incref(other)));
    assert_pending();
}

static void state_is_found_where_there_is_one(void)
{
    static PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "state",
                                     .m_size = 16};
    hf_auto(module, with, hf_module_from_owned(PyModule_Create(&definition)));
    hf_auto(module, without, a_module());
    void *state;
    assert_true(hf_found(hf_module_get_state(hf_borrow(with), &state)));
    assert_ptr_equal(state, PyModule_GetState(hf_as_raw(with)));
    assert_true(hf_missing(hf_module_get_state(hf_borrow(without), &state)));
    assert_null(state);
    assert_true(
        hf_failed(hf_module_get_state(hf_null(module_borrowed), &state)));
    assert_raised(PyExc_SystemError,
                  no_handle("hf_module_get_state", "module"));
}

static void from_source_runs_it(void)
{
    hf_auto(module, made,
            hf_module_from_source("made", "import sys\nx = len(__name__)\n",
                                  "made.py"));
    hf_auto(object, x, hf_object_getattr_utf8(made, "x"));
    assert_int_equal(PyLong_AsLong(hf_as_raw(x)), 4);
    assert_makes(hf_module_filename(hf_borrow(made)), "made.py");
    assert_fails(hf_module_from_source("made", "not (", "made.py"),
                 PyExc_SyntaxError, NULL);
    assert_fails(hf_module_from_source("made", "raise KeyError(7)", "made.py"),
                 PyExc_KeyError, "7");
}

/* CPython's parser gives NULL without an exception. What its compiler does without memory
 * is worse: so it does not come to that here. */
static void from_source_without_memory_to_parse_raises_memory_error(void)
{
    enum { UP_TO_THE_PARSER = 14 };
    SKIP_WHERE_CPYTHON_NEEDS_MEMORY();
    for (size_t k = 1; k <= UP_TO_THE_PARSER; k++) {
        fail_allocation(k);
        hf_module made = hf_module_from_source("made", "x = 1\n", "made.py");
        assert_true(end_of_failure());
        assert_fails(made, PyExc_MemoryError, NULL);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(import_gives_the_module_of_the_full_name),
        TEST(new_module_has_its_name_and_no_file),
        TEST(add_consumes_on_success_and_on_failure),
        TEST(state_is_found_where_there_is_one),
        TEST(from_source_runs_it),
        TEST(from_source_without_memory_to_parse_raises_memory_error),
    };
    return RUN_TESTS(tests);
}
