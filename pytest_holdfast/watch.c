/* watch.c: pytest_holdfast._watch, the recorder of depth B.
 *
 * Extensions that were compiled with holdfast/watch.h tell it each reference
 * that they get or give away (holdfast_watch), and let their functions be
 * wrapped (holdfast_watch_module and so on). It is loaded before they are, with
 * RTLD_GLOBAL, so that their weak symbols find it.
 *
 * Not all is seen: slots, "O&" converters, other libraries. So nothing is
 * concluded from a balance alone.
 *
 * - A leak is an increment that no decrement has matched, of an object that is
 *   alive at the end of the repetition, and is new or counts more than before.
 * - A reference that was not the extension's is reported where the extension
 *   had no increment left, and the object counts less than when it was first
 *   seen in this call.
 * - An object is dead once its memory was given back, until that is used again.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* dladdr */
#endif
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <dlfcn.h>
#include <sys/mman.h>

#define HFW_HOOK __attribute__((visibility("default"))) extern
#include "include/holdfast/watch_events.h"

/* One thread at a time: not every interpreter has the same GIL, or any. */
static volatile char locked;

static void lock(void)
{
    while (__atomic_test_and_set(&locked, __ATOMIC_ACQUIRE)) {
    }
}

static void unlock(void)
{
    __atomic_clear(&locked, __ATOMIC_RELEASE);
}

static bool running;

/* ---- Sites: a place in the source, and what was done there. */

typedef struct site {
    const char *how;
    const char *file;
    const char *function;
    int line;
    bool gives;          /* a function that gives a reference */
    Py_ssize_t live;     /* increments unmatched, of live objects */
    Py_ssize_t live_was; /* at the end of the last repetition */
    Py_ssize_t fresh;    /* of them, on objects that are new or count more */
} site;

/* Number 0 is none. */
static site *sites;
static uint32_t site_count = 1, site_room;
static uint32_t *site_table;
static uint32_t site_mask;

static size_t mixed(uint64_t key)
{
    key ^= key >> 33;
    key *= 0xff51afd7ed558ccdULL;
    key ^= key >> 33;
    return (size_t)key;
}

static size_t site_hash(const char *how, const char *file, int line)
{
    return mixed((uintptr_t)file * 31 + (uintptr_t)how * 7 + (uint64_t)line);
}

/* Memory of the recorder's own, which no hook sees: blocks of powers of two. */
static void *spare[48];

static unsigned class_of(size_t size)
{
    unsigned class = 5;
    while (((size_t)1 << class) < size) {
        class ++;
    }
    return class;
}

/* Zeroed. */
static void *take(size_t size)
{
    unsigned class = class_of(size);
    size_t whole = (size_t)1 << class;
    void *block = spare[class];
    if (block != NULL) {
        memcpy(&spare[class], block, sizeof(void *));
        return memset(block, 0, whole);
    }
    size_t chunk = whole < 1 << 16 ? 1 << 16 : whole;
    char *pages = mmap(NULL, chunk, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) {
        Py_FatalError("pytest --leaks: no memory for the recorder");
    }
    for (size_t at = whole; at < chunk; at += whole) {
        memcpy(pages + at, &spare[class], sizeof(void *));
        spare[class] = pages + at;
    }
    return pages;
}

static void put_back(void *block, size_t size)
{
    if (block != NULL) {
        unsigned class = class_of(size);
        memcpy(block, &spare[class], sizeof(void *));
        spare[class] = block;
    }
}

static void grow_sites(void)
{
    uint32_t room = site_room ? site_room * 2 : 256;
    site *more = take(room * sizeof(site));
    if (sites != NULL) {
        memcpy(more, sites, site_count * sizeof(site));
        put_back(sites, site_room * sizeof(site));
        put_back(site_table, (site_mask + 1) * sizeof(uint32_t));
    }
    sites = more;
    site_room = room;
    site_mask = site_room * 4 - 1;
    site_table = take((site_mask + 1) * sizeof(uint32_t));
    for (uint32_t i = 1; i < site_count; i++) {
        size_t at = site_hash(sites[i].how, sites[i].file, sites[i].line);
        while (site_table[at & site_mask] != 0) {
            at++;
        }
        site_table[at & site_mask] = i;
    }
}

static uint32_t find_site(const char *how, const char *file, int line,
                          const char *function)
{
    if (site_count >= site_room) {
        grow_sites();
    }
    size_t at = site_hash(how, file, line);
    for (uint32_t i; (i = site_table[at & site_mask]) != 0; at++) {
        if (sites[i].line == line && sites[i].file == file &&
            sites[i].how == how) {
            return i;
        }
    }
    sites[site_count] = (site){how, file, function, line, false, 0, 0, 0};
    site_table[at & site_mask] = site_count;
    return site_count++;
}

/* ---- Objects: what the extensions did to them. */

#define LOG 8

typedef struct entry {
    PyObject *object; /* NULL: none */
    uint32_t *unmatched;
    uint32_t depth, room;
    uint32_t number; /* in owned, where depth > 0 */
    uint32_t from;   /* where those of the call |call| begin */
    uint32_t call;
    uint32_t depth_was; /* at the end of the last repetition */
    uint32_t since;     /* how many repetitions there had been */
    bool known_was;
    bool dead;
    bool freed; /* its memory, too: it may be kept for the next of its type */
    bool last;  /* its last reference is being taken */
    uint8_t logged;       /* how many events, up to LOG */
    uint8_t head;         /* how many bytes of its block are before it */
    Py_ssize_t count_was; /* at the beginning of this repetition */
    Py_ssize_t rise;      /* in those before */
    uint32_t first_end;   /* the first repetition at whose end it was there, */
    Py_ssize_t count_end; /* and counted so much */
    uint32_t born;        /* the later, the higher */
    uint32_t death;       /* where it died */
    int32_t log[LOG]; /* the latest events: a site, negative for a decrement */
    char type[24];
} entry;

static entry *entries;
static size_t entry_mask, entry_count;
static uint32_t births;

/* Which entries have unmatched increments. */
static uint32_t *owned;
static uint32_t owned_count, owned_room;

static void own(entry *e)
{
    if (owned_count == owned_room) {
        uint32_t room = owned_room ? owned_room * 2 : 1024;
        uint32_t *more = take(room * sizeof(uint32_t));
        if (owned != NULL) {
            memcpy(more, owned, owned_count * sizeof(uint32_t));
            put_back(owned, owned_room * sizeof(uint32_t));
        }
        owned = more;
        owned_room = room;
    }
    e->number = owned_count;
    owned[owned_count++] = (uint32_t)(e - entries);
}

static void disown(const entry *e)
{
    uint32_t last = owned[--owned_count];
    owned[e->number] = last;
    entries[last].number = e->number;
}

static entry *look(PyObject *object)
{
    if (entries == NULL) {
        return NULL;
    }
    for (size_t at = mixed((uintptr_t)object);; at++) {
        entry *e = &entries[at & entry_mask];
        if (e->object == object) {
            return e;
        }
        if (e->object == NULL) {
            return NULL;
        }
    }
}

static void forget_events(entry *e)
{
    for (uint32_t i = 0; i < e->depth; i++) {
        sites[e->unmatched[i]].live--;
    }
    if (e->depth > 0) {
        disown(e);
    }
    e->depth = e->from = 0;
    e->depth_was = e->first_end = 0;
    e->known_was = false;
    e->logged = 0;
}

/* Those of which there is nothing to tell are left out. */
static void grow_entries(void)
{
    entry *old = entries;
    size_t size = old == NULL ? 0 : entry_mask + 1;
    size_t kept = 0;
    for (size_t i = 0; i < size; i++) {
        kept += old[i].object != NULL && old[i].depth > 0;
    }
    size_t room = 1024;
    while (room < kept * 4) {
        room *= 2;
    }
    entries = take(room * sizeof(entry));
    entry_mask = room - 1;
    entry_count = kept;
    owned_count = 0;
    for (size_t i = 0; i < size; i++) {
        if (old[i].object == NULL) {
            continue;
        }
        if (old[i].depth == 0) {
            put_back(old[i].unmatched, old[i].room * sizeof(uint32_t));
            continue;
        }
        size_t at = mixed((uintptr_t)old[i].object);
        while (entries[at & entry_mask].object != NULL) {
            at++;
        }
        entries[at & entry_mask] = old[i];
        own(&entries[at & entry_mask]);
    }
    put_back(old, size * sizeof(entry));
}

/* Before an object are what the collector needs, and the dict and the weak
 * references that newer versions keep there. */
static uint8_t head_of(PyTypeObject *type)
{
    size_t head = 0;
#ifndef Py_GIL_DISABLED
    head += PyType_IS_GC(type) ? 2 * sizeof(void *) : 0;
#endif
#if defined(Py_TPFLAGS_PREHEADER)
    head += type->tp_flags & Py_TPFLAGS_PREHEADER ? 2 * sizeof(void *) : 0;
#elif defined(Py_TPFLAGS_MANAGED_DICT)
    head += type->tp_flags & Py_TPFLAGS_MANAGED_DICT ? 2 * sizeof(void *) : 0;
#endif
    return (uint8_t)head;
}

static void look_at_type(entry *e)
{
    PyTypeObject *type = Py_TYPE(e->object);
    memset(e->type, 0, sizeof(e->type));
    strncpy(e->type, type->tp_name, sizeof(e->type) - 1);
    e->head = head_of(type);
    e->born = ++births;
}

static entry *enter(PyObject *object)
{
    entry *e = look(object);
    if (e != NULL) {
        return e;
    }
    if (entries == NULL || entry_count * 2 > entry_mask) {
        grow_entries();
    }
    size_t at = mixed((uintptr_t)object);
    while (entries[at & entry_mask].object != NULL) {
        at++;
    }
    e = &entries[at & entry_mask];
    e->object = object;
    look_at_type(e);
    entry_count++;
    return e;
}

static void record(entry *e, int32_t event)
{
    if (e->logged == LOG) {
        memmove(e->log, e->log + 1, (LOG - 1) * sizeof(e->log[0]));
        e->logged--;
    }
    e->log[e->logged++] = event;
}

/* A death leaves the entry, for who touches the object afterwards. */
static void bury(entry *e, uint32_t where)
{
    int32_t log[LOG];
    uint8_t logged = e->logged;
    memcpy(log, e->log, sizeof(log));
    forget_events(e);
    memcpy(e->log, log, sizeof(log));
    e->logged = logged;
    e->dead = true;
    e->death = where;
}

static void revive(entry *e)
{
    forget_events(e);
    e->dead = e->freed = e->last = false;
    e->death = 0;
}

/* ---- Decrements that found no increment to match, in this repetition. They
 * say nothing unless the object counts less and less. */

#define SHORTS 256
static struct {
    PyObject *object;
    uint32_t where;
} shorts[SHORTS];
static unsigned short_count;

static void fall_short(const entry *e, uint32_t where)
{
    if (short_count < SHORTS && Py_REFCNT(e->object) > 1) {
        shorts[short_count].object = e->object;
        shorts[short_count++].where = where;
    }
}

/* ---- Calls from Python, and what was seen in them. */

#define SEEN 16

typedef struct seen {
    PyObject *object;
    Py_ssize_t others; /* references that are not the extension's */
    uint32_t where;
} seen;

typedef struct call {
    struct call *outer;
    uint32_t number;
    bool raising;
    unsigned seen_count;
    seen seen[SEEN];
} call;

static __thread call *current;
static uint32_t call_number;

static seen *find_seen(PyObject *object)
{
    call *c = current;
    if (c == NULL) {
        return NULL;
    }
    unsigned n = c->seen_count < SEEN ? c->seen_count : SEEN;
    for (unsigned i = 0; i < n; i++) {
        if (c->seen[i].object == object) {
            return &c->seen[i];
        }
    }
    return NULL;
}

static void see(PyObject *object, Py_ssize_t others, uint32_t where)
{
    call *c = current;
    if (c != NULL && find_seen(object) == NULL) {
        c->seen[c->seen_count++ % SEEN] = (seen){object, others, where};
    }
}

/* ---- The balance. */

static void push(entry *e, uint32_t where)
{
    uint32_t number = current != NULL ? current->number : 0;
    if (e->call != number || number == 0) {
        e->call = number;
        e->from = e->depth;
    }
    if (e->depth == e->room) {
        uint32_t room = e->room ? e->room * 2 : 8;
        uint32_t *more = take(room * sizeof(uint32_t));
        if (e->unmatched != NULL) {
            memcpy(more, e->unmatched, e->depth * sizeof(uint32_t));
            put_back(e->unmatched, e->room * sizeof(uint32_t));
        }
        e->unmatched = more;
        e->room = room;
    }
    if (e->depth == 0) {
        own(e);
    }
    e->unmatched[e->depth++] = where;
    sites[where].live++;
}

/* Matches an increment. In the call that made it, the latest, as brackets
 * match; but a function that returns what it made returns that reference, and
 * not one that it added. Later, the first one of this repetition: who holds it
 * longest. */
static bool pop(entry *e, bool returned)
{
    if (e->depth == 0) {
        return false;
    }
    uint32_t at = e->depth - 1;
    if (current != NULL && e->call == current->number && e->from < e->depth) {
        if (returned && sites[e->unmatched[e->from]].gives) {
            at = e->from;
        }
    } else if (e->depth > e->depth_was) {
        at = e->depth_was;
    }
    sites[e->unmatched[at]].live--;
    memmove(&e->unmatched[at], &e->unmatched[at + 1],
            (e->depth - at - 1) * sizeof(uint32_t));
    if (--e->depth == 0) {
        disown(e);
    }
    if (e->from > e->depth) {
        e->from = e->depth;
    }
    if (e->depth_was > e->depth) {
        e->depth_was = e->depth;
    }
    return true;
}

/* ---- Mistakes that need no repetition. */

typedef enum kind {
    RELEASED_NOT_OWNED,
    RETURNED_NOT_OWNED,
    USED_AFTER_RELEASE,
    RETURNED_AFTER_RELEASE,
    NULL_WITHOUT_EXCEPTION,
    RESULT_WITH_EXCEPTION,
    CALLED_WITH_EXCEPTION,
} kind;

static const char *const kind_names[] = {
    "released, not owned",    "returned, not owned",    "used after release",
    "returned after release", "null without exception", "result with exception",
    "called with exception",
};

#define WRAPPED 2048

typedef struct wrapped {
    PyCFunction function;
    const char *owner;
    const char *name;
    int flags;
    uint32_t returned; /* the site of what it returns */
} wrapped;

typedef struct mistake {
    kind kind;
    uint32_t where, earlier;
    const wrapped *function;
    unsigned times;
    char type[24];
} mistake;

#define MISTAKES 100
static mistake mistakes[MISTAKES];
static unsigned mistake_count;

static void report(kind what, uint32_t where, uint32_t earlier,
                   const wrapped *function, const char *type)
{
    for (unsigned i = 0; i < mistake_count; i++) {
        mistake *m = &mistakes[i];
        if (m->kind == what && m->where == where && m->function == function) {
            m->times++;
            return;
        }
    }
    if (mistake_count < MISTAKES) {
        mistake *m = &mistakes[mistake_count++];
        *m = (mistake){what, where, earlier, function, 1, ""};
        strncpy(m->type, type, sizeof(m->type) - 1);
    }
}

/* ---- Events. */

/* Memory that is kept is used again without the hooks. */
static bool is_dead(const entry *e)
{
    return e != NULL && e->dead && (e->freed || Py_REFCNT(e->object) <= 0);
}

static bool immortal(PyObject *object)
{
#if PY_VERSION_HEX >= 0x030C0000
    return _Py_IsImmortal(object);
#else
    (void)object;
    return false;
#endif
}

static int happened(PyObject *object, int what, uint32_t where)
{
    entry *e = look(object);
    if (e != NULL && e->dead) {
        if (what == HFW_RELEASED || what == HFW_GONE) {
            return HFW_GO;
        }
        if (is_dead(e) &&
            (what == HFW_INCREF || what == HFW_DECREF || what == HFW_STOLEN)) {
            seen *s = find_seen(object);
            report(USED_AFTER_RELEASE, where,
                   e->death == 0 && s != NULL ? s->where : e->death, NULL,
                   e->type);
            return HFW_SKIP;
        }
        revive(e); /* it is another one */
        look_at_type(e);
    }
    if (what == HFW_RELEASED) {
        seen *s = find_seen(object);
        if (s != NULL && s->others > 0) {
            s->others--;
        }
        if (e != NULL && e->last && Py_REFCNT(object) <= 0) {
            bury(e, where);
        }
        return HFW_GO;
    }
    if (immortal(object)) {
        return HFW_GO;
    }
    Py_ssize_t count = Py_REFCNT(object);
    if (what == HFW_NEW && count == 1 && e != NULL) {
        revive(e); /* where another one was */
        look_at_type(e);
    }
    if (e == NULL) {
        e = enter(object);
    }
    e->last = false;
    switch (what) {
    case HFW_BORROWED:
        see(object, count - (Py_ssize_t)e->depth, where);
        break;
    case HFW_NEW:
        sites[where].gives = true;
        see(object, count - 1 - (Py_ssize_t)e->depth, where);
        push(e, where);
        record(e, (int32_t)where);
        break;
    case HFW_INCREF:
    case HFW_KEPT:
        push(e, where);
        record(e, (int32_t)where);
        break;
    case HFW_GONE:
        pop(e, false);
        record(e, -(int32_t)where);
        break;
    case HFW_DECREF:
    case HFW_STOLEN: {
        seen *s = find_seen(object);
        if (!pop(e, false)) {
            if (s != NULL && count - 1 < s->others) {
                report(RELEASED_NOT_OWNED, where, s->where, NULL, e->type);
                if (what == HFW_STOLEN) {
                    Py_INCREF(object);
                }
                return HFW_SKIP;
            }
            fall_short(e, where);
        }
        if (what == HFW_STOLEN && s != NULL) {
            s->others++;
        }
        record(e, -(int32_t)where);
        if (count == 1) {
            e->last = true;
            e->death = where;
            return HFW_TELL;
        }
        break;
    }
    default:
        break;
    }
    return HFW_GO;
}

int holdfast_watch(PyObject *object, int what, const char *how,
                   const char *file, int line, const char *function)
{
    if (!running) {
        return HFW_GO;
    }
    lock();
    uint32_t where = find_site(how, file, line, function);
    int answer = HFW_GO;
    if (what == HFW_PENDING) {
        report(CALLED_WITH_EXCEPTION, where, 0, NULL, "");
    } else {
        answer = happened(object, what, where);
    }
    unlock();
    return answer;
}

/* ---- What formats do. In each, a unit is a letter and what follows it. */

void holdfast_watch_parsed(const char *format, va_list arguments,
                           const char *file, int line, const char *function)
{
    for (const char *f = format; *f != 0 && *f != ':' && *f != ';'; f++) {
        if (strchr("()|$ ", *f) != NULL) {
            continue;
        }
        if (*f == 'e' && f[1] != 0) {
            (void)va_arg(arguments, void *);
            f++;
        } else if (*f == 'O' && (f[1] == '!' || f[1] == '&')) {
            (void)va_arg(arguments, void *);
            f++;
        }
        void *target = va_arg(arguments, void *);
        if (f[1] == '*') {
            Py_buffer *view = target;
            if (view->obj != NULL) {
                holdfast_watch(view->obj, HFW_NEW, "PyArg_Parse", file, line,
                               function);
            }
            f++;
        } else if (f[1] == '#') {
            (void)va_arg(arguments, void *);
            f++;
        }
    }
}

void holdfast_watch_built(const char *format, va_list arguments, int clean,
                          const char *file, int line, const char *function)
{
    if (strchr(format, 'N') == NULL) {
        return;
    }
    for (const char *f = format; *f != 0; f++) {
        switch (*f) {
        case 'b':
        case 'B':
        case 'h':
        case 'H':
        case 'i':
        case 'c':
        case 'C':
        case 'p':
            (void)va_arg(arguments, int);
            break;
        case 'I':
            (void)va_arg(arguments, unsigned);
            break;
        case 'l':
        case 'k':
            (void)va_arg(arguments, long);
            break;
        case 'L':
        case 'K':
            (void)va_arg(arguments, long long);
            break;
        case 'n':
            (void)va_arg(arguments, Py_ssize_t);
            break;
        case 'd':
        case 'f':
            (void)va_arg(arguments, double);
            break;
        case 's':
        case 'z':
        case 'y':
        case 'u':
        case 'U':
        case 'D':
            (void)va_arg(arguments, void *);
            if (f[1] == '#') {
                f++;
                if (clean) {
                    (void)va_arg(arguments, Py_ssize_t);
                } else {
                    (void)va_arg(arguments, int);
                }
            }
            break;
        case 'O':
        case 'S':
        case 'N': {
            PyObject *object = va_arg(arguments, PyObject *);
            if (f[1] == '&') {
                (void)va_arg(arguments, void *);
                f++;
            } else if (*f == 'N' && object != NULL) {
                holdfast_watch(object, HFW_STOLEN, "Py_BuildValue", file, line,
                               function);
            }
            break;
        }
        case '(':
        case ')':
        case '[':
        case ']':
        case '{':
        case '}':
        case ',':
        case ':':
        case ' ':
        case '\t':
            break;
        default:
            return; /* not known: the rest cannot be read */
        }
    }
}

/* ---- Functions that are called from Python. */

static wrapped functions[WRAPPED];
static unsigned function_count;

typedef PyObject *(*any_function)(void *, void *, void *, void *, void *);

static void see_argument(PyObject *object)
{
    if (object != NULL && !immortal(object)) {
        entry *e = look(object);
        Py_ssize_t ours = e != NULL && !e->dead ? (Py_ssize_t)e->depth : 0;
        see(object, Py_REFCNT(object) - ours, 0);
    }
}

static void see_arguments(const wrapped *f, void *b, void *c, void *d, void *e)
{
    PyObject *const *array = NULL;
    Py_ssize_t n = 0;
    int flags = f->flags;
#ifdef METH_METHOD
    if (flags & METH_METHOD) { /* b is the class */
        b = c;
        c = d;
        d = e;
    }
#endif
    if (flags & METH_O) {
        see_argument(b);
    } else if (flags & METH_FASTCALL) {
        array = b;
        n = (Py_ssize_t)(intptr_t)c;
        if (flags & METH_KEYWORDS && d != NULL) {
            n += PyTuple_GET_SIZE((PyObject *)d);
        }
    } else if (flags & METH_VARARGS) {
        array = &PyTuple_GET_ITEM((PyObject *)b, 0);
        n = PyTuple_GET_SIZE((PyObject *)b);
        if (flags & METH_KEYWORDS && c != NULL) {
            PyObject *value;
            for (Py_ssize_t i = 0; PyDict_Next(c, &i, NULL, &value);) {
                see_argument(value);
            }
        }
    }
    for (Py_ssize_t i = 0; i < n && i < SEEN / 2; i++) {
        see_argument(array[i]);
    }
}

/* What a function returns it gives away. */
static PyObject *give(wrapped *f, PyObject *result)
{
    if (immortal(result)) {
        return result;
    }
    entry *e = look(result);
    if (is_dead(e)) {
        report(RETURNED_AFTER_RELEASE, e->death, 0, f, e->type);
        return NULL;
    }
    if (f->returned == 0) {
        f->returned = find_site(f->name, f->owner != NULL ? f->owner : "", 0,
                                f->name);
    }
    if (e != NULL && pop(e, true)) {
        record(e, -(int32_t)f->returned);
        return result;
    }
    seen *s = find_seen(result);
    if (s != NULL && Py_REFCNT(result) - 1 < s->others) {
        report(RETURNED_NOT_OWNED, s->where, 0, f, Py_TYPE(result)->tp_name);
        Py_INCREF(result);
    } else if (e != NULL) {
        record(e, -(int32_t)f->returned);
        fall_short(e, f->returned);
    }
    return result;
}

/* An iterator's end is NULL without an exception. */
#define METH_NEXT 0x10000

/* As CPython does it, but where that is a debug build, which would abort. */
static void system_error(const char *function, const char *returned)
{
    PyObject *type, *cause, *traceback;
    PyErr_Fetch(&type, &cause, &traceback);
    PyErr_NormalizeException(&type, &cause, &traceback);
    PyErr_Format(PyExc_SystemError, "%s returned %s", function, returned);
    if (cause != NULL) {
        PyObject *error_type, *error, *error_traceback;
        PyErr_Fetch(&error_type, &error, &error_traceback);
        PyErr_NormalizeException(&error_type, &error, &error_traceback);
        PyException_SetCause(error, cause);
        PyErr_Restore(error_type, error, error_traceback);
    }
    Py_XDECREF(type);
    Py_XDECREF(traceback);
}

static PyObject *called(unsigned number, void *a, void *b, void *c, void *d,
                        void *e)
{
    wrapped *f = &functions[number];
    any_function function = (any_function)(void (*)(void))f->function;
    if (!running) {
        return function(a, b, c, d, e);
    }
    call this = {.outer = current, .raising = PyErr_Occurred() != NULL};
    current = &this;
    lock();
    this.number = ++call_number ? call_number : ++call_number;
    see_arguments(f, b, c, d, e);
    unlock();
    PyObject *result = function(a, b, c, d, e);
    bool raised = PyErr_Occurred() != NULL;
    const char *wrong = NULL;
    lock();
    if (result != NULL) {
        result = give(f, result);
        if (result == NULL) {
            wrong = "an object that was released";
        } else if (raised && !this.raising) {
            report(RESULT_WITH_EXCEPTION, 0, 0, f, Py_TYPE(result)->tp_name);
            wrong = "a result with an exception set";
        }
    } else if (!raised && !(f->flags & METH_NEXT)) {
        report(NULL_WITHOUT_EXCEPTION, 0, 0, f, "");
        wrong = "NULL without setting an exception";
    }
    unlock();
    current = this.outer;
    if (wrong != NULL) {
        Py_CLEAR(result);
        system_error(f->name, wrong);
    }
    return result;
}

/* No function knows what it was called as, so each gets one of its own:
 * wrap_000 to wrap_7ff. Arguments that it does not have are not looked at. */
#define WRAP(n)                                                                \
    static PyObject *wrap_##n(void *a, void *b, void *c, void *d, void *e)     \
    {                                                                          \
        return called(0x##n, a, b, c, d, e);                                   \
    }
#define NAME(n) wrap_##n,
#define EACH_16(X, n)                                                          \
    X(n##0)                                                                    \
    X(n##1)                                                                    \
    X(n##2)                                                                    \
    X(n##3)                                                                    \
    X(n##4)                                                                    \
    X(n##5)                                                                    \
    X(n##6)                                                                    \
    X(n##7) X(n##8) X(n##9) X(n##a) X(n##b) X(n##c) X(n##d) X(n##e) X(n##f)
#define EACH_256(X, n)                                                         \
    EACH_16(X, n##0)                                                           \
    EACH_16(X, n##1)                                                           \
    EACH_16(X, n##2)                                                           \
    EACH_16(X, n##3)                                                           \
    EACH_16(X, n##4)                                                           \
    EACH_16(X, n##5)                                                           \
    EACH_16(X, n##6)                                                           \
    EACH_16(X, n##7) EACH_16(X, n##8) EACH_16(X, n##9) EACH_16(X, n##a)        \
        EACH_16(X, n##b) EACH_16(X, n##c) EACH_16(X, n##d) EACH_16(X, n##e)    \
            EACH_16(X, n##f)
#define EACH(X)                                                                \
    EACH_256(X, 0)                                                             \
    EACH_256(X, 1)                                                             \
    EACH_256(X, 2)                                                             \
    EACH_256(X, 3) EACH_256(X, 4) EACH_256(X, 5) EACH_256(X, 6) EACH_256(X, 7)

EACH(WRAP)
static const any_function wraps[WRAPPED] = {EACH(NAME)};

static PyCFunction wrap(PyCFunction function, const char *owner,
                        const char *name, int flags)
{
    for (unsigned i = 0; i < function_count; i++) {
        if (functions[i].function == function && functions[i].flags == flags) {
            return (PyCFunction)(void (*)(void))wraps[i];
        }
        if ((PyCFunction)(void (*)(void))wraps[i] == function) {
            return function;
        }
    }
    if (function == NULL || function_count == WRAPPED) {
        return function;
    }
    functions[function_count] = (wrapped){function, owner, name, flags, 0};
    return (PyCFunction)(void (*)(void))wraps[function_count++];
}

/* Tables may be constant, and are made use of again: each has one copy, until
 * it says something else. */
typedef struct copy {
    const void *of;
    void *was;
    void *made;
    size_t size;
    struct copy *next;
} copy;
static copy *copies;

/* What is not part of a library, some code has made up: it is left. */
static bool is_static(const void *table)
{
    Dl_info its;
    return dladdr(table, &its) != 0;
}

static void *copy_of(const void *table, size_t size, bool *fresh)
{
    *fresh = false;
    for (copy *c = copies; c != NULL; c = c->next) {
        if (c->made == table) {
            return c->made;
        }
        if (c->of == table && c->size == size &&
            memcmp(c->was, table, size) == 0) {
            return c->made;
        }
    }
    copy *c = take(sizeof(copy));
    *c = (copy){table, take(size), take(size), size, copies};
    memcpy(c->was, table, size);
    memcpy(c->made, table, size);
    copies = c;
    *fresh = true;
    return c->made;
}

PyMethodDef *holdfast_watch_methods(PyMethodDef *methods, const char *owner)
{
    if (!running || methods == NULL || !is_static(methods)) {
        return methods;
    }
    size_t n = 0;
    while (methods[n].ml_name != NULL) {
        n++;
    }
    bool fresh;
    PyMethodDef *made = copy_of(methods, (n + 1) * sizeof(*methods), &fresh);
    for (size_t i = 0; fresh && i < n; i++) {
        made[i].ml_meth = wrap(made[i].ml_meth, owner, made[i].ml_name,
                               made[i].ml_flags);
    }
    return made;
}

PyMethodDef *holdfast_watch_method(PyMethodDef *method)
{
    if (!running || method == NULL || !is_static(method)) {
        return method;
    }
    bool fresh;
    PyMethodDef *made = copy_of(method, sizeof(*method), &fresh);
    if (fresh) {
        made->ml_meth = wrap(made->ml_meth, NULL, made->ml_name,
                             made->ml_flags);
    }
    return made;
}

PyModuleDef *holdfast_watch_module(PyModuleDef *definition)
{
    if (running && is_static(definition)) {
        definition->m_methods = holdfast_watch_methods(definition->m_methods,
                                                       definition->m_name);
    }
    return definition;
}

static PyGetSetDef *watch_getters(PyGetSetDef *getters, const char *owner)
{
    size_t n = 0;
    while (getters[n].name != NULL) {
        n++;
    }
    bool fresh;
    PyGetSetDef *made = copy_of(getters, (n + 1) * sizeof(*getters), &fresh);
    for (size_t i = 0; fresh && i < n; i++) {
        made[i].get = (getter)(void (*)(void))wrap(
            (PyCFunction)(void (*)(void))made[i].get, owner, made[i].name,
            METH_NOARGS);
    }
    return made;
}

/* The slots that return an object, and which arguments they have. */
#define TYPE_SLOTS(X)                                                          \
    X(tp_repr, METH_NOARGS)                                                    \
    X(tp_str, METH_NOARGS)                                                     \
    X(tp_iter, METH_NOARGS)                                                    \
    X(tp_iternext, METH_NOARGS | METH_NEXT)                                    \
    X(tp_getattro, METH_O)                                                     \
    X(tp_richcompare, METH_O)                                                  \
    X(tp_descr_get, METH_NOARGS)                                               \
    X(tp_call, METH_VARARGS | METH_KEYWORDS)                                   \
    X(tp_new, METH_VARARGS | METH_KEYWORDS)
#define NUMBER_SLOTS(X)                                                        \
    X(nb_add, METH_O)                                                          \
    X(nb_subtract, METH_O)                                                     \
    X(nb_multiply, METH_O)                                                     \
    X(nb_remainder, METH_O)                                                    \
    X(nb_divmod, METH_O)                                                       \
    X(nb_power, METH_O)                                                        \
    X(nb_negative, METH_NOARGS)                                                \
    X(nb_positive, METH_NOARGS)                                                \
    X(nb_absolute, METH_NOARGS)                                                \
    X(nb_invert, METH_NOARGS)                                                  \
    X(nb_lshift, METH_O)                                                       \
    X(nb_rshift, METH_O)                                                       \
    X(nb_and, METH_O)                                                          \
    X(nb_xor, METH_O)                                                          \
    X(nb_or, METH_O)                                                           \
    X(nb_int, METH_NOARGS)                                                     \
    X(nb_float, METH_NOARGS)                                                   \
    X(nb_inplace_add, METH_O)                                                  \
    X(nb_inplace_subtract, METH_O)                                             \
    X(nb_inplace_multiply, METH_O)                                             \
    X(nb_inplace_remainder, METH_O)                                            \
    X(nb_inplace_power, METH_O)                                                \
    X(nb_inplace_lshift, METH_O)                                               \
    X(nb_inplace_rshift, METH_O)                                               \
    X(nb_inplace_and, METH_O)                                                  \
    X(nb_inplace_xor, METH_O)                                                  \
    X(nb_inplace_or, METH_O)                                                   \
    X(nb_floor_divide, METH_O)                                                 \
    X(nb_true_divide, METH_O)                                                  \
    X(nb_inplace_floor_divide, METH_O)                                         \
    X(nb_inplace_true_divide, METH_O)                                          \
    X(nb_index, METH_NOARGS)                                                   \
    X(nb_matrix_multiply, METH_O)                                              \
    X(nb_inplace_matrix_multiply, METH_O)
#define SEQUENCE_SLOTS(X)                                                      \
    X(sq_concat, METH_O)                                                       \
    X(sq_repeat, METH_NOARGS)                                                  \
    X(sq_item, METH_NOARGS)                                                    \
    X(sq_inplace_concat, METH_O)                                               \
    X(sq_inplace_repeat, METH_NOARGS)
#define MAPPING_SLOTS(X) X(mp_subscript, METH_O)

static const struct slot {
    int id;
    const char *name;
    int flags;
} object_slots[] = {
#define SLOT(name, flags) {Py_##name, #name, flags},
    TYPE_SLOTS(SLOT) NUMBER_SLOTS(SLOT) SEQUENCE_SLOTS(SLOT) MAPPING_SLOTS(SLOT)
#undef SLOT
};

/* CPython's own functions are left: it asks which ones a type has. */
static void *wrap_slot(void *function, const void *of, const char *owner,
                       const char *name, int flags)
{
    Dl_info theirs, its;
    if (function == NULL || !dladdr(function, &theirs) || !dladdr(of, &its) ||
        theirs.dli_fbase != its.dli_fbase) {
        return function;
    }
    any_function any;
    memcpy(&any, &function, sizeof(any));
    PyCFunction made = wrap((PyCFunction)(void (*)(void))any, owner, name,
                            flags);
    memcpy(&function, &made, sizeof(function));
    return function;
}

#define WRAP_IN(suite, slot, flags_)                                           \
    do {                                                                       \
        void *function;                                                        \
        memcpy(&function, &(suite)->slot, sizeof(function));                   \
        function = wrap_slot(function, type, type->tp_name, #slot, flags_);    \
        memcpy(&(suite)->slot, &function, sizeof(function));                   \
    } while (0);
#define IN_TYPE(slot, flags_) WRAP_IN(type, slot, flags_)
#define IN_NUMBER(slot, flags_) WRAP_IN(type->tp_as_number, slot, flags_)
#define IN_SEQUENCE(slot, flags_) WRAP_IN(type->tp_as_sequence, slot, flags_)
#define IN_MAPPING(slot, flags_) WRAP_IN(type->tp_as_mapping, slot, flags_)

/* A type's suites may be constant. */
static void copy_suites(PyTypeObject *type)
{
    bool fresh;
    if (type->tp_as_number != NULL) {
        type->tp_as_number = copy_of(type->tp_as_number,
                                     sizeof(PyNumberMethods), &fresh);
    }
    if (type->tp_as_sequence != NULL) {
        type->tp_as_sequence = copy_of(type->tp_as_sequence,
                                       sizeof(PySequenceMethods), &fresh);
    }
    if (type->tp_as_mapping != NULL) {
        type->tp_as_mapping = copy_of(type->tp_as_mapping,
                                      sizeof(PyMappingMethods), &fresh);
    }
}

static void watch_slots(PyTypeObject *type)
{
    copy_suites(type);
    TYPE_SLOTS(IN_TYPE)
    if (type->tp_as_number != NULL) {
        NUMBER_SLOTS(IN_NUMBER)
    }
    if (type->tp_as_sequence != NULL) {
        SEQUENCE_SLOTS(IN_SEQUENCE)
    }
    if (type->tp_as_mapping != NULL) {
        MAPPING_SLOTS(IN_MAPPING)
    }
}

PyTypeObject *holdfast_watch_type(PyTypeObject *type)
{
    if (running && is_static(type) && !(type->tp_flags & Py_TPFLAGS_READY)) {
        if (type->tp_methods != NULL) {
            type->tp_methods = holdfast_watch_methods(type->tp_methods,
                                                      type->tp_name);
        }
        if (type->tp_getset != NULL) {
            type->tp_getset = watch_getters(type->tp_getset, type->tp_name);
        }
        watch_slots(type);
    }
    return type;
}

static void watch_slot(PyType_Slot *slot, const PyType_Spec *spec)
{
    if (slot->slot == Py_tp_methods) {
        slot->pfunc = holdfast_watch_methods(slot->pfunc, spec->name);
        return;
    }
    if (slot->slot == Py_tp_getset) {
        slot->pfunc = watch_getters(slot->pfunc, spec->name);
        return;
    }
    for (size_t i = 0; i < sizeof(object_slots) / sizeof(*object_slots); i++) {
        const struct slot *known = &object_slots[i];
        if (slot->slot == known->id) {
            slot->pfunc = wrap_slot(slot->pfunc, spec, spec->name, known->name,
                                    known->flags);
        }
    }
}

PyType_Spec *holdfast_watch_spec(PyType_Spec *spec)
{
    if (!running || spec == NULL || !is_static(spec) || spec->slots == NULL) {
        return spec;
    }
    size_t n = 0;
    while (spec->slots[n].slot != 0) {
        n++;
    }
    bool fresh;
    PyType_Spec *made = copy_of(spec, sizeof(*spec), &fresh);
    if (fresh) {
        made->slots = copy_of(spec->slots, (n + 1) * sizeof(PyType_Slot),
                              &fresh);
        for (size_t i = 0; fresh && i < n; i++) {
            watch_slot(&made->slots[i], spec);
        }
    }
    return made;
}

/* ---- The memory of objects: who has died, and where others are made. */

static PyMemAllocatorEx memory;

static const size_t heads[] = {0, 2 * sizeof(void *), 4 * sizeof(void *)};

static void block_freed(void *block)
{
    if (!running || entries == NULL || block == NULL) {
        return;
    }
    lock();
    for (int i = 0; i < 3; i++) {
        entry *e = look((PyObject *)((uintptr_t)block + heads[i]));
        if (e != NULL && !e->dead && e->head == heads[i]) {
            bury(e, e->last ? e->death : 0);
        }
        if (e != NULL && e->head == heads[i]) {
            e->freed = true;
        }
    }
    unlock();
}

static void *block_made(void *block)
{
    if (!running || entries == NULL || block == NULL) {
        return block;
    }
    lock();
    for (int i = 0; i < 3; i++) {
        entry *e = look((PyObject *)((uintptr_t)block + heads[i]));
        if (e != NULL && e->dead) {
            revive(e);
        }
    }
    unlock();
    return block;
}

static void *hook_malloc(void *ctx, size_t size)
{
    (void)ctx;
    return block_made(memory.malloc(memory.ctx, size));
}

static void *hook_calloc(void *ctx, size_t n, size_t size)
{
    (void)ctx;
    return block_made(memory.calloc(memory.ctx, n, size));
}

/* An object that is resized in place stays what it is. */
static void *hook_realloc(void *ctx, void *block, size_t size)
{
    (void)ctx;
    void *made = memory.realloc(memory.ctx, block, size);
    if (made != NULL && made != block) {
        block_freed(block);
        block_made(made);
    }
    return made;
}

static void hook_free(void *ctx, void *block)
{
    (void)ctx;
    block_freed(block);
    memory.free(memory.ctx, block);
}

/* ---- For depth_b.py. */

static PyObject *start(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyMemAllocatorEx now;
    PyMem_GetAllocator(PYMEM_DOMAIN_OBJ, &now);
    if (!running && now.malloc != hook_malloc) {
        memory = now;
        PyMemAllocatorEx hooks = {NULL, hook_malloc, hook_calloc, hook_realloc,
                                  hook_free};
        PyMem_SetAllocator(PYMEM_DOMAIN_OBJ, &hooks);
    }
    running = true;
    Py_RETURN_NONE;
}

static uint32_t repetitions; /* so far */

/* What is there is what is compared with. */
static void settle(void)
{
    for (uint32_t i = 1; i < site_count; i++) {
        sites[i].live_was = sites[i].live;
    }
    for (uint32_t i = 0; i < owned_count; i++) {
        entry *e = &entries[owned[i]];
        e->depth_was = e->depth;
        if (repetitions == 0) {
            e->first_end = 0;
        } else if (e->first_end == 0) {
            e->first_end = repetitions;
            e->count_end = Py_REFCNT(e->object);
        }
        if (!e->known_was || repetitions == 0) {
            e->rise = 0;
            e->since = repetitions;
            e->known_was = true;
        } else {
            e->rise += Py_REFCNT(e->object) - e->count_was;
        }
    }
}

/* begin(first) */
static PyObject *begin(PyObject *module, PyObject *first)
{
    (void)module;
    int from_here = PyObject_IsTrue(first);
    if (from_here < 0) {
        return NULL;
    }
    lock();
    short_count = 0;
    if (from_here) {
        repetitions = 0;
        settle();
    }
    for (uint32_t i = 0; i < owned_count; i++) {
        entry *e = &entries[owned[i]];
        e->count_was = Py_REFCNT(e->object);
    }
    unlock();
    Py_RETURN_NONE;
}

/* end(), after grown() */
static PyObject *end(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    lock();
    repetitions++;
    settle();
    unlock();
    Py_RETURN_NONE;
}

/* An object that was there before counts one more for each repetition: from its
 * beginning to its end, and from one end to the next. Other code may count it,
 * too: a few more or less are no proof. */
static bool has_risen(const entry *e)
{
    Py_ssize_t count = Py_REFCNT(e->object);
    Py_ssize_t before = (Py_ssize_t)(repetitions - e->since);
    if (e->rise + count - e->count_was < before - before / 4 - 1) {
        return false;
    }
    if (e->first_end == 0) {
        return true;
    }
    before = (Py_ssize_t)(repetitions + 1 - e->first_end);
    return count - e->count_end >= before - before / 4 - 2;
}

static void count_fresh(const entry *e)
{
    if (e->known_was && !has_risen(e)) {
        return;
    }
    uint32_t from = e->known_was ? e->depth_was : 0;
    for (uint32_t i = from; i < e->depth; i++) {
        sites[e->unmatched[i]].fresh++;
    }
}

/* grown() -> [(site, how many more unmatched increments than at its end
 * before)] */
static PyObject *grown(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    lock();
    for (uint32_t i = 1; i < site_count; i++) {
        sites[i].fresh = 0;
    }
    for (uint32_t i = 0; i < owned_count; i++) {
        entry *e = &entries[owned[i]];
        if (Py_REFCNT(e->object) > 0) {
            count_fresh(e);
        }
    }
    uint32_t n = site_count;
    unlock();
    for (uint32_t i = 1; i < n; i++) {
        Py_ssize_t more = sites[i].live - sites[i].live_was;
        if (more > sites[i].fresh) {
            more = sites[i].fresh;
        }
        if (more > 0) {
            PyObject *pair = Py_BuildValue("In", i, more);
            if (pair == NULL || PyList_Append(list, pair) < 0) {
                Py_XDECREF(pair);
                Py_DECREF(list);
                return NULL;
            }
            Py_DECREF(pair);
        }
    }
    return list;
}

static PyObject *describe_site(PyObject *module, PyObject *number)
{
    (void)module;
    unsigned long i = PyLong_AsUnsignedLong(number);
    if (PyErr_Occurred()) {
        return NULL;
    }
    if (i == 0 || i >= site_count) {
        Py_RETURN_NONE;
    }
    return Py_BuildValue("ssis", sites[i].how, sites[i].file, sites[i].line,
                         sites[i].function);
}

static bool has_unmatched(const entry *e, unsigned long where)
{
    for (uint32_t i = e->depth; i-- > 0;) {
        if (e->unmatched[i] == where) {
            return true;
        }
    }
    return false;
}

/* What is told of an object: itself, its count, and its latest events, each a
 * site, or -site: or None. */
static PyObject *tell(const entry *e, Py_ssize_t count)
{
    PyObject *log = PyList_New(e->logged);
    for (Py_ssize_t i = 0; log != NULL && i < e->logged; i++) {
        PyObject *event = PyLong_FromLong(e->log[i]);
        if (event == NULL) {
            Py_CLEAR(log);
        } else {
            PyList_SET_ITEM(log, i, event);
        }
    }
    if (log == NULL) {
        Py_DECREF(e->object);
        return NULL;
    }
    return Py_BuildValue("NnN", e->object, count, log);
}

/* newest(site) -> the newest of the live objects that have an unmatched
 * increment there */
static PyObject *newest(PyObject *module, PyObject *number)
{
    (void)module;
    unsigned long where = PyLong_AsUnsignedLong(number);
    if (PyErr_Occurred()) {
        return NULL;
    }
    entry found = {.object = NULL};
    lock();
    for (uint32_t i = 0; i < owned_count; i++) {
        const entry *e = &entries[owned[i]];
        if (e->born > found.born && Py_REFCNT(e->object) > 0 &&
            has_unmatched(e, where)) {
            found = *e;
        }
    }
    Py_ssize_t count = found.object != NULL ? Py_REFCNT(found.object) : 0;
    Py_XINCREF(found.object);
    unlock();
    if (found.object == NULL) {
        Py_RETURN_NONE;
    }
    return tell(&found, count);
}

/* history(address) -> the object there, if it is known to be alive */
static PyObject *history(PyObject *module, PyObject *address)
{
    (void)module;
    PyObject *object = PyLong_AsVoidPtr(address);
    if (PyErr_Occurred()) {
        return NULL;
    }
    lock();
    const entry *e = look(object);
    if (e == NULL || e->dead || Py_REFCNT(object) <= 0) {
        unlock();
        Py_RETURN_NONE;
    }
    entry found = *e;
    Py_ssize_t count = Py_REFCNT(object);
    Py_INCREF(object);
    unlock();
    return tell(&found, count);
}

/* fallen() -> [(address, site, count)] of the objects that live, and were
 * released or returned in this repetition with no increment left. */
static PyObject *fallen(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *list = PyList_New(0);
    for (unsigned i = 0; list != NULL && i < short_count; i++) {
        lock();
        const entry *e = look(shorts[i].object);
        Py_ssize_t count = e != NULL && !e->dead ? Py_REFCNT(e->object) : 0;
        unlock();
        if (count <= 0) {
            continue;
        }
        PyObject *item = Py_BuildValue("NIn",
                                       PyLong_FromVoidPtr(shorts[i].object),
                                       shorts[i].where, count);
        if (item == NULL || PyList_Append(list, item) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(item);
    }
    return list;
}

/* mistakes() -> those since the last time: [(kind, type, site, earlier site,
 * function or None, its address, times)] */
static PyObject *take_mistakes(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *list = PyList_New(0);
    for (unsigned i = 0; list != NULL && i < mistake_count; i++) {
        const mistake *m = &mistakes[i];
        const wrapped *f = m->function;
        PyObject *name = NULL;
        if (f == NULL) {
            name = Py_None;
            Py_INCREF(name);
        } else if (f->owner != NULL) {
            name = PyUnicode_FromFormat("%s.%s", f->owner, f->name);
        } else {
            name = PyUnicode_FromString(f->name);
        }
        PyObject *item =
            name != NULL
                ? Py_BuildValue("ssIINKI", kind_names[m->kind], m->type,
                                m->where, m->earlier, name,
                                f != NULL
                                    ? (unsigned long long)(uintptr_t)f->function
                                    : 0ULL,
                                m->times)
                : NULL;
        if (item == NULL || PyList_Append(list, item) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(item);
    }
    if (list != NULL) {
        mistake_count = 0;
    }
    return list;
}

static PyMethodDef methods[] = {
    {"start", start, METH_NOARGS, NULL},
    {"begin", begin, METH_O, NULL},
    {"end", end, METH_NOARGS, NULL},
    {"grown", grown, METH_NOARGS, NULL},
    {"site", describe_site, METH_O, NULL},
    {"newest", newest, METH_O, NULL},
    {"history", history, METH_O, NULL},
    {"fallen", fallen, METH_NOARGS, NULL},
    {"mistakes", take_mistakes, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_watch",
    .m_size = -1,
    .m_methods = methods,
};

PyMODINIT_FUNC PyInit__watch(void);
PyMODINIT_FUNC PyInit__watch(void)
{
    return PyModule_Create(&definition);
}
