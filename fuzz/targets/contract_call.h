/* contract_call.h: the operands of contract.c, and what all its calls have in
 * common: what is expected, and how it is compared. */
#ifndef FUZZ_CONTRACT_CALL_H
#define FUZZ_CONTRACT_CALL_H

#include "core/holdfast.h"
#include "fuzz/engine/process.h"
#include "fuzz/engine/str_oracle.h"

#include <string.h>

/* ---- The operands. */

enum { NOTHING, INT, NONE, EXCEPTION, PLAIN, RAISER, ECHO, NAME, STRS };
enum { TEXTS = 14, SUBCLASS = 3, OBJECTS = STRS + TEXTS + SUBCLASS };

static const struct {
    uint32_t at[70];
    ptrdiff_t length;
} contents[TEXTS] = {
    {{0}, 0},
    {{'a'}, 1},
    {{'a', 'b', 'c'}, 3},
    {{'a', 'b', 'a', 'b', 'a', 'c', 'a', 'b'}, 8},
    {{0xE9}, 1},
    {{'x', 0xE9, 'a'}, 3},
    {{0x20AC, 'a', 0xFFFF}, 3},
    {{0x1F600, 'a', 0x10FFFF}, 3},
    {{0xD800, 'a'}, 2},
    {{'b', 'a'}, 70}, /* and 68 NULs */
    /* As some above, but for the end. */
    {{'a', 'b', 'd'}, 3},
    {{'x', 0xE9, 'b'}, 3},
    {{0x20AC, 'a', 0xFFFE}, 3},
    {{0x1F600, 'a', 0x10FFFE}, 3},
};

static const uint32_t name_text[4] = {'k', 'e', 'l', 'p'};

static const char source[] =
    "class S(str): pass\n"
    "class Plain:\n"
    "    a = 1000\n"
    "    def echo(self, *values, **named): return values, named\n"
    "class Raiser:\n"
    "    def __repr__(self): raise KeyError\n"
    "    def __eq__(self, other): raise KeyError\n"
    "    def __lt__(self, other): return self\n"
    "    __le__ = __gt__ = __ge__ = __ne__ = __eq__\n"
    "    def __hash__(self): raise KeyError\n"
    "    def __bool__(self): raise KeyError\n"
    "    def __call__(self, *values): raise KeyError\n"
    "    def __getattr__(self, name):\n"
    "        raise KeyError if name == 'a' else AttributeError\n"
    "    def __setattr__(self, name, value): raise KeyError\n"
    "    def __delattr__(self, name): raise KeyError\n"
    "def echo(*values, **named): return values, named\n";

static struct {
    PyObject *raw;
    fuzz_text text;
    bool is_str;
    Py_ssize_t count;
} operand[OBJECTS];

static PyObject *pending, *stored;

/* A str that says it is as long as none can be: nobody may read it. */
static PyASCIIObject longest;

/* A name, as a handle and as UTF-8: one that is there, one that is not, one
 * that is there and can be called, none, and one that cannot be a name. */
typedef struct attribute {
    PyObject *raw;
    const char *utf8;
} attribute;
static attribute names_of[5] = {{NULL, "a"}, {NULL, "b"}, {NULL, "echo"}};

static PyObject *made(PyObject *raw)
{
    if (raw == NULL) {
        PyErr_Print();
        fuzz_failed("engine", "the target does not start");
    }
    return raw;
}

/* fill_free_lists frees as many dicts and tuples as CPython may keep at once
 * for what the calls need. */
static void fill_free_lists(void)
{
    enum { DICTS = 100, SIZES = 20, EACH = 8 };
    PyObject *dicts[DICTS], *tuples[SIZES * EACH];
    for (int i = 0; i < DICTS; i++) {
        dicts[i] = made(PyDict_New());
        PyDict_SetItemString(dicts[i], "k", Py_None);
    }
    for (int i = 0; i < SIZES * EACH; i++) {
        tuples[i] = made(PyTuple_New(1 + i / EACH));
    }
    for (int i = 0; i < DICTS; i++) {
        Py_DECREF(dicts[i]);
    }
    for (int i = 0; i < SIZES * EACH; i++) {
        Py_DECREF(tuples[i]);
    }
}

static void start_operands(void)
{
    fill_free_lists();
    PyObject *globals = made(PyDict_New());
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    PyDict_SetItemString(globals, "__name__", made(PyUnicode_FromString("f")));
    Py_DECREF(made(PyRun_String(source, Py_file_input, globals, globals)));
    operand[INT].raw = made(PyLong_FromLong(1 << 20));
    operand[NONE].raw = Py_NewRef(Py_None);
    operand[EXCEPTION].raw = made(
        PyObject_CallFunction(PyExc_KeyError, "s", "key"));
    operand[PLAIN].raw = made(
        PyObject_CallNoArgs(PyDict_GetItemString(globals, "Plain")));
    operand[RAISER].raw = made(
        PyObject_CallNoArgs(PyDict_GetItemString(globals, "Raiser")));
    operand[ECHO].raw = Py_NewRef(PyDict_GetItemString(globals, "echo"));
    /* No attribute has this name: CPython keeps those for a while. */
    operand[NAME].raw = made(PyUnicode_InternFromString("kelp"));
    operand[NAME].text = (fuzz_text){name_text, 4};
    operand[NAME].is_str = true;
    for (int i = 0; i < TEXTS; i++) {
        fuzz_text text = {contents[i].at, contents[i].length};
        operand[STRS + i].raw = made(PyUnicode_FromKindAndData(
            PyUnicode_4BYTE_KIND, text.at, text.length));
        operand[STRS + i].text = text;
        operand[STRS + i].is_str = true;
    }
    const int subclassed[SUBCLASS] = {STRS, STRS + 2, STRS + 6};
    for (int i = 0; i < SUBCLASS; i++) {
        operand[STRS + TEXTS + i] = operand[subclassed[i]];
        operand[STRS + TEXTS + i].raw = made(PyObject_CallOneArg(
            PyDict_GetItemString(globals, "S"), operand[subclassed[i]].raw));
    }
    pending = made(PyObject_CallFunction(PyExc_LookupError, "s", "pending"));
    stored = made(PyLong_FromLong(4711));
    longest = *(PyASCIIObject *)operand[STRS + 2].raw;
    longest.length = PY_SSIZE_T_MAX - 2;
    /* Attribute names that are looked up for the first time are kept. */
    for (int i = 0; i < 3; i++) {
        names_of[i].raw = made(PyUnicode_InternFromString(names_of[i].utf8));
        Py_XDECREF(PyObject_GetAttr(operand[PLAIN].raw, names_of[i].raw));
        PyErr_Clear();
        Py_XDECREF(PyObject_GetAttr(operand[RAISER].raw, names_of[i].raw));
        PyErr_Clear();
    }
    names_of[4] = (attribute){operand[INT].raw, "\xFF"};
    for (int i = 0; i < OBJECTS; i++) {
        operand[i].count = i == NOTHING ? 0 : Py_REFCNT(operand[i].raw);
    }
}

/* ---- A call. */

typedef struct call {
    int a, b; /* operands */
    uint8_t value;
    bool is_pending;  /* an exception is set before */
    unsigned armed;   /* the allocation that fails, or 0 */
    PyObject *raises; /* the exception's type, NULL where it succeeds */
    PyObject *result; /* what CPython made, for comparison */
    bool fired, ok;
} call;

static PyObject *raw(int i)
{
    return operand[i].raw;
}

static hf_str_borrowed lent(int i)
{
    return hf_str_from_borrowed(raw(i));
}

static hf_object_borrowed lent_object(int i)
{
    return hf_object_from_borrowed(raw(i));
}

/* given is an owned handle, for a call to consume. */
static hf_str given(int i)
{
    return i == NOTHING ? hf_null(str) : hf_str_from_owned(Py_NewRef(raw(i)));
}

static hf_object given_object(int i)
{
    return i == NOTHING ? hf_null(object)
                        : hf_object_from_owned(Py_NewRef(raw(i)));
}

static fuzz_text text_of(int i)
{
    return operand[i].text;
}

/* raises notes what a call must raise, if nothing was noted before it. */
static void raises(call *c, PyObject *type)
{
    c->raises = c->raises != NULL ? c->raises : type;
}

/* needs_str is for an operand that must be a str. */
static void needs_str(call *c, int i)
{
    if (!operand[i].is_str) {
        raises(c, i == NOTHING ? PyExc_SystemError : PyExc_TypeError);
    }
}

/* runs_python is for calls that refuse while an exception is set. */
static void runs_python(call *c)
{
    c->armed = 0; /* CPython 3.11 aborts when it cannot allocate a frame */
#ifdef HF_CHECKED
    c->is_pending = false; /* it is a mistake, and reported */
#endif
    if (c->is_pending) {
        raises(c, PyExc_LookupError);
    }
}

/* needs is runs_python, with an operand that must not be null. */
static void needs(call *c, int i)
{
    runs_python(c);
    if (i == NOTHING) {
        raises(c, PyExc_SystemError);
    }
}

/* as_cpython notes what CPython itself makes of the same. */
static void as_cpython(call *c, PyObject *result)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    raises(c, type);
    c->result = result;
    Py_XDECREF(type); /* a static type */
    Py_XDECREF(value);
    Py_XDECREF(traceback);
}

static void begin(call *c)
{
    if (c->is_pending) {
        PyErr_SetObject(PyExc_LookupError, pending);
    }
    if (c->armed) {
        fail_allocation(c->armed);
    }
}

/* is_ours says whether a SystemError has the words of the layer, which begin
 * with the function's name: where CPython has to raise it, the layer has passed
 * on what it is to refuse. */
static bool is_ours(PyObject *value)
{
    PyObject *words = made(PyObject_Str(value));
    bool ours = strncmp(PyUnicode_AsUTF8(words), "hf_", 3) == 0;
    Py_DECREF(words);
    return ours;
}

/* end compares how a call ended with what was noted, and clears the exception.
 */
static void end(call *c, bool ok)
{
    c->fired = end_of_failure() && c->armed;
    fuzz_counted.failures += c->fired;
    c->ok = ok;
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    bool memory = c->fired && type == PyExc_MemoryError;
    if (c->is_pending) {
        if (value != pending && !memory) {
            fuzz_failed("exception", "the one that was set before is gone");
        }
    } else if (ok != (type == NULL)) {
        fuzz_failed("exception", ok ? "a result, and an exception set with it"
                                    : "a failure, and no exception set");
    } else if (!ok && !memory &&
               (c->raises == NULL ||
                !PyErr_GivenExceptionMatches(type, c->raises))) {
        fuzz_failed("exception", "expected %s, found %s",
                    c->raises ? ((PyTypeObject *)c->raises)->tp_name
                              : "success",
                    ((PyTypeObject *)type)->tp_name);
    } else if (type == PyExc_SystemError && !c->fired && !is_ours(value)) {
        fuzz_failed("exception", "the SystemError is CPython's");
    }
    if (ok != (c->raises == NULL) && !c->fired) {
        fuzz_failed("prediction", "expected %s, found %s",
                    c->raises ? "a failure" : "success",
                    ok ? "success" : "a failure");
    }
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
}

static void expect(const call *c, int64_t wanted, int64_t found)
{
    if (wanted != found && !c->fired) {
        fuzz_failed("content", "expected the number %lld, found %lld",
                    (long long)wanted, (long long)found);
    }
}

/* expect_out is expect for what is written in any case: |failed|, where the
 * call fails. */
static void expect_out(const call *c, int64_t wanted, int64_t failed,
                       int64_t found)
{
    if (c->ok) {
        expect(c, wanted, found);
    } else if (found != failed) {
        fuzz_failed("content", "expected %lld with a failure, found %lld",
                    (long long)failed, (long long)found);
    }
}

/* shared is the object that CPython keeps for |text|, or NULL. */
static PyObject *shared(fuzz_text text)
{
    PyObject *one = NULL;
    if (text.length == 0 || (text.length == 1 && text.at[0] < 0x100)) {
        one = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, text.at,
                                        text.length);
        Py_DECREF(one); /* there are others */
    }
    return one;
}

/* end_str is end for a call that results in an exact str; in |same|, where that
 * is not NULL. */
static void end_str(call *c, hf_str found, fuzz_text text, PyObject *same)
{
    end(c, !hf_is_null(found));
    if (!hf_is_null(found)) {
        fuzz_check_str(hf_as_raw(found), text);
        if (!PyUnicode_CheckExact(hf_as_raw(found))) {
            fuzz_failed("content", "expected an exact str");
        }
        if (same != NULL && hf_as_raw(found) != same) {
            fuzz_failed("identity", "expected the object that was there");
        }
    }
    hf_decref(found);
}

/* end_object is end for a call that must result in what CPython makes. */
static void end_object(call *c, hf_object found)
{
    end(c, !hf_is_null(found));
    if (!hf_is_null(found) &&
        PyObject_RichCompareBool(hf_as_raw(found), c->result, Py_EQ) != 1) {
        fuzz_failed("content", "another object than CPython's");
    }
    hf_decref(found);
    Py_XDECREF(c->result);
}

#endif /* FUZZ_CONTRACT_CALL_H */
