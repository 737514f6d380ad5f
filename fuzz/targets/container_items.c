#include "fuzz/targets/container_items.h"

/* ---- Making them, and reading them. */

void makes_from(fuzz_step *step, const fuzz_kind *kind)
{
    fuzz_object *items[LOOKED_MOST];
    int n = items_of(step, step->oy, items);
    if (n >= 0) {
        makes_of(step, kind, items, n);
        step->inapplicable |= !comes_in_order(step->oy);
    }
}

void effect_from(fuzz_step *step)
{
    if (step->ok) {
        keep_made(step);
        is_consumed(step->oy);
    }
}

void predict_length(fuzz_step *step)
{
    fuzz_expect(step, 0, "the length", step->oy->n_parts);
}

void predict_item(fuzz_step *step)
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

void predict_part(fuzz_step *step)
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

void predict_copy(fuzz_step *step)
{
    makes_of(step, step->oy->kind, step->oy->part, step->oy->n_parts);
}

/* ---- Looking for items. */

/* search looks for z from |from| on; -1: it is not there, or the step
 * raises. */
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

void predict_index(fuzz_step *step)
{
    looked at = look_at(step, step->oy);
    int found = search(&at, 0);
    expect_runs(step, at.runs);
    fuzz_expect(step, 0, "found", found >= 0);
    fuzz_expect(step, 1, "the index", found);
}

void predict_contains(fuzz_step *step)
{
    looked at = look_at(step, step->oy);
    int found = search(&at, 0);
    expect_runs(step, at.runs);
    fuzz_expect(step, 0, "is in it", found >= 0);
}

void predict_count(fuzz_step *step)
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

/* ---- Changing them. */

void effect_delete_all(fuzz_step *step)
{
    if (step->ok) {
        fuzz_remove(step->oy, 0, step->oy->n_parts);
    }
}

void put_slice(fuzz_object *y, int start, int end, fuzz_object **items, int n)
{
    for (int i = 0; i < n; i++) {
        fuzz_insert(y, end + i, items[i]);
    }
    fuzz_remove(y, start, end - start);
}
