/* pairs.c: each call of contract with each pair of operands, in place of a fuzzer.
 *
 *   pairs SEED [ROUNDS]
 *
 * Which operands a mistake needs is what a fuzzer finds last: there are too many
 * pairs for chance, and one that is wrong reaches no new code. So each row is called
 * with each pair of those that are there all the time, and with each crafted one on
 * either side, in each round with other values, which come out of SEED. */

#include "fuzz/contract/call.h"
#include "fuzz/engine/calls.h"
#include "fuzz/engine/kept.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { RECORD = 6, MOST = 64, BYTES = 256 };

/* How often each crafted operand stands on the left: a row's value says what is done, and
 * whether to the operand or to what has it, small ones mostly to the operand. */
enum { AGAIN = 8 };

static uint8_t input[RECORD * MOST];
static size_t input_size;
static unsigned long long calls;
static uint64_t state;

/* next is Vigna's splitmix64. */
static uint64_t next(void)
{
    uint64_t z = state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

static void run(void)
{
    LLVMFuzzerTestOneInput(input, input_size);
    input_size = 0;
}

static void add(const fuzz_row *row, int a, int b, int shift)
{
    /* Half of the calls are made as users make them: 0. */
    static const uint8_t hows[16] = {
        HOW_LAST,
        HOW_LAST,
        HOW_PENDING,
        HOW_PENDING | HOW_LAZY,
        HOW_ARMED, /* the first allocation */
        HOW_WITHIN * RIGHT_WITHIN,
        HOW_WITHIN * RIGHT_WITHIN_OWN,
        HOW_WITHIN * LEFT_WITHIN,
    };
    uint64_t random = next();
    uint8_t *record = input + input_size;
    record[0] = (uint8_t)row->id;
    record[1] = (uint8_t)a;
    record[2] = (uint8_t)b;
    record[3] = hows[random % sizeof(hows)];
    record[4] = (uint8_t)(random >> 8) >> shift;
    record[5] = (uint8_t)(random >> 16);
    input_size += RECORD;
    calls++;
    if (input_size == sizeof(input)) {
        run();
    }
}

static void add_all(const fuzz_row *row)
{
    for (int i = 0; i < FIXED * FIXED; i++) {
        add(row, i % FIXED, i / FIXED, 0);
    }
    for (int crafted = CRAFTED; crafted < BYTES; crafted++) {
        for (int times = 0; times < AGAIN; times++) {
            add(row, crafted, (int)(next() % FIXED), times % 4);
        }
        add(row, (int)(next() % FIXED), crafted, 0);
        add(row, crafted, crafted, 0);
    }
    run();
}

int main(int argc, char **argv)
{
    if (argc < 2 || argc > 3) {
        fprintf(stderr, "usage: %s SEED [ROUNDS]\n", argv[0]);
        return 2;
    }
    state = strtoull(argv[1], NULL, 0);
    fuzz_start();
    fuzz_keep_what_fails(input, &input_size);
    for (int rounds = argc == 3 ? atoi(argv[2]) : 1; rounds > 0; rounds--) {
        for (int i = 0; i < fuzz_n_rows; i++) {
            add_all(&fuzz_rows[i]);
        }
    }
    printf("%s: %llu calls of %d rows with all pairs of operands\n",
           fuzz_name(), calls, fuzz_n_rows);
    return 0;
}
