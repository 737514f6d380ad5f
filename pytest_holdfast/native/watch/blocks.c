#include "blocks.h"

#include <stdint.h>

#include "events.h"
#include "objects.h"

static PyMemAllocatorEx memory;

static const size_t heads[] = {0, 2 * sizeof(void *), 4 * sizeof(void *)};

static void block_freed(void *block)
{
    if (!running || entries == NULL || block == NULL) {
        return;
    }
    lock();
    for (int i = 0; i < 3; i++) {
        entry *e = look((PyObject *)((uintptr_t)block + heads[i]));
        if (e != NULL && !e->dead && e->head == heads[i]) {
            bury(e, e->last ? e->death : 0);
        }
        if (e != NULL && e->head == heads[i]) {
            e->freed = true;
        }
    }
    unlock();
}

static void *block_made(void *block)
{
    if (!running || entries == NULL || block == NULL) {
        return block;
    }
    lock();
    for (int i = 0; i < 3; i++) {
        entry *e = look((PyObject *)((uintptr_t)block + heads[i]));
        if (e != NULL && e->dead) {
            revive(e);
        }
    }
    unlock();
    return block;
}

static void *hook_malloc(void *ctx, size_t size)
{
    (void)ctx;
    return block_made(memory.malloc(memory.ctx, size));
}

static void *hook_calloc(void *ctx, size_t n, size_t size)
{
    (void)ctx;
    return block_made(memory.calloc(memory.ctx, n, size));
}

/* An object that is resized in place stays what it is. */
static void *hook_realloc(void *ctx, void *block, size_t size)
{
    (void)ctx;
    void *made = memory.realloc(memory.ctx, block, size);
    if (made != NULL && made != block) {
        block_freed(block);
        block_made(made);
    }
    return made;
}

static void hook_free(void *ctx, void *block)
{
    (void)ctx;
    block_freed(block);
    memory.free(memory.ctx, block);
}

void watch_blocks(void)
{
    PyMemAllocatorEx now;
    PyMem_GetAllocator(PYMEM_DOMAIN_OBJ, &now);
    if (!running && now.malloc != hook_malloc) {
        memory = now;
        PyMemAllocatorEx hooks = {NULL, hook_malloc, hook_calloc, hook_realloc,
                                  hook_free};
        PyMem_SetAllocator(PYMEM_DOMAIN_OBJ, &hooks);
    }
}
