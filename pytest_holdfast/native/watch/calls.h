/* calls.h: the calls from Python that have not returned, what was seen in them,
 * and mistakes that need no repetition. */
#ifndef HOLDFAST_WATCH_CALLS_H
#define HOLDFAST_WATCH_CALLS_H

#include "sites.h"

#define SEEN 16

typedef struct seen {
    PyObject *object;
    Py_ssize_t others; /* references that are not the extension's */
    uint32_t where;
} seen;

typedef struct call {
    struct call *outer;
    uint32_t number;
    bool raising;
    unsigned seen_count;
    seen seen[SEEN];
} call;

extern __thread call *current;

seen *find_seen(PyObject *object);
void see(PyObject *object, Py_ssize_t others, uint32_t where);

typedef enum kind {
    RELEASED_NOT_OWNED,
    RETURNED_NOT_OWNED,
    USED_AFTER_RELEASE,
    RETURNED_AFTER_RELEASE,
    NULL_WITHOUT_EXCEPTION,
    RESULT_WITH_EXCEPTION,
    CALLED_WITH_EXCEPTION,
} kind;

extern const char *const kind_names[];

typedef struct wrapped {
    PyCFunction function;
    const char *owner;
    const char *name;
    int flags;
    uint32_t returned; /* the site of what it returns */
} wrapped;

typedef struct mistake {
    kind kind;
    uint32_t where, earlier;
    const wrapped *function;
    unsigned times;
    char type[24];
} mistake;

enum { MISTAKES = 100 };
extern mistake mistakes[MISTAKES];
extern unsigned mistake_count;

void report(kind what, uint32_t where, uint32_t earlier,
            const wrapped *function, const char *type);

#endif /* HOLDFAST_WATCH_CALLS_H */
