/* outcomes.h: what runs of inputs resulted in, to be compared with what they
 * result in elsewhere: same input, same behaviour (test_determinism.py). */
#ifndef FUZZ_OUTCOMES_H
#define FUZZ_OUTCOMES_H

#include <stdbool.h>

/* fuzz_outcomes runs the files that stdin names, one on each line. For each run
 * it prints to stdout the trace, and how often each counter of the layer's coverage
 * was passed. Each file is run twice in a row; or once, in a process that has run
 * nothing yet, where |fresh|. It gives what main() returns. */
int fuzz_outcomes(bool fresh);

/* fuzz_outcome_begins is called where an input is begun, and each time that it is
 * begun again: something had been left over, as by what CPython keeps once. What
 * was printed of the run before does not count. */
void fuzz_outcome_begins(void);

#endif /* FUZZ_OUTCOMES_H */
