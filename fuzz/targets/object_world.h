/* object_world.h: what the operations of object_sequence use, beside the slots:
 * objects, some of which run Python code that raises, drops references or does
 * the next steps of the program.
 *
 * An instance of Hook has a mode: what its special methods do when they run.
 */
#ifndef FUZZ_OBJECT_WORLD_H
#define FUZZ_OBJECT_WORLD_H

#include "fuzz/engine/slots.h"
#include "fuzz/models/instance.h"
#include "fuzz/models/int.h"
#include "fuzz/models/singletons.h"
#include "fuzz/models/str.h"

/* What a Hook does; its number, 0 to 7, is what it hashes to, and it is true
 * where that is odd. */
typedef enum mode {
    QUIET,
    RAISES,
    INTERRUPTS,
    DROPS,
    WRONG,
    NESTS,
    MODES
} mode;

extern hf_object plain_class, hook_class, number[MODES + 8];

enum { NAMES = 4, ARGUMENTS = 12 };

/* take_runs is how often special methods ran, since it was called last. */
int take_runs(void);

/* What comes in several forms: with the |i|-th name as a str, or as UTF-8. */
typedef enum form { AS_STR, AS_UTF8 } form;

hf_object getattr(hf_object_borrowed y, int i, form as);
hf_lookup getattr_optional(hf_object_borrowed y, int i, form as,
                           hf_object *value);
hf_answer hasattr(hf_object_borrowed y, int i, form as);
bool setattr(hf_object_borrowed y, int i, form as, hf_object_borrowed z);
bool delattr(hf_object_borrowed y, int i, form as);

/* All arguments and keywords are |z|. */
hf_object call(hf_object_borrowed y, hf_object_borrowed z, Py_ssize_t n,
               Py_ssize_t n_keywords);
hf_object call_method(hf_object_borrowed y, form as, hf_object_borrowed z,
                      Py_ssize_t n, Py_ssize_t n_keywords);

/* exception raises ValueError(n), and gives it, or null where something else
 * is set then. */
hf_object exception(int n);

/* use_while_pending calls one of the functions that run Python code while an
 * exception is set: they must not run it. */
void use_while_pending(hf_object_borrowed y, int which);

/* finish is the end of a program, in which so many Hooks must have ended. */
void finish(int expected);

#endif /* FUZZ_OBJECT_WORLD_H */
