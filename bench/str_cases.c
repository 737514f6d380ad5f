/* str_cases.c: what str.py measures: each operation twice, written with
 * handles (ours_) and with the C API (raw_). */
#include "bench/compiled.h"
#include "core/holdfast.h"

#include <time.h>

/* input is what an operation works on. */
typedef struct input {
    PyObject *left; /* a str, borrowed */
    const char *utf8;
    Py_ssize_t size;
    Py_ssize_t n;               /* how many pieces a chain has */
    Py_ssize_t number;          /* the result of what gives no object */
    PyObject *loop, *arguments; /* what makes calls in Python, borrowed */
} input;

/* An operation gives a new reference, or null: it failed, or the result is
 * in->number. |fresh| is a reference it consumes, where it asks for one. */
typedef PyObject *operation(input *in, PyObject *fresh);

/* ---- Plain wrappers. */

static PyObject *ours_incref(input *in, PyObject *Py_UNUSED(fresh))
{
    hf_str_borrowed left = hf_str_from_borrowed(in->left);
    return hf_into_raw(hf_incref(left));
}

static PyObject *raw_incref(input *in, PyObject *Py_UNUSED(fresh))
{
    Py_INCREF(in->left);
    return in->left;
}

static PyObject *ours_decref(input *Py_UNUSED(in), PyObject *fresh)
{
    hf_str s = hf_str_from_owned(fresh);
    hf_decref(s);
    return NULL;
}

static PyObject *raw_decref(input *Py_UNUSED(in), PyObject *fresh)
{
    Py_DECREF(fresh);
    return NULL;
}

static PyObject *ours_length(input *in, PyObject *Py_UNUSED(fresh))
{
    hf_str_borrowed left = hf_str_from_borrowed(in->left);
    if (!hf_str_length(left, &in->number)) {
        return NULL;
    }
    return NULL;
}

static PyObject *raw_length(input *in, PyObject *Py_UNUSED(fresh))
{
    in->number = PyUnicode_GetLength(in->left);
    return NULL;
}

static PyObject *ours_equal(input *in, PyObject *fresh)
{
    hf_str_borrowed left = hf_str_from_borrowed(in->left);
    hf_str_borrowed right = hf_str_from_borrowed(fresh);
    hf_answer equal = hf_str_equal(left, right);
    if (hf_failed(equal)) {
        return fresh;
    }
    in->number = hf_yes(equal);
    return fresh;
}

static PyObject *raw_equal(input *in, PyObject *fresh)
{
    int order = PyUnicode_Compare(in->left, fresh);
    if (order == -1 && PyErr_Occurred()) {
        return fresh;
    }
    in->number = order == 0;
    return fresh;
}

static PyObject *ours_concat(input *in, PyObject *Py_UNUSED(fresh))
{
    hf_str_borrowed left = hf_str_from_borrowed(in->left);
    return hf_into_raw(hf_str_concat(left, left));
}

static PyObject *raw_concat(input *in, PyObject *Py_UNUSED(fresh))
{
    return PyUnicode_Concat(in->left, in->left);
}

/* ---- Adding UTF-8 to a str. */

static PyObject *ours_concat_utf8(input *in, PyObject *Py_UNUSED(fresh))
{
    hf_str_borrowed left = hf_str_from_borrowed(in->left);
    return hf_into_raw(hf_str_concat_utf8(left, "right"));
}

static PyObject *raw_concat_utf8(input *in, PyObject *Py_UNUSED(fresh))
{
    PyObject *right = PyUnicode_FromStringAndSize("right", 5);
    if (right == NULL) {
        return NULL;
    }
    PyObject *result = PyUnicode_Concat(in->left, right);
    Py_DECREF(right);
    return result;
}

static PyObject *ours_append_utf8(input *Py_UNUSED(in), PyObject *fresh)
{
    hf_str left = hf_str_from_owned(fresh);
    return hf_into_raw(hf_str_append_utf8(left, "right"));
}

static PyObject *raw_append_utf8(input *Py_UNUSED(in), PyObject *fresh)
{
    PyObject *right = PyUnicode_FromStringAndSize("right", 5);
    if (right == NULL) {
        Py_DECREF(fresh);
        return NULL;
    }
    PyUnicode_Append(&fresh, right);
    Py_DECREF(right);
    return fresh;
}

static PyObject *ours_append_utf8_shared(input *in, PyObject *Py_UNUSED(fresh))
{
    hf_str_borrowed left = hf_str_from_borrowed(in->left);
    return hf_into_raw(hf_str_append_utf8(hf_incref(left), "right"));
}

static PyObject *raw_append_utf8_shared(input *in, PyObject *Py_UNUSED(fresh))
{
    Py_INCREF(in->left);
    return raw_append_utf8(in, in->left);
}

/* ---- Decoding, and strs made of many pieces. */

static PyObject *ours_decode(input *in, PyObject *Py_UNUSED(fresh))
{
    return hf_into_raw(hf_str_from_utf8_n(in->utf8, in->size));
}

static PyObject *raw_decode(input *in, PyObject *Py_UNUSED(fresh))
{
    return PyUnicode_FromStringAndSize(in->utf8, in->size);
}

static PyObject *ours_chain(input *in, PyObject *Py_UNUSED(fresh))
{
    hf_str s = hf_str_from_utf8("");
    for (Py_ssize_t i = 0; i < in->n; i++) {
        s = hf_str_append_utf8_n(s, in->utf8, in->size);
    }
    return hf_into_raw(s);
}

static PyObject *raw_chain(input *in, PyObject *Py_UNUSED(fresh))
{
    PyObject *s = PyUnicode_FromStringAndSize("", 0);
    for (Py_ssize_t i = 0; i < in->n; i++) {
        PyObject *piece = PyUnicode_FromStringAndSize(in->utf8, in->size);
        if (piece == NULL) {
            Py_XDECREF(s);
            return NULL;
        }
        PyUnicode_Append(&s, piece);
        Py_DECREF(piece);
        if (s == NULL) {
            return NULL;
        }
    }
    return s;
}

static PyObject *ours_builder(input *in, PyObject *Py_UNUSED(fresh))
{
    hf_str_builder b = {0};
    for (Py_ssize_t i = 0; i < in->n; i++) {
        hf_str_builder_append_utf8_n(&b, in->utf8, in->size);
    }
    return hf_into_raw(hf_str_builder_finish(&b));
}

/* ---- Functions that Python calls. */

static PyObject *ours_noop_function(PyObject *Py_UNUSED(module),
                                    PyObject *Py_UNUSED(argument))
{
    return hf_into_raw(hf_none());
}

static PyObject *raw_noop_function(PyObject *Py_UNUSED(module),
                                   PyObject *Py_UNUSED(argument))
{
    Py_RETURN_NONE;
}

static PyObject *ours_append_function(PyObject *Py_UNUSED(module),
                                      PyObject *argument)
{
    hf_str_borrowed left = hf_str_cast(hf_object_from_borrowed(argument));
    return hf_into_raw(hf_str_append_utf8(hf_incref(left), "right"));
}

static PyObject *raw_append_function(PyObject *Py_UNUSED(module),
                                     PyObject *left)
{
    PyObject *right = PyUnicode_FromStringAndSize("right", 5);
    if (right == NULL) {
        return NULL;
    }
    Py_INCREF(left);
    PyUnicode_Append(&left, right);
    Py_DECREF(right);
    return left;
}

static PyObject *ours_concat_function(PyObject *Py_UNUSED(module),
                                      PyObject *argument)
{
    hf_str_borrowed left = hf_str_cast(hf_object_from_borrowed(argument));
    return hf_into_raw(hf_str_concat_utf8(left, "right"));
}

static PyObject *raw_concat_function(PyObject *Py_UNUSED(module),
                                     PyObject *left)
{
    PyObject *right = PyUnicode_FromStringAndSize("right", 5);
    if (right == NULL) {
        return NULL;
    }
    PyObject *result = PyUnicode_Concat(left, right);
    Py_DECREF(right);
    return result;
}

static PyObject *ours_chain_function(PyObject *Py_UNUSED(module),
                                     PyObject *Py_UNUSED(none))
{
    hf_str s = hf_str_from_utf8("Hello ");
    s = hf_str_append_utf8(s, "1, ");
    s = hf_str_append_utf8(s, "2, ");
    s = hf_str_append_utf8(s, "3");
    return hf_into_raw(s);
}

static PyObject *raw_chain_function(PyObject *Py_UNUSED(module),
                                    PyObject *Py_UNUSED(none))
{
    static const char *const pieces[] = {"1, ", "2, ", "3"};
    PyObject *s = PyUnicode_FromStringAndSize("Hello ", 6);
    for (size_t i = 0; s != NULL && i < Py_ARRAY_LENGTH(pieces); i++) {
        PyObject *piece = PyUnicode_FromStringAndSize(
            pieces[i], (Py_ssize_t)strlen(pieces[i]));
        if (piece == NULL) {
            Py_DECREF(s);
            return NULL;
        }
        PyUnicode_Append(&s, piece);
        Py_DECREF(piece);
    }
    return s;
}

/* ---- Measuring. */

/* How an operation gets its |fresh| reference. */
typedef enum fresh_kind {
    NONE, /* it takes none */
    ONLY, /* the only one to a str that equals in->left */
    HELD, /* another one is held to such a str */
} fresh_kind;

static const struct {
    const char *name;
    operation *ours, *raw;
    fresh_kind fresh;
} operations[] = {
    {"incref", ours_incref, raw_incref, NONE},
    {"decref", ours_decref, raw_decref, HELD},
    {"length", ours_length, raw_length, NONE},
    {"equal", ours_equal, raw_equal, ONLY},
    {"concat", ours_concat, raw_concat, NONE},
    {"concat_utf8", ours_concat_utf8, raw_concat_utf8, NONE},
    {"append_utf8_shared", ours_append_utf8_shared, raw_append_utf8_shared,
     NONE},
    {"append_utf8_unshared", ours_append_utf8, raw_append_utf8, ONLY},
    {"decode", ours_decode, raw_decode, NONE},
    {"chain", ours_chain, raw_chain, NONE},
    {"builder", ours_builder, raw_chain, NONE},
};

enum { MOST_FRESH = 1000 };

/* measured is what the clock and the instruction counter see. */
__attribute__((noinline)) static void measured(operation *run, input *in,
                                               PyObject **fresh,
                                               Py_ssize_t times)
{
    if (fresh == NULL) {
        for (Py_ssize_t i = 0; i < times; i++) {
            Py_XDECREF(run(in, NULL));
        }
    } else {
        for (Py_ssize_t i = 0; i < times; i++) {
            fresh[i] = run(in, fresh[i]);
        }
    }
}

static long long thread_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* parse reads (operation, ours, left, utf8, n) and gives the operation and how
 * it gets its fresh references; or null. */
static operation *parse(PyObject *arguments, input *in, fresh_kind *fresh,
                        Py_ssize_t *times)
{
    const char *name;
    int ours;
    if (!PyArg_ParseTuple(arguments, "spUy#n|n", &name, &ours, &in->left,
                          &in->utf8, &in->size, &in->n, times)) {
        return NULL;
    }
    for (size_t i = 0; i < Py_ARRAY_LENGTH(operations); i++) {
        if (strcmp(operations[i].name, name) == 0) {
            *fresh = operations[i].fresh;
            return ours ? operations[i].ours : operations[i].raw;
        }
    }
    PyErr_Format(PyExc_ValueError, "there is no operation %s", name);
    return NULL;
}

static PyObject *copy_of(PyObject *s)
{
    return PyUnicode_FromKindAndData((int)PyUnicode_KIND(s), PyUnicode_DATA(s),
                                     PyUnicode_GET_LENGTH(s));
}

/* measure(operation, ours, left, utf8, n, times): nanoseconds. */
static PyObject *measure(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    static PyObject *all_fresh[MOST_FRESH], *held[MOST_FRESH];
    input in = {0};
    fresh_kind kind;
    Py_ssize_t times = 1;
    operation *run = parse(arguments, &in, &kind, &times);
    if (run == NULL) {
        return NULL;
    }
    PyObject **fresh = NULL;
    if (kind != NONE) {
        if (times > MOST_FRESH) {
            PyErr_Format(PyExc_ValueError, "at most %d times", MOST_FRESH);
            return NULL;
        }
        fresh = all_fresh;
        for (Py_ssize_t i = 0; i < times; i++) {
            fresh[i] = copy_of(in.left);
            held[i] = kind == HELD ? fresh[i] : NULL;
            Py_XINCREF(held[i]);
        }
    }
    long long start = thread_ns();
    measured(run, &in, fresh, times);
    long long end = thread_ns();
    for (Py_ssize_t i = 0; fresh != NULL && i < times; i++) {
        Py_CLEAR(fresh[i]);
        Py_CLEAR(held[i]);
    }
    return PyErr_Occurred() ? NULL : PyLong_FromLongLong(end - start);
}

/* result(operation, ours, left, utf8, n): what it gives, for comparison. */
static PyObject *result(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    input in = {0};
    fresh_kind kind;
    Py_ssize_t times;
    operation *run = parse(arguments, &in, &kind, &times);
    if (run == NULL) {
        return NULL;
    }
    PyObject *fresh = kind != NONE ? copy_of(in.left) : NULL;
    PyObject *object = run(&in, fresh);
    if (PyErr_Occurred()) {
        Py_XDECREF(object);
        return NULL;
    }
    return object != NULL ? object : PyLong_FromSsize_t(in.number);
}

static PyObject *call_loop(input *in, PyObject *Py_UNUSED(fresh))
{
    return PyObject_CallObject(in->loop, in->arguments);
}

/* measure_call(loop, arguments): nanoseconds of loop(*arguments). */
static PyObject *measure_call(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    input in = {0};
    if (!PyArg_ParseTuple(arguments, "OO!", &in.loop, &PyTuple_Type,
                          &in.arguments)) {
        return NULL;
    }
    long long start = thread_ns();
    measured(call_loop, &in, NULL, 1);
    long long end = thread_ns();
    return PyErr_Occurred() ? NULL : PyLong_FromLongLong(end - start);
}

static PyMethodDef methods[] = {
    {"measure", measure, METH_VARARGS, NULL},
    {"measure_call", measure_call, METH_VARARGS, NULL},
    {"result", result, METH_VARARGS, NULL},
    {"ours_noop", ours_noop_function, METH_O, NULL},
    {"raw_noop", raw_noop_function, METH_O, NULL},
    {"ours_append", ours_append_function, METH_O, NULL},
    {"raw_append", raw_append_function, METH_O, NULL},
    {"ours_concat", ours_concat_function, METH_O, NULL},
    {"raw_concat", raw_concat_function, METH_O, NULL},
    {"ours_chain", ours_chain_function, METH_NOARGS, NULL},
    {"raw_chain", raw_chain_function, METH_NOARGS, NULL},
    {0},
};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "str_cases",
    .m_size = 0,
    .m_methods = methods,
};

PyMODINIT_FUNC PyInit_str_cases(void);

PyMODINIT_FUNC PyInit_str_cases(void)
{
    PyObject *module = PyModule_Create(&definition);
    if (module == NULL) {
        return NULL;
    }
    if (PyModule_AddIntConstant(module, "MOST_FRESH", MOST_FRESH) < 0 ||
        add_how_compiled(module) < 0) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
