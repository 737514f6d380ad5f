/* A class says how it is made. */
/* gcc: 'hf_private_HF_CONSTRUCT_HF_INIT_or_HF_NO_CONSTRUCT_of_reef' undeclared here .not in a function. */
/* clang: use of undeclared identifier 'hf_private_HF_CONSTRUCT_HF_INIT_or_HF_NO_CONSTRUCT_of_reef' */

#include "bind/module.h"

HF_FIELDS(reef, "Reef", has(int, depth))
#ifdef HF_RIGHT
HF_NO_CONSTRUCT(reef)
#endif
HF_CLASS(reef, "Its parts.", member(int, depth))
HF_MODULE(example, "A class.", class(reef))
