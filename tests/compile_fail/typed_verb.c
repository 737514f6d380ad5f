/* A typed verb takes handles of its type. */
/* gcc: incompatible type for argument 1 of 'hf_str_decref' */
/* gcc: expected '(struct )?hf_str' but argument is of type 'hf_object' */
/* clang: passing 'hf_object' .* to parameter of incompatible type 'hf_str' */

#include "core/holdfast.h"

void drop(hf_object thing);

void drop(hf_object thing)
{
#ifdef HF_RIGHT
    hf_object_decref(thing);
#else
    hf_str_decref(thing);
#endif
}
