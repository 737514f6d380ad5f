/* What each call of an extension's function does to counts.
 *
 * While a test is looked at closely, CPython tells of each call of a function
 * that is written in C. After it, the counts of the suspicious objects are
 * compared with what they were before. A function that returns such an object
 * gives one reference to its caller: so each function is called through one of
 * our own, which sees the result.
 *
 * What CPython keeps of freed objects hides where the next ones are allocated:
 * before some calls of each function it is emptied, not before each, since that
 * takes longer than most calls do.
 *
 * Nothing here holds a reference: a method that is kept keeps its object. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* dlsym's RTLD_DEFAULT */
#endif
#include "native.h"

#include <dlfcn.h>

#include <stdint.h>
#include <string.h>
#include <time.h>

#include <frameobject.h>

#include "trampolines.h"

enum {
    SUSPECTS = 16,
    LEVELS = 32, /* of calls within calls */
    FOUND = 1024,
    MADE = 1 << 13, /* objects of this repetition */
    EMPTIED = 16,   /* before so many calls of a function, in a repetition */
    FILE_NAME = 200,
    FOLLOWED = 512, /* functions */
};

static PyObject *suspicious[SUSPECTS];
static size_t suspect_count;

static holdfast_range ranges[RANGES];
static size_t range_count;
static bool counts_files;

/* ---- Functions that are called through one of ours. */

typedef PyObject *(*any_function)(void *, void *, void *, void *, void *);

typedef struct followed {
    PyMethodDef method; /* as it was, but for the function */
    any_function function;
    unsigned emptied;
} followed;

static followed functions[FOLLOWED];
static unsigned function_count;

static __thread void *latest; /* what the call that returned last returned */

__attribute__((noinline)) static PyObject *through(unsigned number, void *a,
                                                   void *b, void *c, void *d,
                                                   void *e)
{
    PyObject *result = functions[number].function(a, b, c, d, e);
    latest = result;
    return result;
}

#define THROUGH(n)                                                             \
    static PyObject *through_##n(void *a, void *b, void *c, void *d, void *e)  \
    {                                                                          \
        return through(n, a, b, c, d, e);                                      \
    }
#define NAME(n) through_##n,

EACH_512(THROUGH, 00)
static const any_function trampolines[FOLLOWED] = {EACH_512(NAME, 00)};

/* method_of is where |function| has its method, or NULL. */
static PyMethodDef **method_of(PyObject *function)
{
    if (PyCFunction_Check(function)) {
        return &((PyCFunctionObject *)function)->m_ml;
    }
    if (PyObject_TypeCheck(function, &PyMethodDescr_Type)) {
        return &((PyMethodDescrObject *)function)->d_method;
    }
    return NULL;
}

/* number_of is that of a method that is called through one of ours, or -1. */
static int number_of(const PyMethodDef *method)
{
    const followed *f = (const void *)method;
    return f >= functions && f < functions + function_count
               ? (int)(f - functions)
               : -1;
}

/* original_of is what was wrapped by the recorder of depth B, or itself. */
static void *original_of(void *function)
{
    static void *(*original)(void *);
    static bool asked;
    if (!asked) {
        asked = true;
        void *found = dlsym(RTLD_DEFAULT, "holdfast_watch_original");
        memcpy(&original, &found, sizeof(original));
    }
    return original != NULL ? original(function) : function;
}

/* address_of is that of the C function that |function| calls, or NULL. */
static void *address_of(PyObject *function)
{
    PyMethodDef **method = method_of(function);
    if (method == NULL) {
        return NULL;
    }
    int number = number_of(*method);
    return original_of(number < 0
                           ? (void *)(uintptr_t)(*method)->ml_meth
                           : (void *)(uintptr_t)functions[number].function);
}

static bool is_in_ranges(uintptr_t address)
{
    for (size_t i = 0; i < range_count; i++) {
        if (address >= ranges[i].start && address < ranges[i].end) {
            return true;
        }
    }
    return false;
}

static bool is_extensions(PyObject *function)
{
    return is_in_ranges((uintptr_t)address_of(function));
}

/* follow gives the number of a function of an extension, which is called
 * through ours from now on; -1 where there are too many. */
static int follow(PyObject *function)
{
    PyMethodDef **method = method_of(function);
    int number = number_of(*method);
    for (unsigned i = 0; number < 0 && i < function_count; i++) {
        if (functions[i].method.ml_name == (*method)->ml_name &&
            functions[i].method.ml_flags == (*method)->ml_flags &&
            functions[i].function ==
                (any_function)(void (*)(void))(*method)->ml_meth) {
            number = (int)i;
        }
    }
    if (number < 0 && function_count < FOLLOWED) {
        number = (int)function_count++;
        followed *f = &functions[number];
        f->method = **method;
        f->function = (any_function)(void (*)(void))(*method)->ml_meth;
        f->method.ml_meth = (PyCFunction)(void (*)(void))trampolines[number];
    }
    if (number >= 0) {
        *method = &functions[number].method;
    }
    return number;
}

/* ---- Calls that have not returned yet. The last counter is of open files. */

typedef struct level {
    bool counts; /* it is an extension's */
    Py_ssize_t before[SUSPECTS + 1];
    Py_ssize_t within[SUSPECTS + 1]; /* what calls that it made have changed */
} level;

static level levels[LEVELS];
static int depth;          /* may be beyond LEVELS */
static Py_ssize_t skipped; /* calls before which nothing was emptied */

/* Where the count of an object is that is in a block: after nothing, after what
 * the garbage collector needs, or after a pointer to its dict, too. */
enum { HEADERS = 3, HEADER = 16 };

/* What was made before the outermost call of an extension began. */
static struct {
    size_t i; /* among those that were noted */
    Py_ssize_t counts[HEADERS];
} made[MADE];
static size_t made_count, made_start;
static int made_level = -1;

/* Within it, in a repetition, all is looked at; then only what happens in some
 * calls of each function. */
enum { NANOSECONDS = 200 * 1000 * 1000 };
static int64_t spent;

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

typedef struct change {
    void *object;
    void *function;
    const char *name;
    char file[FILE_NAME];
    int line;
    Py_ssize_t change;
    bool made;            /* in that call */
    PyTypeObject *method; /* of whose objects it is a method, or NULL */
} change;

static change found[FOUND];
static size_t found_count;

static void write_file(PyFrameObject *frame, char *out)
{
    PyCodeObject *code = PyFrame_GetCode(frame);
    const char *name = PyUnicode_AsUTF8(code->co_filename);
    if (name == NULL) {
        PyErr_Clear();
    } else {
        strncpy(out, name, FILE_NAME - 1);
    }
    hf_decref(hf_object_from_owned((PyObject *)code));
}

static PyTypeObject *type_of_method(PyObject *function)
{
    if (!PyCFunction_Check(function)) {
        return ((PyDescrObject *)function)->d_type;
    }
    PyObject *self = PyCFunction_GET_SELF(function);
    return self != NULL && !PyModule_Check(self) ? Py_TYPE(self) : NULL;
}

static void add_change(void *object, PyObject *function, PyFrameObject *frame,
                       Py_ssize_t by, bool is_made)
{
    if (by == 0) {
        return;
    }
    int line = PyFrame_GetLineNumber(frame);
    void *address = address_of(function);
    for (size_t i = 0; i < found_count; i++) {
        change *c = &found[i];
        if (c->object == object && c->line == line && c->function == address &&
            c->made == is_made) {
            c->change += by;
            return;
        }
    }
    if (found_count < FOUND) {
        change *c = &found[found_count++];
        *c = (change){.object = object,
                      .function = address,
                      .name = (*method_of(function))->ml_name,
                      .line = line,
                      .change = by,
                      .made = is_made,
                      .method = type_of_method(function)};
        write_file(frame, c->file);
    }
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
    made_count = made_start = 0;
    for (size_t i = 0; (block = preload->noted(i, &live)) != NULL; i++) {
        if (!live || made_count == MADE) {
            continue;
        }
        made[made_count].i = i;
        made_start = i + 1;
        for (int h = 0; h < HEADERS; h++) {
            made[made_count].counts[h] = count_in(block, h);
        }
        made_count++;
    }
    while (preload->noted(made_start, &live) != NULL) {
        made_start++;
    }
}

/* compare_made tells of each number that has grown a little: only for an object
 * that is known to have leaked somebody asks for the one that is its count. */
static void compare_made(PyObject *function, PyFrameObject *frame,
                         const void *result)
{
    enum { LITTLE = 1000 };
    for (size_t m = 0; m < made_count; m++) {
        bool live;
        char *block = preload->noted(made[m].i, &live);
        for (int h = 0; live && h < HEADERS; h++) {
            char *object = block + h * HEADER;
            Py_ssize_t by = count_in(block, h) - made[m].counts[h];
            if (by > -LITTLE && by < LITTLE) {
                add_change(object, function, frame, by - (object == result),
                           false);
            }
        }
    }
    /* What was made in this call, and is more than its result. */
    bool live;
    char *block;
    for (size_t i = made_start; (block = preload->noted(i, &live)) != NULL;
         i++) {
        for (int h = 0; live && h < HEADERS; h++) {
            char *object = block + h * HEADER;
            Py_ssize_t count = count_in(block, h) - (object == result);
            if (count > 0 && count < LITTLE) {
                add_change(object, function, frame, count, true);
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

static void empty_free_lists(void)
{
    hf_object result = hf_object_call_no_args(collector());
    if (hf_is_null(result)) {
        PyErr_Clear();
    }
    hf_decref(result);
}

/* look_closely is for the beginning of a call of the function |number|. */
static void look_closely(int number)
{
    if (number < 0 ||
        (spent > NANOSECONDS && functions[number].emptied >= EMPTIED)) {
        skipped++;
        return;
    }
    int64_t began = now();
    functions[number].emptied++;
    empty_free_lists();
    if (preload != NULL && made_level < 0) {
        made_level = depth;
        look_at_made();
    }
    spent += now() - began;
}

static void enter(PyObject *function)
{
    latest = NULL;
    if (depth < LEVELS) {
        level *l = &levels[depth];
        memset(l, 0, sizeof(*l));
        l->counts = is_extensions(function);
        if (l->counts) {
            look_closely(follow(function));
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
    const void *result = latest;
    latest = NULL;
    const level *l = &levels[depth];
    for (size_t i = 0; i < counters(); i++) {
        bool returned = i < suspect_count && suspicious[i] == result;
        Py_ssize_t all = counter(i) - l->before[i] - (returned ? 1 : 0);
        if (l->counts) {
            add_change(i < suspect_count ? suspicious[i] : NULL, function,
                       frame, all - l->within[i], false);
        }
        if (depth > 0) {
            levels[depth - 1].within[i] += all;
        }
    }
    if (depth == made_level) {
        int64_t began = now();
        compare_made(function, frame, result);
        spent += now() - began;
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

/* ---- What a tp_dealloc of an extension's gives back, outside of the calls that are
 * looked at: what a call has stored in its object is no leak of that call's. */

enum { TYPES = 512 };

static struct {
    PyTypeObject *type;
    destructor dealloc;
} types[TYPES];
/* Also after the repetition: others may inherit ours. */
static size_t type_count;

static Py_ssize_t given_back[TYPES][SUSPECTS];

/* The deallocation that runs, and which type's tp_dealloc does: it may call that of a
 * base. */
typedef struct dying {
    const PyObject *self;
    PyTypeObject *type;
    const struct dying *outer;
} dying;
static __thread const dying *dying_now;

/* find_type is the number of the first base whose tp_dealloc is ours, or TYPES. */
static size_t find_type(PyTypeObject *type)
{
    for (; type != NULL; type = type->tp_base) {
        for (size_t i = 0; i < type_count; i++) {
            if (types[i].type == type) {
                return i;
            }
        }
    }
    return TYPES;
}

static bool is_within_a_call(void)
{
    for (int i = 0; i < depth && i < LEVELS; i++) {
        if (levels[i].counts) {
            return true;
        }
    }
    return false;
}

static void dealloc(PyObject *self)
{
    bool again = dying_now != NULL && dying_now->self == self;
    size_t i = find_type(again ? dying_now->type->tp_base : Py_TYPE(self));
    if (i == TYPES) {
        Py_FatalError("pytest_holdfast: whose tp_dealloc was this?");
    }
    dying here = {self, types[i].type, dying_now};
    bool counts = dying_now == NULL && !is_within_a_call();
    Py_ssize_t before[SUSPECTS] = {0};
    for (size_t s = 0; counts && s < suspect_count; s++) {
        before[s] = Py_REFCNT(suspicious[s]);
    }
    dying_now = &here;
    types[i].dealloc(self);
    dying_now = here.outer;
    for (size_t s = 0; counts && s < suspect_count; s++) {
        given_back[i][s] += Py_REFCNT(suspicious[s]) - before[s];
    }
}

static void follow_types(PyObject *list)
{
    type_count = 0;
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
        PyTypeObject *type = (PyTypeObject *)PyList_GET_ITEM(list, i);
        if (type_count < TYPES &&
            is_in_ranges((uintptr_t)(void *)type->tp_dealloc)) {
            types[type_count].type = type;
            types[type_count].dealloc = type->tp_dealloc;
            type->tp_dealloc = dealloc;
            type_count++;
        }
    }
}

static void leave_types(void)
{
    for (size_t i = 0; i < type_count; i++) {
        if (types[i].type->tp_dealloc == dealloc) {
            types[i].type->tp_dealloc = types[i].dealloc;
        }
    }
}

/* ---- For the module. */

/* calls(ranges, files, types): watch those of functions that are there, what they
 * do to the objects that watch() was given, and whether they open files; and what
 * the tp_dealloc of these types does. */
PyObject *native_calls(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    PyObject *list, *of_types;
    int files;
    if (!PyArg_ParseTuple(arguments, "O!pO!", &PyList_Type, &list, &files,
                          &PyList_Type, &of_types) ||
        !read_ranges(list, ranges, &range_count)) {
        return NULL;
    }
    suspect_count = suspects(suspicious, SUSPECTS);
    depth = 0;
    made_level = -1;
    spent = 0;
    counts_files = files;
    for (unsigned i = 0; i < function_count; i++) {
        functions[i].emptied = 0;
    }
    follow_types(of_types);
    PyEval_SetProfile(on_event, NULL);
    return hf_into_raw(hf_none());
}

PyObject *native_no_calls(PyObject *Py_UNUSED(module),
                          PyObject *Py_UNUSED(nothing))
{
    PyEval_SetProfile(NULL, NULL);
    depth = 0;
    return hf_into_raw(hf_none());
}

/* After garbage is collected: what is in it dies as the rest does. */
PyObject *native_no_deallocs(PyObject *Py_UNUSED(module),
                             PyObject *Py_UNUSED(nothing))
{
    leave_types();
    return hf_into_raw(hf_none());
}

/* owner is the type of which a call's function is a method, and whose tp_dealloc
 * was followed, or NULL. */
static void *owner(const change *c)
{
    size_t i = find_type(c->method);
    return i < TYPES ? types[i].type : NULL;
}

static bool add_deallocs(PyObject *list)
{
    for (size_t i = 0; i < type_count; i++) {
        for (size_t s = 0; s < suspect_count; s++) {
            if (given_back[i][s] == 0) {
                continue;
            }
            hf_auto(object, row,
                    hf_object_from_owned(Py_BuildValue(
                        "(KKn)", (unsigned long long)(uintptr_t)suspicious[s],
                        (unsigned long long)(uintptr_t)types[i].type,
                        given_back[i][s])));
            if (hf_is_null(hf_borrow(row)) ||
                PyList_Append(list, hf_as_raw(hf_borrow(row))) < 0) {
                return false;
            }
        }
    }
    memset(given_back, 0, sizeof(given_back));
    return true;
}

/* called() -> ([(object, name, address, file, line, change, made, type)], skipped,
 * [(object, type, change)]), and forgets them: calls of the function |name| in that
 * line have changed the count of |object| by |change|, beside what they returned, or
 * have |made| it, and it is a method of |type|; |skipped| calls were not looked at so
 * closely; the tp_dealloc of |type| has changed it, too. */
PyObject *native_called(PyObject *Py_UNUSED(module),
                        PyObject *Py_UNUSED(nothing))
{
    hf_auto(object, list, hf_object_from_owned(PyList_New(0)));
    for (size_t i = 0; i < found_count; i++) {
        const change *c = &found[i];
        if (c->change == 0) {
            continue;
        }
        hf_auto(object, row,
                hf_object_from_owned(Py_BuildValue(
                    "(KsKsiniK)", (unsigned long long)(uintptr_t)c->object,
                    c->name, (unsigned long long)(uintptr_t)c->function + 1,
                    c->file, c->line, c->change, c->made,
                    (unsigned long long)(uintptr_t)owner(c))));
        if (hf_is_null(hf_borrow(row)) ||
            PyList_Append(hf_as_raw(hf_borrow(list)),
                          hf_as_raw(hf_borrow(row))) < 0) {
            return NULL;
        }
    }
    hf_auto(object, deallocs, hf_object_from_owned(PyList_New(0)));
    if (hf_is_null(hf_borrow(deallocs)) ||
        !add_deallocs(hf_as_raw(hf_borrow(deallocs)))) {
        return NULL;
    }
    PyObject *result = Py_BuildValue("(OnO)", hf_as_raw(hf_borrow(list)),
                                     skipped, hf_as_raw(hf_borrow(deallocs)));
    found_count = 0;
    skipped = 0;
    return result;
}

/* The address of what a function that is written in C calls, or of a type's
 * tp_dealloc, plus one, as if it had been called from there; or None. */
PyObject *native_address(PyObject *Py_UNUSED(module), PyObject *function)
{
    void *called =
        PyType_Check(function)
            ? original_of(
                  (void *)(uintptr_t)((PyTypeObject *)function)->tp_dealloc)
            : address_of(function);
    return called != NULL
               ? PyLong_FromUnsignedLongLong((uint64_t)(uintptr_t)called + 1)
               : hf_into_raw(hf_none());
}
