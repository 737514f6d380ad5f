/* What container_sequence does with builders: within a step, and with two that
 * last for several. */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/container_planted.h"
#endif

#include "fuzz/targets/container_keys.h"
#include "fuzz/targets/container_tables.h"

/* ---- Within a step: of y and z in turn, |n[0]| of them. The array grows at
 * the 17th. n[1] says what else is done: see container_world.h. */

static void predict_build(fuzz_step *step, const fuzz_kind *kind)
{
    fuzz_object *parts[LOOKED_MOST];
    step->n[0] = step->value % (ITEMS_MOST + 1);
    step->n[1] = step->value / (ITEMS_MOST + 1) % BUILDS;
    for (int i = 0; i < step->n[0]; i++) {
        parts[i] = i % 2 == 0 ? step->oy : step->oz;
    }
    if (step->n[1] == WITH_NULL) {
        step->raises = PyExc_SystemError;
    } else if (step->n[1] == TOO_MANY) {
        step->raises = PyExc_OverflowError;
    } else if (step->n[1] != DROPPED) {
        makes_of(step, kind, parts, (int)step->n[0]);
    }
}

static void predict_list_build(fuzz_step *step)
{
    predict_build(step, &fuzz_list);
}

static void predict_tuple_build(fuzz_step *step)
{
    predict_build(step, &fuzz_tuple);
}

/* Two pairs: y is a key of z, and then, by the value, z of y or y of itself. */
static void predict_dict_build(fuzz_step *step)
{
    fuzz_object *parts[4], *y = step->oy, *z = step->oz;
    fuzz_object *key[2] = {y, step->value & 1 ? z : y};
    fuzz_object *value[2] = {z, y};
    int n = 0;
    looked at = {.step = step};
    table made = {parts, &n, 2, false};
    step->n[0] = step->value & 1;
    step->n[1] = step->value >> 1 & 1; /* not finished, but cleared */
    for (int i = 0; i < 2; i++) {
        int found = hashes(&at, key[i]) ? find_key(&at, &made, key[i]) : FAILED;
        if (found == FAILED) {
            break;
        }
        if (found == MISSING) {
            parts[n++] = key[i];
            parts[n++] = value[i];
        } else {
            parts[found + 1] = value[i];
        }
    }
    expect_runs(step, at.runs);
    if (step->raises == NULL && !step->inapplicable && !step->n[1]) {
        makes_of(step, &fuzz_dict, parts, n);
    }
}

/* ---- A list builder that lasts. */

static struct {
    fuzz_object *part[ITEMS_MOST];
    int n;
    bool failed;
} lasting;

static void let_go(void)
{
    while (lasting.n > 0) {
        fuzz_release(lasting.part[--lasting.n]);
    }
}

static void predict_keep(fuzz_step *step)
{
    step->inapplicable = lasting.failed || lasting.n >= ITEMS_MOST;
}

static void effect_keep(fuzz_step *step)
{
    if (step->ok) {
        fuzz_hold(step->oy);
        lasting.part[lasting.n++] = step->oy;
    } else {
        lasting.failed = true; /* and what it had is released */
        let_go();
    }
}

/* What failed first is null, without an exception; its own is the next. */
static void predict_keep_null(fuzz_step *step)
{
    step->inapplicable = lasting.failed;
    step->raises = PyExc_SystemError;
}

static void effect_keep_null(fuzz_step *step)
{
    (void)step;
    lasting.failed = true;
    let_go();
}

static void predict_kept_finish(fuzz_step *step)
{
    step->inapplicable = lasting.failed; /* its exception is gone */
    makes_of(step, &fuzz_list, lasting.part, lasting.n);
}

static void effect_kept_finish(fuzz_step *step)
{
    for (int i = 0; i < lasting.n && step->ok; i++) {
        fuzz_keep(step, lasting.part[i]);
    }
    let_go();
}

static void effect_kept_clear(fuzz_step *step)
{
    (void)step;
    let_go();
    lasting.failed = false;
}

/* ---- A dict builder that lasts. Code of a key may come to it, too: it may
 * finish or clear it, so that what is being set goes to nobody. */

static struct {
    fuzz_object *part[ITEMS_MOST + 1];
    int n;
    bool failed;
    int which; /* another one after it was finished, or cleared, or failed */
} pairs;

/* The step that sets a pair, while other steps may be done in it: it holds the
 * dict that it works on, whatever becomes of the builder. */
static fuzz_step *setting;

static void let_go_of_pairs(void)
{
    bool is_held = setting != NULL && setting->n[3] == pairs.which;
    pairs.which++;
    while (pairs.n > 0) {
        fuzz_object *part = pairs.part[--pairs.n];
        if (is_held) {
            fuzz_keep(setting, part);
        }
        fuzz_release(part);
    }
}

/* y is the key, z the value. */
static void predict_keep_pair(fuzz_step *step)
{
    if (pairs.failed || pairs.n + 4 > ITEMS_MOST) {
        step->inapplicable = true;
        return;
    }
    looked at = {.step = step};
    table in = {pairs.part, &pairs.n, 2, false};
    int i = place_of_key(pairs.part, pairs.n, 2, step->oy);
    step->n[3] = pairs.which;
    /* A step within another adds nothing that the other would ask whether it is
     * equal; and what is asked, and in no slot, does no steps. */
    step->inapplicable = is_item(step->oy) &&
                         (fuzz_steps_under_way() > 0 ||
                          (i >= 0 && mode_of(pairs.part[i]) == NESTS));
    if (hashes(&at, step->oy)) {
        find_key(&at, &in, step->oy);
    }
    expect_runs(step, at.runs);
    if (fuzz_steps_under_way() == 0) {
        setting = step->inapplicable ? NULL : step;
    }
}

static void effect_keep_pair(fuzz_step *step)
{
    setting = step == setting ? NULL : setting;
    if (!step->ok) {
        let_go_of_pairs();
        pairs.failed = true;
        return;
    }
    if (pairs.which != step->n[3]) {
        return;
    }
    int i = place_of_key(pairs.part, pairs.n, 2, step->oy);
    fuzz_hold(step->oz);
    if (i >= 0) {
        fuzz_release(pairs.part[i + 1]);
        pairs.part[i + 1] = step->oz;
    } else {
        fuzz_hold(step->oy);
        pairs.part[pairs.n++] = step->oy;
        pairs.part[pairs.n++] = step->oz;
    }
}

static void predict_pairs_finish(fuzz_step *step)
{
    step->inapplicable = pairs.failed;
    makes_of(step, &fuzz_dict, pairs.part, pairs.n);
}

static void effect_pairs_finish(fuzz_step *step)
{
    for (int i = 0; i < pairs.n && step->ok; i++) {
        fuzz_keep(step, pairs.part[i]);
    }
    let_go_of_pairs();
}

static void effect_pairs_clear(fuzz_step *step)
{
    (void)step;
    let_go_of_pairs();
    pairs.failed = false;
}

/* ---- Both. */

void forget_builders(void)
{
    lasting.n = pairs.n = 0;
    lasting.failed = pairs.failed = false;
}

Py_ssize_t builder_blocks(void)
{
    return lasting.n > 0 || pairs.n > 0 ? -1 : 0;
}

/* ---- Actions. */

FUZZ_ACT(list_build,
         ok = build_list(&s[$x].as_list, hf_borrow(s[$y].as_object),
                         hf_borrow(s[$z].as_object), (int)$0, (int)$1))

FUZZ_ACT(tuple_build,
         ok = build_tuple(&s[$x].as_tuple, hf_borrow(s[$y].as_object),
                          hf_borrow(s[$z].as_object), (int)$0, (int)$1))

FUZZ_ACT(dict_build, {
    hf_dict_builder builder = {0};
    hf_dict_builder_set(&builder, hf_borrow(s[$y].as_object),
                        hf_incref(s[$z].as_object));
    hf_dict_builder_set(
        &builder, $0 ? hf_borrow(s[$z].as_object) : hf_borrow(s[$y].as_object),
        hf_incref(s[$y].as_object));
    if ($1) {
        hf_dict_builder_clear(&builder);
        ok = !hf_error_occurred();
    } else {
        ok = hf_replace(&s[$x].as_dict, hf_dict_builder_finish(&builder));
    }
    found[3] = take_runs();
})

FUZZ_ACT(keep, {
    hf_list_builder_append(&list_builder, hf_incref(s[$y].as_object));
    ok = !hf_error_occurred();
})

FUZZ_ACT(keep_null, {
    hf_list_builder_append(&list_builder, hf_null(object));
    ok = !hf_error_occurred();
})

FUZZ_ACT(kept_finish,
         ok = hf_replace(&s[$x].as_list, hf_list_builder_finish(&list_builder)))

FUZZ_ACT(kept_clear, hf_list_builder_clear(&list_builder))

FUZZ_ACT(keep_pair, {
    hf_dict_builder_set(&dict_builder, hf_borrow(s[$y].as_object),
                        hf_incref(s[$z].as_object));
    ok = !hf_error_occurred();
    found[3] = take_runs();
})

FUZZ_ACT(pairs_finish,
         ok = hf_replace(&s[$x].as_dict, hf_dict_builder_finish(&dict_builder)))

FUZZ_ACT(pairs_clear, hf_dict_builder_clear(&dict_builder))

/* ---- The table. */

static const fuzz_op ops[] = {
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
};

const fuzz_table container_builders = FUZZ_TABLE(ops);
