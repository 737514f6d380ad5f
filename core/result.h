/* result.h: what a function returns that has no handle to give.
 *
 *   hf_worked   whether it did what it was asked: a condition, and no number.
 *               False: an exception is set. What the function found is in its
 *               out parameter, the last one
 *   hf_answer   the answer to a question: yes, no, or an exception is set
 *   hf_lookup   what was looked up was found, is missing, or an exception is set
 *
 * The last two are no conditions, so that neither a failure nor a "no" can be
 * taken for the other by mistake:
 *
 *     hf_answer equal = hf_object_equal(left, right);
 *     if (hf_failed(equal)) {
 *         return hf_null(object);
 *     }
 *     return hf_yes(equal) ? ... : ...;
 *
 * In a slot or a C API function that returns an int, hf_status(x) is what
 * CPython wants: -1 for a failure; else 0 for hf_worked, and 1 or 0 for an
 * hf_answer or hf_lookup.
 */
#ifndef HF_RESULT_H
#define HF_RESULT_H

#include "ledger/ledger.h"

#include <stdint.h>

HF_BEGIN_DECLS

/* A pointer, since it converts to bool and to nothing else: where an int slot
 * returns it, the compiler's error says the name of the struct. */
struct hf_worked_is_true_or_false_and_no_int_say_hf_status;
typedef const struct hf_worked_is_true_or_false_and_no_int_say_hf_status
    *hf_worked;

typedef struct hf_answer {
    signed char hf_private_value; /* 1: yes, 0: no, -1: failed */
} hf_answer;

typedef struct hf_lookup {
    signed char hf_private_value; /* 1: found, 0: missing, -1: failed */
} hf_lookup;

/* ---- To ask. hf_failed(x) takes both. */
HF_NODISCARD HF_INLINE bool hf_yes(hf_answer answer);
HF_NODISCARD HF_INLINE bool hf_no(hf_answer answer);
HF_NODISCARD HF_INLINE bool hf_found(hf_lookup lookup);
HF_NODISCARD HF_INLINE bool hf_missing(hf_lookup lookup);

/* ---- To give one, in a function of one's own. */
HF_NODISCARD HF_INLINE hf_worked hf_worked_if(bool worked);
HF_NODISCARD HF_INLINE hf_answer hf_answer_yes_if(bool yes);
HF_NODISCARD HF_INLINE hf_answer hf_answer_failed(void);
HF_NODISCARD HF_INLINE hf_lookup hf_lookup_found_if(bool found);
HF_NODISCARD HF_INLINE hf_lookup hf_lookup_failed(void);

/* ---- Bodies. */

#ifdef __cplusplus
#define HF_PRIVATE_RESULT_IS(H, value) (H{(signed char)(value)})
#else
#define HF_PRIVATE_RESULT_IS(H, value) ((H){(signed char)(value)})
#endif

HF_INLINE bool hf_yes(hf_answer answer)
{
    return answer.hf_private_value > 0;
}

HF_INLINE bool hf_no(hf_answer answer)
{
    return answer.hf_private_value == 0;
}

HF_INLINE bool hf_found(hf_lookup lookup)
{
    return lookup.hf_private_value > 0;
}

HF_INLINE bool hf_missing(hf_lookup lookup)
{
    return lookup.hf_private_value == 0;
}

HF_INLINE hf_worked hf_worked_if(bool worked)
{
    return (hf_worked)(uintptr_t)worked;
}

HF_INLINE hf_answer hf_answer_yes_if(bool yes)
{
    return HF_PRIVATE_RESULT_IS(hf_answer, yes);
}

HF_INLINE hf_answer hf_answer_failed(void)
{
    return HF_PRIVATE_RESULT_IS(hf_answer, -1);
}

HF_INLINE hf_lookup hf_lookup_found_if(bool found)
{
    return HF_PRIVATE_RESULT_IS(hf_lookup, found);
}

HF_INLINE hf_lookup hf_lookup_failed(void)
{
    return HF_PRIVATE_RESULT_IS(hf_lookup, -1);
}

/* The checked build holds how a call from Python ends against whether an exception
 * is set. */
#ifdef HF_CHECKED
#define HF_PRIVATE_ENDED(status) hf_private_ledger_status(status)
#else
#define HF_PRIVATE_ENDED(status) (status)
#endif

HF_INLINE int hf_private_status_of_answer(hf_answer answer)
{
    return HF_PRIVATE_ENDED(answer.hf_private_value);
}

HF_INLINE int hf_private_status_of_lookup(hf_lookup lookup)
{
    return HF_PRIVATE_ENDED(lookup.hf_private_value);
}

HF_INLINE int hf_private_status_of_worked(bool worked)
{
    return HF_PRIVATE_ENDED(worked ? 0 : -1);
}

HF_INLINE bool hf_private_answer_failed(hf_answer answer)
{
    return answer.hf_private_value < 0;
}

HF_INLINE bool hf_private_lookup_failed(hf_lookup lookup)
{
    return lookup.hf_private_value < 0;
}

HF_END_DECLS

#ifdef __cplusplus
HF_NODISCARD HF_PRIVATE_OVERLOAD bool hf_failed(hf_answer answer)
{
    return hf_private_answer_failed(answer);
}
HF_NODISCARD HF_PRIVATE_OVERLOAD bool hf_failed(hf_lookup lookup)
{
    return hf_private_lookup_failed(lookup);
}
HF_NODISCARD HF_PRIVATE_OVERLOAD int hf_status(hf_answer answer)
{
    return hf_private_status_of_answer(answer);
}
HF_NODISCARD HF_PRIVATE_OVERLOAD int hf_status(hf_lookup lookup)
{
    return hf_private_status_of_lookup(lookup);
}
HF_NODISCARD HF_PRIVATE_OVERLOAD int hf_status(bool worked)
{
    return hf_private_status_of_worked(worked);
}
#else
#define hf_failed(x)                                                           \
    _Generic((x), hf_answer: hf_private_answer_failed,                         \
             hf_lookup: hf_private_lookup_failed)(x)
#define hf_status(x)                                                           \
    _Generic((x), hf_answer: hf_private_status_of_answer,                      \
             hf_lookup: hf_private_status_of_lookup,                           \
             default: hf_private_status_of_worked)(x)
#endif

#endif /* HF_RESULT_H */
