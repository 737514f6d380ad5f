/* A field keeps no borrowed handle. */
/* gcc: incompatible types when assigning to type 'hf_str' from type 'hf_str_borrowed'.* */
/* clang: assigning to 'hf_str'.* from incompatible type 'hf_str_borrowed'.* */

#include "bind/module.h"

HF_FIELDS(reef, "Reef", owns(str, name), has(int64_t, depth))
static hf_worked reef_new(struct reef *self, hf_str_borrowed name)
{
    return hf_replace(&self->name, hf_incref(name));
}
HF_CONSTRUCT(reef, arg(str, name))
static hf_worked reef_rename(struct reef *self, hf_str_borrowed name)
{
#ifdef HF_RIGHT
    return hf_replace(&self->name, hf_incref(name));
#else
    self->name = name;
    return hf_worked_if(true);
#endif
}
HF_METHOD(reef, rename, none, "Another name.", arg(str, name))
HF_CLASS(reef, "Its parts.", method(rename))
HF_MODULE(example, "A class.", class(reef))
