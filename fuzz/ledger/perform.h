/* perform.h: how a site is called: with the GIL or without, in another thread,
 * while something fails; and ends of the process that are expected. */
#ifndef FUZZ_LEDGER_PERFORM_H
#define FUZZ_LEDGER_PERFORM_H

#include "fuzz/ledger/call.h"

/* perform calls a site, as it is to be called. */
void perform(call *c, void (*body)(void));

/* run_guarded calls it here, and comes back from the end of the process. */
void run_guarded(void (*body)(void));
extern bool jumped; /* the last call came back from one */

/* faults calls what ends in a fault that is not the ledger's affair. */
bool faults(void (*body)(void));

/* Where other threads have their stack, one at a time. Nothing can be read
 * behind it. */
enum { STACK = 1 << 20 };
extern char *other_stack;

void perform_start(void);

#endif /* FUZZ_LEDGER_PERFORM_H */
