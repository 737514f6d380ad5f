/* container_dicts.h: what container_sequence does with dicts and sets. */
#ifndef FUZZ_CONTAINER_DICTS_H
#define FUZZ_CONTAINER_DICTS_H

#include "fuzz/targets/container_model.h"

/* ---- Keys. */

enum { MISSING = -1, FAILED = -2 };

/* hashes is hash(key), as it is asked for. False: it raises. */
static bool hashes(looked *at, const fuzz_object *key)
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

/* place_of_key is where the key is, as nobody is asked for it. */
static int place_of_key(fuzz_object *const *part, int n, int stride,
                        const fuzz_object *key)
{
    for (int i = 0; i < n; i += stride) {
        if (is_same_key(part[i], key)) {
            return i;
        }
    }
    return MISSING;
}

static int key_in(const fuzz_object *o, const fuzz_object *key)
{
    return place_of_key(o->part, o->n_parts, stride_of(o), key);
}

/* A table is what is looked into: a copy of a container's items, or of what is
 * just being made. */
typedef struct table {
    fuzz_object **part;
    int *n;
    int stride;
    bool adds; /* a set takes what it has found even when it is gone by then */
} table;

/* find_key is where |key| is, whose hash is known. An Item that is there is asked
 * whether it equals one that is another; where it takes itself out meanwhile,
 * CPython begins again. */
static int find_key(looked *at, const table *in, const fuzz_object *key)
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

static table table_of(looked *at, const fuzz_object *o)
{
    return (table){at->part, &at->n, stride_of(o), false};
}

/* look_up is what comes of looking z up in y. */
static int look_up(fuzz_step *step, looked *at, bool adds)
{
    *at = look_at(step, step->oy);
    table in = table_of(at, step->oy);
    in.adds = adds;
    int found = hashes(at, step->oz) ? find_key(at, &in, step->oz) : FAILED;
    expect_runs(step, at->runs);
    return found;
}

static bool is_found(fuzz_step *step, bool adds)
{
    looked at;
    return look_up(step, &at, adds) >= 0;
}

/* ---- Dicts. */

static void predict_dict_new(fuzz_step *step)
{
    fuzz_makes(step, &fuzz_dict);
}

static void predict_dict_length(fuzz_step *step)
{
    fuzz_expect(step, 0, "the length", step->oy->n_parts / 2);
}

/* gives_found predicts the value that is found, if there is one. */
static void gives_found(fuzz_step *step, fuzz_object *value)
{
    fuzz_expect(step, 0, "found", value != NULL);
    if (value != NULL) {
        fuzz_gives(step, value);
    }
}

static void predict_dict_get(fuzz_step *step)
{
    looked at;
    int i = look_up(step, &at, false);
    gives_found(step, i >= 0 ? at.part[i + 1] : NULL);
}

static void predict_key_in(fuzz_step *step)
{
    fuzz_expect(step, 0, "found", is_found(step, false));
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

static void predict_dict_set(fuzz_step *step)
{
    is_found(step, false);
    step->inapplicable |= step->oy->n_parts + 2 > ITEMS_MOST;
}

static void effect_dict_set(fuzz_step *step)
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
    /* CPython 3.11 itself is not safe where the dict is emptied by __eq__: it takes
     * the keys, which were of any kind when it looked, for strs. */
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

static void delete_at(fuzz_object *o, int i)
{
    fuzz_remove(o, i, stride_of(o));
    changes_keys(o);
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

static void effect_key_deleted(fuzz_step *step)
{
    int i = step->ok ? key_in(step->oy, step->oz) : MISSING;
    if (i >= 0) {
        delete_at(step->oy, i);
    }
}

static void predict_key_delete(fuzz_step *step)
{
    if (!is_found(step, false) && step->raises == NULL) {
        step->raises = PyExc_KeyError;
    }
}

static void effect_dict_delete_all(fuzz_step *step)
{
    if (step->ok) {
        fuzz_remove(step->oy, 0, step->oy->n_parts);
        changes_keys(step->oy);
    }
}

static void predict_copy(fuzz_step *step)
{
    makes_of(step, step->oy->kind, step->oy->part, step->oy->n_parts);
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

/* ---- By names: strs that are made for the look-up. */

/* look_for is where the key is that the text names, up to its first NUL; or it
 * raises. */
static int look_for(fuzz_step *step)
{
    step->size = (Py_ssize_t)strlen(step->utf8);
    if (!fuzz_text_from_utf8(step->utf8, (size_t)step->size, &step->text)) {
        step->raises = PyExc_UnicodeDecodeError;
        return FAILED;
    }
    if (step->oy->kind != &fuzz_dict) { /* the str is made first */
        fuzz_refuses(step, "dict", step->oy);
        return FAILED;
    }
    fuzz_object key = {.kind = &fuzz_str, .text = step->text};
    return key_in(step->oy, &key);
}

static void predict_dict_get_utf8(fuzz_step *step)
{
    int i = look_for(step);
    gives_found(step, i >= 0 ? step->oy->part[i + 1] : NULL);
}

static void predict_dict_contains_utf8(fuzz_step *step)
{
    fuzz_expect(step, 0, "found", look_for(step) >= 0);
}

static void effect_utf8_popped(fuzz_step *step)
{
    if (step->ok && step->identity == FUZZ_SAME) {
        int i = look_for(step);
        step->same->held++;
        delete_at(step->oy, i);
        step->same->held--;
    }
}

static void predict_dict_delete_utf8(fuzz_step *step)
{
    if (look_for(step) == MISSING) {
        step->raises = PyExc_KeyError;
    }
}

static void effect_utf8_deleted(fuzz_step *step)
{
    int i = step->ok ? look_for(step) : MISSING;
    if (i >= 0) {
        delete_at(step->oy, i);
    }
}

/* A key that is not there would be a str that is in no slot. */
static void predict_dict_set_utf8(fuzz_step *step)
{
    step->inapplicable = look_for(step) == MISSING;
}

static void effect_dict_set_utf8(fuzz_step *step)
{
    if (step->ok) {
        fuzz_put(step->oy, look_for(step) + 1, step->oz);
    }
}

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

/* ---- Updates. */

static bool any_is_not_quiet(const fuzz_object *o)
{
    for (int i = 0; i < o->n_parts; i++) {
        if (is_item(o->part[i]) && mode_of(o->part[i]) != QUIET) {
            return true;
        }
    }
    return false;
}

/* nests_in says that comparing what is in |o|, or in what an iterator walks, may
 * do further steps of the program. */
static bool nests_in(const fuzz_object *o)
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

/* ---- Sets and frozensets. */

static void predict_set_new(fuzz_step *step)
{
    fuzz_makes(step, &fuzz_set);
}

static void predict_frozenset_new(fuzz_step *step)
{
    fuzz_makes(step, &fuzz_frozenset);
}

/* hashes_again says that the items of |o| are hashed where they go: those of sets
 * and dicts are not. */
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

FUZZ_ACT(dict_get_utf8, {
    hf_object value;
    hf_lookup lookup = hf_dict_get_utf8(hf_borrow(s[$y].as_dict), $utf8,
                                        &value);
    ok = ended(lookup, &s[$x].as_object, value, found);
})

FUZZ_ACT(dict_get_borrowed_utf8, {
    hf_auto(dict, lender, hf_incref(s[$y].as_dict));
    hf_object_borrowed value;
    hf_lookup lookup = hf_dict_get_borrowed_utf8(hf_borrow(lender), $utf8,
                                                 &value);
    ok = ended(lookup, &s[$x].as_object, hf_incref(value), found);
})

FUZZ_ACT(dict_contains_utf8, {
    hf_answer answer = hf_dict_contains_utf8(hf_borrow(s[$y].as_dict), $utf8);
    ok = !hf_failed(answer);
    found[0] = hf_yes(answer);
})

FUZZ_ACT(dict_pop_utf8, {
    hf_object value;
    hf_lookup lookup = hf_dict_pop_utf8(hf_borrow(s[$y].as_dict), $utf8,
                                        &value);
    ok = ended(lookup, &s[$x].as_object, value, found);
})

FUZZ_ACT(dict_discard_utf8, {
    hf_lookup lookup = hf_dict_discard_utf8(hf_borrow(s[$y].as_dict), $utf8);
    ok = !hf_failed(lookup);
    found[0] = hf_found(lookup);
})

FUZZ_ACT(dict_delete_utf8,
         ok = hf_dict_delete_utf8(hf_borrow(s[$y].as_dict), $utf8))

FUZZ_ACT(dict_set_utf8, ok = hf_dict_set_utf8(hf_borrow(s[$y].as_dict), $utf8,
                                              hf_incref(s[$z].as_object)))

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

#endif /* FUZZ_CONTAINER_DICTS_H */
