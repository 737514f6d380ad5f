/* blocks.h: the memory of objects: who has died, and where others are made. */
#ifndef HOLDFAST_WATCH_BLOCKS_H
#define HOLDFAST_WATCH_BLOCKS_H

/* watch_blocks hooks the allocator of objects, once. */
void watch_blocks(void);

#endif /* HOLDFAST_WATCH_BLOCKS_H */
