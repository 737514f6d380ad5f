#include "blocks.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "events.h"
#include "objects.h"
#include "wrappers.h"

static PyMemAllocatorEx memory;

static const size_t heads[] = {0, 2 * sizeof(void *), 4 * sizeof(void *)};

/* It may be the memory of an object whose tp_dealloc runs. */
static void look_at_dying(const void *block)
{
    for (dying *d = dying_now; d != NULL; d = d->outer) {
        ptrdiff_t before = (const char *)d->self - (const char *)block;
        if (before >= 0 && before <= (ptrdiff_t)heads[2] && !d->freed &&
            (size_t)before == head_of(d->type)) {
            d->freed = true;
            PyObject *weak = NULL;
            if (d->weak != 0) {
                memcpy(&weak, (const char *)d->self + d->weak, sizeof(weak));
            }
            d->left = weak != NULL;
        }
        before = (const char *)d->type - (const char *)block;
        if (before >= 0 && before <= (ptrdiff_t)heads[2]) {
            d->type_gone = true;
        }
    }
}

static void block_freed(void *block)
{
    if (running && block != NULL && dying_now != NULL) {
        look_at_dying(block);
    }
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
