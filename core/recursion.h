/* recursion.h: a guard for functions that call themselves through Python objects:
 *
 *     hf_auto_recursion(guard, " while a tree is measured");
 *     if (!hf_recursion_entered(guard)) {
 *         return hf_null(object);
 *     }
 *
 * Beyond CPython's limit RecursionError is set: "maximum recursion depth exceeded
 * while a tree is measured". The scope's end leaves it, however it ends.
 */
#ifndef HF_RECURSION_H
#define HF_RECURSION_H

#include "internal/representation.h"
#include "result.h"

HF_BEGIN_DECLS

typedef struct hf_recursion {
    bool hf_private_entered;
} hf_recursion;

/* hf_recursion_entered says whether there is room for this call.
 *
 *   -> worked | raises RecursionError
 */
HF_NODISCARD HF_INLINE hf_worked hf_recursion_entered(hf_recursion guard);

#define hf_auto_recursion(guard, where)                                        \
    __attribute__((cleanup(hf_private_recursion_end))) hf_recursion guard =    \
        hf_private_recursion_begin(where)

/* ---- Bodies. */

HF_INLINE hf_recursion hf_private_recursion_begin(const char *where)
{
    HF_PRIVATE_NEED_GIL();
    hf_recursion guard = {Py_EnterRecursiveCall(where) == 0};
    return guard;
}

HF_INLINE void hf_private_recursion_end(hf_recursion *guard)
{
    if (HF_LIKELY(guard->hf_private_entered)) {
        Py_LeaveRecursiveCall();
    }
}

HF_INLINE hf_worked hf_recursion_entered(hf_recursion guard)
{
    return hf_worked_if(guard.hf_private_entered);
}

HF_END_DECLS

#endif /* HF_RECURSION_H */
