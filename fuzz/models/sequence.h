/* sequence.h: lists and tuples, whose parts are their items. */
#ifndef FUZZ_MODELS_SEQUENCE_H
#define FUZZ_MODELS_SEQUENCE_H

#include "fuzz/engine/object.h"

extern const fuzz_kind fuzz_list;
extern const fuzz_kind fuzz_tuple;

#endif /* FUZZ_MODELS_SEQUENCE_H */
