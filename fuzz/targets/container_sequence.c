/* container_sequence: all that can be done with lists, tuples and what is in them,
 * in any order: also a list in itself, and Items whose special methods change the
 * container that looks at them.
 *
 * The table is at the end; what its rows do is in the headers, one for each few
 * types that belong together. */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/planted_containers.h"
#endif

#include "fuzz/targets/container_lists.h"

/* ---- What there is to put into containers. */

static void predict_none(fuzz_step *step)
{
    shares(step, &fuzz_NoneType);
}

static void predict_int(fuzz_step *step)
{
    step->n[0] = 1000 + step->value;
    fuzz_makes(step, &fuzz_int)->number = step->n[0];
}

static void predict_str(fuzz_step *step)
{
    if (!step->valid) {
        fuzz_raises(step, PyExc_UnicodeDecodeError, NULL);
        return;
    }
    fuzz_makes(step, &fuzz_str)->text = step->text;
    if (step->text.length < 2) {
        step->identity = FUZZ_EITHER;
    }
}

static void predict_item_new(fuzz_step *step)
{
    int mark = step->value % (FUZZ_ITEM_MODE * MODES);
    step->n[0] = mark / FUZZ_ITEM_MODE;
    step->n[1] = mark % FUZZ_ITEM_MODE;
    step->n[2] = n_made;
    fuzz_object *made = fuzz_makes(step, &fuzz_Item);
    made->mark = mark;
    made->number = n_made;
    fragile = step->n[0] == NESTS;
}

static void effect_item_new(fuzz_step *step)
{
    fragile = false;
    n_made += step->ok;
    nests |= step->ok && step->n[0] == NESTS;
}

static void predict_take_kept(fuzz_step *step)
{
    if (n_kept == 0) {
        step->inapplicable = true;
        return;
    }
    fuzz_object *chosen = kept_items[step->value % n_kept];
    step->n[0] = (Py_ssize_t)chosen->number;
    fuzz_gives(step, chosen);
}

/* What held it gives it away. */
static void effect_take_kept(fuzz_step *step)
{
    int i = step->value % n_kept;
    kept_items[i]->held--;
    kept_items[i] = kept_items[--n_kept];
}

static void predict_same_y(fuzz_step *step)
{
    fuzz_gives(step, step->oy);
}

static void predict_move(fuzz_step *step)
{
    step->inapplicable = step->x == step->y;
    fuzz_gives(step, step->oy);
}

FUZZ_ACT(none, ok = hf_replace(&s[$x].as_object, hf_none()))

FUZZ_ACT(int, ok = hf_replace(&s[$x].as_object,
                              hf_object_from_owned(PyLong_FromLong($0))))

FUZZ_ACT(str, ok = hf_replace(&s[$x].as_object,
                              hf_into_object(hf_str_from_utf8_n($utf8, $size))))

FUZZ_ACT(item, ok = hf_replace(&s[$x].as_object,
                               item_new((int)$0, (int)$1, (int)$2)))

FUZZ_ACT(take_kept, ok = hf_replace(&s[$x].as_object, take_kept((int)$0)))

FUZZ_ACT(incref, ok = hf_replace(&s[$x].as_object, hf_incref(s[$y].as_object)))

FUZZ_ACT(decref, hf_decref(hf_move(&s[$x].as_object)))

FUZZ_ACT(clear, hf_clear(&s[$x].as_object))

FUZZ_ACT(move, ok = hf_replace(&s[$x].as_object, hf_move(&s[$y].as_object)))

/* ---- The table. */

enum {
    X = FUZZ_X,
    Y = FUZZ_Y,
    Z = FUZZ_Z,
    TO_X = FUZZ_GIVES_X,
    CHANGES = FUZZ_Y | FUZZ_CHANGES_Y,
    MOVES_Z = FUZZ_Z | FUZZ_TAKES_Z
};

#define LIST .y = &fuzz_list
#define TUPLE .y = &fuzz_tuple

static const fuzz_op ops[] = {
    FUZZ_OP(0, none, TO_X, predict_none),
    FUZZ_OP(1, int, TO_X, predict_int),
    FUZZ_OP(2, str, FUZZ_TEXT | TO_X, predict_str),
    FUZZ_OP(3, item, TO_X, predict_item_new, .effect = effect_item_new),
    FUZZ_OP(4, take_kept, TO_X, predict_take_kept, .effect = effect_take_kept),
    FUZZ_OP(5, incref, Y | TO_X, predict_same_y),
    FUZZ_OP(6, decref, X | FUZZ_TAKES_X, NULL),
    FUZZ_OP(7, clear, X | FUZZ_TAKES_X, NULL),
    FUZZ_OP(8, move, Y | FUZZ_TAKES_Y | TO_X, predict_move),
    FUZZ_ARM(9),

    FUZZ_OP(20, list_new, TO_X, predict_list_new),
    FUZZ_OP(21, list_from, Y | TO_X, predict_list_from),
    FUZZ_OP(22, list_length, Y, predict_length, LIST),
    FUZZ_OP(23, list_get, Y | TO_X, predict_item, LIST),
    FUZZ_OP(24, list_get_borrowed, Y | TO_X, predict_item, LIST),
    FUZZ_OP(25, list_set, CHANGES | Z, predict_list_set, LIST,
            .effect = effect_list_set),
    FUZZ_OP(26, list_set_moved, CHANGES | MOVES_Z, predict_list_set, LIST,
            .effect = effect_list_set),
    FUZZ_OP(27, list_append, CHANGES | Z, predict_list_append, LIST,
            .effect = effect_list_append),
    FUZZ_OP(28, list_append_moved, CHANGES | MOVES_Z, predict_list_append,
            LIST, .effect = effect_list_append),
    FUZZ_OP(29, list_insert, CHANGES | Z, predict_list_insert, LIST,
            .effect = effect_list_insert),
    FUZZ_OP(30, list_insert_moved, CHANGES | MOVES_Z, predict_list_insert,
            LIST, .effect = effect_list_insert),
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

    FUZZ_OP(50, tuple_new, TO_X, predict_tuple_new),
    FUZZ_OP(51, tuple_from, Y | TO_X, predict_tuple_from),
    FUZZ_OP(52, tuple_length, Y, predict_length, TUPLE),
    FUZZ_OP(53, tuple_get, Y | TO_X, predict_item, TUPLE),
    FUZZ_OP(54, tuple_get_borrowed, Y | TO_X, predict_item, TUPLE),
    FUZZ_OP(55, tuple_slice, Y | TO_X, predict_part, TUPLE),
    FUZZ_OP(56, tuple_index, Y | Z, predict_index, TUPLE),
    FUZZ_OP(57, tuple_count, Y | Z, predict_count, TUPLE),
    FUZZ_OP(58, tuple_contains, Y | Z, predict_contains, TUPLE),
    FUZZ_OP(59, tuple_each, Y, predict_tuple_each, TUPLE),
};

static const char *const world[] = {"fuzz/targets/container_world.h",
                                    "fuzz/targets/container_world.c", NULL};

const fuzz_target fuzz_this = {
    .name = "container_sequence",
    .world = world,
    .ops = ops,
    .n_ops = sizeof(ops) / sizeof(ops[0]),
    .start = fuzz_world_start,
    .gone = gone,
    .told = told,
    .no_oom = no_oom,
    .finish = finish,
    .expected = expected_ends,
};
