/* instance.h: instances of which the type is all there is to compare: their
 * parts are the values of their attributes, in an order that the target
 * knows, or NULL; a part is reached by an operation, and compared then. */
#ifndef FUZZ_MODELS_INSTANCE_H
#define FUZZ_MODELS_INSTANCE_H

#include "fuzz/engine/object.h"

extern const fuzz_kind fuzz_Plain;
extern const fuzz_kind fuzz_Hook;       /* mark: what its methods do */
extern const fuzz_kind fuzz_ValueError; /* number: its argument */

#endif /* FUZZ_MODELS_INSTANCE_H */
