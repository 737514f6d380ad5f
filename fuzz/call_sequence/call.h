/* call.h: one call of call_sequence: of a bound function, with a vector of
 * arguments some of which have names; and its model. */
#ifndef FUZZ_CALL_SEQUENCE_CALL_H
#define FUZZ_CALL_SEQUENCE_CALL_H

#include "bind/module.h"
#include "fuzz/contract/operands.h"
#include "fuzz/engine/calls.h"

enum { CALL_ARGUMENTS = 6, CALL_NAMED = 3, CALL_NAMES = 24 };

struct fuzz_call {
    int n, n_named; /* arguments; how many of them, the last ones, have names */
    int way;        /* in which it is called: see call.c */
    unsigned armed; /* the allocation that fails, or 0 */
    int name[CALL_NAMED];
    int operand[CALL_ARGUMENTS], behaviour[CALL_ARGUMENTS];

    bool ok, fired;
};

/* call_operand makes what an argument says, with one reference that the caller
 * releases by operand_drop. Some run Python code. */
operand call_operand(int byte, int behaviour);
bool call_runs_python(int byte, int behaviour);

/* calls_have_started says that the target has. */
extern bool calls_have_started;

/* calls_reset makes what functions count what it is at first. */
void calls_reset(void);

/* ---- bound.c. */

/* bound_module makes the module. */
PyObject *bound_module(PyObject *spec);

/* bound_count sets what |count| has counted. */
void bound_count(PyObject *module, int64_t counted);

/* ---- model.c. */

/* model_start makes the model of each function of |bound|, as Python says it. */
void model_start(PyObject *bound);

/* model_global is a global of the model's, borrowed. */
PyObject *model_global(const char *name);

/* model_of is what has the same parameters as the bound function |name|, and
 * refuses what CPython's own would: borrowed. */
PyObject *model_of(const char *name);

/* model_traceback is |traceback| without the frames of the model, borrowed. */
PyObject *model_traceback(PyObject *traceback);

/* model_count sets what the functions that count have counted. */
void model_count(int64_t counted);

#endif /* FUZZ_CALL_SEQUENCE_CALL_H */
