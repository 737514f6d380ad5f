/* class.h: classes.
 *
 *     HF_FIELDS(person, "Person", owns(str, name), has(int64_t, age))
 *
 *     static hf_worked person_new(struct person *self, hf_str_borrowed name,
 *                                 int64_t age)
 *     {
 *         self->age = age;
 *         return hf_replace(&self->name, hf_incref(name));
 *     }
 *     HF_CONSTRUCT(person, arg(str, name), def(int64_t, age, 0))
 *
 *     static hf_str person_greet(struct person *self) {...}
 *     HF_METHOD(person, greet, str, "Say hello.")
 *
 *     static hf_str person_name(struct person *self) {...}
 *     static hf_worked person_set_name(struct person *self,
 *                                      hf_str_borrowed name) {...}
 *
 *     HF_CLASS(person, "A person.", method(greet), property(str, name))
 *
 * HF_FIELDS makes struct person, from a list of fields (fields.h), and the
 * handle types hf_person and hf_person_borrowed: a class is a kind, so a
 * function takes one by arg(person, p), and gives one as a result.
 * hf_person_data(p) is the struct of a borrowed handle, hf_person_of(self) a
 * borrowed handle of the struct. hf_person_module(self) lends the module of the
 * class: what has no parameter for it, as next or a property, finds the state by
 * HF_STATE_OF(S, hf_person_module(self)).
 *
 * What the class does are C functions that are named after it: person_new,
 * person_greet. Those with parameters are bound by a line of their own, as
 * HF_FUNCTION (function.h) binds functions:
 *
 *   HF_CONSTRUCT(C, ...)     hf_worked C_new(self, ...): fills an instance that
 *                            nobody has seen yet, all of whose fields are
 *                            zero. In Python it is __new__
 *   HF_CONSTRUCT_WITH_BASE(C, ...)  the same for a class that extends another:
 *                            hf_tuple C_base(hf_type_borrowed, ...), with the
 *                            same parameters, gives the arguments with which
 *                            that is made. Without it there are none
 *   HF_INIT(C, ...)          in its place, hf_worked C_init(self, ...), which is
 *                            __init__: it may be called again, or never
 *   HF_NO_CONSTRUCT(C)       Python can make none; C does, by HF_INSTANCE
 *   HF_CALL(C, R, ...)       R C_call(self, ...): instances can be called
 *   HF_METHOD(C, m, R, "help", ...)         R C_m(self, ...)
 *   HF_CLASS_METHOD(C, m, R, "help", ...)   R C_m(hf_type_borrowed, ...)
 *   HF_STATIC_METHOD(C, m, R, "help", ...)  R C_m(...)
 *   HF_METHOD_AS("__enter__", C, m, R, "help", ...) is for any name in Python;
 *                            and so HF_CLASS_METHOD_AS, HF_STATIC_METHOD_AS
 *
 * HF_CLASS lists what there is:
 *
 *   method(m)               what one of these lines bound
 *   call                    what HF_CALL bound
 *   readonly(kind, p)       kind C_p(self)
 *   property(kind, p)       the same, and hf_worked C_set_p(self, kind)
 *   deletable(kind, p)      the same, and hf_worked C_delete_p(self)
 *   member(kind, p)         the field has(type, p) itself, of the kind's C type
 *   repr, str               hf_str C_repr(self), C_str(self)
 *   hash                    hf_worked C_hash(self, Py_hash_t *out)
 *   truth                   hf_answer C_truth(self)
 *   equal                   hf_answer C_equal(self, hf_C_borrowed other)
 *   compare                 hf_answer C_compare(self, hf_C_borrowed other,
 *                           int op): op is Py_LT and so on
 *   length                  hf_worked C_length(self, Py_ssize_t *out)
 *   contains(kind)          hf_answer C_contains(self, kind)
 *   getitem(key, kind)      kind C_getitem(self, key)
 *   setitem(key, kind)      hf_worked C_setitem(self, key, kind)
 *   setdelitem(key, kind)   the same, and hf_worked C_delitem(self, key)
 *   getattr(kind)           hf_lookup C_getattr(self, hf_str_borrowed name,
 *                           kind *out): for names that are not there otherwise
 *   iter(kind)              kind C_iter(self)
 *   iter_self               iter(x) is x
 *   next(kind)              hf_lookup C_next(self, kind *out): missing ends it
 *   unary(op, R)            R C_op(self): negative, invert, float, index, ...
 *   binary(op, kind, R)     R C_op(self, kind): add, subtract, true_divide, ...
 *   reflected(op, kind, R)  the same, and R C_rop(self, kind) for what stands
 *                           on the left
 *   in_place(op, kind)      hf_worked C_iop(self, kind)
 *   buffer                  hf_worked C_buffer(self, hf_exported *out)
 *   release_buffer          void C_release_buffer(self)
 *   finalizer               void C_finalizer(self): once, before the fields go
 *   final                   no class can inherit from it
 *   base("module.Name")     it inherits from this class, too, which is imported;
 *                           for what is written in C see extends below
 *
 * An operand of another kind than the one that is listed makes Python ask the
 * other operand, and then raise TypeError. Operators are called as in CPython's
 * C API: Py_nb_NAME is the slot of binary(NAME, ...).
 *
 * A class of the module that inherits(class) another is listed behind it in
 * HF_MODULE. One that extends("module.Name"), which is imported, is for a class
 * of C, which has a layout of its own: HF_FIELDS(mishap, "Mishap",
 * extends("OSError"), owns(str, place)). That is made first, as Python would; with
 * HF_INIT it has got the same arguments in __new__, and its __init__ is not called.
 * base is for classes of Python, one or several:
 * what the class is then made of, in that order, is what is written in C and
 * these, by a class statement of CPython's own: it decides whether layouts and
 * metaclasses fit. In C nothing inherits from a class with a base.
 * HF_INSTANCE(C, type) is a new instance, all of whose fields are
 * zero, of a borrowed handle of its class or one that inherits from it:
 *
 *   -> new or null | raises TypeError, MemoryError
 */
#ifndef HF_BIND_CLASS_H
#define HF_BIND_CLASS_H

#include "fields.h"
#include "function.h"
#include "stub.h"

#include "core/internal/shorthand.h"

HF_BEGIN_DECLS

/* hf_exported is what an instance shows as a buffer: |size| bytes at |data|, of
 * items of |itemsize| bytes that |format| describes as the struct module does;
 * 0 and NULL are 1 and "B". */
typedef struct hf_exported {
    void *data;
    Py_ssize_t size;
    bool is_readonly;
    Py_ssize_t itemsize;
    const char *format;
} hf_exported;

/* ---- What a class is, for all that is not fast. */

struct hf_private_layout {
    const char *name;
    destructor dealloc; /* of no other class */
    const struct hf_private_layout *base;
    const struct hf_private_field *fields; /* its own */
    size_t data; /* where the struct begins in an instance; */
    /* of a class that extends another, where that is known, and that; or NULL */
    size_t *start;
    const char *extends;
};

extern const struct hf_private_layout hf_private_layout_of_object;

struct hf_private_class {
    const struct hf_private_layout *layout;
    const char *help;
    const char *signature; /* of the constructor; or NULL */
    const PyType_Slot *slots;
    const PyType_Slot *construct; /* those that make instances */
    int size;
    unsigned flags;
    const struct hf_private_function *const *constructor; /* or NULL */
    const struct hf_private_told *told;                   /* see stub.h */
};

/* What is called with a tuple and a dict, as CPython gives them to a slot. */
struct hf_private_called {
    const struct hf_private_function *function;
    PyObject *(*call)(PyObject *self, PyObject *const *slots, Py_ssize_t given,
                      PyObject *const *others, Py_ssize_t n_others,
                      PyObject *named);
};

HF_NODISCARD HF_API PyObject *hf_private_call_by_dict(
    const struct hf_private_called *called, PyObject *self, PyObject *args,
    PyObject *keywords);
/* hf_private_construct makes an instance, which nobody can find before |fill|
 * has filled it. What it extends is made with what |base| gives; or NULL. */
HF_NODISCARD HF_API PyObject *hf_private_construct(
    const struct hf_private_layout *layout,
    const struct hf_private_called *base, const struct hf_private_called *fill,
    PyTypeObject *type, PyObject *args, PyObject *keywords);
HF_NODISCARD HF_API PyObject *hf_private_instance(
    const struct hf_private_layout *layout, PyObject *type);
HF_NODISCARD HF_API PyObject *hf_private_construct_empty(
    const struct hf_private_layout *layout, PyTypeObject *type, PyObject *args,
    PyObject *keywords);
HF_NODISCARD HF_API PyObject *hf_private_no_construct(PyTypeObject *type,
                                                      PyObject *args,
                                                      PyObject *keywords);
/* hf_private_module_of is the module that made the class of |type|. */
HF_NODISCARD HF_API PyObject *hf_private_module_of(
    const struct hf_private_layout *layout, PyTypeObject *type);
/* What the collector asks of an instance, and its end. */
HF_API int hf_private_traverse(PyObject *o,
                               const struct hf_private_layout *layout,
                               visitproc visit, void *arg);
HF_API int hf_private_clear_instance(PyObject *o,
                                     const struct hf_private_layout *layout);
HF_API void hf_private_dealloc(PyObject *o,
                               const struct hf_private_layout *layout);
/* hf_private_bad_value raises where |value| is none of the |kind|, or is NULL.
 */
HF_API __attribute__((cold)) int hf_private_bad_value(
    PyObject *o, const char *name, const struct hf_private_about *kind,
    PyObject *value, hf_answer answer);
HF_API int hf_private_show(PyObject *o, Py_buffer *view, int flags,
                           const hf_exported *exported);
HF_API void hf_private_finalize(PyObject *o, void (*call)(PyObject *o));
/* hf_private_not_in_place is what |slot| gives where it does not take |other|. */
HF_NODISCARD HF_API PyObject *hf_private_not_in_place(PyObject *o,
                                                      PyObject *other,
                                                      binaryfunc slot);
HF_NODISCARD HF_API hf_type
hf_private_make_class(PyObject *module, const struct hf_private_class *made);

/* ---- Fields. */

#define HF_PRIVATE_PARENT(first, ...)                                          \
    HF_PRIVATE_PARENT_OF(HF_PRIVATE_FIELD_##first, ~)
#define HF_PRIVATE_PARENT_OF(...) HF_PRIVATE_PARENT_OF_(__VA_ARGS__)
#define HF_PRIVATE_PARENT_OF_(what, type, ...) HF_PRIVATE_PARENT_##what(type)
#define HF_PRIVATE_PARENT_owned(type) object
#define HF_PRIVATE_PARENT_plain(type) object
#define HF_PRIVATE_PARENT_weakrefs(type) object
#define HF_PRIVATE_PARENT_attributes(type) object
#define HF_PRIVATE_PARENT_base(class) class
#define HF_PRIVATE_PARENT_foreign(path) object

/* What the first field alone can say: which class is extended, and where the
 * struct begins. */
#define HF_PRIVATE_START(c, first, ...)                                        \
    HF_PRIVATE_FIELD_OF(HF_PRIVATE_START, c, HF_PRIVATE_FIELD_##first)
#define HF_PRIVATE_START_owned(c, type, name)                                  \
    enum { hf_private_extends_##c = 0, hf_private_inherits_##c = 0 };          \
    HF_PRIVATE_INLINE size_t hf_private_start_of_##c(void)                     \
    {                                                                          \
        return offsetof(struct hf_private_instance_of_##c, data);              \
    }
#define HF_PRIVATE_START_plain HF_PRIVATE_START_owned
#define HF_PRIVATE_START_weakrefs HF_PRIVATE_START_owned
#define HF_PRIVATE_START_attributes HF_PRIVATE_START_owned
#define HF_PRIVATE_START_base(c, class, name)                                  \
    enum {                                                                     \
        hf_private_extends_##c = hf_private_extends_##class,                   \
        hf_private_inherits_##c = 1                                            \
    };                                                                         \
    HF_PRIVATE_INLINE size_t hf_private_start_of_##c(void)                     \
    {                                                                          \
        return hf_private_start_of_##class();                                  \
    }
#define HF_PRIVATE_START_foreign(c, path, name)                                \
    enum { hf_private_extends_##c = 1, hf_private_inherits_##c = 1 };          \
    static size_t hf_private_started_##c;                                      \
    HF_PRIVATE_INLINE size_t hf_private_start_of_##c(void)                     \
    {                                                                          \
        return __atomic_load_n(&hf_private_started_##c, __ATOMIC_RELAXED);     \
    }
#define HF_PRIVATE_EXTENDED(c, first, ...)                                     \
    HF_PRIVATE_FIELD_OF(HF_PRIVATE_EXTENDED, c, HF_PRIVATE_FIELD_##first)
#define HF_PRIVATE_EXTENDED_owned(c, type, name)                               \
    offsetof(struct hf_private_instance_of_##c, data), NULL, NULL
#define HF_PRIVATE_EXTENDED_plain HF_PRIVATE_EXTENDED_owned
#define HF_PRIVATE_EXTENDED_weakrefs HF_PRIVATE_EXTENDED_owned
#define HF_PRIVATE_EXTENDED_attributes HF_PRIVATE_EXTENDED_owned
#define HF_PRIVATE_EXTENDED_base HF_PRIVATE_EXTENDED_owned
#define HF_PRIVATE_EXTENDED_foreign(c, path, name)                             \
    offsetof(struct hf_private_instance_of_##c, data),                         \
        &hf_private_started_##c, "" path
/* How often it is said. */
#define HF_PRIVATE_INHERITS(c, field)                                          \
    HF_PRIVATE_FIELD_OF(HF_PRIVATE_INHERITS, c, HF_PRIVATE_FIELD_##field)
#define HF_PRIVATE_INHERITS_owned HF_PRIVATE_NO_FIELD
#define HF_PRIVATE_INHERITS_plain HF_PRIVATE_NO_FIELD
#define HF_PRIVATE_INHERITS_weakrefs HF_PRIVATE_NO_FIELD
#define HF_PRIVATE_INHERITS_attributes HF_PRIVATE_NO_FIELD
#define HF_PRIVATE_INHERITS_base(c, class, name) +1
#define HF_PRIVATE_INHERITS_foreign(c, path, name) +1

/* Whether it has a __dict__, */
#define HF_PRIVATE_HAS(c, field)                                               \
    HF_PRIVATE_FIELD_OF(HF_PRIVATE_HAS, c, HF_PRIVATE_FIELD_##field)
#define HF_PRIVATE_HAS_owned HF_PRIVATE_NO_FIELD
#define HF_PRIVATE_HAS_plain HF_PRIVATE_NO_FIELD
#define HF_PRIVATE_HAS_base HF_PRIVATE_NO_FIELD
#define HF_PRIVATE_HAS_foreign HF_PRIVATE_NO_FIELD
#define HF_PRIVATE_HAS_weakrefs HF_PRIVATE_NO_FIELD
#define HF_PRIVATE_HAS_attributes(c, type, name) | 1

/* and the layout of the class that it inherits from. */
#define HF_PRIVATE_LAYOUT(parent) HF_PRIVATE_LAYOUT_OF(parent)
#define HF_PRIVATE_LAYOUT_OF(parent) &hf_private_layout_of_##parent

/* The chain of tp_base is that of the layouts, and no other class has this
 * dealloc: so hf_private_is_a_c does not ask what an object says of itself. The
 * handles come before the struct, so that a class can own instances of itself. */
#define HF_FIELDS(c, python_name, ...)                                         \
    static void hf_private_dealloc_##c(PyObject *o);                           \
    HF_PRIVATE_INLINE bool hf_private_is_a_##c(PyObject *o)                    \
    {                                                                          \
        const PyTypeObject *type = Py_TYPE(o);                                 \
        do {                                                                   \
            if (HF_PRIVATE_LIKELY(type->tp_dealloc ==                          \
                                  hf_private_dealloc_##c)) {                   \
                return true;                                                   \
            }                                                                  \
            type = type->tp_base;                                              \
        } while (type != NULL);                                                \
        return false;                                                          \
    }                                                                          \
    HF_HANDLE(c, HF_PRIVATE_PARENT(__VA_ARGS__, ), python_name,                \
              hf_private_is_a_##c);                                            \
    typedef hf_##c hf_private_owned_##c __attribute__((unused));               \
    HF_PRIVATE_STRUCT(c, __VA_ARGS__)                                          \
    struct hf_private_instance_of_##c {                                        \
        PyObject_HEAD struct c data;                                           \
    };                                                                         \
    enum {                                                                     \
        hf_private_has_attributes_##c = 0 HF_PRIVATE_FOR(HF_PRIVATE_HAS, c,    \
                                                         __VA_ARGS__)          \
    };                                                                         \
    HF_PRIVATE_START(c, __VA_ARGS__, )                                         \
    HF_PRIVATE_MUST_BE(                                                        \
        0 HF_PRIVATE_FOR(HF_PRIVATE_INHERITS, c, __VA_ARGS__) ==               \
            hf_private_inherits_##c,                                           \
        "inherits or extends is the first field of " #c)                       \
    HF_PRIVATE_INLINE struct c *hf_private_data_of_##c(PyObject *o)            \
    {                                                                          \
        return (struct c *)(void *)((char *)o + hf_private_start_of_##c());    \
    }                                                                          \
    static const char hf_private_python_name_of_##c[]                          \
        __attribute__((unused)) = python_name;                                 \
    static const struct hf_private_layout hf_private_layout_of_##c = {         \
        python_name, hf_private_dealloc_##c,                                   \
        HF_PRIVATE_LAYOUT(HF_PRIVATE_PARENT(__VA_ARGS__, )),                   \
        hf_private_fields_of_##c, HF_PRIVATE_EXTENDED(c, __VA_ARGS__, )};      \
    static void hf_private_dealloc_##c(PyObject *o)                            \
    {                                                                          \
        hf_private_dealloc(o, &hf_private_layout_of_##c);                      \
    }                                                                          \
    HF_HANDLE_KIND(c, c, python_name)                                          \
    HF_PRIVATE_INLINE struct c *hf_##c##_data(hf_##c##_borrowed hf_c_)         \
    {                                                                          \
        PyObject *hf_o_ = HF_PRIVATE_USE(hf_c_);                               \
        return hf_o_ != NULL ? hf_private_data_of_##c(hf_o_) : NULL;           \
    }                                                                          \
    HF_PRIVATE_INLINE PyObject *hf_private_object_of_##c(struct c *self)       \
    {                                                                          \
        return (PyObject *)(void *)((char *)self - hf_private_start_of_##c()); \
    }                                                                          \
    HF_PRIVATE_INLINE hf_##c##_borrowed hf_##c##_of(struct c *self)            \
    {                                                                          \
        return HF_PRIVATE_LEND(c, hf_private_object_of_##c(self));             \
    }                                                                          \
    HF_PRIVATE_INLINE PyObject *hf_private_module_of_##c(PyObject *self)       \
    {                                                                          \
        return hf_private_module_of(&hf_private_layout_of_##c,                 \
                                    PyType_Check(self)                         \
                                        ? (PyTypeObject *)(void *)self         \
                                        : Py_TYPE(self));                      \
    }                                                                          \
    HF_PRIVATE_INLINE hf_module_borrowed hf_##c##_module(struct c *self)       \
    {                                                                          \
        return HF_PRIVATE_LEND(                                                \
            module, hf_private_module_of_##c(hf_private_object_of_##c(self))); \
    }                                                                          \
    static int hf_private_class_traverse_##c(PyObject *o, visitproc visit,     \
                                             void *arg)                        \
    {                                                                          \
        return hf_private_traverse(o, &hf_private_layout_of_##c, visit, arg);  \
    }                                                                          \
    static int hf_private_class_clear_##c(PyObject *o)                         \
    {                                                                          \
        return hf_private_clear_instance(o, &hf_private_layout_of_##c);        \
    }

/* HF_INSTANCE: see above. */
#define HF_INSTANCE(c, type)                                                   \
    HF_PRIVATE_NEW(                                                            \
        c, hf_private_instance(&hf_private_layout_of_##c, hf_as_raw(type)))

/* ---- What has parameters has a line of its own. */

#define HF_METHOD(c, m, result, ...)                                           \
    HF_PRIVATE_METHOD(c##_##m, result, #m, c, "$self", 0, self(c),             \
                      __VA_ARGS__, )
#define HF_METHOD_AS(name, c, m, result, ...)                                  \
    HF_PRIVATE_METHOD(c##_##m, result, name, c, "$self", 0, self(c),           \
                      __VA_ARGS__, )
#define HF_CLASS_METHOD(c, m, result, ...)                                     \
    HF_PRIVATE_METHOD(c##_##m, result, #m, c, "$type", METH_CLASS, cls,        \
                      __VA_ARGS__, )
#define HF_CLASS_METHOD_AS(name, c, m, result, ...)                            \
    HF_PRIVATE_METHOD(c##_##m, result, name, c, "$type", METH_CLASS, cls,      \
                      __VA_ARGS__, )
#define HF_STATIC_METHOD(c, m, result, ...)                                    \
    HF_PRIVATE_STATIC_METHOD(c##_##m, result, #m, c, __VA_ARGS__, , )
#define HF_STATIC_METHOD_AS(name, c, m, result, ...)                           \
    HF_PRIVATE_STATIC_METHOD(c##_##m, result, name, c, __VA_ARGS__, , )

#define HF_PRIVATE_METHOD(f, result, name, c, self_name, flags, first, help,   \
                          ...)                                                 \
    HF_PRIVATE_BOUND(                                                          \
        HF_PRIVATE_FOR_ALL_OF(first, __VA_ARGS__), f, f, result, name,         \
        hf_private_python_name_of_##c, true, hf_private_module_of_##c,         \
        self_name HF_PRIVATE_FOR(HF_PRIVATE_TEXT, f, __VA_ARGS__), flags,      \
        help, first, __VA_ARGS__)
#define HF_PRIVATE_STATIC_METHOD(f, result, name, c, help, first, ...)         \
    HF_PRIVATE_BOUND(HF_PRIVATE_FOR_ALL_OF(first, __VA_ARGS__), f, f, result,  \
                     name, hf_private_python_name_of_##c, false,               \
                     HF_PRIVATE_NO_MODULE,                                     \
                     HF_PRIVATE_FIRST_TEXT(f, first)                           \
                         HF_PRIVATE_FOR(HF_PRIVATE_TEXT, f, __VA_ARGS__),      \
                     METH_STATIC, help, first, __VA_ARGS__)
/* CPython does not say what class a static method was called on. */
#define HF_PRIVATE_NO_MODULE(self)                                             \
    ((void)(self), hf_private_static_method_has_no_module())
HF_API __attribute__((cold)) PyObject *hf_private_static_method_has_no_module(
    void);

/* Slots that are called with a tuple and a dict. */
#define HF_PRIVATE_CALLED_SLOT(f, result, name, of, counts, c, ...)            \
    HF_PRIVATE_CALLABLE(HF_PRIVATE_FOR_ALL_OF(__VA_ARGS__), f, f, result,      \
                        name, of, counts, hf_private_module_of_##c,            \
                        __VA_ARGS__)                                           \
    static const struct hf_private_called hf_private_called_##f = {            \
        &hf_private_HF_FUNCTION_binds_##f, hf_private_call_##f};
#define HF_PRIVATE_SIGNATURE(c, f, first, ...)                                 \
    static const char hf_private_signature_of_##c[] = HF_PRIVATE_FIRST_TEXT(   \
        f, first) HF_PRIVATE_FOR(HF_PRIVATE_TEXT, f, __VA_ARGS__);             \
    static const struct hf_private_function *const                             \
        hf_private_constructor_of_##c[] = {&hf_private_HF_FUNCTION_binds_##f};

#define HF_CONSTRUCT(c, ...) HF_PRIVATE_CONSTRUCT(c, NULL, __VA_ARGS__)
#define HF_CONSTRUCT_WITH_BASE(c, ...)                                         \
    HF_PRIVATE_MUST_BE(hf_private_extends_##c, #c " extends no class")         \
    HF_PRIVATE_CALLED_SLOT(c##_base, tuple, hf_private_python_name_of_##c,     \
                           NULL, false, c, cls, __VA_ARGS__, )                 \
    HF_PRIVATE_CONSTRUCT(c, &hf_private_called_##c##_base, __VA_ARGS__)
#define HF_PRIVATE_CONSTRUCT(c, base, ...)                                     \
    HF_PRIVATE_CALLED_SLOT(c##_new, none, hf_private_python_name_of_##c, NULL, \
                           false, c, self(c), __VA_ARGS__, )                   \
    HF_PRIVATE_SIGNATURE(c, c##_new, __VA_ARGS__, , )                          \
    static PyObject *hf_private_construct_##c(                                 \
        PyTypeObject *type, PyObject *args, PyObject *keywords)                \
    {                                                                          \
        return hf_private_construct(&hf_private_layout_of_##c, base,           \
                                    &hf_private_called_##c##_new, type, args,  \
                                    keywords);                                 \
    }                                                                          \
    enum { hf_private_HF_CONSTRUCT_HF_INIT_or_HF_NO_CONSTRUCT_of_##c = 0 };    \
    static const PyType_Slot hf_private_constructs_##c[] = {                   \
        {Py_tp_new, (void *)hf_private_construct_##c}, {0, NULL}};
#define HF_INIT(c, ...)                                                        \
    HF_PRIVATE_CALLED_SLOT(c##_init, none, "__init__",                         \
                           hf_private_python_name_of_##c, true, c, self(c),    \
                           __VA_ARGS__, )                                      \
    HF_PRIVATE_SIGNATURE(c, c##_init, __VA_ARGS__, , )                         \
    static PyObject *hf_private_construct_##c(                                 \
        PyTypeObject *type, PyObject *args, PyObject *keywords)                \
    {                                                                          \
        return hf_private_construct_empty(&hf_private_layout_of_##c, type,     \
                                          args, keywords);                     \
    }                                                                          \
    static int hf_private_init_##c(PyObject *o, PyObject *args,                \
                                   PyObject *keywords)                         \
    {                                                                          \
        PyObject *none = hf_private_call_by_dict(                              \
            &hf_private_called_##c##_init, o, args, keywords);                 \
        Py_XDECREF(none);                                                      \
        return none != NULL ? 0 : -1;                                          \
    }                                                                          \
    enum { hf_private_HF_CONSTRUCT_HF_INIT_or_HF_NO_CONSTRUCT_of_##c = 0 };    \
    static const PyType_Slot hf_private_constructs_##c[] = {                   \
        {Py_tp_new, (void *)hf_private_construct_##c},                         \
        {Py_tp_init, (void *)hf_private_init_##c},                             \
        {0, NULL}};
#define HF_NO_CONSTRUCT(c)                                                     \
    enum {                                                                     \
        hf_private_signature_of_##c = 0,                                       \
        hf_private_constructor_of_##c = 0                                      \
    };                                                                         \
    enum { hf_private_HF_CONSTRUCT_HF_INIT_or_HF_NO_CONSTRUCT_of_##c = 0 };    \
    static const PyType_Slot hf_private_constructs_##c[] = {                   \
        {Py_tp_new, (void *)hf_private_no_construct}, {0, NULL}};
#define HF_CALL(c, result, ...)                                                \
    HF_PRIVATE_CALLED_SLOT(c##_call, result, "__call__",                       \
                           hf_private_python_name_of_##c, true, c, self(c),    \
                           __VA_ARGS__, )                                      \
    static PyObject *hf_private_call_slot_of_##c(PyObject *o, PyObject *args,  \
                                                 PyObject *keywords)           \
    {                                                                          \
        return hf_private_call_by_dict(&hf_private_called_##c##_call, o, args, \
                                       keywords);                              \
    }

/* ---- Parts. HF_PRIVATE_PART_ is pasted to one, which takes it apart, and what
 * it is has one macro for all that there is to it: a number, then in
 * parentheses the functions, the row of the methods, that of the properties,
 * the slots, and what is added to the flags. */
#define HF_PRIVATE_PART_method(m) method, m, ~, ~
#define HF_PRIVATE_PART_call call, ~, ~, ~
#define HF_PRIVATE_PART_readonly(kind, p) readonly, kind, p, ~
#define HF_PRIVATE_PART_property(kind, p) property, kind, p, ~
#define HF_PRIVATE_PART_deletable(kind, p) deletable, kind, p, ~
#define HF_PRIVATE_PART_member(kind, p) member, kind, p, ~
#define HF_PRIVATE_PART_repr repr, ~, ~, ~
#define HF_PRIVATE_PART_str str, ~, ~, ~
#define HF_PRIVATE_PART_hash hash, ~, ~, ~
#define HF_PRIVATE_PART_truth truth, ~, ~, ~
#define HF_PRIVATE_PART_equal equal, ~, ~, ~
#define HF_PRIVATE_PART_compare compare, ~, ~, ~
#define HF_PRIVATE_PART_length length, ~, ~, ~
#define HF_PRIVATE_PART_contains(kind) contains, kind, ~, ~
#define HF_PRIVATE_PART_getitem(key, kind) getitem, key, kind, ~
#define HF_PRIVATE_PART_setitem(key, kind) setitem, key, kind, ~
#define HF_PRIVATE_PART_setdelitem(key, kind) setdelitem, key, kind, ~
#define HF_PRIVATE_PART_getattr(kind) getattr, kind, ~, ~
#define HF_PRIVATE_PART_iter(kind) iter, kind, ~, ~
#define HF_PRIVATE_PART_iter_self iter_self, ~, ~, ~
#define HF_PRIVATE_PART_next(kind) next, kind, ~, ~
#define HF_PRIVATE_PART_unary(op, R) unary, op, R, ~
#define HF_PRIVATE_PART_binary(op, kind, R) binary, op, kind, R
#define HF_PRIVATE_PART_reflected(op, kind, R) reflected, op, kind, R
#define HF_PRIVATE_PART_in_place(op, kind) in_place, op, kind, ~
#define HF_PRIVATE_PART_buffer buffer, ~, ~, ~
#define HF_PRIVATE_PART_release_buffer release_buffer, ~, ~, ~
#define HF_PRIVATE_PART_finalizer finalizer, ~, ~, ~
#define HF_PRIVATE_PART_final final, ~, ~, ~
#define HF_PRIVATE_PART_base(name) base, name, ~, ~
#define HF_PRIVATE_PART_ nothing, ~, ~, ~

#define HF_PRIVATE_PART(c, part) HF_PRIVATE_PART_OF(c, HF_PRIVATE_PART_##part)
#define HF_PRIVATE_PART_OF(c, ...)                                             \
    HF_PRIVATE_PART_OF_(c, __VA_ARGS__, ~, ~, ~, ~)
#define HF_PRIVATE_PART_OF_(c, what, x, y, z, ...)                             \
    HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_##what(c, x, y, z)

#define HF_PRIVATE_NUMBERED(c, part)                                           \
    +HF_PRIVATE_PICK_NUMBER(HF_PRIVATE_PART(c, part), ~)
#define HF_PRIVATE_PICK_NUMBER(...) HF_PRIVATE_PICK_NUMBER_(__VA_ARGS__)
#define HF_PRIVATE_PICK_NUMBER_(number, ...) number
#define HF_PRIVATE_FUNCTIONS(c, part)                                          \
    HF_PRIVATE_PICK_FUNCTIONS(HF_PRIVATE_PART(c, part))
#define HF_PRIVATE_PICK_FUNCTIONS(...) HF_PRIVATE_PICK_FUNCTIONS_(__VA_ARGS__)
#define HF_PRIVATE_PICK_FUNCTIONS_(number, functions, ...)                     \
    HF_PRIVATE_OPEN functions
#define HF_PRIVATE_CLASS_METHODS(c, part)                                      \
    HF_PRIVATE_PICK_METHODS(HF_PRIVATE_PART(c, part))
#define HF_PRIVATE_PICK_METHODS(...) HF_PRIVATE_PICK_METHODS_(__VA_ARGS__)
#define HF_PRIVATE_PICK_METHODS_(number, functions, methods, ...)              \
    HF_PRIVATE_OPEN methods
#define HF_PRIVATE_PROPERTIES(c, part)                                         \
    HF_PRIVATE_PICK_PROPERTIES(HF_PRIVATE_PART(c, part))
#define HF_PRIVATE_PICK_PROPERTIES(...) HF_PRIVATE_PICK_PROPERTIES_(__VA_ARGS__)
#define HF_PRIVATE_PICK_PROPERTIES_(number, functions, methods, rows, ...)     \
    HF_PRIVATE_OPEN rows
#define HF_PRIVATE_SLOTS(c, part)                                              \
    HF_PRIVATE_PICK_SLOTS(HF_PRIVATE_PART(c, part))
#define HF_PRIVATE_PICK_SLOTS(...) HF_PRIVATE_PICK_SLOTS_(__VA_ARGS__)
#define HF_PRIVATE_PICK_SLOTS_(number, functions, methods, rows, slots, flags) \
    HF_PRIVATE_OPEN slots
#define HF_PRIVATE_FLAGS(c, part)                                              \
    HF_PRIVATE_PICK_FLAGS(HF_PRIVATE_PART(c, part))
#define HF_PRIVATE_PICK_FLAGS(...) HF_PRIVATE_PICK_FLAGS_(__VA_ARGS__)
#define HF_PRIVATE_PICK_FLAGS_(number, functions, methods, rows, slots, flags) \
    HF_PRIVATE_OPEN flags
#define HF_PRIVATE_OPEN(...) __VA_ARGS__

/* What an operand is converted to: |x|, or |failed| is done with |is|. */
#define HF_PRIVATE_OPERAND(kind, raw, x, is, failed)                           \
    hf_kind_##kind x;                                                          \
    hf_answer is = hf_from_##kind(HF_PRIVATE_LENT_TO(kind, raw), &x);          \
    if (HF_PRIVATE_UNLIKELY(!hf_yes(is))) {                                    \
        failed;                                                                \
    }
#define HF_PRIVATE_RETURN(kind, x)                                             \
    hf_object hf_result = hf_to_##kind(x);                                     \
    return HF_PRIVATE_END_CALL(HF_PRIVATE_GIVE(hf_result))

/* The C function that a part is for, before anything else is said about it. */
#define HF_PRIVATE_WANTS(R, f, ...)                                            \
    HF_PRIVATE_MUST_BE(HF_PRIVATE_SAME_FUNCTION(f, R (*)(__VA_ARGS__)),        \
                       "HF_CLASS wants " #R " " #f "(" #__VA_ARGS__ ")")

#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_nothing(c, x, y, z)                \
    0, (), (), (), (), ()
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_final(c, x, y, z)                  \
    0, (), (), (), (), (&~Py_TPFLAGS_BASETYPE)
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_base(c, name, y, z)                \
    0, (), (), (), ({HF_PRIVATE_SLOT_OF_A_BASE, (void *)("" name)}, ), ()
enum { HF_PRIVATE_SLOT_OF_A_BASE = -1 }; /* no slot of CPython's */
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_method(c, m, y, z)                 \
    0, (), (HF_PRIVATE_METHOD_ROW(c##_##m)), (), (), ()
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_call(c, x, y, z)                   \
    0, (), (), (), ({Py_tp_call, (void *)hf_private_call_slot_of_##c}, ), ()

/* ---- Properties. */
#define HF_PRIVATE_GETTER(c, kind, p, read)                                    \
    static PyObject *hf_private_calls_##c##_##p(PyObject *o, void *closure)    \
    {                                                                          \
        HF_CALL_SCOPE;                                                         \
        HF_PRIVATE_ALONE(call, o, o);                                          \
        struct c *self = hf_private_data_of_##c(o);                            \
        (void)closure;                                                         \
        HF_PRIVATE_RETURN(kind, read);                                         \
    }
#define HF_PRIVATE_SETTER(c, kind, p, write, erase)                            \
    static int hf_private_calls_##c##_set_##p(PyObject *o, PyObject *value,    \
                                              void *closure)                   \
    {                                                                          \
        HF_CALL_SCOPE;                                                         \
        HF_PRIVATE_ALONE(call, o, o);                                          \
        struct c *self = hf_private_data_of_##c(o);                            \
        hf_kind_##kind x;                                                      \
        hf_answer is = hf_answer_yes_if(false);                                \
        (void)closure;                                                         \
        erase;                                                                 \
        if (HF_PRIVATE_UNLIKELY(                                               \
                value == NULL ||                                               \
                !hf_yes(is = hf_from_##kind(HF_PRIVATE_LENT_TO(kind, value),   \
                                            &x)))) {                           \
            return hf_private_bad_value(o, #p, &hf_private_about_##kind,       \
                                        value, is);                            \
        }                                                                      \
        return write;                                                          \
    }
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_readonly(c, kind, p, z)            \
    0,                                                                         \
        (HF_PRIVATE_WANTS(hf_result_##kind, c##_##p, struct c *)               \
             HF_PRIVATE_GETTER(c, kind, p, c##_##p(self))),                    \
        (), ({#p, hf_private_calls_##c##_##p, NULL, NULL, NULL}, ), (), ()
#define HF_PRIVATE_PROPERTY(c, kind, p, erase)                                 \
    0,                                                                         \
        (HF_PRIVATE_WANTS(hf_result_##kind, c##_##p, struct c *)               \
             HF_PRIVATE_WANTS(hf_worked, c##_set_##p, struct c *,              \
                              hf_kind_##kind)                                  \
                 HF_PRIVATE_GETTER(c, kind, p, c##_##p(self))                  \
                     HF_PRIVATE_SETTER(                                        \
                         c, kind, p, hf_status(c##_set_##p(self, x)), erase)), \
        (),                                                                    \
        ({#p, hf_private_calls_##c##_##p, hf_private_calls_##c##_set_##p,      \
          NULL, NULL}, ),                                                      \
        (), ()
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_property(c, kind, p, z)            \
    HF_PRIVATE_PROPERTY(c, kind, p, )
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_deletable(c, kind, p, z)           \
    HF_PRIVATE_PROPERTY(                                                       \
        c, kind, p, if (value == NULL) return hf_status(c##_delete_##p(self)))
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_member(c, kind, p, z)              \
    0,                                                                         \
        (HF_PRIVATE_MUST_BE(                                                   \
            HF_PRIVATE_SAME(__typeof__(((struct c *)0)->p), hf_kind_##kind),   \
            "member(" #kind ", " #p "): the field has another type in C")      \
             HF_PRIVATE_GETTER(c, kind, p, self->p)                            \
                 HF_PRIVATE_SETTER(c, kind, p, (self->p = x, 0), )),           \
        (),                                                                    \
        ({#p, hf_private_calls_##c##_##p, hf_private_calls_##c##_set_##p,      \
          NULL, NULL}, ),                                                      \
        (), ()

/* ---- What an object is. */
#define HF_PRIVATE_SHOWN(c, what)                                              \
    HF_PRIVATE_WANTS(hf_str, c##_##what, struct c *)                           \
    static PyObject *hf_private_calls_##c##_##what(PyObject *o)                \
    {                                                                          \
        HF_CALL_SCOPE;                                                         \
        HF_PRIVATE_ALONE(call, o, o);                                          \
        HF_PRIVATE_RETURN(str, c##_##what(hf_private_data_of_##c(o)));         \
    }
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_repr(c, x, y, z)                   \
    0, (HF_PRIVATE_SHOWN(c, repr)), (), (),                                    \
        ({Py_tp_repr, (void *)hf_private_calls_##c##_repr}, ), ()
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_str(c, x, y, z)                    \
    0, (HF_PRIVATE_SHOWN(c, str)), (), (),                                     \
        ({Py_tp_str, (void *)hf_private_calls_##c##_str}, ), ()
/* -1 is CPython's sign of a failure. */
#define HF_PRIVATE_HASH(c)                                                     \
    HF_PRIVATE_WANTS(hf_worked, c##_hash, struct c *, Py_hash_t *)             \
    static Py_hash_t hf_private_calls_##c##_hash(PyObject *o)                  \
    {                                                                          \
        HF_CALL_SCOPE;                                                         \
        HF_PRIVATE_ALONE(call, o, o);                                          \
        Py_hash_t hash = 0;                                                    \
        if (hf_status(c##_hash(hf_private_data_of_##c(o), &hash)) < 0) {       \
            return -1;                                                         \
        }                                                                      \
        return hash != -1 ? hash : -2;                                         \
    }
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_hash(c, x, y, z)                   \
    0, (HF_PRIVATE_HASH(c)), (), (),                                           \
        ({Py_tp_hash, (void *)hf_private_calls_##c##_hash}, ), ()
#define HF_PRIVATE_TRUTH(c)                                                    \
    HF_PRIVATE_WANTS(hf_answer, c##_truth, struct c *)                         \
    static int hf_private_calls_##c##_truth(PyObject *o)                       \
    {                                                                          \
        HF_CALL_SCOPE;                                                         \
        HF_PRIVATE_ALONE(call, o, o);                                          \
        return hf_status(c##_truth(hf_private_data_of_##c(o)));                \
    }
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_truth(c, x, y, z)                  \
    0, (HF_PRIVATE_TRUTH(c)), (), (),                                          \
        ({Py_nb_bool, (void *)hf_private_calls_##c##_truth}, ), ()
#define HF_PRIVATE_COMPARE(c, can, asked)                                      \
    static PyObject *hf_private_calls_##c##_compare(PyObject *left,            \
                                                    PyObject *right, int op)   \
    {                                                                          \
        HF_CALL_SCOPE;                                                         \
        HF_PRIVATE_ALONE(call, left, right);                                   \
        if (!hf_private_is_a_##c(left) || !hf_private_is_a_##c(right) ||       \
            !(can)) {                                                          \
            Py_RETURN_NOTIMPLEMENTED;                                          \
        }                                                                      \
        struct c *self = hf_private_data_of_##c(left);                         \
        hf_##c##_borrowed other = HF_PRIVATE_LEND(c, right);                   \
        HF_PRIVATE_RETURN(answer, asked);                                      \
    }
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_compare(c, x, y, z)                \
    0,                                                                         \
        (HF_PRIVATE_WANTS(hf_answer, c##_compare, struct c *,                  \
                          hf_##c##_borrowed, int)                              \
             HF_PRIVATE_COMPARE(c, true, c##_compare(self, other, op))),       \
        (), (),                                                                \
        ({Py_tp_richcompare, (void *)hf_private_calls_##c##_compare}, ), ()
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_equal(c, x, y, z)                  \
    0,                                                                         \
        (HF_PRIVATE_WANTS(hf_answer, c##_equal, struct c *, hf_##c##_borrowed) \
             HF_PRIVATE_COMPARE(                                               \
                 c, op == Py_EQ || op == Py_NE,                                \
                 hf_private_not_if(op == Py_NE, c##_equal(self, other)))),     \
        (), (),                                                                \
        ({Py_tp_richcompare, (void *)hf_private_calls_##c##_compare}, ), ()
HF_INLINE hf_answer hf_private_not_if(bool negates, hf_answer answer)
{
    return negates && !hf_failed(answer) ? hf_answer_yes_if(hf_no(answer))
                                         : answer;
}

/* ---- Containers. */
#define HF_PRIVATE_LENGTH(c)                                                   \
    HF_PRIVATE_WANTS(hf_worked, c##_length, struct c *, Py_ssize_t *)          \
    static Py_ssize_t hf_private_calls_##c##_length(PyObject *o)               \
    {                                                                          \
        HF_CALL_SCOPE;                                                         \
        HF_PRIVATE_ALONE(call, o, o);                                          \
        Py_ssize_t length = 0;                                                 \
        if (hf_status(c##_length(hf_private_data_of_##c(o), &length)) < 0) {   \
            return -1;                                                         \
        }                                                                      \
        return hf_private_checked_length(length);                              \
    }
HF_API Py_ssize_t hf_private_checked_length(Py_ssize_t length);
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_length(c, x, y, z)                 \
    0, (HF_PRIVATE_LENGTH(c)), (), (),                                         \
        ({Py_sq_length, (void *)hf_private_calls_##c##_length},                \
         {Py_mp_length, (void *)hf_private_calls_##c##_length}, ),             \
        ()
#define HF_PRIVATE_CONTAINS(c, kind)                                           \
    HF_PRIVATE_WANTS(hf_answer, c##_contains, struct c *, hf_kind_##kind)      \
    static int hf_private_calls_##c##_contains(PyObject *o, PyObject *item)    \
    {                                                                          \
        HF_CALL_SCOPE;                                                         \
        HF_PRIVATE_ALONE(call, o, o);                                          \
        HF_PRIVATE_OPERAND(kind, item, x, is, return hf_status(is))            \
        return hf_status(c##_contains(hf_private_data_of_##c(o), x));          \
    }
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_contains(c, kind, y, z)            \
    0, (HF_PRIVATE_CONTAINS(c, kind)), (), (),                                 \
        ({Py_sq_contains, (void *)hf_private_calls_##c##_contains}, ), ()
#define HF_PRIVATE_GETITEM(c, key, kind)                                       \
    HF_PRIVATE_WANTS(hf_result_##kind, c##_getitem, struct c *, hf_kind_##key) \
    static PyObject *hf_private_calls_##c##_getitem(PyObject *o,               \
                                                    PyObject *item)            \
    {                                                                          \
        HF_CALL_SCOPE;                                                         \
        HF_PRIVATE_ALONE(call, o, o);                                          \
        HF_PRIVATE_OPERAND(key, item, x, is,                                   \
                           hf_private_bad_value(                               \
                               o, "index", &hf_private_about_##key, item, is); \
                           return NULL)                                        \
        HF_PRIVATE_RETURN(kind, c##_getitem(hf_private_data_of_##c(o), x));    \
    }
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_getitem(c, key, kind, z)           \
    0, (HF_PRIVATE_GETITEM(c, key, kind)), (), (),                             \
        ({Py_mp_subscript, (void *)hf_private_calls_##c##_getitem}, ), ()
#define HF_PRIVATE_SETITEM(c, key, kind, erase)                                \
    HF_PRIVATE_WANTS(hf_worked, c##_setitem, struct c *, hf_kind_##key,        \
                     hf_kind_##kind)                                           \
    static int hf_private_calls_##c##_setitem(PyObject *o, PyObject *item,     \
                                              PyObject *value)                 \
    {                                                                          \
        HF_CALL_SCOPE;                                                         \
        HF_PRIVATE_ALONE(call, o, o);                                          \
        HF_PRIVATE_OPERAND(key, item, x, is,                                   \
                           return hf_private_bad_value(                        \
                               o, "index", &hf_private_about_##key, item, is)) \
        if (value == NULL) {                                                   \
            return erase;                                                      \
        }                                                                      \
        HF_PRIVATE_OPERAND(                                                    \
            kind, value, y, is_too,                                            \
            return hf_private_bad_value(o, "item", &hf_private_about_##kind,   \
                                        value, is_too))                        \
        return hf_status(c##_setitem(hf_private_data_of_##c(o), x, y));        \
    }
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_setitem(c, key, kind, z)           \
    0, (HF_PRIVATE_SETITEM(c, key, kind, hf_private_no_delitem(o))), (), (),   \
        ({Py_mp_ass_subscript, (void *)hf_private_calls_##c##_setitem}, ), ()
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_setdelitem(c, key, kind, z)        \
    0,                                                                         \
        (HF_PRIVATE_SETITEM(                                                   \
            c, key, kind,                                                      \
            hf_status(c##_delitem(hf_private_data_of_##c(o), x)))),            \
        (), (),                                                                \
        ({Py_mp_ass_subscript, (void *)hf_private_calls_##c##_setitem}, ), ()
HF_API __attribute__((cold)) int hf_private_no_delitem(PyObject *o);

/* A lookup that is missing leaves the AttributeError that there was. */
#define HF_PRIVATE_GETATTR(c, kind)                                            \
    HF_PRIVATE_WANTS(hf_lookup, c##_getattr, struct c *, hf_str_borrowed,      \
                     hf_result_##kind *)                                       \
    static PyObject *hf_private_calls_##c##_getattr(PyObject *o,               \
                                                    PyObject *name)            \
    {                                                                          \
        PyObject *there = PyObject_GenericGetAttr(o, name), *error;            \
        if (there != NULL || (error = hf_private_no_attribute()) == NULL) {    \
            return there;                                                      \
        }                                                                      \
        HF_CALL_SCOPE;                                                         \
        HF_PRIVATE_ALONE(call, o, o);                                          \
        hf_result_##kind x = HF_PRIVATE_ZERO;                                  \
        int status = hf_status(c##_getattr(hf_private_data_of_##c(o),          \
                                           HF_PRIVATE_LEND(str, name), &x));   \
        hf_private_attribute_ends(error, status);                              \
        if (status <= 0) {                                                     \
            return NULL;                                                       \
        }                                                                      \
        HF_PRIVATE_RETURN(kind, x);                                            \
    }
/* hf_private_no_attribute takes an AttributeError aside; NULL: it is another,
 * and stays. hf_private_attribute_ends raises it again where there is none. */
HF_NODISCARD HF_API PyObject *hf_private_no_attribute(void);
HF_API void hf_private_attribute_ends(PyObject *error, int status);
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_getattr(c, kind, y, z)             \
    0, (HF_PRIVATE_GETATTR(c, kind)), (), (),                                  \
        ({Py_tp_getattro, (void *)hf_private_calls_##c##_getattr}, ), ()

/* ---- Iteration. */
#define HF_PRIVATE_ITER(c, kind)                                               \
    HF_PRIVATE_WANTS(hf_result_##kind, c##_iter, struct c *)                   \
    static PyObject *hf_private_calls_##c##_iter(PyObject *o)                  \
    {                                                                          \
        HF_CALL_SCOPE;                                                         \
        HF_PRIVATE_ALONE(call, o, o);                                          \
        HF_PRIVATE_RETURN(kind, c##_iter(hf_private_data_of_##c(o)));          \
    }
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_iter(c, kind, y, z)                \
    0, (HF_PRIVATE_ITER(c, kind)), (), (),                                     \
        ({Py_tp_iter, (void *)hf_private_calls_##c##_iter}, ), ()
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_iter_self(c, x, y, z)              \
    0, (), (), (), ({Py_tp_iter, (void *)PyObject_SelfIter}, ), ()
#define HF_PRIVATE_NEXT(c, kind)                                               \
    HF_PRIVATE_WANTS(hf_lookup, c##_next, struct c *, hf_result_##kind *)      \
    static PyObject *hf_private_calls_##c##_next(PyObject *o)                  \
    {                                                                          \
        HF_CALL_SCOPE;                                                         \
        HF_PRIVATE_ALONE(call, o, o);                                          \
        hf_result_##kind x = HF_PRIVATE_ZERO;                                  \
        if (hf_status(c##_next(hf_private_data_of_##c(o), &x)) <= 0) {         \
            return NULL;                                                       \
        }                                                                      \
        HF_PRIVATE_RETURN(kind, x);                                            \
    }
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_next(c, kind, y, z)                \
    0, (HF_PRIVATE_NEXT(c, kind)), (), (),                                     \
        ({Py_tp_iternext, (void *)hf_private_calls_##c##_next}, ), ()

/* ---- Operators. Their slots are called with an instance on either side. */
#define HF_PRIVATE_UNARY(c, op, R)                                             \
    HF_PRIVATE_WANTS(hf_result_##R, c##_##op, struct c *)                      \
    static PyObject *hf_private_calls_##c##_##op(PyObject *o)                  \
    {                                                                          \
        HF_CALL_SCOPE;                                                         \
        HF_PRIVATE_ALONE(call, o, o);                                          \
        HF_PRIVATE_RETURN(R, c##_##op(hf_private_data_of_##c(o)));             \
    }
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_unary(c, op, R, z)                 \
    0, (HF_PRIVATE_UNARY(c, op, R)), (), (),                                   \
        ({Py_nb_##op, (void *)hf_private_calls_##c##_##op}, ), ()
#define HF_PRIVATE_TRY(c, f, o, kind, raw, R)                                  \
    if (hf_private_is_a_##c(o)) {                                              \
        HF_PRIVATE_OPERAND(kind, raw, x, is, if (hf_failed(is)) return NULL)   \
        if (hf_yes(is)) {                                                      \
            HF_PRIVATE_RETURN(R, f(hf_private_data_of_##c(o), x));             \
        }                                                                      \
    }
#define HF_PRIVATE_BINARY(c, op, more)                                         \
    static PyObject *hf_private_calls_##c##_##op(PyObject *left,               \
                                                 PyObject *right)              \
    {                                                                          \
        HF_CALL_SCOPE;                                                         \
        HF_PRIVATE_ALONE(call, left, right);                                   \
        more Py_RETURN_NOTIMPLEMENTED;                                         \
    }                                                                          \
    static PyObject *hf_private_calls_##c##_##op##_modulo(                     \
        PyObject *left, PyObject *right, PyObject *modulo)                     \
    {                                                                          \
        if (modulo != Py_None) {                                               \
            Py_RETURN_NOTIMPLEMENTED;                                          \
        }                                                                      \
        return hf_private_calls_##c##_##op(left, right);                       \
    }
/* Power alone has a third operand, of pow(x, y, z), which no part takes. */
#define HF_PRIVATE_BINARY_SLOT(c, op)                                          \
    {Py_nb_##op, Py_nb_##op == Py_nb_power                                     \
                     ? (void *)hf_private_calls_##c##_##op##_modulo            \
                     : (void *)hf_private_calls_##c##_##op},
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_binary(c, op, kind, R)             \
    0,                                                                         \
        (HF_PRIVATE_WANTS(hf_result_##R, c##_##op, struct c *, hf_kind_##kind) \
             HF_PRIVATE_BINARY(                                                \
                 c, op, HF_PRIVATE_TRY(c, c##_##op, left, kind, right, R))),   \
        (), (), (HF_PRIVATE_BINARY_SLOT(c, op)), ()
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_reflected(c, op, kind, R)          \
    0,                                                                         \
        (HF_PRIVATE_WANTS(hf_result_##R, c##_##op, struct c *, hf_kind_##kind) \
             HF_PRIVATE_WANTS(hf_result_##R, c##_r##op, struct c *,            \
                              hf_kind_##kind)                                  \
                 HF_PRIVATE_BINARY(                                            \
                     c, op,                                                    \
                     HF_PRIVATE_TRY(c, c##_##op, left, kind, right, R)         \
                         HF_PRIVATE_TRY(c, c##_r##op, right, kind, left, R))), \
        (), (), (HF_PRIVATE_BINARY_SLOT(c, op)), ()
#define HF_PRIVATE_IN_PLACE(c, op, kind)                                       \
    HF_PRIVATE_WANTS(hf_worked, c##_i##op, struct c *, hf_kind_##kind)         \
    static PyObject *hf_private_calls_##c##_i##op(PyObject *o,                 \
                                                  PyObject *other)             \
    {                                                                          \
        HF_CALL_SCOPE;                                                         \
        HF_PRIVATE_ALONE(call, o, other);                                      \
        HF_PRIVATE_OPERAND(kind, other, x, is, if (hf_failed(is)) return NULL; \
                           return hf_private_not_in_place(                     \
                               o, other, hf_private_calls_##c##_i##op))        \
        if (hf_status(c##_i##op(hf_private_data_of_##c(o), x)) < 0) {          \
            return NULL;                                                       \
        }                                                                      \
        Py_INCREF(o);                                                          \
        return o;                                                              \
    }                                                                          \
    static PyObject *hf_private_calls_##c##_i##op##_modulo(                    \
        PyObject *o, PyObject *other, PyObject *none)                          \
    {                                                                          \
        (void)none; /* there is no in-place pow(x, y, z) */                    \
        return hf_private_calls_##c##_i##op(o, other);                         \
    }
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_in_place(c, op, kind, z)           \
    0, (HF_PRIVATE_IN_PLACE(c, op, kind)), (), (),                             \
        ({Py_nb_inplace_##op,                                                  \
          Py_nb_inplace_##op == Py_nb_inplace_power                            \
              ? (void *)hf_private_calls_##c##_i##op##_modulo                  \
              : (void *)hf_private_calls_##c##_i##op}, ),                      \
        ()

/* ---- Buffers, and the end. */
#define HF_PRIVATE_BUFFER(c)                                                   \
    HF_PRIVATE_WANTS(hf_worked, c##_buffer, struct c *, hf_exported *)         \
    static int hf_private_calls_##c##_buffer(PyObject *o, Py_buffer *view,     \
                                             int flags)                        \
    {                                                                          \
        HF_CALL_SCOPE;                                                         \
        HF_PRIVATE_ALONE(call, o, o);                                          \
        hf_exported exported = {NULL, 0, false, 0, NULL};                      \
        int status = hf_status(                                                \
            c##_buffer(hf_private_data_of_##c(o), &exported));                 \
        return hf_private_show(o, view, flags, status < 0 ? NULL : &exported); \
    }
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_buffer(c, x, y, z)                 \
    0, (HF_PRIVATE_BUFFER(c)), (), (),                                         \
        ({Py_bf_getbuffer, (void *)hf_private_calls_##c##_buffer}, ), ()
#define HF_PRIVATE_RELEASE_BUFFER(c)                                           \
    HF_PRIVATE_WANTS(void, c##_release_buffer, struct c *)                     \
    static void hf_private_calls_##c##_release_buffer(PyObject *o,             \
                                                      Py_buffer *view)         \
    {                                                                          \
        HF_CALL_SCOPE;                                                         \
        HF_PRIVATE_ALONE(call, o, o);                                          \
        (void)view;                                                            \
        c##_release_buffer(hf_private_data_of_##c(o));                         \
    }
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_release_buffer(c, x, y, z)         \
    0, (HF_PRIVATE_RELEASE_BUFFER(c)), (), (),                                 \
        ({Py_bf_releasebuffer,                                                 \
          (void *)hf_private_calls_##c##_release_buffer}, ),                   \
        ()
#define HF_PRIVATE_FINALIZER(c)                                                \
    HF_PRIVATE_WANTS(void, c##_finalizer, struct c *)                          \
    static void hf_private_calls_##c##_finalizer(PyObject *o)                  \
    {                                                                          \
        HF_CALL_SCOPE;                                                         \
        HF_PRIVATE_ALONE(call, o, o);                                          \
        c##_finalizer(hf_private_data_of_##c(o));                              \
    }                                                                          \
    static void hf_private_finalize_##c(PyObject *o)                           \
    {                                                                          \
        hf_private_finalize(o, hf_private_calls_##c##_finalizer);              \
    }
#define HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_finalizer(c, x, y, z)              \
    0, (HF_PRIVATE_FINALIZER(c)), (), (),                                      \
        ({Py_tp_finalize, (void *)hf_private_finalize_##c}, ),                 \
        (| Py_TPFLAGS_HAVE_GC)

/* Traverse and clear are for those that the collector sees: CPython ignores
 * them where the flag is not set. The first slot is for the help. */
#define HF_CLASS(c, help, ...) HF_PRIVATE_CLASS(c, help, __VA_ARGS__, )
#define HF_PRIVATE_CLASS(c, help, ...)                                         \
    enum {                                                                     \
        hf_private_parts_of_##c =                                              \
            hf_private_HF_CONSTRUCT_HF_INIT_or_HF_NO_CONSTRUCT_of_##c          \
                HF_PRIVATE_FOR(HF_PRIVATE_NUMBERED, c, __VA_ARGS__)            \
    };                                                                         \
    HF_PRIVATE_FOR(HF_PRIVATE_FUNCTIONS, c, __VA_ARGS__)                       \
    static PyMethodDef hf_private_class_methods_of_##c[] = {HF_PRIVATE_FOR(    \
        HF_PRIVATE_CLASS_METHODS, c, __VA_ARGS__){NULL, NULL, 0, NULL}};       \
    static PyGetSetDef hf_private_properties_of_##c[] = {                      \
        HF_PRIVATE_FOR(HF_PRIVATE_PROPERTIES, c, __VA_ARGS__){                 \
            hf_private_has_attributes_##c ? "__dict__" : NULL,                 \
            PyObject_GenericGetDict, PyObject_GenericSetDict, NULL, NULL},     \
        {NULL, NULL, NULL, NULL, NULL}};                                       \
    static const PyType_Slot hf_private_class_slots_of_##c[] = {               \
        HF_PRIVATE_FOR(HF_PRIVATE_SLOTS, c, __VA_ARGS__){                      \
            Py_tp_dealloc, (void *)hf_private_dealloc_##c},                    \
        {Py_tp_traverse, (void *)hf_private_class_traverse_##c},               \
        {Py_tp_clear, (void *)hf_private_class_clear_##c},                     \
        {Py_tp_methods, (void *)hf_private_class_methods_of_##c},              \
        {Py_tp_getset, (void *)hf_private_properties_of_##c},                  \
        {0, NULL}};                                                            \
    static const struct hf_private_told hf_private_told_of_##c[] = {           \
        HF_PRIVATE_FOR(HF_PRIVATE_TOLD, c, __VA_ARGS__){NULL, {NULL, NULL}}};  \
    static const struct hf_private_class hf_private_class_of_##c = {           \
        &hf_private_layout_of_##c,                                             \
        help,                                                                  \
        (const char *)hf_private_signature_of_##c,                             \
        hf_private_class_slots_of_##c,                                         \
        hf_private_constructs_##c,                                             \
        (int)sizeof(struct hf_private_instance_of_##c),                        \
        ((Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE)                            \
             HF_PRIVATE_FOR(HF_PRIVATE_FLAGS, c, __VA_ARGS__)),                \
        (const struct hf_private_function *const *)                            \
            hf_private_constructor_of_##c,                                     \
        hf_private_told_of_##c};

HF_END_DECLS

#include "core/internal/end_shorthand.h"

#endif /* HF_BIND_CLASS_H */
