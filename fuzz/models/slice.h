/* slice.h: slices, whose parts are their start, stop and step. */
#ifndef FUZZ_MODELS_SLICE_H
#define FUZZ_MODELS_SLICE_H

#include "fuzz/engine/object.h"

extern const fuzz_kind fuzz_slice;

#endif /* FUZZ_MODELS_SLICE_H */
