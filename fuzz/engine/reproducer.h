/* reproducer.h: what the programs consist of that emit.c makes of inputs,
 * beside the fuzzer's own files; nothing else uses it. They have the names of
 * process.h, so that those files need not know where they are.
 */
#ifndef FUZZ_REPRODUCER_H
#define FUZZ_REPRODUCER_H

#include "fuzz/engine/code_points.h"
#include "testing/interpreter.h"

#include <stdio.h>

/* A fuzz_text of its code points. */
#define TEXT(...)                                                              \
    (__extension__({                                                           \
        static const uint32_t at[] = {__VA_ARGS__};                            \
        (fuzz_text){at, (ptrdiff_t)(sizeof(at) / sizeof(uint32_t))};           \
    }))

/* UTF-8, or nearly: its bytes. Each is an array of its own, so that a
 * sanitizer sees a read behind it. */
#define UTF8(...)                                                              \
    (__extension__({                                                           \
        static const unsigned char at[] = {__VA_ARGS__};                       \
        (const char *)at;                                                      \
    }))

typedef struct fuzz_counts {
    unsigned long long inputs, steps, failures;
} fuzz_counts;
extern fuzz_counts fuzz_counted;
extern FILE *fuzz_tracing; /* where the steps are printed */

/* fuzz_failed ends the program: |oracle| expected one thing and found another.
 */
__attribute__((noreturn, format(printf, 2, 3))) void fuzz_failed(
    const char *oracle, const char *format, ...);

/* Defined further down. */
void program(void);
void fuzz_begin(void);     /* once, before it */
void fuzz_where(FILE *to); /* where in it, on one line */

#endif /* FUZZ_REPRODUCER_H */
