/* A typed verb takes handles of its type. */
/* gcc: could not convert 'thing' from 'hf_object' to 'hf_str' */
/* clang: no matching function for call to 'hf_str_decref' */
/* clang: no known conversion from 'hf_object' to 'hf_str' */

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
