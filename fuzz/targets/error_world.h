/* error_world.h: what the operations of error_sequence use, beside the slots: an
 * exception that stays set from one step to the next, and Python functions that
 * one goes through.
 *
 * Between steps nothing may be set. So what a step leaves set is taken away at
 * its end, by CPython's own functions and as it is, maybe not even an instance
 * yet, and set again when the next begins.
 */
#ifndef FUZZ_ERROR_WORLD_H
#define FUZZ_ERROR_WORLD_H

#include "fuzz/engine/slots.h"
#include "fuzz/models/exception.h"
#include "fuzz/models/int.h"
#include "fuzz/models/str.h"

#include <errno.h>

typedef struct error_kept {
    PyObject *type, *value, *traceback;
} error_kept;
extern error_kept kept_error; /* type NULL: nothing is set */

/* begin sets again what is kept. end keeps what is set, and is true, where the
 * operation worked, or did nothing because something was set before; otherwise it
 * leaves what the operation raised. */
void begin(void);
bool end(bool worked);

/* is_set says, where |ok|, that what is kept is as these words say. */
void is_set(bool ok, const char *words);

/* error_fired says whether an allocation failed in this step. */
bool error_fired(void);

/* given is hf_error_fetch; but a MemoryError because of an allocation that failed
 * stays set, unless one is expected. */
hf_exception given(bool memory_error);

/* type_of is the type |i|, tuple_of a tuple of some of them. */
PyObject *type_of(int i);
enum { TUPLES = 4, TUPLE_OF = 3 };
extern const error_type tuple_types[TUPLES][TUPLE_OF];
PyObject *tuple_of(int i);

/* new_str is "note n". */
hf_str new_str(int n);

/* The function |which| of the source (THROUGH and so on) is called, and what it
 * calls raises |e|, consumed. */
void raise_in(int which, hf_exception e);

/* handle runs the next steps of the program while |e| is handled. error_handling,
 * unless NULL, is called at once when it is, and when these have ended. */
void handle(hf_exception_borrowed e);
extern void (*error_handling)(bool begins);

/* told is how often sys.unraisablehook was called since it was asked last. */
int told(void);

/* finish is the end of a program. */
void finish(int unused);

/* Where in the source a function calls what raises, and where it raises. */
enum {
    LINE_THROUGH = 1,
    LINE_DEEPER = 2,
    LINE_CLEANS = 4,
    LINE_AGAIN = 7,
    LINE_REPLACES = 10,
    LINE_REPLACED = 11,
    LINE_EXPLAINS = 13,
    LINE_EXPLAINED = 14,
    LINE_HANDLING = 16,
    LINE_HANDLED = 17
};
enum { RAISED_IN_PYTHON = 999 }; /* "wave 999" */

#endif /* FUZZ_ERROR_WORLD_H */
