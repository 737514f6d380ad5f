/* utf8_decode_world.h: what utf8_decode does with the bytes of an input. */
#ifndef FUZZ_UTF8_DECODE_WORLD_H
#define FUZZ_UTF8_DECODE_WORLD_H

#include "core/holdfast.h"

/* The bytes that are decoded, of the very size so that a read behind them is
 * seen; and their parts. */
typedef struct span {
    const char *at;
    Py_ssize_t size;
} span;

extern span whole, first, second;

/* take sets the bytes: |size| of them, |times| in a row, cut in two at |cut|;
 * give_back ends that. */
void take(const char *piece, size_t size, size_t times, size_t cut);
void give_back(void);

/* Each decodes the bytes by a function of the layer and by CPython, and compares
 * the results. */
void check_from_utf8(void);
void check_append(void);
void check_builder(void);
void check_equal(void);

#endif /* FUZZ_UTF8_DECODE_WORLD_H */
