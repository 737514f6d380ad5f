/* dispatch_cxx.h: the generic verbs in C++: templates over the kind of a
 * handle. See dispatch_c.h. A part of handle.h.
 */
#ifndef HF_DISPATCH_CXX_H
#define HF_DISPATCH_CXX_H

/* Compiles where H, deduced from an H &&, can be lent. */
template <class H> struct hf_private_lendable {
    static_assert(!hf_private_is<H, void>::value,
                  "this is not a holdfast handle");
    static_assert(hf_private_is_reference<H>::value ||
                      !hf_private_is<H, hf_private_owned>::value,
                  HF_PRIVATE_TEMPORARY_REASON);
    typedef typename hf_private_bare<H>::type::hf_private_family_type family;
};

/* Compiles where H can be consumed; place: where a pointer to it may be. */
template <class H> struct hf_private_consumable {
    static_assert(!hf_private_is<H, void>::value,
                  "this is not a holdfast handle");
    static_assert(!hf_private_is<H, hf_private_lent>::value,
                  "a borrowed handle is not yours to consume: incref it first");
    static_assert(
        !hf_private_is<H, hf_private_auto>::value,
        "an hf_auto variable is released by its scope: hf_move out of it");
    typedef typename hf_private_bare<H>::type::hf_private_family_type family;
};

template <class H>
HF_NODISCARD HF_PRIVATE_OVERLOAD hf_object_borrowed hf_as_object(H &&x)
{
    (void)sizeof(hf_private_lendable<H>);
    return hf_object_borrowed{{x.hf_private_any}};
}
template <class H>
HF_NODISCARD HF_PRIVATE_OVERLOAD
    typename hf_private_lendable<H>::family::borrowed
    hf_borrow(H &&x)
{
    return {{x.hf_private_any}};
}
template <class H>
HF_NODISCARD HF_PRIVATE_OVERLOAD
    typename hf_private_lendable<H>::family::parent::borrowed
    hf_as_parent(H &&x)
{
    return {{x.hf_private_any}};
}
template <class H>
HF_NODISCARD HF_PRIVATE_OVERLOAD typename hf_private_lendable<H>::family::owned
hf_incref(H &&x)
{
    return {{hf_private_incref(hf_object_borrowed{{x.hf_private_any}},
                               hf_private_lendable<H>::family::number)}};
}
template <class H> HF_NODISCARD HF_PRIVATE_OVERLOAD PyObject *hf_as_raw(H &&x)
{
    (void)sizeof(hf_private_lendable<H>);
    return hf_object_as_raw(hf_object_borrowed{{x.hf_private_any}});
}
template <class H> HF_NODISCARD HF_PRIVATE_OVERLOAD bool hf_is_null(H &&x)
{
    (void)sizeof(hf_private_lendable<H>);
    return HF_PRIVATE_IS_NULL(x);
}
template <class H> HF_NODISCARD HF_PRIVATE_OVERLOAD Py_ssize_t hf_refcnt(H &&x)
{
    (void)sizeof(hf_private_lendable<H>);
    return hf_object_refcnt(hf_object_borrowed{{x.hf_private_any}});
}

template <class H> HF_PRIVATE_OVERLOAD void hf_decref(const H &x)
{
    (void)sizeof(hf_private_consumable<H>);
    hf_private_decref(x.hf_private_any);
}
template <class H>
HF_NODISCARD HF_PRIVATE_OVERLOAD PyObject *hf_into_raw(const H &x)
{
    (void)sizeof(hf_private_consumable<H>);
    return hf_private_into_raw(x.hf_private_any);
}
template <class H>
HF_NODISCARD HF_PRIVATE_OVERLOAD hf_object hf_into_object(const H &x)
{
    (void)sizeof(hf_private_consumable<H>);
    return {{x.hf_private_any}};
}
template <class H>
HF_NODISCARD HF_PRIVATE_OVERLOAD
    typename hf_private_consumable<H>::family::parent::owned
    hf_into_parent(const H &x)
{
    return {{x.hf_private_any}};
}

template <class H>
HF_NODISCARD HF_PRIVATE_OVERLOAD typename H::hf_private_family_type::owned
hf_move(H *place)
{
    static_assert(!hf_private_is<H, hf_private_lent>::value,
                  "a borrowed handle is not yours to consume: incref it first");
    return {{hf_private_move(&place->hf_private_any)}};
}
template <class H> HF_PRIVATE_OVERLOAD void hf_clear(H *place)
{
    (void)sizeof(hf_private_consumable<H>);
    hf_private_clear(&place->hf_private_any);
}
template <class H, class V>
HF_NODISCARD HF_PRIVATE_OVERLOAD hf_worked hf_replace(H *place, const V &x)
{
    (void)sizeof(hf_private_consumable<H>);
    (void)sizeof(hf_private_consumable<V>);
    H value = x;
    return hf_private_replace(&place->hf_private_any, value.hf_private_any);
}

/* The result of a cast of an H by the casts C. */
template <class C, class H> struct hf_private_castable {
    static_assert(
        !hf_private_is<H, hf_private_auto>::value,
        "an hf_auto variable is released by its scope: hf_move out of it");
    static_assert(hf_private_is<H, hf_private_auto>::value,
                  "only an object handle can be cast");
    typedef typename C::owned type;
};
template <class C> struct hf_private_castable<C, hf_object> {
    typedef typename C::owned type;
};
template <class C> struct hf_private_castable<C, hf_object_borrowed> {
    typedef typename C::borrowed type;
};
template <class C, class H>
HF_NODISCARD HF_PRIVATE_OVERLOAD typename hf_private_castable<C, H>::type
hf_private_cast(const H &o)
{
    return C::cast(o);
}
template <class C, class H>
HF_NODISCARD HF_PRIVATE_OVERLOAD typename hf_private_castable<C, H>::type
hf_private_cast_unchecked(const H &o)
{
    return C::cast_unchecked(o);
}

HF_PRIVATE_OVERLOAD bool hf_private_failed(bool ok)
{
    return !ok;
}
HF_PRIVATE_OVERLOAD bool hf_private_failed(hf_worked ok)
{
    return !ok;
}
HF_PRIVATE_OVERLOAD bool hf_private_failed(hf_answer x)
{
    return hf_failed(x);
}
HF_PRIVATE_OVERLOAD bool hf_private_failed(hf_lookup x)
{
    return hf_failed(x);
}
template <class H> HF_PRIVATE_OVERLOAD bool hf_private_failed(const H &x)
{
    return HF_PRIVATE_IS_NULL(x);
}
#if HF_ASSERT_LEVEL >= 1
template <class R>
HF_PRIVATE_OVERLOAD R hf_private_assert(R x, const char *file, int line)
{
    hf_private_assert_result(hf_private_failed(x), file, line);
    return x;
}
#define hf_assert_result(x) hf_private_assert((x), __FILE__, __LINE__)
#else
#define hf_assert_result(x) (x)
#endif

#define hf_cast(T, o) hf_private_cast<hf_private_##T##_casts>(o)
#define hf_cast_unchecked(T, o)                                                \
    hf_private_cast_unchecked<hf_private_##T##_casts>(o)

#endif /* HF_DISPATCH_CXX_H */
