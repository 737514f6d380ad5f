/* fuzz_rate: what the fuzz engine costs. Runs the same programs at each depth,
 * one after the other, in thread CPU time, in the fuzzers' own build. */

#define _POSIX_C_SOURCE 200809L /* clock_gettime */

#include "fuzz/engine/engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PROGRAMS = 60, RECORDS = 600, TAIL = 512, REPEATS = 8, ROUNDS = 15 };

static const char *const names[] = {"empty target", "bare calls",
                                    "calls and model", "all oracles"};

typedef struct program {
    uint8_t data[RECORDS * 4 + TAIL];
    size_t size;
} program;

static program programs[PROGRAMS];

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static uint32_t random_number(void)
{
    static uint64_t state = 0x9E3779B97F4A7C15u;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 16);
}

/* make_record is one of an operation of the table, but for those that make long
 * texts: one would take as long as all others. */
static void make_record(uint8_t *record)
{
    const fuzz_op *op;
    do {
        op = fuzz_op_at((int)(random_number() % (uint32_t)fuzz_n_ops()));
    } while (strcmp(op->name, "create_long") == 0);
    record[0] = (uint8_t)op->id;
    record[1] = (uint8_t)(random_number() % FUZZ_SLOTS |
                          (uint32_t)op->id >> 8 << 3);
    record[2] = (uint8_t)random_number();
    record[3] = (uint8_t)random_number();
}

/* make gives |p| records until it does |wanted| operations. */
static void make(program *p, int wanted)
{
    uint8_t tail[TAIL];
    for (int i = 0; i < TAIL; i++) {
        tail[i] = (uint8_t)random_number();
    }
    p->size = 0;
    int done = 0;
    for (int n = 0; done < wanted && n < RECORDS; n++) {
        make_record(p->data + n * 4);
        memcpy(p->data + (n + 1) * 4, tail, TAIL);
        p->size = (size_t)(n + 1) * 4 + TAIL;
        /* The strings' bytes are not to be read as records. */
        fuzz_records_at_most((size_t)n + 1);
        done = fuzz_run(p->data, p->size, FUZZ_MODEL);
    }
}

static void run(const program *p, fuzz_depth depth)
{
    fuzz_records_at_most((p->size - TAIL) / 4);
    if (depth == FUZZ_ORACLES) {
        fuzz_input(p->data, p->size);
    } else {
        fuzz_run(p->data, p->size, depth);
    }
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void measure(int operations)
{
    double times[FUZZ_ORACLES + 1][ROUNDS] = {{0}};
    for (int i = 0; i < PROGRAMS; i++) {
        make(&programs[i], operations);
    }
    for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < PROGRAMS; i++) {
            for (int depth = FUZZ_ORACLES; depth >= FUZZ_EMPTY; depth--) {
                if (depth == FUZZ_CALLS) {
                    run(&programs[i], FUZZ_MODEL); /* prepares the calls */
                }
                run(&programs[i], (fuzz_depth)depth); /* all is in the caches */
                double start = now();
                for (int n = 0; n < REPEATS; n++) {
                    run(&programs[i], (fuzz_depth)depth);
                }
                times[depth][round] += now() - start;
            }
        }
    }
    double median[FUZZ_ORACLES + 1];
    for (int depth = FUZZ_EMPTY; depth <= FUZZ_ORACLES; depth++) {
        qsort(times[depth], ROUNDS, sizeof(double), by_value);
        median[depth] = times[depth][ROUNDS / 2] / (PROGRAMS * REPEATS);
    }
    for (int depth = FUZZ_EMPTY; depth <= FUZZ_ORACLES; depth++) {
        printf("| %3d operations: %-15s | %10.0f |", operations, names[depth],
               1 / median[depth]);
        if (depth == FUZZ_EMPTY) {
            printf(" %12s | %8s | %8s |\n", "", "", "");
        } else {
            printf(" %12.0f | %8.2f | %8.2f |\n", operations / median[depth],
                   median[FUZZ_CALLS] / median[depth],
                   median[FUZZ_MODEL] / median[depth]);
        }
    }
}

int main(void)
{
    fuzz_start();
    printf("| A program of                    |   inputs/s | operations/s | of "
           "calls | of model |\n"
           "|---------------------------------|-----------:|-------------:|"
           "---------:|---------:|\n");
    measure(16);
    measure(128);
    return 0;
}
