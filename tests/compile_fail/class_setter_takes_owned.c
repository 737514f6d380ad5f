/* A setter borrows what it is given. */
/* gcc: static assertion failed: "HF_CLASS wants hf_worked reef_set_name\(struct reef \*, hf_kind_str\)" */
/* clang: static_assert failed "HF_CLASS wants hf_worked reef_set_name\(struct reef \*, hf_kind_str\)" */

#include "bind/module.h"

HF_FIELDS(reef, "Reef", owns(str, name), has(int64_t, depth))
static hf_worked reef_new(struct reef *self, hf_str_borrowed name)
{
    return hf_replace(&self->name, hf_incref(name));
}
HF_CONSTRUCT(reef, arg(str, name))
static hf_str reef_name(struct reef *self)
{
    return hf_incref(self->name);
}
#ifdef HF_RIGHT
static hf_worked reef_set_name(struct reef *self, hf_str_borrowed name)
{
    return hf_replace(&self->name, hf_incref(name));
}
#else
static hf_worked reef_set_name(struct reef *self, hf_str name)
{
    return hf_replace(&self->name, name);
}
#endif
HF_CLASS(reef, "Its parts.", property(str, name))
HF_MODULE(example, "A class.", class(reef))
