/* set.h: sets and frozensets, whose parts are their items, in any order. */
#ifndef FUZZ_MODELS_SET_H
#define FUZZ_MODELS_SET_H

#include "fuzz/engine/object.h"

extern const fuzz_kind fuzz_set;
extern const fuzz_kind fuzz_frozenset;

#endif /* FUZZ_MODELS_SET_H */
