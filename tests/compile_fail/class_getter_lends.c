/* A getter gives a reference. */
/* gcc: static assertion failed: "HF_CLASS wants hf_result_str reef_name\(struct reef \*\)" */
/* clang: static_assert failed "HF_CLASS wants hf_result_str reef_name\(struct reef \*\)" */

#include "bind/module.h"

HF_FIELDS(reef, "Reef", owns(str, name), has(int64_t, depth))
static hf_worked reef_new(struct reef *self, hf_str_borrowed name)
{
    return hf_replace(&self->name, hf_incref(name));
}
HF_CONSTRUCT(reef, arg(str, name))
#ifdef HF_RIGHT
static hf_str reef_name(struct reef *self)
{
    return hf_incref(self->name);
}
#else
static hf_str_borrowed reef_name(struct reef *self)
{
    return hf_borrow(self->name);
}
#endif
HF_CLASS(reef, "Its parts.", readonly(str, name))
HF_MODULE(example, "A class.", class(reef))
