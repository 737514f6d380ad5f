#include "testing/allocator.h"

static struct {
    PyMemAllocatorEx next[2]; /* what serves the object and the mem domain */
    Py_ssize_t blocks;
    size_t made, resized;
    size_t countdown; /* to the failure; 0 while none is armed */
    bool fired;
} allocator;

/* What no machine has: AddressSanitizer would take it for a mistake. */
static const size_t too_much = (size_t)1 << 48;

static bool fails_now(size_t size)
{
    if (size >= too_much) {
        return true;
    }
    if (allocator.countdown == 0 || --allocator.countdown > 0) {
        return false;
    }
    allocator.fired = true;
    return true;
}

/* is_interned_table says whether a block may be the table of all interned strs. Without
 * memory for a larger one, CPython up to 3.13.5 reads past the one that it has
 * (docs/cpython/set_default_without_memory.c). */
static bool is_interned_table(const PyMemAllocatorEx *next, size_t size)
{
    const bool is_wrong = PY_VERSION_HEX >= 0x030D0000 &&
                          PY_VERSION_HEX < 0x030D0600;
    return is_wrong && next == &allocator.next[1] && size >= 1 << 16 &&
           size < 1 << 24;
}

static void *hook_malloc(void *context, size_t size)
{
    PyMemAllocatorEx *next = context;
    bool fails = !is_interned_table(next, size) && fails_now(size);
    void *block = fails ? NULL : next->malloc(next->ctx, size);
    allocator.made++;
    allocator.blocks += block != NULL;
    return block;
}

static void *hook_calloc(void *context, size_t n, size_t size)
{
    PyMemAllocatorEx *next = context;
    void *block = fails_now(n * size) ? NULL : next->calloc(next->ctx, n, size);
    allocator.made++;
    allocator.blocks += block != NULL;
    return block;
}

static void *hook_realloc(void *context, void *old, size_t size)
{
    PyMemAllocatorEx *next = context;
    void *block = fails_now(size) ? NULL : next->realloc(next->ctx, old, size);
    allocator.made += old == NULL;
    allocator.resized += old != NULL;
    allocator.blocks += block != NULL && old == NULL;
    return block;
}

static void hook_free(void *context, void *block)
{
    PyMemAllocatorEx *next = context;
    allocator.blocks -= block != NULL;
    next->free(next->ctx, block);
}

void hook_allocator(void)
{
    const PyMemAllocatorDomain domains[2] = {PYMEM_DOMAIN_OBJ,
                                             PYMEM_DOMAIN_MEM};
    for (int i = 0; i < 2; i++) {
        PyMem_GetAllocator(domains[i], &allocator.next[i]);
        PyMemAllocatorEx hooked = {&allocator.next[i], hook_malloc, hook_calloc,
                                   hook_realloc, hook_free};
        PyMem_SetAllocator(domains[i], &hooked);
    }
}

void fail_allocation(size_t k)
{
    allocator.countdown = k;
    allocator.fired = false;
}

bool end_of_failure(void)
{
    allocator.countdown = 0;
    return allocator.fired;
}

bool failure_is_armed(void)
{
    return allocator.countdown > 0;
}

size_t allocations_made(void)
{
    return allocator.made;
}

size_t reallocations_made(void)
{
    return allocator.resized;
}

Py_ssize_t blocks_now(void)
{
    return allocator.blocks;
}

size_t __sanitizer_get_current_allocated_bytes(void) __attribute__((weak));

totals totals_now(void)
{
    totals now = {.blocks = allocator.blocks};
    if (__sanitizer_get_current_allocated_bytes != NULL) {
        now.bytes = (Py_ssize_t)__sanitizer_get_current_allocated_bytes();
    }
#ifndef Py_REF_DEBUG
    /* Nobody sums them up. */
#elif PY_VERSION_HEX >= 0x030C0000
    now.references = _Py_GetGlobalRefTotal();
#else
    now.references = _Py_GetRefTotal();
#endif
    return now;
}

totals totals_since(totals before)
{
    totals change = totals_now();
    change.references -= before.references;
    change.blocks -= before.blocks;
    change.bytes -= before.bytes;
    return change;
}
