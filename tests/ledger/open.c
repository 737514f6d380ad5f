/* Programs for test_ledger.py. */
#include "tests/ledger/program.h"

#include <signal.h>
#include <sys/time.h>

static hf_str first, second;

/* open_at_the_end leaves handles to objects that the interpreter releases, and
 * to others. */
static void open_at_the_end(void)
{
    python("class C: pass\n"
           "c = C()\n");
    hf_object o = hf_object_from_owned(value("c")); /* instance */
    first = hf_str_from_utf8("at the end");         /* str */
    second = hf_incref(first);                      /* once more */
    expect(!hf_is_null(o));
}

/* at_three_places leaks five handles. A loop whose length is known may be written
 * out by the compiler, and would be three places. */
static void at_three_places(void)
{
    volatile int thrice = 3;
    hf_ledger_window window = hf_ledger_begin();
    hf_str s = hf_null(str);
    for (int i = 0; i < thrice; i++) {
        s = hf_str_format("%d", i + 1000); /* thrice */
    }
    first = hf_incref(s);                /* once */
    second = hf_str_from_utf8("lonely"); /* and once */
    expect(hf_ledger_end(window) == 5);
}

/* more_than_are_kept makes 150 mistakes. */
static void more_than_are_kept(void)
{
    hf_str s = hf_str_from_utf8("twice");
    hf_decref(s);
    for (int i = 0; i < 150; i++) {
        hf_decref(s);
    }
}

/* policy_of_the_program overrides the environment's, before the first use. */
static void policy_of_the_program(void)
{
    hf_ledger_set_policy(HF_POLICY_COLLECT);
    hf_str s = hf_str_from_utf8("twice");
    hf_decref(s);
    hf_decref(s);
    hf_mistake kind = HF_MISTAKES;
    expect(hf_ledger_reports() == 1);
    expect(hf_ledger_report(0, &kind) != NULL && kind == HF_CONSUMED_TWICE);
    expect(hf_ledger_report(1, &kind) == NULL);
    hf_ledger_forget();
    expect(hf_ledger_reports() == 0 && hf_ledger_report(0, &kind) == NULL);
}

/* pending_exception: the report takes it along. */
static void pending_exception(void)
{
    hf_str s = hf_str_from_utf8("twice");
    hf_decref(s);
    hf_error_raise(PyExc_KeyError, "pending");
    hf_decref(s);
    hf_exception e = hf_error_fetch();
    PyObject *context = PyException_GetContext(hf_as_raw(e));
    expect(context != NULL &&
           PyErr_GivenExceptionMatches(context, PyExc_KeyError));
    Py_DECREF(context);
    hf_error_restore(e);
}

static void on_tick(int number)
{
    (void)number;
}

/* among_signals makes a mistake where signals interrupt what waits. */
static void among_signals(void)
{
    const struct sigaction action = {.sa_handler = on_tick};
    const struct itimerval often = {{0, 1000}, {0, 1000}};
    hf_str s = hf_str_from_utf8("twice");
    hf_decref(s);
    expect(sigaction(SIGALRM, &action, NULL) == 0);
    expect(setitimer(ITIMER_REAL, &often, NULL) == 0);
    hf_decref(s); /* among signals */
}

/* not_a_handle: memory that never was one. */
static void not_a_handle(void)
{
    hf_str s;
    memset(&s, 0x5A, sizeof(s));
    expect(hf_refcnt(s) == 0);
}

const program programs[] = {
    PROGRAM(open_at_the_end),
    PROGRAM(at_three_places),
    PROGRAM(more_than_are_kept),
    PROGRAM(pending_exception),
    PROGRAM(policy_of_the_program),
    PROGRAM(among_signals),
    PROGRAM(not_a_handle),
    {NULL, NULL},
};
