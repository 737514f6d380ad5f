/* A member is shown as what it is. */
/* gcc: static assertion failed: "member\(int, depth\): the field has another type in C" */
/* clang: static_assert failed "member\(int, depth\): the field has another type in C" */

#include "bind/module.h"

HF_FIELDS(reef, "Reef", owns(str, name), has(int64_t, depth))
static hf_worked reef_new(struct reef *self, hf_str_borrowed name)
{
    return hf_replace(&self->name, hf_incref(name));
}
HF_CONSTRUCT(reef, arg(str, name))
#ifdef HF_RIGHT
HF_CLASS(reef, "Its parts.", member(int64_t, depth))
#else
HF_CLASS(reef, "Its parts.", member(int, depth))
#endif
HF_MODULE(example, "A class.", class(reef))
