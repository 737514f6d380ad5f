/* What a class extends comes before its own fields, in memory as in the list. */
/* gcc: static assertion failed: "inherits or extends is the first field of reef" */
/* clang: inherits or extends is the first field of reef */

#include "bind/module.h"

#ifdef HF_RIGHT
HF_FIELDS(reef, "Reef", extends("list"), owns(str, name))
#else
HF_FIELDS(reef, "Reef", owns(str, name), extends("list"))
#endif
HF_NO_CONSTRUCT(reef)
HF_CLASS(reef, "A list with a name.")
HF_MODULE(example, "A class.", class(reef))
