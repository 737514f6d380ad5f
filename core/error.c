#define HF_CORE
#include "error.h"

#include "internal/operands.h"

#include <frameobject.h>
#include <stdarg.h>

/* take takes the exception that is set, as one object with its traceback, new;
 * NULL: none is set. put sets one again, consumed; NULL clears. */
static PyObject *take(void)
{
#if PY_VERSION_HEX >= 0x030C0000
    return PyErr_GetRaisedException();
#else
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback); /* if there is one */
    if (traceback != NULL) {
        PyException_SetTraceback(value, traceback);
    }
    Py_XDECREF(type);
    Py_XDECREF(traceback);
    return value;
#endif
}

static void put(PyObject *value)
{
#if PY_VERSION_HEX >= 0x030C0000
    PyErr_SetRaisedException(value);
#else
    PyObject *type = NULL, *traceback = NULL;
    if (value != NULL) {
        type = (PyObject *)Py_TYPE(value);
        Py_INCREF(type);
        traceback = PyException_GetTraceback(value);
    }
    PyErr_Restore(type, value, traceback);
#endif
}

static void raise_formatted(const char *function, PyObject *type,
                            const char *letters, const char *format,
                            va_list arguments)
{
    /* Not PyErr_FormatV: before CPython 3.12 it raises without a message
     * where it cannot make one. */
    PyErr_Clear();
    PyObject *message = hf_private_format(function, letters, format, arguments);
    if (message != NULL) {
        PyErr_SetObject(type, message);
        Py_DECREF(message);
    }
}

/* may_raise says whether something is raised of |type| and |operand|. A type
 * that is null was refused before, or was moved out. */
static bool may_raise(const char *function, PyObject *type, PyObject *operand,
                      const char *expected)
{
    if (HF_UNLIKELY(type == NULL)) {
        return hf_private_refuse(function, NULL, "type");
    }
    if (HF_UNLIKELY(operand == NULL)) {
        return hf_private_refuse(function, NULL, expected);
    }
    return true;
}

void hf_private_error_raise(PyObject *type, const char *letters,
                            const char *format, ...)
{
    static const char function[] = "hf_error_raise";
    va_list arguments;
    HF_NEED_GIL();
    va_start(arguments, format);
    if (may_raise(function, type, type, "type")) {
        raise_formatted(function, type, letters, format, arguments);
    }
    va_end(arguments);
}

void hf_private_error_raise_from(hf_exception cause, PyObject *type,
                                 const char *letters, const char *format, ...)
{
    static const char function[] = "hf_error_raise_from";
    HF_NEED_GIL();
    PyObject *value = HF_TAKE(cause);
    va_list arguments;
    va_start(arguments, format);
    if (may_raise(function, type, value, "BaseException") &&
        hf_private_is_a_exception(function, value)) {
        raise_formatted(function, type, letters, format, arguments);
        PyObject *raised = take();
        if (raised != value) {
            Py_INCREF(value);
            PyException_SetCause(raised, value);
            Py_INCREF(value);
            PyException_SetContext(raised, value);
        }
        put(raised);
    }
    va_end(arguments);
    Py_XDECREF(value);
}

void hf_error_raise_with(PyObject *type, hf_object_borrowed value)
{
    PyObject *raw = HF_USE(value);
    if (!may_raise(__func__, type, raw, "object")) {
        return;
    }
    PyErr_Clear();
    PyObject *made = PyObject_CallFunctionObjArgs(type, raw, NULL);
    if (made != NULL) {
        /* Not by its own type: that may be no exception, which is refused. */
        PyErr_SetObject(type, made);
        Py_DECREF(made);
    }
}

void hf_error_raise_errno(PyObject *type)
{
    HF_NEED_GIL();
    if (may_raise(__func__, type, type, "type")) {
        int number = errno; /* the next line may run Python code */
        PyErr_Clear();
        errno = number;
        PyErr_SetFromErrno(type);
    }
}

void hf_error_raise_errno_with_filename(PyObject *type,
                                        hf_object_borrowed filename)
{
    PyObject *raw = HF_USE(filename);
    if (may_raise(__func__, type, raw, "object")) {
        int number = errno;
        PyErr_Clear();
        errno = number;
        PyErr_SetFromErrnoWithFilenameObject(type, raw);
    }
}

bool hf_error_matches(PyObject *type)
{
    HF_NEED_GIL();
    return PyErr_Occurred() != NULL && PyErr_ExceptionMatches(type);
}

hf_exception hf_error_fetch(void)
{
    HF_NEED_GIL();
    return HF_AGAIN(exception, take());
}

void hf_error_restore(hf_exception exception)
{
    HF_NEED_GIL();
    PyObject *value = HF_TAKE(exception);
    if (value != NULL && !hf_private_is_a_exception(__func__, value)) {
        Py_DECREF(value);
        return;
    }
    put(value);
}

void hf_error_clear(void)
{
    HF_NEED_GIL();
    PyErr_Clear();
}

void hf_error_chain(hf_exception earlier)
{
    HF_NEED_GIL();
    PyObject *value = HF_TAKE(earlier);
    if (value == NULL) {
        return;
    }
    if (!hf_private_is_a_exception(__func__, value)) {
        Py_DECREF(value);
        return;
    }
    PyObject *now = take();
    if (now == NULL || now == value) {
        Py_XDECREF(now);
        put(value);
        return;
    }
    PyException_SetContext(now, value);
    put(now);
}

void hf_error_write_unraisable(hf_object_borrowed where)
{
    HF_NEED_GIL();
    PyObject *raw = HF_USE(where);
    if (PyErr_Occurred()) {
        PyErr_WriteUnraisable(raw);
    }
}

/* as_it_is is what is set, maybe no instance yet: making one may fail, and set a
 * MemoryError in its place. Before CPython 3.12 alone there is such a thing. */
typedef struct as_it_is {
    PyObject *value;
#if PY_VERSION_HEX < 0x030C0000
    PyObject *type, *traceback;
#endif
} as_it_is;

static as_it_is take_as_it_is(void)
{
    as_it_is set;
#if PY_VERSION_HEX >= 0x030C0000
    set.value = PyErr_GetRaisedException();
#else
    PyErr_Fetch(&set.type, &set.value, &set.traceback);
#endif
    return set;
}

static void put_as_it_is(as_it_is set)
{
    Py_XINCREF(set.value);
#if PY_VERSION_HEX >= 0x030C0000
    PyErr_SetRaisedException(set.value);
#else
    Py_XINCREF(set.type);
    Py_XINCREF(set.traceback);
    PyErr_Restore(set.type, set.value, set.traceback);
#endif
}

static void drop_as_it_is(as_it_is set)
{
    Py_XDECREF(set.value);
#if PY_VERSION_HEX < 0x030C0000
    Py_XDECREF(set.type);
    Py_XDECREF(set.traceback);
#endif
}

void hf_error_add_traceback(const char *function, const char *file, int line)
{
    HF_NEED_GIL();
    if (PyErr_Occurred() == NULL) {
        return;
    }
    as_it_is set = take_as_it_is();
    PyObject *globals = PyDict_New();
    PyCodeObject *code = globals != NULL ? PyCode_NewEmpty(file, function, line)
                                         : NULL;
    PyFrameObject *frame = code != NULL ? PyFrame_New(PyThreadState_Get(), code,
                                                      globals, NULL)
                                        : NULL;
    put_as_it_is(set);          /* also in place of a MemoryError */
#if PY_VERSION_HEX < 0x030B0000 /* from then on it is that of the code */
    if (frame != NULL) {
        frame->f_lineno = line;
    }
#endif
    if (frame != NULL && PyTraceBack_Here(frame) < 0) {
        put_as_it_is(set); /* CPython has set a MemoryError */
    }
    drop_as_it_is(set);
    Py_XDECREF(frame);
    Py_XDECREF(code);
    Py_XDECREF(globals);
}

hf_type hf_error_new_type(const char *name, const char *doc, PyObject *base)
{
    HF_NEED_GIL();
    if (!hf_private_may_run(base, true)) {
        return hf_null(type);
    }
    if (HF_UNLIKELY(name == NULL)) {
        PyErr_Format(PyExc_SystemError, "%s: the name is NULL", __func__);
        return hf_null(type);
    }
    return HF_RESULT(type, PyErr_NewExceptionWithDoc(name, doc, base, NULL));
}

/* ---- What an exception is made of. */

bool hf_exception_matches(hf_exception_borrowed self, PyObject *type)
{
    PyObject *raw = HF_USE(self);
    return raw != NULL && PyErr_GivenExceptionMatches(raw, type);
}

HF_LOCAL hf_lookup part_of(const char *function, PyObject *self,
                           PyObject *(*get)(PyObject *), PyObject **out)
{
    *out = NULL;
    if (!hf_private_is_a_exception(function, self)) {
        return hf_lookup_failed();
    }
    *out = get(self);
#if PY_VERSION_HEX < 0x030D0000
    if (*out == Py_None) { /* e.with_traceback(None) keeps it so */
        Py_CLEAR(*out);
    }
#endif
    return hf_lookup_found_if(*out != NULL);
}

hf_lookup hf_exception_get_cause(hf_exception_borrowed self, hf_exception *out)
{
    PyObject *part;
    hf_lookup found = part_of(__func__, HF_USE(self), PyException_GetCause,
                              &part);
    *out = HF_AGAIN(exception, part);
    return found;
}

hf_lookup hf_exception_get_context(hf_exception_borrowed self,
                                   hf_exception *out)
{
    PyObject *part;
    hf_lookup found = part_of(__func__, HF_USE(self), PyException_GetContext,
                              &part);
    *out = HF_AGAIN(exception, part);
    return found;
}

hf_lookup hf_exception_get_traceback(hf_exception_borrowed self, hf_object *out)
{
    PyObject *part;
    hf_lookup found = part_of(__func__, HF_USE(self), PyException_GetTraceback,
                              &part);
    *out = HF_AGAIN(object, part);
    return found;
}

/* set_part gives |self| a part, consumed, by what steals it. */
HF_LOCAL hf_worked set_part(const char *function, PyObject *self,
                            PyObject *part, void (*set)(PyObject *, PyObject *))
{
    if (!hf_private_is_a_exception(function, self) ||
        !hf_private_is_a_exception(function, part)) {
        Py_XDECREF(part);
        return hf_worked_if(false);
    }
    set(self, part);
    return hf_worked_if(true);
}

hf_worked hf_exception_set_cause(hf_exception_borrowed self, hf_exception cause)
{
    PyObject *raw = HF_USE_BESIDE(self, cause);
    return set_part(__func__, raw, HF_TAKE(cause), PyException_SetCause);
}

hf_worked hf_exception_set_context(hf_exception_borrowed self,
                                   hf_exception context)
{
    PyObject *raw = HF_USE_BESIDE(self, context);
    return set_part(__func__, raw, HF_TAKE(context), PyException_SetContext);
}

hf_worked hf_exception_suppress_context(hf_exception_borrowed self)
{
    PyObject *raw = HF_USE(self);
    if (!hf_private_is_a_exception(__func__, raw)) {
        return hf_worked_if(false);
    }
    PyException_SetCause(raw, NULL); /* which suppresses the context, too */
    return hf_worked_if(true);
}

#if PY_VERSION_HEX >= 0x030B0000
hf_worked hf_exception_add_note(hf_exception_borrowed self,
                                hf_str_borrowed note)
{
    PyObject *raw = HF_USE(self), *text = HF_USE(note);
    if (!hf_private_may_run(raw, text != NULL) ||
        !hf_private_is_a_exception(__func__, raw) ||
        !hf_private_is_a_str(__func__, text)) {
        return hf_worked_if(false);
    }
    PyObject *name = PyUnicode_InternFromString("add_note");
    PyObject *none = NULL;
    if (name != NULL) {
        none = PyObject_CallMethodObjArgs(raw, name, text, NULL);
        Py_DECREF(name);
    }
    Py_XDECREF(none);
    return hf_worked_if(none != NULL);
}
#endif
