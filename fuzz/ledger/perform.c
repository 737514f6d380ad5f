#include "fuzz/ledger/perform.h"

#include "fuzz/engine/ends.h"
#include "fuzz/ledger/said.h"

#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>

/* ---- Ends that are expected. */

bool jumped;

/* A fault that is not the ledger's affair comes here: this takes the place of the
 * handler that the ledger finds. */
static bool fault_is_expected;
static struct sigaction fault_before;

static void on_fault_of_others(int number)
{
    if (fault_is_expected) {
        ends_come_back(number);
    }
    sigaction(number, &fault_before, NULL);
}

void run_guarded(void (*body)(void))
{
    failing_now = failing_wanted;
    jumped = ends_in(body);
    failing_now = ALL_GOES_WELL;
}

bool faults(void (*body)(void))
{
    struct sigaction ledgers;
    sigaction(SIGSEGV, NULL, &ledgers);
    fault_is_expected = true;
    run_guarded(body);
    fault_is_expected = false;
    sigaction(SIGSEGV, &ledgers, NULL);
    return jumped;
}

/* ---- Threads. */

static void *run_other(void *context)
{
    void (*const *body)(void) = context;
    run_guarded(*body);
    return NULL;
}

static void *run_other_with_gil(void *context)
{
    void (*const *body)(void) = context;
    PyGILState_STATE state = PyGILState_Ensure();
    run_guarded(*body);
    PyGILState_Release(state);
    return NULL;
}

char *other_stack;

static pthread_t start_thread(void *(*start)(void *), void *context)
{
    pthread_t thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    if (pthread_attr_setstack(&attributes, other_stack, STACK) != 0 ||
        pthread_create(&thread, &attributes, start, context) != 0) {
        fuzz_failed("engine", "no thread can be started");
    }
    pthread_attr_destroy(&attributes);
    return thread;
}

static void run_in_thread(void *(*start)(void *), void (*body)(void))
{
    pthread_join(start_thread(start, &body), NULL);
}

/* Another thread has the GIL meanwhile, and lets go of it when it is asked to.
 */
static sem_t has_gil, lets_go;

static void *hold_gil(void *context)
{
    (void)context;
    PyGILState_STATE state = PyGILState_Ensure();
    sem_post(&has_gil);
    sem_wait(&lets_go);
    PyGILState_Release(state);
    return NULL;
}

static void run_beside_holder(void (*body)(void))
{
    pthread_t holder = start_thread(hold_gil, NULL);
    sem_wait(&has_gil);
    run_guarded(body);
    sem_post(&lets_go);
    pthread_join(holder, NULL);
}

/* ---- A call of a site. */

/* run_as calls a site where |c| wants it. */
static void run_as(const call *c, void (*body)(void))
{
    PyThreadState *state;
    switch (c->gil) {
    case HELD:
        run_guarded(body);
        break;
    case RELEASED:
        state = PyEval_SaveThread();
        (c->value & 4 ? run_beside_holder : run_guarded)(body);
        PyEval_RestoreThread(state);
        break;
    case OTHER_WITHOUT:
        run_in_thread(run_other, body);
        break;
    case OTHER_WITH:
        state = PyEval_SaveThread();
        run_in_thread(run_other_with_gil, body);
        PyEval_RestoreThread(state);
        break;
    }
}

/* check_said compares what was printed before the end. */
static void check_said(const call *c, const char *text)
{
    const char *rest = text;
    int seen = c->mode != UNSEEN ? c->mistakes : 0;
    for (int i = 0; i < seen && rest != NULL; i++) {
        rest = c->failing == BROKEN ? match(rest, broken_off)
                                    : match_any(rest, n_batches, c->mode);
    }
    if (!jumped || (c->mistakes > 0 && (rest == NULL || *rest != '\0'))) {
        wrong_report(text, n_batches);
    }
}

void perform(call *c, void (*body)(void))
{
    memset(&out, 0, sizeof(out));
    if (c->stops) {
        ends_begin(c->mode == UNSEEN);
    }
    if (c->armed) {
        fail_allocation(c->armed);
    }
    failing_wanted = c->failing;
    run_as(c, body);
    failing_wanted = ALL_GOES_WELL;
    if (end_of_failure()) {
        fuzz_counted.failures++;
    } else {
        c->armed = 0;
    }
    if (c->stops) {
        check_said(c, ends_read());
    }
}

void perform_start(void)
{
    other_stack = mmap(NULL, STACK + (1 << 16), PROT_NONE,
                       MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mprotect(other_stack, STACK, PROT_READ | PROT_WRITE) != 0) {
        fuzz_failed("engine", "no stack for another thread");
    }
    struct sigaction action = {.sa_handler = on_fault_of_others,
                               .sa_flags = SA_NODEFER};
    sigaction(SIGSEGV, &action, &fault_before);
}
