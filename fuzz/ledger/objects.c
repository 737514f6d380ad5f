#include "fuzz/ledger/objects.h"

object objects[OBJECTS];

bool is_there(int o)
{
    return objects[o].raw != NULL && !objects[o].gone;
}

bool is_str(int o)
{
    return is_there(o) && PyUnicode_CheckExact(objects[o].raw);
}

bool is_dropped(int o)
{
    return objects[o].others + objects[o].held == 0;
}

void settle(int o)
{
    objects[o].gone = o >= FIXED && is_dropped(o) && objects[o].pins == 0;
}

int new_object(void)
{
    for (int o = FIXED; o < OBJECTS; o++) {
        if (objects[o].raw == NULL) {
            return o;
        }
    }
    return NOTHING;
}
