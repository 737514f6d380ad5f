/* item.h: instances of a class of the target's, whose special methods do something
 * to containers: what, is the mode. They have no parts. */
#ifndef FUZZ_MODELS_ITEM_H
#define FUZZ_MODELS_ITEM_H

#include "fuzz/engine/object.h"

/* Marks: the number that it is hashed and compared by, below 8; 8 times the mode;
 * and that its finalizer has run. The number of the object is which Item of the
 * program it is. */
enum { FUZZ_ITEM_MODE = 8, FUZZ_ITEM_ENDED = 256 };

extern const fuzz_kind fuzz_Item;

#endif /* FUZZ_MODELS_ITEM_H */
