#include "fuzz/targets/container_model.h"

/* ---- Items. */

int n_made;
bool nests, fragile;
fuzz_object *kept_items[KEPT_MOST];
int n_kept;

mode mode_of(const fuzz_object *item)
{
    return (mode)(item->mark % FUZZ_ITEM_ENDED / FUZZ_ITEM_MODE);
}

int number_of(const fuzz_object *item)
{
    return item->mark % FUZZ_ITEM_MODE;
}

bool is_item(const fuzz_object *o)
{
    return o->kind == &fuzz_Item;
}

void gone(fuzz_object *o)
{
    if (is_item(o) && mode_of(o) == RESURRECTS &&
        !(o->mark & FUZZ_ITEM_ENDED)) {
        o->mark |= FUZZ_ITEM_ENDED;
        kept_items[n_kept++] = o;
        fuzz_hold(o);
    }
}

bool no_oom(void)
{
    return nests || fragile;
}

int expected_ends(void)
{
    int n = n_made;
    n_made = n_kept = 0;
    nests = fragile = false;
    return n;
}

/* ---- What is looked at. */

bool is_set(const fuzz_object *o)
{
    return o->kind == &fuzz_set || o->kind == &fuzz_frozenset;
}

bool is_container(const fuzz_object *o)
{
    return o->kind == &fuzz_list || o->kind == &fuzz_tuple ||
           o->kind == &fuzz_dict || o->kind == &fuzz_slice || is_set(o);
}

bool is_iterator(const fuzz_object *o)
{
    return o->kind == &fuzz_list_iterator || o->kind == &fuzz_tuple_iterator ||
           o->kind == &fuzz_dict_keyiterator;
}

int stride_of(const fuzz_object *o)
{
    return o->kind == &fuzz_dict ? 2 : 1;
}

bool is_full(const fuzz_object *o)
{
    return o->n_parts >= ITEMS_MOST;
}

void changes_keys(fuzz_object *o)
{
    if (o->kind == &fuzz_dict) {
        o->number++;
    }
}

looked look_at(fuzz_step *step, const fuzz_object *o)
{
    looked at = {.step = step};
    at.changes = o == step->oy ? o->kind : NULL;
    at.n = o->n_parts;
    for (int i = 0; i < at.n; i++) {
        at.part[i] = o->part[i];
    }
    return at;
}

bool runs_one(looked *at, const fuzz_object *item)
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
    if (fuzz_steps_under_way() > 0 || at->n == 0) {
        return true;
    }
    bool list = at->changes == &fuzz_list, dict = at->changes == &fuzz_dict;
    if (mode_of(item) == EMPTIES) {
        at->n = list || dict || at->changes == &fuzz_set ? 0 : at->n;
    } else if (mode_of(item) == POPS) {
        at->n -= list ? 1 : dict ? 2 : 0;
    } else if (list && at->n < ITEMS_MOST) {
        at->part[at->n++] = at->part[0];
    }
    return true;
}

void keep_made(fuzz_step *step)
{
    for (int i = 0; i < step->made.n_parts; i++) {
        fuzz_keep(step, step->made.part[i]);
    }
}

/* keep_if_made keeps |part|, which is taken out of a container, if it is going
 * to be in the result. */
static void keep_if_made(fuzz_step *step, fuzz_object *part)
{
    for (int i = 0; i < step->made.n_parts; i++) {
        if (step->made.part[i] == part) {
            fuzz_keep(step, part);
            return;
        }
    }
}

/* told does to the model what an Item has done to a container. */
void told(fuzz_step *step, int how)
{
    fuzz_object *y = step->oy;
    int n = how == EMPTIES ? y->n_parts : how == POPS ? stride_of(y) : 0;
    changes_keys(y);
    for (int i = y->n_parts - n; i < y->n_parts; i++) {
        keep_if_made(step, y->part[i]);
    }
    fuzz_remove(y, y->n_parts - n, n);
    if (how == ADDS) {
        fuzz_put(y, y->n_parts, y->part[0]);
    }
}

/* ---- Equality. */

bool has_same_value(const fuzz_object *a, const fuzz_object *b)
{
    return a->kind == b->kind &&
           ((a->kind == &fuzz_int && a->number == b->number) ||
            (a->kind == &fuzz_str && fuzz_text_equal(a->text, b->text)));
}

int equals(looked *at, const fuzz_object *a, const fuzz_object *b)
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
    if (is_container(a) && (a->kind == b->kind || (is_set(a) && is_set(b)))) {
        /* Those have items of their own, at any depth. */
        at->step->inapplicable = true;
    }
    return has_same_value(a, b);
}

/* ---- Results. */

void expect_runs(fuzz_step *step, int n)
{
    fuzz_expect(step, FUZZ_RUNS, "special methods that ran", n);
}

void shares(fuzz_step *step, const fuzz_kind *kind)
{
    fuzz_makes(step, kind)->uncounted = true;
    step->identity = FUZZ_EITHER;
}

void makes_of(fuzz_step *step, const fuzz_kind *kind, fuzz_object *const *parts,
              int n)
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

Py_ssize_t index_of(uint8_t value, int n)
{
    static const Py_ssize_t edges[4] = {-1, -2, PY_SSIZE_T_MIN, PY_SSIZE_T_MAX};
    return value >= 0xFC ? edges[value & 3] : value % (n + 2);
}

bool is_in(Py_ssize_t i, int n)
{
    return i >= 0 && i < n;
}

void take_out(fuzz_object *o, int i)
{
    fuzz_object *part = o->part[i];
    part->held++;
    fuzz_remove(o, i, 1);
    part->held--;
}

bool bounds_of(fuzz_step *step)
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

void cut(const fuzz_step *step, int n, int *start, int *end)
{
    *start = (int)Py_MIN(step->n[0], n);
    *end = (int)Py_MIN(step->n[1], n);
    *end = *end < *start ? *start : *end;
}

/* ---- What is read back. */

void read_back(fuzz_object *o, PyObject *const *raw, int n)
{
    fuzz_object *parts[LOOKED_MOST];
    for (int i = 0; i < n; i++) {
        parts[i] = fuzz_known(raw[i]);
        if (parts[i] == NULL) {
            fuzz_failed("content",
                        "the %s has an item (%s at %p) that nobody "
                        "put into it",
                        o->kind->name, Py_TYPE(raw[i])->tp_name,
                        (void *)raw[i]);
        }
        fuzz_hold(parts[i]);
    }
    fuzz_remove(o, 0, o->n_parts);
    for (int i = 0; i < n; i++) {
        fuzz_put(o, i, parts[i]);
        fuzz_release(parts[i]);
    }
}

/* ---- What can be iterated over. */

int items_of(fuzz_step *step, const fuzz_object *o, fuzz_object **to)
{
    if (o->kind == &fuzz_slice) {
        fuzz_raises(step, PyExc_TypeError, NULL);
        return -1;
    }
    if (is_container(o)) {
        int n = 0;
        for (int i = 0; i < o->n_parts; i += stride_of(o)) {
            to[n++] = o->part[i];
        }
        return n;
    }
    if (o->kind == &fuzz_list_iterator || o->kind == &fuzz_tuple_iterator) {
        int n = 0;
        for (int64_t i = o->number; o->n_parts > 0 && i < o->part[0]->n_parts;
             i++) {
            to[n++] = o->part[0]->part[i];
        }
        /* It may be what a step around this one goes on with. */
        step->inapplicable |= fuzz_steps_under_way() > 0;
        fragile = true; /* where it is after a failure is not known */
        return n;
    }
    if (o->kind == &fuzz_str || is_iterator(o)) {
        /* What it gives is in no slot, or depends on what was done to a
         * dict. */
        step->inapplicable = true;
    } else {
        fuzz_raises(step, PyExc_TypeError, NULL);
    }
    return -1;
}

void is_consumed(fuzz_object *o)
{
    if (is_iterator(o)) {
        fuzz_remove(o, 0, o->n_parts);
    }
    fragile = false;
}

bool comes_in_order(const fuzz_object *o)
{
    return !is_set(o) || o->n_parts < 2;
}

int64_t iterator_of_dict(int at, const fuzz_object *dict)
{
    return at + DICT_AT * (dict->n_parts + DICT_AT * dict->number);
}

/* ---- Walks. */

int64_t model_token(const fuzz_object *o)
{
    return is_item(o)             ? 100 + number_of(o)
           : o->kind == &fuzz_int ? o->number
           : o->kind == &fuzz_str ? 3000 + o->text.length
                                  : token_of_name(o->kind->name);
}

bool walk_on(walked *w, int how, const fuzz_object *o)
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

void expect_walk(fuzz_step *step, walked w, bool ended)
{
    fuzz_expect(step, 0, "items that were visited", w.count);
    fuzz_expect(step, 1, "what the walk makes of them", w.sum + ended);
}
