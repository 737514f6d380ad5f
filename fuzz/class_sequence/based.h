/* based.h: the classes of class_sequence that stand on those of other modules
 * (based.c), and those that no module can have (refused.c). */
#ifndef FUZZ_CLASS_SEQUENCE_BASED_H
#define FUZZ_CLASS_SEQUENCE_BASED_H

#include "fuzz/class_sequence/world.h"

/* Numbers with which no instance is made: a C_base raises, gives what the class
 * that is extended does not take; and what that has made is not filled. */
enum { NO_BASE = 97, BAD_BASE = 98, BAD_GUEST = 96 };

PyModuleDef *hosts_definition(void), *based_definition(void);

/* seen_ending is a weak reference that a finalizer has made to its instance, or
 * NULL. */
extern PyObject *seen_ending;

PyObject *based_field(PyObject *raw, int kind, int field);
int64_t based_number(PyObject *raw, int kind);

/* refused_module is a module whose import fails, and with what. */
typedef struct refused_module {
    PyModuleDef *(*definition)(void);
    PyObject **type;
    const char *message;
} refused_module;
extern const refused_module refused_modules[];
extern const int n_refused_modules;

#endif /* FUZZ_CLASS_SEQUENCE_BASED_H */
