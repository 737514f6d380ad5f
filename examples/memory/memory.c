/* example.memory: who owns what, in three functions.
 *
 * After the page on memory management of Pydust, where a sentence says what
 * is borrowed, what is stolen and what must be released. Here the types say
 * it: what the sentences forbid does not compile.
 */
#include "core/holdfast.h"

/* readme: begin */
/* left + "right", by append. */
static hf_str append(hf_str_borrowed left)
{
    /* We make right, so it is ours to release: at the end of its scope. */
    hf_auto(str, right, hf_str_from_utf8("right"));

    /* left is borrowed from the caller, and append steals its left-hand side.
     * What it steals is a new reference. */
    return hf_str_append(hf_incref(left), hf_borrow(right));
}

/* The same, by concat, which steals nothing and needs no str for "right". */
static hf_str concat(hf_str_borrowed left)
{
    return hf_str_concat_utf8(left, "right");
}

/* Append is for chains: s is the only reference, so it grows in place. A step
 * that fails gives null, which the later ones hand on. */
static hf_str chain(void)
{
    hf_str s = hf_str_from_utf8("Hello ");
    s = hf_str_append_utf8(s, "1, ");
    s = hf_str_append_utf8(s, "2, ");
    s = hf_str_append_utf8(s, "3");
    return s;
}
/* readme: end */

/* What Python calls. It lends its arguments and takes over the result. An
 * argument that is not a str becomes null, with a TypeError set, and so does
 * the result. */

static PyObject *memory_append(PyObject *Py_UNUSED(module), PyObject *left)
{
    return hf_into_raw(append(hf_str_cast(hf_object_from_borrowed(left))));
}

static PyObject *memory_concat(PyObject *Py_UNUSED(module), PyObject *left)
{
    return hf_into_raw(concat(hf_str_cast(hf_object_from_borrowed(left))));
}

static PyObject *memory_chain(PyObject *Py_UNUSED(module),
                              PyObject *Py_UNUSED(nothing))
{
    return hf_into_raw(chain());
}

static PyMethodDef methods[] = {
    {"append", memory_append, METH_O,
     PyDoc_STR("append($module, left, /)\n--\n\nleft + 'right', by append.")},
    {"concat", memory_concat, METH_O,
     PyDoc_STR("concat($module, left, /)\n--\n\nleft + 'right', by concat.")},
    {"chain", memory_chain, METH_NOARGS,
     PyDoc_STR("chain($module, /)\n--\n\nA str made by three appends.")},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "example.memory",
    .m_doc = PyDoc_STR("Who owns what, in three functions."),
    .m_methods = methods,
};

PyMODINIT_FUNC PyInit_memory(void);
PyMODINIT_FUNC PyInit_memory(void)
{
    return PyModuleDef_Init(&definition);
}
