#include "fuzz/models/exception.h"

#include "fuzz/models/int.h"

#include <frameobject.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

const char *const fuzz_function_names[FUNCTIONS] = {
    "in_c",  "below",    "through",  "deeper",  "cleans",
    "again", "replaces", "explains", "handling"};

const char *const fuzz_error_names[ERROR_TYPES] = {
    "ValueError",        "KeyError",        "OSError",     "StopIteration",
    "KeyboardInterrupt", "AttributeError",  "Wave",        "MemoryError",
    "FileNotFoundError", "PermissionError", "LookupError", "Exception",
    "BaseException"};

static const error_type bases[ERROR_TYPES] = {
    EXCEPTION, LOOKUP_ERROR,   EXCEPTION,     EXCEPTION, BASE_EXCEPTION,
    EXCEPTION, KEY_ERROR,      EXCEPTION,     OS_ERROR,  OS_ERROR,
    EXCEPTION, BASE_EXCEPTION, BASE_EXCEPTION};

bool fuzz_error_is(error_type type, error_type base)
{
    while (type != base && type != BASE_EXCEPTION) {
        type = bases[type];
    }
    return type == base;
}

/* ---- Words. A MemoryError that CPython uses again has the flag of its last use:
 * so it is not looked at there. */

__attribute__((format(printf, 2, 3))) static void add(char *words,
                                                      const char *format, ...)
{
    size_t n = strlen(words);
    va_list values;
    va_start(values, format);
    vsnprintf(words + n, ERROR_WORDS - n, format, values);
    va_end(values);
}

static void add_traceback(char *words, fuzz_text entries)
{
    for (ptrdiff_t i = 0; i < entries.length; i++) {
        uint32_t function = entries.at[i] >> 8;
        add(words, "%s%s %u", i > 0 ? ", " : " at ",
            function < FUNCTIONS ? fuzz_function_names[function] : "?",
            entries.at[i] & 0xFF);
    }
}

static const fuzz_object *part_of(const fuzz_object *o, int i)
{
    return i < o->n_parts ? o->part[i] : NULL;
}

static const char *name_of(const fuzz_object *o)
{
    return o->kind == &fuzz_BaseException ? fuzz_error_names[o->mark & 255]
                                          : o->kind->name;
}

static void add_arguments(char *words, const fuzz_object *o)
{
    const fuzz_object *argument = part_of(o, ARGUMENT);
    if (o->number == NO_ARGUMENT) {
        add(words, "()");
    } else if (o->number >= ERRNO_ARGUMENTS) {
        add(words, "(%d, a str)", (int)o->number - ERRNO_ARGUMENTS);
    } else if (o->number >= 0) {
        add(words, "('wave %d')", (int)o->number);
    } else if (argument != NULL && argument->kind == &fuzz_int) {
        add(words, "(%" PRId64 ")", argument->number);
    } else {
        add(words, "(a %s)", argument != NULL ? name_of(argument) : "?");
    }
}

static int notes_of(const fuzz_object *o)
{
    return o->n_parts > FIRST_NOTE ? o->n_parts - FIRST_NOTE : 0;
}

static void add_parts(char *words, const char *cause, const char *context,
                      bool suppressed, int notes)
{
    add(words, "; from %s; while %s%s; %d notes", cause, context,
        suppressed ? ", which is not shown" : "", notes);
}

void fuzz_error_words(char words[ERROR_WORDS], const fuzz_object *o,
                      fuzz_text traceback)
{
    words[0] = '\0';
    const fuzz_object *cause = part_of(o, CAUSE),
                      *context = part_of(o, CONTEXT);
    add(words, "%s", fuzz_error_names[o->mark & 255]);
    add_arguments(words, o);
    add_traceback(words, traceback);
    add_parts(words, cause != NULL ? name_of(cause) : "nothing",
              context != NULL ? name_of(context) : "nothing",
              o->mark & FUZZ_SUPPRESSED && (o->mark & 255) != MEMORY_ERROR,
              notes_of(o));
}

/* ---- The same, of what is there. */

static void add_value_found(char *words, PyObject *value)
{
    if (PyLong_CheckExact(value)) {
        add(words, "%ld", PyLong_AsLong(value));
    } else if (PyUnicode_CheckExact(value) && PyUnicode_IS_ASCII(value) &&
               strncmp(PyUnicode_DATA(value), "wave ", 5) == 0) {
        add(words, "'%s'", (const char *)PyUnicode_DATA(value));
    } else {
        add(words, "a %s", Py_TYPE(value)->tp_name);
    }
}

static void add_arguments_found(char *words, PyObject *arguments)
{
    add(words, "(");
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(arguments); i++) {
        add(words, i > 0 ? ", " : "");
        add_value_found(words, PyTuple_GET_ITEM(arguments, i));
    }
    add(words, ")");
}

/* line_of is the line of |traceback|. The name is one object: CPython keeps those
 * that were looked up, and would keep a new one each time. */
static long line_of(PyTracebackObject *traceback)
{
    static PyObject *name;
    if (name == NULL) {
        name = PyUnicode_InternFromString("tb_lineno");
    }
    PyObject *found = PyObject_GetAttr((PyObject *)traceback, name);
    long line = PyLong_AsLong(found);
    Py_XDECREF(found);
    return line;
}

/* entry_of is the entry that |traceback| begins with. */
static uint32_t entry_of(PyTracebackObject *traceback)
{
    PyCodeObject *code = PyFrame_GetCode(traceback->tb_frame);
    uint32_t function = 0;
    while (function < FUNCTIONS &&
           PyUnicode_CompareWithASCIIString(
               code->co_name, fuzz_function_names[function]) != 0) {
        function++;
    }
    const char *file = function < THROUGH ? "f.c" : "<string>";
    if (PyUnicode_CompareWithASCIIString(code->co_filename, file) != 0) {
        function = FUNCTIONS;
    }
    Py_DECREF(code);
    return FUZZ_ENTRY(function, line_of(traceback));
}

fuzz_text fuzz_entries(uint32_t entries[ENTRIES], PyObject *traceback)
{
    ptrdiff_t n = 0;
    for (PyTracebackObject *t = (PyTracebackObject *)traceback;
         t != NULL && n < ENTRIES; t = t->tb_next) {
        entries[n++] = entry_of(t);
    }
    return (fuzz_text){entries, n};
}

/* Where memory was missing for another exception, CPython 3.12 notes on the
 * MemoryError which one it was. */
static bool is_of_cpython(PyObject *raw, PyObject *note)
{
    static const char begin[] = "Normalization failed: ";
    return Py_IS_TYPE(raw, (PyTypeObject *)PyExc_MemoryError) &&
           PyUnicode_KIND(note) == PyUnicode_1BYTE_KIND &&
           strncmp((const char *)PyUnicode_1BYTE_DATA(note), begin,
                   sizeof(begin) - 1) == 0;
}

/* notes_found are all others, |NOTES| at most. */
enum { NOTES = 8 };
static int notes_found(PyObject *raw, PyObject *found[NOTES])
{
    PyObject *dict = ((PyBaseExceptionObject *)raw)->dict;
    PyObject *all = dict != NULL ? PyDict_GetItemString(dict, "__notes__")
                                 : NULL;
    int n = 0;
    for (Py_ssize_t i = 0; all != NULL && i < PyList_GET_SIZE(all); i++) {
        PyObject *note = PyList_GET_ITEM(all, i);
        if (n < NOTES && !is_of_cpython(raw, note)) {
            found[n++] = note;
        }
    }
    return n;
}

static const char *name_found(PyObject *raw)
{
    return raw != NULL ? Py_TYPE(raw)->tp_name : "nothing";
}

void fuzz_words_found(char words[ERROR_WORDS], PyObject *type, PyObject *value,
                      PyObject *traceback)
{
    uint32_t entries[ENTRIES];
    words[0] = '\0';
    if (type == NULL) {
        add(words, "nothing");
        return;
    }
    bool made = value != NULL && PyExceptionInstance_Check(value);
    add(words, "%s",
        made ? Py_TYPE(value)->tp_name : ((PyTypeObject *)type)->tp_name);
    const PyBaseExceptionObject *its = (PyBaseExceptionObject *)value;
    if (made) {
        add_arguments_found(words, its->args);
    } else {
        add(words, "(");
        if (value != NULL && value != Py_None) {
            add_value_found(words, value);
        }
        add(words, ")");
    }
    add_traceback(words, fuzz_entries(entries, traceback));
    PyObject *notes[NOTES];
    add_parts(words, name_found(made ? its->cause : NULL),
              name_found(made ? its->context : NULL),
              made && its->suppress_context &&
                  !Py_IS_TYPE(value, (PyTypeObject *)PyExc_MemoryError),
              made ? notes_found(value, notes) : 0);
}

/* ---- One that the program has. */

static void check_part(const fuzz_object *o, int i, const char *what,
                       PyObject *found)
{
    const fuzz_object *wanted = part_of(o, i);
    if (found != (wanted != NULL ? wanted->raw : NULL)) {
        fuzz_failed("content",
                    "%s of the %s: expected the %s at %p, found %s at %p", what,
                    fuzz_error_names[o->mark & 255],
                    wanted != NULL ? name_of(wanted) : "nothing",
                    wanted != NULL ? (void *)wanted->raw : NULL,
                    name_found(found), (void *)found);
    }
}

static void check(const fuzz_object *o)
{
    char wanted[ERROR_WORDS], found[ERROR_WORDS];
    const PyBaseExceptionObject *its = (PyBaseExceptionObject *)o->raw;
    fuzz_error_words(wanted, o, o->text);
    fuzz_words_found(found, (PyObject *)Py_TYPE(o->raw), o->raw,
                     its->traceback);
    if (strcmp(wanted, found) != 0) {
        fuzz_failed("content", "expected the exception %s, found %s", wanted,
                    found);
    }
    check_part(o, CAUSE, "the cause", its->cause);
    check_part(o, CONTEXT, "the context", its->context);
    if (o->number == ARGUMENT_PART) {
        check_part(o, ARGUMENT, "the argument", PyTuple_GET_ITEM(its->args, 0));
    }
    if (fuzz_error_is((error_type)(o->mark & 255), OS_ERROR)) {
        check_part(o, ATTRIBUTE, "the filename",
                   ((PyOSErrorObject *)its)->filename);
    }
    PyObject *notes[NOTES];
    int n = notes_found(o->raw, notes);
    for (int i = 0; i < n; i++) {
        check_part(o, FIRST_NOTE + i, "a note", notes[i]);
    }
}

static void print(FILE *to, const fuzz_object *o)
{
    char words[ERROR_WORDS];
    fuzz_error_words(words, o, o->text);
    fputs(words, to);
}

static void write_value(FILE *to, const fuzz_object *o)
{
    fprintf(to, ".number = %" PRId64 ", .text = ", o->number);
    if (o->text.length > 0) {
        fuzz_text_write(to, o->text);
    } else {
        fputs("{0}", to);
    }
}

const fuzz_kind fuzz_BaseException = {"BaseException", check, print,
                                      write_value, NULL};
