/* The calls of contract.c that are for attributes. */

#include "fuzz/contract/compare.h"
#include "fuzz/contract/rows.h"

#include <string.h>

contract_name contract_names[NAMES] = {
    {NULL, "a"}, {NULL, "b"}, {NULL, "echo"}, {NULL, NULL}, {NULL, "\xFF"}};

static PyObject *stored;

void attribute_start(void)
{
    stored = fuzz_made(PyLong_FromLong(4711));
    for (int i = 0; i < NAMES - 2; i++) {
        contract_names[i].raw = fuzz_made(
            PyUnicode_InternFromString(contract_names[i].utf8));
        /* Names that are looked up for the first time are kept. */
        for (int o = PLAIN; o <= RAISER; o++) {
            Py_XDECREF(
                PyObject_GetAttr(operand_fixed[o].raw, contract_names[i].raw));
            PyErr_Clear();
        }
    }
    contract_names[NAMES - 1].raw = operand_fixed[INT].raw;
}

void name_given(name_operand *n, int which, bool by_utf8)
{
    n->raw = contract_names[which % NAMES].raw;
    n->by_utf8 = by_utf8;
    n->is_good = which % NAMES < NAMES - 2;
    n->wanted_utf8 = contract_names[which % NAMES].utf8;
    n->utf8 = by_utf8 ? handed_name(0, n->wanted_utf8) : NULL;
    n->key = hf_str_from_borrowed(n->raw);
}

bool needs_attribute(call *c, const char *function, operand *o,
                     const name_operand *n)
{
    if (!runs_python(c)) {
        return false;
    }
    if (!n->by_utf8) {
        needs_object(c, function, o->raw);
        needs_name(c, function, n->raw);
        return !is_refused(c);
    }
    /* The name comes first. */
    if (n->wanted_utf8 == NULL) {
        needs_name(c, function, NULL);
    } else if (!n->is_good) {
        Py_XDECREF(PyUnicode_FromString(n->wanted_utf8));
        raises_as(c);
    }
    needs_object(c, function, o->raw);
    return !is_refused(c);
}

static name_operand name_of(const call *c)
{
    name_operand n;
    name_given(&n, c->value >> 1, c->value & 1);
    return n;
}

void getattr(call *c)
{
    operand *o = left(c);
    name_operand n = name_of(c);
    if (needs_attribute(c,
                        n.by_utf8 ? "hf_object_getattr_utf8"
                                  : "hf_object_getattr",
                        o, &n)) {
        as_cpython(c, PyObject_GetAttr(o->raw, n.raw));
    }
    begin(c);
    end_object(c, n.by_utf8 ? hf_object_getattr_utf8(lent_object(o), n.utf8)
                            : hf_object_getattr(lent_object(o), n.key));
}

static const char *lookup_name(bool by_utf8, bool only_asks)
{
    return only_asks ? by_utf8 ? "hf_object_hasattr_utf8" : "hf_object_hasattr"
           : by_utf8 ? "hf_object_getattr_optional_utf8"
                     : "hf_object_getattr_optional";
}

/* look_up does what the call says, and gives how that ended: -1 for an error. */
static int look_up(operand *o, const name_operand *n, bool only_asks,
                         hf_object *value)
{
    hf_object_borrowed from = lent_object(o);
    if (only_asks) {
        return hf_status(n->by_utf8 ? hf_object_hasattr_utf8(from, n->utf8)
                                    : hf_object_hasattr(from, n->key));
    }
    return hf_status(
        n->by_utf8 ? hf_object_getattr_optional_utf8(from, n->utf8, value)
                   : hf_object_getattr_optional(from, n->key, value));
}

void getattr_optional(call *c)
{
    operand *o = left(c);
    name_operand n = name_of(c);
    bool only_asks = c->value & 0x80;
    int wanted = -1;
    if (needs_attribute(c, lookup_name(n.by_utf8, only_asks), o, &n)) {
        PyObject *result = PyObject_GetAttr(o->raw, n.raw);
        wanted = result != NULL ? 1 : -1;
        if (result == NULL && PyErr_ExceptionMatches(PyExc_AttributeError)) {
            PyErr_Clear();
            wanted = 0;
        }
        as_cpython(c, result);
    }
    hf_object value = hf_null(object);
    if (!only_asks) {
        memset(&value, 0xFF, sizeof(value)); /* it is written in any case */
    }
    begin(c);
    int found = look_up(o, &n, only_asks, &value);
    end(c, found >= 0);
    expect(c, "how the lookup ended (-1: error, 0: missing, 1: found)", wanted,
           found);
    if (!only_asks) {
        expect_object(c, "the value", c->result, hf_as_raw(value));
    }
    hf_decref(value);
}

static bool set(operand *o, const name_operand *n, hf_object_borrowed value)
{
    return n->by_utf8 ? hf_object_setattr_utf8(lent_object(o), n->utf8, value)
                      : hf_object_setattr(lent_object(o), n->key, value);
}

static bool del(operand *o, const name_operand *n)
{
    return n->by_utf8 ? hf_object_delattr_utf8(lent_object(o), n->utf8)
                      : hf_object_delattr(lent_object(o), n->key);
}

/* attribute_now is what an object has as its own under a name. */
static PyObject *attribute_now(operand *o, const name_operand *n)
{
    PyObject *dict = o->raw != NULL && n->is_good
                         ? PyObject_GenericGetDict(o->raw, NULL)
                         : NULL;
    PyErr_Clear();
    PyObject *found = dict != NULL ? PyDict_GetItem(dict, n->raw) : NULL;
    Py_XDECREF(dict);
    return found;
}

void setattr(call *c)
{
    operand *o = left(c);
    name_operand n = name_of(c);
    bool null_value = c->value & 0x40;
    const char *function = n.by_utf8 ? "hf_object_setattr_utf8"
                                     : "hf_object_setattr";
    hf_object_borrowed value = null_value ? hf_null(object_borrowed)
                                          : hf_object_from_borrowed(stored);
    PyObject *wanted = attribute_now(o, &n);
    if (needs_attribute(c, function, o, &n)) {
        needs_object(c, function, null_value ? NULL : stored);
    }
    if (!is_refused(c)) {
        PyObject_SetAttr(o->raw, n.raw, stored);
        as_cpython(c, NULL);
        wanted = attribute_now(o, &n);
        operand_unset(o, n.raw);
    }
    begin(c);
    end(c, set(o, &n, value));
    expect_object(c, "the attribute", wanted, attribute_now(o, &n));
    operand_unset(o, n.raw);
}

/* put gives an object an attribute, if it can have any. */
static void put_attribute(operand *o, const name_operand *n, bool is_set)
{
    if (is_set) {
        PyObject_GenericSetAttr(o->raw, n->raw, stored);
        PyErr_Clear();
    }
}

/* An attribute that is there is deleted, or one that is not. */
void delattr(call *c)
{
    operand *o = left(c);
    name_operand n = name_of(c);
    bool is_set = c->value & 0x40;
    const char *function = n.by_utf8 ? "hf_object_delattr_utf8"
                                     : "hf_object_delattr";
    PyObject *wanted = attribute_now(o, &n);
    bool runs = needs_attribute(c, function, o, &n);
    if (runs) {
        put_attribute(o, &n, is_set);
        PyObject_SetAttr(o->raw, n.raw, NULL);
        as_cpython(c, NULL);
        wanted = attribute_now(o, &n);
        operand_unset(o, n.raw);
    }
    begin(c);
    put_attribute(o, &n, runs && is_set);
    end(c, del(o, &n));
    expect_object(c, "the attribute", wanted, attribute_now(o, &n));
    operand_unset(o, n.raw);
}
