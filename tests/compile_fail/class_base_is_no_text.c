/* A base of another module is named by a text: it is imported with the module. */
/* gcc: expected '\)' before 'collections' */
/* clang: expected '\)' */

#include "bind/module.h"

HF_FIELDS(reef, "Reef", owns(str, name))
HF_NO_CONSTRUCT(reef)
#ifdef HF_RIGHT
HF_CLASS(reef, "It has a base.", base("collections.abc.Sized"))
#else
HF_CLASS(reef, "It has a base.", base(collections.abc.Sized))
#endif
HF_MODULE(example, "A class.", class(reef))
