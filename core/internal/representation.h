/* representation.h: all that knows what a handle is made of. Private to core/.
 *
 *   build           a handle is                    for
 *   release         one pointer                    production
 *   HF_CHECKED      a ticket and the pointer       tests: see ledger.h
 *
 * Bodies reach the pointer through these alone:
 *
 *   HF_USE(x)         the pointer of an argument that is read
 *   HF_TAKE(x)        the pointer of an owned argument that is consumed
 *   HF_NEW(T, p)      an owned handle from a new reference, or null where an
 *                     exception is set
 *   HF_RESULT(T, p)   the same from what Python code resulted in, which does
 *                     not run while an exception is set; in core/ alone
 *   HF_AGAIN(T, p)    an owned handle from one more reference, or null
 *   HF_GIVE(x)        HF_TAKE, for a pointer that the user gets
 *   HF_LEND(T, p)     a borrowed handle from a pointer that somebody owns
 *   HF_RECAST(T, x)   the handle x as one of another type T of the same kind;
 *                     or, with T borrowed, as one that x lends
 *   HF_TAKE_LATE(x)   HF_TAKE, but views of x are read until HF_WAS_LATE(y)
 *   HF_VIEW(x, data, size)  memory of x, to be given to the user
 *   HF_IS_NULL(x)     whether the pointer is NULL
 *   HF_RAN_WITH_EXCEPTION(p)  Python code was to run on p, which may be NULL,
 *                     while an exception is set
 */
#ifndef HF_REPRESENTATION_H
#define HF_REPRESENTATION_H

#include "../ledger/ledger.h"

/* Never defined. Its name is what a compiler says where a handle is made of a
 * raw pointer, or the other way around, by hand. */
struct hf_handles_are_made_by_from_owned_and_from_borrowed;
typedef struct hf_handles_are_made_by_from_owned_and_from_borrowed *hf_inside;

#define HF_IN(p) ((hf_inside)(void *)(p))
#define HF_OUT(x) ((PyObject *)(void *)(x).hf_private)
#define HF_IS_NULL(x) ((x).hf_private == NULL)

#ifdef __cplusplus
#define HF_LITERAL(T, ...) (hf_##T{__VA_ARGS__})
#define hf_null(T) (hf_##T{})
#else
#define HF_LITERAL(T, ...) ((hf_##T){__VA_ARGS__})
#define hf_null(T) ((hf_##T){0})
#endif

#ifndef HF_CHECKED

#define HF_MEMBERS hf_inside hf_private

#define HF_USE(x) HF_OUT(x)
#define HF_TAKE(x) HF_OUT(x)
#define HF_TAKE_LATE(x) HF_OUT(x)
#define HF_WAS_LATE(y) (y)
#define HF_VIEW(x, data, size) (data)
#define HF_RAN_WITH_EXCEPTION(operand) ((void)(operand))
#define HF_NEW(T, p) HF_LITERAL(T, HF_IN(p))
#define HF_RESULT(T, p) HF_LITERAL(T, HF_IN(p))
#define HF_AGAIN(T, p) HF_LITERAL(T, HF_IN(p))
#define HF_GIVE(x) HF_OUT(x)
#define HF_LEND(T, p) HF_LITERAL(T##_borrowed, HF_IN(p))
#define HF_RECAST(T, x) HF_LITERAL(T, (x).hf_private)

#else

/* The ticket first: a handle among the arguments of a printf is then wrong at
 * once. */
#define HF_MEMBERS                                                             \
    hf_ticket hf_private_ticket;                                               \
    hf_inside hf_private

#define HF_USE(x)                                                              \
    ((x).hf_private_ticket == 0                                                \
         ? HF_OUT(x)                                                           \
         : HF_AT(hf_ledger_use, (x).hf_private_ticket, HF_OUT(x)))
#define HF_TAKE(x) HF_AT(hf_ledger_close, (x).hf_private_ticket, HF_OUT(x))
#define HF_TAKE_LATE(x)                                                        \
    HF_AT(hf_ledger_close_late, (x).hf_private_ticket, HF_OUT(x))
#define HF_WAS_LATE(y)                                                         \
    __extension__({                                                            \
        hf_str hf_made_ = (y);                                                 \
        if (HF_UNLIKELY(hf_ledger_unsealed)) {                                 \
            hf_ledger_seal();                                                  \
        }                                                                      \
        hf_made_;                                                              \
    })
#define HF_VIEW(x, data, size)                                                 \
    HF_AT(hf_ledger_view, (x).hf_private_ticket, data, size)
#define HF_RAN_WITH_EXCEPTION(operand)                                         \
    hf_ledger_pending_at(operand, __builtin_return_address(0))
#define HF_ENTERED(T, p, call, name)                                           \
    __extension__({                                                            \
        PyObject *hf_entered_ = (p);                                           \
        hf_ticket hf_ticket_ = HF_AT(call, hf_entered_, name);                 \
        HF_LITERAL(T, hf_ticket_, HF_IN(hf_entered_));                         \
    })
#define HF_NEW(T, p) HF_ENTERED(T, p, hf_ledger_open, #T)
#define HF_RESULT(T, p) HF_ENTERED(T, p, hf_ledger_open_result, #T)
#define HF_AGAIN(T, p) HF_ENTERED(T, p, hf_ledger_open_again, #T)
#define HF_GIVE(x) HF_AT(hf_ledger_give, (x).hf_private_ticket, HF_OUT(x))
#define HF_LEND(T, p)                                                          \
    (hf_ledger_scope == NULL                                                   \
         ? HF_LITERAL(T##_borrowed, 0, HF_IN(p))                               \
         : HF_ENTERED(T##_borrowed, p, hf_ledger_lend, #T))
#define HF_RECAST(T, x) HF_LITERAL(T, (x).hf_private_ticket, (x).hf_private)

#endif /* HF_CHECKED */

#endif /* HF_REPRESENTATION_H */
