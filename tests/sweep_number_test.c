/* sweep_number_test: ints, bools, floats, complexes and the number protocol, each
 * allocation failing in turn: see sweep.h. */
#include "tests/sweep.h"

/* big is 2 ** 100. */
static hf_int big(void)
{
    return hf_int_cast(python_eval("1 << 100"));
}

CALLS(int_of_numbers)
{
    CALL(gives(hf_int_from_i64(INT64_MIN), "-9223372036854775808"));
    CALL(gives(hf_int_from_u64(UINT64_MAX), "18446744073709551615"));
    CALL(gives(hf_int_from_size(PY_SSIZE_T_MAX), "9223372036854775807"));
    CALL(gives(hf_int_from((short)30000), "30000"));
    CALL(gives(hf_int_from((unsigned short)60000), "60000"));
    CALL(gives(hf_int_from(-70000), "-70000"));
    CALL(gives(hf_int_from(70000U), "70000"));
    CALL(gives(hf_int_from(-70000L), "-70000"));
    CALL(gives(hf_int_from(70000UL), "70000"));
    CALL(gives(hf_int_from(-70000LL), "-70000"));
    CALL(gives(hf_int_from(70000ULL), "70000"));
    CALL(gives(hf_int_from_double(-1e15), "-1000000000000000"));
    CALL(refuses(hf_int_from_double(1.5), PyExc_ValueError));
    /* CPython has these. */
    READ(gives(hf_int_from('a'), "97"));
    READ(gives(hf_int_from((signed char)-5), "-5"));
    READ(gives(hf_int_from((unsigned char)255), "255"));
}

CALLS(int_of_text_and_bytes)
{
    static const unsigned char bytes[] = {0, 0, 1, 0};
    hf_auto(str, digits, text("-ff_ff"));
    hf_auto(str, words, text("no int"));
    hf_auto(int, n, big());
    unsigned char out[20];
    Py_ssize_t bits;
    CALL(gives(hf_int_from_utf8("123456", 10), "123456"));
    CALL(gives(hf_int_from_utf8_n("123456!", 6, 10), "123456"));
    CALL(gives(hf_int_from_str(hf_borrow(digits), 16), "-65535"));
    CALL(refuses(hf_int_from_utf8("0x", 10), PyExc_ValueError));
    CALL(refuses(hf_int_from_str(hf_borrow(words), 10), PyExc_ValueError));
    CALL(
        makes(hf_int_to_str(hf_borrow(n), 16), "0x10000000000000000000000000"));
    CALL(makes(hf_int_to_str(hf_borrow(n), 10),
               "1267650600228229401496703205376"));
    CALL(refuses(hf_int_to_str(hf_borrow(n), 7), PyExc_ValueError));
    CALL(gives(hf_int_from_bytes(bytes, 4, HF_INT_LITTLE), "65536"));
    CALL(gives(hf_int_from_bytes(bytes, 4, HF_INT_BIG), "256"));
    READ(outcome(hf_int_as_bytes(hf_borrow(n), out, 20, HF_INT_BIG) &&
                 out[7] == 16));
    CALL(refusal(hf_int_as_bytes(hf_borrow(n), out, 4, HF_INT_NATIVE),
                 PyExc_OverflowError));
    READ(outcome(hf_int_bit_length(hf_borrow(n), &bits) && bits == 101));
    assert_int_equal(hf_refcnt(digits), 1);
    assert_int_equal(hf_refcnt(n), 1);
}

/* make_one makes what is the number 1, and allocates where it is asked. */
static hf_object make_one(void)
{
    python_run("if 'One' not in globals():\n"
               "    class One:\n"
               "        def __index__(self): return len([self])\n"
               "        def __float__(self): return float(len([self]))\n"
               "        def __complex__(self): return complex(len([self]))\n");
    return python_eval("One()");
}

/* AS is a test of the conversions to a type of C. */
#define AS(type, name, int_as, object_as)                                      \
    CALLS(name)                                                                \
    {                                                                          \
        hf_auto(int, fits, hf_int_from(100));                                  \
        hf_auto(int, exceeds, hf_int_cast(python_eval("10 ** 400")));          \
        hf_auto(object, one, make_one());                                      \
        type value;                                                            \
        READ(outcome(int_as(hf_borrow(fits), &value) && value == (type)100));  \
        CALL(                                                                  \
            refusal(int_as(hf_borrow(exceeds), &value), PyExc_OverflowError)); \
        CALL(outcome(object_as(one, &value) && value == (type)1));             \
        CALL(refusal(object_as(exceeds, &value), PyExc_OverflowError));        \
        assert_int_equal(hf_refcnt(exceeds), 1);                               \
        assert_int_equal(hf_refcnt(one), 1);                                   \
    }
AS(int8_t, as_i8, hf_int_as_i8, hf_object_as_i8)
AS(uint8_t, as_u8, hf_int_as_u8, hf_object_as_u8)
AS(int16_t, as_i16, hf_int_as_i16, hf_object_as_i16)
AS(uint16_t, as_u16, hf_int_as_u16, hf_object_as_u16)
AS(int32_t, as_i32, hf_int_as_i32, hf_object_as_i32)
AS(uint32_t, as_u32, hf_int_as_u32, hf_object_as_u32)
AS(int64_t, as_i64, hf_int_as_i64, hf_object_as_i64)
AS(uint64_t, as_u64, hf_int_as_u64, hf_object_as_u64)
AS(Py_ssize_t, as_size, hf_int_as_size, hf_object_as_size)
AS(double, as_double, hf_int_as_double, hf_object_as_double)

CALLS(as_the_type_of_the_variable)
{
    hf_auto(int, n, big());
    hf_auto(object, one, make_one());
    int value;
    CALL(refusal(hf_int_as(hf_borrow(n), &value), PyExc_OverflowError));
    CALL(outcome(hf_object_as(one, &value) && value == 1));
    assert_int_equal(hf_refcnt(n), 1);
}

CALLS(bool_float_and_complex)
{
    hf_auto(float, x, hf_float_from_double(1.5));
    hf_auto(complex, c, hf_complex_from(1, 2));
    hf_auto(bool, yes, hf_bool_from(true));
    hf_auto(object, one, make_one());
    hf_auto(str, s, text("ab"));
    double real;
    hf_complex_value value;
    bool is_true;
    READ(gives(hf_bool_from(false), "False"));
    READ(outcome(hf_bool_as_bool(hf_borrow(yes), &is_true) && is_true));
    CALL(gives(hf_float_from_double(-0.5), "-0.5"));
    READ(outcome(hf_float_as_double(hf_borrow(x), &real) && real == 1.5));
    CALL(gives(hf_complex_from(1, 2), "(1+2j)"));
    READ(outcome(hf_complex_as_value(hf_borrow(c), &value) && value.imag == 2));
    CALL(outcome(hf_object_as_complex(one, &value) && value.real == 1));
    CALL(refusal(hf_object_as_complex(s, &value), PyExc_TypeError));
    assert_int_equal(hf_refcnt(x), 1);
    assert_int_equal(hf_refcnt(c), 1);
    assert_int_equal(hf_refcnt(one), 1);
}

/* ---- The number protocol. */

/* A Pair has all operators: each makes a list, of the right operand and, in place, of
 * the left one. */
static hf_object make_pair(void)
{
    python_run(
        "if 'Pair' not in globals():\n"
        "    class Pair:\n"
        "        def __repr__(self): return 'pair'\n"
        "        def __neg__(self): return [self]\n"
        "        __pos__ = __invert__ = __abs__ = __neg__\n"
        "        def __pow__(self, right, modulus=None):\n"
        "            return [right] if modulus is None else [right, modulus]\n"
        "        def __ipow__(self, right): return [self, right]\n"
        "    for name in ('add sub mul matmul truediv floordiv mod divmod "
        "lshift '\n"
        "                 'rshift and xor or').split():\n"
        "        setattr(Pair, f'__{name}__', lambda self, right: [right])\n"
        "        setattr(Pair, f'__i{name}__', lambda self, right: [self, "
        "right])\n");
    return python_eval("Pair()");
}

static hf_object (*const unary[])(hf_object_borrowed) = {
    hf_number_negative,
    hf_number_positive,
    hf_number_invert,
    hf_number_absolute,
};
static hf_object (*const binary[])(hf_object_borrowed, hf_object_borrowed) = {
    hf_number_add,    hf_number_subtract, hf_number_multiply,
    hf_number_matmul, hf_number_divide,   hf_number_floor_divide,
    hf_number_modulo, hf_number_divmod,   hf_number_lshift,
    hf_number_rshift, hf_number_and,      hf_number_xor,
    hf_number_or,     hf_number_power,
};
static hf_object (*const in_place[])(hf_object, hf_object_borrowed) = {
    hf_number_add_in_place,      hf_number_subtract_in_place,
    hf_number_multiply_in_place, hf_number_matmul_in_place,
    hf_number_divide_in_place,   hf_number_floor_divide_in_place,
    hf_number_modulo_in_place,   hf_number_power_in_place,
    hf_number_lshift_in_place,   hf_number_rshift_in_place,
    hf_number_and_in_place,      hf_number_xor_in_place,
    hf_number_or_in_place,
};

CALLS(number_operators)
{
    hf_auto(object, pair, make_pair());
    hf_auto(object, n, number(1));
    hf_auto(object, none, python_eval("None"));
    for (size_t i = 0; i < COUNT(unary); i++) {
        CALL(gives(unary[i](hf_borrow(pair)), "[pair]"));
        CALL(refuses(unary[i](hf_borrow(none)), PyExc_TypeError));
    }
    for (size_t i = 0; i < COUNT(binary); i++) {
        CALL(gives(binary[i](hf_borrow(pair), hf_borrow(n)), "[1000001]"));
        CALL(
            refuses(binary[i](hf_borrow(n), hf_borrow(none)), PyExc_TypeError));
    }
    for (size_t i = 0; i < COUNT(in_place); i++) {
        CALL(gives(in_place[i](hf_incref(pair), hf_borrow(n)),
                   "[pair, 1000001]"));
        CALL(refuses(in_place[i](hf_incref(n), hf_borrow(none)),
                     PyExc_TypeError));
    }
    CALL(gives(hf_number_power_modulo(pair, n, none), "[1000001]"));
    CALL(gives(hf_number_power_modulo(n, n, n), "0"));
    assert_int_equal(hf_refcnt(pair), 1);
    assert_int_equal(hf_refcnt(n), 1);
}

CALLS(number_conversions)
{
    hf_auto(object, one, make_one());
    hf_auto(object, x, python_eval("3e9 + len('a')"));
    hf_auto(str, digits, text("1234567"));
    CALL(gives(hf_number_index(one), "1"));
    CALL(refuses(hf_number_index(x), PyExc_TypeError));
    CALL(gives(hf_number_int(x), "3000000001"));
    CALL(gives(hf_number_int(digits), "1234567"));
    CALL(gives(hf_number_float(one), "1.0"));
    CALL(gives(hf_number_float(digits), "1234567.0"));
    assert_int_equal(hf_refcnt(one), 1);
    assert_int_equal(hf_refcnt(x), 1);
    assert_int_equal(hf_refcnt(digits), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(int_of_numbers),
        TEST(int_of_text_and_bytes),
        TEST(as_i8),
        TEST(as_u8),
        TEST(as_i16),
        TEST(as_u16),
        TEST(as_i32),
        TEST(as_u32),
        TEST(as_i64),
        TEST(as_u64),
        TEST(as_size),
        TEST(as_double),
        TEST(as_the_type_of_the_variable),
        TEST(bool_float_and_complex),
        TEST(number_operators),
        TEST(number_conversions),
    };
    return RUN_TESTS(tests);
}
