/* representation.h: all that knows what a handle is made of. Private to core/.
 *
 *   build           a handle is                    for
 *   release         one pointer                    production
 *   HF_CHECKED      a ticket and the pointer       tests: see ledger/ledger.h
 *
 * All handles have the same inside, an hf_private_inside, so that the verbs are
 * the same for all types, however many there are. hf_str is
 *
 *     struct hf_str {
 *         union {
 *             hf_private_inside hf_private_any;                 the inside
 *             const struct hf_private_owned *hf_private_kind;  never read
 *             const struct hf_private_str_family *hf_private_family;   never read
 *         };
 *     };
 *
 * The type of hf_private_kind tells an owned handle from a borrowed one and
 * from an hf_auto variable; that of hf_private_family names the types that
 * belong to this one.
 *
 * Bodies reach the pointer through these alone (in the sources of core/ without
 * PRIVATE_):
 *
 *   HF_PRIVATE_USE(x)        the pointer of an argument that is read
 *   HF_PRIVATE_SHOW(x)       HF_USE, for a pointer that the user gets
 *   HF_PRIVATE_USE_BESIDE(x, y)  HF_USE, in a call that consumes y: in core/ alone
 *   HF_PRIVATE_TAKE(x)       the pointer of an owned argument that is consumed
 *   HF_PRIVATE_DROP(x)       HF_TAKE, for a reference that is released
 *   HF_PRIVATE_NEW(T, p)     an owned handle from a new reference, or null where
 *                            an exception is set
 *   HF_PRIVATE_OWN_OF(H, name, p)  the same from a reference that was made before
 *   HF_PRIVATE_RESULT(T, p)  the same from what Python code resulted in, which
 *                            does not run while an exception is set; in core/
 *                            alone
 *   HF_PRIVATE_AGAIN(T, p)   an owned handle from one more reference, or null
 *   HF_PRIVATE_MORE(p, row)  AGAIN for a handle of any type, which has that row
 *   HF_PRIVATE_GIVE(x)       HF_TAKE, for a pointer that the user gets
 *   HF_PRIVATE_LEND(T, p)    a borrowed handle from a pointer that somebody owns
 *   HF_PRIVATE_LEND_BY(x, T, p)  the same from a pointer that what the handle x
 *                            names owns
 *   HF_PRIVATE_RECAST(T, x)  the handle x as an hf_T: one of another type of the
 *                            same kind; or, with T borrowed, one that x lends
 *   HF_PRIVATE_TAKE_LATE(x)  HF_TAKE, but views of x are read until
 *                            HF_WAS_LATE(y)
 *   HF_PRIVATE_VIEW(x, data, size)  memory of x, to be given to the user
 *   HF_PRIVATE_IS_NULL(x)    whether the pointer is NULL
 *   HF_PRIVATE_NEED_GIL()    in the checked build ends the process where this
 *                            thread does not hold the GIL
 *   HF_PRIVATE_RAN_WITH_EXCEPTION(p)  Python code was to run on p, which may be
 *                            NULL, while an exception is set
 */
#ifndef HF_REPRESENTATION_H
#define HF_REPRESENTATION_H

#include "../ledger/ledger.h"

/* Never defined. Its name is what a compiler says where a handle is made of a
 * raw pointer, or the other way around, by hand. */
struct hf_handles_are_made_by_from_owned_and_from_borrowed;
typedef struct hf_handles_are_made_by_from_owned_and_from_borrowed
    *hf_private_pointer;

/* The ticket first: a handle among the arguments of a printf is then wrong at
 * once. */
typedef struct hf_private_inside {
#ifdef HF_CHECKED
    hf_private_number hf_private_ticket;
#endif
    hf_private_pointer hf_private_raw;
} hf_private_inside;

/* Never defined: kinds. */
struct hf_private_owned;
struct hf_private_lent;
struct hf_private_auto;

#define HF_PRIVATE_INSIDE(kind, family)                                        \
    union {                                                                    \
        hf_private_inside hf_private_any;                                      \
        const struct hf_private_##kind *hf_private_kind;                       \
        const struct family *hf_private_family;                                \
    }

#define HF_PRIVATE_IN(p) ((hf_private_pointer)(void *)(p))
#define HF_PRIVATE_OUT(x)                                                      \
    ((PyObject *)(void *)(x).hf_private_any.hf_private_raw)
#define HF_PRIVATE_IS_NULL(x) ((x).hf_private_any.hf_private_raw == NULL)

/* An H with the inside |any|; with HF_PRIVATE_MADE one with the parts of an
 * inside. */
#ifdef __cplusplus
#define HF_PRIVATE_WITH(H, any) (H{{any}})
#define HF_PRIVATE_MADE(H, ...) (H{{{__VA_ARGS__}}})
#define HF_PRIVATE_NOTHING (hf_private_inside{})
#define hf_null(T) (hf_##T{})
#else
#define HF_PRIVATE_WITH(H, x) ((H){{x}})
#define HF_PRIVATE_MADE(H, ...) ((H){{{__VA_ARGS__}}})
#define HF_PRIVATE_NOTHING ((hf_private_inside){0})
/* With all its braces: gcc else warns where it can fold them. */
#ifdef HF_CHECKED
#define hf_null(T) ((hf_##T){{{0, NULL}}})
#else
#define hf_null(T) ((hf_##T){{{NULL}}})
#endif
#endif
#define HF_PRIVATE_AS(H, x) HF_PRIVATE_WITH(H, (x).hf_private_any)

#define HF_PRIVATE_NEW(T, p) HF_PRIVATE_NEW_OF(hf_##T, #T, p)
#define HF_PRIVATE_RESULT(T, p) HF_PRIVATE_RESULT_OF(hf_##T, #T, p)
#define HF_PRIVATE_AGAIN(T, p) HF_PRIVATE_AGAIN_OF(hf_##T, #T, p)
#define HF_PRIVATE_LEND(T, p) HF_PRIVATE_LEND_OF(hf_##T##_borrowed, #T, p)
#define HF_PRIVATE_LEND_BY(x, T, p)                                            \
    HF_PRIVATE_LEND_BY_OF(x, hf_##T##_borrowed, #T, p)
#define HF_PRIVATE_RECAST(T, x) HF_PRIVATE_AS(hf_##T, x)

#ifndef HF_CHECKED

#define HF_PRIVATE_USE(x) HF_PRIVATE_OUT(x)
#define HF_PRIVATE_SHOW(x) HF_PRIVATE_OUT(x)
#define HF_PRIVATE_TAKE(x) HF_PRIVATE_OUT(x)
#define HF_PRIVATE_DROP(x) HF_PRIVATE_OUT(x)
#define HF_PRIVATE_TAKE_LATE(x) HF_PRIVATE_OUT(x)
#define HF_PRIVATE_WAS_LATE(y) (y)
#define HF_PRIVATE_USE_BESIDE(x, taken) HF_PRIVATE_OUT(x)
#define HF_PRIVATE_NOTE_MOVE(any) ((void)0)
#define HF_PRIVATE_VIEW(x, data, size) (data)
#define HF_PRIVATE_RAN_WITH_EXCEPTION(operand) ((void)(operand))
#define HF_PRIVATE_NEED_GIL() ((void)0)
#define HF_PRIVATE_NEW_OF(H, name, p) HF_PRIVATE_MADE(H, HF_PRIVATE_IN(p))
#define HF_PRIVATE_OWN_OF(H, name, p) HF_PRIVATE_MADE(H, HF_PRIVATE_IN(p))
#define HF_PRIVATE_RESULT_OF(H, name, p) HF_PRIVATE_MADE(H, HF_PRIVATE_IN(p))
#define HF_PRIVATE_AGAIN_OF(H, name, p) HF_PRIVATE_MADE(H, HF_PRIVATE_IN(p))
#define HF_PRIVATE_MORE(p, row) HF_PRIVATE_MADE(hf_object, HF_PRIVATE_IN(p))
#define HF_PRIVATE_GIVE(x) HF_PRIVATE_OUT(x)
#define HF_PRIVATE_LEND_OF(H, name, p) HF_PRIVATE_MADE(H, HF_PRIVATE_IN(p))
#define HF_PRIVATE_LEND_BY_OF(x, H, name, p)                                   \
    HF_PRIVATE_MADE(H, HF_PRIVATE_IN(p))

#else

#define HF_PRIVATE_TICKET(x) (x).hf_private_any.hf_private_ticket

/* What is null needs no GIL to be passed on; to be refused it does, which is for the
 * functions in core/ to say, since they have the place. */
#ifdef HF_CORE
#define HF_PRIVATE_USED_NULL(x) (HF_PRIVATE_NEED_GIL(), HF_PRIVATE_OUT(x))
#else
#define HF_PRIVATE_USED_NULL(x) HF_PRIVATE_OUT(x)
#endif
#define HF_PRIVATE_USED_BY(call, x)                                            \
    (HF_PRIVATE_TICKET(x) == 0                                                 \
         ? HF_PRIVATE_USED_NULL(x)                                             \
         : HF_PRIVATE_AT(call, HF_PRIVATE_TICKET(x), HF_PRIVATE_OUT(x)))
#define HF_PRIVATE_USE(x) HF_PRIVATE_USED_BY(hf_private_ledger_use, x)
#define HF_PRIVATE_SHOW(x) HF_PRIVATE_USED_BY(hf_private_ledger_show, x)
#define HF_PRIVATE_USE_BESIDE(x, taken)                                        \
    HF_PRIVATE_AT(hf_private_ledger_use_beside, HF_PRIVATE_TICKET(x),          \
                  HF_PRIVATE_OUT(x), HF_PRIVATE_TICKET(taken))
#define HF_PRIVATE_NOTE_MOVE(any)                                              \
    ((any).hf_private_ticket = hf_private_moved((any).hf_private_ticket))
#define HF_PRIVATE_TAKE(x)                                                     \
    HF_PRIVATE_AT(hf_private_ledger_close, HF_PRIVATE_TICKET(x),               \
                  HF_PRIVATE_OUT(x))
#define HF_PRIVATE_DROP(x)                                                     \
    HF_PRIVATE_AT(hf_private_ledger_drop, HF_PRIVATE_TICKET(x),                \
                  HF_PRIVATE_OUT(x))
#define HF_PRIVATE_TAKE_LATE(x)                                                \
    HF_PRIVATE_AT(hf_private_ledger_close_late, HF_PRIVATE_TICKET(x),          \
                  HF_PRIVATE_OUT(x))
#define HF_PRIVATE_WAS_LATE(y)                                                 \
    __extension__({                                                            \
        __typeof__(y) hf_made_ = (y);                                          \
        if (HF_PRIVATE_UNLIKELY(hf_private_ledger_unsealed)) {                 \
            hf_private_ledger_seal();                                          \
        }                                                                      \
        hf_made_;                                                              \
    })
#define HF_PRIVATE_VIEW(x, data, size)                                         \
    HF_PRIVATE_AT(hf_private_ledger_view, HF_PRIVATE_TICKET(x), data, size)
#define HF_PRIVATE_RAN_WITH_EXCEPTION(operand)                                 \
    hf_private_ledger_pending_at(operand, __builtin_return_address(0))
#ifdef HF_CORE
#define HF_PRIVATE_NEED_GIL()                                                  \
    hf_private_ledger_need_gil_at(__builtin_return_address(0))
#else
#define HF_PRIVATE_NEED_GIL() hf_private_ledger_need_gil()
#endif
#define HF_PRIVATE_WITH_THE_GIL(p) (HF_PRIVATE_NEED_GIL(), (p))
#define HF_PRIVATE_ENTERED(H, name, p, call)                                   \
    __extension__({                                                            \
        PyObject *hf_entered_ = (p);                                           \
        hf_private_number hf_ticket_ = HF_PRIVATE_AT(call, hf_entered_, name); \
        HF_PRIVATE_MADE(H, hf_ticket_, HF_PRIVATE_IN(hf_entered_));            \
    })
/* What makes an object asks for the GIL before: without it CPython may crash. */
#define HF_PRIVATE_NEW_OF(H, name, p)                                          \
    HF_PRIVATE_OWN_OF(H, name, HF_PRIVATE_WITH_THE_GIL(p))
#define HF_PRIVATE_OWN_OF(H, name, p)                                          \
    HF_PRIVATE_ENTERED(H, name, p, hf_private_ledger_open)
#define HF_PRIVATE_RESULT_OF(H, name, p)                                       \
    HF_PRIVATE_ENTERED(H, name, HF_PRIVATE_WITH_THE_GIL(p),                    \
                       hf_private_ledger_open_result)
#define HF_PRIVATE_AGAIN_OF(H, name, p)                                        \
    HF_PRIVATE_ENTERED(H, name, p, hf_private_ledger_open_again)
#define HF_PRIVATE_MORE(p, row)                                                \
    HF_PRIVATE_ENTERED(hf_object, row, p, hf_private_ledger_open_more)
#define HF_PRIVATE_GIVE(x)                                                     \
    HF_PRIVATE_AT(hf_private_ledger_give, HF_PRIVATE_TICKET(x),                \
                  HF_PRIVATE_OUT(x))
#define HF_PRIVATE_LEND_OF(H, name, p)                                         \
    (hf_private_ledger_scope == NULL                                           \
         ? HF_PRIVATE_MADE(H, 0, HF_PRIVATE_IN(p))                             \
         : HF_PRIVATE_ENTERED(H, name, p, hf_private_ledger_lend))
#define HF_PRIVATE_LEND_BY_OF(x, H, name, p)                                   \
    __extension__({                                                            \
        PyObject *hf_entered_ = (p);                                           \
        hf_private_number hf_ticket_ = HF_PRIVATE_AT(                          \
            hf_private_ledger_lend_by, HF_PRIVATE_TICKET(x), hf_entered_,      \
            name);                                                             \
        HF_PRIVATE_MADE(H, hf_ticket_, HF_PRIVATE_IN(hf_entered_));            \
    })

#endif /* HF_CHECKED */

/* The sources of core/ say it shortly. */
#ifdef HF_CORE
#define HF_IN HF_PRIVATE_IN
#define HF_OUT HF_PRIVATE_OUT
#define HF_IS_NULL HF_PRIVATE_IS_NULL
#define HF_USE HF_PRIVATE_USE
#define HF_USE_BESIDE HF_PRIVATE_USE_BESIDE
#define HF_TAKE HF_PRIVATE_TAKE
#define HF_TAKE_LATE HF_PRIVATE_TAKE_LATE
#define HF_WAS_LATE HF_PRIVATE_WAS_LATE
#define HF_VIEW HF_PRIVATE_VIEW
#define HF_RAN_WITH_EXCEPTION HF_PRIVATE_RAN_WITH_EXCEPTION
#define HF_NEED_GIL HF_PRIVATE_NEED_GIL
#define HF_NEW HF_PRIVATE_NEW
#define HF_RESULT HF_PRIVATE_RESULT
#define HF_AGAIN HF_PRIVATE_AGAIN
#define HF_GIVE HF_PRIVATE_GIVE
#define HF_LEND HF_PRIVATE_LEND
#define HF_LEND_BY HF_PRIVATE_LEND_BY
#define HF_RECAST HF_PRIVATE_RECAST
#endif

#endif /* HF_REPRESENTATION_H */
