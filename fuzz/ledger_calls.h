/* ledger_calls.h: what ledger.c does with an input: the calls, each with what
 * is expected of it. */
#ifndef FUZZ_LEDGER_CALLS_H
#define FUZZ_LEDGER_CALLS_H

#include "fuzz/ledger_model.h"

#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/wait.h>

/* ---- What a program has. */

typedef struct handle {
    union { /* alike but for what they are called */
        hf_object object;
        hf_object_borrowed borrowed;
        hf_str str;
        hf_str_borrowed borrowed_str;
    };
    int names; /* an object, or NOTHING for a null handle */
    int ticket;
    bool is_open_str; /* it was opened as a str */
} handle;

enum {
    HANDLES = 6,
    BORROWED = 4,
    SCOPES = 4,
    WATCHES = 3,
    WINDOWS = 3,
    VIEWS = 3
};

static handle handles[HANDLES], borrowed[BORROWED];

static struct {
    hf_call_scope scope;
    bool raising;
    int lent[TICKETS];
    int n;
} scopes[SCOPES];
static int n_scopes;

static struct {
    hf_neutral neutral;
    int object;
    Py_ssize_t expected;
} watches[WATCHES];
static int n_watches;

static struct {
    hf_ledger_window window;
    int first; /* ticket */
    bool begun;
} windows[WINDOWS];

static struct {
    const char *data;
    Py_ssize_t size;
    int object, ticket;
    bool gone;
} views[VIEWS];

static int budget; /* of reports whose places are looked up */

/* ---- A call. */

typedef enum gil { HELD, RELEASED, OTHER_WITHOUT, OTHER_WITH } gil;

/* What fails, beside allocations of Python's. */
typedef enum failing {
    ALL_GOES_WELL,
    NO_PAGES,
    NO_TEXT,
    NO_PIPE,
    NO_CHILD,
    NO_STACK,
    FAILINGS
} failing;

typedef struct call {
    int x, y, o;
    uint8_t value;
    failing failing;
    hf_policy policy;
    mode mode;
    gil gil;
    int pending;    /* the exception that is set before */
    unsigned armed; /* the allocation that fails, or 0 */
    /* Expected: */
    int mistakes;
    bool stops;  /* the first mistake ends the call */
    bool system; /* it raises SystemError */
    bool encode; /* it raises UnicodeEncodeError */
    bool ok;
} call;

enum { NO_EXCEPTION, LOOKUP, OWNERSHIP, EXCEPTIONS };
static PyObject *exceptions[EXCEPTIONS], *tracebacks[EXCEPTIONS];

/* Of what was lent, the ledger looks at the last ones. */
static Py_ssize_t pins_seen(int o)
{
    enum { LAST = 64 };
    Py_ssize_t n = 0;
    int left = LAST;
    for (int i = 0; i < n_watches; i++) {
        n += watches[i].object == o;
    }
    for (int i = n_scopes - 1; i >= 0; i--) {
        for (int j = scopes[i].n - 1; j >= 0 && left-- > 0; j--) {
            n += tickets[scopes[i].lent[j]].object == o;
        }
    }
    return n;
}

/* mistake enters what is to be reported; false: the call goes no further. */
static bool mistake(call *c, hf_mistake kind, int t, int o, site place)
{
    expect(kind, t, o, place);
    c->mistakes++;
    bool always = kind == HF_WITHOUT_THE_GIL || kind == HF_VIEW_READ_TOO_LATE;
    c->stops = always || c->policy == HF_ABORT;
    if (c->stops || c->policy == HF_RAISE) {
        modes[n_reports - 1] = (int)c->mode;
    }
    lost[n_reports - 1] = c->failing == NO_TEXT;
    if (c->failing == NO_STACK) {
        reports[n_reports - 1].place_calls = NONE;
    }
    return !c->stops;
}

/* The linker has what core/ calls go through these. */
static failing failing_wanted, failing_now;
static size_t most_pages = SIZE_MAX; /* bytes that can be had at once */

void *__real_mmap64(void *at, size_t size, int protection, int flags, int file,
                    off_t offset);
void *__wrap_mmap64(void *at, size_t size, int protection, int flags, int file,
                    off_t offset);
char *__real_strdup(const char *text);
char *__wrap_strdup(const char *text);
int __real_pipe(int ends[2]);
int __wrap_pipe(int ends[2]);
pid_t __real_fork(void);
pid_t __wrap_fork(void);
int __real_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes);
int __wrap_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes);

void *__wrap_mmap64(void *at, size_t size, int protection, int flags, int file,
                    off_t offset)
{
    bool fails = failing_now == NO_PAGES || size > most_pages;
    return fails ? MAP_FAILED
                 : __real_mmap64(at, size, protection, flags, file, offset);
}

char *__wrap_strdup(const char *text)
{
    return failing_now == NO_TEXT ? NULL : __real_strdup(text);
}

int __wrap_pipe(int ends[2])
{
    return failing_now == NO_PIPE ? -1 : __real_pipe(ends);
}

pid_t __wrap_fork(void)
{
    return failing_now == NO_CHILD ? -1 : __real_fork();
}

int __wrap_pthread_getattr_np(pthread_t thread, pthread_attr_t *attributes)
{
    return failing_now == NO_STACK
               ? ENOMEM
               : __real_pthread_getattr_np(thread, attributes);
}

/* What goes into a site, and comes out. */
static struct {
    PyObject *raw;
    handle handle;
    const char *data;
    Py_ssize_t size;
    hf_call_scope *scope;
    hf_neutral *neutral;
} in;

static struct {
    PyObject *raw;
    handle handle;
    hf_utf8 utf8;
    Py_ssize_t number;
    bool ok;
} out;

/* ---- Ends that are expected. */

static __thread sigjmp_buf back;
static bool jumped;

static void on_abort_expected(int number)
{
    (void)number;
    siglongjmp(back, 1);
}

/* A fault that is not the ledger's affair comes here. */
static bool fault_is_expected;
static struct sigaction fault_before;

static void on_fault_of_others(int number)
{
    if (fault_is_expected) {
        siglongjmp(back, 1);
    }
    sigaction(number, &fault_before, NULL);
}

/* What is printed meanwhile goes here. */
static int printed = -1, stderr_before = -1;

static void begin_printing(void)
{
    fflush(stderr);
    if (printed < 0) {
        printed = memfd_create("printed", 0);
        stderr_before = dup(STDERR_FILENO);
    }
    if (ftruncate(printed, 0) != 0 || lseek(printed, 0, SEEK_SET) != 0) {
        fuzz_failed("engine", "nothing can be written");
    }
    dup2(printed, STDERR_FILENO);
}

static const char *end_printing(void)
{
    static char text[100000];
    fflush(stderr);
    dup2(stderr_before, STDERR_FILENO);
    ssize_t n = pread(printed, text, sizeof(text) - 1, 0);
    text[n > 0 ? n : 0] = '\0';
    return text;
}

static void run_guarded(void (*body)(void))
{
    jumped = false;
    if (sigsetjmp(back, 1) == 0) {
        failing_now = failing_wanted;
        body();
    } else {
        jumped = true;
    }
    failing_now = ALL_GOES_WELL;
}

static void *run_other(void *context)
{
    void (*const *body)(void) = context;
    run_guarded(*body);
    return NULL;
}

static void *run_other_with_gil(void *context)
{
    void (*const *body)(void) = context;
    PyGILState_STATE state = PyGILState_Ensure();
    run_guarded(*body);
    PyGILState_Release(state);
    return NULL;
}

static void run_in_thread(void *(*start)(void *), void (*body)(void))
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, start, &body) != 0 ||
        pthread_join(thread, NULL) != 0) {
        fuzz_failed("engine", "no thread can be started");
    }
}

/* perform calls a site, as it is to be called. */
static void perform(call *c, void (*body)(void))
{
    struct sigaction before, action = {0};
    memset(&out, 0, sizeof(out));
    if (c->stops) {
        action.sa_handler = on_abort_expected;
        sigaction(SIGABRT, &action, &before);
        begin_printing();
    }
    if (c->stops && c->mode == UNSEEN) {
        int nowhere = open("/dev/null", O_RDONLY);
        dup2(nowhere, STDERR_FILENO);
        close(nowhere);
    }
    if (c->armed) {
        fuzz_alloc_arm(c->armed);
    }
    failing_wanted = c->failing;
    PyThreadState *state;
    switch (c->gil) {
    case HELD:
        run_guarded(body);
        break;
    case RELEASED:
        state = PyEval_SaveThread();
        run_guarded(body);
        PyEval_RestoreThread(state);
        break;
    case OTHER_WITHOUT:
        run_in_thread(run_other, body);
        break;
    case OTHER_WITH:
        state = PyEval_SaveThread();
        run_in_thread(run_other_with_gil, body);
        PyEval_RestoreThread(state);
        break;
    }
    failing_wanted = ALL_GOES_WELL;
    if (fuzz_alloc_disarm()) {
        fuzz_counted.failures++;
    } else {
        c->armed = 0;
    }
    if (c->stops) {
        const char *text = end_printing(), *rest = text;
        sigaction(SIGABRT, &before, NULL);
        int seen = c->mode != UNSEEN ? c->mistakes : 0;
        for (int i = 0; i < seen && rest != NULL; i++) {
            rest = match_any(rest, n_batches, c->mode);
        }
        if (!jumped || (c->mistakes > 0 && (rest == NULL || *rest != '\0'))) {
            wrong_report(text, n_batches);
        }
    }
}

/* ---- The sites. */

#define SITE __attribute__((noinline))

static SITE void open_object(void)
{
    out.handle.object = hf_object_from_owned(in.raw);
}

static SITE void open_str(void)
{
    out.handle.str = hf_str_from_owned(in.raw);
}

static SITE void again(void)
{
    out.handle.object = hf_incref(in.handle.borrowed);
}

static SITE void decref(void)
{
    hf_decref(in.handle.object);
    out.ok = true;
}

static SITE void decref_too(void)
{
    hf_decref(in.handle.str);
    out.ok = true;
}

static SITE void give(void)
{
    out.raw = hf_into_raw(in.handle.object);
}

static SITE void lend(void)
{
    out.handle.borrowed = hf_object_from_borrowed(in.raw);
}

static SITE void lend_str(void)
{
    out.handle.borrowed_str = hf_str_from_borrowed(in.raw);
}

static SITE void use(void)
{
    out.raw = hf_as_raw(in.handle.borrowed);
}

static SITE void refcnt(void)
{
    out.number = hf_refcnt(in.handle.borrowed_str);
}

static SITE void repr(void)
{
    out.handle.str = hf_object_repr(in.handle.borrowed);
}

static SITE void view(void)
{
    out.ok = hf_str_as_utf8(in.handle.borrowed_str, &out.utf8);
}

static SITE void read_for(void)
{
    out.number = *(const volatile char *)in.data;
}

static SITE void read_view(void)
{
    read_for();
    out.ok = true;
}

static SITE void append(void)
{
    out.handle.str = hf_str_append_utf8_n(in.handle.str, in.data, in.size);
}

static SITE void enter(void)
{
    hf_ledger_enter(in.scope);
    out.ok = true;
}

static SITE void leave(void)
{
    hf_ledger_leave(in.scope);
    out.ok = true;
}

static SITE void unwatch(void)
{
    hf_ledger_unwatch(in.neutral);
    out.ok = true;
}

/* As if the calls further out were those at |in.data|. */
static SITE void open_crafted(void)
{
    const void **frame = __builtin_frame_address(0), *before = frame[0];
    frame[0] = in.data;
    out.handle.object = hf_object_from_owned(in.raw);
    frame[0] = before;
}

enum { CHURN = 20000 };
static SITE void churn(void)
{
    for (int i = 0; i < CHURN; i++) {
        hf_object o = hf_object_from_owned(Py_NewRef(in.raw));
        hf_decref(o);
    }
}

/* Those that are no place of a mistake. */

static void open_nothing(void)
{
    out.handle.object = hf_object_from_owned(NULL);
}

static void watch(void)
{
    hf_ledger_watch(in.neutral, in.raw);
}

static void end_window(void)
{
    out.number = (Py_ssize_t)hf_ledger_end((hf_ledger_window)in.size);
}

static void end_window_of_table(void)
{
    hf_ledger_table *t = hf_ledger_first();
    out.number = (Py_ssize_t)t->end((hf_ledger_window)in.size);
}

/* ---- What the calls have in common. */

static bool in_scope(const call *c)
{
    return n_scopes > 0 && c->gil != OTHER_WITH;
}

/* note says that a handle to |o| was opened or closed. */
static void note(int o, int change)
{
    for (int i = 0; i < n_watches; i++) {
        watches[i].expected += watches[i].object == o ? change : 0;
    }
}

/* The call is of a thread that does not get to know where its stack ends. */
static bool thread_is_bare;

/* enter_ticket puts what a call opened into |to|. */
static void enter_ticket(handle *to, int o, const char *type, site place,
                         bool lent)
{
    int t = n_tickets++;
    *to = out.handle;
    to->names = o;
    to->ticket = t;
    tickets[t] = (ticket){.handle = out.handle.object,
                          .object = o,
                          .type = type,
                          .opened = place,
                          .open = true,
                          .lent = lent};
    if (thread_is_bare) {
        tickets[t].calls = NONE;
    }
    if (lent) {
        objects[o].pins++;
        scopes[n_scopes - 1].lent[scopes[n_scopes - 1].n++] = t;
    } else {
        objects[o].held++;
        note(o, 1);
    }
}

static const handle null_handle;

/* is_usable says whether the handle is, for a call at |place|. */
static bool is_usable(call *c, const handle *h, site place)
{
    if (h->names == NOTHING || h->ticket == 0) {
        return h->names != NOTHING;
    }
    if (c->gil == RELEASED || c->gil == OTHER_WITHOUT) {
        mistake(c, HF_WITHOUT_THE_GIL, 0, NOTHING, place);
        return false;
    }
    const ticket *t = &tickets[h->ticket];
    hf_mistake kind = HF_USED_AFTER_CONSUMED;
    bool dropped = is_dropped(h->names) &&
                   (objects[h->names].pins == 1 ||
                    objects[h->names].pins == pins_seen(h->names));
    if (t->open && !(t->lent && dropped)) {
        return true;
    }
    if (t->open) {
        kind = HF_OWNER_DROPPED_IT;
    } else if (t->lent && !t->forgotten) {
        kind = HF_BORROWED_TOO_LONG;
    }
    mistake(c, kind, h->ticket, h->names, place);
    return false;
}

/* is_consumed says whether the handle can be. */
static bool is_consumed(call *c, const handle *h, site place)
{
    if (h->names == NOTHING || h->ticket == 0) {
        return h->names != NOTHING;
    }
    if (c->gil == RELEASED || c->gil == OTHER_WITHOUT) {
        mistake(c, HF_WITHOUT_THE_GIL, 0, NOTHING, place);
        return false;
    }
    if (!tickets[h->ticket].open) {
        mistake(c, HF_CONSUMED_TWICE, h->ticket, h->names, place);
        return false;
    }
    return true;
}

static void close_ticket(int t, site place)
{
    tickets[t].open = false;
    tickets[t].closed = place;
    note(tickets[t].object, -1);
}

/* only_held leaves a call alone with the GIL: where the layer itself asks for
 * exceptions, there is no thread that could have one. */
static void only_held(call *c)
{
    c->gil = HELD;
    thread_is_bare = false;
    c->failing = c->failing != NO_STACK ? c->failing : ALL_GOES_WELL;
}

static void without_exception(call *c)
{
    c->pending = NO_EXCEPTION;
    PyErr_Clear();
}

/* is_safe says that a call may be given a handle: where the ledger knows
 * nothing of it, it must be good. */
static bool is_safe(const handle *h)
{
    return h->names == NOTHING || h->ticket != 0 ||
           (is_there(h->names) && !is_dropped(h->names));
}

static handle *chosen(const call *c)
{
    return c->value & 1 ? &borrowed[c->y % BORROWED] : &handles[c->y % HANDLES];
}

static void wrong(const char *what)
{
    fuzz_failed("content", "%s", what);
}

/* ---- The calls. */

static void open_one(call *c)
{
    bool as_str = c->value & 1;
    site place = as_str ? at_open_str : at_open_object;
    handle *to = &handles[c->x % HANDLES];
    int o = c->o;
    if (n_tickets == TICKETS || (o != NOTHING && is_dropped(o))) {
        return;
    }
    in.raw = Py_XNewRef(objects[o].raw);
    bool opens = o != NOTHING;
    if (o == NOTHING) {
        only_held(c);
        if (c->pending == NO_EXCEPTION) {
            mistake(c, HF_NULL_WITHOUT_EXCEPTION, 0, NOTHING, place);
        }
    } else if (c->gil == RELEASED || c->gil == OTHER_WITHOUT) {
        mistake(c, HF_WITHOUT_THE_GIL, 0, NOTHING, place);
        opens = false;
    }
    perform(c, as_str ? open_str : open_object);
    *to = null_handle;
    if (opens) {
        enter_ticket(to, o, as_str ? "str" : "object", place, false);
    } else {
        Py_XDECREF(in.raw);
    }
}

static void fresh_one(call *c)
{
    int o = new_object();
    if (o != NOTHING && n_tickets < TICKETS) {
        objects[o].raw = PyList_New(0);
        c->o = o;
        c->value &= 0xFE;
        without_exception(c);
        only_held(c);
        objects[o].held = 1;
        open_one(c);
        objects[o].held--;
        Py_DECREF(objects[o].raw);
        settle(o);
    }
}

static void again_one(call *c)
{
    const handle *from = chosen(c);
    handle *to = &handles[c->x % HANDLES];
    if (!is_safe(from) || n_tickets == TICKETS) {
        return;
    }
    in.handle = *from;
    int o = from->names;
    bool opens = is_usable(c, from, at_again_use);
    if (opens && (c->gil == RELEASED || c->gil == OTHER_WITHOUT)) {
        only_held(c); /* a reference would be taken first */
    }
    perform(c, again);
    *to = null_handle;
    if (opens) {
        enter_ticket(to, o, "object", at_again, false);
    } else if (!c->stops && !hf_is_null(out.handle.object)) {
        wrong("a reference from a handle that is not good");
    }
}

static void decref_one(call *c)
{
    handle *h = &handles[c->x % HANDLES];
    site place = c->value & 1 ? at_decref_too : at_decref;
    in.handle = *h;
    bool closes = is_consumed(c, h, place);
    perform(c, c->value & 1 ? decref_too : decref);
    if (closes) {
        close_ticket(h->ticket, place);
        objects[h->names].held--;
        settle(h->names);
    }
}

static void give_one(call *c)
{
    handle *h = &handles[c->x % HANDLES];
    in.handle = *h;
    bool goes_on = true;
    if (in_scope(c)) {
        only_held(c);
    }
    if (in_scope(c) && !scopes[n_scopes - 1].raising) {
        if (h->names == NOTHING && c->pending == NO_EXCEPTION) {
            goes_on = mistake(c, HF_NULL_WITHOUT_EXCEPTION, 0, NOTHING,
                              at_give);
        } else if (h->names != NOTHING && c->pending == LOOKUP) {
            goes_on = mistake(c, HF_RESULT_WITH_EXCEPTION, 0, h->names,
                              at_give);
        }
    }
    bool closes = goes_on && is_consumed(c, h, at_give);
    PyObject *wanted = closes ? objects[h->names].raw : NULL;
    perform(c, give);
    if (closes) {
        close_ticket(h->ticket, at_give);
        objects[h->names].loose++;
    }
    if (!c->stops && out.raw != wanted) {
        wrong("another pointer than the handle's");
    }
}

static void borrow_one(call *c)
{
    borrowed[c->y % BORROWED] = handles[c->x % HANDLES];
}

static void lend_one(call *c)
{
    handle *to = &borrowed[c->y % BORROWED];
    bool as_str = c->value & 1;
    site place = as_str ? at_lend_str : at_lend;
    int o = c->o;
    if (n_tickets == TICKETS || (o != NOTHING && is_dropped(o))) {
        return;
    }
    in.raw = objects[o].raw;
    bool lends = in_scope(c) && o != NOTHING;
    if (c->gil == OTHER_WITHOUT) {
        c->gil = RELEASED; /* scopes are a thread's own */
    }
    if (lends && c->gil == RELEASED) {
        mistake(c, HF_WITHOUT_THE_GIL, 0, NOTHING, place);
        lends = false;
    }
    perform(c, as_str ? lend_str : lend);
    *to = null_handle;
    if (lends) {
        enter_ticket(to, o, as_str ? "str" : "object", place, true);
    } else if (!c->stops) {
        *to = out.handle;
        to->names = o;
    }
}

static void use_one(call *c)
{
    const handle *from = chosen(c);
    bool counts = c->value & 2;
    if (!is_safe(from)) {
        return;
    }
    if (c->gil == OTHER_WITH && tickets[from->ticket].lent) {
        only_held(c); /* what is lent is a thread's own */
    }
    in.handle = *from;
    bool usable = is_usable(c, from, counts ? at_refcnt : at_use);
    const object *o = &objects[from->names];
    perform(c, counts ? refcnt : use);
    if (c->stops) {
        return;
    }
    if (counts ? out.number != (usable ? o->others + o->held + o->pins : 0)
               : out.raw != (usable ? o->raw : NULL)) {
        wrong("another pointer, or count, than the object's");
    }
}

static void repr_one(call *c)
{
    const handle *from = chosen(c);
    if (!is_safe(from) || from->names == LIAR) {
        return;
    }
    only_held(c);
    c->armed = 0; /* CPython may keep what it allocates */
    in.handle = *from;
    bool usable = is_usable(c, from, at_repr);
    if (c->stops) {
    } else if (c->pending == LOOKUP && usable && c->mistakes == 0) {
        mistake(c, HF_RUN_WITH_EXCEPTION, 0, from->names, at_repr);
    } else if (!usable && c->pending == NO_EXCEPTION) {
        c->system = true;
    }
    perform(c, repr);
    bool made = usable && c->pending == NO_EXCEPTION;
    if (!c->stops && made == hf_is_null(out.handle.str)) {
        wrong(made ? "no repr" : "a repr");
    }
    if (!c->stops) {
        hf_decref(out.handle.str);
    }
}

/* What the liar's repr is. */
static int lie;
enum { WITH_EXCEPTION, NULL_WITHOUT, TRUTH };

static PyObject *get_lie(PyObject *self)
{
    (void)self;
    if (lie == WITH_EXCEPTION) {
        PyErr_SetObject(PyExc_LookupError, exceptions[LOOKUP]);
    }
    return lie == NULL_WITHOUT ? NULL : Py_NewRef(objects[PLAIN].raw);
}

static void lie_one(call *c)
{
    handle *to = &handles[c->x % HANDLES];
    if (n_tickets == TICKETS || n_scopes > 0) {
        return; /* to lend the liar would be one more place */
    }
    only_held(c);
    c->armed = 0;
    without_exception(c);
    lie = c->value % 3;
    in.handle.borrowed = hf_object_from_borrowed(objects[LIAR].raw);
    bool opens = lie != NULL_WITHOUT;
    if (lie == WITH_EXCEPTION) {
        c->pending = LOOKUP;   /* and stays */
        objects[PLAIN].held++; /* the result */
        opens = mistake(c, HF_RESULT_WITH_EXCEPTION, 0, PLAIN, at_repr);
        objects[PLAIN].held--;
    } else if (lie == NULL_WITHOUT) {
        mistake(c, HF_NULL_WITHOUT_EXCEPTION, 0, NOTHING, at_repr);
    }
    perform(c, repr);
    *to = null_handle;
    if (opens) {
        enter_ticket(to, PLAIN, "str", at_repr, false);
    } else if (lie == WITH_EXCEPTION) {
        Py_DECREF(objects[PLAIN].raw); /* lost where it stopped */
    }
}

/* ---- Scopes and watches. */

static void enter_one(call *c)
{
    if (n_scopes == SCOPES) {
        return;
    }
    if (c->gil >= OTHER_WITHOUT) {
        only_held(c);
    }
    in.scope = &scopes[n_scopes].scope;
    if (c->gil == RELEASED) {
        mistake(c, HF_WITHOUT_THE_GIL, 0, NOTHING, at_enter);
    }
    perform(c, enter);
    if (!c->stops) {
        scopes[n_scopes].raising = c->pending != NO_EXCEPTION;
        scopes[n_scopes].n = 0;
        n_scopes++;
    }
}

static void leave_one(call *c)
{
    if (n_scopes == 0) {
        return;
    }
    only_held(c);
    in.scope = &scopes[n_scopes - 1].scope;
    perform(c, leave);
    n_scopes--;
    for (int i = 0; i < scopes[n_scopes].n; i++) {
        ticket *t = &tickets[scopes[n_scopes].lent[i]];
        t->open = false;
        t->closed = at_leave;
        objects[t->object].pins--;
        settle(t->object);
    }
}

static void watch_one(call *c)
{
    int o = c->o;
    if (n_watches == WATCHES || (o != NOTHING && is_dropped(o))) {
        return;
    }
    only_held(c);
    in.neutral = &watches[n_watches].neutral;
    in.raw = objects[o].raw;
    perform(c, watch);
    watches[n_watches].object = o;
    watches[n_watches].expected = objects[o].held;
    objects[o].pins += o != NOTHING;
    n_watches++;
}

static void unwatch_one(call *c)
{
    if (n_watches == 0) {
        return;
    }
    only_held(c);
    in.neutral = &watches[n_watches - 1].neutral;
    int o = watches[n_watches - 1].object;
    object *it = &objects[o];
    Py_ssize_t missing = watches[n_watches - 1].expected - it->held;
    if (o != NOTHING && missing != 0) {
        mistake(c, HF_COUNT_CHANGED, 0, o, at_unwatch);
    }
    perform(c, unwatch);
    if (c->stops) {
        return; /* it is watched still */
    }
    if (o != NOTHING && missing > 0) { /* they are given back */
        it->held += missing;
        it->loose += missing;
    }
    it->pins -= o != NOTHING;
    n_watches--;
    settle(o);
}

/* loose_one takes or drops a reference that no handle has. */
static void loose_one(call *c)
{
    object *o = &objects[c->o];
    if (c->o == NOTHING) {
        return;
    }
    if (c->value & 1 ? o->loose > 0 : !is_dropped(c->o)) {
        int change = c->value & 1 ? -1 : 1;
        PyObject *raw = o->raw;
        o->held += change;
        o->loose += change;
        settle(c->o);
        if (change > 0) {
            Py_INCREF(raw);
        } else {
            Py_DECREF(raw);
        }
    }
}

/* ---- Windows and reports. */

static bool is_since(int t, int first)
{
    return t >= first && tickets[t].open && !tickets[t].lent;
}

static void begin_one(call *c)
{
    int w = c->x % WINDOWS;
    windows[w].window = c->value & 1 ? hf_ledger_first()->begin()
                                     : hf_ledger_begin();
    windows[w].first = n_tickets;
    windows[w].begun = true;
}

static void count_one(call *c)
{
    int w = c->x % WINDOWS;
    size_t wanted = 0;
    int first = windows[w].begun ? windows[w].first : 1;
    hf_ledger_window window = windows[w].begun ? windows[w].window : 0;
    for (int t = 1; t < n_tickets; t++) {
        wanted += is_since(t, first);
    }
    size_t n = c->value & 1 ? hf_ledger_first()->count(window)
                            : hf_ledger_count(window);
    if (n != wanted) {
        fuzz_failed("content", "expected %zu open handles, found %zu", wanted,
                    n);
    }
    size_t each = 48 + (WITH_STACKS ? 8 * sizeof(void *) : 0);
    if (hf_ledger_bytes() % each != 0 || hf_ledger_bytes() / each < 8192) {
        fuzz_failed("content", "%zu bytes", hf_ledger_bytes());
    }
}

static void end_one(call *c)
{
    int w = c->x % WINDOWS;
    if (!windows[w].begun) {
        return;
    }
    only_held(c);
    c->armed = 0;
    report *of_site[N_SITES] = {NULL};
    Py_ssize_t total = 0;
    for (int t = windows[w].first; t < n_tickets; t++) {
        if (!is_since(t, windows[w].first)) {
            continue;
        }
        total++;
        site s = tickets[t].opened;
        if (of_site[s] == NULL) {
            mistake(c, HF_LEAK, t, tickets[t].object, NOWHERE);
            of_site[s] = &reports[n_reports - 1];
        } else {
            of_site[s]->times++;
            describe_other(of_site[s], tickets[t].object, tickets[t].type);
        }
    }
    in.size = (Py_ssize_t)windows[w].window;
    perform(c, c->value & 1 ? end_window_of_table : end_window);
    if (!c->stops && out.number != total) {
        wrong("another number of leaks");
    }
}

static bool has_places(const report *r)
{
    return r->opened != NOWHERE || r->closed != NOWHERE || r->place != NOWHERE;
}

static void read_one(call *c)
{
    size_t i = c->value % (KEPT + 2);
    hf_mistake kind = HF_MISTAKES;
    if (budget <= 0 && i < n_reports) {
        return;
    }
    budget--;
    only_held(c);
    failing_now = c->failing;
    const char *text = hf_ledger_report(i, c->x & 1 ? &kind : NULL);
    failing_now = ALL_GOES_WELL;
    if (i >= n_reports || i >= KEPT) {
        if (text != NULL || kind != HF_MISTAKES) {
            wrong("a report that was not made");
        }
        return;
    }
    bool is_new = modes[i] < 0;
    const char *rest;
    if (lost[i]) { /* what is left to say is what kind it was */
        rest = strchr(words[reports[i].kind].head, ':') + 2;
        rest = strcmp(text, rest) == 0 ? "" : NULL;
    } else if (is_new && c->failing == NO_TEXT && has_places(&reports[i])) {
        rest = strchr(text, '\001') != NULL ? "" : NULL; /* as it was kept */
    } else {
        modes[i] = is_new ? (int)c->mode : modes[i];
        rest = match_any(text, reports[i].batch, (mode)modes[i]);
    }
    if (rest == NULL || *rest != '\0') {
        wrong_report(text, reports[i].batch);
    }
    if (c->x & 1 && kind != reports[i].kind) {
        wrong("another kind of mistake");
    }
}

static void churn_one(call *c);

/* told_one calls the forms that are told the place. */
static void told_one(call *c)
{
    handle *h = &handles[c->x % HANDLES], *to = &borrowed[c->y % BORROWED];
    void *place = (void *)0x10;
    int o = c->o != NOTHING && !is_dropped(c->o) ? c->o : PLAIN;
    if (n_tickets == TICKETS || (n_scopes > 0 && c->value % 6 == 4)) {
        return;
    }
    only_held(c);
    c->policy = HF_COLLECT;
    hf_ledger_set_policy(HF_COLLECT);
    hf_ticket t = 0;
    PyObject *wanted = NULL, *found = NULL;
    memset(&out, 0, sizeof(out));
    bool is_other = c->value & 8;
    switch (c->value % 6) {
    case 0:
    case 1:
        Py_INCREF(objects[o].raw);
        t = c->value % 6 == 0
                ? hf_ledger_open_at(objects[o].raw, "object", place)
                : hf_ledger_open_again_at(objects[o].raw, "object", place);
        out.handle.object = HF_LITERAL(object, t, HF_IN(objects[o].raw));
        enter_ticket(h, o, "object", at_0x10, false);
        break;
    case 2:
        if (h->ticket != 0) {
            wanted = is_usable(c, h, at_0x10) ? objects[h->names].raw : NULL;
            found = hf_ledger_use_at(h->object.hf_private_ticket,
                                     HF_OUT(h->object), place);
        }
        break;
    case 5:
        if (n_scopes > 0) {
            t = hf_ledger_lend_at(objects[o].raw, "object", place);
            out.handle.object = HF_LITERAL(object, t, HF_IN(objects[o].raw));
            enter_ticket(to, o, "object", at_0x10, true);
        }
        break;
    default: {
        PyObject *raw = HF_OUT(h->object);
        bool closes = is_consumed(c, h, at_0x10);
        wanted = closes ? raw : NULL;
        t = h->object.hf_private_ticket;
        found = c->value % 6 == 4 ? hf_ledger_give_at(t, raw, place)
                : is_other        ? hf_ledger_close_late_at(t, raw, place)
                                  : hf_ledger_close_at(t, raw, place);
        if (is_other) {
            hf_ledger_seal();
        }
        if (closes) {
            close_ticket(h->ticket, at_0x10);
            objects[h->names].loose++;
        }
        break;
    }
    }
    if (found != wanted) {
        wrong("another pointer than the handle's");
    }
}

/* foreign_one makes a handle that this ledger has never seen. */
static void foreign_one(call *c)
{
    handle *h = &handles[c->x % HANDLES];
    if (n_tickets == TICKETS) {
        return;
    }
    int o = c->o != NOTHING ? c->o : PLAIN, t = n_tickets++;
    hf_ticket forged = (hf_ticket)5 << 32 | (0xFFFFFF00 + c->value);
    h->object = HF_LITERAL(object, forged, HF_IN(objects[o].raw));
    h->names = o;
    h->ticket = t;
    tickets[t] = (ticket){.object = o, .forgotten = true};
}

/* craft_one opens a handle in a call whose callers look odd. */
static void craft_one(call *c)
{
    enum { FRAMES = 20 };
    const void *frames[FRAMES][2];
    handle *to = &handles[c->x % HANDLES];
    if (n_tickets == TICKETS) {
        return;
    }
    only_held(c);
    int calls = 2; /* the site, and what it was called from */
    for (int i = 0; i < FRAMES; i++) {
        frames[i][0] = i + 1 < FRAMES ? frames[i + 1] : NULL;
        frames[i][1] = (const void *)(uintptr_t)(0x100 + i);
    }
    in.data = (const char *)frames[0];
    switch (c->value % 6) {
    case 0:
        in.data++;
        break;
    case 1:
        in.data = (const char *)(UINTPTR_MAX & ~(uintptr_t)0xFFFF);
        break;
    case 2:
        frames[0][1] = NULL;
        break;
    case 3:
        frames[0][0] = frames[0];
        calls = 3;
        break;
    case 4:
        frames[1][1] = NULL;
        calls = 3;
        break;
    default:
        calls = 7; /* as many as are kept */
        break;
    }
    in.raw = Py_NewRef(objects[WIDE].raw);
    perform(c, open_crafted);
    enter_ticket(to, WIDE, "object", at_open_crafted, false);
    tickets[to->ticket].calls = calls;
}

/* fill_one opens more handles than a ledger with little memory has room for. */
static void fill_one(call *c)
{
    enum { MANY = 20000 };
    static hf_object many[MANY];
    if (c->value != 0x77 || !WITH_STACKS) {
        return;
    }
    only_held(c);
    size_t before = hf_ledger_count(0);
    Py_ssize_t count = Py_REFCNT(objects[LIST].raw);
    for (int i = 0; i < MANY; i++) {
        many[i] = hf_object_from_owned(Py_NewRef(objects[LIST].raw));
    }
    size_t watched = hf_ledger_count(0) - before;
    if (watched < 100 || watched >= MANY) {
        fuzz_failed("content", "%zu handles of %d are watched", watched, MANY);
    }
    for (int i = 0; i < MANY; i++) {
        if (hf_as_raw(many[i]) != objects[LIST].raw) {
            wrong("a handle that is not watched is not good");
        }
        hf_decref(many[i]);
    }
    if (Py_REFCNT(objects[LIST].raw) != count) {
        wrong("another count");
    }
    c->value = 0x77;
    churn_one(c);
}

/* lend_many_one lends more than the ledger looks at. */
static void lend_many_one(call *c)
{
    if (c->value != 0x77 || n_scopes == 0 || n_tickets + 70 > TICKETS) {
        return;
    }
    only_held(c);
    int o = c->o != NOTHING && !is_dropped(c->o) ? c->o : LIST;
    for (int i = 0; i < 70; i++) {
        in.raw = objects[o].raw;
        perform(c, lend);
        enter_ticket(&borrowed[i % BORROWED], o, "object", at_lend, true);
    }
}

static void forget_one(call *c)
{
    if (c->value & 1) {
        hf_ledger_first()->forget();
    } else {
        hf_ledger_forget();
    }
    n_reports = 0;
}

/* churn_one has every closed ticket used again, twice. */
static void churn_one(call *c)
{
    if (c->value != 0x77) {
        return;
    }
    only_held(c);
    in.raw = objects[LIST].raw;
    perform(c, churn);
    for (int t = 1; t < n_tickets; t++) {
        tickets[t].forgotten |= !tickets[t].open;
    }
}

/* ---- Views. */

static void view_one(call *c)
{
    const handle *from = chosen(c);
    int v = c->x % VIEWS;
    int o = from->names;
    if (!is_safe(from) || (is_there(o) && !is_str(o))) {
        return;
    }
    only_held(c);
    c->armed = 0;
    in.handle = *from;
    bool usable = is_usable(c, from, at_view);
    bool fails = !usable;
    c->system = fails && c->pending == NO_EXCEPTION && !c->stops;
    if (usable && c->pending != NO_EXCEPTION &&
        !PyUnicode_IS_ASCII(objects[o].raw)) {
        fails = true;
    }
    if (usable && o == LONE) {
        c->encode = c->pending == NO_EXCEPTION;
        fails = true;
    }
    perform(c, view);
    if (c->stops) {
        return;
    }
    if (out.ok == fails) {
        wrong(fails ? "a view" : "no view");
    }
    if (!fails) {
        Py_ssize_t size;
        const char *utf8 = PyUnicode_AsUTF8AndSize(objects[o].raw, &size);
        views[v].data = out.utf8.data;
        views[v].size = out.utf8.size;
        views[v].object = o;
        views[v].ticket = c->failing != NO_PAGES ? from->ticket : 0;
        views[v].gone = false;
        if (size != out.utf8.size ||
            memcmp(utf8, out.utf8.data, (size_t)size + 1) != 0) {
            wrong("a view of something else");
        }
        if ((views[v].ticket != 0) == (out.utf8.data == utf8)) {
            wrong("a view is watched, or is not");
        }
        tickets[views[v].ticket].views++;
    }
}

static bool is_view_open(int v)
{
    int t = views[v].ticket;
    return t == 0 ? is_there(views[v].object) : tickets[t].open;
}

static void read_view_one(call *c)
{
    int v = c->x % VIEWS;
    if (views[v].data == NULL || views[v].gone) {
        return;
    }
    int t = views[v].ticket;
    if (t == 0 && !is_view_open(v)) {
        return;
    }
    only_held(c);
    c->armed = 0;
    if (!is_view_open(v) && budget <= 0) {
        return;
    }
    char inner[40] = "";
    site place = at_read_for;
    if (c->mode == NAMED && known_place[at_read_for] != 0) {
        snprintf(inner, sizeof(inner), "0x%zx",
                 (size_t)(known_place[at_read_for] - 1 - program_bias));
        place = at_read_view;
    }
    setenv("HOLDFAST_FUZZ_INNER", inner, 1);
    if (!is_view_open(v)) {
        mistake(c, HF_VIEW_READ_TOO_LATE, 0, NOTHING, place);
        reports[n_reports - 1].opened = at_view;
        reports[n_reports - 1].closed = tickets[t].closed;
        budget--;
    }
    in.data = views[v].data + c->value % (views[v].size + 1);
    perform(c, read_view);
    setenv("HOLDFAST_FUZZ_INNER", "", 1);
    if (!c->stops) {
        Py_ssize_t size;
        const char *utf8 = PyUnicode_AsUTF8AndSize(objects[views[v].object].raw,
                                                   &size);
        if (out.number != utf8[c->value % (size + 1)]) {
            wrong("another byte");
        }
    }
}

static void append_one(call *c)
{
    handle *h = &handles[c->x % HANDLES];
    int v = c->y % VIEWS;
    int o = h->names;
    if (n_tickets == TICKETS || !is_safe(h) || o == LONE ||
        (is_there(o) && !is_str(o))) {
        return;
    }
    only_held(c);
    c->armed = 0;
    without_exception(c);
    in.handle = *h;
    in.data = "more";
    in.size = 4;
    if (c->value & 1 && views[v].data != NULL && !views[v].gone &&
        is_view_open(v)) {
        in.data = views[v].data;
        in.size = views[v].size;
    }
    int made = new_object();
    if (made == NOTHING ||
        (o != NOTHING && tickets[h->ticket].open &&
         PyUnicode_GET_LENGTH(objects[o].raw) + in.size > 400)) {
        return;
    }
    bool closes = is_consumed(c, h, at_append);
    c->system = !closes && !c->stops;
    PyObject *wanted = NULL;
    if (closes) {
        wanted = PyUnicode_DecodeUTF8(in.data, in.size, NULL);
        PyObject *left = objects[o].raw;
        PyObject *both = PyUnicode_Concat(left, wanted);
        Py_DECREF(wanted);
        wanted = both;
    }
    perform(c, append);
    if (c->stops) {
        return;
    }
    *h = null_handle;
    if (!closes) {
        if (!hf_is_null(out.handle.str)) {
            wrong("something was appended to nothing");
        }
        return;
    }
    close_ticket(in.handle.ticket, at_append);
    objects[o].held--;
    settle(o);
    PyObject *raw = hf_as_raw(out.handle.str);
    int found = PyUnicode_Compare(raw, wanted);
    Py_DECREF(wanted);
    if (found != 0) {
        wrong("something else than both");
    }
    if (raw == objects[o].raw && !objects[o].gone) {
        made = o; /* nothing was to be appended */
    } else {
        objects[made] = (object){.raw = raw};
    }
    enter_ticket(h, made, "str", at_append, false);
    /* CPython keeps UTF-8 with the str: now, and not with the first view. */
    PyUnicode_AsUTF8(raw);
}

/* many_views_one uses up what there is for views. */
static void many_views_one(call *c)
{
    enum { MOST = 1024, TOO_MANY = MOST + 10 };
    if (c->value != 0x77) {
        return;
    }
    only_held(c);
    hf_utf8 made;
    const char *data = PyUnicode_AsUTF8(objects[PLAIN].raw);
    hf_str s = hf_str_from_owned(Py_NewRef(objects[PLAIN].raw));
    int unwatched = 0;
    for (int i = 0; i < TOO_MANY; i++) {
        if (!hf_str_as_utf8(hf_borrow(s), &made) ||
            strcmp(made.data, data) != 0) {
            wrong("no view");
        }
        unwatched += made.data == data;
    }
    hf_decref(s);
    int open = 0;
    for (int t = 1; t < n_tickets; t++) {
        open += tickets[t].open ? tickets[t].views : 0;
    }
    if (unwatched != TOO_MANY - MOST + open) {
        fuzz_failed("content", "%d views of %d are not watched", unwatched,
                    TOO_MANY);
    }
    for (int v = 0; v < VIEWS; v++) {
        views[v].gone |= !is_view_open(v);
    }
}

static const char *page_of_nobody; /* above all views: it was there before */

/* fault_one reads what nobody may, and no view was. */
static void fault_one(call *c)
{
    struct sigaction ledgers;
    only_held(c);
    c->armed = 0;
    sigaction(SIGSEGV, NULL, &ledgers);
    in.data = page_of_nobody;
    fault_is_expected = true;
    run_guarded(read_view);
    fault_is_expected = false;
    sigaction(SIGSEGV, &ledgers, NULL);
    if (!jumped) {
        wrong("a page that could be read");
    }
}

/* ---- The list of all ledgers. */

static const char *const list_of_all = "holdfast.ledgers";
static hf_ledger_table foreign = {.version = HF_LEDGER_VERSION,
                                  .module = "foreign"};

static PyObject *known_to_all(void)
{
    return PyInterpreterState_GetDict(PyInterpreterState_Main());
}

static void put_list(hf_ledger_table *first)
{
    PyObject *capsule = PyCapsule_New(first, list_of_all, NULL);
    PyDict_SetItemString(known_to_all(), list_of_all, capsule);
    Py_DECREF(capsule);
}

static void find_first(void)
{
    out.raw = (PyObject *)(void *)hf_ledger_first();
}

static void first_one(call *c)
{
    only_held(c);
    unsigned armed = c->armed;
    c->armed = 0;
    hf_ledger_table *wanted = hf_ledger_first();
    hf_ledger_table *next = wanted->next;
    hf_policy before = c->policy;
    foreign.version = HF_LEDGER_VERSION;
    foreign.next = NULL;
    switch (c->value % 4) {
    case 0: /* gone, as where Python ended in between */
        PyDict_DelItemString(known_to_all(), list_of_all);
        break;
    case 1: /* another module came first */
        put_list(&foreign);
        next = &foreign;
        break;
    case 2: /* it is in the list, further back */
        foreign.next = wanted;
        put_list(&foreign);
        wanted = &foreign;
        next = foreign.next;
        break;
    default:
        without_exception(c); /* it would end with the process */
        foreign.version++;
        put_list(&foreign);
        break;
    }
    if (c->value % 4 == 3) {
        struct sigaction action = {.sa_handler = on_abort_expected}, old;
        char said[3000];
        sigaction(SIGABRT, &action, &old);
        begin_printing();
        run_guarded(find_first);
        const char *text = end_printing();
        sigaction(SIGABRT, &old, NULL);
        snprintf(said, sizeof(said),
                 "holdfast: foreign and %s are compiled with ledgers of "
                 "versions %d and %d: compile both with the same Holdfast\n",
                 program_path, HF_LEDGER_VERSION + 1, HF_LEDGER_VERSION);
        if (!jumped || strcmp(text, said) != 0) {
            fuzz_failed("report", "expected\n%sfound\n%s", said, text);
        }
        foreign.version--;
        put_list(wanted);
    }
    fuzz_alloc_arm(armed);
    hf_ledger_first(); /* it may be there only after the next call */
    fuzz_alloc_disarm();
    hf_ledger_table *first = hf_ledger_first();
    const hf_ledger_table *mine = first == &foreign ? first->next : first;
    if (first != wanted || first->next != next ||
        mine->version != HF_LEDGER_VERSION ||
        strcmp(mine->module, program_path) != 0 ||
        mine->reports() != n_reports || mine->report(KEPT, NULL) != NULL) {
        wrong("another list of ledgers");
    }
    if (first == &foreign) {
        put_list((hf_ledger_table *)(uintptr_t)mine);
    }
    mine->set_policy(before);
}

/* ---- The table. */

static const struct {
    const char *name;
    void (*act)(call *c);
} table[] = {
    {"open", open_one},
    {"fresh", fresh_one},
    {"again", again_one},
    {"decref", decref_one},
    {"give", give_one},
    {"borrow", borrow_one},
    {"lend", lend_one},
    {"use", use_one},
    {"repr", repr_one},
    {"lie", lie_one},
    {"enter", enter_one},
    {"leave", leave_one},
    {"watch", watch_one},
    {"unwatch", unwatch_one},
    {"loose", loose_one},
    {"begin", begin_one},
    {"count", count_one},
    {"end", end_one},
    {"read", read_one},
    {"forget", forget_one},
    {"churn", churn_one},
    {"view", view_one},
    {"read_view", read_view_one},
    {"append", append_one},
    {"many_views", many_views_one},
    {"told", told_one},
    {"foreign", foreign_one},
    {"craft", craft_one},
    {"fill", fill_one},
    {"lend_many", lend_many_one},
    {"fault", fault_one},
    {"first", first_one},
};
enum { CALLS = sizeof(table) / sizeof(table[0]) };

/* ---- One call. */

static const char *doing = "";
static int n_calls; /* of this input, so far */

void fuzz_where(FILE *to)
{
    fprintf(to, "%s: ", doing);
}

static void print_call(FILE *to, int number, const char *name, const call *c)
{
    static const char *const policies[] = {"", ", raise", ", collect"};
    static const char *const gils[] = {"", ", without the GIL",
                                       ", in another thread without the GIL",
                                       ", in another thread"};
    fprintf(to, "%5d  %-18s a=%d, b=%d, object=%d, value=%d, mode=%d%s%s%s",
            number, name, c->x, c->y, c->o, c->value, c->mode,
            c->policy == HF_ABORT ? ", abort" : policies[c->policy],
            gils[c->gil],
            c->pending == LOOKUP      ? ", an exception is set"
            : c->pending == OWNERSHIP ? ", a report is set"
                                      : "");
    static const char *const failings[] = {
        "", ", no pages", ", no text", ", no pipe", ", no child", ", no stack"};
    fprintf(to, "%s", failings[c->failing]);
    if (c->armed) {
        fprintf(to, ", allocation %u fails", c->armed);
    }
    fputc('\n', to);
}

/* check_raised compares the exception that a call left, and clears it. */
static void check_raised(const call *c)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    PyObject *pending = exceptions[c->pending];
    bool raised = c->policy == HF_RAISE && c->mistakes > 0 && !c->stops;
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
        if (raised && trace != tracebacks[c->pending]) {
            fuzz_failed("exception", "its traceback is gone");
        }
        Py_XDECREF(trace);
    }
    if (pending == NULL && !raised) {
        PyObject *wanted = c->system   ? PyExc_SystemError
                           : c->encode ? PyExc_UnicodeEncodeError
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
    if (hf_ledger_reports() != n_reports) {
        size_t n = hf_ledger_reports();
        const char *text = n > 0 ? hf_ledger_report(n - 1, NULL) : NULL;
        fuzz_failed("report", "expected %zu, found %zu; the last is\n%s",
                    n_reports, n, text != NULL ? text : "not kept");
    }
}

static void one_call(const char *name, void (*act)(call *c), call c)
{
    doing = name;
    if (!is_there(c.o)) {
        c.o = NOTHING;
    }
    if (budget <= 0) {
        c.policy = HF_COLLECT;
        c.gil = HELD;
    }
    if (c.gil != HELD) {
        c.policy = c.gil == OTHER_WITH ? HF_COLLECT : c.policy;
        c.pending = NO_EXCEPTION;
        c.gil = c.gil == OTHER_WITH && n_watches > 0 ? HELD : c.gil;
    }
    if (c.policy != HF_RAISE) {
        c.armed = 0;
    }
    if (c.failing == NO_STACK && c.gil != OTHER_WITH) {
        c.failing = ALL_GOES_WELL; /* it is asked for once in each thread */
    }
    if (c.failing == NO_PIPE || c.failing == NO_CHILD) {
        c.mode = FAILS; /* so it looks */
    }
    thread_is_bare = c.failing == NO_STACK;
    if (fuzz_tracing != NULL) {
        print_call(fuzz_tracing, n_calls, name, &c);
        fflush(fuzz_tracing);
    }
    n_calls++;
    n_batches++;
    hf_ledger_set_policy(c.policy);
    set_mode(c.mode);
    if (c.pending != NO_EXCEPTION) {
        PyErr_Restore(Py_NewRef(Py_TYPE(exceptions[c.pending])),
                      Py_NewRef(exceptions[c.pending]),
                      Py_XNewRef(tracebacks[c.pending]));
    }
    act(&c);
    fuzz_counted.steps++;
    budget -= c.mistakes > 0 && (c.policy != HF_COLLECT || c.stops);
    check_raised(&c);
    check_objects();
    if (fuzz_tracing != NULL) {
        fprintf(fuzz_tracing, "       -> %s\n",
                c.stops          ? "stops"
                : c.mistakes > 0 ? "reports"
                                 : "ok");
    }
}

/* ---- An input. */

static void begin_input(void)
{
    memset(handles, 0, sizeof(handles));
    memset(borrowed, 0, sizeof(borrowed));
    memset(windows, 0, sizeof(windows));
    memset(views, 0, sizeof(views));
    memset(objects + FIXED, 0, (OBJECTS - FIXED) * sizeof(object));
    n_tickets = 1;
    n_calls = 0;
    n_reports = 0;
    n_batches = 0;
    budget = WITH_STACKS ? 2 : 4;
}

/* end_input releases all that is left. */
static void end_input(void)
{
    doing = "the end";
    hf_ledger_set_policy(HF_COLLECT);
    while (n_watches > 0) {
        one_call("unwatch", unwatch_one, (call){.policy = HF_COLLECT});
    }
    while (n_scopes > 0) {
        one_call("leave", leave_one, (call){.policy = HF_COLLECT});
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
    hf_ledger_set_policy(HF_ABORT);
}

/* ---- Starting. */

static PyObject *made(PyObject *raw)
{
    if (raw == NULL) {
        PyErr_Print();
        fuzz_failed("engine", "the target does not start");
    }
    return raw;
}

static PyObject *text_object(const char *escaped)
{
    PyObject *text = made(PyUnicode_DecodeUnicodeEscape(
        escaped, (Py_ssize_t)strlen(escaped), NULL));
    PyUnicode_AsUTF8(text);
    return text;
}

static PyObject *repeated(Py_ssize_t n)
{
    PyObject *text = made(PyUnicode_New(n, 127));
    PyUnicode_Fill(text, 0, n, '~');
    PyUnicode_AsUTF8(text);
    return text;
}

static void start_exceptions(void)
{
    PyObject *globals = made(PyDict_New());
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
    hf_ledger_set_policy(HF_RAISE);
    open_nothing();
    PyErr_Fetch(&type, &exceptions[OWNERSHIP], &tracebacks[OWNERSHIP]);
    PyErr_NormalizeException(&type, &exceptions[OWNERSHIP],
                             &tracebacks[OWNERSHIP]);
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
    page_of_nobody = mmap(NULL, 1, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                          0);
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

/* start_ledger makes the first calls that a ledger gets, when little is there.
 */
static void start_ledger(void)
{
    PyObject *dicts[200]; /* CPython keeps none for later then */
    for (int i = 0; i < 200; i++) {
        dicts[i] = made(PyDict_New());
    }
    in.raw = objects[LIST].raw;
    call c = {.mode = FAILS, .gil = RELEASED, .stops = true};
    set_mode(FAILS);
    perform(&c, open_object); /* nobody else may touch the list yet */
    most_pages = WITH_STACKS ? 1 << 20 : SIZE_MAX;
    if (WITH_STACKS) {
        fuzz_alloc_arm(1);
        hf_object o = hf_object_from_owned(Py_NewRef(in.raw));
        hf_decref(o);
    } else {
        open_nothing();
        if (hf_ledger_reports() != 2 || PyErr_Occurred()) {
            fuzz_failed("report", "not as $HOLDFAST_LEDGER says");
        }
    }
    fuzz_alloc_disarm();
    most_pages = SIZE_MAX;
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

/* start_reports raises the first ones, while memory fails ever later. */
static void start_reports(void)
{
    hf_ledger_set_policy(HF_RAISE);
    for (unsigned k = 1, fired = true; fired; k++) {
        fuzz_alloc_arm(k);
        failing_now = NO_PIPE; /* which is fast */
        open_nothing();
        failing_now = ALL_GOES_WELL;
        fired = fuzz_alloc_disarm();
        if (!PyErr_ExceptionMatches(fired ? PyExc_MemoryError
                                          : PyExc_RuntimeError) &&
            !PyErr_ExceptionMatches(PyExc_RuntimeError)) {
            fuzz_failed("exception", "no report, and memory does not fail");
        }
        PyErr_Clear();
    }
}

/* start_places has the ledger say where a view is read: what it is told then of
 * that place depends on it. What CPython keeps from the first time on is there
 * after this, too. */
static void start_places(void)
{
    begin_input();
    one_call("open", open_one, (call){.o = PLAIN, .policy = HF_COLLECT});
    one_call("view", view_one, (call){.policy = HF_COLLECT});
    one_call("decref", decref_one, (call){.policy = HF_COLLECT});
    one_call("read_view", read_view_one,
             (call){.mode = UNKNOWN, .policy = HF_COLLECT});
    for (int which = 0; which < CALLS; which++) {
        for (uint8_t value = 0; value < 4; value++) {
            one_call(table[which].name, table[which].act,
                     (call){.o = WIDE, .value = value, .policy = HF_COLLECT});
        }
    }
    for (int i = 0; i < 4; i++) { /* many reports, one in another's context */
        budget = 1;
        one_call("begin", begin_one, (call){.policy = HF_COLLECT});
        one_call("open", open_one, (call){.o = WIDE, .policy = HF_COLLECT});
        one_call("open", open_one,
                 (call){.x = 1, .o = WIDE, .value = 1, .policy = HF_COLLECT});
        one_call("again", again_one, (call){.x = 2, .policy = HF_COLLECT});
        one_call("lie", lie_one,
                 (call){.x = 3, .value = TRUTH, .policy = HF_COLLECT});
        one_call("append", append_one, (call){.x = 1, .policy = HF_COLLECT});
        one_call("end", end_one, (call){.policy = HF_RAISE, .pending = LOOKUP});
    }
    for (int i = 0; i < 100; i++) { /* CPython enlarges the dict at times */
        one_call("first", first_one, (call){.policy = HF_COLLECT});
    }
    PyUnicode_AsUTF8(objects[LONE].raw);
    PyErr_Clear();
    PyObject *lists[100]; /* more than are kept when they are freed */
    for (int i = 0; i < 100; i++) {
        lists[i] = made(PyList_New(0));
    }
    for (int i = 0; i < 100; i++) {
        Py_DECREF(lists[i]);
    }
    end_input();
    fuzz_counted.steps = 0;
}

static void finalize(void)
{
    Py_FinalizeEx();
}

/* ends_as says whether Python ends, and says what it is to say of |left|
 * handles that are open. */
static bool ends_as(int left)
{
    const char head[] = "holdfast: at the end of Python 2 handles are open:\n";
    begin_input();
    n_batches++;
    for (int i = 0; i < left; i++) {
        in.raw = Py_NewRef(objects[LIST].raw);
        open_object();
        enter_ticket(&handles[0], LIST, "object", at_open_object, false);
    }
    if (left > 0) {
        expect(HF_LEAK, 1, LIST, NOWHERE)->times = (size_t)left;
    }
    begin_printing();
    run_guarded(finalize);
    const char *text = end_printing();
    const char *rest = left > 0 && WITH_STACKS ? match(text, head) : text;
    if (left > 0 && WITH_STACKS && rest != NULL) {
        rest = match_any(rest, n_batches, NAMED);
    }
    bool right = rest != NULL && *rest == '\0' &&
                 jumped == (left > 0 && WITH_STACKS);
    if (!right) {
        fprintf(stderr,
                "\n== holdfast: ledger: the report oracle ==\nwith %d handles "
                "open at the end of Python, found\n%s\n",
                left, text);
    }
    return right;
}

/* end_python ends Python: in a copy of this process, with nothing open, and
 * then with two handles. $HOLDFAST_LEDGER_EXIT is set beside the stacks. */
static void end_python(void)
{
    struct sigaction action = {.sa_handler = on_abort_expected};
    if (getpid() != started_by) {
        return;
    }
    sigaction(SIGABRT, &action, NULL);
    set_mode(NAMED);
    hf_ledger_set_policy(HF_COLLECT);
    int status = 0;
    if (fork() == 0) {
        _exit(ends_as(0) ? 0 : 1);
    }
    wait(&status);
    if (!ends_as(2) || status != 0) {
        signal(SIGABRT, SIG_DFL);
        abort();
    }
}

void fuzz_begin(void)
{
    ssize_t n = readlink("/proc/self/exe", program_path,
                         sizeof(program_path) - 1);
    program_path[n > 0 ? n : 0] = '\0';
    dl_iterate_phdr(look_at_first, NULL);
    start_scripts();
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
    objects[PLAIN].raw = text_object("it's \\\\ \\x01~\\x7f ");
    objects[LATIN].raw = text_object("\\xe9\\xff");
    objects[WIDE].raw = text_object("\\u0100\\u20ac\\uffff");
    objects[ASTRAL].raw = text_object("\\U00010000 \\U0001f600");
    objects[FITS].raw = repeated(78);
    objects[TOO_LONG].raw = repeated(79);
    objects[LONGER].raw = repeated(120);
    objects[LONE].raw = made(PyUnicode_FromOrdinal(0xD800));
    objects[INT].raw = made(PyLong_FromLong(-(1 << 20)));
    objects[HUGE_INT].raw = made(PyLong_FromString("1"
                                                   "00000000000000000000000",
                                                   NULL, 10));
    objects[LIST].raw = made(PyList_New(0));
    PyObject *globals = made(PyDict_New());
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    PyDict_SetItemString(globals, "__name__", Py_None);
    Py_XDECREF(PyRun_String("class S(str): pass\nx = S('sub')", Py_file_input,
                            globals, globals));
    PyErr_Clear();
    objects[SUBCLASS].raw = made(
        Py_XNewRef(PyDict_GetItemString(globals, "x")));
    PyObject *liar = made(PyType_FromSpec(&liar_spec));
    objects[LIAR].raw = made(PyType_GenericAlloc((PyTypeObject *)liar, 0));
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
}

#endif /* FUZZ_LEDGER_CALLS_H */
