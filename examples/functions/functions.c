/* example.functions: what a function may take, and what it may give. */
#include "bind/module.h"

/* C's own types. What does not fit an int64_t is an OverflowError; what is no
 * int, a TypeError. What is before the slash cannot be given by name. */
static int64_t twice(int64_t x)
{
    return 2 * x;
}
HF_FUNCTION_AS("double", twice, int64_t, "2 * x.", arg(int64_t, x), slash)

/* A default is C's and Python's at once. */
static double with_kwargs(double x, double y)
{
    return x < y ? x * 2 : y;
}
HF_FUNCTION(with_kwargs, double, "2 * x where x is less than y, else y.",
            arg(double, x), slash, star, def(double, y, 42.0))

/* All that is given by position, and all by name. */
static hf_str variadic(hf_str_borrowed hello, hf_rest args,
                       hf_dict_borrowed kwargs)
{
    Py_ssize_t named;
    if (!hf_object_length(kwargs, &named)) {
        return hf_null(str);
    }
    return hf_str_format("Hello %S with %zd varargs and %zd kwargs", hello,
                         args.size, named);
}
HF_FUNCTION(variadic, str, "Greet, and say with what.", arg(str, hello), slash,
            rest(args), names(kwargs))

/* A handle that is not given, or is None, is null. */
static hf_str join(hf_str_borrowed left, hf_str_borrowed right, hf_utf8 between)
{
    if (hf_is_null(right)) {
        return hf_incref(left);
    }
    hf_str both = hf_str_concat_utf8_n(left, between.data, between.size);
    return hf_str_append(both, right);
}
HF_FUNCTION(join, str, "left + between + right.", arg(str, left),
            opt(str, right), star, def(utf8, between, ", "))

/* What may fail and has no handle to give says whether it worked. */
static hf_worked check(int depth)
{
    if (depth < 0) {
        hf_error_raise(PyExc_ValueError, "%d is above the water", depth);
        return hf_worked_if(false);
    }
    return hf_worked_if(true);
}
HF_FUNCTION(check, none, "Raises ValueError above the water.", arg(int, depth),
            slash)

/* And writes what it found. */
static hf_worked length(hf_str_borrowed text, Py_ssize_t *out)
{
    return hf_str_length(text, out);
}
HF_FUNCTION(length, none, "The number of code points.", arg(str, text), slash,
            out(Py_ssize_t))

/* A question is answered by yes, by no, or by an exception. */
static hf_answer same(hf_object_borrowed left, hf_object_borrowed right)
{
    return hf_object_equal(left, right);
}
HF_FUNCTION(same, answer, "left == right.", arg(object, left),
            arg(object, right), slash)

HF_MODULE(functions, "What a function may take, and what it may give.",
          function(twice), function(with_kwargs), function(variadic),
          function(join), function(check), function(length), function(same),
          per_interpreter_gil)
