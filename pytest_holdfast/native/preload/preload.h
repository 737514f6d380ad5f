/* preload.h: what libholdfast_preload.so offers to _native, which finds it in
 * the process by its name. */
#ifndef HOLDFAST_PRELOAD_H
#define HOLDFAST_PRELOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HOLDFAST_PRELOAD "holdfast_preload"
#define HOLDFAST_PRELOAD_VERSION 4

enum { HOLDFAST_DEPTH = 32 }; /* of a stack */

/* The heap that a block is from: malloc, or one of PyMem's domains. */
typedef enum holdfast_heap {
    HOLDFAST_MALLOC,
    HOLDFAST_PYMEM_RAW,
    HOLDFAST_PYMEM,
    HOLDFAST_OBJECT
} holdfast_heap;

typedef struct holdfast_stack {
    uint64_t hash;
    uint32_t depth;
    uint32_t heap;
    size_t blocks; /* of those that were allocated here, not yet freed */
    size_t bytes;
    void *places[HOLDFAST_DEPTH];
} holdfast_stack;

typedef struct holdfast_block {
    void *address;
    size_t size;
    uint32_t stack; /* its index */
    uint32_t repetition;
} holdfast_block;

typedef struct holdfast_range {
    uintptr_t start, end;
} holdfast_range;

/* What was written into a block after it was freed: at |offset|, where
 * |change| is the difference to what was there. */
typedef struct holdfast_damage {
    size_t size;
    size_t offset;
    int64_t change;
} holdfast_damage;

typedef struct holdfast_preload_table {
    uint32_t version;

    /* How many blocks malloc has given that were not freed. */
    long (*live)(void);

    /* start empties the tables; what is allocated while recording is on is in
     * them until it is freed, or until stop. |innermost| is the function at
     * which a stack ends: the interpreter's loop. full says that something
     * found no place. */
    bool (*start)(void *innermost);
    void (*stop)(void);
    void (*record)(bool on, uint32_t repetition);
    bool (*full)(void);

    /* A heap on top of malloc says what it does. Between enter and leave, the
     * blocks of malloc are that heap's own matter. */
    void (*note)(void *address, size_t size, holdfast_heap heap);
    bool (*forget)(void *address, holdfast_block *out);
    void (*put_back)(const holdfast_block *block);
    void (*enter)(void);
    void (*leave)(void);

    /* The |i|-th address that was noted in this repetition, or NULL after the
     * last; |live| says whether it is an object's block that was not freed. */
    void *(*noted)(size_t i, bool *live);

    /* The stacks by their index; NULL after the last. */
    const holdfast_stack *(*stack)(size_t i);
    /* Writes up to |most| blocks of a stack that were allocated in
     * |repetition|. */
    size_t (*blocks)(uint32_t stack, uint32_t repetition, holdfast_block *out,
                     size_t most);

    /* fail makes the |k|-th allocation from now on fail, of those that are made
     * in one of the |n| ranges, or by what they call; 0 is none. failures is
     * how many were made so since then; failed is the stack of the one that
     * was made to fail. must_fail is for a heap on top. */
    void (*fail)(size_t k, const holdfast_range *ranges, size_t n,
                 void *innermost);
    size_t (*failures)(void);
    const holdfast_stack *(*failed)(void);
    bool (*must_fail)(void);

    /* Whether something was written into what was freed since mark: with
     * HOLDFAST_QUARANTINE in the environment. */
    void (*mark)(void);
    bool (*damage)(holdfast_damage *out);
    /* While it rests, what is freed is not kept for that. */
    void (*rest)(bool rests);
} holdfast_preload_table;

#endif /* HOLDFAST_PRELOAD_H */
