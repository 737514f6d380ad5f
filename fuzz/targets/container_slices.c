/* What container_sequence does with slices. */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/container_planted.h"
#endif

#include "fuzz/targets/container_model.h"
#include "fuzz/targets/container_tables.h"

static void predict_slice_new(fuzz_step *step)
{
    fuzz_object *made = fuzz_makes(step, &fuzz_slice);
    fuzz_put(made, 0, step->oy);
    fuzz_put(made, 1, step->oz);
    fuzz_put(made, 2, step->oy);
}

static void predict_slice_start(fuzz_step *step)
{
    fuzz_gives(step, step->oy->part[0]);
}

static void predict_slice_stop(fuzz_step *step)
{
    fuzz_gives(step, step->oy->part[1]);
}

static void predict_slice_step(fuzz_step *step)
{
    fuzz_gives(step, step->oy->part[2]);
}

/* Only ints: what stands for None depends on the step. */
static void predict_slice_unpack(fuzz_step *step)
{
    static const char *const what[3] = {"start", "stop", "step"};
    for (int i = 0; i < 3; i++) {
        const fuzz_object *part = step->oy->part[i];
        step->inapplicable |= part->kind == &fuzz_NoneType;
        if (part->kind != &fuzz_int) {
            step->raises = PyExc_TypeError;
        }
        fuzz_expect(step, i, what[i], part->number);
    }
}

/* ---- Actions. */

FUZZ_ACT(slice_new, ok = hf_replace(&s[$x].as_slice,
                                    hf_slice_new(hf_borrow(s[$y].as_object),
                                                 hf_borrow(s[$z].as_object),
                                                 hf_borrow(s[$y].as_object))))

FUZZ_ACT(slice_start,
         ok = hf_replace(&s[$x].as_object,
                         hf_slice_start(hf_borrow(s[$y].as_slice))))

FUZZ_ACT(slice_stop, ok = hf_replace(&s[$x].as_object,
                                     hf_slice_stop(hf_borrow(s[$y].as_slice))))

FUZZ_ACT(slice_step, ok = hf_replace(&s[$x].as_object,
                                     hf_slice_step(hf_borrow(s[$y].as_slice))))

FUZZ_ACT(slice_unpack, {
    Py_ssize_t start;
    Py_ssize_t stop;
    Py_ssize_t step_by;
    ok = hf_slice_unpack(hf_borrow(s[$y].as_slice), &start, &stop, &step_by);
    found[0] = start;
    found[1] = stop;
    found[2] = step_by;
})

/* ---- The table. */

static const fuzz_op ops[] = {
    FUZZ_OP(130, slice_new, Y | Z | TO_X, predict_slice_new),
    FUZZ_OP(131, slice_start, Y | TO_X, predict_slice_start, SLICE),
    FUZZ_OP(132, slice_stop, Y | TO_X, predict_slice_stop, SLICE),
    FUZZ_OP(133, slice_step, Y | TO_X, predict_slice_step, SLICE),
    FUZZ_OP(134, slice_unpack, Y, predict_slice_unpack, SLICE),
};

const fuzz_table container_slices = FUZZ_TABLE(ops);
