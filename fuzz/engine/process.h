/* process.h: what all fuzz targets are as programs: they start, run inputs,
 * compare what is left over, and explain a failure. A target defines the six
 * functions at the end; a sequence of operations has them from engine.c.
 *
 * --replay FILE among the arguments prints the trace of one input and ends;
 * --emit-c FILE OUT... does so too, and writes a program that does the same to
 * OUT (emit.h). --list FILE prints what the input consists of.
 * --operations=N ends a run that has done so many; --outcomes is for comparing
 * runs (outcomes.h).
 */
#ifndef FUZZ_PROCESS_H
#define FUZZ_PROCESS_H

#include "testing/interpreter.h"

#include <stdint.h>
#include <stdio.h>

/* fuzz_tracing is where each step is printed as it is done, or NULL. */
extern FILE *fuzz_tracing;

/* fuzz_listing says that of each record that has an effect is to be printed
 * where it begins, and where its string does, and how long that is. */
extern bool fuzz_listing;

/* fuzz_counted is what this process has done, for the line at its end. */
typedef struct fuzz_counts {
    unsigned long long inputs, steps, failures;
} fuzz_counts;
extern fuzz_counts fuzz_counted;

/* fuzz_failed ends the process: |oracle| expected one thing and found another.
 * It prints both, the input in words, and where to go from there. */
__attribute__((noreturn, format(printf, 2, 3))) void fuzz_failed(
    const char *oracle, const char *format, ...);

/* fuzz_made ends the process where |raw| is NULL: nothing that a target needs
 * to start may be missing. It gives |raw|. */
PyObject *fuzz_made(PyObject *raw);

/* fuzz_set_made sets an item of a dict to what was made for it, which it takes. */
void fuzz_set_made(PyObject *dict, const char *key, PyObject *made);

/* fuzz_start starts the interpreter and the target, once. */
void fuzz_start(void);

/* fuzz_input runs one input, and again where it seems to leave something over.
 */
void fuzz_input(const uint8_t *data, size_t size);

/* Between these stands what holds or ends the process: the fuzzer is not told
 * which way it went, which takes a twentieth of the time of a step. */
#ifdef __clang__
#define FUZZ_PRAGMA(text) _Pragma(#text)
#define FUZZ_DOES_NOT_GUIDE                                                    \
    FUZZ_PRAGMA(clang attribute push(__attribute__((no_sanitize("coverage"))), \
                                     apply_to = function))
#define FUZZ_GUIDES _Pragma("clang attribute pop")
#else
#define FUZZ_DOES_NOT_GUIDE
#define FUZZ_GUIDES
#endif

/* ---- Defined by the target. */

const char *fuzz_name(void);
/* fuzz_prelude lists the target's own files that a program of C is linked with, all
 * of them, up to a NULL (emit.h). */
const char *const *fuzz_prelude(void);
void fuzz_begin(void);                            /* once */
void fuzz_once(const uint8_t *data, size_t size); /* one input */
void fuzz_explain(FILE *to); /* the input that is run, in words */
void fuzz_where(FILE *to);   /* where in it, on one line; or nothing */

/* fuzz_prepare is defined by a target that makes things, such as classes, when
 * an input asks for them first, and keeps them: it makes those of this input, and
 * what is left over is counted from there. */
void fuzz_prepare(const uint8_t *data, size_t size) __attribute__((weak));

/* fuzz_leaves_handles is defined by a target that is about the ledger, and looks
 * itself at the handles that are open: to do so takes time. */
void fuzz_leaves_handles(void) __attribute__((weak));

#endif /* FUZZ_PROCESS_H */
