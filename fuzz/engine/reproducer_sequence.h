/* reproducer_sequence.h: what programs check that are made of operations on
 * slots. The objects that the program has references to have numbers here.
 */
#ifndef FUZZ_REPRODUCER_SEQUENCE_H
#define FUZZ_REPRODUCER_SEQUENCE_H

#include "core/internal/immortal.h"
#include "fuzz/engine/reproducer.h"

enum { FUZZ_SLOTS = 6 };

typedef struct fuzz_object {
    PyObject *raw;   /* NULL: the program has no references to it */
    Py_ssize_t base; /* references that others have */
    bool uncounted;  /* its count means nothing */
    int kind, mark;
    fuzz_text text;
} fuzz_object;

/* The step that is done, with its operands. */
typedef struct fuzz_step {
    int number;
    const char *name;
    int x, y, z;
    uint8_t value;
} fuzz_step;

static fuzz_step current;
static bool ok;       /* whether it succeeded */
static int64_t found; /* what it found */

static fuzz_object object[64];

/* The target's, further down: what is in a slot, whether an object is what it
 * shall be, how to empty a slot, and what comes before the program. */
static PyObject *raw(int slot);
static void check(const fuzz_object *o);
static void clear(int slot);
static void start(void);

void fuzz_begin(void)
{
    start();
}

void fuzz_where(FILE *to)
{
    fprintf(to, "step %d, %s: ", current.number, current.name);
}

/* The names of engine.h, for the target's own code. */
static inline const fuzz_step *fuzz_current(void)
{
    return &current;
}

static inline void fuzz_left(int slot)
{
    (void)slot;
}

static inline void step(int number, const char *name, int x, int y, int z,
                        uint8_t value)
{
    current = (fuzz_step){number, name, x, y, z, value};
    ok = true;
    found = 0;
    printf("%5d  %-18s ", number, name);
}

/* ---- How a step ended. */

static inline void check_exception(PyObject *type)
{
    if (ok && PyErr_Occurred() != NULL) {
        fuzz_failed("exception", "a result, and an exception set with it");
    }
    if (!ok && PyErr_Occurred() == NULL) {
        fuzz_failed("exception", "a failure, and no exception set");
    }
    if (!ok && (type == NULL || !PyErr_ExceptionMatches(type))) {
        fuzz_failed(type == NULL ? "prediction" : "exception",
                    "expected %s, found an exception of another kind:",
                    type ? ((PyTypeObject *)type)->tp_name : "success");
    }
    if (ok && type != NULL) {
        fuzz_failed("prediction", "expected %s, found success",
                    ((PyTypeObject *)type)->tp_name);
    }
}

static inline void succeeds_with(int64_t number)
{
    check_exception(NULL);
    if (found != number) {
        fuzz_failed("content", "expected the number %lld, found %lld",
                    (long long)number, (long long)found);
    }
    printf("ok, %lld\n", (long long)found);
}

static inline void succeeds(void)
{
    succeeds_with(0);
}

static inline void fails_with(PyObject *type)
{
    check_exception(type);
    PyErr_Clear();
    printf("fails\n");
}

/* hit is behind a step for which an allocation was to fail: whether one did. */
static inline void hit(bool expected)
{
    if (end_of_failure() != expected) {
        fuzz_failed("engine", "not the same allocations as in the fuzzer");
    }
}

/* gets_on is for a step that may succeed although an allocation failed. */
static inline void gets_on(void)
{
    succeeds_with(found);
}

/* ---- What it resulted in. */

typedef enum how { NEW, NEW_OR_SHARED, SHARED_BY_ALL } how;

/* made says that slot |slot| holds an object that was not there before. */
static inline void made(int slot, int number, how how, int kind, int mark,
                        fuzz_text text)
{
    PyObject *result = raw(slot);
    bool immortal = hf_private_is_immortal(result);
    fuzz_object *known = NULL;
    for (int i = 0; i < 64; i++) {
        known = object[i].raw == result ? &object[i] : known;
    }
    if (how == NEW && known != NULL) {
        fuzz_failed("identity", "expected a new object, found #%d",
                    (int)(known - object));
    }
    if (how == NEW && Py_REFCNT(result) != 1 && !immortal) {
        fuzz_failed("references",
                    "expected a new object with 1 reference, "
                    "found %zd",
                    Py_REFCNT(result));
    }
    if (known == NULL) {
        Py_ssize_t others = how == NEW ? 0 : Py_REFCNT(result) - 1;
        object[number] = (fuzz_object){
            result, others, immortal || how == SHARED_BY_ALL, kind, mark, text};
    } else if (known != &object[number]) {
        fuzz_failed("engine", "not the same shared objects as in the fuzzer");
    }
}

/* same says that slot |slot| holds the object |number|. */
static inline void same(int slot, int number)
{
    if (raw(slot) != object[number].raw) {
        fuzz_failed("identity", "expected object #%d in slot %d, found another",
                    number, slot);
    }
}

/* gone says that the program has no reference to |number| any more. */
static inline void gone(int number)
{
    object[number].raw = NULL;
}

/* ---- What is there after it. */

/* kept says that the program has |references| to the object |number|, which
 * is as it was. */
static inline void kept(int number, Py_ssize_t references)
{
    const fuzz_object *o = &object[number];
    if (!o->uncounted && Py_REFCNT(o->raw) != references + o->base) {
        fuzz_failed("references",
                    "expected %zd references (the program holds %zd), "
                    "found %zd",
                    references + o->base, references, Py_REFCNT(o->raw));
    }
    check(o);
}

/* holds says the same of an object that is in slot |slot|. */
static inline void holds(int slot, int number, Py_ssize_t references)
{
    same(slot, number);
    kept(number, references);
}

static inline void empty(int slot)
{
    if (raw(slot) != NULL) {
        fuzz_failed("consumption", "slot %d still holds something", slot);
    }
}

/* clear_all is the end of a program. */
static inline void clear_all(void)
{
    for (int slot = 0; slot < FUZZ_SLOTS; slot++) {
        clear(slot);
    }
    for (int i = 0; i < 64; i++) {
        object[i].raw = NULL;
    }
    if (PyErr_Occurred()) {
        fuzz_failed("exception", "one was set by releasing the slots");
    }
}

#endif /* FUZZ_REPRODUCER_SEQUENCE_H */
