/* bytes_tables.h: the tables of bytes_sequence, one from each file, and what their
 * rows are written with. */
#ifndef FUZZ_BYTES_TABLES_H
#define FUZZ_BYTES_TABLES_H

#include "fuzz/engine/engine.h"
#include "fuzz/targets/bytes_world.h"

enum {
    X = FUZZ_X,
    Y = FUZZ_Y,
    Z = FUZZ_Z,
    TO_X = FUZZ_GIVES_X,
    TEXT = FUZZ_TEXT,
    CHANGES = FUZZ_Y | FUZZ_CHANGES_Y
};

#define BYTES .y = &fuzz_bytes
#define BYTEARRAY .y = &fuzz_bytearray
#define VIEW .y = &fuzz_memoryview

extern const fuzz_table bytes_buffers, bytes_builder, bytes_views;

/* For the end of a program: the model has let go of all objects by then. */
void forget_buffers(void); /* bytes_buffers.c */
void forget_builder(void); /* bytes_builder.c */

/* blocks_of_builder is how many it has. */
Py_ssize_t blocks_of_builder(void);

#endif /* FUZZ_BYTES_TABLES_H */
