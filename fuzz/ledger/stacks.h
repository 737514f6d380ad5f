/* stacks.h: whether this is ledger_stacks: the ledger's target as what runs with
 * $HOLDFAST_LEDGER_STACKS and $HOLDFAST_LEDGER_EXIT, which a process reads once.
 * A program is linked with stacks_on.c or with stacks_off.c. */
#ifndef FUZZ_LEDGER_STACKS_H
#define FUZZ_LEDGER_STACKS_H

#include <stdbool.h>

extern const bool with_stacks;

#endif /* FUZZ_LEDGER_STACKS_H */
