#include "fuzz/targets/error_world.h"

#ifdef HF_PLANTED
#include "fuzz/targets/error_planted.h"
#endif

#include "fuzz/engine/in_step.h"
#include "testing/allocator.h"

#include <string.h>

static const char source[] =
    "def through(body): body()\n"
    "def deeper(body): through(body)\n"
    "def cleans(body):\n"
    "    try: body()\n"
    "    finally: [].append(1)\n"
    "def again(body):\n"
    "    try: body()\n"
    "    except BaseException: raise\n"
    "def replaces(body):\n"
    "    try: body()\n"
    "    except BaseException: raise ValueError('wave 999')\n"
    "def explains(body):\n"
    "    try: body()\n"
    "    except BaseException as e: raise ValueError('wave 999') from e\n"
    "def handling(start, body):\n"
    "    try: start()\n"
    "    except BaseException: body()\n";

error_kept kept_error;
void (*error_handling)(bool begins);

static PyObject *function[FUNCTIONS], *call_raiser, *call_start, *call_body;
static PyObject *types[ERROR_TYPES], *tuples[TUPLES];
static bool was_set, was_armed, fired;
static bool is_warm;

/* What the functions of C have to raise. */
static hf_exception raised;
static PyObject *handled;
static int hooked;

/* ---- From step to step. */

void begin(void)
{
    was_armed = failure_is_armed();
    was_set = kept_error.type != NULL;
    fired = false;
    PyErr_Restore(kept_error.type, kept_error.value, kept_error.traceback);
    kept_error = (error_kept){NULL, NULL, NULL};
}

bool end(bool worked)
{
    fired = was_armed && end_of_failure();
    if (!worked && !was_set) {
        return false;
    }
    PyErr_Fetch(&kept_error.type, &kept_error.value, &kept_error.traceback);
    return true;
}

bool error_fired(void)
{
    return fired;
}

void is_set(bool ok, const char *words)
{
    char found[ERROR_WORDS];
    fuzz_words_found(found, kept_error.type, kept_error.value,
                     kept_error.traceback);
    if (ok && !fired && strcmp(words, found) != 0) {
        fuzz_failed("exception", "expected what is set to be %s, found %s",
                    words, found);
    }
}

hf_exception given(bool memory_error)
{
    hf_exception e = hf_error_fetch();
    if (was_armed && end_of_failure() && !memory_error &&
        PyErr_GivenExceptionMatches(hf_as_raw(e), PyExc_MemoryError)) {
        hf_error_restore(e);
        return hf_null(exception);
    }
    return e;
}

void finish(int unused)
{
    (void)unused;
    Py_CLEAR(kept_error.type);
    Py_CLEAR(kept_error.value);
    Py_CLEAR(kept_error.traceback);
    hooked = 0;
}

/* ---- What operations use. */

PyObject *type_of(int i)
{
    return types[i];
}

const error_type tuple_types[TUPLES][TUPLE_OF] = {
    {VALUE_ERROR, OS_ERROR, WAVE},
    {LOOKUP_ERROR, KEYBOARD_INTERRUPT, KEYBOARD_INTERRUPT},
    {FILE_NOT_FOUND, MEMORY_ERROR, KEY_ERROR},
    {STOP_ITERATION, ATTRIBUTE_ERROR, VALUE_ERROR}};

PyObject *tuple_of(int i)
{
    return tuples[i];
}

hf_str new_str(int n)
{
    return hf_str_format("note %d", n);
}

int told(void)
{
    int n = hooked;
    hooked = 0;
    return n;
}

/* ---- Python code in between. */

static PyObject *raiser(PyObject *self, PyObject *none)
{
    (void)self, (void)none;
    hf_error_restore(hf_move(&raised));
    return NULL;
}

/* start raises as "raise e" does, but keeps no reference in a frame. */
static PyObject *start(PyObject *self, PyObject *none)
{
    (void)self, (void)none;
    PyErr_SetObject((PyObject *)Py_TYPE(handled), handled);
    return NULL;
}

static PyObject *body(PyObject *self, PyObject *none)
{
    (void)self, (void)none;
    if (error_handling != NULL) {
        error_handling(true);
    }
    if (is_warm) {
        fuzz_nest(3); /* before, there is no program */
    }
    if (error_handling != NULL) {
        error_handling(false);
    }
    begin();
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

static PyObject *hook(PyObject *self, PyObject *unraisable)
{
    (void)self, (void)unraisable;
    hooked++;
    Py_RETURN_NONE;
}

void raise_in(int which, hf_exception e)
{
    raised = e;
    Py_XDECREF(PyObject_CallOneArg(function[which], call_raiser));
}

void handle(hf_exception_borrowed e)
{
    PyObject *outer = handled;
    hf_exception pending = hf_error_fetch();
    handled = hf_as_raw(e);
    Py_XDECREF(PyObject_CallFunctionObjArgs(function[HANDLING], call_start,
                                            call_body, NULL));
    handled = outer;
    if (!hf_is_null(pending)) {
        hf_error_restore(pending);
    }
}

/* ---- Start. */

static void make_types(void)
{
    PyObject *const all[ERROR_TYPES] = {
        PyExc_ValueError,
        PyExc_KeyError,
        PyExc_OSError,
        PyExc_StopIteration,
        PyExc_KeyboardInterrupt,
        PyExc_AttributeError,
        hf_into_raw(hf_error_new_type("fuzz.Wave", "Of the program's.",
                                      PyExc_KeyError)),
        PyExc_MemoryError,
        PyExc_FileNotFoundError,
        PyExc_PermissionError,
        PyExc_LookupError,
        PyExc_Exception,
        PyExc_BaseException};
    for (int i = 0; i < ERROR_TYPES; i++) {
        types[i] = fuzz_made(all[i]);
    }
    for (int i = 0; i < TUPLES; i++) {
        const error_type *of = tuple_types[i];
        tuples[i] = fuzz_made(
            PyTuple_Pack(TUPLE_OF, types[of[0]], types[of[1]], types[of[2]]));
    }
}

/* warm_up_lists fills the lists of dicts and short tuples that CPython keeps for
 * those to come. */
static void warm_up_lists(void)
{
    enum { AT_ONCE = 16, LONGEST = 6 };
    PyObject *kept[LONGEST + 1][AT_ONCE];
    for (int n = 0; n <= LONGEST; n++) {
        for (int i = 0; i < AT_ONCE; i++) {
            kept[n][i] = fuzz_made(n > 0 ? PyTuple_New(n) : PyDict_New());
        }
    }
    for (int n = 0; n <= LONGEST; n++) {
        for (int i = 0; i < AT_ONCE; i++) {
            Py_DECREF(kept[n][i]);
        }
    }
}

/* warm_up has CPython keep what it keeps from some use on: it makes code faster
 * after a few calls. */
static void warm_up(void)
{
    enum { CALLS = 40 };
    for (int i = 0; i < CALLS * HANDLING; i++) {
        int which = i % HANDLING;
        hf_error_raise(types[i % RAISED], "wave");
        raise_in(which < THROUGH ? THROUGH : which, hf_error_fetch());
        hf_exception e = hf_error_fetch();
        handle(hf_borrow(e));
        hf_error_restore(e);
        hf_error_add_traceback("in_c", "f.c", 1);
        end(true);
        is_set(false, "");
        finish(0);
    }
    for (int i = 0; i < MADE; i++) {
        /* Where a type's attributes were found is kept for each type. */
        hf_exception e = hf_exception_cast(
            hf_object_call_no_args(hf_object_from_borrowed(types[i])));
        hf_auto(str, note, new_str(0));
        if (!hf_exception_add_note(hf_borrow(e), hf_borrow(note))) {
            fuzz_made(NULL);
        }
        hf_error_restore(e);
        hf_error_write_unraisable(hf_as_object(note));
    }
    hooked = 0;
    warm_up_lists();
    is_warm = true;
}

void fuzz_world_start(void)
{
    static PyMethodDef of_c[] = {{"raiser", raiser, METH_NOARGS, NULL},
                                 {"start", start, METH_NOARGS, NULL},
                                 {"body", body, METH_NOARGS, NULL},
                                 {"hook", hook, METH_O, NULL}};
    make_types();
    PyObject *globals = fuzz_made(PyDict_New());
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    PyDict_SetItemString(globals, "__name__", Py_None);
    Py_DECREF(fuzz_made(PyRun_String(source, Py_file_input, globals, globals)));
    for (int i = THROUGH; i < FUNCTIONS; i++) {
        function[i] = fuzz_made(
            PyDict_GetItemString(globals, fuzz_function_names[i]));
    }
    call_raiser = fuzz_made(PyCFunction_New(&of_c[0], NULL));
    call_start = fuzz_made(PyCFunction_New(&of_c[1], NULL));
    call_body = fuzz_made(PyCFunction_New(&of_c[2], NULL));
    PySys_SetObject("unraisablehook",
                    fuzz_made(PyCFunction_New(&of_c[3], NULL)));
    warm_up();
}
