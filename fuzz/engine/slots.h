/* slots.h: the slots that programs work on, as their code sees them.
 *
 * A slot holds an object of any type, and is used as what an operation takes
 * it for: s[2].as_str. All handles are the same inside; so whoever takes an
 * int for a str lies to the layer, which must refuse it with a TypeError.
 */
#ifndef FUZZ_SLOTS_H
#define FUZZ_SLOTS_H

#include "core/holdfast.h"

enum { FUZZ_SLOTS = 6 };

#define FUZZ_AS(T, ...) hf_##T as_##T;
typedef union fuzz_any {
    HF_TYPES(FUZZ_AS)
} fuzz_any;
#undef FUZZ_AS

extern fuzz_any s[FUZZ_SLOTS];

/* fuzz_world_start is defined by a target's world: what its operations use,
 * beside the slots, in the fuzzer and in the programs made of inputs. */
void fuzz_world_start(void);

/* fuzz_world_end is defined by a world that holds objects elsewhere, too: it lets go
 * of them, in a program that was made of an input and is cut off somewhere. */
void fuzz_world_end(void) __attribute__((weak));

#endif /* FUZZ_SLOTS_H */
