/* interpreter.h: the CPython that tests and fuzzers run against. */
#ifndef TESTING_INTERPRETER_H
#define TESTING_INTERPRETER_H

#include "testing/allocator.h"

/* start_interpreter starts it, or ends the process with a message. It is
 * isolated from the environment, has a fixed hash seed, takes memory from
 * |base| by way of allocator.h, and its caches are warm: what CPython fills
 * once, on first use, shall not look like a leak. */
void start_interpreter(PyMemAllocatorName base);

/* start_interpreter_alone does nothing but start it: allocator.h counts for one
 * thread. */
void start_interpreter_alone(PyMemAllocatorName base);

/* fill_free_lists has CPython keep as many ints, iterators, methods and so on as it
 * does from 3.14 on: what a program makes later is one of these. It is called when all
 * is there that stays. */
void fill_free_lists(void);

/* weakly_held is the object of a weak reference, lent by who holds it; NULL where it
 * is gone. */
PyObject *weakly_held(PyObject *weak);

#endif /* TESTING_INTERPRETER_H */
