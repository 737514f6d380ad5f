/* container_items.h: what lists and tuples, and some of it other containers, do
 * alike: predictions and effects of their rows. */
#ifndef FUZZ_CONTAINER_ITEMS_H
#define FUZZ_CONTAINER_ITEMS_H

#include "fuzz/targets/container_model.h"

/* makes_from predicts a container of |kind| of what iter(y) gives. */
void makes_from(fuzz_step *step, const fuzz_kind *kind);

void effect_from(fuzz_step *step);
void predict_length(fuzz_step *step);
void predict_item(fuzz_step *step);
void predict_part(fuzz_step *step);
void predict_copy(fuzz_step *step);

void predict_index(fuzz_step *step);
void predict_contains(fuzz_step *step);
void predict_count(fuzz_step *step);

void effect_delete_all(fuzz_step *step);

/* put_slice puts |n| items in the place of those from |start| to |end|. */
void put_slice(fuzz_object *y, int start, int end, fuzz_object **items, int n);

#endif /* FUZZ_CONTAINER_ITEMS_H */
