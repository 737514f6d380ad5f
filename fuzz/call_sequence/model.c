/* The model of bound functions: functions of Python with the same parameters, so
 * that which argument is for which, and what is refused how, is CPython's own;
 * and the conversions of bind/kinds.h, as they are documented. */
#include "fuzz/call_sequence/call.h"
#include "fuzz/call_sequence/functions.h"

#include <string.h>

/* A function of C that can be called by position only says other things than one of
 * Python: so what is called is one, and calls the other (by_position, below). */
static const char source[] =
    "from __future__ import annotations\n"
    "class No: pass\n"
    "functions, the_module = {}, None\n"
    "def convert(function, given):\n"
    "    code = function.__code__\n"
    "    n = code.co_argcount + code.co_kwonlyargcount\n"
    "    all = []\n"
    "    for i, name in enumerate(code.co_varnames[:n]):\n"
    "        kind = function.__annotations__[name]\n"
    "        if i >= code.co_posonlyargcount: where = f\" '{name}'\"\n"
    "        elif n > 1: where = f' {i + 1}'\n"
    "        else: where = ''\n"
    "        all.append(from_kind(kind, given[name], function.__name__, "
    "where))\n"
    "    all += [given[name] for name in ('rest', 'names') if name in given]\n"
    "    return tuple(all)\n"
    "def works(given):\n"
    "    if not given[0]: raise ValueError('it does not')\n"
    "def answers(given):\n"
    "    if given[1]: raise ValueError('no answer')\n"
    "    return given[0]\n"
    "def twice(given):\n"
    "    if given[1]: raise ValueError('asked to fail')\n"
    "    return str.__add__(given[0], given[0])\n"
    "def stateless():\n"
    "    raise SystemError(\"the module of this function has no state \"\n"
    "        \"'elsewhere': list state(elsewhere) in its HF_MODULE\")\n"
    "def third(rest):\n"
    "    if len(rest) == 1: raise ValueError('one alone')\n"
    "    if len(rest) < 3: raise IndexError('argument index out of range')\n"
    "    return rest[2]\n"
    "def mirrored(given):\n"
    "    (x, y), (u, v) = given\n"
    "    return 2 * u - x, 2 * v - y\n"
    "def make(name, signature, result):\n"
    "    code = compile(f'from __future__ import annotations\\n'\n"
    "        f'def {name}({signature}):\\n'\n"
    "        f'    given = convert(functions[{name!r}], locals())\\n'\n"
    "        f'    return {result}\\n', '<model>', 'exec')\n"
    "    own = {}\n"
    "    exec(code, globals(), own)\n"
    "    function = functions[name] = own[name]\n"
    "    code = function.__code__\n"
    "    n = code.co_argcount\n"
    "    has_rest, has_names = code.co_flags & 4, code.co_flags & 8\n"
    "    if code.co_posonlyargcount < n or code.co_kwonlyargcount or "
    "has_names:\n"
    "        return function\n"
    "    is_simple = n < 2 and not has_rest and not function.__defaults__\n"
    "    return by_position(n if is_simple else 2, function)\n";

static PyObject *globals, *models;

PyObject *model_global(const char *name)
{
    return fuzz_made(PyDict_GetItemString(globals, name));
}

/* ---- Kinds. */

static PyObject *no(void)
{
    return Py_NewRef(model_global("No"));
}

static PyObject *given_if(bool is, PyObject *value)
{
    return is ? Py_NewRef(value) : no();
}

/* What stands for a handle that is null. */
static PyObject *absent(void)
{
    return PyUnicode_FromString("absent");
}

typedef struct integer {
    const char *kind, *type;
    bool is_signed;
    size_t bytes;
} integer;
#define INTEGER(id, kind, type, shown)                                         \
    {#kind, shown, (type)-1 < (type)1, sizeof(type)},
static const integer integers[] = {CALL_INT_KINDS(INTEGER)};

static PyObject *power_of_2(size_t n)
{
    PyObject *one = PyLong_FromLong(1), *by = PyLong_FromSize_t(n);
    PyObject *power = PyNumber_Lshift(one, by);
    Py_DECREF(one);
    Py_DECREF(by);
    return fuzz_made(power);
}

/* in_range says whether |value| fits; if not, it raises. */
static bool in_range(const integer *kind, PyObject *value)
{
    PyObject *one = PyLong_FromLong(1), *zero = PyLong_FromLong(0);
    PyObject *beyond = power_of_2(8 * kind->bytes - kind->is_signed);
    PyObject *most = fuzz_made(PyNumber_Subtract(beyond, one));
    PyObject *least = kind->is_signed ? PyNumber_Negative(beyond)
                                      : Py_NewRef(zero);
    bool fits = PyObject_RichCompareBool(value, least, Py_GE) == 1 &&
                PyObject_RichCompareBool(value, most, Py_LE) == 1;
    if (!fits && _PyLong_NumBits(value) > 1023) {
        PyErr_Format(PyExc_OverflowError,
                     "an int of 1024 bits or more is out of range for %s (%S "
                     "to %S)",
                     kind->type, least, most);
    } else if (!fits) {
        PyErr_Format(PyExc_OverflowError,
                     "%S is out of range for %s (%S to %S)", value, kind->type,
                     least, most);
    }
    Py_DECREF(one);
    Py_DECREF(zero);
    Py_DECREF(beyond);
    Py_DECREF(most);
    Py_DECREF(least);
    return fits;
}

static PyObject *as_int(const integer *kind, PyObject *value)
{
    if (!PyLong_Check(value) && !PyIndex_Check(value)) {
        return no();
    }
    PyObject *index = PyNumber_Index(value), *zero = PyLong_FromLong(0);
    /* An int, and not of a subclass. */
    PyObject *exact = index != NULL
                          ? PyLong_Type.tp_as_number->nb_add(index, zero)
                          : NULL;
    Py_XDECREF(index);
    Py_DECREF(zero);
    if (exact != NULL && !in_range(kind, exact)) {
        Py_CLEAR(exact);
    }
    return exact;
}

static PyObject *as_double(PyObject *value)
{
    PyTypeObject *type = Py_TYPE(value);
    PyObject *by_float = fuzz_made(PyUnicode_InternFromString("__float__"));
    PyObject *by_index = fuzz_made(PyUnicode_InternFromString("__index__"));
    bool is = _PyType_Lookup(type, by_float) != NULL ||
              _PyType_Lookup(type, by_index) != NULL;
    Py_DECREF(by_float);
    Py_DECREF(by_index);
    if (!is) {
        return no();
    }
    double as = PyFloat_AsDouble(value);
    return PyErr_Occurred() ? NULL : PyFloat_FromDouble(as);
}

static PyObject *as_float(PyObject *value)
{
    PyObject *wide = as_double(value);
    if (wide == NULL || !PyFloat_Check(wide)) {
        return wide;
    }
    float as = (float)PyFloat_AS_DOUBLE(wide);
    Py_DECREF(wide);
    return PyFloat_FromDouble((double)as);
}

static PyObject *as_truth(PyObject *value)
{
    int truth = PyObject_IsTrue(value);
    return truth < 0 ? NULL : PyBool_FromLong(truth);
}

static PyObject *as_text(PyObject *value)
{
    if (!PyUnicode_Check(value)) {
        return no();
    }
    PyObject *bytes = PyUnicode_AsUTF8String(value);
    PyObject *text = bytes != NULL
                         ? PyUnicode_FromEncodedObject(bytes, "utf-8", NULL)
                         : NULL;
    Py_XDECREF(bytes);
    return text;
}

static PyObject *as_pair(PyObject *value)
{
    if (!PyTuple_Check(value) || PyTuple_GET_SIZE(value) != 2) {
        return no();
    }
    double x = PyFloat_AsDouble(PyTuple_GET_ITEM(value, 0));
    double y = PyErr_Occurred() ? 0
                                : PyFloat_AsDouble(PyTuple_GET_ITEM(value, 1));
    return PyErr_Occurred() ? NULL : Py_BuildValue("(dd)", x, y);
}

/* What is an instance of which type, and what it is called. */
static const struct {
    const char *kind;
    PyTypeObject *type;
    const char *expected;
} handles[] = {
    {"object", &PyBaseObject_Type, "object"},
    {"type", &PyType_Type, "type"},
    {"hf_int", &PyLong_Type, "int"},
    {"hf_bool", &PyBool_Type, "bool"},
    {"hf_float", &PyFloat_Type, "float"},
    {"hf_complex", &PyComplex_Type, "complex"},
    {"str", &PyUnicode_Type, "str"},
    {"bytes", &PyBytes_Type, "bytes"},
    {"bytearray", &PyByteArray_Type, "bytearray"},
    {"memoryview", &PyMemoryView_Type, "memoryview"},
    {"list", &PyList_Type, "list"},
    {"tuple", &PyTuple_Type, "tuple"},
    {"dict", &PyDict_Type, "dict"},
    {"set", &PySet_Type, "set"},
    {"frozenset", &PyFrozenSet_Type, "frozenset"},
    {"range", &PyRange_Type, "range"},
    {"slice", &PySlice_Type, "slice"},
    {"module", &PyModule_Type, "module"},
    {"code", &PyCode_Type, "code"},
    {"frame", &PyFrame_Type, "frame"},
    {"capsule", &PyCapsule_Type, "PyCapsule"},
};

static bool is_kind(const char *a, const char *b)
{
    return strcmp(a, b) == 0;
}

/* converted gives what |value| becomes, or No, and says in |expected| what it had to
 * be. */
static PyObject *converted(const char *kind, PyObject *value,
                           const char **expected)
{
    for (size_t i = 0; i < sizeof(handles) / sizeof(handles[0]); i++) {
        if (is_kind(kind, handles[i].kind)) {
            *expected = handles[i].expected;
            return given_if(PyObject_TypeCheck(value, handles[i].type), value);
        }
    }
    for (size_t i = 0; i < sizeof(integers) / sizeof(integers[0]); i++) {
        if (is_kind(kind, integers[i].kind)) {
            *expected = "int";
            return as_int(&integers[i], value);
        }
    }
    *expected = "real number";
    if (is_kind(kind, "double")) {
        return as_double(value);
    }
    if (is_kind(kind, "float")) {
        return as_float(value);
    }
    *expected = "str";
    if (is_kind(kind, "utf8")) {
        return as_text(value);
    }
    if (is_kind(kind, "truth")) {
        return as_truth(value);
    }
    *expected = "BaseException";
    if (is_kind(kind, "exception")) {
        return given_if(PyExceptionInstance_Check(value), value);
    }
    *expected = "iterator";
    if (is_kind(kind, "iterator")) {
        return given_if(PyIter_Check(value), value);
    }
    *expected = "weakref";
    if (is_kind(kind, "weakref")) {
        return given_if(PyWeakref_Check(value), value);
    }
    *expected = "a pair of floats";
    if (is_kind(kind, "pair")) {
        return as_pair(value);
    }
    fuzz_failed("engine", "there is no kind %s", kind);
}

/* What an opt() is where it is None. */
static PyObject *nothing_of(const char *kind)
{
    return is_kind(kind, "int")      ? PyLong_FromLong(0)
           : is_kind(kind, "double") ? PyFloat_FromDouble(0)
                                     : absent();
}

static PyObject *from_kind(PyObject *self, PyObject *args)
{
    (void)self;
    const char *kind, *function, *where, *expected;
    PyObject *value;
    if (!PyArg_ParseTuple(args, "sOss", &kind, &value, &function, &where)) {
        return NULL;
    }
    if (strncmp(kind, "opt_", 4) == 0) {
        kind += 4;
        if (value == Py_None) {
            return nothing_of(kind);
        }
    }
    PyObject *as = converted(kind, value, &expected);
    if (as == model_global("No")) {
        Py_CLEAR(as);
        PyErr_Format(PyExc_TypeError, "%s() argument%s must be %s, not %.50s",
                     function, where, expected,
                     value == Py_None ? "None" : Py_TYPE(value)->tp_name);
    }
    return as;
}

/* ---- Functions that are called by position alone. Each is of a module, as CPython
 * says it, which is made for it and has the function of Python. */

static PyObject *function_of(PyObject *module)
{
    return PyDict_GetItemString(PyModule_GetDict(module), "function");
}

static PyObject *call_none(PyObject *self, PyObject *none)
{
    (void)none;
    return PyObject_CallNoArgs(function_of(self));
}

static PyObject *call_one(PyObject *self, PyObject *argument)
{
    return PyObject_CallOneArg(function_of(self), argument);
}

static PyObject *call_many(PyObject *self, PyObject *const *args,
                           Py_ssize_t nargs)
{
    return PyObject_Vectorcall(function_of(self), args, (size_t)nargs, NULL);
}

/* by_position(0, f) takes no argument, 1 one, 2 any number. It stays for good. */
static PyObject *by_position(PyObject *self, PyObject *args)
{
    static PyMethodDef made[20];
    static int n;
    (void)self;
    int most;
    PyObject *function;
    if (!PyArg_ParseTuple(args, "iO", &most, &function)) {
        return NULL;
    }
    made[n].ml_name = PyUnicode_AsUTF8(
        ((PyFunctionObject *)function)->func_name);
    made[n].ml_meth = most == 0   ? call_none
                      : most == 1 ? call_one
                                  : (PyCFunction)(void (*)(void))call_many;
    made[n].ml_flags = most == 0   ? METH_NOARGS
                       : most == 1 ? METH_O
                                   : METH_FASTCALL;
    PyObject *name = fuzz_made(PyUnicode_InternFromString("calls"));
    PyObject *module = fuzz_made(PyModule_NewObject(name));
    PyModule_AddObjectRef(module, "function", function);
    PyObject *callable = PyCFunction_NewEx(&made[n++], module, name);
    Py_DECREF(module);
    Py_DECREF(name);
    return callable;
}

/* ---- The models. */

PyObject *model_of(const char *name)
{
    return fuzz_made(PyDict_GetItemString(models, name));
}

PyObject *model_traceback(PyObject *traceback)
{
    while (traceback != NULL) {
        PyTracebackObject *t = (PyTracebackObject *)traceback;
        PyCodeObject *code = PyFrame_GetCode(t->tb_frame);
        bool is_model = PyUnicode_CompareWithASCIIString(code->co_filename,
                                                         "<model>") == 0;
        Py_DECREF(code);
        if (!is_model) {
            break;
        }
        traceback = (PyObject *)t->tb_next;
    }
    return traceback;
}

/* No object of Python: there is one of each small int, which would have a reference
 * more. */
static int64_t counted;

void model_count(int64_t now)
{
    counted = now;
}

static PyObject *count(PyObject *self, PyObject *given)
{
    (void)self;
    counted += PyLong_AsLong(PyTuple_GET_ITEM(given, 0));
    return PyLong_FromLongLong(counted);
}

static void add(const char *name, const char *signature, const char *result)
{
    PyObject *model = fuzz_made(PyObject_CallFunction(
        model_global("make"), "sss", name, signature, result));
    PyDict_SetItemString(models, name, model);
    Py_DECREF(model);
}

#define ADD_SHAPE(id, name, signature, result) add(#name, signature, result);
#define ADD_KIND(id, kind, ...) add("echo_" #kind, "x: " #kind, "given[0]");

void model_start(PyObject *bound)
{
    static PyMethodDef of_c[] = {
        {"from_kind", from_kind, METH_VARARGS, NULL},
        {"by_position", by_position, METH_VARARGS, NULL},
        {"count", count, METH_O, NULL},
        {NULL, NULL, 0, NULL}};
    globals = fuzz_made(PyDict_New());
    models = fuzz_made(PyDict_New());
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    for (PyMethodDef *m = of_c; m->ml_name != NULL; m++) {
        PyObject *function = fuzz_made(PyCFunction_New(m, NULL));
        PyDict_SetItemString(globals, m->ml_name, function);
        Py_DECREF(function);
    }
    PyObject *code = fuzz_made(
        Py_CompileString(source, "<model>", Py_file_input));
    Py_DECREF(fuzz_made(PyEval_EvalCode(code, globals, globals)));
    Py_DECREF(code);
    PyDict_SetItemString(globals, "the_module", bound);
    CALL_SHAPES(ADD_SHAPE)
    CALL_HANDLE_KINDS(ADD_KIND)
    CALL_INT_KINDS(ADD_KIND)
    CALL_VALUE_KINDS(ADD_KIND)
}
