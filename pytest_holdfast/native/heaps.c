/* Python's heaps, on top of malloc. */
#include "native.h"

typedef struct heap {
    PyMemAllocatorEx under;
    PyMemAllocatorDomain domain;
    holdfast_heap kind;
} heap;

static heap heaps[] = {
    {.domain = PYMEM_DOMAIN_RAW, .kind = HOLDFAST_PYMEM_RAW},
    {.domain = PYMEM_DOMAIN_MEM, .kind = HOLDFAST_PYMEM},
    {.domain = PYMEM_DOMAIN_OBJ, .kind = HOLDFAST_OBJECT},
};
enum { HEAPS = sizeof(heaps) / sizeof(*heaps) };
static int hooks; /* how often they were asked for */

static void *heap_malloc(void *context, size_t size)
{
    heap *h = context;
    if (preload->must_fail()) {
        return NULL;
    }
    preload->enter();
    void *block = h->under.malloc(h->under.ctx, size);
    preload->leave();
    preload->note(block, size, h->kind);
    return block;
}

static void *heap_calloc(void *context, size_t n, size_t size)
{
    heap *h = context;
    if (preload->must_fail()) {
        return NULL;
    }
    preload->enter();
    void *block = h->under.calloc(h->under.ctx, n, size);
    preload->leave();
    preload->note(block, n * size, h->kind);
    return block;
}

static void *heap_realloc(void *context, void *block, size_t size)
{
    heap *h = context;
    if (preload->must_fail()) {
        return NULL;
    }
    holdfast_block old;
    bool known = preload->forget(block, &old);
    preload->enter();
    void *moved = h->under.realloc(h->under.ctx, block, size);
    preload->leave();
    if (moved != NULL) {
        preload->note(moved, size, h->kind);
    } else if (known) {
        preload->put_back(&old);
    }
    return moved;
}

static void heap_free(void *context, void *block)
{
    heap *h = context;
    (void)preload->forget(block, NULL);
    preload->enter();
    h->under.free(h->under.ctx, block);
    preload->leave();
}

void hook(void)
{
    if (hooks++ > 0) {
        return;
    }
    for (size_t i = 0; i < HEAPS; i++) {
        PyMem_GetAllocator(heaps[i].domain, &heaps[i].under);
        PyMemAllocatorEx over = {&heaps[i], heap_malloc, heap_calloc,
                                 heap_realloc, heap_free};
        PyMem_SetAllocator(heaps[i].domain, &over);
    }
}

void unhook(void)
{
    if (hooks == 0 || --hooks > 0) {
        return;
    }
    for (size_t i = 0; i < HEAPS; i++) {
        PyMem_SetAllocator(heaps[i].domain, &heaps[i].under);
    }
}
