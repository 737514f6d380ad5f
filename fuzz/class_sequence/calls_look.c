/* The calls of class_sequence that ask what an instance is, in itself and
 * beside others. */

#include "fuzz/class_sequence/rows.h"

void compare(call *c)
{
    int op = c->value % 6;
    if (node(c) == NOTHING || !model_is(c->z)) {
        return;
    }
    int z = model_kind(c->z);
    bool is_one = is_a(z, NODE);
    int64_t l = model_number(c->y), r = model_number(c->z);
    static const char *const sign[6] = {"<", "<=", "==", "!=", ">", ">="};
    begin(c);
    PyObject *found = PyObject_RichCompare(held[c->y], held[c->z], op);
    PyObject *raises = NULL;
    bool wanted = op == Py_NE;
    const char *right = kind_name[z];
    /* A subclass of the left one's class is asked first, which has the same to
     * say. */
    bool is_swapped = is_one && z != model_kind(c->y) &&
                      PyType_IsSubtype(
                          (PyTypeObject *)class_of[z],
                          (PyTypeObject *)class_of[model_kind(c->y)]);
    if (!is_one) {
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

void late_equal(call *c)
{
    if (!model_is(c->y) || !model_is(c->z) ||
        (model_kind(c->y) != LATE && model_kind(c->y) != LATER)) {
        return;
    }
    bool is_late = is_a(model_kind(c->z), LATE);
    bool is = is_late ? model_number(c->y) == model_number(c->z)
                      : held[c->y] == held[c->z];
    int op = c->value & 1 ? Py_EQ : Py_NE;
    begin(c);
    PyObject *found = PyObject_RichCompare(held[c->y], held[c->z], op);
    /* LATER is asked first where it stands on the right of LATE. */
    bool is_swapped = model_kind(c->y) == LATE && model_kind(c->z) == LATER;
    bool fails = is_late && model_number(is_swapped ? c->y : c->z) == 13;
    if (ended(c, found != NULL, fails ? PyExc_ValueError : NULL,
              "13 is not compared")) {
        is_object(found, is == (op == Py_EQ) ? Py_True : Py_False);
    }
}

void looks(call *c)
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
