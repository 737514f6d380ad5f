/* container_world.h: what the operations of container_sequence use, beside the
 * slots: items that do something while a container looks at them, builders that
 * last for several steps, and walks, which end in several ways.
 */
#ifndef FUZZ_CONTAINER_WORLD_H
#define FUZZ_CONTAINER_WORLD_H

#include "fuzz/engine/slots.h"
#include "fuzz/models/int.h"
#include "fuzz/models/item.h"
#include "fuzz/models/iterator.h"
#include "fuzz/models/mapping.h"
#include "fuzz/models/sequence.h"
#include "fuzz/models/set.h"
#include "fuzz/models/singletons.h"
#include "fuzz/models/slice.h"
#include "fuzz/models/str.h"

/* What the special methods of an Item do. What is said of the container is done to
 * the one in slot y of the step under way, where that is in no other. */
typedef enum mode {
    QUIET,
    RAISES,     /* ValueError */
    INTERRUPTS, /* KeyboardInterrupt */
    DROPS,      /* empties a slot that is not in use; its finalizer does, too */
    WRONG,      /* what a comparison gives has no truth */
    NESTS,      /* does the next steps of the program */
    EMPTIES,    /* takes all out of the container */
    POPS,       /* takes the last one out of a list or dict */
    ADDS,       /* puts the first item of a list behind its last one, too */
    RESURRECTS, /* its finalizer keeps it */
    MODES
} mode;

/* Nothing has more items than that. Tuples of 20 CPython 3.11 keeps when they end, and
 * never uses again. */
enum { ITEMS_MOST = 19 };

/* item_new is a new Item, the |serial|-th of the program. */
hf_object item_new(int does, int number, int serial);

/* take_kept is the Item that was kept by its finalizer; or null. */
hf_object take_kept(int serial);

/* take_runs is how often special methods ran, since it was called last. */
int take_runs(void);

/* ---- What a walk finds: how many items, and a number that depends on what they
 * are, and on their order. */

/* token_of_name is the part of it that an object of a type has. */
int64_t token_of_name(const char *type);
int64_t token(PyObject *raw);

/* How the block of a walk goes on from the second item on; or what it does to the
 * container at each, up to ITEMS_MOST. */
typedef enum manner {
    GOES_ON,
    BREAKS,
    CONTINUES, /* and does not look at that item */
    RETURNS,
    LEAVES, /* by goto */
    TAKES_LAST,
    ADDS_OTHER, /* at the first */
    MANNERS
} manner;

void walk_list(hf_list_borrowed list, int how, hf_object_borrowed other,
               int64_t *found);
void walk_tuple(hf_tuple_borrowed tuple, int how, int64_t *found);

/* Of a dict TAKES_LAST takes all, and ADDS_OTHER gives each key another value. */
void walk_dict(hf_dict_borrowed dict, int how, hf_object_borrowed other,
               int64_t *found);

/* What comes in no order that is known is summed up. */
void walk_any(hf_object_borrowed iterable, int how, bool in_order,
              int64_t *found);

/* look_at_pairs does so with a list of tuples of two, which it consumes. */
bool look_at_pairs(hf_list pairs, int64_t *found);

/* ---- What a look-up gives: it is put into the slot, where something is found,
 * and whether that is so and how many special methods ran is found. False: it has
 * failed. */
bool ended(hf_lookup lookup, hf_object *slot, hf_object value, int64_t *found);

/* ---- Builders that last for several steps; and one of a step, for y and z in
 * turn, |n| of them. */

extern hf_list_builder list_builder;
extern hf_dict_builder dict_builder;

/* How: room is made first; it is cleared and not finished; null comes last; it has
 * to make room for less than nothing. */
typedef enum builds {
    PLAINLY,
    WITH_ROOM,
    DROPPED,
    WITH_NULL,
    TOO_MANY,
    BUILDS
} builds;

bool build_list(hf_list *to, hf_object_borrowed y, hf_object_borrowed z, int n,
                int how);
bool build_tuple(hf_tuple *to, hf_object_borrowed y, hf_object_borrowed z,
                 int n, int how);

/* finish is the end of a program, in which so many Items must have ended. */
void finish(int expected);

#endif /* FUZZ_CONTAINER_WORLD_H */
