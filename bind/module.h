/* module.h: modules. This header includes all of bind/.
 *
 *     HF_MODULE(example, "What help() says.",
 *               function(shout), constant(int, LIMIT, 10))
 *
 * is the whole of the module that is built as example.so, or in a package of
 * any name. What it consists of:
 *
 *   function(f)              what HF_FUNCTION bound
 *   constant(kind, NAME, value)
 *                            |value| as a result of that kind:
 *                            constant(text, UNIT, "m"),
 *                            constant(str, NAME, a new hf_str)
 *   exception(S, NAME, base, "help")
 *                            a new exception class, which the field
 *                            owns(type, NAME) of the state S holds, too:
 *                            hf_error_raise(hf_as_raw(state->NAME), ...)
 *   class(C)                 what HF_CLASS made (class.h)
 *   class_kept(S, C)         the same; the field owns(type, C) of the state S
 *                            holds it, too: HF_INSTANCE(C, hf_borrow(state->C))
 *   submodule(m)             what HF_SUBMODULE made, which takes the same
 *   state(S)                 the state of HF_STATE
 *   exec(f)                  hf_worked f(hf_module_borrowed module): what else
 *                            is to be done when it is imported
 *   per_interpreter_gil      it may be imported where an interpreter has a GIL
 *                            of its own: its variables of C are constants
 *   gil_not_used             it needs no GIL, on a free-threaded CPython
 *                            (a call then has its instance, its state or both,
 *                            or both operands, for itself, up to where it waits:
 *                            for a lock, or to release what another thread made.
 *                            So a field is replaced (hf_replace), and not moved
 *                            out while something else is done. What is passed to
 *                            it by arg it has not: hf_critical_section)
 *
 * They are added in that order. A module is made for each interpreter that
 * imports it, and again when it is imported again; so what it keeps is in its
 * state, not in variables of C:
 *
 *     HF_STATE(registry, owns(object, callback), has(int64_t, calls))
 *
 *     static hf_worked set(struct registry *state, hf_object_borrowed callback)
 *     {
 *         return hf_replace(&state->callback, hf_incref(callback));
 *     }
 *     HF_FUNCTION(set, none, "...", state(registry),
 *                 arg(object, callback), slash)
 *
 *     HF_MODULE(example, "...", state(registry), function(set))
 *
 * fields.h says what the state may consist of. What it owns is released with
 * the module, and the garbage collector sees it.
 */
#ifndef HF_BIND_MODULE_H
#define HF_BIND_MODULE_H

#include "class.h"
#include "fields.h"
#include "function.h"
#include "core/internal/shorthand.h"

HF_BEGIN_DECLS

/* ---- State. The tag tells the state of one module from that of another. */

/* hf_private_state_size is how large the state of |module| is, which has one. */
HF_PRIVATE_INLINE Py_ssize_t hf_private_state_size(PyObject *module)
{
#if PY_VERSION_HEX >= 0x030F0000
    Py_ssize_t size;
    return PyModule_GetStateSize(module, &size) == 0 ? size : 0;
#else
    return PyModule_GetDef(module)->m_size;
#endif
}

#define HF_STATE(S, ...)                                                       \
    HF_PRIVATE_MUST_BE(                                                        \
        0 HF_PRIVATE_FOR(HF_PRIVATE_INHERITS, S, __VA_ARGS__) == 0,            \
        "a state inherits from no class: " #S)                                 \
    typedef struct hf_private_handle hf_private_owned_##S                      \
        __attribute__((unused));                                               \
    HF_PRIVATE_STRUCT(S, __VA_ARGS__)                                          \
    struct hf_private_tagged_##S {                                             \
        const char *tag;                                                       \
        struct S data;                                                         \
    };                                                                         \
    static const char hf_private_tag_of_##S[] = #S;                            \
    HF_PRIVATE_INLINE struct S *hf_private_state_of_##S(PyObject *module)      \
    {                                                                          \
        struct hf_private_tagged_##S *state = (struct hf_private_tagged_##S *) \
            PyModule_GetState(module);                                         \
        /* Another one's state may be smaller than a tag. */                   \
        if (HF_PRIVATE_UNLIKELY(state == NULL ||                               \
                                hf_private_state_size(module) <                \
                                    (Py_ssize_t)sizeof(*state) ||              \
                                state->tag != hf_private_tag_of_##S)) {        \
            hf_private_no_state(hf_private_tag_of_##S);                        \
            return NULL;                                                       \
        }                                                                      \
        return &state->data;                                                   \
    }                                                                          \
    HF_PRIVATE_INLINE struct S *hf_private_state_if_##S(PyObject *module)      \
    {                                                                          \
        return module == NULL ? NULL : hf_private_state_of_##S(module);        \
    }

/* HF_STATE_OF(S, module) is the state of a borrowed module, struct S *; or
 * NULL, and SystemError is set, where it has none or another. Of null: NULL. */
#define HF_STATE_OF(S, module) hf_private_state_if_##S(hf_as_raw(module))

HF_API __attribute__((cold)) void hf_private_no_state(const char *tag);

/* ---- Contents. */

struct hf_private_content {
    const struct hf_private_function *function; /* or NULL */
    /* or NULL; false: it failed */
    bool (*add)(PyObject *module, const struct hf_private_content *content);
    struct PyModuleDef *submodule; /* what it adds; or NULL */
    const void *told; /* a submodule's contents, a class; or NULL: see stub.h */
};

#define HF_PRIVATE_CONTENT_function(f) function, f, ~, ~, ~
#define HF_PRIVATE_CONTENT_constant(kind, name, value)                         \
    constant, kind, name, value, ~
#define HF_PRIVATE_CONTENT_exception(S, name, base, help)                      \
    exception, S, name, base, help
#define HF_PRIVATE_CONTENT_class(c) class, c, ~, ~, ~
#define HF_PRIVATE_CONTENT_class_kept(S, c) class_kept, c, S, ~, ~
#define HF_PRIVATE_CONTENT_submodule(m) submodule, m, ~, ~, ~
#define HF_PRIVATE_CONTENT_state(S) state, S, ~, ~, ~
#define HF_PRIVATE_CONTENT_exec(f) exec, f, ~, ~, ~
#define HF_PRIVATE_CONTENT_per_interpreter_gil own_gil, ~, ~, ~, ~
#define HF_PRIVATE_CONTENT_gil_not_used no_gil, ~, ~, ~, ~
#define HF_PRIVATE_CONTENT_ none, ~, ~, ~, ~

#define HF_PRIVATE_CONTENT_OF(op, m, ...)                                      \
    HF_PRIVATE_CONTENT_OF_(op, m, __VA_ARGS__, ~, ~, ~, ~, ~)
#define HF_PRIVATE_CONTENT_OF_(op, m, what, a, b, c, d, ...)                   \
    op##_##what(m, a, b, c, d)
#define HF_PRIVATE_NO_CONTENT(m, a, b, c, d)

#define HF_PRIVATE_NUMBER_FOR(m, a, b, c, d) 0
#define HF_PRIVATE_NO_SUCH_CONTENT_SEE_MODULE_H(m, content)                    \
    +HF_PRIVATE_CONTENT_OF(HF_PRIVATE_NO_SUCH_CONTENT_SEE_MODULE_H, m,         \
                           HF_PRIVATE_CONTENT_##content)
#define HF_PRIVATE_NO_SUCH_CONTENT_SEE_MODULE_H_function HF_PRIVATE_NUMBER_FOR
#define HF_PRIVATE_NO_SUCH_CONTENT_SEE_MODULE_H_constant HF_PRIVATE_NUMBER_FOR
#define HF_PRIVATE_NO_SUCH_CONTENT_SEE_MODULE_H_exception HF_PRIVATE_NUMBER_FOR
#define HF_PRIVATE_NO_SUCH_CONTENT_SEE_MODULE_H_class HF_PRIVATE_NUMBER_FOR
#define HF_PRIVATE_NO_SUCH_CONTENT_SEE_MODULE_H_class_kept HF_PRIVATE_NUMBER_FOR
#define HF_PRIVATE_NO_SUCH_CONTENT_SEE_MODULE_H_submodule HF_PRIVATE_NUMBER_FOR
#define HF_PRIVATE_NO_SUCH_CONTENT_SEE_MODULE_H_state HF_PRIVATE_NUMBER_FOR
#define HF_PRIVATE_NO_SUCH_CONTENT_SEE_MODULE_H_exec HF_PRIVATE_NUMBER_FOR
#define HF_PRIVATE_NO_SUCH_CONTENT_SEE_MODULE_H_own_gil HF_PRIVATE_NUMBER_FOR
#define HF_PRIVATE_NO_SUCH_CONTENT_SEE_MODULE_H_no_gil HF_PRIVATE_NUMBER_FOR
#define HF_PRIVATE_NO_SUCH_CONTENT_SEE_MODULE_H_none HF_PRIVATE_NUMBER_FOR

/* A function for what has to be added, */
#define HF_PRIVATE_ADD(m, content)                                             \
    HF_PRIVATE_CONTENT_OF(HF_PRIVATE_ADD, m, HF_PRIVATE_CONTENT_##content)
#define HF_PRIVATE_ADD_function HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_ADD_constant(m, kind, name, value, d)                       \
    static bool hf_private_add_##name##_to_##m(                                \
        PyObject *module, const struct hf_private_content *content)            \
    {                                                                          \
        (void)content;                                                         \
        return hf_private_add(module, #name, hf_to_##kind(value));             \
    }
#define HF_PRIVATE_ADD_exception(m, S, name, base, help)                       \
    static bool hf_private_add_##name##_to_##m(                                \
        PyObject *module, const struct hf_private_content *content)            \
    {                                                                          \
        (void)content;                                                         \
        struct S *state = hf_private_state_of_##S(module);                     \
        if (HF_PRIVATE_UNLIKELY(state == NULL)) {                              \
            return false;                                                      \
        }                                                                      \
        hf_type made = hf_private_make_exception(module, #name, help, base);   \
        return hf_type_replace(&state->name, made) &&                          \
               hf_private_add(module, #name,                                   \
                              hf_type_into_object(hf_type_incref(              \
                                  hf_type_borrow(&state->name))));             \
    }
#define HF_PRIVATE_ADD_class HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_ADD_class_kept(m, c, S, y, z)                               \
    static bool hf_private_add_##c##_to_##m(                                   \
        PyObject *module, const struct hf_private_content *content)            \
    {                                                                          \
        (void)content;                                                         \
        struct S *state = hf_private_state_of_##S(module);                     \
        if (HF_PRIVATE_UNLIKELY(state == NULL)) {                              \
            return false;                                                      \
        }                                                                      \
        hf_type made = hf_private_make_class(module,                           \
                                             &hf_private_class_of_##c);        \
        return hf_type_replace(&state->c, made) &&                             \
               hf_private_add(module, hf_private_layout_of_##c.name,           \
                              hf_type_into_object(                             \
                                  hf_type_incref(hf_type_borrow(&state->c)))); \
    }
#define HF_PRIVATE_ADD_submodule HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_ADD_state HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_ADD_exec(m, f, b, c, d)                                     \
    static bool hf_private_exec_##f##_of_##m(                                  \
        PyObject *module, const struct hf_private_content *content)            \
    {                                                                          \
        (void)content;                                                         \
        HF_CALL_SCOPE;                                                         \
        return hf_status(f(HF_PRIVATE_LEND(module, module))) == 0;             \
    }
#define HF_PRIVATE_ADD_own_gil HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_ADD_no_gil HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_ADD_none HF_PRIVATE_NO_CONTENT

/* a row of the table of contents, */
#define HF_PRIVATE_LISTED(m, content)                                          \
    HF_PRIVATE_CONTENT_OF(HF_PRIVATE_LISTED, m, HF_PRIVATE_CONTENT_##content)
#define HF_PRIVATE_LISTED_function(m, f, b, c, d)                              \
    {&hf_private_HF_FUNCTION_binds_##f, NULL, NULL, NULL},
#define HF_PRIVATE_LISTED_constant(m, kind, name, c, d)                        \
    {NULL, hf_private_add_##name##_to_##m, NULL, NULL},
#define HF_PRIVATE_LISTED_exception HF_PRIVATE_LISTED_constant
#define HF_PRIVATE_LISTED_class(m, c, x, y, z)                                 \
    {NULL, hf_private_add_class, NULL, &hf_private_class_of_##c},
#define HF_PRIVATE_LISTED_class_kept(m, c, x, y, z)                            \
    {NULL, hf_private_add_##c##_to_##m, NULL, &hf_private_class_of_##c},
#define HF_PRIVATE_LISTED_submodule(m, sub, b, c, d)                           \
    {NULL, hf_private_add_submodule, &hf_private_definition_of_##sub,          \
     hf_private_list_of_##sub},
#define HF_PRIVATE_LISTED_state HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_LISTED_exec(m, f, b, c, d)                                  \
    {NULL, hf_private_exec_##f##_of_##m, NULL, NULL},
#define HF_PRIVATE_LISTED_own_gil HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_LISTED_no_gil HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_LISTED_none HF_PRIVATE_NO_CONTENT

/* a row of the methods, */
#define HF_PRIVATE_METHODS(m, content)                                         \
    HF_PRIVATE_CONTENT_OF(HF_PRIVATE_METHODS, m, HF_PRIVATE_CONTENT_##content)
#define HF_PRIVATE_METHODS_function(m, f, b, c, d) HF_PRIVATE_METHOD_ROW(f)
#define HF_PRIVATE_METHODS_constant HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_METHODS_exception HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_METHODS_class HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_METHODS_class_kept HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_METHODS_submodule HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_METHODS_state HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_METHODS_exec HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_METHODS_own_gil HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_METHODS_no_gil HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_METHODS_none HF_PRIVATE_NO_CONTENT

/* whether it says so of the GIL, */
#define HF_PRIVATE_SAYS(m, content)                                            \
    HF_PRIVATE_CONTENT_OF(HF_PRIVATE_SAYS, m, HF_PRIVATE_CONTENT_##content)
#define HF_PRIVATE_SAYS_function HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_SAYS_constant HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_SAYS_exception HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_SAYS_class HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_SAYS_class_kept HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_SAYS_submodule HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_SAYS_state HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_SAYS_exec HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_SAYS_own_gil(m, a, b, c, d) | 1
#define HF_PRIVATE_SAYS_no_gil(m, a, b, c, d) | 2
#define HF_PRIVATE_SAYS_none HF_PRIVATE_NO_CONTENT

#if PY_VERSION_HEX >= 0x030C0000
#define HF_PRIVATE_OWN_GIL_SLOT(says)                                          \
    {Py_mod_multiple_interpreters,                                             \
     (says)&1 ? Py_MOD_PER_INTERPRETER_GIL_SUPPORTED                           \
              : Py_MOD_MULTIPLE_INTERPRETERS_SUPPORTED},
#else
#define HF_PRIVATE_OWN_GIL_SLOT(says)
#endif
#if PY_VERSION_HEX >= 0x030D0000
#define HF_PRIVATE_NO_GIL_SLOT(says)                                           \
    {Py_mod_gil, (says)&2 ? Py_MOD_GIL_NOT_USED : Py_MOD_GIL_USED},
#else
#define HF_PRIVATE_NO_GIL_SLOT(says)
#endif

/* and what is done with the state. */
#define HF_PRIVATE_SIZE(m, content)                                            \
    HF_PRIVATE_CONTENT_OF(HF_PRIVATE_SIZE, m, HF_PRIVATE_CONTENT_##content)
#define HF_PRIVATE_SIZE_function HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_SIZE_constant HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_SIZE_exception HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_SIZE_class HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_SIZE_class_kept HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_SIZE_submodule HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_SIZE_state(m, S, b, c, d)                                   \
    +sizeof(struct hf_private_tagged_##S)
#define HF_PRIVATE_SIZE_exec HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_SIZE_own_gil HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_SIZE_no_gil HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_SIZE_none HF_PRIVATE_NO_CONTENT

#define HF_PRIVATE_WITH_STATE(m, content)                                      \
    HF_PRIVATE_CONTENT_OF(HF_PRIVATE_WITH_STATE, m,                            \
                          HF_PRIVATE_CONTENT_##content)
#define HF_PRIVATE_WITH_STATE_function HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_WITH_STATE_constant HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_WITH_STATE_exception HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_WITH_STATE_class HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_WITH_STATE_class_kept HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_WITH_STATE_submodule HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_WITH_STATE_state(m, S, b, c, d)                             \
    struct hf_private_tagged_##S *state = (struct hf_private_tagged_##S *)     \
        PyModule_GetState(module);                                             \
    if (hf_visit_ != NULL) {                                                   \
        return hf_private_visit(hf_private_fields_of_##S, &state->data,        \
                                hf_visit_, hf_arg_);                           \
    }                                                                          \
    if (hf_arg_ != NULL) {                                                     \
        state->tag = hf_private_tag_of_##S;                                    \
    } else {                                                                   \
        hf_private_empty(hf_private_fields_of_##S, &state->data);              \
    }
#define HF_PRIVATE_WITH_STATE_exec HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_WITH_STATE_own_gil HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_WITH_STATE_no_gil HF_PRIVATE_NO_CONTENT
#define HF_PRIVATE_WITH_STATE_none HF_PRIVATE_NO_CONTENT

/* hf_private_add adds to the module what it consumes. */
HF_NODISCARD HF_API bool hf_private_add(PyObject *module, const char *name,
                                        hf_object value);
/* hf_private_full_name is "module.name", as the module is called in this process. */
HF_NODISCARD HF_API hf_str hf_private_full_name(PyObject *module,
                                                const char *name);
HF_NODISCARD HF_API hf_type hf_private_make_exception(PyObject *module,
                                                      const char *name,
                                                      const char *help,
                                                      PyObject *base);
HF_NODISCARD HF_API bool hf_private_add_submodule(
    PyObject *module, const struct hf_private_content *content);
HF_NODISCARD HF_API bool hf_private_add_class(
    PyObject *module, const struct hf_private_content *content);
HF_API int hf_private_exec(PyObject *module,
                           const struct hf_private_content *contents);

/* CPython 3.15 asks for slots (PEP 793) before it asks for PyInit_m, which stays for
 * who calls it by hand. They say what the definition says. */
#if PY_VERSION_HEX >= 0x030F0000
#define HF_PRIVATE_EXPORT(m)                                                   \
    PyMODEXPORT_FUNC PyModExport_##m(void);                                    \
    PyMODEXPORT_FUNC PyModExport_##m(void)                                     \
    {                                                                          \
        PyABIInfo_VAR(abi);                                                    \
        static PySlot slots[] = {                                              \
            PySlot_PTR_STATIC(Py_mod_abi, &abi),                               \
            PySlot_PTR_STATIC(Py_mod_name, #m),                                \
            PySlot_PTR_STATIC(Py_mod_doc, hf_private_help_of_##m),             \
            PySlot_PTR_STATIC(Py_mod_methods, hf_private_methods_of_##m),      \
            PySlot_PTR_STATIC(Py_mod_slots, hf_private_slots_of_##m),          \
            PySlot_PTR(Py_mod_state_size, hf_private_size_of_##m),             \
            PySlot_PTR(Py_mod_state_traverse, hf_private_traverse_##m),        \
            PySlot_PTR(Py_mod_state_clear, hf_private_clear_##m),              \
            PySlot_PTR(Py_mod_state_free, hf_private_free_##m),                \
            PySlot_END};                                                       \
        return slots;                                                          \
    }
#else
#define HF_PRIVATE_EXPORT(m)
#endif

/* Of a submodule its module says what it is good for: nobody else makes it. */
#define HF_SUBMODULE(m, ...) HF_PRIVATE_MODULE(m, 3, __VA_ARGS__, )
#define HF_MODULE(m, ...)                                                      \
    HF_PRIVATE_MODULE(m, 0, __VA_ARGS__, )                                     \
    HF_PRIVATE_DECLARED(m)                                                     \
    PyMODINIT_FUNC PyInit_##m(void);                                           \
    PyMODINIT_FUNC PyInit_##m(void)                                            \
    {                                                                          \
        return PyModuleDef_Init(&hf_private_definition_of_##m);                \
    }                                                                          \
    HF_PRIVATE_EXPORT(m)
/* In it hf_private_state_m visits the state where |visit| is given; else, marks it
 * as new where |arg| is; else empties it. */
#define HF_PRIVATE_MODULE(m, says, help, ...)                                  \
    enum {                                                                     \
        hf_private_contents_of_##m = 0 HF_PRIVATE_FOR(                         \
            HF_PRIVATE_NO_SUCH_CONTENT_SEE_MODULE_H, m, __VA_ARGS__)           \
    };                                                                         \
    HF_PRIVATE_FOR(HF_PRIVATE_ADD, m, __VA_ARGS__)                             \
    static const struct hf_private_content hf_private_list_of_##m[] = {        \
        HF_PRIVATE_FOR(HF_PRIVATE_LISTED, m, __VA_ARGS__){NULL, NULL, NULL,    \
                                                          NULL}};              \
    static PyMethodDef hf_private_methods_of_##m[] = {HF_PRIVATE_FOR(          \
        HF_PRIVATE_METHODS, m, __VA_ARGS__){NULL, NULL, 0, NULL}};             \
    HF_PRIVATE_INLINE int hf_private_state_##m(                                \
        PyObject *module, visitproc hf_visit_, void *hf_arg_)                  \
    {                                                                          \
        (void)module, (void)hf_visit_, (void)hf_arg_;                          \
        HF_PRIVATE_FOR(HF_PRIVATE_WITH_STATE, m, __VA_ARGS__)                  \
        return 0;                                                              \
    }                                                                          \
    static int hf_private_traverse_##m(PyObject *module, visitproc hf_visit_,  \
                                       void *hf_arg_)                          \
    {                                                                          \
        return hf_private_state_##m(module, hf_visit_, hf_arg_);               \
    }                                                                          \
    static int hf_private_clear_##m(PyObject *module)                          \
    {                                                                          \
        return hf_private_state_##m(module, NULL, NULL);                       \
    }                                                                          \
    static void hf_private_free_##m(void *module)                              \
    {                                                                          \
        hf_private_state_##m((PyObject *)module, NULL, NULL);                  \
    }                                                                          \
    static int hf_private_exec_##m(PyObject *module)                           \
    {                                                                          \
        hf_private_state_##m(module, NULL, module);                            \
        return hf_private_exec(module, hf_private_list_of_##m);                \
    }                                                                          \
    enum {                                                                     \
        hf_private_says_##m = says HF_PRIVATE_FOR(HF_PRIVATE_SAYS, m,          \
                                                  __VA_ARGS__)                 \
    };                                                                         \
    static PyModuleDef_Slot hf_private_slots_of_##m[] = {                      \
        {Py_mod_exec, (void *)hf_private_exec_##m},                            \
        HF_PRIVATE_OWN_GIL_SLOT(hf_private_says_##m)                           \
            HF_PRIVATE_NO_GIL_SLOT(hf_private_says_##m){0, NULL}};             \
    enum {                                                                     \
        hf_private_size_of_##m = 0 HF_PRIVATE_FOR(HF_PRIVATE_SIZE, m,          \
                                                  __VA_ARGS__)                 \
    };                                                                         \
    static const char hf_private_help_of_##m[] = PyDoc_STR(help);              \
    static struct PyModuleDef hf_private_definition_of_##m = {                 \
        PyModuleDef_HEAD_INIT,                                                 \
        #m,                                                                    \
        hf_private_help_of_##m,                                                \
        hf_private_size_of_##m,                                                \
        hf_private_methods_of_##m,                                             \
        hf_private_slots_of_##m,                                               \
        hf_private_size_of_##m != 0 ? hf_private_traverse_##m : NULL,          \
        hf_private_size_of_##m != 0 ? hf_private_clear_##m : NULL,             \
        hf_private_size_of_##m != 0 ? hf_private_free_##m : NULL};

HF_END_DECLS

#include "core/internal/end_shorthand.h"

#endif /* HF_BIND_MODULE_H */
