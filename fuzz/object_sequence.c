/* object_sequence: all that can be done with objects, in any order, where some
 * of the objects run Python code that raises or drops references.
 *
 * An instance of Hook has a mode: what its special methods do when they run.
 * When they drop a slot, they tell the model in the same moment. */

#include "core/holdfast.h"
#include "fuzz/engine.h"
#include "fuzz/str_oracle.h"

#include <stdarg.h>
#include <string.h>

#ifdef HF_PLANTED
#include "fuzz/planted.h"
#endif

enum { NONE, TRUE, INT, STR, PLAIN, HOOK, EXCEPTION, KINDS }; /* kind */

/* What a Hook does; its number, 0 to 7, is what it hashes to, and it is true
 * where that is odd. */
typedef enum mode { QUIET, RAISES, INTERRUPTS, DROPS, WRONG, MODES } mode;

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
    "        ended()\n"
    "        if self.mode == 3: drop()\n"
    "        if self.mode == 1: raise ValueError('hook')\n";

static hf_object o[FUZZ_SLOTS];
static hf_object plain_class, hook_class, number[MODES + 8];

enum { NAMES = 4, ARGUMENTS = 12 };
static const char *const names[NAMES] = {"a", "b", "c", "d"};
static hf_str name[NAMES], echo;

static int runs;                /* of special methods, in this step */
static int ends, expected_ends; /* of Hooks, in this program */

/* ---- What the Python code calls. */

static PyObject *ran(PyObject *self, PyObject *unused)
{
    (void)self, (void)unused;
    runs++;
    Py_RETURN_NONE;
}

static PyObject *ended(PyObject *self, PyObject *unused)
{
    (void)self, (void)unused;
    ends++;
    Py_RETURN_NONE;
}

static PyObject *quiet(PyObject *self, PyObject *unused)
{
    (void)self, (void)unused;
    Py_RETURN_NONE;
}

/* drop empties a slot that the current step does not use. */
static PyObject *drop(PyObject *self, PyObject *unused)
{
    (void)self, (void)unused;
    const fuzz_step *step = fuzz_current();
    for (int i = 0; step != NULL && i < FUZZ_SLOTS; i++) {
        int slot = (step->value + i) % FUZZ_SLOTS;
        if (slot != step->x && slot != step->y && slot != step->z &&
            !hf_is_null(o[slot])) {
            hf_object dropped = hf_move(&o[slot]);
            fuzz_left(slot);
            hf_decref(dropped);
            break;
        }
    }
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"ran", ran, METH_NOARGS, NULL},
    {"ended", ended, METH_NOARGS, NULL},
    {"drop", drop, METH_NOARGS, NULL},
    {"quiet", quiet, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static hf_object required(PyObject *raw)
{
    if (raw == NULL) {
        PyErr_Print();
        fuzz_failed("engine", "the target does not start");
    }
    return hf_object_from_owned(raw);
}

/* warm fills what CPython keeps from the first use on: the keys that all
 * instances of a class share, and free lists of arguments. */
static void warm(void)
{
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

static void start(void)
{
    PyObject *globals = PyDict_New();
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    PyDict_SetItemString(globals, "__name__", PyUnicode_FromString("fuzz"));
    for (PyMethodDef *f = functions; f->ml_name != NULL; f++) {
        PyDict_SetItemString(globals, f->ml_name, PyCFunction_New(f, NULL));
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
    warm();
    runs = ends = 0;
}

static PyObject *raw(int slot)
{
    return hf_as_raw(o[slot]);
}

static void clear(int slot)
{
    hf_clear(&o[slot]);
}

static mode mode_of(const fuzz_object *object)
{
    return (mode)(object->mark / 8);
}

static int number_of(const fuzz_object *object)
{
    return object->mark % 8;
}

static void check(const fuzz_object *object)
{
    const char *expected = "";
    switch (object->kind) {
    case NONE:
        expected = "NoneType";
        break;
    case TRUE:
        expected = "bool";
        break;
    case INT:
        expected = "int";
        break;
    case STR:
        expected = "str";
        fuzz_check_str(object->raw, object->text);
        break;
    case PLAIN:
        expected = "Plain";
        break;
    case HOOK:
        expected = "Hook";
        break;
    case EXCEPTION:
        expected = "ValueError";
        break;
    }
    if (strcmp(Py_TYPE(object->raw)->tp_name, expected) != 0) {
        fuzz_failed("content", "expected an object of type %s, found %s",
                    expected, Py_TYPE(object->raw)->tp_name);
    }
    if (object->kind == INT &&
        PyLong_AsLong(object->raw) != (long)object->mark) {
        fuzz_failed("content", "expected the int %d, found %ld", object->mark,
                    PyLong_AsLong(object->raw));
    }
}

static void gone(fuzz_object *object)
{
    expected_ends += object->kind == HOOK;
    for (int i = 0; i < NAMES; i++) {
        if (object->part[i] != NULL) {
            fuzz_release(object->part[i]);
            object->part[i] = NULL;
        }
    }
}

/* Python code may run in any step, by a finalizer, as long as there is a Hook;
 * and CPython 3.11 aborts when it cannot allocate a frame. */
static bool no_oom(void)
{
    for (int slot = 0; slot < FUZZ_SLOTS; slot++) {
        const fuzz_object *object = fuzz_slot[slot];
        if (object == NULL) {
            continue;
        }
        bool found = object->kind == HOOK;
        for (int i = 0; i < NAMES; i++) {
            found |= object->part[i] != NULL && object->part[i]->kind == HOOK;
        }
        if (found) {
            return true;
        }
    }
    return false;
}

static void finish(void)
{
    if (ends != expected_ends) {
        fuzz_failed("finalizer", "expected %d Hooks to end, found %d",
                    expected_ends, ends);
    }
    ends = expected_ends = 0;
}

/* ---- Predictions. */

static void gives(fuzz_step *step, fuzz_object *same)
{
    step->same = same;
    step->identity = FUZZ_SAME;
}

static void makes(fuzz_step *step, int kind, int mark, fuzz_text text)
{
    step->made.kind = kind;
    step->made.mark = mark;
    step->made.text = text;
    step->identity = FUZZ_FRESH;
    if (text.length > FUZZ_TEXT_MOST) {
        step->inapplicable = true;
    }
    if (kind == STR && text.length < 2) {
        step->identity = FUZZ_EITHER;
    }
    if (kind == NONE || kind == TRUE) {
        step->identity = FUZZ_EITHER;
        step->made.uncounted = true;
    }
}

__attribute__((format(printf, 1, 2))) static fuzz_text words(const char *format,
                                                             ...)
{
    char buffer[64];
    va_list values;
    va_start(values, format);
    vsnprintf(buffer, sizeof(buffer), format, values);
    va_end(values);
    return fuzz_text_from_ascii(buffer);
}

static void makes_none(fuzz_step *step)
{
    makes(step, NONE, 0, fuzz_text_from_ascii("None"));
}

/* expect_runs folds how often special methods must run into the number. */
enum { RUNS = 1000000 };
static void expect_runs(fuzz_step *step, int n)
{
    step->expected += (int64_t)n * RUNS;
}

/* hooked predicts that a special method of |hook| runs once, and says whether
 * it comes to its end. */
static bool hooked(fuzz_step *step, const fuzz_object *hook)
{
    expect_runs(step, 1);
    if (mode_of(hook) == RAISES) {
        step->raises = PyExc_ValueError;
    } else if (mode_of(hook) == INTERRUPTS) {
        step->raises = PyExc_KeyboardInterrupt;
    }
    return step->raises == NULL;
}

static void predict_none(fuzz_step *step)
{
    makes_none(step);
}

static void predict_true(fuzz_step *step)
{
    makes(step, TRUE, 0, fuzz_text_from_ascii("True"));
}

static int int_of(uint8_t value)
{
    return 1000 + value;
}

static void predict_int(fuzz_step *step)
{
    makes(step, INT, int_of(step->value), words("%d", int_of(step->value)));
}

static void predict_str(fuzz_step *step)
{
    if (step->valid) {
        makes(step, STR, 0, step->text);
    } else {
        step->raises = PyExc_UnicodeDecodeError;
    }
}

static void predict_plain(fuzz_step *step)
{
    makes(step, PLAIN, 0, fuzz_text_from_ascii("a Plain"));
}

static void predict_hook(fuzz_step *step)
{
    int mark = step->value % (8 * MODES);
    static const char *const that[MODES] = {"", " that raises",
                                            " that interrupts", " that drops",
                                            " that is wrong"};
    makes(step, HOOK, mark, words("Hook %d%s", mark % 8, that[mark / 8]));
}

static void predict_exception(fuzz_step *step)
{
    makes(step, EXCEPTION, 0, words("ValueError('%d')", step->value));
}

static void predict_same_y(fuzz_step *step)
{
    gives(step, step->oy);
}

static void predict_move(fuzz_step *step)
{
    step->inapplicable = step->x == step->y;
    gives(step, step->oy);
}

static void predict_cast_str(fuzz_step *step)
{
    if (step->ox->kind == STR) {
        gives(step, step->ox);
    } else {
        step->raises = PyExc_TypeError;
    }
}

static void predict_cast_exception(fuzz_step *step)
{
    if (step->ox->kind == EXCEPTION) {
        gives(step, step->ox);
    } else {
        step->raises = PyExc_TypeError;
    }
}

static void predict_cast_borrowed(fuzz_step *step)
{
    if (step->oy->kind != STR) {
        step->raises = PyExc_TypeError;
    }
}

static void predict_checks(fuzz_step *step)
{
    step->expected = (step->oy->kind == STR) + 2 * (step->oy->kind == NONE) +
                     4 * (step->oy->kind == EXCEPTION);
}

static const char *type_name_of(const fuzz_object *object)
{
    static const char *const type_names[KINDS] = {
        "NoneType", "bool", "int", "str", "Plain", "Hook", "ValueError"};
    return type_names[object->kind];
}

static void predict_type_name(fuzz_step *step)
{
    makes(step, STR, 0, fuzz_text_from_ascii(type_name_of(step->oy)));
    step->identity = FUZZ_EITHER; /* the type's own, or a copy */
}

static bool is_plain_ascii(fuzz_text text)
{
    for (ptrdiff_t i = 0; i < text.length; i++) {
        if (text.at[i] < 0x20 || text.at[i] > 0x7E || text.at[i] == '\'' ||
            text.at[i] == '\\') {
            return false;
        }
    }
    return true;
}

static void predict_repr(fuzz_step *step)
{
    const fuzz_object *y = step->oy;
    fuzz_text quote = fuzz_text_from_ascii("'");
    switch (y->kind) {
    case HOOK:
        if (!hooked(step, y)) {
            return;
        }
        if (mode_of(y) == WRONG) {
            step->raises = PyExc_TypeError;
            return;
        }
        makes(step, STR, 0, words("hook %d", number_of(y)));
        return;
    case PLAIN: /* has its address in it */
        step->inapplicable = true;
        return;
    case STR:
        step->inapplicable = !is_plain_ascii(y->text);
        makes(step, STR, 0,
              fuzz_text_concat(quote, fuzz_text_concat(y->text, quote)));
        step->identity = FUZZ_FRESH;
        return;
    default:
        makes(step, STR, 0, y->text);
        step->identity = FUZZ_EITHER; /* None's is shared */
        return;
    }
}

static void predict_str_of(fuzz_step *step)
{
    if (step->oy->kind == STR) {
        gives(step, step->oy);
    } else if (step->oy->kind == EXCEPTION) {
        step->inapplicable = true;
    } else {
        predict_repr(step);
    }
}

static void predict_comparison(fuzz_step *step, bool equality)
{
    const fuzz_object *y = step->oy, *z = step->oz;
    const fuzz_object *hook = y->kind == HOOK ? y : z->kind == HOOK ? z : NULL;
    if (hook != NULL) {
        if (hooked(step, hook)) {
            step->raises = mode_of(hook) == WRONG ? PyExc_ValueError : NULL;
            step->expected += number_of(hook) % 2;
        }
    } else if (equality) {
        step->expected = y == z ||
                         (y->kind == z->kind && y->kind == INT &&
                          y->mark == z->mark) ||
                         (y->kind == z->kind && y->kind == STR &&
                          fuzz_text_equal(y->text, z->text));
    } else if (y->kind == STR && z->kind == STR) {
        step->expected = fuzz_text_compare(y->text, z->text) < 0;
    } else if (y->kind == INT && z->kind == INT) {
        step->expected = y->mark < z->mark;
    } else if ((y->kind == TRUE || y->kind == INT) &&
               (z->kind == TRUE || z->kind == INT)) {
        step->expected = y->kind == TRUE && z->kind == INT;
    } else {
        step->raises = PyExc_TypeError;
    }
}

static void predict_equal(fuzz_step *step)
{
    predict_comparison(step, true);
}

static void predict_less(fuzz_step *step)
{
    predict_comparison(step, false);
}

static void predict_truth(fuzz_step *step)
{
    const fuzz_object *y = step->oy;
    if (y->kind == HOOK) {
        if (hooked(step, y)) {
            step->raises = mode_of(y) == WRONG ? PyExc_TypeError : NULL;
            step->expected += number_of(y) % 2;
        }
    } else {
        step->expected = y->kind == STR ? y->text.length > 0 : y->kind != NONE;
    }
}

static void predict_hash(fuzz_step *step)
{
    const fuzz_object *y = step->oy;
    if (y->kind == HOOK) {
        hooked(step, y);
        step->expected += number_of(y);
    } else if (y->kind == INT) {
        step->expected = y->mark;
    }
}

static void predict_pending(fuzz_step *step)
{
    step->raises = PyExc_ValueError; /* and no special method runs */
}

static void predict_restore(fuzz_step *step)
{
    step->raises = PyExc_ValueError;
}

static int name_of(const fuzz_step *step)
{
    return step->value % NAMES;
}

static bool by_utf8(const fuzz_step *step)
{
    return step->value / NAMES % 2;
}

/* lookup_of predicts a look-up: the part, or NULL: not there, or raises. */
static fuzz_object *lookup_of(fuzz_step *step)
{
    if (step->oy->kind == HOOK) {
        hooked(step, step->oy);
        return NULL;
    }
    return step->oy->part[name_of(step)];
}

static void predict_getattr(fuzz_step *step)
{
    fuzz_object *found = lookup_of(step);
    if (found != NULL) {
        gives(step, found);
    } else if (step->raises == NULL) {
        step->raises = PyExc_AttributeError;
    }
}

static void predict_getattr_optional(fuzz_step *step)
{
    fuzz_object *found = lookup_of(step);
    step->expected += found != NULL ? HF_FOUND : HF_MISSING;
    if (found != NULL) {
        gives(step, found);
    }
}

static void predict_hasattr(fuzz_step *step)
{
    step->expected += lookup_of(step) != NULL ? HF_FOUND : HF_MISSING;
}

static void predict_setattr(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    if (step->oz->kind == PLAIN || y->kind == EXCEPTION) {
        step->inapplicable = true; /* a cycle would live on */
    } else if (y->kind != PLAIN) {
        step->raises = PyExc_AttributeError;
    }
}

static void predict_delattr(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    if (y->kind == EXCEPTION) {
        step->inapplicable = true;
    } else if (y->part[name_of(step)] == NULL) {
        step->raises = PyExc_AttributeError;
    }
}

/* How many arguments and keywords a call passes, all of them z. */
static int nargs_of(const fuzz_step *step)
{
    return step->value % ARGUMENTS;
}

static int nkeywords_of(const fuzz_step *step)
{
    return step->value / ARGUMENTS % 3;
}

static void predict_call(fuzz_step *step)
{
    if (step->oy->kind != HOOK) {
        step->raises = PyExc_TypeError;
    } else if (hooked(step, step->oy)) {
        if (nargs_of(step) == 0) {
            makes_none(step);
        } else {
            gives(step, step->oz);
        }
    }
}

static void predict_call_method(fuzz_step *step)
{
    if (step->oy->kind == HOOK) {
        if (hooked(step, step->oy)) {
            step->raises = PyExc_AttributeError;
        }
    } else if (step->oy->kind != PLAIN) {
        step->raises = PyExc_AttributeError;
    } else if (nargs_of(step) == 0) {
        makes_none(step);
    } else {
        gives(step, step->oz);
    }
}

/* ---- Actions. */

static void put(fuzz_step *step, hf_object result)
{
    step->ok = hf_replace(&o[step->x], result);
}

static void became(fuzz_step *step, hf_object result)
{
    o[step->x] = result;
    step->ok = !hf_is_null(o[step->x]);
}

/* count writes how often special methods ran since the last time. */
static void count(fuzz_step *step)
{
    step->found += (int64_t)runs * RUNS;
    runs = 0;
}

static void act_none(fuzz_step *step)
{
    put(step, hf_none());
}

static void act_true(fuzz_step *step)
{
    put(step, hf_true());
}

static void act_int(fuzz_step *step)
{
    put(step, hf_object_from_owned(PyLong_FromLong(int_of(step->value))));
}

static void act_str(fuzz_step *step)
{
    put(step, hf_into_object(hf_str_from_utf8_n(step->utf8, step->size)));
}

static void act_plain(fuzz_step *step)
{
    put(step, hf_object_call_no_args(hf_borrow(plain_class)));
}

static void act_hook(fuzz_step *step)
{
    int mark = step->value % (8 * MODES);
    hf_object_borrowed arguments[2] = {hf_borrow(number[mark / 8]),
                                       hf_borrow(number[mark % 8])};
    put(step, hf_object_call(hf_borrow(hook_class), arguments, 2, NULL, 0));
}

static void act_exception(fuzz_step *step)
{
    hf_error_raise(PyExc_ValueError, "%d", step->value);
    hf_exception caught = hf_error_fetch();
    if (hf_error_occurred()) {
        fuzz_failed("exception", "one was still set after fetch");
    }
    if (PyErr_GivenExceptionMatches(hf_as_raw(caught), PyExc_ValueError)) {
        put(step, hf_into_object(caught));
    } else {
        hf_error_restore(caught); /* a MemoryError */
        step->ok = false;
    }
}

static void act_restore(fuzz_step *step)
{
    hf_error_raise(PyExc_ValueError, "%d", step->value);
    hf_exception caught = hf_error_fetch();
    hf_error_restore(caught);
    step->ok = false;
}

static void act_incref(fuzz_step *step)
{
    put(step, hf_incref(o[step->y]));
}

static void act_decref(fuzz_step *step)
{
    hf_decref(hf_move(&o[step->x]));
}

static void act_clear(fuzz_step *step)
{
    hf_clear(&o[step->x]);
}

static void act_move(fuzz_step *step)
{
    put(step, hf_move(&o[step->y]));
}

static void act_replace_null(fuzz_step *step)
{
    step->found = hf_replace(&o[step->x], hf_null(object));
}

static void act_cast_str(fuzz_step *step)
{
    became(step, hf_into_object(hf_str_cast(hf_move(&o[step->x]))));
}

static void act_cast_exception(fuzz_step *step)
{
    became(step, hf_into_object(hf_exception_cast(hf_move(&o[step->x]))));
}

static void act_cast_borrowed(fuzz_step *step)
{
    step->ok = !hf_is_null(hf_str_cast(hf_borrow(o[step->y])));
}

static void act_checks(fuzz_step *step)
{
    hf_object_borrowed y = hf_borrow(o[step->y]);
    step->found = hf_str_check(y) + 2 * hf_is_none(y) +
                  4 * hf_exception_check(y);
}

static void act_type_name(fuzz_step *step)
{
    put(step, hf_into_object(hf_object_type_name(hf_borrow(o[step->y]))));
}

static void act_repr(fuzz_step *step)
{
    put(step, hf_into_object(hf_object_repr(hf_borrow(o[step->y]))));
    count(step);
}

static void act_str_of(fuzz_step *step)
{
    put(step, hf_into_object(hf_object_str(hf_borrow(o[step->y]))));
    count(step);
}

static void act_equal(fuzz_step *step)
{
    bool equal;
    step->ok = hf_object_equal(hf_borrow(o[step->y]), hf_borrow(o[step->z]),
                               &equal);
    step->found = equal;
    count(step);
}

static void act_less(fuzz_step *step)
{
    bool less;
    step->ok = hf_object_compare(hf_borrow(o[step->y]), hf_borrow(o[step->z]),
                                 Py_LT, &less);
    step->found = less;
    count(step);
}

static void act_truth(fuzz_step *step)
{
    bool is_true;
    step->ok = hf_object_truth(hf_borrow(o[step->y]), &is_true);
    step->found = is_true;
    count(step);
}

static void act_hash(fuzz_step *step)
{
    Py_hash_t hash;
    step->ok = hf_object_hash(hf_borrow(o[step->y]), &hash);
    if (step->oy->kind == HOOK || step->oy->kind == INT) {
        step->found = hash;
    }
    count(step);
}

static void act_pending(fuzz_step *step)
{
    hf_object_borrowed y = hf_borrow(o[step->y]);
    bool unused;
    Py_hash_t hash;
    hf_error_raise(PyExc_ValueError, "pending");
#ifdef HF_CHECKED
    hf_ledger_set_policy(HF_COLLECT); /* it is a mistake */
#endif
    switch (step->value % 6) {
    case 0:
        hf_decref(hf_object_repr(y));
        break;
    case 1:
        step->ok = hf_object_equal(y, y, &unused);
        break;
    case 2:
        step->ok = hf_object_hash(y, &hash);
        break;
    case 3:
        hf_decref(hf_object_call_no_args(y));
        break;
    case 4:
        step->ok = hf_object_hasattr_utf8(y, "a") != HF_ERROR;
        break;
    default:
        hf_decref(hf_object_getattr(y, hf_borrow(name[0])));
        break;
    }
    step->ok = false;
    if (runs != 0) {
        fuzz_failed("exception", "Python code ran while an exception was set");
    }
#ifdef HF_CHECKED
    if (hf_ledger_reports() != 1) {
        fuzz_failed("ledger", "%zu reports, and 1 mistake",
                    hf_ledger_reports());
    }
    hf_ledger_forget();
    hf_ledger_set_policy(HF_ABORT);
#endif
}

static void act_getattr(fuzz_step *step)
{
    hf_object_borrowed y = hf_borrow(o[step->y]);
    int i = name_of(step);
    put(step, by_utf8(step) ? hf_object_getattr_utf8(y, names[i])
                            : hf_object_getattr(y, hf_borrow(name[i])));
    count(step);
}

static void act_getattr_optional(fuzz_step *step)
{
    hf_object_borrowed y = hf_borrow(o[step->y]);
    hf_object value;
    int i = name_of(step);
    hf_lookup found = by_utf8(step)
                          ? hf_object_getattr_optional_utf8(y, names[i], &value)
                          : hf_object_getattr_optional(y, hf_borrow(name[i]),
                                                       &value);
    step->ok = found != HF_ERROR;
    if (hf_replace(&o[step->x], value) != (found == HF_FOUND)) {
        fuzz_failed("exception", "a value exactly when it is found");
    }
    step->found = found;
    count(step);
}

static void act_hasattr(fuzz_step *step)
{
    hf_object_borrowed y = hf_borrow(o[step->y]);
    int i = name_of(step);
    hf_lookup found = by_utf8(step) ? hf_object_hasattr_utf8(y, names[i])
                                    : hf_object_hasattr(y, hf_borrow(name[i]));
    step->ok = found != HF_ERROR;
    step->found = found;
    count(step);
}

/* The old value may have a finalizer that drops slots: the model lets go of it
 * only after the call, and so it never frees what the call still uses. */
static void act_setattr(fuzz_step *step)
{
    hf_object_borrowed y = hf_borrow(o[step->y]), z = hf_borrow(o[step->z]);
    int i = name_of(step);
    step->ok = by_utf8(step) ? hf_object_setattr_utf8(y, names[i], z)
                             : hf_object_setattr(y, hf_borrow(name[i]), z);
    if (step->ok) {
        fuzz_object *old = step->oy->part[i];
        fuzz_hold(step->oz);
        step->oy->part[i] = step->oz;
        if (old != NULL) {
            fuzz_release(old);
        }
    }
}

static void act_delattr(fuzz_step *step)
{
    hf_object_borrowed y = hf_borrow(o[step->y]);
    int i = name_of(step);
    step->ok = by_utf8(step) ? hf_object_delattr_utf8(y, names[i])
                             : hf_object_delattr(y, hf_borrow(name[i]));
    if (step->ok && step->oy->part[i] != NULL) {
        fuzz_release(step->oy->part[i]);
        step->oy->part[i] = NULL;
    }
    count(step);
}

static hf_object call_with(const fuzz_step *step, bool method)
{
    hf_object_borrowed y = hf_borrow(o[step->y]), z = hf_borrow(o[step->z]);
    hf_object_borrowed arguments[ARGUMENTS];
    for (int i = 0; i < nargs_of(step); i++) {
        arguments[i] = z;
    }
    hf_keyword keywords[2] = {{"k", z}, {"l", z}};
    if (!method) {
        return hf_object_call(y, arguments, nargs_of(step), keywords,
                              nkeywords_of(step));
    }
    if (by_utf8(step)) {
        return hf_object_call_method_utf8(y, "echo", arguments, nargs_of(step),
                                          keywords, nkeywords_of(step));
    }
    return hf_object_call_method(y, hf_borrow(echo), arguments, nargs_of(step),
                                 keywords, nkeywords_of(step));
}

static void act_call(fuzz_step *step)
{
    put(step, call_with(step, false));
    count(step);
}

static void act_call_method(fuzz_step *step)
{
    put(step, call_with(step, true));
    count(step);
}

/* ---- The table. */

enum {
    X = FUZZ_X,
    Y = FUZZ_Y,
    Z = FUZZ_Z,
    TEXT = FUZZ_TEXT,
    TO_X = FUZZ_GIVES_X,
    ONTO_X = FUZZ_X | FUZZ_TAKES_X | FUZZ_GIVES_X
};

#define PUT(call) "hf_replace(&o$x, " call ");"

static const fuzz_op ops[] = {
    {"none", PUT("hf_none()"), TO_X, predict_none, act_none},
    {"true", PUT("hf_true()"), TO_X, predict_true, act_true},
    {"int", PUT("int 1000 + $v"), TO_X, predict_int, act_int},
    {"str", PUT("hf_into_object(hf_str_from_utf8_n($text))"), TEXT | TO_X,
     predict_str, act_str},
    {"plain", PUT("Plain()"), TO_X, predict_plain, act_plain},
    {"hook", PUT("Hook($v)"), TO_X | FUZZ_NO_OOM, predict_hook, act_hook},
    {"exception", PUT("ValueError($v)"), TO_X, predict_exception,
     act_exception},
    {"restore", "ValueError($v); hf_error_restore(hf_error_fetch());", 0,
     predict_restore, act_restore},
    {"incref", PUT("hf_incref(o$y)"), Y | TO_X, predict_same_y, act_incref},
    {"decref", "hf_decref(hf_move(&o$x));", X | FUZZ_TAKES_X, NULL, act_decref},
    {"clear", "hf_clear(&o$x);", X | FUZZ_TAKES_X, NULL, act_clear},
    {"move", PUT("hf_move(&o$y)"), Y | FUZZ_TAKES_Y | TO_X, predict_move,
     act_move},
    {"replace_null", PUT("hf_null(object)"), X, NULL, act_replace_null},
    {"cast_str", "o$x = hf_into_object(hf_str_cast(o$x));", ONTO_X,
     predict_cast_str, act_cast_str},
    {"cast_exception", "o$x = hf_into_object(hf_exception_cast(o$x));", ONTO_X,
     predict_cast_exception, act_cast_exception},
    {"cast_borrowed", "hf_str_cast(hf_borrow(o$y));", Y, predict_cast_borrowed,
     act_cast_borrowed},
    {"checks", "hf_str_check(o$y), hf_is_none(o$y), hf_exception_check(o$y);",
     Y, predict_checks, act_checks},
    {"type_name", PUT("hf_object_type_name(o$y)"), Y | TO_X, predict_type_name,
     act_type_name},
    {"repr", PUT("hf_object_repr(o$y)"), Y | TO_X, predict_repr, act_repr},
    {"str_of", PUT("hf_object_str(o$y)"), Y | TO_X, predict_str_of, act_str_of},
    {"equal", "hf_object_equal(o$y, o$z, &truth);", Y | Z, predict_equal,
     act_equal},
    {"less", "hf_object_compare(o$y, o$z, Py_LT, &truth);", Y | Z, predict_less,
     act_less},
    {"truth", "hf_object_truth(o$y, &truth);", Y, predict_truth, act_truth},
    {"hash", "hf_object_hash(o$y, &hash);", Y, predict_hash, act_hash},
    {"pending", "ValueError; use $v of o$y;", Y, predict_pending, act_pending},
    {"getattr", PUT("hf_object_getattr(o$y, name $v)"), Y | TO_X,
     predict_getattr, act_getattr},
    {"getattr_optional", "hf_object_getattr_optional(o$y, name $v, &o$x);",
     Y | TO_X, predict_getattr_optional, act_getattr_optional},
    {"hasattr", "hf_object_hasattr(o$y, name $v);", Y, predict_hasattr,
     act_hasattr},
    {"setattr", "hf_object_setattr(o$y, name $v, o$z);", Y | Z, predict_setattr,
     act_setattr},
    {"delattr", "hf_object_delattr(o$y, name $v);", Y, predict_delattr,
     act_delattr},
    {"call", PUT("hf_object_call(o$y, $v times o$z)"), Y | Z | TO_X,
     predict_call, act_call},
    {"call_method", PUT("hf_object_call_method(o$y, echo, $v times o$z)"),
     Y | Z | TO_X | FUZZ_NO_OOM, predict_call_method, act_call_method},
    {"arm", "", FUZZ_ARMS, NULL, NULL},
};

const fuzz_target fuzz_this = {
    .name = "object_sequence",
    .ops = ops,
    .n_ops = sizeof(ops) / sizeof(ops[0]),
    .start = start,
    .raw = raw,
    .clear = clear,
    .check = check,
    .gone = gone,
    .no_oom = no_oom,
    .finish = finish,
};
