/* function.c: what a call from Python does off the fast path. The wording of
 * exceptions, and which mistake is told of several, are those of CPython for
 * functions written in Python (ceval.c), and for wrong types those of its own
 * functions (getargs.c). */
#define HF_CORE
#include "function.h"

#include <string.h>

/* ---- Kinds. */

hf_answer hf_private_from_index(PyObject *raw, enum hf_private_integer to,
                                uint64_t *bits)
{
    if (!PyIndex_Check(raw)) {
        return hf_answer_yes_if(false);
    }
    PyObject *index = PyNumber_Index(raw);
    if (index == NULL) {
        return hf_answer_failed();
    }
    bool fits = hf_private_int_convert(index, to, bits);
    Py_DECREF(index);
    return fits ? hf_answer_yes_if(true) : hf_answer_failed();
}

hf_answer hf_private_from_float(PyObject *raw, double *out)
{
    PyNumberMethods *number = Py_TYPE(raw)->tp_as_number;
    if (!PyFloat_Check(raw) && (number == NULL || (number->nb_float == NULL &&
                                                   number->nb_index == NULL))) {
        return hf_answer_yes_if(false);
    }
    *out = PyFloat_AsDouble(raw);
    return *out == -1 && PyErr_Occurred() ? hf_answer_failed()
                                          : hf_answer_yes_if(true);
}

PyObject *hf_private_bad_argument(const struct hf_private_function *f, int i,
                                  PyObject *argument, hf_answer answer)
{
    if (hf_failed(answer)) {
        return NULL;
    }
    /* As getargs.c, which does not say the name of the class either. */
    const char *name = f->name;
    const char *expected = f->parameters[i].kind->expected;
    const char *found = argument == Py_None ? "None"
                                            : Py_TYPE(argument)->tp_name;
    if (i >= f->slash) {
        hf_error_raise(PyExc_TypeError,
                       "%.200s() argument '%s' must be %s, not %.50s", name,
                       f->parameters[i].name, expected, found);
    } else if (f->count == 1) {
        hf_error_raise(PyExc_TypeError,
                       "%.200s() argument must be %s, not %.50s", name,
                       expected, found);
    } else {
        hf_error_raise(PyExc_TypeError,
                       "%.200s() argument %d must be %s, not %.50s", name,
                       i + 1, expected, found);
    }
    return NULL;
}

#ifdef HF_CHECKED
PyObject *hf_private_end_call(PyObject *result)
{
    if (result != NULL && PyErr_Occurred()) {
        Py_DECREF(result);
        return NULL;
    }
    return result;
}
#endif

/* ---- The rest of the arguments. */

void hf_private_bad_index(void)
{
    if (!PyErr_Occurred()) {
        PyErr_SetString(PyExc_IndexError, "argument index out of range");
    }
}

hf_tuple hf_rest_to_tuple(hf_rest self)
{
    HF_PRIVATE_REST_IS_LENT(self, tuple)
    PyObject *tuple = PyTuple_New(self.size);
    for (Py_ssize_t i = 0; tuple != NULL && i < self.size; i++) {
        Py_INCREF(self.hf_private_items[i]);
        PyTuple_SET_ITEM(tuple, i, self.hf_private_items[i]);
    }
    return HF_NEW(tuple, tuple);
}

/* ---- Which argument is for which parameter. */

/* A function is named behind its class. */
#define NAME "%s%s%s()"
#define NAMED(f)                                                               \
    (f)->of != NULL ? (f)->of : "", (f)->of != NULL ? "." : "", (f)->name

/* is_named says whether |name| is the name of the parameter. Names are compared
 * as bytes: nothing is interned, so nothing is kept for each interpreter. */
static bool is_named(const struct hf_private_parameter *p, PyObject *name)
{
    if (PyUnicode_GET_LENGTH(name) != p->size || !PyUnicode_IS_ASCII(name)) {
        return false;
    }
    const char *data = PyUnicode_DATA(name), *end = data + p->size;
    const char *written = p->name;
    while (data < end && *data == *written) { /* a call costs more than this */
        data++, written++;
    }
    return data == end;
}

static int find(const struct hf_private_function *f, PyObject *name, int from,
                int to)
{
    for (int i = from; i < to; i++) {
        if (is_named(&f->parameters[i], name)) {
            return i;
        }
    }
    return -1;
}

static bool is_needed(const struct hf_private_function *f, int i)
{
    return f->parameters[i].value == NULL;
}

/* HF_NEVER(a legacy str) as a key of a call: it was hashed. */
static bool is_name(PyObject *name)
{
    return PyUnicode_Check(name) && HF_PRIVATE_STR_IS_READY(name);
}

/* unexpected raises for a name that no parameter has which could be named. */
static bool unexpected(const struct hf_private_function *f, PyObject *kwnames,
                       PyObject *name)
{
    hf_str_builder wrong = {0};
    const char *comma = "";
    for (int i = 0; i < f->slash; i++) {
        for (Py_ssize_t n = 0; n < PyTuple_GET_SIZE(kwnames); n++) {
            PyObject *other = PyTuple_GET_ITEM(kwnames, n);
            if (is_name(other) && is_named(&f->parameters[i], other)) {
                hf_str_builder_append_utf8(&wrong, comma);
                hf_str_builder_append_utf8(&wrong, f->parameters[i].name);
                comma = ", ";
            }
        }
    }
    hf_auto(str, list, hf_str_builder_finish(&wrong));
    if (hf_is_null(list)) {
        return false;
    }
    if (*comma != '\0') {
        hf_error_raise(
            PyExc_TypeError,
            NAME " got some positional-only arguments passed as keyword "
                 "arguments: '%U'",
            NAMED(f), list);
    } else {
        hf_error_raise(PyExc_TypeError,
                       NAME " got an unexpected keyword argument '%S'",
                       NAMED(f), name);
    }
    return false;
}

/* put_name puts |value| where it belongs; the first |placed| have been given. */
static bool put_name(const struct hf_private_function *f, PyObject *kwnames,
                     PyObject *name, PyObject *value, int placed,
                     PyObject **slots, PyObject *others)
{
    if (!is_name(name)) {
        hf_error_raise(PyExc_TypeError, NAME " keywords must be strings",
                       NAMED(f));
        return false;
    }
    int from = placed > f->slash ? placed : f->slash;
    int i = find(f, name, from, f->count);
    if (i < 0) {
        i = find(f, name, f->slash, from);
    }
    if (i < 0) {
        return others != NULL ? PyDict_SetItem(others, name, value) == 0
                              : unexpected(f, kwnames, name);
    }
    if (slots[i] != NULL) {
        hf_error_raise(PyExc_TypeError,
                       NAME " got multiple values for argument '%s'", NAMED(f),
                       f->parameters[i].name);
        return false;
    }
    slots[i] = value;
    return true;
}

static bool too_many(const struct hf_private_function *f, Py_ssize_t nargs,
                     PyObject *const *slots)
{
    int needed = f->self, by_name = 0, most = f->star + f->self;
    nargs += f->self;
    for (int i = 0; i < f->count; i++) {
        needed += i < f->star && is_needed(f, i);
        by_name += i >= f->star && slots[i] != NULL;
    }
    hf_str_builder b = {0};
    hf_str_builder_append_format(&b, NAME " takes ", NAMED(f));
    if (needed < most) {
        hf_str_builder_append_format(&b, "from %d to ", needed);
    }
    hf_str_builder_append_format(
        &b, "%d positional argument%s but %zd", most,
        needed < most || most != 1 ? "s" : "", nargs);
    if (by_name > 0) {
        hf_str_builder_append_format(
            &b, " positional argument%s (and %d keyword-only argument%s)",
            nargs != 1 ? "s" : "", by_name, by_name != 1 ? "s" : "");
    }
    hf_str_builder_append_format(&b, " %s given",
                                 nargs == 1 && by_name == 0 ? "was" : "were");
    hf_auto(str, text, hf_str_builder_finish(&b));
    if (!hf_is_null(text)) {
        hf_error_raise(PyExc_TypeError, "%U", text);
    }
    return false;
}

/* missing raises for the |n| of the parameters from |from| on, before |to|, that must
 * be given and are not: a, b, and c. */
__attribute__((cold)) static bool missing(const struct hf_private_function *f,
                                          int from, int to, int n,
                                          PyObject *const *slots)
{
    hf_str_builder b = {0};
    hf_str_builder_append_format(
        &b, NAME " missing %d required %s argument%s: ", NAMED(f), n,
        from < f->star ? "positional" : "keyword-only", n != 1 ? "s" : "");
    for (int i = from, left = n; i < to; i++) {
        if (slots[i] == NULL && is_needed(f, i)) {
            hf_str_builder_append_format(&b, "'%s'", f->parameters[i].name);
            left--;
            hf_str_builder_append_utf8(&b, left > 1    ? ", "
                                           : left == 0 ? ""
                                           : n == 2    ? " and "
                                                       : ", and ");
        }
    }
    hf_auto(str, text, hf_str_builder_finish(&b));
    if (!hf_is_null(text)) {
        hf_error_raise(PyExc_TypeError, "%U", text);
    }
    return false;
}

/* are_given says whether all of them are that must be, and raises. */
static inline bool are_given(const struct hf_private_function *f, int from,
                             int to, PyObject *const *slots)
{
    int n = 0;
    for (int i = from; i < to; i++) {
        n += slots[i] == NULL && is_needed(f, i);
    }
    return n == 0 || missing(f, from, to, n, slots);
}

bool hf_private_bind(const struct hf_private_function *f, PyObject *const *args,
                     Py_ssize_t nargs, PyObject *kwnames, PyObject **slots,
                     PyObject **others)
{
    int placed = nargs < f->star ? (int)nargs : f->star;
    for (int i = 0; i < f->count; i++) {
        slots[i] = i < placed ? args[i] : NULL;
    }
    PyObject *named = f->names ? PyDict_New() : NULL;
    if (f->names && named == NULL) {
        return false;
    }
    bool bound = true;
    Py_ssize_t n = kwnames != NULL ? PyTuple_GET_SIZE(kwnames) : 0;
    for (Py_ssize_t i = 0; bound && i < n; i++) {
        bound = put_name(f, kwnames, PyTuple_GET_ITEM(kwnames, i),
                         args[nargs + i], placed, slots, named);
    }
    if (bound && nargs > f->star && !f->rest) {
        bound = too_many(f, nargs, slots);
    }
    bound = bound && are_given(f, placed, f->star, slots) &&
            are_given(f, f->star, f->count, slots);
    if (!bound) {
        Py_CLEAR(named);
    }
    if (f->names) {
        *others = named;
    }
    return bound;
}
