/* engine.h: programs of API calls, run against the layer and against a model.
 *
 * A target is a table of operations. An input is a program of them: records of
 * four bytes from its front (operation, x, y, value), the bytes of strings
 * from its end backwards, until the two meet. An operation is told by its id,
 * which stays its own whatever else is in the table: rows can be grouped,
 * added and taken out, and old inputs keep their meaning. What no row has, and
 * an operation whose operands are not there, does nothing; all else is reduced
 * modulo what there is to choose from: so every input is a valid program.
 *
 * The program works on FUZZ_SLOTS slots, each of which holds one owned handle
 * or none, to an object of any type. The model knows which object each slot
 * names, its kind (object.h), how many references the program holds to it, what
 * is in it, and which objects it holds in turn. For each step the engine
 *
 *   asks the operation what will happen (predict), given the model alone;
 *   lets it happen (act), maybe with the k-th allocation failing;
 *   compares: success and exception, identity of the result, numbers, and of
 *   each object touched its content and reference count.
 *
 * An operand of another kind than the row asks for is refused: that is
 * predicted by the engine, and the row is not asked.
 *
 * After the last step it does so for all slots, empties them, and compares the
 * interpreter's references and blocks with those before the first.
 */
#ifndef FUZZ_ENGINE_H
#define FUZZ_ENGINE_H

#include "fuzz/engine/in_step.h"
#include "fuzz/engine/object.h"

enum { FUZZ_STEPS = 256, FUZZ_PIECES = 6, FUZZ_FOUND = 4 };
enum { FUZZ_RUNS = 3 }; /* of what is found: compared also where a step fails */
enum { FUZZ_IDS = 1 << 13, FUZZ_KEPT = 32 };

/* fuzz_identity says which object a step results in. */
typedef enum fuzz_identity {
    FUZZ_NONE,  /* no object */
    FUZZ_SAME,  /* the one at |same| */
    FUZZ_FRESH, /* a new one, like |made|, with one reference */
    FUZZ_EITHER /* like |made|; maybe one that is known, maybe a shared one */
} fuzz_identity;

typedef struct fuzz_op fuzz_op;

/* fuzz_step is one operation of a program, with its operands. */
typedef struct fuzz_step {
    const fuzz_op *op;
    int x, y, z; /* slots */
    uint8_t value;

    /* For operations that take a text. */
    const char *utf8; /* size bytes, then NUL */
    Py_ssize_t size;
    bool valid; /* utf8 is valid, and text its code points */
    fuzz_text text;

    /* Set by predict, for act: what it computed from the value. */
    Py_ssize_t n[4];
    const char *piece[FUZZ_PIECES]; /* code in the place of $pieces */

    /* The model's objects in the slots, before the step, or NULL. */
    fuzz_object *ox, *oy, *oz;

    /* Set by predict. */
    fuzz_identity identity;
    fuzz_object *same;
    fuzz_object made;
    PyObject *raises; /* the type of the exception; NULL: succeeds */
    const char *says; /* its message, with %s for |named|; NULL: any */
    const char *named[2];
    struct {
        const char *what; /* in words; NULL: nothing is expected */
        int64_t value;
    } expected[FUZZ_FOUND]; /* what act writes to found */
    bool inapplicable;      /* there is nothing to do after all */
    bool no_oom;            /* as FUZZ_NO_OOM, for these operands */

    /* Set by act. */
    bool ok;
    int64_t found[FUZZ_FOUND];

    /* Held until the result is: see fuzz_keep. */
    fuzz_object *kept[FUZZ_KEPT];
    int n_kept;

    /* For the trace. */
    int number, depth; /* which step; how many are under way around it */
    unsigned armed;    /* the allocation that was to fail, or 0 */
    bool fired;
    struct {
        fuzz_object o;
        bool there;
    } was[3]; /* x, y, z before the step */
} fuzz_step;

/* What an operation needs and does. */
enum {
    FUZZ_X = 1,         /* needs an object in slot x, */
    FUZZ_Y = 2,         /* in slot y, */
    FUZZ_Z = 4,         /* in slot z */
    FUZZ_TEXT = 8,      /* takes a text */
    FUZZ_GIVES_X = 16,  /* on success, puts its result into slot x, in place of
                         * what was there */
    FUZZ_TAKES_X = 32,  /* consumes slot x, whether it succeeds or not */
    FUZZ_TAKES_Y = 64,  /* empties slot y, whether it succeeds or not */
    FUZZ_TAKES_Z = 128, /* and slot z */
    FUZZ_ARMS = 256,    /* makes an allocation of the next step fail */
    FUZZ_NO_OOM = 512,  /* CPython itself is not safe here when an allocation
                         * fails: the row says where */
    FUZZ_EXACT = 1024,  /* operands of other kinds than the row's are not to be
                         * tried: the row says why */
    FUZZ_CHANGES_Y = 2048, /* changes the object in slot y, as others see it */

    FUZZ_ONTO_X = FUZZ_X | FUZZ_TAKES_X | FUZZ_GIVES_X
};

struct fuzz_op {
    int id; /* below FUZZ_IDS; never that of another row, also of one that is
             * not there any more */
    const char *name;
    const char *c; /* what act does, as C: see FUZZ_ACT */
    void (*act)(fuzz_step *step);
    unsigned flags;
    void (*predict)(fuzz_step *step); /* NULL: succeeds, and that is all */

    /* The kinds of what is in the slots; NULL: any. */
    const fuzz_kind *x, *y, *z;

    /* Does to the model what a step has done to objects; is called when it is
     * known how it ended, before slots are emptied. NULL: nothing. */
    void (*effect)(fuzz_step *step);
};

/* FUZZ_ACT(clear, hf_clear(&s[$x].as_object)) defines
 *
 *   static void act_clear(fuzz_step *step)    which does it, and
 *   static const char c_clear[]               the same as text
 *
 * In the text, what begins with $ becomes what it is in the step at hand: so a
 * program of C can be made of the steps. Where there is more to tell than is
 * in the slots, the code sets |ok|, whether it succeeded, and found[0] and so
 * on, the numbers that predict expects (fuzz_expect). (For what takes slot x
 * and gives it back, |ok| is told from the slot.) */
#define FUZZ_ACT(op, ...)                                                      \
    static const char c_##op[] = #__VA_ARGS__;                                 \
    static void act_##op(fuzz_step *step)                                      \
    {                                                                          \
        bool ok = true;                                                        \
        int64_t *const found = step->found;                                    \
        (void)found;                                                           \
        __VA_ARGS__;                                                           \
        step->ok = ok;                                                         \
    }
#define $x step->x
#define $y step->y
#define $z step->z
#define $value step->value
#define $utf8 step->utf8
#define $size step->size
#define $0 step->n[0]
#define $1 step->n[1]
#define $2 step->n[2]
#define $3 step->n[3]

/* FUZZ_OP(3, append, flags, predict, .x = &fuzz_str) is the row of append, with
 * the id 3. */
#define FUZZ_OP(its_id, op, its_flags, its_predict, ...)                       \
    {                                                                          \
        .id = its_id, .name = #op, .c = c_##op, .act = act_##op,               \
        .flags = its_flags, .predict = its_predict, __VA_ARGS__                \
    }
#define FUZZ_ARM(its_id)                                                       \
    {                                                                          \
        .id = its_id, .name = "arm", .c = "", .flags = FUZZ_ARMS               \
    }

/* A table is some rows of a target: all of them, or those of one of its files. */
typedef struct fuzz_table {
    const fuzz_op *ops;
    int n;
} fuzz_table;
#define FUZZ_TABLE(its_ops)                                                    \
    {                                                                          \
        .ops = its_ops, .n = sizeof(its_ops) / sizeof((its_ops)[0])            \
    }

/* FUZZ_ONE_TABLE is the tables of a target whose rows are all in one. */
#define FUZZ_ONE_TABLE(its_ops)                                                \
    ((const fuzz_table *const[]){&(const fuzz_table)FUZZ_TABLE(its_ops), NULL})

typedef struct fuzz_target {
    const char *name;

    /* Files with what the actions use, up to a NULL: headers, which the
     * programs made of inputs include, and sources, which are compiled with
     * them. */
    const char *const *world;

    const fuzz_table *const *tables; /* up to a NULL */
    void (*start)(void); /* once, after the interpreter; may be NULL */

    /* The model: |o| has lost its last reference of the program's; unless this
     * holds it again, as a finalizer does. And: slot |slot| no longer holds what
     * it held. Both may be NULL. */
    void (*gone)(fuzz_object *o);
    void (*left)(int slot);

    /* The model: Python code that runs in |step| has done |what|, whatever that
     * stands for (fuzz_tell). May be NULL. */
    void (*told)(fuzz_step *step, int what);

    /* CPython itself is not safe now when an allocation fails. May be NULL. */
    bool (*no_oom)(void);

    /* After the last step, when all slots are empty: what is left to do, and
     * the target's own oracle, which expects a number, or, if that is negative,
     * any. Both may be NULL. */
    void (*finish)(int expected);
    int (*expected)(void);

    /* How many blocks the target's own things have now, that are no objects in
     * slots; -1: not known. NULL: none. */
    Py_ssize_t (*blocks)(void);
} fuzz_target;

/* fuzz_this is the target that is linked to the engine. */
extern const fuzz_target fuzz_this;

/* fuzz_op_of is the row with that id, or NULL; fuzz_op_at is the |row|-th of all
 * tables, of which there are fuzz_n_ops. They are known once the target has
 * started. */
const fuzz_op *fuzz_op_of(unsigned id);
const fuzz_op *fuzz_op_at(int row);
int fuzz_n_ops(void);

/* fuzz_slot is what the model knows in each slot; NULL: nothing. */
extern fuzz_object *fuzz_slot[FUZZ_SLOTS];

/* fuzz_current is the step that is done now, or was last; NULL: none yet. */
const fuzz_step *fuzz_current(void);

/* fuzz_watch, where it is not NULL, is called after each step. */
extern void (*fuzz_watch)(void);

/* ---- For predict. */

/* fuzz_expect says that act writes |value| to found[i], which is |what|. */
static inline void fuzz_expect(fuzz_step *step, int i, const char *what,
                               int64_t value)
{
    step->expected[i].what = what;
    step->expected[i].value = value;
}

/* fuzz_gives predicts that the result is |same|. */
static inline void fuzz_gives(fuzz_step *step, fuzz_object *same)
{
    step->same = same;
    step->identity = FUZZ_SAME;
}

/* fuzz_makes predicts a new object of |kind|; its value is to be added. */
fuzz_object *fuzz_makes(fuzz_step *step, const fuzz_kind *kind);

/* fuzz_raises predicts an exception, and its message, unless that is NULL;
 * fuzz_refuses a TypeError: "expected str, found int". */
static inline void fuzz_raises(fuzz_step *step, PyObject *type,
                               const char *message)
{
    step->raises = type;
    step->says = message;
}
void fuzz_refuses(fuzz_step *step, const char *expected, const fuzz_object *o);

/* ---- For effect: which objects hold which. */

/* fuzz_hold notes one reference more, fuzz_release one less: with the last one,
 * those that it holds are released. */
void fuzz_hold(fuzz_object *o);
void fuzz_release(fuzz_object *o);

/* fuzz_keep holds a part of what |step| makes until that holds it itself: where it
 * came from may let go of it before. */
void fuzz_keep(fuzz_step *step, fuzz_object *part);

/* fuzz_put has |o| hold |part| at index |i| in place of what is there, or of
 * nothing, for an index behind the last one. |part| may be NULL. fuzz_insert
 * moves what is there and behind it by one; fuzz_remove, of |n| parts, moves
 * back. What was there is released last. */
void fuzz_put(fuzz_object *o, int i, fuzz_object *part);
void fuzz_insert(fuzz_object *o, int i, fuzz_object *part);
void fuzz_remove(fuzz_object *o, int i, int n);

/* fuzz_reaches says that |from| is |to|, or holds something that reaches it: it
 * may not be put there, since nobody collects cycles. */
bool fuzz_reaches(const fuzz_object *from, const fuzz_object *to);

/* fuzz_known is the model of the object at |raw|, or NULL. fuzz_adopt is that,
 * or else enters it, as the step's |made| says; it is not held yet: for what a
 * step makes that is in no slot, but in an object. */
fuzz_object *fuzz_known(const PyObject *raw);
fuzz_object *fuzz_adopt(PyObject *raw, const fuzz_object *made);

/* ---- Running. */

/* fuzz_depth is how much of the work on an input is done: for measuring. */
typedef enum fuzz_depth {
    FUZZ_EMPTY,  /* none */
    FUZZ_CALLS,  /* the calls of a program that was prepared before */
    FUZZ_MODEL,  /* the calls and the model, nothing compared */
    FUZZ_ORACLES /* everything */
} fuzz_depth;

/* fuzz_run runs one input as deep as told, and gives the number of steps done.
 * FUZZ_CALLS does again the calls of the input that was run before. */
int fuzz_run(const uint8_t *data, size_t size, fuzz_depth depth);

/* fuzz_records_at_most bounds how many records of an input are read. */
void fuzz_records_at_most(size_t n);

#endif /* FUZZ_ENGINE_H */
