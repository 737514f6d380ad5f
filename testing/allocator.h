/* allocator.h: CPython's allocator, which counts, and fails on request. */
#ifndef TESTING_ALLOCATOR_H
#define TESTING_ALLOCATOR_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdbool.h>

/* hook_allocator puts itself before the object and the mem domain of the
 * interpreter that is running. All that follows counts from there. */
void hook_allocator(void);

/* fail_allocation makes the |k|-th allocation from here fail, once; 1 is the
 * next. end_of_failure ends that and says whether it happened. */
void fail_allocation(size_t k);
bool end_of_failure(void);

/* failure_is_armed says that one is to come. */
bool failure_is_armed(void);

/* allocations_made counts the calls that asked for a new block so far, and
 * reallocations_made those that asked for another size of one; those that
 * failed are among them. */
size_t allocations_made(void);
size_t reallocations_made(void);

/* blocks_now is how many blocks of both domains there are. */
Py_ssize_t blocks_now(void);

/* FREED_IS_FILLED has AddressSanitizer write over what is freed: CPython, which is
 * built without it, would find there what was, and go on. */
#define FREED_IS_FILLED "max_free_fill_size=1024:free_fill_byte=219"

/* totals are counted over the whole process. */
typedef struct totals {
    Py_ssize_t references; /* 0 on a release build */
    Py_ssize_t blocks;     /* allocated from the object and mem domains */
    Py_ssize_t bytes;      /* of malloc, as AddressSanitizer counts; or 0 */
} totals;
totals totals_now(void);

/* totals_since is what has been added since |before|. */
totals totals_since(totals before);

/* is_nothing_left is asked of what has been added. There may be fewer bytes than before:
 * CPython takes an object from its free lists, makes it smaller, and puts it back. */
static inline bool is_nothing_left(totals t)
{
    return t.references == 0 && t.blocks == 0 && t.bytes <= 0;
}

/* runs_to_judge is in how many runs, one after the other, something must be left to be
 * no cache: what a cache keeps is kept once. Fewer blocks may be of a store that was
 * filled before, as CPython's free lists are, of a hundred or so: that has an end. */
enum { RUNS_MORE = 4, RUNS_FEWER = 400 };
static inline int runs_to_judge(totals left)
{
    return left.references == 0 && left.blocks < 0 ? RUNS_FEWER : RUNS_MORE;
}

#endif /* TESTING_ALLOCATOR_H */
