/* compare.h: what is compared after each call. */
#ifndef FUZZ_LEDGER_COMPARE_H
#define FUZZ_LEDGER_COMPARE_H

#include "fuzz/ledger/call.h"

/* compare_begin is the beginning of an input. */
void compare_begin(void);

/* check_raised compares the exception that a call left, and clears it. */
void check_raised(const call *c);

/* check_objects compares references, and what the process has. */
void check_objects(void);

#endif /* FUZZ_LEDGER_COMPARE_H */
