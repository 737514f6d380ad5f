#include "fuzz/ledger/compare.h"

#include "fuzz/ledger/said.h"

#include <string.h>
#include <unistd.h>

/* as_printed is |said|, the text of a str, as it is printed: there what is no UTF-8,
 * the name of a file, is no escape. So it is no longer than there is room for. */
static const char *as_printed(const char *said)
{
    enum { MOST = 1 << 15 };
    static const char escaped[] = "(\\xe9", printed[] = "(\xe9";
    static char text[MOST];
    size_t n = 0;
    while (*said != '\0' && n + sizeof(printed) < MOST) {
        const char *behind = match(said, escaped);
        if (behind != NULL) {
            memcpy(text + n, printed, sizeof(printed) - 1);
        } else {
            text[n] = *said;
        }
        n += behind != NULL ? sizeof(printed) - 1 : 1;
        said = behind != NULL ? behind : said + 1;
    }
    text[n] = '\0';
    return text;
}

/* check_report compares an exception with the reports of this call. */
static void check_report(const call *c, PyObject *exception)
{
    const char *name = exception != NULL ? Py_TYPE(exception)->tp_name : "";
    PyObject *text = exception != NULL ? PyObject_Str(exception) : NULL;
    const char *said = text != NULL ? PyUnicode_AsUTF8(text) : "";
    const char *rest = match_any(as_printed(said), n_batches, c->mode);
    if (strcmp(name, "OwnershipError") != 0 || rest == NULL || *rest != '\0') {
        fprintf(stderr, "%s:\n", name);
        wrong_report(said, n_batches);
    }
    Py_XDECREF(text);
}

/* behind_reports follows the contexts of an exception, of which the first ones are
 * the reports of this call, or say that there was no memory for one. It consumes
 * |at|. */
static PyObject *behind_reports(const call *c, PyObject *at)
{
    for (int i = 0; i < c->mistakes; i++) {
        bool may_lack = c->armed || c->failing == NO_TEXT;
        if (!may_lack || at == NULL ||
            strcmp(Py_TYPE(at)->tp_name, "MemoryError") != 0) {
            check_report(c, at);
        }
        PyObject *context = PyException_GetContext(at);
        Py_SETREF(at, context);
    }
    return at;
}

/* check_traceback compares that of the exception that was set before. */
static void check_traceback(const call *c, PyObject *pending, bool raised)
{
    PyObject *trace = PyException_GetTraceback(pending);
    PyObject *none = PY_VERSION_HEX < 0x030C0000 ? Py_None : NULL;
    PyObject *wanted = tracebacks[c->pending];
    if (raised && trace != (wanted != NULL ? wanted : none)) {
        fuzz_failed("exception", "its traceback is gone");
    }
    Py_XDECREF(trace);
}

/* is_made_of_lazy says whether an exception is the instance of what is lazy. */
static bool is_made_of_lazy(PyObject *exception)
{
    if (exception == NULL ||
        Py_TYPE(exception) != Py_TYPE(exceptions[LOOKUP])) {
        return false;
    }
    PyObject *arguments = ((PyBaseExceptionObject *)exception)->args;
    return PyTuple_GET_SIZE(arguments) == 1 &&
           PyTuple_GET_ITEM(arguments, 0) == lazy_value;
}

/* check_type compares what the layer itself raises, where nothing was set. */
static void check_type(const call *c, PyObject *type)
{
    PyObject *wanted = c->system   ? PyExc_SystemError
                       : c->encode ? PyExc_UnicodeEncodeError
                       : c->decode ? PyExc_UnicodeDecodeError
                                   : NULL;
    if (type != wanted) {
        fuzz_failed("exception", "expected %s, found %s",
                    wanted ? ((PyTypeObject *)wanted)->tp_name : "none",
                    type ? ((PyTypeObject *)type)->tp_name : "none");
    }
}

void check_raised(const call *c)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    PyObject *pending = exceptions[c->pending];
    bool raised = c->policy == HF_POLICY_RAISE && c->mistakes > 0 && !c->stops;
    PyObject *at = Py_XNewRef(value);
    at = raised ? behind_reports(c, at) : at;
    if (c->is_lazy && is_made_of_lazy(at)) {
        pending = at;
    }
    if (raised ? at != pending && !c->armed
               : pending != NULL && value != pending) {
        fuzz_failed("exception", "the one that was set before is gone");
    }
    if (pending != NULL && at == pending) {
        check_traceback(c, pending, raised);
    }
    if (pending == NULL && !raised) {
        check_type(c, type);
    }
    if (raised && at != NULL && at == pending && value != NULL) {
        PyException_SetContext(value, NULL); /* it lives on */
    }
    Py_XDECREF(at);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
}

static int free_file; /* when the input began */

static int first_free_file(void)
{
    int file = dup(STDERR_FILENO);
    close(file);
    return file;
}

void compare_begin(void)
{
    free_file = first_free_file();
}

void check_objects(void)
{
    /* First: without a report, an object may be gone. */
    if (hf_ledger_reports() != n_reports) {
        size_t n = hf_ledger_reports();
        const char *text = n > 0 ? hf_ledger_report(n - 1, NULL) : NULL;
        fuzz_failed("report", "expected %zu, found %zu; the last is\n%s",
                    n_reports, n, text != NULL ? text : "not kept");
    }
    for (int o = PLAIN; o < OBJECTS; o++) {
        const object *it = &objects[o];
        Py_ssize_t wanted = it->others + it->held + it->pins;
        if (is_there(o) && Py_REFCNT(it->raw) != wanted) {
            fuzz_failed("references",
                        "expected %zd references to object %d, found %zd",
                        wanted, o, Py_REFCNT(it->raw));
        }
    }
    if (free_file != first_free_file()) {
        fuzz_failed("totals", "expected file %d to be free, found %d",
                    free_file, first_free_file());
    }
    if (!is_other_child_there()) {
        fuzz_failed("totals",
                    "a child that is not the ledger's was waited for");
    }
    if (started_for_nobody) {
        fuzz_failed("report", "a symbolizer was started without a pipe");
    }
}
