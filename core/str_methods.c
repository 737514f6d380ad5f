#define HF_CORE
#include "str_methods.h"

#include "internal/operands.h"
#include "internal/pending.h"
#include "internal/utf8.h"

/* Nothing here but join and the codecs runs Python code; an exception that is
 * set is set aside where CPython may make one. */

static bool both_usable(const char *function, PyObject *self, PyObject *other)
{
    return hf_private_str_usable(function, self) &&
           hf_private_str_usable(function, other);
}

/* ---- Split. */

HF_LOCAL hf_list split(const char *function, PyObject *self,
                       PyObject *separator, Py_ssize_t most,
                       PyObject *(*by)(PyObject *, PyObject *, Py_ssize_t))
{
    /* A null separator is none: who has one has looked before. */
    if (!hf_private_str_usable(function, self)) {
        return hf_null(list);
    }
    hf_private_pending pending = hf_private_set_aside();
    PyObject *made = by(self, separator, most);
    hf_private_set_again(&pending);
    return HF_AGAIN(list, made);
}

hf_list hf_str_split(hf_str_borrowed self, hf_str_borrowed separator,
                     Py_ssize_t most)
{
    PyObject *raw = HF_USE(self), *by = HF_USE(separator);
    if (!both_usable(__func__, raw, by)) {
        return hf_null(list);
    }
    return split(__func__, raw, by, most, PyUnicode_Split);
}

hf_list hf_str_rsplit(hf_str_borrowed self, hf_str_borrowed separator,
                      Py_ssize_t most)
{
    PyObject *raw = HF_USE(self), *by = HF_USE(separator);
    if (!both_usable(__func__, raw, by)) {
        return hf_null(list);
    }
    return split(__func__, raw, by, most, PyUnicode_RSplit);
}

hf_list hf_str_split_whitespace(hf_str_borrowed self, Py_ssize_t most)
{
    return split(__func__, HF_USE(self), NULL, most, PyUnicode_Split);
}

hf_list hf_str_rsplit_whitespace(hf_str_borrowed self, Py_ssize_t most)
{
    return split(__func__, HF_USE(self), NULL, most, PyUnicode_RSplit);
}

hf_list hf_str_splitlines(hf_str_borrowed self, bool keep_ends)
{
    PyObject *raw = HF_USE(self);
    if (!hf_private_str_usable(__func__, raw)) {
        return hf_null(list);
    }
    hf_private_pending pending = hf_private_set_aside();
    PyObject *made = PyUnicode_Splitlines(raw, keep_ends);
    hf_private_set_again(&pending);
    return HF_AGAIN(list, made);
}

HF_LOCAL hf_tuple partition(const char *function, PyObject *self,
                            PyObject *separator,
                            PyObject *(*by)(PyObject *, PyObject *))
{
    if (!both_usable(function, self, separator)) {
        return hf_null(tuple);
    }
    hf_private_pending pending = hf_private_set_aside();
    PyObject *made = by(self, separator);
    hf_private_set_again(&pending);
    return HF_AGAIN(tuple, made);
}

hf_tuple hf_str_partition(hf_str_borrowed self, hf_str_borrowed separator)
{
    return partition(__func__, HF_USE(self), HF_USE(separator),
                     PyUnicode_Partition);
}

hf_tuple hf_str_rpartition(hf_str_borrowed self, hf_str_borrowed separator)
{
    return partition(__func__, HF_USE(self), HF_USE(separator),
                     PyUnicode_RPartition);
}

/* ---- Made of others. */

hf_str hf_str_join(hf_str_borrowed self, hf_object_borrowed strs)
{
    PyObject *raw = HF_USE(self), *all = HF_USE(strs);
    if (!hf_private_may_run(raw, all != NULL) ||
        !hf_private_str_usable(__func__, raw) ||
        !hf_private_is_there(__func__, all)) {
        return hf_null(str);
    }
    return HF_RESULT(str, PyUnicode_Join(raw, all));
}

hf_str hf_str_replace_all(hf_str_borrowed self, hf_str_borrowed part,
                          hf_str_borrowed with, Py_ssize_t most)
{
    PyObject *raw = HF_USE(self), *old = HF_USE(part), *made = HF_USE(with);
    if (!both_usable(__func__, raw, old) ||
        !hf_private_str_usable(__func__, made)) {
        return hf_null(str);
    }
    hf_private_pending pending = hf_private_set_aside();
    made = PyUnicode_Replace(raw, old, made, most);
    hf_private_set_again(&pending);
    return HF_AGAIN(str, made);
}

/* ---- Questions. */

/* answer is a CPython truth value: -1 for an error. */
static hf_answer answer(Py_ssize_t value)
{
    return value < 0 ? hf_answer_failed() : hf_answer_yes_if(value > 0);
}

hf_answer hf_str_contains(hf_str_borrowed self, hf_str_borrowed part)
{
    PyObject *raw = HF_USE(self), *of = HF_USE(part);
    if (!both_usable(__func__, raw, of)) {
        return hf_answer_failed();
    }
    hf_private_pending pending = hf_private_set_aside();
    int found = PyUnicode_Contains(raw, of);
    hf_private_set_again(&pending);
    return answer(found);
}

static hf_answer matches(const char *function, PyObject *self, PyObject *part,
                         int direction)
{
    if (!both_usable(function, self, part)) {
        return hf_answer_failed();
    }
    hf_private_pending pending = hf_private_set_aside();
    Py_ssize_t found = PyUnicode_Tailmatch(self, part, 0, PY_SSIZE_T_MAX,
                                           direction);
    hf_private_set_again(&pending);
    return answer(found);
}

hf_answer hf_str_starts_with(hf_str_borrowed self, hf_str_borrowed part)
{
    return matches(__func__, HF_USE(self), HF_USE(part), -1);
}

hf_answer hf_str_ends_with(hf_str_borrowed self, hf_str_borrowed part)
{
    return matches(__func__, HF_USE(self), HF_USE(part), 1);
}

hf_worked hf_str_count(hf_str_borrowed self, hf_str_borrowed part,
                       Py_ssize_t start, Py_ssize_t end, Py_ssize_t *out)
{
    PyObject *raw = HF_USE(self), *of = HF_USE(part);
    *out = -1;
    if (!both_usable(__func__, raw, of)) {
        return hf_worked_if(false);
    }
    hf_private_pending pending = hf_private_set_aside();
    *out = PyUnicode_Count(raw, of, start, end);
    hf_private_set_again(&pending);
    return hf_worked_if(*out >= 0);
}

hf_str hf_str_intern(hf_str self)
{
    PyObject *raw = HF_TAKE(self);
    if (!hf_private_str_usable(__func__, raw)) {
        Py_XDECREF(raw);
        return hf_null(str);
    }
    PyUnicode_InternInPlace(&raw); /* where memory fails it stays as it is */
    return HF_AGAIN(str, raw);
}

/* ---- Codecs. */

hf_bytes hf_str_encode(hf_str_borrowed self, const char *encoding,
                       const char *errors)
{
    PyObject *raw = HF_USE(self);
    if (!hf_private_may_run(raw, true) ||
        !hf_private_str_usable(__func__, raw)) {
        return hf_null(bytes);
    }
    return HF_RESULT(bytes, PyUnicode_AsEncodedString(raw, encoding, errors));
}

hf_str hf_str_decode(const char *data, Py_ssize_t size, const char *encoding,
                     const char *errors)
{
    if (!hf_private_may_run(PyErr_Occurred(), true) ||
        !hf_private_utf8_usable(__func__, data, size)) {
        return hf_null(str);
    }
    return HF_RESULT(
        str, PyUnicode_Decode(size > 0 ? data : "", size, encoding, errors));
}
