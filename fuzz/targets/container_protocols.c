/* What container_sequence does with any object by the protocols of sequences
 * and mappings. */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/container_planted.h"
#endif

#include "fuzz/targets/container_dicts.h"
#include "fuzz/targets/container_items.h"
#include "fuzz/targets/container_tables.h"

/* ---- Sequences: what is by index in any object. */

static bool is_sequence(const fuzz_object *o)
{
    return o->kind == &fuzz_list || o->kind == &fuzz_tuple;
}

/* place_in is an index that counts from the end where it is negative, from
 * within |o| or one beyond; -1: it is out of range. */
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

/* ---- The table. */

/* FUZZ_NO_OOM: as in container_lists.c, list_extend is not safe then. */
static const fuzz_op ops[] = {
    FUZZ_OP(140, sequence_length, Y, predict_sequence_length),
    FUZZ_OP(141, sequence_get, Y | TO_X, predict_sequence_get),
    FUZZ_OP(142, sequence_set, CHANGES | Z, predict_sequence_set,
            .effect = effect_sequence_set),
    FUZZ_OP(143, sequence_set_moved, CHANGES | MOVES_Z,
            predict_sequence_set_moved, .effect = effect_sequence_set),
    FUZZ_OP(144, sequence_delete, CHANGES, predict_sequence_set,
            .effect = effect_sequence_delete),
    FUZZ_OP(145, sequence_concat, Y | Z | TO_X, predict_sequence_concat),
    FUZZ_OP(146, sequence_repeat, Y | TO_X, predict_sequence_repeat),
    FUZZ_OP(147, sequence_append_all, FUZZ_ONTO_X | Z | FUZZ_NO_OOM,
            predict_sequence_append_all, .effect = effect_sequence_append_all),
    FUZZ_OP(150, mapping_get, Y | Z | TO_X, predict_mapping_get),
    FUZZ_OP(151, mapping_contains, Y | Z, predict_mapping_contains),
    FUZZ_OP(152, mapping_set, X | CHANGES | Z, predict_mapping_set,
            .effect = effect_dict_set),
    FUZZ_OP(153, mapping_delete, CHANGES | Z, predict_mapping_delete,
            .effect = effect_key_deleted),
};

const fuzz_table container_protocols = FUZZ_TABLE(ops);
