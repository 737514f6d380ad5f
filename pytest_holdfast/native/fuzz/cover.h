/* cover.h: which places of a binary without source were reached.
 *
 * The first byte of each is replaced by a breakpoint, which is taken out when
 * it is hit: each costs one trap in all. What was hit is in memory that is
 * shared with the children of the process. */
#ifndef HOLDFAST_COVER_H
#define HOLDFAST_COVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* hf_cover_plant takes starts of instructions. False: not on this machine. */
bool hf_cover_plant(const uintptr_t *addresses, size_t n);

/* hf_cover_count is how many were hit, by this process and its kin. */
size_t hf_cover_count(void);

/* hf_cover_at writes the i-th place; false after the last. */
bool hf_cover_at(size_t i, uintptr_t *address, bool *reached);

#endif /* HOLDFAST_COVER_H */
