#define HF_CORE
#include "object.h"

#include "internal/operands.h"
#include "type.h"

/* Every function here runs Python code. CPython aborts, or loses the
 * exception, when that happens with one pending: so each asks first. */

/* interned is the str named by NUL-terminated UTF-8, new; or null. It is for
 * work on |operand| and |others|, as in hf_private_may_run. A fresh str as an
 * attribute name would leave an entry in CPython's type cache for each call. */
HF_LOCAL PyObject *interned(const char *function, PyObject *operand,
                            bool others, const char *name)
{
    if (!hf_private_may_run(operand, others)) {
        return NULL;
    }
    if (name == NULL) {
        hf_private_refuse(function, NULL, "str");
        return NULL;
    }
    return PyUnicode_InternFromString(name);
}

hf_str hf_object_type_name(hf_object_borrowed self)
{
    PyObject *raw = HF_USE(self);
    if (!hf_private_is_there(__func__, raw)) {
        return hf_null(str);
    }
    return HF_NEW(str, hf_private_type_name(Py_TYPE(raw)));
}

hf_str hf_object_repr(hf_object_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return HF_RESULT(
        str, hf_private_ready(__func__, raw, true) ? PyObject_Repr(raw) : NULL);
}

hf_str hf_object_str(hf_object_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return HF_RESULT(
        str, hf_private_ready(__func__, raw, true) ? PyObject_Str(raw) : NULL);
}

hf_answer hf_object_compare(hf_object_borrowed left, hf_object_borrowed right,
                            int op)
{
    PyObject *a = HF_USE(left), *b = HF_USE(right);
    if (!hf_private_ready(__func__, a, b != NULL) ||
        !hf_private_is_there(__func__, b)) {
        return hf_answer_failed();
    }
    if (op < Py_LT || op > Py_GE) {
        PyErr_Format(PyExc_SystemError,
                     "hf_object_compare: %d is no comparison: pass Py_LT, "
                     "Py_LE, Py_EQ, Py_NE, Py_GT or Py_GE",
                     op);
        return hf_answer_failed();
    }
    PyObject *result = PyObject_RichCompare(a, b, op);
    if (result == NULL) {
        return hf_answer_failed();
    }
    int value = PyObject_IsTrue(result);
    Py_DECREF(result);
    return hf_private_answer(value);
}

hf_answer hf_object_truth(hf_object_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return hf_private_answer(
        hf_private_ready(__func__, raw, true) ? PyObject_IsTrue(raw) : -1);
}

hf_worked hf_object_hash(hf_object_borrowed self, Py_hash_t *out)
{
    PyObject *raw = HF_USE(self);
    *out = -1;
    if (!hf_private_ready(__func__, raw, true)) {
        return hf_worked_if(false);
    }
    *out = PyObject_Hash(raw);
    return hf_worked_if(*out != -1);
}

hf_type hf_object_type(hf_object_borrowed self)
{
    PyObject *raw = HF_USE(self);
    if (!hf_private_is_there(__func__, raw)) {
        return hf_null(type);
    }
    PyObject *type = (PyObject *)Py_TYPE(raw);
    Py_INCREF(type);
    return HF_NEW(type, type);
}

hf_answer hf_object_isinstance(hf_object_borrowed self, hf_object_borrowed type)
{
    PyObject *raw = HF_USE(self), *of = HF_USE(type);
    if (!hf_private_ready(__func__, raw, of != NULL) ||
        !hf_private_is_there(__func__, of)) {
        return hf_answer_failed();
    }
    return hf_private_answer(PyObject_IsInstance(raw, of));
}

hf_answer hf_object_issubclass(hf_object_borrowed self, hf_object_borrowed type)
{
    PyObject *raw = HF_USE(self), *of = HF_USE(type);
    if (!hf_private_ready(__func__, raw, of != NULL) ||
        !hf_private_is_there(__func__, of)) {
        return hf_answer_failed();
    }
    return hf_private_answer(PyObject_IsSubclass(raw, of));
}

hf_str hf_object_ascii(hf_object_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return HF_RESULT(str, hf_private_ready(__func__, raw, true)
                              ? PyObject_ASCII(raw)
                              : NULL);
}

hf_str hf_object_format(hf_object_borrowed self, hf_str_borrowed spec)
{
    PyObject *raw = HF_USE(self), *text = HF_USE(spec);
    if (!hf_private_ready(__func__, raw, text != NULL) ||
        !hf_private_is_a_str(__func__, text)) {
        return hf_null(str);
    }
    return HF_RESULT(str, PyObject_Format(raw, text));
}

hf_list hf_object_dir(hf_object_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return HF_RESULT(
        list, hf_private_ready(__func__, raw, true) ? PyObject_Dir(raw) : NULL);
}

/* ---- Items. */

hf_worked hf_object_length(hf_object_borrowed self, Py_ssize_t *out)
{
    PyObject *raw = HF_USE(self);
    *out = hf_private_ready(__func__, raw, true) ? PyObject_Size(raw) : -1;
    return hf_worked_if(*out >= 0);
}

hf_answer hf_object_contains(hf_object_borrowed self, hf_object_borrowed item)
{
    PyObject *raw = HF_USE(self), *one = HF_USE(item);
    if (!hf_private_ready(__func__, raw, one != NULL) ||
        !hf_private_is_there(__func__, one)) {
        return hf_answer_failed();
    }
    return hf_private_answer(PySequence_Contains(raw, one));
}

hf_object hf_object_getitem(hf_object_borrowed self, hf_object_borrowed key)
{
    PyObject *raw = HF_USE(self), *at = HF_USE(key);
    if (!hf_private_ready(__func__, raw, at != NULL) ||
        !hf_private_is_there(__func__, at)) {
        return hf_null(object);
    }
    return HF_RESULT(object, PyObject_GetItem(raw, at));
}

hf_worked hf_object_setitem(hf_object_borrowed self, hf_object_borrowed key,
                            hf_object value)
{
    PyObject *raw = HF_USE_BESIDE(self, value);
    PyObject *at = HF_USE_BESIDE(key, value), *item = HF_TAKE(value);
    bool worked = hf_private_ready(__func__, raw, at != NULL && item != NULL) &&
                  hf_private_is_there(__func__, at) &&
                  hf_private_is_there(__func__, item) &&
                  PyObject_SetItem(raw, at, item) == 0;
    Py_XDECREF(item);
    return hf_worked_if(worked);
}

hf_worked hf_object_delitem(hf_object_borrowed self, hf_object_borrowed key)
{
    PyObject *raw = HF_USE(self), *at = HF_USE(key);
    return hf_worked_if(hf_private_ready(__func__, raw, at != NULL) &&
                        hf_private_is_there(__func__, at) &&
                        PyObject_DelItem(raw, at) == 0);
}

/* ---- Attributes. The raw functions do the work for both kinds of names. */

HF_LOCAL PyObject *get(const char *function, PyObject *self, PyObject *name)
{
    if (!hf_private_ready(function, self, name != NULL) ||
        !hf_private_is_a_str(function, name)) {
        return NULL;
    }
    return PyObject_GetAttr(self, name);
}

/* get_optional gives 1, and the value in |out|; 0 where it is missing; or -1.
 */
HF_LOCAL int get_optional(const char *function, PyObject *self, PyObject *name,
                          PyObject **out)
{
    *out = NULL;
    if (!hf_private_ready(function, self, name != NULL) ||
        !hf_private_is_a_str(function, name)) {
        return -1;
    }
#if PY_VERSION_HEX >= 0x030D0000
    return PyObject_GetOptionalAttr(self, name, out);
#else
    *out = PyObject_GetAttr(self, name);
    if (*out != NULL) {
        return 1;
    }
    if (!PyErr_ExceptionMatches(PyExc_AttributeError)) {
        return -1;
    }
    PyErr_Clear();
    return 0;
#endif
}

HF_LOCAL hf_answer has(const char *function, PyObject *self, PyObject *name)
{
    PyObject *value;
    int found = get_optional(function, self, name, &value);
    Py_XDECREF(value);
    return hf_private_answer(found);
}

HF_LOCAL hf_worked set(const char *function, PyObject *self, PyObject *name,
                       PyObject *value)
{
    return hf_worked_if(
        hf_private_ready(function, self, name != NULL && value != NULL) &&
        hf_private_is_a_str(function, name) &&
        hf_private_is_there(function, value) &&
        PyObject_SetAttr(self, name, value) == 0);
}

HF_LOCAL hf_worked del(const char *function, PyObject *self, PyObject *name)
{
    return hf_worked_if(hf_private_ready(function, self, name != NULL) &&
                        hf_private_is_a_str(function, name) &&
                        PyObject_SetAttr(self, name, NULL) == 0);
}

hf_object hf_object_getattr(hf_object_borrowed self, hf_str_borrowed name)
{
    return HF_RESULT(object, get(__func__, HF_USE(self), HF_USE(name)));
}

hf_lookup hf_object_getattr_optional(hf_object_borrowed self,
                                     hf_str_borrowed name, hf_object *out)
{
    PyObject *value;
    int found = get_optional(__func__, HF_USE(self), HF_USE(name), &value);
    *out = HF_AGAIN(object, value);
    return hf_private_lookup(found);
}

hf_answer hf_object_hasattr(hf_object_borrowed self, hf_str_borrowed name)
{
    return has(__func__, HF_USE(self), HF_USE(name));
}

hf_worked hf_object_setattr(hf_object_borrowed self, hf_str_borrowed name,
                            hf_object_borrowed value)
{
    return set(__func__, HF_USE(self), HF_USE(name), HF_USE(value));
}

hf_worked hf_object_delattr(hf_object_borrowed self, hf_str_borrowed name)
{
    return del(__func__, HF_USE(self), HF_USE(name));
}

hf_object hf_object_getattr_utf8(hf_object_borrowed self, const char *name)
{
    PyObject *raw = HF_USE(self);
    PyObject *key = interned(__func__, raw, true, name);
    PyObject *value = key != NULL ? get(__func__, raw, key) : NULL;
    Py_XDECREF(key);
    return HF_RESULT(object, value);
}

hf_lookup hf_object_getattr_optional_utf8(hf_object_borrowed self,
                                          const char *name, hf_object *out)
{
    PyObject *raw = HF_USE(self), *value = NULL;
    PyObject *key = interned(__func__, raw, true, name);
    int found = key != NULL ? get_optional(__func__, raw, key, &value) : -1;
    Py_XDECREF(key);
    *out = HF_AGAIN(object, value);
    return hf_private_lookup(found);
}

hf_answer hf_object_hasattr_utf8(hf_object_borrowed self, const char *name)
{
    PyObject *raw = HF_USE(self);
    PyObject *key = interned(__func__, raw, true, name);
    hf_answer found = key != NULL ? has(__func__, raw, key)
                                  : hf_answer_failed();
    Py_XDECREF(key);
    return found;
}

hf_worked hf_object_setattr_utf8(hf_object_borrowed self, const char *name,
                                 hf_object_borrowed value)
{
    PyObject *raw = HF_USE(self), *item = HF_USE(value);
    PyObject *key = interned(__func__, raw, item != NULL, name);
    hf_worked worked = hf_worked_if(key != NULL &&
                                    set(__func__, raw, key, item));
    Py_XDECREF(key);
    return worked;
}

hf_worked hf_object_delattr_utf8(hf_object_borrowed self, const char *name)
{
    PyObject *raw = HF_USE(self);
    PyObject *key = interned(__func__, raw, true, name);
    hf_worked worked = hf_worked_if(key != NULL && del(__func__, raw, key));
    Py_XDECREF(key);
    return worked;
}

/* ---- Calls. */

/* FRAME is how many operands a call passes without allocating. */
enum { FRAME = 8 };

/* keyword_names is the tuple of names for vectorcall, new; or null. */
static PyObject *keyword_names(const char *function, const hf_keyword *keywords,
                               Py_ssize_t nkeywords)
{
    PyObject *names = PyTuple_New(nkeywords);
    for (Py_ssize_t i = 0; names != NULL && i < nkeywords; i++) {
        PyObject *name = interned(function, NULL, true, keywords[i].name);
        if (name == NULL) {
            Py_CLEAR(names);
        } else {
            PyTuple_SET_ITEM(names, i, name);
        }
    }
    return names;
}

/* call is callable(*...), or first.name(*...) where |name| is not null and
 * |callable| is first. */
HF_LOCAL PyObject *call(const char *function, PyObject *callable,
                        PyObject *name, const hf_object_borrowed *arguments,
                        Py_ssize_t nargs, const hf_keyword *keywords,
                        Py_ssize_t nkeywords)
{
    /* One place for vectorcall's own use, one for a method's self. */
    const Py_ssize_t most = PY_SSIZE_T_MAX / (Py_ssize_t)sizeof(PyObject *) - 2;
    PyObject *frame[FRAME + 2] = {NULL}, **operands = frame;
    PyObject *names = NULL, *result = NULL;

    if (nargs < 0 || nkeywords < 0 || nargs > most - nkeywords) {
        PyErr_Format(PyExc_OverflowError,
                     "%s: cannot pass %zd arguments and %zd keywords", function,
                     nargs, nkeywords);
        return NULL;
    }
    if (HF_UNLIKELY((arguments == NULL && nargs > 0) ||
                    (keywords == NULL && nkeywords > 0))) {
        PyErr_Format(PyExc_SystemError,
                     "%s: an array is NULL, and its number is not 0", function);
        return NULL;
    }
    if (nargs + nkeywords > FRAME) {
        operands = PyMem_Malloc((size_t)(nargs + nkeywords + 2) *
                                sizeof(PyObject *));
        if (operands == NULL) {
            return PyErr_NoMemory();
        }
    }
    Py_ssize_t at = 0;
    size_t positional;
    operands[at++] = NULL;
    if (name != NULL) {
        operands[at++] = callable;
    }
    for (Py_ssize_t i = 0; i < nargs + nkeywords; i++) {
        PyObject *operand = i < nargs ? HF_USE(arguments[i])
                                      : HF_USE(keywords[i - nargs].value);
        if (!hf_private_is_there(function, operand)) {
            goto done;
        }
        operands[at++] = operand;
    }
    if (nkeywords > 0) {
        names = keyword_names(function, keywords, nkeywords);
        if (names == NULL) {
            goto done;
        }
    }
    positional = (size_t)(at - 1 - nkeywords);
    positional |= PY_VECTORCALL_ARGUMENTS_OFFSET;
    if (name != NULL) {
        result = PyObject_VectorcallMethod(name, operands + 1, positional,
                                           names);
    } else {
        result = PyObject_Vectorcall(callable, operands + 1, positional, names);
    }
done:
    Py_XDECREF(names);
    if (operands != frame) {
        PyMem_Free(operands);
    }
    return result;
}

/* are_there says whether none of the operands is null. It is asked where an
 * exception is set, and looks at as many as a call has mostly. Without a ledger
 * nobody is told. */
#ifdef HF_CHECKED
static bool are_there(const hf_object_borrowed *arguments, Py_ssize_t nargs,
                      const hf_keyword *keywords, Py_ssize_t nkeywords)
{
    enum { LOOKED_AT = 64 };
    bool there = true;
    for (Py_ssize_t i = 0; arguments != NULL && i < nargs && i < LOOKED_AT;
         i++) {
        there = there && !HF_IS_NULL(arguments[i]);
    }
    for (Py_ssize_t i = 0; keywords != NULL && i < nkeywords && i < LOOKED_AT;
         i++) {
        there = there && !HF_IS_NULL(keywords[i].value);
    }
    return there;
}
#else
#define are_there(arguments, nargs, keywords, nkeywords) true
#endif

hf_object hf_object_call(hf_object_borrowed self,
                         const hf_object_borrowed *arguments, Py_ssize_t nargs,
                         const hf_keyword *keywords, Py_ssize_t nkeywords)
{
    PyObject *raw = HF_USE(self);
    if (HF_UNLIKELY(PyErr_Occurred() != NULL)) {
        HF_RAN_WITH_EXCEPTION(
            are_there(arguments, nargs, keywords, nkeywords) ? raw : NULL);
        return hf_null(object);
    }
    if (!hf_private_is_there(__func__, raw)) {
        return hf_null(object);
    }
    return HF_RESULT(object, call(__func__, raw, NULL, arguments, nargs,
                                  keywords, nkeywords));
}

/* Most calls have one argument at most, and need no array. */

hf_object hf_object_call_no_args(hf_object_borrowed self)
{
    PyObject *raw = HF_USE(self);
    return HF_RESULT(object, hf_private_ready(__func__, raw, true)
                                 ? PyObject_CallNoArgs(raw)
                                 : NULL);
}

hf_object hf_object_call_one_arg(hf_object_borrowed self,
                                 hf_object_borrowed argument)
{
    PyObject *raw = HF_USE(self), *value = HF_USE(argument);
    bool is_ready = hf_private_ready(__func__, raw, value != NULL) &&
                    hf_private_is_there(__func__, value);
    return HF_RESULT(object, is_ready ? PyObject_CallOneArg(raw, value) : NULL);
}

HF_LOCAL PyObject *call_method(const char *function, PyObject *self,
                               PyObject *name,
                               const hf_object_borrowed *arguments,
                               Py_ssize_t nargs, const hf_keyword *keywords,
                               Py_ssize_t nkeywords)
{
    if (HF_UNLIKELY(PyErr_Occurred() != NULL)) {
        bool there = name != NULL &&
                     are_there(arguments, nargs, keywords, nkeywords);
        HF_RAN_WITH_EXCEPTION(there ? self : NULL);
        return NULL;
    }
    if (!hf_private_is_there(function, self) ||
        !hf_private_is_a_str(function, name)) {
        return NULL;
    }
    return call(function, self, name, arguments, nargs, keywords, nkeywords);
}

hf_object hf_object_call_method(hf_object_borrowed self, hf_str_borrowed name,
                                const hf_object_borrowed *arguments,
                                Py_ssize_t nargs, const hf_keyword *keywords,
                                Py_ssize_t nkeywords)
{
    return HF_RESULT(object,
                     call_method(__func__, HF_USE(self), HF_USE(name),
                                 arguments, nargs, keywords, nkeywords));
}

hf_object hf_object_call_method_utf8(hf_object_borrowed self, const char *name,
                                     const hf_object_borrowed *arguments,
                                     Py_ssize_t nargs,
                                     const hf_keyword *keywords,
                                     Py_ssize_t nkeywords)
{
    PyObject *raw = HF_USE(self);
    bool there = PyErr_Occurred() == NULL ||
                 are_there(arguments, nargs, keywords, nkeywords);
    PyObject *key = interned(__func__, raw, there, name);
    PyObject *result = NULL;
    if (key != NULL) {
        result = call_method(__func__, raw, key, arguments, nargs, keywords,
                             nkeywords);
        Py_DECREF(key);
    }
    return HF_RESULT(object, result);
}
