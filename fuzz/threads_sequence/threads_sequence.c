/* threads_sequence: two to four threads run short programs on objects that they share,
 * at the same time, many times over. Then what each of them found must be explained by
 * some order of their steps (order.h), nobody may hold what was shared, and no token
 * may be left over, or have been freed twice.
 *
 * What an input says is which programs; in which order their steps come is for the
 * machine to say, so that an input that fails may need to be run again. Without the GIL
 * threads run at the same time. With it one takes turns with another where it lets go of
 * the GIL, between steps: then this is a test of the model.
 *
 * An input: a byte for the number of threads, a byte for how they wait, then three bytes
 * for each step: its thread and operation, and two numbers. */
#include "fuzz/threads_sequence/order.h"

#include "testing/interpreter.h"

#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 64, SPIN = 400 };

static struct {
    history threads[MOST_THREADS]; /* what they are to do */
    int n;
    uint8_t waits;
} program;

/* What they did. */
static history results[ROUNDS][MOST_THREADS];
static world worlds[ROUNDS];

static struct {
    unsigned long long inputs, rounds, steps, undecided;
} counted;

static int times = 1;

/* ---- What is said of a failure. */

static void explain(FILE *to, const history *threads, int n)
{
    for (int i = 0; i < n; i++) {
        fprintf(to, "  thread %d\n", i);
        for (int j = 0; j < threads[i].n; j++) {
            const step *s = &threads[i].steps[j];
            fprintf(to, "    %s(%d, %d) -> %lld\n", s->operation->name, s->a,
                    s->b, (long long)s->result);
        }
    }
}

_Noreturn static void failed(const char *oracle, const char *what, int round)
{
    fprintf(stderr, "\n== holdfast: threads_sequence: the %s oracle ==\n%s\n",
            oracle, what);
    explain(stderr, round >= 0 ? results[round] : program.threads, program.n);
    fprintf(stderr,
            "Run it again with --times=100 FILE: the order is not in an "
            "input.\n");
    fflush(stderr);
    abort();
}

/* ---- Threads. They live as long as the process, and wait without the GIL. */

static pthread_barrier_t before, after;
static int begun;   /* how many there are */
static int arrived; /* at the rounds so far, of all threads */

/* pause_for lets others run. */
static void pause_for(unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        __asm__ volatile("" ::: "memory");
    }
}

/* meet waits until all threads are there. */
static void meet(int round)
{
    const int wanted = program.n * (round + 1);
    __atomic_add_fetch(&arrived, 1, __ATOMIC_ACQ_REL);
    for (int i = 0; __atomic_load_n(&arrived, __ATOMIC_ACQUIRE) < wanted; i++) {
        if (i > SPIN) {
            sched_yield();
        }
    }
}

static uint32_t next_of(uint32_t *random)
{
    *random ^= *random << 13;
    *random ^= *random >> 17;
    *random ^= *random << 5;
    return *random;
}

static void run_round(int number, int round, uint32_t *random)
{
    history *mine = &results[round][number];
    for (int j = 0; j < mine->n; j++) {
        step *s = &mine->steps[j];
        uint32_t r = next_of(random);
        if ((program.waits & 1) != 0) {
            pause_for(r >> 8 & 0xFF);
        }
        if ((program.waits & 2) != 0 && (r & 7) == 0) {
            hf_without_gil {
                sched_yield();
            }
        }
        s->result = s->operation->run(&worlds[round], s->a, s->b);
    }
}

static void *thread_main(void *argument)
{
    const int number = (int)(intptr_t)argument;
    uint32_t random = 0x9E3779B9u * (uint32_t)(number + 1);
    hf_with_gil {
        __atomic_add_fetch(&begun, 1, __ATOMIC_RELEASE);
        for (;;) {
            hf_without_gil {
                pthread_barrier_wait(&before);
            }
            for (int round = 0; number < program.n && round < ROUNDS;
                 round++) {
                hf_without_gil {
                    meet(round);
                }
                run_round(number, round, &random);
            }
            hf_without_gil {
                pthread_barrier_wait(&after);
            }
        }
    }
    return NULL;
}

/* ---- An input. */

static bool decode(const uint8_t *data, size_t size)
{
    memset(program.threads, 0, sizeof(program.threads));
    if (size < 5) {
        return false;
    }
    program.n = 2 + data[0] % (MOST_THREADS - 1);
    program.waits = data[1];
    for (size_t i = 2; i + 3 <= size; i += 3) {
        history *h = &program.threads[data[i + 2] / 64 % program.n];
        if (h->n < MOST_STEPS) {
            h->steps[h->n++] = (step){
                .operation = &operations[data[i] % n_operations],
                .a = data[i + 1] % VALUES,
                .b = data[i + 1] / VALUES % VALUES,
            };
        }
    }
    return true;
}

static void check(int round)
{
    static const char *const names[OBJECTS] = {
        "list", "queue", "dict", "set", "bytearray", "node", "page"};
    const history *threads = results[round];
    for (int i = 0; i < program.n; i++) {
        for (int j = 0; j < threads[i].n; j++) {
            const step *s = &threads[i].steps[j];
            model none = {0};
            if (s->operation->object == OWN &&
                !s->operation->explains(&none, s->a, s->b, s->result)) {
                failed("own", "what a thread made alone is wrong", round);
            }
            counted.steps++;
        }
    }
    for (int object = 0; object < OBJECTS; object++) {
        const operation *last = last_of((enum object)object);
        int64_t found = last->run(&worlds[round], 0, 0);
        explained is = explained_by_an_order(threads, program.n,
                                             (enum object)object, found);
        counted.undecided += is == UNDECIDED;
        if (is == UNEXPLAINED) {
            char text[100];
            snprintf(text, sizeof(text),
                     "no order explains the %s, at last %lld", names[object],
                     (long long)found);
            failed("order", text, round);
        }
    }
    if (PyErr_Occurred()) {
        failed("exception", "an exception is left", round);
    }
    counted.rounds++;
}

/* What one thread has let go of may wait for another, which made it: the collector
 * sees to that. */
static void collect(void)
{
    PyGC_Enable();
    PyGC_Collect();
    PyGC_Disable();
}

static void run_program(void)
{
    int64_t tokens = tokens_alive();
    arrived = 0;
    for (int round = 0; round < ROUNDS; round++) {
        world_begin(&worlds[round]);
        memcpy(results[round], program.threads, sizeof(program.threads));
    }
    hf_without_gil {
        pthread_barrier_wait(&before);
        pthread_barrier_wait(&after);
    }
    for (int round = 0; round < ROUNDS; round++) {
        check(round);
        if (!world_is_released(&worlds[round])) {
            failed("references", "what was shared is held by somebody", round);
        }
    }
    for (int i = 0; i < 3 && tokens_alive() != tokens; i++) {
        collect();
    }
    if (tokens_freed_twice() != 0) {
        failed("tokens", "one was freed twice", -1);
    }
    if (tokens_alive() != tokens) {
        failed("tokens", "one is left over, or was freed too early", -1);
    }
}

/* ---- The program. */

#ifdef Py_GIL_DISABLED
/* What is reached by way of CPython's own memory, LeakSanitizer takes for lost. */
int __lsan_is_turned_off(void);

int __lsan_is_turned_off(void)
{
    return 1;
}
#endif

static void sum_up(void)
{
    fprintf(stderr,
            "threads_sequence: %llu inputs, %llu rounds, %llu operations, "
            "%llu histories undecided; every check held\n",
            counted.inputs, counted.rounds, counted.steps, counted.undecided);
}

static void start(void)
{
    static bool started;
    if (started) {
        return;
    }
    started = true;
    /* AddressSanitizer shall see each object, where CPython lets it. */
    start_interpreter_alone(PYMEM_ALLOCATOR_MALLOC);
    PyGC_Disable();
    world_start();
    for (int i = 0; i < ROUNDS; i++) {
        worlds[i].module = world_module();
    }
    pthread_barrier_init(&before, NULL, MOST_THREADS + 1);
    pthread_barrier_init(&after, NULL, MOST_THREADS + 1);
    for (int i = 0; i < MOST_THREADS; i++) {
        pthread_t thread;
        if (pthread_create(&thread, NULL, thread_main, (void *)(intptr_t)i) !=
            0) {
            perror("threads_sequence: a thread");
            exit(2);
        }
        pthread_detach(thread);
        /* One at a time: when the first two begin at once, CPython 3.13 sets a flag
         * twice, and ThreadSanitizer says so. */
        hf_without_gil {
            while (__atomic_load_n(&begun, __ATOMIC_ACQUIRE) == i) {
                sched_yield();
            }
        }
    }
    atexit(sum_up);
}

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    for (int i = 1; i < *argc; i++) {
        const char *word = (*argv)[i];
        if (strncmp(word, "--times=", 8) == 0) {
            times = atoi(word + 8);
        } else if (strcmp(word, "--emit-c") == 0) {
            fprintf(stderr,
                    "threads_sequence: there is no program that does the same: "
                    "the order of the steps is not in an input\n");
            exit(1);
        }
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    start();
    if (decode(data, size)) {
        for (int i = 0; i < times; i++) {
            run_program();
        }
        counted.inputs++;
    }
    return 0;
}
