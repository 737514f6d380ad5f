/* container_model.h: how a container of the model looks at its items.
 *
 * * What will happen is found on a copy of what is in the container (looked):
 * an Item whose special method runs changes it as it will change the container.
 * When it does, the model is told (told), so that it is as it was found to
 * become. */
#ifndef FUZZ_CONTAINER_MODEL_H
#define FUZZ_CONTAINER_MODEL_H

#include "fuzz/engine/engine.h"
#include "fuzz/targets/container_world.h"

/* ---- Items. */

/* n_made is how many Items this program has made; |nests|: one of them does
 * steps of the program; |fragile|: the step at hand is not foreseen where
 * memory fails. */
extern int n_made;
extern bool nests, fragile;

/* The Items that their finalizers kept. */
enum { KEPT_MOST = 256 };
extern fuzz_object *kept_items[KEPT_MOST];
extern int n_kept;

mode mode_of(const fuzz_object *item);
int number_of(const fuzz_object *item);
bool is_item(const fuzz_object *o);

/* What the engine asks of the target: see fuzz_target. */
void gone(fuzz_object *o);
bool no_oom(void);
int expected_ends(void);
void told(fuzz_step *step, int how);

/* ---- What is looked at. */

enum { LOOKED_MOST = 64 };

typedef struct looked {
    fuzz_step *step;
    const fuzz_kind *changes; /* what it is, where Items change it */
    fuzz_object *part[LOOKED_MOST];
    int n;
    int runs;
} looked;

bool is_set(const fuzz_object *o);
bool is_container(const fuzz_object *o);
bool is_iterator(const fuzz_object *o);
bool is_full(const fuzz_object *o);

/* stride_of is how many parts an item is. */
int stride_of(const fuzz_object *o);

/* changes_keys says that the keys of a dict are others: iterators see that. */
void changes_keys(fuzz_object *o);

/* look_at begins with what is in |o|, which is in slot y where it is to
 * change. */
looked look_at(fuzz_step *step, const fuzz_object *o);

/* runs_one is a special method of |item| that runs. False: it raises. */
bool runs_one(looked *at, const fuzz_object *item);

/* keep_made keeps what is going to be in the result. */
void keep_made(fuzz_step *step);

/* ---- Equality. */

enum { RAISED = -1, DIFFERENT, EQUAL };

bool has_same_value(const fuzz_object *a, const fuzz_object *b);

/* equals is what a == b gives, where CPython asks it of what is in a
 * container. */
int equals(looked *at, const fuzz_object *a, const fuzz_object *b);

/* ---- Results. */

void expect_runs(fuzz_step *step, int n);
void shares(fuzz_step *step, const fuzz_kind *kind);

/* makes_of predicts a container of |n| parts. */
void makes_of(fuzz_step *step, const fuzz_kind *kind, fuzz_object *const *parts,
              int n);

/* index_of is one of |n| items, or one at an edge. */
Py_ssize_t index_of(uint8_t value, int n);
bool is_in(Py_ssize_t i, int n);

/* take_out takes the part at |i| out of |o|: it is the result of the step,
 * which is held by nobody for a moment. */
void take_out(fuzz_object *o, int i);

/* bounds_of are those of a slice, by the value. False: they are refused. cut
 * cuts them to |n| items: as a list does. */
bool bounds_of(fuzz_step *step);
void cut(const fuzz_step *step, int n, int *start, int *end);

/* ---- What is read back from the container, where it cannot be said before:
 * the parts are those that the model knows at these places. */

void read_back(fuzz_object *o, PyObject *const *raw, int n);

/* ---- What can be iterated over. */

/* items_of writes what iter(o) gives to |to|, at most LOOKED_MOST, and says how
 * many; -1: the step raises, or is not to be done. */
int items_of(fuzz_step *step, const fuzz_object *o, fuzz_object **to);

/* is_consumed says that |o|, if it is an iterator, is at its end. */
void is_consumed(fuzz_object *o);

/* comes_in_order says that what iter(o) gives comes in an order that is
 * known. */
bool comes_in_order(const fuzz_object *o);

/* The number of an iterator over a dict is where it is, and how many parts the
 * dict had at first, and which keys. */
enum { DICT_AT = 1000 };
int64_t iterator_of_dict(int at, const fuzz_object *dict);

/* ---- Walks. */

int64_t model_token(const fuzz_object *o);

/* A walk, as it is foreseen. */
typedef struct walked {
    int64_t count, sum;
} walked;

/* walk_on looks at |o|, and says whether the walk goes on. */
bool walk_on(walked *w, int how, const fuzz_object *o);
void expect_walk(fuzz_step *step, walked w, bool ended);

#endif /* FUZZ_CONTAINER_MODEL_H */
