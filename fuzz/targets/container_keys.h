/* container_keys.h: how dicts and sets of the model look up their keys. */
#ifndef FUZZ_CONTAINER_KEYS_H
#define FUZZ_CONTAINER_KEYS_H

#include "fuzz/targets/container_model.h"

enum { MISSING = -1, FAILED = -2 };

/* hashes is hash(key), as it is asked for. False: it raises. */
bool hashes(looked *at, const fuzz_object *key);

/* place_of_key is where the key is, as nobody is asked for it; key_in, in
 * |o|. */
int place_of_key(fuzz_object *const *part, int n, int stride,
                 const fuzz_object *key);
int key_in(const fuzz_object *o, const fuzz_object *key);

/* A table is what is looked into: a copy of a container's items, or of what is
 * just being made. */
typedef struct table {
    fuzz_object **part;
    int *n;
    int stride;
    bool adds; /* a set takes what it has found even when it is gone by then */
} table;

/* find_key is where |key| is, whose hash is known. An Item that is there is
 * asked whether it equals one that is another; where it takes itself out
 * meanwhile, CPython begins again. */
int find_key(looked *at, const table *in, const fuzz_object *key);
table table_of(looked *at, const fuzz_object *o);

/* look_up is what comes of looking z up in y. */
int look_up(fuzz_step *step, looked *at, bool adds);
bool is_found(fuzz_step *step, bool adds);

void delete_at(fuzz_object *o, int i);

/* For rows: z is the key, y has it. */
void predict_key_in(fuzz_step *step);
void predict_key_delete(fuzz_step *step);
void effect_key_deleted(fuzz_step *step);

bool any_is_not_quiet(const fuzz_object *o);

/* nests_in says that comparing what is in |o|, or in what an iterator walks,
 * may do further steps of the program. */
bool nests_in(const fuzz_object *o);

#endif /* FUZZ_CONTAINER_KEYS_H */
