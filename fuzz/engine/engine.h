/* engine.h: programs of API calls, run against the layer and against a model.
 *
 * A target is a table of operations. An input is a program of them: records of
 * four bytes from its front (operation, x, y, value), the bytes of strings
 * from its end backwards, until the two meet. Each byte is reduced modulo what
 * there is to choose from, so every input is a valid program; an operation
 * whose operands are not there does nothing.
 *
 * The program works on FUZZ_SLOTS slots, each of which holds one owned handle
 * or none. The model knows which object each slot names, how many references
 * the program holds to it, and what is in it. For each step the engine
 *
 *   asks the operation what will happen (predict), given the model alone;
 *   lets it happen (act), maybe with the k-th allocation failing;
 *   compares: success and exception, identity of the result, numbers, and of
 *   each object touched its content and reference count.
 *
 * After the last step it does so for all slots, empties them, and compares the
 * interpreter's references and blocks with those before the first.
 */
#ifndef FUZZ_ENGINE_H
#define FUZZ_ENGINE_H

#include "fuzz/engine/process.h"
#include "fuzz/engine/text.h"

enum { FUZZ_SLOTS = 6, FUZZ_STEPS = 256, FUZZ_PIECES = 6 };

/* fuzz_object is the model of a Python object that the program has a
 * reference to. */
typedef struct fuzz_object {
    PyObject *raw;
    Py_ssize_t held; /* references of the program; 0: this entry is free */
    Py_ssize_t base; /* references that others have */
    bool uncounted;  /* its count means nothing: immortal, or shared by all */
    int kind;        /* the target's */
    int mark;        /* the target's */
    fuzz_text text;  /* its content, or what identifies it in a trace */
    struct fuzz_object *part[4]; /* the target's: held on behalf of this one */
} fuzz_object;

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
    PyObject *raises;  /* the type of the exception; NULL: succeeds */
    int64_t expected;  /* the number that act writes to found */
    bool inapplicable; /* there is nothing to do after all */

    /* Set by act. */
    bool ok;
    int64_t found;

    /* For the trace. */
    unsigned armed; /* the allocation that was to fail, or 0 */
    bool fired;
    struct {
        fuzz_text text;
        Py_ssize_t held;
        bool there;
    } was[3]; /* x, y, z before the step */
} fuzz_step;

/* What an operation needs and does. */
enum {
    FUZZ_X = 1,        /* needs an object in slot x, */
    FUZZ_Y = 2,        /* in slot y, */
    FUZZ_Z = 4,        /* in slot z */
    FUZZ_TEXT = 8,     /* takes a text */
    FUZZ_GIVES_X = 16, /* on success, puts its result into slot x, in place of
                        * what was there */
    FUZZ_TAKES_X = 32, /* consumes slot x, whether it succeeds or not */
    FUZZ_TAKES_Y = 64, /* empties slot y, whether it succeeds or not */
    FUZZ_ARMS = 128,   /* makes an allocation of the next step fail */
    FUZZ_NO_OOM = 256  /* CPython itself is not safe here when an allocation
                        * fails: the row says where */
};

struct fuzz_op {
    const char *name;
    const char *c; /* what act does, as C: see FUZZ_ACT */
    unsigned flags;
    void (*predict)(fuzz_step *step);
    void (*act)(fuzz_step *step);
};

/* FUZZ_ACT(clear, hf_clear(&s[$x])) defines
 *
 *   static void act_clear(fuzz_step *step)    which does it, and
 *   static const char c_clear[]               the same as text
 *
 * In the text, what begins with $ becomes what it is in the step at hand: so a
 * program of C can be made of the steps. Where there is more to tell than is
 * in the slots, the code sets |ok|, whether it succeeded, and |found|, the
 * number to be compared. (For what takes slot x and gives it back, |ok| is
 * told from the slot.) */
#define FUZZ_ACT(op, ...)                                                      \
    static const char c_##op[] = #__VA_ARGS__;                                 \
    static void act_##op(fuzz_step *step)                                      \
    {                                                                          \
        bool ok = true;                                                        \
        int64_t found = 0;                                                     \
        __VA_ARGS__;                                                           \
        step->ok = ok;                                                         \
        step->found = found;                                                   \
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

typedef struct fuzz_target {
    const char *name;

    /* The file with what the operations work on: raw, check, clear and start
     * below, the slots, and what else the actions use. It is part of each
     * program that is made of an input: see reproducer.h. */
    const char *prelude;

    const fuzz_op *ops;
    int n_ops;
    void (*start)(void); /* once, after the interpreter; may be NULL */

    PyObject *(*raw)(int slot); /* what the slot holds, or NULL */
    void (*clear)(int slot);    /* releases it */

    /* Compares the content of |o|, in the fields that the target uses, and
     * calls fuzz_failed where it differs. */
    void (*check)(const fuzz_object *o);

    /* The model: |o| has lost its last reference of the program's. And: slot
     * |slot| no longer holds what it held. Both may be NULL. */
    void (*gone)(fuzz_object *o);
    void (*left)(int slot);

    /* CPython itself is not safe now when an allocation fails. May be NULL. */
    bool (*no_oom)(void);

    /* After the last step, when all slots are empty: the target's own
     * oracle, which expects a number. Both may be NULL. */
    void (*finish)(int expected);
    int (*expected)(void);

    unsigned text_kinds; /* bit k: check looks at the text of kind k */
} fuzz_target;

/* fuzz_this is the target that is linked to the engine. */
extern const fuzz_target fuzz_this;

/* fuzz_slot is what the model knows in each slot; NULL: nothing. */
extern fuzz_object *fuzz_slot[FUZZ_SLOTS];

/* fuzz_current is the step that is done now, or was last; NULL: none yet. */
const fuzz_step *fuzz_current(void);

/* fuzz_watch, where it is not NULL, is called after each step. */
extern void (*fuzz_watch)(void);

/* fuzz_hold notes one reference more, fuzz_release one less. */
void fuzz_hold(fuzz_object *o);
void fuzz_release(fuzz_object *o);

/* fuzz_left notes that slot |slot| was emptied by other means than a step's
 * flags. */
void fuzz_left(int slot);

/* fuzz_known is the model of the object at |raw|, or NULL. */
fuzz_object *fuzz_known(const PyObject *raw);

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
