/* stub.h: what "pyholdfast stub" reads in a built module, because no object of
 * Python says it: the kinds. Of a function they are known anyway, for its
 * TypeErrors; of what HF_CLASS lists they are in a table here, and a symbol of
 * the module leads to all of it. It is constant data: no code reads it.
 * pyholdfast/declared.py has the same structs. Private to bind/.
 */
#ifndef HF_BIND_STUB_H
#define HF_BIND_STUB_H

#include "kinds.h"
#include "core/internal/shorthand.h"

HF_BEGIN_DECLS

/* A part as HF_CLASS lists it, "binary add": then the function of a method, or
 * the kinds in the order of the part. */
struct hf_private_told {
    const char *part;
    const void *of[2];
};

/* The symbol: of which |version| the structs are, and the module's contents. */
struct hf_private_declared {
    int version;
    const void *contents;
};

#define HF_PRIVATE_DECLARED(m)                                                 \
    extern const struct hf_private_declared hf_private_declared_by_##m         \
        __attribute__((visibility("default")));                                \
    const struct hf_private_declared hf_private_declared_by_##m = {            \
        1, hf_private_list_of_##m};

#define HF_PRIVATE_TOLD(c, part) HF_PRIVATE_TOLD_OF(c, HF_PRIVATE_PART_##part)
#define HF_PRIVATE_TOLD_OF(c, ...)                                             \
    HF_PRIVATE_TOLD_OF_(c, __VA_ARGS__, ~, ~, ~, ~)
#define HF_PRIVATE_TOLD_OF_(c, what, x, y, z, ...)                             \
    HF_PRIVATE_TOLD_##what(c, x, y, z)

#define HF_PRIVATE_TOLD_KINDS(text, a, b)                                      \
    {text, {&hf_private_about_##a, &hf_private_about_##b}},
#define HF_PRIVATE_TOLD_KIND(text, a) {text, {&hf_private_about_##a, NULL}},
#define HF_PRIVATE_TOLD_FUNCTION(text, f)                                      \
    {text, {&hf_private_HF_FUNCTION_binds_##f, NULL}},
/* The object shows it by itself. */
#define HF_PRIVATE_TOLD_NOTHING(c, x, y, z)

#define HF_PRIVATE_TOLD_method(c, m, y, z)                                     \
    HF_PRIVATE_TOLD_FUNCTION("method", c##_##m)
#define HF_PRIVATE_TOLD_call(c, x, y, z)                                       \
    HF_PRIVATE_TOLD_FUNCTION("call", c##_call)
#define HF_PRIVATE_TOLD_readonly(c, kind, p, z)                                \
    HF_PRIVATE_TOLD_KIND("readonly " #p, kind)
#define HF_PRIVATE_TOLD_property(c, kind, p, z)                                \
    HF_PRIVATE_TOLD_KIND("property " #p, kind)
#define HF_PRIVATE_TOLD_deletable HF_PRIVATE_TOLD_property
#define HF_PRIVATE_TOLD_member HF_PRIVATE_TOLD_property
#define HF_PRIVATE_TOLD_repr HF_PRIVATE_TOLD_NOTHING
#define HF_PRIVATE_TOLD_str HF_PRIVATE_TOLD_NOTHING
#define HF_PRIVATE_TOLD_hash HF_PRIVATE_TOLD_NOTHING
#define HF_PRIVATE_TOLD_truth HF_PRIVATE_TOLD_NOTHING
#define HF_PRIVATE_TOLD_equal HF_PRIVATE_TOLD_NOTHING
#define HF_PRIVATE_TOLD_compare(c, x, y, z) {"compare", {NULL, NULL}},
#define HF_PRIVATE_TOLD_length HF_PRIVATE_TOLD_NOTHING
#define HF_PRIVATE_TOLD_contains HF_PRIVATE_TOLD_NOTHING
#define HF_PRIVATE_TOLD_getitem(c, key, kind, z)                               \
    HF_PRIVATE_TOLD_KINDS("getitem", key, kind)
#define HF_PRIVATE_TOLD_setitem(c, key, kind, z)                               \
    HF_PRIVATE_TOLD_KINDS("setitem", key, kind)
#define HF_PRIVATE_TOLD_setdelitem(c, key, kind, z)                            \
    HF_PRIVATE_TOLD_KINDS("setdelitem", key, kind)
#define HF_PRIVATE_TOLD_getattr(c, kind, y, z)                                 \
    HF_PRIVATE_TOLD_KIND("getattr", kind)
#define HF_PRIVATE_TOLD_iter(c, kind, y, z) HF_PRIVATE_TOLD_KIND("iter", kind)
#define HF_PRIVATE_TOLD_iter_self(c, x, y, z) {"iter_self", {NULL, NULL}},
#define HF_PRIVATE_TOLD_next(c, kind, y, z) HF_PRIVATE_TOLD_KIND("next", kind)
#define HF_PRIVATE_TOLD_unary(c, op, R, z) HF_PRIVATE_TOLD_KIND("unary " #op, R)
#define HF_PRIVATE_TOLD_binary(c, op, kind, R)                                 \
    HF_PRIVATE_TOLD_KINDS("binary " #op, kind, R)
#define HF_PRIVATE_TOLD_reflected(c, op, kind, R)                              \
    HF_PRIVATE_TOLD_KINDS("reflected " #op, kind, R)
#define HF_PRIVATE_TOLD_in_place(c, op, kind, z)                               \
    HF_PRIVATE_TOLD_KIND("in_place " #op, kind)
#define HF_PRIVATE_TOLD_buffer HF_PRIVATE_TOLD_NOTHING
#define HF_PRIVATE_TOLD_release_buffer HF_PRIVATE_TOLD_NOTHING
#define HF_PRIVATE_TOLD_finalizer HF_PRIVATE_TOLD_NOTHING
#define HF_PRIVATE_TOLD_final HF_PRIVATE_TOLD_NOTHING
#define HF_PRIVATE_TOLD_base HF_PRIVATE_TOLD_NOTHING
#define HF_PRIVATE_TOLD_nothing HF_PRIVATE_TOLD_NOTHING

HF_END_DECLS

#include "core/internal/end_shorthand.h"

#endif /* HF_BIND_STUB_H */
