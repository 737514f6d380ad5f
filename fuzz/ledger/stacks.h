/* stacks.h: makes ledger.c what runs with $HOLDFAST_LEDGER_STACKS, which
 * a ledger reads when it starts. */
#undef LEDGER_STACKS
#define LEDGER_STACKS 1
