/* What container_sequence does with iterators. The mark of one over a dict is
 * that the dict has changed its size, which it says from then on. */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/container_planted.h"
#endif

#include "fuzz/targets/container_model.h"
#include "fuzz/targets/container_tables.h"

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

/* ---- The table. */

static const fuzz_op ops[] = {
    FUZZ_OP(120, iter, Y | TO_X, predict_iter),
    FUZZ_OP(121, next, CHANGES | TO_X, predict_next, .effect = effect_next),
    FUZZ_OP(122, send, CHANGES | Z | TO_X, predict_send, .effect = effect_send),
    FUZZ_OP(123, close, Y, predict_close),
    FUZZ_OP(124, iterator_each, CHANGES, predict_iterator_each,
            .effect = effect_consumed_y),
};

const fuzz_table container_iterators = FUZZ_TABLE(ops);
