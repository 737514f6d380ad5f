/* container_lists.h: what container_sequence does with lists and tuples. */
#ifndef FUZZ_CONTAINER_LISTS_H
#define FUZZ_CONTAINER_LISTS_H

#include "fuzz/targets/container_model.h"

/* ---- Lists: making them, and reading them. */

static void predict_list_new(fuzz_step *step)
{
    fuzz_makes(step, &fuzz_list);
}

static void makes_from(fuzz_step *step, const fuzz_kind *kind)
{
    fuzz_object *items[LOOKED_MOST];
    int n = items_of(step, step->oy, items);
    if (n >= 0) {
        makes_of(step, kind, items, n);
        step->inapplicable |= !comes_in_order(step->oy);
    }
}

static void predict_list_from(fuzz_step *step)
{
    makes_from(step, &fuzz_list);
}

static void effect_from(fuzz_step *step)
{
    if (step->ok) {
        keep_made(step);
        is_consumed(step->oy);
    }
}

static void predict_length(fuzz_step *step)
{
    fuzz_expect(step, 0, "the length", step->oy->n_parts);
}

static void predict_item(fuzz_step *step)
{
    const fuzz_object *y = step->oy;
    step->n[0] = index_of(step->value, y->n_parts);
    if (is_in(step->n[0], y->n_parts)) {
        fuzz_gives(step, y->part[step->n[0]]);
    } else {
        fuzz_raises(step, PyExc_IndexError,
                    y->kind == &fuzz_list ? "list index out of range"
                                          : "tuple index out of range");
    }
}

static void predict_part(fuzz_step *step)
{
    int start, end;
    if (bounds_of(step)) {
        cut(step, step->oy->n_parts, &start, &end);
        makes_of(step, step->oy->kind, step->oy->part + start, end - start);
        if (step->oy->kind == &fuzz_tuple && end - start == step->oy->n_parts) {
            fuzz_gives(step, step->oy);
        }
    }
}

static void predict_list_copy(fuzz_step *step)
{
    makes_of(step, &fuzz_list, step->oy->part, step->oy->n_parts);
}

static void predict_list_to_tuple(fuzz_step *step)
{
    makes_of(step, &fuzz_tuple, step->oy->part, step->oy->n_parts);
}

/* ---- Lists and tuples: looking for items. */

/* search looks for z from |from| on; -1: it is not there, or the step raises. */
static int search(looked *at, int from)
{
    for (int i = from; i < at->n; i++) {
        int equal = equals(at, at->part[i], at->step->oz);
        if (equal != DIFFERENT) {
            return equal == EQUAL ? i : -1;
        }
    }
    return -1;
}

static void predict_index(fuzz_step *step)
{
    looked at = look_at(step, step->oy);
    int found = search(&at, 0);
    expect_runs(step, at.runs);
    fuzz_expect(step, 0, "found", found >= 0);
    fuzz_expect(step, 1, "the index", found);
}

static void predict_contains(fuzz_step *step)
{
    looked at = look_at(step, step->oy);
    int found = search(&at, 0);
    expect_runs(step, at.runs);
    fuzz_expect(step, 0, "is in it", found >= 0);
}

static void predict_count(fuzz_step *step)
{
    looked at = look_at(step, step->oy);
    int n = 0;
    enum { ROUNDS_MOST = 100 };
    for (int found = search(&at, 0); found >= 0; n++) {
        found = search(&at, found + 1);
    }
    step->inapplicable |= at.runs > ROUNDS_MOST;
    expect_runs(step, at.runs);
    fuzz_expect(step, 0, "the count", n);
}

/* ---- Lists: changing them. */

static void predict_list_set(fuzz_step *step)
{
    step->n[0] = index_of(step->value, step->oy->n_parts);
    if (!is_in(step->n[0], step->oy->n_parts)) {
        fuzz_raises(step, PyExc_IndexError,
                    "list assignment index out of range");
    }
}

static void effect_list_set(fuzz_step *step)
{
    if (step->ok) {
        fuzz_put(step->oy, (int)step->n[0], step->oz);
    }
}

static void predict_list_append(fuzz_step *step)
{
    step->inapplicable = is_full(step->oy);
}

static void effect_list_append(fuzz_step *step)
{
    if (step->ok) {
        fuzz_put(step->oy, step->oy->n_parts, step->oz);
    }
}

static void predict_list_insert(fuzz_step *step)
{
    step->n[0] = index_of(step->value, step->oy->n_parts);
    step->inapplicable = is_full(step->oy);
}

static void effect_list_insert(fuzz_step *step)
{
    int n = step->oy->n_parts;
    Py_ssize_t i = step->n[0] < 0 ? step->n[0] + n : step->n[0];
    i = i < 0 ? 0 : Py_MIN(i, n);
    if (step->ok) {
        fuzz_insert(step->oy, (int)i, step->oz);
    }
}

/* Not where what is moved out of is what the list is borrowed from: which of both C
 * does first is not said. */
#define MOVED(how)                                                             \
    static void predict_##how##_moved(fuzz_step *step)                         \
    {                                                                          \
        if (step->y == step->z) {                                              \
            step->inapplicable = true;                                         \
        } else if (step->oy->kind != &fuzz_list) {                             \
            fuzz_refuses(step, "list", step->oy);                              \
        } else {                                                               \
            predict_##how(step);                                               \
        }                                                                      \
    }
MOVED(list_set)
MOVED(list_append)
MOVED(list_insert)

static void predict_list_pop(fuzz_step *step)
{
    int n = step->oy->n_parts;
    if (n > 0) {
        fuzz_gives(step, step->oy->part[n - 1]);
    } else {
        fuzz_raises(step, PyExc_IndexError, "pop from empty list");
    }
}

static void effect_list_pop(fuzz_step *step)
{
    if (step->ok) {
        take_out(step->oy, step->oy->n_parts - 1);
    }
}

static void predict_list_pop_at(fuzz_step *step)
{
    int n = step->oy->n_parts;
    step->n[0] = index_of(step->value, n);
    if (is_in(step->n[0], n)) {
        fuzz_gives(step, step->oy->part[step->n[0]]);
    } else {
        fuzz_raises(step, PyExc_IndexError, "pop index out of range");
    }
}

static void effect_list_pop_at(fuzz_step *step)
{
    if (step->ok) {
        take_out(step->oy, (int)step->n[0]);
    }
}

static void effect_list_delete(fuzz_step *step)
{
    if (step->ok) {
        fuzz_remove(step->oy, (int)step->n[0], 1);
    }
}

static void effect_delete_all(fuzz_step *step)
{
    if (step->ok) {
        fuzz_remove(step->oy, 0, step->oy->n_parts);
    }
}

/* put_slice puts |n| items in the place of those from |start| to |end|. */
static void put_slice(fuzz_object *y, int start, int end, fuzz_object **items,
                      int n)
{
    for (int i = 0; i < n; i++) {
        fuzz_insert(y, end + i, items[i]);
    }
    fuzz_remove(y, start, end - start);
}

static void predict_list_set_slice(fuzz_step *step)
{
    fuzz_object *items[LOOKED_MOST];
    int start, end;
    if (!bounds_of(step)) {
        return;
    }
    int n = items_of(step, step->oz, items);
    cut(step, step->oy->n_parts, &start, &end);
    step->inapplicable |= step->oy->n_parts + n > ITEMS_MOST ||
                          !comes_in_order(step->oz);
}

static void effect_list_set_slice(fuzz_step *step)
{
    fuzz_object *items[LOOKED_MOST];
    int start, end;
    if (step->ok) {
        int n = items_of(step, step->oz, items);
        cut(step, step->oy->n_parts, &start, &end);
        put_slice(step->oy, start, end, items, n);
        is_consumed(step->oz);
    }
}

static void predict_bounds(fuzz_step *step)
{
    bounds_of(step);
}

static void effect_list_delete_slice(fuzz_step *step)
{
    int start, end;
    if (step->ok) {
        cut(step, step->oy->n_parts, &start, &end);
        fuzz_remove(step->oy, start, end - start);
    }
}

static void predict_list_extend(fuzz_step *step)
{
    fuzz_object *items[LOOKED_MOST];
    int n = items_of(step, step->oz, items);
    step->inapplicable |= step->oy->n_parts + n > ITEMS_MOST ||
                          !comes_in_order(step->oz);
}

static void effect_list_extend(fuzz_step *step)
{
    fuzz_object *items[LOOKED_MOST];
    if (step->ok) {
        int n = items_of(step, step->oz, items), end = step->oy->n_parts;
        put_slice(step->oy, end, end, items, n);
        is_consumed(step->oz);
    }
}

/* ---- Sorting. */

/* sort_failure is what must be raised by sorting: NULL: nothing, and it is not
 * to be done where one cannot say. */
static PyObject *sort_failure(fuzz_step *step)
{
    const fuzz_object *y = step->oy;
    PyObject *raises = NULL;
    for (int i = 0; i < y->n_parts; i++) {
        const fuzz_object *part = y->part[i];
        PyObject *also = NULL;
        if (part->kind != y->part[0]->kind || is_container(part) ||
            is_iterator(part) || part->kind == &fuzz_NoneType) {
            step->inapplicable = true;
        } else if (is_item(part)) {
            mode m = mode_of(part);
            also = m == RAISES || m == WRONG ? PyExc_ValueError
                   : m == INTERRUPTS         ? PyExc_KeyboardInterrupt
                                             : NULL;
            /* The others find an empty list, and nothing to take out of it. */
            step->inapplicable |= m == NESTS;
        }
        step->inapplicable |= raises != NULL && also != NULL && also != raises;
        raises = also != NULL ? also : raises;
    }
    return raises;
}

static bool is_less(const fuzz_object *a, const fuzz_object *b)
{
    return is_item(a)             ? number_of(a) < number_of(b)
           : a->kind == &fuzz_int ? a->number < b->number
                                  : fuzz_text_compare(a->text, b->text) < 0;
}

static void predict_list_sort(fuzz_step *step)
{
    if (step->oy->n_parts > 1) {
        step->raises = sort_failure(step);
    }
}

/* place_of is where |raw| is among the parts from |from| on. */
static int place_of(const fuzz_object *y, int from, const PyObject *raw)
{
    for (int i = from; i < y->n_parts; i++) {
        if (y->part[i]->raw == raw) {
            return i;
        }
    }
    fuzz_failed("content", "the sorted list has an item that was not in it");
}

static void swap(fuzz_object *y, int i, int j)
{
    fuzz_object *part = y->part[i];
    y->part[i] = y->part[j];
    y->part[j] = part;
}

/* Where it fails, the items are there in whatever order. */
static void effect_list_sort(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    if (y->kind != &fuzz_list || y->n_parts < 2) {
        return;
    }
    if (!step->ok && PyList_GET_SIZE(y->raw) == y->n_parts) {
        for (int i = 0; i < y->n_parts; i++) {
            swap(y, i, place_of(y, i, PyList_GET_ITEM(y->raw, i)));
        }
        return;
    }
    for (int i = 1; i < y->n_parts; i++) {
        for (int j = i; j > 0 && is_less(y->part[j], y->part[j - 1]); j--) {
            swap(y, j, j - 1);
        }
    }
}

static void effect_list_reverse(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    for (int i = 0, j = y->n_parts - 1; step->ok && i < j; i++, j--) {
        swap(y, i, j);
    }
}

/* ---- Walks. */

static void predict_list_each(fuzz_step *step)
{
    int how = (int)(step->n[0] = step->value % MANNERS);
    int n = step->oy->n_parts, lost = 0;
    bool goes_on = true;
    walked w = {0};
    for (int i = 0;
         i < n - lost + (how == ADDS_OTHER && i > 0 && n < ITEMS_MOST); i++) {
        goes_on = walk_on(&w, how, i < n ? step->oy->part[i] : step->oz);
        if (!goes_on) {
            break;
        }
        lost += how == TAKES_LAST;
    }
    expect_walk(step, w, goes_on);
}

static void effect_list_each(fuzz_step *step)
{
    fuzz_object *y = step->oy;
    int n = y->n_parts;
    if (y->kind != &fuzz_list || n == 0) {
        return;
    }
    if (step->fired) {
        read_back(y, ((PyListObject *)y->raw)->ob_item,
                  (int)PyList_GET_SIZE(y->raw));
        return;
    }
    if (step->n[0] == TAKES_LAST) {
        for (int i = 0; i < y->n_parts; i++) {
            fuzz_remove(y, y->n_parts - 1, 1);
        }
    } else if (step->n[0] == ADDS_OTHER && n < ITEMS_MOST && step->ok) {
        fuzz_put(y, n, step->oz);
    }
}

/* ---- Tuples. */

static void predict_tuple_new(fuzz_step *step)
{
    shares(step, &fuzz_tuple);
}

static void predict_tuple_from(fuzz_step *step)
{
    if (step->oy->kind == &fuzz_tuple) {
        fuzz_gives(step, step->oy);
    } else {
        makes_from(step, &fuzz_tuple);
    }
}

static void predict_tuple_each(fuzz_step *step)
{
    int how = (int)(step->n[0] = step->value % TAKES_LAST);
    walked w = {0};
    bool goes_on = true;
    for (int i = 0; i < step->oy->n_parts && goes_on; i++) {
        goes_on = walk_on(&w, how, step->oy->part[i]);
    }
    expect_walk(step, w, goes_on);
}

/* ---- Actions. */

FUZZ_ACT(list_new, ok = hf_replace(&s[$x].as_list, hf_list_new()))

FUZZ_ACT(list_from, {
    ok = hf_replace(&s[$x].as_list,
                    hf_list_from_iterable(hf_borrow(s[$y].as_object)));
    found[3] = take_runs();
})

FUZZ_ACT(list_length, {
    Py_ssize_t length;
    ok = hf_list_length(hf_borrow(s[$y].as_list), &length);
    found[0] = length;
})

FUZZ_ACT(list_get, ok = hf_replace(&s[$x].as_object,
                                   hf_list_get(hf_borrow(s[$y].as_list), $0)))

/* In the checked build what is lent lives as long as the handle that lends it: one
 * that ends with the step. */
FUZZ_ACT(list_get_borrowed, {
    hf_auto(list, lender, hf_incref(s[$y].as_list));
    hf_object_borrowed item = hf_list_get_borrowed(hf_borrow(lender), $0);
    ok = hf_replace(&s[$x].as_object, hf_incref(item));
})

FUZZ_ACT(list_set, ok = hf_list_set(hf_borrow(s[$y].as_list), $0,
                                    hf_incref(s[$z].as_object)))

FUZZ_ACT(list_set_moved, ok = hf_list_set(hf_borrow(s[$y].as_list), $0,
                                          hf_move(&s[$z].as_object)))

FUZZ_ACT(list_append, ok = hf_list_append(hf_borrow(s[$y].as_list),
                                          hf_incref(s[$z].as_object)))

FUZZ_ACT(list_append_moved, ok = hf_list_append(hf_borrow(s[$y].as_list),
                                                hf_move(&s[$z].as_object)))

FUZZ_ACT(list_insert, ok = hf_list_insert(hf_borrow(s[$y].as_list), $0,
                                          hf_incref(s[$z].as_object)))

FUZZ_ACT(list_insert_moved, ok = hf_list_insert(hf_borrow(s[$y].as_list), $0,
                                                hf_move(&s[$z].as_object)))

FUZZ_ACT(list_pop, ok = hf_replace(&s[$x].as_object,
                                   hf_list_pop(hf_borrow(s[$y].as_list))))

FUZZ_ACT(list_pop_at,
         ok = hf_replace(&s[$x].as_object,
                         hf_list_pop_at(hf_borrow(s[$y].as_list), $0)))

FUZZ_ACT(list_delete, ok = hf_list_delete(hf_borrow(s[$y].as_list), $0))

FUZZ_ACT(list_delete_all, ok = hf_list_delete_all(hf_borrow(s[$y].as_list)))

FUZZ_ACT(list_slice,
         ok = hf_replace(&s[$x].as_list,
                         hf_list_slice(hf_borrow(s[$y].as_list), $0, $1)))

FUZZ_ACT(list_set_slice, {
    ok = hf_list_set_slice(hf_borrow(s[$y].as_list), $0, $1,
                           hf_borrow(s[$z].as_object));
    found[3] = take_runs();
})

FUZZ_ACT(list_delete_slice,
         ok = hf_list_delete_slice(hf_borrow(s[$y].as_list), $0, $1))

FUZZ_ACT(list_extend, {
    ok = hf_list_extend(hf_borrow(s[$y].as_list), hf_borrow(s[$z].as_object));
    found[3] = take_runs();
})

FUZZ_ACT(list_sort, {
    ok = hf_list_sort(hf_borrow(s[$y].as_list));
    take_runs();
})

FUZZ_ACT(list_reverse, ok = hf_list_reverse(hf_borrow(s[$y].as_list)))

FUZZ_ACT(list_index, {
    Py_ssize_t index;
    hf_lookup lookup = hf_list_index(hf_borrow(s[$y].as_list),
                                     hf_borrow(s[$z].as_object), &index);
    ok = !hf_failed(lookup);
    found[0] = hf_found(lookup);
    found[1] = index;
    found[3] = take_runs();
})

FUZZ_ACT(list_count, {
    Py_ssize_t n;
    ok = hf_list_count(hf_borrow(s[$y].as_list), hf_borrow(s[$z].as_object),
                       &n);
    found[0] = n;
    found[3] = take_runs();
})

FUZZ_ACT(list_contains, {
    hf_answer answer = hf_list_contains(hf_borrow(s[$y].as_list),
                                        hf_borrow(s[$z].as_object));
    ok = !hf_failed(answer);
    found[0] = hf_yes(answer);
    found[3] = take_runs();
})

FUZZ_ACT(list_copy, ok = hf_replace(&s[$x].as_list,
                                    hf_list_copy(hf_borrow(s[$y].as_list))))

FUZZ_ACT(list_to_tuple,
         ok = hf_replace(&s[$x].as_tuple,
                         hf_list_to_tuple(hf_borrow(s[$y].as_list))))

FUZZ_ACT(list_each, {
    walk_list(hf_borrow(s[$y].as_list), (int)$0, hf_borrow(s[$z].as_object),
              found);
    ok = !hf_error_occurred();
})

FUZZ_ACT(tuple_new, ok = hf_replace(&s[$x].as_tuple, hf_tuple_new()))

FUZZ_ACT(tuple_from, {
    ok = hf_replace(&s[$x].as_tuple,
                    hf_tuple_from_iterable(hf_borrow(s[$y].as_object)));
    found[3] = take_runs();
})

FUZZ_ACT(tuple_length, {
    Py_ssize_t length;
    ok = hf_tuple_length(hf_borrow(s[$y].as_tuple), &length);
    found[0] = length;
})

FUZZ_ACT(tuple_get,
         ok = hf_replace(&s[$x].as_object,
                         hf_tuple_get(hf_borrow(s[$y].as_tuple), $0)))

FUZZ_ACT(tuple_get_borrowed, {
    hf_auto(tuple, lender, hf_incref(s[$y].as_tuple));
    hf_object_borrowed item = hf_tuple_get_borrowed(hf_borrow(lender), $0);
    ok = hf_replace(&s[$x].as_object, hf_incref(item));
})

FUZZ_ACT(tuple_slice,
         ok = hf_replace(&s[$x].as_tuple,
                         hf_tuple_slice(hf_borrow(s[$y].as_tuple), $0, $1)))

FUZZ_ACT(tuple_index, {
    Py_ssize_t index;
    hf_lookup lookup = hf_tuple_index(hf_borrow(s[$y].as_tuple),
                                      hf_borrow(s[$z].as_object), &index);
    ok = !hf_failed(lookup);
    found[0] = hf_found(lookup);
    found[1] = index;
    found[3] = take_runs();
})

FUZZ_ACT(tuple_count, {
    Py_ssize_t n;
    ok = hf_tuple_count(hf_borrow(s[$y].as_tuple), hf_borrow(s[$z].as_object),
                        &n);
    found[0] = n;
    found[3] = take_runs();
})

FUZZ_ACT(tuple_contains, {
    hf_answer answer = hf_tuple_contains(hf_borrow(s[$y].as_tuple),
                                         hf_borrow(s[$z].as_object));
    ok = !hf_failed(answer);
    found[0] = hf_yes(answer);
    found[3] = take_runs();
})

FUZZ_ACT(tuple_each, {
    walk_tuple(hf_borrow(s[$y].as_tuple), (int)$0, found);
    ok = !hf_error_occurred();
})

#endif /* FUZZ_CONTAINER_LISTS_H */
