/* The calls of contract.c that call Python objects. */

#include "fuzz/contract/compare.h"
#include "fuzz/contract/containers.h"
#include "fuzz/contract/python.h"
#include "fuzz/contract/rows.h"

enum { MOST_ARGUMENTS = 12, MOST_KEYWORDS = 3 };

static const char *const keyword_names[MOST_KEYWORDS] = {"k", "l", "m"};

/* What is passed: as the layer takes it, and as CPython does. */
typedef struct passed {
    hf_object_borrowed values[MOST_ARGUMENTS];
    hf_keyword keywords[MOST_KEYWORDS];
    const hf_object_borrowed *first;
    const hf_keyword *first_keyword;
    Py_ssize_t n_values, n_keywords;
    PyObject *tuple, *dict;
} passed;

static operand *argument(call *c, int i)
{
    operand *own = right(c);
    return i % 3 == 2 && own->raw != NULL ? own
           : i % 2                        ? &operand_fixed[NAME]
                                          : &operand_fixed[INT];
}

static void pass_all(call *c, passed *p, int n_values, int n_keywords)
{
    static const int of_keyword[MOST_KEYWORDS] = {INT, NAME, STRS + 2};
    p->n_values = n_values;
    p->n_keywords = n_keywords;
    p->first = p->values;
    p->first_keyword = p->keywords;
    p->tuple = fuzz_made(PyTuple_New(n_values));
    p->dict = fuzz_made(PyDict_New());
    for (int i = 0; i < n_values; i++) {
        PyTuple_SET_ITEM(p->tuple, i, Py_NewRef(argument(c, i)->raw));
    }
    hf_objects_from_borrowed(p->values, PySequence_Fast_ITEMS(p->tuple), n_values);
    /* In one order or the other: names are no set. */
    bool backwards = c->more & 1;
    for (int i = 0; i < n_keywords; i++) {
        int which = backwards ? n_keywords - 1 - i : i;
        operand *o = &operand_fixed[of_keyword[which]];
        p->keywords[i].name = handed_name(1 + i, keyword_names[which]);
        p->keywords[i].value = lent_object(o);
        PyDict_SetItemString(p->dict, keyword_names[which], o->raw);
    }
}

static void drop(passed *p)
{
    Py_DECREF(p->tuple);
    Py_DECREF(p->dict);
}

/* wrong_number makes one of the numbers such that nobody can pass that many.
 * The last is not too many: no machine has the memory. */
static void wrong_number(call *c, const char *function, passed *p, int number)
{
    static const Py_ssize_t wrong[5] = {
        -1, PY_SSIZE_T_MIN, PY_SSIZE_T_MAX, PY_SSIZE_T_MAX / 8 - 1,
        PY_SSIZE_T_MAX / 8 - 2};
    bool most = c->b % 16 == 15;
    bool had_none = p->n_keywords == 0;
    *(c->b & 1 ? &p->n_values : &p->n_keywords) = wrong[most ? 4 : number];
    if (most && had_none) {
        raises(c, PyExc_MemoryError, NULL);
        return;
    }
    char digits[2][30];
    snprintf(digits[0], sizeof(digits[0]), "%lld", (long long)p->n_values);
    snprintf(digits[1], sizeof(digits[1]), "%lld", (long long)p->n_keywords);
    raises(c, PyExc_OverflowError,
           "%s: cannot pass %s arguments and %s keywords", function, digits[0],
           digits[1]);
}

static void no_array(call *c, const char *function, passed *p)
{
    if (c->b & 1 && p->n_values > 0) {
        p->first = NULL;
    } else if (p->n_keywords > 0) {
        p->first_keyword = NULL;
    } else {
        return;
    }
    raises(c, PyExc_SystemError, "%s: an array is NULL, and its number is not 0",
           function);
}

static void no_operand(call *c, const char *function, passed *p, int number)
{
    if (c->b & 1 && p->n_values > 0) {
        p->values[number % p->n_values] = hf_null(object_borrowed);
        needs_object(c, function, NULL);
    } else if (p->n_keywords > 0 && c->b & 2) {
        p->keywords[p->n_keywords - 1].name = NULL;
        needs_name(c, function, NULL);
    } else if (p->n_keywords > 0) {
        p->keywords[number % p->n_keywords].value = hf_null(object_borrowed);
        needs_object(c, function, NULL);
    }
}

/* spoil makes a mistake of one kind, or none. */
static void spoil(call *c, const char *function, passed *p)
{
    int number = c->b / 2 % 4; /* which kind of bad */
    switch (c->value >> 3 & 3) {
    case 1:
        wrong_number(c, function, p, number);
        break;
    case 2:
        no_array(c, function, p);
        break;
    case 3:
        no_operand(c, function, p, number);
        break;
    default:
        break;
    }
}

/* Without a method, with one argument or none. */
static void call_shortly(call *c)
{
    bool has_one = c->b % 2 == 0, is_null = c->b / 2 % 8 == 7;
    operand *o = left(c), *value = &operand_fixed[is_null ? NOTHING : NAME];
    const char *function = has_one ? "hf_object_call_one_arg"
                                   : "hf_object_call_no_args";
    if (runs_python(c)) {
        needs_object(c, function, o->raw);
        if (has_one) {
            needs_object(c, function, value->raw);
        }
    }
    if (!is_refused(c)) {
        as_cpython(c, has_one ? PyObject_CallOneArg(o->raw, value->raw)
                              : PyObject_CallNoArgs(o->raw));
    }
    begin(c);
    end_object(c, has_one ? hf_object_call_one_arg(lent_object(o),
                                                   lent_object(value))
                          : hf_object_call_no_args(lent_object(o)));
}

static PyObject *as_cpython_calls(PyObject *callable, const passed *p)
{
    if (callable == NULL) {
        return NULL;
    }
    PyObject *result = PyObject_Call(callable, p->tuple,
                                     PyDict_GET_SIZE(p->dict) ? p->dict : NULL);
    Py_DECREF(callable);
    return result;
}

static void call_object(call *c, passed *p)
{
    static const char function[] = "hf_object_call";
    operand *o = left(c);
    if (runs_python(c)) {
        needs_object(c, function, o->raw);
    }
    spoil(c, function, p);
    if (!is_refused(c)) {
        as_cpython(c, as_cpython_calls(Py_NewRef(o->raw), p));
    }
    begin(c);
    end_object(c, hf_object_call(lent_object(o), p->first, p->n_values,
                                 p->first_keyword, p->n_keywords));
}

static void call_method(call *c, passed *p)
{
    operand *o = left(c);
    name_operand n;
    name_given(&n, c->value & 0x20 ? (c->value & 0x80 ? 3 : 4) : 2,
               c->value & 1);
    const char *function = n.by_utf8 ? "hf_object_call_method_utf8"
                                     : "hf_object_call_method";
    needs_attribute(c, function, o, &n);
    spoil(c, function, p);
    if (!is_refused(c)) {
        as_cpython(c, as_cpython_calls(PyObject_GetAttr(o->raw, n.raw), p));
    }
    begin(c);
    end_object(c, n.by_utf8
                      ? hf_object_call_method_utf8(
                            lent_object(o), n.utf8, p->first, p->n_values,
                            p->first_keyword, p->n_keywords)
                      : hf_object_call_method(
                            lent_object(o), n.key, p->first, p->n_values,
                            p->first_keyword, p->n_keywords));
}

void calls_it(call *c)
{
    bool method = c->value & 0x40, one = c->value & 0x80;
    if (one && !method) {
        call_shortly(c);
        return;
    }
    passed p;
    pass_all(c, &p, c->b % MOST_ARGUMENTS, c->value >> 1 & 3);
    if (method) {
        call_method(c, &p);
    } else {
        call_object(c, &p);
    }
    drop(&p);
}

/* ---- Calls within calls. */

/* call_within has everything called once more while it is called, and changes what
 * that call is for. */
static void call_within(void)
{
    operand *function = &operand_fixed[ECHO];
    hf_object_borrowed values[2] = {lent_object(&operand_fixed[STRS]),
                                    lent_object(&operand_fixed[NONE])};
    const hf_keyword keyword = {"m", lent_object(&operand_fixed[PLAIN])};
    hf_object called = hf_object_call(lent_object(function), values, 2,
                                      &keyword, 1);
    hf_object method = hf_object_call_method_utf8(
        lent_object(&operand_fixed[PLAIN]), "echo", values, 1, &keyword, 1);
    hf_str text = hf_object_repr(lent_object(&operand_fixed[INT]));
    if (hf_is_null(called) || hf_is_null(method) || hf_is_null(text)) {
        fuzz_failed("prediction", "expected a call within a call to succeed, "
                                  "found a failure");
    }
    hf_decref(called);
    hf_decref(method);
    hf_decref(text);
    box_change();
    build_within();
    buffer_within();
}

void call_it_start(void)
{
    python_nested = call_within;
}
