/* How a process starts: what CPython, and the ledger, keep from the first time on is
 * there before the first input. */

#define _GNU_SOURCE 1 /* memfd_create */

#include "core/ledger/report.h"
#include "fuzz/ledger/files.h"
#include "fuzz/ledger/input.h"
#include "fuzz/ledger/perform.h"
#include "fuzz/ledger/rows.h"
#include "fuzz/ledger/stacks.h"
#include "fuzz/ledger/start.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static PyObject *text_object(const char *escaped)
{
    PyObject *text = fuzz_made(PyUnicode_DecodeUnicodeEscape(
        escaped, (Py_ssize_t)strlen(escaped), NULL));
    PyUnicode_AsUTF8(text);
    return text;
}

static PyObject *repeated(Py_ssize_t n)
{
    PyObject *text = fuzz_made(PyUnicode_New(n, 127));
    PyUnicode_Fill(text, 0, n, '~');
    PyUnicode_AsUTF8(text);
    return text;
}

static void start_exceptions(void)
{
    PyObject *globals = fuzz_made(PyDict_New());
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    /* Its name begins as that of a report does, which it is not. */
    PyObject *none = PyRun_String("class OwnershipErrors(LookupError): pass\n"
                                  "raise OwnershipErrors('pending')",
                                  Py_file_input, globals, globals);
    PyObject *type;
    Py_XDECREF(none);
    PyErr_Fetch(&type, &exceptions[LOOKUP], &tracebacks[LOOKUP]);
    PyErr_NormalizeException(&type, &exceptions[LOOKUP], &tracebacks[LOOKUP]);
    PyException_SetTraceback(exceptions[LOOKUP], tracebacks[LOOKUP]);
    Py_DECREF(type);
    lazy_value = fuzz_made(PyUnicode_FromString("lazy"));
    /* A report, as Python code gets it. */
    hf_ledger_set_policy(HF_POLICY_RAISE);
    open_nothing();
    PyErr_Fetch(&type, &exceptions[OWNERSHIP], &tracebacks[OWNERSHIP]);
    PyErr_NormalizeException(&type, &exceptions[OWNERSHIP],
                             &tracebacks[OWNERSHIP]);
    PyException_SetTraceback(exceptions[OWNERSHIP], Py_None);
    Py_XDECREF(type);
}

/* start_faults lets the ledger look up the folder of its own files, with the first
 * views that are read too late. */
static void start_faults(void)
{
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    map_next_at = mmap(NULL, 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS,
                       -1, 0);
    page_of_nobody = (char *)map_next_at + page;
    n_mapped--; /* it is not the ledger's */
    const mode of[] = {FAILS, ONLY_FUNCTION, INLINED};
    for (int i = 0; i < 3; i++) {
        hf_utf8 utf8;
        hf_str s = hf_str_from_owned(Py_NewRef(objects[PLAIN].raw));
        if (!hf_str_as_utf8(hf_borrow(s), &utf8)) {
            fuzz_failed("engine", "the target does not start");
        }
        hf_decref(s);
        in.data = utf8.data;
        call c = {.mode = of[i], .stops = true};
        set_mode(of[i]);
        perform(&c, read_view);
    }
}

static Py_ssize_t references_now(void)
{
    PyGC_Enable(); /* a type is a cycle */
    PyGC_Collect();
    PyGC_Disable();
    return totals_now().references;
}

/* start_reports raises the first ones, while memory fails ever later. Only one
 * of them may leave something: the exception's type. */
static void start_reports(void)
{
    int n_keeping = 0;
    hf_ledger_set_policy(HF_POLICY_RAISE);
    for (unsigned k = 1, fired = true; fired; k++) {
        Py_ssize_t before = references_now();
        fail_allocation(k);
        failing_now = NO_PIPE; /* which is fast */
        open_nothing();
        failing_now = ALL_GOES_WELL;
        fired = end_of_failure();
        if (!PyErr_ExceptionMatches(fired ? PyExc_MemoryError
                                          : PyExc_RuntimeError)) {
            fuzz_failed("exception", "expected %s",
                        fired ? "a MemoryError" : "a report");
        }
        PyErr_Clear();
        n_keeping += references_now() != before;
    }
    if (n_keeping > 1) {
        fuzz_failed("totals", "reports lose what they made where memory fails");
    }
}

/* start_places has the ledger say where a view is read: what it is told then of
 * that place depends on it. */
static void start_places(void)
{
    begin_input(true);
    make("open", (call){.o = PLAIN, .policy = HF_POLICY_COLLECT});
    make("view", (call){.policy = HF_POLICY_COLLECT});
    make("decref", (call){.policy = HF_POLICY_COLLECT});
    make("read_view", (call){.mode = UNKNOWN, .policy = HF_POLICY_COLLECT});
    end_input();
}

/* become_immortal watches a count that ends meanwhile: a name in code is
 * immortal from 3.12 on. It is no mistake; a report would end the process here.
 * */
static void become_immortal(void)
{
#if PY_VERSION_HEX >= 0x030C0000
    const char *name = "hf_immortal";
    hf_private_neutral neutral;
    PyObject *s = fuzz_made(PyUnicode_InternFromString(name));
    hf_private_ledger_watch(&neutral, s);
    Py_DECREF(fuzz_made(Py_CompileString(name, "", Py_eval_input)));
    hf_private_ledger_unwatch(&neutral);
    Py_DECREF(s);
#endif
}

/* release_shown releases a handle whose pointer was shown, in a call, and gives it. */
static PyObject *release_shown(void)
{
    HF_CALL_SCOPE;
    hf_object o = hf_object_from_owned(fuzz_made(PyFloat_FromDouble(2.5)));
    PyObject *raw = hf_as_raw(o);
    hf_decref(o);
    return raw;
}

/* show_elsewhere is about an interpreter that is not the main one: what is shown
 * there is not held, and what the main one holds is not touched. */
static void show_elsewhere(void)
{
    PyThreadState *here = PyThreadState_Get(), *there = Py_NewInterpreter();
    hf_private_call_scope scope;
    release_shown();
    if (hf_report_holds) {
        fuzz_failed("content", "an object of another interpreter is held");
    }
    PyThreadState_Swap(here);
    PyObject *held = release_shown();
    if (HF_HOLDS_SHOWN) {
        Py_DECREF(held); /* given away */
    }
    const Py_ssize_t count = HF_HOLDS_SHOWN ? Py_REFCNT(held) : 0;
    PyThreadState_Swap(there);
    for (int i = 0; i < HF_POLICIES; i++) {
        hf_ledger_set_policy((hf_policy)i);
        hf_private_ledger_enter(&scope);
        hf_private_ledger_leave(&scope);
    }
    hf_ledger_end(hf_ledger_begin());
    if (HF_HOLDS_SHOWN && Py_REFCNT(held) != count) {
        fuzz_failed("content", "another interpreter lets go of what is held");
    }
    Py_EndInterpreter(there);
    PyThreadState_Swap(here);
    hf_ledger_set_policy(HF_POLICY_COLLECT);
    hf_ledger_end(hf_ledger_begin());
    if (hf_report_holds || hf_ledger_reports() != HF_HOLDS_SHOWN) {
        fuzz_failed("content", "an object is held where a window has ended");
    }
    hf_ledger_forget();
}

/* report_in_context makes many reports, one in another's context. */
static void report_in_context(void)
{
    const hf_policy policy = HF_POLICY_COLLECT;
    budget = 1;
    make("begin", (call){.policy = policy});
    make("open", (call){.o = WIDE, .policy = policy});
    make("open", (call){.x = 1, .o = WIDE, .value = 1, .policy = policy});
    make("again", (call){.x = 2, .policy = policy});
    make("lie", (call){.x = 3, .value = TRUTH, .policy = policy});
    make("append", (call){.x = 1, .policy = policy});
    make("end", (call){.policy = HF_POLICY_RAISE, .pending = LOOKUP});
}

/* fill_caches has CPython keep what it keeps from the first time on. */
static void fill_caches(void)
{
    enum { MANY = 100 };
    begin_input(true);
    for (int which = 0; which < fuzz_n_rows; which++) {
        for (uint8_t value = 0; value < 4; value++) {
            call c = {.o = WIDE, .value = value, .policy = HF_POLICY_COLLECT};
            fuzz_do(&fuzz_rows[which], &c);
        }
    }
    for (uint8_t kind = 0; kind < 8; kind++) {
        make("fresh", (call){.value = (uint8_t)(kind << 4)});
    }
    for (int i = 0; i < 4; i++) {
        report_in_context();
    }
    for (int i = 0; i < MANY; i++) { /* CPython enlarges the dict at times */
        make("first", (call){.policy = HF_POLICY_COLLECT});
    }
    PyUnicode_AsUTF8(objects[LONE].raw);
    PyErr_Clear();
    PyObject *lists[MANY]; /* more than are kept when they are freed */
    for (int i = 0; i < MANY; i++) {
        lists[i] = fuzz_made(PyList_New(0));
    }
    for (int i = 0; i < MANY; i++) {
        Py_DECREF(lists[i]);
    }
    end_input();
    fuzz_counted.steps = 0;
}

/* ---- The parts. */

static void start_environment(void)
{
    if (with_stacks) {
        setenv("HOLDFAST_LEDGER_STACKS", "1", 1);
        setenv("HOLDFAST_LEDGER_EXIT", "1", 1);
        unsetenv("HOLDFAST_LEDGER");
    } else {
        unsetenv("HOLDFAST_LEDGER_STACKS");
        unsetenv("HOLDFAST_LEDGER_EXIT");
        setenv("HOLDFAST_LEDGER", "collect", 1);
    }
}

/* new_instance is an object of a class that is a str. */
static PyObject *new_instance(void)
{
    PyObject *globals = fuzz_made(PyDict_New());
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    PyDict_SetItemString(globals, "__name__", Py_None);
    Py_XDECREF(PyRun_String("class S(str): pass\nx = S('sub')", Py_file_input,
                            globals, globals));
    PyErr_Clear();
    return fuzz_made(Py_XNewRef(PyDict_GetItemString(globals, "x")));
}

static void start_objects(void)
{
    const char huge[] = "100000000000000000000000";
    objects[PLAIN].raw = text_object("it's \\\\ \\x01~\\x1f\\x7f ");
    objects[LATIN].raw = text_object("\\xe9\\xff");
    objects[WIDE].raw = text_object("\\u0100\\u20ac\\uffff");
    objects[ASTRAL].raw = text_object("\\U00010000 \\U0001f600");
    objects[FITS].raw = repeated(78);
    objects[TOO_LONG].raw = repeated(79);
    objects[LONGER].raw = repeated(2 * sysconf(_SC_PAGESIZE)); /* and the NUL */
    objects[LONE].raw = fuzz_made(PyUnicode_FromOrdinal(0xD800));
    objects[INT].raw = fuzz_made(PyLong_FromLong(-(1 << 20)));
    objects[HUGE_INT].raw = fuzz_made(PyLong_FromString(huge, NULL, 10));
    objects[LIST].raw = fuzz_made(PyList_New(0));
    objects[SUBCLASS].raw = new_instance();
    objects[LIAR].raw = new_liar();
}

void fuzz_begin(void)
{
    const bool has_stdin = fcntl(STDIN_FILENO, F_GETFD) >= 0;
    perform_start();
    other_stdin = memfd_create("stdin", 0);
    files_start();
    symbolizer_start();
    end_at_exit();
    start_environment();
    start_objects();
    start_ledger();
    start_faults();
    start_reports();
    start_exceptions();
    for (int o = PLAIN; o < FIXED; o++) {
        objects[o].others = Py_REFCNT(objects[o].raw);
    }
    hf_ledger_forget();
    in.raw = objects[LIST].raw;
    churn();
    churn();
    start_places();
    fill_caches();
    become_immortal();
    show_elsewhere();
    if (has_stdin != (fcntl(STDIN_FILENO, F_GETFD) >= 0)) {
        fuzz_failed("totals", "the ledger closed stdin");
    }
}
