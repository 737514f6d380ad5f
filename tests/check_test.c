#include "tests/support.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* aborts says whether |body| ends its process by abort(), and copies what it
 * writes to stderr. */
static bool aborts(test_body body, char *said, size_t size)
{
    int ends[2], status;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_int_not_equal(child, -1);
    if (child == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
        signal(SIGABRT, SIG_DFL);
        dup2(ends[1], STDERR_FILENO);
        body();
        _exit(0);
    }
    close(ends[1]);
    size_t at = 0;
    ssize_t n;
    while ((n = read(ends[0], said + at, size - 1 - at)) > 0) {
        at += (size_t)n;
    }
    said[at] = '\0';
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

/* Assertions are there in the levels from 1 on. */
static void expect_assertion(test_body body, const char *file,
                             const char *message)
{
    char said[4000];
    assert_int_equal(aborts(body, said, sizeof(said)), HF_ASSERT_LEVEL >= 1);
    if (HF_ASSERT_LEVEL >= 1) {
        assert_non_null(strstr(said, message));
        assert_non_null(strstr(said, file));
    }
}

static void fail_assertion(void)
{
    hf_private_assertion_failed("a == b", "some/file.c", 1203);
}

static void take_what_is_never_taken(void)
{
    int two = 2;
    if (HF_NEVER(two == 2)) {
        two = 3;
    }
}

static void what_never_holds_aborts_when_it_does(void)
{
    int two = 2;
    assert_true(!HF_NEVER(two == 3));
    expect_assertion(take_what_is_never_taken, "check_test.c",
                     "never two == 2");
}

static void failed_assertion_says_where_and_aborts(void)
{
    char said[4000];
    assert_true(aborts(fail_assertion, said, sizeof(said)));
    assert_string_equal(said,
                        "some/file.c:1203: holdfast: does not hold: a == b\n");
}

static void assert_falsehood(void)
{
    HF_ASSERT(1 + 1 == 3);
}

static void assert_aborts_on_falsehood_alone(void)
{
    expect_assertion(assert_falsehood,
                     "check_test.c:", "does not hold: 1 + 1 == 3");
    int evaluated = 0;
    HF_ASSERT(++evaluated == 1);
    assert_int_equal(evaluated, HF_ASSERT_LEVEL >= 1);
}

static void null_without_exception(void)
{
    hf_decref(hf_assert_result(hf_null(str)));
}

static void result_with_exception(void)
{
    hf_str s = text("ab");
    hf_error_raise(PyExc_ValueError, "x");
    hf_decref(hf_assert_result(s));
}

static void false_without_exception(void)
{
    (void)!hf_assert_result((bool)false);
}

static void true_with_exception(void)
{
    hf_error_raise(PyExc_ValueError, "x");
    (void)!hf_assert_result((bool)true);
}

static void assert_result_aborts_where_result_and_exception_disagree(void)
{
    expect_assertion(null_without_exception,
                     "check_test.c:", "failed exactly when an exception");
    expect_assertion(result_with_exception,
                     "check_test.c:", "failed exactly when an exception");
    expect_assertion(false_without_exception,
                     "check_test.c:", "failed exactly when an exception");
    expect_assertion(true_with_exception,
                     "check_test.c:", "failed exactly when an exception");
}

static void assert_result_passes_what_agrees(void)
{
    assert_makes(hf_assert_result(text("ab")), "ab");
    hf_object o = hf_assert_result(number(1));
    assert_int_equal(hf_refcnt(o), 1);
    hf_decref(o);
    assert_true(hf_assert_result((bool)true));
    pend();
    hf_decref(hf_assert_result(hf_null(str)));
    hf_decref(hf_assert_result(hf_null(object)));
    assert_false(hf_assert_result((bool)false));
    assert_pending();
}

static void result_agrees_compares_failure_and_exception(void)
{
    assert_true(hf_private_result_agrees(false));
    assert_false(hf_private_result_agrees(true));
    pend();
    assert_true(hf_private_result_agrees(true));
    assert_false(hf_private_result_agrees(false));
    assert_pending();
}

static void lie_with_borrowed(void)
{
    hf_auto(object, n, number(1));
    (void)!hf_is_null(hf_str_cast_unchecked(hf_borrow(n)));
}

static void lie_with_owned(void)
{
    hf_decref(hf_exception_cast_unchecked(number(1)));
}

static void cast_unchecked_asserts_the_callers_word(void)
{
    expect_assertion(lie_with_borrowed, "handle.h:", "PyUnicode_Check");
    expect_assertion(lie_with_owned, "handle.h:", "PyExceptionInstance_Check");
}

static void refuse_raises_by_what_the_operand_is(void)
{
    hf_auto(object, n, number(1));
    assert_refused(hf_private_refuse("f", hf_as_raw(n), "str"), PyExc_TypeError,
                   "expected str, found int");
    assert_refused(hf_private_refuse("f", NULL, "str"), PyExc_SystemError,
                   no_handle("f", "str"));
    pend();
    assert_false(hf_private_refuse("f", hf_as_raw(n), "str"));
    assert_false(hf_private_refuse("f", NULL, "str"));
    assert_pending();
    assert_int_equal(hf_refcnt(n), 1);
}

static void refuse_cuts_a_long_type_name(void)
{
    python_run("C = type('C' * 1000, (), {})\n");
    hf_auto(object, o, python_eval("C()"));
    assert_false(hf_private_refuse("f", hf_as_raw(o), "str"));
    char expected[300] = "expected str, found ";
    size_t size = strlen(expected);
    memset(expected + size, 'C', 200);
    assert_raised(PyExc_TypeError, expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(failed_assertion_says_where_and_aborts),
        TEST(what_never_holds_aborts_when_it_does),
        TEST(assert_aborts_on_falsehood_alone),
        TEST(assert_result_aborts_where_result_and_exception_disagree),
        TEST(assert_result_passes_what_agrees),
        TEST(result_agrees_compares_failure_and_exception),
        TEST(cast_unchecked_asserts_the_callers_word),
        TEST(refuse_raises_by_what_the_operand_is),
        TEST(refuse_cuts_a_long_type_name),
    };
    return RUN_TESTS(tests);
}
