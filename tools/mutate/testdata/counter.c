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

/* No target calls it. */
int unused(int value)
{
    return value + 1;
}
