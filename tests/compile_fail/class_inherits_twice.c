/* A class has one layout: it inherits from one class of C. */
/* gcc: static assertion failed: "inherits or extends is the first field of atoll" */
/* clang: inherits or extends is the first field of atoll */

#include "bind/module.h"

HF_FIELDS(reef, "Reef", owns(str, name))
HF_NO_CONSTRUCT(reef)
HF_CLASS(reef, "A reef.")
#ifdef HF_RIGHT
HF_FIELDS(atoll, "Atoll", inherits(reef), has(int, islands))
#else
HF_FIELDS(atoll, "Atoll", inherits(reef), extends("list"), has(int, islands))
#endif
HF_NO_CONSTRUCT(atoll)
HF_CLASS(atoll, "A reef with islands.")
HF_MODULE(example, "Classes.", class(reef), class(atoll))
