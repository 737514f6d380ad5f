#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* pthread_getattr_np, REG_RIP */
#endif
#include "unwind.h"

#ifdef HF_CHECKED

#include <pthread.h>
#include <unwind.h>

#include "symbols.h"

/* The stack of this thread ends at |stack_end|. */
static __thread uintptr_t stack_end;

/* walk writes up to |most| places, from the frame at |frame| outwards. */
static int walk(uintptr_t frame, hf_place *places, int most)
{
    if (stack_end == 0) {
        pthread_attr_t attributes;
        void *start;
        size_t size;
        stack_end = 1;
        if (pthread_getattr_np(pthread_self(), &attributes) == 0) {
            pthread_attr_getstack(&attributes, &start, &size);
            stack_end = (uintptr_t)start + size;
            pthread_attr_destroy(&attributes);
        }
    }
    int n = 0;
    while (n < most && frame % sizeof(void *) == 0 &&
           frame + 2 * sizeof(void *) <= stack_end) {
        void *const *at = (void *const *)frame;
        if (at[1] == NULL) {
            break;
        }
        places[n++] = at[1];
        if ((uintptr_t)at[0] <= frame) {
            break;
        }
        frame = (uintptr_t)at[0];
    }
    return n;
}

void hf_report_walk(hf_place stack[HF_STACK_DEPTH], hf_place place)
{
    enum { OWN = 8 }; /* calls within the layer */
    hf_place places[OWN + HF_STACK_DEPTH];
    int n = walk((uintptr_t)__builtin_frame_address(0), places,
                 OWN + HF_STACK_DEPTH);
    int first = 0;
    while (first < n && places[first] != place) {
        first++;
    }
    first = first < n ? first : 0;
    int kept = 0;
    while (kept < HF_STACK_DEPTH - 1 && first + kept < n) {
        stack[kept] = places[first + kept];
        kept++;
    }
    stack[kept] = NULL;
}

/* What the unwinder is to find: where the user's code reads. */
typedef struct reading {
    uintptr_t at; /* the instruction, or 0 once it was passed */
    hf_place user;
    hf_place found;
} reading;

static _Unwind_Reason_Code look_at_frame(struct _Unwind_Context *frame,
                                         void *wanted)
{
    reading *r = wanted;
    int is_at; /* the instruction, and not after a call */
    uintptr_t at = _Unwind_GetIPInfo(frame, &is_at) + (is_at ? 1U : 0U);
    r->at = at == r->at ? 0 : r->at;
    const char *function, *where;
    hf_loaded m = {.address = at - 1};
    if (r->at != 0 || !hf_symbols_same_module((hf_place)at, r->user) ||
        !hf_symbols_find(&m, &function, &where) ||
        hf_symbols_are_own(function, where)) {
        return _URC_NO_REASON;
    }
    r->found = (hf_place)at;
    return _URC_NORMAL_STOP;
}

hf_place hf_unwind_reader(const ucontext_t *context, hf_place user)
{
#if defined(__x86_64__)
    const uintptr_t at = (uintptr_t)context->uc_mcontext.gregs[REG_RIP] + 1;
#elif defined(__aarch64__)
    const uintptr_t at = context->uc_mcontext.pc + 1;
#else
    const uintptr_t at = 0;
    (void)context;
#endif
    hf_symbols_learn_own();
    reading r = {.at = at, .user = user, .found = (hf_place)at};
    _Unwind_Backtrace(look_at_frame, &r);
    return r.found;
}

#endif /* HF_CHECKED */
