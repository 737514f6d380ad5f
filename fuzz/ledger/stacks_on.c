/* In ledger_stacks, in place of stacks_off.c. */

#include "fuzz/ledger/stacks.h"

const bool with_stacks = true;
