/* container_sequence: all that can be done with lists, tuples, dicts, sets,
 * their iterators and what is in them, in any order: also a list in itself, and
 * Items whose special methods change the container that looks at them.
 *
 * What there is to put into containers is here; what is done with each type is
 * in a file of its own, which ends with a table. */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/container_planted.h"
#endif

#include "fuzz/targets/container_model.h"
#include "fuzz/targets/container_tables.h"

/* ---- What there is to put into containers. */

static void predict_none(fuzz_step *step)
{
    shares(step, &fuzz_NoneType);
}

static void predict_int(fuzz_step *step)
{
    step->n[0] = FUZZ_INT_OWN + step->value;
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

/* What held it gives it away. Others may have been kept since: by the finalizer
 * of what was in the slot. */
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
};

static const fuzz_table basics = FUZZ_TABLE(ops);

/* ---- The target. */

static int expected_of_program(void)
{
    forget_builders();
    return expected_ends();
}

static const char *const world[] = {"fuzz/targets/container_world.h",
                                    "fuzz/targets/container_world.c", NULL};

static const fuzz_table *const tables[] = {&basics,
                                           &container_lists,
                                           &container_tuples,
                                           &container_dicts,
                                           &container_names,
                                           &container_builders,
                                           &container_sets,
                                           &container_iterators,
                                           &container_slices,
                                           &container_protocols,
                                           NULL};

const fuzz_target fuzz_this = {
    .name = "container_sequence",
    .world = world,
    .tables = tables,
    .start = fuzz_world_start,
    .gone = gone,
    .told = told,
    .no_oom = no_oom,
    .finish = finish,
    .expected = expected_of_program,
    .blocks = builder_blocks,
};
