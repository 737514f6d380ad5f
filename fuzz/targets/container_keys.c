#include "fuzz/targets/container_keys.h"

/* ---- Keys. */

bool hashes(looked *at, const fuzz_object *key)
{
    if (is_item(key)) {
        return runs_one(at, key);
    }
    if (key->kind == &fuzz_list || key->kind == &fuzz_dict ||
        key->kind == &fuzz_set) {
        at->step->raises = PyExc_TypeError;
        return false;
    }
    for (int i = 0; i < key->n_parts; i++) {
        /* They are hashed and compared in turn. */
        at->step->inapplicable |= is_item(key->part[i]) ||
                                  key->part[i]->n_parts > 0 ||
                                  is_container(key->part[i]);
    }
    at->step->inapplicable |= key->kind == &fuzz_slice;
    return true;
}

static bool is_plainly_same(const fuzz_object *a, const fuzz_object *b)
{
    return a == b || has_same_value(a, b);
}

/* is_same_key says that |a| and |b| hash and compare the same. */
static bool is_same_key(const fuzz_object *a, const fuzz_object *b)
{
    if (is_plainly_same(a, b)) {
        return true;
    }
    if (is_item(a) && is_item(b)) {
        return number_of(a) == number_of(b);
    }
    if (a->kind != b->kind || a->n_parts != b->n_parts ||
        (a->kind != &fuzz_tuple && a->kind != &fuzz_frozenset)) {
        return false;
    }
    for (int i = 0; i < a->n_parts; i++) {
        bool same = is_plainly_same(a->part[i], b->part[i]);
        for (int j = 0; a->kind == &fuzz_frozenset && j < b->n_parts; j++) {
            same |= is_plainly_same(a->part[i], b->part[j]);
        }
        if (!same) {
            return false;
        }
    }
    return true;
}

int place_of_key(fuzz_object *const *part, int n, int stride,
                 const fuzz_object *key)
{
    for (int i = 0; i < n; i += stride) {
        if (is_same_key(part[i], key)) {
            return i;
        }
    }
    return MISSING;
}

int key_in(const fuzz_object *o, const fuzz_object *key)
{
    return place_of_key(o->part, o->n_parts, stride_of(o), key);
}

/* ---- Looking them up. */

int find_key(looked *at, const table *in, const fuzz_object *key)
{
    for (;;) {
        int i = place_of_key(in->part, *in->n, in->stride, key);
        if (i == MISSING || in->part[i] == key || !is_item(key)) {
            return i;
        }
        const fuzz_object *asked = in->part[i];
        if (!runs_one(at, asked)) {
            return FAILED;
        }
        if (mode_of(asked) == WRONG) {
            at->step->raises = PyExc_ValueError;
            return FAILED;
        }
        if (in->adds || (i < *in->n && in->part[i] == asked)) {
            return i;
        }
    }
}

table table_of(looked *at, const fuzz_object *o)
{
    return (table){at->part, &at->n, stride_of(o), false};
}

int look_up(fuzz_step *step, looked *at, bool adds)
{
    *at = look_at(step, step->oy);
    table in = table_of(at, step->oy);
    in.adds = adds;
    int found = hashes(at, step->oz) ? find_key(at, &in, step->oz) : FAILED;
    expect_runs(step, at->runs);
    return found;
}

bool is_found(fuzz_step *step, bool adds)
{
    looked at;
    return look_up(step, &at, adds) >= 0;
}

/* ---- Predictions and effects. */

void predict_key_in(fuzz_step *step)
{
    fuzz_expect(step, 0, "found", is_found(step, false));
}

void predict_key_delete(fuzz_step *step)
{
    if (!is_found(step, false) && step->raises == NULL) {
        step->raises = PyExc_KeyError;
    }
}

void delete_at(fuzz_object *o, int i)
{
    fuzz_remove(o, i, stride_of(o));
    changes_keys(o);
}

void effect_key_deleted(fuzz_step *step)
{
    int i = step->ok ? key_in(step->oy, step->oz) : MISSING;
    if (i >= 0) {
        delete_at(step->oy, i);
    }
}

/* ---- Items that are not quiet. */

bool any_is_not_quiet(const fuzz_object *o)
{
    for (int i = 0; i < o->n_parts; i++) {
        if (is_item(o->part[i]) && mode_of(o->part[i]) != QUIET) {
            return true;
        }
    }
    return false;
}

bool nests_in(const fuzz_object *o)
{
    bool found = false;
    for (int i = 0; i < o->n_parts; i++) {
        const fuzz_object *part = o->part[i];
        found |= part != NULL &&
                 (is_item(part) ? mode_of(part) == NESTS
                                : is_iterator(o) && nests_in(part));
    }
    return found;
}
