/* native.h: what the parts of pytest_holdfast._native know of each other. */
#ifndef HOLDFAST_NATIVE_H
#define HOLDFAST_NATIVE_H

#include "core/holdfast.h"

#include "preload/preload.h"

extern const holdfast_preload_table *preload; /* NULL: it is not loaded */

/* need_preload raises where it is not. */
bool need_preload(void);

/* The interpreter's loop: what is beyond it in a stack was called by Python. */
void *loop(void);

/* hook puts Python's heaps, too, under the eyes of the preloaded library, until
 * unhook was called as often. */
void hook(void);
void unhook(void);

/* read_ranges writes up to RANGES of a list of pairs. */
enum { RANGES = 64 };
bool read_ranges(PyObject *list, holdfast_range *out, size_t *n);

/* start_counters finds the functions of Python's that count. */
bool start_counters(void);

/* collector is gc.collect. */
hf_object_borrowed collector(void);
long open_files(void);

/* The counts of objects: begin_counts reads them, compare_counts says whether
 * some have changed in one direction each time since watch(), but for what they have
 * from pause_counts to resume_counts; suspects writes up to |most| of those that all
 * tests of a file can reach. */
void begin_counts(void);
void pause_counts(void);
void resume_counts(void);
bool compare_counts(void);
size_t suspects(PyObject **out, size_t most);

/* list_of_places is a list of the addresses of a stack; of NULL, none. */
PyObject *list_of_places(const holdfast_stack *s);

/* The module's functions, by the files that have them. */
typedef PyObject *native_function(PyObject *module, PyObject *argument);
/* counters.c */
native_function native_afresh, native_begin, native_pause, native_resume,
    native_end, native_growth, native_opened;
/* counts.c */
native_function native_watch, native_patience, native_changes;
/* stacks.c */
native_function native_start, native_stop, native_record, native_full,
    native_stacks, native_places, native_blocks, native_words, native_owner;
/* failures.c */
native_function native_fail, native_failures, native_failed, native_preloaded;
/* calls.c */
native_function native_calls, native_no_calls, native_no_deallocs,
    native_called, native_address;
/* death.c */
native_function native_stack_at_death;

#endif /* HOLDFAST_NATIVE_H */
