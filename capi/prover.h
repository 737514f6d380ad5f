/* prover.h: what the generated thunks and the prover share.
 *
 * A call's arguments are slots. A slot is a value that is passed as it is; a
 * slot of an out parameter points to its cell. The prover's caller, worker.py,
 * fills them, calls, and gives back what the row says it still owns: all that is
 * done with raw references here, so that Python holds none of its own.
 */
#ifndef HOLDFAST_CAPI_PROVER_H
#define HOLDFAST_CAPI_PROVER_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <frameobject.h>
#include <structmember.h>

#include <stdarg.h>
#include <stdint.h>

typedef union {
    void *p;
    long long i;
    double d;
} hfp_value;

typedef void (*hfp_call)(hfp_value *a, hfp_value *r);

typedef struct {
    const char *name;
    hfp_call call;
} hfp_thunk;

extern const hfp_thunk hfp_thunks[];

/* For the macros of datetime.h, which keep what they need where they are used. */
int hfp_import(void);

/* Pointers that are no objects, by name: a PyMethodDef and so on. */
void *hfp_named(const char *name);

/* Objects that Python code cannot make, by name. */
PyObject *hfp_make(const char *name);

/* What is done before a call, or after it. */
void hfp_before(const char *name);
void hfp_undo(const char *name, hfp_value *slots);

/* Set while allocations count. */
extern int hfp_armed;

/* Functions that a thunk cannot call: see programs.c. */
extern const hfp_thunk hfp_programs[];

#endif
