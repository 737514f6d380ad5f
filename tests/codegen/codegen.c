/* Pairs of functions: with_NAME is written with handles, raw_NAME by hand
 * against the C API. test_codegen.py compares what they compile to. */

#include "core/holdfast.h"

/* What is called on either side; with_ and raw_ are not part of the name. */
hf_str with_make(void);
PyObject *raw_make(void);
bool with_use(hf_str_borrowed x);
bool raw_use(PyObject *x);
hf_str with_keep(hf_str x);
PyObject *raw_keep(PyObject *x);
PyObject *raw_other(PyObject *x);
PyObject *raw_str_concat(PyObject *left, PyObject *right);
PyObject *raw_str_append(PyObject *left, PyObject *right);

#define PAIR(name, with_result, with_parameters, raw_result, raw_parameters)   \
    with_result with_##name with_parameters;                                   \
    raw_result raw_##name raw_parameters

/* ---- The verbs. */

PAIR(incref, hf_str, (hf_str_borrowed x), PyObject *, (PyObject * x));
hf_str with_incref(hf_str_borrowed x)
{
    return hf_incref(x);
}
PyObject *raw_incref(PyObject *x)
{
    Py_XINCREF(x);
    return x;
}

PAIR(decref, void, (hf_str x), void, (PyObject * x));
void with_decref(hf_str x)
{
    hf_decref(x);
}
void raw_decref(PyObject *x)
{
    Py_XDECREF(x);
}

PAIR(move, hf_str, (hf_str * x), PyObject *, (PyObject * *x));
hf_str with_move(hf_str *x)
{
    return hf_move(x);
}
PyObject *raw_move(PyObject **x)
{
    PyObject *value = *x;
    *x = NULL;
    return value;
}

PAIR(clear, void, (hf_str * x), void, (PyObject * *x));
void with_clear(hf_str *x)
{
    hf_clear(x);
}
void raw_clear(PyObject **x)
{
    PyObject *value = *x;
    *x = NULL;
    Py_XDECREF(value);
}

PAIR(replace, bool, (hf_str * x, hf_str y), bool, (PyObject * *x, PyObject *y));
bool with_replace(hf_str *x, hf_str y)
{
    return hf_replace(x, y);
}
bool raw_replace(PyObject **x, PyObject *y)
{
    if (y == NULL) {
        return false;
    }
    PyObject *old = *x;
    *x = y;
    Py_XDECREF(old);
    return true;
}

PAIR(into_raw, PyObject *, (hf_str x), PyObject *, (PyObject * x));
PyObject *with_into_raw(hf_str x)
{
    return hf_into_raw(x);
}
PyObject *raw_into_raw(PyObject *x)
{
    return x;
}

PAIR(from_owned, hf_object, (PyObject * x), PyObject *, (PyObject * x));
hf_object with_from_owned(PyObject *x)
{
    return hf_into_object(hf_str_from_owned(x));
}
PyObject *raw_from_owned(PyObject *x)
{
    return x;
}

PAIR(as_raw, PyObject *, (hf_str_borrowed x), PyObject *, (PyObject * x));
PyObject *with_as_raw(hf_str_borrowed x)
{
    return hf_as_raw(hf_as_object(hf_borrow(x)));
}
PyObject *raw_as_raw(PyObject *x)
{
    return x;
}

PAIR(is_null, bool, (hf_str_borrowed x), bool, (PyObject * x));
bool with_is_null(hf_str_borrowed x)
{
    return hf_is_null(x);
}
bool raw_is_null(PyObject *x)
{
    return x == NULL;
}

/* ---- Functions of the layer. */

PAIR(concat, hf_str, (hf_str_borrowed left, hf_str_borrowed right), PyObject *,
     (PyObject * left, PyObject *right));
hf_str with_concat(hf_str_borrowed left, hf_str_borrowed right)
{
    return hf_str_concat(left, right);
}
PyObject *raw_concat(PyObject *left, PyObject *right)
{
    return raw_str_concat(left, right);
}

/* As a method of an extension module: raw pointers in and out. */
PAIR(method, PyObject *, (PyObject * self, PyObject *argument), PyObject *,
     (PyObject * self, PyObject *argument));
PyObject *with_method(PyObject *self, PyObject *argument)
{
    (void)self;
    hf_str_borrowed x = hf_str_from_borrowed(argument);
    return hf_into_raw(hf_str_append(hf_incref(x), x));
}
PyObject *raw_method(PyObject *self, PyObject *argument)
{
    (void)self;
    Py_XINCREF(argument);
    return raw_str_append(argument, argument);
}

/* A chain that is checked at its end, and releases what it made. */
PAIR(chain, bool, (hf_str_borrowed x), bool, (PyObject * x));
bool with_chain(hf_str_borrowed x)
{
    hf_str s = with_make();
    s = hf_str_append(s, x);
    s = hf_str_append(s, x);
    bool ok = with_use(hf_borrow(s));
    hf_decref(s);
    return ok;
}
bool raw_chain(PyObject *x)
{
    PyObject *s = raw_make();
    s = raw_str_append(s, x);
    s = raw_str_append(s, x);
    bool ok = raw_use(s);
    Py_XDECREF(s);
    return ok;
}

/* ---- hf_auto. */

/* Moved out at the end: nothing is left of the release. */
PAIR(auto_moved, hf_str, (void), PyObject *, (void));
hf_str with_auto_moved(void)
{
    hf_auto(str, x, with_make());
    return hf_move(&x);
}
PyObject *raw_auto_moved(void)
{
    return raw_make();
}

/* Released at the end of the scope. */
PAIR(auto_released, bool, (void), bool, (void));
bool with_auto_released(void)
{
    hf_auto(str, x, with_make());
    return with_use(hf_borrow(x));
}
bool raw_auto_released(void)
{
    PyObject *x = raw_make();
    bool ok = raw_use(x);
    Py_XDECREF(x);
    return ok;
}

/* Moved out on success, released on failure. */
PAIR(auto_either, hf_str, (void), PyObject *, (void));
hf_str with_auto_either(void)
{
    hf_auto(str, x, with_make());
    if (!with_use(hf_borrow(x))) {
        return hf_null(str);
    }
    return hf_move(&x);
}
PyObject *raw_auto_either(void)
{
    PyObject *x = raw_make();
    if (!raw_use(x)) {
        Py_XDECREF(x);
        return NULL;
    }
    return x;
}

/* Given away in the middle. */
PAIR(auto_given, hf_str, (void), PyObject *, (void));
hf_str with_auto_given(void)
{
    hf_auto(str, x, with_make());
    return with_keep(hf_move(&x));
}
PyObject *raw_auto_given(void)
{
    return raw_keep(raw_make());
}

/* ---- Where the compiler of C API code knows that nothing is NULL. */

PAIR(incref_unless_null, hf_str, (hf_str_borrowed x), PyObject *,
     (PyObject * x));
hf_str with_incref_unless_null(hf_str_borrowed x)
{
    return hf_incref(x);
}
PyObject *raw_incref_unless_null(PyObject *x)
{
    Py_INCREF(x);
    return x;
}

PAIR(decref_unless_null, void, (hf_str x), void, (PyObject * x));
void with_decref_unless_null(hf_str x)
{
    hf_decref(x);
}
void raw_decref_unless_null(PyObject *x)
{
    Py_DECREF(x);
}

/* ---- Numbers. */

bool raw_private_int_convert(PyObject *x, enum hf_private_integer to,
                             uint64_t *bits);
__attribute__((cold)) void raw_private_raise_refusal(const char *function,
                                                     PyObject *x,
                                                     const char *expected);

PAIR(int_as_i64, bool, (hf_int_borrowed x, int64_t *out), bool,
     (PyObject * x, int64_t *out));
bool with_int_as_i64(hf_int_borrowed x, int64_t *out)
{
    return hf_int_as_i64(x, out);
}
bool raw_int_as_i64(PyObject *x, int64_t *out)
{
    uint64_t bits;
    Py_ssize_t small;
    if (HF_PRIVATE_LIKELY(x != NULL && PyLong_Check(x) &&
                  hf_private_int_is_small(x, &small))) {
        *out = small;
        return true;
    }
    bool worked = raw_private_int_convert(x, HF_PRIVATE_INTEGER_i64, &bits);
    *out = (int64_t)bits;
    return worked;
}

PAIR(int_from_i64, hf_int, (int64_t value), PyObject *, (int64_t value));
hf_int with_int_from_i64(int64_t value)
{
    return hf_int_from_i64(value);
}
PyObject *raw_int_from_i64(int64_t value)
{
    return PyLong_FromLongLong(value);
}

PAIR(float_as_double, bool, (hf_float_borrowed x, double *out), bool,
     (PyObject * x, double *out));
bool with_float_as_double(hf_float_borrowed x, double *out)
{
    return hf_float_as_double(x, out);
}
bool raw_float_as_double(PyObject *x, double *out)
{
    if (HF_PRIVATE_LIKELY(x != NULL && PyFloat_Check(x))) {
        *out = PyFloat_AS_DOUBLE(x);
        return true;
    }
    *out = 0;
    raw_private_raise_refusal("hf_float_as_double", x, "float");
    return false;
}

PAIR(float_from_double, hf_float, (double value), PyObject *, (double value));
hf_float with_float_from_double(double value)
{
    return hf_float_from_double(value);
}
PyObject *raw_float_from_double(double value)
{
    return PyFloat_FromDouble(value);
}

/* ---- Containers. */

PyObject *raw_private_list_get(PyObject *x, Py_ssize_t i);
bool raw_private_list_set(PyObject *x, Py_ssize_t i, PyObject *item);
PyObject *raw_private_tuple_get(PyObject *x, Py_ssize_t i);

PAIR(list_length, bool, (hf_list_borrowed x, Py_ssize_t *out), bool,
     (PyObject * x, Py_ssize_t *out));
bool with_list_length(hf_list_borrowed x, Py_ssize_t *out)
{
    return hf_list_length(x, out);
}
bool raw_list_length(PyObject *x, Py_ssize_t *out)
{
    if (HF_PRIVATE_LIKELY(x != NULL && PyList_Check(x))) {
        *out = PyList_GET_SIZE(x);
        return true;
    }
    *out = -1;
    raw_private_raise_refusal("hf_list_length", x, "list");
    return false;
}

PAIR(dict_length, bool, (hf_dict_borrowed x, Py_ssize_t *out), bool,
     (PyObject * x, Py_ssize_t *out));
bool with_dict_length(hf_dict_borrowed x, Py_ssize_t *out)
{
    return hf_dict_length(x, out);
}
bool raw_dict_length(PyObject *x, Py_ssize_t *out)
{
    if (HF_PRIVATE_LIKELY(x != NULL && PyDict_Check(x))) {
        *out = PyDict_GET_SIZE(x);
        return true;
    }
    *out = -1;
    raw_private_raise_refusal("hf_dict_length", x, "dict");
    return false;
}

#ifndef Py_GIL_DISABLED
PAIR(list_get, hf_object, (hf_list_borrowed x, Py_ssize_t i), PyObject *,
     (PyObject * x, Py_ssize_t i));
hf_object with_list_get(hf_list_borrowed x, Py_ssize_t i)
{
    return hf_list_get(x, i);
}
PyObject *raw_list_get(PyObject *x, Py_ssize_t i)
{
    if (HF_PRIVATE_LIKELY(x != NULL && PyList_Check(x) &&
                          (size_t)i < (size_t)PyList_GET_SIZE(x))) {
        PyObject *item = PyList_GET_ITEM(x, i);
        Py_INCREF(item);
        return item;
    }
    return raw_private_list_get(x, i);
}

PAIR(list_set, bool, (hf_list_borrowed x, Py_ssize_t i, hf_object item), bool,
     (PyObject * x, Py_ssize_t i, PyObject *item));
bool with_list_set(hf_list_borrowed x, Py_ssize_t i, hf_object item)
{
    return hf_list_set(x, i, item);
}
bool raw_list_set(PyObject *x, Py_ssize_t i, PyObject *item)
{
    if (HF_PRIVATE_LIKELY(x != NULL && PyList_Check(x) &&
                          (size_t)i < (size_t)PyList_GET_SIZE(x)) &&
        HF_PRIVATE_LIKELY(item != NULL)) {
        PyObject *old = PyList_GET_ITEM(x, i);
        PyList_SET_ITEM(x, i, item);
        Py_XDECREF(old);
        return true;
    }
    return raw_private_list_set(x, i, item);
}
#endif

PAIR(tuple_get, hf_object, (hf_tuple_borrowed x, Py_ssize_t i), PyObject *,
     (PyObject * x, Py_ssize_t i));
hf_object with_tuple_get(hf_tuple_borrowed x, Py_ssize_t i)
{
    return hf_tuple_get(x, i);
}
PyObject *raw_tuple_get(PyObject *x, Py_ssize_t i)
{
    if (HF_PRIVATE_LIKELY(x != NULL && PyTuple_Check(x) &&
                          (size_t)i < (size_t)PyTuple_GET_SIZE(x))) {
        PyObject *item = PyTuple_GET_ITEM(x, i);
        Py_INCREF(item);
        return item;
    }
    return raw_private_tuple_get(x, i);
}

/* Lookups, where by hand nothing is asked before: neither whether an exception is
 * set, nor what the operands are. */
PAIR(dict_look_up, hf_object, (hf_dict_borrowed x, hf_object_borrowed key),
     PyObject *, (PyObject * x, PyObject *key));
hf_object with_dict_look_up(hf_dict_borrowed x, hf_object_borrowed key)
{
    hf_object item;
    if (!hf_found(hf_dict_get(x, key, &item))) {
        return hf_null(object);
    }
    return item;
}
PyObject *raw_dict_look_up(PyObject *x, PyObject *key)
{
#if PY_VERSION_HEX >= 0x030D0000
    PyObject *item;
    (void)PyDict_GetItemRef(x, key, &item);
#else
    PyObject *item = PyDict_GetItemWithError(x, key);
    Py_XINCREF(item);
#endif
    return item;
}

PAIR(next, hf_object, (hf_iterator_borrowed x), PyObject *, (PyObject * x));
hf_object with_next(hf_iterator_borrowed x)
{
    hf_object item;
    if (!hf_found(hf_iterator_next(x, &item))) {
        return hf_null(object);
    }
    return item;
}
PyObject *raw_next(PyObject *x)
{
    return Py_TYPE(x)->tp_iternext(x); /* as PyIter_Next calls it */
}

/* ---- Planted: these differ, and the test must say so. */

PAIR(planted_instruction, hf_str, (hf_str_borrowed x), PyObject *,
     (PyObject * x));
hf_str with_planted_instruction(hf_str_borrowed x)
{
    return hf_refcnt(x) > 7 ? hf_incref(x) : hf_null(str);
}
PyObject *raw_planted_instruction(PyObject *x)
{
    Py_XINCREF(x);
    return x;
}

/* As long as the other one, but it calls another function. */
PAIR(planted_call, hf_str, (hf_str x), PyObject *, (PyObject * x));
hf_str with_planted_call(hf_str x)
{
    return with_keep(x);
}
PyObject *raw_planted_call(PyObject *x)
{
    return raw_other(x);
}
