/* The calls of class_sequence that call an instance, its methods, and functions
 * that take instances. */

#include "fuzz/class_sequence/rows.h"

void called(call *c)
{
    if (node(c) == NOTHING) {
        return;
    }
    int64_t n = model_number(c->y);
    PyObject *args = fuzz_made(Py_BuildValue("(i)", c->value));
    PyObject *keywords = fuzz_made(Py_BuildValue("{s:i}", "b", 2));
    int what = c->how % 4;
    if (what == 3) {
        PyObject *none = fuzz_made(PyTuple_New(0));
        Py_SETREF(args, none);
    }
    begin(c);
    PyObject *found = PyObject_Call(held[c->y], args,
                                    what == 1 ? NULL : keywords);
    if (what == 3) {
        ended(c, found != NULL, PyExc_TypeError,
              "Node.__call__() missing 1 required positional argument: 'a'");
    } else if (went_well(c, found != NULL)) {
        is_number(found, n + c->value + (what == 1 ? 7 : 2));
    }
    Py_DECREF(args);
    Py_DECREF(keywords);
}

static PyObject *static_method(const char *name)
{
    return fuzz_made(PyObject_GetAttrString(class_of[NODE], name));
}

void methods(call *c)
{
    if (node(c) == NOTHING) {
        return;
    }
    PyObject *raw = held[c->y], *type = (PyObject *)Py_TYPE(raw), *found;
    int what = c->value % 7;
    static const char *const names[] = {"self",  "type",  "sum", "ask",
                                        "where", "twice", "self"};
    PyObject *method = fuzz_made(what < 5
                                     ? PyObject_GetAttrString(raw, names[what])
                                     : static_method("self"));
    PyObject *one = number_object(1);
    begin(c);
    found = what == 2   ? PyObject_CallOneArg(method, one)
            : what == 5 ? PyObject_GetAttrString(raw, "twice")
            : what == 6 ? PyObject_CallOneArg(method, one)
                        : PyObject_CallNoArgs(method);
    if (what == 4) {
        ended(c, found != NULL, PyExc_SystemError,
              "a static method has no module and no state: make it a class "
              "method");
    } else if (what == 6) {
        ended(c, found != NULL, PyExc_TypeError,
              "descriptor 'self' for 'classes.Node' objects doesn't apply to a "
              "'int' object");
    } else if (went_well(c, found != NULL)) {
        int64_t n = model_number(c->y);
        if (what < 2) {
            is_object(found, what == 0 ? raw : type);
        } else {
            is_number(found, what == 2 ? 2 : what == 3 ? n : 2 * n);
        }
    }
    Py_DECREF(method);
    Py_DECREF(one);
}

/* lie has what says that it is a Node, and is none, taken for one. */
void lie(call *c)
{
    static PyObject *liar;
    if (liar == NULL) {
        PyObject *globals = fuzz_made(PyDict_New());
        PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
        PyDict_SetItemString(globals, "Node", class_of[NODE]);
        liar = fuzz_made(PyRun_String("type('Liar', (), {'__class__': Node})()",
                                      Py_eval_input, globals, globals));
        Py_DECREF(globals);
    }
    bool is_lie = !model_is(c->y);
    PyObject *raw = is_lie ? liar : held[c->y];
    int kind = is_lie ? PLAIN : model_kind(c->y);
    bool is_leaf = c->value & 1;
    bool fits = kind == LEAF || kind == SLOTTED ||
                (!is_leaf && (kind == NODE || kind == SUB));
    PyObject *takes = of(the_module, is_leaf ? "take_leaf" : "take");
    begin(c);
    PyObject *found = PyObject_CallOneArg(takes, raw);
    if (ended(c, found != NULL, fits ? NULL : PyExc_TypeError,
              "%s() argument must be %s, not %s",
              is_leaf ? "take_leaf" : "take", is_leaf ? "Leaf" : "Node",
              is_lie ? "Liar" : kind_name[kind])) {
        is_object(found, raw);
    }
}
