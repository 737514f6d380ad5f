/* emit.h: an input as a program of C that needs no fuzzer.
 *
 * The program is made of the fuzzer's own files and of what the target writes
 * for the input, step by step:
 *
 *   how to compile it
 *   allocator.h, interpreter.h, reproducer.h, the target's prelude
 *   void program(void): the steps, and after each what must be true
 *   allocator.c, interpreter.c, reproducer.c
 *
 * The file is complete after each step: whatever ends the process, the program
 * does the same up to there.
 */
#ifndef FUZZ_EMIT_H
#define FUZZ_EMIT_H

#include "fuzz/engine/text.h"

/* fuzz_emitting says that a program is being written. */
extern bool fuzz_emitting;

/* fuzz_emit_begin starts the program |out| for the input |input|. False: it
 * cannot be written, or there are no sources below $HOLDFAST_SOURCES (or the
 * current folder). |prelude| are the names of the target's own files, up to a
 * NULL. */
bool fuzz_emit_begin(const char *out, const char *input,
                     const char *const *prelude);

/* fuzz_flags is defined by a target whose programs need flags of their own to
 * be compiled and linked; with a blank at the end. */
const char *fuzz_flags(void) __attribute__((weak));

/* fuzz_emit writes a part of the program. */
__attribute__((format(printf, 1, 2))) void fuzz_emit(const char *format, ...);

/* fuzz_emit_text writes |text| as an expression, fuzz_emit_words for a reader,
 * fuzz_emit_bytes writes the elements of an array. */
void fuzz_emit_text(fuzz_text text);
void fuzz_emit_words(fuzz_text text);
void fuzz_emit_bytes(const char *bytes, size_t size);

/* fuzz_emit_remark notes that an oracle ends the process, if a program is being
 * written. */
void fuzz_emit_remark(const char *oracle);

/* fuzz_emit_flush completes the file, for now: |rest| is what the program has
 * to do if that was all. fuzz_emit_end completes it for good. */
void fuzz_emit_flush(const char *rest);
void fuzz_emit_end(void);

#endif /* FUZZ_EMIT_H */
