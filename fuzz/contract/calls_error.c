/* The calls of contract.c that are for exceptions. CPython's own functions do
 * the same first; what an exception is made of must be the same then: type,
 * arguments, traceback, cause, context. */

#include "fuzz/contract/compare.h"
#include "fuzz/contract/python.h"
#include "fuzz/contract/rows.h"

#include <math.h>

/* ---- Python code in between. */

static const char source[] =
    "def through(body): body()\n"
    "def deeper(body): through(body)\n"
    "def handles(body):\n"
    "    try: raise ValueError('handled')\n"
    "    except ValueError: body()\n"
    "def replaces(body):\n"
    "    try: body()\n"
    "    except BaseException: raise ValueError('after')\n"
    "def explains(body):\n"
    "    try: body()\n"
    "    except BaseException as e: raise ValueError('after') from e\n"
    "def again(body):\n"
    "    try: body()\n"
    "    except BaseException: raise\n"
    "def cleans(body):\n"
    "    try: body()\n"
    "    finally: [].append(1)\n"
    "ways = [through, deeper, handles, replaces, explains, again, cleans]\n"
    "class Odd(KeyError):\n"
    "    def __init__(self, *values): raise LookupError('odd')\n";
enum { WAYS = 7 };

static PyObject *ways[WAYS], *odd, *call_body;
static void (*body_now)(void);

static PyObject *run_body(PyObject *self, PyObject *none)
{
    (void)self, (void)none;
    body_now();
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

/* run_within runs |body| within Python code of one kind or another, which the
 * exception that it sets goes through. */
static void run_within(int way, void (*body)(void))
{
    body_now = body;
    PyObject *result = PyObject_CallOneArg(ways[way % WAYS], call_body);
    Py_XDECREF(result);
}

void error_start(void)
{
    static PyMethodDef definition = {"body", run_body, METH_NOARGS, NULL};
    PyObject *globals = fuzz_made(PyDict_New());
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    PyDict_SetItemString(globals, "__name__", Py_None);
    Py_DECREF(fuzz_made(PyRun_String(source, Py_file_input, globals, globals)));
    PyObject *all = fuzz_made(PyDict_GetItemString(globals, "ways"));
    for (int i = 0; i < WAYS; i++) {
        ways[i] = PyList_GET_ITEM(all, i);
    }
    odd = fuzz_made(PyDict_GetItemString(globals, "Odd"));
    call_body = fuzz_made(PyCFunction_New(&definition, NULL));
}

/* picture_now is the picture of the exception that is set, which stays so. */
static PyObject *picture_now(void)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyObject *wanted_type = Py_XNewRef(type), *wanted_value = Py_XNewRef(value);
    PyObject *wanted_traceback = Py_XNewRef(traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    /* What is set has a traceback of its own: the exception may have another. */
    PyObject *of = picture(value, traceback != NULL ? traceback : Py_None);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
    PyErr_Restore(wanted_type, wanted_value, wanted_traceback);
    return of;
}

static void check_picture(const char *what, PyObject *wanted, PyObject *found)
{
    if (!is_alike(found, wanted)) {
        fuzz_failed("exception", "expected %s to be %s, found %s", what,
                    picture_words(wanted), picture_words(found));
    }
}

/* ---- An exception is raised with a message. */

static struct {
    uint8_t value, more;
    PyObject *type;
    operand *operand;
} raising;

static PyObject *type_to_raise(uint8_t more)
{
    PyObject *const types[8] = {
        PyExc_OSError,         PyExc_KeyError,
        python_global("Stop"), odd,
        PyExc_SystemExit,      python_global("Missing"),
        PyExc_ImportError,     PyExc_UnicodeDecodeError};
    return types[more & 7];
}

/* RAISE is |call| with each of the messages. Not all of them are C strings. */
#define RAISE(call)                                                            \
    do {                                                                       \
        PyObject *at = raising.operand->raw;                                   \
        switch (raising.value & 7) {                                           \
        case 0:                                                                \
            call("%d", raising.value);                                         \
            break;                                                             \
        case 1:                                                                \
            call("%R", operand_fixed[NAME].raw);                               \
            break;                                                             \
        case 2:                                                                \
            call("%R!", at != NULL ? at : Py_None);                            \
            break;                                                             \
        case 3:                                                                \
            call("<%S>", at != NULL ? at : Py_None);                           \
            break;                                                             \
        case 4: /* with NULs, or a surrogate */                                \
            call("%U",                                                         \
                 operand_fixed[STRS + 8 + (raising.value >> 3 & 1)].raw);      \
            break;                                                             \
        case 5:                                                                \
            call("%zd %lld", PY_SSIZE_T_MIN, (long long)INT64_MAX);            \
            break;                                                             \
        case 6:                                                                \
            call("%s", "");                                                    \
            break;                                                             \
        default:                                                               \
            call("\xE9%%");                                                    \
            break;                                                             \
        }                                                                      \
    } while (0)

static PyObject *message;
#define MAKE(...) message = PyUnicode_FromFormat(__VA_ARGS__)
static void raise_as_cpython(void)
{
    PyErr_Clear();
    RAISE(MAKE);
    if (message != NULL) {
        PyErr_SetObject(raising.type, message);
    }
    Py_CLEAR(message);
}

#define RAISE_IT(...) hf_error_raise(raising.type, __VA_ARGS__)
static void raise_it(void)
{
    RAISE(RAISE_IT);
}

void errors(call *c)
{
    never_fails(c);
    operand *o = left(c);
    raising.value = c->value;
    raising.more = c->more;
    raising.type = type_to_raise(c->more);
    raising.operand = o;
    bool is_within = c->value & 0x40;
    int way = c->more >> 4;
    is_within ? run_within(way, raise_as_cpython) : raise_as_cpython();
    as_cpython(c, NULL);
    begin(c);
    c->is_pending = false; /* it replaces what is set */
    if (is_within) {
        PyErr_Clear(); /* CPython runs nothing with one */
        run_within(way, raise_it);
    } else {
        raise_it();
    }
    bool ok = !hf_error_occurred();
    end(c, ok);
}

/* ---- Whether an exception matches. */

/* matching is a type, or a tuple of them, which may be in tuples again. */
static PyObject *matching(const call *c)
{
    PyObject *const types[8] = {PyExc_KeyError,        PyExc_LookupError,
                                PyExc_AttributeError,  python_global("Missing"),
                                python_global("Stop"), PyExc_BaseException,
                                PyExc_Exception,       PyExc_OSError};
    PyObject *one = types[c->b & 7], *other = types[c->b >> 3 & 7];
    if ((c->a & 3) == 3) { /* what is no type of exceptions matches none */
        other = c->a & 4 ? (PyObject *)&PyBaseObject_Type : Py_None;
        one = c->a & 8 ? other : one;
    }
    switch (c->b >> 6 & 3) {
    case 0:
        return Py_NewRef(one);
    case 1:
        return PyTuple_Pack(2, one, other);
    case 2: {
        PyObject *within = PyTuple_Pack(2, one, other);
        PyObject *both = PyTuple_Pack(2, PyExc_OSError, within);
        Py_DECREF(within);
        return both;
    }
    default:
        return PyTuple_New(0);
    }
}

void error_matches(call *c)
{
    PyObject *const raised[8] = {
        PyExc_KeyError,           python_global("Missing"),
        python_global("Stop"),    PyExc_OSError,
        PyExc_FileNotFoundError,  PyExc_AttributeError,
        PyExc_UnicodeDecodeError, NULL};
    never_pending(c);
    PyObject *type = c->more & 1 ? python_global("Both") : raised[c->value & 7];
    PyObject *wanted_type = matching(c);
    begin(c);
    if (type != NULL && type != PyExc_UnicodeDecodeError) {
        PyErr_SetString(type, "raised");
    } else if (type != NULL) {
        Py_XDECREF(PyUnicode_DecodeUTF8("\xFF", 1, NULL));
    }
    bool wanted = type != NULL && PyErr_ExceptionMatches(wanted_type);
    PyObject *before = picture_now();
    bool found = hf_error_matches(wanted_type);
    PyObject *after = picture_now();
    bool occurred = hf_error_occurred();
    hf_error_clear();
    bool is_left = PyErr_Occurred() != NULL;
    end(c, true);
    expect(c, "whether the exception matches", wanted, found);
    expect(c, "whether an exception is set", type != NULL, occurred);
    expect(c, "whether an exception is set, once it was cleared,", false,
           is_left);
    check_picture("the exception that was asked for", before, after);
    Py_DECREF(before);
    Py_DECREF(after);
    Py_DECREF(wanted_type);
}

/* ---- What is restored, and is no exception. */

void error_restore(call *c)
{
    never_fails(c);
    operand *o = left(c);
    PyObject *raw = o->raw;
    if (raw == NULL) { /* it clears */
        begin(c);
        hf_error_restore(hf_null(exception));
        c->is_pending = false;
        end(c, !hf_error_occurred());
        return;
    }
    bool is_exception = PyExceptionInstance_Check(raw) != 0;
    if (is_exception) { /* it replaces */
        PyErr_SetObject((PyObject *)Py_TYPE(raw), raw);
        raises_as(c);
    } else {
        raises(c, PyExc_TypeError, "expected BaseException, found %.200s",
               Py_TYPE(raw)->tp_name);
        c->fails = true;
    }
    begin(c);
    hf_error_restore(hf_exception_from_owned(hf_into_raw(given_object(o))));
    c->is_pending &= !is_exception;
    end(c, false);
}

/* ---- Programs of exceptions: raised, fetched, restored, one within the other,
 * with Python code in between. */

enum { KEPT_MOST = 4, PROGRAM = 10 };

/* One of the two that run the program: with what it has fetched, oldest first.
 */
typedef struct runner {
    PyObject *kept[KEPT_MOST];
    int n;
    PyObject *pictures[PROGRAM * 2];
    int n_pictures;
} runner;

typedef PyObject *fetcher(void);
typedef void restorer(PyObject *exception);

static PyObject *fetch_as_cpython(void)
{
#if PY_VERSION_HEX >= 0x030C0000
    return PyErr_GetRaisedException();
#else
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    if (value != NULL && traceback != NULL) {
        PyException_SetTraceback(value, traceback);
    }
    Py_XDECREF(type);
    Py_XDECREF(traceback);
    return value;
#endif
}

static void restore_as_cpython(PyObject *exception)
{
#if PY_VERSION_HEX >= 0x030C0000
    PyErr_SetRaisedException(exception);
#else
    PyErr_Clear();
    if (exception != NULL) {
        PyErr_Restore(Py_NewRef(Py_TYPE(exception)), exception,
                      PyException_GetTraceback(exception));
    }
#endif
}

static PyObject *fetch_it(void)
{
    hf_exception e = hf_error_fetch();
    return hf_is_null(e) ? NULL : hf_into_raw(e);
}

static void restore_it(PyObject *exception)
{
    hf_error_restore(exception != NULL ? hf_exception_from_owned(exception)
                                       : hf_null(exception));
}

static PyObject *carried;
static restorer *carrier;
static void carry(void)
{
    carrier(carried);
}

static void raise_from_c(void)
{
    PyErr_SetString(PyExc_OSError, "from C");
}

static void raise_lazily(void)
{
    PyErr_SetNone(PyExc_KeyError);
}

/* take_out takes the kept exception |i| out. */
static PyObject *take_out(runner *r, int i)
{
    PyObject *one = r->kept[i];
    for (r->n--; i < r->n; i++) {
        r->kept[i] = r->kept[i + 1];
    }
    return one;
}

/* do_step does one of eight things, each of which needs what it needs. */
static void do_step(runner *r, int step, int way, fetcher *fetch,
                    restorer *restore)
{
    switch (step) {
    case 0:
        PyErr_Clear();
        run_within(way, raise_from_c);
        break;
    case 1:
        raise_from_c();
        break;
    case 2:
        raise_lazily();
        break;
    case 3:
    case 4: /* fetched, and kept */
        if (r->n < KEPT_MOST) {
            PyObject *one = fetch();
            if (one != NULL) {
                r->kept[r->n++] = one;
            }
        }
        break;
    case 5: /* the last again, or the first */
        if (r->n > 0) {
            restore(take_out(r, way & 1 ? r->n - 1 : 0));
        }
        break;
    case 6: /* through Python code */
    default:
        carried = fetch();
        carrier = restore;
        if (carried != NULL) {
            run_within(way, carry);
        }
        break;
    }
}

static void run_program(runner *r, const call *c, fetcher *fetch,
                        restorer *restore)
{
    uint32_t bits = (uint32_t)c->a | (uint32_t)c->b << 8 |
                    (uint32_t)c->value << 16 | (uint32_t)c->more << 24;
    for (int i = 0; i < 5; i++, bits >>= 6) {
        do_step(r, bits & 7, bits >> 3 & 7, fetch, restore);
        r->pictures[r->n_pictures++] = picture_now();
        r->pictures[r->n_pictures++] = picture(
            r->n > 0 ? r->kept[r->n - 1] : NULL, NULL);
    }
    /* All that is kept comes back, the last first. */
    while (r->n > 0) {
        restore(take_out(r, r->n - 1));
        PyObject *one = fetch();
        if (r->n_pictures < PROGRAM * 2) {
            r->pictures[r->n_pictures++] = picture(one, NULL);
        }
        Py_XDECREF(one);
    }
    PyErr_Clear();
}

void error_program(call *c)
{
    never_pending(c);
    runner wanted = {.n = 0}, found = {.n = 0};
    begin(c);
    run_program(&wanted, c, fetch_as_cpython, restore_as_cpython);
    run_program(&found, c, fetch_it, restore_it);
    end(c, true);
    for (int i = 0; i < wanted.n_pictures; i++) {
        check_picture(i % 2 == 0 ? "the exception that is set"
                                 : "the exception that was fetched",
                      wanted.pictures[i], found.pictures[i]);
    }
    for (int i = 0; i < wanted.n_pictures; i++) {
        Py_DECREF(wanted.pictures[i]);
        Py_DECREF(found.pictures[i]);
    }
}
