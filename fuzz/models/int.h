/* int.h: ints. The value of one of at most 64 bits is a number; that of others is
 * a number which has only their sign, and a text, which has digits of 32 bits, the
 * least first.
 */
#ifndef FUZZ_MODELS_INT_H
#define FUZZ_MODELS_INT_H

#include "fuzz/engine/object.h"
#include "fuzz/models/whole.h"

/* A mark: an instance of a subclass, which the target calls I. */
enum { FUZZ_INT_SUBCLASS = 1 };

/* The greatest int that CPython shares, and one from which on none is. */
enum {
    FUZZ_INT_SHARED = PY_VERSION_HEX >= 0x030F0000 ? 1024 : 256,
    FUZZ_INT_OWN = 2000
};

extern const fuzz_kind fuzz_int;

/* The value of an int, of any size; or of a bool. */
void fuzz_int_set(fuzz_object *o, const fuzz_whole *value);
fuzz_whole fuzz_int_get(const fuzz_object *o);

#endif /* FUZZ_MODELS_INT_H */
