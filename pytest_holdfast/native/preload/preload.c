/* libholdfast_preload.so: malloc and its kin, counted and, while a test that is
 * suspected of a leak is repeated, with the calls that led to each block.
 *
 * It allocates nothing by itself: tables are mapped. It calls glibc's own
 * names for the real functions, so that there is no time before it is ready.
 */
#define _GNU_SOURCE
#include "preload.h"

#include "quarantine.h"

#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <unwind.h>

#include "../lock.h"

#define EXPORTED __attribute__((visibility("default")))

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *block, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void *block);

static atomic_long live;

/* Not 0 while what this thread allocates is no block of the program's: glibc
 * keeps each value that a variable of the environment ever had; newer ones
 * free it. */
static __thread int uncounted __attribute__((tls_model("initial-exec")));

/* Not 0 while this thread is in here, or in a heap on top of malloc. */
static __thread int inside __attribute__((tls_model("initial-exec")));

/* ---- Tables: blocks by address, with linear probing; stacks by hash. */

enum {
    BLOCKS = 1 << 19,
    STACKS = 1 << 14,
};
static holdfast_block *blocks;
static holdfast_stack *stacks;
static void *noted[1 << 13]; /* in this repetition: the first ones */
static size_t noted_count;
static uint32_t stack_slots[2 * STACKS]; /* an index of stacks, plus 1 */
static size_t block_count, stack_count;
static bool is_full;
static void *loop; /* the interpreter's */
static atomic_bool active, recording;
static uint32_t current;

static holdfast_lock tables = HOLDFAST_UNLOCKED;

static void lock(void)
{
    holdfast_lock_take(&tables);
}

static void unlock(void)
{
    holdfast_lock_release(&tables);
}

/* A child must not inherit a lock that another thread held. */
__attribute__((constructor)) static void prepare(void)
{
    pthread_atfork(lock, unlock, unlock);
}

static size_t slot_of(const void *address)
{
    uint64_t x = (uint64_t)(uintptr_t)address >> 4;
    x *= 0x9E3779B97F4A7C15u;
    return (size_t)(x >> 40) & (BLOCKS - 1);
}

static holdfast_block *find_block(const void *address)
{
    size_t i = slot_of(address);
    while (blocks[i].address != NULL && blocks[i].address != address) {
        i = (i + 1) & (BLOCKS - 1);
    }
    return &blocks[i];
}

static void count_block(const holdfast_block *block, bool more)
{
    holdfast_stack *stack = &stacks[block->stack];
    if (more) {
        stack->blocks++;
        stack->bytes += block->size;
    } else {
        stack->blocks--;
        stack->bytes -= block->size;
    }
}

static void remove_block(holdfast_block *hole)
{
    count_block(hole, false);
    block_count--;
    size_t at = (size_t)(hole - blocks);
    for (size_t i = (at + 1) & (BLOCKS - 1); blocks[i].address != NULL;
         i = (i + 1) & (BLOCKS - 1)) {
        size_t wanted = slot_of(blocks[i].address);
        /* Whether |wanted| is not between the hole and i, cyclically. */
        if (((i - wanted) & (BLOCKS - 1)) >= ((i - at) & (BLOCKS - 1))) {
            blocks[at] = blocks[i];
            at = i;
        }
    }
    blocks[at].address = NULL;
}

static void insert_block(const holdfast_block *block)
{
    holdfast_block *slot = find_block(block->address);
    if (slot->address != NULL) {
        count_block(slot, false); /* it was freed unseen */
    } else if (block_count >= BLOCKS / 4 * 3) {
        is_full = true;
        return;
    } else {
        block_count++;
    }
    *slot = *block;
    count_block(slot, true);
}

/* ---- Stacks. */

typedef struct walk {
    void *places[HOLDFAST_DEPTH];
    uint32_t depth;
} walk;

/* Where a library switches stacks (greenlet), what is further out may be gone: a walk
 * that reads what is not there ends, with what it has seen. */
static __thread sigjmp_buf *walking __attribute__((tls_model("initial-exec")));
static const int faults[] = {SIGSEGV, SIGBUS};
enum { FAULTS = sizeof(faults) / sizeof(*faults) };
static struct sigaction others[FAULTS];
static bool is_guarded;

static void on_fault(int number, siginfo_t *info, void *context)
{
    (void)context;
    if (walking != NULL) {
        siglongjmp(*walking, 1);
    }
    /* It is no walk's: it happens again, and is for who was here before. */
    for (int i = 0; i < FAULTS; i++) {
        if (faults[i] == number) {
            sigaction(number, &others[i], NULL);
        }
    }
    if (info->si_code <= 0) { /* somebody has sent it */
        raise(number);
    }
}

static void guard(void)
{
    struct sigaction action = {.sa_sigaction = on_fault,
                               .sa_flags = SA_NODEFER | SA_ONSTACK | SA_SIGINFO};
    for (int i = 0; i < FAULTS && !is_guarded; i++) {
        sigaction(faults[i], &action, &others[i]);
    }
    is_guarded = true;
}

static void unguard(void)
{
    for (int i = 0; i < FAULTS && is_guarded; i++) {
        struct sigaction now;
        sigaction(faults[i], NULL, &now);
        if (now.sa_flags & SA_SIGINFO && now.sa_sigaction == on_fault) {
            sigaction(faults[i], &others[i], NULL);
        }
    }
    is_guarded = false;
}

/* walk_stack calls |each| for the calls that there are, innermost first. */
__attribute__((noinline)) static void walk_stack(_Unwind_Trace_Fn each,
                                                 void *argument)
{
    sigjmp_buf back;
    if (sigsetjmp(back, 0) == 0) {
        walking = &back;
        _Unwind_Backtrace(each, argument);
    }
    walking = NULL;
}

static _Unwind_Reason_Code step(struct _Unwind_Context *context, void *argument)
{
    walk *w = argument;
    w->places[w->depth++] = (void *)_Unwind_GetIP(context);
    if (w->depth == HOLDFAST_DEPTH ||
        (void *)_Unwind_GetRegionStart(context) == loop) {
        return _URC_END_OF_STACK;
    }
    return _URC_NO_REASON;
}

/* find_stack writes the index of the stack of |w|, which may be a new one. */
static bool find_stack(const walk *w, holdfast_heap heap, uint32_t *out)
{
    uint64_t hash = 0xCBF29CE484222325u + (uint64_t)heap;
    for (uint32_t i = 0; i < w->depth; i++) {
        hash = (hash ^ (uint64_t)(uintptr_t)w->places[i]) * 0x100000001B3u;
        hash ^= hash >> 29;
    }
    size_t i = (size_t)hash & (2 * STACKS - 1);
    for (; stack_slots[i] != 0; i = (i + 1) & (2 * STACKS - 1)) {
        const holdfast_stack *s = &stacks[stack_slots[i] - 1];
        if (s->hash == hash && s->depth == w->depth && s->heap == heap &&
            memcmp(s->places, w->places, w->depth * sizeof(void *)) == 0) {
            *out = stack_slots[i] - 1;
            return true;
        }
    }
    if (stack_count == STACKS) {
        is_full = true;
        return false;
    }
    holdfast_stack *s = &stacks[stack_count];
    s->hash = hash;
    s->depth = w->depth;
    s->heap = heap;
    s->blocks = s->bytes = 0;
    memcpy(s->places, w->places, w->depth * sizeof(void *));
    *out = (uint32_t)stack_count++;
    stack_slots[i] = *out + 1;
    return true;
}

static void note(void *address, size_t size, holdfast_heap heap)
{
    if (!atomic_load_explicit(&recording, memory_order_relaxed) ||
        address == NULL || inside != 0) {
        return;
    }
    inside++;
    int saved = errno;
    walk w = {.depth = 0};
    walk_stack(step, &w);
    holdfast_block block = {address, size, 0, current};
    lock();
    if (blocks != NULL && find_stack(&w, heap, &block.stack)) {
        insert_block(&block);
        if (noted_count < sizeof(noted) / sizeof(*noted)) {
            noted[noted_count++] = address;
        }
    }
    unlock();
    errno = saved;
    inside--;
}

/* forget says whether the block was known, and writes it to |out|, which may be
 * NULL. */
static bool forget(void *address, holdfast_block *out)
{
    if (!atomic_load_explicit(&active, memory_order_relaxed) ||
        address == NULL) {
        return false;
    }
    lock();
    holdfast_block *slot = blocks != NULL ? find_block(address) : NULL;
    bool known = slot != NULL && slot->address != NULL;
    if (known) {
        if (out != NULL) {
            *out = *slot;
        }
        remove_block(slot);
    }
    unlock();
    return known;
}

static void put_back(const holdfast_block *block)
{
    lock();
    if (blocks != NULL) {
        insert_block(block);
    }
    unlock();
}

static void enter(void)
{
    inside++;
}

static void leave(void)
{
    inside--;
}

static void *map(size_t size)
{
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return p == MAP_FAILED ? NULL : p;
}

static void stop(void)
{
    atomic_store(&recording, false);
    atomic_store(&active, false);
    unguard();
    lock();
    if (blocks != NULL) {
        munmap(blocks, BLOCKS * sizeof(*blocks));
        blocks = NULL;
    }
    if (stacks != NULL) {
        munmap(stacks, STACKS * sizeof(*stacks));
        stacks = NULL;
    }
    memset(stack_slots, 0, sizeof(stack_slots));
    block_count = stack_count = 0;
    is_full = false;
    unlock();
}

static bool start(void *innermost)
{
    stop();
    loop = innermost;
    blocks = map(BLOCKS * sizeof(*blocks));
    stacks = map(STACKS * sizeof(*stacks));
    if (blocks == NULL || stacks == NULL) {
        stop();
        return false;
    }
    guard();
    /* The unwinder allocates when it is first used. */
    walk w = {.depth = 0};
    inside++;
    walk_stack(step, &w);
    inside--;
    atomic_store(&active, true);
    return true;
}

static void record(bool on, uint32_t repetition)
{
    current = repetition;
    noted_count = 0;
    atomic_store(&recording, on && atomic_load(&active));
}

static void *noted_at(size_t i, bool *is_live)
{
    *is_live = false;
    if (i >= noted_count) {
        return NULL;
    }
    lock();
    const holdfast_block *block = blocks != NULL ? find_block(noted[i]) : NULL;
    *is_live = block != NULL && block->address != NULL &&
               stacks[block->stack].heap == HOLDFAST_OBJECT;
    unlock();
    return noted[i];
}

static bool full(void)
{
    return is_full;
}

static const holdfast_stack *stack_at(size_t i)
{
    return i < stack_count ? &stacks[i] : NULL;
}

static size_t blocks_of(uint32_t stack, uint32_t repetition,
                        holdfast_block *out, size_t most)
{
    size_t n = 0;
    if (!atomic_load(&active)) {
        return 0;
    }
    lock();
    for (size_t i = 0; i < BLOCKS && n < most; i++) {
        if (blocks[i].address != NULL && blocks[i].stack == stack &&
            blocks[i].repetition == repetition) {
            out[n++] = blocks[i];
        }
    }
    unlock();
    return n;
}

static long live_blocks(void)
{
    return atomic_load_explicit(&live, memory_order_relaxed);
}

/* ---- Allocations that fail. */

enum { RANGES = 64 };
static holdfast_range ranges[RANGES];
static size_t range_count;
static size_t fail_at; /* 0 is off */
static atomic_size_t made;
static holdfast_stack failed;

static _Unwind_Reason_Code look(struct _Unwind_Context *context, void *argument)
{
    uintptr_t ip = (uintptr_t)_Unwind_GetIP(context);
    for (size_t i = 0; i < range_count; i++) {
        if (ip >= ranges[i].start && ip < ranges[i].end) {
            *(bool *)argument = true;
            return _URC_END_OF_STACK;
        }
    }
    return (void *)_Unwind_GetRegionStart(context) == loop ? _URC_END_OF_STACK
                                                           : _URC_NO_REASON;
}

static bool must_fail(void)
{
    if (fail_at == 0 || inside != 0) {
        return false;
    }
    inside++;
    bool within = false;
    walk_stack(look, &within);
    bool is_it = within && atomic_fetch_add(&made, 1) + 1 == fail_at;
    if (is_it) {
        walk w = {.depth = 0};
        walk_stack(step, &w);
        failed.depth = w.depth;
        memcpy(failed.places, w.places, sizeof(w.places));
    }
    inside--;
    return is_it;
}

static void fail(size_t k, const holdfast_range *chosen, size_t n,
                 void *innermost)
{
    if (k > 0) {
        guard();
    } else if (!atomic_load(&active)) {
        unguard();
    }
    loop = innermost;
    range_count = n < RANGES ? n : RANGES;
    if (range_count > 0) {
        memcpy(ranges, chosen, range_count * sizeof(*ranges));
    }
    atomic_store(&made, 0);
    failed.depth = 0;
    fail_at = k;
}

static const holdfast_stack *failed_stack(void)
{
    return &failed;
}

static size_t failures(void)
{
    return atomic_load(&made);
}

/* ---- Instead of glibc's. */

static void *given(void *block, size_t size)
{
    if (block != NULL && uncounted == 0) {
        atomic_fetch_add_explicit(&live, 1, memory_order_relaxed);
        note(block, size, HOLDFAST_MALLOC);
    }
    return block;
}

static bool refused(void)
{
    if (__builtin_expect(fail_at != 0, 0) && must_fail()) {
        errno = ENOMEM;
        return true;
    }
    return false;
}

/* padded is |size| with room for a canary, or no size at all: glibc refuses
 * what is that large. */
static size_t padded(size_t size)
{
    size_t extra = hf_quarantine_extra();
    return size <= SIZE_MAX - extra ? size + extra : SIZE_MAX;
}

static void *with_canary(void *block, size_t size)
{
    hf_quarantine_given(block, size);
    return block;
}

EXPORTED void *malloc(size_t size)
{
    return refused() ? NULL
                     : given(with_canary(__libc_malloc(padded(size)), size),
                             size);
}

EXPORTED void *calloc(size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes)) {
        errno = ENOMEM;
        return NULL;
    }
    return refused() ? NULL
                     : given(with_canary(__libc_calloc(1, padded(bytes)), bytes),
                             bytes);
}

EXPORTED void free(void *block)
{
    if (block != NULL) {
        forget(block, NULL);
        if (uncounted == 0) {
            atomic_fetch_sub_explicit(&live, 1, memory_order_relaxed);
        }
        if (hf_quarantine_freed(block, __libc_free)) {
            __libc_free(block);
        }
    }
}

/* moved always moves: what still points to the old place is found. */
static void *moved_away(void *block, size_t size)
{
    size_t old = hf_quarantine_size(block);
    void *moved = with_canary(__libc_malloc(padded(size)), size);
    if (moved != NULL) {
        memcpy(moved, block, old < size ? old : size);
        if (hf_quarantine_freed(block, __libc_free)) {
            __libc_free(block);
        }
    }
    return moved;
}

EXPORTED void *realloc(void *block, size_t size)
{
    if (block == NULL) {
        return malloc(size);
    }
    if (refused()) {
        return NULL;
    }
    holdfast_block old;
    bool known = forget(block, &old);
    void *moved = hf_quarantine_extra() > 0 && size > 0
                      ? moved_away(block, size)
                      : __libc_realloc(block, size);
    if (moved != NULL) {
        note(moved, size, HOLDFAST_MALLOC);
    } else if (size == 0) { /* it was freed */
        atomic_fetch_sub_explicit(&live, 1, memory_order_relaxed);
    } else if (known) {
        put_back(&old);
    }
    return moved;
}

EXPORTED void *reallocarray(void *block, size_t n, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(n, size, &bytes)) {
        errno = ENOMEM;
        return NULL;
    }
    return realloc(block, bytes);
}

EXPORTED void *memalign(size_t alignment, size_t size)
{
    return refused() ? NULL
                     : given(with_canary(
                                 __libc_memalign(alignment, padded(size)), size),
                             size);
}

EXPORTED void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}

EXPORTED int posix_memalign(void **out, size_t alignment, size_t size)
{
    if (alignment % sizeof(void *) != 0 || alignment == 0 ||
        (alignment & (alignment - 1)) != 0) {
        return EINVAL;
    }
    int saved = errno;
    void *block = memalign(alignment, size);
    errno = saved;
    if (block == NULL) {
        return ENOMEM;
    }
    *out = block;
    return 0;
}

EXPORTED void *valloc(size_t size)
{
    return memalign((size_t)sysconf(_SC_PAGESIZE), size);
}

EXPORTED size_t malloc_usable_size(void *block)
{
    static size_t (*next)(void *);
    if (block != NULL && hf_quarantine_extra() > 0) {
        return hf_quarantine_size(block);
    }
    if (next == NULL) {
        *(void **)&next = dlsym(RTLD_NEXT, "malloc_usable_size");
    }
    return next(block);
}

EXPORTED int setenv(const char *name, const char *value, int replace)
{
    static int (*next)(const char *, const char *, int);
    if (next == NULL) {
        *(void **)&next = dlsym(RTLD_NEXT, "setenv");
    }
    uncounted++;
    int result = next(name, value, replace);
    uncounted--;
    return result;
}

EXPORTED int unsetenv(const char *name)
{
    static int (*next)(const char *);
    if (next == NULL) {
        *(void **)&next = dlsym(RTLD_NEXT, "unsetenv");
    }
    uncounted++;
    int result = next(name);
    uncounted--;
    return result;
}

/* ---- Found by its name. */

extern const holdfast_preload_table holdfast_preload;
EXPORTED const holdfast_preload_table holdfast_preload = {
    .version = HOLDFAST_PRELOAD_VERSION,
    .live = live_blocks,
    .start = start,
    .stop = stop,
    .record = record,
    .full = full,
    .noted = noted_at,
    .note = note,
    .forget = forget,
    .put_back = put_back,
    .enter = enter,
    .leave = leave,
    .stack = stack_at,
    .blocks = blocks_of,
    .fail = fail,
    .failures = failures,
    .failed = failed_stack,
    .must_fail = must_fail,
    .mark = hf_quarantine_mark,
    .damage = hf_quarantine_check,
    .rest = hf_quarantine_rest,
};
