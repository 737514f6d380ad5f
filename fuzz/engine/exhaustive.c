/* exhaustive.c: all programs of a target up to a length, in place of a fuzzer.
 *
 *   exhaustive LENGTH [SHARD SHARDS [OPERATIONS]]
 *
 * OPERATIONS are names, with commas between them: longer programs of few operations.
 *
 * A program is a sequence of letters: an operation of the target's table, with
 * three slots and the values below to choose from, and maybe with its k-th
 * allocation failing, for each k that there is. Programs grow letter by letter,
 * and each is run from the start by the fuzzers' own engine, with all oracles.
 *
 * Left out are programs that are others under another name, or with a step in
 * them that does nothing:
 *
 *   - slots are used in their order, so a program and its renamings are one;
 *   - a program whose last step was inapplicable is not run further, nor one
 *     whose last step left everything as it was: what it read was compared;
 *   - an allocation that the step does not make cannot fail;
 *   - where two neighbouring steps share neither slot nor object, one order is
 *     enough.
 */

#include "fuzz/engine/engine.h"
#include "fuzz/engine/kept.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS = 3, MOST = 8, LETTERS = 2048, TEXT = 8, ALLOCATIONS = 8 };

/* ---- What there is to choose from. */

/* The strs that a program makes: empty, and one of each kind; and what is no
 * UTF-8. What it adds to them: nothing, two widths, and what is no UTF-8. */
static const char *const made[] = {"",
                                   "ab",
                                   "\xC3\xA9z",
                                   "\xE2\x82\xACz",
                                   "\xF0\x9F\x98\x80z",
                                   "\xED\xA0\x80"};
static const char *const added[] = {"", "z", "\xE2\x82\xAC", "\xED\xA0\x80"};

/* The values of the operations that look at theirs: others have 0. Names
 * that are not in this target are another's. */
typedef struct choice {
    const char *op;
    const char *values;
    int n;
} choice;
#define CHOICE(op, values)                                                     \
    {                                                                          \
        op, values, sizeof(values) - 1                                         \
    }

static const choice choices[] = {
    /* U+0061, which CPython shares; U+1F600; what is no code point */
    /* With a size these are the others. */
    CHOICE("create_z", "\2"),
    CHOICE("append_text_z", "\2"),
    CHOICE("equal_text_z", "\2"),
    CHOICE("concat_text_z", "\2"),
    CHOICE("code_point", "\x61\xFB\xFD"),
    CHOICE("append_view", "\xF0\x11"),   /* all of it; its second byte */
    CHOICE("substring", "\xF1\x20\xF8"), /* [1:], [0:1]; from -1 */
    CHOICE("find", "\x80"),              /* from 0 to the end */
    CHOICE("build", "\x65\x22"),
    CHOICE("build_dropped", "\x65"),
    CHOICE("int", "\0\1"),
    CHOICE("hook", "\1\11\21\31\41"), /* one of each mode */
    CHOICE("pending", "\0\1\2\3\4\5"),
    /* The name as a str, and as UTF-8. */
    CHOICE("getattr", "\0\4"),
    CHOICE("getattr_optional", "\0\4"),
    CHOICE("hasattr", "\0\4"),
    CHOICE("setattr", "\0\4"),
    CHOICE("delattr", "\0\4"),
    /* No arguments; one; eleven and a keyword. */
    CHOICE("call", "\0\1\27"),
    CHOICE("call_method", "\0\1\27"),
    /* Items: one that is quiet, raises, empties the container, is kept. */
    CHOICE("item", "\1\11\61\111"),
    CHOICE("list_slice", "\10"), /* [0:1], and all */
    CHOICE("list_set_slice", "\10\200"),
    CHOICE("list_delete_slice", "\200"),
    /* To its end; left by break; while it gets shorter, and longer. */
    CHOICE("list_each", "\0\1\5\6"),
    CHOICE("dict_each", "\1\5"),
    /* Two; none, and null. */
    CHOICE("list_build", "\2\74"),
};

/* These leave the model as it was, but not the object, or the target. */
static const char *const remembered[] = {
    "hash",       "as_utf8",   "borrow",    "keep",         "kept_finish",
    "kept_clear", "keep_null", "keep_pair", "pairs_finish", "pairs_clear"};

typedef struct letter {
    const fuzz_op *op;
    uint8_t record[4];
    uint8_t text[TEXT];
    uint8_t size;
    bool remembered, lent;
} letter;

static letter letters[LETTERS];
static int n_letters, arm;

static void add_letter(const fuzz_op *op, int x, int y, int z, uint8_t value,
                       const char *text)
{
    if (n_letters == LETTERS) {
        fuzz_failed("engine", "there are more than %d letters", LETTERS);
    }
    letter *l = &letters[n_letters++];
    l->op = op;
    l->record[0] = (uint8_t)op->id;
    l->record[1] = (uint8_t)(x | op->id >> 8 << 3);
    l->record[2] = (uint8_t)(y + z * FUZZ_SLOTS);
    l->record[3] = value;
    if (op->flags & FUZZ_TEXT) {
        l->size = value & 31;
        memset(l->text, 'y', l->size);
        memcpy(l->text, text, strlen(text));
    }
    for (size_t i = 0; i < sizeof(remembered) / sizeof(remembered[0]); i++) {
        l->remembered |= strcmp(op->name, remembered[i]) == 0;
    }
    l->lent = strcmp(op->name, "append_lent") == 0;
}

/* add_values adds an operation on these slots, once for each value or text. */
static void add_values(const fuzz_op *op, int x, int y, int z)
{
    unsigned flags = op->flags;
    for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
        if (strcmp(choices[i].op, op->name) == 0) {
            for (int v = 0; v < choices[i].n; v++) {
                add_letter(op, x, y, z, (uint8_t)choices[i].values[v], "");
            }
            return;
        }
    }
    if (!(flags & FUZZ_TEXT)) {
        add_letter(op, x, y, z, 0, "");
        return;
    }
    bool adds = flags & (FUZZ_X | FUZZ_Y);
    const char *const *texts = adds ? added : made;
    size_t n = adds ? sizeof(added) / sizeof(added[0])
                    : sizeof(made) / sizeof(made[0]);
    for (size_t i = 0; i < n; i++) {
        add_letter(op, x, y, z, (uint8_t)strlen(texts[i]), texts[i]);
    }
}

/* Steps within steps, lengths that take long, and what an operation with
 * another name does as well. */
static bool is_left_out(const fuzz_op *op)
{
    static const char *const names[] = {"nester", "create_long", "keep_text"};
    bool found = strcmp(fuzz_name(), "str_sequence") == 0 &&
                 strcmp(op->name, "int") == 0;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        found |= strcmp(op->name, names[i]) == 0;
    }
    /* Containers are tried with few others: what tells one from the other there is
     * what is in what, and in itself. */
    static const char *const seldom[] = {"utf8",   "sequence",  "mapping",
                                         "slice_", "none",      "str",
                                         "send",   "frozenset", "tuple_"};
    bool containers = strcmp(fuzz_name(), "container_sequence") == 0;
    for (size_t i = 0; i < sizeof(seldom) / sizeof(seldom[0]); i++) {
        found |= containers && strstr(op->name, seldom[i]) != NULL;
    }
    return found;
}

/* is_named tells whether |name| is among |names|, with commas between them. */
static bool is_named(const char *name, const char *names)
{
    size_t size = strlen(name);
    for (const char *at = names; at != NULL; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, name, size) == 0 && strchr(",", at[size]) != NULL) {
            return true;
        }
    }
    return false;
}

/* make_letters makes them of all operations, or of those that are |only| wanted. */
static void make_letters(const char *only)
{
    for (int row = 0; row < fuzz_n_ops(); row++) {
        const fuzz_op *op = fuzz_op_at(row);
        unsigned flags = op->flags;
        if (flags & FUZZ_ARMS) {
            arm = op->id;
            continue;
        }
        if (only != NULL ? !is_named(op->name, only) : is_left_out(op)) {
            continue;
        }
        int xs = flags & (FUZZ_X | FUZZ_GIVES_X | FUZZ_TAKES_X) ? SLOTS : 1;
        int ys = flags & (FUZZ_Y | FUZZ_TAKES_Y) ? SLOTS : 1;
        int zs = flags & FUZZ_Z ? SLOTS : 1;
        for (int i = 0; i < xs * ys * zs; i++) {
            add_values(op, i % xs, i / xs % ys, i / xs / ys);
        }
    }
}

/* ---- A program. */

typedef struct step {
    const letter *letter;
    unsigned armed; /* the allocation that fails, or 0 */
} step;

static step program[MOST];
static uint8_t input[MOST * (4 + 4 + TEXT)];
static size_t input_size;

/* point is where a program is after its last step. */
typedef struct point {
    int done;       /* steps */
    uint64_t state; /* of all slots, in one number */
    const fuzz_object *holds[SLOTS];
    bool calm; /* no Python code that touches other slots can run */

    /* By the last step: */
    bool fired;
    unsigned allocations;
    unsigned slots; /* touched, a bit each */
    const fuzz_object *objects[3];
} point;

static point here;

static struct {
    unsigned long long programs, operations, inapplicable, no_effect, reordered;
} counted;

/* encode writes the program as an input: its records, then its texts from the
 * last to the first. */
static void encode(int length)
{
    uint8_t *to = input;
    for (int i = 0; i < length; i++) {
        if (program[i].armed) {
            *to++ = (uint8_t)arm;
            *to++ = 0;
            *to++ = 0;
            *to++ = (uint8_t)(program[i].armed - 1);
        }
        memcpy(to, program[i].letter->record, 4);
        to += 4;
    }
    for (int i = length - 1; i >= 0; i--) {
        memcpy(to, program[i].letter->text, program[i].letter->size);
        to += program[i].letter->size;
    }
    input_size = (size_t)(to - input);
}

static void mix(const void *data, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        here.state ^= ((const uint8_t *)data)[i];
        here.state *= UINT64_C(0x100000001B3);
    }
}

static void mix_object(const fuzz_object *o)
{
    mix(&o->kind, sizeof(o->kind));
    mix(&o->number, sizeof(o->number));
    mix(&o->mark, sizeof(o->mark));
    mix(&o->held, sizeof(o->held));
    mix(o->text.at, (size_t)o->text.length * sizeof(o->text.at[0]));
}

static unsigned slots_of(const fuzz_op *op, int x, int y, int z)
{
    unsigned x_flags = FUZZ_X | FUZZ_GIVES_X | FUZZ_TAKES_X;
    return (op->flags & x_flags ? 1u << x : 0) |
           (op->flags & (FUZZ_Y | FUZZ_TAKES_Y) ? 1u << y : 0) |
           (op->flags & FUZZ_Z ? 1u << z : 0);
}

static int longest, running; /* steps */

static void look_at_slots(void)
{
    here.state = UINT64_C(0xCBF29CE484222325);
    for (int slot = 0; slot < SLOTS; slot++) {
        const fuzz_object *o = here.holds[slot] = fuzz_slot[slot];
        int alias = 0;
        while (fuzz_slot[alias] != o) {
            alias++;
        }
        mix(&alias, sizeof(alias));
        for (int i = 0; o != NULL && i < o->n_parts; i++) {
            if (o->part[i] != NULL) {
                mix(&i, sizeof(i));
                mix_object(o->part[i]);
            }
        }
        if (o != NULL) {
            mix_object(o);
        }
    }
    here.calm = fuzz_this.no_oom == NULL || !fuzz_this.no_oom();
}

/* watch is called by the engine after each step. */
static void watch(void)
{
    static const fuzz_step *first; /* the engine has them in an array */
    static size_t asked;
    const fuzz_step *step_done = fuzz_current();
    first = first == NULL ? step_done : first;
    here.done = (int)(step_done - first) + 1;
    size_t now = allocations_made() + reallocations_made();
    here.allocations = (unsigned)(now - asked);
    asked = now;
    here.fired = step_done->fired;
    if (here.done == running && running < longest) {
        here.slots = slots_of(step_done->op, step_done->x, step_done->y,
                              step_done->z);
        here.objects[0] = step_done->ox;
        here.objects[1] = step_done->oy;
        here.objects[2] = step_done->oz;
        look_at_slots();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* run runs the first |length| steps, and says whether the last was done. */
static bool run(int length)
{
    encode(length);
    running = length;
    here.done = 0;
    LLVMFuzzerTestOneInput(input, input_size);
    return here.done == length;
}

/* ---- All of them. */

static int shard, shards = 1;
static unsigned long long pairs; /* programs of two, which are shared out */

/* is_possible says whether the operands of |l| are there, and, where it fills
 * an empty slot, whether that is the first one. */
static bool is_possible(const letter *l, const point *before)
{
    const fuzz_op *op = l->op;
    int x = l->record[1] & 7, y = l->record[2] % FUZZ_SLOTS,
        z = l->record[2] / FUZZ_SLOTS;
    if (((op->flags & FUZZ_X) && before->holds[x] == NULL) ||
        ((op->flags & FUZZ_Y) && before->holds[y] == NULL) ||
        ((op->flags & FUZZ_Z) && before->holds[z] == NULL)) {
        return false;
    }
    for (int slot = 0; slot < x && before->holds[x] == NULL; slot++) {
        if (before->holds[slot] == NULL) {
            return false;
        }
    }
    return true;
}

/* is_reordered says that |l| can as well be done before the last step, and that
 * such a program is among the others. */
static bool is_reordered(const letter *l, int length, const point *before,
                         bool was_calm)
{
    if (length == 0 || !was_calm || !before->calm) {
        return false;
    }
    const letter *last = program[length - 1].letter;
    if (last->remembered || l->remembered || last->lent || l->lent) {
        return false;
    }
    const fuzz_op *op = l->op;
    unsigned slots = slots_of(op, l->record[1] & 7, l->record[2] % FUZZ_SLOTS,
                              l->record[2] / FUZZ_SLOTS);
    if (slots & before->slots) {
        return false;
    }
    for (int i = 0; i < SLOTS * 3; i++) {
        const fuzz_object *o = before->holds[i / 3];
        if ((slots >> i / 3 & 1) && o != NULL && o == before->objects[i % 3]) {
            return false;
        }
    }
    bool reads = !(op->flags & (FUZZ_GIVES_X | FUZZ_TAKES_X | FUZZ_TAKES_Y));
    return reads || l < last;
}

static void extend(int length, const point *before, bool was_calm);

/* attempt runs the program of |length| steps and those that begin with it, and
 * gives the number of allocations of its last step. */
static unsigned attempt(int length, const point *before)
{
    if (!run(length)) {
        counted.inapplicable++;
        return 0;
    }
    unsigned allocations = here.allocations;
    if (program[length - 1].armed && !here.fired) {
        return 0; /* the same as without */
    }
    if (length > 1 || shard == 0) {
        counted.programs++;
        counted.operations += (unsigned)length;
    }
    if (length == longest) {
        return allocations;
    }
    if (here.state == before->state &&
        !program[length - 1].letter->remembered) {
        counted.no_effect++;
        return allocations;
    }
    point after = here;
    extend(length, &after, before->calm);
    return allocations;
}

static void extend(int length, const point *before, bool was_calm)
{
    for (const letter *l = letters; l < letters + n_letters; l++) {
        if (!is_possible(l, before)) {
            continue;
        }
        if (is_reordered(l, length, before, was_calm)) {
            counted.reordered++;
            continue;
        }
        if (length == 1 && pairs++ % (unsigned)shards != (unsigned)shard) {
            continue;
        }
        program[length] = (step){l, 0};
        unsigned most = attempt(length + 1, before);
        if (l->op->flags & FUZZ_NO_OOM) {
            continue;
        }
        for (unsigned k = 1; k <= Py_MIN(most, ALLOCATIONS); k++) {
            program[length] = (step){l, k};
            if (attempt(length + 1, before) == 0) {
                break;
            }
        }
    }
}

int main(int argc, char **argv)
{
    if (argc != 2 && argc != 4 && argc != 5) {
        fprintf(stderr, "usage: %s LENGTH [SHARD SHARDS [OPERATIONS]]\n",
                argv[0]);
        return 2;
    }
    longest = atoi(argv[1]);
    if (argc > 2) {
        shard = atoi(argv[2]);
        shards = atoi(argv[3]);
    }
    if (longest < 1 || longest > MOST || shard < 0 || shard >= shards) {
        fprintf(stderr, "a LENGTH from 1 to %d, and a SHARD below SHARDS\n",
                MOST);
        return 2;
    }
    fuzz_start();
    fuzz_keep_what_fails(input, &input_size);
    make_letters(argc == 5 ? argv[4] : NULL);
    fuzz_watch = watch;
    point nothing = {.calm = true};
    extend(0, &nothing, true);
    printf("%s, shard %d of %d: %llu programs of up to %d steps, %llu "
           "operations; not begun: %llu that are others reordered; not gone on "
           "with: %llu that do nothing, %llu that change nothing\n",
           fuzz_name(), shard, shards, counted.programs, longest,
           counted.operations, counted.reordered, counted.inapplicable,
           counted.no_effect);
    return 0;
}
