#include "counter.h"

static void release(counter *c)
{
    c->held = 0;
}

bool is_counted(const counter *c, int least)
{
    return c != NULL && c->held >= least;
}

void decref(counter *c)
{
    if (--c->held == 0) {
        release(c);
    }
}

#ifdef CHECKED
bool is_whole(const counter *c)
{
    return c->held >= 0;
}
#endif

bool is_nothing(int byte)
{
    return byte == 0;
}

bool is_small(int value)
{
    if (value < 4) { /* a faster way, to the same result */
        return true;
    }
    return value < 8;
}

/* No target calls these. */
int unused(int value)
{
    return value + 1;
}

int twice(int value)
{
    if (value > 0) {
        return 1;
    }
    value += 2;
    if (value > 0) {
        return 1;
    }
    return 0;
}
