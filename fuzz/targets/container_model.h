/* container_model.h: how a container of the model looks at its items.
 *
 * What will happen is found on a copy of what is in the container (looked): an
 * Item whose special method runs changes it as it will change the container. When
 * it does, the model is told (told), so that it is as it was found to become.
 */
#ifndef FUZZ_CONTAINER_MODEL_H
#define FUZZ_CONTAINER_MODEL_H

#include "fuzz/engine/engine.h"
#include "fuzz/targets/container_world.h"

#define UNUSED __attribute__((unused))

/* ---- Items. */

static int n_made;  /* Items of this program */
static bool nests;  /* one of them does steps of the program */
static bool fragile; /* the step at hand is not foreseen where memory fails */

/* The Items that their finalizers kept. */
enum { KEPT_MOST = 256 };
static fuzz_object *kept_items[KEPT_MOST];
static int n_kept;

static mode mode_of(const fuzz_object *item)
{
    return (mode)(item->mark % FUZZ_ITEM_ENDED / FUZZ_ITEM_MODE);
}

static int number_of(const fuzz_object *item)
{
    return item->mark % FUZZ_ITEM_MODE;
}

static bool is_item(const fuzz_object *o)
{
    return o->kind == &fuzz_Item;
}

static void gone(fuzz_object *o)
{
    if (is_item(o) && mode_of(o) == RESURRECTS &&
        !(o->mark & FUZZ_ITEM_ENDED)) {
        o->mark |= FUZZ_ITEM_ENDED;
        kept_items[n_kept++] = o;
        fuzz_hold(o);
    }
}

static bool no_oom(void)
{
    return nests || fragile;
}

static int expected_ends(void)
{
    int n = n_made;
    n_made = n_kept = 0;
    nests = fragile = false;
    return n;
}

/* ---- What is looked at. */

enum { LOOKED_MOST = 64 };

typedef struct looked {
    fuzz_step *step;
    bool is_list, is_dict; /* what Items change */
    fuzz_object *part[LOOKED_MOST];
    int n;
    int runs;
} looked;

static bool is_container(const fuzz_object *o)
{
    return o->kind == &fuzz_list || o->kind == &fuzz_tuple;
}

/* look_at begins with what is in |o|, which is in slot y where it is to change. */
static looked look_at(fuzz_step *step, const fuzz_object *o)
{
    looked at = {.step = step};
    at.is_list = o->kind == &fuzz_list && o == step->oy;
    at.n = o->n_parts;
    for (int i = 0; i < at.n; i++) {
        at.part[i] = o->part[i];
    }
    return at;
}

/* runs_one is a special method of |item| that runs. False: it raises. */
static bool runs_one(looked *at, const fuzz_object *item)
{
    at->runs++;
    switch (mode_of(item)) {
    case RAISES:
        at->step->raises = PyExc_ValueError;
        return false;
    case INTERRUPTS:
        at->step->raises = PyExc_KeyboardInterrupt;
        return false;
    case EMPTIES:
    case POPS:
    case ADDS:
        break;
    case QUIET:
    case DROPS:
    case WRONG:
    case NESTS:
    case RESURRECTS:
    case MODES:
        return true;
    }
    if (fuzz_steps_under_way() > 0 || !at->is_list || at->n == 0) {
        return true;
    }
    if (mode_of(item) == EMPTIES) {
        at->n = 0;
    } else if (mode_of(item) == POPS) {
        at->n--;
    } else if (at->n < ITEMS_MOST) {
        at->part[at->n++] = at->part[0];
    }
    return true;
}

/* told does to the model what an Item has done to a container. */
static void told(fuzz_step *step, int how)
{
    fuzz_object *y = step->oy;
    if (how == EMPTIES) {
        fuzz_remove(y, 0, y->n_parts);
    } else if (how == POPS) {
        fuzz_remove(y, y->n_parts - 1, 1);
    } else {
        fuzz_put(y, y->n_parts, y->part[0]);
    }
}

/* ---- Equality. */

enum { RAISED = -1, DIFFERENT, EQUAL };

static bool has_same_value(const fuzz_object *a, const fuzz_object *b)
{
    return a->kind == b->kind &&
           ((a->kind == &fuzz_int && a->number == b->number) ||
            (a->kind == &fuzz_str && fuzz_text_equal(a->text, b->text)));
}

/* equals is what a == b gives, where CPython asks it of what is in a container. */
static int equals(looked *at, const fuzz_object *a, const fuzz_object *b)
{
    if (a == b) {
        return EQUAL;
    }
    const fuzz_object *asked = is_item(a) ? a : is_item(b) ? b : NULL;
    if (asked != NULL) {
        if (!runs_one(at, asked)) {
            return RAISED;
        }
        if (mode_of(asked) == WRONG) {
            at->step->raises = PyExc_ValueError;
            return RAISED;
        }
        return is_item(a) && is_item(b) && number_of(a) == number_of(b);
    }
    if (is_container(a) && a->kind == b->kind) {
        /* Those have items of their own, at any depth. */
        at->step->inapplicable = true;
    }
    return has_same_value(a, b);
}

/* ---- Results. */

static void expect_runs(fuzz_step *step, int n)
{
    fuzz_expect(step, FUZZ_RUNS, "special methods that ran", n);
}

UNUSED static void shares(fuzz_step *step, const fuzz_kind *kind)
{
    fuzz_makes(step, kind)->uncounted = true;
    step->identity = FUZZ_EITHER;
}

/* makes_of predicts a container of |n| parts. */
UNUSED static void makes_of(fuzz_step *step, const fuzz_kind *kind,
                            fuzz_object *const *parts, int n)
{
    if (n > ITEMS_MOST) {
        step->inapplicable = true;
        return;
    }
    if (n == 0 && kind == &fuzz_tuple) {
        shares(step, kind);
        return;
    }
    fuzz_object *made = fuzz_makes(step, kind);
    for (int i = 0; i < n; i++) {
        fuzz_put(made, i, parts[i]);
    }
}

/* index_of is one of |n| items, or one at an edge. */
UNUSED static Py_ssize_t index_of(uint8_t value, int n)
{
    static const Py_ssize_t edges[4] = {-1, -2, PY_SSIZE_T_MIN, PY_SSIZE_T_MAX};
    return value >= 0xFC ? edges[value & 3] : value % (n + 2);
}

UNUSED static bool is_in(Py_ssize_t i, int n)
{
    return i >= 0 && i < n;
}

/* take_out takes the part at |i| out of |o|: it is the result of the step, which
 * is held by nobody for a moment. */
UNUSED static void take_out(fuzz_object *o, int i)
{
    fuzz_object *part = o->part[i];
    part->held++;
    fuzz_remove(o, i, 1);
    part->held--;
}

/* bounds_of are those of a slice, by the value. False: they are refused. */
UNUSED static bool bounds_of(fuzz_step *step)
{
    uint8_t v = step->value;
    step->n[0] = v >= 0xF8 ? -1 : v & 7;
    step->n[1] = v & 0x80 ? PY_SSIZE_T_MAX : v >> 3 & 15;
    if (step->n[0] < 0) {
        fuzz_raises(step, PyExc_IndexError, NULL);
        return false;
    }
    return true;
}

/* cut cuts these bounds to |n| items: as a list does. */
UNUSED static void cut(const fuzz_step *step, int n, int *start, int *end)
{
    *start = (int)Py_MIN(step->n[0], n);
    *end = (int)Py_MIN(step->n[1], n);
    *end = *end < *start ? *start : *end;
}

/* ---- What can be iterated over. */

/* items_of writes what iter(o) gives to |to|, at most LOOKED_MOST, and says how
 * many; -1: the step raises, or is not to be done. */
UNUSED static int items_of(fuzz_step *step, const fuzz_object *o,
                           fuzz_object **to)
{
    if (o->kind == &fuzz_list || o->kind == &fuzz_tuple) {
        for (int i = 0; i < o->n_parts; i++) {
            to[i] = o->part[i];
        }
        return o->n_parts;
    }
    if (o->kind == &fuzz_str) {
        step->inapplicable = true; /* what it gives is in no slot */
    } else {
        fuzz_raises(step, PyExc_TypeError, NULL);
    }
    return -1;
}

/* ---- Walks. */

UNUSED static int64_t model_token(const fuzz_object *o)
{
    return is_item(o)               ? 100 + number_of(o)
           : o->kind == &fuzz_int   ? o->number
           : o->kind == &fuzz_str   ? 3000 + o->text.length
                                    : token_of_name(o->kind->name);
}

/* A walk, as it is foreseen. */
typedef struct walked {
    int64_t count, sum;
} walked;

/* walk_on looks at |o|, and says whether the walk goes on. */
UNUSED static bool walk_on(walked *w, int how, const fuzz_object *o)
{
    w->count++;
    if (w->count == 2 && (how == RETURNS || how == LEAVES)) {
        return false;
    }
    if (w->count == 2 && how == BREAKS) {
        w->sum++;
        return false;
    }
    if (w->count != 2 || how != CONTINUES) {
        w->sum = (w->sum * 31 + model_token(o)) % 1000003;
    }
    return true;
}

UNUSED static void expect_walk(fuzz_step *step, walked w, bool ended)
{
    fuzz_expect(step, 0, "items that were visited", w.count);
    fuzz_expect(step, 1, "what the walk makes of them", w.sum + ended);
}

#endif /* FUZZ_CONTAINER_MODEL_H */
