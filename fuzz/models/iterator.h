/* iterator.h: iterators over containers, whose part is the container as long as
 * they are not at their end. Their number says where they are: what it means, and
 * what a mark does, is the target's. */
#ifndef FUZZ_MODELS_ITERATOR_H
#define FUZZ_MODELS_ITERATOR_H

#include "fuzz/engine/object.h"

extern const fuzz_kind fuzz_list_iterator;
extern const fuzz_kind fuzz_tuple_iterator;
extern const fuzz_kind fuzz_dict_keyiterator;

#endif /* FUZZ_MODELS_ITERATOR_H */
