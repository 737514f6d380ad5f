#include "tests/support.h"

#include <stdio.h>
#include <string.h>

static bool done(hf_object result)
{
    bool ok = !hf_is_null(result);
    hf_decref(result);
    return ok;
}

/* assert_repr(x, expected): the owned x is shown so. */
static void check_repr(hf_object x, const char *expected, const char *file,
                       int line)
{
    check_no_error(file, line);
    hf_auto(str, shown, hf_object_repr(x));
    hf_decref(x);
    _assert_string_equal(PyUnicode_AsUTF8(hf_as_raw(shown)), expected, file,
                         line);
}
#define assert_repr(x, expected)                                               \
    check_repr(hf_into_object(x), expected, __FILE__, __LINE__)

typedef hf_object binary(hf_object_borrowed left, hf_object_borrowed right);
typedef hf_object in_place(hf_object left, hf_object_borrowed right);

static const struct {
    binary *call;
    in_place *call_in_place;
    const char *function, *method;
    const char *result; /* of 1000007 and 3 */
} operators[] = {
    {(hf_number_add), (hf_number_add_in_place), "add", "add", "1000010"},
    {(hf_number_subtract), (hf_number_subtract_in_place), "subtract", "sub",
     "1000004"},
    {(hf_number_multiply), (hf_number_multiply_in_place), "multiply", "mul",
     "3000021"},
    {(hf_number_matmul), (hf_number_matmul_in_place), "matmul", "matmul", NULL},
    {(hf_number_divide), (hf_number_divide_in_place), "divide", "truediv",
     "333335.6666666667"},
    {(hf_number_floor_divide), (hf_number_floor_divide_in_place),
     "floor_divide", "floordiv", "333335"},
    {(hf_number_modulo), (hf_number_modulo_in_place), "modulo", "mod", "2"},
    {(hf_number_power), (hf_number_power_in_place), "power", "pow",
     "1000021000147000343"},
    {(hf_number_lshift), (hf_number_lshift_in_place), "lshift", "lshift",
     "8000056"},
    {(hf_number_rshift), (hf_number_rshift_in_place), "rshift", "rshift",
     "125000"},
    {(hf_number_and), (hf_number_and_in_place), "and", "and", "3"},
    {(hf_number_xor), (hf_number_xor_in_place), "xor", "xor", "1000004"},
    {(hf_number_or), (hf_number_or_in_place), "or", "or", "1000007"},
    {(hf_number_divmod), NULL, "divmod", "divmod", "(333335, 2)"},
};

static const char *function_of(size_t i, bool is_in_place)
{
    static char name[100];
    snprintf(name, sizeof(name), "hf_number_%s%s", operators[i].function,
             is_in_place ? "_in_place" : "");
    return name;
}

static void operators_do_what_those_of_python_do(void)
{
    /* A constant of code lives forever where there is no GIL. */
    hf_auto(object, left, python_eval("int('1000007')"));
    hf_auto(object, right, python_eval("3"));
    for (size_t i = 0; i < COUNT(operators); i++) {
        if (operators[i].result == NULL) {
            continue;
        }
        assert_repr(operators[i].call(hf_borrow(left), hf_borrow(right)),
                    operators[i].result);
        if (operators[i].call_in_place != NULL) {
            assert_repr(operators[i].call_in_place(hf_incref(left),
                                                   hf_borrow(right)),
                        operators[i].result);
        }
        assert_int_equal(hf_refcnt(left), 1);
    }
    hf_auto(int, modulus, hf_int_from(1000));
    assert_repr(hf_number_power_modulo(left, right, modulus), "343");
}

static void each_operator_asks_its_own_method(void)
{
    python_run("class N:\n"
               "    def __init__(self): self.asked = []\n"
               "    def __getattr__(self, name): raise AttributeError(name)\n"
               "def method(name):\n"
               "    def ask(self, *others):\n"
               "        self.asked.append(name)\n"
               "        return self\n"
               "    return ask\n"
               "for name in ('add sub mul matmul truediv floordiv mod pow'\n"
               "             ' lshift rshift and xor or').split():\n"
               "    for kind in ('', 'i'):\n"
               "        setattr(N, f'__{kind}{name}__', method(kind + name))\n"
               "N.__divmod__ = method('divmod')\n"
               "for name in 'neg pos invert abs'.split():\n"
               "    setattr(N, f'__{name}__', method(name))\n");
    for (size_t i = 0; i < COUNT(operators); i++) {
        python_run("n = N()\n");
        hf_auto(object, n, python_eval("n"));
        hf_auto(object, same, operators[i].call(hf_borrow(n), hf_borrow(n)));
        assert_same(same, n);
        char wanted[100];
        snprintf(wanted, sizeof(wanted), "n.asked == ['%s']",
                 operators[i].method);
        assert_int_equal(python_long(wanted), 1);
        if (operators[i].call_in_place != NULL) {
            hf_object left = hf_incref(n);
            hf_auto(object, it, operators[i].call_in_place(hf_move(&left),
                                                           hf_borrow(n)));
            assert_same(it, n);
            snprintf(wanted, sizeof(wanted), "n.asked == ['%s', 'i%s']",
                     operators[i].method, operators[i].method);
            assert_int_equal(python_long(wanted), 1);
        }
        python_run("n = None\n");
    }
    python_run("n = N()\n");
    hf_auto(object, n, python_eval("n"));
    assert_true(done(hf_number_negative(n)));
    assert_true(done(hf_number_positive(n)));
    assert_true(done(hf_number_invert(n)));
    assert_true(done(hf_number_absolute(n)));
    assert_int_equal(python_long("n.asked == ['neg', 'pos', 'invert', 'abs']"),
                     1);
    python_run("n = None\n");
}

/* The only reference to a list is the list that grows. */
static void in_place_changes_what_can_be_changed(void)
{
    hf_auto(object, more, python_eval("[3]"));
    hf_object x = python_eval("[1, 2]");
    PyObject *raw = hf_as_raw(x);
    x = hf_number_add_in_place(x, more);
    assert_ptr_equal(hf_as_raw(x), raw);
    x = hf_number_add_in_place(x, hf_borrow(x));
    assert_ptr_equal(hf_as_raw(x), raw);
    assert_int_equal(hf_refcnt(x), 1);
    assert_repr(x, "[1, 2, 3, 1, 2, 3]");
}

static void operands_are_consumed_also_on_failure(void)
{
    hf_auto(object, n, number(1));
    hf_auto(object, none, hf_none());
    for (size_t i = 0; i < COUNT(operators); i++) {
        assert_fails(operators[i].call(hf_borrow(n), hf_null(object_borrowed)),
                     PyExc_SystemError, no_handle(function_of(i, false), "object"));
        assert_fails(operators[i].call(hf_null(object_borrowed), hf_borrow(n)),
                     PyExc_SystemError, no_handle(function_of(i, false), "object"));
        if (operators[i].call_in_place != NULL) {
            in_place *call = operators[i].call_in_place;
            assert_fails(call(hf_incref(n), hf_borrow(none)), PyExc_TypeError,
                         NULL);
            assert_fails(call(hf_incref(n), hf_null(object_borrowed)),
                         PyExc_SystemError,
                         no_handle(function_of(i, true), "object"));
            assert_fails(call(hf_null(object), hf_borrow(n)), PyExc_SystemError,
                         no_handle(function_of(i, true), "object"));
        }
        assert_int_equal(hf_refcnt(n), 1);
    }
}

static void nothing_runs_while_an_exception_is_pending(void)
{
    hf_auto(object, n, number(1));
    for (size_t i = 0; i < COUNT(operators); i++) {
        pend();
        assert_false(done(ON_PURPOSE(
            HF_RUN_WITH_EXCEPTION, 1,
            operators[i].call(hf_borrow(n), hf_borrow(n)))));
        if (operators[i].call_in_place != NULL) {
            assert_false(done(ON_PURPOSE(
                HF_RUN_WITH_EXCEPTION, 1,
                operators[i].call_in_place(hf_incref(n), hf_borrow(n)))));
            assert_false(
                done(operators[i].call_in_place(hf_null(object), hf_borrow(n))));
        }
        assert_false(
            done(operators[i].call(hf_borrow(n), hf_null(object_borrowed))));
        assert_pending();
        assert_int_equal(hf_refcnt(n), 1);
    }
    int64_t value = 77;
    double number_ = 77;
    pend();
    assert_false(ON_PURPOSE(HF_RUN_WITH_EXCEPTION, 1,
                            hf_object_as_i64(n, &value)));
    assert_false(ON_PURPOSE(HF_RUN_WITH_EXCEPTION, 1,
                            hf_object_as_double(n, &number_)));
    assert_false(done(ON_PURPOSE(HF_RUN_WITH_EXCEPTION, 1,
                                 hf_number_power_modulo(n, n, n))));
    assert_false(done(hf_into_object(ON_PURPOSE(HF_RUN_WITH_EXCEPTION, 1,
                                                hf_number_index(n)))));
    assert_pending();
    assert_int_equal(value, 0);
    assert_true(number_ == 0);
}

static void conversions_are_those_of_python(void)
{
    python_run("class I:\n"
               "    def __index__(self): return 2**40\n"
               "class F:\n"
               "    def __float__(self): return 2.5\n"
               "class Bad:\n"
               "    def __index__(self): return 'x'\n"
               "    def __float__(self): return 'x'\n");
    hf_auto(object, i, python_eval("I()"));
    hf_auto(object, f, python_eval("F()"));
    hf_auto(object, bad, python_eval("Bad()"));
    hf_auto(str, s, text("12"));
    assert_repr(hf_number_index(i), "1099511627776");
    assert_repr(hf_number_int(s), "12");
    assert_repr(hf_number_float(s), "12.0");
    assert_fails(hf_number_index(s), PyExc_TypeError,
                 "'str' object cannot be interpreted as an integer");
    int64_t value = 77;
    assert_true(hf_object_as_i64(i, &value));
    assert_true(value == INT64_C(1) << 40);
    double found = 77;
    assert_true(hf_object_as_double(i, &found));
    assert_true(found == 0x1p40);
    assert_true(hf_object_as_double(f, &found));
    assert_true(found == 2.5);
    assert_refused(hf_object_as_i64(f, &value), PyExc_TypeError,
                   "'F' object cannot be interpreted as an integer");
    assert_int_equal(value, 0);
    assert_refused(hf_object_as_double(bad, &found), PyExc_TypeError, NULL);
    assert_true(found == 0);
    assert_refused(hf_object_as_i64(bad, &value), PyExc_TypeError,
                   "__index__ returned non-int (type str)");
    assert_refused(hf_object_as_double(s, &found), PyExc_TypeError,
                   "must be real number, not str");
}

static void what_is_out_of_range_says_so(void)
{
    python_run("class I:\n"
               "    def __index__(self): return 300\n");
    hf_auto(object, o, python_eval("I()"));
    hf_auto(object, large, python_eval("1 << 2000"));
    uint8_t small = 77;
    int plain = 77;
    double found = 77;
    assert_refused(hf_object_as_u8(o, &small), PyExc_OverflowError,
                   "300 is out of range for uint8_t (0 to 255)");
    assert_int_equal(small, 0);
    assert_true(hf_object_as(o, &plain));
    assert_int_equal(plain, 300);
    assert_refused(hf_object_as(large, &plain), PyExc_OverflowError,
                   "an int of 1024 bits or more is out of range for int "
                   "(-2147483648 to 2147483647)");
    assert_refused(hf_object_as_double(large, &found), PyExc_OverflowError,
                   "an int of 1024 bits or more is out of range for double");
    assert_refused(hf_object_as_size(hf_null(object_borrowed), &(Py_ssize_t){0}),
                   PyExc_SystemError, no_handle("hf_object_as_size", "object"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(operators_do_what_those_of_python_do),
        TEST(each_operator_asks_its_own_method),
        TEST(in_place_changes_what_can_be_changed),
        TEST(operands_are_consumed_also_on_failure),
        TEST(nothing_runs_while_an_exception_is_pending),
        TEST(conversions_are_those_of_python),
        TEST(what_is_out_of_range_says_so),
    };
    return RUN_TESTS(tests);
}
