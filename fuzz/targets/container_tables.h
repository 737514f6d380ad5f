/* container_tables.h: the tables of container_sequence, one from each file, and
 * what their rows are written with. */
#ifndef FUZZ_CONTAINER_TABLES_H
#define FUZZ_CONTAINER_TABLES_H

#include "fuzz/engine/engine.h"
#include "fuzz/targets/container_world.h"

enum {
    X = FUZZ_X,
    Y = FUZZ_Y,
    Z = FUZZ_Z,
    TO_X = FUZZ_GIVES_X,
    CHANGES = FUZZ_Y | FUZZ_CHANGES_Y,
    MOVES_Z = FUZZ_Z | FUZZ_TAKES_Z
};

#define LIST .y = &fuzz_list
#define TUPLE .y = &fuzz_tuple
#define DICT .y = &fuzz_dict
#define SET .y = &fuzz_set
#define FROZENSET .y = &fuzz_frozenset
#define SLICE .y = &fuzz_slice

extern const fuzz_table container_lists, container_tuples, container_dicts,
    container_names, container_builders, container_sets, container_iterators,
    container_slices, container_protocols;

/* ---- container_builders.c. */

/* forget_builders is for the end of a program: the model has let go of all
 * objects by then. */
void forget_builders(void);

Py_ssize_t builder_blocks(void);

#endif /* FUZZ_CONTAINER_TABLES_H */
