/* A field that owns is a handle. */
/* gcc: expected specifier-qualifier-list before 'HF_PRIVATE_A_FIELD_IS_OWNS_OR_HAS_HF_PRIVATE_FIELD_keeps' */
/* clang: type name requires a specifier or qualifier */

#include "bind/module.h"

#ifdef HF_RIGHT
HF_FIELDS(reef, "Reef", owns(object, name))
#else
HF_FIELDS(reef, "Reef", keeps(object, name))
#endif
static hf_worked reef_new(struct reef *self, hf_object_borrowed name)
{
    return hf_replace(&self->name, hf_incref(name));
}
HF_CONSTRUCT(reef, arg(object, name))
HF_CLASS(reef, "Its parts.", final)
HF_MODULE(example, "A class.", class(reef))
