/* What is lent for a call is over when the state is looked at. */
/* gcc: static assertion failed: "has\(hf_object_borrowed, guest\): nobody would release it: write owns\(T, guest\) for an hf_T" */
/* clang: static_assert failed.* "has\(hf_object_borrowed, guest\): nobody would release it: write owns\(T, guest\) for an hf_T" */

#include "bind/module.h"

#ifdef HF_RIGHT
HF_STATE(reef, owns(object, guest))
#else
HF_STATE(reef, has(hf_object_borrowed, guest))
#endif
static hf_worked visit(struct reef *state, hf_object_borrowed guest)
{
#ifdef HF_RIGHT
    return hf_replace(&state->guest, hf_incref(guest));
#else
    state->guest = guest;
    return hf_worked_if(true);
#endif
}
HF_FUNCTION(visit, none, "Let a guest in.", state(reef), arg(object, guest))
HF_MODULE(example, "A state.", state(reef), function(visit))
