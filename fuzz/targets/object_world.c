#include "fuzz/targets/object_world.h"

#ifdef HF_PLANTED
#include "fuzz/targets/planted.h"
#endif

#include "fuzz/engine/in_step.h"

static const char source[] =
    "class Plain:\n"
    "    def echo(self, value=None, *more, **named): return value\n"
    "class Never:\n"
    "    def __bool__(self): raise ValueError('no truth')\n"
    "class Hook:\n"
    "    __slots__ = ('mode', 'number')\n"
    "    def __init__(self, mode, number):\n"
    "        self.mode = mode; self.number = number\n"
    "    def _run(self):\n"
    "        ran()\n"
    "        if self.mode == 1: raise ValueError('hook')\n"
    "        if self.mode == 2: raise KeyboardInterrupt\n"
    "        if self.mode == 3: drop()\n"
    "        if self.mode == 5: nest()\n"
    "    def __eq__(self, other):\n"
    "        self._run()\n"
    "        return Never() if self.mode == 4 else self.number % 2 == 1\n"
    "    __lt__ = __gt__ = __eq__\n"
    "    def __hash__(self):\n"
    "        self._run()\n"
    "        return self.number\n" /* CPython leaks what is not an int */
    "    def __bool__(self):\n"
    "        self._run()\n"
    "        return 5 if self.mode == 4 else self.number % 2 == 1\n"
    "    def __repr__(self):\n"
    "        self._run()\n"
    "        return 5 if self.mode == 4 else 'hook %d' % self.number\n"
    "    def __call__(self, *values, **named):\n"
    "        self._run()\n"
    "        return values[0] if values else None\n"
    "    def __getattr__(self, name):\n"
    "        self._run()\n"
    "        raise AttributeError(name)\n"
    "    def __del__(self):\n"
    "        ended(self)\n"
    "        if self.mode == 3: drop()\n"
    "        if self.mode == 1: raise ValueError('hook')\n";

hf_object plain_class, hook_class, number[MODES + 8];

static const char *const names[NAMES] = {"a", "b", "c", "d"};
static hf_str name[NAMES], echo;

static int runs; /* of special methods, in this step */
static int ends; /* of Hooks, in this program */

/* ---- What the Python code calls. */

static PyObject *ran(PyObject *self, PyObject *unused)
{
    (void)self, (void)unused;
    runs++;
    Py_RETURN_NONE;
}

/* ended is called by a Hook's finalizer: what a slot held must have been taken
 * from there before it is released. */
static PyObject *ended(PyObject *self, PyObject *hook)
{
    (void)self;
    ends++;
    for (int slot = 0; slot < FUZZ_SLOTS; slot++) {
        if (hf_as_raw(s[slot].as_object) == hook) {
            fuzz_failed("finalizer",
                        "slot s%d holds the Hook at %p, which has ended", slot,
                        (void *)hook);
        }
    }
    Py_RETURN_NONE;
}

static PyObject *quiet(PyObject *self, PyObject *unused)
{
    (void)self, (void)unused;
    Py_RETURN_NONE;
}

static PyObject *drop(PyObject *self, PyObject *unused)
{
    (void)self, (void)unused;
    fuzz_drop();
    Py_RETURN_NONE;
}

/* nest does the next steps of the program, within the one under way. */
static PyObject *nest(PyObject *self, PyObject *unused)
{
    (void)self, (void)unused;
    int outer_runs = take_runs();
    fuzz_nest(2);
    runs = outer_runs;
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"ran", ran, METH_NOARGS, NULL},      {"ended", ended, METH_O, NULL},
    {"nest", nest, METH_NOARGS, NULL},    {"drop", drop, METH_NOARGS, NULL},
    {"quiet", quiet, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL},
};

static hf_object required(PyObject *raw)
{
    return hf_object_from_owned(fuzz_made(raw));
}

/* warm_up_arguments fills the lists of tuples and dicts that CPython keeps for
 * arguments: as many of each as there are calls within calls. */
static void warm_up_arguments(void)
{
    enum { AT_ONCE = 8, LONGEST = ARGUMENTS + 3 };
    PyObject *kept[LONGEST + 1][AT_ONCE];
    for (int n = 0; n <= LONGEST; n++) {
        for (int i = 0; i < AT_ONCE; i++) {
            kept[n][i] = n < LONGEST ? PyTuple_New(n) : PyDict_New();
        }
    }
    for (int n = 0; n <= LONGEST; n++) {
        for (int i = 0; i < AT_ONCE; i++) {
            Py_DECREF(kept[n][i]);
        }
    }
}

/* warm_up fills what CPython keeps from the first use on: the keys that all
 * instances of a class share, and free lists of arguments. */
static void warm_up(void)
{
    warm_up_arguments();
    hf_auto(object, plain, hf_object_call_no_args(hf_borrow(plain_class)));
    for (int i = 0; i < NAMES; i++) {
        PyObject_SetAttr(hf_as_raw(plain), hf_as_raw(name[i]), Py_None);
    }
    hf_object_borrowed values[ARGUMENTS] = {hf_borrow(number[0]),
                                            hf_borrow(number[0])};
    hf_auto(object, hook,
            hf_object_call(hf_borrow(hook_class), values, 2, NULL, 0));
    for (int n = 0; n < ARGUMENTS; n++) {
        values[n] = hf_borrow(number[0]);
        hf_keyword keywords[2] = {{"k", values[0]}, {"l", values[0]}};
        hf_decref(hf_object_call_method(hf_borrow(plain), hf_borrow(echo),
                                        values, n, keywords, n % 3));
        hf_decref(hf_object_call(hf_borrow(hook), values, n, keywords, n % 3));
    }
}

void fuzz_world_start(void)
{
    PyObject *globals = PyDict_New();
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    fuzz_set_made(globals, "__name__", PyUnicode_FromString("fuzz"));
    for (PyMethodDef *f = functions; f->ml_name != NULL; f++) {
        fuzz_set_made(globals, f->ml_name, PyCFunction_New(f, NULL));
    }
    hf_decref(required(PyRun_String(source, Py_file_input, globals, globals)));
    plain_class = required(Py_NewRef(PyDict_GetItemString(globals, "Plain")));
    hook_class = required(Py_NewRef(PyDict_GetItemString(globals, "Hook")));
    PySys_SetObject("unraisablehook", PyDict_GetItemString(globals, "quiet"));
    for (int i = 0; i < MODES + 8; i++) {
        number[i] = required(PyLong_FromLong(i));
    }
    for (int i = 0; i < NAMES; i++) {
        name[i] = hf_str_from_owned(PyUnicode_InternFromString(names[i]));
    }
    echo = hf_str_from_owned(PyUnicode_InternFromString("echo"));
    warm_up();
    runs = ends = 0;
}

void finish(int expected)
{
    if (expected >= 0 && ends != expected) {
        fuzz_failed("finalizer", "expected %d Hooks to end, found %d", expected,
                    ends);
    }
    ends = 0;
}

int take_runs(void)
{
    int n = runs;
    runs = 0;
    return n;
}

/* ---- What the operations call that comes in several forms: with the |i|-th
 * name as a str, or as UTF-8. */

hf_object getattr(hf_object_borrowed y, int i, form as)
{
    return as == AS_UTF8 ? hf_object_getattr_utf8(y, names[i])
                         : hf_object_getattr(y, hf_borrow(name[i]));
}

hf_lookup getattr_optional(hf_object_borrowed y, int i, form as,
                           hf_object *value)
{
    return as == AS_UTF8
               ? hf_object_getattr_optional_utf8(y, names[i], value)
               : hf_object_getattr_optional(y, hf_borrow(name[i]), value);
}

hf_answer hasattr(hf_object_borrowed y, int i, form as)
{
    return as == AS_UTF8 ? hf_object_hasattr_utf8(y, names[i])
                         : hf_object_hasattr(y, hf_borrow(name[i]));
}

bool setattr(hf_object_borrowed y, int i, form as, hf_object_borrowed z)
{
    return as == AS_UTF8 ? hf_object_setattr_utf8(y, names[i], z)
                         : hf_object_setattr(y, hf_borrow(name[i]), z);
}

bool delattr(hf_object_borrowed y, int i, form as)
{
    return as == AS_UTF8 ? hf_object_delattr_utf8(y, names[i])
                         : hf_object_delattr(y, hf_borrow(name[i]));
}

/* All arguments and keywords are |z|. */
hf_object call(hf_object_borrowed y, hf_object_borrowed z, Py_ssize_t n,
               Py_ssize_t n_keywords)
{
    hf_object_borrowed arguments[ARGUMENTS];
    for (Py_ssize_t i = 0; i < n; i++) {
        arguments[i] = z;
    }
    hf_keyword keywords[2] = {{"k", z}, {"l", z}};
    return hf_object_call(y, arguments, n, keywords, n_keywords);
}

hf_object call_method(hf_object_borrowed y, form as, hf_object_borrowed z,
                      Py_ssize_t n, Py_ssize_t n_keywords)
{
    hf_object_borrowed arguments[ARGUMENTS];
    for (Py_ssize_t i = 0; i < n; i++) {
        arguments[i] = z;
    }
    hf_keyword keywords[2] = {{"k", z}, {"l", z}};
    return as == AS_UTF8 ? hf_object_call_method_utf8(y, "echo", arguments, n,
                                                      keywords, n_keywords)
                         : hf_object_call_method(y, hf_borrow(echo), arguments,
                                                 n, keywords, n_keywords);
}

/* exception raises ValueError(n), and gives it, or null where something else
 * is set then. */
hf_object exception(int n)
{
    hf_error_raise(PyExc_ValueError, "%d", n);
    hf_exception caught = hf_error_fetch();
    if (hf_error_occurred()) {
        fuzz_failed("exception", "one was still set after fetch");
    }
    if (PyErr_GivenExceptionMatches(hf_as_raw(caught), PyExc_ValueError)) {
        return hf_into_object(caught);
    }
    hf_error_restore(caught); /* a MemoryError */
    return hf_null(object);
}

/* use_while_pending calls one of the functions that run Python code while an
 * exception is set: they must not run it. */
void use_while_pending(hf_object_borrowed y, int which)
{
    bool failed = true;
    Py_hash_t hash;
    hf_error_raise(PyExc_ValueError, "pending");
#ifdef HF_CHECKED
    hf_ledger_set_policy(HF_POLICY_COLLECT); /* it is a mistake */
#endif
    switch (which) {
    case 0:
        hf_decref(hf_object_repr(y));
        break;
    case 1:
        failed = hf_failed(hf_object_equal(y, y));
        break;
    case 2:
        failed = !hf_object_hash(y, &hash);
        break;
    case 3:
        hf_decref(hf_object_call_no_args(y));
        break;
    case 4:
        failed = hf_failed(hf_object_hasattr_utf8(y, "a"));
        break;
    default:
        hf_decref(hf_object_getattr(y, hf_borrow(name[0])));
        break;
    }
    if (!failed) {
        fuzz_failed("exception", "it worked while an exception was set");
    }
    if (runs != 0) {
        fuzz_failed("exception", "Python code ran while an exception was set");
    }
#ifdef HF_CHECKED
    if (hf_ledger_reports() != 1) {
        fuzz_failed("ledger", "%zu reports, and 1 mistake",
                    hf_ledger_reports());
    }
    hf_ledger_forget();
    hf_ledger_set_policy(HF_POLICY_ABORT);
#endif
}
