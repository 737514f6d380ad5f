/* world.h: what the threads of threads_sequence share, and what they do to it. */
#ifndef FUZZ_THREADS_SEQUENCE_WORLD_H
#define FUZZ_THREADS_SEQUENCE_WORLD_H

#ifdef HF_PLANTED
#include "fuzz/threads_sequence/planted.h"
#endif

#include "bind/module.h"

#include <stdint.h>

enum { KEYS = 4, VALUES = 8 };

/* A world is made for each round, of a module that is made once. */
typedef struct world {
    PyObject *module;
    hf_list list, queue;
    hf_dict dict;
    hf_set set;
    hf_bytearray bytes;
    hf_object node, page;
} world;

/* ---- Values. A token is an object with a number that is not one of those that live
 * forever, says when it was freed, and is counted. */
hf_object token(int64_t number);

/* number_of consumes what may be null: then the exception is cleared, and the number
 * is NOTHING. NO_TOKEN is what should not be met: a token that was freed. */
enum { NOTHING = -1, NO_TOKEN = -2, FAILED = -3 };
int64_t number_of(hf_object o);

/* tokens_alive is how many there are; tokens_freed_twice how often one was. */
int64_t tokens_alive(void);
int64_t tokens_freed_twice(void);

/* ---- The world. All of these end the process where they fail. */
void world_start(void);       /* once */
PyObject *world_module(void); /* a module, for a world */
void world_begin(world *w);   /* what its module does not have yet */
bool world_is_released(
    world *w); /* and says whether nobody else had a part of it */

/* hash_of is one of the contents of what a copy gave: |n| numbers. */
int64_t hash_of(const int64_t *numbers, int n);

/* ---- Operations. */

/* What each works on; none works on two, so that each object's history is explained
 * by itself. The last is the thread's own. */
enum object {
    LIST,
    QUEUE,
    DICT,
    SET,
    BYTES,
    NODE,
    PAGE,
    OBJECTS,
    OWN = OBJECTS
};

/* A model is what is known of an object: |n| and the values of |at|, as each
 * object uses them. */
enum { MOST = 80 };
typedef struct model {
    int16_t n, count, shared, made;
    int16_t at[MOST];
} model;

typedef struct operation {
    const char *name;
    enum object object;
    /* What it gives, and never an exception. */
    int64_t (*run)(world *w, int a, int b);
    /* Whether the state explains the result; then it is the state afterwards. */
    bool (*explains)(model *s, int a, int b, int64_t result);
} operation;

extern const operation operations[];
extern const int n_operations;

/* model_begin is what world_begin makes. */
void model_begin(model *s, enum object object);

/* last_of reads the object when all threads have ended: an operation that gives all
 * of its contents. */
const operation *last_of(enum object object);

#endif /* FUZZ_THREADS_SEQUENCE_WORLD_H */
