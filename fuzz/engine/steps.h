/* steps.h: what the parts of the engine share; no target uses it. */
#ifndef FUZZ_STEPS_H
#define FUZZ_STEPS_H

#include "fuzz/engine/engine.h"

enum { FUZZ_RECORD = 4, FUZZ_OBJECTS = 256, FUZZ_NESTED = 3 };

/* ---- engine.c: the steps that were begun. */

extern fuzz_step fuzz_steps[FUZZ_STEPS];
extern int fuzz_n_steps;

/* fuzz_is_operand says that a step under way around the current one has |o|
 * in its hands, or what holds it, and may have taken references to it. */
bool fuzz_is_operand(const fuzz_object *o);

/* fuzz_is_taken says that slot |slot| is not even to be read: a step under way
 * around the current one consumes what is there, or puts something else there. */
bool fuzz_is_taken(int slot);

/* ---- model.c. */

extern fuzz_object fuzz_objects[FUZZ_OBJECTS]; /* in use: held > 0 */
extern int fuzz_objects_end;                   /* none is in use from here on */

static inline int fuzz_number_of(const fuzz_object *o)
{
    return (int)(o - fuzz_objects);
}

/* fuzz_unused is the number of the model's object that is made next. */
int fuzz_unused(void);

/* fuzz_enter gives the model of a new object at |raw|, like |made|, once
 * held. */
fuzz_object *fuzz_enter(PyObject *raw, const fuzz_object *made);

/* fuzz_forget_objects makes all entries free, at the end of a program. */
void fuzz_forget_objects(void);

/* ---- oracles.c. */

void fuzz_check_object(const fuzz_object *o);
void fuzz_check_slot(int slot);
void fuzz_check_outcome(const fuzz_step *step);
void fuzz_check_touched(const fuzz_step *step);
void fuzz_check_all(void);

/* fuzz_blocks_begin notes what is allocated before the first step.
 * fuzz_check_blocks compares, after a step that failed, what is allocated with
 * what the model says is held: a difference is counted, since a cache that was
 * filled looks the same the first time. */
void fuzz_blocks_begin(void);
void fuzz_check_blocks(const fuzz_step *step);

/* ---- words.c: for a reader. */

void fuzz_print_step(FILE *to, const fuzz_step *step);
void fuzz_print_outcome(FILE *to, const fuzz_step *step);

/* fuzz_print_c prints the code of |step| on one line. */
void fuzz_print_c(FILE *to, const fuzz_step *step, bool compiles);

/* fuzz_message is what the exception of |step| must say. */
const char *fuzz_message(const fuzz_step *step);

/* fuzz_type_name is the type of |exception|, or "success". */
const char *fuzz_type_name(PyObject *exception);

/* ---- emit_steps.c: for a compiler. */

/* fuzz_gives_back says that |step| consumed slot x and put its result there. */
bool fuzz_gives_back(const fuzz_step *step);

void fuzz_emit_step(const fuzz_step *step);
void fuzz_emit_outcome(const fuzz_step *step);
void fuzz_emit_made(int slot, const fuzz_object *o, int number, bool fresh);
void fuzz_emit_same(int slot, const fuzz_object *o);
void fuzz_emit_gone(const fuzz_object *o);
void fuzz_emit_check(const fuzz_object *o, int slot); /* negative: any */
void fuzz_emit_empty(int slot);
void fuzz_emit_blocks(Py_ssize_t n); /* negative: not known */
void fuzz_emit_nest(bool begins);
void fuzz_emit_program_end(void);
void fuzz_emit_finish(int expected);

#endif /* FUZZ_STEPS_H */
