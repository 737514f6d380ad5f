/* handle.h: owned and borrowed handles, and the verbs that work on all types.
 *
 * For each Python type T in HF_TYPES there are three C types:
 *
 *   hf_T            an owned handle: to be consumed exactly once
 *   hf_T_borrowed   a borrowed handle: valid until the handle it was borrowed
 *                   from is consumed
 *   hf_T_auto       the type of a variable declared with hf_auto()
 *
 * They are structs, so that to confuse two of them does not compile, and they
 * hold one pointer, so that they travel in a register. {0} is the null handle
 * and always safe to release. What is inside is private.
 *
 * The verbs, here by their generic names (each has a typed form, hf_T_verb;
 * C++ has overloads):
 *
 *   hf_incref(x)       a new owned handle to what x names
 *   hf_decref(x)       consumes the owned x; may run Python code (__del__)
 *   hf_borrow(x)       a borrowed handle to what the variable x names
 *   hf_move(&x)        moves the owned handle out; x becomes null
 *   hf_replace(&x, y)  consumes y into x, then releases what x held. Where y
 *                      is null, x keeps its value and the result is false
 *   hf_clear(&x)       nulls x, then releases what it held
 *   hf_auto(T, x, e);  declares x, set to the owned e and released when its
 *                      scope ends; it can be borrowed, or moved out of
 *   hf_null(T)         the null handle: hf_null(str), hf_null(str_borrowed)
 *   hf_is_null(x)      asks
 *   hf_into_raw(x)     consumes x and yields its pointer
 *   hf_as_raw(x)       the pointer; its owner stays the same
 *   hf_refcnt(x)       the reference count, as CPython reports it; 0 for null
 *   hf_as_object(x)    upcast: a borrowed view
 *   hf_into_object(x)  upcast: consumes x
 *   hf_assert_result(x)  x, after asserting that it is null (or false) exactly
 *                      when an exception is set
 *   hf_T_from_owned(p)     steals the raw pointer p
 *   hf_T_from_borrowed(p)  borrows the raw pointer p
 *
 * No verb fails: null passes through in silence.
 */
#ifndef HF_HANDLE_H
#define HF_HANDLE_H

#include "internal/representation.h"

/* The list of types. X(T) for each; T is named as in Python. */
#define HF_TYPES(X)                                                            \
    X(object)                                                                  \
    X(str)                                                                     \
    X(exception)

/* ---- The types. HF_DECLARE_TYPE(str) expands to
 *
 *   typedef struct hf_str { ... *hf_private; } hf_str;
 *   typedef struct hf_str_borrowed { ... *hf_private; } hf_str_borrowed;
 *   typedef struct hf_str_auto { hf_str hf_private; ... } hf_str_auto;
 *
 * The const member of hf_str_auto makes assignment to it an error.
 */
#define HF_DECLARE_TYPE(T)                                                     \
    typedef struct hf_##T {                                                    \
        HF_MEMBERS;                                                            \
    } hf_##T;                                                                  \
    typedef struct hf_##T##_borrowed {                                         \
        HF_MEMBERS;                                                            \
    } hf_##T##_borrowed;                                                       \
    typedef struct hf_##T##_auto {                                             \
        hf_##T hf_private;                                                     \
        const char hf_not_assignable;                                          \
    } hf_##T##_auto;

HF_BEGIN_DECLS

HF_TYPES(HF_DECLARE_TYPE)

/* hf_lookup is the result of a three-way lookup. */
typedef enum hf_lookup {
    HF_ERROR = -1,  /* an exception is set */
    HF_MISSING = 0, /* it is not there; no exception is set */
    HF_FOUND = 1    /* it is there, and in the out parameter */
} hf_lookup;

/* ---- The typed verbs. HF_DECLARE_VERBS(str) declares, for str, what the head
 * of this file says of the generic forms: */
#define HF_DECLARE_VERBS(T)                                                    \
    HF_NODISCARD HF_INLINE hf_##T hf_##T##_from_owned(PyObject *raw);          \
    HF_NODISCARD HF_INLINE hf_##T##_borrowed hf_##T##_from_borrowed(           \
        PyObject *raw);                                                        \
    HF_NODISCARD HF_INLINE PyObject *hf_##T##_into_raw(hf_##T self);           \
    HF_NODISCARD HF_INLINE PyObject *hf_##T##_as_raw(hf_##T##_borrowed self);  \
    HF_NODISCARD HF_INLINE hf_##T hf_##T##_incref(hf_##T##_borrowed self);     \
    HF_INLINE void hf_##T##_decref(hf_##T self);                               \
    HF_NODISCARD HF_INLINE hf_##T##_borrowed hf_##T##_borrow(                  \
        const hf_##T *place);                                                  \
    HF_NODISCARD HF_INLINE hf_##T hf_##T##_move(hf_##T *place);                \
    HF_NODISCARD HF_INLINE bool hf_##T##_replace(hf_##T *place, hf_##T value); \
    HF_INLINE void hf_##T##_clear(hf_##T *place);                              \
    HF_NODISCARD HF_INLINE bool hf_##T##_is_null(hf_##T##_borrowed self);      \
    HF_NODISCARD HF_INLINE Py_ssize_t hf_##T##_refcnt(hf_##T##_borrowed self); \
    HF_NODISCARD HF_INLINE hf_object_borrowed hf_##T##_as_object(              \
        hf_##T##_borrowed self);                                               \
    HF_NODISCARD HF_INLINE hf_object hf_##T##_into_object(hf_##T self);

HF_TYPES(HF_DECLARE_VERBS)

/* ---- Bodies. */

#define HF_DEFINE_VERBS(T)                                                     \
    HF_INLINE hf_##T hf_##T##_from_owned(PyObject *raw)                        \
    {                                                                          \
        return HF_NEW(T, raw);                                                 \
    }                                                                          \
    HF_INLINE hf_##T##_borrowed hf_##T##_from_borrowed(PyObject *raw)          \
    {                                                                          \
        return HF_LEND(T, raw);                                                \
    }                                                                          \
    HF_INLINE PyObject *hf_##T##_into_raw(hf_##T self)                         \
    {                                                                          \
        return HF_GIVE(self);                                                  \
    }                                                                          \
    HF_INLINE PyObject *hf_##T##_as_raw(hf_##T##_borrowed self)                \
    {                                                                          \
        return HF_USE(self);                                                   \
    }                                                                          \
    HF_INLINE hf_##T hf_##T##_incref(hf_##T##_borrowed self)                   \
    {                                                                          \
        PyObject *raw = HF_USE(self);                                          \
        Py_XINCREF(raw);                                                       \
        return HF_AGAIN(T, raw);                                               \
    }                                                                          \
    HF_INLINE void hf_##T##_decref(hf_##T self)                                \
    {                                                                          \
        PyObject *raw = HF_TAKE(self);                                         \
        Py_XDECREF(raw);                                                       \
    }                                                                          \
    HF_INLINE hf_##T##_borrowed hf_##T##_borrow(const hf_##T *place)           \
    {                                                                          \
        return HF_RECAST(T##_borrowed, *place);                                \
    }                                                                          \
    HF_INLINE hf_##T hf_##T##_move(hf_##T *place)                              \
    {                                                                          \
        hf_##T value = *place;                                                 \
        *place = hf_null(T);                                                   \
        return value;                                                          \
    }                                                                          \
    HF_INLINE bool hf_##T##_replace(hf_##T *place, hf_##T value)               \
    {                                                                          \
        if (HF_IS_NULL(value)) {                                               \
            return false;                                                      \
        }                                                                      \
        hf_##T old = *place;                                                   \
        *place = value;                                                        \
        hf_##T##_decref(old);                                                  \
        return true;                                                           \
    }                                                                          \
    HF_INLINE void hf_##T##_clear(hf_##T *place)                               \
    {                                                                          \
        hf_##T##_decref(hf_##T##_move(place));                                 \
    }                                                                          \
    HF_INLINE bool hf_##T##_is_null(hf_##T##_borrowed self)                    \
    {                                                                          \
        return HF_IS_NULL(self);                                               \
    }                                                                          \
    HF_INLINE Py_ssize_t hf_##T##_refcnt(hf_##T##_borrowed self)               \
    {                                                                          \
        PyObject *raw = HF_USE(self);                                          \
        return raw != NULL ? Py_REFCNT(raw) : 0;                               \
    }                                                                          \
    HF_INLINE hf_object_borrowed hf_##T##_as_object(hf_##T##_borrowed self)    \
    {                                                                          \
        return HF_RECAST(object_borrowed, self);                               \
    }                                                                          \
    HF_INLINE hf_object hf_##T##_into_object(hf_##T self)                      \
    {                                                                          \
        return HF_RECAST(object, self);                                        \
    }                                                                          \
    /* What only the generic forms need. */                                    \
    HF_INLINE hf_##T##_borrowed hf_private_##T##_lend(hf_##T self)             \
    {                                                                          \
        return HF_RECAST(T##_borrowed, self);                                  \
    }                                                                          \
    HF_INLINE hf_##T##_borrowed hf_private_##T##_lend_auto(hf_##T##_auto self) \
    {                                                                          \
        return HF_RECAST(T##_borrowed, self.hf_private);                       \
    }                                                                          \
    HF_INLINE hf_##T##_borrowed hf_private_##T##_lend_borrowed(                \
        hf_##T##_borrowed self)                                                \
    {                                                                          \
        return self;                                                           \
    }                                                                          \
    HF_INLINE hf_##T##_auto hf_private_##T##_begin_auto(hf_##T self)           \
    {                                                                          \
        hf_##T##_auto place = {self, 0};                                       \
        return place;                                                          \
    }                                                                          \
    HF_INLINE hf_##T hf_private_##T##_move_auto(hf_##T##_auto *place)          \
    {                                                                          \
        return hf_##T##_move(&place->hf_private);                              \
    }                                                                          \
    HF_INLINE void hf_private_##T##_end_auto(hf_##T##_auto *place)             \
    {                                                                          \
        hf_##T##_clear(&place->hf_private);                                    \
    }                                                                          \
    /* HF_NEVER(called) where HF_ASSERT_LEVEL is 0. */                         \
    HF_INLINE hf_##T hf_private_##T##_assert_result(hf_##T self,               \
                                                    const char *file,          \
                                                    int line)                  \
    {                                                                          \
        if (!hf_result_agrees(HF_IS_NULL(self))) {                             \
            hf_assertion_failed("null exactly when an exception is set", file, \
                                line);                                         \
        }                                                                      \
        return self;                                                           \
    }

HF_TYPES(HF_DEFINE_VERBS)

/* HF_NEVER(called) where HF_ASSERT_LEVEL is 0. */
HF_INLINE bool hf_private_bool_assert_result(bool ok, const char *file,
                                             int line)
{
    if (!hf_result_agrees(!ok)) {
        hf_assertion_failed("false exactly when an exception is set", file,
                            line);
    }
    return ok;
}

HF_END_DECLS

/* The value goes through a function, so that nothing but an hf_T will do: an
 * initializer in braces would take a raw pointer. The variable may be there to
 * be released and for nothing else, which clang calls unused. */
#define hf_auto(T, name, ...)                                                  \
    __attribute__((cleanup(hf_private_##T##_end_auto), unused))                \
    hf_##T##_auto name = hf_private_##T##_begin_auto(__VA_ARGS__)

/* ---- The generic verbs. */

#if HF_ASSERT_LEVEL >= 1
#define HF_HERE(function, x) function((x), __FILE__, __LINE__)
#else
#define HF_HERE(function, x) (x)
#endif

#ifdef __cplusplus

/* HF_REFUSE declares an overload that must not be called, for the reason that
 * the compiler's error then gives (gcc from 12 on, and clang). */
#if __has_attribute(unavailable)
#define HF_REFUSE(declaration, reason)                                         \
    declaration __attribute__((unavailable(reason)));
#else
#define HF_REFUSE(declaration, reason) declaration = delete;
#endif
#define HF_BORROWED_REASON                                                     \
    "a borrowed handle is not yours to consume: incref it first"
#define HF_AUTO_REASON                                                         \
    "an hf_auto variable is released by its scope: hf_move out of it"
#define HF_TEMPORARY_REASON                                                    \
    "an owned temporary would leak: name it first"

#define HF_OVERLOADS(T)                                                        \
    HF_OVERLOAD_LENDERS(T, hf_##T##_borrowed, hf_borrow, x)                    \
    HF_OVERLOAD_LENDERS(T, hf_##T, hf_incref, hf_##T##_incref(x))              \
    HF_OVERLOAD_LENDERS(T, PyObject *, hf_as_raw, hf_##T##_as_raw(x))          \
    HF_OVERLOAD_LENDERS(T, bool, hf_is_null, hf_##T##_is_null(x))              \
    HF_OVERLOAD_LENDERS(T, Py_ssize_t, hf_refcnt, hf_##T##_refcnt(x))          \
    HF_OVERLOAD_LENDERS(T, hf_object_borrowed, hf_as_object,                   \
                        hf_##T##_as_object(x))                                 \
    HF_OVERLOAD_CONSUMERS(T, void, hf_decref, hf_##T##_decref(x))              \
    HF_OVERLOAD_CONSUMERS(T, HF_NODISCARD PyObject *, hf_into_raw,             \
                          hf_##T##_into_raw(x))                                \
    HF_OVERLOAD_CONSUMERS(T, HF_NODISCARD hf_object, hf_into_object,           \
                          hf_##T##_into_object(x))                             \
    HF_NODISCARD inline hf_##T hf_move(hf_##T *x)                              \
    {                                                                          \
        return hf_##T##_move(x);                                               \
    }                                                                          \
    HF_NODISCARD inline hf_##T hf_move(hf_##T##_auto *x)                       \
    {                                                                          \
        return hf_private_##T##_move_auto(x);                                  \
    }                                                                          \
    HF_NODISCARD inline bool hf_replace(hf_##T *x, hf_##T y)                   \
    {                                                                          \
        return hf_##T##_replace(x, y);                                         \
    }                                                                          \
    HF_REFUSE(bool hf_replace(hf_##T##_auto *, hf_##T), HF_AUTO_REASON)        \
    inline void hf_clear(hf_##T *x)                                            \
    {                                                                          \
        hf_##T##_clear(x);                                                     \
    }                                                                          \
    HF_REFUSE(void hf_clear(hf_##T##_auto *), HF_AUTO_REASON)                  \
    inline hf_##T hf_private_assert_result(hf_##T x, const char *file,         \
                                           int line)                           \
    {                                                                          \
        return hf_private_##T##_assert_result(x, file, line);                  \
    }

#define HF_OVERLOAD_LENDERS(T, R, verb, call)                                  \
    HF_NODISCARD inline R verb(hf_##T##_borrowed x)                            \
    {                                                                          \
        return call;                                                           \
    }                                                                          \
    HF_NODISCARD inline R verb(const hf_##T &lender)                           \
    {                                                                          \
        return verb(hf_##T##_borrow(&lender));                                 \
    }                                                                          \
    HF_NODISCARD inline R verb(const hf_##T##_auto &lender)                    \
    {                                                                          \
        return verb(hf_##T##_borrow(&lender.hf_private));                      \
    }                                                                          \
    HF_REFUSE(R verb(hf_##T &&), HF_TEMPORARY_REASON)

#define HF_OVERLOAD_CONSUMERS(T, R, verb, call)                                \
    inline R verb(hf_##T x)                                                    \
    {                                                                          \
        return call;                                                           \
    }                                                                          \
    HF_REFUSE(R verb(hf_##T##_borrowed), HF_BORROWED_REASON)                   \
    HF_REFUSE(R verb(const hf_##T##_auto &), HF_AUTO_REASON)

HF_TYPES(HF_OVERLOADS)
inline bool hf_private_assert_result(bool x, const char *file, int line)
{
    return hf_private_bool_assert_result(x, file, line);
}
#define hf_assert_result(x) HF_HERE(hf_private_assert_result, x)

#else

/* Chosen for an operand of the wrong kind. No value has these parameter
 * types; their names are what the compiler's error says. By value, since an
 * operand that is a pointer would be converted to another pointer type. */
struct a_borrowed_handle_is_not_yours_to_consume_incref_it_first {
    char unused;
};
struct an_hf_auto_variable_is_released_by_its_scope_hf_move_out_of_it {
    char unused;
};
struct this_is_not_a_holdfast_handle {
    char unused;
};
struct only_an_object_handle_can_be_cast {
    char unused;
};
void hf_refused_consume(
    struct a_borrowed_handle_is_not_yours_to_consume_incref_it_first x);
void hf_refused_auto(
    struct an_hf_auto_variable_is_released_by_its_scope_hf_move_out_of_it x,
    ...);
void hf_refused_operand(struct this_is_not_a_holdfast_handle x, ...);
void hf_refused_cast(struct only_an_object_handle_can_be_cast x);

/* This does not compile where x is an owned temporary: nobody would own what
 * it names. (The operand of & is x itself, which must be a variable, unless x
 * is borrowed.) Its name is what the compiler's error says. */
#define HF_NAMED_BORROWED(T) hf_##T##_borrowed : *(hf_##T##_borrowed *)0,
#define HF_AN_OWNED_TEMPORARY_WOULD_LEAK_NAME_IT_FIRST(x)                      \
    ((void)sizeof(&_Generic((x), HF_TYPES(HF_NAMED_BORROWED) default: (x))))

/* HF_LENT(x) is what x names, borrowed, whatever kind of handle x is. */
#define HF_LENT_BRANCHES(T)                                                    \
    hf_##T : hf_private_##T##_lend,                                            \
    hf_##T##_auto : hf_private_##T##_lend_auto,                                \
    hf_##T##_borrowed : hf_private_##T##_lend_borrowed,
#define HF_LENT(x)                                                             \
    _Generic((x), HF_TYPES(HF_LENT_BRANCHES) default: hf_refused_operand)(x)

#define HF_CONSUME_BRANCHES(T, verb)                                           \
    hf_##T : hf_##T##_##verb, hf_##T##_borrowed : hf_refused_consume,          \
             hf_##T##_auto : hf_refused_auto,
#define HF_DECREF_BRANCHES(T) HF_CONSUME_BRANCHES(T, decref)
#define HF_INTO_RAW_BRANCHES(T) HF_CONSUME_BRANCHES(T, into_raw)
#define HF_INTO_OBJECT_BRANCHES(T) HF_CONSUME_BRANCHES(T, into_object)

#define HF_LENDER_BRANCH(T, verb) hf_##T##_borrowed : hf_##T##_##verb,
#define HF_INCREF_BRANCH(T) HF_LENDER_BRANCH(T, incref)
#define HF_AS_RAW_BRANCH(T) HF_LENDER_BRANCH(T, as_raw)
#define HF_IS_NULL_BRANCH(T) HF_LENDER_BRANCH(T, is_null)
#define HF_REFCNT_BRANCH(T) HF_LENDER_BRANCH(T, refcnt)
#define HF_AS_OBJECT_BRANCH(T) HF_LENDER_BRANCH(T, as_object)

#define HF_MOVE_BRANCHES(T)                                                    \
    hf_##T * : hf_##T##_move, hf_##T##_auto * : hf_private_##T##_move_auto,
#define HF_REPLACE_BRANCHES(T)                                                 \
    hf_##T * : hf_##T##_replace, hf_##T##_auto * : hf_refused_auto,
#define HF_CLEAR_BRANCHES(T)                                                   \
    hf_##T * : hf_##T##_clear, hf_##T##_auto * : hf_refused_auto,
#define HF_RESULT_BRANCH(T) hf_##T : hf_private_##T##_assert_result,

#define HF_DISPATCH(x, branches)                                               \
    _Generic((x), HF_TYPES(branches) default: hf_refused_operand)
#define HF_LEND_TO(x, branches)                                                \
    (HF_AN_OWNED_TEMPORARY_WOULD_LEAK_NAME_IT_FIRST(x),                        \
     HF_DISPATCH(HF_LENT(x), branches)(HF_LENT(x)))

#define hf_borrow(x)                                                           \
    (HF_AN_OWNED_TEMPORARY_WOULD_LEAK_NAME_IT_FIRST(x), HF_LENT(x))
#define hf_incref(x) HF_LEND_TO(x, HF_INCREF_BRANCH)
#define hf_as_raw(x) HF_LEND_TO(x, HF_AS_RAW_BRANCH)
#define hf_is_null(x) HF_LEND_TO(x, HF_IS_NULL_BRANCH)
#define hf_refcnt(x) HF_LEND_TO(x, HF_REFCNT_BRANCH)
#define hf_as_object(x) HF_LEND_TO(x, HF_AS_OBJECT_BRANCH)
#define hf_decref(x) HF_DISPATCH(x, HF_DECREF_BRANCHES)(x)
#define hf_into_raw(x) HF_DISPATCH(x, HF_INTO_RAW_BRANCHES)(x)
#define hf_into_object(x) HF_DISPATCH(x, HF_INTO_OBJECT_BRANCHES)(x)
#define hf_move(place) HF_DISPATCH(place, HF_MOVE_BRANCHES)(place)
#define hf_replace(place, x) HF_DISPATCH(place, HF_REPLACE_BRANCHES)(place, x)
#define hf_clear(place) HF_DISPATCH(place, HF_CLEAR_BRANCHES)(place)
#define hf_assert_result(x)                                                    \
    HF_HERE(_Generic((x), HF_TYPES(HF_RESULT_BRANCH)                           \
                     bool: hf_private_bool_assert_result),                     \
            x)

#endif /* __cplusplus */

/* ---- Downcasts. A type's header defines its check and its three generic
 * casts with these; a handle is asked (hf_T_check), converted or refused with
 * TypeError (hf_T_cast), or converted on the caller's word
 * (hf_T_cast_unchecked). Owned stays owned and is consumed also on failure,
 * borrowed stays borrowed. */
#define HF_DEFINE_CASTS(T, name, is_instance)                                  \
    HF_NODISCARD HF_INLINE bool hf_##T##_check(hf_object_borrowed o)           \
    {                                                                          \
        PyObject *raw = HF_USE(o);                                             \
        return raw != NULL && is_instance(raw);                                \
    }                                                                          \
    HF_NODISCARD HF_INLINE hf_##T##_borrowed hf_##T##_cast_borrowed(           \
        hf_object_borrowed o)                                                  \
    {                                                                          \
        PyObject *raw = HF_USE(o);                                             \
        if (HF_UNLIKELY(raw == NULL || !is_instance(raw))) {                   \
            hf_refuse("hf_" #T "_cast", raw, name);                            \
            return hf_null(T##_borrowed);                                      \
        }                                                                      \
        return HF_RECAST(T##_borrowed, o);                                     \
    }                                                                          \
    HF_NODISCARD HF_INLINE hf_##T hf_##T##_cast_owned(hf_object o)             \
    {                                                                          \
        PyObject *raw = HF_USE(o);                                             \
        if (HF_UNLIKELY(raw == NULL || !is_instance(raw))) {                   \
            hf_refuse("hf_" #T "_cast", raw, name);                            \
            hf_object_decref(o);                                               \
            return hf_null(T);                                                 \
        }                                                                      \
        return HF_RECAST(T, o);                                                \
    }                                                                          \
    HF_NODISCARD HF_INLINE hf_##T##_borrowed hf_##T##_cast_unchecked_borrowed( \
        hf_object_borrowed o)                                                  \
    {                                                                          \
        HF_ASSERT(HF_USE(o) == NULL || is_instance(HF_USE(o)));                \
        return HF_RECAST(T##_borrowed, o);                                     \
    }                                                                          \
    HF_NODISCARD HF_INLINE hf_##T hf_##T##_cast_unchecked_owned(hf_object o)   \
    {                                                                          \
        HF_ASSERT(HF_USE(o) == NULL || is_instance(HF_USE(o)));                \
        return HF_RECAST(T, o);                                                \
    }

#ifdef __cplusplus
#define HF_DEFINE_CAST_OVERLOADS(T)                                            \
    HF_NODISCARD inline hf_##T hf_##T##_cast(hf_object o)                      \
    {                                                                          \
        return hf_##T##_cast_owned(o);                                         \
    }                                                                          \
    HF_NODISCARD inline hf_##T##_borrowed hf_##T##_cast(hf_object_borrowed o)  \
    {                                                                          \
        return hf_##T##_cast_borrowed(o);                                      \
    }                                                                          \
    HF_NODISCARD inline hf_##T hf_##T##_cast_unchecked(hf_object o)            \
    {                                                                          \
        return hf_##T##_cast_unchecked_owned(o);                               \
    }                                                                          \
    HF_NODISCARD inline hf_##T##_borrowed hf_##T##_cast_unchecked(             \
        hf_object_borrowed o)                                                  \
    {                                                                          \
        return hf_##T##_cast_unchecked_borrowed(o);                            \
    }
#else
#define HF_DEFINE_CAST_OVERLOADS(T)
#define HF_CAST(T, how, o)                                                     \
    _Generic((o), hf_object                                                    \
             : hf_##T##_##how##_owned, hf_object_borrowed                      \
             : hf_##T##_##how##_borrowed, hf_object_auto                       \
             : hf_refused_auto, default                                        \
             : hf_refused_cast)(o)
#endif

#endif /* HF_HANDLE_H */
