/* example.mistakes: one ownership mistake for each function, all of which
 * compile. docs/debugging.md shows what the checked build says of them. */
#include "core/holdfast.h"

/* What an earlier call left behind. */
static hf_str_borrowed kept;

static void leak(hf_str_borrowed word)
{
    hf_str twice = hf_str_concat(word, word);
    Py_ssize_t length;
    if (!hf_str_length(hf_borrow(twice), &length) || length > 0) {
        return; /* twice is still open */
    }
    hf_decref(twice);
}

static void consumed_twice(hf_str_borrowed word)
{
    hf_str copy = hf_incref(word);
    hf_str longer = hf_str_append_utf8(copy, "!");
    hf_decref(copy); /* append has stolen it */
    hf_decref(longer);
}

static void used_after_consumed(hf_str_borrowed word)
{
    hf_str longer = hf_str_concat_utf8(word, "!");
    hf_str_borrowed view = hf_borrow(longer);
    hf_decref(longer);
    hf_decref(hf_str_concat(view, word));
}

static void borrowed_too_long(hf_str_borrowed word)
{
    if (!hf_is_null(kept)) {
        hf_decref(hf_str_concat(kept, word)); /* of another call */
    }
    kept = word;
}

static void owner_dropped_it(hf_str_borrowed word)
{
    PyObject *list = PyList_New(0);
    hf_auto(str, item, hf_str_concat_utf8(word, "!"));
    if (list == NULL || PyList_Append(list, hf_as_raw(item)) < 0) {
        Py_XDECREF(list);
        return;
    }
    hf_str_borrowed first = hf_str_from_borrowed(PyList_GET_ITEM(list, 0));
    hf_decref(hf_move(&item));
    PyList_SetSlice(list, 0, 1, NULL);
    hf_decref(hf_str_concat(first, word)); /* nobody owns it any more */
    Py_DECREF(list);
}

static void null_without_exception(hf_str_borrowed word)
{
    /* Neither found nor an error: a null handle would say error. */
    hf_decref(hf_object_from_owned(
        PyDict_GetItemWithError(PyEval_GetBuiltins(), hf_as_raw(word))));
}

static void view_read_too_late(hf_str_borrowed word)
{
    hf_str longer = hf_str_concat_utf8(word, "!");
    hf_utf8 view;
    if (!hf_str_as_utf8(hf_borrow(longer), &view)) {
        hf_decref(longer);
        return;
    }
    longer = hf_str_append_utf8(longer, "?");
    printf("%c\n", view.data[0]); /* longer may have moved */
    hf_decref(longer);
}

static void buffer_used_too_late(hf_str_borrowed word)
{
    hf_auto(bytes, data, hf_str_encode(word, "utf-8", NULL));
    hf_buffer b = {0};
    if (hf_buffer_get(data, (hf_buffer_needs){0}, &b)) {
        hf_buffer_release(&b);
        printf("%zd\n", hf_buffer_size(&b)); /* there is nothing any more */
    }
}

/* Each of them is a function of the module: the argument is borrowed for the
 * time of the call, which HF_CALL_SCOPE tells the ledger. */
#define FUNCTION(name)                                                         \
    static PyObject *mistakes_##name(PyObject *Py_UNUSED(module),              \
                                     PyObject *word)                           \
    {                                                                          \
        HF_CALL_SCOPE;                                                         \
        name(hf_str_cast(hf_object_from_borrowed(word)));                      \
        return hf_error_occurred() ? NULL : hf_into_raw(hf_none());            \
    }
#define FUNCTIONS(X)                                                           \
    X(leak)                                                                    \
    X(consumed_twice)                                                          \
    X(used_after_consumed)                                                     \
    X(borrowed_too_long)                                                       \
    X(owner_dropped_it)                                                        \
    X(null_without_exception)                                                  \
    X(view_read_too_late)                                                      \
    X(buffer_used_too_late)
FUNCTIONS(FUNCTION)

#define METHOD(name) {#name, mistakes_##name, METH_O, NULL},
static PyMethodDef methods[] = {FUNCTIONS(METHOD){NULL, NULL, 0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "example.mistakes",
    .m_methods = methods,
};

PyMODINIT_FUNC PyInit_mistakes(void);
PyMODINIT_FUNC PyInit_mistakes(void)
{
    return PyModuleDef_Init(&definition);
}
