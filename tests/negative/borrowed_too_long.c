#include "tests/ledger/program.h"

/* An argument that is kept longer than the call from Python that lent it. */

/* ---- straight_line */
static hf_str_borrowed kept;

static PyObject *keep(PyObject *self, PyObject *argument)
{
    HF_CALL_SCOPE; /* gcc: consumed */
    (void)self;
    kept = hf_str_from_borrowed(argument); /* opened */
    Py_RETURN_NONE;
} /* clang: consumed */

static void straight_line(void)
{
    PyObject *argument = PyUnicode_FromString("argument");
    Py_DECREF(keep(NULL, argument));
    memory_ends();
    Py_ssize_t length;
    expect(!hf_str_length(kept, &length)); /* mistake */
    Py_DECREF(argument);
}

/* ---- error_path */
static struct {
    hf_object_borrowed first;
} state;

static PyObject *begin(PyObject *self, PyObject *arguments)
{
    HF_CALL_SCOPE; /* gcc: consumed */
    (void)self;
    PyObject *first = PyTuple_GET_ITEM(arguments, 0);
    state.first = hf_object_from_borrowed(first); /* opened */
    hf_str_borrowed s = hf_str_cast(state.first);
    if (hf_is_null(s)) {
        return NULL; /* the state keeps it */
    }
    state.first = hf_null(object_borrowed);
    Py_RETURN_NONE;
} /* clang: consumed */

static void error_path(void)
{
    hook("begin", begin);
    python("begin('a str')");
    python("x = 10 ** 9\n"
           "try: begin(x)\n"
           "except TypeError: pass");
    hf_str r = hf_object_repr(state.first); /* mistake */
    expect(hf_is_null(r));
}

/* ---- across_functions */
typedef struct record {
    hf_str_borrowed name;
} record;

static void fill(record *r, PyObject *name)
{
    r->name = hf_str_from_borrowed(name); /* opened */
}

static PyObject *fill_it(record *r, PyObject *name)
{
    HF_CALL_SCOPE; /* gcc: consumed */
    fill(r, name);
    return hf_into_raw(hf_incref(r->name));
} /* clang: consumed */

static bool is_named(const record *r, const char *name)
{
    return hf_yes(hf_str_equal_utf8(r->name, name)); /* mistake */
}

static void across_functions(void)
{
    record r;
    PyObject *name = PyUnicode_FromString("a name");
    Py_DECREF(fill_it(&r, name));
    expect(!is_named(&r, "a name"));
    Py_DECREF(name);
}

/* ---- next_call */
static PyObject *remember(PyObject *self, PyObject *arguments)
{
    static hf_object_borrowed last;
    HF_CALL_SCOPE; /* gcc: consumed */
    (void)self;
    PyObject *before = hf_as_raw(last); /* mistake */
    if (before == NULL && PyErr_Occurred()) {
        return NULL;
    }
    PyObject *next = PyTuple_GET_ITEM(arguments, 0);
    last = hf_object_from_borrowed(next); /* opened */
    Py_RETURN_NONE;
} /* clang: consumed */

static void next_call(void)
{
    hook("remember", remember);
    PyObject *f = value("remember");
    for (int i = 0; i < 2; i++) {
        PyObject *result = PyObject_CallFunction(f, "s", "an argument");
        Py_XDECREF(result);
    }
    Py_DECREF(f);
}

/* ---- inner_scope */
static hf_str_borrowed inner(PyObject *raw)
{
    HF_CALL_SCOPE; /* gcc: consumed */
    return hf_str_from_borrowed(raw); /* opened */
} /* clang: consumed */

static void inner_scope(void)
{
    HF_CALL_SCOPE;
    PyObject *raw = PyUnicode_FromString("lent twice");
    hf_str_borrowed outer = hf_str_from_borrowed(raw);
    hf_str_borrowed b = inner(raw);
    expect(hf_as_raw(outer) == raw);
    expect(hf_as_raw(b) == NULL); /* mistake */
    Py_DECREF(raw);
}

/* ---- across_threads */
static PyObject *text;

static void keep_text(void)
{
    HF_CALL_SCOPE; /* gcc: consumed */
    kept = hf_str_from_borrowed(text); /* opened */
} /* clang: consumed */

static void across_threads(void)
{
    text = PyUnicode_FromString("text");
    in_thread(keep_text);
    expect(hf_as_raw(kept) == NULL); /* mistake */
    Py_DECREF(text);
}

/* ---- item_of_a_list */
static void item_of_a_list(void)
{
    hf_list list = hf_list_cast(hf_object_from_owned(value("[str(10 ** 9)]")));
    hf_list_borrowed items = hf_borrow(list);
    hf_object_borrowed item = hf_list_get_borrowed(items, 0); /* opened */
    hf_auto(str, good, hf_object_str(item));
    hf_decref(list); /* consumed */
    hf_str s = hf_object_str(item); /* mistake */
    expect(hf_is_null(s));
}

/* ---- item_of_a_temporary_list */
static hf_object_borrowed first_of(hf_str_borrowed of)
{
    hf_auto(list, all, hf_list_from_iterable(of)); /* gcc: consumed */
    hf_object_borrowed first = hf_list_get_borrowed(hf_borrow(all), 0); /* opened */
    return first;
} /* clang: consumed */

static void item_of_a_temporary_list(void)
{
    hf_auto(str, letters, hf_str_from_utf8("\xe2\x82\xac and so on"));
    hf_object_borrowed first = first_of(hf_borrow(letters));
    expect(hf_as_raw(first) == NULL); /* mistake */
}

/* ---- item_of_an_argument */
static hf_object_borrowed kept_item;

static PyObject *keep_first(PyObject *self, PyObject *argument)
{
    HF_CALL_SCOPE; /* gcc: consumed */
    (void)self;
    hf_list_borrowed all = hf_list_from_borrowed(argument);
    kept_item = hf_list_get_borrowed(all, 0); /* opened */
    Py_RETURN_NONE;
} /* clang: consumed */

static void item_of_an_argument(void)
{
    PyObject *argument = value("[str(10 ** 9)]");
    Py_DECREF(keep_first(NULL, argument));
    expect(hf_as_raw(kept_item) == NULL); /* mistake */
    Py_DECREF(argument);
}

/* ---- value_of_a_dict */
static void value_of_a_dict(void)
{
    hf_dict dict = hf_dict_cast(hf_object_from_owned(value("{'k': str(10 ** 9)}")));
    hf_object_borrowed item;
    hf_dict_borrowed lender = hf_borrow(dict);
    hf_lookup found = hf_dict_get_borrowed_utf8(lender, "k", &item); /* opened */
    expect(hf_found(found));
    hf_decref(dict); /* consumed */
    expect(hf_as_raw(item) == NULL); /* mistake */
}

/* ---- item_of_a_tuple */
static void item_of_a_tuple(void)
{
    hf_tuple tuple = hf_tuple_cast(hf_object_from_owned(value("(str(10 ** 9), 1)")));
    hf_object_borrowed item = hf_tuple_get_borrowed(hf_borrow(tuple), 0); /* opened */
    hf_decref(tuple); /* consumed */
    hf_str s = hf_object_str(item); /* mistake */
    expect(hf_is_null(s));
}

/* ---- item_of_a_temporary_tuple */
static hf_object_borrowed first_of_tuple(hf_str_borrowed of)
{
    hf_auto(tuple, all, hf_tuple_from_iterable(of)); /* gcc: consumed */
    hf_object_borrowed first = hf_tuple_get_borrowed(hf_borrow(all), 0); /* opened */
    return first;
} /* clang: consumed */

static void item_of_a_temporary_tuple(void)
{
    hf_auto(str, letters, hf_str_from_utf8("\xe2\x82\xac and so on"));
    hf_object_borrowed first = first_of_tuple(hf_borrow(letters));
    expect(hf_as_raw(first) == NULL); /* mistake */
}

/* ---- item_of_given_arguments */
static PyObject *keep_last(PyObject *self, PyObject *arguments)
{
    HF_CALL_SCOPE; /* gcc: consumed */
    (void)self;
    hf_tuple_borrowed all = hf_tuple_from_borrowed(arguments);
    kept_item = hf_tuple_get_borrowed(all, 1); /* opened */
    Py_RETURN_NONE;
} /* clang: consumed */

static void item_of_given_arguments(void)
{
    PyObject *arguments = value("(1, str(10 ** 9))");
    Py_DECREF(keep_last(NULL, arguments));
    hf_str s = hf_object_str(kept_item); /* mistake */
    expect(hf_is_null(s));
    Py_DECREF(arguments);
}

const program programs[] = {
    PROGRAM(straight_line),  PROGRAM(error_path),  PROGRAM(across_functions),
    PROGRAM(next_call),      PROGRAM(inner_scope), PROGRAM(across_threads),
    PROGRAM(item_of_a_list), PROGRAM(item_of_a_temporary_list),
    PROGRAM(item_of_an_argument), PROGRAM(value_of_a_dict),
    PROGRAM(item_of_a_tuple), PROGRAM(item_of_a_temporary_tuple),
    PROGRAM(item_of_given_arguments),
    {NULL, NULL},
};
