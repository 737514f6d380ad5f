/* str_world.h: what the operations of str_sequence use, beside the slots. */
#ifndef FUZZ_STR_WORLD_H
#define FUZZ_STR_WORLD_H

#include "fuzz/engine/slots.h"
#include "fuzz/models/int.h"
#include "fuzz/models/str.h"

#include <string.h>

/* Borrowed handles that outlive the step that borrowed them. */
enum { LENT = 2 };
extern hf_str_borrowed lent[LENT];

extern hf_str_builder builder; /* empty between steps */
extern hf_str_builder lasting; /* one that is used by several steps */
extern const char mixed[];

extern hf_object subclass;
extern hf_object number; /* not a str */

/* long_utf8 is |length| times an a, but for the last, which is |last|. */
const char *long_utf8(Py_ssize_t length, int last);

/* first_difference is the index of the first byte of |view|, or of the NUL
 * behind it, that is not as in |utf8|; -1: none. */
int64_t first_difference(const hf_utf8 *view, const char *utf8,
                         Py_ssize_t size);

/* finish is the end of a program. */
void finish(int unused);

#endif /* FUZZ_STR_WORLD_H */
