/* int.h: ints, whose value is a number of at most 64 bits. */
#ifndef FUZZ_MODELS_INT_H
#define FUZZ_MODELS_INT_H

#include "fuzz/engine/object.h"

extern const fuzz_kind fuzz_int;

#endif /* FUZZ_MODELS_INT_H */
