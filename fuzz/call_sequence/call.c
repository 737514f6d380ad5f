/* One call, and how it is compared: what it gives, what it raises, and what
 * Python code it runs, with what the model does with the same arguments; the
 * counts of the arguments with what they were. */
#include "fuzz/call_sequence/call.h"

#include "fuzz/call_sequence/functions.h"
#include "fuzz/contract/compare.h"
#include "fuzz/contract/python.h"

#include <string.h>

static PyObject *bound;
bool calls_have_started;

/* ---- Arguments: what is there all the time, and crafted ones. */

/* What kinds take and refuse, at their edges. */
static const char *const own_source[] = {"True",
                                         "False",
                                         "0",
                                         "1",
                                         "-1",
                                         "127",
                                         "128",
                                         "-128",
                                         "-129",
                                         "255",
                                         "256",
                                         "32767",
                                         "32768",
                                         "-32769",
                                         "65535",
                                         "65536",
                                         "2**31 - 1",
                                         "2**31",
                                         "-2**31",
                                         "-2**31 - 1",
                                         "2**32 - 1",
                                         "2**32",
                                         "2**63 - 1",
                                         "2**63",
                                         "-2**63",
                                         "-2**63 - 1",
                                         "2**64 - 1",
                                         "2**64",
                                         "2**1024",
                                         "-2**1024",
                                         "0.5",
                                         "float('nan')",
                                         "1e300",
                                         "-float('inf')",
                                         "1j",
                                         "b'x'",
                                         "bytearray(b'y')",
                                         "memoryview(b'z')",
                                         "[]",
                                         "()",
                                         "(1.5, 2.5)",
                                         "(1, 'x')",
                                         "(1, 2, 3)",
                                         "{'k': 1}",
                                         "{1}",
                                         "frozenset()",
                                         "range(3)",
                                         "slice(1)",
                                         "iter([])",
                                         "the_module",
                                         "make.__code__",
                                         "frame()",
                                         "capsule",
                                         "weak",
                                         "int",
                                         "make",
                                         "KeyError('key')",
                                         "'\\ud800'",
                                         "'text'",
                                         "'\\u20ac'",
                                         "1000000",
                                         "HasFloat()",
                                         "Liar()",
                                         "Sub('sub')"};
enum { OWN = sizeof(own_source) / sizeof(own_source[0]), HAS_FLOAT = OWN - 3 };
static PyObject *own[OWN];
_Static_assert(OWN == 64, "as many as an argument can say");

static const char more_source[] = "import sys, weakref\n"
                                  "def frame(): return sys._getframe()\n"
                                  "class HasFloat:\n"
                                  "    def __float__(self): return 2.5\n"
                                  "class Liar:\n"
                                  "    __class__ = str\n"
                                  "class Sub(str): pass\n"
                                  "weak = weakref.ref(Liar)\n";

/* fixed gives the index in |own| of what is there all the time; -1: contract's, or
 * crafted. */
static int fixed(int byte, int behaviour)
{
    return byte >= CRAFTED || (behaviour & 2) != 0
               ? -1
               : byte + CRAFTED * (behaviour & 1);
}

operand call_operand(int byte, int behaviour)
{
    int i = fixed(byte, behaviour);
    if (i < 0) {
        bool is_nothing = byte < CRAFTED && byte % FIXED == NOTHING;
        return operand_make(is_nothing ? NONE : byte, behaviour, false);
    }
    operand o = {.raw = Py_NewRef(own[i])};
    o.count = Py_REFCNT(o.raw);
    return o;
}

bool call_runs_python(int byte, int behaviour)
{
    int i = fixed(byte, behaviour);
    return i >= 0 ? i == HAS_FLOAT
                  : byte >= CRAFTED || byte % FIXED == PLAIN ||
                        byte % FIXED == RAISER;
}

static void print_operand(FILE *to, int byte, int behaviour)
{
    int i = fixed(byte, behaviour);
    if (i >= 0) {
        fputs(own_source[i], to);
    } else {
        operand_print(to,
                      byte < CRAFTED && byte % FIXED == NOTHING ? NONE : byte,
                      behaviour);
    }
}

/* ---- Names. */

/* What parameters are called, and what begins as they do, or they as it, or has their
 * bytes: the first one of U+0161 is an a. */
static const char *const name_source[CALL_NAMES] = {
    "'a'",   "'b'",      "'c'",       "'d'",          "'e'",    "'x'",
    "'ab'",  "'rest'",   "'names'",   "'text'",       "'fail'", "'about'",
    "'add'", "''",       "'\\u0161'", "'\\xe9'",      "'A'",    "'abou'",
    "5",     "Sub('a')", "Sub('b')",  "'tex\\u20ac'", "'c\\0'", "'other'"};
static PyObject *names[CALL_NAMES];

/* ---- The call. */

/* How: bits of |way|. */
enum { AS_TUPLE = 1, WITH_OFFSET = 2, EMPTY_DICT = 2 };

static PyObject *call_it(const fuzz_call *c, PyObject *function,
                         PyObject **with_room, PyObject *kwnames,
                         PyObject *args, PyObject *keywords)
{
    if (c->way & AS_TUPLE) {
        return PyObject_Call(function, args, keywords);
    }
    size_t n = (size_t)(c->n - c->n_named);
    return PyObject_Vectorcall(
        function, with_room + 1,
        n | (c->way & WITH_OFFSET ? PY_VECTORCALL_ARGUMENTS_OFFSET : 0),
        kwnames);
}

/* What a call of the model, or of the function, ended with. */
typedef struct ending {
    PyObject *result, *picture, *log;
} ending;

/* CPython 3.13 adds to an unexpected name which one may be meant. Nothing is looked
 * up by a C string here: the cache of methods would keep each str made of it. */
static void forget_suggestion(PyObject *exception)
{
    PyObject **args = &((PyBaseExceptionObject *)exception)->args;
    if (PyTuple_GET_SIZE(*args) != 1 ||
        !PyUnicode_CheckExact(PyTuple_GET_ITEM(*args, 0))) {
        return;
    }
    static PyObject *added; /* from the target's start on */
    if (added == NULL) {
        added = fuzz_made(PyUnicode_FromString(". Did you mean '"));
    }
    PyObject *parts = fuzz_made(
        PyUnicode_Partition(PyTuple_GET_ITEM(*args, 0), added));
    if (PyUnicode_GET_LENGTH(PyTuple_GET_ITEM(parts, 1)) > 0) {
        PyObject *fewer = fuzz_made(
            PyTuple_Pack(1, PyTuple_GET_ITEM(parts, 0)));
        Py_SETREF(*args, fewer);
    }
    Py_DECREF(parts);
}

static ending end(PyObject *result, bool is_model)
{
    PyObject *type, *exception, *traceback;
    PyErr_Fetch(&type, &exception, &traceback);
    PyErr_NormalizeException(&type, &exception, &traceback);
    if (PY_VERSION_HEX >= 0x030D0000 && is_model && exception != NULL) {
        forget_suggestion(exception);
    }
    PyObject *shown = is_model ? model_traceback(traceback) : traceback;
    ending e = {result, picture(exception, shown != NULL ? shown : Py_None),
                python_log()};
    Py_XDECREF(type);
    Py_XDECREF(exception);
    Py_XDECREF(traceback);
    return e;
}

static void end_ending(ending *e)
{
    Py_XDECREF(e->result);
    Py_DECREF(e->picture);
    Py_DECREF(e->log);
}

static void forget(operand *of, int n)
{
    python_reset();
    for (int i = 0; i < n; i++) {
        operand_reset(&of[i]);
    }
}

static void compare(const fuzz_call *c, const ending *wanted,
                    const ending *found)
{
    bool is_memory = found->picture != Py_None &&
                     picture_type(found->picture) == PyExc_MemoryError;
    if ((found->result == NULL) != (found->picture != Py_None)) {
        fuzz_failed("exception",
                    "expected a result or an exception, found %s and %s",
                    words_of(found->result), picture_words(found->picture));
    }
    if (c->fired && is_memory) {
        return;
    }
    if ((wanted->result == NULL) != (found->result == NULL)) {
        fuzz_failed("prediction", "expected %s, %s; found %s, %s",
                    words_of(wanted->result), picture_words(wanted->picture),
                    words_of(found->result), picture_words(found->picture));
    }
    /* Before CPython 3.12 PyErr_Format raises without a message where it cannot
     * make one. */
    bool may_lack = c->fired && found->result == NULL &&
                    picture_type(found->picture) ==
                        picture_type(wanted->picture);
    if (!may_lack && !is_alike(found->picture, wanted->picture)) {
        fuzz_failed("exception", "expected %s, found %s",
                    picture_words(wanted->picture),
                    picture_words(found->picture));
    }
    if (!is_alike(found->result, wanted->result)) {
        fuzz_failed("content", "expected the result to be %s, found %s",
                    words_of(wanted->result), words_of(found->result));
    }
    if (!is_alike(found->log, wanted->log)) {
        fuzz_failed("python",
                    "expected these special methods to be called, in order: "
                    "%s; found %s",
                    words_of(wanted->log), words_of(found->log));
    }
}

static void check_counts(const operand *of, int n)
{
    for (int i = 0; i < n; i++) {
        Py_ssize_t count = Py_REFCNT(of[i].raw);
        /* CPython itself takes and drops some of None's. */
        if (of[i].raw != Py_None && count != of[i].count) {
            fuzz_failed("references",
                        "expected argument %d, %s, to have %zd references "
                        "after the call, as before; found %zd",
                        i + 1, words_of(of[i].raw), of[i].count, count);
        }
    }
}

void fuzz_call_make(const fuzz_row *row, fuzz_call *c)
{
    operand of[CALL_ARGUMENTS];
    PyObject *row_of[CALL_ARGUMENTS + 1] = {NULL};
    PyObject *kwnames = NULL, *keywords = NULL, *args;
    int n_unnamed = c->n - c->n_named;
    bool can_fail = c->armed > 0 && strcmp(row->name, "count") != 0;
    fuzz_text_reset();
    for (int i = 0; i < c->n; i++) {
        of[i] = call_operand(c->operand[i], c->behaviour[i]);
        row_of[i + 1] = of[i].raw;
        can_fail = can_fail &&
                   !call_runs_python(c->operand[i], c->behaviour[i]);
    }
    args = fuzz_made(PyTuple_New(n_unnamed));
    for (int i = 0; i < n_unnamed; i++) {
        PyTuple_SET_ITEM(args, i, Py_NewRef(of[i].raw));
    }
    if (c->n_named > 0) {
        kwnames = fuzz_made(PyTuple_New(c->n_named));
        keywords = fuzz_made(PyDict_New());
        for (int i = 0; i < c->n_named; i++) {
            PyObject *name = names[c->name[i]];
            PyTuple_SET_ITEM(kwnames, i, Py_NewRef(name));
            PyDict_SetItem(keywords, name, of[n_unnamed + i].raw);
        }
    } else if (c->way & EMPTY_DICT) {
        keywords = fuzz_made(PyDict_New());
    }
    for (int i = 0; i < c->n; i++) {
        of[i].count = Py_REFCNT(of[i].raw);
    }

    forget(of, c->n);
    ending wanted = end(
        call_it(c, model_of(row->name), row_of, kwnames, args, keywords), true);
    forget(of, c->n);
    /* Not as an attribute: CPython's method cache keeps names of those. */
    PyObject *function = fuzz_made(
        PyDict_GetItemString(PyModule_GetDict(bound), row->name));
    if (can_fail) {
        fail_allocation(c->armed);
    }
    PyObject *result = call_it(c, function, row_of, kwnames, args, keywords);
    c->fired = can_fail && end_of_failure();
    fuzz_counted.failures += c->fired;
    ending found = end(result, false);
    c->ok = result != NULL;
    compare(c, &wanted, &found);
    end_ending(&wanted);
    end_ending(&found);
    forget(of, c->n);
    if (calls_have_started) { /* what CPython keeps from the first time on */
        check_counts(of, c->n);
    }

    Py_DECREF(args);
    Py_XDECREF(kwnames);
    Py_XDECREF(keywords);
    for (int i = 0; i < c->n; i++) {
        operand_drop(&of[i]);
    }
    operand_check();
}

void fuzz_call_print(FILE *to, const fuzz_call *c)
{
    fputs("a=(", to);
    for (int i = 0; i < c->n; i++) {
        int named = i - (c->n - c->n_named);
        fputs(i > 0 ? ", " : "", to);
        if (named >= 0) {
            fprintf(to, "%s=", name_source[c->name[named]]);
        }
        print_operand(to, c->operand[i], c->behaviour[i]);
    }
    fputs(c->way & AS_TUPLE ? ") in a tuple" : ")", to);
    if (c->armed > 0) {
        fprintf(to, ", allocation %u fails", c->armed);
    }
}

const char *fuzz_call_ended(const fuzz_call *c)
{
    return c->ok ? "ok" : "fails";
}

/* ---- The table. */

#define SHAPE_ROW(id, name, signature, result) {id, #name, NULL},
#define KIND_ROW(id, kind, ...) {id, "echo_" #kind, NULL},
const fuzz_row fuzz_rows[] = {CALL_SHAPES(SHAPE_ROW) CALL_HANDLE_KINDS(
    KIND_ROW) CALL_INT_KINDS(KIND_ROW) CALL_VALUE_KINDS(KIND_ROW)};
const int fuzz_n_rows = sizeof(fuzz_rows) / sizeof(fuzz_rows[0]);

void fuzz_give_back(void)
{
}

static void end_of_capsule(PyObject *capsule)
{
    (void)capsule;
}

static PyObject *evaluated(const char *expression, PyObject *globals)
{
    return fuzz_made(PyRun_String(expression, Py_eval_input, globals, globals));
}

static void start_arguments(void)
{
    static int pointed_to;
    PyObject *globals = fuzz_made(PyDict_New());
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    PyDict_SetItemString(globals, "the_module", bound);
    PyDict_SetItemString(globals, "make", model_global("make"));
    PyObject *capsule = fuzz_made(
        PyCapsule_New(&pointed_to, NULL, end_of_capsule));
    PyDict_SetItemString(globals, "capsule", capsule);
    Py_DECREF(capsule);
    Py_DECREF(
        fuzz_made(PyRun_String(more_source, Py_file_input, globals, globals)));
    for (int i = 0; i < OWN; i++) {
        own[i] = evaluated(own_source[i], globals);
    }
    for (int i = 0; i < CALL_NAMES; i++) {
        names[i] = evaluated(name_source[i], globals);
    }
    Py_DECREF(globals);
}

void calls_reset(void)
{
    bound_count(bound, 0);
    model_count(0);
}

/* try_all calls a function by each number of arguments and names, and with each of
 * the first allocations failing: what CPython keeps of that from the first time on is
 * there before the first input. */
static void try_all(const fuzz_row *row)
{
    enum { ARMED_MOST = 15 };
    for (int n = 0; n <= CALL_ARGUMENTS; n++) {
        for (int named = 0; named <= n && named <= CALL_NAMED; named++) {
            for (int way = 0; way < 2; way++) {
                fuzz_call c = {
                    .n = n, .n_named = named, .way = way, .name = {0, 1, 2}};
                fuzz_do(row, &c);
            }
        }
    }
    for (unsigned armed = 1; armed <= ARMED_MOST; armed++) {
        fuzz_call c = {.n = CALL_ARGUMENTS, .armed = armed};
        fuzz_do(row, &c);
    }
}

void fuzz_begin(void)
{
    python_start();
    PyObject *types = fuzz_made(PyImport_ImportModule("types"));
    PyObject *empty = fuzz_made(PyTuple_New(0));
    PyObject *name = fuzz_made(Py_BuildValue("{s:s}", "name", "calls"));
    PyObject *simple = fuzz_made(
        PyObject_GetAttrString(types, "SimpleNamespace"));
    PyObject *spec = fuzz_made(PyObject_Call(simple, empty, name));
    bound = bound_module(spec);
    Py_DECREF(spec);
    Py_DECREF(simple);
    Py_DECREF(name);
    Py_DECREF(empty);
    Py_DECREF(types);
    model_start(bound);
    start_arguments();
    operand_start(); /* it counts references */
    python_reset();
    for (int i = 0; i < fuzz_n_rows; i++) {
        try_all(&fuzz_rows[i]);
        for (int a = 0; a < 4 * CRAFTED; a++) {
            for (int n = 0; n <= CALL_NAMED; n++) {
                fuzz_call c = {.n = n + 1, .n_named = n / 2, .name = {a % 6}};
                for (int argument = 0; argument <= n; argument++) {
                    c.operand[argument] = a % CRAFTED;
                    c.behaviour[argument] = a / CRAFTED;
                }
                fuzz_do(&fuzz_rows[i], &c);
            }
        }
    }
    calls_reset();
    fuzz_calls_made = 0;
    fuzz_counted.steps = 0;
    calls_have_started = true;
}
