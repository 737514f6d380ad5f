/* reproducer.h: the library of the programs that emit.c makes of inputs. It
 * stands in the place of the fuzzer's process (process.h) and has its names,
 * so that a target's own files need not know where they are.
 *
 * main() starts the interpreter and runs program(): again where references,
 * blocks or bytes are left over, since what a cache keeps is kept once, and
 * what leaks each time.
 */
#ifndef FUZZ_REPRODUCER_H
#define FUZZ_REPRODUCER_H

#include "fuzz/engine/code_points.h"
#include "fuzz/engine/process.h"

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

/* Defined by the program: what it does, and what it does while a step is under
 * way, in the order in which Python code asks for it; up to a NULL. */
void program(void);
extern void (*const nested[])(void);

/* do_nested does the next of these. */
void do_nested(void);

/* What main() does. */
void start_program(void);
int all_passes(void);

#endif /* FUZZ_REPRODUCER_H */
