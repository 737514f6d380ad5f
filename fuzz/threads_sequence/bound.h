/* bound.h: the module of bound.c. */
#ifndef FUZZ_THREADS_SEQUENCE_BOUND_H
#define FUZZ_THREADS_SEQUENCE_BOUND_H

#include "fuzz/threads_sequence/world.h"

PyModuleDef *shared_definition(void);

#endif /* FUZZ_THREADS_SEQUENCE_BOUND_H */
