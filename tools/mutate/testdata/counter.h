/* counter.h: what test_mutate.py makes mutants of. */
#include <stdbool.h>
#include <stddef.h>

#define DEFINE_LIMIT(unit)                                                     \
    static inline unit limit_##unit(unit value, unit most)                     \
    {                                                                          \
        return value > most ? most : value;                                    \
    }

DEFINE_LIMIT(int)
DEFINE_LIMIT(long)

typedef struct counter {
    int held;
    const char *text;
    size_t size;
} counter;

bool is_counted(const counter *c, int least);
bool is_whole(const counter *c); /* with CHECKED */
void decref(counter *c);
bool is_nothing(int byte);
bool is_small(int value);
int unused(int value);
int twice(int value);
