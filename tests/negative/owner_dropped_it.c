#include "tests/ledger/program.h"

/* An item that is used after its container let it go. */

static PyObject *list_of(const char *utf8)
{
    PyObject *list = PyList_New(1);
    PyList_SET_ITEM(list, 0, PyUnicode_FromString(utf8));
    return list;
}

/* ---- straight_line */
static void straight_line(void)
{
    HF_CALL_SCOPE;
    PyObject *list = list_of("an item");
    PyObject *item = PyList_GET_ITEM(list, 0);
    hf_str_borrowed s = hf_str_from_borrowed(item); /* opened */
    PyList_SetSlice(list, 0, 1, NULL);
    memory_ends();
    Py_ssize_t length;
    expect(!hf_str_length(s, &length)); /* mistake */
    Py_DECREF(list);
}

/* ---- of_a_dict */
static void of_a_dict(void)
{
    HF_CALL_SCOPE;
    PyObject *dict = value("{'k': str(10 ** 9)}");
    PyObject *item = PyDict_GetItemString(dict, "k");
    hf_str_borrowed s = hf_str_from_borrowed(item); /* opened */
    PyDict_DelItemString(dict, "k");
    expect(hf_failed(hf_str_equal_utf8(s, "1000000000"))); /* mistake */
    Py_DECREF(dict);
}

/* ---- error_path */
static void error_path(void)
{
    HF_CALL_SCOPE;
    PyObject *dict = value("{'k': [1, 2, 3]}");
    PyObject *item = PyDict_GetItemString(dict, "k");
    hf_object_borrowed o = hf_object_from_borrowed(item); /* opened */
    hf_str_borrowed s = hf_str_cast(o);
    if (hf_is_null(s)) {
        hf_error_clear();
        PyDict_Clear(dict);
        hf_str r = hf_object_repr(o); /* mistake */
        expect(hf_is_null(r));
    }
    Py_DECREF(dict);
}

/* ---- across_functions */
static PyObject *list;

static PyObject *clear(PyObject *self, PyObject *arguments)
{
    (void)self;
    (void)arguments;
    PyList_SetSlice(list, 0, PyList_GET_SIZE(list), NULL);
    Py_RETURN_NONE;
}

static void across_functions(void)
{
    HF_CALL_SCOPE;
    hook("clear", clear);
    PyObject *raw = value("clear");
    list = list_of("cleared by Python code");
    hf_object_borrowed f = hf_object_from_borrowed(raw);
    PyObject *item = PyList_GET_ITEM(list, 0);
    hf_str_borrowed s = hf_str_from_borrowed(item); /* opened */
    hf_decref(hf_object_call_no_args(f));
    hf_str copy = hf_str_concat_utf8(s, "."); /* mistake */
    expect(hf_is_null(copy));
    Py_DECREF(list);
    Py_DECREF(raw);
}

/* ---- lent_twice */
static void lent_twice(void)
{
    HF_CALL_SCOPE;
    PyObject *two = list_of("lent twice");
    PyObject *item = PyList_GET_ITEM(two, 0);
    hf_str_borrowed s = hf_str_from_borrowed(item); /* opened */
    hf_str_borrowed t = hf_str_from_borrowed(item);
    expect(hf_as_raw(t) == hf_as_raw(s));
    PyList_SetSlice(two, 0, 1, NULL);
    expect(hf_as_raw(s) == NULL); /* mistake */
    Py_DECREF(two);
}

/* ---- incref_too_late */
static void incref_too_late(void)
{
    HF_CALL_SCOPE;
    PyObject *one = list_of("replaced");
    PyObject *item = PyList_GET_ITEM(one, 0);
    hf_str_borrowed s = hf_str_from_borrowed(item); /* opened */
    PyList_SetItem(one, 0, PyUnicode_FromString("the new one"));
    hf_str mine = hf_incref(s); /* mistake */
    expect(hf_is_null(mine));
    Py_DECREF(one);
}

/* ---- across_threads */
static void clear_list(void)
{
    PyList_SetSlice(list, 0, 1, NULL);
}

static void across_threads(void)
{
    HF_CALL_SCOPE;
    list = list_of("cleared by a thread");
    PyObject *item = PyList_GET_ITEM(list, 0);
    hf_str_borrowed s = hf_str_from_borrowed(item); /* opened */
    in_thread(clear_list);
    hf_str part = hf_str_substring(s, 0, 3); /* mistake */
    expect(hf_is_null(part));
    Py_DECREF(list);
}

/* ---- used_in_a_thread */
static hf_str_borrowed lent;

static void use_lent(void)
{
    hf_str part = hf_str_substring(lent, 0, 3); /* mistake */
    expect(hf_is_null(part));
}

static void used_in_a_thread(void)
{
    HF_CALL_SCOPE;
    list = list_of("used by a thread");
    PyObject *item = PyList_GET_ITEM(list, 0);
    lent = hf_str_from_borrowed(item); /* opened */
    clear_list();
    in_thread(use_lent);
    Py_DECREF(list);
}

/* ---- deleted_from_a_list */
static void deleted_from_a_list(void)
{
    hf_auto(list, items, hf_list_from_owned(list_of("an item")));
    hf_object_borrowed item = hf_list_get_borrowed(hf_borrow(items), 0); /* opened */
    expect(hf_list_delete(hf_borrow(items), 0));
    hf_str s = hf_object_str(item); /* mistake */
    expect(hf_is_null(s));
}

/* ---- replaced_in_a_list */
static void replaced_in_a_list(void)
{
    hf_auto(list, items, hf_list_from_owned(list_of("an item")));
    hf_object_borrowed item = hf_list_get_borrowed(hf_borrow(items), 0); /* opened */
    expect(hf_list_set(hf_borrow(items), 0, hf_none()));
    expect(hf_as_raw(item) == NULL); /* mistake */
}

/* ---- python_empties_the_list */
static void python_empties_the_list(void)
{
    HF_CALL_SCOPE;
    python("l = [str(10 ** 9)]\n"
           "class Empties:\n"
           "    def __repr__(self):\n"
           "        l.clear()\n"
           "        return ''\n");
    PyObject *raw = value("l"), *empties = value("Empties()");
    hf_list_borrowed items = hf_list_from_borrowed(raw);
    hf_object_borrowed item = hf_list_get_borrowed(items, 0); /* opened */
    hf_auto(str, shown, hf_object_repr(hf_object_from_borrowed(empties)));
    expect(hf_as_raw(item) == NULL); /* mistake */
    Py_DECREF(raw);
    Py_DECREF(empties);
}

/* ---- deleted_from_a_dict */
static void deleted_from_a_dict(void)
{
    hf_auto(dict, dict, hf_dict_cast(hf_object_from_owned(value("{'k': [1]}"))));
    hf_object_borrowed item;
    hf_dict_borrowed lender = hf_borrow(dict);
    hf_lookup found = hf_dict_get_borrowed_utf8(lender, "k", &item); /* opened */
    expect(hf_found(found));
    expect(hf_dict_delete_utf8(hf_borrow(dict), "k"));
    expect(hf_as_raw(item) == NULL); /* mistake */
}

/* ---- replaced_in_a_dict */
static void replaced_in_a_dict(void)
{
    hf_auto(dict, dict, hf_dict_cast(hf_object_from_owned(value("{'k': [1]}"))));
    hf_object_borrowed item;
    hf_dict_borrowed lender = hf_borrow(dict);
    hf_lookup found = hf_dict_get_borrowed_utf8(lender, "k", &item); /* opened */
    expect(hf_found(found));
    expect(hf_dict_set_utf8(hf_borrow(dict), "k", hf_none()));
    hf_str s = hf_object_repr(item); /* mistake */
    expect(hf_is_null(s));
}

const program programs[] = {
    PROGRAM(straight_line),    PROGRAM(of_a_dict),  PROGRAM(error_path),
    PROGRAM(across_functions), PROGRAM(lent_twice), PROGRAM(incref_too_late),
    PROGRAM(across_threads),
    PROGRAM(used_in_a_thread),
    PROGRAM(deleted_from_a_list),
    PROGRAM(deleted_from_a_dict),
    PROGRAM(replaced_in_a_dict),
    PROGRAM(replaced_in_a_list),
    PROGRAM(python_empties_the_list),
    {NULL, NULL},
};
