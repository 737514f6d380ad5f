#include "tests/ledger/program.h"

/* There is no state in which such a thread could go on: always an abort. */

/* ---- straight_line */
static void straight_line(void)
{
    hf_str s = hf_str_from_utf8("a str");
    memory_ends();
    Py_BEGIN_ALLOW_THREADS
    hf_decref(s); /* mistake */
    Py_END_ALLOW_THREADS
}

/* ---- error_path */
static bool read_line(const char *line, hf_str *out)
{
    PyThreadState *state = PyEval_SaveThread();
    if (line == NULL) {
        hf_clear(out); /* mistake */
        PyEval_RestoreThread(state);
        return false;
    }
    PyEval_RestoreThread(state);
    return hf_replace(out, hf_str_from_utf8(line));
}

static void error_path(void)
{
    hf_str s = hf_str_from_utf8("a line");
    expect(read_line("another line", &s));
    expect(!read_line(NULL, &s));
}

/* ---- across_functions */
static Py_ssize_t count(hf_str_borrowed s)
{
    Py_ssize_t length;
    return hf_str_length(s, &length) ? length : 0; /* mistake */
}

static void across_functions(void)
{
    hf_str s = hf_str_from_utf8("a str");
    Py_BEGIN_ALLOW_THREADS
    (void)count(hf_borrow(s));
    Py_END_ALLOW_THREADS
    hf_decref(s);
}

/* ---- use_in_a_thread */
static hf_str shared;

static void read_shared(void)
{
    hf_str copy = hf_incref(shared); /* mistake */
    hf_decref(copy);
}

static void use_in_a_thread(void)
{
    shared = hf_str_from_utf8("shared");
    without_gil(read_shared);
    hf_decref(shared);
}

/* ---- open_in_a_thread */
static PyObject *raw;

static void adopt(void)
{
    hf_str s = hf_str_from_owned(raw); /* mistake */
    hf_decref(s);
}

static void open_in_a_thread(void)
{
    raw = PyUnicode_FromString("raw");
    without_gil(adopt);
}

/* ---- lend_in_a_thread */
static void lend(void)
{
    HF_CALL_SCOPE; /* mistake */
    hf_str_borrowed s = hf_str_from_borrowed(raw);
    (void)s;
}

static void lend_in_a_thread(void)
{
    raw = PyUnicode_FromString("raw");
    without_gil(lend);
    Py_DECREF(raw);
}

/* ---- within_a_scope */
static void within_a_scope(void)
{
    hf_str s = hf_str_from_utf8("held by nobody");
    hf_without_gil {
        hf_decref(s); /* mistake */
    }
}

/* ---- raising_there */
static void raising_there(void)
{
    hf_without_gil {
        hf_raise(ValueError, "while others run"); /* mistake */
    }
}

/* ---- asking_there */
static void asking_there(void)
{
    bool failed = false;
    hf_without_gil {
        failed = hf_error_occurred(); /* mistake */
    }
    expect(!failed);
}

/* ---- a_new_list_there */
static void a_new_list_there(void)
{
    hf_list l = hf_null(list);
    hf_without_gil {
        l = hf_list_new(); /* mistake */
    }
    hf_decref(l);
}

/* ---- restoring_nothing_there */
static void restoring_nothing_there(void)
{
    hf_without_gil {
        hf_error_restore(hf_null(exception)); /* mistake */
    }
}

/* ---- matching_there */
static void matching_there(void)
{
    bool matches = false;
    hf_without_gil {
        matches = hf_error_matches(PyExc_ValueError); /* mistake */
    }
    expect(!matches);
}

/* ---- fetching_there */
static void fetching_there(void)
{
    hf_without_gil {
        hf_decref(hf_error_fetch()); /* mistake */
    }
}

/* ---- clearing_there */
static void clearing_there(void)
{
    hf_without_gil {
        hf_error_clear(); /* mistake */
    }
}

/* ---- chaining_there */
static void chaining_there(void)
{
    hf_without_gil {
        hf_error_chain(hf_null(exception)); /* mistake */
    }
}

/* ---- raising_errno_there */
static void raising_errno_there(void)
{
    hf_without_gil {
        hf_error_raise_errno(PyExc_OSError); /* mistake */
    }
}

/* ---- writing_there */
static void writing_there(void)
{
    hf_without_gil {
        hf_error_write_unraisable(hf_null(object_borrowed)); /* mistake */
    }
}

/* ---- tracing_there */
static void tracing_there(void)
{
    hf_without_gil {
        hf_error_add_traceback("f", "f.c", 1); /* mistake */
    }
}

/* ---- raising_from_there */
static void raising_from_there(void)
{
    hf_exception none = hf_null(exception);
    hf_without_gil {
        hf_error_raise_from(none, PyExc_ValueError, "now"); /* mistake */
    }
}

/* ---- formatting_there */
static void formatting_there(void)
{
    hf_without_gil
    {
        hf_decref(hf_str_format("%d", 1)); /* mistake */
    }
}

/* ---- a_text_there */
static void a_text_there(void)
{
    hf_without_gil
    {
        hf_decref(hf_str_from_utf8("a text")); /* mistake */
    }
}

/* ---- a_number_there */
static void a_number_there(void)
{
    hf_without_gil
    {
        hf_decref(hf_int_from(123456)); /* mistake */
    }
}

/* ---- a_span_there */
static void a_span_there(void)
{
    hf_str_span to;
    hf_without_gil
    {
        hf_decref(hf_str_new(3, 0x7F, &to)); /* mistake */
    }
}

/* ---- a_capsule_there */
static void a_capsule_there(void)
{
    static int at;
    hf_without_gil
    {
        hf_decref(hf_capsule_new(&at, "a.name", NULL)); /* mistake */
    }
}

/* ---- importing_there */
static void importing_there(void)
{
    hf_without_gil
    {
        hf_decref(hf_module_import_utf8("os")); /* mistake */
    }
}

/* ---- a_path_there */
static void a_path_there(void)
{
    hf_without_gil
    {
        hf_decref(hf_str_from_path_data("a", 1)); /* mistake */
    }
}

/* ---- a_bytearray_there */
static void a_bytearray_there(void)
{
    hf_without_gil
    {
        hf_decref(hf_bytearray_from("a", 1)); /* mistake */
    }
}

/* ---- a_class_of_exceptions_there */
static void a_class_of_exceptions_there(void)
{
    hf_without_gil
    {
        hf_decref(hf_error_new_type("a.B", NULL, NULL)); /* mistake */
    }
}

/* ---- the_null_of_a_failure_there */
static void the_null_of_a_failure_there(void)
{
    Py_ssize_t n;
    hf_without_gil
    {
        expect(!hf_list_length(hf_null(list_borrowed), &n)); /* mistake */
    }
}

/* ---- building_a_str_there */
static void building_a_str_there(void)
{
    hf_auto_builder(str, b);
    hf_without_gil
    {
        hf_str_builder_append_utf8(&b, "a text"); /* mistake */
    }
}

/* ---- building_bytes_there */
static void building_bytes_there(void)
{
    hf_auto_builder(bytes, b);
    hf_without_gil
    {
        hf_bytes_builder_append_byte(&b, 1); /* mistake */
    }
}

/* ---- building_a_list_there */
static void building_a_list_there(void)
{
    hf_auto_builder(list, b);
    hf_without_gil
    {
        hf_list_builder_reserve(&b, 1); /* mistake */
    }
}

/* ---- finishing_nothing_there */
static void finishing_nothing_there(void)
{
    hf_auto_builder(tuple, b);
    hf_without_gil
    {
        hf_decref(hf_tuple_builder_finish(&b)); /* mistake */
    }
}

/* ---- recursion_there */
static void recursion_there(void)
{
    hf_without_gil
    {
        hf_auto_recursion(guard, " there"); /* mistake */
        expect(hf_recursion_entered(guard));
    }
}

const program programs[] = {
    PROGRAM(straight_line),
    PROGRAM(error_path),
    PROGRAM(across_functions),
    PROGRAM(use_in_a_thread),
    PROGRAM(open_in_a_thread),
    PROGRAM(lend_in_a_thread),
    PROGRAM(within_a_scope),
    PROGRAM(raising_there),
    PROGRAM(asking_there),
    PROGRAM(a_new_list_there),
    PROGRAM(restoring_nothing_there),
    PROGRAM(matching_there),
    PROGRAM(fetching_there),
    PROGRAM(clearing_there),
    PROGRAM(chaining_there),
    PROGRAM(raising_errno_there),
    PROGRAM(writing_there),
    PROGRAM(tracing_there),
    PROGRAM(raising_from_there),
    PROGRAM(formatting_there),
    PROGRAM(a_text_there),
    PROGRAM(a_number_there),
    PROGRAM(a_span_there),
    PROGRAM(a_capsule_there),
    PROGRAM(importing_there),
    PROGRAM(a_path_there),
    PROGRAM(a_bytearray_there),
    PROGRAM(a_class_of_exceptions_there),
    PROGRAM(the_null_of_a_failure_there),
    PROGRAM(building_a_str_there),
    PROGRAM(building_bytes_there),
    PROGRAM(building_a_list_there),
    PROGRAM(finishing_nothing_there),
    PROGRAM(recursion_there),
    {NULL, NULL},
};
