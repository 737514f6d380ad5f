/* What has lists is not released. */
/* gcc: static assertion failed: "has\(hf_str, name\): nobody would release it: write owns\(T, name\) for an hf_T" */
/* clang: static_assert failed.* "has\(hf_str, name\): nobody would release it: write owns\(T, name\) for an hf_T" */

#include "bind/module.h"

#ifdef HF_RIGHT
HF_FIELDS(reef, "Reef", owns(str, name), has(int64_t, depth))
#else
HF_FIELDS(reef, "Reef", has(hf_str, name), has(int64_t, depth))
#endif
static hf_worked reef_new(struct reef *self, hf_str_borrowed name)
{
    return hf_replace(&self->name, hf_incref(name));
}
HF_CONSTRUCT(reef, arg(str, name))
HF_CLASS(reef, "Its parts.", final)
HF_MODULE(example, "A class.", class(reef))
