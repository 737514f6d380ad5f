/* interpreter.h: the CPython that the fuzzers run against, and its allocator.
 *
 * The interpreter is isolated from the environment, has a fixed hash seed and
 * no cyclic collector, and takes each object from malloc, so that
 * AddressSanitizer sees it. Its caches are warm.
 */
#ifndef FUZZ_INTERPRETER_H
#define FUZZ_INTERPRETER_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdbool.h>

/* fuzz_interpreter_start starts it, or ends the process with a message. */
void fuzz_interpreter_start(void);

/* fuzz_alloc_arm makes the |k|-th allocation from here fail, once; 1 is the
 * next. fuzz_alloc_disarm ends that and says whether it happened. */
void fuzz_alloc_arm(unsigned k);
bool fuzz_alloc_disarm(void);

/* fuzz_alloc_asked is how many allocations there were, failed ones too. */
unsigned fuzz_alloc_asked(void);

/* fuzz_alloc_calls counts, since the start, blocks that were allocated and
 * blocks that were resized. */
typedef struct fuzz_alloc_counts {
    Py_ssize_t made, resized;
} fuzz_alloc_counts;
fuzz_alloc_counts fuzz_alloc_calls(void);

/* fuzz_totals is what must be the same before and after an input. */
typedef struct fuzz_totals {
    Py_ssize_t references; /* of the whole interpreter */
    Py_ssize_t blocks;     /* allocated from the object and mem domains */
    Py_ssize_t bytes;      /* of malloc, as AddressSanitizer counts; or 0 */
} fuzz_totals;
fuzz_totals fuzz_totals_now(void);

/* fuzz_totals_since is what has been added since |before|. */
fuzz_totals fuzz_totals_since(fuzz_totals before);

static inline bool fuzz_totals_are_zero(fuzz_totals t)
{
    return t.references == 0 && t.blocks == 0 && t.bytes == 0;
}

#endif /* FUZZ_INTERPRETER_H */
