/* The calls of contract.c that are for items of any object, and for what can be
 * asked of it. */

#include "fuzz/contract/compare.h"
#include "fuzz/contract/python.h"
#include "fuzz/contract/rows.h"

#include <string.h>

static PyObject *stored, *zero;

void item_start(void)
{
    stored = fuzz_made(PyLong_FromLong(4711));
    zero = fuzz_made(PyLong_FromLong(0));
}

/* ---- Items. A container that can be changed is made twice: CPython's own
 * function changes the one, the layer the other. */

enum { GET, SET, DEL, CONTAINS, LENGTH, ITEM_CALLS };
enum { OPERAND, A_DICT, A_LIST, NO_CONTAINER };

static const char *const item_functions[ITEM_CALLS] = {
    "hf_object_getitem", "hf_object_setitem", "hf_object_delitem",
    "hf_object_contains", "hf_object_length"};

static PyObject *container(int kind, operand *o)
{
    PyObject *made = NULL;
    if (kind == OPERAND) {
        return Py_XNewRef(o->raw);
    }
    if (kind == A_DICT) {
        made = fuzz_made(PyDict_New());
        PyDict_SetItem(made, operand_fixed[NAME].raw, Py_None);
    } else if (kind == A_LIST) {
        made = fuzz_made(PyList_New(0));
        PyList_Append(made, Py_None);
        PyList_Append(made, operand_fixed[NAME].raw);
    }
    return made;
}

static int as_cpython_does(int what, PyObject *of, PyObject *key,
                           PyObject **out, Py_ssize_t *length)
{
    switch (what) {
    case GET:
        *out = PyObject_GetItem(of, key);
        return 0;
    case SET:
        return PyObject_SetItem(of, key, stored);
    case DEL:
        return PyObject_DelItem(of, key);
    case CONTAINS:
        return PySequence_Contains(of, key);
    default:
        *length = PyObject_Size(of);
        return 0;
    }
}

void items(call *c)
{
    int what = c->value % ITEM_CALLS, kind = c->value / ITEM_CALLS % 4;
    int which_key = c->value / ITEM_CALLS / 4 % 4;
    bool null_value = c->value >= 200;
    if (operand_overrides(c->b, "__hash__") &&
        python_returns_other(c->more >> 4)) {
        c->more &= 15; /* CPython loses what __hash__ returns if it is no int */
    }
    operand *o = left(c);
    if (kind == OPERAND && (what == SET || what == DEL) && o->raw != NULL &&
        (PyList_Check(o->raw) || PyDict_Check(o->raw))) {
        kind = A_DICT;
    }
    PyObject *const keys[4] = {right(c)->raw, zero, operand_fixed[NAME].raw,
                               NULL};
    PyObject *key = keys[which_key], *result = NULL;
    PyObject *theirs = container(kind, o), *ours = container(kind, o);
    PyObject *value = null_value ? NULL : stored;
    Py_ssize_t wanted_length = -1, length = 77;
    int wanted = -1;
    if (runs_python(c)) {
        needs_object(c, item_functions[what], theirs);
        if (what != LENGTH) {
            needs_object(c, item_functions[what], key);
        }
        if (what == SET) {
            needs_object(c, item_functions[what], value);
        }
    }
    if (!is_refused(c)) {
        wanted = as_cpython_does(what, theirs, key, &result, &wanted_length);
        as_cpython(c, result);
    }
    hf_object_borrowed self = hf_object_from_borrowed(ours);
    hf_object_borrowed at = hf_object_from_borrowed(key);
    hf_answer answer = hf_answer_failed();
    hf_object found = hf_null(object);
    begin(c);
    switch (what) {
    case GET:
        found = hf_object_getitem(self, at);
        end(c, !hf_is_null(found));
        expect_object(c, "the item", c->result, hf_as_raw(found));
        hf_decref(found);
        break;
    case SET:
        end(c, hf_object_setitem(self, at,
                                 value != NULL
                                     ? hf_object_from_owned(Py_NewRef(value))
                                     : hf_null(object)));
        break;
    case DEL:
        end(c, hf_object_delitem(self, at));
        break;
    case CONTAINS:
        answer = hf_object_contains(self, at);
        end(c, !hf_failed(answer));
        expect(c, "whether it is in it", wanted > 0, hf_yes(answer));
        break;
    default:
        end(c, hf_object_length(self, &length));
        expect_out(c, "the length", wanted_length, -1, length);
        break;
    }
    expect_object(c, "the container", theirs, ours);
    Py_XDECREF(theirs);
    Py_XDECREF(ours);
}

/* ---- Questions. */

enum { ISINSTANCE, ISSUBCLASS, IS, CALLABLE, TYPE, DIR, FORMAT, ASCII };

/* A type, or a tuple of types, or what is neither; new. */
static PyObject *classinfo(const call *c, PyObject *o, PyObject *other)
{
    if (c->value & 0x40) { /* a class that answers itself, and has subclasses */
        return Py_NewRef(python_global("Above"));
    }
    switch (c->value >> 3 & 3) {
    case 0:
        return Py_XNewRef(other);
    case 1:
        return o != NULL ? Py_NewRef(Py_TYPE(o)) : NULL;
    case 2:
        return fuzz_made(PyTuple_Pack(2, &PyUnicode_Type, PyExc_KeyError));
    default:
        return Py_NewRef(Py_TYPE(Py_None));
    }
}

static void of_class(call *c, bool sub)
{
    operand *o = left(c), *other = right(c);
    PyObject *type = classinfo(c, o->raw, other->raw);
    PyObject *raw = o->raw;
    if (sub && c->value & 0x20 && raw != NULL) {
        raw = (PyObject *)Py_TYPE(raw);
    }
    const char *function = sub ? "hf_object_issubclass"
                               : "hf_object_isinstance";
    int wanted = 0;
    if (runs_python(c)) {
        needs_object(c, function, raw);
        needs_object(c, function, type);
    }
    if (!is_refused(c)) {
        wanted = sub ? PyObject_IsSubclass(raw, type)
                     : PyObject_IsInstance(raw, type);
        as_cpython(c, NULL);
    }
    hf_object_borrowed self = hf_object_from_borrowed(raw);
    hf_object_borrowed of = hf_object_from_borrowed(type);
    bool found = true;
    begin(c);
    end(c, answered(sub ? hf_object_issubclass(self, of)
                        : hf_object_isinstance(self, of),
                    &found));
    expect_out(c, "whether it is", wanted > 0, false, found);
    Py_XDECREF(type);
}

/* What asks nobody, and never fails. */
static void asks_nobody(call *c, bool is)
{
    operand *o = left(c), *other = right(c);
    bool wanted = is ? o->raw != NULL && o->raw == other->raw
                     : o->raw != NULL && PyCallable_Check(o->raw);
    c->armed = 0;
    bool was_pending = c->is_pending;
    begin(c);
    bool found = is ? hf_object_is(lent_object(o), lent_object(other))
                    : hf_object_callable(lent_object(o));
    c->fails = was_pending;
    end(c, !was_pending);
    expect(c, "whether it is", wanted, found);
}

static void type_of(call *c)
{
    operand *o = left(c);
    c->armed = 0;
    needs_object(c, "hf_object_type", o->raw);
    c->result = o->raw != NULL ? Py_NewRef(Py_TYPE(o->raw)) : NULL;
    begin(c);
    hf_type found = hf_object_type(lent_object(o));
    end_object(c, hf_into_object(found));
}

void asks(call *c)
{
    int what = c->value & 7;
    if (what <= ISSUBCLASS) {
        of_class(c, what == ISSUBCLASS);
        return;
    }
    if (what <= CALLABLE) {
        asks_nobody(c, what == IS);
        return;
    }
    if (what == TYPE) {
        type_of(c);
        return;
    }
    /* One that is empty, or right for some, or the right operand. */
    static const char *const specs[4] = {NULL, "", ">8", "s"};
    operand *o = left(c), *spec = right(c);
    const char *chosen = specs[c->value >> 4 & 3];
    PyObject *made = chosen != NULL ? fuzz_made(PyUnicode_FromString(chosen))
                                    : NULL;
    PyObject *text = c->value & 8 ? NULL : made != NULL ? made : spec->raw;
    const char *function = what == DIR      ? "hf_object_dir"
                           : what == FORMAT ? "hf_object_format"
                                            : "hf_object_ascii";
    if (runs_python(c)) {
        needs_object(c, function, o->raw);
        if (what == FORMAT) {
            needs_name(c, function, text);
        }
    }
    if (!is_refused(c)) {
        as_cpython(c, what == DIR      ? PyObject_Dir(o->raw)
                      : what == FORMAT ? PyObject_Format(o->raw, text)
                                       : PyObject_ASCII(o->raw));
    }
    begin(c);
    hf_object_borrowed self = lent_object(o);
    end_object(c, what == DIR      ? hf_into_object(hf_object_dir(self))
                  : what == FORMAT ? hf_into_object(hf_object_format(
                                         self, hf_str_from_borrowed(text)))
                                   : hf_into_object(hf_object_ascii(self)));
    Py_XDECREF(made);
}
