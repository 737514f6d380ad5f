/* container_walks.h: what container_sequence does with iterators and slices, and
 * by the protocols of sequences and mappings. */
#ifndef FUZZ_CONTAINER_WALKS_H
#define FUZZ_CONTAINER_WALKS_H

#include "fuzz/targets/container_dicts.h"

/* ---- Iterators. The mark of one over a dict is that the dict has changed its
 * size, which it says from then on. */

static void predict_iter(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    const fuzz_kind *kind = y->kind == &fuzz_list    ? &fuzz_list_iterator
                            : y->kind == &fuzz_tuple ? &fuzz_tuple_iterator
                            : y->kind == &fuzz_dict  ? &fuzz_dict_keyiterator
                                                     : NULL;
    if (is_iterator(y)) {
        fuzz_gives(step, y);
    } else if (kind != NULL) {
        fuzz_object *made = fuzz_makes(step, kind);
        fuzz_put(made, 0, y);
        made->number = kind == &fuzz_dict_keyiterator ? iterator_of_dict(0, y)
                                                      : 0;
    } else if (is_set(y) || y->kind == &fuzz_str) {
        step->inapplicable = true; /* in an order that is not known */
    } else {
        step->raises = PyExc_TypeError;
    }
}

/* next_of is what comes next, or NULL: it is at its end, or raises. */
static fuzz_object *next_of(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    if (!is_iterator(y)) {
        fuzz_refuses(step, "iterator", y);
        return NULL;
    }
    if (y->n_parts == 0) {
        return NULL;
    }
    const fuzz_object *from = y->part[0];
    if (y->kind != &fuzz_dict_keyiterator) {
        return y->number < from->n_parts ? from->part[y->number] : NULL;
    }
    int64_t at = y->number % DICT_AT, size = y->number / DICT_AT % DICT_AT;
    if (y->mark != 0 || size != from->n_parts) {
        fuzz_raises(step, PyExc_RuntimeError,
                    "dictionary changed size during iteration");
        return NULL;
    }
    /* Where the size is the same, and the keys are others, it depends. */
    step->inapplicable |= y->number / DICT_AT / DICT_AT != from->number;
    return at < from->n_parts ? from->part[at] : NULL;
}

static void predict_next(fuzz_step *step)
{
    fuzz_object *next = next_of(step);
    fuzz_expect(step, 0, "found", next != NULL);
    if (next != NULL) {
        fuzz_gives(step, next);
    }
}

static void effect_next(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    if (!is_iterator(y) || y->n_parts == 0) {
        return;
    }
    if (!step->ok) {
        y->mark = 1;
    } else if (step->expected[0].value) {
        y->number += y->kind == &fuzz_dict_keyiterator ? 2 : 1;
    } else {
        fuzz_remove(y, 0, 1);
    }
}

static void predict_send(fuzz_step *step)
{
    if (!is_iterator(step->oy)) {
        fuzz_refuses(step, "iterator", step->oy);
    } else if (step->oz->kind != &fuzz_NoneType) {
        step->raises = PyExc_AttributeError;
        step->inapplicable = step->oy->kind == &fuzz_dict_keyiterator;
    } else {
        predict_next(step);
        if (step->identity == FUZZ_NONE && step->raises == NULL) {
            shares(step, &fuzz_NoneType);
        }
    }
}

static void effect_send(fuzz_step *step)
{
    if (step->oz->kind == &fuzz_NoneType) {
        effect_next(step);
    }
}

static void predict_close(fuzz_step *step)
{
    if (!is_iterator(step->oy)) {
        fuzz_refuses(step, "iterator", step->oy);
    }
}

/* Of a set, all items, in whatever order. */
static void predict_iterator_each(fuzz_step *step)
{
    const fuzz_object *y = step->oy;
    fuzz_object *items[LOOKED_MOST];
    bool in_order = !is_set(y);
    int how = (int)(step->n[0] = in_order ? step->value % TAKES_LAST : GOES_ON);
    int64_t sum = 0;
    int n = items_of(step, y, items);
    step->n[1] = in_order;
    walked w = {0};
    bool goes_on = true;
    for (int i = 0; i < n && goes_on; i++) {
        goes_on = walk_on(&w, how, items[i]);
        sum += model_token(items[i]);
    }
    step->inapplicable |= is_iterator(y) && !goes_on; /* it is not at its end */
    w.sum = in_order ? w.sum : sum;
    expect_walk(step, w, goes_on);
}

static void effect_consumed_y(fuzz_step *step)
{
    if (step->ok) {
        is_consumed(step->oy);
    }
}

/* ---- Slices. */

static void predict_slice_new(fuzz_step *step)
{
    fuzz_object *made = fuzz_makes(step, &fuzz_slice);
    fuzz_put(made, 0, step->oy);
    fuzz_put(made, 1, step->oz);
    fuzz_put(made, 2, step->oy);
}

static void predict_slice_start(fuzz_step *step)
{
    fuzz_gives(step, step->oy->part[0]);
}

static void predict_slice_stop(fuzz_step *step)
{
    fuzz_gives(step, step->oy->part[1]);
}

static void predict_slice_step(fuzz_step *step)
{
    fuzz_gives(step, step->oy->part[2]);
}

/* Only ints: what stands for None depends on the step. */
static void predict_slice_unpack(fuzz_step *step)
{
    static const char *const what[3] = {"start", "stop", "step"};
    for (int i = 0; i < 3; i++) {
        const fuzz_object *part = step->oy->part[i];
        step->inapplicable |= part->kind == &fuzz_NoneType;
        if (part->kind != &fuzz_int) {
            step->raises = PyExc_TypeError;
        }
        fuzz_expect(step, i, what[i], part->number);
    }
}

/* ---- Sequences: what is by index in any object. */

static bool is_sequence(const fuzz_object *o)
{
    return o->kind == &fuzz_list || o->kind == &fuzz_tuple;
}

/* place_in is an index that counts from the end where it is negative, from within
 * |o| or one beyond; -1: it is out of range. */
static int place_in(fuzz_step *step, const fuzz_object *o)
{
    int n = o->n_parts;
    int i = step->value % (2 * n + 2) - n - 1;
    step->n[0] = i;
    if (!is_sequence(o)) {
        step->inapplicable = o->kind == &fuzz_str;
        step->raises = PyExc_TypeError;
        return -1;
    }
    i = i < 0 ? i + n : i;
    if (!is_in(i, n)) {
        step->raises = PyExc_IndexError;
        return -1;
    }
    return i;
}

static void predict_sequence_get(fuzz_step *step)
{
    int i = place_in(step, step->oy);
    if (i >= 0) {
        fuzz_gives(step, step->oy->part[i]);
    }
}

static void predict_sequence_set(fuzz_step *step)
{
    place_in(step, step->oy);
    if (step->oy->kind != &fuzz_list) {
        step->raises = PyExc_TypeError;
        step->inapplicable = false;
    }
}

static void predict_sequence_set_moved(fuzz_step *step)
{
    predict_sequence_set(step);
    step->inapplicable |= step->y == step->z;
}

static void effect_sequence_set(fuzz_step *step)
{
    if (step->ok) {
        fuzz_put(step->oy, place_in(step, step->oy), step->oz);
    }
}

static void effect_sequence_delete(fuzz_step *step)
{
    if (step->ok) {
        fuzz_remove(step->oy, place_in(step, step->oy), 1);
    }
}

static void predict_sequence_length(fuzz_step *step)
{
    const fuzz_object *y = step->oy;
    bool has = is_sequence(y) || is_set(y);
    step->inapplicable = y->kind == &fuzz_str;
    if (!has) {
        step->raises = PyExc_TypeError;
    }
    fuzz_expect(step, 0, "the length", y->n_parts / stride_of(y));
}

static void predict_sequence_concat(fuzz_step *step)
{
    fuzz_object *y = step->oy, *z = step->oz, *parts[LOOKED_MOST];
    step->inapplicable |= y->kind == &fuzz_str;
    if (!is_sequence(y) || y->kind != z->kind) {
        step->raises = PyExc_TypeError;
        return;
    }
    int n = 0;
    if (y->n_parts + z->n_parts > ITEMS_MOST) {
        step->inapplicable = true;
        return;
    }
    for (int i = 0; i < y->n_parts; i++) {
        parts[n++] = y->part[i];
    }
    for (int i = 0; i < z->n_parts; i++) {
        parts[n++] = z->part[i];
    }
    makes_of(step, y->kind, parts, n);
    if (y->kind == &fuzz_tuple && (y->n_parts == 0 || z->n_parts == 0)) {
        fuzz_gives(step, y->n_parts == 0 ? z : y);
    }
}

static void predict_sequence_repeat(fuzz_step *step)
{
    fuzz_object *y = step->oy, *parts[LOOKED_MOST];
    int times = step->value % 4, n = 0;
    step->n[0] = times;
    step->inapplicable |= y->kind == &fuzz_str || y->n_parts * 4 > ITEMS_MOST;
    if (!is_sequence(y)) {
        step->raises = PyExc_TypeError;
        return;
    }
    for (int i = 0; i < times * y->n_parts && !step->inapplicable; i++) {
        parts[n++] = y->part[i % y->n_parts];
    }
    makes_of(step, y->kind, parts, n);
    if (y->kind == &fuzz_tuple && times == 1) {
        fuzz_gives(step, y);
    }
}

/* The list in slot x grows; a tuple is another one then. */
static void predict_sequence_append_all(fuzz_step *step)
{
    fuzz_object *x = step->ox, *z = step->oz, *items[LOOKED_MOST];
    step->inapplicable = fuzz_steps_under_way() > 0 || step->x == step->z ||
                         x->kind == &fuzz_str || is_iterator(z) ||
                         !comes_in_order(z) ||
                         x->n_parts + z->n_parts > ITEMS_MOST;
    if (x->kind == &fuzz_list) {
        if (items_of(step, z, items) >= 0) {
            fuzz_gives(step, x);
        }
    } else if (x->kind == &fuzz_tuple && z->kind == &fuzz_tuple) {
        step->oy = x;
        predict_sequence_concat(step);
        step->oy = NULL;
    } else {
        step->raises = PyExc_TypeError;
    }
}

static void effect_sequence_append_all(fuzz_step *step)
{
    fuzz_object *x = step->ox, *items[LOOKED_MOST];
    if (step->ok && x->kind == &fuzz_list) {
        int n = items_of(step, step->oz, items);
        put_slice(x, x->n_parts, x->n_parts, items, n);
    }
}

/* ---- Mappings. */

static bool is_mapping(fuzz_step *step, const fuzz_object *o)
{
    if (o->kind == &fuzz_dict) {
        return true;
    }
    /* They have items by index, or by slice. */
    step->inapplicable = is_sequence(o) || o->kind == &fuzz_str;
    step->raises = PyExc_TypeError;
    return false;
}

static void predict_mapping_get(fuzz_step *step)
{
    if (is_mapping(step, step->oy)) {
        predict_dict_get(step);
    }
}

static void predict_mapping_contains(fuzz_step *step)
{
    if (is_mapping(step, step->oy)) {
        predict_key_in(step);
    }
}

static void predict_mapping_set(fuzz_step *step)
{
    if (is_mapping(step, step->oy)) {
        predict_dict_set(step);
    }
}

static void predict_mapping_delete(fuzz_step *step)
{
    if (is_mapping(step, step->oy)) {
        predict_key_delete(step);
    }
}

/* ---- Actions. */

FUZZ_ACT(iter, ok = hf_replace(&s[$x].as_iterator,
                               hf_object_iter(hf_borrow(s[$y].as_object))))

FUZZ_ACT(next, {
    hf_object item;
    hf_lookup lookup = hf_iterator_next(hf_borrow(s[$y].as_iterator), &item);
    ok = ended(lookup, &s[$x].as_object, item, found);
})

FUZZ_ACT(send, {
    hf_object item;
    hf_lookup lookup = hf_iterator_send(hf_borrow(s[$y].as_iterator),
                                        hf_borrow(s[$z].as_object), &item);
    ok = !hf_failed(lookup);
    if (hf_is_null(item) == ok) {
        fuzz_failed("exception", "a value exactly when it does not fail");
    }
    found[0] = hf_found(lookup);
    ok = hf_replace(&s[$x].as_object, item);
})

FUZZ_ACT(close, ok = hf_iterator_close(hf_borrow(s[$y].as_iterator)))

FUZZ_ACT(iterator_each, {
    walk_any(hf_borrow(s[$y].as_object), (int)$0, $1, found);
    ok = !hf_error_occurred();
})

FUZZ_ACT(slice_new, ok = hf_replace(&s[$x].as_slice,
                                    hf_slice_new(hf_borrow(s[$y].as_object),
                                                 hf_borrow(s[$z].as_object),
                                                 hf_borrow(s[$y].as_object))))

FUZZ_ACT(slice_start,
         ok = hf_replace(&s[$x].as_object,
                         hf_slice_start(hf_borrow(s[$y].as_slice))))

FUZZ_ACT(slice_stop, ok = hf_replace(&s[$x].as_object,
                                     hf_slice_stop(hf_borrow(s[$y].as_slice))))

FUZZ_ACT(slice_step, ok = hf_replace(&s[$x].as_object,
                                     hf_slice_step(hf_borrow(s[$y].as_slice))))

FUZZ_ACT(slice_unpack, {
    Py_ssize_t start;
    Py_ssize_t stop;
    Py_ssize_t step_by;
    ok = hf_slice_unpack(hf_borrow(s[$y].as_slice), &start, &stop, &step_by);
    found[0] = start;
    found[1] = stop;
    found[2] = step_by;
})

FUZZ_ACT(sequence_length, {
    Py_ssize_t length;
    ok = hf_sequence_length(hf_borrow(s[$y].as_object), &length);
    found[0] = length;
})

FUZZ_ACT(sequence_get,
         ok = hf_replace(&s[$x].as_object,
                         hf_sequence_get(hf_borrow(s[$y].as_object), $0)))

FUZZ_ACT(sequence_set, ok = hf_sequence_set(hf_borrow(s[$y].as_object), $0,
                                            hf_incref(s[$z].as_object)))

FUZZ_ACT(sequence_set_moved,
         ok = hf_sequence_set(hf_borrow(s[$y].as_object), $0,
                              hf_move(&s[$z].as_object)))

FUZZ_ACT(sequence_delete,
         ok = hf_sequence_delete(hf_borrow(s[$y].as_object), $0))

FUZZ_ACT(sequence_concat,
         ok = hf_replace(&s[$x].as_object,
                         hf_sequence_concat(hf_borrow(s[$y].as_object),
                                            hf_borrow(s[$z].as_object))))

FUZZ_ACT(sequence_repeat,
         ok = hf_replace(&s[$x].as_object,
                         hf_sequence_repeat(hf_borrow(s[$y].as_object), $0)))

FUZZ_ACT(sequence_append_all,
         s[$x].as_object = hf_sequence_append_all(hf_move(&s[$x].as_object),
                                                  hf_borrow(s[$z].as_object)))

FUZZ_ACT(mapping_get, {
    hf_object value;
    hf_lookup lookup = hf_mapping_get(hf_borrow(s[$y].as_object),
                                      hf_borrow(s[$z].as_object), &value);
    ok = ended(lookup, &s[$x].as_object, value, found);
})

FUZZ_ACT(mapping_contains, {
    hf_answer answer = hf_mapping_contains(hf_borrow(s[$y].as_object),
                                           hf_borrow(s[$z].as_object));
    ok = !hf_failed(answer);
    found[0] = hf_yes(answer);
    found[3] = take_runs();
})

FUZZ_ACT(mapping_set, {
    ok = hf_mapping_set(hf_borrow(s[$y].as_object), hf_borrow(s[$z].as_object),
                        hf_incref(s[$x].as_object));
    found[3] = take_runs();
})

FUZZ_ACT(mapping_delete, {
    ok = hf_mapping_delete(hf_borrow(s[$y].as_object),
                           hf_borrow(s[$z].as_object));
    found[3] = take_runs();
})

#endif /* FUZZ_CONTAINER_WALKS_H */
