/* contract_object.h: the calls of contract.c that are for handles, exceptions
 * and objects. */
#ifndef FUZZ_CONTRACT_OBJECT_H
#define FUZZ_CONTRACT_OBJECT_H

#include "fuzz/targets/contract_call.h"
#include "fuzz/engine/ends.h"

#include <limits.h>

/* ---- Handles. */

static void verbs(call *c)
{
    c->armed = 0;
    c->is_pending = false;
    int i = c->a;
    hf_object x = given_object(i);
    Py_ssize_t count = i == NOTHING ? 0 : Py_REFCNT(raw(i));
    bool is_immortal = PY_VERSION_HEX >= 0x030C0000 &&
                       count >= PY_SSIZE_T_MAX >> 34;
    expect(c, i == NOTHING, hf_is_null(x));
    expect(c, count, hf_refcnt(x));
    expect(c, i == NONE, hf_is_none(hf_borrow(x)));
    hf_object y = hf_incref(x);
    expect(c, i == NOTHING || is_immortal ? count : count + 1, hf_refcnt(y));
    hf_object z = hf_move(&y);
    expect(c, true, hf_is_null(y) && hf_as_raw(z) == raw(i));
    expect(c, i != NOTHING, hf_replace(&y, hf_move(&z)));
    /* Over one that is there: which is released. */
    hf_object over = given_object(c->b);
    bool replaced = hf_replace(&over, hf_move(&y));
    expect(c, i != NOTHING, replaced);
    expect(c, true, hf_as_raw(over) == raw(replaced ? i : c->b));
    hf_clear(&over);
    expect(c, true, hf_is_null(over));
    hf_clear(&over);
    PyObject *pointer = hf_into_raw(x);
    expect(c, true, pointer == raw(i));
    Py_XDECREF(pointer);
    {
        hf_auto(object, scoped, given_object(i));
        expect(c, count, hf_refcnt(scoped));
        expect(c, true, hf_as_raw(scoped) == raw(i));
        hf_auto(object, other, hf_move(&scoped));
        expect(c, true, hf_is_null(scoped) && hf_as_raw(other) == raw(i));
    }
    hf_str text = given(c->a);
    hf_object up = hf_into_object(hf_incref(text));
    expect(c, true,
           hf_as_raw(up) == raw(i) && hf_as_raw(hf_as_object(text)) == raw(i));
    hf_decref(up);
    hf_decref(text);
    hf_decref(hf_null(object));
}

static void singletons(call *c)
{
    c->armed = 0;
    c->is_pending = false;
    PyObject *const wanted[4] = {Py_None, Py_True, Py_False, Py_NotImplemented};
    PyObject *one = wanted[c->value & 3];
    Py_ssize_t count = Py_REFCNT(one);
    hf_object found = (c->value & 3) == 0   ? hf_none()
                      : (c->value & 3) == 1 ? hf_true()
                      : (c->value & 3) == 2 ? hf_false()
                                            : hf_not_implemented();
    expect(c, true, hf_as_raw(found) == one);
    expect(c, PY_VERSION_HEX < 0x030C0000, Py_REFCNT(one) - count);
    hf_decref(found);
}

static bool is_exception(int i)
{
    return i == EXCEPTION;
}

static void casts(call *c)
{
    c->armed = 0;
    bool exception = c->value & 1;
    bool fits = exception ? is_exception(c->a) : operand[c->a].is_str;
    hf_object_borrowed o = lent_object(c->a);
    expect(c, fits, exception ? hf_exception_check(o) : hf_str_check(o));
    if (!fits) {
        raises(c, c->a == NOTHING ? PyExc_SystemError : PyExc_TypeError);
    }
    PyObject *found = NULL;
    begin(c);
    switch (c->value & 7) {
    case 0:
    case 4:
        found = hf_as_raw(hf_str_cast(o));
        end(c, found != NULL);
        break;
    case 1:
    case 5:
        found = hf_as_raw(hf_exception_cast(o));
        end(c, found != NULL);
        break;
    case 2: {
        hf_str s = hf_str_cast(given_object(c->a));
        found = hf_as_raw(s);
        end(c, found != NULL);
        hf_decref(s);
        break;
    }
    case 3: {
        hf_exception e = hf_exception_cast(given_object(c->a));
        found = hf_as_raw(e);
        end(c, found != NULL);
        hf_decref(e);
        break;
    }
    case 6:
        c->raises = NULL;
        if (fits || c->a == NOTHING) {
            found = hf_as_raw(hf_str_cast_unchecked(o));
            hf_str s = hf_str_cast_unchecked(given_object(c->a));
            expect(c, true, hf_as_raw(s) == raw(c->a));
            hf_decref(s);
        }
        end(c, true);
        break;
    default:
        c->raises = NULL;
        if (fits || c->a == NOTHING) {
            found = hf_as_raw(hf_exception_cast_unchecked(o));
            hf_exception e = hf_exception_cast_unchecked(given_object(c->a));
            expect(c, true, hf_as_raw(e) == raw(c->a));
            hf_decref(e);
        }
        end(c, true);
        break;
    }
    expect(c, true, found == (fits ? raw(c->a) : NULL));
}

/* An assertion that fails says where and what, and ends the process. */
static struct {
    const call *call;
    hf_str text;
    hf_object object;
} failing;
static char last_words[1024];

static void wants_words(const char *file, int line, const char *what)
{
    snprintf(last_words, sizeof(last_words),
             "%s:%d: holdfast: does not hold: %s\n", file, line, what);
}

/* spoil_stack leaves no NULs where the variables of the next call are; nor, by
 * AddressSanitizer, any room between. */
__attribute__((noinline, no_sanitize_address)) static void spoil_stack(void)
{
    volatile char room[1024];
    for (size_t i = 0; i < sizeof(room); i++) {
        room[i] = 'x';
    }
}

/* As a function that may return: before a call that does not, AddressSanitizer
 * writes over the stack itself. */
static void (*const volatile fail)(const char *what, const char *file,
                                   int line) = hf_assertion_failed;

/* fail_assertion asserts what does not agree with the exception that is set. */
static void fail_assertion(void)
{
    static const int lines[8] = {0, 1, 9, 10, 99, 4711, 65536, INT_MAX};
    static const char on_null[] = "null exactly when an exception is set";
    static const char on_false[] = "false exactly when an exception is set";
    int value = failing.call->value, line = lines[value >> 2 & 7];
    switch (HF_ASSERT_LEVEL >= 1 ? value & 3 : 0) {
    case 0:
        wants_words("here.c", line, "this");
        spoil_stack();
        fail("this", "here.c", line);
        break;
    case 1:
        wants_words(__FILE__, __LINE__ + 1, on_null);
        failing.text = hf_assert_result(failing.text);
        break;
    case 2:
        wants_words(__FILE__, __LINE__ + 1, on_null);
        failing.object = hf_assert_result(failing.object);
        break;
    default: {
        wants_words(__FILE__, __LINE__ + 1, on_false);
        bool ok = hf_assert_result((bool)failing.call->is_pending);
        (void)ok;
        break;
    }
    }
}

static void failing_assertion(call *c)
{
    failing.call = c;
    failing.text = c->is_pending ? given(STRS + 2) : hf_null(str);
    failing.object = c->is_pending ? given_object(INT) : hf_null(object);
    /* Where nobody can be told, it ends all the same. */
    bool silent = c->value & 0x20;
    ends_begin(silent);
    begin(c);
    bool ended = ends_in(fail_assertion);
    const char *said = ends_read();
    end(c, !c->is_pending);
    expect(c, true, ended);
    if (strcmp(said, silent ? "" : last_words) != 0) {
        fuzz_failed("content", "expected the words: %sfound: %s", last_words,
                    said);
    }
    hf_decref(failing.text);
    hf_decref(failing.object);
}

static void assertions(call *c)
{
    c->armed = 0;
    raises(c, c->is_pending ? PyExc_LookupError : NULL);
    if (c->value & 0x80) {
        failing_assertion(c);
        return;
    }
    /* What agrees passes through. */
    begin(c);
    bool failed = c->is_pending;
    hf_str text = failed ? hf_null(str) : given(STRS + 2);
    hf_object object = failed ? hf_null(object) : given_object(INT);
    hf_str same = hf_assert_result(text);
    hf_object also = hf_assert_result(object);
    bool truth = hf_assert_result((bool)!failed);
    bool agrees = hf_result_agrees(failed) && !hf_result_agrees(!failed);
    end(c, truth);
    expect(c, true, agrees);
    expect(c, !failed, !hf_is_null(same) && !hf_is_null(also));
    hf_decref(same);
    hf_decref(also);
}

/* ---- Exceptions. */

static void errors(call *c)
{
    c->armed = 0;
    if (c->value & 1) { /* it replaces the one that is set */
        PyErr_SetString(PyExc_KeyError, "before");
        hf_error_raise(PyExc_OSError, "%R", operand[NAME].raw);
    } else {
        hf_error_raise(PyExc_OSError, "%d", c->value);
    }
    PyObject *both = PyTuple_Pack(2, PyExc_KeyError, PyExc_OSError);
    expect(c, true, hf_error_occurred() && hf_error_matches(PyExc_OSError));
    expect(c, false, hf_error_matches(PyExc_KeyError));
    expect(c, true, hf_error_matches(both));
    hf_exception e = hf_error_fetch();
    expect(c, false, hf_error_occurred() || hf_error_matches(PyExc_OSError));
    expect(c, true, Py_TYPE(hf_as_raw(e)) == (PyTypeObject *)PyExc_OSError);
    PyObject *message = PyObject_Str(hf_as_raw(e));
    char digits[16];
    snprintf(digits, sizeof(digits), "%d", c->value);
    if (PyUnicode_CompareWithASCIIString(message, c->value & 1 ? "'kelp'"
                                                               : digits) != 0) {
        fuzz_failed("content", "the exception has another message");
    }
    Py_DECREF(message);
    switch (c->value >> 1 & 3) {
    case 0: /* back, and away */
        hf_error_restore(e);
        expect(c, true, hf_error_matches(PyExc_OSError));
        hf_error_clear();
        break;
    case 1: /* in place of another; and null in place of that */
        PyErr_SetString(PyExc_KeyError, "after");
        hf_error_restore(e);
        expect(c, true, hf_error_matches(PyExc_OSError));
        hf_error_restore(hf_null(exception));
        break;
    case 2: /* what is no exception */
        hf_decref(e);
        hf_error_restore(
            hf_exception_from_owned(hf_into_raw(given_object(INT))));
        expect(c, true, hf_error_matches(PyExc_TypeError));
        hf_error_clear();
        break;
    default:
        hf_decref(e);
        hf_error_clear();
        break;
    }
    expect(c, false, hf_error_occurred());
    e = hf_error_fetch();
    expect(c, true, hf_is_null(e));
    Py_DECREF(both);
}

/* An exception keeps its traceback, from wherever it came. */
static void tracebacks(call *c)
{
    c->armed = 0;
    Py_XDECREF(PyObject_Repr(raw(RAISER)));
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    Py_INCREF(traceback);
    PyErr_Restore(type, value, traceback);
    hf_exception e = hf_error_fetch();
    for (int i = 0; i < 2; i++) {
        PyObject *kept = PyException_GetTraceback(hf_as_raw(e));
        expect(c, true, kept == traceback);
        Py_XDECREF(kept);
        hf_error_restore(e);
        e = hf_error_fetch();
    }
    /* CPython takes it from here, too. */
    hf_error_restore(e);
    PyObject *found;
    PyErr_Fetch(&type, &value, &found);
    expect(c, true, found == traceback && Py_TYPE(value) == (void *)type);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(found);
    Py_XDECREF(traceback);
}

/* ---- Objects: as CPython does it. */

static void type_name(call *c)
{
    if (c->a == NOTHING) {
        raises(c, PyExc_SystemError);
    }
    const char *name = c->a == NOTHING ? "" : Py_TYPE(raw(c->a))->tp_name;
    begin(c);
    end_str(c, hf_object_type_name(lent_object(c->a)),
            fuzz_text_from_ascii(name), NULL);
}

static void repr(call *c)
{
    needs(c, c->a);
    if (c->raises == NULL) {
        as_cpython(c, c->value & 1 ? PyObject_Str(raw(c->a))
                                   : PyObject_Repr(raw(c->a)));
    }
    begin(c);
    hf_object_borrowed o = lent_object(c->a);
    end_object(
        c, hf_into_object(c->value & 1 ? hf_object_str(o) : hf_object_repr(o)));
}

static void compare_objects(call *c)
{
    int op = c->value % 8 - 1; /* Py_LT is 0, Py_GE 5 */
    needs(c, c->a);
    needs(c, c->b);
    int wanted = 0;
    if (c->raises == NULL) {
        if (op < Py_LT || op > Py_GE) {
            raises(c, PyExc_SystemError);
        } else {
            PyObject *result = PyObject_RichCompare(raw(c->a), raw(c->b), op);
            wanted = result != NULL ? PyObject_IsTrue(result) : -1;
            Py_XDECREF(result);
            as_cpython(c, NULL);
        }
    }
    bool found = true;
    begin(c);
    end(c, op == Py_EQ && c->value & 0x80
               ? hf_object_equal(lent_object(c->a), lent_object(c->b), &found)
               : hf_object_compare(lent_object(c->a), lent_object(c->b), op,
                                   &found));
    expect_out(c, wanted > 0, false, found);
}

static void truth(call *c)
{
    needs(c, c->a);
    int wanted = 0;
    if (c->raises == NULL) {
        wanted = PyObject_IsTrue(raw(c->a));
        as_cpython(c, NULL);
    }
    bool found = true;
    begin(c);
    end(c, hf_object_truth(lent_object(c->a), &found));
    expect_out(c, wanted > 0, false, found);
}

static void hash(call *c)
{
    needs(c, c->a);
    Py_hash_t wanted = -1, found = 77;
    if (c->raises == NULL) {
        wanted = PyObject_Hash(raw(c->a));
        as_cpython(c, NULL);
    }
    begin(c);
    end(c, hf_object_hash(lent_object(c->a), &found));
    expect_out(c, wanted, -1, found);
}

static attribute name_of(const call *c)
{
    return names_of[(c->value >> 1) % 5];
}

static bool by_utf8(const call *c)
{
    return c->value & 1;
}

/* needs_name is needs for an object and the name of its attribute. */
static attribute needs_name(call *c)
{
    attribute n = name_of(c);
    if (by_utf8(c)) {
        runs_python(c); /* the name comes first */
        if (n.utf8 == NULL) {
            raises(c, PyExc_SystemError);
        } else if (n.utf8[0] == '\xFF') {
            raises(c, PyExc_UnicodeDecodeError);
        }
        needs(c, c->a);
    } else {
        needs(c, c->a);
        if (n.raw == NULL) {
            raises(c, PyExc_SystemError);
        } else if (!PyUnicode_Check(n.raw)) {
            raises(c, PyExc_TypeError);
        }
    }
    return n;
}

static void getattr(call *c)
{
    attribute n = needs_name(c);
    if (c->raises == NULL) {
        as_cpython(c, PyObject_GetAttr(raw(c->a), n.raw));
    }
    begin(c);
    hf_object_borrowed o = lent_object(c->a);
    end_object(c, by_utf8(c)
                      ? hf_object_getattr_utf8(o, n.utf8)
                      : hf_object_getattr(o, hf_str_from_borrowed(n.raw)));
}

static void getattr_optional(call *c)
{
    attribute n = needs_name(c);
    hf_lookup wanted = HF_ERROR, found;
    if (c->raises == NULL) {
        as_cpython(c, PyObject_GetAttr(raw(c->a), n.raw));
        if (c->raises == PyExc_AttributeError) {
            c->raises = NULL;
        }
        wanted = c->raises != NULL   ? HF_ERROR
                 : c->result != NULL ? HF_FOUND
                                     : HF_MISSING;
    }
    hf_object value = hf_null(object);
    bool only_asks = c->value & 0x80;
    if (!only_asks) {
        memset(&value, 0xFF, sizeof(value)); /* it is written in any case */
    }
    hf_object_borrowed o = lent_object(c->a);
    hf_str_borrowed key = hf_str_from_borrowed(n.raw);
    begin(c);
    if (only_asks) {
        found = by_utf8(c) ? hf_object_hasattr_utf8(o, n.utf8)
                           : hf_object_hasattr(o, key);
    } else {
        found = by_utf8(c) ? hf_object_getattr_optional_utf8(o, n.utf8, &value)
                           : hf_object_getattr_optional(o, key, &value);
    }
    end(c, found != HF_ERROR);
    expect(c, wanted, found);
    if (!only_asks &&
        (hf_is_null(value) != (c->result == NULL) ||
         (c->result != NULL &&
          PyObject_RichCompareBool(hf_as_raw(value), c->result, Py_EQ) != 1))) {
        fuzz_failed("content", "another value than CPython's");
    }
    hf_decref(value);
    Py_XDECREF(c->result);
}

/* Set, then deleted again: in the end nothing has changed. */
static void setattr(call *c)
{
    attribute n = needs_name(c);
    bool null_value = c->value & 0x40;
    if (c->raises == NULL && null_value) {
        raises(c, PyExc_SystemError);
    }
    bool is_set = false;
    if (c->raises == NULL) {
        PyObject_SetAttr(raw(c->a), n.raw, stored);
        as_cpython(c, NULL);
        is_set = c->raises == NULL;
        if (is_set) {
            PyObject_SetAttr(raw(c->a), n.raw, NULL);
        }
    }
    hf_object_borrowed o = lent_object(c->a);
    hf_object_borrowed value = null_value ? hf_null(object_borrowed)
                                          : hf_object_from_borrowed(stored);
    hf_str_borrowed key = hf_str_from_borrowed(n.raw);
    begin(c);
    end(c, by_utf8(c) ? hf_object_setattr_utf8(o, n.utf8, value)
                      : hf_object_setattr(o, key, value));
    if (c->ok) {
        PyObject *found = PyObject_GetAttr(raw(c->a), n.raw);
        expect(c, true, found == stored);
        Py_XDECREF(found);
    }
    for (int times = 0; times < 2; times++) {
        /* The second time there is none. */
        c->raises = NULL;
        (void)needs_name(c);
        if (c->raises == NULL && (times == 1 || !is_set)) {
            PyObject_SetAttr(raw(c->a), n.raw, NULL);
            as_cpython(c, NULL);
        }
        begin(c);
        end(c, by_utf8(c) ? hf_object_delattr_utf8(o, n.utf8)
                          : hf_object_delattr(o, key));
    }
}

enum { MOST_ARGUMENTS = 12 };

static void calls_it(call *c)
{
    bool method = c->value & 0x40, one = c->value & 0x80;
    attribute n = {NULL, NULL};
    call named = *c;
    int chosen = c->value & 0x20 ? (one ? 3 : 4) : 2;
    named.value = (uint8_t)((c->value & 1) | chosen << 1);
    if (method) {
        n = needs_name(&named);
        c->raises = named.raises;
        c->is_pending = named.is_pending;
    }
    needs(c, c->a);
    int nargs = c->b % MOST_ARGUMENTS, nkeywords = c->value >> 1 & 3;
    int bad = c->value >> 3 & 3; /* 0: nothing is */
    int number = c->b / 2 % 4;   /* which kind of bad */
    hf_object_borrowed values[MOST_ARGUMENTS + 3];
    hf_keyword keywords[3] = {{"k", lent_object(INT)},
                              {"l", lent_object(NAME)},
                              {"m", lent_object(STRS + 2)}};
    PyObject *tuple = PyTuple_New(nargs), *named_values = PyDict_New();
    for (int i = 0; i < nargs; i++) {
        int which = i % 2 ? NAME : INT;
        values[i] = lent_object(which);
        PyTuple_SET_ITEM(tuple, i, Py_NewRef(raw(which)));
    }
    for (int i = 0; i < nkeywords; i++) {
        PyDict_SetItemString(named_values, keywords[i].name,
                             hf_as_raw(keywords[i].value));
    }
    const hf_object_borrowed *first = values;
    const hf_keyword *first_keyword = keywords;
    Py_ssize_t n_values = nargs, n_keywords = nkeywords;
    if (one && !method) {
        bad = 0;
    }
    if (bad == 1) {
        /* The last is not too many: no machine has the memory. */
        bool most = c->b % 16 == 15;
        static const Py_ssize_t wrong[5] = {-1, PY_SSIZE_T_MIN, PY_SSIZE_T_MAX,
                                            PY_SSIZE_T_MAX / 8 - 1,
                                            PY_SSIZE_T_MAX / 8 - 2};
        *(c->b & 1 ? &n_values : &n_keywords) = wrong[most ? 4 : number];
        raises(c, most && nkeywords == 0 ? PyExc_MemoryError
                                         : PyExc_OverflowError);
    } else if (bad == 2) {
        if (c->b & 1 && nargs > 0) {
            first = NULL;
            raises(c, PyExc_SystemError);
        } else if (nkeywords > 0) {
            first_keyword = NULL;
            raises(c, PyExc_SystemError);
        }
    } else if (bad == 3) {
        if (c->b & 1 && nargs > 0) {
            values[number % nargs] = hf_null(object_borrowed);
            raises(c, PyExc_SystemError);
        } else if (nkeywords > 0 && c->b & 2) {
            keywords[nkeywords - 1].name = NULL;
            raises(c, PyExc_SystemError);
        } else if (nkeywords > 0) {
            keywords[number % nkeywords].value = hf_null(object_borrowed);
            raises(c, PyExc_SystemError);
        }
    }
    if (c->raises == NULL) {
        PyObject *callable = method ? PyObject_GetAttr(raw(c->a), n.raw)
                                    : Py_NewRef(raw(c->a));
        if (one && !method) {
            as_cpython(c, nargs % 2 ? PyObject_CallNoArgs(callable)
                                    : PyObject_CallOneArg(callable, raw(NAME)));
        } else if (callable != NULL) {
            as_cpython(c, PyObject_Call(callable, tuple,
                                        nkeywords ? named_values : NULL));
        } else {
            as_cpython(c, NULL);
        }
        Py_XDECREF(callable);
    }
    hf_object_borrowed o = lent_object(c->a);
    hf_object result;
    begin(c);
    if (!method && one) {
        result = nargs % 2 ? hf_object_call_no_args(o)
                           : hf_object_call_one_arg(o, lent_object(NAME));
    } else if (!method) {
        result = hf_object_call(o, first, n_values, first_keyword, n_keywords);
    } else if (by_utf8(c)) {
        result = hf_object_call_method_utf8(o, n.utf8, first, n_values,
                                            first_keyword, n_keywords);
    } else {
        result = hf_object_call_method(o, hf_str_from_borrowed(n.raw), first,
                                       n_values, first_keyword, n_keywords);
    }
    end_object(c, result);
    Py_DECREF(tuple);
    Py_DECREF(named_values);
}

#endif /* FUZZ_CONTRACT_OBJECT_H */
