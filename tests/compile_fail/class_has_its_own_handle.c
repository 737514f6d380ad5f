/* Of what has lists nothing is released, the next one of a chain as little; what it
 * points to is for the finalizer. */
/* gcc: static assertion failed: "has\(hf_reef, next\): nobody would release it: write owns\(T, next\) for an hf_T" */
/* clang: static_assert failed.* "has\(hf_reef, next\): nobody would release it: write owns\(T, next\) for an hf_T" */

#include "bind/module.h"

#ifdef HF_RIGHT
HF_FIELDS(reef, "Reef", owns(reef, next), has(hf_str *, names), has(hf_reef_borrowed **, near))
#else
HF_FIELDS(reef, "Reef", has(hf_reef, next))
#endif
static hf_worked reef_new(struct reef *self, hf_reef_borrowed next)
{
    return hf_replace(&self->next, hf_incref(next));
}
HF_CONSTRUCT(reef, arg(reef, next))
HF_CLASS(reef, "Its parts.", final)
HF_MODULE(example, "A class.", class(reef))
