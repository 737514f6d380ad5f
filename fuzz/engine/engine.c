/* engine.c: reads programs from inputs, and runs them. */

#include "fuzz/engine/emit.h"
#include "fuzz/engine/steps.h"

#include <string.h>

void (*fuzz_watch)(void);

fuzz_step fuzz_steps[FUZZ_STEPS];
int fuzz_n_steps;

static size_t most_records = SIZE_MAX / FUZZ_RECORD;

/* ---- Rows: by their ids, and one after the other. */

static const fuzz_op *by_id[FUZZ_IDS], *by_row[FUZZ_IDS];
static int n_rows;

const fuzz_op *fuzz_op_of(unsigned id)
{
    return by_id[id % FUZZ_IDS];
}

const fuzz_op *fuzz_op_at(int row)
{
    return by_row[row];
}

int fuzz_n_ops(void)
{
    return n_rows;
}

static void list_row(const fuzz_op *op)
{
    if (op->id < 0 || op->id >= FUZZ_IDS || by_id[op->id] != NULL) {
        fuzz_failed("engine", "%s: no row can have the id %d", op->name,
                    op->id);
    }
    by_id[op->id] = by_row[n_rows++] = op;
}

static void list_rows(void)
{
    for (int t = 0; fuzz_this.tables[t] != NULL; t++) {
        for (int i = 0; i < fuzz_this.tables[t]->n; i++) {
            list_row(&fuzz_this.tables[t]->ops[i]);
        }
    }
}

/* ---- Where the program is. */

static struct {
    const uint8_t *data;
    size_t front, end; /* what is left of it */
    unsigned armed;
    bool compare;
    int depth;       /* steps under way */
    fuzz_step *step; /* the innermost of them, or the last one */

    /* Slots and objects of the steps under way. */
    const fuzz_step *outer[FUZZ_NESTED];

    int again; /* the next step, where the calls alone are done again */
    bool calls_alone;
} now;

const fuzz_step *fuzz_current(void)
{
    return now.step;
}

uint8_t fuzz_step_value(void)
{
    return now.step != NULL ? now.step->value : 0;
}

int fuzz_steps_under_way(void)
{
    return now.depth;
}

int fuzz_step_y(void)
{
    return now.step->y;
}

void fuzz_tell(int what)
{
    if (!now.calls_alone && fuzz_this.told != NULL) {
        fuzz_this.told(now.step, what);
    }
}

static bool uses(const fuzz_step *step, int slot)
{
    return slot == step->x || slot == step->y || slot == step->z;
}

bool fuzz_in_use(int slot)
{
    bool in_use = false;
    for (int i = 0; i < now.depth; i++) {
        in_use |= uses(now.outer[i], slot);
    }
    return in_use;
}

bool fuzz_is_taken(int slot)
{
    bool taken = false;
    for (int i = 0; i < now.depth; i++) {
        const fuzz_step *step = now.outer[i];
        unsigned flags = step->op->flags;
        taken |= slot == step->x && (flags & (FUZZ_TAKES_X | FUZZ_GIVES_X));
        taken |= slot == step->y && (flags & FUZZ_TAKES_Y);
        taken |= slot == step->z && (flags & FUZZ_TAKES_Z);
    }
    return taken;
}

/* is_or_has says that |o| is |operand|, or an item of it, or, for |depth| levels, of
 * such: what an iterator gives is in the container that the iterator has. */
static bool is_or_has(const fuzz_object *operand, const fuzz_object *o,
                      int depth)
{
    bool found = operand == o;
    for (int i = 0; operand != NULL && depth > 0 && i < operand->n_parts; i++) {
        found |= is_or_has(operand->part[i], o, depth - 1);
    }
    return found;
}

bool fuzz_is_operand(const fuzz_object *o)
{
    bool found = false;
    for (int i = 0; i < now.depth; i++) {
        const fuzz_step *step = now.outer[i];
        found |= is_or_has(step->ox, o, 2) || is_or_has(step->oy, o, 2) ||
                 is_or_has(step->oz, o, 2);
    }
    return found;
}

/* may_nest says that |step| can be done while others are under way. */
static bool may_nest(const fuzz_step *step)
{
    unsigned flags = step->op->flags;
    bool moves_x = flags & (FUZZ_TAKES_X | FUZZ_GIVES_X);
    if ((moves_x && fuzz_in_use(step->x)) ||
        ((flags & FUZZ_TAKES_Y) && fuzz_in_use(step->y)) ||
        ((flags & FUZZ_TAKES_Z) && fuzz_in_use(step->z)) ||
        ((flags & FUZZ_CHANGES_Y) && fuzz_is_operand(step->oy))) {
        return false;
    }
    return !((flags & FUZZ_X) && fuzz_is_taken(step->x)) &&
           !((flags & FUZZ_Y) && fuzz_is_taken(step->y)) &&
           !((flags & FUZZ_Z) && fuzz_is_taken(step->z));
}

/* ---- What a step did, as the model sees it. */

/* settle gives the model of the step's result, at |raw|. */
static fuzz_object *settle(const fuzz_step *step, PyObject *raw, bool compare)
{
    if (step->identity == FUZZ_SAME) {
        fuzz_emit_same(step->x, step->same);
        if (compare && raw != step->same->raw) {
            fuzz_failed("identity",
                        "expected the object that was there (%p), "
                        "found another one (%p)",
                        (void *)step->same->raw, (void *)raw);
        }
        return step->same; /* held already: see take_place */
    }
    fuzz_object *known = fuzz_known(raw);
    bool fresh = step->identity == FUZZ_FRESH && !step->fired;
    fuzz_emit_made(
        step->x, &step->made,
        known != NULL && !fresh ? fuzz_number_of(known) : fuzz_unused(), fresh);
    if (compare && fresh) {
        if (known != NULL) {
            fuzz_failed("identity",
                        "expected a new object, found one that is "
                        "in use (%p)",
                        (void *)raw);
        }
        if (Py_REFCNT(raw) != 1 && !fuzz_is_immortal(raw)) {
            fuzz_failed("references",
                        "expected a new object with 1 reference, "
                        "found %zd",
                        Py_REFCNT(raw));
        }
    }
    if (known != NULL) {
        fuzz_hold(known);
        return known;
    }
    known = fuzz_enter(raw, &step->made);
    known->base = fresh ? 0 : Py_REFCNT(raw) - 1;
    return known;
}

/* take_place does to the model's slots what the step did to the real ones. */
static void take_place(fuzz_step *step, bool compare)
{
    unsigned flags = step->op->flags;
    bool gives = (flags & FUZZ_GIVES_X) && step->ok &&
                 step->identity != FUZZ_NONE;

    /* First hold the result, or what is new in it, then let go. */
    const bool is_fresh = gives && step->identity == FUZZ_FRESH;
    fuzz_object *const *parts = step->made.part;
    const int n_parts = is_fresh ? step->made.n_parts : 0;
    if (gives && step->identity == FUZZ_SAME) {
        fuzz_hold(step->same);
    }
    for (int i = 0; i < n_parts; i++) {
        if (parts[i] != NULL) {
            fuzz_hold(parts[i]);
        }
    }
    if (flags & FUZZ_TAKES_X) {
        fuzz_left(step->x);
    }
    if ((flags & FUZZ_TAKES_Y) && fuzz_slot[step->y] != NULL) {
        fuzz_left(step->y);
    }
    if ((flags & FUZZ_TAKES_Z) && fuzz_slot[step->z] != NULL) {
        fuzz_left(step->z);
    }
    if (gives) {
        fuzz_object *result = settle(step, hf_as_raw(s[step->x].as_object),
                                     compare);
        fuzz_left(step->x);
        fuzz_slot[step->x] = result;
    }
    for (int i = 0; i < n_parts; i++) {
        if (parts[i] != NULL) {
            fuzz_release(parts[i]);
        }
    }
    while (step->n_kept > 0) {
        fuzz_release(step->kept[--step->n_kept]);
    }
}

/* ---- Reading a step. */

/* take_text takes the text of |step| from the input's end: how long it is, and
 * in what alphabet, is in the value. */
static void take_text(fuzz_step *step, const uint8_t *data, size_t front,
                      size_t *end)
{
    size_t size = step->value & 31;
    size_t left = *end - front;
    size = size > left ? left : size;
    *end -= size;
    const uint8_t *from = data + *end;
    size_t utf8_size = size;
    enum { AS_IT_IS = -1, FRAGMENTS = -2 };
    static const int widths[8] = {AS_IT_IS, 0, 1, 2, 4, FRAGMENTS, 0, 1};
    int width = widths[step->value >> 5];
    if (width >= 0) {
        step->text = fuzz_text_alphabet(from, size, width);
        step->valid = fuzz_text_to_utf8(step->text, &step->utf8, &utf8_size);
    } else {
        step->utf8 = width == FRAGMENTS
                         ? fuzz_text_fragments(from, size, &utf8_size)
                         : fuzz_text_copy(from, size);
        step->valid = fuzz_text_from_utf8(step->utf8, utf8_size, &step->text);
    }
    step->size = (Py_ssize_t)utf8_size;
}

static void remember(fuzz_step *step, int which, const fuzz_object *o)
{
    step->was[which].there = o != NULL;
    if (o != NULL) {
        fuzz_object *was = &step->was[which].o;
        was->kind = o->kind;
        was->held = o->held;
        was->mark = o->mark;
        was->number = o->number;
        was->text = o->text;
        was->part = o->part;
        was->n_parts = o->n_parts;
    }
}

/* is_wrong says that |o| is of another kind than |kind|, and predicts that it
 * is refused. */
static bool is_wrong(fuzz_step *step, const fuzz_kind *kind,
                     const fuzz_object *o)
{
    if (kind == NULL || o == NULL || o->kind == kind) {
        return false;
    }
    fuzz_refuses(step, kind->name, o);
    step->inapplicable = step->op->flags & FUZZ_EXACT;
    return true;
}

static bool any_is_wrong(fuzz_step *step)
{
    const fuzz_op *op = step->op;
    return is_wrong(step, op->x, step->ox) || is_wrong(step, op->y, step->oy) ||
           is_wrong(step, op->z, step->oz);
}

/* begin_step is a step without predictions. Field by field: it is done for each
 * step, and a sanitizer looks at each call of memset. */
static void begin_step(fuzz_step *step)
{
    step->size = 0;
    step->utf8 = "";
    step->n[0] = step->n[1] = step->n[2] = step->n[3] = 0;
    step->identity = FUZZ_NONE;
    step->same = NULL;
    step->made = (fuzz_object){0};
    step->raises = NULL;
    step->says = NULL;
    step->expected[0].what = step->expected[1].what = NULL;
    step->expected[2].what = step->expected[3].what = NULL;
    step->expected[0].value = step->expected[1].value = 0;
    step->expected[2].value = step->expected[3].value = 0;
    step->found[0] = step->found[1] = step->found[2] = step->found[3] = 0;
    step->inapplicable = false;
    step->no_oom = false;
    step->n_kept = 0;
    step->ok = true;
    step->fired = false;
}

/* prepare reads |record| into |step|. False: it does nothing. */
static bool prepare(fuzz_step *step, const uint8_t *record)
{
    const fuzz_op *op = fuzz_op_of(record[0] + 256u * (record[1] >> 3));
    if (op == NULL) {
        return false;
    }
    step->op = op;
    step->x = (record[1] & 7) % FUZZ_SLOTS;
    step->y = record[2] % FUZZ_SLOTS;
    step->z = record[2] / FUZZ_SLOTS % FUZZ_SLOTS;
    step->value = record[3];
    step->ox = fuzz_slot[step->x];
    step->oy = op->flags & (FUZZ_Y | FUZZ_TAKES_Y) ? fuzz_slot[step->y] : NULL;
    step->oz = op->flags & (FUZZ_Z | FUZZ_TAKES_Z) ? fuzz_slot[step->z] : NULL;
    if (((op->flags & FUZZ_X) && step->ox == NULL) ||
        ((op->flags & FUZZ_Y) && step->oy == NULL) ||
        ((op->flags & FUZZ_Z) && step->oz == NULL) ||
        (now.depth > 0 && !may_nest(step))) {
        return false;
    }
    begin_step(step);
    if (op->flags & FUZZ_TEXT) {
        take_text(step, now.data, now.front, &now.end);
    }
    if (!any_is_wrong(step) && op->predict != NULL) {
        op->predict(step);
    }
    remember(step, 0, step->ox);
    remember(step, 1, step->oy);
    remember(step, 2, step->oz);
    return !step->inapplicable;
}

/* ---- A program. */

static void act(fuzz_step *step)
{
    if (now.depth < FUZZ_NESTED) {
        now.outer[now.depth] = step;
    }
    now.depth++;
    if (step->armed) {
        fail_allocation(step->armed);
        step->op->act(step);
        step->fired = end_of_failure();
        fuzz_counted.failures += step->fired;
    } else {
        step->op->act(step);
    }
    now.depth--;
    now.step = step;
    if (fuzz_gives_back(step)) {
        step->ok = !hf_is_null(s[step->x].as_object);
    }
}

/* end_step takes into the model what |step| did, and compares. */
static void end_step(fuzz_step *step)
{
    bool failed = !step->ok;
    fuzz_emit_outcome(step);
    if (now.compare) {
        fuzz_check_outcome(step);
    }
    if (failed) {
        PyErr_Clear();
    }
    if (step->op->effect != NULL) {
        step->op->effect(step);
    }
    take_place(step, now.compare);
    if (now.compare) {
        fuzz_check_touched(step);
        if (failed && now.depth == 0) {
            fuzz_check_blocks(step);
        }
    }
    if (fuzz_tracing != NULL) {
        fuzz_print_outcome(fuzz_tracing, step);
    }
    if (fuzz_watch != NULL) {
        fuzz_watch();
    }
}

static void do_step(fuzz_step *step)
{
    bool safe = !(step->op->flags & FUZZ_NO_OOM) && !step->no_oom &&
                !(now.armed && fuzz_this.no_oom != NULL && fuzz_this.no_oom());
    step->armed = safe && now.depth == 0 ? now.armed : 0;
    now.armed = 0;
    step->number = fuzz_n_steps++;
    step->depth = now.depth;
    fuzz_counted.steps++;
    now.step = step;
    if (fuzz_tracing != NULL) {
        fuzz_print_step(fuzz_tracing, step);
        fflush(fuzz_tracing);
    }
    fuzz_emit_step(step);
    act(step);
    end_step(step);
}

/* read_step does the next step of the program. False: there is none. */
static bool read_step(void)
{
    while (now.front + FUZZ_RECORD <= now.end && fuzz_n_steps < FUZZ_STEPS &&
           now.front < most_records * FUZZ_RECORD) {
        const uint8_t *record = now.data + now.front;
        now.front += FUZZ_RECORD;
        fuzz_step *step = &fuzz_steps[fuzz_n_steps];
        size_t string_end = now.end;
        if (!fuzz_text_has_room() || !prepare(step, record)) {
            continue;
        }
        if (fuzz_listing) {
            printf("%zu %zu %zu\n", now.front - FUZZ_RECORD, now.end,
                   string_end - now.end);
            fflush(stdout);
        }
        if (step->op->flags & FUZZ_ARMS) {
            now.armed = step->value % 8 + 1u;
            continue;
        }
        do_step(step);
        return true;
    }
    return false;
}

static void call_again(void)
{
    act(&fuzz_steps[now.again++]);
    PyErr_Clear();
}

void fuzz_nest(int most)
{
    /* Exhaustion (exhaustive.c) knows no steps within steps. */
    if (now.depth == 0 || now.depth >= FUZZ_NESTED || fuzz_watch != NULL) {
        return;
    }
    fuzz_step *outer = now.step;
    if (now.calls_alone) {
        while (now.again < fuzz_n_steps &&
               fuzz_steps[now.again].depth == now.depth) {
            call_again();
        }
        now.step = outer;
        return;
    }
    fuzz_emit_nest(true);
    while (most-- > 0 && read_step()) {
    }
    now.step = outer;
    fuzz_emit_nest(false);
}

static int run_calls(void)
{
    now.calls_alone = true;
    now.again = 0;
    while (now.again < fuzz_n_steps) {
        call_again();
    }
    now.calls_alone = false;
    for (int slot = 0; slot < FUZZ_SLOTS; slot++) {
        hf_clear(&s[slot].as_object);
        fuzz_left(slot);
    }
    if (fuzz_this.finish != NULL) {
        fuzz_this.finish(-1);
    }
    return fuzz_n_steps;
}

void fuzz_records_at_most(size_t n)
{
    most_records = n;
}

/* finish empties the slots, and asks the target for what is left. */
static void finish(void)
{
    fuzz_emit_program_end();
    bool emitting = fuzz_emitting;
    fuzz_emitting = false; /* that was all to be said of it */
    for (int slot = 0; slot < FUZZ_SLOTS; slot++) {
        hf_clear(&s[slot].as_object);
        if (fuzz_slot[slot] != NULL) {
            fuzz_left(slot);
        }
    }
    fuzz_emitting = emitting;
    if (now.compare && PyErr_Occurred()) {
        fuzz_failed("exception", "one was set by releasing the slots");
    }
    if (fuzz_this.finish != NULL) {
        int expected = fuzz_this.expected();
        fuzz_emit_finish(expected);
        fuzz_this.finish(expected);
    }
}

int fuzz_run(const uint8_t *data, size_t size, fuzz_depth depth)
{
    if (depth == FUZZ_EMPTY) {
        return 0;
    }
    if (depth == FUZZ_CALLS) {
        return run_calls();
    }
    now.data = data;
    now.front = 0;
    now.end = size;
    now.armed = 0;
    now.compare = depth == FUZZ_ORACLES;
    now.step = NULL;
    fuzz_text_reset();
    fuzz_n_steps = 0;
    fuzz_blocks_begin();
    if (fuzz_listing) {
        printf("program\n");
    }
    while (read_step()) {
    }
    if (now.compare) {
        fuzz_check_all();
    }
    finish();
    fuzz_forget_objects();
    return fuzz_n_steps;
}

const char *fuzz_name(void)
{
    return fuzz_this.name;
}

void fuzz_begin(void)
{
    list_rows();
    if (fuzz_this.start != NULL) {
        fuzz_this.start();
    }
}

void fuzz_once(const uint8_t *data, size_t size)
{
    fuzz_run(data, size, FUZZ_ORACLES);
    if (fuzz_tracing != NULL) {
        fprintf(fuzz_tracing, "%d steps\n", fuzz_n_steps);
    }
}
