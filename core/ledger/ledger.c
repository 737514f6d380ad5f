#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* MAP_ANONYMOUS, MAP_NORESERVE */
#endif
#define HF_CORE
#include "ledger.h"

#ifdef HF_CHECKED

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "../internal/immortal.h"
#include "../types.h"
#include "gives_new.h"
#include "report.h"

#define NAME(T, parent, name, check) #T,
static const char *const type_names[] = {HF_TYPES(NAME)};

/* A ticket of 48 bytes. Closed ones wait in a queue before they are used again,
 * so that a stale handle is recognised by its generation. */
typedef struct entry {
    PyObject *object;
    void *opened, *closed; /* places; |closed| once it is, or a copy of it was
                            * released; see also lend and build */
    const char *type;
    uint64_t serial;     /* counts openings; 0: lent, or not used yet */
    uint32_t generation; /* odd while it is open */
    uint32_t link;       /* closed: the next in the queue; open: flags */
} entry;

enum {
    LENT = 1,
    VIEWED = 2,
    KEPT = 4,
    LENDS = 8,
    COPY_RELEASED = 16,
    SHOWN = 32
};

enum {
    MOST = 1 << 26, /* handles that are open at once */
    WAIT = 8192,    /* how many closed tickets are kept, for their places */
    LENDS_MOST = 64 /* items that one handle lends, each with its own ticket */
};

/* Address space for all entries is reserved at the start; memory is taken as
 * it is used. So an index is an address at once. */
static struct {
    entry *entries;
    hf_place *stacks;        /* with HOLDFAST_LEDGER_STACKS */
    uint32_t used, room;     /* entries */
    uint32_t oldest, newest; /* the queue of closed ones: never empty */
    uint32_t waiting;
    uint64_t serial;
    hf_policy policy; /* HF_POLICIES: what the environment asks for */
    bool ready;
} ledger = {.policy = HF_POLICIES};

/* Few enough to have a fixed place, also in a module that is loaded late. */
#define THREAD_LOCAL __thread __attribute__((tls_model("initial-exec")))
THREAD_LOCAL hf_private_call_scope *hf_private_ledger_scope;
static THREAD_LOCAL hf_private_neutral *neutral;
/* References that are the ledger's own. */
static THREAD_LOCAL Py_ssize_t pinned;
/* The latest call of this thread that began while no exception was set. */
static THREAD_LOCAL hf_place none_yet;
/* Of this thread, with the GIL, when no count was watched; or nobody's. */
#define NOBODY ((PyThreadState *)&ledger)
static THREAD_LOCAL PyThreadState *last_seen = NOBODY;

#ifdef Py_GIL_DISABLED
static PyMutex mutex; /* who waits for it lets the collector go on */
enum { LOCKED = true };
#else
enum { LOCKED = false };
#endif
#define LOCK() HF_LOCK(&mutex)
#define UNLOCK() HF_UNLOCK(&mutex)

#define PLACE __builtin_return_address(0)

static entry *entry_at(uint32_t index)
{
    return &ledger.entries[index];
}

static hf_place *stack_of(const entry *e)
{
    return ledger.stacks != NULL
               ? ledger.stacks + (e - ledger.entries) * HF_STACK_DEPTH
               : NULL;
}

static bool is_open(const entry *e)
{
    return e->generation & 1;
}

static hf_private_number ticket_of(const entry *e, uint32_t index)
{
    return (hf_private_number)e->generation << 32 | index;
}

/* entry_of is the entry that |ticket| names, whether it is still the same
 * generation or not. */
static inline uint32_t index_of(hf_private_number ticket)
{
    return (uint32_t)ticket & (MOST - 1);
}

static entry *entry_of(hf_private_number ticket)
{
    uint32_t index = index_of(ticket);
    return index < ledger.used ? entry_at(index) : NULL;
}

static bool is_valid(const entry *e, hf_private_number ticket)
{
    return e != NULL && e->generation == (uint32_t)(ticket >> 32);
}

/* is_issued says whether |ticket| may ever have been given to a handle. */
static bool is_issued(const entry *e, hf_private_number ticket)
{
    return e != NULL && (uint32_t)(ticket >> 32) <= e->generation;
}

/* recalled is |e| if it still tells of |ticket|, which is issued: open, or
 * closed and not used again since; or NULL. */
static const entry *recalled(const entry *e, hf_private_number ticket)
{
    return e->generation - (uint32_t)(ticket >> 32) < 2 ? e : NULL;
}

/* ---- Starting. */

/* All ledgers of a process: each extension module that is compiled with
 * HF_CHECKED has one of its own. The first one makes the capsule. */
static hf_ledger_table table = {
    .version = HF_LEDGER_VERSION,
    .begin = hf_ledger_begin,
    .count = hf_ledger_count,
    .end = hf_ledger_end,
    .reports = hf_ledger_reports,
    .report = hf_ledger_report,
    .forget = hf_ledger_forget,
    .set_policy = hf_ledger_set_policy,
};

/* known is what all interpreters of this process can look into. */
static PyObject *known(void)
{
    return PyInterpreterState_GetDict(PyInterpreterState_Main());
}

static PyObject *capsule_of_all(void)
{
    return hf_report_item(known(), HF_LEDGER_CAPSULE);
}

/* join puts this ledger into the list that |capsule| has, or makes one. */
static void join(PyObject *capsule)
{
    hf_ledger_table *first = capsule ? PyCapsule_GetPointer(capsule,
                                                            HF_LEDGER_CAPSULE)
                                     : NULL;
    if (first == NULL) {
        capsule = PyCapsule_New(&table, HF_LEDGER_CAPSULE, NULL);
        if (capsule != NULL) {
            PyDict_SetItemString(known(), HF_LEDGER_CAPSULE, capsule);
        }
        Py_XDECREF(capsule);
    } else if (first->version != table.version) {
        hf_report_text("holdfast: %s and %s are compiled with ledgers of "
                       "versions %u and %u: compile both with the same "
                       "Holdfast\n",
                       first->module, table.module, (unsigned)first->version,
                       (unsigned)table.version);
        abort();
    } else {
        const hf_ledger_table *t = first;
        while (t != NULL && t != &table) {
            t = t->next;
        }
        if (t == NULL) { /* also where Python was finalized in between */
            table.next = first;
            PyCapsule_SetPointer(capsule, &table);
        }
    }
}

hf_ledger_table *hf_ledger_first(void)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    table.module = hf_report_module((void *)hf_ledger_first);
    PyObject *capsule = capsule_of_all();
    if (PyErr_Occurred() == NULL) { /* or there may be one */
        join(capsule);
        capsule = capsule_of_all();
    }
    /* Null, with an error that is not kept, where there is no capsule. */
    hf_ledger_table *first = PyCapsule_GetPointer(capsule, HF_LEDGER_CAPSULE);
    PyErr_Restore(type, value, traceback);
    return first;
}

static void on_exit_of_python(void)
{
    size_t open = hf_ledger_count(0);
    if (open > 0) {
        hf_report_text("holdfast: at the end of Python %zu handles are open:\n",
                       open);
        ledger.policy =
            HF_POLICY_ABORT; /* nobody is left to be told otherwise */
        hf_ledger_end(0);
    }
}

static void *reserve(size_t size)
{
    void *at = mmap(NULL, size, PROT_READ | PROT_WRITE,
                    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return at != MAP_FAILED ? at : NULL;
}

static void start(void)
{
    ledger.ready = true;
    ledger.room = MOST;
    ledger.entries = reserve(ledger.room * sizeof(entry));
    while (ledger.entries == NULL) {
        ledger.room /= 2;
        if (HF_NEVER(ledger.room == 0)) {
            return; /* there is not a page left */
        }
        ledger.entries = reserve(ledger.room * sizeof(entry));
    }
    if (getenv("HOLDFAST_LEDGER_STACKS") != NULL) {
        ledger.stacks = reserve(ledger.room * HF_STACK_DEPTH *
                                sizeof(hf_place));
    }
    ledger.used = ledger.waiting = 1; /* the first in the queue */
    ledger.entries->generation = 2;   /* which no null handle has */
    if (getenv("HOLDFAST_LEDGER_EXIT") != NULL) {
        Py_AtExit(on_exit_of_python);
    }
    hf_ledger_first(); /* which enters it */
}

/* ---- Mistakes. */

static hf_policy policy(void)
{
    static const char *const names[HF_POLICIES] = {"abort", "raise", "collect"};
    if (ledger.policy == HF_POLICIES) {
        const char *asked = getenv("HOLDFAST_LEDGER");
        ledger.policy = HF_POLICY_ABORT;
        for (int i = 0; asked != NULL && i < HF_POLICIES; i++) {
            if (strcmp(asked, names[i]) == 0) {
                ledger.policy = (hf_policy)i;
            }
        }
    }
    return ledger.policy;
}

/* pins_of counts the ledger's own references to |object|, as far as they are
 * among the last that were taken. */
static Py_ssize_t pins_of(const PyObject *object)
{
    enum { LAST = 64 };
    Py_ssize_t n = 0;
    int left = LAST;
    for (const hf_private_neutral *watched = neutral; watched != NULL;
         watched = watched->outer) {
        n += watched->object == object;
    }
    for (const hf_private_call_scope *s = hf_private_ledger_scope; s != NULL;
         s = s->outer) {
        for (hf_private_number t = s->newest; t != 0 && left-- > 0;) {
            const entry *e = entry_of(t);
            n += e->object == object;
            t = (hf_private_number)(uintptr_t)e->closed;
        }
    }
    return n;
}

/* is_closed says whether it is known where |e| was closed, or a copy of it. */
static bool is_closed(const entry *e)
{
    return !is_open(e) || (e->link & COPY_RELEASED);
}

static void mistake_as(hf_mistake kind, const entry *e, const char *type,
                       PyObject *object, void *place, size_t times, bool more)
{
    if (!ledger.ready && kind != HF_WITHOUT_THE_GIL) {
        start();
    }
    hf_incident incident = {
        .kind = kind,
        .object = object,
        .type = type,
        .place = place,
        .opened = e != NULL ? e->opened : NULL,
        .closed = e != NULL && is_closed(e) ? e->closed : NULL,
        .none_yet = kind == HF_RESULT_WITH_EXCEPTION ||
                            kind == HF_RUN_WITH_EXCEPTION
                        ? none_yet
                        : NULL,
        .pins = object != NULL ? pins_of(object) : 0,
        .times = times,
        .more = more,
    };
    /* It is alive for certain if somebody else has an open ticket to it. */
    incident.alive = e != NULL ? is_open(e)
                               : kind != HF_USED_AFTER_CONSUMED &&
                                     kind != HF_CONSUMED_TWICE;
    for (uint32_t i = 0; !incident.alive && i < ledger.used; i++) {
        const entry *other = entry_at(i);
        incident.alive = is_open(other) && other->object == object &&
                         other->serial != 0;
    }
    if (e != NULL) {
        incident.stack = stack_of(e);
    }
    hf_report_incident(&incident, policy());
}

static void mistake_of(hf_mistake kind, const entry *e, PyObject *object,
                       void *place, size_t times, bool more)
{
    mistake_as(kind, e, e != NULL ? e->type : NULL, object, place, times, more);
}

static void mistake(hf_mistake kind, const entry *e, PyObject *object,
                    void *place)
{
    mistake_of(kind, e, object, place, 1, false);
}

static inline PyThreadState *current_thread(void)
{
#if PY_VERSION_HEX >= 0x030D0000
    return PyThreadState_GetUnchecked();
#else
    return _PyThreadState_UncheckedGet();
#endif
}

/* Until 3.11 there is one current state, of the thread that has the GIL. */
#if PY_VERSION_HEX < 0x030C0000
#define IS_OF_ANOTHER_THREAD(state)                                            \
    ((state)->thread_id != PyThread_get_thread_ident())
#else
#define IS_OF_ANOTHER_THREAD(state) false
#endif

/* has_gil is PyGILState_Check, which also looks into thread-local storage. */
static inline bool has_gil(const PyThreadState *current)
{
    return current != NULL && !IS_OF_ANOTHER_THREAD(current);
}

static inline void note_call(void *place)
{
    if (HF_LIKELY(PyErr_Occurred() == NULL)) {
        none_yet = place;
    }
}

/* Without the GIL nobody can be told but by ending the process. */
static void need_gil(void *place)
{
    PyThreadState *current = current_thread();
    if (HF_UNLIKELY(current != last_seen)) {
        if (!has_gil(current)) {
            mistake(HF_WITHOUT_THE_GIL, NULL, NULL, place);
        }
        last_seen = neutral == NULL ? current : NOBODY;
    }
    note_call(place);
}

void hf_private_ledger_need_gil_at(void *place)
{
    need_gil(place);
}

/* is_usual says that this thread has the GIL, and that no count is watched: all
 * that a call has to look for mostly, in a few instructions. */
static inline bool is_usual(void)
{
    return !LOCKED && current_thread() == last_seen;
}

/* ---- Opening. */

/* note_opened notes where |e| was opened, or lent once more. */
static inline void note_opened(entry *e, void *place)
{
    e->opened = place;
    if (HF_UNLIKELY(ledger.stacks != NULL)) {
        hf_report_walk(stack_of(e), place);
    }
}

static inline hf_private_number enter_as(uint32_t index, PyObject *object,
                                         const char *type, void *place,
                                         uint32_t flags)
{
    entry *e = entry_at(index);
    e->object = object;
    e->type = type;
    e->serial = flags & LENT ? 0 : ++ledger.serial;
    e->generation++; /* odd now */
    e->link = flags;
    note_opened(e, place);
    return ticket_of(e, index);
}

static inline uint32_t leave_queue(void)
{
    uint32_t index = ledger.oldest;
    ledger.oldest = entry_at(index)->link;
    ledger.waiting--;
    return index;
}

static hf_private_number enter(PyObject *object, const char *type, void *place,
                               uint32_t flags)
{
    if (!ledger.ready) {
        start();
    }
    if (ledger.waiting <= WAIT && ledger.used == ledger.room) {
        return 0; /* no room: then it is not watched */
    }
    uint32_t index = ledger.waiting > WAIT ? leave_queue() : ledger.used++;
    return enter_as(index, object, type, place, flags);
}

static void note_count(PyObject *object, Py_ssize_t change)
{
    for (hf_private_neutral *n = neutral; n != NULL; n = n->outer) {
        n->expected += n->object == object ? change : 0;
    }
}

static __attribute__((noinline)) hf_private_number open_slowly(PyObject *object,
                                                               const char *type,
                                                               void *place)
{
    need_gil(place);
    LOCK();
    hf_private_number ticket = enter(object, type, place, 0);
    UNLOCK();
    note_count(object, 1);
    return ticket;
}

static inline hf_private_number open_as(PyObject *object, const char *type,
                                        void *place)
{
    if (object == NULL) {
        return 0;
    }
    if (HF_LIKELY(is_usual() && ledger.waiting > WAIT)) {
        return enter_as(leave_queue(), object, type, place, 0);
    }
    return open_slowly(object, type, place);
}

hf_private_number hf_private_ledger_open_again_at(PyObject *object,
                                                  const char *type, void *place)
{
    return open_as(object, type, place);
}

hf_private_number hf_private_ledger_open_more_at(PyObject *object, int row,
                                                 void *place)
{
    return open_as(object, type_names[row], place);
}

hf_private_number hf_private_ledger_open_buffer_at(PyObject *object,
                                                   void *place)
{
    return open_as(object, hf_report_buffer, place);
}

hf_private_number hf_private_ledger_open_builder_at(void *place)
{
    return open_slowly(NULL, hf_report_builder, place);
}

hf_private_number hf_private_ledger_open_at(PyObject *object, const char *type,
                                            void *place)
{
    if (HF_UNLIKELY(object == NULL && PyErr_Occurred() == NULL)) {
        mistake(HF_NULL_WITHOUT_EXCEPTION, NULL, NULL, place);
    }
    return open_as(object, type, place);
}

hf_private_number hf_private_ledger_open_result_at(PyObject *object,
                                                   const char *type,
                                                   void *place)
{
    if (HF_UNLIKELY(object != NULL && PyErr_Occurred() != NULL)) {
        mistake(HF_RESULT_WITH_EXCEPTION, NULL, object, place);
    }
    return hf_private_ledger_open_at(object, type, place);
}

/* enter_lent enters a borrowed handle with |next| behind it in a list. */
static hf_private_number enter_lent(PyObject *object, const char *type,
                                    void *place, hf_private_number next)
{
    LOCK();
    hf_private_number ticket = enter(object, type, place, LENT);
    UNLOCK();
    if (ticket != 0) {
        /* Pinned: if the owner drops it, this is the last reference, and not
         * freed memory that some other object may already be using. */
        Py_INCREF(object);
        pinned++;
        note_count(object, 1);
        entry_of(ticket)->closed = (void *)(uintptr_t)next;
    }
    return ticket;
}

hf_private_number hf_private_ledger_lend_at(PyObject *object, const char *type,
                                            void *place)
{
    if (object == NULL) {
        return 0;
    }
    need_gil(place);
    hf_private_number ticket = enter_lent(object, type, place,
                                          hf_private_ledger_scope->newest);
    if (ticket != 0) {
        hf_private_ledger_scope->newest = ticket;
    }
    return ticket;
}

/* lent_by is the list of what the open |e| lends. */
static hf_private_number lent_by(const entry *e)
{
    return e->link & LENDS ? (hf_private_number)(uintptr_t)e->closed : 0;
}

hf_private_number hf_private_ledger_lend_by_at(hf_private_number lender,
                                               PyObject *object,
                                               const char *type, void *place)
{
    if (object == NULL) {
        return 0;
    }
    if (lender ==
        0) { /* which is not watched itself, but a scope may be there */
        return hf_private_ledger_scope != NULL
                   ? hf_private_ledger_lend_at(object, type, place)
                   : 0;
    }
    need_gil(place);
    entry *of = entry_of(lender);
    /* What it lends; or, where it is lent itself, what is behind it in the list
     * that it is closed with. */
    hf_private_number first = of->link & LENT
                                  ? (hf_private_number)(uintptr_t)of->closed
                                  : lent_by(of);
    int n = 0;
    for (hf_private_number t = first; t != 0; n++) {
        entry *e = entry_of(t);
        if (e->object == object) {
            note_opened(e, place);
            return t; /* it is lent already */
        }
        if (n == LENDS_MOST - 1) {
            return lender;
        }
        t = (hf_private_number)(uintptr_t)e->closed;
    }
    hf_private_number ticket = enter_lent(object, type, place, first);
    if (ticket != 0) {
        of->closed = (void *)(uintptr_t)ticket;
        of->link |= of->link & LENT ? 0 : LENDS;
    }
    return ticket;
}

/* ---- Using. */

/* is_dropped says that nobody but the ledger holds |object|. */
static bool is_dropped(PyObject *object)
{
    return Py_REFCNT(object) == 1 || Py_REFCNT(object) == pins_of(object);
}

PyObject *hf_private_ledger_use_at(hf_private_number ticket, PyObject *object,
                                   void *place)
{
    need_gil(place);
    const entry *e = entry_of(ticket);
    if (HF_LIKELY(is_valid(e, ticket))) {
        /* Not |object|: an item may carry the ticket of its container. */
        if ((e->link & LENT) &&
            (Py_REFCNT(e->object) == 1 || Py_REFCNT(e->object) <= pinned) &&
            is_dropped(e->object)) {
            mistake(HF_OWNER_DROPPED_IT, e, object, place);
            return NULL;
        }
        return object;
    }
    if (!is_issued(e, ticket)) {
        mistake(HF_NEVER_INITIALISED, NULL, NULL, place);
        return NULL;
    }
    e = recalled(e, ticket);
    bool lent = e != NULL && e->serial == 0;
    mistake(lent ? HF_BORROWED_TOO_LONG : HF_USED_AFTER_CONSUMED, e, object,
            place);
    return NULL;
}

PyObject *hf_private_ledger_show_at(hf_private_number ticket, PyObject *object,
                                    void *place)
{
    PyObject *used = hf_private_ledger_use_at(ticket, object, place);
    entry *e = entry_of(ticket);
    if (used == NULL || used != e->object || (e->link & LENT)) {
        return used;
    }
    const hf_incident as = {
        .object = object,
        .type = e->type,
        .place = place,
        .opened = e->opened,
        .stack = stack_of(e),
    };
    if (hf_report_show(ticket & ~HF_PRIVATE_MOVES, &as, e->link & SHOWN,
                       policy())) {
        e->link |= SHOWN;
    }
    return used;
}

bool hf_private_ledger_is_open(hf_private_number ticket)
{
    return is_valid(entry_of(ticket), ticket);
}

bool hf_private_ledger_is_set_at(hf_private_number ticket, bool is_null,
                                 void *place)
{
    bool is_set = ticket == 0 ? is_null : is_issued(entry_of(ticket), ticket);
    if (!is_set) {
        mistake(HF_NEVER_INITIALISED, NULL, NULL, place);
    }
    return is_set;
}

/* It is kept where the place of the closing will be. */
void hf_private_ledger_build(hf_private_number ticket, Py_ssize_t length)
{
    entry_of(ticket)->closed = (void *)length;
}

bool hf_private_ledger_is_built_at(hf_private_number ticket, Py_ssize_t length,
                                   void *place)
{
    const entry *e = entry_of(ticket);
    if (e->closed == (void *)length) {
        return true;
    }
    mistake_as(HF_USED_AFTER_CONSUMED, e, hf_report_builder, NULL, place, 1,
               false);
    return false;
}

PyObject *hf_private_ledger_use_beside_at(hf_private_number ticket,
                                          PyObject *object,
                                          hf_private_number taken, void *place)
{
    if (ticket == 0) {
        return object;
    }
    if (ticket != taken &&
        (ticket | HF_PRIVATE_MOVES) == (taken | HF_PRIVATE_MOVES)) {
        const entry *e = entry_of(ticket);
        if (is_valid(e, ticket)) {
            mistake(HF_MOVED_AND_BORROWED, e, object, place);
            return NULL;
        }
    }
    return hf_private_ledger_use_at(ticket, object, place);
}

/* ---- Closing. */

static inline void enter_queue(uint32_t index, void *place)
{
    entry *e = entry_at(index);
    e->closed = place;
    e->generation++; /* even now */
    entry_at(ledger.newest)->link = index;
    ledger.newest = index;
    ledger.waiting++;
}

/* close_lent closes a list of borrowed handles. */
static void close_lent(hf_private_number ticket, void *place)
{
    while (ticket != 0) {
        const entry *e = entry_of(ticket);
        PyObject *object = e->object;
        hf_private_number next = (hf_private_number)(uintptr_t)e->closed;
        LOCK();
        if (e->link & VIEWED) {
            hf_report_end_views(ticket, place);
            hf_report_seal_views();
        }
        enter_queue(index_of(ticket), place);
        UNLOCK();
        ticket = next;
        pinned--;
        note_count(object, -1);
        Py_DECREF(object);
    }
}

static __attribute__((noinline)) PyObject *close_slowly(
    hf_private_number ticket, PyObject *object, void *place, bool late)
{
    if (ticket == 0) {
        return object; /* null, or it is not watched */
    }
    need_gil(place);
    entry *e = entry_of(ticket);
    bool valid = is_valid(e, ticket);
    hf_private_number lent = 0;
    if (valid && (e->link & COPY_RELEASED)) {
        mistake(HF_CONSUMED_TWICE, e, object, place);
    }
    LOCK();
    if (valid) {
        lent = lent_by(e);
        if (e->link & VIEWED) {
            hf_report_end_views(ticket & ~HF_PRIVATE_MOVES, place);
            if (!late) {
                hf_report_seal_views();
            }
        }
        enter_queue(index_of(ticket), place);
    }
    UNLOCK();
    if (!valid && !is_issued(e, ticket)) {
        mistake(HF_NEVER_INITIALISED, NULL, NULL, place);
        return NULL;
    }
    if (!valid) {
        mistake(HF_CONSUMED_TWICE, recalled(e, ticket), object, place);
        return NULL;
    }
    note_count(object, -1);
    close_lent(lent, place);
    return object;
}

static inline PyObject *close_as(hf_private_number ticket, PyObject *object,
                                 void *place, bool late)
{
    uint32_t index = index_of(ticket);
    if (HF_LIKELY(is_usual() && index < ledger.used &&
                  is_valid(entry_at(index), ticket) &&
                  entry_at(index)->link == 0)) {
        note_call(place);
        enter_queue(index, place);
        return object;
    }
    return close_slowly(ticket, object, place, late);
}

PyObject *hf_private_ledger_close_at(hf_private_number ticket, PyObject *object,
                                     void *place)
{
    return close_as(ticket, object, place, false);
}

PyObject *hf_private_ledger_drop_at(hf_private_number ticket, PyObject *object,
                                    void *place)
{
    const entry *e = entry_of(ticket);
    if (is_valid(e, ticket) && HF_UNLIKELY(e->link & SHOWN) &&
        hf_private_ledger_scope != NULL) {
        hf_report_release_shown(ticket & ~HF_PRIVATE_MOVES, place);
    }
    return close_as(ticket, object, place, false);
}

PyObject *hf_private_ledger_close_late_at(hf_private_number ticket,
                                          PyObject *object, void *place)
{
    return close_as(ticket, object, place, true);
}

void hf_private_ledger_close_copy_at(hf_private_number ticket,
                                     PyObject *object, void *place)
{
    need_gil(place);
    entry *e = entry_of(ticket);
    if (!is_valid(e, ticket)) {
        close_slowly(ticket, object, place, false); /* which reports it */
    } else if (e->link & COPY_RELEASED) {
        mistake(HF_CONSUMED_TWICE, e, object, place);
    } else {
        e->link |= COPY_RELEASED;
        e->closed = place;
    }
}

void hf_private_ledger_seal(void)
{
    LOCK();
    hf_report_seal_views();
    UNLOCK();
}

/* judge looks at how a call ends: with |object|, or another result, or it has
 * |failed|. */
static inline void judge(bool failed, PyObject *object, void *place)
{
    bool error = PyErr_Occurred() != NULL;
    if (failed && !error) {
        mistake(HF_NULL_WITHOUT_EXCEPTION, NULL, NULL, place);
    } else if (!failed && error && !hf_report_is_raised()) {
        mistake(HF_RESULT_WITH_EXCEPTION, NULL, object, place);
    }
}

static inline bool is_judged(void)
{
    return HF_UNLIKELY(hf_private_ledger_scope != NULL &&
                       !hf_private_ledger_scope->raising);
}

static inline PyObject *give_as(hf_private_number ticket, PyObject *object,
                                void *place)
{
    if (is_judged()) {
        bool is_there = ticket == 0 || is_valid(entry_of(ticket), ticket);
        judge(object == NULL, is_there ? object : NULL, place);
    }
    return close_as(ticket, object, place, false);
}

PyObject *hf_private_ledger_give_at(hf_private_number ticket, PyObject *object,
                                    void *place)
{
    return give_as(ticket, object, place);
}

/* ---- What a handle is made of, as far as the expression tells. */

/* called is what |said| calls, past casts and parentheses. */
static const char *called(const char *said)
{
    for (;;) {
        const char *end = *said == '(' ? strchr(said, ')') : NULL;
        if (end != NULL && memchr(said, '*', (size_t)(end - said)) != NULL &&
            strcspn(said + 1, "(") > (size_t)(end - said - 1)) {
            said = end + 1; /* (PyObject *) */
        } else if (*said == '(' || *said == ' ') {
            said++;
        } else {
            return said;
        }
    }
}

/* is_verb says whether |name| is called, and is hf_verb, or that of a type. */
static bool is_verb(const char *name, size_t length, const char *verb)
{
    const size_t behind = strlen(verb);
    return name[length] == '(' && length > behind &&
           strncmp(name, "hf_", 3) == 0 &&
           strncmp(name + length - behind, verb, behind) == 0;
}

PyObject *hf_private_said_owned(const char *said, PyObject *raw)
{
    const char *name = called(said);
    size_t length = strcspn(name, "(");
    if (raw != NULL && is_verb(name, length, "_as_raw")) {
        mistake(HF_LENT_NOT_OWNED, NULL, raw, PLACE);
        Py_INCREF(raw); /* so that what it was taken from has its own */
    }
    return raw;
}

PyObject *hf_private_said_borrowed(const char *said, PyObject *raw)
{
    const char *name = called(said);
    size_t length = strcspn(name, "(");
    if (raw == NULL) {
        return raw;
    }
    if (is_verb(name, length, "_into_raw")) {
        mistake(HF_NEW_NOT_OWNED, NULL, raw, PLACE);
    }
    for (size_t i = 0; i < sizeof(gives_new) / sizeof(*gives_new); i++) {
        if (name[length] == '(' && strlen(gives_new[i]) == length &&
            strncmp(name, gives_new[i], length) == 0) {
            mistake(HF_NEW_NOT_OWNED, NULL, raw, PLACE);
        }
    }
    return raw;
}

/* ---- Views, and calls with an exception set. */

const char *hf_private_ledger_view_at(hf_private_number ticket,
                                      const char *data, Py_ssize_t size,
                                      void *place)
{
    entry *e = entry_of(ticket);
    if (data == NULL || !is_valid(e, ticket)) {
        return data;
    }
    LOCK();
    const char *view = hf_report_view(ticket & ~HF_PRIVATE_MOVES, data,
                                      (size_t)size, place);
    e->link |= view != NULL ? VIEWED : 0;
    UNLOCK();
    return view != NULL ? view : data; /* without memory it is not watched */
}

const char *hf_private_ledger_array_at(hf_private_number ticket,
                                       const char *data, Py_ssize_t size,
                                       void *place)
{
    return has_gil(current_thread())
               ? hf_private_ledger_view_at(ticket, data, size, place)
               : data;
}

void hf_private_ledger_pending_at(PyObject *object, void *place)
{
    if (object == NULL || hf_report_is_raised()) {
        return; /* the null handle of the call that failed: passed on */
    }
    mistake(HF_RUN_WITH_EXCEPTION, NULL, object, place);
}

/* ---- The forms that take their own place. */

hf_private_number hf_private_ledger_open(PyObject *object, const char *type)
{
    return hf_private_ledger_open_at(object, type, PLACE);
}

hf_private_number hf_private_ledger_open_again(PyObject *object,
                                               const char *type)
{
    return open_as(object, type, PLACE);
}

hf_private_number hf_private_ledger_open_more(PyObject *object, int row)
{
    return open_as(object, type_names[row], PLACE);
}

hf_private_number hf_private_ledger_lend(PyObject *object, const char *type)
{
    return hf_private_ledger_lend_at(object, type, PLACE);
}

/* HF_NEVER(called) in the headers yet: what lends items is in core/. */
hf_private_number hf_private_ledger_lend_by(hf_private_number lender,
                                            PyObject *object, const char *type)
{
    return hf_private_ledger_lend_by_at(lender, object, type, PLACE);
}

void hf_private_ledger_need_gil(void)
{
    need_gil(PLACE);
}

PyObject *hf_private_ledger_use(hf_private_number ticket, PyObject *object)
{
    return hf_private_ledger_use_at(ticket, object, PLACE);
}

PyObject *hf_private_ledger_show(hf_private_number ticket, PyObject *object)
{
    return hf_private_ledger_show_at(ticket, object, PLACE);
}

PyObject *hf_private_ledger_drop(hf_private_number ticket, PyObject *object)
{
    return hf_private_ledger_drop_at(ticket, object, PLACE);
}

PyObject *hf_private_ledger_close(hf_private_number ticket, PyObject *object)
{
    return close_as(ticket, object, PLACE, false);
}

PyObject *hf_private_ledger_give(hf_private_number ticket, PyObject *object)
{
    return give_as(ticket, object, PLACE);
}

int hf_private_ledger_status(int status)
{
    need_gil(PLACE);
    if (!is_judged()) {
        return status;
    }
    judge(status < 0, NULL, PLACE);
    return PyErr_Occurred() != NULL ? -1 : status;
}

/* ---- Scopes. */

static int raise_given(void *Py_UNUSED(unused))
{
    hf_report_look_at_shown(policy(), false);
    return PyErr_Occurred() != NULL ? -1 : 0;
}

/* end_holding reports what earlier calls gave away, and lets go of the rest where
 * they are |over|. The call that begins has no part in it: an exception is raised
 * after it. */
static void end_holding(bool over)
{
    if (policy() == HF_POLICY_RAISE && hf_report_is_given()) {
        Py_AddPendingCall(raise_given, NULL); /* or at the next, if it fails */
    } else {
        hf_report_look_at_shown(policy(), over);
    }
}

void hf_private_ledger_enter(hf_private_call_scope *inner)
{
    inner->outer = hf_private_ledger_scope;
    inner->newest = 0;
    inner->none_yet = none_yet;
    need_gil(PLACE);
    if (HF_UNLIKELY(hf_report_holds)) {
        end_holding(inner->outer == NULL);
    }
    inner->raising = PyErr_Occurred() != NULL;
    hf_private_ledger_scope = inner;
}

void hf_private_ledger_leave(hf_private_call_scope *inner)
{
    hf_private_ledger_scope = inner->outer;
    close_lent(inner->newest, PLACE);
    none_yet = inner->none_yet; /* it is the outer one's call that goes on */
}

void hf_private_ledger_watch(hf_private_neutral *inner, PyObject *object)
{
    inner->outer = neutral;
    inner->object = object;
    inner->expected = 0;
    if (object != NULL) {
        /* Pinned: the mistake may be to release the last reference. */
        Py_INCREF(object);
        pinned++;
        inner->expected = Py_REFCNT(object);
    }
    neutral = inner;
    last_seen = NOBODY;
}

void hf_private_ledger_unwatch(hf_private_neutral *inner)
{
    PyObject *object = inner->object;
    if (object == NULL) {
        neutral = inner->outer;
        return;
    }
#ifndef Py_GIL_DISABLED
    Py_ssize_t found = Py_REFCNT(object);
    /* What is immortal, or has become so meanwhile, has no count. */
    if (found != inner->expected && !hf_private_is_immortal(object)) {
        mistake(HF_COUNT_CHANGED, NULL, object, PLACE);
        /* What was released is still somebody's. */
        for (; found < inner->expected; found++) {
            Py_INCREF(object);
        }
    }
#endif
    neutral = inner->outer;
    pinned--;
    Py_DECREF(object);
}

/* ---- Windows. */

void hf_ledger_set_policy(hf_policy chosen)
{
    ledger.policy = chosen;
}

hf_ledger_window hf_ledger_begin(void)
{
    return ledger.serial;
}

static bool is_open_since(const entry *e, hf_ledger_window window)
{
    return is_open(e) && e->serial > window && !(e->link & KEPT);
}

size_t hf_ledger_count(hf_ledger_window window)
{
    size_t n = 0;
    for (uint32_t i = 0; i < ledger.used; i++) {
        n += is_open_since(entry_at(i), window);
    }
    return n;
}

size_t hf_ledger_end(hf_ledger_window window)
{
    size_t left = hf_ledger_count(window);
    const size_t total = left;
    if (hf_report_holds) {
        hf_report_look_at_shown(policy(), true);
    }
    /* One report for each place that opens, with how many it left open. */
    for (uint32_t i = 0; i < ledger.used; i++) {
        const entry *e = entry_at(i);
        size_t alike = 0;
        for (uint32_t j = 0; is_open_since(e, window) && j < ledger.used; j++) {
            const entry *other = entry_at(j);
            if (is_open_since(other, window) && other->opened == e->opened) {
                if (j < i) {
                    break; /* reported */
                }
                alike++;
            }
        }
        if (alike > 0) {
            left -= alike;
            mistake_of(HF_LEAK, e, e->object, NULL, alike, left > 0);
        }
    }
    return total;
}

void hf_private_ledger_keep(hf_private_number ticket)
{
    entry *e = entry_of(ticket);
    LOCK();
    if (is_valid(e, ticket)) {
        e->link |= KEPT;
    }
    UNLOCK();
}

size_t hf_ledger_bytes(void)
{
    size_t each = sizeof(entry);
    if (ledger.stacks != NULL) {
        each += HF_STACK_DEPTH * sizeof(hf_place);
    }
    return ledger.used * each;
}

#endif /* HF_CHECKED */
