#include "tests/support.h"

#include "testing/interpreter.h"

#include <stdio.h>
#include <string.h>

/* ---- The interpreter. */

#if defined(__has_feature)
#define HAS_FEATURE(x) __has_feature(x)
#else
#define HAS_FEATURE(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || HAS_FEATURE(address_sanitizer)
#define ALLOCATOR PYMEM_ALLOCATOR_MALLOC /* the sanitizer sees each object */

/* CPython keeps some blocks until the process ends: the totals find leaks.
 * And sizes that cannot be are asked for on purpose. */
__attribute__((visibility("default"))) const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0:allocator_may_return_null=1:" FREED_IS_FILLED;
}
#else
#define ALLOCATOR PYMEM_ALLOCATOR_DEFAULT
#endif

static PyObject *globals; /* of the running test */

int start_python(void **state)
{
    (void)state;
    start_interpreter(ALLOCATOR);
    return 0;
}

int stop_python(void **state)
{
    (void)state;
    return Py_FinalizeEx();
}

/* In the checked build, what the ledger reports fails a test, unless it was
 * done ON_PURPOSE. */
#ifdef HF_CHECKED
static void watch(hf_ledger_window *window)
{
    hf_ledger_set_policy(HF_POLICY_COLLECT);
    hf_ledger_forget();
    *window = hf_ledger_begin();
}

static void assert_nothing_reported(hf_ledger_window window)
{
    hf_ledger_end(window);
    for (size_t i = 0; i < hf_ledger_reports(); i++) {
        const char *report = hf_ledger_report(i, NULL);
        fail_msg("%s", report != NULL ? report : "more reports than kept");
    }
    hf_ledger_forget();
}
#else
typedef int hf_ledger_window;
static void watch(hf_ledger_window *window)
{
    *window = 0;
}

static void assert_nothing_reported(hf_ledger_window window)
{
    (void)window;
}
#endif

void settle(void)
{
    PyGC_Collect();
#ifdef Py_GIL_DISABLED
    PyGC_Collect(); /* what the first has freed, others might have been reading */
#endif
    PyType_ClearCache();
}

bool warming_up;

void run_body(void **state)
{
    test_body body = *(test_body *)*state;
    totals before, after;
    /* Once to warm up; then a leak shows each time, a cache does not. */
    for (int attempt = 0; attempt < 5; attempt++) {
        warming_up = attempt == 0;
        PyErr_Clear();
        settle();
        hf_ledger_window window;
        watch(&window);
        before = totals_now();
        globals = PyDict_New();
        PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
        body();
        assert_no_error();
        PyDict_Clear(globals);
        Py_CLEAR(globals);
        assert_nothing_reported(window);
        settle();
        after = totals_now();
        if (attempt > 0 && after.references == before.references &&
            after.blocks == before.blocks) {
            return;
        }
    }
    fail_msg("each run leaves %+zd references and %+zd blocks",
             after.references - before.references,
             after.blocks - before.blocks);
}

/* ---- Making operands. */

static PyObject *made(PyObject *raw)
{
    if (raw == NULL) {
        PyErr_Print();
        fail_msg("an operand could not be made");
    }
    return raw;
}

hf_str text_n(const char *utf8, Py_ssize_t size)
{
    return hf_str_from_owned(
        made(PyUnicode_DecodeUTF8(utf8, size, "surrogatepass")));
}

hf_str text(const char *utf8)
{
    return text_n(utf8, (Py_ssize_t)strlen(utf8));
}

/* subclass is an instance of a new class Sub(str), or of that of this test. */
static PyObject *subclass(PyObject *content)
{
    PyObject *type = PyDict_GetItemString(globals, "Sub");
    if (type == NULL) {
        python_run("class Sub(str): pass\n");
        type = PyDict_GetItemString(globals, "Sub");
    }
    return PyObject_CallFunctionObjArgs(type, content, NULL);
}

static PyObject *unready(PyObject *content)
{
#if PY_VERSION_HEX < 0x030C0000
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
    Py_ssize_t length = PyUnicode_GET_LENGTH(content);
    PyObject *result = PyUnicode_FromUnicode(NULL, length);
    if (result != NULL && length > 0) {
        PyUnicode_AsWideChar(content, PyUnicode_AS_UNICODE(result), length);
        assert_false(PyUnicode_IS_READY(result));
    }
    return result;
#pragma GCC diagnostic pop
#else
    Py_INCREF(content);
    return content;
#endif
}

hf_str text_as(text_form form, const char *utf8, Py_ssize_t size)
{
    PyObject *raw = hf_into_raw(text_n(utf8, size)), *plain = raw;
    switch (form) {
    case HASHED:
        assert_int_not_equal(PyObject_Hash(raw), -1);
        break;
    case INTERNED:
        PyUnicode_InternInPlace(&raw);
        break;
    case ENCODED:
        if (PyUnicode_AsUTF8(raw) == NULL) {
            PyErr_Clear(); /* surrogates have none */
        }
        break;
    case SUBCLASS:
        raw = made(subclass(plain));
        Py_DECREF(plain);
        break;
    case UNREADY:
        raw = made(unready(plain));
        Py_DECREF(plain);
        break;
    case PLAIN:
    case TEXT_FORMS:
        break;
    }
    return hf_str_from_owned(raw);
}

hf_object number(long value)
{
    return hf_object_from_owned(made(PyLong_FromLong(value + 1000000)));
}

void python_run(const char *source)
{
    Py_DECREF(made(PyRun_String(source, Py_file_input, globals, globals)));
}

hf_object python_eval(const char *expression)
{
    return hf_object_from_owned(
        made(PyRun_String(expression, Py_eval_input, globals, globals)));
}

long python_long(const char *expression)
{
    hf_object value = python_eval(expression);
    long result = PyLong_AsLong(hf_as_raw(value));
    hf_decref(value);
    assert_no_error();
    return result;
}

void python_set(const char *name, hf_object_borrowed value)
{
    assert_int_equal(PyDict_SetItemString(globals, name, hf_as_raw(value)), 0);
}

void python_hook(PyMethodDef *method)
{
    hf_auto(object, hook,
            hf_object_from_owned(made(PyCFunction_New(method, NULL))));
    python_set(method->ml_name, hf_borrow(hook));
}

/* ---- Assertions. */

/* Held, so that no other exception takes its address. */
static hf_exception pending;

bool answered(hf_answer answer, bool *out)
{
    *out = hf_yes(answer);
    return !hf_failed(answer);
}

void pend(void)
{
    hf_error_raise(PyExc_LookupError, "pending %d", 1);
    hf_exception exception = hf_error_fetch();
    pending = hf_incref(exception);
    hf_error_restore(exception);
}

void check_pending(const char *file, int line)
{
    hf_exception exception = hf_error_fetch();
    bool same = hf_as_raw(exception) == hf_as_raw(pending);
    hf_decref(exception);
    hf_clear(&pending);
    if (!same) {
        print_error("the pending exception is not set any more\n");
        _fail(file, line);
    }
}

/* describe is "TypeName: message" of an exception. */
static void describe(hf_exception_borrowed exception, char *out, size_t size)
{
    PyObject *raw = hf_as_raw(exception);
    if (raw == NULL) {
        snprintf(out, size, "no exception");
        return;
    }
    PyObject *message = PyObject_Str(raw);
    const char *utf8 = message != NULL ? PyUnicode_AsUTF8(message) : NULL;
    snprintf(out, size, "%s: %s", Py_TYPE(raw)->tp_name, utf8 ? utf8 : "?");
    Py_XDECREF(message);
    PyErr_Clear();
}

#ifdef HF_CHECKED
void check_mistakes(hf_mistake kind, size_t n, const char *file, int line)
{
    size_t found = 0;
    hf_mistake one;
    while (hf_ledger_report(found, &one) != NULL) {
        if (one != kind) {
            print_error("%s", hf_ledger_report(found, &one));
            _fail(file, line);
        }
        found++;
    }
    hf_ledger_forget();
    if (found != n) {
        print_error("expected %zu reports, found %zu\n", n, found);
        _fail(file, line);
    }
}
#endif

void check_no_error(const char *file, int line)
{
    if (hf_error_occurred()) {
        char found[1000];
        hf_exception exception = hf_error_fetch();
        describe(hf_borrow(exception), found, sizeof(found));
        hf_decref(exception);
        print_error("expected no exception, found %s\n", found);
        _fail(file, line);
    }
}

void check_raised(PyObject *type, const char *message, const char *file,
                  int line)
{
    char expected[1000], found[1000];
    hf_exception exception = hf_error_fetch();
    describe(hf_borrow(exception), found, sizeof(found));
    hf_decref(exception);
    const char *name = ((PyTypeObject *)type)->tp_name;
    snprintf(expected, sizeof(expected), "%s: %s", name,
             message ? message : "");
    if (message ? strcmp(found, expected) != 0
                : strncmp(found, expected, strlen(expected)) != 0) {
        print_error("expected %s\nfound    %s\n", expected, found);
        _fail(file, line);
    }
}

void check_fails(hf_object result, PyObject *type, const char *message,
                 const char *file, int line)
{
    bool failed = hf_is_null(result);
    hf_decref(result);
    check_refused(!failed, type, message, file, line);
}

void check_refused(bool result, PyObject *type, const char *message,
                   const char *file, int line)
{
    if (result) {
        print_error("the call succeeds\n");
        _fail(file, line);
    }
    check_raised(type, message, file, line);
}

const char *no_handle(const char *function, const char *expected)
{
    static char message[200];
    snprintf(message, sizeof(message),
             "%s: the %s handle is null and no exception is set (was it moved "
             "out?)",
             function, expected);
    return message;
}

/* unsound is what is wrong with a str that shall be |expected|; or NULL. It
 * asks nothing of the layer, and leaves |raw| as it is: not hashed by this. */
static const char *unsound(PyObject *raw, PyObject *expected, bool exact)
{
    if (raw == NULL) {
        return "is null";
    }
    if (exact ? !PyUnicode_CheckExact(raw) : !PyUnicode_Check(raw)) {
        return "is not a str";
    }
#if PY_VERSION_HEX < 0x030C0000
    if (PyUnicode_READY(raw) < 0) {
        return "does not become ready";
    }
#endif
    Py_ssize_t length = PyUnicode_GET_LENGTH(expected);
    if (PyUnicode_GET_LENGTH(raw) != length) {
        return "has another length";
    }
    if (PyUnicode_KIND(raw) != PyUnicode_KIND(expected) ||
        PyUnicode_IS_ASCII(raw) != PyUnicode_IS_ASCII(expected)) {
        return "is of another kind";
    }
    size_t size = (size_t)length * PyUnicode_KIND(raw);
    if (memcmp(PyUnicode_DATA(raw), PyUnicode_DATA(expected), size) != 0) {
        return "has another content";
    }
    if (PyUnicode_READ(PyUnicode_KIND(raw), PyUnicode_DATA(raw), length) != 0) {
        return "lacks the NUL at its end";
    }
    Py_hash_t hash = ((PyASCIIObject *)raw)->hash;
    if (hash != -1 && hash != PyObject_Hash(expected)) {
        return "has a stale hash";
    }
    const PyCompactUnicodeObject *kept = (PyCompactUnicodeObject *)raw;
    if (!PyUnicode_IS_COMPACT_ASCII(raw) && kept->utf8 != NULL) {
        Py_ssize_t size8 = 0;
        const char *utf8 = PyUnicode_AsUTF8AndSize(expected, &size8);
        PyErr_Clear(); /* surrogates have none */
        if (utf8 == NULL || kept->utf8_length != size8 ||
            memcmp(kept->utf8, utf8, (size_t)size8 + 1) != 0) {
            return "has stale UTF-8";
        }
    }
    return NULL;
}

void check_text(PyObject *raw, const char *utf8, Py_ssize_t size, bool exact,
                const char *file, int line)
{
    bool valid = hf_str_is_valid(hf_str_from_borrowed(raw), HF_DEPTH_DEEP);
    hf_exception before = hf_error_fetch();
    hf_str expected = text_n(utf8, size);
    const char *wrong = unsound(raw, hf_as_raw(expected), exact);
    hf_decref(expected);
    hf_error_restore(before);
    if (wrong == NULL && !valid) {
        wrong = "is not valid, says hf_str_is_valid";
    }
    if (wrong != NULL) {
        print_error("the str %s\n", wrong);
        _fail(file, line);
    }
}

void check_makes(hf_str result, const char *utf8, Py_ssize_t size,
                 const char *file, int line)
{
    check_no_error(file, line);
    check_text(hf_as_raw(result), utf8, size, true, file, line);
    hf_decref(result);
}
