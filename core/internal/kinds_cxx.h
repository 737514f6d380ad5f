/* kinds_cxx.h: what a handle is, for the templates of C++. A part of handle.h.
 *
 * What C++ can do by itself it does: an owned or hf_auto variable is lent where
 * a borrowed handle is wanted, and a handle goes up to its parents. An owned
 * temporary is not lent: nobody would own what it names.
 */
#ifndef HF_KINDS_CXX_H
#define HF_KINDS_CXX_H

#include "representation.h"

#define HF_PRIVATE_TEMPORARY_REASON                                            \
    "an owned temporary would leak: name it first"
#if __has_attribute(unavailable)
#define HF_PRIVATE_REFUSED(declaration, reason)                                \
    declaration __attribute__((unavailable(reason)));
#else
#define HF_PRIVATE_REFUSED(declaration, reason) declaration = delete;
#endif

/* hf_private_kind_of<H>::type is hf_private_owned, hf_private_lent or
 * hf_private_auto; void for what is no handle. */
template <class H, class = void> struct hf_private_kind_of {
    typedef void type;
};
template <class H>
struct hf_private_kind_of<
    H, decltype((void)sizeof(typename H::hf_private_kind_type *))> {
    typedef typename H::hf_private_kind_type type;
};
template <class A, class B> struct hf_private_alike {
    static constexpr bool value = false;
};
template <class A> struct hf_private_alike<A, A> {
    static constexpr bool value = true;
};
template <class H> struct hf_private_bare {
    typedef H type;
};
template <class H> struct hf_private_bare<H &> : hf_private_bare<H> {};
template <class H> struct hf_private_bare<const H> : hf_private_bare<H> {};
template <class H> struct hf_private_bare<const H &> : hf_private_bare<H> {};

template <class H, class Kind> struct hf_private_is {
    static constexpr bool value = hf_private_alike<
        typename hf_private_kind_of<typename hf_private_bare<H>::type>::type,
        Kind>::value;
};
template <class H> struct hf_private_is_reference {
    static constexpr bool value = false;
};
template <class H> struct hf_private_is_reference<H &> {
    static constexpr bool value = true;
};

/* Whether a handle of the family F may go where an O is wanted, which is the
 * owned or borrowed handle of F or of a parent of it. Each specialization for
 * object ends the search (handle.h). */
template <class F, class O> struct hf_private_goes_to_owned {
    static constexpr bool value =
        hf_private_alike<typename F::owned, O>::value ||
        hf_private_goes_to_owned<typename F::parent, O>::value;
};
template <class F, class O> struct hf_private_goes_to_borrowed {
    static constexpr bool value =
        hf_private_alike<typename F::borrowed, O>::value ||
        hf_private_goes_to_borrowed<typename F::parent, O>::value;
};
struct hf_private_object_family;
struct hf_object;
struct hf_object_borrowed_is_what_hf_borrow_gives;
template <class O>
struct hf_private_goes_to_owned<hf_private_object_family, O>
    : hf_private_alike<hf_object, O> {};
template <class O>
struct hf_private_goes_to_borrowed<hf_private_object_family, O>
    : hf_private_alike<struct hf_object_borrowed_is_what_hf_borrow_gives, O> {};

template <bool condition, class O> struct hf_private_if {};
template <class O> struct hf_private_if<true, O> {
    typedef O type;
};
#define HF_PRIVATE_IF(goes, family, ...)                                       \
    template <                                                                 \
        class O,                                                               \
        class = typename hf_private_if<goes<family, O>::value, O>::type,       \
        __VA_ARGS__>

/* The members of handles in C++. */
#define HF_PRIVATE_MEMBERS(kind, family)                                       \
    typedef struct hf_private_##kind hf_private_kind_type;                     \
    typedef struct family hf_private_family_type;
#define HF_PRIVATE_OWNED_MEMBERS(family)                                       \
    HF_PRIVATE_MEMBERS(owned, family)                                          \
    HF_PRIVATE_IF(hf_private_goes_to_owned, family, bool = true)               \
    operator O() const                                                         \
    {                                                                          \
        return O{{hf_private_any}};                                            \
    }                                                                          \
    HF_PRIVATE_IF(hf_private_goes_to_borrowed, family, int = 0)                \
    operator O() const &                                                       \
    {                                                                          \
        return O{{hf_private_any}};                                            \
    }                                                                          \
    HF_PRIVATE_IF(hf_private_goes_to_borrowed, family, int = 0)                \
    HF_PRIVATE_REFUSED(operator O() const &&, HF_PRIVATE_TEMPORARY_REASON)
#define HF_PRIVATE_BORROWED_MEMBERS(family)                                    \
    HF_PRIVATE_MEMBERS(lent, family)                                           \
    HF_PRIVATE_IF(hf_private_goes_to_borrowed, family, int = 0)                \
    operator O() const                                                         \
    {                                                                          \
        return O{{hf_private_any}};                                            \
    }
#define HF_PRIVATE_AUTO_MEMBERS(family)                                        \
    HF_PRIVATE_MEMBERS(auto, family)                                           \
    HF_PRIVATE_IF(hf_private_goes_to_borrowed, family, int = 0)                \
    operator O() const                                                         \
    {                                                                          \
        return O{{hf_private_any}};                                            \
    }

#endif /* HF_KINDS_CXX_H */
