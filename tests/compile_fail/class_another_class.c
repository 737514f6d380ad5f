/* One class is not another. */
/* gcc: incompatible type for argument 1 of 'hf_reef_data' */
/* clang: passing 'hf_wave_borrowed'.* to parameter of incompatible type 'hf_reef_borrowed'.* */

#include "bind/module.h"

HF_FIELDS(reef, "Reef", owns(str, name), has(int64_t, depth))
static hf_worked reef_new(struct reef *self, hf_str_borrowed name)
{
    return hf_replace(&self->name, hf_incref(name));
}
HF_CONSTRUCT(reef, arg(str, name))
HF_FIELDS(wave, "Wave", has(int, height))
HF_NO_CONSTRUCT(wave)
HF_CLASS(wave, "Another.", member(int, height))
static hf_worked reef_meet(struct reef *self, hf_wave_borrowed other)
{
    (void)self;
#ifdef HF_RIGHT
    return hf_worked_if(hf_wave_data(other)->height >= 0);
#else
    return hf_worked_if(hf_reef_data(other)->depth >= 0);
#endif
}
HF_METHOD(reef, meet, none, "Meet.", arg(wave, other))
HF_CLASS(reef, "Its parts.", method(meet))
HF_MODULE(example, "Two classes.", class(reef), class(wave))
