/* A state is no instance: what it holds is written in it. */
/* gcc: static assertion failed: "a state inherits from no class: lagoon" */
/* clang: a state inherits from no class: lagoon */

#include "bind/module.h"

HF_FIELDS(reef, "Reef", owns(str, name))
HF_NO_CONSTRUCT(reef)
HF_CLASS(reef, "A reef.")
#ifdef HF_RIGHT
HF_STATE(lagoon, owns(str, name))
#else
HF_STATE(lagoon, inherits(reef), owns(str, depth))
#endif
HF_MODULE(example, "A state and a class.", state(lagoon), class(reef))
