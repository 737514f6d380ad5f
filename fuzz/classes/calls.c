/* The calls of class_sequence: each does one thing with a class, by CPython's own
 * API, as Python code would, and says what has to come of it. */
#include "fuzz/classes/world.h"

#include <stdarg.h>
#include <string.h>

PyObject *held[ALL_SLOTS], *class_of[KINDS], *the_module;
bool classes_have_started;

static const char *const field_name[FIELDS] = {"left", "right", "tail",
                                               "extra"};
static const char *const kind_name[KINDS] = {
    "classes.Node", "classes.Leaf", "Sub",  "Slotted",
    "classes.Late", "Later",        "Plain"};

/* ---- What is expected. */

static void begin(call *c)
{
    if (c->armed > 0) {
        fail_allocation(c->armed);
    }
}

FUZZ_DOES_NOT_GUIDE

/* ended compares how something ended: by the exception |type| with that message,
 * or, where that is NULL, well. False: it has failed. */
__attribute__((format(printf, 4, 5))) static bool ended(call *c, bool worked,
                                                        PyObject *type,
                                                        const char *format, ...)
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

static bool went_well(call *c, bool worked)
{
    return ended(c, worked, NULL, "%s", "");
}

static void is_number(PyObject *result, int64_t wanted)
{
    int64_t found = PyLong_AsLongLong(result);
    if (found != wanted || !PyLong_CheckExact(result)) {
        fuzz_failed("content", "expected the int %lld, found %lld, a %s",
                    (long long)wanted, (long long)found,
                    Py_TYPE(result)->tp_name);
    }
    Py_DECREF(result);
}

static void is_object(PyObject *result, PyObject *wanted)
{
    if (result != wanted) {
        fuzz_failed("identity", "expected the object at %p, found %p, a %s",
                    (void *)wanted, (void *)result, Py_TYPE(result)->tp_name);
    }
    Py_DECREF(result);
}

static void is_text(PyObject *result, const char *wanted)
{
    if (!PyUnicode_CheckExact(result) ||
        strcmp(PyUnicode_AsUTF8(result), wanted) != 0) {
        fuzz_failed("content", "expected the str '%s', found another, a %s",
                    wanted, Py_TYPE(result)->tp_name);
    }
    Py_DECREF(result);
}

/* node is the slot y where there is one that was made by HF_CONSTRUCT, else
 * NOTHING: there is nothing to do. */
static int node(const call *c)
{
    bool is = model_is_bound(c->y) && model_kind(c->y) != LATE &&
              model_kind(c->y) != LATER;
    return is ? c->y : NOTHING;
}

static PyObject *none_or(PyObject *raw)
{
    return raw != NULL ? raw : Py_None;
}

/* take has slot x hold |result|, which the model knows it does. */
static void take(const call *c, PyObject *result)
{
    PyObject *before = held[c->x];
    held[c->x] = result;
    Py_XDECREF(before);
}

static PyObject *number_object(int64_t n)
{
    return fuzz_made(PyLong_FromLongLong(n));
}

/* ---- Making. */

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

static void make(call *c)
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

/* wrong is a call of a class that is refused, in the words that a function would
 * be: of __new__ by the name of the class, of __init__ by that and its own. */
static void wrong(call *c)
{
    int kind = c->value % MADE;
    bool is_late = kind == LATE || kind == LATER;
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

static void plain(call *c)
{
    PyObject *made = PyObject_CallNoArgs(class_of[PLAIN]);
    if (went_well(c, made != NULL)) {
        model_made(c->x, made, PLAIN, 0);
        take(c, made);
    }
}

/* half is an instance that no __init__ has seen, or what CPython refuses. */
static void half(call *c)
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
static void begun(call *c)
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

/* ---- Slots. */

static void drop(call *c)
{
    PyObject *before = held[c->x];
    held[c->x] = NULL;
    model_put(c->x, NOTHING);
    Py_XDECREF(before);
    c->ok = true;
}

static void copy(call *c)
{
    if (model_is(c->y)) {
        PyObject *same = Py_NewRef(held[c->y]);
        model_put(c->x, c->y);
        take(c, same);
    }
    c->ok = true;
}

/* ---- Fields. */

/* has says whether objects of that kind have that field. */
static bool has(int kind, int field)
{
    return kind != PLAIN &&
           (field <= RIGHT ||
            (field == TAIL && (kind == LEAF || kind == SLOTTED)) ||
            (field == EXTRA && (kind == SUB || kind == SLOTTED)));
}

static void set(call *c)
{
    int field = c->value % FIELDS;
    if (!model_is(c->x) || !model_is(c->y) || !has(model_kind(c->x), field)) {
        return;
    }
    if (field == EXTRA) {
        c->armed = 0; /* a dict may be made */
    }
    PyObject *name = fuzz_made(PyUnicode_InternFromString(field_name[field]));
    begin(c);
    int status = PyObject_SetAttr(held[c->x], name, held[c->y]);
    if (went_well(c, status == 0)) {
        model_store(c->x, field, c->y);
    }
    Py_DECREF(name);
}

static void delete (call *c)
{
    int field = c->value % FIELDS;
    if (!model_is(c->x) || !has(model_kind(c->x), field) || field == EXTRA) {
        return;
    }
    PyObject *name = fuzz_made(PyUnicode_InternFromString(field_name[field]));
    begin(c);
    int status = PyObject_DelAttr(held[c->x], name);
    if (ended(c, status == 0, field == RIGHT ? PyExc_AttributeError : NULL,
              "property 'right' of '%s' object has no deleter",
              kind_name[model_kind(c->x)])) {
        model_store(c->x, field, NOTHING);
    }
    Py_DECREF(name);
}

static void get(call *c)
{
    int field = c->value % EXTRA;
    if (!model_is(c->y) || !has(model_kind(c->y), field)) {
        return;
    }
    PyObject *wanted = model_field(c->y, field);
    PyObject *name = fuzz_made(PyUnicode_InternFromString(field_name[field]));
    begin(c);
    PyObject *found = PyObject_GetAttr(held[c->y], name);
    if (went_well(c, found != NULL)) {
        is_object(found, none_or(wanted));
        if (wanted != NULL) {
            Py_INCREF(wanted);
            model_put_field(c->x, c->y, field);
            take(c, wanted);
        }
    }
    Py_DECREF(name);
}

static void number(call *c)
{
    if (!model_is_bound(c->x)) {
        return;
    }
    const char *name = kind_name[model_kind(c->x)];
    PyObject *value = c->value % 4 == 0   ? NULL
                      : c->value % 4 == 1 ? Py_NewRef(Py_None)
                                          : number_object(c->value);
    PyObject *attribute = fuzz_made(PyUnicode_InternFromString("number"));
    begin(c);
    int status = PyObject_SetAttr(held[c->x], attribute, value);
    if (value == NULL) {
        ended(c, status == 0, PyExc_AttributeError,
              "property 'number' of '%s' object has no deleter", name);
    } else if (value == Py_None) {
        ended(c, status == 0, PyExc_TypeError,
              "%s number must be int, not None", name);
    } else if (went_well(c, status == 0)) {
        model_set_number(c->x, c->value);
        is_number(fuzz_made(PyObject_GetAttr(held[c->x], attribute)), c->value);
    }
    Py_DECREF(attribute);
    Py_XDECREF(value);
}

static void items(call *c)
{
    if (node(c) == NOTHING) {
        return;
    }
    const char *name = kind_name[model_kind(c->y)];
    int i = c->value & 1, field = i == 0 ? LEFT : RIGHT;
    PyObject *key = c->value & 2 ? Py_NewRef(Py_None) : number_object(i);
    PyObject *is_bad = key == Py_None ? PyExc_TypeError : NULL;
    int what = c->value / 4 % 4;
    begin(c);
    if (what == 0) {
        PyObject *found = PyObject_GetItem(held[c->y], key);
        if (ended(c, found != NULL, is_bad, "%s index must be int, not None",
                  name)) {
            is_object(found, none_or(model_field(c->y, field)));
        }
    } else if (what == 1 && model_is(c->z)) {
        int status = PyObject_SetItem(held[c->y], key, held[c->z]);
        if (ended(c, status == 0, is_bad, "%s index must be int, not None",
                  name)) {
            model_store(c->y, field, c->z);
        }
    } else if (what == 2) {
        int status = PyObject_DelItem(held[c->y], key);
        if (ended(c, status == 0, is_bad, "%s index must be int, not None",
                  name)) {
            model_store(c->y, field, NOTHING);
        }
    } else {
        int is = PySequence_Contains(held[c->y], key);
        if (went_well(c, is >= 0) &&
            is != (is_bad == NULL && model_number(c->y) == i)) {
            fuzz_failed("content", "expected it not to contain %d", i);
        }
    }
    Py_DECREF(key);
}

static void late_items(call *c)
{
    if (!model_is(c->x) || !model_is(c->y) ||
        (model_kind(c->x) != LATE && model_kind(c->x) != LATER)) {
        return;
    }
    PyObject *key = number_object(c->value & 1);
    begin(c);
    if (c->value & 2) {
        int status = PyObject_DelItem(held[c->x], key);
        ended(c, status == 0, PyExc_TypeError,
              "'%s' object doesn't support item deletion",
              kind_name[model_kind(c->x)]);
    } else if (went_well(c,
                         PyObject_SetItem(held[c->x], key, held[c->y]) == 0)) {
        model_store(c->x, c->value & 1 ? RIGHT : LEFT, c->y);
    }
    Py_DECREF(key);
}

/* ---- What an object is. */

static void compare(call *c)
{
    int op = c->value % 6;
    if (node(c) == NOTHING || !model_is(c->z)) {
        return;
    }
    int z = model_kind(c->z);
    bool is_node = z != PLAIN && z != LATE && z != LATER;
    int64_t l = model_number(c->y), r = model_number(c->z);
    static const char *const sign[6] = {"<", "<=", "==", "!=", ">", ">="};
    begin(c);
    PyObject *found = PyObject_RichCompare(held[c->y], held[c->z], op);
    PyObject *raises = NULL;
    bool wanted = op == Py_NE;
    const char *right = kind_name[z];
    /* A subclass of the left one's class is asked first, which has the same to say. */
    bool is_swapped = is_node && z != model_kind(c->y) &&
                      PyType_IsSubtype(
                          (PyTypeObject *)class_of[z],
                          (PyTypeObject *)class_of[model_kind(c->y)]);
    if (!is_node) {
        wanted = op == Py_EQ ? held[c->y] == held[c->z] : op == Py_NE;
        raises = op != Py_EQ && op != Py_NE ? PyExc_TypeError : NULL;
    } else if ((is_swapped ? l : r) == 13) {
        raises = PyExc_ValueError;
    } else {
        wanted = op == Py_LT   ? l < r
                 : op == Py_LE ? l <= r
                 : op == Py_EQ ? l == r
                 : op == Py_NE ? l != r
                 : op == Py_GT ? l > r
                               : l >= r;
    }
    bool worked = raises == PyExc_TypeError
                      ? ended(
                            c, found != NULL, raises,
                            "'%s' not supported between instances of '%s' and "
                            "'%s'",
                            sign[op], kind_name[model_kind(c->y)], right)
                      : ended(c, found != NULL, raises, "13 is not compared");
    if (worked) {
        is_object(found, wanted ? Py_True : Py_False);
    }
}

static void late_equal(call *c)
{
    if (!model_is(c->y) || !model_is(c->z) ||
        (model_kind(c->y) != LATE && model_kind(c->y) != LATER)) {
        return;
    }
    bool is_late = model_kind(c->z) == LATE || model_kind(c->z) == LATER;
    bool is = is_late ? model_number(c->y) == model_number(c->z)
                      : held[c->y] == held[c->z];
    int op = c->value & 1 ? Py_EQ : Py_NE;
    begin(c);
    PyObject *found = PyObject_RichCompare(held[c->y], held[c->z], op);
    if (went_well(c, found != NULL)) {
        is_object(found, is == (op == Py_EQ) ? Py_True : Py_False);
    }
}

static void looks(call *c)
{
    char wanted[60];
    if (node(c) == NOTHING) {
        return;
    }
    long long n = model_number(c->y);
    PyObject *raw = held[c->y];
    begin(c);
    if (c->value % 5 < 2) {
        bool is_repr = c->value % 5 == 0;
        PyObject *found = is_repr ? PyObject_Repr(raw) : PyObject_Str(raw);
        snprintf(wanted, sizeof(wanted), "%snode %lld", is_repr ? "" : "the ",
                 n);
        if (went_well(c, found != NULL)) {
            is_text(found, wanted);
        }
    } else if (c->value % 5 == 2) {
        Py_hash_t hash = PyObject_Hash(raw);
        if (ended(c, hash != -1, n == 13 ? PyExc_TypeError : NULL,
                  "no hash of 13") &&
            hash != (n == 1 ? -2 : n)) {
            fuzz_failed("hash", "expected another hash than %lld of %lld",
                        (long long)hash, n);
        }
    } else if (c->value % 5 == 3) {
        int truth = PyObject_IsTrue(raw);
        if (ended(c, truth >= 0, n == 13 ? PyExc_TypeError : NULL,
                  "no truth of 13") &&
            truth != (n > 1)) {
            fuzz_failed("content", "expected another truth of %lld", n);
        }
    } else {
        Py_ssize_t length = PyObject_Size(raw);
        bool is_bad = n == 14 || n < 0;
        if (ended(c, length >= 0, is_bad ? PyExc_ValueError : NULL,
                  "__len__() should return >= 0") &&
            length != n) {
            fuzz_failed("length", "expected %lld, found %zd", n, length);
        }
    }
}

/* ---- Operators and calls. */

static bool is_python(int kind)
{
    return kind == SUB || kind == SLOTTED;
}

static void operators(call *c)
{
    if (node(c) == NOTHING) {
        return;
    }
    int64_t n = model_number(c->y);
    int by = c->value / 8;
    PyObject *other = c->how & 1 ? Py_NewRef(Py_None) : number_object(by);
    const char *name = kind_name[model_kind(c->y)];
    PyObject *refused = other == Py_None ? PyExc_TypeError : NULL, *found;
    int op = c->value % 8;
    op = op == 6 && refused != NULL ? 3 : op; /* pow(x, None, None) */
    begin(c);
    found = op == 0   ? PyNumber_Add(held[c->y], other)
            : op == 1 ? PyNumber_Subtract(held[c->y], other)
            : op == 2 ? PyNumber_Subtract(other, held[c->y])
            : op == 3 ? PyNumber_Power(held[c->y], other, Py_None)
            : op == 4 ? PyNumber_InPlaceAdd(held[c->y], other)
            : op == 5 ? PyNumber_Negative(held[c->y])
            : op == 6 ? PyNumber_Power(held[c->y], other, other)
                      : PyNumber_Add(other, held[c->y]);
    static const char *const sign[] = {"+", "-", "-", "** or pow()", "+="};
    if (op == 5) {
        if (went_well(c, found != NULL)) {
            is_number(found, -n);
        }
    } else if (op == 6) {
        ended(c, found != NULL, PyExc_TypeError,
              "unsupported operand type(s) for ** or pow(): '%s', 'int', 'int'",
              name);
    } else if (op == 7 || refused != NULL) {
        const char *none = refused != NULL ? "NoneType" : "int";
        bool is_left = op != 2 && op != 7;
        ended(
            c, found != NULL, PyExc_TypeError,
            "unsupported operand type(s) for %s: '%s' and '%s'",
            /* of a subclass see bind/class.c, hf_private_not_in_place */
            sign[op == 7 || (op == 4 && is_python(model_kind(c->y))) ? 0 : op],
            is_left ? name : none, is_left ? none : name);
    } else if (went_well(c, found != NULL)) {
        if (op == 4) {
            is_object(found, held[c->y]);
            model_set_number(c->y, n + by);
        } else {
            is_number(found, op == 0   ? n + by
                             : op == 1 ? n - by
                             : op == 2 ? by - n
                                       : 100 * n + by);
        }
    }
    Py_DECREF(other);
}

static void called(call *c)
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

static void methods(call *c)
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

static void attributes(call *c)
{
    static const char *const names[3] = {"xyz", "yes", "zero"};
    if (node(c) == NOTHING) {
        return;
    }
    int which = c->value % 3;
    PyObject *name = fuzz_made(PyUnicode_InternFromString(names[which]));
    begin(c);
    PyObject *found = PyObject_GetAttr(held[c->y], name);
    PyObject *raises = which == 1   ? PyExc_KeyError
                       : which == 2 ? PyExc_AttributeError
                                    : NULL;
    bool worked = which == 1 ? ended(c, found != NULL, raises, "'y'")
                             : ended(c, found != NULL, raises,
                                     "'%s' object has no attribute 'zero'",
                                     kind_name[model_kind(c->y)]);
    if (worked) {
        is_number(found, model_number(c->y));
    }
    Py_DECREF(name);
}

/* ---- What takes an instance. */

static PyObject *function(const char *name)
{
    return fuzz_made(PyDict_GetItemString(PyModule_GetDict(the_module), name));
}

/* lie has what says that it is a Node, and is none, taken for one. */
static void lie(call *c)
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
    PyObject *takes = function(is_leaf ? "take_leaf" : "take");
    begin(c);
    PyObject *found = PyObject_CallOneArg(takes, raw);
    if (ended(c, found != NULL, fits ? NULL : PyExc_TypeError,
              "%s() argument must be %s, not %s",
              is_leaf ? "take_leaf" : "take", is_leaf ? "Leaf" : "Node",
              is_lie ? "Liar" : kind_name[kind])) {
        is_object(found, raw);
    }
}

static void instance(call *c)
{
    int kind = c->value % (KINDS + 3);
    PyObject *found;
    PyObject *makes = function(kind == KINDS + 1   ? "instance_of_null"
                               : kind == KINDS + 2 ? "instance_of_kept"
                                                   : "instance_of");
    begin(c);
    if (kind == KINDS + 1) {
        found = PyObject_CallNoArgs(makes);
        ended(
            c, found != NULL, PyExc_SystemError,
            "HF_INSTANCE: the type handle is null and no exception is set (was "
            "it moved out?)");
        return;
    }
    if (kind == KINDS + 2) {
        found = PyObject_CallNoArgs(makes);
        kind = NODE;
    } else {
        found = PyObject_CallOneArg(makes,
                                    kind == KINDS ? Py_None : class_of[kind]);
    }
    bool fits = kind < LATE;
    char words[100];
    snprintf(words, sizeof(words), "%s%s%s", kind == KINDS ? "" : "<class '",
             kind == KINDS   ? "None"
             : kind == PLAIN ? "classes.Plain"
             : kind == LATER ? "classes.Later"
                             : kind_name[kind],
             kind == KINDS ? "" : "'>");
    if (ended(c, found != NULL, fits ? NULL : PyExc_TypeError,
              "HF_INSTANCE: %s is not the class 'Node', and does not inherit "
              "from it",
              words)) {
        model_made(c->x, found, kind, 0);
        take(c, found);
    }
}

static void hidden(call *c)
{
    PyObject *type = function("Hidden");
    begin(c);
    PyObject *found = PyObject_CallNoArgs(type);
    ended(c, found != NULL, PyExc_TypeError,
          "cannot create 'classes.Hidden' instances");
}

static void counts(call *c)
{
    int n = c->value % 5;
    PyObject *first = number_object(n);
    PyObject *counter = fuzz_made(
        PyObject_CallOneArg(function("Counter"), first));
    begin(c);
    PyObject *all = PySequence_List(counter);
    if (went_well(c, all != NULL)) {
        if (PyList_GET_SIZE(all) != n) {
            fuzz_failed("length", "expected %d, found %zd", n,
                        PyList_GET_SIZE(all));
        }
        for (int i = 0; i < n; i++) {
            is_number(Py_NewRef(PyList_GET_ITEM(all, i)), n - i);
        }
        Py_DECREF(all);
    }
    Py_DECREF(counter);
    Py_DECREF(first);
}

/* again is what a copy, or a pickle, is made of. */
static void again(call *c)
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

static void shows(call *c)
{
    Py_buffer view;
    if (node(c) == NOTHING) {
        return;
    }
    int64_t n = model_number(c->y);
    bool is_shorts = n % 2 == 1;
    int flags = c->value & 1   ? PyBUF_FULL_RO
                : c->value & 2 ? PyBUF_SIMPLE
                               : PyBUF_WRITABLE;
    bool is_writable = flags == PyBUF_WRITABLE;
    begin(c);
    int status = PyObject_GetBuffer(held[c->y], &view, flags);
    bool refused = n == 13 || (is_writable && is_shorts);
    if (ended(c, status == 0, refused ? PyExc_BufferError : NULL, "%s",
              n == 13 ? "13 is not shown" : "Object is not writable.")) {
        bool is_full = flags == PyBUF_FULL_RO;
        if (view.len != 4 || view.obj != held[c->y] || views != 1 ||
            view.itemsize != (is_shorts ? 2 : 1) ||
            (is_full && (view.shape[0] != 4 / view.itemsize ||
                         strcmp(view.format, is_shorts ? "h" : "B") != 0))) {
            fuzz_failed("content", "expected another buffer");
        }
        PyBuffer_Release(&view);
    } else if (n != 13 && refused) {
        views--; /* shown, and never taken */
    }
    if (views != 0) {
        fuzz_failed("content", "expected no buffer to be shown, found %d",
                    views);
    }
}

/* ---- The end. */

static void watches(call *c)
{
    if (model_is(c->x) && has(model_kind(c->x), LEFT)) {
        model_watch(c->x);
    }
    c->ok = true;
}

static void collect(call *c)
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
static void module(call *c)
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

/* ---- The table. */

#define ROWS(X)                                                                \
    X(0, make)                                                                 \
    X(1, wrong)                                                                \
    X(2, plain)                                                                \
    X(3, half)                                                                 \
    X(4, begun)                                                                \
    X(5, drop)                                                                 \
    X(6, copy)                                                                 \
    X(7, set)                                                                  \
    X(8, delete)                                                               \
    X(9, get)                                                                  \
    X(10, number)                                                              \
    X(11, items)                                                               \
    X(12, late_items)                                                          \
    X(13, compare)                                                             \
    X(14, late_equal)                                                          \
    X(15, looks)                                                               \
    X(16, operators)                                                           \
    X(17, called)                                                              \
    X(18, methods)                                                             \
    X(19, attributes)                                                          \
    X(20, lie)                                                                 \
    X(21, instance)                                                            \
    X(22, hidden)                                                              \
    X(23, counts)                                                              \
    X(24, again)                                                               \
    X(25, shows)                                                               \
    X(26, watches)                                                             \
    X(27, collect)                                                             \
    X(28, module)
#define ROW(id, name) {id, #name, name},
const fuzz_row fuzz_rows[] = {ROWS(ROW)};
const int fuzz_n_rows = sizeof(fuzz_rows) / sizeof(fuzz_rows[0]);

void fuzz_call_make(const fuzz_row *row, call *c)
{
    row->act(c);
    model_check();
}

void fuzz_call_print(FILE *to, const call *c)
{
    fprintf(to, "a = slot %d, slot %d, slot %d, value = %d, how = %d", c->x,
            c->y, c->z, c->value, c->how);
    if (c->armed > 0) {
        fprintf(to, ", allocation %u fails", c->armed);
    }
}

const char *fuzz_call_ended(const call *c)
{
    return c->ok ? "ok" : "fails";
}

void fuzz_give_back(void)
{
}

/* ---- Begin and end. */

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

static PyObject *new_spec(void)
{
    PyObject *types = fuzz_made(PyImport_ImportModule("types"));
    PyObject *empty = fuzz_made(PyTuple_New(0));
    PyObject *name = fuzz_made(Py_BuildValue("{s:s}", "name", "classes"));
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
    PyObject *spec = new_spec();
    PyModuleDef *definition = classes_definition();
    the_module = fuzz_made(PyModule_FromDefAndSpec(definition, spec));
    if (PyModule_ExecDef(the_module, definition) < 0) {
        fuzz_made(NULL);
    }
    PyObject *globals = PyModule_GetDict(the_module);
    PyDict_SetItemString(globals, "spec", spec);
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
