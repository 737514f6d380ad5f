/* random.h: what a mutator has from libFuzzer: its own mutations, and a seed, of
 * which it makes its numbers. For the file that mutates, one in each target. */
#ifndef FUZZ_RANDOM_H
#define FUZZ_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* libFuzzer's: of |size| bytes it makes others, |most| at most, and says how
 * many. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);

/* The mutator's, which libFuzzer calls. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most,
                               unsigned seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size,
                                 const uint8_t *b, size_t b_size, uint8_t *out,
                                 size_t most, unsigned seed);

static uint64_t random_state;

/* random_below is a number from 0 to n - 1; 0 where n is 0. */
static size_t random_below(size_t n)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    return n == 0 ? 0 : (size_t)((random_state >> 11) % n);
}

static void seed_random(unsigned seed)
{
    random_state = (seed + 1) * UINT64_C(0x9E3779B97F4A7C15);
    random_below(1);
}

#endif /* FUZZ_RANDOM_H */
