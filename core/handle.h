/* handle.h: owned and borrowed handles, and the verbs that work on all types.
 *
 * For each Python type T in HF_TYPES (types.h) there are three C types:
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
 * The verbs, here by their generic names (those with a typed form, hf_T_verb,
 * stand in HF_PRIVATE_DEFINE_VERBS below; C++ has templates):
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
 *   hf_as_object(x)    upcast: a borrowed view; hf_as_parent(x) goes up one
 *                      step, from bool to int
 *   hf_into_object(x)  upcast: consumes x; hf_into_parent(x)
 *   hf_check(T, o)     asks whether the borrowed object o is a T
 *   hf_cast(T, o)      the object o as a T, or null with TypeError "expected
 *                      str, found int". Owned stays owned, and is consumed also
 *                      on failure; borrowed stays borrowed
 *   hf_cast_unchecked(T, o)  the same on the caller's word
 *   hf_assert_result(x)  x, after asserting that it is null (or false, or
 *                      failed) exactly when an exception is set
 *   hf_T_from_owned(p)     steals the raw pointer p
 *   hf_T_from_borrowed(p)  borrows the raw pointer p
 *
 * No verb but the casts fails: null passes through in silence.
 */
#ifndef HF_HANDLE_H
#define HF_HANDLE_H

#include "internal/representation.h"
#include "result.h"
#include "types.h"

#ifdef __cplusplus
#include "internal/kinds_cxx.h"
#else
#define HF_PRIVATE_OWNED_MEMBERS(T)
#define HF_PRIVATE_BORROWED_MEMBERS(T)
#define HF_PRIVATE_AUTO_MEMBERS(T)
#endif

/* ---- The types. internal/representation.h shows what hf_str expands to. The
 * struct of a borrowed handle is named for what a compiler's error says where
 * something else is given. The const member of hf_T_auto makes assignment to it
 * an error. The family is never made: it is where the generic verbs look up the
 * types that belong to a type. */
#define HF_PRIVATE_DECLARE_TYPE(T, parent, name, check)                        \
    typedef struct hf_##T {                                                    \
        HF_PRIVATE_INSIDE(owned, hf_private_##T##_family);                     \
        HF_PRIVATE_OWNED_MEMBERS(hf_private_##T##_family)                      \
    } hf_##T;                                                                  \
    typedef struct hf_##T##_borrowed_is_what_hf_borrow_gives {                 \
        HF_PRIVATE_INSIDE(lent, hf_private_##T##_family);                      \
        HF_PRIVATE_BORROWED_MEMBERS(hf_private_##T##_family)                   \
    } hf_##T##_borrowed;                                                       \
    typedef struct hf_##T##_auto {                                             \
        HF_PRIVATE_INSIDE(auto, hf_private_##T##_family);                      \
        const char hf_private_not_assignable;                                  \
        HF_PRIVATE_AUTO_MEMBERS(hf_private_##T##_family)                       \
    } hf_##T##_auto;                                                           \
    HF_PRIVATE_DECLARE_FAMILY(hf_private_##T##_family, hf_##T,                 \
                              hf_##T##_borrowed, hf_private_##parent##_family, \
                              hf_##parent, hf_##parent##_borrowed,             \
                              HF_PRIVATE_ROW_OF_##T)

#ifdef __cplusplus
#define HF_PRIVATE_DECLARE_FAMILY(family, O, B, up, up_owned, up_borrowed,     \
                                  row)                                         \
    struct family {                                                            \
        typedef O owned;                                                       \
        typedef B borrowed;                                                    \
        typedef up parent;                                                     \
        static constexpr int number = row;                                     \
    };
#else
#define HF_PRIVATE_DECLARE_FAMILY(family, O, B, up, up_owned, up_borrowed,     \
                                  row)                                         \
    struct family {                                                            \
        O hf_private_own;                                                      \
        B hf_private_lend;                                                     \
        up_owned hf_private_up_own;                                            \
        up_borrowed hf_private_up;                                             \
        char hf_private_row[1 + row];                                          \
        hf_worked (*hf_replace)(O * place, O value);                           \
    };
#endif

HF_TYPES(HF_PRIVATE_DECLARE_TYPE)

HF_BEGIN_DECLS

/* ---- What works on the inside of any handle. */

HF_INLINE hf_private_inside hf_private_same(hf_private_inside x)
{
    return x;
}

HF_INLINE hf_private_inside hf_private_move(hf_private_inside *place)
{
    hf_private_inside value = *place;
    HF_PRIVATE_NOTE_MOVE(value);
    *place = HF_PRIVATE_NOTHING;
    return value;
}

HF_INLINE void hf_private_decref(hf_private_inside x)
{
    Py_XDECREF(HF_PRIVATE_DROP(HF_PRIVATE_WITH(hf_object, x)));
}

HF_INLINE void hf_private_clear(hf_private_inside *place)
{
    hf_private_decref(hf_private_move(place));
}

HF_NODISCARD HF_INLINE PyObject *hf_private_into_raw(hf_private_inside x)
{
    return HF_PRIVATE_GIVE(HF_PRIVATE_WITH(hf_object, x));
}

HF_NODISCARD HF_INLINE hf_object hf_private_into_object(hf_private_inside x)
{
    return HF_PRIVATE_WITH(hf_object, x);
}

HF_NODISCARD HF_INLINE hf_worked hf_private_replace(hf_private_inside *place,
                                                    hf_private_inside value)
{
    if (value.hf_private_raw == NULL) {
        return hf_worked_if(false);
    }
    hf_private_inside old = *place;
    *place = value;
    hf_private_decref(old);
    return hf_worked_if(true);
}

/* The row of the type that the new handle has. */
HF_NODISCARD HF_INLINE hf_private_inside hf_private_incref(hf_object_borrowed x,
                                                           int row)
{
    PyObject *raw = HF_PRIVATE_USE(x);
    (void)row;
    Py_XINCREF(raw);
    return HF_PRIVATE_MORE(raw, row).hf_private_any;
}

/* ---- The typed verbs. HF_PRIVATE_DEFINE_VERBS(str, object, ...) defines, for
 * str, what the head of this file says of the generic forms. */
#define HF_PRIVATE_DEFINE_VERBS(T, parent, name, check)                        \
    HF_NODISCARD HF_PRIVATE_INLINE hf_##T hf_##T##_from_owned(                 \
        PyObject *hf_raw_)                                                     \
    {                                                                          \
        return HF_PRIVATE_OWN_OF(hf_##T, #T, hf_raw_);                         \
    }                                                                          \
    HF_NODISCARD HF_PRIVATE_INLINE hf_##T##_borrowed hf_##T##_from_borrowed(   \
        PyObject *hf_raw_)                                                     \
    {                                                                          \
        return HF_PRIVATE_LEND_OF(hf_##T##_borrowed, #T, hf_raw_);             \
    }                                                                          \
    HF_NODISCARD HF_PRIVATE_INLINE PyObject *hf_##T##_into_raw(                \
        hf_##T hf_self_)                                                       \
    {                                                                          \
        return HF_PRIVATE_GIVE(hf_self_);                                      \
    }                                                                          \
    HF_NODISCARD HF_PRIVATE_INLINE PyObject *hf_##T##_as_raw(                  \
        hf_##T##_borrowed hf_self_)                                            \
    {                                                                          \
        return HF_PRIVATE_SHOW(hf_self_);                                      \
    }                                                                          \
    HF_NODISCARD HF_PRIVATE_INLINE hf_##T hf_##T##_incref(                     \
        hf_##T##_borrowed hf_self_)                                            \
    {                                                                          \
        PyObject *hf_raw_ = HF_PRIVATE_USE(hf_self_);                          \
        Py_XINCREF(hf_raw_);                                                   \
        return HF_PRIVATE_AGAIN_OF(hf_##T, #T, hf_raw_);                       \
    }                                                                          \
    HF_PRIVATE_INLINE void hf_##T##_decref(hf_##T hf_self_)                    \
    {                                                                          \
        hf_private_decref(hf_self_.hf_private_any);                            \
    }                                                                          \
    HF_NODISCARD HF_PRIVATE_INLINE hf_##T##_borrowed hf_##T##_borrow(          \
        const hf_##T *hf_place_)                                               \
    {                                                                          \
        return HF_PRIVATE_AS(hf_##T##_borrowed, *hf_place_);                   \
    }                                                                          \
    HF_NODISCARD HF_PRIVATE_INLINE hf_##T hf_##T##_move(hf_##T *hf_place_)     \
    {                                                                          \
        return HF_PRIVATE_WITH(hf_##T,                                         \
                               hf_private_move(&hf_place_->hf_private_any));   \
    }                                                                          \
    HF_NODISCARD HF_PRIVATE_INLINE hf_worked hf_##T##_replace(                 \
        hf_##T *hf_place_, hf_##T hf_value_)                                   \
    {                                                                          \
        return hf_private_replace(&hf_place_->hf_private_any,                  \
                                  hf_value_.hf_private_any);                   \
    }                                                                          \
    HF_PRIVATE_INLINE void hf_##T##_clear(hf_##T *hf_place_)                   \
    {                                                                          \
        hf_private_clear(&hf_place_->hf_private_any);                          \
    }                                                                          \
    HF_NODISCARD HF_PRIVATE_INLINE bool hf_##T##_is_null(                      \
        hf_##T##_borrowed hf_self_)                                            \
    {                                                                          \
        return HF_PRIVATE_IS_NULL(hf_self_);                                   \
    }                                                                          \
    HF_NODISCARD HF_PRIVATE_INLINE Py_ssize_t hf_##T##_refcnt(                 \
        hf_##T##_borrowed hf_self_)                                            \
    {                                                                          \
        PyObject *hf_raw_ = HF_PRIVATE_USE(hf_self_);                          \
        return hf_raw_ != NULL ? Py_REFCNT(hf_raw_) : 0;                       \
    }                                                                          \
    HF_NODISCARD HF_PRIVATE_INLINE hf_object_borrowed hf_##T##_as_object(      \
        hf_##T##_borrowed hf_self_)                                            \
    {                                                                          \
        return HF_PRIVATE_AS(hf_object_borrowed, hf_self_);                    \
    }                                                                          \
    HF_NODISCARD HF_PRIVATE_INLINE hf_object hf_##T##_into_object(             \
        hf_##T hf_self_)                                                       \
    {                                                                          \
        return HF_PRIVATE_AS(hf_object, hf_self_);                             \
    }                                                                          \
    HF_PRIVATE_INLINE hf_##T##_auto hf_private_##T##_begin_auto(               \
        hf_##T hf_self_)                                                       \
    {                                                                          \
        hf_##T##_auto hf_place_ = {{hf_self_.hf_private_any}, 0};              \
        return hf_place_;                                                      \
    }                                                                          \
    HF_PRIVATE_INLINE void hf_private_##T##_end_auto(hf_##T##_auto *hf_place_) \
    {                                                                          \
        hf_private_clear(&hf_place_->hf_private_any);                          \
    }                                                                          \
    HF_NODISCARD HF_PRIVATE_INLINE bool hf_##T##_check(                        \
        hf_object_borrowed hf_o_)                                              \
    {                                                                          \
        PyObject *hf_raw_ = HF_PRIVATE_USE(hf_o_);                             \
        return hf_raw_ != NULL && check(hf_raw_);                              \
    }                                                                          \
    HF_NODISCARD HF_PRIVATE_INLINE hf_##T##_borrowed hf_##T##_cast_borrowed(   \
        hf_object_borrowed hf_o_)                                              \
    {                                                                          \
        PyObject *hf_raw_ = HF_PRIVATE_USE(hf_o_);                             \
        if (HF_PRIVATE_UNLIKELY(hf_raw_ == NULL || !check(hf_raw_))) {         \
            hf_private_refuse("hf_" #T "_cast", hf_raw_, name);                \
            return hf_null(T##_borrowed);                                      \
        }                                                                      \
        return HF_PRIVATE_AS(hf_##T##_borrowed, hf_o_);                        \
    }                                                                          \
    HF_NODISCARD HF_PRIVATE_INLINE hf_##T hf_##T##_cast_owned(hf_object hf_o_) \
    {                                                                          \
        PyObject *hf_raw_ = HF_PRIVATE_USE(hf_o_);                             \
        if (HF_PRIVATE_UNLIKELY(hf_raw_ == NULL || !check(hf_raw_))) {         \
            hf_private_refuse("hf_" #T "_cast", hf_raw_, name);                \
            hf_private_decref(hf_o_.hf_private_any);                           \
            return HF_PRIVATE_WITH(hf_##T, HF_PRIVATE_NOTHING);                \
        }                                                                      \
        return HF_PRIVATE_AS(hf_##T, hf_o_);                                   \
    }                                                                          \
    HF_NODISCARD HF_PRIVATE_INLINE                                             \
        hf_##T##_borrowed hf_##T##_cast_unchecked_borrowed(                    \
            hf_object_borrowed hf_o_)                                          \
    {                                                                          \
        HF_ASSERT(HF_PRIVATE_USE(hf_o_) == NULL ||                             \
                  check(HF_PRIVATE_USE(hf_o_)));                               \
        return HF_PRIVATE_AS(hf_##T##_borrowed, hf_o_);                        \
    }                                                                          \
    HF_NODISCARD HF_PRIVATE_INLINE hf_##T hf_##T##_cast_unchecked_owned(       \
        hf_object hf_o_)                                                       \
    {                                                                          \
        HF_ASSERT(HF_PRIVATE_USE(hf_o_) == NULL ||                             \
                  check(HF_PRIVATE_USE(hf_o_)));                               \
        return HF_PRIVATE_AS(hf_##T, hf_o_);                                   \
    }

HF_TYPES(HF_PRIVATE_DEFINE_VERBS)

/* hf_objects_from_borrowed borrows |n| raw pointers, as the arguments of a
 * PyCFunction are, and writes the handles to |out|, an array of at least as
 * many. To cast the array of pointers is wrong: in the checked build a handle
 * is larger than a pointer. */
HF_INLINE void hf_objects_from_borrowed(hf_object_borrowed *out,
                                        PyObject *const *raw, Py_ssize_t n)
{
    for (Py_ssize_t i = 0; i < n; i++) {
        out[i] = hf_object_from_borrowed(raw[i]);
    }
}

HF_END_DECLS

/* hf_offsetof is offsetof for a handle of the struct S whose pointer somebody
 * else is to find, as PyMemberDef and tp_weaklistoffset say it: in the checked
 * build a handle begins with its ticket. */
#define hf_offsetof(S, member) offsetof(S, member.hf_private_any.hf_private_raw)

/* The value goes through a function, so that nothing but an hf_T will do: an
 * initializer in braces would take a raw pointer. The variable may be there to
 * be released and for nothing else, which clang calls unused. */
#define hf_auto(T, name, ...)                                                  \
    __attribute__((cleanup(hf_private_##T##_end_auto), unused))                \
    hf_##T##_auto name = hf_private_##T##_begin_auto(__VA_ARGS__)

/* hf_auto_builder(T, name); declares an empty builder of an hf_str, hf_bytes,
 * hf_list, hf_tuple or hf_dict, which is cleared when its scope ends, unless it
 * was finished: for code that may return before that. */
#define hf_auto_builder(T, name)                                               \
    __attribute__((cleanup(hf_##T##_builder_clear), unused))                   \
    hf_##T##_builder name = HF_PRIVATE_EMPTY_BUILDER
#ifdef __cplusplus
#define HF_PRIVATE_EMPTY_BUILDER {}
#else
#define HF_PRIVATE_EMPTY_BUILDER {0}
#endif

#define hf_check(T, o) hf_##T##_check(o)

#ifdef __cplusplus
#define HF_PRIVATE_DEFINE_CASTS(T, parent, name, check)                        \
    struct hf_private_##T##_casts {                                            \
        typedef hf_##T owned;                                                  \
        typedef hf_##T##_borrowed borrowed;                                    \
        static HF_PRIVATE_OVERLOAD owned cast(hf_object o)                     \
        {                                                                      \
            return hf_##T##_cast_owned(o);                                     \
        }                                                                      \
        static HF_PRIVATE_OVERLOAD borrowed cast(hf_object_borrowed o)         \
        {                                                                      \
            return hf_##T##_cast_borrowed(o);                                  \
        }                                                                      \
        static HF_PRIVATE_OVERLOAD owned cast_unchecked(hf_object o)           \
        {                                                                      \
            return hf_##T##_cast_unchecked_owned(o);                           \
        }                                                                      \
        static HF_PRIVATE_OVERLOAD borrowed                                    \
        cast_unchecked(hf_object_borrowed o)                                   \
        {                                                                      \
            return hf_##T##_cast_unchecked_borrowed(o);                        \
        }                                                                      \
    };
HF_TYPES(HF_PRIVATE_DEFINE_CASTS)
#include "internal/dispatch_cxx.h"
#else
#define HF_PRIVATE_DEFINE_CASTS(T, parent, name, check)
#include "internal/dispatch_c.h"
#endif

/* ---- Types that core/ does not know. HF_HANDLE(point, object, "Point",
 * is_point) at file scope, outside of extern "C", makes hf_point,
 * hf_point_borrowed, hf_point_auto and all verbs for a type of one's own: a row
 * of types.h. is_point(raw) asks whether a PyObject *, not NULL, is one; it may
 * be a function or a macro, and must neither fail nor run Python code. */
#define HF_HANDLE(T, parent, name, check)                                      \
    enum { HF_PRIVATE_ROW_OF_##T = HF_PRIVATE_ROW_OF_object };                 \
    HF_PRIVATE_DECLARE_TYPE(T, parent, name, check)                            \
    HF_PRIVATE_DEFINE_VERBS(T, parent, name, check)                            \
    HF_PRIVATE_DEFINE_CASTS(T, parent, name, check)                            \
    struct hf_private_##T##_family

#if defined(HF_CHECKED) && !defined(HF_CORE)
#include "internal/said.h"
#endif

#endif /* HF_HANDLE_H */
