/* memory.h: memory of the recorder's own, which no hook sees: blocks of powers
 * of two. It ends the process where there is none. */
#ifndef HOLDFAST_WATCH_MEMORY_H
#define HOLDFAST_WATCH_MEMORY_H

#include <stddef.h>

/* take gives |size| bytes of 0; put_back takes them, or NULL. */
void *take(size_t size);
void put_back(void *block, size_t size);

#endif /* HOLDFAST_WATCH_MEMORY_H */
