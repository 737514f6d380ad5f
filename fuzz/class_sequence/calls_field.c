/* The calls of class_sequence that read and write what is in an instance: by
 * attributes and by items. */

#include "fuzz/class_sequence/rows.h"

void set(call *c)
{
    int field = c->value % NAMED;
    if (!model_is(c->x) || !model_is(c->y) ||
        !has_field(model_kind(c->x), field)) {
        return;
    }
    if (field == EXTRA) {
        c->armed = 0; /* a dict may be made */
    }
    PyObject *name = interned(field_name[field]);
    begin(c);
    int status = PyObject_SetAttr(held[c->x], name, held[c->y]);
    if (went_well(c, status == 0)) {
        model_store(c->x, field, c->y);
    }
}

void delete (call *c)
{
    int field = c->value % NAMED;
    if (!model_is(c->x) || !has_field(model_kind(c->x), field) ||
        field == EXTRA) {
        return;
    }
    PyObject *name = interned(field_name[field]);
    begin(c);
    int status = PyObject_DelAttr(held[c->x], name);
    if (ended(c, status == 0, field == RIGHT ? PyExc_AttributeError : NULL,
              "property 'right' of '%s' object has no deleter",
              kind_name[model_kind(c->x)])) {
        model_store(c->x, field, NOTHING);
    }
}

void get(call *c)
{
    int field = c->value % EXTRA;
    if (!model_is(c->y) || !has_field(model_kind(c->y), field)) {
        return;
    }
    PyObject *wanted = model_field(c->y, field);
    PyObject *name = interned(field_name[field]);
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
}

void number(call *c)
{
    if (!model_is_bound(c->x)) {
        return;
    }
    const char *name = kind_name[model_kind(c->x)];
    PyObject *value = c->value % 4 == 0   ? NULL
                      : c->value % 4 == 1 ? Py_NewRef(Py_None)
                                          : number_object(c->value);
    PyObject *attribute = interned("number");
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
    Py_XDECREF(value);
}

void attributes(call *c)
{
    static const char *const names[3] = {"xyz", "yes", "zero"};
    if (node(c) == NOTHING) {
        return;
    }
    int which = c->value % 3;
    PyObject *name = interned(names[which]);
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
}

void items(call *c)
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

void late_items(call *c)
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
