/* late.h: blocks that are there after a step, and that nobody should hold any
 * more. A cache that was filled looks the same the first time: so that is noted,
 * and told where it is so each time that the input is run. And the interpreter's
 * state, which is looked at where a run ends. */
#ifndef FUZZ_LATE_H
#define FUZZ_LATE_H

#include "fuzz/engine/process.h"

/* fuzz_late notes that after |step| there were |found| blocks, not |wanted|. */
void fuzz_late(int step, const char *name, Py_ssize_t wanted, Py_ssize_t found);

/* fuzz_late_forget is the beginning of a run; fuzz_is_late says that something
 * was noted in this one; fuzz_late_failed tells it. */
void fuzz_late_forget(void);
bool fuzz_is_late(void);
__attribute__((noreturn)) void fuzz_late_failed(void);

/* fuzz_check_state fails where a run has left the interpreter otherwise than it was:
 * the collector is disabled in all of a target's life. */
void fuzz_check_state(void);

#endif /* FUZZ_LATE_H */
