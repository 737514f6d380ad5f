/* pytest_holdfast._native: what has to be counted where nothing is allocated,
 * and so nothing changes by being counted.
 *
 * begin() and end() enclose a repetition of a test; all they keep is in static
 * memory. record() and what follows it look closer, through
 * libholdfast_preload.so where that is loaded.
 */
#define _GNU_SOURCE /* dlsym's RTLD_DEFAULT */
#include "core/holdfast.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <unwind.h>

#include "calls.h"
#include "preload.h"

static const holdfast_preload_table *preload; /* NULL: it is not loaded */

/* ---- Counters. */

enum { DESCRIPTORS = 4096 };

typedef struct counters {
    long live;       /* blocks of malloc, where that is known */
    long blocks;     /* of Python's small object allocator */
    long references; /* a debug CPython's total */
    long threads;    /* thread states */
    long descriptors;
    uint8_t open[DESCRIPTORS / 8];
} counters;

static counters before, after;

/* What was there after the repetition before, or nothing: what it left may be
 * gone when the next one begins. */
static counters previous;
static bool has_previous;

/* What end() answers: bits, one for each counter that has grown. */
enum {
    GREW_LIVE = 1,
    GREW_BLOCKS = 2,
    GREW_REFERENCES = 4,
    GREW_THREADS = 8,
    GREW_DESCRIPTORS = 16,
    CHANGED_COUNTS = 32,
    FELL = 64, /* times a bit: that counter has fallen */
};

/* Python's own functions; total is null on a release CPython. */
static hf_object collect, allocated, total;

typedef struct watched {
    PyObject *object; /* owned by the list */
    Py_ssize_t before;
    Py_ssize_t change;
    int8_t direction; /* +1, -1; 0: its count did not change each time */
    int8_t missed;    /* how often it did not */
} watched;

/* Two lists: what all tests of a file can reach, and one test's own. */
typedef struct watch_list {
    hf_object list;
    watched *at;
    size_t n;
} watch_list;

enum { SHARED, OWN, LISTS };
static watch_list watch[LISTS];
static bool is_fresh; /* no repetition was compared since watch() */
static long patience; /* how often a count may stay as it was */

/* call_for_number writes int(function()). */
static bool call_for_number(hf_object_borrowed function, long *out)
{
    hf_auto(object, result, hf_object_call_no_args(function));
    if (hf_is_null(hf_borrow(result))) {
        return false;
    }
    *out = PyLong_AsLong(hf_as_raw(hf_borrow(result)));
    return *out != -1 || PyErr_Occurred() == NULL;
}

/* count_descriptors reads /proc/self/fd by system calls alone: opendir
 * allocates. */
static void count_descriptors(counters *c)
{
    struct entry {
        uint64_t inode;
        int64_t offset;
        unsigned short size;
        unsigned char type;
        char name[];
    };
    char buffer[8192] __attribute__((aligned(8)));
    memset(c->open, 0, sizeof(c->open));
    c->descriptors = 0;
    int folder = open("/proc/self/fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) {
        return;
    }
    long n;
    while ((n = syscall(SYS_getdents64, folder, buffer, sizeof(buffer))) > 0) {
        for (long at = 0; at < n;) {
            const struct entry *e = (const void *)(buffer + at);
            at += e->size;
            if (e->name[0] < '0' || e->name[0] > '9') {
                continue;
            }
            int fd = atoi(e->name);
            if (fd == folder) {
                continue;
            }
            c->descriptors++;
            if (fd < DESCRIPTORS) {
                c->open[fd / 8] |= (uint8_t)(1 << fd % 8);
            }
        }
    }
    close(folder);
}

static long count_threads(void)
{
    long n = 0;
    PyInterpreterState *interpreter = PyInterpreterState_Get();
    PyThreadState *state = PyInterpreterState_ThreadHead(interpreter);
    for (; state != NULL; state = PyThreadState_Next(state)) {
        n++;
    }
    return n;
}

/* take reads all counters. Garbage first: what is in cycles would be freed some
 * time, and so would what the free lists keep. */
static bool take(counters *c)
{
    long unreachable;
    if (!call_for_number(hf_borrow(collect), &unreachable)) {
        return false;
    }
    /* It keeps names that were looked up, or None. */
    PyType_ClearCache();
    if (!call_for_number(hf_borrow(allocated), &c->blocks) ||
        (!hf_is_null(hf_borrow(total)) &&
         !call_for_number(hf_borrow(total), &c->references))) {
        return false;
    }
    c->live = preload != NULL ? preload->live() : 0;
    c->threads = count_threads();
    count_descriptors(c);
    return true;
}

static Py_ssize_t count_of(const watched *w)
{
    return Py_REFCNT(w->object);
}

static PyObject *native_afresh(PyObject *Py_UNUSED(module),
                               PyObject *Py_UNUSED(nothing))
{
    has_previous = false;
    return hf_into_raw(hf_none());
}

/* Without an argument, whose count would be another one at end(). */
static PyObject *native_begin(PyObject *Py_UNUSED(module),
                              PyObject *Py_UNUSED(nothing))
{
    if (!take(&before)) {
        return NULL;
    }
    previous = after;
    for (int l = 0; l < LISTS; l++) {
        for (size_t i = 0; i < watch[l].n; i++) {
            watch[l].at[i].before = count_of(&watch[l].at[i]);
        }
    }
    return hf_into_raw(hf_none());
}

/* repair gives back what was taken too often, before an object that is in use
 * is freed. */
static void repair(const watched *w)
{
    enum { FEW = 16 };
    for (Py_ssize_t i = w->change; i < 0 && count_of(w) < FEW; i++) {
        hf_object more = hf_incref(hf_object_from_borrowed(w->object));
        PyObject *lost = hf_into_raw(more); /* on purpose */
        (void)lost;
    }
}

/* compare_counts keeps those whose count changes each time in one direction. */
static bool compare_counts(watch_list *list)
{
    bool changed = false;
    for (size_t i = 0; i < list->n; i++) {
        watched *w = &list->at[i];
        if (w->direction == 0 && !is_fresh) {
            continue;
        }
        w->change = count_of(w) - w->before;
        repair(w);
        int8_t direction = (int8_t)((w->change > 0) - (w->change < 0));
        if (is_fresh) {
            w->direction = direction;
            w->missed = 0;
        } else if (w->direction != direction && ++w->missed > patience) {
            w->direction = 0;
        }
        changed |= w->direction != 0;
    }
    return changed;
}

/* compare is |bit| for a counter that has grown, FELL times that for one that
 * has fallen: then something else may hide what it has grown by. */
static long compare(long now, long then, long last, long bit)
{
    if (now > then && (!has_previous || now > last)) {
        return bit;
    }
    return now < then || (has_previous && now < last) ? bit * FELL : 0;
}

static long grown(void)
{
    const counters *a = &after, *b = &before, *c = &previous;
    return compare(a->live, b->live, c->live, GREW_LIVE) |
           compare(a->blocks, b->blocks, c->blocks, GREW_BLOCKS) |
           compare(a->references, b->references, c->references,
                   GREW_REFERENCES) |
           compare(a->threads, b->threads, c->threads, GREW_THREADS) |
           compare(a->descriptors, b->descriptors, c->descriptors,
                   GREW_DESCRIPTORS);
}

static PyObject *native_end(PyObject *Py_UNUSED(module),
                            PyObject *Py_UNUSED(nothing))
{
    if (!take(&after)) {
        return NULL;
    }
    /* Finalizers may have left new garbage. */
    if (grown() % FELL != 0 && !take(&after)) {
        return NULL;
    }
    long bits = grown();
    for (int l = 0; l < LISTS; l++) {
        bits |= compare_counts(&watch[l]) ? CHANGED_COUNTS : 0;
    }
    is_fresh = false;
    has_previous = true;
    return PyLong_FromLong(bits);
}

static PyObject *native_growth(PyObject *Py_UNUSED(module),
                               PyObject *Py_UNUSED(nothing))
{
    return Py_BuildValue("{s:l,s:l,s:l,s:l,s:l}", "live",
                         after.live - before.live, "blocks",
                         after.blocks - before.blocks, "references",
                         after.references - before.references, "threads",
                         after.threads - before.threads, "descriptors",
                         after.descriptors - before.descriptors);
}

/* A list of the descriptors that are open now and were not at begin(). */
static PyObject *native_opened(PyObject *Py_UNUSED(module),
                               PyObject *Py_UNUSED(nothing))
{
    hf_auto(object, list, hf_object_from_owned(PyList_New(0)));
    for (int fd = 0; fd < DESCRIPTORS; fd++) {
        if (after.open[fd / 8] & ~before.open[fd / 8] & (1 << fd % 8)) {
            hf_auto(object, number, hf_object_from_owned(PyLong_FromLong(fd)));
            if (hf_is_null(hf_borrow(number)) ||
                PyList_Append(hf_as_raw(hf_borrow(list)),
                              hf_as_raw(hf_borrow(number))) < 0) {
                return NULL;
            }
        }
    }
    return hf_into_raw(hf_move(&list));
}

/* ---- Watched objects. */

/* An immortal object's count says nothing. */
static bool is_immortal(PyObject *object)
{
#if PY_VERSION_HEX >= 0x030C0000
    return Py_REFCNT(object) >= 0x3FFFFFFF;
#else
    (void)object;
    return false;
#endif
}

static bool watch_these(watch_list *list, PyObject *objects)
{
    if (hf_as_raw(hf_borrow(list->list)) == objects) {
        return true;
    }
    size_t n = (size_t)PyList_GET_SIZE(objects);
    watched *at = NULL;
    if (n > 0) {
        at = PyMem_RawCalloc(n, sizeof(*at));
        if (at == NULL) {
            PyErr_NoMemory();
            return false;
        }
    }
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        PyObject *object = PyList_GET_ITEM(objects, (Py_ssize_t)i);
        if (!is_immortal(object)) {
            at[kept++].object = object;
        }
    }
    PyMem_RawFree(list->at);
    list->at = at;
    list->n = kept;
    hf_object old = hf_move(&list->list);
    list->list = hf_incref(hf_object_from_borrowed(objects));
    hf_decref(old);
    return true;
}

/* watch(shared, own): lists that do not change any more. */
static PyObject *native_watch(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *lists[LISTS];
    if (!PyArg_ParseTuple(arguments, "O!O!", &PyList_Type, &lists[SHARED],
                          &PyList_Type, &lists[OWN])) {
        return NULL;
    }
    for (int l = 0; l < LISTS; l++) {
        if (!watch_these(&watch[l], lists[l])) {
            return NULL;
        }
    }
    is_fresh = true;
    patience = 0;
    has_previous = false;
    return hf_into_raw(hf_none());
}

/* patience(n): from now on a count may stay as it was n times. */
static PyObject *native_patience(PyObject *Py_UNUSED(module),
                                 PyObject *argument)
{
    patience = PyLong_AsLong(argument);
    if (patience == -1 && PyErr_Occurred() != NULL) {
        return NULL;
    }
    return hf_into_raw(hf_none());
}

/* A list of (object, change) for those that changed each time since watch(). */
static PyObject *native_changes(PyObject *Py_UNUSED(module),
                                PyObject *Py_UNUSED(nothing))
{
    hf_auto(object, list, hf_object_from_owned(PyList_New(0)));
    for (int l = 0; l < LISTS && !is_fresh; l++) {
        for (size_t i = 0; i < watch[l].n; i++) {
            const watched *w = &watch[l].at[i];
            if (w->direction == 0) {
                continue;
            }
            hf_auto(object, pair,
                    hf_object_from_owned(
                        Py_BuildValue("(On)", w->object, w->change)));
            if (hf_is_null(hf_borrow(pair)) ||
                PyList_Append(hf_as_raw(hf_borrow(list)),
                              hf_as_raw(hf_borrow(pair))) < 0) {
                return NULL;
            }
        }
    }
    return hf_into_raw(hf_move(&list));
}

/* ---- Looking closer: Python's heaps, on top of malloc. */

typedef struct heap {
    PyMemAllocatorEx under;
    PyMemAllocatorDomain domain;
    holdfast_heap kind;
} heap;

static heap heaps[] = {
    {.domain = PYMEM_DOMAIN_RAW, .kind = HOLDFAST_PYMEM_RAW},
    {.domain = PYMEM_DOMAIN_MEM, .kind = HOLDFAST_PYMEM},
    {.domain = PYMEM_DOMAIN_OBJ, .kind = HOLDFAST_OBJECT},
};
enum { HEAPS = sizeof(heaps) / sizeof(*heaps) };
static int hooks; /* how often they were asked for */

static void *heap_malloc(void *context, size_t size)
{
    heap *h = context;
    if (preload->must_fail()) {
        return NULL;
    }
    preload->enter();
    void *block = h->under.malloc(h->under.ctx, size);
    preload->leave();
    preload->note(block, size, h->kind);
    return block;
}

static void *heap_calloc(void *context, size_t n, size_t size)
{
    heap *h = context;
    if (preload->must_fail()) {
        return NULL;
    }
    preload->enter();
    void *block = h->under.calloc(h->under.ctx, n, size);
    preload->leave();
    preload->note(block, n * size, h->kind);
    return block;
}

static void *heap_realloc(void *context, void *block, size_t size)
{
    heap *h = context;
    if (preload->must_fail()) {
        return NULL;
    }
    holdfast_block old;
    bool known = preload->forget(block, &old);
    preload->enter();
    void *moved = h->under.realloc(h->under.ctx, block, size);
    preload->leave();
    if (moved != NULL) {
        preload->note(moved, size, h->kind);
    } else if (known) {
        preload->put_back(&old);
    }
    return moved;
}

static void heap_free(void *context, void *block)
{
    heap *h = context;
    (void)preload->forget(block, NULL);
    preload->enter();
    h->under.free(h->under.ctx, block);
    preload->leave();
}

static void hook(void)
{
    if (hooks++ > 0) {
        return;
    }
    for (size_t i = 0; i < HEAPS; i++) {
        PyMem_GetAllocator(heaps[i].domain, &heaps[i].under);
        PyMemAllocatorEx over = {&heaps[i], heap_malloc, heap_calloc,
                                 heap_realloc, heap_free};
        PyMem_SetAllocator(heaps[i].domain, &over);
    }
}

static void unhook(void)
{
    if (hooks == 0 || --hooks > 0) {
        return;
    }
    for (size_t i = 0; i < HEAPS; i++) {
        PyMem_SetAllocator(heaps[i].domain, &heaps[i].under);
    }
}

/* The interpreter's loop: what is beyond it in a stack was called by Python. */
static void *loop(void)
{
    return dlsym(RTLD_DEFAULT, "_PyEval_EvalFrameDefault");
}

static bool need_preload(void)
{
    if (preload == NULL) {
        PyErr_SetString(PyExc_RuntimeError,
                        "libholdfast_preload.so is not preloaded");
    }
    return preload != NULL;
}

static PyObject *native_start(PyObject *Py_UNUSED(module),
                              PyObject *Py_UNUSED(nothing))
{
    if (!need_preload()) {
        return NULL;
    }
    if (!preload->start(loop())) {
        return PyErr_NoMemory();
    }
    hook();
    return hf_into_raw(hf_none());
}

static PyObject *native_stop(PyObject *Py_UNUSED(module),
                             PyObject *Py_UNUSED(nothing))
{
    if (!need_preload()) {
        return NULL;
    }
    unhook();
    preload->stop();
    return hf_into_raw(hf_none());
}

/* record(repetition): 0 is off. */
static PyObject *native_record(PyObject *Py_UNUSED(module), PyObject *argument)
{
    long repetition = PyLong_AsLong(argument);
    if (!need_preload() || (repetition == -1 && PyErr_Occurred() != NULL)) {
        return NULL;
    }
    preload->record(repetition > 0, (uint32_t)repetition);
    return hf_into_raw(hf_none());
}

static PyObject *native_full(PyObject *Py_UNUSED(module),
                             PyObject *Py_UNUSED(nothing))
{
    return need_preload() ? PyBool_FromLong(preload->full()) : NULL;
}

/* A list of (stack, heap, blocks, bytes), of stacks whose blocks live. */
static PyObject *native_stacks(PyObject *Py_UNUSED(module),
                               PyObject *Py_UNUSED(nothing))
{
    if (!need_preload()) {
        return NULL;
    }
    hf_auto(object, list, hf_object_from_owned(PyList_New(0)));
    const holdfast_stack *s;
    for (size_t i = 0; (s = preload->stack(i)) != NULL; i++) {
        if (s->blocks == 0) {
            continue;
        }
        hf_auto(object, row,
                hf_object_from_owned(Py_BuildValue(
                    "(nInn)", (Py_ssize_t)i, (unsigned)s->heap,
                    (Py_ssize_t)s->blocks, (Py_ssize_t)s->bytes)));
        if (hf_is_null(hf_borrow(row)) ||
            PyList_Append(hf_as_raw(hf_borrow(list)),
                          hf_as_raw(hf_borrow(row))) < 0) {
            return NULL;
        }
    }
    return hf_into_raw(hf_move(&list));
}

static PyObject *list_of_places(const holdfast_stack *s)
{
    hf_auto(object, list, hf_object_from_owned(PyList_New(0)));
    for (uint32_t d = 0; s != NULL && d < s->depth; d++) {
        hf_auto(object, place,
                hf_object_from_owned(PyLong_FromVoidPtr(s->places[d])));
        if (hf_is_null(hf_borrow(place)) ||
            PyList_Append(hf_as_raw(hf_borrow(list)),
                          hf_as_raw(hf_borrow(place))) < 0) {
            return NULL;
        }
    }
    return hf_into_raw(hf_move(&list));
}

/* The places of a stack, innermost first: return addresses. */
static PyObject *native_places(PyObject *Py_UNUSED(module), PyObject *argument)
{
    Py_ssize_t i = PyLong_AsSsize_t(argument);
    if (!need_preload() || (i == -1 && PyErr_Occurred() != NULL)) {
        return NULL;
    }
    return list_of_places(i < 0 ? NULL : preload->stack((size_t)i));
}

/* object_in is the object in a block of the object heap, or NULL: where its
 * type would be is the address of one of |types|, a set of numbers. Its count
 * may be 0: it was deallocated, and not freed. */
static PyObject *object_in(const holdfast_block *block, PyObject *types)
{
    static const size_t headers[] = {0, 16, 32}; /* gc, and a managed dict */
    for (size_t i = 0; i < sizeof(headers) / sizeof(*headers); i++) {
        if (block->size < headers[i] + sizeof(PyObject)) {
            break;
        }
        PyObject *object = (void *)((char *)block->address + headers[i]);
        hf_auto(object, type,
                hf_object_from_owned(PyLong_FromVoidPtr(Py_TYPE(object))));
        if (hf_is_null(hf_borrow(type))) {
            return NULL;
        }
        int known = PySet_Contains(types, hf_as_raw(hf_borrow(type)));
        if (known < 0) {
            return NULL;
        }
        if (known == 0 || Py_REFCNT(object) < 0) {
            continue;
        }
        PyTypeObject *t = Py_TYPE(object);
        size_t header = PyType_IS_GC(t) ? 16 : 0;
#if PY_VERSION_HEX >= 0x030B0000
        enum { PRE_HEADER = 3 << 3 }; /* a managed dict, or weak references */
        header += t->tp_flags & PRE_HEADER ? 16 : 0;
#endif
        /* A str of ASCII is shorter than its type says. */
        size_t least = t == &PyUnicode_Type ? sizeof(PyASCIIObject)
                                            : (size_t)t->tp_basicsize;
        if (header == headers[i] && block->size >= header + least) {
            return object;
        }
    }
    return NULL;
}

/* blocks(stack, repetition, types): a list of (address, size, object or None,
 * count, type or None) of some that were allocated in that repetition. */
static PyObject *native_blocks(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    enum { MOST = 32 };
    holdfast_block found[MOST];
    unsigned stack, repetition;
    PyObject *types;
    if (!need_preload() ||
        !PyArg_ParseTuple(arguments, "IIO!", &stack, &repetition, &PySet_Type,
                          &types)) {
        return NULL;
    }
    size_t n = preload->blocks(stack, repetition, found, MOST);
    const holdfast_stack *s = preload->stack(stack);
    hf_auto(object, list, hf_object_from_owned(PyList_New(0)));
    for (size_t i = 0; i < n; i++) {
        PyObject *object = NULL;
        if (s->heap == HOLDFAST_OBJECT) {
            object = object_in(&found[i], types);
            if (object == NULL && PyErr_Occurred() != NULL) {
                return NULL;
            }
        }
        Py_ssize_t count = object != NULL ? Py_REFCNT(object) : 0;
        PyObject *type = object != NULL ? (PyObject *)Py_TYPE(object) : Py_None;
        hf_auto(object, row,
                hf_object_from_owned(Py_BuildValue(
                    "(NnOnO)", PyLong_FromVoidPtr(found[i].address),
                    (Py_ssize_t)found[i].size, count > 0 ? object : Py_None,
                    count, type)));
        if (hf_is_null(hf_borrow(row)) ||
            PyList_Append(hf_as_raw(hf_borrow(list)),
                          hf_as_raw(hf_borrow(row))) < 0) {
            return NULL;
        }
    }
    return hf_into_raw(hf_move(&list));
}

/* words(object): a list of the numbers in its struct, some of which may be
 * pointers. */
static PyObject *native_words(PyObject *Py_UNUSED(module), PyObject *object)
{
    hf_auto(object, list, hf_object_from_owned(PyList_New(0)));
    size_t size = (size_t)Py_TYPE(object)->tp_basicsize;
    if (PyTuple_Check(object) || PyUnicode_Check(object)) {
        size = sizeof(PyVarObject); /* no more is there for sure */
    }
    for (size_t at = sizeof(PyObject); at + sizeof(void *) <= size;
         at += sizeof(void *)) {
        void *word;
        memcpy(&word, (const char *)object + at, sizeof(word));
        if (word == NULL) {
            continue;
        }
        hf_auto(object, number, hf_object_from_owned(PyLong_FromVoidPtr(word)));
        if (hf_is_null(hf_borrow(number)) ||
            PyList_Append(hf_as_raw(hf_borrow(list)),
                          hf_as_raw(hf_borrow(number))) < 0) {
            return NULL;
        }
    }
    return hf_into_raw(hf_move(&list));
}

/* ---- Allocations that fail. */

enum { RANGES = 64 };

/* read_ranges writes up to RANGES of a list of pairs. */
static bool read_ranges(PyObject *list, holdfast_range *out, size_t *n)
{
    *n = 0;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list) && *n < RANGES; i++) {
        unsigned long long start, end;
        if (!PyArg_ParseTuple(PyList_GET_ITEM(list, i), "KK", &start, &end)) {
            return false;
        }
        out[(*n)++] = (holdfast_range){(uintptr_t)start, (uintptr_t)end};
    }
    return true;
}

/* fail(k, ranges): the k-th allocation from now on that is made within one of
 * the ranges, (start, end) pairs, fails; 0 ends it. */
static PyObject *native_fail(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    holdfast_range ranges[RANGES];
    size_t n;
    Py_ssize_t k;
    PyObject *list;
    if (!need_preload() ||
        !PyArg_ParseTuple(arguments, "nO!", &k, &PyList_Type, &list) ||
        !read_ranges(list, ranges, &n)) {
        return NULL;
    }
    static bool hooked;
    if (k > 0 && !hooked) {
        hook();
        hooked = true;
    }
    preload->fail(k > 0 ? (size_t)k : 0, ranges, n, loop());
    if (k <= 0 && hooked) {
        unhook();
        hooked = false;
    }
    return hf_into_raw(hf_none());
}

/* How many allocations were made there since fail(). */
static PyObject *native_failures(PyObject *Py_UNUSED(module),
                                 PyObject *Py_UNUSED(nothing))
{
    return need_preload() ? PyLong_FromSize_t(preload->failures()) : NULL;
}

static PyObject *native_failed(PyObject *Py_UNUSED(module),
                               PyObject *Py_UNUSED(nothing))
{
    return need_preload() ? list_of_places(preload->failed()) : NULL;
}

static PyObject *native_preloaded(PyObject *Py_UNUSED(module),
                                  PyObject *Py_UNUSED(nothing))
{
    return PyBool_FromLong(preload != NULL);
}

/* ---- Calls, and what they change. */

static long open_files(void)
{
    static counters c;
    count_descriptors(&c);
    return c.descriptors;
}

/* calls(ranges, files): watch those of functions that are there, what they do
 * to the objects that watch() was given, and whether they open files. */
static PyObject *native_calls(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    holdfast_range ranges[RANGES];
    size_t n;
    PyObject *list;
    int files;
    if (!PyArg_ParseTuple(arguments, "O!p", &PyList_Type, &list, &files) ||
        !read_ranges(list, ranges, &n)) {
        return NULL;
    }
    PyObject *objects[16];
    size_t known = 0;
    for (size_t i = 0; i < watch[SHARED].n && known < 16; i++) {
        objects[known++] = watch[SHARED].at[i].object;
    }
    hf_calls_suspect(objects, known);
    hf_calls_watch(true, ranges, n, hf_borrow(collect), preload,
                   files ? open_files : NULL);
    return hf_into_raw(hf_none());
}

static PyObject *native_no_calls(PyObject *Py_UNUSED(module),
                                 PyObject *Py_UNUSED(nothing))
{
    hf_calls_watch(false, NULL, 0, hf_borrow(collect), NULL, NULL);
    return hf_into_raw(hf_none());
}

static PyObject *native_called(PyObject *Py_UNUSED(module),
                               PyObject *Py_UNUSED(nothing))
{
    hf_object result = hf_calls_found();
    hf_calls_forget();
    return hf_into_raw(result);
}

/* ---- The stack at a crash, which nothing that allocates can find. */

static int death_file = -1;
static const int deadly[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
enum { DEADLY = sizeof(deadly) / sizeof(*deadly) };
static struct sigaction others[DEADLY]; /* who is called then: faulthandler */
static void *death_loop;

typedef struct stack {
    uint64_t places[64];
    size_t depth;
} stack;

static _Unwind_Reason_Code step(struct _Unwind_Context *context, void *argument)
{
    stack *s = argument;
    int is_exact; /* the instruction itself, not where a call returns to */
    uint64_t place = _Unwind_GetIPInfo(context, &is_exact);
    s->places[s->depth++] = place + (is_exact ? 1 : 0);
    return s->depth == sizeof(s->places) / sizeof(*s->places) ||
                   (void *)_Unwind_GetRegionStart(context) == death_loop
               ? _URC_END_OF_STACK
               : _URC_NO_REASON;
}

static void tell(const void *data, size_t size)
{
    ssize_t n = write(death_file, data, size);
    (void)n; /* there is nobody to be told */
}

static void on_death(int number)
{
    stack s = {.depth = 0};
    _Unwind_Backtrace(step, &s);
    tell(s.places, s.depth * sizeof(*s.places));
    /* After a 0, the allocation that was made to fail. */
    const holdfast_stack *f = preload != NULL ? preload->failed() : NULL;
    if (f != NULL && f->depth > 0) {
        uint64_t nothing = 0;
        tell(&nothing, sizeof(nothing));
        tell(f->places, f->depth * sizeof(*f->places));
    }
    for (size_t i = 0; i < DEADLY; i++) {
        sigaction(deadly[i], &others[i], NULL);
    }
    raise(number);
}

/* stack_at_death(fd) */
static PyObject *native_stack_at_death(PyObject *Py_UNUSED(module),
                                       PyObject *argument)
{
    long fd = PyLong_AsLong(argument);
    if (fd == -1 && PyErr_Occurred() != NULL) {
        return NULL;
    }
    death_file = (int)fd;
    death_loop = loop();
    stack s = {.depth = 0};
    _Unwind_Backtrace(step, &s); /* it allocates when it is first used */
    struct sigaction action = {.sa_handler = on_death,
                               .sa_flags = SA_NODEFER | SA_ONSTACK};
    for (size_t i = 0; i < DEADLY; i++) {
        sigaction(deadly[i], &action, &others[i]);
    }
    return hf_into_raw(hf_none());
}

/* The address of what a function that is written in C calls, or of a type's
 * tp_dealloc, plus one, as if it had been called from there; or None. */
static PyObject *native_address(PyObject *Py_UNUSED(module), PyObject *function)
{
    void *called = hf_calls_address(function);
    if (PyType_Check(function)) {
        destructor dealloc = ((PyTypeObject *)function)->tp_dealloc;
        called = (void *)(uintptr_t)dealloc;
    }
    return called != NULL
               ? PyLong_FromUnsignedLongLong((uint64_t)(uintptr_t)called + 1)
               : hf_into_raw(hf_none());
}

/* ---- The module. */

static PyMethodDef methods[] = {
    {"afresh", native_afresh, METH_NOARGS,
     PyDoc_STR("What was there before the next begin() does not matter.")},
    {"begin", native_begin, METH_NOARGS, PyDoc_STR("Read all counters.")},
    {"end", native_end, METH_NOARGS,
     PyDoc_STR("Read them again: bits for those that have grown.")},
    {"growth", native_growth, METH_NOARGS,
     PyDoc_STR("By how much, between the last begin() and end().")},
    {"opened", native_opened, METH_NOARGS,
     PyDoc_STR("The file descriptors that were opened in between.")},
    {"watch", native_watch, METH_VARARGS,
     PyDoc_STR("Compare the counts of the objects in two lists, too.")},
    {"patience", native_patience, METH_O,
     PyDoc_STR("How often a count may stay as it was.")},
    {"changes", native_changes, METH_NOARGS,
     PyDoc_STR("(object, change) where the count changed each time.")},
    {"preloaded", native_preloaded, METH_NOARGS,
     PyDoc_STR("Whether allocations can be looked at.")},
    {"start", native_start, METH_NOARGS, PyDoc_STR("Keep stacks.")},
    {"stop", native_stop, METH_NOARGS, PyDoc_STR("Forget them.")},
    {"record", native_record, METH_O,
     PyDoc_STR("Keep what is allocated, in a repetition; 0 for none.")},
    {"full", native_full, METH_NOARGS,
     PyDoc_STR("Whether there was more than could be kept.")},
    {"stacks", native_stacks, METH_NOARGS,
     PyDoc_STR("(stack, heap, blocks, bytes) of what was kept and lives.")},
    {"places", native_places, METH_O, PyDoc_STR("The addresses of a stack.")},
    {"blocks", native_blocks, METH_VARARGS,
     PyDoc_STR("(address, size, object, count, type) of a stack's blocks.")},
    {"words", native_words, METH_O,
     PyDoc_STR("The words that an object's struct is made of.")},
    {"fail", native_fail, METH_VARARGS,
     PyDoc_STR("Make the k-th allocation within address ranges fail.")},
    {"failures", native_failures, METH_NOARGS,
     PyDoc_STR("How many were made there since.")},
    {"calls", native_calls, METH_VARARGS,
     PyDoc_STR("Watch what calls of functions at addresses do to counts.")},
    {"no_calls", native_no_calls, METH_NOARGS, PyDoc_STR("No longer.")},
    {"called", native_called, METH_NOARGS,
     PyDoc_STR("(address, function, file, line, change), where it stayed.")},
    {"failed", native_failed, METH_NOARGS,
     PyDoc_STR("The addresses of the stack of the one that failed.")},
    {"stack_at_death", native_stack_at_death, METH_O,
     PyDoc_STR("Write the addresses of a crash's stack to a file.")},
    {"address", native_address, METH_O,
     PyDoc_STR("Where a built-in function or a tp_dealloc is, plus one.")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "pytest_holdfast._native",
    .m_doc = PyDoc_STR("Counters for the repetitions of a test."),
    .m_size = -1, /* one state for the process: what it counts is, too */
    .m_methods = methods,
};

/* function writes module.name, or null where that is not there. */
static bool function(const char *module, const char *name, hf_object *out)
{
    hf_auto(object, m, hf_object_from_owned(PyImport_ImportModule(module)));
    return hf_object_getattr_optional_utf8(hf_borrow(m), name, out) != HF_ERROR;
}

PyMODINIT_FUNC PyInit__native(void);
PyMODINIT_FUNC PyInit__native(void)
{
    const holdfast_preload_table *table = dlsym(RTLD_DEFAULT, HOLDFAST_PRELOAD);
    if (table != NULL && table->version == HOLDFAST_PRELOAD_VERSION) {
        preload = table;
    }
    if (!function("gc", "collect", &collect) ||
        !function("sys", "getallocatedblocks", &allocated) ||
        !function("sys", "gettotalrefcount", &total)) {
        return NULL;
    }
    return PyModule_Create(&definition);
}
