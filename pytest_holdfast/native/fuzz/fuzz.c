/* pytest_holdfast._fuzz: runs a short program of Python calls, and says what it
 * has left.
 *
 * A program is a tuple of steps, a step a tuple of
 *
 *   (callable, name, arguments, names of the last of these, slot)
 *
 * Each value is a Python function, whose result it is then, or stands for
 * itself. With a name, that method of the callable is what is called. The
 * result goes into a dict, by the key that is the slot. Both readings of the
 * counters are made in one and the same call: an int that Python makes between
 * them would be a block and a count.
 */
#define _GNU_SOURCE /* dlsym's RTLD_DEFAULT */
#include "core/holdfast.h"
#include "core/internal/immortal.h"

#include <dlfcn.h>
#include <stdint.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>

#include "../preload/preload.h"
#include "cover.h"

static const holdfast_preload_table *preload; /* NULL: it is not loaded */

/* What runs, in memory that is shared with the process that will be asked when
 * this one is dead: the number of the step, and then as worker.Told reads it. */
typedef struct told_program {
    uint64_t programs, calls; /* so far */
    double working;           /* seconds of the processor */
    uint32_t length;          /* of the program, which is at PROGRAM_AT */
} told_program;

enum { HEADER_AT = 8, PROGRAM_AT = 64 };
static unsigned char *told;
static unsigned char nowhere;
static Py_buffer shared;

enum {
    BEFORE = 254, /* no step has begun */
    RELEASE = 255, /* what the steps have made is released */
};

/* ---- Programs. */

enum { ARGUMENTS = 64, FIELDS = 5 };
static hf_object namespace, slots; /* a dict; the keys that are emptied */
static hf_object collect, freeze;
static hf_object nothing_said; /* '' */

static hf_object value_of(PyObject *maker)
{
    hf_object_borrowed it = hf_object_from_borrowed(maker);
    return PyFunction_Check(maker) ? hf_object_call_no_args(it)
                                   : hf_incref(it);
}

/* call writes what the step's call gives: its result, or null with an exception
 * of it. False: one of its arguments could not be made. */
static bool call(PyObject *step, hf_object *out)
{
    *out = hf_null(object);
    hf_object values[ARGUMENTS + 1];
    PyObject *raw[ARGUMENTS + 1];
    size_t made = 0;
    PyObject *name = PyTuple_GET_ITEM(step, 1);
    PyObject *arguments = PyTuple_GET_ITEM(step, 2);
    PyObject *names = PyTuple_GET_ITEM(step, 3);
    size_t n = (size_t)PyTuple_GET_SIZE(arguments);
    size_t named = names == Py_None ? 0 : (size_t)PyTuple_GET_SIZE(names);
    bool ready = false;

    hf_object callable = value_of(PyTuple_GET_ITEM(step, 0));
    if (!hf_is_null(callable) && name != Py_None) {
        hf_object receiver = hf_move(&callable);
        callable = hf_object_from_owned(
            PyObject_GetAttr(hf_as_raw(hf_borrow(receiver)), name));
        hf_decref(receiver);
    }
    for (; !hf_is_null(callable) && made < n && made < ARGUMENTS; made++) {
        values[made] = value_of(PyTuple_GET_ITEM(arguments, (Py_ssize_t)made));
        if (hf_is_null(values[made])) {
            break;
        }
        raw[made] = hf_as_raw(hf_borrow(values[made]));
    }
    if (!hf_is_null(callable) && made == n) {
        ready = true;
        *out = hf_object_from_owned(
            PyObject_Vectorcall(hf_as_raw(hf_borrow(callable)), raw, n - named,
                                named > 0 ? names : NULL));
    }
    /* What is released may run code, which must not meet an exception. */
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    while (made > 0) {
        hf_decref(values[--made]);
    }
    hf_decref(callable);
    PyErr_Clear();
    PyErr_Restore(type, value, traceback);
    return ready;
}

/* exception is (type, message) of the one that is set, which it clears; or None.
 * The exception itself may hold what the program made, and is released. */
static hf_object exception(void)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    hf_auto(object, type_owner, hf_object_from_owned(type));
    hf_auto(object, value_owner, hf_object_from_owned(value));
    hf_decref(hf_object_from_owned(traceback));
    if (value == NULL || !PyExceptionInstance_Check(value)) {
        return hf_none();
    }
    PyObject *arguments = ((PyBaseExceptionObject *)value)->args;
    PyObject *message = NULL;
    if (arguments != NULL && PyTuple_GET_SIZE(arguments) > 0) {
        message = PyTuple_GET_ITEM(arguments, 0);
    }
    if (message == NULL || !PyUnicode_CheckExact(message)) {
        message = hf_as_raw(hf_borrow(nothing_said));
    }
    return hf_object_from_owned(
        PyTuple_Pack(2, (PyObject *)Py_TYPE(value), message));
}

static bool add(PyObject *outcomes, hf_object what)
{
    bool added = PyList_Append(outcomes, hf_as_raw(hf_borrow(what))) == 0;
    hf_decref(what);
    return added;
}

/* run_steps adds to |outcomes|, which may be NULL: the type of what a step gave,
 * (type, message) of its exception, or None where its arguments could not be
 * made. */
static bool run_steps(PyObject *program, PyObject *outcomes)
{
    PyObject *values = hf_as_raw(hf_borrow(namespace));
    Py_ssize_t n = PyTuple_GET_SIZE(program);
    bool done = true;
    for (Py_ssize_t i = 0; i < n && done; i++) {
        *told = (unsigned char)i;
        PyObject *step = PyTuple_GET_ITEM(program, i);
        hf_object result;
        bool ready = call(step, &result);
        if (hf_is_null(result)) {
            if (outcomes != NULL) {
                hf_object raised = exception();
                if (!ready) {
                    hf_decref(raised);
                    raised = hf_none();
                }
                done = add(outcomes, raised);
            }
            PyErr_Clear();
            continue;
        }
        if (outcomes != NULL) {
            PyObject *type = (PyObject *)Py_TYPE(hf_as_raw(hf_borrow(result)));
            done = add(outcomes, hf_incref(hf_object_from_borrowed(type)));
        }
        PyObject *slot = PyTuple_GET_ITEM(step, 4);
        if (slot != Py_None) {
            done &= PyDict_SetItem(values, slot,
                                   hf_as_raw(hf_borrow(result))) == 0;
            PyErr_Clear();
        }
        *told = (unsigned char)(i + 1);
        hf_decref(result);
        PyErr_Clear();
    }
    *told = RELEASE;
    PyObject *keys = hf_as_raw(hf_borrow(slots));
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(keys); i++) {
        PyDict_SetItem(values, PyTuple_GET_ITEM(keys, i), Py_None);
        PyErr_Clear();
    }
    *told = BEFORE;
    return done;
}

static bool is_program(PyObject *program)
{
    bool right = PyTuple_Check(program) && !hf_is_null(hf_borrow(namespace));
    for (Py_ssize_t i = 0; right && i < PyTuple_GET_SIZE(program); i++) {
        PyObject *step = PyTuple_GET_ITEM(program, i);
        right = PyTuple_Check(step) && PyTuple_GET_SIZE(step) == FIELDS &&
                PyTuple_Check(PyTuple_GET_ITEM(step, 2)) &&
                PyTuple_GET_SIZE(PyTuple_GET_ITEM(step, 2)) <= ARGUMENTS;
    }
    if (!right) {
        PyErr_SetString(PyExc_TypeError, "that is no program");
    }
    return right;
}

/* outcomes_of runs it, where what is freed is kept. */
static hf_object outcomes_of(PyObject *program)
{
    if (preload != NULL) {
        preload->mark();
    }
    hf_auto(object, outcomes, hf_object_from_owned(PyList_New(0)));
    if (hf_is_null(hf_borrow(outcomes)) ||
        !run_steps(program, hf_as_raw(hf_borrow(outcomes)))) {
        return hf_null(object);
    }
    return hf_into_object(hf_move(&outcomes));
}

/* run(program): a list of outcomes. */
static PyObject *fuzz_run(PyObject *Py_UNUSED(module), PyObject *program)
{
    return is_program(program) ? hf_into_raw(outcomes_of(program)) : NULL;
}

/* ---- What is left. */

typedef struct watched {
    PyObject *object; /* owned by the list */
    Py_ssize_t before;
    Py_ssize_t change;
} watched;

static hf_object objects; /* a list that does not change */
static watched *watch;
static size_t watch_count;

/* watch(list): whose counts are compared; it must not change any more. */
static PyObject *fuzz_watch(PyObject *Py_UNUSED(module), PyObject *list)
{
    if (!PyList_Check(list)) {
        PyErr_SetString(PyExc_TypeError, "watch() takes a list");
        return NULL;
    }
    size_t n = (size_t)PyList_GET_SIZE(list);
    watched *at = PyMem_RawCalloc(n > 0 ? n : 1, sizeof(*at));
    if (at == NULL) {
        return PyErr_NoMemory();
    }
    watch_count = 0;
    for (size_t i = 0; i < n; i++) {
        PyObject *object = PyList_GET_ITEM(list, (Py_ssize_t)i);
        if (!hf_private_is_immortal(object)) {
            at[watch_count++].object = object;
        }
    }
    PyMem_RawFree(watch);
    watch = at;
    hf_object old = hf_move(&objects);
    objects = hf_incref(hf_object_from_borrowed(list));
    hf_decref(old);
    return PyLong_FromSize_t(watch_count);
}

/* settle frees what is in cycles, and the free lists; and with a function that
 * empties other caches, what Python keeps in them. */
static void settle(PyObject *empty)
{
    if (empty != Py_None) {
        hf_decref(hf_object_call_no_args(hf_object_from_borrowed(empty)));
        PyErr_Clear();
    }
    hf_decref(hf_object_call_no_args(hf_borrow(collect)));
    PyErr_Clear();
    if (empty != Py_None) {
        /* After that: what is collected is looked up in this cache, whose empty
         * entries are references to None. */
        PyType_ClearCache();
    }
}

/* repair gives back what was taken too often, before it is freed in use. */
static void repair(const watched *w)
{
    for (Py_ssize_t i = w->change; i < 0; i++) {
        hf_object more = hf_incref(hf_object_from_borrowed(w->object));
        PyObject *lost = hf_into_raw(more); /* on purpose */
        (void)lost;
    }
}

static hf_object changes(long blocks)
{
    hf_auto(object, list, hf_object_from_owned(PyList_New(0)));
    for (size_t i = 0; i < watch_count; i++) {
        const watched *w = &watch[i];
        if (w->change == 0) {
            continue;
        }
        hf_auto(object, pair,
                hf_object_from_owned(Py_BuildValue("(On)", w->object, w->change)));
        if (hf_is_null(hf_borrow(pair)) ||
            PyList_Append(hf_as_raw(hf_borrow(list)),
                          hf_as_raw(hf_borrow(pair))) < 0) {
            return hf_null(object);
        }
    }
    return hf_object_from_owned(
        Py_BuildValue("(lO)", blocks, hf_as_raw(hf_borrow(list))));
}

/* measure(program, begin, end): None where it left nothing, or (blocks, [(object,
 * change)]). begin and end are called before and after it, or are None. */
static hf_object left_by(PyObject *program, PyObject *begin, PyObject *end)
{
    settle(begin);
    long live = preload != NULL ? preload->live() : 0;
    for (size_t i = 0; i < watch_count; i++) {
        watch[i].before = Py_REFCNT(watch[i].object);
    }
    run_steps(program, NULL);
    settle(end);
    long blocks = preload != NULL ? preload->live() - live : 0;
    bool same = blocks == 0;
    for (size_t i = 0; i < watch_count; i++) {
        watched *w = &watch[i];
        w->change = Py_REFCNT(w->object) - w->before;
        if (w->change != 0) {
            repair(w);
            same = false;
        }
    }
    return same ? hf_none() : changes(blocks);
}

static PyObject *fuzz_measure(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *program, *begin, *end;
    if (!PyArg_ParseTuple(arguments, "OOO", &program, &begin, &end) ||
        !is_program(program)) {
        return NULL;
    }
    return hf_into_raw(left_by(program, begin, end));
}

/* damage(): (size, offset, change) of what was written into a block that was
 * freed since the last run() began, or None. */
static PyObject *fuzz_damage(PyObject *Py_UNUSED(module),
                             PyObject *Py_UNUSED(nothing))
{
    holdfast_damage found;
    if (preload == NULL || !preload->damage(&found)) {
        return hf_into_raw(hf_none());
    }
    return Py_BuildValue("(nnL)", (Py_ssize_t)found.size,
                         (Py_ssize_t)found.offset, (long long)found.change);
}

/* ---- Both, as the worker needs it for each program. */

/* tell writes down what runs. Too long a program is told as none. */
static void tell(PyObject *text, unsigned long long programs,
                 unsigned long long calls)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    size_t length = (size_t)PyBytes_GET_SIZE(text);
    size_t room = shared.len > PROGRAM_AT ? (size_t)shared.len - PROGRAM_AT : 0;
    told_program header = {
        .programs = programs,
        .calls = calls,
        .working = (double)now.tv_sec + (double)now.tv_nsec / 1e9,
        .length = length <= room ? (uint32_t)length : 0,
    };
    if (room > 0) {
        memcpy(told + HEADER_AT, &header, sizeof(header));
        memcpy(told + PROGRAM_AT, PyBytes_AS_STRING(text), header.length);
    }
}

/* attempt(program, text, programs, calls, seconds): (outcomes, left, whether
 * there is damage). left is what measure() gives. The process is ended by
 * SIGPROF where it takes longer. Between two of these nothing is kept of what
 * is freed. */
static PyObject *fuzz_attempt(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *program, *text;
    unsigned long long programs, calls;
    long seconds;
    if (!PyArg_ParseTuple(arguments, "OSKKl", &program, &text, &programs, &calls,
                          &seconds) ||
        !is_program(program)) {
        return NULL;
    }
    struct itimerval timer = {.it_value = {.tv_sec = seconds}};
    setitimer(ITIMER_PROF, &timer, NULL);
    tell(text, programs, calls);
    if (preload != NULL) {
        preload->rest(false);
    }
    /* The worker's own objects are no garbage, and need not be looked at. */
    hf_decref(hf_object_call_no_args(hf_borrow(freeze)));
    hf_auto(object, outcomes, outcomes_of(program));
    hf_auto(object, left,
            hf_is_null(hf_borrow(outcomes))
                ? hf_null(object)
                : left_by(program, Py_None, Py_None));
    bool damaged = false;
    if (preload != NULL) {
        holdfast_damage found;
        damaged = preload->damage(&found);
        preload->rest(true);
    }
    if (hf_is_null(hf_borrow(left))) {
        return NULL;
    }
    return Py_BuildValue("(OOO)", hf_as_raw(hf_borrow(outcomes)),
                         hf_as_raw(hf_borrow(left)), damaged ? Py_True : Py_False);
}

/* keep(bool): whether what is freed is kept, to be looked at by damage(). */
static PyObject *fuzz_keep(PyObject *Py_UNUSED(module), PyObject *keeps)
{
    if (preload != NULL) {
        preload->rest(keeps != Py_True);
    }
    return hf_into_raw(hf_none());
}

static PyObject *fuzz_live(PyObject *Py_UNUSED(module),
                           PyObject *Py_UNUSED(nothing))
{
    return PyLong_FromLong(preload != NULL ? preload->live() : 0);
}

/* begin(namespace, slots, shared): what programs are run in. */
static PyObject *fuzz_begin(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *dict, *keys, *buffer;
    if (!PyArg_ParseTuple(arguments, "O!O!O", &PyDict_Type, &dict,
                          &PyTuple_Type, &keys, &buffer) ||
        PyObject_GetBuffer(buffer, &shared, PyBUF_WRITABLE) < 0) {
        return NULL;
    }
    told = shared.buf;
    *told = BEFORE;
    namespace = hf_incref(hf_object_from_borrowed(dict));
    slots = hf_incref(hf_object_from_borrowed(keys));
    return hf_into_raw(hf_none());
}

/* ---- The blocks of code that were reached. */

/* cover(addresses): from now on it is seen when they are reached. */
static PyObject *fuzz_cover(PyObject *Py_UNUSED(module), PyObject *list)
{
    if (!PyList_Check(list)) {
        PyErr_SetString(PyExc_TypeError, "cover() takes a list");
        return NULL;
    }
    size_t n = (size_t)PyList_GET_SIZE(list);
    uintptr_t *addresses = PyMem_RawCalloc(n > 0 ? n : 1, sizeof(*addresses));
    if (addresses == NULL) {
        return PyErr_NoMemory();
    }
    for (size_t i = 0; i < n; i++) {
        addresses[i] = (uintptr_t)PyLong_AsUnsignedLongLong(
            PyList_GET_ITEM(list, (Py_ssize_t)i));
    }
    bool planted = PyErr_Occurred() == NULL && hf_cover_plant(addresses, n);
    PyMem_RawFree(addresses);
    if (PyErr_Occurred() != NULL) {
        return NULL;
    }
    return PyBool_FromLong(planted);
}

static PyObject *fuzz_covered(PyObject *Py_UNUSED(module),
                              PyObject *Py_UNUSED(nothing))
{
    return PyLong_FromSize_t(hf_cover_count());
}

/* reached(): a list of the addresses. */
static PyObject *fuzz_reached(PyObject *Py_UNUSED(module),
                              PyObject *Py_UNUSED(nothing))
{
    hf_auto(object, list, hf_object_from_owned(PyList_New(0)));
    uintptr_t address;
    bool was_reached;
    for (size_t i = 0; hf_cover_at(i, &address, &was_reached); i++) {
        if (!was_reached) {
            continue;
        }
        hf_auto(object, number,
                hf_object_from_owned(PyLong_FromUnsignedLongLong(address)));
        if (hf_is_null(hf_borrow(number)) ||
            PyList_Append(hf_as_raw(hf_borrow(list)),
                          hf_as_raw(hf_borrow(number))) < 0) {
            return NULL;
        }
    }
    return hf_into_raw(hf_move(&list));
}

/* ---- The module. */

static PyMethodDef methods[] = {
    {"begin", fuzz_begin, METH_VARARGS,
     PyDoc_STR("The dict, the slots, and where the step is told.")},
    {"run", fuzz_run, METH_O, PyDoc_STR("Run a program: what each step gave.")},
    {"watch", fuzz_watch, METH_O, PyDoc_STR("Compare the counts of these.")},
    {"attempt", fuzz_attempt, METH_VARARGS,
     PyDoc_STR("Run a program twice: what its steps gave, what it left.")},
    {"measure", fuzz_measure, METH_VARARGS,
     PyDoc_STR("Run a program: what it left.")},
    {"damage", fuzz_damage, METH_NOARGS,
     PyDoc_STR("What was written into freed memory.")},
    {"keep", fuzz_keep, METH_O, PyDoc_STR("Keep what is freed, or do not.")},
    {"live", fuzz_live, METH_NOARGS, PyDoc_STR("Blocks of malloc.")},
    {"cover", fuzz_cover, METH_O, PyDoc_STR("See when addresses are reached.")},
    {"covered", fuzz_covered, METH_NOARGS, PyDoc_STR("How many were.")},
    {"reached", fuzz_reached, METH_NOARGS, PyDoc_STR("Which.")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "pytest_holdfast._fuzz",
    .m_doc = PyDoc_STR("Runs programs of calls, and says what they left."),
    .m_size = -1, /* one state for the process: what it counts is, too */
    .m_methods = methods,
};

PyMODINIT_FUNC PyInit__fuzz(void);
PyMODINIT_FUNC PyInit__fuzz(void)
{
    told = &nowhere;
    const holdfast_preload_table *table = dlsym(RTLD_DEFAULT, HOLDFAST_PRELOAD);
    if (table != NULL && table->version == HOLDFAST_PRELOAD_VERSION) {
        preload = table;
    }
    hf_auto(object, gc, hf_object_from_owned(PyImport_ImportModule("gc")));
    nothing_said = hf_object_from_owned(PyUnicode_FromString(""));
    if (hf_is_null(hf_borrow(nothing_said)) ||
        hf_failed(hf_object_getattr_optional_utf8(gc, "collect", &collect)) ||
        hf_failed(hf_object_getattr_optional_utf8(gc, "freeze", &freeze))) {
        return NULL;
    }
    return PyModule_Create(&definition);
}
