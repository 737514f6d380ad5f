/* The calls of class_sequence that change what slots hold, and those with
 * which objects end. */

#include "fuzz/class_sequence/rows.h"

void drop(call *c)
{
    PyObject *before = held[c->x];
    held[c->x] = NULL;
    model_put(c->x, NOTHING);
    Py_XDECREF(before);
    c->ok = true;
}

void copy(call *c)
{
    if (model_is(c->y)) {
        PyObject *same = Py_NewRef(held[c->y]);
        model_put(c->x, c->y);
        take(c, same);
    }
    c->ok = true;
}

void watches(call *c)
{
    if (model_is(c->x) && has_field(model_kind(c->x), LEFT)) {
        model_watch(c->x);
    }
    c->ok = true;
}

void collect(call *c)
{
    /* What rises then is that of this time. */
    PyObject *before = held[RISEN];
    held[RISEN] = NULL;
    model_put(RISEN, NOTHING);
    Py_XDECREF(before);
    while (held[RISEN] != NULL) {
        before = held[RISEN];
        held[RISEN] = NULL;
        model_put(RISEN, NOTHING);
        Py_DECREF(before);
    }
    PyGC_Enable(); /* else it does nothing */
    PyGC_Collect();
    PyGC_Disable();
    model_collect();
    c->ok = true;
}

/* module makes the module anew, also where memory fails. */
void module(call *c)
{
    PyObject *spec = fuzz_made(
        PyDict_GetItemString(PyModule_GetDict(the_module), "spec"));
    PyModuleDef *definition = classes_definition();
    begin(c);
    PyObject *made = PyModule_FromDefAndSpec(definition, spec);
    if (made != NULL && PyModule_ExecDef(made, definition) < 0) {
        Py_CLEAR(made);
    }
    went_well(c, made != NULL);
    Py_XDECREF(made);
    collect(c);
}
