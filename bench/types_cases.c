/* types_cases.c: what types_bench.py measures (types_cases.h), and the operations
 * that are more than a call. */
#include "bench/compiled.h"
#include "bench/types_cases.h"

#include <time.h>

/* ---- Numbers. */

static bool ours_int_as_i64(input *in, Py_ssize_t times)
{
    in->number = 0;
    REPEAT {
        int64_t n;
        if (!hf_int_as_i64(hf_int_from_borrowed(again(in->x)), &n)) {
            return false;
        }
        in->number += n;
    }
    return true;
}

static bool raw_int_as_i64(input *in, Py_ssize_t times)
{
    in->number = 0;
    REPEAT {
        long long n = PyLong_AsLongLong(again(in->x));
        if (n == -1 && PyErr_Occurred()) {
            return false;
        }
        in->number += n;
    }
    return true;
}

/* |number| of the beginning is what is made an int of. */
static bool ours_int_from_i64(input *in, Py_ssize_t times)
{
    REPEAT {
        hf_int made = hf_int_from_i64(in->number);
        if (hf_is_null(hf_borrow(made))) {
            return false;
        }
        seen(hf_as_raw(hf_borrow(made)));
        hf_decref(made);
    }
    return true;
}

static bool raw_int_from_i64(input *in, Py_ssize_t times)
{
    REPEAT {
        PyObject *made = PyLong_FromLongLong(in->number);
        if (made == NULL) {
            return false;
        }
        seen(made);
        Py_DECREF(made);
    }
    return true;
}

static bool ours_float_as_double(input *in, Py_ssize_t times)
{
    in->real = 0;
    REPEAT {
        double n;
        if (!hf_float_as_double(hf_float_from_borrowed(again(in->x)), &n)) {
            return false;
        }
        in->real += n;
    }
    return true;
}

static bool raw_float_as_double(input *in, Py_ssize_t times)
{
    in->real = 0;
    REPEAT {
        double n = PyFloat_AsDouble(again(in->x));
        if (n == -1.0 && PyErr_Occurred()) {
            return false;
        }
        in->real += n;
    }
    return true;
}

static bool ours_float_from_double(input *in, Py_ssize_t times)
{
    REPEAT {
        hf_float made = hf_float_from_double(in->real);
        if (hf_is_null(hf_borrow(made))) {
            return false;
        }
        seen(hf_as_raw(hf_borrow(made)));
        hf_decref(made);
    }
    return true;
}

static bool raw_float_from_double(input *in, Py_ssize_t times)
{
    REPEAT {
        PyObject *made = PyFloat_FromDouble(in->real);
        if (made == NULL) {
            return false;
        }
        seen(made);
        Py_DECREF(made);
    }
    return true;
}

/* ---- Containers: one item. */

enum { AT = 7 };

static bool ours_list_get(input *in, Py_ssize_t times)
{
    REPEAT {
        hf_object item = hf_list_get(hf_list_from_borrowed(again(in->x)), AT);
        if (hf_is_null(hf_borrow(item))) {
            return false;
        }
        seen(hf_as_raw(hf_borrow(item)));
        hf_decref(item);
    }
    return true;
}

static bool raw_list_get(input *in, Py_ssize_t times)
{
    REPEAT {
        PyObject *item = PyList_GetItem(again(in->x), AT);
        if (item == NULL) {
            return false;
        }
        Py_INCREF(item);
        seen(item);
        Py_DECREF(item);
    }
    return true;
}

static bool ours_list_set(input *in, Py_ssize_t times)
{
    REPEAT {
        hf_object_borrowed item = hf_object_from_borrowed(again(in->y));
        if (!hf_list_set(hf_list_from_borrowed(again(in->x)), AT,
                         hf_incref(item))) {
            return false;
        }
    }
    return true;
}

static bool raw_list_set(input *in, Py_ssize_t times)
{
    REPEAT {
        PyObject *item = again(in->y);
        Py_INCREF(item);
        if (PyList_SetItem(again(in->x), AT, item) < 0) {
            return false;
        }
    }
    return true;
}

static bool ours_list_length(input *in, Py_ssize_t times)
{
    in->number = 0;
    REPEAT {
        Py_ssize_t length;
        if (!hf_list_length(hf_list_from_borrowed(again(in->x)), &length)) {
            return false;
        }
        in->number += length;
    }
    return true;
}

static bool raw_list_length(input *in, Py_ssize_t times)
{
    in->number = 0;
    REPEAT {
        Py_ssize_t length = PyList_Size(again(in->x));
        if (length < 0) {
            return false;
        }
        in->number += length;
    }
    return true;
}

static bool ours_tuple_get(input *in, Py_ssize_t times)
{
    REPEAT {
        hf_object item = hf_tuple_get(hf_tuple_from_borrowed(again(in->x)), AT);
        if (hf_is_null(hf_borrow(item))) {
            return false;
        }
        seen(hf_as_raw(hf_borrow(item)));
        hf_decref(item);
    }
    return true;
}

static bool raw_tuple_get(input *in, Py_ssize_t times)
{
    REPEAT {
        PyObject *item = PyTuple_GetItem(again(in->x), AT);
        if (item == NULL) {
            return false;
        }
        Py_INCREF(item);
        seen(item);
        Py_DECREF(item);
    }
    return true;
}

static bool ours_dict_get(input *in, Py_ssize_t times)
{
    REPEAT {
        hf_object item;
        hf_lookup found = hf_dict_get(hf_dict_from_borrowed(again(in->x)),
                                      hf_object_from_borrowed(in->y), &item);
        if (!hf_found(found)) {
            return !hf_failed(found);
        }
        seen(hf_as_raw(hf_borrow(item)));
        hf_decref(item);
    }
    return true;
}

static bool raw_dict_get(input *in, Py_ssize_t times)
{
    REPEAT {
        PyObject *item = PyDict_GetItemWithError(again(in->x), in->y);
        if (item == NULL) {
            return !PyErr_Occurred();
        }
        Py_INCREF(item);
        seen(item);
        Py_DECREF(item);
    }
    return true;
}

static bool ours_dict_length(input *in, Py_ssize_t times)
{
    in->number = 0;
    REPEAT {
        Py_ssize_t length;
        if (!hf_dict_length(hf_dict_from_borrowed(again(in->x)), &length)) {
            return false;
        }
        in->number += length;
    }
    return true;
}

static bool raw_dict_length(input *in, Py_ssize_t times)
{
    in->number = 0;
    REPEAT {
        Py_ssize_t length = PyDict_Size(again(in->x));
        if (length < 0) {
            return false;
        }
        in->number += length;
    }
    return true;
}

static bool ours_next(input *in, Py_ssize_t times)
{
    REPEAT {
        hf_object item;
        hf_lookup found = hf_iterator_next(
            hf_iterator_from_borrowed(again(in->x)), &item);
        if (!hf_found(found)) {
            return !hf_failed(found);
        }
        seen(hf_as_raw(hf_borrow(item)));
        hf_decref(item);
    }
    return true;
}

static bool raw_next(input *in, Py_ssize_t times)
{
    REPEAT {
        PyObject *item = PyIter_Next(again(in->x));
        if (item == NULL) {
            return !PyErr_Occurred();
        }
        seen(item);
        Py_DECREF(item);
    }
    return true;
}

/* ---- Walks. The loop by hand holds a reference to the item, too. */

static bool ours_list_each(input *in, Py_ssize_t times)
{
    REPEAT {
        in->number = 0;
        hf_list_each(item, hf_list_from_borrowed(again(in->x))) {
            seen(hf_as_raw(hf_borrow(item)));
            in->number++;
        }
    }
    return true;
}

static bool raw_list_each(input *in, Py_ssize_t times)
{
    REPEAT {
        PyObject *list = again(in->x);
        in->number = 0;
        if (!PyList_Check(list)) {
            return false;
        }
        for (Py_ssize_t at = 0; at < PyList_GET_SIZE(list); at++) {
            PyObject *item = PyList_GET_ITEM(list, at);
            Py_INCREF(item);
            seen(item);
            in->number++;
            Py_DECREF(item);
        }
    }
    return true;
}

static bool ours_tuple_each(input *in, Py_ssize_t times)
{
    REPEAT {
        in->number = 0;
        hf_tuple_each(item, hf_tuple_from_borrowed(again(in->x))) {
            seen(hf_as_raw(hf_borrow(item)));
            in->number++;
        }
    }
    return true;
}

static bool raw_tuple_each(input *in, Py_ssize_t times)
{
    REPEAT {
        PyObject *tuple = again(in->x);
        in->number = 0;
        if (!PyTuple_Check(tuple)) {
            return false;
        }
        for (Py_ssize_t at = 0; at < PyTuple_GET_SIZE(tuple); at++) {
            PyObject *item = PyTuple_GET_ITEM(tuple, at);
            Py_INCREF(item);
            seen(item);
            in->number++;
            Py_DECREF(item);
        }
    }
    return true;
}

static bool ours_dict_each(input *in, Py_ssize_t times)
{
    REPEAT {
        in->number = 0;
        hf_dict_each(key, value, hf_dict_from_borrowed(again(in->x))) {
            seen(hf_as_raw(hf_borrow(key)));
            seen(hf_as_raw(hf_borrow(value)));
            in->number++;
        }
        if (hf_error_occurred()) {
            return false;
        }
    }
    return true;
}

static bool raw_dict_each(input *in, Py_ssize_t times)
{
    REPEAT {
        PyObject *dict = again(in->x), *key, *value;
        Py_ssize_t at = 0;
        in->number = 0;
        if (!PyDict_Check(dict)) {
            return false;
        }
        Py_ssize_t size = PyDict_GET_SIZE(dict);
        while (PyDict_Next(dict, &at, &key, &value)) {
            Py_INCREF(key);
            Py_INCREF(value);
            seen(key);
            seen(value);
            in->number++;
            Py_DECREF(value);
            Py_DECREF(key);
            if (PyDict_GET_SIZE(dict) != size) {
                PyErr_SetString(PyExc_RuntimeError, "the dict has changed");
                return false;
            }
        }
    }
    return true;
}

/* ---- Containers that are made: of the items of the tuple y, or of as many new
 * ints. */

enum { N = 1000 };

APART hf_object ours_item(input *in, Py_ssize_t at, bool ints)
{
    if (ints) {
        return hf_into_object(hf_int_from_size(N + at));
    }
    return hf_incref(hf_object_from_borrowed(PyTuple_GET_ITEM(in->y, at)));
}

APART PyObject *raw_item(input *in, Py_ssize_t at, bool ints)
{
    if (ints) {
        return PyLong_FromSsize_t(N + at);
    }
    PyObject *item = PyTuple_GET_ITEM(in->y, at);
    Py_INCREF(item);
    return item;
}

#define OURS_BUILD(kind)                                                       \
    APART bool ours_##kind##_build(input *in, Py_ssize_t times,        \
                                           bool ints, bool reserve)            \
    {                                                                          \
        REPEAT {                                                               \
            hf_##kind##_builder b = {0};                                       \
            if (reserve) {                                                     \
                hf_##kind##_builder_reserve(&b, N);                            \
            }                                                                  \
            for (Py_ssize_t at = 0; at < N; at++) {                            \
                hf_##kind##_builder_append(&b, ours_item(in, at, ints));       \
            }                                                                  \
            PyObject *made = hf_into_raw(hf_##kind##_builder_finish(&b));      \
            if (made == NULL) {                                                \
                return false;                                                  \
            }                                                                  \
            keep(in, made);                                                    \
        }                                                                      \
        return true;                                                           \
    }

#define RAW_BUILD(kind, Kind)                                                  \
    APART bool raw_##kind##_build(input *in, Py_ssize_t times,         \
                                          bool ints)                           \
    {                                                                          \
        REPEAT {                                                               \
            PyObject *made = Py##Kind##_New(N);                                \
            if (made == NULL) {                                                \
                return false;                                                  \
            }                                                                  \
            for (Py_ssize_t at = 0; at < N; at++) {                            \
                PyObject *item = raw_item(in, at, ints);                       \
                if (item == NULL) {                                            \
                    Py_DECREF(made);                                           \
                    return false;                                              \
                }                                                              \
                Py##Kind##_SET_ITEM(made, at, item);                           \
            }                                                                  \
            keep(in, made);                                                    \
        }                                                                      \
        return true;                                                           \
    }

OURS_BUILD(list)
OURS_BUILD(tuple)
RAW_BUILD(list, List)
RAW_BUILD(tuple, Tuple)

#define BUILDS(kind)                                                           \
    static bool ours_##kind##_of_items(input *in, Py_ssize_t times)              \
    {                                                                          \
        return ours_##kind##_build(in, times, false, true);                    \
    }                                                                          \
    static bool ours_##kind##_of_ints(input *in, Py_ssize_t times)             \
    {                                                                          \
        return ours_##kind##_build(in, times, true, true);                     \
    }                                                                          \
    static bool ours_##kind##_grown(input *in, Py_ssize_t times)               \
    {                                                                          \
        return ours_##kind##_build(in, times, true, false);                    \
    }                                                                          \
    static bool raw_##kind##_of_items(input *in, Py_ssize_t times)               \
    {                                                                          \
        return raw_##kind##_build(in, times, false);                           \
    }                                                                          \
    static bool raw_##kind##_of_ints(input *in, Py_ssize_t times)              \
    {                                                                          \
        return raw_##kind##_build(in, times, true);                            \
    }                                                                          \
    static operation *const raw_##kind##_grown = raw_##kind##_of_ints;

BUILDS(list)
BUILDS(tuple)

/* x is a tuple of keys. */
APART bool ours_dict_build(input *in, Py_ssize_t times, bool ints)
{
    REPEAT {
        hf_dict_builder b = {0};
        for (Py_ssize_t at = 0; at < N; at++) {
            hf_object_borrowed key =
                hf_object_from_borrowed(PyTuple_GET_ITEM(in->x, at));
            hf_dict_builder_set(&b, key, ours_item(in, at, ints));
        }
        PyObject *made = hf_into_raw(hf_dict_builder_finish(&b));
        if (made == NULL) {
            return false;
        }
        keep(in, made);
    }
    return true;
}

APART bool raw_dict_build(input *in, Py_ssize_t times, bool ints)
{
    REPEAT {
        PyObject *made = PyDict_New();
        if (made == NULL) {
            return false;
        }
        for (Py_ssize_t at = 0; at < N; at++) {
            PyObject *item = raw_item(in, at, ints);
            if (item == NULL ||
                PyDict_SetItem(made, PyTuple_GET_ITEM(in->x, at), item) < 0) {
                Py_XDECREF(item);
                Py_DECREF(made);
                return false;
            }
            Py_DECREF(item);
        }
        keep(in, made);
    }
    return true;
}

static bool ours_dict_of_items(input *in, Py_ssize_t times)
{
    return ours_dict_build(in, times, false);
}

static bool ours_dict_of_ints(input *in, Py_ssize_t times)
{
    return ours_dict_build(in, times, true);
}

static bool raw_dict_of_items(input *in, Py_ssize_t times)
{
    return raw_dict_build(in, times, false);
}

static bool raw_dict_of_ints(input *in, Py_ssize_t times)
{
    return raw_dict_build(in, times, true);
}

/* ---- Measuring. */

#define CASES(X)                                                               \
    X(WRITTEN, int_as_i64, , )                                                 \
    X(WRITTEN, int_from_i64, , )                                               \
    X(WRITTEN, float_as_double, , )                                            \
    X(WRITTEN, float_from_double, , )                                          \
    X(WRITTEN, list_get, , )                                                   \
    X(WRITTEN, list_set, , )                                                   \
    X(WRITTEN, list_length, , )                                                \
    X(WRITTEN, tuple_get, , )                                                  \
    X(WRITTEN, dict_get, , )                                                   \
    X(WRITTEN, dict_length, , )                                                \
    X(WRITTEN, next, , )                                                       \
    X(WRITTEN, list_each, , )                                                  \
    X(WRITTEN, tuple_each, , )                                                 \
    X(WRITTEN, dict_each, , )                                                  \
    X(WRITTEN, list_of_items, , )                                              \
    X(WRITTEN, list_of_ints, , )                                               \
    X(WRITTEN, list_grown, , )                                                 \
    X(WRITTEN, tuple_of_items, , )                                             \
    X(WRITTEN, tuple_of_ints, , )                                              \
    X(WRITTEN, tuple_grown, , )                                                \
    X(WRITTEN, dict_of_items, , )                                              \
    X(WRITTEN, dict_of_ints, , )

static const types_row cases[] = {CASES(TYPES_ROW){0}};

enum { N_TABLES = 4 };
static const types_row *const tables[N_TABLES] = {
    cases, types_numbers, types_containers, types_objects};

/* operation_named is ours or raw; or null. */
static operation *operation_named(const char *name, bool ours)
{
    for (size_t i = 0; i < N_TABLES; i++) {
        for (const types_row *row = tables[i]; row->name != NULL; row++) {
            if (strcmp(name, row->name) == 0) {
                return ours ? row->ours : row->raw;
            }
        }
    }
    PyErr_Format(PyExc_ValueError, "there is no operation %s", name);
    return NULL;
}

/* measured is what the clock and the instruction counter see. */
__attribute__((noinline)) static bool measured(operation *run, input *in,
                                               Py_ssize_t times)
{
    return run(in, times);
}

static long long thread_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* measure(operation, ours, x, y, number, real, times): nanoseconds, and what came
 * of it. */
static PyObject *measure(PyObject *Py_UNUSED(module), PyObject *arguments)
{
    const char *name;
    int ours;
    long long number;
    input in = {0};
    Py_ssize_t times;
    if (!PyArg_ParseTuple(arguments, "spOOLdn", &name, &ours, &in.x, &in.y,
                          &number, &in.real, &times)) {
        return NULL;
    }
    in.number = number;
    operation *run = operation_named(name, ours);
    if (run == NULL) {
        return NULL;
    }
    long long start = thread_ns();
    bool worked = measured(run, &in, times);
    long long end = thread_ns();
    PyObject *result = NULL;
    if (worked) {
        result = Py_BuildValue("L(LdO)", end - start, (long long)in.number,
                               in.real, in.made != NULL ? in.made : Py_None);
    }
    Py_XDECREF(in.made);
    return result;
}

/* operations(): the names of all. */
static PyObject *operations(PyObject *Py_UNUSED(module),
                            PyObject *Py_UNUSED(none))
{
    PyObject *names = PyList_New(0);
    for (size_t i = 0; names != NULL && i < N_TABLES; i++) {
        for (const types_row *row = tables[i];
             names != NULL && row->name != NULL; row++) {
            PyObject *name = PyUnicode_FromString(row->name);
            if (name == NULL || PyList_Append(names, name) < 0) {
                Py_CLEAR(names);
            }
            Py_XDECREF(name);
        }
    }
    return names;
}

static PyMethodDef methods[] = {
    {"operations", operations, METH_NOARGS, NULL},
    {"measure", measure, METH_VARARGS, NULL},
    {0},
};

static PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "types_cases",
    .m_size = 0,
    .m_methods = methods,
};

PyMODINIT_FUNC PyInit_types_cases(void);

PyMODINIT_FUNC PyInit_types_cases(void)
{
    PyObject *module = PyModule_Create(&definition);
    if (module == NULL) {
        return NULL;
    }
    if (PyModule_AddIntConstant(module, "N", N) < 0 ||
        add_how_compiled(module) < 0) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}
