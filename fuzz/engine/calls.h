/* calls.h: targets whose inputs are rows of records of one size. Each record is
 * one call of a table: its first byte says which, the others how.
 *
 * calls.c reads inputs, writes them as programs and explains failures; it is in
 * the fuzzer alone. calls_run.c makes one call, and is in those programs too.
 * What a call is, a target says: it defines struct fuzz_call, and what stands
 * at the end of this file.
 */
#ifndef FUZZ_CALLS_H
#define FUZZ_CALLS_H

#include "fuzz/engine/process.h"

typedef struct fuzz_call fuzz_call;

/* fuzz_row is a row of the table. |id| is what the first byte of a record says,
 * for good: rows can be moved, and what a corpus says stays what it was. A byte
 * that is nobody's id stands for one row or another. */
typedef struct fuzz_row {
    int id;
    const char *name;
    void (*act)(fuzz_call *c);
} fuzz_row;

/* fuzz_row_named is the row with that name; it has to be there. */
const fuzz_row *fuzz_row_named(const char *name);

/* fuzz_do makes one call, and prints it where steps are traced. */
void fuzz_do(const fuzz_row *row, fuzz_call *c);

/* fuzz_doing is the name of the call that is made now, or what is done
 * instead. */
extern const char *fuzz_doing;

/* fuzz_calls_made is how many calls there were in this input. */
extern int fuzz_calls_made;

/* fuzz_inputs_begun tells one run of an input from the next. */
extern unsigned fuzz_inputs_begun;

/* fuzz_print_call writes a call on one line. */
void fuzz_print_call(FILE *to, int number, const char *name,
                     const fuzz_call *c);

/* ---- Defined by the target. */

extern const fuzz_row fuzz_rows[];
extern const int fuzz_n_rows;

/* fuzz_call_make makes the call, and compares what there is to compare. */
void fuzz_call_make(const fuzz_row *row, fuzz_call *c);

/* fuzz_call_settle is defined by a target where not each call can be made just as
 * its record says, at any time: it makes of |c| what will be done. */
void fuzz_call_settle(fuzz_call *c) __attribute__((weak));

/* fuzz_call_print writes the operands of |c| in words; fuzz_call_ended says in
 * one word how it ended. */
void fuzz_call_print(FILE *to, const fuzz_call *c);
const char *fuzz_call_ended(const fuzz_call *c);

/* For the fuzzer alone: how long a record is, and how many calls an input has
 * at most; how a record is read; how a call is written as an initializer of C,
 * without the braces. */
extern const size_t fuzz_record, fuzz_most_calls;
fuzz_call *fuzz_call_decode(const uint8_t *record); /* valid up to the next */
void fuzz_call_emit(const fuzz_call *c);

/* What comes before the calls of an input; it gives the same as C, or NULL. And
 * what comes after them; and the same as C, or NULL. */
const char *fuzz_input_begin(const uint8_t *data, size_t size);
void fuzz_input_end(void);
extern const char *const fuzz_c_end;

/* fuzz_give_back is for an end in the middle of a call: what a call has taken
 * from the process, such as stderr, it gets back. */
void fuzz_give_back(void);

#endif /* FUZZ_CALLS_H */
