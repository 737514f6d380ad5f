/* calls.h: what each call of an extension's function does to counts.
 *
 * While a test is looked at closely, CPython tells of each call of a function
 * that is written in C. Before it, the free lists are emptied, so that what it
 * allocates is seen with its stack; after it, the counts of the suspicious
 * objects are compared. */
#ifndef HOLDFAST_CALLS_H
#define HOLDFAST_CALLS_H

#include "core/holdfast.h"

#include "preload.h"

/* hf_calls_suspect is whose counts to compare: borrowed, until the next call.
 * Of more than a few the first ones are. */
void hf_calls_suspect(PyObject *const *objects, size_t n);

/* hf_calls_watch begins or ends it, for functions within the ranges. |collect|
 * is gc.collect. |preload| may be NULL; otherwise the counts of objects that
 * were made in this repetition are compared, too. |descriptors| may be NULL, or
 * counts the open files. */
void hf_calls_watch(bool on, const holdfast_range *ranges, size_t n,
                    hf_object_borrowed collect,
                    const holdfast_preload_table *preload,
                    long (*descriptors)(void));

/* hf_calls_found is a list of (object, function, file, line, change): calls of
 * |function| in that line have changed the count of |object| by |change|, and
 * it stayed so when they had returned.
 *
 *   -> new or null | raises MemoryError
 */
HF_NODISCARD hf_object hf_calls_found(void);

/* hf_calls_forget empties that list. */
void hf_calls_forget(void);

/* hf_calls_address is that of the C function that |function| calls, or NULL. */
void *hf_calls_address(PyObject *function);

#endif /* HOLDFAST_CALLS_H */
