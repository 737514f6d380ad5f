/* The functions of functions.h, bound. Those of a shape give a tuple of what they
 * are given: parameters first, then rest, then names. */
#include "fuzz/call_sequence/call.h"
#include "fuzz/call_sequence/functions.h"

#ifdef HF_PLANTED
#include "fuzz/call_sequence/planted.h"
#endif

/* ---- What was given, as objects. */

static hf_object absent(void)
{
    return hf_into_object(hf_str_from_utf8("absent"));
}
static hf_object of_object(hf_object_borrowed x)
{
    return hf_is_null(x) ? absent() : hf_incref(x);
}
#define OF(x) of_object(hf_as_object(x))
static hf_object of_int(int64_t x)
{
    return hf_into_object(hf_int_from_i64(x));
}
static hf_object of_double(double x)
{
    return hf_into_object(hf_float_from_double(x));
}
static hf_object of_utf8(hf_utf8 x)
{
    return x.data == NULL ? absent()
                          : hf_into_object(hf_str_from_utf8_n(x.data, x.size));
}
static hf_object of_truth(bool x)
{
    return hf_to_bool(x);
}
static hf_object of_rest(hf_rest rest)
{
    return hf_into_object(hf_rest_to_tuple(rest));
}
static hf_tuple packed(const hf_object *all, size_t n)
{
    hf_tuple_builder b = {0};
    for (size_t i = 0; i < n; i++) {
        hf_tuple_builder_append(&b, all[i]);
    }
    return hf_tuple_builder_finish(&b);
}
#define PACK(...)                                                              \
    packed((const hf_object[]){__VA_ARGS__},                                   \
           sizeof((const hf_object[]){__VA_ARGS__}) / sizeof(hf_object))

/* ---- A kind of our own. */

typedef struct pair {
    double x, y;
} pair;
HF_KIND(pair, pair, "a pair of floats", "tuple[float, float]")
static hf_answer hf_from_pair(hf_object_borrowed o, pair *out)
{
    PyObject *raw = hf_as_raw(o);
    if (!PyTuple_Check(raw) || PyTuple_GET_SIZE(raw) != 2) {
        return hf_answer_yes_if(false);
    }
    out->x = PyFloat_AsDouble(PyTuple_GET_ITEM(raw, 0));
    out->y = PyErr_Occurred() ? 0 : PyFloat_AsDouble(PyTuple_GET_ITEM(raw, 1));
    return PyErr_Occurred() ? hf_answer_failed() : hf_answer_yes_if(true);
}
static hf_object hf_to_pair(pair p)
{
    return hf_into_object(PACK(of_double(p.x), of_double(p.y)));
}
static const pair origin = {0, 0};

/* ---- Shapes. */

static hf_tuple nothing(void)
{
    return packed(NULL, 0);
}
HF_FUNCTION(nothing, tuple, "")
static hf_tuple one(hf_object_borrowed a)
{
    return PACK(OF(a));
}
HF_FUNCTION(one, tuple, "", arg(object, a), slash)
static hf_tuple one_int(int a)
{
    return PACK(of_int(a));
}
HF_FUNCTION(one_int, tuple, "", arg(int, a), slash)
static hf_tuple a(hf_object_borrowed a)
{
    return PACK(OF(a));
}
HF_FUNCTION(a, tuple, "", arg(object, a))
static hf_tuple two(hf_object_borrowed a, int b)
{
    return PACK(OF(a), of_int(b));
}
HF_FUNCTION(two, tuple, "", arg(object, a), arg(int, b), slash)
static hf_tuple maybe_one(int a)
{
    return PACK(of_int(a));
}
HF_FUNCTION(maybe_one, tuple, "", def(int, a, 7), slash)
static hf_tuple one_or_two(hf_str_borrowed a, int b)
{
    return PACK(OF(a), of_int(b));
}
HF_FUNCTION(one_or_two, tuple, "", arg(str, a), def(int, b, 7), slash)
static hf_tuple rest(hf_rest rest)
{
    return PACK(of_rest(rest));
}
HF_FUNCTION(rest, tuple, "", rest(rest))
static hf_tuple one_and_rest(hf_object_borrowed a, hf_rest rest)
{
    return PACK(OF(a), of_rest(rest));
}
HF_FUNCTION(one_and_rest, tuple, "", arg(object, a), slash, rest(rest))
static hf_tuple ab(hf_object_borrowed a, int b)
{
    return PACK(OF(a), of_int(b));
}
HF_FUNCTION(ab, tuple, "", arg(object, a), arg(int, b))
static hf_tuple abc(hf_str_borrowed a, hf_object_borrowed b, double c)
{
    return PACK(OF(a), OF(b), of_double(c));
}
HF_FUNCTION(abc, tuple, "", arg(str, a), arg(object, b), arg(double, c))
static hf_tuple ab_default(hf_object_borrowed a, int b)
{
    return PACK(OF(a), of_int(b));
}
HF_FUNCTION(ab_default, tuple, "", arg(object, a), def(int, b, 7))
static hf_tuple a_star_b(hf_object_borrowed a, int b)
{
    return PACK(OF(a), of_int(b));
}
HF_FUNCTION(a_star_b, tuple, "", arg(object, a), star, arg(int, b))
static hf_tuple star_abc(hf_object_borrowed a, int b, hf_object_borrowed c)
{
    return PACK(OF(a), of_int(b), OF(c));
}
HF_FUNCTION(star_abc, tuple, "", star, arg(object, a), def(int, b, 7),
            arg(object, c))
static hf_tuple a_slash_b_star_c(hf_object_borrowed a, hf_object_borrowed b,
                                 hf_object_borrowed c)
{
    return PACK(OF(a), OF(b), OF(c));
}
HF_FUNCTION(a_slash_b_star_c, tuple, "", arg(object, a), slash, arg(object, b),
            star, arg(object, c))
static hf_tuple ab_slash_c(hf_object_borrowed a, hf_object_borrowed b,
                           hf_object_borrowed c)
{
    return PACK(OF(a), OF(b), OF(c));
}
HF_FUNCTION(ab_slash_c, tuple, "", arg(object, a), arg(object, b), slash,
            arg(object, c))
static hf_tuple a_slash_bc_star_de(hf_object_borrowed a, int b, int c,
                                   hf_object_borrowed d, int e)
{
    return PACK(OF(a), of_int(b), of_int(c), OF(d), of_int(e));
}
HF_FUNCTION(a_slash_bc_star_de, tuple, "", arg(object, a), slash,
            def(int, b, 7), def(int, c, 8), star, arg(object, d),
            def(int, e, 9))
static hf_tuple rest_b(hf_rest rest, int b)
{
    return PACK(of_int(b), of_rest(rest));
}
HF_FUNCTION(rest_b, tuple, "", rest(rest), def(int, b, 7))
static hf_tuple a_rest_b(hf_object_borrowed a, hf_rest rest,
                         hf_object_borrowed b)
{
    return PACK(OF(a), OF(b), of_rest(rest));
}
HF_FUNCTION(a_rest_b, tuple, "", arg(object, a), rest(rest), arg(object, b))
static hf_tuple names_only(hf_dict_borrowed names)
{
    return PACK(OF(names));
}
HF_FUNCTION(names_only, tuple, "", names(names))
static hf_tuple a_slash_names(hf_object_borrowed a, hf_dict_borrowed names)
{
    return PACK(OF(a), OF(names));
}
HF_FUNCTION(a_slash_names, tuple, "", arg(object, a), slash, names(names))
static hf_tuple everything(hf_object_borrowed a, hf_object_borrowed b, int c,
                           hf_rest rest, hf_object_borrowed d, int e,
                           hf_dict_borrowed names)
{
    return PACK(OF(a), OF(b), of_int(c), OF(d), of_int(e), of_rest(rest),
                OF(names));
}
HF_FUNCTION(everything, tuple, "", arg(object, a), slash, arg(object, b),
            def(int, c, 7), rest(rest), arg(object, d), def(int, e, 8),
            names(names))
static hf_tuple defaults(int a, double b, bool c, hf_utf8 d, pair e)
{
    return PACK(of_int(a), of_double(b), of_truth(c), of_utf8(d),
                hf_to_pair(e));
}
HF_FUNCTION(defaults, tuple, "", def(int, a, -3), def(double, b, 1.5),
            def(bool, c, True), def(utf8, d, ", "), def(pair, e, origin))
static hf_tuple options(hf_str_borrowed a, hf_utf8 b, int c,
                        hf_object_borrowed d, double e)
{
    return PACK(OF(a), of_utf8(b), of_int(c), OF(d), of_double(e));
}
HF_FUNCTION(options, tuple, "", opt(str, a), opt(utf8, b), star, opt(int, c),
            opt(object, d), opt(double, e))
static hf_tuple options_slash(hf_str_borrowed a, hf_list_borrowed b)
{
    return PACK(OF(a), OF(b));
}
HF_FUNCTION(options_slash, tuple, "", opt(str, a), opt(list, b), slash)
static hf_tuple abcde(uint8_t a, hf_str_borrowed b, bool c, double d, hf_utf8 e,
                      int ab)
{
    return PACK(of_int(a), OF(b), of_truth(c), of_double(d), of_utf8(e),
                of_int(ab));
}
HF_FUNCTION(abcde, tuple, "", arg(uint8_t, a), arg(str, b), arg(bool, c),
            arg(double, d), arg(utf8, e), def(int, ab, 1))

/* ---- Kinds. */

#define ECHO_HANDLE(id, kind, T)                                               \
    static hf_##T echo_##kind(hf_##T##_borrowed x)                             \
    {                                                                          \
        return hf_incref(x);                                                   \
    }                                                                          \
    HF_FUNCTION(echo_##kind, kind, "", arg(kind, x))
#define ECHO_VALUE(id, kind, type, ...)                                        \
    static type echo_##kind(type x)                                            \
    {                                                                          \
        return x;                                                              \
    }                                                                          \
    HF_FUNCTION(echo_##kind, kind, "", arg(kind, x))
HF_INTEGER_KIND(char16_t, char16_t)
CALL_HANDLE_KINDS(ECHO_HANDLE)
CALL_INT_KINDS(ECHO_VALUE)
CALL_VALUE_KINDS(ECHO_VALUE)
static bool echo_truth(bool x)
{
    return x;
}
HF_FUNCTION(echo_truth, bool, "", arg(bool, x))

/* ---- Results, and what Python does not give. */

static const char *unit(void)
{
    return "m";
}
HF_FUNCTION(unit, text, "")
static hf_worked works(bool a)
{
    if (!a) {
        hf_error_raise(PyExc_ValueError, "it does not");
    }
    return hf_worked_if(a);
}
HF_FUNCTION(works, none, "", arg(bool, a))
static hf_answer answers(bool a, bool fail)
{
    if (fail) {
        hf_error_raise(PyExc_ValueError, "no answer");
        return hf_answer_failed();
    }
    return hf_answer_yes_if(a);
}
HF_FUNCTION(answers, answer, "", arg(bool, a), def(bool, fail, False))
static hf_worked length(hf_str_borrowed text, Py_ssize_t *out)
{
    return hf_str_length(text, out);
}
HF_FUNCTION(length, none, "", arg(str, text), slash, out(Py_ssize_t))
static hf_worked twice(hf_str_borrowed text, bool fail, hf_str *out)
{
    if (fail) {
        hf_error_raise(PyExc_ValueError, "asked to fail");
        return hf_worked_if(false);
    }
    *out = hf_str_concat(text, text);
    return hf_worked_if(!hf_is_null(*out));
}
HF_FUNCTION(twice, none, "", arg(str, text), def(bool, fail, False), out(str))
static hf_module the_module(hf_module_borrowed module)
{
    return hf_incref(module);
}
HF_FUNCTION(the_module, module, "", module)

HF_STATE(counter, owns(str, last), has(int64_t, counted))
static int64_t count(struct counter *state, int8_t add)
{
    state->counted += add;
    return state->counted;
}
HF_FUNCTION(count, int64_t, "", state(counter), def(int8_t, add, 1), slash)
HF_STATE(elsewhere, has(int, n))
static int stateless(struct elsewhere *state)
{
    return state->n;
}
HF_FUNCTION(stateless, int, "", state(elsewhere))
/* Of one argument it has said already that there is no third. */
static hf_object third(hf_rest rest)
{
    if (rest.size == 1) {
        hf_error_raise(PyExc_ValueError, "one alone");
    }
    return hf_incref(hf_rest_get_borrowed(rest, 2));
}
HF_FUNCTION(third, object, "", rest(rest))
static pair mirrored(pair a, pair about)
{
    pair b = {2 * about.x - a.x, 2 * about.y - a.y};
    return b;
}
HF_FUNCTION(mirrored, pair, "", arg(pair, a), def(pair, about, origin))

HF_MODULE(
    calls, "Functions of every shape and kind.", state(counter),
    function(nothing), function(one), function(one_int), function(a),
    function(two), function(maybe_one), function(one_or_two), function(rest),
    function(one_and_rest), function(ab), function(abc), function(ab_default),
    function(a_star_b), function(star_abc), function(a_slash_b_star_c),
    function(ab_slash_c), function(a_slash_bc_star_de), function(rest_b),
    function(a_rest_b), function(names_only), function(a_slash_names),
    function(everything), function(defaults), function(options),
    function(options_slash), function(abcde), function(echo_object),
    function(echo_exception), function(echo_type), function(echo_hf_int),
    function(echo_hf_bool), function(echo_hf_float), function(echo_hf_complex),
    function(echo_str), function(echo_bytes), function(echo_bytearray),
    function(echo_memoryview), function(echo_list), function(echo_tuple),
    function(echo_dict), function(echo_set), function(echo_frozenset),
    function(echo_range), function(echo_slice), function(echo_iterator),
    function(echo_module), function(echo_code), function(echo_frame),
    function(echo_capsule), function(echo_weakref), function(echo_char),
    function(echo_signed_char), function(echo_unsigned_char),
    function(echo_short), function(echo_unsigned_short), function(echo_int),
    function(echo_unsigned), function(echo_unsigned_int), function(echo_long),
    function(echo_unsigned_long), function(echo_long_long),
    function(echo_unsigned_long_long), function(echo_int8_t),
    function(echo_uint8_t), function(echo_int16_t), function(echo_uint16_t),
    function(echo_int32_t), function(echo_uint32_t), function(echo_int64_t),
    function(echo_uint64_t), function(echo_Py_ssize_t),
    function(echo_Py_hash_t), function(echo_size_t), function(echo_ptrdiff_t),
    function(echo_intptr_t), function(echo_uintptr_t), function(echo_intmax_t),
    function(echo_uintmax_t), function(echo_ssize_t), function(echo_off_t),
    function(echo_wchar_t), function(echo_char16_t), function(echo_double),
    function(echo_float), function(echo_utf8), function(echo_pair),
    function(echo_truth), function(unit), function(works), function(answers),
    function(length), function(twice), function(the_module), function(count),
    function(stateless), function(third), function(mirrored))

void bound_count(PyObject *module, int64_t counted)
{
    struct counter *state = HF_STATE_OF(counter,
                                        hf_module_from_borrowed(module));
    state->counted = counted;
}

PyObject *bound_module(PyObject *spec)
{
    PyModuleDef *definition = (PyModuleDef *)PyInit_calls();
    PyObject *module = fuzz_made(PyModule_FromDefAndSpec(definition, spec));
    if (PyModule_ExecDef(module, definition) < 0) {
        fuzz_failed("engine", "the module is not made");
    }
    return module;
}
