/* bound: functions of every shape and of every kind, for test_functions.py.
 * Each shape has its twin there, in Python. */
#include "bind/module.h"

#include <signal.h>
#include <time.h>
#include <uchar.h>

/* ---- Shapes: what they are given, one after the other. */

static hf_str no_arguments(void)
{
    return hf_str_from_utf8("nothing");
}
HF_FUNCTION(no_arguments, str, "Takes nothing.", slash)

static hf_str no_arguments_by_name(void)
{
    return hf_str_from_utf8("nothing");
}
HF_FUNCTION(no_arguments_by_name, str, "Takes nothing.")

static hf_str one(hf_object_borrowed a)
{
    return hf_str_format("%S", a);
}
HF_FUNCTION(one, str, "Takes one by position.", arg(object, a), slash)

static hf_str a(hf_object_borrowed a)
{
    return hf_str_format("%S", a);
}
HF_FUNCTION(a, str, "Takes one.", arg(object, a))

static hf_str two(hf_object_borrowed a, hf_object_borrowed b)
{
    return hf_str_format("%S|%S", a, b);
}
HF_FUNCTION(two, str, "Takes two by position.", arg(object, a), arg(object, b),
            slash)

static hf_str maybe_one(int a)
{
    return hf_str_format("%d", a);
}
HF_FUNCTION(maybe_one, str, "Takes one or none by position.", def(int, a, 7),
            slash)

static hf_str one_or_two(hf_object_borrowed a, int b)
{
    return hf_str_format("%S|%d", a, b);
}
HF_FUNCTION(one_or_two, str, "Takes one or two by position.", arg(object, a),
            def(int, b, 7), slash)

static hf_str others(hf_rest rest)
{
    hf_auto(tuple, all, hf_rest_to_tuple(rest));
    return hf_str_format("%S", all);
}
HF_FUNCTION(others, str, "Takes any number.", rest(all))

static hf_str one_and_others(hf_object_borrowed a, hf_rest rest)
{
    hf_auto(tuple, all, hf_rest_to_tuple(rest));
    return hf_str_format("%S|%S", a, all);
}
HF_FUNCTION(one_and_others, str, "Takes any number but none.", arg(object, a),
            slash, rest(all))

static hf_str ab(hf_object_borrowed a, hf_object_borrowed b)
{
    return hf_str_format("%S|%S", a, b);
}
HF_FUNCTION(ab, str, "Takes two.", arg(object, a), arg(object, b))

static hf_str abc(hf_object_borrowed a, hf_object_borrowed b,
                  hf_object_borrowed c)
{
    return hf_str_format("%S|%S|%S", a, b, c);
}
HF_FUNCTION(abc, str, "Takes three.", arg(object, a), arg(object, b),
            arg(object, c))

static hf_str ab_default(hf_object_borrowed a, int b)
{
    return hf_str_format("%S|%d", a, b);
}
HF_FUNCTION(ab_default, str, "Takes one or two.", arg(object, a),
            def(int, b, 7))

static hf_str a_star_b(hf_object_borrowed a, hf_object_borrowed b)
{
    return hf_str_format("%S|%S", a, b);
}
HF_FUNCTION(a_star_b, str, "Takes one by name.", arg(object, a), star,
            arg(object, b))

static hf_str star_abc(hf_object_borrowed a, int b, hf_object_borrowed c)
{
    return hf_str_format("%S|%d|%S", a, b, c);
}
HF_FUNCTION(star_abc, str, "Takes all by name.", star, arg(object, a),
            def(int, b, 7), arg(object, c))

static hf_str a_slash_b_star_c(hf_object_borrowed a, hf_object_borrowed b,
                               hf_object_borrowed c)
{
    return hf_str_format("%S|%S|%S", a, b, c);
}
HF_FUNCTION(a_slash_b_star_c, str, "Takes them each in its way.",
            arg(object, a), slash, arg(object, b), star, arg(object, c))

static hf_str ab_slash_c(hf_object_borrowed a, hf_object_borrowed b,
                         hf_object_borrowed c)
{
    return hf_str_format("%S|%S|%S", a, b, c);
}
HF_FUNCTION(ab_slash_c, str, "Takes two of them by position.", arg(object, a),
            arg(object, b), slash, arg(object, c))

static hf_str a_slash_bc_star_de(hf_object_borrowed a, int b, int c, int d,
                                 hf_object_borrowed e)
{
    return hf_str_format("%S|%d|%d|%d|%S", a, b, c, d, e);
}
HF_FUNCTION(a_slash_bc_star_de, str, "Takes five.", arg(object, a), slash,
            def(int, b, 7), def(int, c, 8), star, def(int, d, 9),
            arg(object, e))

static hf_str rest_b(hf_rest rest, int b)
{
    hf_auto(tuple, all, hf_rest_to_tuple(rest));
    return hf_str_format("%S|%d", all, b);
}
HF_FUNCTION(rest_b, str, "Takes any number, and one by name.", rest(all),
            def(int, b, 7))

static hf_str a_rest_b(hf_object_borrowed a, hf_rest rest, hf_object_borrowed b)
{
    hf_auto(tuple, all, hf_rest_to_tuple(rest));
    return hf_str_format("%S|%S|%S", a, all, b);
}
HF_FUNCTION(a_rest_b, str, "Takes any number, and one by name.", arg(object, a),
            rest(all), arg(object, b))

static hf_str names_only(hf_dict_borrowed named)
{
    return hf_str_format("%S", named);
}
HF_FUNCTION(names_only, str, "Takes any names.", names(named))

static hf_str a_slash_names(hf_object_borrowed a, hf_dict_borrowed named)
{
    return hf_str_format("%S|%S", a, named);
}
HF_FUNCTION(a_slash_names, str, "Takes one, and any names.", arg(object, a),
            slash, names(named))

static hf_str everything(hf_object_borrowed a, hf_object_borrowed b, int c,
                         hf_rest rest, hf_object_borrowed d, int e,
                         hf_dict_borrowed named)
{
    hf_auto(tuple, all, hf_rest_to_tuple(rest));
    return hf_str_format("%S|%S|%d|%S|%S|%d|%S", a, b, c, all, d, e, named);
}
HF_FUNCTION(everything, str, "Takes everything.", arg(object, a), slash,
            arg(object, b), def(int, c, 7), rest(all), arg(object, d),
            def(int, e, 8), names(named))

/* A name that C has taken. */
static hf_str index_of(hf_object_borrowed a)
{
    return hf_str_format("%S", a);
}
HF_FUNCTION_AS("index", index_of, str, "Has another name in C.", arg(object, a))

/* ---- Kinds: each gives back what it is given. */

#define ECHO_HANDLE(kind, T)                                                   \
    static hf_##T echo_##kind(hf_##T##_borrowed x)                             \
    {                                                                          \
        return hf_incref(x);                                                   \
    }                                                                          \
    HF_FUNCTION(echo_##kind, kind, "Gives x.", arg(kind, x))
#define ECHO_VALUE(kind, type)                                                 \
    static type echo_##kind(type x)                                            \
    {                                                                          \
        return x;                                                              \
    }                                                                          \
    HF_FUNCTION(echo_##kind, kind, "Gives x.", arg(kind, x))

#define HANDLES(X)                                                             \
    X(object, object)                                                          \
    X(exception, exception)                                                    \
    X(type, type)                                                              \
    X(hf_int, int)                                                             \
    X(hf_float, float)                                                         \
    X(hf_complex, complex)                                                     \
    X(str, str)                                                                \
    X(bytes, bytes)                                                            \
    X(bytearray, bytearray)                                                    \
    X(memoryview, memoryview)                                                  \
    X(list, list)                                                              \
    X(tuple, tuple)                                                            \
    X(dict, dict)                                                              \
    X(set, set)                                                                \
    X(frozenset, frozenset)                                                    \
    X(range, range)                                                            \
    X(slice, slice)                                                            \
    X(iterator, iterator)                                                      \
    X(module, module)                                                          \
    X(code, code)                                                              \
    X(frame, frame)                                                            \
    X(capsule, capsule)                                                        \
    X(weakref, weakref)
/* Integers that are kinds by a line of ours: each size, with and without a sign. */
#define OWN_INTEGERS(X)                                                        \
    X(int_least8_t, int_least8_t)                                              \
    X(uint_least8_t, uint_least8_t)                                            \
    X(int_least16_t, int_least16_t)                                            \
    X(char16_t, char16_t)                                                      \
    X(sig_atomic_t, sig_atomic_t)                                              \
    X(char32_t, char32_t)                                                      \
    X(time_t, time_t)                                                          \
    X(dev_t, dev_t)
OWN_INTEGERS(HF_INTEGER_KIND)
#define VALUES(X)                                                              \
    X(char, char)                                                              \
    X(signed_char, signed char)                                                \
    X(unsigned_char, unsigned char)                                            \
    X(short, short)                                                            \
    X(unsigned_short, unsigned short)                                          \
    X(int, int)                                                                \
    X(unsigned, unsigned)                                                      \
    X(unsigned_int, unsigned int)                                              \
    X(long, long)                                                              \
    X(unsigned_long, unsigned long)                                            \
    X(long_long, long long)                                                    \
    X(unsigned_long_long, unsigned long long)                                  \
    X(int8_t, int8_t)                                                          \
    X(uint8_t, uint8_t)                                                        \
    X(int16_t, int16_t)                                                        \
    X(uint16_t, uint16_t)                                                      \
    X(int32_t, int32_t)                                                        \
    X(uint32_t, uint32_t)                                                      \
    X(int64_t, int64_t)                                                        \
    X(uint64_t, uint64_t)                                                      \
    X(Py_ssize_t, Py_ssize_t)                                                  \
    X(Py_hash_t, Py_hash_t)                                                    \
    X(size_t, size_t)                                                          \
    X(ptrdiff_t, ptrdiff_t)                                                    \
    X(intptr_t, intptr_t)                                                      \
    X(uintptr_t, uintptr_t)                                                    \
    X(intmax_t, intmax_t)                                                      \
    X(uintmax_t, uintmax_t)                                                    \
    X(ssize_t, ssize_t)                                                        \
    X(off_t, off_t)                                                            \
    X(wchar_t, wchar_t)                                                        \
    OWN_INTEGERS(X)                                                            \
    X(double, double)                                                          \
    X(float, float)                                                            \
    X(utf8, hf_utf8)

HANDLES(ECHO_HANDLE)
VALUES(ECHO_VALUE)

/* bool is a macro in C, and may have become _Bool where it is pasted. */
static bool echo_truth(bool x)
{
    return x;
}
HF_FUNCTION(echo_truth, bool, "Gives x.", arg(bool, x))

static hf_bool echo_bool(hf_bool_borrowed x)
{
    return hf_incref(x);
}
HF_FUNCTION(echo_bool, hf_bool, "Gives x.", arg(hf_bool, x))

static const char *unit(void)
{
    return "m";
}
HF_FUNCTION(unit, text, "Gives a text of C.")

/* ---- A kind that is ours: a pair of floats. */

typedef struct point {
    double x, y;
} point;
HF_KIND(point, point, "a pair of floats", "tuple[float, float]")

static hf_answer hf_from_point(hf_object_borrowed o, point *out)
{
    PyObject *raw = hf_as_raw(o);
    if (!PyTuple_Check(raw) || PyTuple_GET_SIZE(raw) != 2) {
        return hf_answer_yes_if(false);
    }
    out->x = PyFloat_AsDouble(PyTuple_GET_ITEM(raw, 0));
    out->y = PyErr_Occurred() ? 0 : PyFloat_AsDouble(PyTuple_GET_ITEM(raw, 1));
    return PyErr_Occurred() ? hf_answer_failed() : hf_answer_yes_if(true);
}

static hf_object hf_to_point(point p)
{
    return hf_object_from_owned(Py_BuildValue("(dd)", p.x, p.y));
}

static const point origin = {0, 0};

static point mirrored(point p, point about)
{
    point q = {2 * about.x - p.x, 2 * about.y - p.y};
    return q;
}
HF_FUNCTION(mirrored, point, "Mirrors p.", arg(point, p),
            def(point, about, origin))

/* ---- Defaults of each kind, and what is null where it is not given. */

static hf_str defaults(int n, double x, bool yes, hf_utf8 text,
                       hf_str_borrowed s, hf_utf8 view, bool no)
{
    return hf_str_format("%d|%d|%d|%s|%d|%d|%d", n, (int)(2 * x), (int)yes,
                         text.data, (int)hf_is_null(s),
                         (int)(view.data == NULL), (int)no);
}
HF_FUNCTION(defaults, str, "Has defaults.", def(int, n, -3),
            def(double, x, 1.5), def(bool, yes, True), def(utf8, text, ", "),
            opt(str, s), opt(utf8, view), def(bool, no, False))

/* ---- Results that are no value. */

static hf_worked works_if(bool yes)
{
    if (!yes) {
        hf_error_raise(PyExc_ValueError, "it does not");
    }
    return hf_worked_if(yes);
}
HF_FUNCTION(works_if, none, "Works, or not.", arg(bool, yes))

static hf_answer equal(hf_object_borrowed left, hf_object_borrowed right)
{
    return hf_object_equal(left, right);
}
HF_FUNCTION(equal, answer, "left == right", arg(object, left),
            arg(object, right), slash)

static hf_worked length(hf_str_borrowed text, Py_ssize_t *out)
{
    return hf_str_length(text, out);
}
HF_FUNCTION(length, none, "The number of code points.", arg(str, text), slash,
            out(Py_ssize_t))

static hf_worked repeat(hf_str_borrowed text, bool fail, hf_str *out)
{
    if (fail) {
        hf_error_raise(PyExc_ValueError, "asked to fail");
        return hf_worked_if(false);
    }
    *out = hf_str_concat(text, text);
    return hf_worked_if(!hf_is_null(*out));
}
HF_FUNCTION(repeat, none, "text + text.", arg(str, text),
            def(bool, fail, False), out(str))

/* ---- What Python does not give. */

static hf_str name(hf_module_borrowed module)
{
    return hf_object_str(module);
}
HF_FUNCTION(name, str, "The module.", module)

HF_STATE(elsewhere, has(int, n))

static int stateless(struct elsewhere *state)
{
    return state->n;
}
HF_FUNCTION(stateless, int, "Is in a module without that state.",
            state(elsewhere))

static hf_object third(hf_rest rest)
{
    return hf_incref(hf_rest_get_borrowed(rest, 2));
}
HF_FUNCTION(third, object, "The third.", rest(all))

HF_MODULE(
    bound, "Functions of every shape and kind.", function(no_arguments),
    function(no_arguments_by_name), function(one), function(a), function(two),
    function(maybe_one), function(one_or_two), function(others),
    function(one_and_others), function(ab), function(abc), function(ab_default),
    function(a_star_b), function(star_abc), function(a_slash_b_star_c),
    function(ab_slash_c), function(a_slash_bc_star_de), function(rest_b),
    function(a_rest_b), function(names_only), function(a_slash_names),
    function(everything), function(index_of), function(echo_object),
    function(echo_exception), function(echo_type), function(echo_hf_int),
    function(echo_hf_float), function(echo_hf_complex), function(echo_str),
    function(echo_bytes), function(echo_bytearray), function(echo_memoryview),
    function(echo_list), function(echo_tuple), function(echo_dict),
    function(echo_set), function(echo_frozenset), function(echo_range),
    function(echo_slice), function(echo_iterator), function(echo_module),
    function(echo_code), function(echo_frame), function(echo_capsule),
    function(echo_weakref), function(echo_char), function(echo_signed_char),
    function(echo_unsigned_char), function(echo_short),
    function(echo_unsigned_short), function(echo_int), function(echo_unsigned),
    function(echo_unsigned_int), function(echo_long),
    function(echo_unsigned_long), function(echo_long_long),
    function(echo_unsigned_long_long), function(echo_int8_t),
    function(echo_uint8_t), function(echo_int16_t), function(echo_uint16_t),
    function(echo_int32_t), function(echo_uint32_t), function(echo_int64_t),
    function(echo_uint64_t), function(echo_Py_ssize_t),
    function(echo_Py_hash_t), function(echo_size_t), function(echo_ptrdiff_t),
    function(echo_intptr_t), function(echo_uintptr_t), function(echo_intmax_t),
    function(echo_uintmax_t), function(echo_ssize_t), function(echo_off_t),
    function(echo_wchar_t), function(echo_int_least8_t),
    function(echo_uint_least8_t), function(echo_int_least16_t),
    function(echo_char16_t), function(echo_sig_atomic_t),
    function(echo_char32_t), function(echo_time_t), function(echo_dev_t),
    function(echo_double), function(echo_float), function(echo_utf8),
    function(echo_truth), function(echo_bool), function(unit),
    function(mirrored), function(defaults), function(works_if), function(equal),
    function(length), function(repeat), function(name), function(stateless),
    function(third), per_interpreter_gil)
