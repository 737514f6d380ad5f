/* Mistakes that are made in C++: each is reported at its line, marked by its name. */
#include "core/holdfast.h"

static hf_str made()
{
    return hf_str_from_utf8("made in C++");
}

static void increfs()
{
    hf_str s = made();
    hf_str_borrowed late = hf_borrow(s);
    hf_decref(s);
    hf_decref(hf_incref(late)); /* increfs */
}

static void decrefs()
{
    hf_str s = made();
    hf_decref(s);
    hf_decref(s); /* decrefs */
}

static void gives()
{
    hf_str s = made();
    hf_decref(s);
    Py_XDECREF(hf_into_raw(s)); /* gives */
}

static void clears()
{
    hf_str s = made(), copy = s;
    hf_decref(s);
    hf_clear(&copy); /* clears */
}

static void replaces()
{
    hf_str s = made(), copy = s;
    hf_decref(s);
    (void)!hf_replace(&copy, made()); /* replaces */
    hf_decref(copy);
}

static void reads()
{
    hf_str s = made();
    hf_decref(s);
    (void)!hf_as_raw(s); /* reads */
}

static void casts()
{
    hf_object o = hf_into_object(made());
    hf_decref(o);
    hf_decref(hf_cast(str, o)); /* casts */
}

static void converts()
{
    hf_int n = hf_int_from(3);
    hf_int_borrowed late = hf_borrow(n);
    hf_decref(n);
    long value;
    (void)!hf_int_as(late, &value); /* converts */
}

static void formats()
{
    hf_str s = made();
    hf_str_borrowed late = hf_borrow(s);
    hf_decref(s);
    hf_decref(hf_str_format("%S", late)); /* formats */
}

static void ends()
{
    HF_CALL_SCOPE;
    hf_raise(ValueError, "unnoticed");
    (void)!hf_status(true); /* ends */
}

static PyObject *make(PyObject *, PyObject *number)
{
    static void (*const all[])() = {increfs, decrefs, gives,    clears,  replaces,
                                    reads,   casts,   converts, formats, ends};
    all[PyLong_AsLong(number)]();
    return NULL; /* the report is raised */
}

static PyMethodDef methods[] = {
    {"make", make, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef named = {
    PyModuleDef_HEAD_INIT, "named", NULL, -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit_named(void)
{
    return PyModule_Create(&named);
}
