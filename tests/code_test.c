#include "tests/support.h"

static void no_frame_where_no_python_code_has_called(void)
{
    hf_frame frame;
    assert_true(hf_missing(hf_frame_current(&frame)));
    assert_true(hf_is_null(frame));
    assert_no_error();
}

static bool looked;

static PyObject *look(PyObject *self, PyObject *none)
{
    (void)self, (void)none;
    hf_frame frame, back;
    int line;
    assert_true(hf_found(hf_frame_current(&frame)));
#if PY_VERSION_HEX >= 0x030B0000 && !defined(Py_GIL_DISABLED)
    fail_allocation(1); /* a frame is made when somebody looks at it */
    hf_lookup found = hf_frame_back(hf_borrow(frame), &back);
    assert_true(end_of_failure());
    assert_refused(!hf_failed(found), PyExc_MemoryError, NULL);
    assert_true(hf_is_null(back));
#endif
    assert_true(hf_frame_line(hf_borrow(frame), &line));
    assert_int_equal(line, 3);
    hf_auto(code, code, hf_frame_code(hf_borrow(frame)));
    assert_makes(hf_code_name(hf_borrow(code)), "inner");
#if PY_VERSION_HEX >= 0x030B0000
    assert_makes(hf_code_qualified_name(hf_borrow(code)),
                 "outer.<locals>.inner");
#else
    assert_makes(hf_code_qualified_name(hf_borrow(code)), "inner");
#endif
    assert_makes(hf_code_filename(hf_borrow(code)), "<string>");
    assert_true(hf_code_first_line(hf_borrow(code), &line));
    assert_int_equal(line, 2);
    assert_true(hf_found(hf_frame_back(hf_borrow(frame), &back)));
    hf_auto(code, outer, hf_frame_code(hf_borrow(back)));
    assert_makes(hf_code_name(hf_borrow(outer)), "outer");
    hf_decref(back);
    hf_decref(frame);
    looked = true;
    return hf_into_raw(hf_none());
}

static void frame_and_code_say_what_runs(void)
{
    static PyMethodDef method = {"look", look, METH_NOARGS, NULL};
    python_hook(&method);
    looked = false;
    python_run("def outer():\n"
               "    def inner():\n"
               "        look()\n"
               "    inner()\n"
               "outer()\n"
               "del outer, look\n");
    assert_true(looked);
}

static void what_is_no_frame_is_refused(void)
{
    hf_auto(object, n, number(1));
    int line;
    assert_refused(hf_frame_line(hf_frame_from_borrowed(hf_as_raw(n)), &line),
                   PyExc_TypeError, "expected frame, found int");
    assert_int_equal(line, -1);
    assert_fails(hf_code_name(hf_null(code_borrowed)), PyExc_SystemError,
                 no_handle("hf_code_name", "code"));
}

static long depth_of(long rest)
{
    hf_auto_recursion(guard, " while it is tested");
    if (!hf_recursion_entered(guard)) {
        return 0;
    }
    return rest > 0 ? 1 + depth_of(rest - 1) : 1;
}

static void recursion_ends_at_the_limit_and_is_left(void)
{
    for (int i = 0; i < 3; i++) {
        assert_int_equal(depth_of(10), 11);
        long deepest = depth_of(1000000);
        assert_raised(PyExc_RecursionError, NULL);
        assert_true(deepest > 10 && deepest < 1000000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(no_frame_where_no_python_code_has_called),
        TEST(frame_and_code_say_what_runs),
        TEST(what_is_no_frame_is_refused),
        TEST(recursion_ends_at_the_limit_and_is_left),
    };
    return RUN_TESTS(tests);
}
