/* The calls of contract.c that raise exceptions, and look at what they are made
 * of. CPython's own functions do the same first. */

#include "fuzz/contract/compare.h"
#include "fuzz/contract/python.h"
#include "fuzz/contract/rows.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

static PyObject *hook, *doc_name, *line_name, *notes_name, *add_note_name,
    *collector, *set_threshold;

/* Never all that there is: CPython's free lists are emptied then. */
void collector_runs(bool often)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    Py_XDECREF(
        PyObject_CallFunction(set_threshold, "iii", often, INT_MAX, INT_MAX));
    PyErr_Restore(type, value, traceback);
    (often ? PyGC_Enable : PyGC_Disable)();
}

void raise_import(void)
{
    PyObject *gc = fuzz_made(PyImport_ImportModule("gc"));
    collector = fuzz_made(PyObject_GetAttrString(gc, "collect"));
    set_threshold = fuzz_made(PyObject_GetAttrString(gc, "set_threshold"));
    /* Where it is enabled it has nothing to do, unless it is called. */
    collector_runs(false);
    Py_DECREF(gc);
}

/* room_for is the size that CPython gives a dict of |n| items that is full. */
static Py_ssize_t room_for(Py_ssize_t n)
{
    Py_ssize_t room = 8;
    while (room < 3 * n) {
        room *= 2;
    }
    return room;
}

/* Where a type keeps its subclasses, those that have ended take room until there is
 * none left, and it is made anew. So that this gives it the same size each time,
 * there are now as many that stay as are far from the next size, and it has been
 * made anew. */
static void settle_subclasses(PyObject *base)
{
    PyObject *all = fuzz_made(
        PyObject_CallMethod(base, "__subclasses__", NULL));
    Py_ssize_t n = PyList_GET_SIZE(all);
    Py_DECREF(all);
    for (; room_for(n) != room_for(n + 8); n++) {
        fuzz_made(PyErr_NewException("f.Stays", base, NULL));
    }
    for (int i = 0; i < 100; i++) {
        Py_DECREF(fuzz_made(PyErr_NewException("f.Wave", base, NULL)));
        Py_XDECREF(PyObject_CallOneArg(collector, Py_False));
    }
}

void raise_start(void)
{
    settle_subclasses(PyExc_Exception);
    settle_subclasses(PyExc_OSError);
    settle_subclasses(PyExc_IndexError);
    settle_subclasses(PyExc_AttributeError);
    PyObject *globals = fuzz_made(PyDict_New());
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    PyDict_SetItemString(globals, "log", python_global("log"));
    Py_DECREF(fuzz_made(PyRun_String(
        "def hook(u):\n"
        "    log.append((u.exc_type, u.exc_value.args, u.object))\n",
        Py_file_input, globals, globals)));
    hook = fuzz_made(PyDict_GetItemString(globals, "hook"));
    add_note_name = fuzz_made(PyUnicode_InternFromString("add_note"));
    doc_name = fuzz_made(PyUnicode_InternFromString("__doc__"));
    line_name = fuzz_made(PyUnicode_InternFromString("tb_lineno"));
    notes_name = fuzz_made(PyUnicode_InternFromString("__notes__"));
}

/* A handle that |function| needs is null. */
static void needs_handle(call *c, const char *function, const char *what)
{
    raises(c, PyExc_SystemError,
           "%s: the %s handle is null and no exception is set (was it moved "
           "out?)",
           function, what);
}

static void needs_exception(call *c, const char *function, PyObject *raw)
{
    if (raw == NULL) {
        needs_handle(c, function, "BaseException");
    } else if (!PyExceptionInstance_Check(raw)) {
        raises(c, PyExc_TypeError, "expected BaseException, found %.200s",
               Py_TYPE(raw)->tp_name);
    }
}

/* Types to raise: one is none, one is no exception, and some want more. */
static PyObject *chosen_type(int which)
{
    PyObject *const types[8] = {PyExc_OSError,
                                PyExc_KeyError,
                                python_global("Stop"),
                                NULL,
                                PyExc_SystemExit,
                                python_global("Missing"),
                                (PyObject *)&PyLong_Type,
                                PyExc_UnicodeDecodeError};
    return types[which & 7];
}

/* ---- Raised. */

enum { WITH, KEY, STOP, ERRNO, ERRNO_FILE, MEMORY, MESSAGE, WAYS_TO_RAISE };

static void raise_as_cpython(int way, PyObject *type, PyObject *value,
                             int number)
{
    PyErr_Clear();
    errno = number;
    if (way == ERRNO) {
        PyErr_SetFromErrno(type);
    } else if (way == ERRNO_FILE) {
        PyErr_SetFromErrnoWithFilenameObject(type, value);
    } else if (way == MEMORY) {
        PyErr_NoMemory();
    } else if (way == MESSAGE) {
        PyErr_Format(type, "%d", number);
    } else {
        PyObject *made = PyObject_CallOneArg(type, value);
        if (made != NULL) {
            PyErr_SetObject(type, made);
            Py_DECREF(made);
        }
    }
}

static void raise_it(int way, PyObject *type, hf_object_borrowed value,
                     int number)
{
    errno = number;
    switch (way) {
    case WITH:
        hf_error_raise_with(type, value);
        break;
    case KEY:
        hf_error_raise_key(value);
        break;
    case STOP:
        hf_error_raise_stop_iteration(value);
        break;
    case ERRNO:
        hf_error_raise_errno(type);
        break;
    case ERRNO_FILE:
        hf_error_raise_errno_with_filename(type, value);
        break;
    case MEMORY:
        hf_error_no_memory();
        break;
    default:
        hf_error_raise(type, "%d", number);
        break;
    }
}

/* An exception that changes errno when it ends. */
static void change_errno(PyObject *capsule)
{
    (void)capsule;
    errno = EDOM;
}

static void set_one_that_changes_errno(void)
{
    static int something;
    PyObject *capsule = PyCapsule_New(&something, NULL, change_errno);
    if (capsule != NULL) {
        PyErr_SetObject(PyExc_KeyError, capsule);
        Py_DECREF(capsule);
    }
}

void raise_with(call *c)
{
    never_fails(c);
    int way = c->value % WAYS_TO_RAISE, number = c->b;
    operand *o = left(c);
    PyObject *type = way == KEY    ? PyExc_KeyError
                     : way == STOP ? PyExc_StopIteration
                                   : chosen_type(c->value >> 5);
    const char *function = way == ERRNO     ? "hf_error_raise_errno"
                           : way == MESSAGE ? "hf_error_raise"
                           : way == ERRNO_FILE
                               ? "hf_error_raise_errno_with_filename"
                               : "hf_error_raise_with";
    if (type == NULL && way != MEMORY) {
        needs_handle(c, function, "type");
    }
    if (way < ERRNO || way == ERRNO_FILE) {
        needs_object(c, function, o->raw);
    }
    bool is_null = is_refused(c);
    if (!is_null) {
        raise_as_cpython(way, type, o->raw, number);
        as_cpython(c, NULL);
    }
    begin(c);
    c->is_pending &= is_null; /* it is replaced */
    if (!is_null && c->value & 16) {
        set_one_that_changes_errno();
    }
    raise_it(way, type, lent_object(o), number);
    end(c, !hf_error_occurred());
}

void raise_from(call *c)
{
    static const char function[] = "hf_error_raise_from";
    never_fails(c);
    operand *o = left(c), *shown = right(c);
    PyObject *type = chosen_type(c->value), *kept = python_global("kept");
    PyObject *cause = c->value & 8 ? kept : o->raw;
    PyObject *in_message = shown->raw != NULL ? shown->raw : Py_None;
    if (type == NULL) {
        needs_handle(c, function, "type");
    }
    bool is_null = is_refused(c) || cause == NULL;
    needs_exception(c, function, cause);
    enum { RAISES_KEPT = 9 }; /* which would be in a circle with it */
    bool in_context = c->value & 16 && !c->is_last && !is_refused(c) &&
                      cause != kept && c->more >> 4 != RAISES_KEPT;
    if (in_context) {
        PyException_SetContext(cause, Py_NewRef(kept));
    }
    if (!is_refused(c)) {
        PyErr_Clear();
        PyObject *message = PyUnicode_FromFormat("%R!", in_message);
        if (message != NULL) {
            PyErr_SetObject(type, message);
            Py_DECREF(message);
        }
        PyObject *of, *raised, *traceback;
        PyErr_Fetch(&of, &raised, &traceback);
        PyErr_NormalizeException(&of, &raised, &traceback);
        if (raised != cause) {
            PyException_SetCause(raised, Py_NewRef(cause));
            PyException_SetContext(raised, Py_NewRef(cause));
        }
        PyErr_Restore(of, raised, traceback);
        as_cpython(c, NULL);
    }
    hf_object given_cause = c->value & 8 ? hf_object_from_owned(Py_NewRef(kept))
                                         : given_object(o);
    bool was_refused = c->wanted != NULL && is_null;
    bool is_other = !is_null && !PyExceptionInstance_Check(cause);
    begin(c);
    c->is_pending &= was_refused || is_null || is_other;
    hf_error_raise_from(hf_is_null(given_cause)
                            ? hf_null(exception)
                            : hf_exception_from_owned(hf_into_raw(given_cause)),
                        type, "%R!", in_message);
    end(c, !hf_error_occurred());
    if (in_context) {
        PyException_SetContext(cause, NULL);
    }
}

/* ---- One while another is handled, by C. */

enum { NONE_SET, ONE, THE_SAME, IN_A_CONTEXT, FROM_A_CAUSE, WAYS_TO_BE_SET };

static void set_one(int which, PyObject *same)
{
    if (which == THE_SAME) {
        PyErr_SetObject((PyObject *)Py_TYPE(same), same);
    } else if (which != NONE_SET) {
        PyErr_SetString(PyExc_OSError, "now");
    }
    if (which == IN_A_CONTEXT || which == FROM_A_CAUSE) {
        PyObject *type, *value, *traceback, *kept = python_global("kept");
        PyErr_Fetch(&type, &value, &traceback);
        PyErr_NormalizeException(&type, &value, &traceback);
        PyException_SetContext(value, Py_NewRef(kept));
        if (which == FROM_A_CAUSE) {
            PyException_SetCause(value, Py_NewRef(kept));
        }
        PyErr_Restore(type, value, traceback);
    }
}

void error_chain(call *c)
{
    static const char function[] = "hf_error_chain";
    never_pending(c);
    operand *o = left(c);
    bool is_exception = o->raw != NULL && PyExceptionInstance_Check(o->raw);
    int set = c->value % WAYS_TO_BE_SET;
    set = set == THE_SAME && !is_exception ? ONE : set;
    if (set != NONE_SET && set != THE_SAME) {
        set_one(set, o->raw);
        if (is_exception) {
            PyObject *type, *value, *traceback;
            PyErr_Fetch(&type, &value, &traceback);
            PyErr_NormalizeException(&type, &value, &traceback);
            PyException_SetContext(value, Py_NewRef(o->raw));
            PyErr_Restore(type, value, traceback);
        }
        raises_as(c);
    } else if (is_exception) {
        PyErr_SetObject((PyObject *)Py_TYPE(o->raw), o->raw);
        raises_as(c);
    } else if (o->raw != NULL) {
        needs_exception(c, function, o->raw);
    }
    begin(c);
    set_one(set, o->raw);
    hf_object given_ = given_object(o);
    hf_error_chain(hf_is_null(given_)
                       ? hf_null(exception)
                       : hf_exception_from_owned(hf_into_raw(given_)));
    end(c, !hf_error_occurred());
}

/* ---- What nobody can be told. */

void unraisable(call *c)
{
    never_pending(c);
    operand *o = left(c);
    bool is_set = c->value & 1;
    PyObject *before = fuzz_made(Py_XNewRef(PySys_GetObject("unraisablehook")));
    PySys_SetObject("unraisablehook", hook);
    if (is_set) {
        PyErr_SetString(PyExc_OSError, "nobody");
        PyErr_WriteUnraisable(o->raw);
    }
    as_cpython(c, NULL);
    begin(c);
    if (is_set) {
        PyErr_SetString(PyExc_OSError, "nobody");
    }
    hf_error_write_unraisable(lent_object(o));
    end(c, !hf_error_occurred());
    PySys_SetObject("unraisablehook", before);
    Py_DECREF(before);
}

/* ---- The place in C. */

/* is_entry says whether |traceback| is one entry, of these. */
static bool is_entry(PyObject *traceback, const char *function,
                     const char *file, int line)
{
    const PyTracebackObject *t = (PyTracebackObject *)traceback;
    PyCodeObject *code = PyFrame_GetCode(t->tb_frame);
    PyObject *found = PyObject_GetAttr(traceback, line_name);
    bool is = t->tb_next == NULL && PyLong_AsLong(found) == line &&
              PyUnicode_CompareWithASCIIString(code->co_name, function) == 0 &&
              PyUnicode_CompareWithASCIIString(code->co_filename, file) == 0;
    Py_DECREF(found);
    Py_DECREF(code);
    return is;
}

enum { DICTS = 120 }; /* more than CPython keeps for those to come */

void traceback_entry(call *c)
{
    unsigned armed = c->armed;
    never_pending(c);
    c->armed = armed;
    static const char *const functions[2] = {"in_c", "in_d"};
    static const char *const files[2] = {"f.c", "g.c"};
    bool is_set = c->value & 1, drains = c->value & 2;
    const char *function = functions[c->value >> 2 & 1];
    const char *file = files[c->value >> 3 & 1];
    int line = c->b + 1 + (c->value & 16 ? 1 << 16 : 0);
    if (c->value & 32) {
        static const int lines[4] = {0, INT_MAX, INT_MAX - 1, 1 << 24};
        line = lines[c->b & 3];
    }
    PyObject *dicts[DICTS];
    for (int i = 0; i < DICTS; i++) {
        dicts[i] = drains ? PyDict_New() : NULL;
    }
    begin(c);
    if (is_set) {
        end_of_failure();
        PyErr_SetString(PyExc_OSError, "in C");
        if (c->armed) {
            fail_allocation(c->armed);
        }
    }
    hf_error_add_traceback(handed_name(0, function), handed_name(1, file),
                           line);
    /* It says of the failure before where none is armed. */
    bool fired = is_set && c->armed && end_of_failure();
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    end(c, true);
    expect(c, "whether an exception is set", is_set, type != NULL);
    expect(c, "whether it is what was set", true,
           !is_set || type == PyExc_OSError);
    if (is_set && !fired) {
        expect(c, "whether there is an entry of that place", true,
               traceback != NULL && is_entry(traceback, function, file, line));
    }
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
    for (int i = 0; i < DICTS; i++) {
        Py_XDECREF(dicts[i]);
    }
}

/* ---- New types. */

void new_error_type(call *c)
{
    static const char *const names[4] = {"f.Wave", "Wave", NULL, "f.g.Wave"};
    const char *name = names[c->value & 3];
    const char *doc = c->value & 4 ? "What it is." : NULL;
    PyObject *both = fuzz_made(
        PyTuple_Pack(2, PyExc_IndexError, PyExc_AttributeError));
    PyObject *const bases[4] = {NULL, PyExc_OSError, both,
                                (PyObject *)&PyBool_Type};
    PyObject *base = bases[c->value >> 3 & 3], *wanted = NULL;
    if (runs_python(c) && name == NULL) {
        raises(c, PyExc_SystemError, "hf_error_new_type: the name is NULL");
    }
    if (!is_refused(c)) {
        wanted = PyErr_NewExceptionWithDoc(name, doc, base, NULL);
        as_cpython(c, NULL);
    }
    begin(c);
    hf_type made = hf_error_new_type(name != NULL ? handed_name(0, name) : NULL,
                                     doc != NULL ? handed_name(1, doc) : NULL,
                                     base);
    end(c, !hf_is_null(made));
    if (c->ok) {
        PyTypeObject *found = (PyTypeObject *)hf_as_raw(made);
        const PyTypeObject *like = (PyTypeObject *)wanted;
        expect(c, "whether the types have one name", 0,
               strcmp(found->tp_name, like->tp_name));
        expect(c, "whether the types have one base", true,
               found->tp_base == like->tp_base &&
                   is_alike(found->tp_bases, like->tp_bases));
        PyObject *its = PyObject_GetAttr((PyObject *)found, doc_name);
        PyObject *theirs = PyObject_GetAttr(wanted, doc_name);
        expect_object(c, "the documentation", theirs, its);
        Py_XDECREF(its);
        Py_XDECREF(theirs);
    }
    hf_decref(made);
    Py_XDECREF(wanted);
    Py_DECREF(both);
    /* A type holds itself. Not PyGC_Collect: that empties the free lists. */
    Py_XDECREF(PyObject_CallOneArg(collector, Py_False));
}

/* ---- What an exception is made of. */

enum {
    CAUSE_OF,
    CONTEXT_OF,
    TRACEBACK_OF,
    SET_CAUSE,
    SET_CONTEXT,
    SUPPRESS,
    ADD_NOTE,
    MATCHES
};

static void reset_parts(PyObject *raw)
{
    PyException_SetCause(raw, NULL);
    PyException_SetContext(raw, NULL);
    PyException_SetTraceback(raw, Py_None);
    ((PyBaseExceptionObject *)raw)->suppress_context = 0;
}

static void get_part(call *c, int part, operand *o)
{
    static const char *const functions[] = {"hf_exception_get_cause",
                                            "hf_exception_get_context",
                                            "hf_exception_get_traceback"};
    never_fails(c);
    needs_exception(c, functions[part], o->raw);
    PyObject *kept = python_global("kept"), *wanted = NULL;
    bool is_refused_ = is_refused(c), is_there = false;
    if (!is_refused_ && c->value & 8) {
        is_there = part != TRACEBACK_OF;
        PyException_SetCause(o->raw, Py_NewRef(kept));
        PyException_SetContext(o->raw, Py_NewRef(kept));
        wanted = is_there ? kept : NULL;
    }
    hf_exception found = hf_null(exception);
    hf_object traceback = hf_null(object);
    memset(&found, 0xFF, sizeof(found));
    memset(&traceback, 0xFF, sizeof(traceback));
    begin(c);
    hf_exception_borrowed self = hf_exception_from_borrowed(o->raw);
    int ended = hf_status(
        part == CAUSE_OF     ? hf_exception_get_cause(self, &found)
        : part == CONTEXT_OF ? hf_exception_get_context(self, &found)
                             : hf_exception_get_traceback(self, &traceback));
    end(c, ended >= 0);
    expect(c, "how the lookup ended", is_refused_ ? -1 : is_there, ended);
    if (part == TRACEBACK_OF) {
        expect(c, "whether the traceback is as it is", true,
               hf_as_raw(traceback) == wanted);
        hf_decref(traceback);
    } else {
        expect(c, "whether the part is as it is", true,
               hf_as_raw(found) == wanted);
        hf_decref(found);
    }
    if (!is_refused_) {
        reset_parts(o->raw);
    }
}

static PyObject *part_now(int part, PyObject *raw)
{
    PyObject *now = part == SET_CAUSE ? PyException_GetCause(raw)
                                      : PyException_GetContext(raw);
    Py_XDECREF(now); /* its exception has it */
    return now;
}

static void set_part(call *c, int part, operand *o)
{
    never_fails(c);
    const char *function = part == SET_CAUSE ? "hf_exception_set_cause"
                                             : "hf_exception_set_context";
    operand *p = right(c);
    needs_exception(c, function, o->raw);
    needs_exception(c, function, p->raw);
    PyObject *wanted = p->raw;
    hf_exception given_ = hf_null(exception);
    hf_object given_part = given_object(p);
    if (!hf_is_null(given_part)) {
        given_ = hf_exception_from_owned(hf_into_raw(given_part));
    }
    begin(c);
    hf_exception_borrowed self = hf_exception_from_borrowed(o->raw);
    bool ok = part == SET_CAUSE ? hf_exception_set_cause(self, given_)
                                : hf_exception_set_context(self, given_);
    end(c, ok);
    if (ok) {
        expect(c, "whether the part is what was given", true,
               part_now(part, o->raw) == wanted);
        expect(c, "whether the context is suppressed", part == SET_CAUSE,
               ((PyBaseExceptionObject *)o->raw)->suppress_context);
        reset_parts(o->raw);
    }
}

static void suppress(call *c, operand *o)
{
    never_fails(c);
    needs_exception(c, "hf_exception_suppress_context", o->raw);
    if (!is_refused(c)) {
        PyException_SetCause(o->raw, Py_NewRef(python_global("kept")));
    }
    begin(c);
    bool ok = hf_exception_suppress_context(hf_exception_from_borrowed(o->raw));
    end(c, ok);
    if (ok) {
        expect(c, "whether there is no cause", true,
               part_now(SET_CAUSE, o->raw) == NULL);
        expect(c, "whether the context is suppressed", true,
               ((PyBaseExceptionObject *)o->raw)->suppress_context);
        reset_parts(o->raw);
    }
}

static PyObject *notes_of(PyObject *raw)
{
    PyObject *dict = ((PyBaseExceptionObject *)raw)->dict;
    return dict != NULL ? PyDict_GetItem(dict, notes_name) : NULL;
}

static void add_note(call *c, operand *o)
{
#if PY_VERSION_HEX >= 0x030B0000
    static const char function[] = "hf_exception_add_note";
    operand *note = right(c);
    bool is_null = c->value & 8;
    PyObject *raw = is_null ? NULL : note->raw, *wanted = NULL;
    unsigned armed = c->a < CRAFTED ? c->armed : 0; /* no frame is needed */
    if (runs_python(c)) {
        needs_exception(c, function, o->raw);
        needs_name(c, function, raw);
    }
    if (!is_refused(c)) {
        Py_XDECREF(
            PyObject_CallMethodObjArgs(o->raw, add_note_name, raw, NULL));
        wanted = Py_XNewRef(notes_of(o->raw));
        as_cpython(c, NULL);
        operand_unset(o, notes_name);
    }
    c->armed = armed;
    begin(c);
    end(c, hf_exception_add_note(hf_exception_from_borrowed(o->raw),
                                 hf_str_from_borrowed(raw)));
    if (c->ok) {
        expect_object(c, "the notes", wanted, notes_of(o->raw));
    }
    operand_unset(o, notes_name);
    Py_XDECREF(wanted);
#else
    (void)o;
    begin(c);
    c->is_pending = false;
    PyErr_Clear();
    end(c, true);
#endif
}

static void matches(call *c, operand *o)
{
    /* The last ones are no types of exceptions, and match what is the same. */
    PyObject *const all[8] = {PyExc_LookupError,
                              PyExc_LookupError,
                              PyExc_BaseException,
                              PyExc_KeyError,
                              (PyObject *)&PyBaseObject_Type,
                              o->raw != NULL ? (PyObject *)Py_TYPE(o->raw)
                                             : Py_None,
                              o->raw != NULL ? o->raw : Py_None,
                              (PyObject *)&PyLong_Type};
    PyObject *type = all[c->value >> 4 & 7];
    never_fails(c);
    PyObject *types = c->value & 8 ? PyTuple_Pack(2, PyExc_OSError, type)
                                   : Py_NewRef(type);
    bool wanted = o->raw != NULL && PyErr_GivenExceptionMatches(o->raw, types);
    bool was_pending = c->is_pending;
    begin(c);
    bool found = hf_exception_matches(hf_exception_from_borrowed(o->raw),
                                      types);
    c->fails = was_pending;
    end(c, !was_pending);
    expect(c, "whether the exception matches", wanted, found);
    Py_DECREF(types);
}

void exception_parts(call *c)
{
    int part = c->value & 7;
    operand *o = left(c);
    if (part <= TRACEBACK_OF) {
        get_part(c, part, o);
    } else if (part <= SET_CONTEXT) {
        set_part(c, part, o);
    } else if (part == SUPPRESS) {
        suppress(c, o);
    } else if (part == ADD_NOTE) {
        add_note(c, o);
    } else {
        matches(c, o);
    }
}
