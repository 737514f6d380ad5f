/* object.h: what the model knows of a Python object.
 *
 * An object has a kind, and a value of that kind. Kinds are in fuzz/models/, a
 * file for each few that belong together; the engine knows none of them. The
 * programs that are made of inputs (reproducer.h) use the same files.
 */
#ifndef FUZZ_OBJECT_H
#define FUZZ_OBJECT_H

#include "fuzz/engine/process.h"
#include "fuzz/engine/text.h"

typedef struct fuzz_object fuzz_object;

/* fuzz_kind is what objects of one kind have in common. */
typedef struct fuzz_kind {
    /* As in "expected str, found int". */
    const char *name;

    /* Compares what is at o->raw with the value of |o|, and calls fuzz_failed
     * where it differs. Counts and the objects in it are the engine's. */
    void (*check)(const fuzz_object *o);

    /* Prints the value for a reader, in a few words. */
    void (*print)(FILE *to, const fuzz_object *o);

    /* Prints the fields of a fuzz_object that are its value, for a compiler:
     * .text = TEXT(97, 98). The engine writes kind, mark and parts. */
    void (*write)(FILE *to, const fuzz_object *o);

    /* How many blocks of memory |raw| owns, itself among them, or -1: not
     * known. NULL: not known. */
    Py_ssize_t (*blocks)(PyObject *raw);
} fuzz_kind;

/* fuzz_object is the model of a Python object that the program has a
 * reference to. */
struct fuzz_object {
    PyObject *raw;
    Py_ssize_t held; /* references of the program, and of objects that it
                      * holds; 0: this entry is free */
    Py_ssize_t base; /* references that others have */
    bool uncounted;  /* its count means nothing: immortal, or shared by all */

    /* The value. What a kind does not use is zero. */
    const fuzz_kind *kind;
    int mark; /* flags, or whatever else fits */
    int64_t number;
    fuzz_text text;     /* code points; or bytes */
    fuzz_object **part; /* the objects that it holds a reference to, or NULL */
    int n_parts, room;
};

/* fuzz_is_immortal says that the count of |raw| never changes. */
bool fuzz_is_immortal(PyObject *raw);

/* fuzz_has_type calls fuzz_failed where |o| is not exactly of the type
 * |name|. */
void fuzz_has_type(const fuzz_object *o, const char *name);

/* fuzz_is_seen calls fuzz_failed where the collector does not know |o|, and may know
 * something in it: a cycle that goes through both would stay for good. */
void fuzz_is_seen(const fuzz_object *o);

#endif /* FUZZ_OBJECT_H */
