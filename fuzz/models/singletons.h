/* singletons.h: None and True, whose kind is all there is to know. */
#ifndef FUZZ_MODELS_SINGLETONS_H
#define FUZZ_MODELS_SINGLETONS_H

#include "fuzz/engine/object.h"

extern const fuzz_kind fuzz_NoneType;
extern const fuzz_kind fuzz_bool; /* number: 0 or 1 */

#endif /* FUZZ_MODELS_SINGLETONS_H */
