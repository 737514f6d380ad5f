/* fields.h: structs that live in an object, a module's state among them.
 *
 * A struct is a list of fields:
 *
 *   owns(T, name)     a handle, hf_T name
 *   has(type, name)   anything else: has(int64_t, calls). It owns no object
 *
 * and of a class (class.h) also
 *
 *   inherits(class)   first: the fields of another class, as self->base
 *   extends("module.Name")  first: what follows comes behind what the instances
 *                     of that class have, be it of C, of another module, or a
 *                     builtin
 *   weakrefs          weak references to the instances are possible
 *   attributes        each instance has a __dict__
 *
 * From the one list come the struct, and what visits and empties it for the
 * garbage collector and at its end: none of them can forget a field. All are
 * zero at first.
 */
#ifndef HF_BIND_FIELDS_H
#define HF_BIND_FIELDS_H

#include "core/holdfast.h"
#include "each.h"
#include "core/internal/shorthand.h"

HF_BEGIN_DECLS

#define HF_PRIVATE_FIELD_owns(T, name) owned, T, name
#define HF_PRIVATE_FIELD_has(type, name) plain, type, name
#define HF_PRIVATE_FIELD_inherits(class) base, class, base
#define HF_PRIVATE_FIELD_extends(path) foreign, path, ~
#define HF_PRIVATE_FIELD_weakrefs weakrefs, ~, hf_private_weakrefs
#define HF_PRIVATE_FIELD_attributes attributes, ~, hf_private_attributes

/* Whether a type is a handle of core/, or an owned one of the class |s| itself; a pointer
 * to handles is none. C++ is not asked of the class, as no type can be defined within the
 * question there. The names are those of core/types.h, of whose rows no macro can be made;
 * a test compares. */
struct hf_private_handle; /* never defined */
#define HF_PRIVATE_IS_A_HANDLE(s, type)                                        \
    (HF_PRIVATE_SAME(HF_PRIVATE_SECOND(HF_PRIVATE_HANDLE_##type, int, ~),      \
                     struct hf_private_handle) ||                              \
     HF_PRIVATE_IS_ITSELF(s, type))
#ifdef __cplusplus
#define HF_PRIVATE_IS_ITSELF(s, type) false
#else
#define HF_PRIVATE_IS_ITSELF(s, type)                                          \
    HF_PRIVATE_SAME(type, hf_private_owned_##s)
#endif
#define HF_PRIVATE_SECOND(...) HF_PRIVATE_SECOND_(__VA_ARGS__)
#define HF_PRIVATE_SECOND_(first, second, ...) second
#define HF_PRIVATE_HANDLE_hf_object ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_object_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_exception ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_exception_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_type ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_type_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_int ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_int_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_bool ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_bool_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_float ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_float_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_complex ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_complex_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_str ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_str_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_bytes ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_bytes_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_bytearray ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_bytearray_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_memoryview ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_memoryview_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_list ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_list_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_tuple ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_tuple_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_dict ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_dict_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_set ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_set_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_frozenset ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_frozenset_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_range ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_range_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_slice ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_slice_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_iterator ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_iterator_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_module ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_module_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_code ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_code_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_frame ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_frame_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_capsule ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_capsule_borrowed ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_weakref ~, struct hf_private_handle
#define HF_PRIVATE_HANDLE_hf_weakref_borrowed ~, struct hf_private_handle

#define HF_PRIVATE_FIELD_OF(op, s, ...)                                        \
    HF_PRIVATE_FIELD_OF_(op, s, __VA_ARGS__, ~, ~)
#define HF_PRIVATE_FIELD_OF_(op, s, what, type, name, ...)                     \
    op##_##what(s, type, name)
#define HF_PRIVATE_NO_FIELD(s, type, name)

#define HF_PRIVATE_A_FIELD_IS_OWNS_OR_HAS(s, field)                            \
    HF_PRIVATE_FIELD_OF(HF_PRIVATE_A_FIELD_IS_OWNS_OR_HAS, s,                  \
                        HF_PRIVATE_FIELD_##field)
#define HF_PRIVATE_A_FIELD_IS_OWNS_OR_HAS_owned(s, T, name) hf_##T name;
#define HF_PRIVATE_A_FIELD_IS_OWNS_OR_HAS_plain(s, type, name)                 \
    HF_PRIVATE_MUST_BE(!HF_PRIVATE_IS_A_HANDLE(s, type),                       \
                       "has(" #type ", " #name "): nobody would release it: "  \
                       "write owns(T, " #name ") for an hf_T")                 \
    type name;
#define HF_PRIVATE_A_FIELD_IS_OWNS_OR_HAS_base(s, class, name)                 \
    struct class name;
#define HF_PRIVATE_A_FIELD_IS_OWNS_OR_HAS_foreign HF_PRIVATE_NO_FIELD
#define HF_PRIVATE_A_FIELD_IS_OWNS_OR_HAS_weakrefs(s, type, name)              \
    PyObject *name;
#define HF_PRIVATE_A_FIELD_IS_OWNS_OR_HAS_attributes                           \
    HF_PRIVATE_A_FIELD_IS_OWNS_OR_HAS_weakrefs

/* ---- What the collector and the end of a struct have to know: a row for each
 * field with an object, and one of HF_PRIVATE_NO_MORE. */
enum hf_private_kept {
    HF_PRIVATE_NO_MORE,
    HF_PRIVATE_OWNED,      /* a handle */
    HF_PRIVATE_ATTRIBUTES, /* where CPython has the dict */
    HF_PRIVATE_WEAKREFS    /* where CPython has the list of them */
};
struct hf_private_field {
    enum hf_private_kept kept;
    size_t offset; /* in the struct */
};

#define HF_PRIVATE_KEPT(s, field)                                              \
    HF_PRIVATE_FIELD_OF(HF_PRIVATE_KEPT, s, HF_PRIVATE_FIELD_##field)
#define HF_PRIVATE_KEPT_owned(s, T, name)                                      \
    {HF_PRIVATE_OWNED, offsetof(struct s, name)},
#define HF_PRIVATE_KEPT_plain HF_PRIVATE_NO_FIELD
#define HF_PRIVATE_KEPT_base HF_PRIVATE_NO_FIELD /* it has rows of its own */
#define HF_PRIVATE_KEPT_foreign HF_PRIVATE_NO_FIELD
#define HF_PRIVATE_KEPT_weakrefs(s, type, name)                                \
    {HF_PRIVATE_WEAKREFS, offsetof(struct s, name)},
#define HF_PRIVATE_KEPT_attributes(s, type, name)                              \
    {HF_PRIVATE_ATTRIBUTES, offsetof(struct s, name)},

#define HF_PRIVATE_STRUCT(s, ...)                                              \
    struct s {                                                                 \
        HF_PRIVATE_FOR(HF_PRIVATE_A_FIELD_IS_OWNS_OR_HAS, s, __VA_ARGS__)      \
    };                                                                         \
    static const struct hf_private_field hf_private_fields_of_##s[]            \
        __attribute__((unused)) = {HF_PRIVATE_FOR(                             \
            HF_PRIVATE_KEPT, s, __VA_ARGS__){HF_PRIVATE_NO_MORE, 0}};

/* hf_private_visit and hf_private_empty are traverse and clear of a |data| with
 * these |fields|. */
HF_API int hf_private_visit(const struct hf_private_field *fields, void *data,
                            visitproc visit, void *arg);
HF_API void hf_private_empty(const struct hf_private_field *fields, void *data);

HF_END_DECLS

#include "core/internal/end_shorthand.h"

#endif /* HF_BIND_FIELDS_H */
