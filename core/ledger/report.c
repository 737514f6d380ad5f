#define _GNU_SOURCE /* dl_iterate_phdr, TEMP_FAILURE_RETRY */
#include "ledger.h"

#ifdef HF_CHECKED

#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unwind.h>
#include <unistd.h>

#include "report.h"

/* ---- Text, in memory that is there already. */

typedef struct text {
    size_t length;
    char at[8192];
} text;

__attribute__((format(printf, 2, 0))) static void add_list(text *t,
                                                           const char *format,
                                                           va_list arguments)
{
    size_t left = sizeof(t->at) - t->length;
    size_t n = (size_t)vsnprintf(t->at + t->length, left, format, arguments);
    t->length += n < left ? n : left - 1;
}

__attribute__((format(printf, 2, 3))) static void add(text *t,
                                                      const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add_list(t, format, arguments);
    va_end(arguments);
}

static void print(const text *t)
{
    size_t done = 0;
    while (done < t->length) {
        ssize_t n = TEMP_FAILURE_RETRY(
            write(STDERR_FILENO, t->at + done, t->length - done));
        if (n <= 0) {
            return;
        }
        done += (size_t)n;
    }
}

void hf_report_text(const char *format, ...)
{
    static text t;
    va_list arguments;
    t.length = 0;
    va_start(arguments, format);
    add_list(&t, format, arguments);
    va_end(arguments);
    print(&t);
}

/* ---- Places. */

typedef struct module {
    uintptr_t address; /* wanted; all else is zero before */
    uintptr_t bias;
    char path[1024];
    bool found;
} module;

static int look_into(struct dl_phdr_info *info, size_t size, void *context)
{
    module *m = context;
    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        uintptr_t start = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
        /* Unsigned: what is before it is far behind. */
        if (info->dlpi_phdr[i].p_type == PT_LOAD &&
            m->address - start < info->dlpi_phdr[i].p_memsz) {
            m->bias = info->dlpi_addr;
            ssize_t n = 0;
            if (info->dlpi_name[0] == '\0') { /* the program */
                n = readlink("/proc/self/exe", m->path, sizeof(m->path) - 1);
            }
            if (n <= 0) {
                snprintf(m->path, sizeof(m->path), "%s", info->dlpi_name);
            }
            m->found = true;
            return 1;
        }
    }
    return 0;
}

const char *hf_report_module(hf_place place)
{
    static module m;
    m = (module){.address = (uintptr_t)place};
    dl_iterate_phdr(look_into, &m);
    return m.path;
}

/* run_symbolizer reads what |program| says of |address| in |path| to |out|. */
static bool run_symbolizer(const char *program, const char *path,
                           const char *address, char *out, size_t size)
{
    int ends[2];
    if (pipe(ends) != 0) {
        return false;
    }
    pid_t child = fork();
    if (child == 0) {
        int nowhere = open("/dev/null", O_RDWR);
        dup2(nowhere, 0);
        dup2(ends[1], 1);
        dup2(nowhere, 2);
        close(ends[0]);
        close(ends[1]);
        /* A sanitizer or a fuzzer that is preloaded is not for it. */
        unsetenv("LD_PRELOAD");
        if (strstr(program, "addr2line") != NULL) {
            execlp(program, program, "-f", "-i", "-C", "-e", path, address,
                   (char *)NULL);
        } else {
            execlp(program, program, "-e", path, address, (char *)NULL);
        }
        _exit(127);
    }
    close(ends[1]);
    size_t length = 0;
    for (;;) { /* to its end: who writes to what is closed is killed */
        char more[256];
        size_t room = size - 1 - length;
        ssize_t n = TEMP_FAILURE_RETRY(read(ends[0],
                                            room > 0 ? out + length : more,
                                            room > 0 ? room : sizeof(more)));
        if (n <= 0) {
            break;
        }
        length += room > 0 ? (size_t)n : 0;
    }
    out[length] = '\0';
    close(ends[0]);
    int status = 0; /* and stays so in a process that ignores SIGCHLD */
    if (child > 0) {
        TEMP_FAILURE_RETRY(waitpid(child, &status, 0));
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 && length > 0 &&
           strstr(out, "??") != out;
}

static bool symbolize(const module *m, char *out, size_t size)
{
    char address[32];
    snprintf(address, sizeof(address), "0x%zx", (size_t)(m->address - m->bias));
    const char *chosen = getenv("HOLDFAST_SYMBOLIZER");
    if (chosen != NULL) {
        return run_symbolizer(chosen, m->path, address, out, size);
    }
    return run_symbolizer("llvm-symbolizer", m->path, address, out, size) ||
           run_symbolizer("addr2line", m->path, address, out, size);
}

/* own is the folder of the layer's own files; empty until it is asked for. */
static char own[1024];

static bool is_own(const char *function, const char *where)
{
    size_t n = strlen(own);
    return strncmp(function, "hf_", 3) == 0 ||
           (n > 0 && strncmp(where, own, n) == 0);
}

/* find_out says what is at |m->address|: of the innermost call that is not the
 * layer's own, if there is one. */
static bool find_out(module *m, const char **function, const char **where)
{
    static char out[4096];
    dl_iterate_phdr(look_into, m);
    if (!m->found || !symbolize(m, out, sizeof(out))) {
        return false;
    }
    *function = *where = "?";
    char *rest = NULL;
    for (char *line = strtok_r(out, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        char *file = strtok_r(NULL, "\n", &rest);
        *function = line;
        *where = file != NULL ? file : "?";
        if (file == NULL) {
            break;
        }
        char *remark = strstr(file, " (discriminator");
        if (remark != NULL) {
            *remark = '\0';
        }
        if (!is_own(*function, *where)) {
            break;
        }
    }
    return true;
}

/* Places are written as MARK and an address while a report is kept for later:
 * most are never read. No object prints as such a byte. */
#define MARK '\001'
static bool for_later;

static void add_place(text *t, hf_place place)
{
    const char *function, *where;
    if (for_later) {
        add(t, "%c%p\n", MARK, place);
        return;
    }
    /* One byte back: into the call, from where it returns to. */
    module m = {.address = (uintptr_t)place - 1};
    if (find_out(&m, &function, &where)) {
        add(t, "%s at %s\n", function, where);
    } else {
        add(t, "%p (%s+0x%zx: no symbolizer, or no debug information)\n", place,
            m.found ? m.path : "?", (size_t)(m.address - m.bias));
    }
}

/* The stack of this thread ends at |stack_end|. */
static __thread uintptr_t stack_end;

/* walk writes up to |most| places, from the frame at |frame| outwards. */
static int walk(uintptr_t frame, hf_place *places, int most)
{
    if (stack_end == 0) {
        pthread_attr_t attributes;
        void *start;
        size_t size;
        stack_end = 1;
        if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
            pthread_attr_getstack(&attributes, &start, &size);
            stack_end = (uintptr_t)start + size;
            pthread_attr_destroy(&attributes);
        }
    }
    int n = 0;
    while (n < most && frame % sizeof(void *) == 0 &&
           frame + 2 * sizeof(void *) <= stack_end) {
        void *const *at = (void *const *)frame;
        if (at[1] == NULL) {
            break;
        }
        places[n++] = at[1];
        if ((uintptr_t)at[0] <= frame) {
            break;
        }
        frame = (uintptr_t)at[0];
    }
    return n;
}

void hf_report_walk(hf_place stack[HF_STACK_DEPTH], hf_place place)
{
    enum { OWN = 8 }; /* calls within the layer */
    hf_place places[OWN + HF_STACK_DEPTH];
    int n = walk((uintptr_t)__builtin_frame_address(0), places,
                 OWN + HF_STACK_DEPTH);
    int first = 0;
    while (first < n && places[first] != place) {
        first++;
    }
    first = first < n ? first : 0;
    int kept = 0;
    while (kept < HF_STACK_DEPTH - 1 && first + kept < n) {
        stack[kept] = places[first + kept];
        kept++;
    }
    stack[kept] = NULL;
}

static void add_stack(text *t, const hf_place *stack)
{
    for (int i = 0; stack[i] != NULL; i++) {
        add(t, "      #%d ", i);
        add_place(t, stack[i]);
    }
}

/* ---- Objects, without allocating. */

static void add_code_point(text *t, Py_UCS4 c)
{
    if (c == '\'' || c == '\\') {
        add(t, "\\%c", (int)c);
    } else if (c >= 0x20 && c < 0x7F) {
        add(t, "%c", (int)c);
    } else if (c < 0x100) {
        add(t, "\\x%02x", (unsigned)c);
    } else {
        add(t, c < 0x10000 ? "\\u%04x" : "\\U%08x", (unsigned)c);
    }
}

static void add_object(text *t, const hf_incident *incident)
{
    enum { MOST = 80 };
    PyObject *object = incident->object;
    if (!incident->alive) {
        add(t, "  object     %s at %p, released\n",
            incident->type != NULL ? incident->type : "an object",
            (void *)object);
        return;
    }
    add(t, "  object     %.200s ", Py_TYPE(object)->tp_name);
    size_t repr = t->length;
    if (PyUnicode_CheckExact(object)) {
        int kind = (int)PyUnicode_KIND(object);
        add(t, "'");
        for (Py_ssize_t i = 0;
             i < PyUnicode_GET_LENGTH(object) && t->length - repr < MOST; i++) {
            add_code_point(t, PyUnicode_READ(kind, PyUnicode_DATA(object), i));
        }
        add(t, t->length - repr < MOST ? "'" : "...");
    } else if (PyLong_CheckExact(object)) {
        int overflow;
        long value = PyLong_AsLongAndOverflow(object, &overflow);
        add(t, overflow ? "too large to print" : "%ld", value);
    } else {
        add(t, "object");
    }
    add(t, " at %p, count %zd\n", (void *)object,
        Py_REFCNT(object) - incident->pins);
}

/* ---- A report. */

static const struct {
    const char *name, *sentence, *opened, *closed, *place;
} words[HF_MISTAKES] = {
    [HF_LEAK] = {"leak", "a handle was opened and never consumed", "opened",
                 NULL, NULL},
    [HF_CONSUMED_TWICE] =
        {"consumed twice",
         "a handle was consumed that had been consumed before", "opened",
         "consumed", "again"},
    [HF_USED_AFTER_CONSUMED] = {"used after consumed",
                                "a handle was used after the handle that owned "
                                "its reference had been consumed",
                                "opened", "consumed", "used"},
    [HF_BORROWED_TOO_LONG] = {"borrowed too long",
                              "a borrowed handle was used after the call that "
                              "lent it had ended",
                              "lent", "ended", "used"},
    [HF_OWNER_DROPPED_IT] = {"owner dropped it",
                             "a borrowed handle was used after its owner had "
                             "let the object go",
                             "lent", NULL, "used"},
    [HF_NULL_WITHOUT_EXCEPTION] = {"null without exception",
                                   "a null result, and no exception is set",
                                   NULL, NULL, "result"},
    [HF_RESULT_WITH_EXCEPTION] = {"result with exception",
                                  "a result that is not null, and the call "
                                  "that made it set an exception",
                                  NULL, NULL, "result"},
    [HF_RUN_WITH_EXCEPTION] =
        {"run with exception",
         "Python code was to be run while an exception is "
         "set; it was not",
         NULL, NULL, "called"},
    [HF_COUNT_CHANGED] = {"count changed",
                          "the reference count of a borrowed argument was "
                          "changed by a function that says it does not",
                          NULL, NULL, "returned"},
    [HF_VIEW_READ_TOO_LATE] = {"view read too late",
                               "a UTF-8 view was read after the handle that it "
                               "was taken from had been consumed",
                               "viewed", "consumed", "read"},
    [HF_WITHOUT_THE_GIL] = {"without the GIL",
                            "a handle was touched by a thread that does not "
                            "hold the GIL",
                            NULL, NULL, "touched"},
    [HF_NEVER_INITIALISED] = {"never initialised",
                              "a handle was used that was never set: {0} is "
                              "the null handle",
                              NULL, NULL, "used"},
    [HF_MOVED_AND_BORROWED] = {"moved and borrowed",
                               "one variable was moved out of and borrowed for "
                               "one call: which comes first is not defined",
                               "opened", NULL, "called"},
    [HF_NEW_NOT_OWNED] = {"new not owned",
                          "a leak: a borrowed handle was made of a new "
                          "reference, which nobody owns: make it by from_owned",
                          NULL, NULL, "borrowed"},
    [HF_LENT_NOT_OWNED] = {"lent not owned",
                           "an owned handle was made of what hf_as_raw lends: "
                           "incref it",
                           NULL, NULL, "owned"},
};

static void add_line(text *t, const char *label, hf_place place)
{
    if (label != NULL && place != NULL) {
        add(t, "  %-10s ", label);
        add_place(t, place);
    }
}

#ifdef Py_GIL_DISABLED
static PyMutex mutex; /* for all that is static here */
#endif
enum { KEPT = 100 };
static struct {
    hf_mistake kind;
    char *text;
} kept[KEPT];
static size_t n_reports;

PyObject *hf_report_item(PyObject *dict, const char *name)
{
    if (dict == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    /* Not PyDict_GetItemString: it has no item where there is no memory. */
    PyObject *key = PyUnicode_FromString(name);
    if (key == NULL) {
        return NULL;
    }
    PyObject *item = PyDict_GetItemWithError(dict, key);
    Py_DECREF(key);
    return item;
}

/* ownership_error is the type, borrowed from the interpreter's dict; or null.
 */
static PyObject *ownership_error(void)
{
    static const char name[] = "holdfast.OwnershipError";
    PyObject *known = PyInterpreterState_GetDict(PyInterpreterState_Get());
    PyObject *type = hf_report_item(known, name);
    if (type == NULL && PyErr_Occurred() == NULL) {
        type = PyErr_NewException(name, PyExc_RuntimeError, NULL);
        if (type != NULL && PyDict_SetItemString(known, name, type) < 0) {
            Py_CLEAR(type);
        }
        Py_XDECREF(type); /* the dict's now */
    }
    return type;
}

bool hf_report_is_raised(void)
{
    /* By name: to look the type up may allocate, and lose the exception. */
    PyObject *error = PyErr_Occurred();
    return strcmp(((PyTypeObject *)error)->tp_name, "OwnershipError") == 0;
}

/* An exception that is set becomes the context of the report. */
static void raise_error(const char *report)
{
    PyObject *types[2], *values[2], *tracebacks[2];
    PyErr_Fetch(&types[0], &values[0], &tracebacks[0]);
    PyObject *type = report != NULL ? ownership_error() : NULL;
    /* Not PyErr_SetString: before CPython 3.12 it raises without a message
     * where it cannot make one. */
    PyObject *message = type != NULL ? PyUnicode_FromString(report) : NULL;
    if (message != NULL) {
        PyErr_SetObject(type, message);
        Py_DECREF(message);
    } else {
        PyErr_NoMemory();
    }
    if (types[0] == NULL) {
        return;
    }
    PyErr_Fetch(&types[1], &values[1], &tracebacks[1]);
    for (int i = 0; i < 2; i++) {
        PyErr_NormalizeException(&types[i], &values[i], &tracebacks[i]);
    }
    if (tracebacks[0] != NULL) {
        PyException_SetTraceback(values[0], tracebacks[0]);
    }
    PyException_SetContext(values[1], values[0]);
    Py_DECREF(types[0]);
    Py_XDECREF(tracebacks[0]);
    PyErr_Restore(types[1], values[1], tracebacks[1]);
}

void hf_report_incident(const hf_incident *incident, hf_policy policy)
{
    static text t;
    hf_mistake kind = incident->kind;
    const bool has_gil = kind != HF_WITHOUT_THE_GIL;
    char *raised = NULL;
    if (has_gil) {
        HF_LOCK(&mutex);
    }
    for_later = policy == HF_COLLECT && has_gil;
    t.length = 0;
    add(&t, "holdfast: %s: %s", words[kind].name, words[kind].sentence);
    if (incident->times > 1) {
        add(&t, " (%zu times; this is one of them)", incident->times);
    }
    add(&t, "\n");
    if (incident->object != NULL) {
        add_object(&t, incident);
    }
    add_line(&t, words[kind].opened, incident->opened);
    if (incident->stack != NULL) {
        add_stack(&t, incident->stack);
    }
    add_line(&t, words[kind].closed, incident->closed);
    add_line(&t, words[kind].place, incident->place);
    if (getenv("HOLDFAST_LEDGER_STACKS") != NULL && incident->place != NULL) {
        hf_place stack[HF_STACK_DEPTH];
        hf_report_walk(stack, incident->place);
        add_stack(&t, stack);
    }
    if (n_reports < KEPT) {
        kept[n_reports].kind = kind;
        kept[n_reports].text = strdup(t.at);
    }
    n_reports++;
    const bool raises = policy == HF_RAISE && has_gil;
    if (raises) {
        raised = strdup(t.at);
    } else if (!for_later) {
        print(&t);
        if (!incident->more) {
            abort();
        }
    }
    HF_UNLOCK(&mutex); /* without the GIL it has ended */
    if (raises) {
        raise_error(raised); /* other reports may be made meanwhile */
        free(raised);
    }
}

size_t hf_ledger_reports(void)
{
    return n_reports;
}

/* looked_up is a copy of |report| with names for its places; or NULL. */
static char *looked_up(const char *report)
{
    static text t;
    const char *mark;
    t.length = 0;
    for_later = false;
    while ((mark = strchr(report, MARK)) != NULL) {
        char *end;
        add(&t, "%.*s", (int)(mark - report), report);
        add_place(&t, (hf_place)(uintptr_t)strtoull(mark + 1, &end, 16));
        report = end + 1; /* the line's end: a kept report is not cut */
    }
    add(&t, "%s", report);
    return strdup(t.at);
}

static const char *read_report(size_t i, hf_mistake *mistake)
{
    if (i >= n_reports || i >= KEPT) {
        return NULL;
    }
    if (mistake != NULL) {
        *mistake = kept[i].kind;
    }
    if (kept[i].text != NULL && strchr(kept[i].text, MARK) != NULL) {
        char *whole = looked_up(kept[i].text);
        if (whole != NULL) {
            free(kept[i].text);
            kept[i].text = whole;
        }
    }
    return kept[i].text != NULL ? kept[i].text : words[kept[i].kind].sentence;
}

const char *hf_ledger_report(size_t i, hf_mistake *mistake)
{
    HF_LOCK(&mutex);
    const char *report = read_report(i, mistake);
    HF_UNLOCK(&mutex);
    return report;
}

void hf_ledger_forget(void)
{
    HF_LOCK(&mutex);
    for (size_t i = 0; i < KEPT; i++) {
        free(kept[i].text);
        kept[i].text = NULL;
    }
    n_reports = 0;
    HF_UNLOCK(&mutex);
}

/* ---- Views: each on pages of its own, that are taken away. */

enum { VIEWS = 1024 };
typedef struct view {
    hf_ticket ticket;
    char *pages;
    size_t size; /* of the pages */
    hf_place opened, closed;
    bool ended, sealed;
} view;

static view views[VIEWS];
static size_t next_view; /* round and round */
bool hf_ledger_unsealed;
static struct sigaction previous;

/* in_module says whether |place| is code of the file that |other| is in. */
static bool in_module(hf_place place, hf_place other)
{
    module m = {.address = (uintptr_t)place - 1, .bias = UINTPTR_MAX};
    module n = {.address = (uintptr_t)other - 1};
    dl_iterate_phdr(look_into, &m);
    dl_iterate_phdr(look_into, &n);
    return m.bias == n.bias;
}

/* What the unwinder is to find: where the user's code reads. */
typedef struct reading {
    uintptr_t at; /* the instruction, or 0 once it was passed */
    hf_place user;
    hf_place found;
} reading;

static _Unwind_Reason_Code look_at_frame(struct _Unwind_Context *frame,
                                         void *wanted)
{
    reading *r = wanted;
    int is_at; /* the instruction, and not after a call */
    uintptr_t at = _Unwind_GetIPInfo(frame, &is_at) + (is_at ? 1U : 0U);
    r->at = at == r->at ? 0 : r->at;
    const char *function, *where;
    module m = {.address = at - 1};
    if (r->at != 0 || !in_module((hf_place)at, r->user) ||
        !find_out(&m, &function, &where) || is_own(function, where)) {
        return _URC_NO_REASON;
    }
    r->found = (hf_place)at;
    return _URC_NORMAL_STOP;
}

/* reader is the place in the user's code from which what is at |context| was
 * called: the read may be in a function of the layer, or of the C library. */
static hf_place reader(const ucontext_t *context, hf_place user)
{
#if defined(__x86_64__)
    const uintptr_t at = (uintptr_t)context->uc_mcontext.gregs[REG_RIP] + 1;
#elif defined(__aarch64__)
    const uintptr_t at = context->uc_mcontext.pc + 1;
#else
    const uintptr_t at = 0;
    (void)context;
#endif
    const char *function, *where;
    module m = {.address = (uintptr_t)reader};
    if (own[0] == '\0' && find_out(&m, &function, &where)) {
        /* The folder that this file's folder is in; or, where all of the layer
         * is one file, that. */
        snprintf(own, sizeof(own), "%s", where);
        char *end = strstr(own, "ledger/report.c:");
        if (end == NULL) {
            end = strrchr(own, '/');
            end = end != NULL ? end + 1 : own;
        }
        *end = '\0';
    }
    reading r = {.at = at, .user = user, .found = (hf_place)at};
    _Unwind_Backtrace(look_at_frame, &r);
    return r.found;
}

static void on_fault(int number, siginfo_t *info, void *context)
{
    uintptr_t address = (uintptr_t)info->si_addr;
    for (size_t i = 0; i < VIEWS; i++) {
        const view *v = &views[i];
        if (v->sealed && address >= (uintptr_t)v->pages &&
            address - (uintptr_t)v->pages < v->size) {
            hf_incident incident = {
                .kind = HF_VIEW_READ_TOO_LATE,
                .opened = v->opened,
                .closed = v->closed,
                .place = reader(context, v->opened),
            };
            hf_report_incident(&incident, HF_ABORT);
        }
    }
    /* Not ours: as if we had not been here. */
    sigaction(number, &previous, NULL);
}

const char *hf_report_view(hf_ticket ticket, const char *data, size_t size,
                           hf_place place)
{
    static bool watching;
    if (!watching) {
        struct sigaction action = {0};
        action.sa_sigaction = on_fault;
        action.sa_flags = SA_SIGINFO | SA_NODEFER;
        sigaction(SIGSEGV, &action, &previous);
        watching = true;
    }
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t wanted = (size + 1 + page - 1) / page * page;
    view *v = NULL;
    for (size_t i = 0; i < VIEWS && v == NULL; i++) {
        view *candidate = &views[next_view++ % VIEWS];
        if (candidate->pages == NULL || candidate->sealed) {
            v = candidate;
        }
    }
    if (v == NULL) {
        return NULL;
    }
    if (v->pages != NULL) {
        munmap(v->pages, v->size);
        v->pages = NULL;
    }
    char *pages = mmap(NULL, wanted, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) {
        return NULL;
    }
    memcpy(pages, data, size + 1);
    mprotect(pages, wanted, PROT_READ);
    *v = (view){ticket, pages, wanted, place, NULL, false, false};
    return pages;
}

void hf_report_end_views(hf_ticket ticket, hf_place place)
{
    for (size_t i = 0; i < VIEWS; i++) {
        if (views[i].pages != NULL && views[i].ticket == ticket) {
            views[i].closed = place;
            views[i].ended = true;
            hf_ledger_unsealed = true;
        }
    }
}

void hf_report_seal_views(void)
{
    hf_ledger_unsealed = false;
    for (size_t i = 0; i < VIEWS; i++) {
        if (views[i].ended && !views[i].sealed) {
            mprotect(views[i].pages, views[i].size, PROT_NONE);
            views[i].sealed = true;
        }
    }
}

#endif /* HF_CHECKED */
