/* mutator.c: changes to an input that respect its form: whole records at the
 * front, bytes of strings at the end (engine.h). A quarter of the time
 * libFuzzer's own mutations are used, which know nothing of it. */

#include "fuzz/engine/engine.h"
#include "fuzz/engine/random.h"

#include <string.h>

enum { RECORD = 4 };

/* Swarm: for a while only some operations are used for what is new, so that
 * programs differ more from each other than when all are as likely. */
enum { SWARM = 1024 }; /* rows */
static bool swarm[SWARM];
static size_t n_rows;

static void choose_swarm(bool all)
{
    n_rows = Py_MIN((size_t)fuzz_n_ops(), (size_t)SWARM);
    bool any = false;
    for (size_t i = 0; i < n_rows; i++) {
        swarm[i] = all || random_below(4) == 0;
        any |= swarm[i];
    }
    swarm[random_below(n_rows)] |= !any;
}

/* An id has more bits than a byte: the others are above the slot x. */
static void set_id(uint8_t *record, int id)
{
    record[0] = (uint8_t)id;
    record[1] = (uint8_t)((record[1] & 7) | id >> 8 << 3);
}

static void random_record(uint8_t *record)
{
    size_t row;
    do {
        row = random_below(n_rows);
    } while (!swarm[row]);
    record[1] = (uint8_t)random_below(FUZZ_SLOTS);
    record[2] = (uint8_t)random_below(FUZZ_SLOTS * FUZZ_SLOTS);
    record[3] = (uint8_t)random_below(256);
    set_id(record, fuzz_op_at((int)row)->id);
}

/* change_operand changes one thing of |record|. */
static void change_operand(uint8_t *record)
{
    uint8_t other[RECORD];
    random_record(other);
    size_t field = random_below(RECORD);
    if (field == 0) {
        set_id(record, other[0] | other[1] >> 3 << 8);
    } else if (field == 1) {
        record[1] = (uint8_t)((record[1] & ~7) | (other[1] & 7));
    } else {
        record[field] = other[field];
    }
}

static void insert(uint8_t *data, size_t *size, size_t at, size_t n)
{
    memmove(data + at + n, data + at, *size - at);
    *size += n;
}

static void erase(uint8_t *data, size_t *size, size_t at, size_t n)
{
    memmove(data + at, data + at + n, *size - at - n);
    *size -= n;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t most,
                               unsigned seed)
{
    seed_random(seed);
    if (random_below(4) == 0) {
        return LLVMFuzzerMutate(data, size, most);
    }
    choose_swarm(random_below(2));
    for (size_t changes = 1 + random_below(4); changes > 0; changes--) {
        size_t records = size / RECORD;
        size_t at = random_below(records) * RECORD;
        size_t from = random_below(records) * RECORD;
        uint8_t record[RECORD];
        switch (random_below(8)) {
        case 0: /* a few new ones in a row */
        case 1:
            for (size_t n = 1 + random_below(6); n > 0; n--) {
                if (size + RECORD <= most) {
                    insert(data, &size, at, RECORD);
                    random_record(data + at);
                }
            }
            break;
        case 2: /* one away */
            if (records > 1) {
                erase(data, &size, at, RECORD);
            }
            break;
        case 3: /* one again, elsewhere */
            if (records > 0 && size + RECORD <= most) {
                memcpy(record, data + from, RECORD);
                insert(data, &size, at, RECORD);
                memcpy(data + at, record, RECORD);
            }
            break;
        case 4: /* two change places */
            if (records > 1) {
                memcpy(record, data + at, RECORD);
                memmove(data + at, data + from, RECORD);
                memcpy(data + from, record, RECORD);
            }
            break;
        case 5: /* one operand */
        case 6:
            if (records > 0) {
                change_operand(data + at);
            }
            break;
        default: /* the strings at the end */
            if (size < most && random_below(2)) {
                size_t tail = random_below(32);
                tail = tail > size ? size : tail;
                insert(data, &size, size - tail, 1);
            }
            if (size > 0) {
                size_t tail = 1 + random_below(32);
                tail = tail > size ? size : tail;
                data[size - tail] = (uint8_t)random_below(256);
            }
            break;
        }
    }
    return size;
}

size_t LLVMFuzzerCustomCrossOver(const uint8_t *a, size_t a_size,
                                 const uint8_t *b, size_t b_size, uint8_t *out,
                                 size_t most, unsigned seed)
{
    seed_random(seed);
    /* The first records of one, then the rest of the other with its end. */
    size_t head = random_below(a_size / RECORD + 1) * RECORD;
    size_t tail = random_below(b_size / RECORD + 1) * RECORD;
    size_t rest = b_size - tail;
    head = head > most ? most : head;
    rest = rest > most - head ? most - head : rest;
    memcpy(out, a, head);
    memcpy(out + head, b + b_size - rest, rest);
    return head + rest;
}
