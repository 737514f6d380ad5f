/* The calls of class_sequence for what is seldom: classes and instances that hold
 * each other, classes that differ in one thing alone. */

#include "fuzz/class_sequence/rows.h"

/* rounds makes classes anew, each with an instance of its own in it: as long as the
 * class is held nothing ends, and the collector ends all of them when it is not. */
void rounds(call *c)
{
    enum { CLASSES = 5, WITH_FINALIZER = 4 };
    static const char *const names[CLASSES] = {"Guest", "Stock", "Shelf",
                                               "Mixed", "Line"};
    PyObject *made = fuzz_made(
        imported(based_definition(), of(the_module, "based_spec")));
    PyObject *types[CLASSES];
    for (int i = 0; i < CLASSES; i++) {
        types[i] = fuzz_made(PyObject_GetAttrString(made, names[i]));
        PyObject *one = fuzz_made(PyObject_CallNoArgs(types[i]));
        if (PyObject_SetAttrString(types[i], "kept", one) < 0) {
            fuzz_made(NULL);
        }
        Py_DECREF(one);
    }
    Py_DECREF(made);
    collect(c);
    for (int i = 0; i < CLASSES; i++) {
        PyTypeObject *type = (PyTypeObject *)(void *)types[i];
        PyObject *one = type->tp_mro == NULL
                            ? NULL
                            : PyDict_GetItemString(type->tp_dict, "kept");
        if (one == NULL || Py_TYPE(one) != type || Py_REFCNT(one) != 1) {
            fuzz_failed("content", "expected %s to be whole", names[i]);
        }
    }
    model_check();
    for (int i = 0; i < CLASSES; i++) {
        Py_DECREF(types[i]);
    }
    for (int i = 0; i < WITH_FINALIZER; i++) {
        model_refused();
    }
    collect(c);
}

void listens(call *c)
{
    if (model_is(c->x) && has_field(model_kind(c->x), LEFT)) {
        model_listen(c->x);
    }
    c->ok = true;
}

/* What is no type, and whose memory is no type's. */
static PyObject *no_type(void)
{
    static PyObject *kept;
    if (kept == NULL) {
        PyObject *globals = fuzz_made(PyDict_New());
        PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
        kept = fuzz_made(PyRun_String(
            "type('B', (bytes,), {'__repr__': 'B'.__str__})(b'\\xff' * 1000)",
            Py_eval_input, globals, globals));
        Py_DECREF(globals);
    }
    return kept;
}

/* ghosts has C make what Python cannot, or is refused. */
void ghosts(call *c)
{
    int what = c->value % 4;
    PyObject *other = no_type();
    PyObject *makes = of(based_module, what == 0   ? "Ghost"
                                       : what == 1 ? "ghost_of"
                                       : what == 2 ? "ghost_of_failed"
                                                   : "ghost_of_other");
    begin(c);
    PyObject *made = what == 3 ? PyObject_CallOneArg(makes, other)
                               : PyObject_CallNoArgs(makes);
    bool worked = made != NULL;
    if (what == 0) {
        ended(c, worked, PyExc_TypeError,
              "cannot create 'based.Ghost' instances");
    } else if (what == 2) {
        ended(c, worked, PyExc_LookupError, "there is no class");
    } else if (what == 3) {
        ended(c, worked, PyExc_TypeError,
              "HF_INSTANCE: B is not the class 'Ghost', and does not inherit "
              "from it");
    } else if (went_well(c, worked)) {
        if (PyList_Size(made) != 0 || Py_REFCNT(made) != 1 ||
            (PyObject *)Py_TYPE(made) != of(based_module, "Ghost")) {
            fuzz_failed("content", "expected a new ghost");
        }
        Py_DECREF(made);
    }
}

/* others makes, and drops, instances of classes with one thing of their own. */
void others(call *c)
{
    static const char *const names[] = {"Visitor", "Mishap", "Tick"};
    int what = c->value % 3, n = c->value / 3 % 4;
    PyObject *type = of(based_module, names[what]);
    PyObject *part = fuzz_made(PyList_New(0)), *number = number_object(n);
    PyObject *args = fuzz_made(PyTuple_Pack(1, what == 2 ? number : part));
    PyObject *keywords = NULL;
    if (what == 0) {
        keywords = fuzz_made(PyDict_New());
        PyDict_SetItemString(keywords, "number", number);
    }
    begin(c);
    PyObject *made = PyObject_Call(type, args, keywords);
    if (went_well(c, made != NULL)) {
        PyObject *found = NULL;
        if (what == 0) {
            is_number(fuzz_made(PyObject_GetAttrString(made, "number")), n);
            is_object(fuzz_made(PyObject_GetAttrString(made, "right")), part);
            found = fuzz_made(PyObject_GetAttrString(made, "left"));
            is_object(found, part);
        } else if (what == 1) {
            is_object(fuzz_made(PyObject_GetAttrString(made, "left")), part);
            found = fuzz_made(PyObject_GetAttrString(made, "args"));
            if (PyTuple_GET_SIZE(found) != 0) {
                fuzz_failed("content", "expected no arguments");
            }
            Py_DECREF(found);
        }
        if (Py_REFCNT(made) != 1) {
            fuzz_failed("references", "expected one reference");
        }
        Py_DECREF(made);
        if (what == 0 || (what == 2 && n == 1)) {
            model_refused(); /* one has ended */
        }
    }
    Py_DECREF(args); /* and that of what is made has gone with it */
    if (Py_REFCNT(part) != 1) {
        fuzz_failed("references", "expected one reference, found %zd",
                    Py_REFCNT(part));
    }
    Py_DECREF(part);
    Py_DECREF(number);
    Py_XDECREF(keywords);
}

/* stricts gives a class an argument more than it takes without a name; or more
 * arguments than two bytes can count, to one that takes any. */
void stricts(call *c)
{
    int what = c->value % 4;
    bool is_many = what == 3;
    PyObject *type = of(based_module, is_many ? "Bag" : "Strict");
    PyObject *args = fuzz_made(
        PyTuple_New(is_many ? 0x10001 : 1 + (what == 1)));
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(args); i++) {
        PyTuple_SetItem(args, i, number_object(1));
    }
    PyObject *keywords = fuzz_made(PyDict_New());
    if (what == 2) {
        PyDict_SetItem(keywords, interned("b"), Py_True);
    }
    begin(c);
    PyObject *made = PyObject_Call(type, args, keywords);
    if (ended(c, made != NULL, what == 1 ? PyExc_TypeError : NULL,
              "Strict() takes 1 positional argument but 2 were given")) {
        if (is_many) {
            PyObject *others = fuzz_made(
                PyObject_GetAttrString(made, "others"));
            if (PyTuple_GET_SIZE(others) != 0x10000) {
                fuzz_failed("length", "expected all arguments, found %zd",
                            PyTuple_GET_SIZE(others));
            }
            Py_DECREF(others);
        } else {
            is_number(fuzz_made(PyObject_GetAttrString(made, "a")), 1);
            is_number(fuzz_made(PyObject_GetAttrString(made, "b")),
                      what == 2 ? 1 : 2);
        }
        Py_DECREF(made);
    }
    Py_DECREF(args);
    Py_DECREF(keywords);
}

/* falls_back reads what raises an exception of a class under AttributeError, so
 * that getattr is asked. */
void falls_back(call *c)
{
    if (!model_is(c->y) ||
        (model_kind(c->y) != LEAF && model_kind(c->y) != SLOTTED)) {
        return;
    }
    PyObject *name = interned("xleaf");
    begin(c);
    PyObject *found = PyObject_GetAttr(held[c->y], name);
    if (went_well(c, found != NULL)) {
        is_number(found, model_number(c->y));
    }
}

/* too_large sets a number that no field holds. */
void too_large(call *c)
{
    if (!model_is_bound(c->x)) {
        return;
    }
    PyObject *attribute = interned("number");
    PyObject *number = fuzz_made(
        PyLong_FromString("100000000000000000000", NULL, 10));
    begin(c);
    int status = PyObject_SetAttr(held[c->x], attribute, number);
    ended(c, status == 0, PyExc_OverflowError,
          "100000000000000000000 is out of range for int64_t "
          "(-9223372036854775808 to 9223372036854775807)");
    Py_DECREF(number);
}

/* same_place has one instance end where another of another class has ended just
 * before, which had its weak references elsewhere. */
void same_place(call *c)
{
    Py_DECREF(fuzz_made(PyObject_CallNoArgs(class_of[NODE])));
    PyObject *made = fuzz_made(
        PyObject_CallNoArgs(of(based_module, "Visitor")));
    PyObject *reference = fuzz_made(PyWeakref_NewRef(made, NULL));
    Py_DECREF(made);
    model_refused(); /* both have ended */
    model_refused();
    if (((PyWeakReference *)(void *)reference)->wr_object != Py_None) {
        fuzz_failed("content", "expected the weak reference to be cleared");
    }
    Py_DECREF(reference);
    c->ok = true;
}

static PyObject *followed; /* a weak reference */
static int found_by_it;

static void follow(PyObject *capsule)
{
    (void)capsule;
    found_by_it += ((PyWeakReference *)(void *)followed)->wr_object != Py_None;
}

/* follows has what is in the fields of an instance follow a weak reference to it when
 * it ends: the instance is half-gone then, and not found any more. */
void follows(call *c)
{
    enum { KINDS_WITH_WEAKREFS = 5, WITHOUT_FINALIZER = LATE };
    static const int kinds[KINDS_WITH_WEAKREFS] = {NODE, LEAF, SUB, SLOTTED,
                                                   LATE};
    const int kind = kinds[c->value % KINDS_WITH_WEAKREFS];
    PyObject *ends_in_it = fuzz_made(PyCapsule_New(&followed, NULL, follow));
    PyObject *args = fuzz_made(PyTuple_Pack(2, Py_None, ends_in_it));
    Py_DECREF(ends_in_it);
    PyObject *made = fuzz_made(PyObject_CallObject(class_of[kind], args));
    Py_DECREF(args);
    followed = fuzz_made(PyWeakref_NewRef(made, NULL));
    found_by_it = 0;
    Py_DECREF(made);
    Py_CLEAR(followed);
    if (kind != WITHOUT_FINALIZER) {
        model_refused(); /* it has ended */
    }
    if (found_by_it != 0) {
        fuzz_failed("content", "expected nobody to find an instance whose "
                               "fields end");
    }
    c->ok = true;
}
