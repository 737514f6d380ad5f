/* The calls of class_sequence that make instances of the classes of based.c, or
 * are refused one. */

#include "fuzz/class_sequence/rows.h"

#include <string.h>

/* What has a C_base, which sees the arguments before there is an instance. */
static bool has_base(int kind)
{
    return is_a(kind, GUEST) || kind == STOCK || kind == SUBSTOCK;
}

/* What a class is called with: a host has no right. */
static PyObject *arguments(int kind, int left, int right, PyObject *number)
{
    PyObject *l = none_or(left == NOTHING ? NULL : held[left]);
    PyObject *r = none_or(right == NOTHING ? NULL : held[right]);
    return fuzz_made(kind == HOST ? PyTuple_Pack(2, l, number)
                                  : PyTuple_Pack(3, l, r, number));
}

/* Only what is made by its class has left in it. */
static void fill_model(const call *c, int slot, int kind)
{
    int y = model_is(c->y) ? c->y : NOTHING,
        z = model_is(c->z) ? c->z : NOTHING;
    model_store(slot, LEFT, y);
    if (kind != HOST) {
        model_store(slot, RIGHT, z);
    }
    if (kind == STOCK || kind == SUBSTOCK) {
        model_store(slot, ITEM, y);
    }
}

void more(call *c)
{
    int kind = MORE + c->value % N_MORE;
    int64_t n = c->value / N_MORE;
    PyObject *number = number_object(n), *keywords = NULL;
    PyObject *args = arguments(kind, model_is(c->y) ? c->y : NOTHING,
                               model_is(c->z) ? c->z : NOTHING, number);
    if (c->how & 1) {
        keywords = fuzz_made(PyDict_New());
        PyDict_SetItemString(keywords, "number", number);
        PyObject *fewer = fuzz_made(
            PyTuple_GetSlice(args, 0, PyTuple_GET_SIZE(args) - 1));
        Py_SETREF(args, fewer);
    }
    if (is_a(kind, GUEST) && n % 8 == 7) {
        c->armed =
            0; /* a guest that is not filled would rise as its host does */
    }
    begin(c);
    PyObject *made = PyObject_Call(class_of[kind], args, keywords);
    if (went_well(c, made != NULL)) {
        /* By way of a slot of its own: x may be y or z. */
        model_made(SPARE, made, kind, n);
        fill_model(c, SPARE, kind);
        model_put(c->x, SPARE);
        model_put(SPARE, NOTHING);
        take(c, made);
    }
    Py_DECREF(number);
    Py_DECREF(args);
    Py_XDECREF(keywords);
}

/* What the function is called that looks at the arguments first. */
static const char *constructor_of(int kind)
{
    return kind == HOST                        ? "Host"
           : is_a(kind, GUEST)                 ? "Guest"
           : kind == STOCK || kind == SUBSTOCK ? "Stock"
           : kind == SHELF                     ? "Shelf"
           : is_a(kind, LINE)                  ? "Line.__init__"
                                               : "Mixed";
}

/* refuses calls a class with what it does not take; or with what the class that
 * it extends does not, half-way. An instance that was there ends. */
void refuses(call *c)
{
    int kind = MORE + c->value % N_MORE, which = c->value / N_MORE % 7;
    if (which > 4 && !has_base(kind)) {
        return;
    }
    bool guest = is_a(kind, GUEST);
    const char *name = constructor_of(kind);
    PyObject *number = number_object(which == 5            ? NO_BASE
                                     : which == 6          ? BAD_BASE
                                     : guest && c->how & 1 ? BAD_GUEST
                                                           : REFUSED);
    PyObject *args = arguments(kind, NOTHING, NOTHING, number), *made;
    PyObject *keywords = fuzz_made(PyDict_New());
    int n = kind == HOST ? 2 : 3, line = is_a(kind, LINE);
    bool ends_one = !line && !has_base(kind);
    if (which == 1) {
        PyObject *twice = fuzz_made(PySequence_Concat(args, args));
        Py_SETREF(args, twice);
    } else if (which == 2) {
        PyDict_SetItemString(keywords, "lef", Py_None);
    } else if (which == 3) {
        PyDict_SetItemString(keywords, "left", Py_None);
    } else if (which == 4) {
        PyTuple_SetItem(args, n - 1, Py_NewRef(Py_None));
    }
    begin(c);
    made = PyObject_Call(class_of[kind], args, keywords);
    bool worked = made != NULL;
    switch (which) {
    case 0:
        ends_one = !line;
        ended(c, worked, PyExc_ValueError,
              guest && c->how & 1 ? "no guest has this number"
                                  : "no node has this number");
        break;
    case 1:
        ended(c, worked, PyExc_TypeError,
              "%s() takes from %d to %d positional arguments but %d were given",
              name, line, n + line, 2 * n + line);
        break;
    case 2:
        ended(c, worked, PyExc_TypeError,
              "%s() got an unexpected keyword argument 'lef'", name);
        break;
    case 3:
        ended(c, worked, PyExc_TypeError,
              "%s() got multiple values for argument 'left'", name);
        break;
    case 4:
        ended(c, worked, PyExc_TypeError,
              "%s() argument 'number' must be int, not None",
              line ? "__init__" : name);
        break;
    case 5:
        ended(c, worked, PyExc_ValueError, "nothing to stand on");
        break;
    default:
        ends_one = true;
        ended(c, worked, PyExc_TypeError,
              guest ? "Host() argument 'number' must be int, not None"
                    : "'int' object is not iterable");
        break;
    }
    if (c->fired) {
        model_lost_memory(); /* CPython's own TypeError may have no words */
    } else if (ends_one) {
        model_refused();
    }
    Py_DECREF(number);
    Py_DECREF(args);
    Py_DECREF(keywords);
}

/* halves has __new__ alone make an instance, or C, or what stands below, which
 * CPython refuses. */
void halves(call *c)
{
    int kind = MORE + c->value % N_MORE, which = c->how % 3;
    PyObject *type = class_of[kind], *made;
    if (which == 0) {
        PyObject *args = fuzz_made(PyTuple_Pack(1, type));
        PyObject *function = fuzz_made(PyObject_GetAttrString(type, "__new__"));
        begin(c);
        made = PyObject_Call(function, args, NULL);
        if (went_well(c, made != NULL)) {
            model_made(c->x, made, kind, 0);
            take(c, made);
        }
        Py_DECREF(function);
        Py_DECREF(args);
    } else if (which == 1) {
        PyObject *below = is_a(kind, GUEST) ? class_of[HOST]
                          : has_field(kind, ITEM)
                              ? (PyObject *)&PyList_Type
                              : (PyObject *)&PyBaseObject_Type;
        PyObject *args = fuzz_made(PyTuple_Pack(1, type));
        PyObject *function = fuzz_made(
            PyObject_GetAttrString(below, "__new__"));
        made = PyObject_Call(function, args, NULL);
        ended(c, made != NULL, PyExc_TypeError,
              "%s.__new__(%s) is not safe, use %s.__new__()",
              ((PyTypeObject *)below)->tp_name, kind_name[kind],
              kind_name[kind]);
        Py_DECREF(function);
        Py_DECREF(args);
    } else {
        static const char *const makes[] = {"stock_of", "guest_of", "mixed_of"};
        static const char *const name[] = {"Stock", "Guest", "Mixed"};
        int what = c->value / N_MORE % 3;
        bool fits = is_a(kind, (int[]){STOCK, GUEST, MIXED}[what]);
        PyObject *function = of(based_module, makes[what]);
        begin(c);
        made = PyObject_CallOneArg(function, type);
        const char *dot = strchr(kind_name[kind], '.');
        if (ended(c, made != NULL, fits ? NULL : PyExc_TypeError,
                  "HF_INSTANCE: <class '%s%s'> is not the class '%s', and does "
                  "not inherit from it",
                  dot != NULL     ? ""
                  : kind == MIXED ? "based."
                                  : "mixins.",
                  kind_name[kind], name[what])) {
            model_made(c->x, made, kind, 0);
            take(c, made);
        }
    }
}

/* begins calls __init__, which does nothing where __new__ does it all; or that of
 * list, as super() finds it. */
void begins(call *c)
{
    if (!model_is(c->x) || model_kind(c->x) < MORE) {
        return;
    }
    int kind = model_kind(c->x), y = model_is(c->y) ? c->y : NOTHING,
        z = model_is(c->z) ? c->z : NOTHING;
    if (c->how & 1 && has_field(kind, ITEM)) {
        PyObject *items = fuzz_made(y == NOTHING ? PyTuple_New(0)
                                                 : PyTuple_Pack(1, held[y]));
        PyObject *args = fuzz_made(PyTuple_Pack(1, items));
        c->armed = 0; /* what was in it may be gone before that fails */
        begin(c);
        int status = PyList_Type.tp_init(held[c->x], args, NULL);
        if (went_well(c, status == 0)) {
            model_store(c->x, ITEM, NOTHING);
            model_store(c->x, ITEM, y);
        }
        Py_DECREF(items);
        Py_DECREF(args);
        return;
    }
    PyObject *number = number_object(c->value);
    PyObject *args = arguments(kind, y, z, number);
    begin(c);
    int status = Py_TYPE(held[c->x])->tp_init(held[c->x], args, NULL);
    bool is_refused = is_a(kind, LINE) && c->value == REFUSED;
    if (ended(c, status == 0, is_refused ? PyExc_ValueError : NULL,
              "no node has this number") &&
        is_a(kind, LINE)) {
        model_store(c->x, LEFT, NOTHING);
        model_store(c->x, RIGHT, NOTHING);
        fill_model(c, c->x, kind);
        model_set_number(c->x, c->value);
    }
    Py_DECREF(number);
    Py_DECREF(args);
}
