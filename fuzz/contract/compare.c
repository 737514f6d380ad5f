#include "fuzz/contract/compare.h"

#include "fuzz/engine/calls.h"

#include <frameobject.h>
#include <string.h>
#include <structmember.h>

/* ---- Objects. */

static bool is_hexadecimal(Py_UCS4 c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
}

/* skip_address is behind an address that begins at |i|, or |i|. */
static Py_ssize_t skip_address(PyObject *text, Py_ssize_t i)
{
    Py_ssize_t n = PyUnicode_GET_LENGTH(text), at = i + 2;
    if (at >= n || PyUnicode_READ_CHAR(text, i) != '0' ||
        PyUnicode_READ_CHAR(text, i + 1) != 'x') {
        return i;
    }
    while (at < n && is_hexadecimal(PyUnicode_READ_CHAR(text, at))) {
        at++;
    }
    return at;
}

static bool is_same_text(PyObject *a, PyObject *b)
{
    if (PyUnicode_KIND(a) != PyUnicode_KIND(b)) {
        return false;
    }
    Py_ssize_t i = 0, j = 0;
    Py_ssize_t m = PyUnicode_GET_LENGTH(a), n = PyUnicode_GET_LENGTH(b);
    while (i < m && j < n) {
        Py_ssize_t behind_a = skip_address(a, i), behind_b = skip_address(b, j);
        if (behind_a > i && behind_b > j) {
            i = behind_a;
            j = behind_b;
        } else if (PyUnicode_READ_CHAR(a, i++) != PyUnicode_READ_CHAR(b, j++)) {
            return false;
        }
    }
    return i == m && j == n;
}

static bool are_same_items(PyObject *a, PyObject *b)
{
    Py_ssize_t n = PySequence_Fast_GET_SIZE(a);
    bool same = n == PySequence_Fast_GET_SIZE(b);
    for (Py_ssize_t i = 0; same && i < n; i++) {
        same = is_alike(PySequence_Fast_GET_ITEM(a, i),
                        PySequence_Fast_GET_ITEM(b, i));
    }
    return same;
}

/* In order: dicts of other orders compare equal. */
static bool is_same_dict(PyObject *a, PyObject *b)
{
    PyObject *key_a, *key_b, *value_a, *value_b;
    Py_ssize_t at_a = 0, at_b = 0;
    while (PyDict_Next(a, &at_a, &key_a, &value_a)) {
        if (!PyDict_Next(b, &at_b, &key_b, &value_b) ||
            !is_alike(key_a, key_b) || !is_alike(value_a, value_b)) {
            return false;
        }
    }
    return !PyDict_Next(b, &at_b, &key_b, &value_b);
}

static bool is_same_float(PyObject *a, PyObject *b)
{
    double x = PyFloat_AS_DOUBLE(a), y = PyFloat_AS_DOUBLE(b);
    return memcmp(&x, &y, sizeof(x)) == 0; /* a NaN is like itself */
}

static bool is_same_complex(PyObject *a, PyObject *b)
{
    Py_complex x = PyComplex_AsCComplex(a), y = PyComplex_AsCComplex(b);
    return memcmp(&x, &y, sizeof(x)) == 0;
}

/* All that a super has. It is no attribute of it: those of the object come first. */
static bool is_same_super(PyObject *a, PyObject *b)
{
    bool same = true;
    for (PyMemberDef *m = PySuper_Type.tp_members; m->name != NULL; m++) {
        PyObject *of_a = PyMember_GetOne((const char *)a, m),
                 *of_b = PyMember_GetOne((const char *)b, m);
        same = same && of_a == of_b;
        Py_XDECREF(of_a);
        Py_XDECREF(of_b);
    }
    return same;
}

bool is_alike(PyObject *a, PyObject *b)
{
    if (a == b) {
        return true;
    }
    if (a == NULL || b == NULL || Py_TYPE(a) != Py_TYPE(b)) {
        return false;
    }
    if (PyUnicode_CheckExact(a)) {
        return is_same_text(a, b);
    }
    if (PyFloat_CheckExact(a)) {
        return is_same_float(a, b);
    }
    if (PyComplex_CheckExact(a)) {
        return is_same_complex(a, b);
    }
    if (PyTuple_CheckExact(a) || PyList_CheckExact(a)) {
        return are_same_items(a, b);
    }
    if (PyDict_CheckExact(a)) {
        return is_same_dict(a, b);
    }
    if (PyFunction_Check(a)) {
        return PyFunction_GET_CODE(a) == PyFunction_GET_CODE(b);
    }
    if (Py_IS_TYPE(a, &PySuper_Type)) {
        return is_same_super(a, b);
    }
    if (PyMethod_Check(a)) {
        return PyMethod_GET_FUNCTION(a) == PyMethod_GET_FUNCTION(b) &&
               PyMethod_GET_SELF(a) == PyMethod_GET_SELF(b);
    }
    if (PyExceptionInstance_Check(a)) {
        return is_alike(((PyBaseExceptionObject *)a)->args,
                        ((PyBaseExceptionObject *)b)->args);
    }
    if (PyType_HasFeature(Py_TYPE(a), Py_TPFLAGS_HEAPTYPE)) {
        return false; /* its own code would run */
    }
    int same = PyObject_RichCompareBool(a, b, Py_EQ);
    PyErr_Clear();
    return same == 1;
}

/* ---- Words. */

enum { WORDS = 1000 };

static char *next_words(void)
{
    static char all[6][WORDS];
    static int next;
    char *words = all[next++ % 6];
    words[0] = '\0';
    return words;
}

static void add_words(char *words, const char *more)
{
    size_t n = strlen(words), m = strlen(more);
    m = m < WORDS - 1 - n ? m : WORDS - 1 - n;
    memcpy(words + n, more, m);
    words[n + m] = '\0';
}

const char *words_of(PyObject *raw)
{
    char *words = next_words();
    if (raw == NULL) {
        add_words(words, "nothing");
        return words;
    }
    if (PyType_HasFeature(Py_TYPE(raw), Py_TPFLAGS_HEAPTYPE)) {
        snprintf(words, WORDS, "an instance of %.100s", Py_TYPE(raw)->tp_name);
        return words;
    }
    PyObject *shown = PyObject_ASCII(raw);
    add_words(words, shown != NULL ? PyUnicode_AsUTF8(shown)
                                   : Py_TYPE(raw)->tp_name);
    Py_XDECREF(shown);
    PyErr_Clear();
    return words;
}

/* ---- Exceptions. */

enum { TYPE, ARGS, SUPPRESSED, FRAMES, CAUSE, CONTEXT, PARTS };

static PyObject *frames_of(PyObject *traceback)
{
    static PyObject *line_name;
    PyObject *frames = fuzz_made(PyList_New(0));
    if (line_name == NULL) {
        line_name = fuzz_made(PyUnicode_InternFromString("tb_lineno"));
    }
    while (traceback != NULL && traceback != Py_None) {
        const PyTracebackObject *t = (PyTracebackObject *)traceback;
        PyCodeObject *code = PyFrame_GetCode(t->tb_frame);
        PyObject *line = PyObject_GetAttr(traceback, line_name);
        PyObject *frame = fuzz_made(
            PyTuple_Pack(3, code->co_name, line, code->co_filename));
        PyList_Append(frames, frame);
        Py_DECREF(frame);
        Py_DECREF(line);
        Py_DECREF(code);
        traceback = (PyObject *)t->tb_next;
    }
    PyObject *all = fuzz_made(PyList_AsTuple(frames));
    Py_DECREF(frames);
    return all;
}

static PyObject *picture_of(PyObject *exception, PyObject *traceback, int depth)
{
    enum { MOST = 6 };
    if (exception == NULL || exception == Py_None || depth > MOST) {
        Py_XDECREF(exception);
        return Py_NewRef(Py_None);
    }
    const PyBaseExceptionObject *e = (PyBaseExceptionObject *)exception;
    PyObject *its_own = PyException_GetTraceback(exception);
    PyObject *parts = fuzz_made(PyTuple_New(PARTS));
    PyTuple_SET_ITEM(parts, TYPE, Py_NewRef(Py_TYPE(exception)));
    PyTuple_SET_ITEM(parts, ARGS, Py_NewRef(e->args));
    PyTuple_SET_ITEM(parts, SUPPRESSED,
                     PyBool_FromLong(e->suppress_context));
    PyTuple_SET_ITEM(parts, FRAMES,
                     frames_of(traceback != NULL ? traceback : its_own));
    PyTuple_SET_ITEM(
        parts, CAUSE,
        picture_of(PyException_GetCause(exception), NULL, depth + 1));
    PyTuple_SET_ITEM(
        parts, CONTEXT,
        picture_of(PyException_GetContext(exception), NULL, depth + 1));
    Py_XDECREF(its_own);
    Py_DECREF(exception);
    return parts;
}

PyObject *picture(PyObject *exception, PyObject *traceback)
{
    return picture_of(Py_XNewRef(exception), traceback, 0);
}

PyObject *picture_type(PyObject *of)
{
    return PyTuple_GET_ITEM(of, TYPE);
}

static void add_picture(char *words, PyObject *of)
{
    if (of == Py_None) {
        add_words(words, "no exception");
        return;
    }
    PyObject *frames = PyTuple_GET_ITEM(of, FRAMES);
    PyTypeObject *type = (PyTypeObject *)PyTuple_GET_ITEM(of, TYPE);
    add_words(words, type->tp_name);
    add_words(words, words_of(PyTuple_GET_ITEM(of, ARGS)));
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(frames); i++) {
        PyObject *frame = PyTuple_GET_ITEM(frames, i);
        char place[80];
        snprintf(place, sizeof(place), "%s%.40s:%ld",
                 i == 0 ? " raised through " : ", ",
                 PyUnicode_AsUTF8(PyTuple_GET_ITEM(frame, 0)),
                 PyLong_AsLong(PyTuple_GET_ITEM(frame, 1)));
        add_words(words, place);
    }
    if (PyTuple_GET_ITEM(of, CAUSE) != Py_None) {
        add_words(words, ", from ");
        add_picture(words, PyTuple_GET_ITEM(of, CAUSE));
    }
    if (PyTuple_GET_ITEM(of, CONTEXT) != Py_None) {
        add_words(words, PyTuple_GET_ITEM(of, SUPPRESSED) == Py_True
                             ? ", in the suppressed context of "
                             : ", in the context of ");
        add_picture(words, PyTuple_GET_ITEM(of, CONTEXT));
    }
}

const char *picture_words(PyObject *of)
{
    static char all[2][WORDS]; /* one that is wanted, and one that is found */
    static int next;
    char *words = all[next++ % 2];
    words[0] = '\0';
    add_picture(words, of);
    return words;
}
