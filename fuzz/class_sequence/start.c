/* How class_sequence starts: the module with its classes, Python's subclasses
 * of them, and each call once; and what ends an input. */

#include "fuzz/class_sequence/rows.h"

PyObject *held[ALL_SLOTS], *class_of[KINDS], *the_module;
bool classes_have_started;

static const char source[] = "class Sub(Node): pass\n"
                             "class Slotted(Leaf): __slots__ = ('extra',)\n"
                             "class Later(Late): pass\n"
                             "class Plain: pass\n";

void classes_end(void)
{
    call c = {0};
    do { /* once in any case: it empties CPython's free lists */
        for (c.x = 0; c.x < SLOTS; c.x++) {
            drop(&c);
        }
        collect(&c);
        model_check();
    } while (model_any());
    model_watch_none();
    model_reset();
    PyType_ClearCache(); /* it keeps the names of attributes */
}

static PyObject *new_spec(const char *of)
{
    PyObject *types = fuzz_made(PyImport_ImportModule("types"));
    PyObject *empty = fuzz_made(PyTuple_New(0));
    PyObject *name = fuzz_made(Py_BuildValue("{s:s}", "name", of));
    PyObject *simple = fuzz_made(
        PyObject_GetAttrString(types, "SimpleNamespace"));
    PyObject *spec = fuzz_made(PyObject_Call(simple, empty, name));
    Py_DECREF(simple);
    Py_DECREF(name);
    Py_DECREF(empty);
    Py_DECREF(types);
    return spec;
}

/* What CPython keeps from the first time on is there before the first input. */
void fuzz_begin(void)
{
    static const char *const names[KINDS] = {"Node", "Leaf",  "Sub",  "Slotted",
                                             "Late", "Later", "Plain"};
    PyObject *spec = new_spec("classes");
    PyObject *outer_spec = new_spec("outer");
    PyModuleDef *definition = classes_definition();
    the_module = fuzz_made(PyModule_FromDefAndSpec(definition, spec));
    if (PyModule_ExecDef(the_module, definition) < 0) {
        fuzz_made(NULL);
    }
    PyObject *globals = PyModule_GetDict(the_module);
    PyDict_SetItemString(globals, "spec", spec);
    PyDict_SetItemString(globals, "outer_spec", outer_spec);
    Py_DECREF(outer_spec);
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    Py_DECREF(spec);
    Py_DECREF(fuzz_made(PyRun_String(source, Py_file_input, globals, globals)));
    for (int i = 0; i < KINDS; i++) {
        class_of[i] = fuzz_made(PyDict_GetItemString(globals, names[i]));
    }
    model_reset();
    for (int i = 0; i < 2 * fuzz_n_rows; i++) {
        for (int value = 0; value < 12; value++) {
            for (int kind = 0; kind < MADE; kind++) {
                call made = {.x = 1, .y = 2, .z = 3, .value = kind};
                call c = {.x = 1, .y = 1, .z = 1, .value = value};
                make(&made);
                fuzz_do(&fuzz_rows[i / 2], &c);
                /* What CPython keeps before an allocation that fails, too. */
                call failing = {
                    .x = 1, .y = 1, .z = 1, .armed = (unsigned)value};
                make(&made);
                fuzz_do(&fuzz_rows[i / 2], &failing);
            }
            classes_end();
        }
    }
    PyObject *gc = fuzz_made(PyImport_ImportModule("gc"));
    Py_XDECREF(fuzz_made(PyObject_CallMethod(gc, "freeze", NULL)));
    Py_DECREF(gc);
    classes_end();
    fuzz_calls_made = 0;
    fuzz_counted.steps = 0;
    classes_have_started = true;
}
