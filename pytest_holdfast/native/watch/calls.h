/* calls.h: the calls from Python that have not returned, what was seen in them,
 * and mistakes that need no repetition. */
#ifndef HOLDFAST_WATCH_CALLS_H
#define HOLDFAST_WATCH_CALLS_H

#include "sites.h"

#define SEEN 16
#define SHOWN 4

typedef struct seen {
    PyObject *object;
    bool argument; /* whoever calls holds it until the call returns */
    uint32_t where;
} seen;

typedef struct call {
    struct call *outer;
    uint32_t number;
    bool raising;
    bool many; /* arguments: not all were looked at */
    unsigned seen_count;
    seen seen[SEEN];
    unsigned hole_count; /* of what became an attribute with holes */
    seen holes[SHOWN];
} call;

extern __thread call *current;

seen *find_seen(PyObject *object);
void see(PyObject *object, uint32_t where);

/* has_holes says whether a list or a tuple has places that were never set, or one
 * that it holds has. */
bool has_holes(PyObject *object);

/* found_holes is for one that Python is about to see: now, or when the call
 * returns, until when they may be filled. judge_holes is for that moment. */
void found_holes(PyObject *object, uint32_t where, bool now);
void judge_holes(const call *c);

/* is_argument says whether it is one of the current call or of one around it;
 * of one that is not remembered, since there were too many, it says |unknown|. */
bool is_argument(PyObject *object, bool unknown);

typedef enum kind {
    RELEASED_NOT_OWNED,
    RETURNED_NOT_OWNED,
    USED_AFTER_RELEASE,
    RETURNED_AFTER_RELEASE,
    NULL_WITHOUT_EXCEPTION,
    RESULT_WITH_EXCEPTION,
    CALLED_WITH_EXCEPTION,
    SUCCEEDED_WITH_EXCEPTION,
    FAILED_WITHOUT_EXCEPTION,
    EXCEPTION_LEFT,
    EXCEPTION_LOST,
    WEAK_REFERENCES_LEFT,
    TYPE_NOT_RELEASED,
    HOLES,
    WITHOUT_THE_GIL,
    TRACKED,
} kind;

extern const char *const kind_names[];

typedef struct wrapped {
    PyCFunction function;
    const char *owner;
    const char *name;
    int flags;
    uint32_t returned; /* the site of what it returns */
} wrapped;

/* A place as text: who reads it may be another process. */
typedef struct place {
    char how[40];
    char file[200];
    char function[80];
    int line;
} place;

typedef struct mistake {
    kind kind;
    uint32_t site;
    const wrapped *wrapped;
    place where, earlier; /* no |how|: none */
    char function[80];
    void *address;
    unsigned times;
    char type[24];
} mistake;

/* They are where a process that was forked from this one leaves its own: it may
 * die of them. */
enum { MISTAKES = 100 };
typedef struct mistakes {
    unsigned count;
    mistake at[MISTAKES];
} mistakes;
extern mistakes *seen_mistakes;
void share_mistakes(void);

void report(kind what, uint32_t where, uint32_t earlier,
            const wrapped *function, const char *type);

#endif /* HOLDFAST_WATCH_CALLS_H */
