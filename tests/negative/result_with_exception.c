#include "tests/ledger/program.h"

/* The result is the interpreter's affair, too: it is not given to it here. */

/* ---- straight_line */
static PyObject *method(void)
{
    HF_CALL_SCOPE;
    hf_str s = hf_str_from_utf8("a result");
    hf_error_raise(PyExc_ValueError, "and an exception"); /* opened */
    memory_ends();
    return hf_into_raw(s); /* mistake */
}

static void straight_line(void)
{
    PyObject *result = method();
    Py_XDECREF(result);
}

/* ---- error_path */
static PyObject *name_or_default(const char *bytes)
{
    HF_CALL_SCOPE;
    hf_str name = hf_str_from_utf8(bytes); /* opened */
    if (hf_is_null(name)) { /* and the exception stays set */
        hf_object o = hf_none();
        return hf_into_raw(o); /* mistake */
    }
    return hf_into_raw(name);
}

static void error_path(void)
{
    PyObject *result = name_or_default("right");
    Py_XDECREF(result);
    result = name_or_default("\xff");
    Py_XDECREF(result);
}

/* ---- across_functions */
static PyObject *both(PyObject *self)
{
    (void)self;
    PyObject *result = PyUnicode_FromString("a result");
    PyErr_SetString(PyExc_ValueError, "and an exception");
    return result;
}

static hf_str represent(hf_object_borrowed o)
{
    return hf_object_repr(o); /* mistake */ /* opened */
}

static void across_functions(void)
{
    PyType_Slot slots[] = {{Py_tp_repr, (void *)(uintptr_t)both}, {0, NULL}};
    PyType_Spec spec = {.name = "slots.T",
                        .basicsize = sizeof(PyObject),
                        .slots = slots};
    PyObject *type = PyType_FromSpec(&spec);
    hf_object o = hf_object_from_owned(PyObject_CallNoArgs(type));
    hf_str s = represent(hf_borrow(o));
    hf_decref(s);
    hf_decref(o);
    Py_DECREF(type);
}

/* ---- of_a_slot_without_object */
static int contains(hf_dict_borrowed dict, hf_list_borrowed key)
{
    HF_CALL_SCOPE;
    hf_answer found = hf_dict_contains(dict, key); /* opened */ /* it has no hash */
    return hf_status(hf_answer_yes_if(hf_yes(found))); /* mistake */
}

static void of_a_slot_without_object(void)
{
    hf_dict dict = hf_dict_new();
    hf_list key = hf_list_new();
    expect(contains(hf_borrow(dict), hf_borrow(key)) < 1);
    hf_decref(key);
    hf_decref(dict);
}

const program programs[] = {
    PROGRAM(straight_line),
    PROGRAM(error_path),
    PROGRAM(across_functions),
    PROGRAM(of_a_slot_without_object),
    {NULL, NULL},
};
