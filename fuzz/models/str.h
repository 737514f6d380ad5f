/* str.h: strs, whose value is a text. */
#ifndef FUZZ_MODELS_STR_H
#define FUZZ_MODELS_STR_H

#include "fuzz/engine/object.h"

/* Marks. A subclass has the type that the target calls S. */
enum { FUZZ_SUBCLASS = 1, FUZZ_INTERNED = 2 };

extern const fuzz_kind fuzz_str;

#endif /* FUZZ_MODELS_STR_H */
