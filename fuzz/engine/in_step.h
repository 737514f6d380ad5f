/* in_step.h: what Python code that a step runs may ask of the engine, or of
 * the program that was made of an input: of whichever it is in. */
#ifndef FUZZ_IN_STEP_H
#define FUZZ_IN_STEP_H

#include "fuzz/engine/process.h"
#include "fuzz/engine/slots.h"

/* fuzz_step_value is the value of the innermost step that is under way. */
uint8_t fuzz_step_value(void);

/* fuzz_steps_under_way is how many steps are done now, one within another. */
int fuzz_steps_under_way(void);

/* fuzz_step_y is the slot y of the innermost of them. */
int fuzz_step_y(void);

/* fuzz_tell tells the target's model what Python code has just done to objects:
 * see fuzz_target. */
void fuzz_tell(int what);

/* fuzz_in_use says that a step that is under way uses slot |slot|. */
bool fuzz_in_use(int slot);

/* fuzz_left notes that slot |slot| was emptied by other means than a step's
 * flags. */
void fuzz_left(int slot);

/* fuzz_drop empties a slot that no step under way uses; which, is in the value of
 * the innermost one. */
void fuzz_drop(void);

/* fuzz_nest does the next steps of the program here and now, within the one
 * that is under way: at most |most|. They read what is in use, and change
 * nothing of it. */
void fuzz_nest(int most);

#endif /* FUZZ_IN_STEP_H */
