/* What container_sequence does with tuples. */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/container_planted.h"
#endif

#include "fuzz/targets/container_items.h"
#include "fuzz/targets/container_tables.h"

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

/* ---- The table. */

static const fuzz_op ops[] = {
    FUZZ_OP(50, tuple_new, TO_X, predict_tuple_new),
    FUZZ_OP(51, tuple_from, Y | TO_X, predict_tuple_from,
            .effect = effect_from),
    FUZZ_OP(52, tuple_length, Y, predict_length, TUPLE),
    FUZZ_OP(53, tuple_get, Y | TO_X, predict_item, TUPLE),
    FUZZ_OP(54, tuple_get_borrowed, Y | TO_X, predict_item, TUPLE),
    FUZZ_OP(55, tuple_slice, Y | TO_X, predict_part, TUPLE),
    FUZZ_OP(56, tuple_index, Y | Z, predict_index, TUPLE),
    FUZZ_OP(57, tuple_count, Y | Z, predict_count, TUPLE),
    FUZZ_OP(58, tuple_contains, Y | Z, predict_contains, TUPLE),
    FUZZ_OP(59, tuple_each, Y, predict_tuple_each, TUPLE),
};

const fuzz_table container_tuples = FUZZ_TABLE(ops);
