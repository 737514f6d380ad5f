/* input.h: what comes before and after the calls of an input. */
#ifndef FUZZ_LEDGER_INPUT_H
#define FUZZ_LEDGER_INPUT_H

#include "fuzz/ledger/call.h"

/* begin_input forgets the one before. |long_one|: it may take long. */
void begin_input(bool long_one);

/* end_input releases all that is left. */
void end_input(void);

/* make is a call that the target makes itself. */
void make(const char *name, call c);

#endif /* FUZZ_LEDGER_INPUT_H */
