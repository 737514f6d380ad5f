/* What each call of an extension's function does to counts.
 *
 * While a test is looked at closely, CPython tells of each call of a function
 * that is written in C. Before it, the free lists are emptied, so that what it
 * allocates is seen with its stack; after it, the counts of the suspicious
 * objects are compared. */
#include "native.h"

#include <stdint.h>
#include <string.h>

#include <frameobject.h>

enum {
    SUSPECTS = 16,
    LEVELS = 32, /* of calls within calls */
    FOUND = 1024,
    MADE = 1 << 13, /* objects of this repetition */
};

static PyObject *suspicious[SUSPECTS];
static size_t suspect_count;

static holdfast_range ranges[RANGES];
static size_t range_count;
static bool counts_files;

/* A call that has not returned yet. The last counter is of open files. */
typedef struct level {
    bool counts; /* it is an extension's */
    Py_ssize_t before[SUSPECTS + 1];
    Py_ssize_t within[SUSPECTS + 1]; /* what calls that it made have changed */
} level;

static level levels[LEVELS];
static int depth; /* may be beyond LEVELS */

/* Where the count of an object is that is in a block: after nothing, after what
 * the garbage collector needs, or after a pointer to its dict, too. */
enum { HEADERS = 3, HEADER = 16 };

/* What was made before the outermost call of an extension began. */
static struct {
    size_t i; /* among those that were noted */
    Py_ssize_t counts[HEADERS];
} made[MADE];
static size_t made_count;
static int made_level = -1;

typedef struct change {
    void *object; /* not a reference */
    hf_object function;
    hf_object file;
    int line;
    Py_ssize_t change;
} change;

static change found[FOUND];
static size_t found_count;

/* address_of is that of the C function that |function| calls, or NULL. */
static void *address_of(PyObject *function)
{
    if (PyCFunction_Check(function)) {
        return (void *)(uintptr_t)PyCFunction_GetFunction(function);
    }
    if (PyObject_TypeCheck(function, &PyMethodDescr_Type)) {
        PyMethodDef *method = ((PyMethodDescrObject *)function)->d_method;
        return (void *)(uintptr_t)method->ml_meth;
    }
    return NULL;
}

static bool is_extensions(PyObject *function)
{
    uintptr_t address = (uintptr_t)address_of(function);
    for (size_t i = 0; i < range_count; i++) {
        if (address >= ranges[i].start && address < ranges[i].end) {
            return true;
        }
    }
    return false;
}

static void add_change(void *object, PyObject *function, PyFrameObject *frame,
                       Py_ssize_t by)
{
    int line = PyFrame_GetLineNumber(frame);
    for (size_t i = 0; i < found_count; i++) {
        change *c = &found[i];
        if (c->object == object && c->line == line &&
            hf_as_raw(hf_borrow(c->function)) == function) {
            c->change += by;
            return;
        }
    }
    if (found_count == FOUND) {
        return;
    }
    PyCodeObject *code = PyFrame_GetCode(frame);
    found[found_count++] = (change){
        .object = object,
        .function = hf_incref(hf_object_from_borrowed(function)),
        .file = hf_incref(hf_object_from_borrowed(code->co_filename)),
        .line = line,
        .change = by,
    };
    hf_decref(hf_object_from_owned((PyObject *)code));
}

static Py_ssize_t count_in(const char *block, int header)
{
    Py_ssize_t count;
    memcpy(&count, block + header * HEADER, sizeof(count));
    return count;
}

static void look_at_made(void)
{
    bool live;
    void *block;
    made_count = 0;
    for (size_t i = 0; (block = preload->noted(i, &live)) != NULL; i++) {
        if (!live || made_count == MADE) {
            continue;
        }
        made[made_count].i = i;
        for (int h = 0; h < HEADERS; h++) {
            made[made_count].counts[h] = count_in(block, h);
        }
        made_count++;
    }
}

/* compare_made tells of each number that has grown a little: only for an object
 * that is known to have leaked somebody asks for the one that is its count. */
static void compare_made(PyObject *function, PyFrameObject *frame)
{
    enum { LITTLE = 1000 };
    for (size_t m = 0; m < made_count; m++) {
        bool live;
        char *block = preload->noted(made[m].i, &live);
        for (int h = 0; live && h < HEADERS; h++) {
            Py_ssize_t by = count_in(block, h) - made[m].counts[h];
            if (by != 0 && by > -LITTLE && by < LITTLE) {
                add_change(block + h * HEADER, function, frame, by);
            }
        }
    }
}

static Py_ssize_t counter(size_t i)
{
    return i < suspect_count ? Py_REFCNT(suspicious[i]) : open_files();
}

static size_t counters(void)
{
    return suspect_count + (counts_files ? 1 : 0);
}

static void enter(PyObject *function)
{
    if (depth < LEVELS) {
        level *l = &levels[depth];
        memset(l, 0, sizeof(*l));
        l->counts = is_extensions(function);
        if (l->counts) {
            hf_object result = hf_object_call_no_args(collector());
            if (hf_is_null(result)) {
                PyErr_Clear();
            }
            hf_decref(result);
            if (preload != NULL && made_level < 0) {
                made_level = depth;
                look_at_made();
            }
        }
        for (size_t i = 0; i < counters(); i++) {
            l->before[i] = counter(i);
        }
    }
    depth++;
}

static void leave(PyObject *function, PyFrameObject *frame)
{
    if (depth == 0 || --depth >= LEVELS) {
        return;
    }
    const level *l = &levels[depth];
    for (size_t i = 0; i < counters(); i++) {
        Py_ssize_t all = counter(i) - l->before[i];
        if (l->counts && all != l->within[i]) {
            add_change(i < suspect_count ? suspicious[i] : NULL, function,
                       frame, all - l->within[i]);
        }
        if (depth > 0) {
            levels[depth - 1].within[i] += all;
        }
    }
    if (depth == made_level) {
        compare_made(function, frame);
        made_level = -1;
    }
}

static int on_event(PyObject *Py_UNUSED(nothing), PyFrameObject *frame,
                    int what, PyObject *argument)
{
    if (what == PyTrace_C_CALL) {
        enter(argument);
    } else if (what == PyTrace_C_RETURN || what == PyTrace_C_EXCEPTION) {
        leave(argument, frame);
    }
    return 0;
}

static void forget(void)
{
    while (found_count > 0) {
        change *c = &found[--found_count];
        hf_clear(&c->function);
        hf_clear(&c->file);
    }
}

/* (object, function, file, line, change): calls of |function| in that line have
 * changed the count of |object| by |change|, and it stayed so when they had
 * returned. */
static hf_object list_of_changes(void)
{
    hf_auto(object, list, hf_object_from_owned(PyList_New(0)));
    for (size_t i = 0; i < found_count; i++) {
        const change *c = &found[i];
        if (c->change == 0) {
            continue;
        }
        hf_auto(object, row,
                hf_object_from_owned(Py_BuildValue(
                    "(NOOin)", PyLong_FromVoidPtr(c->object),
                    hf_as_raw(hf_borrow(c->function)),
                    hf_as_raw(hf_borrow(c->file)), c->line, c->change)));
        if (hf_is_null(hf_borrow(row)) ||
            PyList_Append(hf_as_raw(hf_borrow(list)),
                          hf_as_raw(hf_borrow(row))) < 0) {
            return hf_null(object);
        }
    }
    return hf_move(&list);
}

/* ---- For the module. */

/* calls(ranges, files): watch those of functions that are there, what they do
 * to the objects that watch() was given, and whether they open files. */
PyObject *native_calls(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *list;
    int files;
    if (!PyArg_ParseTuple(arguments, "O!p", &PyList_Type, &list, &files) ||
        !read_ranges(list, ranges, &range_count)) {
        return NULL;
    }
    suspect_count = suspects(suspicious, SUSPECTS);
    depth = 0;
    made_level = -1;
    counts_files = files;
    PyEval_SetProfile(on_event, NULL);
    return hf_into_raw(hf_none());
}

PyObject *native_no_calls(PyObject *Py_UNUSED(module),
                          PyObject *Py_UNUSED(nothing))
{
    PyEval_SetProfile(NULL, NULL);
    return hf_into_raw(hf_none());
}

PyObject *native_called(PyObject *Py_UNUSED(module),
                        PyObject *Py_UNUSED(nothing))
{
    hf_object result = list_of_changes();
    forget();
    return hf_into_raw(result);
}

/* The address of what a function that is written in C calls, or of a type's
 * tp_dealloc, plus one, as if it had been called from there; or None. */
PyObject *native_address(PyObject *Py_UNUSED(module), PyObject *function)
{
    void *called = address_of(function);
    if (PyType_Check(function)) {
        destructor dealloc = ((PyTypeObject *)function)->tp_dealloc;
        called = (void *)(uintptr_t)dealloc;
    }
    return called != NULL
               ? PyLong_FromUnsignedLongLong((uint64_t)(uintptr_t)called + 1)
               : hf_into_raw(hf_none());
}
