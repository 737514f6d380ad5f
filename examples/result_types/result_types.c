/* example.result_types: each kind of result, and what it is in Python. */
#include "bind/module.h"

/* ---- Handles: each is owned, and null where an exception is set. */
static hf_object pyobject(void)
{
    return hf_into_object(hf_str_from_utf8("hello"));
}
HF_FUNCTION(pyobject, object, "Anything.")

static hf_str pystring(void)
{
    return hf_str_from_utf8("hello world");
}
HF_FUNCTION(pystring, str, "A str.")

static hf_bytes pybytes(void)
{
    return hf_bytes_from("\x00\xff", 2);
}
HF_FUNCTION(pybytes, bytes, "A bytes.")

static hf_int pyint(void)
{
    return hf_int_from_utf8("340282366920938463463374607431768211456", 10);
}
HF_FUNCTION(pyint, hf_int, "An int that no type of C has.")

static hf_tuple two(void)
{
    hf_tuple_builder b = {0};
    hf_tuple_builder_append(&b, hf_str_from_utf8("hello"));
    hf_tuple_builder_append(&b, hf_int_from_u64(128));
    return hf_tuple_builder_finish(&b);
}
HF_FUNCTION_AS("zigtuple", two, tuple, "A tuple.")

/* ---- C's own types: such a function cannot fail. To Python it is called as in
 * Pydust's example, where these types are Zig's. */
#define RESULT(python_name, name, kind, type, value)                           \
    static type name(void)                                                     \
    {                                                                          \
        return value;                                                          \
    }                                                                          \
    HF_FUNCTION_AS(python_name, name, kind, #value " of C's " #kind ".")
RESULT("zigbool", truth, bool, bool, true)
RESULT("zigu32", u32, uint32_t, uint32_t, 32)
RESULT("zigu64", u64, uint64_t, uint64_t, 8589934592)
RESULT("zigi32", i32, int32_t, int32_t, -32)
RESULT("zigi64", i64, int64_t, int64_t, -8589934592)
RESULT("zigf16", f16, float, float, 32720.0F) /* C11 has none of 16 bits */
RESULT("zigf32", f32, float, float, 2.7100003e38F)
RESULT("zigf64", f64, double, double, 2.7100000000000003e39)
RESULT("ctext", ctext, text, const char *, "kelp")

static hf_utf8 cutf8(void)
{
    hf_utf8 view = {"kelpie", 4}; /* it needs no NUL behind it */
    return view;
}
HF_FUNCTION(cutf8, utf8, "A part of a text.")

/* ---- No value: whether it worked. In Python, that is None or an exception. */
static hf_worked nothing(void)
{
    return hf_worked_if(true);
}
HF_FUNCTION_AS("zigvoid", nothing, none, "None.")

/* A type of C, of a function that may fail: it is written to out. */
static hf_worked half(int64_t x, int64_t *out)
{
    *out = x / 2;
    if (x % 2 != 0) {
        hf_raise(ValueError, "%lld is odd", (long long)x);
        return hf_worked_if(false);
    }
    return hf_worked_if(true);
}
HF_FUNCTION(half, none, "x / 2.", arg(int64_t, x), slash, out(int64_t))

/* Yes, no, or an exception. */
static hf_answer is_in(hf_object_borrowed item, hf_object_borrowed items)
{
    return hf_object_contains(items, item);
}
HF_FUNCTION(is_in, answer, "item in items.", arg(object, item),
            arg(object, items), slash)

/* ---- A struct of C, by a kind of one's own. */
typedef struct pair {
    uint64_t foo;
    bool bar;
} pair;
HF_KIND(pair, pair, "a pair", "dict[str, int | bool]")

static hf_object hf_to_pair(pair value)
{
    hf_dict_builder b = {0};
    hf_dict_builder_set_utf8(&b, "foo", hf_int_from_u64(value.foo));
    hf_dict_builder_set_utf8(&b, "bar", value.bar ? hf_true() : hf_false());
    return hf_into_object(hf_dict_builder_finish(&b));
}

static pair members(void)
{
    pair value = {1234, true};
    return value;
}
HF_FUNCTION_AS("zigstruct", members, pair, "A dict of its members.")

HF_MODULE(result_types, "Each kind of result.", function(pyobject),
          function(pystring), function(pybytes), function(pyint), function(two),
          function(truth), function(u32), function(u64), function(i32),
          function(i64), function(f16), function(f32), function(f64),
          function(ctext), function(cutf8), function(nothing), function(half),
          function(is_in), function(members), per_interpreter_gil)
