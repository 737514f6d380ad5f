/* emit.h: an input as a program of C that needs no fuzzer.
 *
 * The program is one file, with what the target writes for the input, step by
 * step:
 *
 *   how to compile it, with which of the fuzzer's sources (reproducer.h)
 *   void program(void): the steps, and after each what must be true
 *   the same of steps that Python code did while another was under way
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
 * cannot be written. |prelude| are the target's own files, up to a NULL:
 * headers that the program includes, and sources that are compiled with it. */
bool fuzz_emit_begin(const char *out, const char *input,
                     const char *const *prelude);

/* fuzz_flags is defined by a target whose programs need flags of their own to
 * be compiled and linked; with a blank at the end. */
const char *fuzz_flags(void) __attribute__((weak));

/* fuzz_emit writes a part of the program. */
__attribute__((format(printf, 1, 2))) void fuzz_emit(const char *format, ...);
FILE *fuzz_emit_file(void);

/* fuzz_emit_text writes |text| as an expression, fuzz_emit_words for a reader,
 * fuzz_emit_bytes writes the elements of an array. */
void fuzz_emit_text(fuzz_text text);
void fuzz_emit_words(fuzz_text text);
void fuzz_emit_bytes(const char *bytes, size_t size);

/* fuzz_emit_nested(true) begins a function of its own, which the program calls
 * when Python code calls fuzz_nest; fuzz_emit_nested(false) ends it. */
void fuzz_emit_nested(bool begins);

/* fuzz_emit_remark notes that an oracle ends the process, if a program is being
 * written. */
void fuzz_emit_remark(const char *oracle);

/* fuzz_emit_flush completes the file, for now: |rest| is what the program has
 * to do if that was all. fuzz_emit_end completes it for good. */
void fuzz_emit_flush(const char *rest);
void fuzz_emit_end(void);

#endif /* FUZZ_EMIT_H */
