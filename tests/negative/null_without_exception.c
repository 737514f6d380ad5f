#include "tests/ledger/program.h"

/* ---- straight_line */
static void straight_line(void)
{
    memory_ends();
    hf_str s = hf_str_from_owned(NULL); /* mistake */
    expect(hf_is_null(s));
}

/* ---- error_path */
static PyObject *decoded(const char *bytes)
{
    PyObject *s = PyUnicode_FromString(bytes);
    if (s == NULL) {
        PyErr_Clear();
    }
    return s;
}

static void error_path(void)
{
    hf_str right = hf_str_from_owned(decoded("right"));
    hf_str wrong = hf_str_from_owned(decoded("\xff")); /* mistake */
    hf_decref(right);
    hf_decref(wrong);
}

/* ---- across_functions */
static PyObject *look_up(PyObject *dict, const char *key)
{
    PyObject *found = PyDict_GetItemString(dict, key); /* no exception */
    Py_XINCREF(found);
    return found;
}

static hf_object get(PyObject *dict, const char *key)
{
    return hf_object_from_owned(look_up(dict, key)); /* mistake */
}

static void across_functions(void)
{
    PyObject *dict = PyDict_New();
    hf_object o = get(dict, "missing");
    expect(hf_is_null(o));
    Py_DECREF(dict);
}

/* ---- given_to_python */
static PyObject *method(PyObject *argument)
{
    HF_CALL_SCOPE;
    hf_str s = hf_str_from_utf8("moved out");
    hf_str moved = hf_move(&s);
    hf_decref(moved);
    (void)argument;
    return hf_into_raw(s); /* mistake */
}

static void given_to_python(void)
{
    expect(method(Py_None) == NULL);
}

/* ---- of_a_slot */
static PyObject *null_str(PyObject *self)
{
    (void)self;
    return NULL;
}

static void of_a_slot(void)
{
    PyType_Slot slots[] = {{Py_tp_str, (void *)(uintptr_t)null_str}, {0, NULL}};
    PyType_Spec spec = {.name = "slots.T",
                        .basicsize = sizeof(PyObject),
                        .slots = slots};
    PyObject *type = PyType_FromSpec(&spec);
    hf_object o = hf_object_from_owned(PyObject_CallNoArgs(type));
    hf_str s = hf_object_str(hf_borrow(o)); /* mistake */
    expect(hf_is_null(s));
    hf_decref(o);
    Py_DECREF(type);
}

/* ---- of_a_slot_without_object */
static int set(hf_object_borrowed value)
{
    HF_CALL_SCOPE;
    return hf_status(hf_check(str, value)); /* mistake */
}

static void of_a_slot_without_object(void)
{
    hf_object none = hf_none();
    expect(set(hf_borrow(none)) == -1);
    hf_decref(none);
}

const program programs[] = {
    PROGRAM(straight_line),
    PROGRAM(error_path),
    PROGRAM(across_functions),
    PROGRAM(given_to_python),
    PROGRAM(of_a_slot),
    PROGRAM(of_a_slot_without_object),
    {NULL, NULL},
};
