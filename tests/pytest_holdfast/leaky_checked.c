/* leaky_checked.c: those bugs of leaky.c that Holdfast lets one write, for its
 * checked build. Memory and types are the C API's; a borrowed item that is
 * returned, and a count that is dropped, only get past the compiler raw. */
#include "core/holdfast.h"

typedef hf_object_borrowed argument;

static PyObject *none(void)
{
    return hf_error_occurred() ? NULL : hf_into_raw(hf_none());
}

static PyObject *new_reference_lost(argument unused)
{
    (void)unused;
    hf_str s = hf_str_from_utf8("lost"); /* new_reference_lost: C */
    (void)s;
    return none();
}

static PyObject *argument_increfd(argument o)
{
    hf_object more = hf_incref(o); /* argument_increfd: C */
    (void)more;
    return none();
}

static PyObject *appended_and_lost(argument list)
{
    hf_str item = hf_str_from_utf8("item"); /* appended_and_lost: C */
    if (PyList_Append(hf_as_raw(list), hf_as_raw(item)) < 0) {
        return NULL;
    }
    return none();
}

static PyObject *error_path(argument o)
{
    hf_str text = hf_object_str(o); /* error_path: C */
    Py_ssize_t length;
    if (!hf_str_length(hf_borrow(text), &length) || length == 0) {
        PyErr_SetString(PyExc_ValueError, "nothing in it");
        return NULL;
    }
    return hf_into_raw(text);
}

static PyObject *second_call(argument unused)
{
    static hf_str cache;
    (void)unused;
    cache = hf_str_from_utf8("cached"); /* second_call: C */
    return hf_into_raw(hf_incref(cache));
}

static PyObject *put_into_a_static(argument o)
{
    static hf_object last;
    last = hf_incref(o); /* put_into_a_static: C */
    return hf_into_raw(hf_incref(last));
}

static PyObject *none_increfd(argument unused)
{
    (void)unused;
    hf_object more = hf_none(); /* none_increfd: C */
    (void)more;
    return none();
}

static PyObject *small_int_increfd(argument unused)
{
    (void)unused;
    hf_object seven = hf_object_from_owned(PyLong_FromLong(7));
    hf_object more = hf_incref(seven); /* small_int_increfd: C */
    (void)more;
    return hf_into_raw(seven);
}

static PyObject *only_when_allocation_fails(argument unused)
{
    (void)unused;
    hf_str left = hf_str_from_utf8("left, "); /* only_when_allocation_fails: C */
    hf_str right = hf_str_from_utf8("right");
    if (hf_is_null(right)) {
        return NULL; /* left */
    }
    hf_str both = hf_str_concat(hf_borrow(left), hf_borrow(right));
    hf_decref(left);
    hf_decref(right);
    return hf_into_raw(both);
}

static PyObject *argument_dropped(argument o)
{
    HF_COUNT_NEUTRAL(o); /* argument_dropped: C */
    Py_DECREF(hf_as_raw(o));
    return none();
}

static PyObject *used_after_free(argument unused)
{
    (void)unused;
    hf_str s = hf_str_from_utf8("released");
    hf_str copy = s;
    hf_decref(s);
    hf_str again = hf_incref(copy); /* used_after_free: C */
    hf_decref(again);
    return none();
}

static PyObject *stale_item(argument list)
{
    hf_object_borrowed item =
        hf_object_from_borrowed(PyList_GET_ITEM(hf_as_raw(list), 0));
    if (PyList_SetSlice(hf_as_raw(list), 0, 1, NULL) < 0) {
        return NULL;
    }
    hf_decref(hf_incref(item)); /* stale_item: C */
    return none();
}

/* append has consumed its left-hand side, though it failed. */
static PyObject *decref_after_failed_steal(argument unused)
{
    (void)unused;
    hf_str s = hf_str_from_utf8("left");
    hf_str longer = hf_str_append_utf8(s, "\xff");
    if (hf_is_null(longer)) {
        PyErr_Clear();
        hf_decref(s); /* decref_after_failed_steal: C */
    }
    return none();
}

static PyObject *null_without_exception(argument dict)
{
    PyObject *value = PyDict_GetItemString(hf_as_raw(dict), "missing");
    hf_object found = hf_object_from_owned(value); /* null_without_exception: C */
    return hf_is_null(found) ? none() : hf_into_raw(found);
}

static PyObject *result_with_exception(argument unused)
{
    (void)unused;
    hf_object result = hf_none();
    PyErr_SetString(PyExc_ValueError, "forgotten");
    PyObject *raw = hf_into_raw(result); /* result_with_exception: C */
    PyErr_Clear();
    Py_XDECREF(raw);
    return none();
}

static PyObject *swallowed_error(argument dict)
{
    (void)PyObject_DelItemString(hf_as_raw(dict), "missing");
    hf_str text = hf_object_str(dict); /* swallowed_error: C */
    PyErr_Clear();
    hf_decref(text);
    return none();
}

/* ---- Done right. */

static PyObject *clean_append(argument left)
{
    hf_auto(str, right, hf_str_from_utf8("right"));
    return hf_into_raw(hf_str_append(hf_object_str(left), hf_borrow(right)));
}

static PyObject *clean_static(argument o)
{
    static hf_object last;
    if (!hf_replace(&last, hf_incref(o))) {
        return NULL;
    }
    return hf_into_raw(hf_incref(last));
}

static PyObject *clean_error(argument dict)
{
    if (PyObject_DelItemString(hf_as_raw(dict), "missing") < 0) {
        PyErr_Clear();
    }
    return hf_into_raw(hf_object_str(dict));
}

/* ---- The module. */

#define FUNCTION(name)                                                         \
    static PyObject *checked_##name(PyObject *Py_UNUSED(module), PyObject *o)  \
    {                                                                          \
        HF_CALL_SCOPE;                                                         \
        return name(hf_object_from_borrowed(o));                               \
    }
#define FUNCTIONS(X)                                                           \
    X(new_reference_lost)                                                      \
    X(argument_increfd)                                                        \
    X(appended_and_lost)                                                       \
    X(error_path)                                                              \
    X(second_call)                                                             \
    X(put_into_a_static)                                                       \
    X(none_increfd)                                                            \
    X(small_int_increfd)                                                       \
    X(only_when_allocation_fails)                                              \
    X(argument_dropped)                                                        \
    X(used_after_free)                                                         \
    X(stale_item)                                                              \
    X(decref_after_failed_steal)                                               \
    X(null_without_exception)                                                  \
    X(result_with_exception)                                                   \
    X(swallowed_error)                                                         \
    X(clean_append)                                                            \
    X(clean_static)                                                            \
    X(clean_error)
FUNCTIONS(FUNCTION)

#define METHOD(name) {#name, checked_##name, METH_O, NULL},
static PyMethodDef methods[] = {FUNCTIONS(METHOD){NULL, NULL, 0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "leaky_checked",
    .m_methods = methods,
};

PyMODINIT_FUNC PyInit_leaky_checked(void);
PyMODINIT_FUNC PyInit_leaky_checked(void)
{
    return PyModuleDef_Init(&definition);
}
