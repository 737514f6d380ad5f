#include "tests/support.h"

#include <float.h>
#include <math.h>
#include <string.h>

static hf_int int_of(const char *expression)
{
    return hf_int_cast(python_eval(expression));
}

/* assert_int(x, source): the owned x is the int that Python's |source| is. */
static void check_int(hf_int x, const char *source, const char *file, int line)
{
    assert_no_error();
    _assert_true(!hf_is_null(x), "a result", file, line);
    hf_auto(object, wanted, python_eval(source));
    bool equal = hf_yes(hf_object_equal(hf_as_object(x), hf_borrow(wanted)));
    _assert_true(equal && PyLong_CheckExact(hf_as_raw(x)), source, file, line);
    hf_decref(x);
}
#define assert_int(x, source) check_int(x, source, __FILE__, __LINE__)

/* ---- From the integers of C. */

static void from_makes_an_int_of_each_type(void)
{
    assert_int(hf_int_from_i64(INT64_MIN), "-2**63");
    assert_int(hf_int_from_i64(INT64_MAX), "2**63-1");
    assert_int(hf_int_from_i64(-1), "-1");
    assert_int(hf_int_from_u64(UINT64_MAX), "2**64-1");
    assert_int(hf_int_from_u64(0), "0");
    assert_int(hf_int_from_size(PY_SSIZE_T_MIN), "-2**63");
    assert_int(hf_int_from_size(PY_SSIZE_T_MAX), "2**63-1");
}

static void from_goes_by_the_type_of_its_argument(void)
{
    const short s = -7;
    assert_int(hf_int_from((char)'a'), "97");
    assert_int(hf_int_from((signed char)-128), "-128");
    assert_int(hf_int_from((unsigned char)255), "255");
    assert_int(hf_int_from(s), "-7");
    assert_int(hf_int_from((unsigned short)65535), "65535");
    assert_int(hf_int_from(-1), "-1");
    assert_int(hf_int_from(UINT_MAX), "2**32-1");
    assert_int(hf_int_from(LONG_MIN), "-2**63");
    assert_int(hf_int_from(ULONG_MAX), "2**64-1");
    assert_int(hf_int_from(LLONG_MIN), "-2**63");
    assert_int(hf_int_from(ULLONG_MAX), "2**64-1");
    assert_int(hf_int_from((size_t)-1), "2**64-1");
}

static void from_works_with_an_exception_set(void)
{
    pend();
    hf_auto(int, x, hf_int_from_i64(-1));
    hf_auto(int, y, hf_int_from_u64(UINT64_MAX));
    hf_auto(int, z, hf_int_from_double(-1.0));
    const unsigned char bytes[1] = {0xFF};
    hf_auto(int, b, hf_int_from_bytes(bytes, 1, HF_INT_SIGNED));
    hf_auto(int, t, hf_int_from_utf8("-1", 10));
    assert_pending();
    assert_int(hf_move(&x), "-1");
    assert_int(hf_move(&y), "2**64-1");
    assert_int(hf_move(&z), "-1");
    assert_int(hf_move(&b), "-1");
    assert_int(hf_move(&t), "-1");
}

/* ---- To the integers of C: each type at its edges. */

/* What is written to a variable that the test looks at as 64 bits. */
typedef hf_worked convert(hf_int_borrowed x, uint64_t *out);
#define CONVERT(name, type, call)                                              \
    static hf_worked to_##name(hf_int_borrowed x, uint64_t *out)               \
    {                                                                          \
        type value = 77;                                                       \
        hf_worked worked = call(x, &value);                                    \
        *out = (uint64_t)value;                                                \
        return worked;                                                         \
    }
CONVERT(i8, int8_t, hf_int_as_i8)
CONVERT(u8, uint8_t, hf_int_as_u8)
CONVERT(i16, int16_t, hf_int_as_i16)
CONVERT(u16, uint16_t, hf_int_as_u16)
CONVERT(i32, int32_t, hf_int_as_i32)
CONVERT(u32, uint32_t, hf_int_as_u32)
CONVERT(i64, int64_t, hf_int_as_i64)
CONVERT(u64, uint64_t, hf_int_as_u64)
CONVERT(size, Py_ssize_t, hf_int_as_size)
CONVERT(char, char, hf_int_as)
CONVERT(signed_char, signed char, hf_int_as)
CONVERT(unsigned_char, unsigned char, hf_int_as)
CONVERT(short, short, hf_int_as)
CONVERT(unsigned_short, unsigned short, hf_int_as)
CONVERT(int, int, hf_int_as)
CONVERT(unsigned, unsigned, hf_int_as)
CONVERT(long, long, hf_int_as)
CONVERT(unsigned_long, unsigned long, hf_int_as)
CONVERT(long_long, long long, hf_int_as)
CONVERT(unsigned_long_long, unsigned long long, hf_int_as)

static const struct {
    convert *to;
    const char *type;
    int64_t least;
    uint64_t most;
    const char *function;
} types[] = {
    {to_i8, "int8_t", -128, 127, "hf_int_as_i8"},
    {to_u8, "uint8_t", 0, 255, "hf_int_as_u8"},
    {to_i16, "int16_t", -32768, 32767, "hf_int_as_i16"},
    {to_u16, "uint16_t", 0, 65535, "hf_int_as_u16"},
    {to_i32, "int32_t", INT32_MIN, INT32_MAX, "hf_int_as_i32"},
    {to_u32, "uint32_t", 0, UINT32_MAX, "hf_int_as_u32"},
    {to_i64, "int64_t", INT64_MIN, INT64_MAX, "hf_int_as_i64"},
    {to_u64, "uint64_t", 0, UINT64_MAX, "hf_int_as_u64"},
    {to_size, "Py_ssize_t", PY_SSIZE_T_MIN, PY_SSIZE_T_MAX, "hf_int_as_size"},
    {to_char, "char", CHAR_MIN, CHAR_MAX, "hf_int_as"},
    {to_signed_char, "signed char", -128, 127, "hf_int_as"},
    {to_unsigned_char, "unsigned char", 0, 255, "hf_int_as"},
    {to_short, "short", SHRT_MIN, SHRT_MAX, "hf_int_as"},
    {to_unsigned_short, "unsigned short", 0, USHRT_MAX, "hf_int_as"},
    {to_int, "int", INT_MIN, INT_MAX, "hf_int_as"},
    {to_unsigned, "unsigned", 0, UINT_MAX, "hf_int_as"},
    {to_long, "long", LONG_MIN, LONG_MAX, "hf_int_as"},
    {to_unsigned_long, "unsigned long", 0, ULONG_MAX, "hf_int_as"},
    {to_long_long, "long long", LLONG_MIN, LLONG_MAX, "hf_int_as"},
    {to_unsigned_long_long, "unsigned long long", 0, ULLONG_MAX, "hf_int_as"},
};

static const char *out_of_range(const char *value, size_t type)
{
    static char message[200];
    snprintf(message, sizeof(message), "%s is out of range for %s (%lld to %llu)",
             value, types[type].type, (long long)types[type].least,
             (unsigned long long)types[type].most);
    return message;
}

/* fits says whether |source| is between the bounds: Python knows. */
static bool fits(const char *source, size_t type)
{
    char question[200];
    snprintf(question, sizeof(question), "int(%lld <= %s <= %llu)",
             (long long)types[type].least, source,
             (unsigned long long)types[type].most);
    return python_long(question) == 1;
}

static void each_type_takes_what_fits_and_refuses_the_rest(void)
{
    static const int powers[] = {0, 7, 8, 15, 16, 29, 30, 31, 32, 59, 60,
                                 62, 63, 64, 65, 120, 1023};
    for (size_t type = 0; type < COUNT(types); type++) {
        for (size_t i = 0; i < COUNT(powers) * 6; i++) {
            char source[64];
            snprintf(source, sizeof(source), "(%s2**%d+%d)", i % 2 ? "-" : "",
                     powers[i / 6], (int)(i / 2 % 3) - 1);
            hf_auto(int, x, int_of(source));
            hf_auto(str, digits, hf_object_str(hf_as_object(x)));
            const char *value = PyUnicode_AsUTF8(hf_as_raw(digits));
            bool wanted = fits(source, type);
            uint64_t found = 1;
            bool is_taken = types[type].to(hf_borrow(x), &found);
            assert_int_equal(is_taken, wanted);
            if (is_taken) {
                PyObject *same = (int64_t)types[type].least < 0
                                     ? PyLong_FromLongLong((int64_t)found)
                                     : PyLong_FromUnsignedLongLong(found);
                assert_int(hf_int_from_owned(same), source);
            } else {
                assert_int_equal(found, 0);
                assert_refused(is_taken, PyExc_OverflowError,
                               strlen(value) < 100 ? out_of_range(value, type)
                                                   : NULL);
            }
        }
    }
}

static void what_is_very_long_is_not_written_out(void)
{
    hf_auto(int, most, int_of("2**1023 - 1"));
    hf_auto(int, x, int_of("-(1 << 1000000)"));
    for (size_t type = 0; type < COUNT(types); type++) {
        uint64_t found = 1;
        assert_refused(types[type].to(hf_borrow(x), &found), PyExc_OverflowError,
                       out_of_range("an int of 1024 bits or more", type));
        assert_int_equal(found, 0);
    }
    uint64_t found;
    assert_refused(hf_int_as_u64(hf_borrow(most), &found), PyExc_OverflowError,
                   NULL);
}

static void subclasses_are_ints_and_their_methods_are_not_asked(void)
{
    python_run("def no(*arguments): raise SystemExit\n"
               "class Sub(int):\n"
               "    __int__ = __index__ = __repr__ = __str__ = __float__ = no\n"
               "    __add__ = __eq__ = __hash__ = __bool__ = __trunc__ = no\n"
               "    __getattribute__ = bit_length = no\n");
    static const char *const sources[] = {"Sub(100)", "Sub(2**40)", "Sub(2**90)"};
    for (size_t i = 0; i < COUNT(sources); i++) {
        hf_auto(object, o, python_eval(sources[i]));
        hf_int_borrowed x = hf_int_cast(hf_borrow(o));
        int64_t value;
        double number;
        Py_ssize_t bits;
        char bytes[16];
        if (i < 2) {
            assert_true(hf_int_as_i64(x, &value));
            assert_true(value == (i == 0 ? 100 : INT64_C(1) << 40));
        } else {
            assert_refused(hf_int_as_i64(x, &value), PyExc_OverflowError,
                           "1237940039285380274899124224 is out of range for "
                           "int64_t (-9223372036854775808 to "
                           "9223372036854775807)");
        }
        assert_true(hf_int_as_double(x, &number));
        assert_true(hf_int_as_bytes(x, bytes, 16, HF_INT_BIG));
        assert_true(hf_int_bit_length(x, &bits));
        hf_decref(hf_int_to_str(x, 16));
        assert_no_error();
    }
    hf_auto(bool, yes, hf_cast(bool, hf_true()));
    int one = 0;
    assert_true(hf_int_as(hf_as_parent(yes), &one));
    assert_int_equal(one, 1);
}

/* ---- Doubles. */

static void as_double_gives_the_nearest(void)
{
    static const struct {
        const char *source;
        double value;
    } cases[] = {{"0", 0},
                 {"-1", -1},
                 {"2**29+1", 0x1p29 + 1},
                 {"1-2**30", 1 - 0x1p30},
                 {"2**53", 0x1p53},
                 {"2**53+1", 0x1p53},
                 {"2**53+3", 0x1p53 + 4},
                 {"-2**63", -0x1p63},
                 {"2**64-1", 0x1p64},
                 {"2**1023", 0x1p1023},
                 {"2**1024-2**970-1", DBL_MAX}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        hf_auto(int, x, int_of(cases[i].source));
        double found = 77;
        assert_true(hf_int_as_double(hf_borrow(x), &found));
        assert_true(found == cases[i].value);
    }
    hf_auto(int, x, int_of("2**1024-2**970"));
    double found = 77;
    assert_refused(hf_int_as_double(hf_borrow(x), &found), PyExc_OverflowError,
                   "an int of 1024 bits or more is out of range for double");
    assert_true(found == 0);
}

static void from_double_takes_what_is_an_integer(void)
{
    assert_int(hf_int_from_double(0.0), "0");
    assert_int(hf_int_from_double(-0.0), "0");
    assert_int(hf_int_from_double(-1.0), "-1");
    assert_int(hf_int_from_double(0x1p53 - 1), "2**53-1");
    assert_int(hf_int_from_double(-0x1p53), "-2**53");
    assert_int(hf_int_from_double(0x1p63), "2**63");
    assert_int(hf_int_from_double(DBL_MAX), "int(1.7976931348623157e308)");
    assert_fails(hf_int_from_double(2.5), PyExc_ValueError,
                 "2.5 is no integer: say by trunc(), floor() or round() what "
                 "becomes of its fraction");
    assert_fails(hf_int_from_double(-0x1p52 + 0.5), PyExc_ValueError,
                 "-4503599627370495.5 is no integer: say by trunc(), floor() or "
                 "round() what becomes of its fraction");
    assert_fails(hf_int_from_double((double)NAN), PyExc_ValueError,
                 "cannot convert float NaN to integer");
    assert_fails(hf_int_from_double((double)-INFINITY), PyExc_OverflowError,
                 "cannot convert float infinity to integer");
}

/* ---- Text. */

static void from_text_is_as_in_python(void)
{
    assert_int(hf_int_from_utf8("12", 10), "12");
    assert_int(hf_int_from_utf8(" -0x_ff\n", 0), "-255");
    assert_int(hf_int_from_utf8("-0xff", 16), "-255");
    assert_int(hf_int_from_utf8("zz", 36), "35*37");
    assert_int(hf_int_from_utf8("\xd9\xa3\xd9\xa4", 10), "34"); /* Arabic */
    assert_int(hf_int_from_utf8_n("123", 2, 10), "12");
    hf_auto(str, digits, text("1000000000000000000000"));
    assert_int(hf_int_from_str(hf_borrow(digits), 10), "10**21");
    assert_fails(hf_int_from_utf8("12x", 10), PyExc_ValueError,
                 "invalid literal for int() with base 10: '12x'");
    assert_fails(hf_int_from_utf8("", 10), PyExc_ValueError,
                 "invalid literal for int() with base 10: ''");
    assert_fails(hf_int_from_utf8_n(NULL, 0, 10), PyExc_ValueError,
                 "invalid literal for int() with base 10: ''");
    assert_fails(hf_int_from_utf8_n("1\0" "2", 3, 10), PyExc_ValueError, NULL);
    assert_fails(hf_int_from_utf8("1", 37), PyExc_ValueError,
                 "int() arg 2 must be >= 2 and <= 36");
    assert_fails(hf_int_from_utf8("1\xff", 10), PyExc_UnicodeDecodeError, NULL);
    assert_fails(hf_int_from_utf8_n("1", -1, 10), PyExc_OverflowError, NULL);
    assert_fails(hf_int_from_utf8(NULL, 10), PyExc_SystemError,
                 "hf_int_from_utf8_n: the UTF-8 pointer is NULL");
    assert_fails(hf_int_from_str(hf_null(str_borrowed), 10), PyExc_SystemError,
                 no_handle("hf_int_from_str", "str"));
}

static void a_bad_literal_of_a_subclass_is_shown_without_its_methods(void)
{
    python_run("class Sub(str):\n"
               "    def __repr__(self): raise SystemExit\n");
    hf_auto(object, o, python_eval("Sub('x')"));
    assert_fails(hf_int_from_str(hf_str_cast(hf_borrow(o)), 10),
                 PyExc_ValueError,
                 "invalid literal for int() with base 10: 'x'");
}

static void to_str_is_the_literal(void)
{
    hf_auto(int, x, int_of("-1000"));
    assert_makes(hf_int_to_str(hf_borrow(x), 10), "-1000");
    assert_makes(hf_int_to_str(hf_borrow(x), 16), "-0x3e8");
    assert_makes(hf_int_to_str(hf_borrow(x), 8), "-0o1750");
    assert_makes(hf_int_to_str(hf_borrow(x), 2), "-0b1111101000");
    assert_fails(hf_int_to_str(hf_borrow(x), 36), PyExc_ValueError,
                 "the base is 36, and not 2, 8, 10 or 16");
#if PY_VERSION_HEX >= 0x030C0000 || defined(_PY_LONG_DEFAULT_MAX_STR_DIGITS)
    hf_auto(int, y, int_of("10**5000"));
    assert_fails(hf_int_to_str(hf_borrow(y), 10), PyExc_ValueError, NULL);
    hf_decref(hf_int_to_str(hf_borrow(y), 16));
    assert_no_error();
#endif
}

/* ---- Bytes. */

static void bytes_are_as_to_bytes_has_them(void)
{
    static const char *const sources[] = {"0",        "1",       "127",
                                          "128",      "255",     "256",
                                          "-1",       "-128",    "-129",
                                          "2**63-1",  "2**63",   "-2**63",
                                          "2**64-1",  "2**64",   "-2**64",
                                          "2**1000-1", "-2**1000"};
    static const Py_ssize_t sizes[] = {1, 2, 7, 8, 9, 16, 125, 126, 200};
    for (size_t i = 0; i < COUNT(sources); i++) {
        hf_auto(int, x, int_of(sources[i]));
        for (size_t j = 0; j < COUNT(sizes) * 4; j++) {
            Py_ssize_t size = sizes[j / 4];
            int layout = (int)j % 4;
            char source[200];
            snprintf(source, sizeof(source),
                     "(%s).to_bytes(%zd, '%s', signed=%d)", sources[i], size,
                     layout & HF_INT_BIG ? "big" : "little", layout / 2);
            PyObject *main_dict = PyEval_GetBuiltins();
            hf_auto(object, namespace, hf_object_from_owned(PyDict_New()));
            PyDict_SetItemString(hf_as_raw(namespace), "__builtins__", main_dict);
            PyObject *wanted = PyRun_String(source, Py_eval_input,
                                            hf_as_raw(namespace),
                                            hf_as_raw(namespace));
            PyErr_Clear();
            unsigned char bytes[201];
            memset(bytes, 77, sizeof(bytes));
            bool worked = hf_int_as_bytes(hf_borrow(x), bytes, size, layout);
            assert_int_equal(worked, wanted != NULL);
            assert_int_equal(bytes[size], 77);
            if (worked) {
                assert_memory_equal(bytes, PyBytes_AS_STRING(wanted),
                                    (size_t)size);
                assert_int(hf_int_from_bytes(bytes, size, layout), sources[i]);
            } else {
                assert_refused(worked, PyExc_OverflowError, NULL);
                for (Py_ssize_t k = 0; k < size; k++) {
                    assert_int_equal(bytes[k], 0);
                }
            }
            Py_XDECREF(wanted);
        }
    }
}

static void bytes_that_are_too_few_are_refused_by_name(void)
{
    hf_auto(int, x, int_of("300"));
    hf_auto(int, minus, int_of("-1"));
    hf_auto(int, zero, int_of("0"));
    char bytes[8];
    assert_refused(hf_int_as_bytes(hf_borrow(x), bytes, 1, HF_INT_BIG),
                   PyExc_OverflowError,
                   "300 is out of range for 1 bytes (unsigned)");
    assert_refused(hf_int_as_bytes(hf_borrow(minus), bytes, 8, HF_INT_BIG),
                   PyExc_OverflowError,
                   "-1 is out of range for 8 bytes (unsigned)");
    /* CPython's own writes -1 to no bytes at all. */
    assert_refused(hf_int_as_bytes(hf_borrow(minus), bytes, 0, HF_INT_SIGNED),
                   PyExc_OverflowError,
                   "-1 is out of range for 0 bytes (signed)");
    assert_true(hf_int_as_bytes(hf_borrow(zero), NULL, 0, HF_INT_SIGNED));
    assert_int(hf_int_from_bytes(NULL, 0, HF_INT_LITTLE), "0");
}

static void bytes_that_cannot_be_are_refused(void)
{
    hf_auto(int, x, int_of("300"));
    char bytes[8];
    assert_refused(hf_int_as_bytes(hf_borrow(x), bytes, -1, HF_INT_BIG),
                   PyExc_OverflowError,
                   "hf_int_as_bytes: -1 is no size: it is negative, or was more "
                   "than a Py_ssize_t can hold");
    assert_refused(hf_int_as_bytes(hf_borrow(x), NULL, 8, HF_INT_BIG),
                   PyExc_SystemError, "hf_int_as_bytes: the pointer is NULL");
    assert_refused(hf_int_as_bytes(hf_borrow(x), bytes, 8, 4),
                   PyExc_SystemError, "hf_int_as_bytes: 4 is no layout");
    assert_fails(hf_int_from_bytes(NULL, 1, HF_INT_BIG), PyExc_SystemError,
                 "hf_int_from_bytes: the pointer is NULL");
    assert_fails(hf_int_from_bytes(bytes, PY_SSIZE_T_MAX, HF_INT_BIG),
                 PyExc_MemoryError, NULL);
    pend();
    hf_decref(hf_int_from_bytes(bytes, PY_SSIZE_T_MAX, HF_INT_BIG));
    assert_pending();
}

static void native_is_how_c_has_it(void)
{
    const int32_t value = -2;
    assert_int(hf_int_from_bytes(&value, sizeof(value),
                                 HF_INT_NATIVE | HF_INT_SIGNED),
               "-2");
}

static void bit_length_is_that_of_python(void)
{
    static const struct {
        const char *source;
        Py_ssize_t bits;
    } cases[] = {{"0", 0},      {"1", 1},       {"-1", 1},   {"255", 8},
                 {"-256", 9},   {"2**30", 31},  {"2**64", 65},
                 {"-2**64", 65}, {"2**5000-1", 5000}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        hf_auto(int, x, int_of(cases[i].source));
        Py_ssize_t found = 77;
        assert_true(hf_int_bit_length(hf_borrow(x), &found));
        assert_int_equal(found, cases[i].bits);
    }
}

/* ---- What holds for all. */

static void a_pending_exception_spoils_nothing_and_is_not_replaced(void)
{
    hf_auto(int, minus, int_of("-1"));
    hf_auto(int, most, int_of("2**64-1"));
    hf_auto(int, beyond, int_of("2**2000"));
    for (size_t type = 0; type < COUNT(types); type++) {
        uint64_t found = 77;
        pend();
        bool worked = types[type].to(hf_borrow(minus), &found);
        assert_pending();
        assert_int_equal(worked, types[type].least < 0);
        pend();
        worked = types[type].to(hf_borrow(most), &found);
        assert_pending();
        assert_int_equal(worked, types[type].most == UINT64_MAX);
        pend();
        assert_false(types[type].to(hf_borrow(beyond), &found));
        assert_pending();
    }
    double number = 77;
    Py_ssize_t bits = 77;
    unsigned char bytes[9] = {0};
    pend();
    assert_true(hf_int_as_double(hf_borrow(minus), &number));
    assert_true(number == -1.0);
    assert_true(hf_int_as_bytes(hf_borrow(minus), bytes, 9, HF_INT_SIGNED));
    assert_int_equal(bytes[8], 0xFF);
    assert_true(hf_int_bit_length(hf_borrow(beyond), &bits));
    assert_int_equal(bits, 2001);
    assert_pending();
    pend();
    assert_false(hf_int_as_double(hf_borrow(beyond), &number));
    assert_false(hf_int_as_bytes(hf_borrow(beyond), bytes, 9, HF_INT_SIGNED));
    hf_decref(hf_int_from_double((double)NAN));
    hf_decref(hf_int_from_double(0.5));
    hf_decref(hf_int_from_utf8("x", 10));
    hf_decref(hf_int_to_str(hf_borrow(minus), 3));
    assert_pending();
}

static void null_and_other_types_are_refused(void)
{
    hf_auto(str, other, text("12"));
    hf_int_borrowed lie = hf_int_from_borrowed(hf_as_raw(other));
    for (size_t type = 0; type < COUNT(types); type++) {
        uint64_t found = 77;
        bool worked = types[type].to(hf_null(int_borrowed), &found);
        assert_int_equal(found, 0);
        if (strcmp(types[type].function, "hf_int_as") != 0) {
            assert_refused(worked, PyExc_SystemError,
                           no_handle(types[type].function, "int"));
        } else {
            assert_refused(worked, PyExc_SystemError, NULL);
        }
        assert_refused(types[type].to(lie, &found), PyExc_TypeError,
                       "expected int, found str");
    }
    double number;
    Py_ssize_t bits;
    char bytes[4] = "abc";
    assert_refused(hf_int_as_double(lie, &number), PyExc_TypeError,
                   "expected int, found str");
    assert_refused(hf_int_bit_length(lie, &bits), PyExc_TypeError,
                   "expected int, found str");
    assert_refused(hf_int_as_bytes(lie, bytes, 4, HF_INT_BIG), PyExc_TypeError,
                   "expected int, found str");
    assert_int_equal(bytes[0], 0);
    assert_fails(hf_int_to_str(lie, 10), PyExc_TypeError,
                 "expected int, found str");
    assert_refused(hf_int_as_double(hf_null(int_borrowed), &number),
                   PyExc_SystemError, no_handle("hf_int_as_double", "int"));
    pend();
    assert_false(hf_int_as_double(hf_null(int_borrowed), &number));
    assert_pending();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(from_makes_an_int_of_each_type),
        TEST(from_goes_by_the_type_of_its_argument),
        TEST(from_works_with_an_exception_set),
        TEST(each_type_takes_what_fits_and_refuses_the_rest),
        TEST(what_is_very_long_is_not_written_out),
        TEST(subclasses_are_ints_and_their_methods_are_not_asked),
        TEST(as_double_gives_the_nearest),
        TEST(from_double_takes_what_is_an_integer),
        TEST(from_text_is_as_in_python),
        TEST(a_bad_literal_of_a_subclass_is_shown_without_its_methods),
        TEST(to_str_is_the_literal),
        TEST(bytes_are_as_to_bytes_has_them),
        TEST(bytes_that_are_too_few_are_refused_by_name),
        TEST(bytes_that_cannot_be_are_refused),
        TEST(native_is_how_c_has_it),
        TEST(bit_length_is_that_of_python),
        TEST(a_pending_exception_spoils_nothing_and_is_not_replaced),
        TEST(null_and_other_types_are_refused),
    };
    return RUN_TESTS(tests);
}
