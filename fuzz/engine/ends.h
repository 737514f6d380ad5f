/* ends.h: ends of the process that a target expects and comes back from, and
 * what is printed meanwhile. */
#ifndef FUZZ_ENDS_H
#define FUZZ_ENDS_H

#include "fuzz/engine/process.h"

/* ends_in says whether |body| ends with a signal that comes back. */
bool ends_in(void (*body)(void));

/* ends_come_back is the handler of such a signal. */
void ends_come_back(int number);

/* ends_begin makes abort one that comes back, and reads what is printed; or,
 * |silent|, has nothing printed. */
void ends_begin(bool silent);

/* ends_read undoes that, and gives what was printed, up to the next time. */
const char *ends_read(void);

/* ends_give_back is for an end that nobody expects, in the middle of that: what
 * was printed says why. */
void ends_give_back(void);

#endif /* FUZZ_ENDS_H */
