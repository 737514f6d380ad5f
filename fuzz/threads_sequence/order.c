/* order.c: a search through the orders, depth first. Where a state was reached before
 * with the same steps left, nothing new lies behind it. */
#include "fuzz/threads_sequence/order.h"

#include <string.h>

enum { SEEN = 1 << 15, MOST_SEEN = SEEN / 2 };

static struct {
    const history *threads;
    int n;
    enum object object;
    int64_t found;
    int n_seen;
    bool gave_up;
    uint64_t seen[SEEN];
    uint16_t where[MOST_SEEN]; /* those that are not 0 */
} search;

static uint64_t key_of(const model *s, const uint8_t *at)
{
    uint64_t hash = 0xcbf29ce484222325;
    const unsigned char *parts[] = {at, (const unsigned char *)s};
    const size_t sizes[] = {MOST_THREADS, offsetof(model, at) +
                                              sizeof(s->at[0]) * VALUES +
                                              sizeof(s->at[0]) * (size_t)s->n};
    for (int i = 0; i < 2; i++) {
        for (size_t j = 0; j < sizes[i] && j < sizeof(*s); j++) {
            hash = (hash ^ parts[i][j]) * 0x100000001b3;
        }
    }
    return hash | 1;
}

static bool was_seen(uint64_t key)
{
    size_t i = (size_t)(key >> 17) % SEEN;
    while (search.seen[i] != 0) {
        if (search.seen[i] == key) {
            return true;
        }
        i = (i + 1) % SEEN;
    }
    if (search.n_seen == MOST_SEEN) {
        search.gave_up = true;
        return true;
    }
    search.where[search.n_seen++] = (uint16_t)i;
    search.seen[i] = key;
    return false;
}

/* next_on is the next step of a thread that is on the object, from |at| on. */
static uint8_t next_on(const history *thread, uint8_t at)
{
    while (at < thread->n &&
           thread->steps[at].operation->object != search.object) {
        at++;
    }
    return at;
}

static bool goes_on(const model *s, const uint8_t *at)
{
    bool is_end = true;
    if (search.gave_up || was_seen(key_of(s, at))) {
        return false;
    }
    for (int i = 0; i < search.n; i++) {
        if (at[i] == search.threads[i].n) {
            continue;
        }
        is_end = false;
        const step *next = &search.threads[i].steps[at[i]];
        model then = *s;
        uint8_t after[MOST_THREADS] = {0};
        if (next->operation->explains(&then, next->a, next->b, next->result)) {
            memcpy(after, at, sizeof(after));
            after[i] = next_on(&search.threads[i], (uint8_t)(at[i] + 1));
            if (goes_on(&then, after)) {
                return true;
            }
        }
    }
    if (!is_end) {
        return false;
    }
    model last = *s;
    return last_of(search.object)->explains(&last, 0, 0, search.found);
}

explained explained_by_an_order(const history *threads, int n,
                                enum object object, int64_t found)
{
    model s;
    uint8_t at[MOST_THREADS] = {0};
    model_begin(&s, object);
    while (search.n_seen > 0) {
        search.seen[search.where[--search.n_seen]] = 0;
    }
    search.threads = threads;
    search.n = n;
    search.object = object;
    search.found = found;
    search.gave_up = false;
    for (int i = 0; i < n; i++) {
        at[i] = next_on(&threads[i], 0);
    }
    if (goes_on(&s, at)) {
        return EXPLAINED;
    }
    return search.gave_up ? UNDECIDED : UNEXPLAINED;
}
