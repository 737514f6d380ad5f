/* The calls of contract.c that are for any object: they do what CPython's own
 * functions do. */

#include "fuzz/contract/compare.h"
#include "fuzz/contract/python.h"
#include "fuzz/contract/rows.h"

void type_name(call *c)
{
    static const char function[] = "hf_object_type_name";
    operand *o = left(c);
    needs_object(c, function, o->raw);
    static PyObject *name;
    PyObject *wanted = NULL;
    if (name == NULL) {
        name = fuzz_made(PyUnicode_InternFromString("__name__"));
    }
    if (o->raw != NULL) {
        wanted = fuzz_made(PyObject_GetAttr((PyObject *)Py_TYPE(o->raw), name));
    }
    begin(c);
    hf_str found = hf_object_type_name(lent_object(o));
    end(c, !hf_is_null(found));
    if (!hf_is_null(found)) {
        expect_object(c, "the name of the type", wanted, hf_as_raw(found));
    }
    hf_decref(found);
    Py_XDECREF(wanted);
}

void repr(call *c)
{
    bool is_str = c->value & 1;
    operand *o = left(c);
    if (runs_python(c)) {
        needs_object(c, is_str ? "hf_object_str" : "hf_object_repr", o->raw);
    }
    if (!is_refused(c)) {
        as_cpython(c, is_str ? PyObject_Str(o->raw) : PyObject_Repr(o->raw));
    }
    begin(c);
    end_object(c, hf_into_object(is_str ? hf_object_str(lent_object(o))
                                        : hf_object_repr(lent_object(o))));
}

void compare_objects(call *c)
{
    static const char function[] = "hf_object_compare";
    int op = c->value % 8 - 1; /* Py_LT is 0, Py_GE 5 */
    operand *a = left(c), *b = right(c);
    int wanted = 0;
    if (runs_python(c)) {
        needs_object(c, function, a->raw);
        needs_object(c, function, b->raw);
    }
    if (!is_refused(c) && (op < Py_LT || op > Py_GE)) {
        raises(c, PyExc_SystemError,
               "hf_object_compare: %d is no comparison: pass Py_LT, Py_LE, "
               "Py_EQ, Py_NE, Py_GT or Py_GE",
               op);
    } else if (!is_refused(c)) {
        PyObject *result = PyObject_RichCompare(a->raw, b->raw, op);
        wanted = result != NULL ? PyObject_IsTrue(result) : -1;
        Py_XDECREF(result);
        as_cpython(c, NULL);
    }
    bool found = true;
    begin(c);
    end(c, op == Py_EQ && c->value & 0x80
               ? answered(hf_object_equal(lent_object(a), lent_object(b)), &found)
               : answered(hf_object_compare(lent_object(a), lent_object(b), op), &found));
    expect_out(c, "how they compare", wanted > 0, false, found);
}

void truth(call *c)
{
    operand *o = left(c);
    int wanted = 0;
    if (runs_python(c)) {
        needs_object(c, "hf_object_truth", o->raw);
    }
    if (!is_refused(c)) {
        wanted = PyObject_IsTrue(o->raw);
        as_cpython(c, NULL);
    }
    bool found = true;
    begin(c);
    end(c, answered(hf_object_truth(lent_object(o)), &found));
    expect_out(c, "the truth", wanted > 0, false, found);
}

void hash(call *c)
{
    if (operand_overrides(c->a, "__hash__") &&
        python_returns_other(c->more & 15)) {
        c->more = 0; /* CPython loses what __hash__ returns if it is no int */
    }
    operand *o = left(c);
    Py_hash_t wanted = -1, found = 77;
    if (runs_python(c)) {
        needs_object(c, "hf_object_hash", o->raw);
    }
    if (!is_refused(c)) {
        wanted = PyObject_Hash(o->raw);
        as_cpython(c, NULL);
    }
    begin(c);
    end(c, hf_object_hash(lent_object(o), &found));
    expect_out(c, "the hash", wanted, -1, found);
}
