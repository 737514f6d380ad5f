#include "tests/ledger/program.h"

#include <pthread.h>

void expect_failed(const char *what, const char *file, int line)
{
    fflush(stdout);
    if (PyErr_Occurred()) {
        PyErr_Print();
    }
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    _Exit(4);
}

/* ---- Memory. */

static bool may_end, ended;

static void *no_malloc(void *context, size_t size)
{
    PyMemAllocatorEx *next = context;
    return ended ? NULL : next->malloc(next->ctx, size);
}

static void *no_calloc(void *context, size_t n, size_t size)
{
    PyMemAllocatorEx *next = context;
    return ended ? NULL : next->calloc(next->ctx, n, size);
}

static void *no_realloc(void *context, void *old, size_t size)
{
    PyMemAllocatorEx *next = context;
    return ended ? NULL : next->realloc(next->ctx, old, size);
}

static void only_free(void *context, void *block)
{
    PyMemAllocatorEx *next = context;
    next->free(next->ctx, block);
}

void memory_ends(void)
{
    static PyMemAllocatorEx next[3];
    if (!may_end) {
        return;
    }
    for (int domain = PYMEM_DOMAIN_RAW; domain <= PYMEM_DOMAIN_OBJ; domain++) {
        PyMem_GetAllocator((PyMemAllocatorDomain)domain, &next[domain]);
        PyMemAllocatorEx without = {&next[domain], no_malloc, no_calloc,
                                    no_realloc, only_free};
        PyMem_SetAllocator((PyMemAllocatorDomain)domain, &without);
    }
    ended = true;
}

/* ---- Threads. */

typedef struct errand {
    void (*body)(void);
    PyObject *type, *value, *traceback;
} errand;

static void *run_with_gil(void *context)
{
    errand *e = context;
    PyGILState_STATE state = PyGILState_Ensure();
    e->body();
    PyErr_Fetch(&e->type, &e->value, &e->traceback);
    PyGILState_Release(state);
    return NULL;
}

static void *run_without_gil(void *context)
{
    errand *e = context;
    e->body();
    return NULL;
}

void in_thread(void (*body)(void))
{
    errand e = {.body = body};
    pthread_t thread;
    PyThreadState *state = PyEval_SaveThread();
    int failed = pthread_create(&thread, NULL, run_with_gil, &e);
    failed = failed || pthread_join(thread, NULL);
    PyEval_RestoreThread(state);
    expect(!failed);
    if (e.type != NULL) {
        PyErr_Restore(e.type, e.value, e.traceback);
    }
}

void without_gil(void (*body)(void))
{
    errand e = {.body = body};
    pthread_t thread;
    expect(pthread_create(&thread, NULL, run_without_gil, &e) == 0);
    expect(pthread_join(thread, NULL) == 0);
}

/* ---- The interpreter. */

static PyObject *names(void)
{
    return PyModule_GetDict(PyImport_AddModule("__main__"));
}

void python(const char *source)
{
    PyObject *done = PyRun_String(source, Py_file_input, names(), names());
    expect(done != NULL);
    Py_DECREF(done);
}

PyObject *value(const char *expression)
{
    PyObject *v = PyRun_String(expression, Py_eval_input, names(), names());
    expect(v != NULL);
    return v;
}

void hook(const char *name, PyObject *(*function)(PyObject *, PyObject *))
{
    enum { MOST = 8 };
    static PyMethodDef methods[MOST];
    static int used;
    expect(used < MOST);
    PyMethodDef *method = &methods[used++];
    *method = (PyMethodDef){name, function, METH_VARARGS, NULL};
    PyObject *made = PyCFunction_New(method, NULL);
    expect(made != NULL && PyDict_SetItemString(names(), name, made) == 0);
    Py_DECREF(made);
}

static void require(PyStatus status)
{
    if (PyStatus_Exception(status)) {
        Py_ExitStatusException(status);
    }
}

#ifdef __SANITIZE_ADDRESS__
#define ALLOCATOR PYMEM_ALLOCATOR_MALLOC /* the sanitizer sees each object */
#else
#define ALLOCATOR PYMEM_ALLOCATOR_DEFAULT
#endif

static void start(void)
{
    PyPreConfig first;
    PyPreConfig_InitIsolatedConfig(&first);
    first.allocator = ALLOCATOR;
    require(Py_PreInitialize(&first));

    PyConfig config;
    PyConfig_InitIsolatedConfig(&config);
    config.site_import = 0;
    config.write_bytecode = 0;
    require(PyConfig_SetBytesString(&config, &config.program_name,
                                    HOLDFAST_PYTHON_PROGRAM));
    require(Py_InitializeFromConfig(&config));
    PyConfig_Clear(&config);
#ifdef Py_REF_DEBUG
    expect(PySys_GetObject("gettotalrefcount") != NULL);
#else
    expect(PySys_GetObject("gettotalrefcount") == NULL);
#endif
}

/* go_on does a little of everything after a mistake. */
static void go_on(void)
{
    python("import gc\n"
           "assert sum(range(10)) == 45\n"
           "gc.collect()\n");
    hf_ledger_forget();
    hf_ledger_window window = hf_ledger_begin();
    hf_str s = hf_str_from_utf8("it goes on");
    hf_utf8 view;
    expect(hf_str_as_utf8(hf_borrow(s), &view));
    s = hf_str_append_utf8(s, view.data);
    hf_str copy = hf_incref(s);
    s = hf_str_append(s, hf_borrow(copy));
    hf_decref(copy);
    Py_ssize_t length;
    expect(hf_str_length(hf_borrow(s), &length) && length == 40);
    hf_decref(s);
    expect(hf_ledger_count(window) == 0 && hf_ledger_reports() == 0);
}

static void print_raised(void)
{
    PyObject *type, *error, *traceback;
    PyErr_Fetch(&type, &error, &traceback);
    if (type == NULL) {
        printf("raised nothing\n");
        return;
    }
    PyErr_NormalizeException(&type, &error, &traceback);
    PyObject *message = PyUnicode_FromFormat("raised %S\n%S", type, error);
    expect(message != NULL);
    printf("%s", PyUnicode_AsUTF8(message));
    Py_DECREF(message);
    Py_DECREF(type);
    Py_DECREF(error);
    Py_XDECREF(traceback);
}

int main(int argc, char **argv)
{
    const char *policy = getenv("HOLDFAST_LEDGER");
    const program *p = programs;
    while (p->name != NULL && (argc < 2 || strcmp(p->name, argv[1]) != 0)) {
        p++;
    }
    if (p->name == NULL) {
        fprintf(stderr, "which program?\n");
        return 5;
    }
    may_end = argc > 2 && strcmp(argv[2], "exhausted") == 0;
    start();
    p->run();
    if (policy == NULL) {
        printf("no report\n");
        expect(!PyErr_Occurred());
        expect(hf_ledger_reports() == 0);
    } else if (strcmp(policy, "raise") == 0) {
        print_raised();
    } else if (strcmp(policy, "collect") == 0) {
        hf_mistake kind;
        const char *report;
        PyErr_Clear();
        for (size_t i = 0; (report = hf_ledger_report(i, &kind)); i++) {
            printf("collected %d\n%s", (int)kind, report);
        }
        printf("%zu reports\n", hf_ledger_reports());
    }
    go_on();
    expect(Py_FinalizeEx() == 0);
    printf("finished\n");
    return 0;
}
