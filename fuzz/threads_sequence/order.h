/* order.h: whether what threads found can be explained by some order of their steps. */
#ifndef FUZZ_THREADS_SEQUENCE_ORDER_H
#define FUZZ_THREADS_SEQUENCE_ORDER_H

#include "fuzz/threads_sequence/world.h"

enum { MOST_THREADS = 4, MOST_STEPS = 8 };

typedef struct step {
    const operation *operation;
    int a, b;
    int64_t result;
} step;

typedef struct history {
    int n;
    step steps[MOST_STEPS];
} history;

/* explained says whether the steps on |object|, those of each thread in its order, can
 * be put into one order in which each result is what the model says, and after all of
 * which |last| reads |found|. UNDECIDED: there are too many to try. */
typedef enum explained { UNEXPLAINED, EXPLAINED, UNDECIDED } explained;
explained explained_by_an_order(const history *threads, int n,
                                enum object object, int64_t found);

#endif /* FUZZ_THREADS_SEQUENCE_ORDER_H */
