#include "fuzz/contract/call.h"

#include "fuzz/contract/compare.h"
#include "fuzz/contract/python.h"
#include "fuzz/engine/str_oracle.h"

#include <stdarg.h>
#include <string.h>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#endif
#endif
#ifndef ASAN_POISON_MEMORY_REGION
#define ASAN_POISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(at, size) ((void)(at), (void)(size))
#endif

/* ---- Operands. */

Py_ssize_t bound_chosen(int which)
{
    static const Py_ssize_t bounds[16] = {
        0,  1,  2,  3,  4,  7,   71, PY_SSIZE_T_MAX,
        -1, -2, -3, -4, -9, -70, PY_SSIZE_T_MIN, ((Py_ssize_t)1 << 32) + 1};
    return bounds[which & 15];
}

/* container_of is the kind of a container, as the other operand's |byte| says. */
static int container_of(const call *c, int byte)
{
    return byte / 3 % 3 + (c->within == RIGHT_WITHIN ? 0 : 3);
}

/* put_within makes |o| a container of what it is, and of as many as |byte| says. */
static void put_within(call *c, operand *o, int byte)
{
    c->inner = *o;
    *o = operand_within(&c->inner, container_of(c, byte), byte % 3, c->is_last);
}

operand *left(call *c)
{
    if (!c->has_x) {
        c->x = operand_make(c->a, c->more & 15, c->is_last);
        c->has_x = true;
        if (c->within == LEFT_WITHIN) {
            put_within(c, &c->x, c->b);
        }
    }
    return &c->x;
}

operand *right(call *c)
{
    bool is_same = c->a == c->b && !c->is_last && c->within == NOT_WITHIN &&
                   (c->a < CRAFTED || (c->more & 15) == c->more >> 4);
    if (is_same) {
        return left(c);
    }
    if (!c->has_y) {
        c->y = operand_make(c->b, c->more >> 4, c->is_last);
        c->has_y = true;
        if (c->within == RIGHT_WITHIN || c->within == RIGHT_WITHIN_OWN) {
            put_within(c, &c->y, c->a);
        }
    }
    return &c->y;
}

hf_str_borrowed lent(operand *o)
{
    return hf_str_from_borrowed(o->raw);
}

hf_object_borrowed lent_object(operand *o)
{
    return hf_object_from_borrowed(o->raw);
}

/* reference is one more, or the operand's own. */
static PyObject *reference(operand *o)
{
    if (o->raw == NULL || o->is_given || !o->is_last) {
        return Py_XNewRef(o->raw);
    }
    o->is_given = true;
    return o->raw;
}

hf_str given(operand *o)
{
    PyObject *raw = reference(o);
    return raw != NULL ? hf_str_from_owned(raw) : hf_null(str);
}

hf_object given_object(operand *o)
{
    PyObject *raw = reference(o);
    return raw != NULL ? hf_object_from_owned(raw) : hf_null(object);
}

enum { HAND = 4096, AROUND = 16 };
static char hands[HANDS][AROUND + HAND + AROUND];
static Py_ssize_t in_hand[HANDS];

const char *handed(int which, const char *bytes, Py_ssize_t size)
{
    char *all = hands[which], *at = all + AROUND;
    if (bytes == NULL || size < 0 || size > HAND) {
        return bytes;
    }
    ASAN_UNPOISON_MEMORY_REGION(all, sizeof(hands[which]));
    memcpy(at, bytes, (size_t)size);
    ASAN_POISON_MEMORY_REGION(all, AROUND);
    ASAN_POISON_MEMORY_REGION(at + size, (size_t)(HAND - size + AROUND));
    in_hand[which] = size;
    return at;
}

const char *handed_name(int which, const char *name)
{
    return name != NULL ? handed(which, name, (Py_ssize_t)strlen(name) + 1)
                        : NULL;
}

/* take_back overwrites what was handed: nobody may read it again. */
static void take_back(void)
{
    for (int which = 0; which < HANDS; which++) {
        if (in_hand[which] > 0) {
            memset(hands[which] + AROUND, 'z', (size_t)in_hand[which]);
            in_hand[which] = 0;
        }
    }
}

/* ---- What is expected. */

/* What is set before a call, and what it is like: the exception may be changed. */
static PyObject *pending, *pending_traceback, *pending_picture;

/* The same as C code may leave it: a type, and what an instance is to be made of. */
static PyObject *lazy_type, *lazy_value, *lazy_picture;

bool is_refused(const call *c)
{
    return c->fails;
}

void succeeds(call *c)
{
    c->fails = false;
    Py_CLEAR(c->wanted);
}

void raises(call *c, PyObject *type, const char *format, ...)
{
    if (c->fails) {
        return;
    }
    PyObject *message = NULL;
    if (format != NULL) {
        va_list arguments;
        va_start(arguments, format);
        message = fuzz_made(PyUnicode_FromFormatV(format, arguments));
        va_end(arguments);
    }
    PyObject *exception = fuzz_made(
        PyObject_CallFunctionObjArgs(type, message, NULL));
    c->fails = true;
    c->wanted = picture(exception, NULL);
    Py_DECREF(exception);
    Py_XDECREF(message);
}

/* fetched takes the exception that is set, and makes a picture of it. */
static PyObject *fetched(PyObject **exception, PyObject **traceback)
{
    PyObject *type;
    PyErr_Fetch(&type, exception, traceback);
    PyErr_NormalizeException(&type, exception, traceback);
    Py_XDECREF(type);
    return picture(*exception, *traceback);
}

void raises_as(call *c)
{
    PyObject *exception, *traceback;
    PyObject *of = fetched(&exception, &traceback);
    if (exception != NULL && !c->fails) {
        c->fails = true;
        c->wanted = Py_NewRef(of);
    }
    Py_DECREF(of);
    Py_XDECREF(exception);
    Py_XDECREF(traceback);
}

static void is_null(call *c, const char *function, const char *what)
{
    raises(c, PyExc_SystemError,
           "%s: the %s handle is null and no exception is set (was it moved "
           "out?)",
           function, what);
}

void needs_str(call *c, const char *function, operand *o)
{
    if (o->raw == NULL) {
        is_null(c, function, "str");
    } else {
        needs_name(c, function, o->raw);
    }
}

void needs_object(call *c, const char *function, PyObject *raw)
{
    if (raw == NULL) {
        is_null(c, function, "object");
    }
}

void needs_name(call *c, const char *function, PyObject *name)
{
    if (name == NULL) {
        is_null(c, function, "str");
    } else if (!PyUnicode_Check(name)) {
        raises(c, PyExc_TypeError, "expected str, found %.200s",
               Py_TYPE(name)->tp_name);
    }
}

void needs_size(call *c, const char *function, Py_ssize_t size)
{
    if (size < 0) {
        char digits[30]; /* by itself: the size may be cut where it is printed */
        snprintf(digits, sizeof(digits), "%lld", (long long)size);
        raises(c, PyExc_OverflowError,
               "%s: %s is no size: it is negative, or was more than a "
               "Py_ssize_t can hold",
               function, digits);
    }
}

void needs_bytes(call *c, const char *function)
{
    raises(c, PyExc_SystemError, "%s: the UTF-8 pointer is NULL", function);
}

bool runs_python(call *c)
{
    c->armed = 0; /* CPython 3.11 aborts when it cannot allocate a frame */
#ifdef HF_CHECKED
    c->is_pending = false; /* it is a mistake, and reported */
#endif
    c->fails |= c->is_pending;
    return !c->fails;
}

/* forget makes Python code and its objects what they were at first. */
static void forget(call *c)
{
    python_reset();
    operand_reset(&c->inner);
    if (c->has_x) {
        operand_reset(&c->x);
    }
    if (c->has_y) {
        operand_reset(&c->y);
    }
}

void as_cpython(call *c, PyObject *result)
{
    c->result = result;
    c->log = python_log();
    raises_as(c);
}

/* ---- The call. */

void never_fails(call *c)
{
    c->armed = 0;
}

void never_pending(call *c)
{
    c->armed = 0;
    c->is_pending = false;
}

void begin(call *c)
{
    forget(c);
    python_ends(true);
    if (c->is_pending && c->is_lazy) {
        PyErr_Restore(Py_NewRef(lazy_type), Py_NewRef(lazy_value),
                      Py_NewRef(pending_traceback));
    } else if (c->is_pending) {
        PyErr_Restore(Py_NewRef(Py_TYPE(pending)), Py_NewRef(pending),
                      Py_NewRef(pending_traceback));
    }
#if PY_VERSION_HEX >= 0x030D0000
    /* CPython loses the exception that is set, also by a refusal, where an instance
     * ends without memory: docs/cpython/instance_without_memory.c. */
    if (c->is_last || c->within) {
        c->armed = 0;
    }
#endif
    if (c->armed) {
        fail_allocation(c->armed);
    }
}

/* forget_hashes takes out of a log that a hash was asked for: from CPython 3.14 on a
 * tuple asks what is in it but once, and that may have been before the call. */
static void forget_hashes(PyObject *log)
{
    for (Py_ssize_t i = PyList_GET_SIZE(log); i-- > 0;) {
        PyObject *name = PyTuple_GET_ITEM(PyList_GET_ITEM(log, i), 0);
        if (PyUnicode_CheckExact(name) &&
            PyUnicode_CompareWithASCIIString(name, "__hash__") == 0) {
            PyList_SetSlice(log, i, i + 1, NULL);
        }
    }
}

/* check_log compares what Python code ran with what was to run. */
static void check_log(const call *c)
{
    PyObject *found = python_log();
    PyObject *wanted = c->log != NULL ? Py_NewRef(c->log)
                                      : fuzz_made(PyList_New(0));
    if (PY_VERSION_HEX >= 0x030E0000 && c->within) {
        forget_hashes(found);
        forget_hashes(wanted);
    }
    if (!is_alike(found, wanted)) {
        fuzz_failed("python",
                    "expected these special methods to be called, in order: "
                    "%s; found %s",
                    words_of(wanted), words_of(found));
    }
    Py_DECREF(wanted);
    Py_DECREF(found);
}

/* check_pending compares the exception that was set before with what it was. */
static void check_pending(const call *c, PyObject *exception,
                          PyObject *traceback, PyObject *found)
{
    PyObject *of = c->is_lazy ? lazy_picture : pending_picture;
    bool is_same = c->is_lazy || exception == pending;
    if (!is_same || traceback != pending_traceback || !is_alike(found, of)) {
        fuzz_failed("exception",
                    "expected the exception that was set before, %s; found %s",
                    picture_words(of), picture_words(found));
    }
}

/* sets_aside says that what is set before the call is there behind it also where
 * memory was missing (core/internal/pending.h). Elsewhere a MemoryError may take its
 * place, as it does where CPython's own functions fail. */
static bool sets_aside(void)
{
    static const char *const rows[] = {
        "int_as",         "int_as_double",     "int_from_double",
        "int_to_str",     "int_as_bytes",      "int_bit_length",
        "bytes_from",     "bytes_looks",       "bytes_append",
        "bytes_equal",    "bytes_slice",       "bytes_build",
        "bytes_long",     "bytearray_from",    "bytearray_changes",
        "buffer_items",   "memoryview_of_memory", "weakrefs",
        "capsules",       "str_made",          "str_asked"};
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        if (strcmp(fuzz_doing, rows[i]) == 0) {
            return true;
        }
    }
    return false;
}

static void check_raised(const call *c, PyObject *exception, PyObject *found)
{
    PyObject *type = exception != NULL ? (PyObject *)Py_TYPE(exception) : NULL;
    if (c->ok != (type == NULL)) {
        fuzz_failed("exception",
                    c->ok ? "expected a result, found one and an exception set "
                            "with it, %s"
                          : "expected a failure to set an exception, found %s",
                    picture_words(found));
    }
    if (c->ok || (c->fired && type == PyExc_MemoryError)) {
        return;
    }
    if (!c->fails) {
        fuzz_failed("exception", "expected success, found %s",
                    picture_words(found));
    }
    /* Before CPython 3.12 PyErr_Format raises without a message where it cannot
     * make one. */
    bool may_lack = c->fired && type == picture_type(c->wanted);
    if (!may_lack && !is_alike(found, c->wanted)) {
        fuzz_failed("exception", "expected %s, found %s",
                    picture_words(c->wanted), picture_words(found));
    }
}

void end(call *c, bool ok)
{
    c->fired = c->armed && end_of_failure();
    fuzz_counted.failures += c->fired;
    c->ok = ok;
    take_back();
    PyObject *exception, *traceback;
    PyObject *found = fetched(&exception, &traceback);
    python_ends(false);
    bool memory = c->fired && exception != NULL &&
                  Py_TYPE(exception) == (PyTypeObject *)PyExc_MemoryError;
    if (!c->is_pending) {
        check_raised(c, exception, found);
    } else if (!memory || sets_aside()) {
        check_pending(c, exception, traceback, found);
    }
    check_log(c);
    if (ok == c->fails && !c->fired) {
        fuzz_failed("prediction", "expected %s, found %s",
                    c->wanted != NULL ? picture_words(c->wanted)
                    : c->fails        ? "a refusal, as an exception is set"
                                      : "success",
                    ok ? "success" : picture_words(found));
    }
    Py_DECREF(found);
    Py_XDECREF(exception);
    Py_XDECREF(traceback);
}

void end_str(call *c, hf_str found, fuzz_text text, PyObject *same)
{
    end(c, !hf_is_null(found));
    if (!hf_is_null(found)) {
        PyObject *raw = hf_as_raw(found);
        fuzz_check_str(raw, text);
        if (!PyUnicode_CheckExact(raw)) {
            fuzz_failed("content", "expected an exact str, found %s",
                        words_of(raw));
        }
        if (same != NULL && raw != same) {
            fuzz_failed("identity",
                        "expected the str at %p that was there, found another "
                        "at %p with the same content, %s",
                        (void *)same, (void *)raw, words_of(raw));
        }
    }
    hf_decref(found);
}

/* check_room looks whether a list says that it has room for what is in it, and writes
 * to all memory that it says it has beyond that. */
static void check_room(PyObject *raw)
{
    if (raw != NULL && PyList_CheckExact(raw)) {
        PyListObject *list = (PyListObject *)raw;
        if (list->allocated < Py_SIZE(list)) {
            fuzz_failed("content",
                        "expected room for the %zd items of a list, found it "
                        "for %zd",
                        Py_SIZE(list), list->allocated);
        }
        for (Py_ssize_t i = Py_SIZE(list); i < list->allocated; i++) {
            list->ob_item[i] = NULL;
        }
    }
}

void end_object(call *c, hf_object found)
{
    check_room(hf_as_raw(found));
    end(c, !hf_is_null(found));
    if (!hf_is_null(found)) {
        expect_object(c, "the result", c->result, hf_as_raw(found));
    }
    hf_decref(found);
}

void expect(const call *c, const char *what, int64_t wanted, int64_t found)
{
    if (wanted != found && !c->fired) {
        fuzz_failed("content", "expected %s to be %lld, found %lld", what,
                    (long long)wanted, (long long)found);
    }
}

bool answered(hf_answer answer, bool *out)
{
    *out = hf_yes(answer);
    return !hf_failed(answer);
}

void expect_out(const call *c, const char *what, int64_t wanted, int64_t failed,
                int64_t found)
{
    if (c->ok) {
        expect(c, what, wanted, found);
    } else if (found != failed) {
        fuzz_failed("content",
                    "expected %s to be %lld where the call fails, found %lld",
                    what, (long long)failed, (long long)found);
    }
}

/* is_seen says whether the collector knows |raw|; of an empty dict it need not. */
static bool is_seen(PyObject *raw)
{
    return raw == NULL || !PyObject_IS_GC(raw) || PyObject_GC_IsTracked(raw) ||
           (PyDict_Check(raw) && PyDict_GET_SIZE(raw) == 0);
}

void expect_object(const call *c, const char *what, PyObject *wanted,
                   PyObject *found)
{
    if (!c->fired && !is_alike(found, wanted)) {
        fuzz_failed("content", "expected %s to be %s, found %s", what,
                    words_of(wanted), words_of(found));
    }
    if (wanted != NULL && is_seen(wanted) && !is_seen(found)) {
        fuzz_failed("content",
                    "expected the collector to know %s, %s, as it does what "
                    "CPython made",
                    what, words_of(found));
    }
}

PyObject *shared(fuzz_text text)
{
    PyObject *one = NULL;
    if (text.length == 0 || (text.length == 1 && text.at[0] < 0x100)) {
        one = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, text.at,
                                        text.length);
        Py_DECREF(one); /* there are others */
    }
    return one;
}

hf_str only_reference(fuzz_text text)
{
    return hf_str_from_owned(
        PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, text.at, text.length));
}

/* ---- What the table needs. */

void fuzz_call_make(const fuzz_row *row, call *c)
{
    fuzz_text_reset();
    row->act(c);
    if (PyErr_Occurred()) {
        fuzz_failed("exception", "expected none to be left behind, found one");
    }
    if (c->has_x) {
        operand_drop(&c->x);
    }
    if (c->has_y) {
        operand_drop(&c->y);
    }
    operand_drop(&c->inner);
    Py_CLEAR(c->result);
    Py_CLEAR(c->wanted);
    Py_CLEAR(c->log);
    python_reset();
    operand_check();
}

void fuzz_call_print(FILE *to, const call *c)
{
    fputs("a = ", to);
    operand_print(to, c->a, c->more & 15);
    fputs(", b = ", to);
    operand_print(to, c->b, c->more >> 4);
    fprintf(to, ", value = %d%s%s%s", c->value,
            c->is_last ? ", the last references" : "",
            c->is_long ? ", of some 65,536 items" : "",
            !c->is_pending ? ""
            : c->is_lazy   ? ", an exception is set that is no instance yet"
                           : ", an exception is set");
    if (c->within != NOT_WITHIN) {
        bool is_left = c->within == LEFT_WITHIN;
        fprintf(to, ", %c within ", is_left ? 'a' : 'b');
        operand_print_within(to, container_of(c, is_left ? c->b : c->a),
                             (is_left ? c->b : c->a) % 3);
    }
    if (c->armed) {
        fprintf(to, ", allocation %u fails", c->armed);
    }
}

const char *fuzz_call_ended(const call *c)
{
    return c->ok ? "ok" : "fails";
}

void call_start(void)
{
    python_start();
    operand_start();
    PyObject *globals = fuzz_made(PyDict_New());
    PyDict_SetItemString(globals, "__builtins__", PyEval_GetBuiltins());
    PyObject *none = PyRun_String("try: {}['context']\n"
                                  "except KeyError as e:\n"
                                  "    raise LookupError('pending') from e\n",
                                  Py_file_input, globals, globals);
    PyObject *of = fetched(&pending, &pending_traceback);
    PyException_SetTraceback(pending, pending_traceback);
    pending_picture = picture(pending, pending_traceback);
    lazy_type = Py_NewRef(PyExc_LookupError);
    lazy_value = fuzz_made(PyUnicode_FromString("lazy"));
    PyErr_Restore(Py_NewRef(lazy_type), Py_NewRef(lazy_value),
                  Py_NewRef(pending_traceback));
    PyObject *exception, *traceback;
    lazy_picture = fetched(&exception, &traceback);
    Py_DECREF(exception);
    Py_DECREF(traceback);
    Py_XDECREF(none);
    Py_DECREF(of);
    Py_DECREF(globals);
}
