/* container_sequence: all that can be done with lists, tuples, dicts, sets, their
 * iterators and what is in them, in any order: also a list in itself, and Items whose special methods change the
 * container that looks at them.
 *
 * The table is at the end; what its rows do is in the headers, one for each few
 * types that belong together. */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/container_planted.h"
#endif

#include "fuzz/targets/container_builders.h"
#include "fuzz/targets/container_dicts.h"
#include "fuzz/targets/container_lists.h"
#include "fuzz/targets/container_walks.h"

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

/* What held it gives it away. Others may have been kept since: by the finalizer of
 * what was in the slot. */
static void effect_take_kept(fuzz_step *step)
{
    int i = 0;
    while (kept_items[i] != step->same) {
        i++;
    }
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

FUZZ_ACT(item,
         ok = hf_replace(&s[$x].as_object, item_new((int)$0, (int)$1, (int)$2)))

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
#define DICT .y = &fuzz_dict
#define SET .y = &fuzz_set
#define FROZENSET .y = &fuzz_frozenset
#define SLICE .y = &fuzz_slice

/* CPython 3.11's list_extend loses the list or tuple that an empty list is made of,
 * where list_preallocate_exact fails: FUZZ_NO_OOM. */
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
    FUZZ_OP(90, dict_get_utf8, FUZZ_TEXT | Y | TO_X, predict_dict_get_utf8),
    FUZZ_OP(91, dict_get_borrowed_utf8, FUZZ_TEXT | Y | TO_X,
            predict_dict_get_utf8),
    FUZZ_OP(92, dict_contains_utf8, FUZZ_TEXT | Y, predict_dict_contains_utf8),
    FUZZ_OP(93, dict_pop_utf8, FUZZ_TEXT | CHANGES | TO_X,
            predict_dict_get_utf8, .effect = effect_utf8_popped),
    FUZZ_OP(94, dict_discard_utf8, FUZZ_TEXT | CHANGES,
            predict_dict_contains_utf8, .effect = effect_utf8_deleted),
    FUZZ_OP(95, dict_delete_utf8, FUZZ_TEXT | CHANGES, predict_dict_delete_utf8,
            .effect = effect_utf8_deleted),
    FUZZ_OP(96, dict_set_utf8, FUZZ_TEXT | CHANGES | Z, predict_dict_set_utf8,
            .effect = effect_dict_set_utf8),

    FUZZ_OP(60, list_build, Y | Z | TO_X, predict_list_build),
    FUZZ_OP(61, tuple_build, Y | Z | TO_X, predict_tuple_build),
    FUZZ_OP(62, dict_build, Y | Z | TO_X, predict_dict_build),
    FUZZ_OP(63, keep, Y, predict_keep, .effect = effect_keep),
    FUZZ_OP(64, keep_null, 0, predict_keep_null, .effect = effect_keep_null),
    FUZZ_OP(65, kept_finish, TO_X, predict_kept_finish,
            .effect = effect_kept_finish),
    FUZZ_OP(66, kept_clear, 0, NULL, .effect = effect_kept_clear),
    FUZZ_OP(67, keep_pair, Y | Z, predict_keep_pair,
            .effect = effect_keep_pair),
    FUZZ_OP(68, pairs_finish, TO_X, predict_pairs_finish,
            .effect = effect_pairs_finish),
    FUZZ_OP(69, pairs_clear, 0, NULL, .effect = effect_pairs_clear),

    FUZZ_OP(100, set_new, TO_X, predict_set_new),
    FUZZ_OP(101, set_from, CHANGES | TO_X, predict_set_from,
            .effect = effect_set_from),
    FUZZ_OP(102, set_length, Y, predict_length, SET),
    FUZZ_OP(103, set_contains, Y | Z, predict_key_in, SET),
    FUZZ_OP(104, set_add, CHANGES | Z, predict_set_add, SET,
            .effect = effect_set_add),
    FUZZ_OP(105, set_discard, CHANGES | Z, predict_key_in, SET,
            .effect = effect_key_deleted),
    FUZZ_OP(106, set_delete, CHANGES | Z, predict_key_delete, SET,
            .effect = effect_key_deleted),
    FUZZ_OP(107, set_pop, CHANGES | TO_X, predict_set_pop, SET,
            .effect = effect_set_pop),
    FUZZ_OP(108, set_delete_all, CHANGES, NULL, SET,
            .effect = effect_delete_all),
    FUZZ_OP(109, set_update, CHANGES | Z, predict_set_update, SET,
            .effect = effect_set_update),
    FUZZ_OP(110, set_copy, Y | TO_X, predict_copy, SET),
    FUZZ_OP(111, frozenset_new, TO_X, predict_frozenset_new),
    FUZZ_OP(112, frozenset_from, CHANGES | TO_X, predict_frozenset_from,
            .effect = effect_set_from),
    FUZZ_OP(113, frozenset_length, Y, predict_length, FROZENSET),
    FUZZ_OP(114, frozenset_contains, Y | Z, predict_key_in, FROZENSET),

    FUZZ_OP(120, iter, Y | TO_X, predict_iter),
    FUZZ_OP(121, next, CHANGES | TO_X, predict_next, .effect = effect_next),
    FUZZ_OP(122, send, CHANGES | Z | TO_X, predict_send, .effect = effect_send),
    FUZZ_OP(123, close, Y, predict_close),
    FUZZ_OP(124, iterator_each, CHANGES, predict_iterator_each,
            .effect = effect_consumed_y),
    FUZZ_OP(130, slice_new, Y | Z | TO_X, predict_slice_new),
    FUZZ_OP(131, slice_start, Y | TO_X, predict_slice_start, SLICE),
    FUZZ_OP(132, slice_stop, Y | TO_X, predict_slice_stop, SLICE),
    FUZZ_OP(133, slice_step, Y | TO_X, predict_slice_step, SLICE),
    FUZZ_OP(134, slice_unpack, Y, predict_slice_unpack, SLICE),

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

static int expected_of_program(void)
{
    forget_builders();
    return expected_ends();
}

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
    .expected = expected_of_program,
    .blocks = builder_blocks,
};
