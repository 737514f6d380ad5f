/* What has to be counted where nothing is allocated, and so nothing changes by
 * being counted: all that begin() and end() keep is in static memory. */
#include "native.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { DESCRIPTORS = 4096 };

typedef struct counters {
    long live;       /* blocks of malloc, where that is known */
    long blocks;     /* of Python's small object allocator */
    long references; /* a debug CPython's total */
    long threads;    /* thread states */
    long descriptors;
    uint8_t open[DESCRIPTORS / 8];
} counters;

static counters before, after, paused;

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

PyObject *native_afresh(PyObject *Py_UNUSED(module),
                        PyObject *Py_UNUSED(nothing))
{
    has_previous = false;
    return hf_into_raw(hf_none());
}

/* Without an argument, whose count would be another one at end(). */
PyObject *native_begin(PyObject *Py_UNUSED(module),
                       PyObject *Py_UNUSED(nothing))
{
    if (!take(&before)) {
        return NULL;
    }
    previous = after;
    begin_counts();
    return hf_into_raw(hf_none());
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

PyObject *native_end(PyObject *Py_UNUSED(module), PyObject *Py_UNUSED(nothing))
{
    if (!take(&after)) {
        return NULL;
    }
    /* Finalizers may have left new garbage. */
    if (grown() % FELL != 0 && !take(&after)) {
        return NULL;
    }
    long bits = grown();
    bits |= compare_counts() ? CHANGED_COUNTS : 0;
    has_previous = true;
    return PyLong_FromLong(bits);
}

/* pause: what happens from now on until resume() is not the test's. */
PyObject *native_pause(PyObject *Py_UNUSED(module),
                       PyObject *Py_UNUSED(nothing))
{
    if (!take(&paused)) {
        return NULL;
    }
    pause_counts();
    return hf_into_raw(hf_none());
}

PyObject *native_resume(PyObject *Py_UNUSED(module),
                        PyObject *Py_UNUSED(nothing))
{
    if (!take(&after)) {
        return NULL;
    }
    before.live += after.live - paused.live;
    before.blocks += after.blocks - paused.blocks;
    before.references += after.references - paused.references;
    before.threads += after.threads - paused.threads;
    before.descriptors += after.descriptors - paused.descriptors;
    resume_counts();
    return hf_into_raw(hf_none());
}

PyObject *native_growth(PyObject *Py_UNUSED(module),
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
PyObject *native_opened(PyObject *Py_UNUSED(module),
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

long open_files(void)
{
    static counters c;
    count_descriptors(&c);
    return c.descriptors;
}

hf_object_borrowed collector(void)
{
    return hf_borrow(collect);
}

/* function writes module.name, or null where that is not there. */
static bool function(const char *module, const char *name, hf_object *out)
{
    hf_auto(object, m, hf_object_from_owned(PyImport_ImportModule(module)));
    return !hf_failed(hf_object_getattr_optional_utf8(m, name, out));
}

bool start_counters(void)
{
    return function("gc", "collect", &collect) &&
           function("sys", "getallocatedblocks", &allocated) &&
           function("sys", "gettotalrefcount", &total);
}
