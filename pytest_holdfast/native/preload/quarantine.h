/* quarantine.h: what is written where it must not be, seen below malloc.
 *
 * With HOLDFAST_QUARANTINE=BYTES in the environment each block has a canary
 * behind it, and what is freed is filled with a value that is no address, and
 * kept for a while. A block that is freed twice or was written beyond its end
 * ends the process where it is freed. */
#ifndef HOLDFAST_QUARANTINE_H
#define HOLDFAST_QUARANTINE_H

#include "preload.h"

/* hf_quarantine_extra is how many bytes a block needs beyond its own. */
size_t hf_quarantine_extra(void);

/* hf_quarantine_given writes the canary of a block of |size| bytes that
 * |size| + extra were allocated for. |block| may be NULL. */
void hf_quarantine_given(void *block, size_t size);

/* hf_quarantine_size is how many bytes were asked for. */
size_t hf_quarantine_size(void *block);

/* hf_quarantine_freed keeps the block, or says that it is the caller's to free,
 * by true. */
bool hf_quarantine_freed(void *block, void (*release)(void *));

/* hf_quarantine_rest: nothing is kept while it rests. What the fuzzer itself
 * frees between two programs is of no interest, and would cost most of its
 * time. */
void hf_quarantine_rest(bool rests);

/* hf_quarantine_mark is where hf_quarantine_check begins. */
void hf_quarantine_mark(void);

/* hf_quarantine_check looks at what was freed since then: whether something has
 * written into it, and where. */
bool hf_quarantine_check(holdfast_damage *out);

#endif /* HOLDFAST_QUARANTINE_H */
