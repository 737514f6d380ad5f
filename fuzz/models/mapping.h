/* mapping.h: dicts, whose parts are their keys and values in turn, in the order
 * in which the keys came. */
#ifndef FUZZ_MODELS_MAPPING_H
#define FUZZ_MODELS_MAPPING_H

#include "fuzz/engine/object.h"

extern const fuzz_kind fuzz_dict;

#endif /* FUZZ_MODELS_MAPPING_H */
