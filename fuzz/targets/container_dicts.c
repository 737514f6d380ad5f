/* What container_sequence does with dicts. */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/container_planted.h"
#endif

#include "fuzz/targets/container_dicts.h"
#include "fuzz/targets/container_items.h"
#include "fuzz/targets/container_tables.h"

/* ---- Reading them, and changing them. */

static void predict_dict_new(fuzz_step *step)
{
    fuzz_makes(step, &fuzz_dict);
}

static void predict_dict_length(fuzz_step *step)
{
    fuzz_expect(step, 0, "the length", step->oy->n_parts / 2);
}

void gives_found(fuzz_step *step, fuzz_object *value)
{
    fuzz_expect(step, 0, "found", value != NULL);
    if (value != NULL) {
        fuzz_gives(step, value);
    }
}

void predict_dict_get(fuzz_step *step)
{
    looked at;
    int i = look_up(step, &at, false);
    gives_found(step, i >= 0 ? at.part[i + 1] : NULL);
}

static void set_value(fuzz_object *dict, fuzz_object *key, fuzz_object *value)
{
    int i = key_in(dict, key);
    if (i >= 0) {
        fuzz_put(dict, i + 1, value);
    } else {
        fuzz_put(dict, dict->n_parts, key);
        fuzz_put(dict, dict->n_parts, value);
        changes_keys(dict);
    }
}

void predict_dict_set(fuzz_step *step)
{
    is_found(step, false);
    step->inapplicable |= step->oy->n_parts + 2 > ITEMS_MOST;
}

void effect_dict_set(fuzz_step *step)
{
    if (step->ok) {
        set_value(step->oy, step->oz, step->ox);
    }
}

static void predict_dict_set_moved(fuzz_step *step)
{
    if (step->x == step->y || step->x == step->z) {
        step->inapplicable = true;
    } else if (step->oy->kind != &fuzz_dict) {
        fuzz_refuses(step, "dict", step->oy);
    } else {
        predict_dict_set(step);
    }
}

static void predict_dict_set_default(fuzz_step *step)
{
    looked at;
    int i = look_up(step, &at, false);
    const fuzz_object *now = i >= 0 ? at.part[i + 1] : step->ox;
    step->inapplicable |= step->oy->n_parts + 2 > ITEMS_MOST;
    bool found = i >= 0;
    /* CPython itself is not safe where the dict is emptied by __eq__ (gh-140551):
     * it takes the keys, which were of any kind when it looked, for strs. */
    step->inapplicable |= i == MISSING && at.runs > is_item(step->oz);
#if PY_VERSION_HEX < 0x030D0000
    /* It is told from how many items there were: see dict.h. */
    found |= at.n + 2 <= step->oy->n_parts;
#endif
    fuzz_expect(step, 0, "found", found);
    fuzz_expect(step, 1, "the value is the default", now == step->ox);
}

static void effect_dict_set_default(fuzz_step *step)
{
    if (step->ok && key_in(step->oy, step->oz) == MISSING) {
        set_value(step->oy, step->oz, step->ox);
    }
}

/* To take something out of an empty dict, no key is hashed. */
static void predict_dict_pop(fuzz_step *step)
{
    if (step->oy->n_parts > 0) {
        predict_dict_get(step);
    } else {
        gives_found(step, NULL);
    }
}

static void predict_dict_discard(fuzz_step *step)
{
    if (step->oy->n_parts > 0) {
        predict_key_in(step);
    }
}

/* effect_key_popped takes the value that is the result out of the dict. */
static void effect_key_popped(fuzz_step *step)
{
    int i = step->ok && step->identity == FUZZ_SAME ? key_in(step->oy, step->oz)
                                                    : MISSING;
    if (i >= 0) {
        step->same->held++;
        delete_at(step->oy, i);
        step->same->held--;
    }
}

static void effect_dict_delete_all(fuzz_step *step)
{
    if (step->ok) {
        fuzz_remove(step->oy, 0, step->oy->n_parts);
        changes_keys(step->oy);
    }
}

static void makes_column(fuzz_step *step, int from)
{
    fuzz_object *parts[LOOKED_MOST];
    int n = step->oy->n_parts / 2;
    for (int i = 0; i < n; i++) {
        parts[i] = step->oy->part[2 * i + from];
    }
    makes_of(step, &fuzz_list, parts, n);
}

static void predict_dict_keys(fuzz_step *step)
{
    makes_column(step, 0);
}

static void predict_dict_values(fuzz_step *step)
{
    makes_column(step, 1);
}

static void predict_dict_items(fuzz_step *step)
{
    walked w = {0};
    for (int i = 0; i < step->oy->n_parts; i += 2) {
        walk_on(&w, GOES_ON, step->oy->part[i]);
        walk_on(&w, GOES_ON, step->oy->part[i + 1]);
    }
    fuzz_expect(step, 0, "keys and values", w.count);
    fuzz_expect(step, 1, "what they are", w.sum);
}

/* ---- Updates. */

static void read_dict_back(fuzz_object *o)
{
    PyObject *raw[LOOKED_MOST];
    Py_ssize_t at = 0;
    int n = 0;
    while (n < LOOKED_MOST && PyDict_Next(o->raw, &at, &raw[n], &raw[n + 1])) {
        n += 2;
    }
    read_back(o, raw, n);
    changes_keys(o);
}

static void predict_dict_update(fuzz_step *step)
{
    const fuzz_object *y = step->oy, *z = step->oz;
    step->n[3] = any_is_not_quiet(y) || any_is_not_quiet(z);
    if (z->kind != &fuzz_dict) {
        step->raises = PyExc_AttributeError; /* keys */
        return;
    }
    /* Further steps would find some of the items in y, and others not yet. */
    step->inapplicable = y->n_parts + z->n_parts > ITEMS_MOST || nests_in(y) ||
                         nests_in(z);
    looked at = look_at(step, y);
    table in = table_of(&at, y);
    for (int i = 0; i < z->n_parts && z != y && !step->inapplicable; i += 2) {
        int found = find_key(&at, &in, z->part[i]);
        if (found == FAILED) {
            break;
        }
        if (found == MISSING) {
            at.part[at.n++] = z->part[i];
            at.part[at.n++] = z->part[i + 1];
        }
    }
    expect_runs(step, at.runs);
}

static void effect_dict_update(fuzz_step *step)
{
    fuzz_object *y = step->oy, *z = step->oz;
    if (y->kind != &fuzz_dict || z->kind != &fuzz_dict) {
        return;
    }
    if (!step->ok || step->n[3]) {
        read_dict_back(y);
        return;
    }
    for (int i = 0; i < z->n_parts; i += 2) {
        set_value(y, z->part[i], z->part[i + 1]);
    }
}

/* ---- Walks over a dict: keys and values in turn. */

static void predict_dict_each(fuzz_step *step)
{
    int how = (int)(step->n[0] = step->value % MANNERS);
    const fuzz_object *y = step->oy;
    walked w = {0};
    bool goes_on = true;
    for (int i = 0; i < y->n_parts && goes_on; i += 2) {
        w.count++;
        if (w.count == 2 && (how == RETURNS || how == LEAVES)) {
            goes_on = false;
        } else if (w.count == 2 && how == BREAKS) {
            w.sum++;
            goes_on = false;
        } else if (w.count != 2 || how != CONTINUES) {
            w.sum = (w.sum * 31 + model_token(y->part[i])) % 1000003;
            w.sum = (w.sum * 31 + model_token(y->part[i + 1])) % 1000003;
        }
        if (how == TAKES_LAST) {
            fuzz_raises(step, PyExc_RuntimeError,
                        "dictionary changed size during iteration");
            return;
        }
    }
    expect_walk(step, w, goes_on);
}

static void effect_dict_each(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    if (y->kind != &fuzz_dict) {
        return;
    }
    if (step->fired) {
        read_dict_back(y);
        return;
    }
    if (step->n[0] == TAKES_LAST && y->n_parts > 0) {
        fuzz_remove(y, 0, y->n_parts);
        changes_keys(y);
    }
    for (int i = 0; i < y->n_parts && step->n[0] == ADDS_OTHER; i += 2) {
        if (!is_item(y->part[i])) {
            fuzz_put(y, i + 1, step->oz);
        }
    }
}

/* ---- Actions. */

FUZZ_ACT(dict_new, ok = hf_replace(&s[$x].as_dict, hf_dict_new()))

FUZZ_ACT(dict_length, {
    Py_ssize_t length;
    ok = hf_dict_length(hf_borrow(s[$y].as_dict), &length);
    found[0] = length;
})

FUZZ_ACT(dict_get, {
    hf_object value;
    hf_lookup lookup = hf_dict_get(hf_borrow(s[$y].as_dict),
                                   hf_borrow(s[$z].as_object), &value);
    ok = ended(lookup, &s[$x].as_object, value, found);
})

FUZZ_ACT(dict_get_borrowed, {
    hf_auto(dict, lender, hf_incref(s[$y].as_dict));
    hf_object_borrowed value;
    hf_lookup lookup = hf_dict_get_borrowed(hf_borrow(lender),
                                            hf_borrow(s[$z].as_object), &value);
    ok = ended(lookup, &s[$x].as_object, hf_incref(value), found);
})

FUZZ_ACT(dict_contains, {
    hf_answer answer = hf_dict_contains(hf_borrow(s[$y].as_dict),
                                        hf_borrow(s[$z].as_object));
    ok = !hf_failed(answer);
    found[0] = hf_yes(answer);
    found[3] = take_runs();
})

FUZZ_ACT(dict_set, {
    ok = hf_dict_set(hf_borrow(s[$y].as_dict), hf_borrow(s[$z].as_object),
                     hf_incref(s[$x].as_object));
    found[3] = take_runs();
})

FUZZ_ACT(dict_set_moved, {
    ok = hf_dict_set(hf_borrow(s[$y].as_dict), hf_borrow(s[$z].as_object),
                     hf_move(&s[$x].as_object));
    found[3] = take_runs();
})

FUZZ_ACT(dict_set_default, {
    hf_object value;
    hf_lookup lookup = hf_dict_set_default(hf_borrow(s[$y].as_dict),
                                           hf_borrow(s[$z].as_object),
                                           hf_incref(s[$x].as_object), &value);
    ok = !hf_failed(lookup);
    found[0] = hf_found(lookup);
    found[1] = hf_as_raw(value) == hf_as_raw(s[$x].as_object);
    found[3] = take_runs();
    hf_decref(value);
})

FUZZ_ACT(dict_pop, {
    hf_object value;
    hf_lookup lookup = hf_dict_pop(hf_borrow(s[$y].as_dict),
                                   hf_borrow(s[$z].as_object), &value);
    ok = ended(lookup, &s[$x].as_object, value, found);
})

FUZZ_ACT(dict_discard, {
    hf_lookup lookup = hf_dict_discard(hf_borrow(s[$y].as_dict),
                                       hf_borrow(s[$z].as_object));
    ok = !hf_failed(lookup);
    found[0] = hf_found(lookup);
    found[3] = take_runs();
})

FUZZ_ACT(dict_delete, {
    ok = hf_dict_delete(hf_borrow(s[$y].as_dict), hf_borrow(s[$z].as_object));
    found[3] = take_runs();
})

FUZZ_ACT(dict_delete_all, ok = hf_dict_delete_all(hf_borrow(s[$y].as_dict)))

FUZZ_ACT(dict_update, {
    ok = hf_dict_update(hf_borrow(s[$y].as_dict), hf_borrow(s[$z].as_object));
    found[3] = take_runs();
})

FUZZ_ACT(dict_copy, ok = hf_replace(&s[$x].as_dict,
                                    hf_dict_copy(hf_borrow(s[$y].as_dict))))

FUZZ_ACT(dict_keys, ok = hf_replace(&s[$x].as_list,
                                    hf_dict_keys(hf_borrow(s[$y].as_dict))))

FUZZ_ACT(dict_values, ok = hf_replace(&s[$x].as_list,
                                      hf_dict_values(hf_borrow(s[$y].as_dict))))

FUZZ_ACT(dict_items,
         ok = look_at_pairs(hf_dict_items(hf_borrow(s[$y].as_dict)), found))

FUZZ_ACT(dict_each, {
    walk_dict(hf_borrow(s[$y].as_dict), (int)$0, hf_borrow(s[$z].as_object),
              found);
    ok = !hf_error_occurred();
})

/* ---- The table. */

static const fuzz_op ops[] = {
    FUZZ_OP(70, dict_new, TO_X, predict_dict_new),
    FUZZ_OP(71, dict_length, Y, predict_dict_length, DICT),
    FUZZ_OP(72, dict_get, Y | Z | TO_X, predict_dict_get, DICT),
    FUZZ_OP(73, dict_get_borrowed, Y | Z | TO_X, predict_dict_get, DICT),
    FUZZ_OP(74, dict_contains, Y | Z, predict_key_in, DICT),
    FUZZ_OP(75, dict_set, X | CHANGES | Z, predict_dict_set, DICT,
            .effect = effect_dict_set),
    FUZZ_OP(76, dict_set_moved, X | FUZZ_TAKES_X | CHANGES | Z,
            predict_dict_set_moved, .effect = effect_dict_set),
    FUZZ_OP(77, dict_set_default, X | CHANGES | Z, predict_dict_set_default,
            DICT, .effect = effect_dict_set_default),
    FUZZ_OP(78, dict_pop, CHANGES | Z | TO_X, predict_dict_pop, DICT,
            .effect = effect_key_popped),
    FUZZ_OP(79, dict_discard, CHANGES | Z, predict_dict_discard, DICT,
            .effect = effect_key_deleted),
    FUZZ_OP(80, dict_delete, CHANGES | Z, predict_key_delete, DICT,
            .effect = effect_key_deleted),
    FUZZ_OP(81, dict_delete_all, CHANGES, NULL, DICT,
            .effect = effect_dict_delete_all),
    FUZZ_OP(82, dict_update, CHANGES | Z, predict_dict_update, DICT,
            .effect = effect_dict_update),
    FUZZ_OP(83, dict_copy, Y | TO_X, predict_copy, DICT),
    FUZZ_OP(84, dict_keys, Y | TO_X, predict_dict_keys, DICT),
    FUZZ_OP(85, dict_values, Y | TO_X, predict_dict_values, DICT),
    FUZZ_OP(86, dict_items, Y, predict_dict_items, DICT),
    FUZZ_OP(87, dict_each, CHANGES | Z, predict_dict_each, DICT,
            .effect = effect_dict_each),
};

const fuzz_table container_dicts = FUZZ_TABLE(ops);
