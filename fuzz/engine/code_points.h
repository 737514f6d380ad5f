/* code_points.h: a text as the model knows it: its code points. */
#ifndef FUZZ_CODE_POINTS_H
#define FUZZ_CODE_POINTS_H

#include <stddef.h>
#include <stdint.h>

typedef struct fuzz_text {
    const uint32_t *at;
    ptrdiff_t length;
} fuzz_text;

#endif /* FUZZ_CODE_POINTS_H */
