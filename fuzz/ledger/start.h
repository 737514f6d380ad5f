/* start.h: how ledger.c starts, what it compares after each call, and
 * how an input and a process end. */
#ifndef FUZZ_LEDGER_START_H
#define FUZZ_LEDGER_START_H

#include "fuzz/ledger/calls.h"

/* ---- One call. */

void fuzz_call_print(FILE *to, const fuzz_call *c)
{
    static const char *const policies[] = {"abort", "raise", "collect"};
    static const char *const gils[] = {"", ", without the GIL",
                                       ", in another thread without the GIL",
                                       ", in another thread"};
    fprintf(to, "a=%d, b=%d, object=%d, value=%d, %s, %s%s%s", c->x, c->y, c->o,
            c->value, mode_name[c->mode], policies[c->policy], gils[c->gil],
            c->pending == LOOKUP      ? ", an exception is set"
            : c->pending == OWNERSHIP ? ", a report is set"
                                      : "");
    static const char *const failings[] = {
        "",           ", no pages", ", no text",        ", no pipe",
        ", no child", ", no stack", ", little at once", ", writing breaks"};
    fprintf(to, "%s", failings[c->failing]);
    if (c->armed) {
        fprintf(to, ", allocation %u fails", c->armed);
    }
}

const char *fuzz_call_ended(const fuzz_call *c)
{
    return c->stops ? "stops" : c->mistakes > 0 ? "reports" : "ok";
}

/* check_raised compares the exception that a call left, and clears it. */
static void check_raised(const call *c)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    PyObject *pending = exceptions[c->pending];
    bool raised = c->policy == HF_POLICY_RAISE && c->mistakes > 0 && !c->stops;
    PyObject *at = Py_XNewRef(value);
    for (int i = 0; raised && i < c->mistakes; i++) {
        const char *name = at != NULL ? Py_TYPE(at)->tp_name : "";
        if ((c->armed || c->failing == NO_TEXT) &&
            strcmp(name, "MemoryError") == 0) {
            PyObject *before = PyException_GetContext(at);
            Py_XSETREF(at, before);
            continue;
        }
        PyObject *text = at != NULL ? PyObject_Str(at) : NULL;
        const char *said = text != NULL ? PyUnicode_AsUTF8(text) : "";
        const char *rest = match_any(said, n_batches, c->mode);
        if (strcmp(name, "OwnershipError") != 0 || rest == NULL ||
            *rest != '\0') {
            fprintf(stderr, "%s:\n", name);
            wrong_report(said, n_batches);
        }
        Py_XDECREF(text);
        PyObject *context = PyException_GetContext(at);
        Py_SETREF(at, context);
    }
    if (raised ? at != pending && !c->armed
               : pending != NULL && value != pending) {
        fuzz_failed("exception", "the one that was set before is gone");
    }
    if (pending != NULL && at == pending) {
        PyObject *trace = PyException_GetTraceback(at);
        PyObject *none = PY_VERSION_HEX < 0x030C0000 ? Py_None : NULL;
        PyObject *wanted = tracebacks[c->pending];
        if (raised && trace != (wanted != NULL ? wanted : none)) {
            fuzz_failed("exception", "its traceback is gone");
        }
        Py_XDECREF(trace);
    }
    if (pending == NULL && !raised) {
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

static void check_objects(void)
{
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
    if (hf_ledger_reports() != n_reports) {
        size_t n = hf_ledger_reports();
        const char *text = n > 0 ? hf_ledger_report(n - 1, NULL) : NULL;
        fuzz_failed("report", "expected %zu, found %zu; the last is\n%s",
                    n_reports, n, text != NULL ? text : "not kept");
    }
}

/* fuzz_call_settle leaves out what the ledger or the model cannot do now. */
void fuzz_call_settle(fuzz_call *c)
{
    if (!is_there(c->o)) {
        c->o = NOTHING;
    }
    if (budget <= 0) {
        c->policy = HF_POLICY_COLLECT;
        c->gil = HELD;
    }
    if (c->gil != HELD) {
        c->policy = c->gil == OTHER_WITH ? HF_POLICY_COLLECT : c->policy;
        c->pending = NO_EXCEPTION;
        c->gil = c->gil == OTHER_WITH && n_watches > 0 ? HELD : c->gil;
    }
    if (c->policy != HF_POLICY_RAISE) {
        c->armed = 0;
    }
    if (c->failing == NO_STACK && c->gil != OTHER_WITH) {
        c->failing = ALL_GOES_WELL; /* it is asked for once in each thread */
    }
    if (c->failing == NO_PIPE || c->failing == NO_CHILD) {
        c->mode = FAILS; /* so it looks */
    }
    if (c->failing == LITTLE && c->mode == UNWAITED) {
        c->failing = ALL_GOES_WELL; /* no other child would wait */
    }
}

void fuzz_call_make(const fuzz_row *row, fuzz_call *c)
{
    thread_is_bare = c->failing == NO_STACK;
    n_batches++;
    hf_ledger_set_policy(c->policy);
    set_mode(c->mode);
    if (c->pending != NO_EXCEPTION) {
        /* As C raises it: only who catches it gives it its traceback. */
        PyException_SetTraceback(exceptions[c->pending], Py_None);
        PyErr_Restore(Py_NewRef(Py_TYPE(exceptions[c->pending])),
                      Py_NewRef(exceptions[c->pending]),
                      Py_XNewRef(tracebacks[c->pending]));
    }
    row->act(c);
    budget -= c->mistakes > 0 && (c->policy != HF_POLICY_COLLECT || c->stops);
    check_raised(c);
    check_objects();
}

/* make is a call that the target makes itself. */
static void make(const char *name, call c)
{
    fuzz_do(fuzz_row_named(name), &c);
}

/* ---- An input. */

void begin_input(bool long_one);
void begin_input(bool long_one)
{
    takes_long = long_one;
    memset(handles, 0, sizeof(handles));
    memset(borrowed, 0, sizeof(borrowed));
    memset(windows, 0, sizeof(windows));
    memset(views, 0, sizeof(views));
    memset(objects + FIXED, 0, (OBJECTS - FIXED) * sizeof(object));
    n_tickets = 1;
    fuzz_calls_made = 0;
    n_reports = 0;
    n_batches = 0;
    free_file = first_free_file();
    budget = WITH_STACKS ? 2 : 4;
}

/* end_input releases all that is left. */
void end_input(void);
void end_input(void)
{
    fuzz_doing = "the end";
    hf_ledger_set_policy(HF_POLICY_COLLECT);
    while (n_watches > 0) {
        make("unwatch", (call){.policy = HF_POLICY_COLLECT});
    }
    while (n_scopes > 0) {
        make("leave", (call){.policy = HF_POLICY_COLLECT});
    }
    for (int t = 1; t < n_tickets; t++) {
        if (tickets[t].open) {
            in.handle.object = tickets[t].handle;
            decref();
            objects[tickets[t].object].held--;
        }
    }
    for (int o = PLAIN; o < OBJECTS; o++) {
        for (; objects[o].loose > 0; objects[o].loose--) {
            objects[o].held--;
            Py_DECREF(objects[o].raw);
        }
        settle(o);
    }
    check_objects();
    hf_ledger_forget();
    reset_environment();
    hf_ledger_set_policy(HF_POLICY_ABORT);
}

void fuzz_give_back(void)
{
    ends_give_back();
}

/* ---- Starting. */

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
    PyObject *none = PyRun_String("raise LookupError('pending')", Py_file_input,
                                  globals, globals);
    PyObject *type;
    Py_XDECREF(none);
    PyErr_Fetch(&type, &exceptions[LOOKUP], &tracebacks[LOOKUP]);
    PyErr_NormalizeException(&type, &exceptions[LOOKUP], &tracebacks[LOOKUP]);
    PyException_SetTraceback(exceptions[LOOKUP], tracebacks[LOOKUP]);
    Py_DECREF(type);
    /* A report, as Python code gets it. */
    hf_ledger_set_policy(HF_POLICY_RAISE);
    open_nothing();
    PyErr_Fetch(&type, &exceptions[OWNERSHIP], &tracebacks[OWNERSHIP]);
    PyErr_NormalizeException(&type, &exceptions[OWNERSHIP],
                             &tracebacks[OWNERSHIP]);
    PyException_SetTraceback(exceptions[OWNERSHIP], Py_None);
    Py_XDECREF(type);
}

static PyType_Slot liar_slots[] = {{Py_tp_repr, (void *)(uintptr_t)get_lie},
                                   {0, NULL}};
static PyType_Spec liar_spec = {
    .name = "fuzz.Liar", .basicsize = sizeof(PyObject), .slots = liar_slots};

/* start_faults takes the place of the handler that the ledger finds, and lets
 * it look up the folder of its own files with the first faults. */
static void start_faults(void)
{
    struct sigaction action = {.sa_handler = on_fault_of_others,
                               .sa_flags = SA_NODEFER};
    sigaction(SIGSEGV, &action, &fault_before);
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

static void finalize(void)
{
    Py_FinalizeEx();
}

/* ends_well says whether Python ends, and says what it is to say of a handle,
 * if one is |open|. */
static bool ends_well(bool open)
{
    const char head[] = "holdfast: at the end of Python 1 handles are open:\n";
    const bool says = open && WITH_STACKS; /* $HOLDFAST_LEDGER_EXIT is set */
    begin_input(true);
    n_batches++;
    if (open) {
        in.raw = Py_NewRef(objects[LIST].raw);
        open_object();
        enter_ticket(&handles[0], LIST, "object", at_open_object, false);
        expect(HF_LEAK, 1, LIST, NOWHERE);
    }
    ends_begin(false);
    run_guarded(finalize);
    const char *text = ends_read();
    const char *rest = says ? match(text, head) : text;
    if (says && rest != NULL) {
        rest = match_any(rest, n_batches, NAMED);
    }
    bool right = rest != NULL && *rest == '\0' && jumped == says;
    if (!right) {
        fprintf(stderr,
                "\n== holdfast: ledger: the report oracle ==\nat the end of "
                "Python, with %d handles open, found\n%s\n",
                open, text);
    }
    return right;
}

/* check_room says whether the ledger asked for room for its handles, and for
 * half as much where that was not to be had. */
static void check_room(void)
{
    const size_t each = 48, calls = 8 * sizeof(void *);
    size_t room = 1 << 26; /* handles */
    int i = 0;
    bool right = true;
    for (; each * room > most_pages; room /= 2) {
        right &= asked[i++] == each * room;
    }
    right &= asked[i++] == each * room;
    right &= !WITH_STACKS || asked[i++] == calls * room;
    if (!right || i != n_asked) {
        fuzz_failed("content", "the ledger asked for other room, %d times",
                    n_asked);
    }
}

/* holds_in_copy says whether |body| does, in a copy of this process. */
static bool holds_in_copy(bool (*body)(void))
{
    int status = 1;
    pid_t child = fork_slowly();
    if (child == 0) {
        _exit(body() ? 0 : 1);
    }
    return waitpid(child, &status, 0) == child && status == 0;
}

/* Policies that there are not, though they begin like one that is, or one that
 * is begins like them. */
static const char *const no_policies[] = {"louder", "collected", "collec",
                                          "raise ", "",          "Collect"};
static const char *no_policy;

static bool aborts_without_policy(void)
{
    call c = {.mode = FAILS, .gil = RELEASED, .stops = true};
    setenv("HOLDFAST_LEDGER", no_policy, 1);
    perform(&c, open_object);
    c.gil = HELD;
    perform(&c, open_nothing);
    return true;
}

static bool reports_first_handle(void)
{
    objects[LIST].others = Py_REFCNT(objects[LIST].raw);
    set_mode(NAMED);
    return ends_well(true);
}

/* start_ledger makes the first calls that a ledger gets, when little is there.
 */
static void start_ledger(void)
{
    PyObject *dicts[200]; /* CPython keeps none for later then */
    for (int i = 0; i < 200; i++) {
        dicts[i] = fuzz_made(PyDict_New());
    }
    in.raw = objects[LIST].raw;
    call c = {.mode = FAILS, .gil = RELEASED, .stops = true};
    set_mode(FAILS);
    for (size_t i = 0; i < sizeof(no_policies) / sizeof(no_policies[0]); i++) {
        no_policy = no_policies[i];
        if (!holds_in_copy(aborts_without_policy)) {
            fuzz_failed("report",
                        "expected HOLDFAST_LEDGER=%s, which is no policy, to "
                        "abort; found that it does not",
                        no_policy);
        }
    }
    if (!holds_in_copy(reports_first_handle)) {
        fuzz_failed("report", "no leak, where the very first handle is left "
                              "open at the end of Python");
    }
    perform(&c, open_object); /* nobody else may touch the list yet */
    most_pages = WITH_STACKS ? 1 << 20 : SIZE_MAX;
    n_asked = 0;
    if (WITH_STACKS) {
        fail_allocation(1);
        hf_object o = hf_object_from_owned(Py_NewRef(in.raw));
        hf_decref(o);
        if (PyDict_GetItemString(known_to_all(), list_of_all) != NULL) {
            fuzz_failed("report", "there is a list, and memory failed");
        }
    } else {
        open_nothing();
        if (hf_ledger_reports() != 2 || PyErr_Occurred()) {
            fuzz_failed("report", "not as $HOLDFAST_LEDGER says");
        }
        if (PyDict_GetItemString(known_to_all(), list_of_all) == NULL) {
            fuzz_failed("report", "nobody entered this ledger into the list");
        }
    }
    end_of_failure();
    check_room();
    most_pages = SIZE_MAX;
    n_mapped = 0;
    hf_object unwatched = HF_PRIVATE_MADE(hf_object, 0, HF_PRIVATE_IN(in.raw));
    if (hf_as_raw(hf_borrow(unwatched)) != in.raw) {
        fuzz_failed("content", "a handle that is not watched is not good");
    }
    for (int i = 0; i < 200; i++) {
        Py_DECREF(dicts[i]);
    }
    if (hf_ledger_first() == NULL) {
        fuzz_failed("report", "this ledger is not in the list");
    }
    if (WITH_STACKS) { /* without $HOLDFAST_LEDGER */
        c.gil = HELD;
        perform(&c, open_nothing);
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

/* fill_caches has CPython keep what it keeps from the first time on. */
static void fill_caches(void)
{
    begin_input(true);
    for (int which = 0; which < fuzz_n_rows; which++) {
        for (uint8_t value = 0; value < 4; value++) {
            call c = {.o = WIDE, .value = value, .policy = HF_POLICY_COLLECT};
            fuzz_do(&fuzz_rows[which], &c);
        }
    }
    for (int i = 0; i < 4; i++) { /* many reports, one in another's context */
        budget = 1;
        make("begin", (call){.policy = HF_POLICY_COLLECT});
        make("open", (call){.o = WIDE, .policy = HF_POLICY_COLLECT});
        make(
            "open",
            (call){.x = 1, .o = WIDE, .value = 1, .policy = HF_POLICY_COLLECT});
        make("again", (call){.x = 2, .policy = HF_POLICY_COLLECT});
        make("lie",
             (call){.x = 3, .value = TRUTH, .policy = HF_POLICY_COLLECT});
        make("append", (call){.x = 1, .policy = HF_POLICY_COLLECT});
        make("end", (call){.policy = HF_POLICY_RAISE, .pending = LOOKUP});
    }
    for (int i = 0; i < 100; i++) { /* CPython enlarges the dict at times */
        make("first", (call){.policy = HF_POLICY_COLLECT});
    }
    PyUnicode_AsUTF8(objects[LONE].raw);
    PyErr_Clear();
    PyObject *lists[100]; /* more than are kept when they are freed */
    for (int i = 0; i < 100; i++) {
        lists[i] = fuzz_made(PyList_New(0));
    }
    for (int i = 0; i < 100; i++) {
        Py_DECREF(lists[i]);
    }
    end_input();
    fuzz_counted.steps = 0;
}

static bool opens_next(void)
{
    open_next(); /* the other process has a ledger of its own */
    return true;
}

static bool ends_with_nothing_open(void)
{
    return ends_well(false);
}

static pid_t started_by;

/* end_python ends Python: in a copy of this process, with nothing open, and
 * then with a handle. */
static void end_python(void)
{
    if (getpid() != started_by) {
        return;
    }
    set_mode(NAMED);
    hf_ledger_set_policy(HF_POLICY_COLLECT);
    size_t open = hf_ledger_count(0);
    if (!holds_in_copy(opens_next) || hf_ledger_count(0) != open ||
        !holds_in_copy(ends_with_nothing_open) || !ends_well(true)) {
        signal(SIGABRT, SIG_DFL); /* the fuzzer has ended */
        abort();
    }
}

void fuzz_begin(void)
{
    const bool has_stdin = fcntl(STDIN_FILENO, F_GETFD) >= 0;
    start_stack();
    other_stdin = memfd_create("stdin", 0);
    start_files();
    started_by = getpid();
    atexit(end_python);
#ifdef LEDGER_STACKS
    setenv("HOLDFAST_LEDGER_STACKS", "1", 1);
    setenv("HOLDFAST_LEDGER_EXIT", "1", 1);
    unsetenv("HOLDFAST_LEDGER");
#else
    unsetenv("HOLDFAST_LEDGER_STACKS");
    unsetenv("HOLDFAST_LEDGER_EXIT");
    setenv("HOLDFAST_LEDGER", "collect", 1);
#endif
    objects[PLAIN].raw = text_object("it's \\\\ \\x01~\\x1f\\x7f ");
    objects[LATIN].raw = text_object("\\xe9\\xff");
    objects[WIDE].raw = text_object("\\u0100\\u20ac\\uffff");
    objects[ASTRAL].raw = text_object("\\U00010000 \\U0001f600");
    objects[FITS].raw = repeated(78);
    objects[TOO_LONG].raw = repeated(79);
    objects[LONGER].raw = repeated(2 * sysconf(_SC_PAGESIZE)); /* and the NUL */
    objects[LONE].raw = fuzz_made(PyUnicode_FromOrdinal(0xD800));
    objects[INT].raw = fuzz_made(PyLong_FromLong(-(1 << 20)));
    objects[HUGE_INT].raw = fuzz_made(
        PyLong_FromString("1"
                          "00000000000000000000000",
                          NULL, 10));
    objects[LIST].raw = fuzz_made(PyList_New(0));
    PyObject *globals = fuzz_made(PyDict_New());
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    PyDict_SetItemString(globals, "__name__", Py_None);
    Py_XDECREF(PyRun_String("class S(str): pass\nx = S('sub')", Py_file_input,
                            globals, globals));
    PyErr_Clear();
    objects[SUBCLASS].raw = fuzz_made(
        Py_XNewRef(PyDict_GetItemString(globals, "x")));
    PyObject *liar = fuzz_made(PyType_FromSpec(&liar_spec));
    objects[LIAR].raw = fuzz_made(PyType_GenericAlloc((PyTypeObject *)liar, 0));
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
    if (has_stdin != (fcntl(STDIN_FILENO, F_GETFD) >= 0)) {
        fuzz_failed("totals", "the ledger closed stdin");
    }
}

#endif /* FUZZ_LEDGER_START_H */
