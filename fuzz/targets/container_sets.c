/* What container_sequence does with sets and frozensets. */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/container_planted.h"
#endif

#include "fuzz/targets/container_items.h"
#include "fuzz/targets/container_keys.h"
#include "fuzz/targets/container_tables.h"

/* ---- Making them. */

static void predict_set_new(fuzz_step *step)
{
    fuzz_makes(step, &fuzz_set);
}

static void predict_frozenset_new(fuzz_step *step)
{
    fuzz_makes(step, &fuzz_frozenset);
}

/* hashes_again says that the items of |o| are hashed where they go: those of
 * sets and dicts are not. */
static bool hashes_again(const fuzz_object *o)
{
    return !is_set(o) && o->kind != &fuzz_dict;
}

/* add_all adds what iter(from) gives to |to|. Where it fails, n[2] is how many
 * items an iterator has given by then. */
static void add_all(looked *at, const fuzz_object *from, const table *to)
{
    fuzz_step *step = at->step;
    fuzz_object *items[LOOKED_MOST];
    int n = items_of(step, from, items);
    /* What is iterated over may become shorter, or longer. */
    bool itself = from == step->oy && from->kind == &fuzz_list;
    for (int i = 0; i < (itself ? at->n : n) && !step->inapplicable; i++) {
        fuzz_object *key = itself ? at->part[i] : items[i];
        step->n[2] = i + 1;
        if (hashes_again(from) && !hashes(at, key)) {
            return;
        }
        int found = find_key(at, to, key);
        if (found == FAILED) {
            return;
        }
        if (found == MISSING) {
            to->part[(*to->n)++] = key;
            step->inapplicable |= *to->n > ITEMS_MOST;
        }
    }
}

static void is_asked_for_all(const fuzz_step *step, fuzz_object *o)
{
    if (step->ok) {
        is_consumed(o);
    } else if (is_iterator(o)) {
        o->number += step->n[2];
    }
    fragile = false;
}

static void effect_set_from(fuzz_step *step)
{
    keep_made(step);
    is_asked_for_all(step, step->oy);
}

static void predict_set_of(fuzz_step *step, const fuzz_kind *kind)
{
    looked at = look_at(step, step->oy);
    fuzz_object *parts[LOOKED_MOST];
    int n = 0;
    table made = {parts, &n, 1, true};
    add_all(&at, step->oy, &made);
    expect_runs(step, at.runs);
    if (step->raises == NULL && !step->inapplicable) {
        makes_of(step, kind, parts, n);
    }
}

static void predict_set_from(fuzz_step *step)
{
    predict_set_of(step, &fuzz_set);
}

static void predict_frozenset_from(fuzz_step *step)
{
    predict_set_of(step, &fuzz_frozenset);
}

/* ---- Changing them. */

static void predict_set_add(fuzz_step *step)
{
    step->n[3] = is_found(step, true);
    step->inapplicable |= is_full(step->oy);
}

static void effect_set_add(fuzz_step *step)
{
    if (step->ok && !step->n[3]) {
        fuzz_put(step->oy, step->oy->n_parts, step->oz);
    }
}

/* Which one comes first depends on addresses, for what is hashed by them. */
static void predict_set_pop(fuzz_step *step)
{
    const fuzz_object *y = step->oy;
    if (y->n_parts == 0) {
        fuzz_raises(step, PyExc_KeyError, NULL);
        return;
    }
    for (int i = 0; i < y->n_parts; i++) {
        const fuzz_kind *kind = y->part[i]->kind;
        step->inapplicable |= kind != &fuzz_int && kind != &fuzz_Item &&
                              kind != &fuzz_str;
    }
    fuzz_gives(step, y->part[0]);
}

static void effect_set_pop(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    PyObject *raw = hf_as_raw(s[step->x].as_object);
    if (!step->ok) {
        return;
    }
    for (int i = 0; i < y->n_parts; i++) {
        if (y->part[i]->raw == raw) {
            step->same = y->part[i];
            take_out(y, i);
            return;
        }
    }
    fuzz_failed("identity", "what was popped was not in the set: %s at %p",
                Py_TYPE(raw)->tp_name, (void *)raw);
}

static void predict_set_update(fuzz_step *step)
{
    fuzz_object *y = step->oy, *z = step->oz;
    step->n[3] = any_is_not_quiet(y) || any_is_not_quiet(z);
    bool any_order = is_set(z);
    /* As in a dict. */
    step->inapplicable = y->n_parts + z->n_parts > ITEMS_MOST || nests_in(y) ||
                         nests_in(z) ||
                         (step->n[3] && any_order && z->n_parts > 1);
    looked at = look_at(step, y);
    table to = {at.part, &at.n, 1, true};
    if (z != y) {
        add_all(&at, z, &to);
    }
    expect_runs(step, at.runs);
}

/* read_set_back: what is in it is held by it while it is read. */
static void read_set_back(fuzz_object *o)
{
    PyObject *raw[LOOKED_MOST], *item, *iterator = PyObject_GetIter(o->raw);
    int n = 0;
    while (n < LOOKED_MOST && (item = PyIter_Next(iterator)) != NULL) {
        raw[n++] = item;
        Py_DECREF(item);
    }
    Py_DECREF(iterator);
    read_back(o, raw, n);
}

static void effect_set_update(fuzz_step *step)
{
    fuzz_object *y = step->oy, *z = step->oz, *items[LOOKED_MOST];
    if (y->kind != &fuzz_set) {
        return;
    }
    if (!step->ok || step->n[3]) {
        read_set_back(y);
        is_asked_for_all(step, z);
        return;
    }
    int n = items_of(step, z, items);
    for (int i = 0; i < n; i++) {
        if (key_in(y, items[i]) == MISSING) {
            fuzz_put(y, y->n_parts, items[i]);
        }
    }
    is_consumed(z);
}

/* ---- Actions. */

FUZZ_ACT(set_new, ok = hf_replace(&s[$x].as_set, hf_set_new()))

FUZZ_ACT(frozenset_new,
         ok = hf_replace(&s[$x].as_frozenset, hf_frozenset_new()))

FUZZ_ACT(set_from, {
    ok = hf_replace(&s[$x].as_set,
                    hf_set_from_iterable(hf_borrow(s[$y].as_object)));
    found[3] = take_runs();
})

FUZZ_ACT(frozenset_from, {
    ok = hf_replace(&s[$x].as_frozenset,
                    hf_frozenset_from_iterable(hf_borrow(s[$y].as_object)));
    found[3] = take_runs();
})

FUZZ_ACT(set_length, {
    Py_ssize_t length;
    ok = hf_set_length(hf_borrow(s[$y].as_set), &length);
    found[0] = length;
})

FUZZ_ACT(frozenset_length, {
    Py_ssize_t length;
    ok = hf_frozenset_length(hf_borrow(s[$y].as_frozenset), &length);
    found[0] = length;
})

FUZZ_ACT(set_contains, {
    hf_answer answer = hf_set_contains(hf_borrow(s[$y].as_set),
                                       hf_borrow(s[$z].as_object));
    ok = !hf_failed(answer);
    found[0] = hf_yes(answer);
    found[3] = take_runs();
})

FUZZ_ACT(frozenset_contains, {
    hf_answer answer = hf_frozenset_contains(hf_borrow(s[$y].as_frozenset),
                                             hf_borrow(s[$z].as_object));
    ok = !hf_failed(answer);
    found[0] = hf_yes(answer);
    found[3] = take_runs();
})

FUZZ_ACT(set_add, {
    ok = hf_set_add(hf_borrow(s[$y].as_set), hf_borrow(s[$z].as_object));
    found[3] = take_runs();
})

FUZZ_ACT(set_discard, {
    hf_lookup lookup = hf_set_discard(hf_borrow(s[$y].as_set),
                                      hf_borrow(s[$z].as_object));
    ok = !hf_failed(lookup);
    found[0] = hf_found(lookup);
    found[3] = take_runs();
})

FUZZ_ACT(set_delete, {
    ok = hf_set_delete(hf_borrow(s[$y].as_set), hf_borrow(s[$z].as_object));
    found[3] = take_runs();
})

FUZZ_ACT(set_pop,
         ok = hf_replace(&s[$x].as_object, hf_set_pop(hf_borrow(s[$y].as_set))))

FUZZ_ACT(set_delete_all, ok = hf_set_delete_all(hf_borrow(s[$y].as_set)))

FUZZ_ACT(set_update, {
    ok = hf_set_update(hf_borrow(s[$y].as_set), hf_borrow(s[$z].as_object));
    found[3] = take_runs();
})

FUZZ_ACT(set_copy,
         ok = hf_replace(&s[$x].as_set, hf_set_copy(hf_borrow(s[$y].as_set))))

/* ---- The table. */

static const fuzz_op ops[] = {
    FUZZ_OP(100, set_new, TO_X, predict_set_new),
    FUZZ_OP(101, set_from, CHANGES | TO_X, predict_set_from,
            .effect = effect_set_from),
    FUZZ_OP(102, set_length, Y, predict_length, SET),
    FUZZ_OP(103, set_contains, Y | Z, predict_key_in, SET),
    FUZZ_OP(104, set_add, CHANGES | Z, predict_set_add, SET,
            .effect = effect_set_add),
    FUZZ_OP(105, set_discard, CHANGES | Z, predict_key_in, SET,
            .effect = effect_key_deleted),
    FUZZ_OP(106, set_delete, CHANGES | Z, predict_key_delete, SET,
            .effect = effect_key_deleted),
    FUZZ_OP(107, set_pop, CHANGES | TO_X, predict_set_pop, SET,
            .effect = effect_set_pop),
    FUZZ_OP(108, set_delete_all, CHANGES, NULL, SET,
            .effect = effect_delete_all),
    FUZZ_OP(109, set_update, CHANGES | Z, predict_set_update, SET,
            .effect = effect_set_update),
    FUZZ_OP(110, set_copy, Y | TO_X, predict_copy, SET),
    FUZZ_OP(111, frozenset_new, TO_X, predict_frozenset_new),
    FUZZ_OP(112, frozenset_from, CHANGES | TO_X, predict_frozenset_from,
            .effect = effect_set_from),
    FUZZ_OP(113, frozenset_length, Y, predict_length, FROZENSET),
    FUZZ_OP(114, frozenset_contains, Y | Z, predict_key_in, FROZENSET),
};

const fuzz_table container_sets = FUZZ_TABLE(ops);
