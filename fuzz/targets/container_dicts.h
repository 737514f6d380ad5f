/* container_dicts.h: predictions and effects of dicts that are also those of
 * names and of mappings. */
#ifndef FUZZ_CONTAINER_DICTS_H
#define FUZZ_CONTAINER_DICTS_H

#include "fuzz/targets/container_keys.h"

/* gives_found predicts the value that is found, if there is one. */
void gives_found(fuzz_step *step, fuzz_object *value);

void predict_dict_get(fuzz_step *step);
void predict_dict_set(fuzz_step *step);
void effect_dict_set(fuzz_step *step);

#endif /* FUZZ_CONTAINER_DICTS_H */
