/* Arguments for what a class extends are of no use where it extends none. */
/* gcc: static assertion failed: "reef extends no class" */
/* clang: reef extends no class */

#include "bind/module.h"

#ifdef HF_RIGHT
HF_FIELDS(reef, "Reef", extends("list"), has(int, depth))
#else
HF_FIELDS(reef, "Reef", has(int, depth))
#endif
static hf_tuple reef_base(hf_type_borrowed Py_UNUSED(type),
                          int Py_UNUSED(depth))
{
    return hf_tuple_new();
}
static hf_worked reef_new(struct reef *self, int depth)
{
    self->depth = depth;
    return hf_worked_if(true);
}
HF_CONSTRUCT_WITH_BASE(reef, arg(int, depth))
HF_CLASS(reef, "A reef.")
HF_MODULE(example, "A class.", class(reef))
