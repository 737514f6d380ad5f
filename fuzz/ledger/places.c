#include "fuzz/ledger/places.h"

#include "fuzz/ledger/sites.h"

#define DEFINED(name) name,
static void (*const site_function[N_SITES])(void) = {NULL, SITES(DEFINED) again,
                                                     again_typed,
                                                     append_builder};

uintptr_t known_place[N_SITES];

/* is_within says whether |place| is in the function of |s|: before the next. */
static bool is_within(site s, uintptr_t place)
{
    enum { MOST = 4096 }; /* bytes of code */
    uintptr_t start = (uintptr_t)site_function[s], end = start + MOST;
    for (int i = 1; i < N_SITES; i++) {
        uintptr_t other = (uintptr_t)site_function[i];
        end = other > start && other < end ? other : end;
    }
    return place > start && place <= end;
}

bool is_told(site s)
{
    return s >= at_told;
}

const image *image_of(site s)
{
    return is_told(s) ? &told[s - at_told].in : &this_image;
}

bool is_place(site s, uintptr_t place)
{
    if (is_told(s)) {
        return place == told[s - at_told].place;
    }
    if (known_place[s] == 0 && is_within(s, place)) {
        known_place[s] = place;
    }
    return known_place[s] == place;
}
