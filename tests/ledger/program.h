/* program.h: what the programs of tests/negative/ and tests/positive/ share.
 *
 * A file holds several, which are functions without parameters; argv[1] names
 * the one to run. What follows is printed to stdout, for the test to read:
 *
 *   under HOLDFAST_LEDGER=raise    "raised", and the exception
 *   under HOLDFAST_LEDGER=collect  "collected", and each report
 *
 * and then the interpreter goes on and is finalized.
 */
#ifndef TESTS_LEDGER_PROGRAM_H
#define TESTS_LEDGER_PROGRAM_H

#include "core/holdfast.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct program {
    const char *name;
    void (*run)(void);
} program;

/* clang-format off */
#define PROGRAM(name) {#name, name}
/* clang-format on */

/* The programs of a file, up to one without a name. */
extern const program programs[];

/* expect ends the process where something else does not hold. */
#define expect(condition)                                                      \
    ((condition) ? (void)0 : expect_failed(#condition, __FILE__, __LINE__))
__attribute__((noreturn)) void expect_failed(const char *what, const char *file,
                                             int line);

/* memory_ends makes all allocations of CPython fail from here on, if argv[2]
 * is "exhausted". */
void memory_ends(void);

/* in_thread runs |body| in another thread, which holds the GIL, and waits for
 * its end. An exception that is set there is then set here. */
void in_thread(void (*body)(void));

/* without_gil runs |body| in another thread, which does not hold the GIL. This
 * one does, and waits. */
void without_gil(void (*body)(void));

/* python runs |source| in __main__; value gives a new reference to the value of
 * an expression. They end the process if that raises. */
void python(const char *source);
PyObject *value(const char *expression);

/* hook makes |function| known to __main__ as |name|. */
void hook(const char *name, PyObject *(*function)(PyObject *, PyObject *));

#endif /* TESTS_LEDGER_PROGRAM_H */
