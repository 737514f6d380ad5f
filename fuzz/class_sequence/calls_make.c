/* The calls of class_sequence that make an instance, or are refused one. */

#include "fuzz/class_sequence/rows.h"

static PyObject *arguments(int left, int right, int64_t number)
{
    PyObject *of[3] = {none_or(left == NOTHING ? NULL : held[left]),
                       none_or(right == NOTHING ? NULL : held[right]),
                       number_object(number)};
    PyObject *args = fuzz_made(PyTuple_Pack(3, of[0], of[1], of[2]));
    Py_DECREF(of[2]);
    return args;
}

static void model_new(call *c, PyObject *made, int kind, int64_t number)
{
    int y = model_is(c->y) ? c->y : NOTHING,
        z = model_is(c->z) ? c->z : NOTHING;
    /* By way of a slot of its own: x may be y or z. */
    model_made(SPARE, made, kind, number);
    model_store(SPARE, LEFT, y);
    model_store(SPARE, RIGHT, z);
    model_put(c->x, SPARE);
    model_put(SPARE, NOTHING);
    take(c, made);
}

void make(call *c)
{
    int kind = c->value % MADE;
    int64_t number = c->value / MADE;
    PyObject *args = arguments(model_is(c->y) ? c->y : NOTHING,
                               model_is(c->z) ? c->z : NOTHING, number);
    PyObject *keywords = NULL;
    if (c->how & 1) {
        keywords = fuzz_made(PyDict_New());
        PyDict_SetItemString(keywords, "number", PyTuple_GET_ITEM(args, 2));
        PyObject *fewer = fuzz_made(PyTuple_GetSlice(args, 0, 2));
        Py_SETREF(args, fewer);
    }
    begin(c);
    PyObject *made = PyObject_Call(class_of[kind], args, keywords);
    if (went_well(c, made != NULL)) {
        model_new(c, made, kind, number);
    }
    Py_DECREF(args);
    Py_XDECREF(keywords);
}

/* wrong is a call of a class that is refused, in the words that a function
 * would be: of __new__ by the name of the class, of __init__ by that and its
 * own. */
void wrong(call *c)
{
    int kind = c->value % MADE;
    bool is_late = is_a(kind, LATE);
    const char *name = is_late                           ? "Late.__init__"
                       : kind == LEAF || kind == SLOTTED ? "Leaf"
                                                         : "Node";
    const char *own = is_late ? "__init__" : name;
    PyObject *args = arguments(NOTHING, NOTHING, REFUSED), *made;
    PyObject *keywords = fuzz_made(PyDict_New());
    bool ends_one = !is_late;
    int which = c->value / MADE % 5;
    if (which == 1) {
        PyObject *more = fuzz_made(PySequence_Concat(args, args));
        Py_SETREF(args, more);
    } else if (which == 2) {
        PyDict_SetItemString(keywords, "lef", Py_None);
    } else if (which == 3) {
        PyDict_SetItemString(keywords, "left", Py_None);
    } else if (which == 4) {
        PyTuple_SetItem(args, 2, Py_NewRef(Py_None));
    }
    begin(c);
    made = PyObject_Call(class_of[kind], args, keywords);
    bool worked = made != NULL;
    switch (which) {
    case 0:
        worked = ended(c, worked, PyExc_ValueError, "no node has this number");
        break;
    case 1:
        worked = ended(c, worked, PyExc_TypeError,
                       "%s() takes from %d to %d positional arguments but %d "
                       "were given",
                       name, is_late, 3 + is_late, 6 + is_late);
        break;
    case 2:
        worked = ended(c, worked, PyExc_TypeError,
                       "%s() got an unexpected keyword argument 'lef'", name);
        break;
    case 3:
        worked = ended(c, worked, PyExc_TypeError,
                       "%s() got multiple values for argument 'left'", name);
        break;
    default:
        worked = ended(c, worked, PyExc_TypeError,
                       "%s() argument 'number' must be int, not None", own);
        break;
    }
    if (!c->fired && ends_one) {
        model_refused();
    }
    Py_DECREF(args);
    Py_DECREF(keywords);
}

void plain(call *c)
{
    PyObject *made = PyObject_CallNoArgs(class_of[PLAIN]);
    if (went_well(c, made != NULL)) {
        model_made(c->x, made, PLAIN, 0);
        take(c, made);
    }
}

/* half is an instance that no __init__ has seen, or what CPython refuses. */
void half(call *c)
{
    static PyObject *object_new;
    int kind = c->value % MADE;
    PyObject *args = fuzz_made(PyTuple_Pack(1, class_of[kind]));
    if (object_new == NULL) {
        object_new = fuzz_made(
            PyObject_GetAttrString((PyObject *)&PyBaseObject_Type, "__new__"));
    }
    if (c->how & 1) {
        PyObject *made = PyObject_Call(object_new, args, NULL);
        ended(c, made != NULL, PyExc_TypeError,
              "object.__new__(%s) is not safe, use %s.__new__()",
              kind_name[kind], kind_name[kind]);
    } else {
        PyObject *function = fuzz_made(
            PyObject_GetAttrString(class_of[kind], "__new__"));
        begin(c);
        PyObject *made = PyObject_Call(function, args, NULL);
        if (went_well(c, made != NULL)) {
            model_made(c->x, made, kind, 0);
            take(c, made);
        }
        Py_DECREF(function);
    }
    Py_DECREF(args);
}

/* begun calls __init__ once more. */
void begun(call *c)
{
    if (!model_is_bound(c->x)) {
        return;
    }
    int kind = model_kind(c->x);
    if (kind != LATE && kind != LATER) {
        return;
    }
    int y = model_is(c->y) ? c->y : NOTHING,
        z = model_is(c->z) ? c->z : NOTHING;
    PyObject *args = arguments(y, z, c->value);
    begin(c);
    int status = Py_TYPE(held[c->x])->tp_init(held[c->x], args, NULL);
    bool is_refused = c->value == REFUSED;
    if (ended(c, status == 0, is_refused ? PyExc_ValueError : NULL,
              "no node has this number")) {
        model_store(c->x, LEFT, NOTHING);
        model_store(c->x, RIGHT, NOTHING);
        model_store(c->x, LEFT, y);
        model_store(c->x, RIGHT, z);
        model_set_number(c->x, c->value);
    }
    Py_DECREF(args);
}

void instance(call *c)
{
    int kind = c->value % (MORE + 3);
    PyObject *found;
    PyObject *makes = of(the_module, kind == MORE + 1   ? "instance_of_null"
                                     : kind == MORE + 2 ? "instance_of_kept"
                                                        : "instance_of");
    begin(c);
    if (kind == MORE + 1) {
        found = PyObject_CallNoArgs(makes);
        ended(
            c, found != NULL, PyExc_SystemError,
            "HF_INSTANCE: the type handle is null and no exception is set (was "
            "it moved out?)");
        return;
    }
    if (kind == MORE + 2) {
        found = PyObject_CallNoArgs(makes);
        kind = NODE;
    } else {
        found = PyObject_CallOneArg(makes,
                                    kind == MORE ? Py_None : class_of[kind]);
    }
    bool fits = kind < LATE;
    char words[100];
    snprintf(words, sizeof(words), "%s%s%s", kind == MORE ? "" : "<class '",
             kind == MORE    ? "None"
             : kind == PLAIN ? "classes.Plain"
             : kind == LATER ? "classes.Later"
                             : kind_name[kind],
             kind == MORE ? "" : "'>");
    if (ended(c, found != NULL, fits ? NULL : PyExc_TypeError,
              "HF_INSTANCE: %s is not the class 'Node', and does not inherit "
              "from it",
              words)) {
        model_made(c->x, found, kind, 0);
        take(c, found);
    }
}

void hidden(call *c)
{
    PyObject *type = of(the_module, "Hidden");
    begin(c);
    PyObject *found = PyObject_CallNoArgs(type);
    ended(c, found != NULL, PyExc_TypeError,
          "cannot create 'classes.Hidden' instances");
}

/* again is what a copy, or a pickle, is made of. */
void again(call *c)
{
    if (node(c) == NOTHING) {
        return;
    }
    int kind = model_kind(c->y);
    int64_t n = model_number(c->y);
    PyObject *method = fuzz_made(
        PyObject_GetAttrString(held[c->y], "__reduce__"));
    begin(c);
    PyObject *parts = PyObject_CallNoArgs(method);
    PyObject *made = parts == NULL
                         ? NULL
                         : PyObject_Call(PyTuple_GET_ITEM(parts, 0),
                                         PyTuple_GET_ITEM(parts, 1), NULL);
    Py_XDECREF(parts);
    Py_DECREF(method);
    bool is_refused = n == REFUSED;
    if (ended(c, made != NULL, is_refused ? PyExc_ValueError : NULL,
              "no node has this number")) {
        model_made(SPARE, made, kind, n);
        for (int f = LEFT; f <= RIGHT; f++) {
            model_put_field(SPARE_TOO, c->y, f);
            model_store(SPARE, f, SPARE_TOO);
            model_put(SPARE_TOO, NOTHING);
        }
        model_put(c->x, SPARE);
        model_put(SPARE, NOTHING);
        take(c, made);
    } else if (is_refused && !c->fired) {
        model_refused();
    }
}
