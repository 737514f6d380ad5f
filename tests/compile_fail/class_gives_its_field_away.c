/* A method does not give what the instance owns. */
/* gcc: incompatible types when returning type 'hf_str_borrowed'.* but 'hf_str' was expected */
/* clang: returning 'hf_str_borrowed'.* from a function with incompatible result type 'hf_str'.* */

#include "bind/module.h"

HF_FIELDS(reef, "Reef", owns(str, name), has(int64_t, depth))
static hf_worked reef_new(struct reef *self, hf_str_borrowed name)
{
    return hf_replace(&self->name, hf_incref(name));
}
HF_CONSTRUCT(reef, arg(str, name))
static hf_str reef_label(struct reef *self)
{
#ifdef HF_RIGHT
    return hf_incref(self->name);
#else
    return hf_borrow(self->name);
#endif
}
HF_METHOD(reef, label, str, "Its name.")
HF_CLASS(reef, "Its parts.", method(label))
HF_MODULE(example, "A class.", class(reef))
