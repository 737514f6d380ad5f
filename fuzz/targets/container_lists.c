/* What container_sequence does with lists. */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/container_planted.h"
#endif

#include "fuzz/targets/container_items.h"
#include "fuzz/targets/container_tables.h"

/* ---- Lists: making them, and reading them. */

static void predict_list_new(fuzz_step *step)
{
    fuzz_makes(step, &fuzz_list);
}

static void predict_list_from(fuzz_step *step)
{
    makes_from(step, &fuzz_list);
}

static void predict_list_copy(fuzz_step *step)
{
    makes_of(step, &fuzz_list, step->oy->part, step->oy->n_parts);
}

static void predict_list_to_tuple(fuzz_step *step)
{
    makes_of(step, &fuzz_tuple, step->oy->part, step->oy->n_parts);
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

/* Not where what is moved out of is what the list is borrowed from: which of
 * both C does first is not said. */
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

/* In the checked build what is lent lives as long as the handle that lends it:
 * one that ends with the step. */
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

/* ---- The table. */

/* CPython 3.11's list_extend loses the list or tuple that an empty list is made
 * of, where list_preallocate_exact fails: FUZZ_NO_OOM. */
static const fuzz_op ops[] = {
    FUZZ_OP(20, list_new, TO_X, predict_list_new),
    FUZZ_OP(21, list_from, Y | TO_X | FUZZ_NO_OOM, predict_list_from,
            .effect = effect_from),
    FUZZ_OP(22, list_length, Y, predict_length, LIST),
    FUZZ_OP(23, list_get, Y | TO_X, predict_item, LIST),
    FUZZ_OP(24, list_get_borrowed, Y | TO_X, predict_item, LIST),
    FUZZ_OP(25, list_set, CHANGES | Z, predict_list_set, LIST,
            .effect = effect_list_set),
    FUZZ_OP(26, list_set_moved, CHANGES | MOVES_Z, predict_list_set_moved,
            .effect = effect_list_set),
    FUZZ_OP(27, list_append, CHANGES | Z, predict_list_append, LIST,
            .effect = effect_list_append),
    FUZZ_OP(28, list_append_moved, CHANGES | MOVES_Z, predict_list_append_moved,
            .effect = effect_list_append),
    FUZZ_OP(29, list_insert, CHANGES | Z, predict_list_insert, LIST,
            .effect = effect_list_insert),
    FUZZ_OP(30, list_insert_moved, CHANGES | MOVES_Z, predict_list_insert_moved,
            .effect = effect_list_insert),
    FUZZ_OP(31, list_pop, CHANGES | TO_X, predict_list_pop, LIST,
            .effect = effect_list_pop),
    FUZZ_OP(32, list_pop_at, CHANGES | TO_X, predict_list_pop_at, LIST,
            .effect = effect_list_pop_at),
    FUZZ_OP(33, list_delete, CHANGES, predict_list_set, LIST,
            .effect = effect_list_delete),
    FUZZ_OP(34, list_delete_all, CHANGES, NULL, LIST,
            .effect = effect_delete_all),
    FUZZ_OP(35, list_slice, Y | TO_X, predict_part, LIST),
    FUZZ_OP(36, list_set_slice, CHANGES | Z, predict_list_set_slice, LIST,
            .effect = effect_list_set_slice),
    FUZZ_OP(37, list_delete_slice, CHANGES, predict_bounds, LIST,
            .effect = effect_list_delete_slice),
    FUZZ_OP(38, list_extend, CHANGES | Z, predict_list_extend, LIST,
            .effect = effect_list_extend),
    FUZZ_OP(39, list_sort, CHANGES, predict_list_sort, LIST,
            .effect = effect_list_sort),
    FUZZ_OP(40, list_reverse, CHANGES, NULL, LIST,
            .effect = effect_list_reverse),
    FUZZ_OP(41, list_index, Y | Z, predict_index, LIST),
    FUZZ_OP(42, list_count, Y | Z, predict_count, LIST),
    FUZZ_OP(43, list_contains, Y | Z, predict_contains, LIST),
    FUZZ_OP(44, list_copy, Y | TO_X, predict_list_copy, LIST),
    FUZZ_OP(45, list_to_tuple, Y | TO_X, predict_list_to_tuple, LIST),
    FUZZ_OP(46, list_each, CHANGES | Z, predict_list_each, LIST,
            .effect = effect_list_each),
};

const fuzz_table container_lists = FUZZ_TABLE(ops);
