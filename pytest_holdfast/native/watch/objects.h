/* objects.h: what the extensions did to each object. */
#ifndef HOLDFAST_WATCH_OBJECTS_H
#define HOLDFAST_WATCH_OBJECTS_H

#include "sites.h"

#define LOG 8

typedef struct entry {
    PyObject *object; /* NULL: none */
    uint32_t *unmatched;
    uint32_t depth, room;
    uint32_t number; /* in owned, where depth > 0 */
    uint32_t from;   /* where those of the call |call| begin */
    uint32_t call;
    uint32_t depth_was; /* at the end of the last repetition */
    uint32_t since;     /* how many repetitions there had been */
    bool known_was;
    bool dead;
    bool freed; /* its memory, too: it may be kept for the next of its type */
    bool last;  /* its last reference is being taken */
    bool dying; /* that has begun, and has not ended */
    bool many;  /* of |others| there were more */
    bool plain; /* a type of CPython's, whose objects do not look at themselves
                 * when they die: others' own code may */
    uint8_t other_count;
    uint32_t others[12];  /* increments that were matched, and may be the one */
    uint8_t logged;       /* how many events, up to LOG */
    uint8_t head;         /* how many bytes of its block are before it */
    Py_ssize_t count_was; /* at the beginning of this repetition */
    Py_ssize_t rise;      /* in those before */
    uint32_t first_end;   /* the first repetition at whose end it was there, */
    Py_ssize_t count_end; /* and counted so much */
    uint32_t born;        /* the later, the higher */
    uint32_t death;       /* where it died */
    uint32_t set;         /* of what grew last, the number; 0: none */
    int32_t log[LOG]; /* the latest events: a site, negative for a decrement */
    char type[24];
} entry;

/* Which entries have unmatched increments. */
extern entry *entries;
extern uint32_t *owned;
extern uint32_t owned_count;

/* look is NULL for an object that is not known; enter makes it known. */
entry *look(PyObject *object);
entry *enter(PyObject *object);

/* head_of is how many bytes of an object's block are before it. */
uint8_t head_of(PyTypeObject *type);

/* look_at_type is for an entry that is another object's from now on. */
void look_at_type(entry *e);

/* A death leaves the entry, for who touches the object afterwards. Memory that
 * is kept by its type is used again without the hooks: is_dead says whether it
 * has not been. */
void bury(entry *e, uint32_t where);
void revive(entry *e);
bool is_dead(const entry *e);

/* record appends to the log; push adds an unmatched increment. */
void record(entry *e, int32_t event);
void push(entry *e, uint32_t where);

/* pop matches an increment. In the call that made it, the latest, as brackets
 * match; but a function that returns what it made returns that reference, and
 * not one that it added. Later, the first one of this repetition: who holds it
 * longest. Which one it was is a guess wherever there were several: the others
 * that it may have been are kept with the entry. */
bool pop(entry *e, bool returned);

/* counts_nobody says whether the count of |object| is 0, or not there any more: CPython
 * links by that word what it keeps in free lists (3.14) and memory that is free. */
bool counts_nobody(PyObject *object);

/* is_gone says whether nobody holds |object| any more, of which |e| is the
 * entry or NULL. */
bool is_gone(const entry *e, PyObject *object);

/* Decrements that found no increment to match, in this repetition. They say
 * nothing unless the object counts less and less. */
enum { SHORTS = 256 };
typedef struct shortfall {
    PyObject *object;
    uint32_t where;
} shortfall;
extern shortfall shorts[SHORTS];
extern unsigned short_count;
void fall_short(entry *e, uint32_t where);

#endif /* HOLDFAST_WATCH_OBJECTS_H */
