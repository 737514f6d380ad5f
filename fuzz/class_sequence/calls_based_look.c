/* The calls of class_sequence about what an instance has of classes of other
 * modules, and what it is taken for. */

#include "fuzz/class_sequence/rows.h"

#include <string.h>

/* listed has the list that an instance is hold one object, or none. */
void listed(call *c)
{
    int what = c->value % 4;
    if (!model_is(c->x) || !has_field(model_kind(c->x), ITEM)) {
        return;
    }
    PyObject *raw = held[c->x], *item = model_field(c->x, ITEM);
    if (what == 0 && model_is(c->y)) {
        begin(c);
        int status = item == NULL ? PyList_Append(raw, held[c->y])
                                  : PySequence_SetItem(raw, 0, held[c->y]);
        if (went_well(c, status == 0)) {
            model_store(c->x, ITEM, c->y);
        }
    } else if (what == 1) {
        int status = PySequence_DelItem(raw, 0);
        if (ended(c, status == 0, item == NULL ? PyExc_IndexError : NULL,
                  "list assignment index out of range")) {
            model_store(c->x, ITEM, NOTHING);
        }
    } else if (what == 2) {
        PyObject *found = PySequence_GetItem(raw, 0);
        if (ended(c, found != NULL, item == NULL ? PyExc_IndexError : NULL,
                  "list index out of range")) {
            is_object(found, item);
        }
    } else {
        Py_ssize_t n = PyObject_Size(raw);
        if (went_well(c, n >= 0) && (n == 1) != (item != NULL)) {
            fuzz_failed("length", "expected another length than %zd", n);
        }
    }
}

/* extras reads, or deletes, what is in __dict__ or in a slot. */
void extras(call *c)
{
    if (!model_is(c->y) || !has_field(model_kind(c->y), EXTRA) ||
        model_field(c->y, EXTRA) == NULL) {
        return;
    }
    PyObject *name = interned(field_name[EXTRA]);
    PyObject *wanted = model_field(c->y, EXTRA);
    if (c->value & 1) {
        if (went_well(c, PyObject_DelAttr(held[c->y], name) == 0)) {
            model_store(c->y, EXTRA, NOTHING);
        }
        return;
    }
    PyObject *found = PyObject_GetAttr(held[c->y], name);
    if (went_well(c, found != NULL)) {
        is_object(found, wanted);
        Py_INCREF(wanted);
        model_put_field(c->x, c->y, EXTRA);
        take(c, wanted);
    }
}

/* What says that it is a Stock, and is a list of Python's. */
static PyObject *list_that_lies(void)
{
    static PyObject *liar;
    if (liar == NULL) {
        PyObject *globals = fuzz_made(PyDict_New());
        PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
        PyDict_SetItemString(globals, "Stock", class_of[STOCK]);
        liar = fuzz_made(
            PyRun_String("type('Liar', (list,), {'__class__': Stock})()",
                         Py_eval_input, globals, globals));
        Py_DECREF(globals);
    }
    return liar;
}

/* takes has an object taken for an instance of one class or another. */
void takes(call *c)
{
    enum { CLASSES = 6 };
    static const char *const name[CLASSES] = {"Host",  "Guest", "Stock",
                                              "Shelf", "Line",  "Mixed"};
    static const char *const takes[CLASSES] = {"take_host",  "take_guest",
                                               "take_stock", "take_shelf",
                                               "take_line",  "take_mixed"};
    int what = c->value % CLASSES;
    bool is_lie = !model_is(c->y);
    PyObject *raw = is_lie ? list_that_lies() : held[c->y];
    static const int classes[CLASSES] = {HOST,  GUEST, STOCK,
                                         SHELF, LINE,  MIXED};
    bool is = !is_lie && is_a(model_kind(c->y), classes[what]);
    PyObject *function = what == 0 ? fuzz_made(PyObject_GetAttrString(
                                         hosts_module, "take_host"))
                                   : Py_NewRef(of(based_module, takes[what]));
    begin(c);
    PyObject *found = PyObject_CallOneArg(function, raw);
    if (ended(c, found != NULL, is ? NULL : PyExc_TypeError,
              "%s() argument must be %s, not %s", takes[what], name[what],
              is_lie ? "Liar" : kind_name[model_kind(c->y)])) {
        is_object(found, raw);
    }
    Py_DECREF(function);
}

/* becomes has an instance become one of another class, which CPython allows where
 * that has the same layout. */
void becomes(call *c)
{
    if (!model_is(c->x) || model_kind(c->x) < MORE) {
        return;
    }
    int kind = model_kind(c->x), other = MORE + c->value % N_MORE;
    bool is = kind == other || (kind == STOCK && other == SUBSTOCK) ||
              (kind == SUBSTOCK && other == STOCK) ||
              (kind == GUEST && other == SUBGUEST) ||
              (kind == SUBGUEST && other == GUEST);
    PyObject *name = interned("__class__");
    begin(c);
    int status = PyObject_SetAttr(held[c->x], name, class_of[other]);
    if (ended(c, status == 0, is ? NULL : PyExc_TypeError,
              "__class__ assignment: '%s' object layout differs from '%s'",
              kind_name[other], kind_name[kind])) {
        model_set_kind(c->x, other);
    }
}

static void is_abstract(call *c, const char *name)
{
    char words[100];
    snprintf(words, sizeof(words),
             PY_VERSION_HEX < 0x030C0000
                 ? "Can't instantiate abstract class %s with abstract method "
                   "side"
                 : "Can't instantiate abstract class %s without an "
                   "implementation for abstract method 'side'",
             name);
    PyObject *type = of(based_module, name);
    begin(c);
    PyObject *made = PyObject_CallNoArgs(type);
    ended(c, made != NULL, PyExc_TypeError, "%s", words);
}

/* mixes asks for what bases of Python add, and for instances of abstract ones. */
void mixes(call *c)
{
    int what = c->value % 6;
    if (what == 0 && model_is(c->y) && is_a(model_kind(c->y), MIXED)) {
        PyObject *name = interned("twin");
        begin(c);
        PyObject *found = PyObject_GetAttr(held[c->y], name);
        if (went_well(c, found != NULL)) {
            is_number(found, model_number(c->y));
        }
    } else if (what == 1 && model_is(c->y)) {
        PyObject *type = of(mixins_module, c->how & 1 ? "Mixin" : "Other");
        int is = PyObject_IsInstance(held[c->y], type);
        if (went_well(c, is >= 0) && is != is_a(model_kind(c->y), MIXED)) {
            fuzz_failed("content", "expected it to be one, or not to be");
        }
    } else if (what == 2) {
        is_abstract(c, "Vague");
    } else if (what == 3) {
        is_abstract(c, "VagueList");
    } else if (what == 4) {
        PyObject *type = of(based_module, "Shut");
        begin(c);
        PyObject *made = PyObject_CallNoArgs(type);
        ended(c, made != NULL, PyExc_TypeError,
              "cannot create 'hosts.Closed' instances");
    } else if (what == 5) {
        PyObject *type = of(mixins_module, c->how & 1 ? "Clear" : "ClearList");
        begin(c);
        PyObject *made = PyObject_CallNoArgs(type);
        if (went_well(c, made != NULL)) {
            if (Py_REFCNT(made) != 1 || PyList_Check(made) != !(c->how & 1)) {
                fuzz_failed("content", "expected a new list, or no list");
            }
            Py_DECREF(made);
        }
    }
}

/* bags calls a class with any arguments, and any by name. */
void bags(call *c)
{
    int n = c->value % 4;
    bool has_first = c->value & 4, has_other = c->value & 8;
    PyObject *type = of(based_module, "Bag"), *args = fuzz_made(PyTuple_New(n));
    PyObject *keywords = fuzz_made(PyDict_New());
    for (int i = 0; i < n; i++) {
        PyTuple_SetItem(args, i, number_object(1000 + i));
    }
    if (has_first) {
        PyDict_SetItem(keywords, interned("first"), Py_None);
    }
    if (has_other) {
        PyDict_SetItem(keywords, interned("other"), Py_True);
    }
    begin(c);
    PyObject *made = PyObject_Call(type, args, keywords);
    bool is_missing = n == 0 && !has_first, is_twice = n > 0 && has_first;
    if (ended(c, made != NULL, is_missing || is_twice ? PyExc_TypeError : NULL,
              "%s",
              is_twice ? "Bag() got multiple values for argument 'first'"
                       : "Bag() missing 1 required positional argument: "
                         "'first'")) {
        PyObject *first = fuzz_made(PyObject_GetAttrString(made, "first"));
        is_object(first, n > 0 ? PyTuple_GET_ITEM(args, 0) : Py_None);
        PyObject *others = fuzz_made(PyObject_GetAttrString(made, "others"));
        PyObject *named = fuzz_made(PyObject_GetAttrString(made, "named"));
        int more = n > 1 ? n - 1 : 0;
        bool is = PyTuple_GET_SIZE(others) == more &&
                  PyDict_GET_SIZE(named) == has_other && named != keywords;
        for (int i = 0; is && i < more; i++) {
            is = PyTuple_GET_ITEM(others, i) == PyTuple_GET_ITEM(args, i + 1);
        }
        is = is && PyDict_GetItem(named, interned("other")) ==
                       (has_other ? Py_True : NULL);
        if (!is || Py_REFCNT(made) != 1) {
            fuzz_failed("content", "expected other arguments in the bag");
        }
        Py_DECREF(others);
        Py_DECREF(named);
        Py_DECREF(made);
    }
    Py_DECREF(args);
    Py_DECREF(keywords);
}

/* walks makes what reversed makes, or another object in its place. */
void walks(call *c)
{
    bool is_list = c->value & 1;
    PyObject *type = of(based_module, "Walk");
    PyObject *item = number_object(1000);
    PyObject *over = fuzz_made(is_list ? PyList_New(1) : PyTuple_New(1));
    if (is_list) {
        PyList_SetItem(over, 0, item);
    } else {
        PyTuple_SetItem(over, 0, item);
    }
    begin(c);
    PyObject *made = PyObject_CallOneArg(type, over);
    if (ended(c, made != NULL, is_list ? PyExc_TypeError : NULL,
              "'reversed' made 'list_reverseiterator' in place of an instance "
              "of 'based.Walk'")) {
        is_object(fuzz_made(PyObject_GetAttrString(made, "over")), over);
        is_object(fuzz_made(PyIter_Next(made)), item);
        if (Py_REFCNT(made) != 1) {
            fuzz_failed("references", "expected one reference to a walk");
        }
        Py_DECREF(made);
    }
    Py_DECREF(over);
}

/* ---- Modules. */

static void is_class(PyObject *module, const char *name, const char *help)
{
    PyObject *type = of(module, name);
    is_text(fuzz_made(PyObject_GetAttrString(type, "__name__")), name);
    is_text(fuzz_made(PyObject_GetAttrString(type, "__module__")), "based");
    is_text(fuzz_made(PyObject_GetAttrString(type, "__doc__")), help);
}

/* based makes the module of these classes anew, or that of the hosts. */
void based(call *c)
{
    bool is_hosts = c->value & 1;
    PyObject *spec = of(the_module, is_hosts ? "hosts_spec" : "based_spec");
    PyModuleDef *definition = is_hosts ? hosts_definition()
                                       : based_definition();
    begin(c);
    PyObject *made = imported(definition, spec);
    if (went_well(c, made != NULL) && !is_hosts) {
        PyTypeObject *mixed = (PyTypeObject *)of(made, "Mixed");
        PyTypeObject *guest = (PyTypeObject *)of(made, "Guest");
        PyObject *bases = mixed->tp_bases;
        if (PyTuple_GET_SIZE(bases) != 3 ||
            PyTuple_GET_ITEM(bases, 1) != of(mixins_module, "Mixin") ||
            PyTuple_GET_ITEM(bases, 2) != of(mixins_module, "Other") ||
            mixed->tp_dictoffset != 0 ||
            (PyObject *)guest->tp_base != class_of[HOST]) {
            fuzz_failed("content", "expected other bases");
        }
        is_text(
            fuzz_made(PyObject_GetAttrString((PyObject *)mixed, "__module__")),
            "based");
        is_class(made, "Mixed", "It has bases.");
        is_class(made, "Refusal", "Not this one.");
        is_class(made, "Guest", "It stands on a host.");
        is_text(fuzz_made(PyObject_GetAttrString((PyObject *)guest,
                                                 "__text_signature__")),
                "(left=None, right=None, number=0)");
        if (((PyTypeObject *)of(made, "Refusal"))->tp_base !=
            (PyTypeObject *)PyExc_ValueError) {
            fuzz_failed("content", "expected a ValueError");
        }
    }
    Py_XDECREF(made);
    collect(c);
}

/* refused imports a module that has a class which cannot be; the first of them
 * can, where what it extends is what it was. */
void refused(call *c)
{
    const refused_module *m = &refused_modules[c->value % n_refused_modules];
    bool is_shifting = m == &refused_modules[0], shifts = c->how & 1;
    if (is_shifting && shifts) {
        PyDict_SetItemString(PyModule_GetDict(hosts_module), "Shifting",
                             (PyObject *)&PySet_Type);
    }
    PyObject *spec = of(the_module, "refused_spec");
    PyModuleDef *definition = m->definition();
    begin(c);
    PyObject *made = imported(definition, spec);
    ended(c, made != NULL, is_shifting && !shifts ? NULL : *m->type, "%s",
          m->message);
    if (is_shifting) {
        PyDict_SetItemString(PyModule_GetDict(hosts_module), "Shifting",
                             (PyObject *)&PyList_Type);
    }
    Py_XDECREF(made);
    collect(c);
}
