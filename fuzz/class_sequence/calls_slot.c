/* The calls of class_sequence that change what slots hold, and those with
 * which objects end. */

#include "fuzz/class_sequence/rows.h"
#include "testing/interpreter.h"

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
    fill_free_lists(); /* it has emptied them */
    model_collect();
    c->ok = true;
}

/* is_submodule compares what is in a module with what is imported under |full|. */
static void is_submodule(PyObject *module, const char *name, const char *full)
{
    PyObject *found = fuzz_made(PyObject_GetAttrString(module, name));
    PyObject *spec = fuzz_made(PyObject_GetAttrString(found, "__spec__"));
    PyObject *one = fuzz_made(PyObject_GetAttrString(found, "ONE"));
    is_text(fuzz_made(PyObject_GetAttrString(spec, "name")), full);
    is_text(fuzz_made(PyModule_GetNameObject(found)), full);
    is_number(one, 1);
    Py_DECREF(spec);
    is_object(found, PyDict_GetItemString(PyImport_GetModuleDict(), full));
}

/* imports imports a module with submodules, beside others with names that are like
 * theirs; where it fails at the end, theirs alone are forgotten. */
void imports(call *c)
{
    enum { MADE_TOO = 2, NAMES = 8 };
    static const char *const names[NAMES] = {
        "outer.inner",  "outer.inner.deep",   "outer.innermost",
        "outer.inne",   "outer.inner2",       "x.outer.inner",
        "outer.inner.", "outer.inner\xc3\xa9"};
    PyObject *modules = PyImport_GetModuleDict();
    PyObject *spec = of(the_module, "outer_spec");
    for (int i = MADE_TOO; i < NAMES; i++) {
        if (c->value >> i & 1) {
            PyDict_SetItem(modules, interned(names[i]), Py_None);
        }
    }
    PyModuleDef *definition = outer_definition();
    import_fails = c->how & 1;
    begin(c);
    PyObject *made = imported(definition, spec);
    bool worked = made != NULL;
    ended(c, worked, import_fails ? PyExc_RuntimeError : NULL, "not now");
    if (worked) {
        is_submodule(made, "inner", names[0]);
        is_submodule(PyDict_GetItemString(modules, names[0]), "deep", names[1]);
    }
    for (int i = 0; i < NAMES; i++) {
        bool wanted = i < MADE_TOO ? worked : c->value >> i & 1;
        if (!worked && strncmp(names[i], "outer.inner.", 12) == 0) {
            wanted = false;
        }
        PyObject *name = interned(names[i]);
        bool is = PyDict_GetItemWithError(modules, name) != NULL;
        if (is) {
            PyDict_DelItem(modules, name);
        }
        if (is != wanted && !c->fired) {
            fuzz_failed("content", "expected sys.modules to have %s '%s'",
                        wanted ? "a" : "no", names[i]);
        }
    }
    Py_XDECREF(made);
    collect(c);
}

/* module makes the module anew, also where memory fails. */
void module(call *c)
{
    PyObject *spec = of(the_module, "spec");
    PyModuleDef *definition = classes_definition();
    begin(c);
    PyObject *made = imported(definition, spec);
    went_well(c, made != NULL);
    Py_XDECREF(made);
    collect(c);
}
