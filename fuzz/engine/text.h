/* text.h: strings as the model knows them: arrays of code points.
 *
 * Nothing here uses CPython, or the layer: what the model says is right
 * because it is simple. All memory is in an arena that one call empties.
 */
#ifndef FUZZ_TEXT_H
#define FUZZ_TEXT_H

#include "fuzz/engine/code_points.h"

#include <stdbool.h>
#include <stdio.h>

/* FUZZ_TEXT_MOST is how long a text may get, FUZZ_TEXT_LONGEST how long one
 * that a program made long on purpose. */
enum { FUZZ_TEXT_MOST = 2048, FUZZ_TEXT_LONGEST = (1 << 20) + FUZZ_TEXT_MOST };

/* fuzz_text_reset forgets all texts and bytes. */
void fuzz_text_reset(void);

/* fuzz_text_has_room says whether the arena can take what one operation may
 * need. */
bool fuzz_text_has_room(void);

fuzz_text fuzz_text_concat(fuzz_text a, fuzz_text b);
fuzz_text fuzz_text_slice(fuzz_text a, ptrdiff_t start, ptrdiff_t end);
fuzz_text fuzz_text_from_ascii(const char *ascii);
fuzz_text fuzz_text_repeat(uint32_t code_point, ptrdiff_t length);
bool fuzz_text_equal(fuzz_text a, fuzz_text b);
int fuzz_text_compare(fuzz_text a, fuzz_text b);
uint32_t fuzz_text_maxchar(fuzz_text a);

/* fuzz_text_find is the index of |b| within a[start:end], with both clipped to
 * |a|, or -1. */
ptrdiff_t fuzz_text_find(fuzz_text a, fuzz_text b, ptrdiff_t start,
                         ptrdiff_t end);

/* fuzz_room gives |size| bytes; AddressSanitizer reports a read behind
 * them. */
char *fuzz_room(size_t size);

/* fuzz_aligned gives |size| bytes for pointers and numbers. */
void *fuzz_aligned(size_t size);

/* fuzz_text_from_utf8 is false where |utf8| is not valid. */
bool fuzz_text_from_utf8(const char *utf8, size_t size, fuzz_text *out);

/* fuzz_text_to_utf8 gives UTF-8 with a NUL behind it; false where |a| has a
 * surrogate. */
bool fuzz_text_to_utf8(fuzz_text a, const char **utf8, size_t *size);

/* fuzz_text_alphabet makes a text of |size| bytes of input: each stands for a
 * code point of at most |width| bytes (0: ASCII), bounds included. */
fuzz_text fuzz_text_alphabet(const uint8_t *input, size_t size, int width);

/* fuzz_text_fragments makes bytes that are nearly UTF-8 of |size| bytes of
 * input: each stands for a sequence, or what is left of one. fuzz_text_copy
 * takes the input as it is. Both put a NUL behind. */
const char *fuzz_text_fragments(const uint8_t *input, size_t size,
                                size_t *made);
const char *fuzz_text_copy(const uint8_t *input, size_t size);

/* fuzz_text_print writes |a| in quotes, cut to a line's length;
 * fuzz_text_write writes it as an expression of C. */
void fuzz_text_print(FILE *to, fuzz_text a);
void fuzz_text_write(FILE *to, fuzz_text a);

#endif /* FUZZ_TEXT_H */
