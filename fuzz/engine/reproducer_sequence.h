/* reproducer_sequence.h: what programs check that are made of operations on
 * slots. The objects that the program has references to have numbers here.
 */
#ifndef FUZZ_REPRODUCER_SEQUENCE_H
#define FUZZ_REPRODUCER_SEQUENCE_H

#include "fuzz/engine/object.h"
#include "fuzz/engine/reproducer.h"
#include "fuzz/engine/slots.h"

/* What a step sets: whether it succeeded, and the numbers that it found. */
extern bool ok;
extern int64_t found[4];

/* OBJECT(str, .text = TEXT(97)) is what an object must be: its kind, and the
 * fields of a fuzz_object that are its value. PARTS(0, 3) are the numbers of
 * the objects that it holds. */
#define OBJECT(of, ...)                                                        \
    &(fuzz_object)                                                             \
    {                                                                          \
        .kind = &fuzz_##of, __VA_ARGS__                                        \
    }
#define PARTS(...)                                                             \
    .part = parts((const int[]){__VA_ARGS__},                                  \
                  (int)(sizeof((const int[]){__VA_ARGS__}) / sizeof(int))),    \
    .n_parts = (int)(sizeof((const int[]){__VA_ARGS__}) / sizeof(int))
fuzz_object **parts(const int *numbers, int n);

void step(int number, const char *name, int x, int y, int z, uint8_t value);

/* ---- How a step ended. */

void gives_back(int slot); /* it succeeded if something is there */
void succeeds(void);
void finds(int i, const char *what, int64_t value);
void fails_with(PyObject *type, const char *message); /* NULL: any */
void gets_on(void); /* whatever a failed allocation did */
void hit(bool fired);

/* ---- Its result. */

typedef enum how { NEW, NEW_OR_SHARED, SHARED_BY_ALL } how;

/* made says that slot |slot| holds an object that was not there before; same,
 * that it holds the object |number|; is_now, what that is from here on; gone,
 * that the program has no reference to it any more. */
void made(int slot, int number, how as, const fuzz_object *value);
void same(int slot, int number);
void is_now(int number, const fuzz_object *value);
void gone(int number);

/* ---- What is there after it. */

/* kept says that there are |references| to the object |number| of the
 * program's, and that it is as it was; kept_at_least, that there are so many and
 * maybe more, of a step around this one; holds, that it is in slot |slot|. */
void kept(int number, Py_ssize_t references);
void kept_at_least(int number, Py_ssize_t references);
void holds(int slot, int number, Py_ssize_t references);
void empty(int slot);

/* blocks says how many blocks of memory the program has, after a step that
 * failed: what a cache keeps is there once, and what leaks each time. */
void blocks(Py_ssize_t n);

/* clear_all is the end of a program. */
void clear_all(void);

#endif /* FUZZ_REPRODUCER_SEQUENCE_H */
