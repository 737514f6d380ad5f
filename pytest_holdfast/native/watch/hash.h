/* hash.h: a number of which all bits depend on all of another one's. */
#ifndef HOLDFAST_WATCH_HASH_H
#define HOLDFAST_WATCH_HASH_H

#include <stddef.h>
#include <stdint.h>

static inline size_t mixed(uint64_t key)
{
    key ^= key >> 33;
    key *= 0xff51afd7ed558ccdULL;
    key ^= key >> 33;
    return (size_t)key;
}

#endif /* HOLDFAST_WATCH_HASH_H */
