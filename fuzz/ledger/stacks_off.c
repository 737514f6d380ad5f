/* In ledger, in place of stacks_on.c. */

#include "fuzz/ledger/stacks.h"

const bool with_stacks = false;
