/* kept.h: a program that makes its inputs itself leaves the one that fails behind,
 * as a fuzzer does. */
#ifndef FUZZ_KEPT_H
#define FUZZ_KEPT_H

#include <stddef.h>
#include <stdint.h>

/* fuzz_keep_what_fails has what is then in |input| written to a file, into
 * TEST_UNDECLARED_OUTPUTS_DIR if that is set, when the process is aborted. Both
 * must stay where they are. */
void fuzz_keep_what_fails(const uint8_t *input, const size_t *size);

#endif /* FUZZ_KEPT_H */
