#include "fuzz/targets/number_world.h"

#ifdef HF_PLANTED
#include "fuzz/targets/number_planted.h"
#endif

#include "fuzz/engine/in_step.h"
#include "fuzz/engine/text.h"

#include <string.h>

static const char source[] =
    "class I(int):\n"
    "    __slots__ = ()\n"
    "    def __int__(self): ran(); return 42\n"
    "    def __index__(self): ran(); return 42\n"
    "    def __float__(self): ran(); return 0.5\n"
    "    def __repr__(self): ran(); return '42'\n"
    "    __str__ = __repr__\n"
    "class F(float):\n"
    "    __slots__ = ()\n"
    "    def __int__(self): ran(); return 42\n"
    "    def __float__(self): ran(); return 0.5\n"
    "class C(complex):\n"
    "    __slots__ = ()\n"
    "    def __complex__(self): ran(); return 42j\n"
    "class Hook:\n"
    "    __slots__ = ('mode', 'number')\n"
    "    def __init__(self, mode, number):\n"
    "        self.mode = mode; self.number = number\n"
    "    def _run(self):\n"
    "        ran()\n"
    "        if self.mode == 1: raise ValueError('hook')\n"
    "        if self.mode == 2: raise KeyboardInterrupt\n"
    "        if self.mode == 3: drop()\n"
    "        if self.mode == 6: nest()\n"
    "    def _as(self, exact, subclass):\n"
    "        self._run()\n"
    "        if self.mode == 4: return '42'\n"
    "        value = exact(self.number)\n"
    "        return subclass(value) if self.mode == 5 else value\n"
    "    def __index__(self): return self._as(int, I)\n"
    "    def __int__(self): return self._as(int, I)\n"
    "    def __float__(self): return self._as(float, F)\n"
    "    def __complex__(self): return self._as(complex, C)\n"
    "    def _forward(self, other, *modulus):\n"
    "        self._run()\n"
    "        return NotImplemented if self.mode == 4 else other\n"
    "    def _back(self, other, *modulus):\n"
    "        self._run()\n"
    "        return NotImplemented if self.mode == 4 else self\n"
    "    def _same(self):\n"
    "        self._run()\n"
    "        return self\n"
    "for name in ('add sub mul matmul truediv floordiv mod divmod pow lshift "
    "'\n"
    "             'rshift and xor or').split():\n"
    "    setattr(Hook, f'__{name}__', Hook._forward)\n"
    "    setattr(Hook, f'__r{name}__', Hook._back)\n"
    "    setattr(Hook, f'__i{name}__', Hook._back)\n"
    "for name in 'neg pos invert abs'.split():\n"
    "    setattr(Hook, f'__{name}__', Hook._same)\n"
    "import warnings\n"
    "warnings.simplefilter('ignore')\n";

static hf_object hook_class, subclass_of[3];
static PyObject *modes[MODES], *hook_number[HOOKS];

static int runs; /* of special methods, in this step */

/* ---- What the Python code calls. */

static PyObject *ran(PyObject *self, PyObject *unused)
{
    (void)self, (void)unused;
    runs++;
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

static PyMethodDef functions[] = {{"ran", ran, METH_NOARGS, NULL},
                                  {"drop", drop, METH_NOARGS, NULL},
                                  {"nest", nest, METH_NOARGS, NULL},
                                  {NULL, NULL, 0, NULL}};

int take_runs(void)
{
    int n = runs;
    runs = 0;
    return n;
}

/* ---- The start. */

fuzz_whole hook_value(int i)
{
    static const int64_t small[HOOKS - 2] = {-1,  0,         127,
                                             256, INT64_MIN, INT64_MAX};
    fuzz_whole most = fuzz_whole_from_u64(UINT64_MAX);
    fuzz_whole one = fuzz_whole_from_i64(1);
    return i < HOOKS - 2    ? fuzz_whole_from_i64(small[i])
           : i == HOOKS - 2 ? most
                            : fuzz_whole_add(&most, &one);
}

hf_object hook(int what, int i)
{
    hf_object_borrowed arguments[2] = {hf_object_from_borrowed(modes[what]),
                                       hf_object_from_borrowed(hook_number[i])};
    return hf_object_call(hf_borrow(hook_class), arguments, 2, NULL, 0);
}

hf_object subclass(hf_object_borrowed y)
{
    int which = hf_int_check(y) ? 0 : hf_float_check(y) ? 1 : 2;
    return hf_object_call_one_arg(hf_borrow(subclass_of[which]), y);
}

/* fill_free_list has CPython keep as many floats as it does: what is made later
 * is one of these. */
static void fill_free_list(void)
{
    enum { MOST = 300 };
    PyObject *kept[MOST];
    for (int i = 0; i < MOST; i++) {
        kept[i] = fuzz_made(PyFloat_FromDouble(0.5));
    }
    for (int i = 0; i < MOST; i++) {
        Py_DECREF(kept[i]);
    }
}

/* warm_up fills what CPython keeps from the first use on. */
static void warm_up(void)
{
    enum { TIMES = 20 };
    hf_auto(object, five,
            hf_object_from_owned(fuzz_made(PyLong_FromLong(500))));
    for (int i = 0; i < TIMES * MODES; i++) {
        hf_auto(object, y, hook(i % NESTS, i % HOOKS));
        hf_auto(
            object, in,
            hf_object_call_one_arg(hf_borrow(subclass_of[0]), hf_borrow(five)));
        for (int op = 0; op < OPERATORS; op++) {
            hf_decref(operate(op, hf_borrow(y), hf_borrow(five)));
            PyErr_Clear();
            hf_decref(operate(op, hf_borrow(five), hf_borrow(y)));
            PyErr_Clear();
            if (op < DIVMOD) {
                hf_decref(operate_in_place(op, hf_incref(y), hf_borrow(five)));
                PyErr_Clear();
            }
        }
        for (int op = 0; op < UNARIES; op++) {
            hf_decref(operate_on(op, hf_borrow(y)));
            PyErr_Clear();
        }
        for (int to = 0; to < CONVERSIONS; to++) {
            hf_decref(convert(to, hf_borrow(y)));
            PyErr_Clear();
            hf_decref(convert(to, hf_borrow(in)));
            PyErr_Clear();
        }
        hf_complex_value unused;
        hf_worked worked = hf_object_as_complex(y, &unused);
        (void)worked;
        PyErr_Clear();
    }
}

void fuzz_world_start(void)
{
    static const char *const names[3] = {"I", "F", "C"};
    PyObject *globals = PyDict_New();
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    fuzz_set_made(globals, "__name__", PyUnicode_FromString("fuzz"));
    for (PyMethodDef *f = functions; f->ml_name != NULL; f++) {
        fuzz_set_made(globals, f->ml_name, PyCFunction_New(f, NULL));
    }
    Py_DECREF(fuzz_made(PyRun_String(source, Py_file_input, globals, globals)));
    hook_class = hf_object_from_owned(
        fuzz_made(Py_NewRef(PyDict_GetItemString(globals, "Hook"))));
    for (int i = 0; i < 3; i++) {
        subclass_of[i] = hf_object_from_owned(
            fuzz_made(Py_NewRef(PyDict_GetItemString(globals, names[i]))));
    }
    for (int i = 0; i < MODES; i++) {
        modes[i] = fuzz_made(PyLong_FromLong(i));
    }
    for (int i = 0; i < HOOKS; i++) {
        char text[FUZZ_WHOLE_TEXT];
        fuzz_whole value = hook_value(i);
        fuzz_whole_to_text(&value, 10, text);
        hook_number[i] = fuzz_made(PyLong_FromString(text, NULL, 10));
    }
    warm_up();
    fill_free_list();
    runs = 0;
}

/* ---- Integers of C. */

hf_int from_type(int type, int64_t bits)
{
    switch (type) {
#define FROM(number, type, from)                                               \
    case number:                                                               \
        return hf_int_##from((type)bits);
        FROM_TYPES(FROM)
    default:
        return hf_null(int);
    }
}

static void expect_zeros(bool worked, bool zeros)
{
    if (!worked && !zeros) {
        fuzz_failed("content", "it failed, and wrote something else than 0");
    }
}

/* What is not written shows: 77 is in the range of all types. */
#define WRITE(number, type, as, least, most)                                   \
    case number: {                                                             \
        type value = 77;                                                       \
        worked = CALLED(as)(y, &value);                                        \
        *out = (int64_t)value;                                                 \
        break;                                                                 \
    }

bool int_as(hf_int_borrowed y, int type, int64_t *out)
{
    bool worked = false;
    switch (type) {
#define CALLED(as) hf_int_##as
        TO_TYPES(WRITE)
#undef CALLED
    }
    expect_zeros(worked, *out == 0);
    return worked;
}

bool object_as(hf_object_borrowed y, int type, int64_t *out)
{
    bool worked = false;
    switch (type) {
#define CALLED(as) hf_object_##as
        TO_TYPES(WRITE)
#undef CALLED
    }
    expect_zeros(worked, *out == 0);
    return worked;
}

bool int_as_while_pending(hf_int_borrowed y, int type, int64_t *out)
{
    hf_error_raise(PyExc_LookupError, "pending");
    PyObject *pending = PyErr_Occurred();
    bool worked = int_as(y, type, out);
    if (PyErr_Occurred() != pending) {
        fuzz_failed("exception", "the exception that was set is there no more");
    }
    if (worked) {
        PyErr_Clear();
    }
    return worked;
}

bool as_double(int slot, double_of as, int64_t *bits)
{
    double value = 77;
    bool worked = as == AS_INT
                      ? hf_int_as_double(hf_borrow(s[slot].as_int), &value)
                  : as == AS_FLOAT
                      ? hf_float_as_double(hf_borrow(s[slot].as_float), &value)
                      : hf_object_as_double(hf_borrow(s[slot].as_object),
                                            &value);
    *bits = fuzz_bits_of(value);
    expect_zeros(worked, *bits == 0);
    return worked;
}

bool as_complex(int slot, bool by_value, int64_t *real, int64_t *imaginary)
{
    hf_complex_value value = {77, 77};
    bool worked = by_value ? hf_complex_as_value(hf_borrow(s[slot].as_complex),
                                                 &value)
                           : hf_object_as_complex(hf_borrow(s[slot].as_object),
                                                  &value);
    *real = fuzz_bits_of(value.real);
    *imaginary = fuzz_bits_of(value.imag);
    expect_zeros(worked, *real == 0 && *imaginary == 0);
    return worked;
}

bool as_bytes(hf_int_borrowed y, Py_ssize_t size, int layout,
              const char *expected, int64_t *difference)
{
    char *data = fuzz_room((size_t)size); /* a write behind it is seen */
    memset(data, 77, (size_t)size);
    bool worked = hf_int_as_bytes(y, data, size, layout);
    Py_ssize_t i = 0;
    while (i < size && data[i] == (worked ? expected[i] : 0)) {
        i++;
    }
    *difference = i < size ? i : -1;
    expect_zeros(worked, i == size);
    return worked;
}

/* ---- Operators. */

#define BINARY(X)                                                              \
    X(ADD, add)                                                                \
    X(SUBTRACT, subtract)                                                      \
    X(MULTIPLY, multiply)                                                      \
    X(MATMUL, matmul)                                                          \
    X(DIVIDE, divide)                                                          \
    X(FLOOR_DIVIDE, floor_divide)                                              \
    X(MODULO, modulo)                                                          \
    X(POWER, power)                                                            \
    X(LSHIFT, lshift)                                                          \
    X(RSHIFT, rshift)                                                          \
    X(AND, and)                                                                \
    X(XOR, xor)                                                                \
    X(OR, or)

hf_object operate(int op, hf_object_borrowed y, hf_object_borrowed z)
{
    switch (op) {
#define OPERATE(number, name)                                                  \
    case number:                                                               \
        return hf_number_##name(y, z);
        BINARY(OPERATE)
    default:
        return hf_number_divmod(y, z);
    }
}

hf_object operate_in_place(int op, hf_object x, hf_object_borrowed z)
{
    switch (op) {
#define OPERATE_IN_PLACE(number, name)                                         \
    case number:                                                               \
        return hf_number_##name##_in_place(x, z);
        BINARY(OPERATE_IN_PLACE)
    default:
        return x;
    }
}

hf_object divided(int which, hf_object_borrowed y, hf_object_borrowed z)
{
    hf_object both = hf_number_divmod(y, z);
    PyObject *raw = hf_as_raw(both);
    if (raw == NULL || !PyTuple_CheckExact(raw)) {
        return both;
    }
    if (PyTuple_GET_SIZE(raw) != 2) {
        fuzz_failed("content",
                    "divmod: expected a tuple of 2, found one of %zd",
                    PyTuple_GET_SIZE(raw));
    }
    PyObject *one = Py_NewRef(PyTuple_GET_ITEM(raw, which));
    hf_decref(both);
    return hf_object_from_owned(one);
}

hf_object operate_on(int op, hf_object_borrowed y)
{
    return op == NEGATIVE   ? hf_number_negative(y)
           : op == POSITIVE ? hf_number_positive(y)
           : op == INVERT   ? hf_number_invert(y)
                            : hf_number_absolute(y);
}

hf_object convert(int to, hf_object_borrowed y)
{
    return to == TO_INDEX ? hf_into_object(hf_number_index(y))
           : to == TO_INT ? hf_into_object(hf_number_int(y))
                          : hf_into_object(hf_number_float(y));
}

hf_object cast(int to, hf_object x)
{
    return to == IS_INT     ? hf_into_object(hf_int_cast(x))
           : to == IS_BOOL  ? hf_into_object(hf_bool_cast(x))
           : to == IS_FLOAT ? hf_into_object(hf_float_cast(x))
                            : hf_into_object(hf_complex_cast(x));
}

int checks(hf_object_borrowed y)
{
    return hf_int_check(y) << IS_INT | hf_bool_check(y) << IS_BOOL |
           hf_float_check(y) << IS_FLOAT | hf_complex_check(y) << IS_COMPLEX;
}
