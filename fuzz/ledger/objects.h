/* objects.h: the objects that are put into handles, and whose each of their
 * references is. The first ones are there all the time, the others come and go
 * with an input. */
#ifndef FUZZ_LEDGER_OBJECTS_H
#define FUZZ_LEDGER_OBJECTS_H

#include "core/holdfast.h"

#ifndef HF_CHECKED
#error "compile this with -DHF_CHECKED: it is about the checked build"
#endif

enum {
    NOTHING,
    PLAIN,
    LATIN,
    WIDE,
    ASTRAL,
    FITS,
    TOO_LONG,
    INT,
    HUGE_INT,
    LIST,
    SUBCLASS,
    LIAR,
    LONGER,
    LONE, /* a surrogate */
    FIXED,
    OBJECTS = FIXED + 18
};

typedef struct object {
    PyObject *raw;     /* NULL: none yet */
    bool gone;         /* it was released */
    Py_ssize_t others; /* references that are not the program's */
    Py_ssize_t held;   /* that are: by open handles, and raw ones */
    Py_ssize_t loose;  /* the raw ones among them */
    Py_ssize_t pins;   /* the ledger's */
} object;
extern object objects[OBJECTS];

bool is_there(int o);
bool is_str(int o);

/* is_dropped says that nobody holds an object but the ledger. */
bool is_dropped(int o);

/* settle notes whether the last reference to an object has gone. */
void settle(int o);

/* new_object is where one can be entered; or NOTHING. */
int new_object(void);

#endif /* FUZZ_LEDGER_OBJECTS_H */
