/* A class does not consist of that. */
/* gcc: implicit declaration of function 'HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_HF_PRIVATE_PART_reprr' */
/* clang: implicit declaration of function 'HF_PRIVATE_NO_SUCH_PART_SEE_CLASS_H_HF_PRIVATE_PART_reprr' is invalid in C99 */

#include "bind/module.h"

HF_FIELDS(reef, "Reef", owns(str, name), has(int64_t, depth))
static hf_worked reef_new(struct reef *self, hf_str_borrowed name)
{
    return hf_replace(&self->name, hf_incref(name));
}
HF_CONSTRUCT(reef, arg(str, name))
static hf_str reef_repr(struct reef *self)
{
    return hf_incref(self->name);
}
#ifdef HF_RIGHT
HF_CLASS(reef, "Its parts.", repr)
#else
HF_CLASS(reef, "Its parts.", reprr)
#endif
HF_MODULE(example, "A class.", class(reef))
