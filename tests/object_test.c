#include "tests/support.h"

#include <stdio.h>
#include <string.h>

/* ---- What holds for every function that runs Python code: a table. */

/* An operation is one call, with some of these operands. True is success. */
typedef bool operation(hf_object_borrowed self, hf_str_borrowed name,
                       hf_object_borrowed value);

static bool done(hf_object result)
{
    bool ok = !hf_is_null(result);
    hf_decref(result);
    return ok;
}

/* yes takes no for a failure: what is asked for here is there. */
static bool yes(hf_answer result)
{
    return hf_yes(result);
}

#define OPERATION(operation_name, result)                                      \
    static bool do_##operation_name(hf_object_borrowed self,                   \
                                    hf_str_borrowed name,                      \
                                    hf_object_borrowed value)                  \
    {                                                                          \
        (void)self;                                                            \
        (void)name;                                                            \
        (void)value;                                                           \
        return result;                                                         \
    }

static bool truth_out;
static Py_hash_t hash_out;

/* found_out is the lookup, after its out parameter is released. */
static bool found_out(hf_lookup result, hf_object *out)
{
    assert_int_equal(hf_found(result), !hf_is_null(*out));
    hf_clear(out);
    return hf_found(result);
}
static hf_object out;

OPERATION(repr, done(hf_into_object(hf_object_repr(self))))
OPERATION(str, done(hf_into_object(hf_object_str(self))))
OPERATION(compare, answered(hf_object_compare(self, value, Py_LT), &truth_out))
OPERATION(equal, answered(hf_object_equal(self, value), &truth_out))
OPERATION(truth, answered(hf_object_truth(self), &truth_out))
OPERATION(hash, hf_object_hash(self, &hash_out))
OPERATION(getattr, done(hf_object_getattr(self, name)))
OPERATION(getattr_optional,
          found_out(hf_object_getattr_optional(self, name, &out), &out))
OPERATION(hasattr, yes(hf_object_hasattr(self, name)))
OPERATION(setattr, hf_object_setattr(self, name, value))
OPERATION(delattr, hf_object_delattr(self, name))
OPERATION(getattr_utf8, done(hf_object_getattr_utf8(self, "method_")))
OPERATION(getattr_optional_utf8,
          found_out(hf_object_getattr_optional_utf8(self, "method_", &out),
                    &out))
OPERATION(hasattr_utf8, yes(hf_object_hasattr_utf8(self, "method_")))
OPERATION(setattr_utf8, hf_object_setattr_utf8(self, "method_", value))
OPERATION(delattr_utf8, hf_object_delattr_utf8(self, "method_"))
OPERATION(call_no_args, done(hf_object_call_no_args(self)))
OPERATION(call_one_arg, done(hf_object_call_one_arg(self, value)))
OPERATION(call, done(hf_object_call(self,
                                    (hf_object_borrowed[]){self, self, self,
                                                           self, self, self,
                                                           self, self, value},
                                    9, NULL, 0)))
OPERATION(call_with_keywords,
          done(hf_object_call(self, NULL, 0,
                              (hf_keyword[]){{"a", self}, {"b", value}}, 2)))
OPERATION(call_method,
          done(hf_object_call_method(self, name, &value, 1, NULL, 0)))
OPERATION(call_method_utf8,
          done(hf_object_call_method_utf8(self, "method", &value, 1, NULL, 0)))

static const struct {
    operation *call;
    const char *operands; /* of self, name, value: those that it uses */
    const char *function; /* which an error names */
} operations[] = {
    {do_repr, "s", "hf_object_repr"},
    {do_str, "s", "hf_object_str"},
    {do_compare, "sv", "hf_object_compare"},
    {do_equal, "sv", "hf_object_compare"},
    {do_truth, "s", "hf_object_truth"},
    {do_hash, "s", "hf_object_hash"},
    {do_getattr, "sn", "hf_object_getattr"},
    {do_getattr_optional, "sn", "hf_object_getattr_optional"},
    {do_hasattr, "sn", "hf_object_hasattr"},
    {do_setattr, "snv", "hf_object_setattr"},
    {do_delattr, "sn", "hf_object_delattr"},
    {do_getattr_utf8, "s", "hf_object_getattr_utf8"},
    {do_getattr_optional_utf8, "s", "hf_object_getattr_optional_utf8"},
    {do_hasattr_utf8, "s", "hf_object_hasattr_utf8"},
    {do_setattr_utf8, "sv", "hf_object_setattr_utf8"},
    {do_delattr_utf8, "s", "hf_object_delattr_utf8"},
    {do_call_no_args, "s", "hf_object_call_no_args"},
    {do_call_one_arg, "sv", "hf_object_call_one_arg"},
    {do_call, "sv", "hf_object_call"},
    {do_call_with_keywords, "sv", "hf_object_call"},
    {do_call_method, "snv", "hf_object_call_method"},
    {do_call_method_utf8, "sv", "hf_object_call_method_utf8"},
};

/* Every operation on an instance of this counts itself. */
static hf_object make_hook(void)
{
    python_run("ran = 0\n"
               "class Hook:\n"
               "    def method(*arguments, **keywords):\n"
               "        global ran\n"
               "        ran += 1\n"
               "        return True\n"
               "    def __repr__(self): return self.method() and 'hook'\n"
               "    __str__ = __repr__\n"
               "    __eq__ = __lt__ = __bool__ = __hash__ = method\n"
               "    __getattribute__ = lambda self, name: (\n"
               "        Hook.method(), object.__getattribute__(self,\n"
               "        name.rstrip('_')))[1]\n"
               "    __setattr__ = __delattr__ = __call__ = method\n");
    return python_eval("Hook()");
}

static void python_runs_where_nothing_is_pending(void)
{
    hf_auto(object, self, make_hook());
    hf_auto(object, value, number(1));
    hf_auto(str, name, text("method"));
    for (size_t i = 0; i < COUNT(operations); i++) {
        python_run("ran = 0\n");
        assert_true(operations[i].call(hf_borrow(self), hf_borrow(name),
                                       hf_borrow(value)));
        assert_no_error();
        assert_true(python_long("ran") > 0);
        assert_int_equal(hf_refcnt(self), 1);
        assert_int_equal(hf_refcnt(value), 1);
    }
}

static void python_does_not_run_while_an_exception_is_pending(void)
{
    hf_auto(object, self, make_hook());
    hf_auto(object, value, number(1));
    hf_auto(str, name, text("method"));
    for (size_t i = 0; i < COUNT(operations); i++) {
        pend();
        assert_false(
            ON_PURPOSE(HF_RUN_WITH_EXCEPTION, 1,
                       operations[i].call(hf_borrow(self), hf_borrow(name),
                                          hf_borrow(value))));
        assert_pending();
        assert_int_equal(python_long("ran"), 0);
        assert_int_equal(hf_refcnt(self), 1);
        assert_int_equal(hf_refcnt(value), 1);
        assert_int_equal(hf_refcnt(name), 1);
    }
}

static void null_operands_raise_or_keep_what_is_pending(void)
{
    hf_auto(object, hook, make_hook());
    hf_auto(object, number1, number(1));
    hf_auto(str, method, text("method"));
    size_t checked = 0;
    for (size_t i = 0; i < COUNT(operations); i++) {
        for (const char *o = operations[i].operands; *o; o++, checked++) {
            hf_object_borrowed self = hf_borrow(hook);
            hf_object_borrowed value = hf_borrow(number1);
            hf_str_borrowed name = hf_borrow(method);
            if (*o == 's') {
                self = hf_null(object_borrowed);
            } else if (*o == 'n') {
                name = hf_null(str_borrowed);
            } else {
                value = hf_null(object_borrowed);
            }
            assert_refused(operations[i].call(self, name, value),
                           PyExc_SystemError,
                           no_handle(operations[i].function,
                                     *o == 'n' ? "str" : "object"));
            pend();
            /* What is null was made by the call that failed: it is passed on. */
            assert_false(operations[i].call(self, name, value));
            assert_pending();
            assert_int_equal(python_long("ran"), 0);
            assert_int_equal(hf_refcnt(number1), 1);
        }
    }
    assert_int_equal(checked, 37);
}

static void names_that_are_no_str_raise_type_error(void)
{
    hf_auto(object, hook, make_hook());
    hf_auto(object, value, number(1));
    hf_str_borrowed name = hf_str_from_borrowed(hf_as_raw(value));
    for (size_t i = 0; i < COUNT(operations); i++) {
        if (strchr(operations[i].operands, 'n') != NULL) {
            assert_refused(
                operations[i].call(hf_borrow(hook), name, hf_borrow(value)),
                PyExc_TypeError, "expected str, found int");
        }
    }
    assert_int_equal(python_long("ran"), 0);
    assert_int_equal(hf_refcnt(value), 1);
}

static void names_may_be_in_every_form(void)
{
    for (text_form form = PLAIN; form < TEXT_FORMS; form++) {
        python_run("class C: x = 7\nc = C()\n");
        hf_auto(object, c, python_eval("c"));
        hf_auto(str, x, text_as(form, "xx", 2));
        assert_int_equal(hf_status(hf_object_hasattr(hf_borrow(c), hf_borrow(x))),
                         MISSING);
        hf_auto(object, seven, number(7));
        assert_true(
            hf_object_setattr(hf_borrow(c), hf_borrow(x), hf_borrow(seven)));
        hf_auto(object, got, hf_object_getattr(hf_borrow(c), hf_borrow(x)));
        assert_same(got, seven);
        assert_true(hf_object_delattr(hf_borrow(c), hf_borrow(x)));
        assert_fails(
            hf_object_call_method(hf_borrow(c), hf_borrow(x), NULL, 0, NULL, 0),
            PyExc_AttributeError, NULL);
    }
}

/* ---- Singletons and type names. */

static void singletons_are_those_of_python(void)
{
    const struct {
        hf_object (*make)(void);
        PyObject *raw;
    } cases[] = {
        {hf_none, Py_None},
        {hf_true, Py_True},
        {hf_false, Py_False},
        {hf_not_implemented, Py_NotImplemented},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        hf_auto(object, x, cases[i].make());
        assert_ptr_equal(hf_as_raw(x), cases[i].raw);
        assert_int_equal(hf_is_none(hf_borrow(x)), i == 0);
    }
    assert_false(hf_is_none(hf_null(object_borrowed)));
    assert_no_error();
}

static void type_name_is_the_last_part_of_the_name(void)
{
    python_run("class Outer:\n"
               "    class Inner: pass\n");
    const struct {
        const char *source, *name;
    } cases[] = {
        {"1000000", "int"},
        {"Outer.Inner()", "Inner"},
        {"Outer", "type"},
        {"type('h\xc3\xa9', (), {})()", "h\xc3\xa9"},
        {"__import__('types').SimpleNamespace()", "SimpleNamespace"},
        {"__import__('collections').deque()", "deque"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        hf_auto(object, x, python_eval(cases[i].source));
        Py_ssize_t count = hf_refcnt(x);
        assert_makes_n(hf_object_type_name(hf_borrow(x)), cases[i].name,
                       (Py_ssize_t)strlen(cases[i].name));
        assert_int_equal(hf_refcnt(x), count);
    }
}

static void type_name_of_null_raises_or_keeps_what_is_pending(void)
{
    assert_fails(hf_object_type_name(hf_null(object_borrowed)),
                 PyExc_SystemError, no_handle("hf_object_type_name", "object"));
    pend();
    assert_false(
        done(hf_into_object(hf_object_type_name(hf_null(object_borrowed)))));
    assert_pending();
}

/* ---- Results. */

static void repr_and_str_are_those_of_python(void)
{
    hf_auto(object, x, python_eval("'a\\x00\\ud800\\U0001f600\"'"));
    assert_makes(hf_object_str(hf_borrow(x)),
                 "a\0\xed\xa0\x80\xf0\x9f\x98\x80\"");
    assert_makes(hf_object_repr(hf_borrow(x)),
                 "'a\\x00\\ud800\xf0\x9f\x98\x80\"'");
    hf_auto(object, n, number(23));
    assert_makes(hf_object_str(hf_borrow(n)), "1000023");
}

static void repr_and_str_pass_on_what_python_raises(void)
{
    python_run("class C:\n"
               "    def __repr__(self): raise OSError('no')\n"
               "class D:\n"
               "    def __repr__(self): return 1\n");
    hf_auto(object, c, python_eval("C()"));
    hf_auto(object, d, python_eval("D()"));
    assert_fails(hf_object_repr(hf_borrow(c)), PyExc_OSError, "no");
    assert_fails(hf_object_str(hf_borrow(c)), PyExc_OSError, "no");
    assert_fails(hf_object_repr(hf_borrow(d)), PyExc_TypeError,
                 "__repr__ returned non-string (type int)");
}

static void compare_does_each_operator(void)
{
    hf_auto(object, one, number(1));
    hf_auto(object, same, number(1));
    hf_auto(object, two, number(2));
    const struct {
        int op;
        bool less, equal, greater;
    } cases[] = {
        {Py_LT, true, false, false}, {Py_LE, true, true, false},
        {Py_EQ, false, true, false}, {Py_NE, true, false, true},
        {Py_GT, false, false, true}, {Py_GE, false, true, true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        bool result;
        assert_true(answered(hf_object_compare(hf_borrow(one), hf_borrow(two),
                                      cases[i].op), &result));
        assert_int_equal(result, cases[i].less);
        assert_true(answered(hf_object_compare(hf_borrow(one), hf_borrow(same),
                                      cases[i].op), &result));
        assert_int_equal(result, cases[i].equal);
        assert_true(answered(hf_object_compare(hf_borrow(two), hf_borrow(one),
                                      cases[i].op), &result));
        assert_int_equal(result, cases[i].greater);
    }
}

static void compare_asks_also_where_both_are_one_object(void)
{
    hf_auto(object, nan, python_eval("float('nan')"));
    bool result = true;
    assert_true(answered(hf_object_equal(hf_borrow(nan), hf_borrow(nan)), &result));
    assert_false(result);
}

static void compare_writes_false_where_it_fails(void)
{
    python_run("class C:\n"
               "    def __eq__(self, other): raise OSError('eq')\n"
               "class B:\n"
               "    def __bool__(self): raise OSError('bool')\n"
               "class D:\n"
               "    def __lt__(self, other): return B()\n"
               "class Bad:\n"
               "    def __len__(self): return -1\n");
    hf_auto(object, c, python_eval("C()"));
    hf_auto(object, d, python_eval("D()"));
    hf_auto(object, n, number(1));
    bool result = true;
    assert_refused(answered(hf_object_equal(hf_borrow(c), hf_borrow(n)), &result),
                   PyExc_OSError, "eq");
    assert_false(result);
    result = true;
    assert_refused(
        answered(hf_object_compare(hf_borrow(d), hf_borrow(n), Py_LT), &result),
        PyExc_OSError, "bool");
    assert_false(result);
    assert_refused(
        answered(hf_object_compare(hf_borrow(c), hf_borrow(n), Py_LT), &result),
        PyExc_TypeError,
        "'<' not supported between instances of 'C' and 'int'");
    for (int op = -1; op <= 6; op += 7) {
        result = true;
        assert_refused(
            answered(hf_object_compare(hf_borrow(n), hf_borrow(n), op), &result),
            PyExc_SystemError, NULL);
        assert_false(result);
    }
}

static void truth_is_that_of_python(void)
{
    const char *sources[] = {"1000000", "()", "'x'", "None", "0.0", "{1: 2}"};
    for (size_t i = 0; i < COUNT(sources); i++) {
        hf_auto(object, x, python_eval(sources[i]));
        bool result;
        assert_true(answered(hf_object_truth(hf_borrow(x)), &result));
        assert_int_equal(result, i == 0 || i == 2 || i == 5);
    }
}

static void truth_writes_false_where_it_fails(void)
{
    python_run("class C:\n"
               "    def __len__(self): return -1\n");
    hf_auto(object, c, python_eval("C()"));
    bool result = true;
    assert_refused(answered(hf_object_truth(hf_borrow(c)), &result), PyExc_ValueError,
                   "__len__() should return >= 0");
    assert_false(result);
}

static void hash_is_that_of_python_and_never_minus_one(void)
{
    python_run("class C:\n"
               "    def __hash__(self): return -1\n");
    const char *sources[] = {"'ab'", "-1", "1000000", "C()", "None"};
    for (size_t i = 0; i < COUNT(sources); i++) {
        hf_auto(object, x, python_eval(sources[i]));
        Py_hash_t result;
        assert_true(hf_object_hash(hf_borrow(x), &result));
        assert_int_equal(result, PyObject_Hash(hf_as_raw(x)));
        assert_int_not_equal(result, -1);
    }
}

static void hash_writes_minus_one_where_it_fails(void)
{
    hf_auto(object, list, python_eval("[]"));
    Py_hash_t result = 3;
    assert_refused(hf_object_hash(hf_borrow(list), &result), PyExc_TypeError,
                   "unhashable type: 'list'");
    assert_int_equal(result, -1);
}

/* ---- Attributes. */

static void attributes_can_be_set_got_asked_for_and_deleted(void)
{
    python_run("class C: pass\n");
    hf_auto(object, c, python_eval("C()"));
    hf_auto(object, value, number(1));
    hf_object got;
    assert_true(
        hf_object_setattr_utf8(hf_borrow(c), "x\xc3\xa9", hf_borrow(value)));
    assert_int_equal(hf_refcnt(value), 2);
    got = hf_object_getattr_utf8(hf_borrow(c), "x\xc3\xa9");
    assert_same(got, value);
    assert_int_equal(hf_refcnt(value), 3);
    hf_clear(&got);
    assert_int_equal(hf_status(hf_object_getattr_optional_utf8(hf_borrow(c), "x\xc3\xa9", &got)),
        FOUND);
    assert_same(got, value);
    hf_clear(&got);
    assert_int_equal(hf_status(hf_object_hasattr_utf8(hf_borrow(c), "x\xc3\xa9")),
                     FOUND);
    assert_int_equal(hf_refcnt(value), 2);
    assert_true(hf_object_delattr_utf8(hf_borrow(c), "x\xc3\xa9"));
    assert_int_equal(hf_refcnt(value), 1);
}

static void missing_attributes_raise_or_are_missing(void)
{
    hf_auto(object, n, number(1));
    hf_object got = hf_incref(n);
    hf_decref(got); /* got is stale: it must be overwritten */
    assert_fails(hf_object_getattr_utf8(hf_borrow(n), "nope"),
                 PyExc_AttributeError, "'int' object has no attribute 'nope'");
    assert_int_equal(hf_status(hf_object_getattr_optional_utf8(hf_borrow(n), "nope", &got)),
        MISSING);
    assert_true(hf_is_null(got));
    assert_int_equal(hf_status(hf_object_hasattr_utf8(hf_borrow(n), "nope")), MISSING);
    assert_no_error();
    assert_refused(hf_object_delattr_utf8(hf_borrow(n), "nope"),
                   PyExc_AttributeError, NULL);
    assert_refused(hf_object_setattr_utf8(hf_borrow(n), "nope", hf_borrow(n)),
                   PyExc_AttributeError, NULL);
}

/* lookups go to a class whose attribute "x" raises |type|. */
static hf_object raises_on_x(const char *type)
{
    char source[200];
    snprintf(source, sizeof(source),
             "class Mine(AttributeError): pass\n"
             "class C:\n"
             "    @property\n"
             "    def x(self): raise %s('x')\n",
             type);
    python_run(source);
    return python_eval("C()");
}

static void lookups_swallow_attribute_errors_alone(void)
{
    const struct {
        const char *type;
        bool missing;
    } cases[] = {
        {"AttributeError", true}, {"Mine", true},
        {"KeyError", false},      {"KeyboardInterrupt", false},
        {"MemoryError", false},   {"SystemExit", false},
        {"StopIteration", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        hf_auto(object, c, raises_on_x(cases[i].type));
        hf_auto(object, type, python_eval(cases[i].type));
        hf_object got = hf_null(object);
        for (int how = 0; how < 2; how++) {
            int result = how ? hf_status(hf_object_hasattr_utf8(c, "x"))
                             : hf_status(hf_object_getattr_optional_utf8(
                                   c, "x", &got));
            assert_int_equal(result, cases[i].missing ? MISSING : FAILED);
            assert_true(hf_is_null(got));
            if (cases[i].missing) {
                assert_no_error();
            } else {
                assert_raised(hf_as_raw(type), NULL);
            }
        }
        assert_fails(hf_object_getattr_utf8(hf_borrow(c), "x"), hf_as_raw(type),
                     NULL);
    }
}

static void utf8_names_that_are_bad_are_refused(void)
{
    hf_auto(object, n, number(1));
    hf_object got;
    for (int null = 0; null < 2; null++) {
        const char *name = null ? NULL : "\xff";
        PyObject *type = null ? PyExc_SystemError : PyExc_UnicodeDecodeError;
        assert_fails(hf_object_getattr_utf8(hf_borrow(n), name), type, NULL);
        assert_refused(!hf_failed(hf_object_getattr_optional_utf8(
                           hf_borrow(n), name, &got)),
                       type, NULL);
        assert_true(hf_is_null(got));
        assert_refused(!hf_failed(hf_object_hasattr_utf8(hf_borrow(n), name)),
                       type, NULL);
        assert_refused(hf_object_setattr_utf8(hf_borrow(n), name, hf_borrow(n)),
                       type, NULL);
        assert_refused(hf_object_delattr_utf8(hf_borrow(n), name), type, NULL);
        assert_fails(
            hf_object_call_method_utf8(hf_borrow(n), name, NULL, 0, NULL, 0),
            type, NULL);
        hf_keyword keyword = {name, hf_borrow(n)};
        hf_auto(object, callable, python_eval("dict"));
        assert_fails(hf_object_call(hf_borrow(callable), NULL, 0, &keyword, 1),
                     type, NULL);
    }
}

/* ---- Calls. */

enum { MOST = 40 };

/* call_with passes |nargs| and |nkeywords| to |f|, or to its method |name|,
 * and checks what it was passed. */
static void call_with(hf_object_borrowed f, const char *name, Py_ssize_t nargs,
                      Py_ssize_t nkeywords)
{
    static char names[MOST][16];
    hf_object values[2 * MOST];
    hf_object_borrowed arguments[MOST];
    hf_keyword keywords[MOST];
    for (int i = 0; i < 2 * MOST; i++) {
        values[i] = number(i);
    }
    for (int i = 0; i < MOST; i++) {
        snprintf(names[i], sizeof(names[i]), "k%d", i);
        arguments[i] = hf_borrow(values[i]);
        keywords[i] = (hf_keyword){names[i], hf_borrow(values[MOST + i])};
    }
    const hf_object_borrowed *a = nargs > 0 ? arguments : NULL;
    const hf_keyword *k = nkeywords > 0 ? keywords : NULL;
    hf_object result = name == NULL ? hf_object_call(f, a, nargs, k, nkeywords)
                                    : hf_object_call_method_utf8(
                                          f, name, a, nargs, k, nkeywords);
    assert_no_error();
    python_set("result", hf_borrow(result));
    hf_decref(result);
    char expected[300];
    snprintf(expected, sizeof(expected),
             "result == (tuple(range(1000000, 1000000 + %d)),"
             " [('k%%d' %% i, 1000040 + i) for i in range(%d)])",
             (int)nargs, (int)nkeywords);
    assert_int_equal(python_long(expected), 1);
    python_run("del result\n");
    for (int i = 0; i < 2 * MOST; i++) {
        assert_int_equal(hf_refcnt(values[i]), 1);
        hf_decref(values[i]);
    }
}

static void calls_pass_any_number_of_arguments_and_keywords(void)
{
    python_run("def f(*a, **k): return a, list(k.items())\n"
               "class C:\n"
               "    def m(self, *a, **k):\n"
               "        assert type(self) is C\n"
               "        return a, list(k.items())\n"
               "    @staticmethod\n"
               "    def s(*a, **k): return a, list(k.items())\n"
               "class New:\n"
               "    def __new__(cls, *a, **k): return a, list(k.items())\n");
    hf_auto(object, f, python_eval("f"));
    hf_auto(object, bound, python_eval("C().m"));
    hf_auto(object, type, python_eval("New"));
    hf_auto(object, c, python_eval("C()"));
    const Py_ssize_t numbers[] = {0, 1, 2, 7, 8, 9, MOST};
    for (size_t i = 0; i < COUNT(numbers); i++) {
        for (size_t j = 0; j < COUNT(numbers); j++) {
            call_with(hf_borrow(f), NULL, numbers[i], numbers[j]);
            call_with(hf_borrow(bound), NULL, numbers[i], numbers[j]);
            call_with(hf_borrow(type), NULL, numbers[i], numbers[j]);
            call_with(hf_borrow(c), "m", numbers[i], numbers[j]);
            call_with(hf_borrow(c), "s", numbers[i], numbers[j]);
        }
    }
}

static void calls_with_no_or_one_argument_have_short_forms(void)
{
    python_run("def f(*a): return a\n");
    hf_auto(object, f, python_eval("f"));
    hf_auto(object, n, number(1));
    hf_object result = hf_object_call_no_args(hf_borrow(f));
    assert_int_equal(PyTuple_Size(hf_as_raw(result)), 0);
    assert_true(hf_replace(&result,
                           hf_object_call_one_arg(hf_borrow(f), hf_borrow(n))));
    assert_int_equal(PyTuple_Size(hf_as_raw(result)), 1);
    assert_ptr_equal(PyTuple_GetItem(hf_as_raw(result), 0), hf_as_raw(n));
    hf_decref(result);
}

static void calls_pass_on_what_python_raises(void)
{
    python_run("def f(): raise OSError('f')\n");
    hf_auto(object, f, python_eval("f"));
    hf_auto(object, n, number(1));
    assert_fails(hf_object_call_no_args(hf_borrow(f)), PyExc_OSError, "f");
    assert_fails(hf_object_call_one_arg(hf_borrow(f), hf_borrow(n)),
                 PyExc_TypeError, NULL);
    assert_fails(hf_object_call_no_args(hf_borrow(n)), PyExc_TypeError,
                 "'int' object is not callable");
    assert_fails(
        hf_object_call_method_utf8(hf_borrow(n), "nope", NULL, 0, NULL, 0),
        PyExc_AttributeError, NULL);
    assert_int_equal(hf_refcnt(n), 1);
}

static void null_among_the_operands_prevents_the_call(void)
{
    hf_auto(object, hook, make_hook());
    hf_auto(object, n, number(1));
    hf_object_borrowed arguments[MOST];
    hf_keyword keywords[MOST];
    for (int nargs = 0; nargs <= 9; nargs += 3) {
        for (int null = 0; null < 2 * nargs; null++) {
            for (int i = 0; i < nargs; i++) {
                bool here = i == null, there = i + nargs == null;
                arguments[i] = here ? hf_null(object_borrowed) : hf_borrow(n);
                keywords[i] = (hf_keyword){"k", there ? hf_null(object_borrowed)
                                                      : hf_borrow(n)};
            }
            assert_fails(hf_object_call(hf_borrow(hook), arguments, nargs,
                                        keywords, nargs),
                         PyExc_SystemError,
                         no_handle("hf_object_call", "object"));
            assert_fails(hf_object_call_method_utf8(hf_borrow(hook), "method",
                                                    arguments, nargs, keywords,
                                                    nargs),
                         PyExc_SystemError,
                         no_handle("hf_object_call_method_utf8", "object"));
        }
    }
    assert_int_equal(python_long("ran"), 0);
    assert_int_equal(hf_refcnt(n), 1);
}

static void numbers_of_operands_that_cannot_be_are_refused(void)
{
    const struct {
        Py_ssize_t nargs, nkeywords;
        PyObject *type;
    } cases[] = {
        {-1, 0, PyExc_OverflowError},
        {0, -1, PyExc_OverflowError},
        {PY_SSIZE_T_MIN, PY_SSIZE_T_MIN, PyExc_OverflowError},
        {PY_SSIZE_T_MAX, 0, PyExc_OverflowError},
        {0, PY_SSIZE_T_MAX, PyExc_OverflowError},
        {PY_SSIZE_T_MAX, PY_SSIZE_T_MAX, PyExc_OverflowError},
        {PY_SSIZE_T_MAX / 8 - 2, 1, PyExc_OverflowError},
        {PY_SSIZE_T_MAX / 8 - 2, 0, PyExc_MemoryError},
        {0, PY_SSIZE_T_MAX / 16, PyExc_MemoryError},
    };
    hf_auto(object, hook, make_hook());
    hf_auto(object, n, number(1));
    hf_object_borrowed argument = hf_borrow(n);
    hf_keyword keyword = {"k", hf_borrow(n)};
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_fails(hf_object_call(hf_borrow(hook), &argument, cases[i].nargs,
                                    &keyword, cases[i].nkeywords),
                     cases[i].type, NULL);
        assert_fails(hf_object_call_method_utf8(hf_borrow(hook), "method",
                                                &argument, cases[i].nargs,
                                                &keyword, cases[i].nkeywords),
                     cases[i].type, NULL);
    }
    assert_int_equal(python_long("ran"), 0);
}

static void arrays_that_are_null_but_not_empty_are_refused(void)
{
    hf_auto(object, hook, make_hook());
    assert_fails(hf_object_call(hf_borrow(hook), NULL, unseen(1), NULL, 0),
                 PyExc_SystemError, NULL);
    assert_fails(hf_object_call(hf_borrow(hook), NULL, 0, NULL, unseen(1)),
                 PyExc_SystemError, NULL);
    assert_int_equal(python_long("ran"), 0);
}

/* ---- Items, and what can be asked. */

static void items_are_those_of_python(void)
{
    hf_auto(object, dict, python_eval("{'a': 1}"));
    hf_auto(str, key, text("ke"));
    hf_auto(object, value, number(5));
    Py_ssize_t length;
    assert_true(hf_object_setitem(dict, key, hf_incref(value)));
    assert_int_equal(hf_refcnt(value), 2);
    hf_auto(object, found, hf_object_getitem(dict, key));
    assert_same(found, value);
    assert_true(hf_yes(hf_object_contains(dict, key)));
    assert_true(hf_object_length(dict, &length));
    assert_int_equal(length, 2);
    assert_true(hf_object_delitem(dict, key));
    assert_true(hf_no(hf_object_contains(dict, key)));
    assert_fails(hf_object_getitem(dict, key), PyExc_KeyError, "'ke'");
    assert_refused(hf_object_delitem(dict, key), PyExc_KeyError, "'ke'");
}

static void setitem_consumes_on_failure(void)
{
    hf_auto(object, n, number(1));
    hf_auto(object, value, number(5));
    assert_refused(hf_object_setitem(n, n, hf_incref(value)), PyExc_TypeError,
                   NULL);
    assert_refused(
        hf_object_setitem(hf_null(object_borrowed), n, hf_incref(value)),
        PyExc_SystemError, no_handle("hf_object_setitem", "object"));
    assert_refused(hf_object_setitem(n, n, hf_null(object)), PyExc_SystemError,
                   no_handle("hf_object_setitem", "object"));
    assert_int_equal(hf_refcnt(value), 1);
    Py_ssize_t length = 7;
    assert_refused(hf_object_length(n, &length), PyExc_TypeError, NULL);
    assert_int_equal(length, -1);
}

static void isinstance_and_issubclass_take_types_and_tuples(void)
{
    hf_auto(object, n, number(1));
    hf_auto(object, integer, python_eval("int"));
    hf_auto(object, both, python_eval("(str, int)"));
    hf_auto(object, other, python_eval("(str, list)"));
    assert_true(hf_yes(hf_object_isinstance(n, integer)));
    assert_true(hf_yes(hf_object_isinstance(n, both)));
    assert_true(hf_no(hf_object_isinstance(n, other)));
    assert_true(hf_yes(hf_object_issubclass(integer, both)));
    assert_true(hf_failed(hf_object_issubclass(n, both)));
    assert_raised(PyExc_TypeError, NULL);
}

static void type_callable_and_is_ask_nobody(void)
{
    hf_auto(object, n, number(1));
    hf_auto(type, type, hf_object_type(n));
    assert_ptr_equal(hf_as_raw(type), &PyLong_Type);
    assert_true(hf_object_callable(type));
    assert_false(hf_object_callable(n));
    assert_false(hf_object_callable(hf_null(object_borrowed)));
    assert_true(hf_object_is(n, n));
    assert_false(hf_object_is(n, type));
    assert_false(
        hf_object_is(hf_null(object_borrowed), hf_null(object_borrowed)));
}

static void ascii_format_and_dir_are_those_of_python(void)
{
    hf_auto(str, s, text("h\xc3\xa9"));
    assert_makes(hf_object_ascii(s), "'h\\xe9'");
    hf_auto(object, n, python_eval("255"));
    hf_auto(str, spec, text("#06x"));
    assert_makes(hf_object_format(n, hf_borrow(spec)), "0x00ff");
    hf_auto(str, bad, text("zz"));
    assert_fails(hf_object_format(n, hf_borrow(bad)), PyExc_ValueError, NULL);
    hf_auto(list, names, hf_object_dir(n));
    hf_auto(str, name, text("bit_length"));
    assert_true(hf_yes(hf_object_contains(names, name)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(python_runs_where_nothing_is_pending),
        TEST(python_does_not_run_while_an_exception_is_pending),
        TEST(null_operands_raise_or_keep_what_is_pending),
        TEST(names_that_are_no_str_raise_type_error),
        TEST(names_may_be_in_every_form),
        TEST(singletons_are_those_of_python),
        TEST(type_name_is_the_last_part_of_the_name),
        TEST(type_name_of_null_raises_or_keeps_what_is_pending),
        TEST(repr_and_str_are_those_of_python),
        TEST(repr_and_str_pass_on_what_python_raises),
        TEST(compare_does_each_operator),
        TEST(compare_asks_also_where_both_are_one_object),
        TEST(compare_writes_false_where_it_fails),
        TEST(truth_is_that_of_python),
        TEST(truth_writes_false_where_it_fails),
        TEST(hash_is_that_of_python_and_never_minus_one),
        TEST(hash_writes_minus_one_where_it_fails),
        TEST(attributes_can_be_set_got_asked_for_and_deleted),
        TEST(missing_attributes_raise_or_are_missing),
        TEST(lookups_swallow_attribute_errors_alone),
        TEST(utf8_names_that_are_bad_are_refused),
        TEST(calls_pass_any_number_of_arguments_and_keywords),
        TEST(calls_with_no_or_one_argument_have_short_forms),
        TEST(calls_pass_on_what_python_raises),
        TEST(null_among_the_operands_prevents_the_call),
        TEST(numbers_of_operands_that_cannot_be_are_refused),
        TEST(arrays_that_are_null_but_not_empty_are_refused),
        TEST(items_are_those_of_python),
        TEST(setitem_consumes_on_failure),
        TEST(isinstance_and_issubclass_take_types_and_tuples),
        TEST(type_callable_and_is_ask_nobody),
        TEST(ascii_format_and_dir_are_those_of_python),
    };
    return RUN_TESTS(tests);
}
