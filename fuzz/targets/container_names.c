/* What container_sequence does with dicts by names: strs that are made for the
 * look-up. */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/container_planted.h"
#endif

#include "fuzz/targets/container_dicts.h"
#include "fuzz/targets/container_tables.h"

#include <string.h>

/* look_for is where the key is that the text names, up to its first NUL; or it
 * raises. */
static int look_for(fuzz_step *step)
{
    step->size = (Py_ssize_t)strlen(step->utf8);
    if (!fuzz_text_from_utf8(step->utf8, (size_t)step->size, &step->text)) {
        step->raises = PyExc_UnicodeDecodeError;
        return FAILED;
    }
    if (step->oy->kind != &fuzz_dict) { /* the str is made first */
        fuzz_refuses(step, "dict", step->oy);
        return FAILED;
    }
    fuzz_object key = {.kind = &fuzz_str, .text = step->text};
    return key_in(step->oy, &key);
}

static void predict_dict_get_utf8(fuzz_step *step)
{
    int i = look_for(step);
    gives_found(step, i >= 0 ? step->oy->part[i + 1] : NULL);
}

static void predict_dict_contains_utf8(fuzz_step *step)
{
    fuzz_expect(step, 0, "found", look_for(step) >= 0);
}

static void effect_utf8_popped(fuzz_step *step)
{
    if (step->ok && step->identity == FUZZ_SAME) {
        int i = look_for(step);
        step->same->held++;
        delete_at(step->oy, i);
        step->same->held--;
    }
}

static void predict_dict_delete_utf8(fuzz_step *step)
{
    if (look_for(step) == MISSING) {
        step->raises = PyExc_KeyError;
    }
}

static void effect_utf8_deleted(fuzz_step *step)
{
    int i = step->ok ? look_for(step) : MISSING;
    if (i >= 0) {
        delete_at(step->oy, i);
    }
}

/* A key that is not there would be a str that is in no slot. */
static void predict_dict_set_utf8(fuzz_step *step)
{
    step->inapplicable = look_for(step) == MISSING;
}

static void effect_dict_set_utf8(fuzz_step *step)
{
    if (step->ok) {
        fuzz_put(step->oy, look_for(step) + 1, step->oz);
    }
}

/* ---- Actions. */

FUZZ_ACT(dict_get_utf8, {
    hf_object value;
    hf_lookup lookup = hf_dict_get_utf8(hf_borrow(s[$y].as_dict), $utf8,
                                        &value);
    ok = ended(lookup, &s[$x].as_object, value, found);
})

FUZZ_ACT(dict_get_borrowed_utf8, {
    hf_auto(dict, lender, hf_incref(s[$y].as_dict));
    hf_object_borrowed value;
    hf_lookup lookup = hf_dict_get_borrowed_utf8(hf_borrow(lender), $utf8,
                                                 &value);
    ok = ended(lookup, &s[$x].as_object, hf_incref(value), found);
})

FUZZ_ACT(dict_contains_utf8, {
    hf_answer answer = hf_dict_contains_utf8(hf_borrow(s[$y].as_dict), $utf8);
    ok = !hf_failed(answer);
    found[0] = hf_yes(answer);
})

FUZZ_ACT(dict_pop_utf8, {
    hf_object value;
    hf_lookup lookup = hf_dict_pop_utf8(hf_borrow(s[$y].as_dict), $utf8,
                                        &value);
    ok = ended(lookup, &s[$x].as_object, value, found);
})

FUZZ_ACT(dict_discard_utf8, {
    hf_lookup lookup = hf_dict_discard_utf8(hf_borrow(s[$y].as_dict), $utf8);
    ok = !hf_failed(lookup);
    found[0] = hf_found(lookup);
})

FUZZ_ACT(dict_delete_utf8,
         ok = hf_dict_delete_utf8(hf_borrow(s[$y].as_dict), $utf8))

FUZZ_ACT(dict_set_utf8, ok = hf_dict_set_utf8(hf_borrow(s[$y].as_dict), $utf8,
                                              hf_incref(s[$z].as_object)))

/* ---- The table. */

static const fuzz_op ops[] = {
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
};

const fuzz_table container_names = FUZZ_TABLE(ops);
