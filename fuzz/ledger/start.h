/* start.h: how a process begins and ends, which it does in parts. */
#ifndef FUZZ_LEDGER_START_H
#define FUZZ_LEDGER_START_H

#include <stdbool.h>

/* start_ledger makes the first calls that a ledger gets, when little is there. */
void start_ledger(void);

/* end_at_exit has Python end with this process, and looks at what is said then. */
void end_at_exit(void);

/* ends_well says whether Python ends, and the ledger says what it is to say of what
 * there is then: nothing, a handle that is open, or a pointer that was given away. */
typedef enum at_end { NOTHING_OPEN, ONE_OPEN, ONE_GIVEN } at_end;
bool ends_well(at_end what);

#endif /* FUZZ_LEDGER_START_H */
