/* dispatch_c.h: the generic verbs in C. A part of handle.h.
 *
 * A verb looks at the kind of its operand, owned, borrowed or hf_auto, and
 * never at its type: all handles have the same inside, and the verbs of object
 * do the work. What a verb's operand is mentioned in counts: mentions multiply
 * where verbs are nested. So no more of them than these: for what is refused,
 * for the type of the result, and for the value, which alone is evaluated. What
 * lends mentions it twice, for a copy and to ask whether it is a variable.
 */
#ifndef HF_DISPATCH_C_H
#define HF_DISPATCH_C_H

/* Chosen for an operand of the wrong kind. No value has these parameter
 * types; their names are what the compiler's error says. By value, since an
 * operand that is a pointer would be converted to another pointer type. */
struct a_borrowed_handle_is_not_yours_to_consume_incref_it_first {
    char unused;
};
struct an_hf_auto_variable_is_released_by_its_scope_hf_move_out_of_it {
    char unused;
};
struct this_is_not_a_holdfast_handle;
struct only_an_object_handle_can_be_cast {
    char unused;
};
void hf_private_refused_borrowed(
    struct a_borrowed_handle_is_not_yours_to_consume_incref_it_first x, ...);
void hf_private_refused_auto(
    struct an_hf_auto_variable_is_released_by_its_scope_hf_move_out_of_it x,
    ...);
extern struct this_is_not_a_holdfast_handle hf_private_no;
void hf_private_refused_cast(struct only_an_object_handle_can_be_cast x);

/* The types of hf_private_kind. Here and below short names are worth it: what
 * three nested verbs are expanded to has them a hundred times. */
typedef const struct hf_private_owned *hf_private_owns;
typedef const struct hf_private_lent *hf_private_lends;
typedef const struct hf_private_auto *hf_private_scoped;

/* What is taken for a handle mostly; other types have no such members. */
#define HF_PRIVATE_IS_HANDLE(x)                                                \
    (void)sizeof(_Generic((x), PyObject *: hf_private_no,                      \
                          void *: hf_private_no, default: 0))

/* This does not compile where x is an owned temporary: nobody would own what
 * it names. (The operand of & is x itself, which must be a variable, unless its
 * copy is borrowed.) Its name is what the compiler's error says. */
#define HF_PRIVATE_AN_OWNED_TEMPORARY_WOULD_LEAK_NAME_IT_FIRST(copy, x)        \
    (void)sizeof(&_Generic(copy.hf_private_kind, hf_private_lends              \
                           : *(hf_private_inside *)0, default                  \
                           : (x)))

/* What x lends, as an H: x may be owned, borrowed or an hf_auto variable. Only its
 * copy, which has a name of its own each time, is asked for its types. */
#define HF_PRIVATE_LENT_AS(H, x)                                               \
    HF_PRIVATE_LENT(H, x, HF_PRIVATE_NAMED(hf_x, __COUNTER__))
#define HF_PRIVATE_LENT(H, x, copy)                                            \
    __extension__({                                                            \
        __auto_type copy = (x);                                                \
        HF_PRIVATE_IS_HANDLE(copy);                                            \
        HF_PRIVATE_AN_OWNED_TEMPORARY_WOULD_LEAK_NAME_IT_FIRST(copy, x);       \
        HF_PRIVATE_AS(H, copy);                                                \
    })
/* The same as an H that is the type that |member| of the family of x has. */
#define HF_PRIVATE_LENT_OF_FAMILY(x, member)                                   \
    HF_PRIVATE_LENT_OF(x, member, HF_PRIVATE_NAMED(hf_x, __COUNTER__))
#define HF_PRIVATE_LENT_OF(x, member, copy)                                    \
    HF_PRIVATE_LENT(__typeof__(copy.hf_private_family->member), x, copy)

/* function(the inside of x, which must be owned). */
#define HF_PRIVATE_CONSUME(function, x)                                        \
    (HF_PRIVATE_IS_HANDLE(x),                                                  \
     _Generic((x).hf_private_kind, hf_private_owns                             \
              : function, hf_private_lends                                     \
              : hf_private_refused_borrowed, hf_private_scoped                 \
              : hf_private_refused_auto)((x).hf_private_any))

/* The function that works on a variable that is owned; for_auto where it is
 * an hf_auto variable. */
#define HF_PRIVATE_FOR_PLACE(place, function, for_auto)                        \
    _Generic((place)->hf_private_kind, hf_private_owns                         \
             : function, hf_private_lends                                      \
             : hf_private_refused_borrowed, hf_private_scoped                  \
             : for_auto)

/* A handle of the type that |member| of the family of x has. No lvalue, so that
 * it is a temporary like the result of a function. */
#define HF_PRIVATE_OF_FAMILY(x, member, any)                                   \
    (HF_PRIVATE_SEEN(                                                          \
        (void)0,                                                               \
        HF_PRIVATE_WITH(__typeof__((x).hf_private_family->member), any)))
/* clang does not warn of an unused value that stands in the body of a macro;
 * of one among its arguments it does. */
#define HF_PRIVATE_SEEN(...) __VA_ARGS__

/* The row of the type of x, which the checked build alone needs. */
#ifdef HF_CHECKED
#define HF_PRIVATE_ROW_IN(x)                                                   \
    (int)sizeof((x).hf_private_family->hf_private_row) - 1
#else
#define HF_PRIVATE_ROW_IN(x) 0
#endif

#define hf_as_object(x) HF_PRIVATE_LENT_AS(hf_object_borrowed, x)
#define hf_as_raw(x) hf_object_as_raw(hf_as_object(x))
#define hf_is_null(x) hf_object_is_null(hf_as_object(x))
#define hf_refcnt(x) hf_object_refcnt(hf_as_object(x))
#define hf_borrow(x) HF_PRIVATE_LENT_OF_FAMILY(x, hf_private_lend)
#define hf_as_parent(x) HF_PRIVATE_LENT_OF_FAMILY(x, hf_private_up)
/* Not by HF_PRIVATE_OF_FAMILY: of so many macros, one in the other, clang leaves out the
 * one whose name says what is wrong. */
#define hf_incref(x)                                                           \
    (HF_PRIVATE_SEEN(                                                          \
        (void)0,                                                               \
        HF_PRIVATE_WITH(                                                       \
            __typeof__((x).hf_private_family->hf_private_own),                 \
            hf_private_incref(hf_as_object(x), HF_PRIVATE_ROW_IN(x)))))

#define hf_decref(x) HF_PRIVATE_CONSUME(hf_private_decref, x)
#define hf_into_raw(x) HF_PRIVATE_CONSUME(hf_private_into_raw, x)
#define hf_into_object(x) HF_PRIVATE_CONSUME(hf_private_into_object, x)
#define hf_into_parent(x)                                                      \
    HF_PRIVATE_OF_FAMILY(x, hf_private_up_own,                                 \
                         HF_PRIVATE_CONSUME(hf_private_same, x))

#define hf_move(place)                                                         \
    HF_PRIVATE_OF_FAMILY(                                                      \
        *(place), hf_private_own,                                              \
        HF_PRIVATE_FOR_PLACE(place, hf_private_move,                           \
                             hf_private_move)(&(place)->hf_private_any))
#define hf_clear(place)                                                        \
    (HF_PRIVATE_IS_HANDLE(*(place)),                                           \
     HF_PRIVATE_FOR_PLACE(place, hf_private_clear,                             \
                          hf_private_refused_auto)(&(place)->hf_private_any))
/* What is never called says that y is of the type that place points to. */
#define hf_replace(place, y)                                                   \
    (HF_PRIVATE_IS_HANDLE(*(place)),                                           \
     (void)sizeof((place)->hf_private_family->hf_replace((place), (y))),       \
     HF_PRIVATE_FOR_PLACE(place, hf_private_replace, hf_private_refused_auto)( \
         &(place)->hf_private_any, (y).hf_private_any))

#define hf_cast(T, o)                                                          \
    HF_PRIVATE_CAST(hf_##T##_cast_owned, hf_##T##_cast_borrowed, o)
#define hf_cast_unchecked(T, o)                                                \
    HF_PRIVATE_CAST(hf_##T##_cast_unchecked_owned,                             \
                    hf_##T##_cast_unchecked_borrowed, o)
#define HF_PRIVATE_CAST(cast_owned, cast_borrowed, o)                          \
    _Generic((o), hf_object                                                    \
             : cast_owned, hf_object_borrowed                                  \
             : cast_borrowed, hf_object_auto                                   \
             : hf_private_refused_auto, default                                \
             : hf_private_refused_cast)(o)

#if HF_ASSERT_LEVEL >= 1
#define hf_assert_result(x)                                                    \
    __extension__({                                                            \
        __typeof__(x) hf_result_ = (x);                                        \
        hf_private_assert_result(hf_private_failed(_Generic(hf_result_, bool   \
                                                            : 'b', hf_worked   \
                                                            : 'w', hf_answer   \
                                                            : 'a', hf_lookup   \
                                                            : 'a', default     \
                                                            : 'h'),            \
                                                   &hf_result_),               \
                                 __FILE__, __LINE__);                          \
        hf_result_;                                                            \
    })
#else
#define hf_assert_result(x) (x)
#endif

/* HF_NEVER(called) where HF_ASSERT_LEVEL is 0. Whether |result|, of which |what|
 * says the type, is that of a failure. */
HF_INLINE bool hf_private_failed(int what, const void *result)
{
    switch (what) {
    case 'b':
        return !*(const bool *)result;
    case 'w':
        return *(const hf_worked *)result == NULL;
    case 'a':
        return *(const signed char *)result < 0;
    default:
        return ((const hf_private_inside *)result)->hf_private_raw == NULL;
    }
}

#endif /* HF_DISPATCH_C_H */
