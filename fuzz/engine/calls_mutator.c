/* calls_mutator.c: changes to a row of records (calls.h) that leave records
 * whole. A quarter of the time libFuzzer's own mutations are used, which know
 * nothing of them. */

#include "fuzz/engine/calls.h"
#include "fuzz/engine/random.h"

#include <string.h>

static void random_record(uint8_t *record)
{
    record[0] = (uint8_t)fuzz_rows[random_below((size_t)fuzz_n_rows)].id;
    for (size_t i = 1; i < fuzz_record; i++) {
        /* Small numbers and single bits mean more than others. */
        size_t byte = random_below(256);
        record[i] = (uint8_t)(byte >> random_below(4) * 2);
    }
}

static size_t insert(uint8_t *data, size_t size, size_t at,
                     const uint8_t *record)
{
    memmove(data + at + fuzz_record, data + at, size - at);
    memcpy(data + at, record, fuzz_record);
    return size + fuzz_record;
}

/* change makes one change to |size| bytes of whole records. */
static size_t change(uint8_t *data, size_t size, size_t most)
{
    enum { RECORD_MOST = 16 };
    uint8_t record[RECORD_MOST];
    size_t n = size / fuzz_record;
    size_t at = random_below(n) * fuzz_record;
    size_t from = random_below(n) * fuzz_record;
    bool has_room = size + fuzz_record <= most;
    random_record(record);
    switch (random_below(8)) {
    case 0: /* a new one */
    case 1:
        return has_room ? insert(data, size, at, record) : size;
    case 2: /* one away */
        if (n > 1) {
            memmove(data + at, data + at + fuzz_record,
                    size - at - fuzz_record);
            size -= fuzz_record;
        }
        return size;
    case 3: /* one again, elsewhere */
        if (n > 0 && has_room) {
            memcpy(record, data + from, fuzz_record);
            size = insert(data, size, at, record);
        }
        return size;
    case 4: /* another call of the same operands */
        if (n > 0) {
            data[at] = record[0];
        }
        return size;
    case 5: /* a bit */
        if (n > 0) {
            size_t field = 1 + random_below(fuzz_record - 1);
            data[at + field] ^= (uint8_t)(1u << random_below(8));
        }
        return size;
    default: /* an operand */
        if (n > 0) {
            size_t field = 1 + random_below(fuzz_record - 1);
            data[at + field] = record[field];
        }
        return size;
    }
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most,
                               unsigned seed)
{
    seed_random(seed);
    if (random_below(4) == 0) {
        return LLVMFuzzerMutate(data, size, most);
    }
    size -= size % fuzz_record;
    for (size_t changes = 1 + random_below(4); changes > 0; changes--) {
        size = change(data, size, most);
    }
    return size;
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size,
                                 const uint8_t *b, size_t b_size, uint8_t *out,
                                 size_t most, unsigned seed)
{
    seed_random(seed);
    /* The first calls of one, then the last of the other. */
    size_t head = random_below(a_size / fuzz_record + 1) * fuzz_record;
    size_t tail = random_below(b_size / fuzz_record + 1) * fuzz_record;
    most -= most % fuzz_record;
    head = head > most ? most : head;
    tail = tail > most - head ? most - head : tail;
    memcpy(out, a, head);
    memcpy(out + head, b + b_size - b_size % fuzz_record - tail, tail);
    return head + tail;
}
