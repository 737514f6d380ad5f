/* bytes_builder.c: the rows of a builder that lasts for several steps, and of one that
 * is done in a step. */

#include "core/holdfast.h"

#ifdef HF_PLANTED
#include "fuzz/targets/bytes_planted.h"
#endif

#include "fuzz/targets/bytes_model.h"
#include "fuzz/targets/bytes_tables.h"

static const uint32_t nothing[1]; /* where a text of no bytes is */

static struct {
    fuzz_text text;
    bool failed;
} built = {.text = {nothing, 0}};

void forget_builder(void)
{
    built.text = (fuzz_text){nothing, 0};
    built.failed = false;
}

/* What fails is sticky, and what comes after does nothing. */
static void effect_build_failed(fuzz_step *step)
{
    if (!step->ok) {
        forget_builder();
        built.failed = true;
    }
}

static void effect_adds(fuzz_step *step, fuzz_text right)
{
    if (step->ok && !built.failed) {
        built.text = fuzz_text_concat(built.text, right);
    }
    effect_build_failed(step);
}

static void predict_build_bytes(fuzz_step *step)
{
    if (!built.failed && step->oy->kind != &fuzz_bytes) {
        fuzz_refuses(step, "bytes", step->oy);
    } else {
        is_short(step, built.text.length + step->oy->text.length);
    }
}

static void effect_build_bytes(fuzz_step *step)
{
    effect_adds(step, step->oy->text);
}

static void predict_build_data(fuzz_step *step)
{
    is_short(step, built.text.length + step->size);
}

static void effect_build_data(fuzz_step *step)
{
    effect_adds(step, text_of_data(step->utf8, step->size));
}

static void predict_build_byte(fuzz_step *step)
{
    is_short(step, built.text.length + 1);
}

static void effect_build_byte(fuzz_step *step)
{
    effect_adds(step, fuzz_text_repeat(step->value, 1));
}

static void predict_build_wrong(fuzz_step *step)
{
    step->n[0] = step->value % WRONGS;
    if (!built.failed) {
        step->raises = step->n[0] == NULL_HANDLE ? PyExc_SystemError
                                                 : PyExc_OverflowError;
    }
}

static void predict_build_finish(fuzz_step *step)
{
    if (built.failed) {
        fuzz_raises(step, PyExc_SystemError,
                    "hf_bytes_builder_finish: the builder failed before, and "
                    "its exception was cleared");
    } else {
        makes_bytes(step, built.text);
    }
}

static void effect_build_end(fuzz_step *step)
{
    (void)step;
    forget_builder();
}

/* A whole one in a step: y, the size as a byte, the text, y again. */
static void predict_build(fuzz_step *step)
{
    fuzz_text y = step->oy->text;
    int how = step->z % BUILDS;
    step->n[0] = how;
    if (how == TOO_SMALL || how == FAILED_AND_DROPPED) {
        step->raises = PyExc_OverflowError;
    } else if (how == WITH_NULL) {
        step->raises = PyExc_SystemError;
    } else if (how == PLAINLY &&
               is_short(step, 2 * y.length + step->size + 1)) {
        fuzz_text front = fuzz_text_concat(
            y, fuzz_text_repeat((uint8_t)step->size, 1));
        fuzz_text back = fuzz_text_concat(text_of_data(step->utf8, step->size),
                                          y);
        makes_bytes(step, fuzz_text_concat(front, back));
    }
}

Py_ssize_t blocks_of_builder(void)
{
    return built.text.length > 0;
}

/* ---- Actions. */

FUZZ_ACT(build_bytes, {
    hf_bytes_builder_append(&builder, hf_borrow(s[$y].as_bytes));
    ok = !hf_error_occurred();
})

FUZZ_ACT(build_data, {
    hf_bytes_builder_append_data(&builder, $utf8, $size);
    ok = !hf_error_occurred();
})

FUZZ_ACT(build_byte, {
    hf_bytes_builder_append_byte(&builder, (uint8_t)$value);
    ok = !hf_error_occurred();
})

FUZZ_ACT(build_wrong, ok = add_wrong((int)$0))

FUZZ_ACT(build_finish,
         ok = hf_replace(&s[$x].as_bytes, hf_bytes_builder_finish(&builder)))

FUZZ_ACT(build_clear, hf_bytes_builder_clear(&builder))

FUZZ_ACT(build, ok = build(&s[$x].as_bytes, hf_borrow(s[$y].as_bytes), $utf8,
                           $size, (int)$0))

/* ---- The table. */

static const fuzz_op ops[] = {
    FUZZ_OP(60, build_bytes, Y, predict_build_bytes,
            .effect = effect_build_bytes),
    FUZZ_OP(61, build_data, TEXT, predict_build_data,
            .effect = effect_build_data),
    FUZZ_OP(62, build_byte, 0, predict_build_byte, .effect = effect_build_byte),
    FUZZ_OP(63, build_wrong, 0, predict_build_wrong,
            .effect = effect_build_failed),
    FUZZ_OP(64, build_finish, TO_X, predict_build_finish,
            .effect = effect_build_end),
    FUZZ_OP(65, build_clear, 0, NULL, .effect = effect_build_end),
    FUZZ_OP(66, build, Y | TEXT | TO_X, predict_build, BYTES),
};

const fuzz_table bytes_builder = FUZZ_TABLE(ops);
