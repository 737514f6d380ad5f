/* A method is called on an instance. */
/* gcc: static assertion failed: "the line that binds reef_label does not say the result and the parameters of the C function: compare the two types of the next error" */
/* clang: static_assert failed "the line that binds reef_label does not say the result and the parameters of the C function: compare the two types of the next error" */

#include "bind/module.h"

HF_FIELDS(reef, "Reef", owns(str, name), has(int64_t, depth))
static hf_worked reef_new(struct reef *self, hf_str_borrowed name)
{
    return hf_replace(&self->name, hf_incref(name));
}
HF_CONSTRUCT(reef, arg(str, name))
#ifdef HF_RIGHT
static hf_str reef_label(struct reef *self, hf_str_borrowed end)
{
    return hf_str_concat(hf_borrow(self->name), end);
}
#else
static hf_str reef_label(hf_str_borrowed end)
{
    return hf_incref(end);
}
#endif
HF_METHOD(reef, label, str, "Its label.", arg(str, end))
HF_CLASS(reef, "Its parts.", method(label))
HF_MODULE(example, "A class.", class(reef))
