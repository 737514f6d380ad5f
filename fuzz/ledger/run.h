/* run.h: how ledger.c makes a call: what a program has, ends that are
 * expected, and the places that reports name. */
#ifndef FUZZ_LEDGER_RUN_H
#define FUZZ_LEDGER_RUN_H

#include "fuzz/engine/calls.h"
#include "fuzz/engine/ends.h"
#include "fuzz/ledger/said.h"

#include <pthread.h>
#include <semaphore.h>

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
    hf_private_call_scope scope;
    bool raising;
    int lent[TICKETS];
    int n;
} scopes[SCOPES];
static int n_scopes;

static struct {
    hf_private_neutral neutral;
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
    site opened;
    bool gone;
} views[VIEWS];

static int budget; /* of reports whose places are looked up */

/* ---- A call. */

typedef enum gil { HELD, RELEASED, OTHER_WITHOUT, OTHER_WITH } gil;

typedef struct fuzz_call {
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
    bool encode; /* it raises UnicodeEncodeError, */
    bool decode; /* or UnicodeDecodeError */
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
    c->stops = always || c->policy == HF_POLICY_ABORT;
    if (c->stops || c->policy == HF_POLICY_RAISE) {
        modes[n_reports - 1] = (int)c->mode;
    }
    lost[n_reports - 1] = c->failing == NO_TEXT;
    if (c->failing == NO_STACK) {
        reports[n_reports - 1].place_calls = NONE;
    }
    return !c->stops;
}

/* What goes into a site, and comes out. */
static struct {
    PyObject *raw;
    handle handle;
    const char *data;
    Py_ssize_t size;
    hf_private_call_scope *scope;
    hf_private_neutral *neutral;
} in;

static struct {
    PyObject *raw;
    handle handle;
    hf_utf8 utf8;
    Py_ssize_t number;
    bool ok;
} out;

/* ---- Ends that are expected. */

static bool jumped; /* the last call came back from one */

/* A fault that is not the ledger's affair comes here. */
static bool fault_is_expected;
static struct sigaction fault_before;

static void on_fault_of_others(int number)
{
    if (fault_is_expected) {
        ends_come_back(number);
    }
    sigaction(number, &fault_before, NULL);
}

static void run_guarded(void (*body)(void))
{
    failing_now = failing_wanted;
    jumped = ends_in(body);
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

/* Where other threads have their stack, one at a time. Nothing can be read
 * behind it. */
enum { STACK = 1 << 20 };
static char *stack;

static pthread_t start_thread(void *(*start)(void *), void *context)
{
    pthread_t thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    if (pthread_attr_setstack(&attributes, stack, STACK) != 0 ||
        pthread_create(&thread, &attributes, start, context) != 0) {
        fuzz_failed("engine", "no thread can be started");
    }
    pthread_attr_destroy(&attributes);
    return thread;
}

static void start_stack(void)
{
    stack = mmap(NULL, STACK + (1 << 16), PROT_NONE,
                 MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mprotect(stack, STACK, PROT_READ | PROT_WRITE) != 0) {
        fuzz_failed("engine", "no stack for another thread");
    }
}

static void run_in_thread(void *(*start)(void *), void (*body)(void))
{
    pthread_join(start_thread(start, &body), NULL);
}

/* Another thread has the GIL meanwhile, and lets go of it when it is asked to.
 */
static sem_t has_gil, lets_go;

static void *hold_gil(void *context)
{
    (void)context;
    PyGILState_STATE state = PyGILState_Ensure();
    sem_post(&has_gil);
    sem_wait(&lets_go);
    PyGILState_Release(state);
    return NULL;
}

static void run_beside_holder(void (*body)(void))
{
    pthread_t holder = start_thread(hold_gil, NULL);
    sem_wait(&has_gil);
    run_guarded(body);
    sem_post(&lets_go);
    pthread_join(holder, NULL);
}

/* perform calls a site, as it is to be called. */
static void perform(call *c, void (*body)(void))
{
    memset(&out, 0, sizeof(out));
    if (c->stops) {
        ends_begin(c->mode == UNSEEN);
    }
    if (c->armed) {
        fail_allocation(c->armed);
    }
    failing_wanted = c->failing;
    PyThreadState *state;
    switch (c->gil) {
    case HELD:
        run_guarded(body);
        break;
    case RELEASED:
        state = PyEval_SaveThread();
        (c->value & 4 ? run_beside_holder : run_guarded)(body);
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
    if (end_of_failure()) {
        fuzz_counted.failures++;
    } else {
        c->armed = 0;
    }
    if (c->stops) {
        const char *text = ends_read(), *rest = text;
        int seen = c->mode != UNSEEN ? c->mistakes : 0;
        for (int i = 0; i < seen && rest != NULL; i++) {
            rest = c->failing == BROKEN ? match(rest, broken_off)
                                        : match_any(rest, n_batches, c->mode);
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

static SITE void again_typed(void)
{
    out.handle.str = hf_str_incref(in.handle.borrowed_str);
}

static SITE void decref(void)
{
    hf_decref(in.handle.object);
}

static SITE void decref_too(void)
{
    hf_decref(in.handle.str);
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
    known_place[at_read_view] = (uintptr_t)__builtin_return_address(0);
    out.number = *(const volatile char *)in.data;
}

/* A library reads; whose fault it is, is told all the same. */
static SITE void read_by_python(void)
{
    out.number = PyOS_mystrnicmp(in.data, "", 1);
}

static SITE void read_view(void)
{
    read_for();
}

static void write_view(void)
{
    *(volatile char *)(uintptr_t)in.data = 'x';
}

static SITE void append(void)
{
    out.handle.str = hf_str_append_utf8_n(in.handle.str, in.data, in.size);
}

/* One variable is borrowed for a call, and moved out of for the same one. */
static SITE void append_own(void)
{
    hf_str_borrowed lent_first = in.handle.borrowed_str;
    out.handle.str = hf_str_append(hf_move(&in.handle.str), lent_first);
}

static SITE void say_owned(void)
{
    out.raw = hf_private_said_owned(in.data, in.raw);
}

static SITE void say_borrowed(void)
{
    out.raw = hf_private_said_borrowed(in.data, in.raw);
}

static SITE void enter(void)
{
    hf_private_ledger_enter(in.scope);
}

static SITE void leave(void)
{
    hf_private_ledger_leave(in.scope);
}

static SITE void unwatch(void)
{
    hf_private_ledger_unwatch(in.neutral);
}

/* As if the calls further out were those at |in.data|. */
static SITE void open_crafted(void)
{
    const void **frame = __builtin_frame_address(0), *before = frame[0];
    frame[0] = in.data;
    out.handle.object = hf_object_from_owned(in.raw);
    frame[0] = before;
}

enum { HELD_AT_ONCE = 9000 }; /* more than the closed tickets that wait */
static hf_object held_at_once[HELD_AT_ONCE];
static SITE void hold(void)
{
    for (int i = 0; i < HELD_AT_ONCE; i++) {
        held_at_once[i] = hf_object_from_owned(Py_NewRef(in.raw));
    }
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
    hf_private_ledger_watch(in.neutral, in.raw);
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

static bool is_without_gil(const call *c)
{
    return c->gil == RELEASED || c->gil == OTHER_WITHOUT;
}

/* is_good says whether a call at |place| gets what the handle is; if not, it
 * enters why. */
static bool is_good(call *c, const handle *h, bool consumes, site place)
{
    const ticket *t = &tickets[h->ticket];
    const object *o = &objects[h->names];
    if (h->names == NOTHING || h->ticket == 0) {
        return h->names != NOTHING;
    }
    if (is_without_gil(c)) {
        mistake(c, HF_WITHOUT_THE_GIL, 0, NOTHING, place);
        return false;
    }
    bool dropped = t->lent && is_dropped(h->names) &&
                   (o->pins == 1 || o->pins == pins_seen(h->names));
    if (t->open && (consumes || !dropped)) {
        return true;
    }
    if (t->forged) {
        mistake(c, HF_NEVER_INITIALISED, 0, NOTHING, place);
        return false;
    }
    mistake(c,
            consumes                   ? HF_CONSUMED_TWICE
            : t->open                  ? HF_OWNER_DROPPED_IT
            : t->lent && !t->forgotten ? HF_BORROWED_TOO_LONG
                                       : HF_USED_AFTER_CONSUMED,
            h->ticket, h->names, place);
    return false;
}

static bool is_usable(call *c, const handle *h, site place)
{
    return is_good(c, h, false, place);
}

static bool is_consumed(call *c, const handle *h, site place)
{
    return is_good(c, h, true, place);
}

/* is_rare says whether a call is to be done that takes long: for one value, in
 * inputs that may take long. */
static bool is_rare(const call *c)
{
    return c->value == 0x77 && takes_long;
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

static void wrong(const char *found, const char *wanted)
{
    fuzz_failed("content", "expected %s, found %s", wanted, found);
}

#endif /* FUZZ_LEDGER_RUN_H */
