#include "fuzz/class_sequence/call.h"

#include <stdarg.h>
#include <string.h>

const char *const field_name[NAMED] = {"left", "right", "tail", "extra"};
const char *const kind_name[KINDS] = {
    "classes.Node", "classes.Leaf", "Sub",        "Slotted",     "classes.Late",
    "Later",        "Plain",        "hosts.Host", "based.Guest", "Subguest",
    "based.Stock",  "based.Shelf",  "Substock",   "based.Line",  "Subline",
    "Mixed",        "Submixed"};

/* ---- What is expected. */

void begin(call *c)
{
    if (c->armed > 0) {
        fail_allocation(c->armed);
    }
}

FUZZ_DOES_NOT_GUIDE

/* Not counted, either: from CPython 3.12 on a name lives forever once some code of
 * Python has it. */
PyObject *interned(const char *name)
{
    static PyObject *all;
    if (all == NULL) {
        all = fuzz_made(PyDict_New());
    }
    PyObject *made = fuzz_made(PyUnicode_InternFromString(name));
    PyObject *kept = PyDict_SetDefault(all, made, made);
    Py_DECREF(made);
    return kept;
}

bool ended(call *c, bool worked, PyObject *type, const char *format, ...)
{
    PyObject *found_type, *found, *traceback;
    c->fired = c->armed > 0 && end_of_failure();
    fuzz_counted.failures += c->fired;
    PyErr_Fetch(&found_type, &found, &traceback);
    PyErr_NormalizeException(&found_type, &found, &traceback);
    c->ok = worked;
    if (worked != (found == NULL)) {
        fuzz_failed("exception", "expected a result or an exception, found %s",
                    worked ? "both" : "neither");
    }
    bool is_memory = c->fired && !worked &&
                     PyErr_GivenExceptionMatches(found, PyExc_MemoryError);
    if (!is_memory && worked != (type == NULL)) {
        fuzz_failed("prediction", "expected %s, found %s",
                    type != NULL ? ((PyTypeObject *)type)->tp_name : "success",
                    found != NULL ? Py_TYPE(found)->tp_name : "success");
    }
    if (!worked && !is_memory) {
        char wanted[300];
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(wanted, sizeof(wanted), format, arguments);
        va_end(arguments);
        PyObject *text = fuzz_made(PyObject_Str(found));
        /* Before CPython 3.12 PyErr_Format raises without a message where it
         * cannot make one. */
        bool is_same = strcmp(PyUnicode_AsUTF8(text), wanted) == 0 || c->fired;
        if ((PyObject *)Py_TYPE(found) != type || !is_same) {
            fuzz_failed("exception", "expected %s: %s; found %s: %s",
                        ((PyTypeObject *)type)->tp_name, wanted,
                        Py_TYPE(found)->tp_name, PyUnicode_AsUTF8(text));
        }
        Py_DECREF(text);
    }
    Py_XDECREF(found_type);
    Py_XDECREF(found);
    Py_XDECREF(traceback);
    if (is_memory) {
        model_lost_memory();
    }
    return worked;
}

FUZZ_GUIDES

bool went_well(call *c, bool worked)
{
    return ended(c, worked, NULL, "%s", "");
}

void is_number(PyObject *result, int64_t wanted)
{
    int64_t found = PyLong_AsLongLong(result);
    if (found != wanted || !PyLong_CheckExact(result)) {
        fuzz_failed("content", "expected the int %lld, found %lld, a %s",
                    (long long)wanted, (long long)found,
                    Py_TYPE(result)->tp_name);
    }
    Py_DECREF(result);
}

void is_object(PyObject *result, PyObject *wanted)
{
    if (result != wanted) {
        fuzz_failed("identity", "expected the object at %p, found %p, a %s",
                    (void *)wanted, (void *)result, Py_TYPE(result)->tp_name);
    }
    Py_DECREF(result);
}

void is_text(PyObject *result, const char *wanted)
{
    if (!PyUnicode_CheckExact(result) ||
        strcmp(PyUnicode_AsUTF8(result), wanted) != 0) {
        fuzz_failed("content", "expected the str '%s', found another, a %s",
                    wanted, Py_TYPE(result)->tp_name);
    }
    Py_DECREF(result);
}

/* ---- Operands, and results. */

int node(const call *c)
{
    return model_is(c->y) && is_a(model_kind(c->y), NODE) ? c->y : NOTHING;
}

bool has_field(int kind, int field)
{
    switch (field) {
    case LEFT:
        return kind != PLAIN;
    case RIGHT:
        return kind != PLAIN && kind != HOST;
    case TAIL:
        return is_a(kind, LEAF) || is_a(kind, SHELF);
    case EXTRA:
        return kind == SUB || kind == SLOTTED ||
               (kind > HOST && kind != LINE && kind != MIXED);
    default:
        return is_a(kind, STOCK) || is_a(kind, LINE);
    }
}

PyObject *none_or(PyObject *raw)
{
    return raw != NULL ? raw : Py_None;
}

PyObject *number_object(int64_t n)
{
    return fuzz_made(PyLong_FromLongLong(n));
}

PyObject *of(PyObject *module, const char *name)
{
    return fuzz_made(PyDict_GetItemString(PyModule_GetDict(module), name));
}

PyObject *imported(PyModuleDef *definition, PyObject *spec)
{
    PyObject *made = PyModule_FromDefAndSpec(definition, spec);
    if (made != NULL && PyModule_ExecDef(made, definition) < 0) {
        Py_CLEAR(made);
    }
    return made;
}

void take(const call *c, PyObject *result)
{
    PyObject *before = held[c->x];
    held[c->x] = result;
    Py_XDECREF(before);
}
